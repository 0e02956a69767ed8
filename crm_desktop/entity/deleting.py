"""What a deletion takes along, what it leaves without its link, and which records others need."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _, listed
from crm_desktop.store.row import quoted

LIST = "(SELECT value FROM json_each(?))"


class Outlook(NamedTuple):
    """What would happen: `free` can be deleted; `needed` cannot, by `needed_by` (kind and how many of its records)."""

    free: Sequence[int]
    needed: Sequence[int]
    needed_by: Sequence[tuple[Entity, int]]
    along: Sequence[tuple[Entity, int]]
    """Records that go to the trash along with those that are free."""
    unlinked: Sequence[tuple[Entity, int]]
    """Records that stay, without their link to them."""

    def told(self) -> str:
        """What goes along and what stays, as a sentence's end; "" where there is nothing."""
        parts = []
        if self.along:
            parts.append(_("with {what}").format(what=counts(self.along)))
        if self.unlinked:
            parts.append(_("{what} kept without this link").format(what=counts(self.unlinked)))
        return _("; ").join(parts)


def counts(pairs: Sequence[tuple[Entity, int]]) -> str:
    """Such as "3 notes, 2 tasks"."""
    return listed(entity.count(count) for entity, count in pairs)


def outlook(company: Company, entity: Entity, rows: Sequence[int]) -> Outlook:
    """Look at what hangs on some records before they are deleted."""
    given = json.dumps(list(rows))
    needed: set[int] = set()
    needed_by = []
    for other, name in company.referrers(entity):
        made = other.fields()[name]
        if made.on_delete == "RESTRICT":
            column = quoted(made.column_name)
            found = company.execute(
                f"SELECT {column}, count(*) FROM {quoted(other.name)} WHERE {column} IN {LIST} GROUP BY 1", (given,)
            ).fetchall()
            if found:
                needed.update(row for row, _count in found)
                needed_by.append((other, sum(count for _row, count in found)))
    free = [row for row in rows if row not in needed]
    given = json.dumps(free)
    along = _about(company, entity, given)
    unlinked: list[tuple[Entity, int]] = []
    for other, name in company.referrers(entity):
        made = other.fields()[name]
        if made.on_delete == "RESTRICT":
            continue
        count = company.execute(
            f"SELECT count(*) FROM {quoted(other.name)} WHERE {quoted(made.column_name)} IN {LIST}", (given,)
        ).fetchone()[0]
        if count:
            (along if made.on_delete == "CASCADE" else unlinked).append((other, count))
    return Outlook(free, sorted(needed), needed_by, along, unlinked)


def _about(company: Company, entity: Entity, given: str) -> list[tuple[Entity, int]]:
    """Notes, tasks, files and the like that hang on them."""
    found = []
    for other in company.entities:
        kind, link = getattr(other.model, "belongs_to_any", (None, None))
        if kind is None or link is None:
            continue
        count = company.execute(
            f"SELECT count(*) FROM {quoted(other.name)} WHERE {quoted(kind)} = ? AND {quoted(link)} IN {LIST}",
            (entity.name, given),
        ).fetchone()[0]
        if count:
            found.append((other, count))
    return found
