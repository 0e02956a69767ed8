"""The cells of a sheet as the reader gives them, made into rows of a table: whole columns of some rows at one go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.exchange.tables import EXACT_DIGITS, Cell, Merge, Row, Table, trimmed

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

ERROR: Final = "\x00error"
"""Stands in a cell that holds an error of the spreadsheet."""
_ERRORS: Final = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)
_SIXTEEN_DIGITS: Final = 10**EXACT_DIGITS
_ROWS_AT_ONCE: Final = 2000


class Block:
    """All rows of a sheet, from its first, as they come in."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.first_row = 1
        self.merged: list[Merge] = []
        self.long_numbers: list[float] = []
        """Numbers of more than 15 digits that are among them."""
        self._of_type = by_type(self.long_numbers)
        self._shared: dict[str, Cell] = {}

    def take(self, sheet: CalamineSheet) -> None:
        """Take in a whole sheet."""
        if sheet.start is None or sheet.end is None:
            return
        # The reader gives the blank rows above the first cell, but not the blank columns before it.
        self._extend(sheet.iter_rows(), sheet.start[1])
        self.first_row = sheet.end[0] + 2 - len(self.rows)
        self.merged = _merges(sheet)

    def take_further(self, sheet: CalamineSheet) -> None:
        """Take in a piece of a sheet, of which everything above was taken in before."""
        if sheet.start is not None:
            self.rows += [[] for _row in range(sheet.start[0] - len(self.rows))]
            self._extend(sheet.to_python(), sheet.start[1])
        self.merged = _merges(sheet)

    def table(self, name: str) -> Table:
        """The table, without blank rows at its end."""
        made = Table(name, trimmed(self.rows), first_row=self.first_row)
        made.merged = self.merged
        return made

    def _extend(self, rows: Iterable[list[Any]], left: int) -> None:
        margin: Row = [None] * left
        remaining = iter(rows)
        while part := list(islice(remaining, _ROWS_AT_ONCE)):
            columns = [_column(values, self._of_type, self._shared) for values in zip(*part, strict=True)]
            read = list(map(list, zip(*columns, strict=True)))
            for at, values in enumerate(part):
                if not any(values) and values.count("") == len(values):
                    read[at] = []
            self.rows += [margin + row if row else row for row in read] if margin else read


def _column(values: Sequence[Any], of_type: ByType, shared: dict[str, Cell]) -> list[Cell]:
    """The cells of one column; the commonest types at one go, as a list of customers has a million cells.

    `shared` holds the texts that come again and again (towns, states), each once.
    """
    kinds = set(map(type, values))
    if kinds == {str}:
        distinct = set(values)
        if len(distinct) * 4 <= len(values):
            shared.update((text, _text(text)) for text in distinct - shared.keys())
            return [shared[text] for text in values]
        whole = "".join(values)
        if "#" not in whole and "\r" not in whole:
            return [value.strip() or None for value in values]
    elif kinds == {float} and all(map(float.is_integer, values)) and max(map(abs, values)) < _SIXTEEN_DIGITS:
        return list(map(int, values))
    return [of_type[type(value)](value) for value in values]


def _merges(sheet: CalamineSheet) -> list[Merge]:
    ranges = sheet.merged_cell_ranges or ()
    return [Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in ranges]


def _text(value: str) -> Cell:
    if value.startswith("#") and value in _ERRORS:
        return ERROR
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return value.strip() or None


def by_type(long_numbers: list[float]) -> ByType:
    """What makes a cell of a value of each type; numbers of more than 15 digits are noted."""

    def number(value: float) -> Cell:
        """Whole numbers as such: 13800138000.0 is 13800138000."""
        if value.is_integer():
            if not -_SIXTEEN_DIGITS < value < _SIXTEEN_DIGITS:
                long_numbers.append(value)
                return _as_shown(value)
            return int(value)
        return value if value - value == 0 else None

    return ByType({str: _text, float: number, datetime: _moment, timedelta: _duration})


def _as_shown(value: float) -> int:
    """A long number as a spreadsheet shows it: 913100000000001000, which a workbook holds as …1024."""
    shown = int(Decimal(f"{value:.{EXACT_DIGITS}g}"))
    return shown if float(shown) == value else int(value)


def _moment(value: datetime) -> datetime:
    """Without the fraction of a second that a serial number leaves behind."""
    if value.microsecond >= 999_000:
        return value.replace(microsecond=0) + timedelta(seconds=1)
    return value.replace(microsecond=0) if value.microsecond <= 1000 else value


def _duration(value: timedelta) -> Cell:
    """A time of day where it fits into one, else hours, minutes and seconds as text."""
    seconds = round(value.total_seconds())
    if 0 <= seconds < 86_400:
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _same(value: Any) -> Any:
    return value


class ByType(dict[type, Callable[[Any], Any]]):
    """What makes a cell of a value of each type."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        return _same
