"""Questions that may take only so long: what they have found by then is better than a window that stands still."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Final

from sqlcipher3 import dbapi2 as sqlite

_STEPS: Final = 500
"""Steps of SQLite's machine between two looks at the clock: some ten microseconds."""


class Patience:
    """The questions of one block on one connection, which may take `seconds` of the processor together."""

    def __init__(self, connection: Any, seconds: float) -> None:
        self._connection, self._seconds = connection, seconds
        self.ended = False
        """Whether there may be more than was found."""

    def __enter__(self) -> Patience:
        end = time.thread_time() + self._seconds
        self._connection.set_progress_handler(lambda: time.thread_time() > end, _STEPS)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._connection.set_progress_handler(None, 0)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
        """What a question gives, up to where patience ends."""
        try:
            yield from self._connection.execute(sql, parameters)
        except sqlite.OperationalError as error:
            if "interrupt" not in str(error):
                raise
            self.ended = True
