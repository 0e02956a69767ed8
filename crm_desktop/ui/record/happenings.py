"""What happened with a record and what is planned: notes, events, tasks about it, within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crm_desktop.entity import query
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Day, LongText, Moment
from crm_desktop.store.row import quoted


@dataclass(frozen=True)
class Happening:
    """A note, an event, a task about the record."""

    kind: str
    row: int
    when: str
    """Raw day or moment, or ""."""
    pill: str
    tone: str
    text: str
    pinned: bool = False


def happenings(company: Company, entity: Entity, row: int, limit: int) -> tuple[list[Happening], bool]:
    """What is noted about a record, the newest first and pinned ones above; whether there is more."""
    found: list[Happening] = []
    more = False
    for about in company.entities:
        if not about.about:
            continue
        ids, when = _about_ids(company, about, entity.name, row, limit + 1)
        more = more or len(ids) > limit
        found += _happenings_of(company, about, ids[:limit], when)
    found.sort(key=lambda one: (one.pinned, one.when), reverse=True)
    return found[:limit], more or len(found) > limit


def planned(found: Sequence[Happening], now: datetime) -> tuple[list[Happening], list[Happening]]:
    """What is still to come (the next first), and what was."""
    moment = now.isoformat(timespec="seconds")
    today = moment[:10]
    coming = [one for one in found if (one.when > moment if "T" in one.when else one.when >= today)]
    return sorted(coming, key=lambda one: one.when), [one for one in found if one not in coming]


def note_kind(company: Company) -> Entity | None:
    """The kind of record that a line typed in the pane becomes: one about others whose name is a text."""
    about = (one for one in company.entities if one.about)
    return next((one for one in about if isinstance(one.fields().get(one.title), LongText)), None)


def _about_ids(company: Company, about: Entity, kind: str, row: int, limit: int) -> tuple[list[int], str | None]:
    """Ids by the column of time, which has an index with kind and row; those that stay on top are always among them."""
    fields = about.fields()
    ordered = (name.lstrip("-") for name in about.order)
    when = next((name for name in ordered if isinstance(fields.get(name), Day | Moment)), None)
    order = f"{quoted(fields[when].column_name)} DESC, id DESC" if when else "id DESC"
    where = f"FROM {quoted(about.name)} WHERE kind = ? AND row = ?"
    pinned = []
    if "pinned" in fields:
        pinned = company.execute(f"SELECT id {where} AND pinned = 1 ORDER BY {order} LIMIT 3", (kind, row)).fetchall()
    found = company.execute(f"SELECT id {where} ORDER BY {order} LIMIT ?", (kind, row, limit)).fetchall()
    return list(dict.fromkeys(one for (one,) in [*pinned, *found])), when


def _happenings_of(company: Company, about: Entity, ids: Sequence[int], when: str | None) -> list[Happening]:
    if not ids:
        return []
    fields = about.fields()
    names = [about.title, *([when] if when else []), *(name for name in ("type", "pinned") if name in fields)]
    page = query.page(company, about, ids, names)
    found = []
    for row in ids:
        values = dict(zip(names, page[row], strict=True))
        kind = fields.get("type")
        typed = kind.show(values.get("type")) if isinstance(kind, Choice) else ""
        tone = (kind.tone(values.get("type")) if isinstance(kind, Choice) else None) or "neutral"
        text = fields[about.title].show(values[about.title]) if about.title in fields else ""
        found.append(
            Happening(about.name, row, values.get(when or "") or "", typed or about.singular, tone, text,
                      bool(values.get("pinned")))
        )  # fmt: skip
    return found
