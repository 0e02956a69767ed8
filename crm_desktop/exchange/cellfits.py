"""Whether the values of a column fit the field that its heading names, and whether several columns fill one field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Day, Kind, LongText, Moment, Text
from crm_desktop.errors import Refused
from crm_desktop.exchange.donewords import is_about_being_done
from crm_desktop.exchange.fillable import Target
from crm_desktop.exchange.shapes import shape
from crm_desktop.exchange.tables import Cell

_OWN_TITLE: Final = 0.99
"""Confidence of a heading that is what the program itself calls the column."""


def joins(kind: Kind) -> str | None:
    """What stands between the values of two columns that fill one field; None where a field takes one column only."""
    if type(kind) is LongText:
        return "\n"
    if type(kind) is Text:
        return " "
    return "; " if isinstance(kind, Text) and kind.editor == "word" else None


def fits(kind: Kind, cells: Sequence[Cell], confidence: float, today: date) -> bool:
    """Whether a column's values do not speak against what its heading says."""
    if not cells or not (isinstance(kind, Choice | Day | Moment) or kind.numeric):
        return True
    if isinstance(kind, Choice):
        return any(isinstance(cell, str | int) and kind.key_of(str(cell)) is not None for cell in cells)
    if confidence >= _OWN_TITLE or len(cells) < 3:
        return True
    return sum(_readable(kind, cell, today) for cell in cells) >= len(cells) * 0.3


def fits_target(entity: Entity, target: Target, cells: Sequence[Cell], confidence: float, today: date) -> bool:
    """The same; a status in words of its own is no day on which something was done."""
    if cells and confidence < _OWN_TITLE and is_about_being_done(entity, target.name):
        return any(_readable(target.kind, cell, today) for cell in cells)
    return fits(target.kind, cells, confidence, today)


def _readable(kind: Kind, cell: Cell, today: date) -> bool:
    if isinstance(kind, Day | Moment) and shape(cell) == "date":
        return True  # even one with two readings
    try:
        kind.read(cell, today)
    except Refused:
        return False
    return True
