"""The records that link to one, by kind, counted and listed within bounds, for the pane beside a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from crm_desktop.entity import query
from crm_desktop.entity.alarms import TONE, alarm_of
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.query import ListQuery
from crm_desktop.entity.texts import Choice
from crm_desktop.store.row import quoted
from crm_desktop.ui.record.lookup import described

MOST: Final = 5
COUNTED: Final = 1000
"""Linked records are counted this far; beyond it the pane says "1,000+"."""


@dataclass(frozen=True)
class LinkedRow:
    """A record that links here: its id, title, what tells it from others; how far it has come, and the tone of that."""

    row: int
    title: str
    rest: str
    state: str = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class LinkedGroup:
    """The records of one kind that link here by one field; `count` may be COUNTED + 1 for "more than that"."""

    entity: Entity
    field: str
    title: str
    rows: list[LinkedRow]
    count: int


def linked_groups(company: Company, entity: Entity, row: int, today: date, limit: int = MOST) -> list[LinkedGroup]:
    """The records that link here, by kind; kinds without any are left out."""
    own_parts = {children.model for children in entity.children}
    pairs = [(other, name) for other, name in company.referrers(entity) if other.model not in own_parts]
    kinds = [other.name for other, _name in pairs]
    found = []
    for other, name in pairs:
        made = linked_group(company, other, name, row, today, limit)
        if made.rows:
            several = kinds.count(other.name) > 1
            title = f"{other.plural} · {other.fields()[name].title}" if several else other.plural
            found.append(LinkedGroup(other, name, title, made.rows, made.count))
    return found


def linked_group(company: Company, other: Entity, name: str, row: int, today: date, limit: int) -> LinkedGroup:
    """The first records of a kind that link here by a field, in the kind's own order where they are not too many."""
    table, column = quoted(other.name), quoted(other.fields()[name].column_name)
    count = company.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {column} = ? LIMIT {COUNTED + 1})", (row,)
    ).fetchone()[0]
    if count > COUNTED:
        # Sorting them all would take time; the newest are at the end of the table.
        found = company.execute(
            f"SELECT id FROM {table} WHERE {column} = ? ORDER BY id DESC LIMIT ?", (row, limit)
        ).fetchall()
        ids = [one for (one,) in found]
    elif count:
        ids = list(query.ids(company, other, ListQuery(linked=(name, row)), limit=limit, today=today))
    else:
        ids = []
    return LinkedGroup(other, name, other.plural, _linked_rows(company, other, name, ids, today), count)


def _linked_rows(company: Company, other: Entity, name: str, ids: Sequence[int], today: date) -> list[LinkedRow]:
    """Title and subtitle of records; where the title is the very link, what comes after it names them."""
    if not ids:
        return []
    state = _state_of(company, other)
    columns = dict.fromkeys((other.title, *other.subtitle))
    first, *also = [column for column in columns if column not in (name, state)] or [other.title]
    page = query.page(company, other, ids, (first, *([state] if state else []), *also))
    title = company.column(other, first).kind
    step = company.column(other, state).kind if state else None
    alarm = alarm_of(company, other, ids, today)
    found = []
    for row in ids:
        shown, *rest = page[row]
        reached = rest.pop(0) if step is not None else None
        named = title.show(shown).replace("\n", " ") or f"#{row}"
        said, tone = (step.show(reached), step.tone(reached)) if step is not None else ("", None)
        if state and alarm.tells(row, state):
            said, tone = alarm.said, TONE
        found.append(LinkedRow(row, named, described(company, other, tuple(rest), also), said, tone or "neutral"))
    return found


def _state_of(company: Company, entity: Entity) -> str | None:
    """The choice that says how far a record of the kind has come, as its line in a timeline has it; None for none."""
    shows = entity.dated.shows if entity.dated is not None else ()
    return next((name for name in shows if isinstance(company.column(entity, name).kind, Choice)), None)
