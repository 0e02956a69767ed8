"""A whole column of cells as raw values: each different cell is read once, plain texts not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from crm_desktop.entity.fields import Birthday, Day, Kind, LongText, Moment, Percent, Phone, Text, Url, Word
from crm_desktop.entity.texts import LIMIT
from crm_desktop.errors import Refused
from crm_desktop.exchange.tables import Cell
from crm_desktop.values import dates
from crm_desktop.values.eras import is_of_republic
from crm_desktop.values.inparts import parts
from crm_desktop.values.text import fold, fold_lines

_KEPT_AS_TYPED: Final = (Text, LongText, Word, Phone, Url)
"""Kinds whose raw value is the tidied text itself."""


@dataclass
class Read:
    """A column that was read: raw values, and for cells that could not be, why (by place in the list)."""

    values: list[Any]
    faults: dict[int, str] = field(default_factory=dict)


def read_column(kind: Kind, cells: Sequence[Cell], today: date, order: dates.Order | None = None) -> Read:
    """The raw values of a column's cells; a cell that cannot be read is None and has a sentence.

    `order` is how dates are ordered where the column itself does not tell.
    """
    if type(kind) in _KEPT_AS_TYPED:
        texts = _with_whole_numbers(cells)
        if all_plain(texts):
            return Read(texts)
    reader = _reader(kind, cells, today, order)
    known: dict[Any, Any] = {None: None}
    faults: dict[int, str] = {}
    values: list[Any] = []
    add = values.append
    for at, cell in enumerate(cells):
        # 1, 1.0 and True are equal and yet not the same cell.
        key = cell if type(cell) is str or cell is None else (type(cell), cell)
        try:
            found = known[key]
        except KeyError:
            try:
                found = reader(cell)
            except Refused as refused:
                found = refused
            known[key] = found
        if type(found) is Refused:
            faults[at] = found.sentence
            found = None
        add(found)
    return Read(values, faults)


def _with_whole_numbers(cells: Sequence[Cell]) -> list[Any]:
    """The cells with whole numbers as texts."""
    kinds = set(map(type, cells))
    if int not in kinds:
        return list(cells)
    return list(map(str, cells)) if len(kinds) == 1 else [str(cell) if type(cell) is int else cell for cell in cells]


def all_plain(cells: Sequence[Cell]) -> bool:
    """Whether all cells are blank or texts on one line that need no tidying."""
    return all(map(_are_plain, parts(cells)))


def _are_plain(cells: Sequence[Cell]) -> bool:
    try:
        joined = "|".join(filter(None, cells))  # type: ignore[arg-type]
    except TypeError:
        return False
    if not joined.isprintable() or "| " in joined or " |" in joined or joined[:1] == " " or joined[-1:] == " ":
        return False
    return len(joined) < LIMIT or max(map(len, filter(None, cells))) <= LIMIT  # type: ignore[arg-type]


def fold_all(texts: Sequence[str | None]) -> list[str | None]:
    """`fold` of each text, at one go where the texts are plain."""
    found: list[str | None] = []
    for part in parts(texts):
        folded = fold_lines([text or "" for text in part])
        if folded is None:
            found += [fold(text) if text is not None else None for text in part]
        else:
            found += [new if old is not None else None for new, old in zip(folded, part, strict=True)]
    return found


_BLANK_WITHIN: Final = re.compile(r"(?<=[一-鿿]) +(?=[一-鿿])")


def fold_titles(texts: Sequence[str | None]) -> list[str | None]:
    """Folded names, those that differ by a blank between Chinese characters alike: 张 伟 is 张伟."""
    return [closed(text) if text is not None else None for text in fold_all(texts)]


def closed(folded: str) -> str:
    """A folded text without blanks between Chinese characters."""
    return _BLANK_WITHIN.sub("", folded) if " " in folded and not folded.isascii() else folded


def date_order(cells: Sequence[Cell]) -> str | None:
    """How the dates of a column are ordered: ymd, dmy, mdy, roc, ambiguous, or None where there is nothing to order."""
    return dates.infer_order([cell for cell in set(cells) if isinstance(cell, str)])


def _reader(kind: Kind, cells: Sequence[Cell], today: date, order: dates.Order | None) -> Callable[[Cell], Any]:
    if isinstance(kind, Day | Moment | Birthday):
        return _date_reader(kind, cells, today, order)
    if isinstance(kind, Percent) and are_shares(cells):
        return lambda cell: kind.read(_hundredfold(cell), today)
    if isinstance(kind, Text):
        return lambda cell: kind.read(_as_typed(cell), today)
    return lambda cell: kind.read(cell, today)


def _as_typed(cell: Cell) -> Cell:
    """A day in a text column as it would be written; a time of day without its seconds."""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes") if not cell.second else cell.isoformat()
    return cell


def _date_reader(
    kind: Day | Moment | Birthday, cells: Sequence[Cell], today: date, fallback: dates.Order | None
) -> Callable[[Cell], Any]:
    """Texts of dates are read in the order that the whole column tells."""
    found = dates.infer_order([cell for cell in set(cells) if isinstance(cell, str)])
    order = fallback if found is None or found == "ambiguous" or (found, fallback) == ("ymd", "roc") else found

    def read(cell: Cell) -> Any:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            cell = _day_of_number(cell, order)
        if not isinstance(cell, str) or order is None:
            return kind.read(cell, today)
        if isinstance(kind, Birthday):
            return dates.parse_birthday(cell, today, order)
        if isinstance(kind, Day):
            return dates.parse_date(cell, order=order, today=today).isoformat()
        return dates.parse_moment(cell, order=order, today=today).isoformat(timespec="seconds")

    return read


def _day_of_number(number: float, order: dates.Order | None) -> Cell:
    """The day of a spreadsheet's serial number, or of digits such as 20240305 and (of the Republic) 1130305."""
    if number == int(number) and (19000101 <= number <= 21001231 or is_of_republic(str(int(number)))):
        return str(int(number))
    if order == "roc" and number == int(number) and number >= 100_000:
        return str(int(number))
    return dates.from_serial(number)


def are_shares(cells: Sequence[Cell]) -> bool:
    """Whether a column of per cents holds fractions: 0.15 for 15 %."""
    seen = False
    for cell in set(cells):
        if cell is None:
            continue
        try:
            number = float(cell)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return False
        if not 0 <= number <= 1:
            return False
        seen = seen or 0 < number < 1
    return seen


def _hundredfold(cell: Cell) -> Cell:
    from decimal import Decimal

    return f"{Decimal(str(cell)) * 100:f}"
