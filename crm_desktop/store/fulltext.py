"""Filling a trigram index in bulk: the segments of an FTS5 table made by sorting, and laid beside those it has.

FTS5 looks up each trigram of each text by itself. Where many texts come at one go, numpy sorts all their trigrams as
numbers in a fraction of the time. What is written is FTS5's own format, of which a later SQLite must be able to read
every file there is ("FTS5 Data Structures" in its documentation tells what the tables hold; fts5_index.c to the byte):
a segment is a row of pages, each with whole terms in order, and after each term the numbers of the rows that have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crm_desktop.store.bulk import insert_many

Numbers = NDArray[np.int64]
Places = NDArray[np.int32]
Bytes = NDArray[np.uint8]

MOST_SEGMENTS: Final = 12
"""Where a table has so many of one level, they are made one."""
_WITHOUT_END: Final = 1 << 30
FORMAT: Final = 4
"""The version of the format, which FTS5 keeps with each table."""
_PAGE: Final = 4050
"""Bytes of a page at most, as FTS5 has it."""
_ROOM: Final = 4 + 9 + 14
"""Bytes for a page's own header, for a row number in full and for a term in full."""
_OF_TERM: Final = 2
"""Bytes that the place of a term takes at the end of its page, at most."""
_SEGMENT_SHIFT: Final = 37
_TOTALS, _STRUCTURE = 1, 10
_MAIN: Final = ord("0")
"""Stands before each term: FTS5 has other signs for the terms of prefix indexes."""
_AT_ONCE: Final = 1 << 16
"""Numbers gone through at one go: what is worked out for them stays near the processor and takes little memory."""
_KEY_BITS: Final = 63
_MOST_BY_DIGITS: Final = 1 << 21
"""Numbers that are sorted digit by digit, which takes thrice the memory."""
_MOST_DIGITS: Final = 3
_LARGEST: Final = 1 << 56
"""Numbers from here on are not written in seven bits a byte."""


class Segment(NamedTuple):
    """Pages of terms and rows; `starts` has the beginning of the first term of each page that has one."""

    pages: list[bytes]
    starts: list[tuple[bytes, int]]
    tokens: int


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
    """Insert texts, of which the segment was made, with row numbers that the table does not have.

    The table has one column, the trigram tokenizer (case-sensitive), detail=none and columnsize=0.
    """
    insert_many(connection, f"INSERT INTO {table}_content VALUES", 2, zip(rows, texts, strict=True), 1000)
    _add_segment(connection, table, segment)
    _add_totals(connection, table, len(rows), segment.tokens)


# What lies beside a segment -------------------------------------------------------------------------------------------


def _add_segment(connection: Any, table: str, segment: Segment) -> None:
    if not segment.pages:
        return
    structure = _Structure.read(_block(connection, table, _STRUCTURE))
    number = structure.add(len(segment.pages))
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
    """Rows and trigrams in all."""
    before = _read_numbers(_block(connection, table, _TOTALS)) or [0, 0]
    after = _varint(before[0] + rows) + _varint(before[1] + tokens)
    connection.execute(f"UPDATE {table}_data SET block = ? WHERE id = {_TOTALS}", (after,))


class _Structure:
    """Which segments a table has, by levels: those of a level are older than those of the levels before it."""

    def __init__(self, cookie: bytes, written: int, levels: list[tuple[int, list[tuple[int, int, int]]]]) -> None:
        self.cookie = cookie
        self.written = written
        self.levels = levels
        """How many segments of each are being merged, and of every segment number, first and last page."""

    @classmethod
    def read(cls, block: bytes) -> _Structure:
        numbers = iter(_read_numbers(block[4:]))
        depth, _segments, written = next(numbers), next(numbers), next(numbers)
        levels = []
        for _level in range(depth):
            merging, segments = next(numbers), next(numbers)
            levels.append((merging, [(next(numbers), next(numbers), next(numbers)) for _one in range(segments)]))
        return cls(block[:4], written, levels)

    def add(self, pages: int) -> int:
        """Add a segment as the newest; returns its number.

        It does not go among the smallest, of which sixteen are merged as soon as there are so many, if it need not.
        """
        self.levels += [(0, []) for _level in range(2 - len(self.levels))]
        used = {number for _merging, segments in self.levels for number, _first, _last in segments}
        number = next(number for number in count(1) if number not in used)
        self.levels[0 if self.levels[0][1] else 1][1].append((number, 1, pages))
        return number

    def block(self) -> bytes:
        numbers = [len(self.levels), sum(len(segments) for _merging, segments in self.levels), self.written]
        for merging, segments in self.levels:
            numbers += [merging, len(segments), *chain.from_iterable(segments)]
        return self.cookie + b"".join(map(_varint, numbers))


def _varint(number: int) -> bytes:
    found = [number & 0x7F]
    while number := number >> 7:
        found.append(number & 0x7F | 0x80)
    return bytes(reversed(found))


def _read_numbers(block: bytes) -> list[int]:
    """Numbers below 2**56 that follow each other."""
    found, number = [], 0
    for byte in block:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            found.append(number)
            number = 0
    return found


# A segment ------------------------------------------------------------------------------------------------------------


def segment_of(rows: Sequence[int], texts: Sequence[str]) -> Segment | None:
    """The trigrams of texts, each with the rows that have it, whose numbers rise.

    None where there are too many different characters for so many texts, or numbers that are too large.
    """
    if any("\0" in text for text in texts):
        # FTS5 reads on behind it as if it were not there.
        texts = [text.replace("\0", "") for text in texts]
    alphabet, signs = _signs_of(texts)
    bits = (len(alphabet) - 1).bit_length(), (len(texts) - 1).bit_length()
    if 3 * bits[0] + bits[1] > _KEY_BITS or rows[-1] >= _LARGEST:
        return None
    keys = _trigrams(signs, np.fromiter(map(len, texts), np.int64, len(texts)), *bits)
    del signs
    if not (tokens := len(keys)):
        return Segment([], [], 0)
    keys = _different(_in_order(keys, 3 * bits[0], bits[1]))
    numbers = _picked(np.asarray(rows, np.int32 if rows[-1] < 1 << 31 else np.int64), keys, (1 << bits[1]) - 1)
    keys >>= bits[1]
    firsts = np.flatnonzero(_first_of_each(keys))
    keys = keys[firsts]
    mask = (1 << bits[0]) - 1
    terms = np.stack([alphabet[keys >> (2 * bits[0])], alphabet[(keys >> bits[0]) & mask], alphabet[keys & mask]], 1)
    return Segment(*_pages(_Terms(terms), firsts, numbers), tokens)


def _signs_of(texts: Sequence[str]) -> tuple[Numbers, NDArray[Any]]:
    """The characters there are, in order, and each character of the texts by its place among them."""
    whole = "".join(texts)
    if "\ufffe" in whole or "\uffff" in whole:
        # FTS5 reads these, which mean nothing, as another.
        whole = whole.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    codes = np.frombuffer(whole.encode("utf-32-le"), np.uint32)
    del whole
    seen = np.zeros(int(codes.max(initial=0)) + 1, np.bool_)
    seen[codes] = True
    alphabet = np.flatnonzero(seen)
    places = np.zeros(len(seen), np.min_scalar_type(len(alphabet)))
    places[alphabet] = np.arange(len(alphabet))
    return alphabet, _picked(places, codes, 0xFFFFFFFF)


def _picked(values: NDArray[Any], places: NDArray[Any], mask: int) -> NDArray[Any]:
    """The values at the places that these numbers have in the bits of the mask."""
    found = np.empty(len(places), values.dtype)
    for start in range(0, len(places), _AT_ONCE):
        found[start : start + _AT_ONCE] = values[places[start : start + _AT_ONCE] & mask]
    return found


def _trigrams(signs: NDArray[Any], lengths: Numbers, sign_bits: int, text_bits: int) -> Numbers:
    """Every trigram of every text as one number: the places of its characters in the alphabet, and that of the text."""
    of_text = np.repeat(np.arange(len(lengths), dtype=np.min_scalar_type(len(lengths))), lengths)
    keys = signs[:-2].astype(np.int64)
    for more, bits in ((signs[1:-1], sign_bits), (signs[2:], sign_bits), (of_text[:-2], text_bits)):
        keys <<= bits
        keys |= more
    return keys[of_text[:-2] == of_text[2:]]


def _in_order(keys: Numbers, term_bits: int, text_bits: int) -> Numbers:
    """The numbers sorted. Those of one term are in order already: by the terms alone, a digit after the other.

    It does not depend on what the processor offers, as `sort` does, which is five times slower on some.
    """
    digits = -(-term_bits // 16)
    if len(keys) > _MOST_BY_DIGITS or digits > _MOST_DIGITS:
        keys.sort()
        return keys
    width = -(-term_bits // digits)
    order: Any = None
    for at in range(digits):
        digit = (keys >> (text_bits + at * width) & (1 << width) - 1).astype(np.uint16)
        by_digit = (digit if order is None else digit[order]).argsort(kind="stable")
        order = by_digit.astype(np.int32) if order is None else order[by_digit]
        del digit, by_digit
    found: Numbers = keys[order]
    return found


def _different(ordered: Numbers) -> Numbers:
    """Each number once, written over the whole: it is the largest array there is."""
    first, kept = _first_of_each(ordered), 0
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE][first[start : start + _AT_ONCE]]
        ordered[kept : kept + len(part)] = part
        kept += len(part)
    return ordered[:kept]


def _first_of_each(ordered: Numbers) -> NDArray[np.bool_]:
    """Whether each number is another than the one before."""
    found = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=found[1:])
    return found


class _Terms:
    """Terms in UTF-8 behind their sign, and how much of each stands in the one before."""

    def __init__(self, characters: Numbers) -> None:
        data = np.frombuffer(characters.astype("<u4").tobytes().decode("utf-32-le").encode(), np.uint8)
        widths = 1 + (characters > 0x7F) + (characters > 0x7FF) + (characters > 0xFFFF)
        self.lengths: Numbers = widths.sum(1) + 1
        self.bytes = np.zeros((len(characters), 13), np.uint8)
        self.bytes[:, 0] = _MAIN
        of_term = np.repeat(np.arange(len(characters)), self.lengths - 1)
        begins = np.cumsum(self.lengths - 1) - (self.lengths - 1)
        self.bytes[of_term, 1 + np.arange(len(data)) - begins[of_term]] = data
        self.common: Numbers = np.zeros(len(characters), np.int64)
        self.common[1:] = (self.bytes[1:] != self.bytes[:-1]).argmax(1)

    def whole(self, at: int) -> bytes:
        return self.bytes[at, : self.lengths[at]].tobytes()


class _Stream:
    """All terms and row numbers one after another, each number but a term's first as the distance from the last."""

    def __init__(self, terms: _Terms, firsts: Numbers, numbers: NDArray[Any]) -> None:
        steps = numbers.copy()
        steps[1:] -= numbers[:-1]
        steps[firsts] = numbers[firsts]
        widths = _widths(steps)
        new = terms.lengths - terms.common
        places = widths.copy()
        places[firsts] += (2 + new).astype(np.uint8)
        self.begins = _begins(places)
        """Where each number begins, with its term if it is the first of one; and where all end."""
        self.behind: Places = self.begins[firsts + 1] - widths[firsts]
        """Where the first number of each term begins."""
        made = np.zeros(int(self.begins[-1]), np.uint8)
        _write(made, self.begins[1:], steps, widths)
        heads = self.begins[firsts]
        made[heads] = terms.common
        made[heads + 1] = new
        for at in range(terms.bytes.shape[1]):
            among = np.flatnonzero((at >= terms.common) & (at < terms.lengths))
            made[heads[among] + 2 + at - terms.common[among]] = terms.bytes[among, at]
        self.made = made.tobytes()
        distances = np.diff(heads, prepend=0)
        widths = _widths(distances)
        self.distance_begins = _begins(widths)
        made = np.zeros(int(self.distance_begins[-1]), np.uint8)
        _write(made, self.distance_begins[1:], distances, widths)
        self.distances = made.tobytes()
        """How far each term begins behind the last."""


def _begins(widths: Bytes) -> Places:
    """Where each piece begins, and where all end."""
    found = np.zeros(len(widths) + 1, np.int32)
    np.cumsum(widths, out=found[1:])
    return found


def _widths(numbers: NDArray[Any]) -> Bytes:
    """Bytes that each number takes."""
    widths = np.ones(len(numbers), np.uint8)
    for bits in range(7, int(numbers.max(initial=0)).bit_length(), 7):
        widths += numbers >= 1 << bits
    return widths


def _write(into: Bytes, ends: Places, numbers: NDArray[Any], widths: Bytes) -> None:
    """Write numbers that end at these places: seven bits a byte, the highest first, all but the last marked."""
    for start in range(0, len(numbers), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        last, number, width = ends[part] - 1, numbers[part], widths[part]
        into[last] = number & 0x7F
        for more in range(1, int(width.max(initial=1))):
            among = np.flatnonzero(width > more)
            into[last[among] - more] = number[among] >> (7 * more) & 0x7F | 0x80


def _pages(terms: _Terms, firsts: Numbers, numbers: NDArray[Any]) -> tuple[list[bytes], list[tuple[bytes, int]]]:
    """The pages, and where each page's first term begins; `firsts` has the place of each term's first row number.

    A page has: the place of a row number that begins it (0 where a term does), the place where the places of its terms
    begin, terms with their rows, the places of the terms, each as the distance from the one before. Its first term and
    the number that begins it are written in full.
    """
    stream = _Stream(terms, firsts, numbers)
    needs = np.zeros(len(numbers) + 1, np.int32)
    needs[firsts + 1] = _OF_TERM
    np.cumsum(needs, out=needs)
    needs += stream.begins
    pages: list[bytes] = []
    starts: list[tuple[bytes, int]] = []
    end = term = 0
    while end < len(numbers):
        begin, end = end, int(needs.searchsorted(needs[end] + _PAGE - _ROOM, "right")) - 1
        next_term = int(firsts.searchsorted(end))
        if begin == (upto := int(firsts[term]) if term < next_term else end):
            page = b""
        else:
            page = _varint(int(numbers[begin])) + stream.made[stream.begins[begin + 1] : stream.begins[upto]]
        first_number, places = 4 if page else 0, b""
        if term < next_term:
            place, whole = 4 + len(page), terms.whole(term)
            first = bytes((len(whole),)) + whole
            page += first + stream.made[stream.behind[term] : stream.begins[end]]
            places = _varint(place)
            if term + 1 < next_term:
                places += _varint(len(first) + int(stream.begins[firsts[term + 1]] - stream.behind[term]))
                places += stream.distances[stream.distance_begins[term + 2] : stream.distance_begins[next_term]]
            starts.append((whole[: terms.common[term] + 1] if pages else b"", len(pages) + 1))
        pages.append(first_number.to_bytes(2) + (4 + len(page)).to_bytes(2) + page + places)
        term = next_term
    return pages, starts
