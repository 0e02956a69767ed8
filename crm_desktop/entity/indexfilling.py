"""Taking many texts up into the search index: several threads' work, as neither sorting nor SQLite needs Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crm_desktop.store.bulk import insert_many

if TYPE_CHECKING:
    from concurrent.futures import Future

    from crm_desktop.store.segments import Segment

FEWEST: Final = 300_000
"""Characters from which on texts are taken up as a segment of their own: numpy has to be loaded for it."""
MOST: Final = 4_500_000
"""Characters of one segment: more of them take more memory, more segments more time to be asked."""
MOST_HELD: Final = 1_200_000
"""The same while the records themselves are in memory, too."""
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

    def __init__(self, connection: Any, *, held: bool = False) -> None:
        """`held`: nothing is written but by `write_held`, though all is made ready for it."""
        from concurrent.futures import ThreadPoolExecutor

        self.connection = connection
        self.lock = Lock()
        self._held: list[Callable[[], None]] | None = [] if held else None
        self._most = MOST_HELD if held else MOST
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

    def write_held(self, *, release: bool = False) -> None:
        """Write what is held up to now; `release`: and hold nothing any more."""
        with self.lock:
            held, self._held = self._held, None if release else []
            for write in held or ():
                write()

    def _write(self, write: Callable[[], None]) -> None:
        with self.lock:
            if self._held is None:
                write()
            else:
                self._held.append(write)

    def finish(self) -> None:
        """Wait until all is taken up; no statement may be open on the connection any more."""
        for waiting in [*self._waiting, self._executor.submit(self._take_rest)]:
            waiting.result()

    def close(self) -> None:
        self._executor.shutdown(cancel_futures=True)

    def _take(self, made: Wordings) -> None:
        self._gathered += zip(made.numbers, made.texts, made.chars, strict=True)
        self._size += sum(map(len, made.texts))
        if self._size >= self._most:
            self._take_gathered()

    def _take_gathered(self) -> None:
        from crm_desktop.store import segments

        gathered, self._gathered, self._size = self._gathered, [], 0
        numbers, texts, chars = zip(*gathered, strict=True)
        self._write(partial(self._put, numbers, texts, segments.trigrams_of(numbers, texts)))
        if filled := [(number, found) for number, found in zip(numbers, chars, strict=True) if found]:
            numbers, chars = zip(*filled, strict=True)
            self._write(partial(self._put_chars, numbers, chars, segments.characters_of(numbers, chars)))

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
