"""Texts of records that are being inserted: made and sorted while SQLite is at work, put into the index at last."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol

from crm_desktop.entity.indexfilling import Filling
from crm_desktop.entity.laying import AT_ONCE, Column, Laid, Piece, cut, lay_out
from crm_desktop.values.aside import Aside, AsideError

FEWEST: Final = 5000
"""Records from which on it is worth a thread."""
_BYTES: Final = 720_000
"""Bytes that records of one segment consist of; their texts have up to twice as many characters."""


class Told(Protocol):
    """What the texts of some records consist of; two are equal where all of it is."""

    @property
    def count(self) -> int:
        """How many records."""

    def columns(self) -> Sequence[Column]:
        """The texts of each part, which may be several lines."""

    def children(self) -> Mapping[str, int]:
        """How many rows of each table of child rows belong to the records."""


class Foretold:
    """The texts of one run of records."""

    def __init__(self, connection: Any, kind: int, first: int, told: Told, aside: Aside | None, *, sure: bool) -> None:
        """Begin: `aside` makes the texts, or a thread where there is no such process.

        Where it is not `sure` that these records will be written, `agrees` is asked later.
        """
        from concurrent.futures import ThreadPoolExecutor

        self.kind, self.children = kind, told.children()
        self.run = (first, first + told.count - 1)
        """The first and the last id."""
        self.sure = sure
        self._told = None if sure else told
        self._aside = aside
        self._filling = Filling(connection)
        self._pieces: deque[Piece] = deque()
        """With which nobody has begun."""
        self._ready: deque[Laid] = deque()
        self._executor = ThreadPoolExecutor(1)
        self._divided = self._executor.submit(self._divide, told)
        self._made = self._executor.submit(self._make)

    def agrees(self, first: int, told: Told) -> bool:
        """Whether these records are just those that were foretold; asked once, when that is known."""
        self.sure = self.run[0] == first and self._told == told
        self._told = None
        return self.sure

    def put_some(self) -> None:
        """Put those texts into the index that are ready, which frees memory."""
        while self._ready:
            self._filling.lay(self._ready.popleft())

    def put(self) -> None:
        """Put all texts into the index; this thread makes some of those that are left, from the end."""
        self._divided.result()
        while (piece := self._next(last=True)) is not None:
            self._filling.lay(lay_out(piece))
            self.put_some()
        self._made.result()
        self.put_some()
        self._filling.finish()

    def close(self) -> None:
        """Drop what was not put, and what it was made of."""
        self._divided.cancel()
        self._pieces.clear()
        self._executor.shutdown()
        self._pieces.clear()
        self._filling.close()
        self._ready.clear()
        self._told = None

    def _divide(self, told: Told) -> None:
        first, count = self.run[0], told.count
        columns = told.columns() or [[None] * count]
        size = sum(len("".join(filter(None, column[:AT_ONCE])).encode("utf-8", "replace")) for column in columns)
        at_once = max(1, _BYTES * min(AT_ONCE, count) // max(1, size))
        for start in range(0, count, at_once):
            self._pieces.append(Piece(self.kind, first + start, cut(columns, start, at_once)))

    def _make(self) -> None:
        while (piece := self._next()) is not None:
            self._ready.append(self._laid(piece))

    def _laid(self, piece: Piece) -> Laid:
        if self._aside is not None:
            try:
                return self._aside.do(lay_out, piece)
            except AsideError:
                self._aside = None
        return lay_out(piece)

    def _next(self, *, last: bool = False) -> Piece | None:
        try:
            return self._pieces.pop() if last else self._pieces.popleft()
        except IndexError:
            return None
