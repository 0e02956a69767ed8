"""What is told as worse than it is stored: an invoice that is issued, and overdue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final, NamedTuple

from crm_desktop.entity.company import Company
from crm_desktop.entity.conditions import ready_sql
from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted

TONE: Final = "bad"


class Alarm(NamedTuple):
    """Of which records the value of a column is told by other words."""

    column: str = ""
    said: str = ""
    rows: Collection[int] = ()

    def tells(self, row: int, column: str) -> bool:
        """Whether it speaks in place of a record's value."""
        return column == self.column and row in self.rows


NONE: Final = Alarm()


def alarm_of(company: Company, entity: Entity, ids: Sequence[int], today: date) -> Alarm:
    """What is to be told of some records, a few hundred at a time."""
    ready = next((one for one in entity.filters if one.alarm), None)
    if ready is None or not ids:
        return NONE
    found = company.execute(
        f"SELECT t.id FROM {quoted(entity.name)} t WHERE t.id IN ({','.join(map(str, ids))})"
        f" AND {ready_sql(entity, ready.name, 't')}",
        {"today": today.isoformat()},
    )
    return Alarm(ready.alarm, _(ready.title), frozenset(row for (row,) in found))
