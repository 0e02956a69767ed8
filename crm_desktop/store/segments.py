"""The segments of an FTS5 index made by sorting: all terms of many texts, each with the rows that have it.

FTS5 looks up each term of each text by itself. Where many texts come at one go, numpy sorts all their terms as numbers
in a fraction of the time. A segment is a row of pages, each with whole terms in order, and after each term the numbers
of the rows that have it; it is FTS5's own format to the byte (fts5_index.c).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Places = NDArray[np.int32]
Bytes = NDArray[np.uint8]

_PAGE: Final = 4050
"""Bytes of a page at most, as FTS5 has it."""
_ROOM: Final = 4 + 9 + 14
"""Bytes for a page's own header, for a row number in full and for a term in full."""
_OF_TERM: Final = 2
"""Bytes that the place of a term takes at the end of its page, at most."""
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
    sizes: list[int] | None
    """How many terms each text has, where the table keeps that."""
    tokens: int


def varint(number: int) -> bytes:
    """A number in seven bits a byte, the highest first, all but the last byte marked."""
    found = [number & 0x7F]
    while number := number >> 7:
        found.append(number & 0x7F | 0x80)
    return bytes(reversed(found))


def trigrams_of(rows: Sequence[int], texts: Sequence[str]) -> Segment | None:
    """The trigrams of texts, each with the rows that have it, whose numbers rise.

    None where there are too many different characters for so many texts, or numbers that are too large.
    """
    if any("\0" in text for text in texts):
        # FTS5 reads on behind it as if it were not there.
        texts = [text.replace("\0", "") for text in texts]
    whole = "".join(texts)
    if "\ufffe" in whole or "\uffff" in whole:
        # It reads these, which mean nothing, as another.
        whole = whole.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    alphabet, signs = _signs_of(whole)
    del whole
    bits = (len(alphabet) - 1).bit_length()
    if 3 * bits + (len(texts) - 1).bit_length() > _KEY_BITS or rows[-1] >= _LARGEST:
        return None
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    # Given away in a list, so that it can be dropped as soon as it is sorted.
    return _segment(rows, [*_trigrams(signs, lengths, bits)], alphabet, 3)


def characters_of(rows: Sequence[int], texts: Sequence[str]) -> Segment | None:
    """The same of the characters of texts that have one blank between each two, none of them ASCII."""
    if rows[-1] >= _LARGEST:
        return None
    close = [text[::2] for text in texts]
    alphabet, signs = _signs_of("".join(close))
    sizes = np.fromiter(map(len, close), np.int64, len(close))
    return _segment(rows, [signs.astype(np.uint32), _places(sizes)], alphabet, 1)._replace(sizes=sizes.tolist())


def _segment(rows: Sequence[int], given: list[Any], alphabet: Numbers, length: int) -> Segment:
    """The segment of terms of so many characters, each the number of its characters' places in the alphabet.

    `given`, which is empty afterwards, has the terms and for each the place of the text that has it; these rise.
    """
    if not (tokens := len(given[0])):
        return Segment([], [], None, 0)
    bits = max(1, (len(alphabet) - 1).bit_length())
    terms, places = _in_order(given, length * bits)
    fresh = _first_of_each(terms)
    fresh[1:] |= places[1:] != places[:-1]
    terms, places = terms[fresh], places[fresh]
    numbers = np.asarray(rows, np.int32 if rows[-1] < 1 << 31 else np.int64)[places]
    firsts = np.flatnonzero(_first_of_each(terms))
    terms = terms[firsts].astype(np.int64)
    mask = (1 << bits) - 1
    characters = np.stack([alphabet[(terms >> (at * bits)) & mask] for at in range(length - 1, -1, -1)], 1)
    return Segment(*_pages(_Terms(characters), firsts, numbers), None, tokens)


def _signs_of(whole: str) -> tuple[Numbers, NDArray[Any]]:
    """The characters there are, in order, and each character of the text by its place among them."""
    codes = np.frombuffer(whole.encode("utf-32-le"), np.uint32)
    seen = np.zeros(int(codes.max(initial=0)) + 1, np.bool_)
    seen[codes] = True
    alphabet = np.flatnonzero(seen)
    places = np.zeros(len(seen), np.min_scalar_type(len(alphabet)))
    places[alphabet] = np.arange(len(alphabet))
    signs = np.empty(len(codes), places.dtype)
    for start in range(0, len(codes), _AT_ONCE):
        signs[start : start + _AT_ONCE] = places[codes[start : start + _AT_ONCE]]
    return alphabet, signs


def _places(lengths: Numbers) -> NDArray[Any]:
    """For each character of all texts, one behind another, the place of its text."""
    return np.repeat(np.arange(len(lengths), dtype=np.min_scalar_type(len(lengths))), lengths)


def _trigrams(signs: NDArray[Any], lengths: Numbers, bits: int) -> tuple[Any, Any]:
    """Every trigram of every text: the number of its characters' places in the alphabet, and the place of the text."""
    places = _places(lengths)
    terms: Any = signs[:-2].astype(np.uint32 if 3 * bits <= 32 else np.int64)
    for more in (signs[1:-1], signs[2:]):
        terms <<= bits
        terms |= more
    within = places[:-2] == places[2:]
    return terms[within], places[:-2][within]


def _in_order(given: list[Any], bits: int) -> tuple[Any, Any]:
    """The terms in order, those that are the same by their places: digit by digit, as the places rise already.

    It does not depend on what the processor offers, as `sort` does, which is five times slower on some.
    """
    places, terms = given.pop(), given.pop()
    digits = -(-bits // 16)
    if len(terms) > _MOST_BY_DIGITS or digits > _MOST_DIGITS:
        shift = int(places[-1]).bit_length()
        keys = terms.astype(np.int64) << shift | places
        del terms
        keys.sort()
        return keys >> shift, (keys & (1 << shift) - 1).astype(places.dtype)
    width = -(-bits // digits)
    order: Any = None
    for at in range(digits):
        digit = (terms >> (at * width) & (1 << width) - 1).astype(np.uint16)
        by_digit = (digit if order is None else digit[order]).argsort(kind="stable")
        order = by_digit.astype(np.int32) if order is None else order[by_digit]
        del digit, by_digit
    return terms[order], places[order]


def _first_of_each(ordered: Any) -> NDArray[np.bool_]:
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
            page = varint(int(numbers[begin])) + stream.made[stream.begins[begin + 1] : stream.begins[upto]]
        first_number, places = 4 if page else 0, b""
        if term < next_term:
            place, whole = 4 + len(page), terms.whole(term)
            first = bytes((len(whole),)) + whole
            page += first + stream.made[stream.behind[term] : stream.begins[end]]
            places = varint(place)
            if term + 1 < next_term:
                places += varint(len(first) + int(stream.begins[firsts[term + 1]] - stream.behind[term]))
                places += stream.distances[stream.distance_begins[term + 2] : stream.distance_begins[next_term]]
            starts.append((whole[: terms.common[term] + 1] if pages else b"", len(pages) + 1))
        pages.append(first_number.to_bytes(2) + (4 + len(page)).to_bytes(2) + page + places)
        term = next_term
    return pages, starts
