"""Taking many texts up into the search index: several threads' work, as neither sorting nor SQLite needs Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crm_desktop.entity.laying import Laid, laid_out
from crm_desktop.store.bulk import insert_many

if TYPE_CHECKING:
    from concurrent.futures import Future

    from crm_desktop.store.segments import Segment

FEWEST: Final = 300_000
"""Characters from which on texts are taken up as a segment of their own: numpy has to be loaded for it."""
MOST: Final = 4_500_000
"""Characters of one segment: more of them take more memory, more segments more time to be asked."""
_WAITING: Final = 3
"""Parts that may wait while the one before is taken up."""


class Wordings(NamedTuple):
    """What is put into the index of some records."""

    numbers: list[int]
    texts: list[str]
    chars: list[str]


def take_up(connection: Any, made: Wordings) -> None:
    """Put the texts of a few records into the index."""
    texts = zip(made.numbers, made.texts, strict=True)
    insert_many(connection, "INSERT INTO search (rowid, text) VALUES", 2, texts)
    _take_up_chars(connection, zip(made.numbers, made.chars, strict=True))


def _take_up_chars(connection: Any, chars: Iterable[tuple[int, str]]) -> None:
    insert_many(connection, "INSERT INTO search_chars (rowid, chars) VALUES", 2, [one for one in chars if one[1]])


class Filling:
    """Takes up what it is given while the next is made; whoever uses the connection meanwhile holds `lock`."""

    def __init__(self, connection: Any) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self.connection = connection
        self.lock = Lock()
        self._executor = ThreadPoolExecutor(1)
        self._waiting: list[Future[None]] = []
        self._gathered: list[tuple[int, str, str]] = []
        self._size = 0
        self._beside = ExitStack()
        self._begun: set[str] = set()
        self._left: list[tuple[int, str]] = []
        """Texts that cannot be taken up as a segment."""
        self._left_chars: list[tuple[int, str]] = []

    def give(self, made: Wordings) -> None:
        """Let texts be taken up, whose numbers rise."""
        if len(self._waiting) > _WAITING:
            self._waiting.pop(0).result()
        self._waiting.append(self._executor.submit(self._take, made))

    def finish(self) -> None:
        """Wait until all is taken up; no statement may be open on the connection any more."""
        for waiting in [*self._waiting, self._executor.submit(self._take_rest)]:
            waiting.result()

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)

    def _take(self, made: Wordings) -> None:
        self._gathered += zip(made.numbers, made.texts, made.chars, strict=True)
        self._size += sum(map(len, made.texts))
        if self._size >= MOST:
            self._take_gathered()

    def _take_gathered(self) -> None:
        gathered, self._gathered, self._size = self._gathered, [], 0
        self.lay(laid_out(*zip(*gathered, strict=True)))

    def lay(self, made: Laid) -> None:
        """Let texts be taken up that were made ready, whose numbers are higher than all before."""
        with self.lock:
            self._put(made.numbers, made.texts, made.trigrams)
            if made.with_chars:
                self._put_chars(made.with_chars, made.chars, made.characters)

    def _put(self, numbers: Sequence[int], texts: Sequence[str], segment: Segment | None) -> None:
        from crm_desktop.store import fulltext

        if segment is not None and self._begin("search"):
            fulltext.put(self.connection, "search", numbers, texts, segment)
        else:
            self._left += zip(numbers, texts, strict=True)

    def _put_chars(self, numbers: Sequence[int], chars: Sequence[str], segment: Segment | None) -> None:
        from crm_desktop.store import fulltext

        if segment is not None and self._begin("search_chars"):
            fulltext.put_characters(self.connection, "search_chars", numbers, segment)
        else:
            self._left_chars += zip(numbers, chars, strict=True)

    def _begin(self, table: str) -> bool:
        """Have segments laid beside those of a table, if it can take any."""
        from crm_desktop.store import fulltext

        if table not in self._begun:
            if not fulltext.can_take(self.connection, table):
                return False
            self._beside.enter_context(fulltext.laid_beside(self.connection, table))
            self._begun.add(table)
        return True

    def _take_rest(self) -> None:
        if self._size >= FEWEST:
            self._take_gathered()
        self._beside.close()
        texts = [(number, text) for number, text, _chars in self._gathered]
        insert_many(self.connection, "INSERT INTO search (rowid, text) VALUES", 2, self._left + texts)
        chars = [(number, found) for number, _text, found in self._gathered]
        _take_up_chars(self.connection, self._left_chars + chars)


@contextmanager
def filling(connection: Any) -> Iterator[Filling]:
    """A filling that is done when the block is; where the block raises, what waits is dropped."""
    made = Filling(connection)
    try:
        yield made
        made.finish()
    finally:
        made.close()
