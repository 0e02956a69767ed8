"""The headings of a grouped list as rows of a file: title and number of each group, its figures below their columns."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.groups import figures, grouped, has_figure
from crm_desktop.entity.query import ListQuery
from crm_desktop.i18n import _


class GroupLine(NamedTuple):
    """The row above a group: what it says, how many records follow, raw figures by the place of their column."""

    text: str
    rows: int
    raws: dict[int, Any]


def in_groups(
    company: Company, entity: Entity, query: ListQuery, columns: Sequence[Column], *, today: date
) -> tuple[array[int], list[GroupLine]]:
    """The ids of a grouped list in its order, and the row above each group; the first column tells its title."""
    found = grouped(company, entity, query, today=today)
    averages = query.figure == "average"
    places = {column.name: place for place, column in enumerate(columns) if place and has_figure(column, query.figure)}
    known = figures(company, entity, query, list(places), today=today)
    lines = []
    for group in found.groups:
        raws = {places[name]: one.average if averages else one.total for name, one in known.get(group.key, {}).items()}
        text = _("{group} ({n})").format(group=group.title, n=f"{group.rows:,}")
        lines.append(GroupLine(text, group.rows, raws))
    return found.ids, lines
