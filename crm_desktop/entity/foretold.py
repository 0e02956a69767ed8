"""Texts of records that are being inserted: made and sorted while SQLite is at work, put into the index at last."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from crm_desktop.entity.indexfilling import Filling, Wordings
from crm_desktop.entity.wording import KINDS, wordings_of

FEWEST: Final = 5000
"""Records from which on it is worth a thread."""
_AT_ONCE: Final = 2500

Parts = Callable[[], Sequence[Sequence[str | None]]]
"""Gives what the records have of each part of their texts; a part may be several lines."""


class Foretold:
    """The texts of one run of records; `children` has for each table of child rows how many of them belong to these."""

    def __init__(
        self, connection: Any, kind: int, first: int, count: int, parts: Parts, children: Mapping[str, int]
    ) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self.kind, self.first, self.count, self.children = kind, first, count, children
        self._parts = parts
        self._filling = Filling(connection, held=True)
        self._executor = ThreadPoolExecutor(1)
        self._stopped = False
        self._made = self._executor.submit(self._make)

    @property
    def run(self) -> tuple[int, int]:
        """The first and the last id."""
        return self.first, self.first + self.count - 1

    def put_some(self) -> None:
        """Put those texts into the index that are ready, which frees memory."""
        self._filling.write_held()

    def put(self) -> None:
        """Put all texts into the index."""
        self._filling.write_held(release=True)
        self._made.result()
        self._filling.finish()

    def close(self) -> None:
        """Drop what was not put, and what it was made of."""
        self._stopped = True
        self._executor.shutdown()
        self._filling.close()
        self._parts = list

    def _make(self) -> None:
        parts = self._parts()
        for start in range(0, self.count, _AT_ONCE):
            if self._stopped:
                return
            end = min(start + _AT_ONCE, self.count)
            texts, chars = wordings_of([part[start:end] for part in parts])
            ids = range(self.first + start, self.first + end)
            self._filling.give(Wordings([row * KINDS + self.kind for row in ids], texts, chars))
