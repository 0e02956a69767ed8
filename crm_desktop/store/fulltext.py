"""Filling an FTS5 index in bulk: segments made by sorting (see `segments`), laid beside those that it has.

What is written is FTS5's own format, of which a later SQLite must be able to read every file there is ("FTS5 Data
Structures" in its documentation tells what the tables hold; fts5_index.c and fts5_storage.c to the byte).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count
from typing import Any, Final

from crm_desktop.store.bulk import insert_columns, insert_many
from crm_desktop.store.segments import Segment, varint

MOST_SEGMENTS: Final = 16
"""Where a table has so many of one level, they are made one."""
_WITHOUT_END: Final = 1 << 30
FORMAT: Final = 4
"""The version of the format, which FTS5 keeps with each table."""
_SEGMENT_SHIFT: Final = 37
_TOTALS, _STRUCTURE = 1, 10
_WITH_ORIGINS: Final = b"\xff\x00\x00\x01"
"""Stands in the structure of a table that keeps no texts, and can delete all the same."""


def can_take(connection: Any, table: str) -> bool:
    """Whether the table is of the format that is known here."""
    found = connection.execute(f"SELECT v FROM {table}_config WHERE k = 'version'").fetchone()
    return bool(found) and found[0] == FORMAT


@contextmanager
def laid_beside(connection: Any, table: str) -> Iterator[None]:
    """Within a transaction: only `put` may be used of the table meanwhile, and no other statement be open at the end.

    FTS5 writes down before what it holds in memory, and reads anew afterwards what its tables hold.
    """
    # A statement that writes makes the table part of the transaction; FTS5 is told of savepoints only then.
    connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('usermerge', ?)", (MOST_SEGMENTS,))
    connection.execute("SAVEPOINT fulltext")
    connection.execute("RELEASE fulltext")
    yield
    connection.execute("SAVEPOINT fulltext")
    connection.execute("ROLLBACK TO fulltext")
    connection.execute("RELEASE fulltext")
    # A question has to look into every segment.
    connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', ?)", (_WITHOUT_END,))


def put(connection: Any, table: str, rows: Sequence[int], texts: Sequence[str], segment: Segment) -> None:
    """Insert texts, of whose trigrams the segment was made, with row numbers that the table does not have.

    The table has one column, the trigram tokenizer (case-sensitive), detail=none and columnsize=0.
    """
    insert_columns(connection, f"{table}_content", {"id": rows, "c0": texts}, len(rows))
    _add_segment(connection, table, segment, len(rows))
    _add_totals(connection, table, len(rows), segment.tokens)


def put_characters(connection: Any, table: str, rows: Sequence[int], segment: Segment) -> None:
    """The same for texts of whose characters the segment was made.

    The table has one column, the ascii tokenizer, detail=none, no content and contentless_delete=1.
    """
    assert segment.sizes is not None
    origin = _Structure.read(_block(connection, table, _STRUCTURE)).origin
    sizes = {size: varint(size) for size in set(segment.sizes)}
    columns = {"id": rows, "sz": [sizes[size] for size in segment.sizes], "origin": [origin] * len(rows)}
    insert_columns(connection, f"{table}_docsize", columns, len(rows))
    _add_segment(connection, table, segment, len(rows))
    _add_totals(connection, table, len(rows), segment.tokens)


# What lies beside a segment -------------------------------------------------------------------------------------------


def _add_segment(connection: Any, table: str, segment: Segment, rows: int) -> None:
    if not segment.pages:
        return
    structure = _Structure.read(_block(connection, table, _STRUCTURE))
    number = structure.add(len(segment.pages), rows)
    blocks = (((number << _SEGMENT_SHIFT) + at, page) for at, page in enumerate(segment.pages, 1))
    insert_many(connection, f"INSERT INTO {table}_data VALUES", 2, blocks)
    # The lowest bit would say that there is an index of the pages of a list of rows.
    starts = ((number, term, page << 1) for term, page in segment.starts)
    insert_many(connection, f"INSERT INTO {table}_idx VALUES", 3, starts)
    connection.execute(f"UPDATE {table}_data SET block = ? WHERE id = {_STRUCTURE}", (structure.block(),))


def _block(connection: Any, table: str, number: int) -> bytes:
    found: bytes = connection.execute(f"SELECT block FROM {table}_data WHERE id = ?", (number,)).fetchone()[0]
    return found


def _add_totals(connection: Any, table: str, rows: int, tokens: int) -> None:
    """Rows and terms in all."""
    before = _read_numbers(_block(connection, table, _TOTALS)) or [0, 0]
    after = varint(before[0] + rows) + varint(before[1] + tokens)
    connection.execute(f"UPDATE {table}_data SET block = ? WHERE id = {_TOTALS}", (after,))


class _Structure:
    """Which segments a table has, by levels: those of a level are older than those of the levels before it."""

    def __init__(self, head: bytes, written: int, levels: list[tuple[int, list[tuple[int, ...]]]]) -> None:
        self.head = head
        self.written = written
        self.levels = levels
        """How many segments of each are being merged; of every segment number, first and last page, and with origins
        its first and last origin, pages of deleted rows, entries of these, and all entries."""

    @property
    def has_origins(self) -> bool:
        return self.head.endswith(_WITH_ORIGINS)

    @property
    def origin(self) -> int:
        """What the rows of the next segment are marked with: by it FTS5 finds the segment of a row to be deleted."""
        return 1 + max((one[4] for _merging, segments in self.levels for one in segments), default=0)

    @classmethod
    def read(cls, block: bytes) -> _Structure:
        end = 8 if block[4:8] == _WITH_ORIGINS else 4
        numbers = iter(_read_numbers(block[end:]))
        depth, _segments, written = next(numbers), next(numbers), next(numbers)
        levels: list[tuple[int, list[tuple[int, ...]]]] = []
        for _level in range(depth):
            merging, segments = next(numbers), next(numbers)
            width = 8 if end == 8 else 3
            levels.append((merging, [tuple(next(numbers) for _at in range(width)) for _one in range(segments)]))
        return cls(block[:end], written, levels)

    def add(self, pages: int, rows: int) -> int:
        """Add a segment as the newest; returns its number.

        It does not go among the smallest, of which sixteen are merged as soon as there are so many, if it need not.
        """
        self.levels += [(0, []) for _level in range(2 - len(self.levels))]
        used = {segment[0] for _merging, segments in self.levels for segment in segments}
        number = next(number for number in count(1) if number not in used)
        more = (self.origin, self.origin, 0, 0, rows) if self.has_origins else ()
        self.levels[0 if self.levels[0][1] else 1][1].append((number, 1, pages, *more))
        return number

    def block(self) -> bytes:
        numbers = [len(self.levels), sum(len(segments) for _merging, segments in self.levels), self.written]
        for merging, segments in self.levels:
            numbers += [merging, len(segments), *chain.from_iterable(segments)]
        return self.head + b"".join(map(varint, numbers))


def _read_numbers(block: bytes) -> list[int]:
    """Numbers below 2**56 that follow each other."""
    found, number = [], 0
    for byte in block:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            found.append(number)
            number = 0
    return found
