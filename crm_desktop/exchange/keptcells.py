"""Columns and cells without a place of their own: the custom fields they are kept in, and of which type those are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from crm_desktop.entity import custom
from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Kind
from crm_desktop.errors import Refused
from crm_desktop.exchange.columnreading import date_order, read_column
from crm_desktop.exchange.shapes import shape
from crm_desktop.exchange.tables import Cell
from crm_desktop.i18n import _
from crm_desktop.values.dates import Order
from crm_desktop.values.text import fold

CODE_HEADING: Final = re.compile(
    r"(?:\b|_|(?<=[a-z]))(?:id|no|nr|number|code|zip|year|ext|extension|phone|tel|fax)\W*$"
    r"|(?:号码?|编码|代码|条码|年份?)$|编号|分机|电话",
    re.IGNORECASE,
)
"""Headings of columns whose digits are no quantity."""
_LEADING_ZERO: Final = re.compile(r"[+-]?0\d")
_MOST_DIGITS: Final = 12
_YES_OR_NO: Final = frozenset(("yes", "no", "true", "false", "是", "否", "√", "×", "✓", "✗"))


@dataclass
class NewField:
    """A custom field that the import makes, with its raw values by place in the list."""

    title: str
    type: str
    values: list[Any]
    heading: str = ""


@dataclass
class Kept:
    """What cells could not be taken as: their texts, by the title of the text field that keeps them."""

    count: int
    fields: dict[str, list[Any]] = field(default_factory=dict)

    def put(self, title: str, place: int, text: str) -> None:
        """Keep one text; a second one in the same place is added."""
        values = self.fields.setdefault(title, [None] * self.count)
        values[place] = f"{values[place]}; {text}" if values[place] else text


def original(title: str) -> str:
    """The title of the field that keeps a column's words as they stood."""
    return _("{title} (original)").format(title=title)


def existing(company: Company, entity: Entity, title: str) -> Column | None:
    """The custom field of that title, if the kind has it."""
    folded = fold(title)
    for column in company.columns(entity).values():
        if column.custom and fold(column.title) == folded:
            return column
    return None


def free_title(company: Company, entity: Entity, title: str) -> str:
    """The title itself, or a variant where a built-in column of the kind is called so."""
    taken = {fold(column.title) for column in company.columns(entity).values() if not column.custom}
    return original(title) if fold(title) in taken else title


def type_of(heading: str, cells: Sequence[Cell], today: date) -> str:
    """Of which type a custom field for these values is: number, day, tick or text, if every value can be one."""
    values = {cell for cell in cells if cell is not None}
    if not values:
        return "text"
    if all(isinstance(cell, bool) or (isinstance(cell, str) and fold(cell) in _YES_OR_NO) for cell in values):
        return "tick"
    if all(map(_is_day, values)):
        found = date_order(list(values))
        return "day" if found != "ambiguous" and not read_column(_kind("day"), list(values), today).faults else "text"
    if CODE_HEADING.search(heading) or not all(map(_is_number, values)):
        return "text"
    years = all(isinstance(cell, int | str) and re.fullmatch(r"(?:19|20)\d\d", str(cell)) for cell in values)
    return "text" if years or not _reads_back(list(values), today) else "number"


def _kind(type: str) -> Kind:
    made: Kind = custom.field_of("", type, ())
    return made


def _is_day(cell: Cell) -> bool:
    if isinstance(cell, datetime):
        return cell.time() == time()
    if isinstance(cell, str):
        return shape(cell) == "date" and ":" not in cell and "T" not in cell
    return isinstance(cell, date)


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return False
    text = str(cell)
    digits = sum(map(str.isdigit, text))
    return 0 < digits <= _MOST_DIGITS and not _LEADING_ZERO.match(text) and "%" not in text and "％" not in text


def _reads_back(values: Sequence[Cell], today: date) -> bool:
    """Whether no value loses anything as a number of three decimals."""
    from crm_desktop.values.numbers import parse_number

    kind = _kind("number")
    for cell in values:
        try:
            raw = kind.read(cell, today)
            if raw != parse_number(str(cell)) * 1000 or re.search(r"[^\d.,+\- ]", str(cell)):
                return False
        except (Refused, ArithmeticError):
            return False
    return True


def read_new(company: Company, entity: Entity, heading: str, title: str, cells: Sequence[Cell], today: date,
             order: Order | None) -> NewField:  # fmt: skip
    """A new custom field for a column, its values read by the type they all fit."""
    type = type_of(heading, cells, today)
    read = read_column(_kind(type), cells, today, order)
    if read.faults:
        type, read = "text", read_column(_kind("text"), cells, today)
    return NewField(free_title(company, entity, title), type, read.values, heading)
