"""What reading a list gives: tables of typed cells that know where their headings and their rows stand in the file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

from crm_desktop.i18n import _, n_

Cell: TypeAlias = str | int | float | bool | datetime | date | time | None
Row: TypeAlias = list[Cell]
EXACT_DIGITS: Final = 15
"""Digits of a number that a spreadsheet keeps."""
_EXACT: Final = 1 << 53
"""Whole numbers up to this are exact in a workbook, if another program than a spreadsheet has written them."""

_MARKS = re.compile(
    r"[(\[（【]\s*(?:必填|必填项|选填|可选|required|optional|mandatory)\s*[)\]）】]"
    r"|^[\s*＊\ufeff\u200b]+|[\s*＊:：\ufeff\u200b]+$",
    re.IGNORECASE,
)


def has_lost_digits(number: int) -> bool:
    """Whether a number of a workbook is so long that its last digits are not those that were typed."""
    return abs(number) >= 10**EXACT_DIGITS and (number % 10 == 0 or abs(number) > _EXACT)


@dataclass(frozen=True)
class Merge:
    """A block of merged cells, by the file's row numbers (from 1) and column indexes (from 0), both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass
class Table:
    """One sheet, one text file, or all cards of a vCard file."""

    name: str
    rows: list[Row]
    first_row: int = 1
    """The file's row number of rows[0], from 1."""
    encoding: str | None = None
    delimiter: str | None = None
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    """Numbers of the rows that are hidden or filtered out in the file."""
    without_hidden: bool = False
    """Whether these are left out."""
    since_1904: bool = False
    """Whether its days are counted from 1904."""
    notes: list[str] = field(default_factory=list)
    """Sentences about what was noticed while reading."""
    header_row: int | None = None
    """The file's row number of the (first) heading row; None: the list has no headings."""
    header_rows: int = 1
    """2 where the headings stand in two rows."""
    trailing: list[int] = field(default_factory=list)
    """Indexes into rows of totals and closing remarks, which are no part of the body."""
    merged: list[Merge] = field(default_factory=list)
    suspect: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells not to be trusted, by row number and column index: why (the first thousand)."""
    of_cards: bool = False
    """Whether each row is a card, and so of one person whatever is on it twice."""
    meant: tuple[str, ...] = ()
    """Of cards, what each column is called in English, as it is understood; its heading is in the person's language."""
    of_companies: bool = False
    """Whether its cards are those of companies."""
    keys_row: bool = False
    """The second heading row holds field keys of another program, which no heading shows."""

    @cached_property
    def headings(self) -> list[str]:
        """One text a column, all different: blank ones by their letter, twins numbered, two rows joined."""
        return distinct(cleaned(text) or column_name(at) for at, text in enumerate(self._heading_texts()))

    @cached_property
    def body(self) -> list[Row]:
        """The rows under the headings that hold anything, each as wide as the headings."""
        width, rows = self._width, self.rows
        return [row if len(row := rows[at]) == width else _fitted(row, width) for at in self._body_indexes]

    @cached_property
    def row_numbers(self) -> list[int]:
        """The file's row number of each row of the body."""
        return [self.first_row + at for at in self._body_indexes]

    def row_number(self, at: int) -> int:
        """The file's row number of body[at]."""
        return self.first_row + self._body_indexes[at]

    def place_of(self, row_number: int) -> int | None:
        """The place in the body of a row of the file; None where it is no part of the body."""
        at = bisect_left(self._body_indexes, row_number - self.first_row)
        found = at < len(self._body_indexes) and self._body_indexes[at] == row_number - self.first_row
        return at if found else None

    def column(self, at: int, most: int | None = None) -> list[Cell]:
        """The values of one column of the body, or the first of them."""
        return [row[at] for row in self.body[:most]]

    @cached_property
    def _first_body_index(self) -> int:
        return 0 if self.header_row is None else self.header_row - self.first_row + self.header_rows

    @cached_property
    def _body_indexes(self) -> list[int]:
        left_out = set(self.trailing)
        if self.without_hidden:
            left_out.update(row - self.first_row for row in self.hidden_rows)
        start = self._first_body_index
        # A first cell that holds something tells of a row at once, most of the time.
        rows = enumerate(self.rows[start:], start)
        found = [at for at, row in rows if row and (row[0] or row.count(None) != len(row))]
        return [at for at in found if at not in left_out] if left_out else found

    @cached_property
    def _width(self) -> int:
        width = max((held(row) for row in self._heading_rows()), default=0)
        rows = self.rows
        for at in self._body_indexes:
            row = rows[at]
            if len(row) > width:
                width = max(width, held(row))
        return width

    def _heading_rows(self) -> list[Row]:
        if self.header_row is None:
            return []
        return self.rows[self._first_body_index - self.header_rows : self._first_body_index]

    def _heading_texts(self) -> list[str]:
        width = self._width
        rows = [[as_text(cell) for cell in _fitted(row, width)] for row in self._heading_rows()]
        if not rows:
            return [""] * width
        if len(rows) == 1 or self.keys_row:
            return rows[0]
        return [_joined(upper, lower) for upper, lower in zip(self._spread(rows[0], rows[1]), rows[1], strict=True)]

    def _spread(self, upper: list[str], lower: list[str]) -> list[str]:
        """The group headings repeated over the columns they stand for."""
        groups = {}
        for merge in self.merged:
            if merge.first_row == self.header_row and merge.last_column > merge.first_column:
                groups.update(dict.fromkeys(range(merge.first_column + 1, merge.last_column + 1), merge.first_column))
        spread = list(upper)
        for at in range(1, len(spread)):
            if at in groups:
                spread[at] = spread[groups[at]]
            elif not self.merged and not spread[at] and lower[at] and lower[at - 1]:
                spread[at] = spread[at - 1]
        return spread


@dataclass
class Source:
    """One file that was read; `path` is None for pasted cells."""

    path: Path | None
    kind: str
    """xlsx, xls, xlsb, ods, csv, vcf, html or xml (an Excel 2003 XML workbook)."""
    tables: list[Table]
    notes: list[str] = field(default_factory=list)


def without_hidden(table: Table, out: bool) -> Table:
    """The table with or without its hidden rows, and what it says of them."""
    said = {hidden_note(table, False), hidden_note(table, True)}
    notes = [hidden_note(table, out), *(note for note in table.notes if note not in said)]
    return replace(table, without_hidden=out, notes=notes)


def hidden_note(table: Table, out: bool) -> str:
    """What is said of a table's hidden rows: that they are read, or left out."""
    count = len(table.hidden_rows)
    if out:
        return n_("{n} row is hidden and is left out.", "{n} rows are hidden and are left out.", count)
    return n_("{n} row is hidden; it is read as well.", "{n} rows are hidden; they are read as well.", count)


def column_letter(at: int) -> str:
    """The letter a spreadsheet gives to a column: 0 is A, 26 is AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The index of a column by its letter: A is 0, AA is 26."""
    at = 0
    for letter in letters.upper():
        at = at * 26 + ord(letter) - 64
    return at - 1


def column_name(at: int) -> str:
    """What a column without a heading is called."""
    return _("Column {letter}").format(letter=column_letter(at))


def cleaned(heading: str) -> str:
    """A heading in one line, without the marks of required columns and a closing colon."""
    before = None
    text = " ".join(heading.split())
    while text != before:
        before, text = text, _MARKS.sub("", text).strip()
    return text


def distinct(headings: Iterator[str] | Sequence[str]) -> list[str]:
    """The same headings, twins told apart by a number: Phone, Phone (2)."""
    given: list[str] = []
    used: set[str] = set()
    last: dict[str, int] = {}
    for heading in headings:
        n = last.get(heading, 1)
        text = heading if n == 1 else f"{heading} ({n})"
        while text in used:
            n += 1
            text = f"{heading} ({n})"
        used.add(text)
        last[heading] = n
        given.append(text)
    return given


def as_text(cell: Cell) -> str:
    """A cell as the text a person would have typed."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return cell if isinstance(cell, str) else str(cell)


def held(row: Sequence[Cell]) -> int:
    """How many cells of a row count: up to the last one that holds something."""
    width = len(row)
    while width and row[width - 1] is None:
        width -= 1
    return width


def trimmed(rows: list[Row]) -> list[Row]:
    """The rows without the blank ones at the end."""
    end = len(rows)
    while end and rows[end - 1].count(None) == len(rows[end - 1]):
        end -= 1
    return rows if end == len(rows) else rows[:end]


def _fitted(row: Row, width: int) -> Row:
    if len(row) == width:
        return row
    return row[:width] if len(row) > width else row + [None] * (width - len(row))


def _joined(upper: str, lower: str) -> str:
    upper, lower = cleaned(upper), cleaned(lower)
    if not upper or not lower or upper == lower:
        return upper or lower
    return f"{upper} / {lower}"
