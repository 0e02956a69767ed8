"""How each column of a list looks: its delegate, its width at first, its texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any, Final, NamedTuple

from crm_desktop.entity.columns import Column, Tags
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Data, Day, LongText, Moment, Tick
from crm_desktop.i18n import language
from crm_desktop.values.dates import relative_day

NO_TITLE: Final = "—"


class Look(NamedTuple):
    """The appearance of a column: which delegate draws it, and between which widths its content is fitted."""

    delegate: str
    least: int = 80
    most: int = 220


_LOOKS: Final = {
    "name": Look("name", 150, 260),
    "title": Look("title", 110, 260),
    "pill": Look("pill", 84, 150),
    "tags": Look("tags", 90, 220),
    "tick": Look("tick", 64, 120),
    "number": Look("number", 80, 170),
    "day": Look("muted", 96, 150),
    "long": Look("muted", 120, 240),
    "plain": Look("plain", 80, 230),
}


def look_of(entity: Entity, column: Column) -> Look:
    """The look of one column of a kind."""
    kind = column.kind
    if column.name == entity.title:
        # Whom one looks for by name gets a face; a number, a subject or an entry of a short list is only set in bold.
        return _LOOKS["name" if column.name == "name" and entity.search else "title"]
    if isinstance(kind, Choice):
        return _LOOKS["pill"]
    if isinstance(kind, Tags):
        return _LOOKS["tags"]
    if isinstance(kind, Tick):
        return _LOOKS["tick"]
    if kind.align == "right":
        return _LOOKS["number"]
    if isinstance(kind, Day | Moment):
        return _LOOKS["day"]
    return _LOOKS["long" if isinstance(kind, LongText) else "plain"]


def is_relative(column: Column) -> bool:
    """Whether a moment is told by how long ago it was: one that is worked out says how fresh something is."""
    return isinstance(column.kind, Moment) and not column.stored


def typed_in_place(column: Column) -> bool:
    """Whether values of a column are typed in the list: stored ones of one line, and tags."""
    return isinstance(column.kind, Tags) or (column.stored and not isinstance(column.kind, LongText | Data))


def showing(entity: Entity, column: Column, today: date) -> Callable[[Any], str]:
    """What makes the text of a cell, on one line, of its raw value."""
    show = partial(_how_long_ago, today=today) if is_relative(column) else column.kind.show
    blank = NO_TITLE if column.name == entity.title else ""

    def text_of(raw: Any) -> str:
        if raw is None or raw == "":
            return blank
        text = show(raw)
        return " ".join(text.split()) if "\n" in text else text

    return text_of


def _how_long_ago(raw: str, today: date) -> str:
    return relative_day(datetime.fromisoformat(raw).date(), today, language())


def explained(column: Column, raw: Any) -> str:
    """What a cell's tip says beyond its text: the exact moment behind "2 days ago"."""
    return column.kind.show(raw) if raw and is_relative(column) else ""
