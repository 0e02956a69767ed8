"""The timeline of one record: notes, visits and plans about it and its people, documents, money, changed fields.

What lies in time is told by the descriptions: kinds that are about others (`Entity.about`), and kinds that link here
and say when they happened (`Entity.dated`). Every source is asked for no more than what is shown, so a record with
five thousand rows behind it is read as fast as one with ten.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from crm_desktop.entity import changes, query
from crm_desktop.entity.alarms import NONE, alarm_of
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity, Ticked
from crm_desktop.entity.fields import Choice, Day, Link, LongText, Moment
from crm_desktop.i18n import N_, _
from crm_desktop.store.row import quoted

SORTS: Final[dict[str, str]] = {
    "note": N_("Notes"),
    "call": N_("Calls"),
    "mail": N_("E-mails"),
    "visit": N_("Visits"),
    "message": N_("Messages"),
    "plan": N_("Plans"),
    "document": N_("Documents"),
    "money": N_("Money"),
    "file": N_("Files"),
    "change": N_("Changes"),
}
"""What a timeline can be narrowed to; changes are shown only when they are asked for."""
_COUNTED_AS: Final = {"fax": "message"}
"""Options of a note's type that have no sort of their own."""
STORY: Final = frozenset(SORTS) - {"change"}


@dataclass(frozen=True)
class Happening:
    """One line of a timeline."""

    sort: str
    kind: str
    row: int
    """The record it comes from."""
    when: str
    """Raw day or moment, or ""."""
    pill: str
    tone: str
    text: str
    pinned: bool = False
    with_: str = ""
    """Whom or what it is about, where that is not the record itself: the title of one of its people or documents."""


class Asked(NamedTuple):
    """What of a kind about others is wanted: `narrowed` is SQL over its table, " AND …" or ""."""

    sorts: Collection[str]
    limit: int
    narrowed: str = ""
    newest: bool = True
    """The newest first."""


def happenings(
    company: Company,
    entity: Entity,
    row: int,
    limit: int,
    sorts: Collection[str] = STORY,
    *,
    beside: date | None = None,
) -> tuple[list[Happening], bool]:
    """What happened with a record, the newest first and pinned ones above; whether there is more.

    `beside` leaves out what a page shows beside it: what is open on that day, and what is pinned.
    """
    found: list[Happening] = []
    note = note_kind(company)
    for about in company.entities:
        if about.about:
            narrowed = _left(about, beside) if beside is not None else ""
            if about.ticked is not None and note is not None and "note" in sorts:
                narrowed += _untold(about, about.ticked, note)
            found += _about(company, about, entity, row, Asked(sorts, limit + 1, narrowed))
    for other, name in _dated_here(company, entity):
        if other.dated is not None and other.dated.sort in sorts:
            found += _documents(company, other, name, row, limit + 1, beside)
    if "change" in sorts:
        found += _changes(company, entity, row, limit + 1)
    found.sort(key=lambda one: (one.pinned, one.when, one.row), reverse=True)
    return found[:limit], len(found) > limit


def still_open(company: Company, entity: Entity, row: int, today: date, limit: int) -> tuple[list[Happening], bool]:
    """What is still to be done with a record, its people and documents, the next first; whether there is more."""
    found: list[Happening] = []
    for about in company.entities:
        if about.about and about.ticked is not None:
            narrowed = f" AND ({_on(about, about.ticked.open, today)})"
            found += _about(company, about, entity, row, Asked(STORY, limit + 1, narrowed, newest=False))
    found.sort(key=lambda one: (one.when or "9", one.row))
    return found[:limit], len(found) > limit


def pinned_to(company: Company, entity: Entity, row: int, limit: int) -> list[Happening]:
    """What is pinned to a record, its people and documents, the newest first."""
    note = note_kind(company)
    if note is None or "pinned" not in note.fields():
        return []
    found = _about(company, note, entity, row, Asked(STORY, limit, " AND pinned = 1"))
    return sorted(found, key=lambda one: one.when, reverse=True)[:limit]


def pinned_to_nothing(company: Company, limit: int) -> list[Happening]:
    """What is pinned and about no record, the newest first."""
    note = note_kind(company)
    if note is None or "pinned" not in note.fields():
        return []
    ids = _ids(company, note, "kind IS NULL AND row IS NULL", (), Asked(STORY, limit, " AND pinned = 1"), ())
    return told(company, note, dict.fromkeys(ids, ""))


def sorts_of(company: Company, entity: Entity) -> list[str]:
    """What the timeline of such a record can be narrowed to, in the order of SORTS."""
    found = {"change"}
    for about in company.entities:
        if about.about:
            found |= set(_sorts_of_kind(about))
    found |= {other.dated.sort for other, _name in _dated_here(company, entity) if other.dated is not None}
    return [sort for sort in SORTS if sort in found]


def note_kind(company: Company) -> Entity | None:
    """The kind of record that a typed line becomes: one about others whose name is a text."""
    about = (one for one in company.entities if one.about)
    return next((one for one in about if _tells(one)), None)


def tables_behind(company: Company, entity: Entity) -> set[str]:
    """The tables from which a timeline reads."""
    linked = (*_parts(company, entity), *_dated_here(company, entity))
    return {one.name for one in company.entities if one.about} | {one.name for one, _name in linked}


# Where it comes from --------------------------------------------------------------------------------------------------


def _parts(company: Company, entity: Entity) -> list[tuple[Entity, str]]:
    """Kinds whose records belong to the story of this one, and by which link: its people, deals, documents."""
    own = {children.model for children in entity.children}
    return [
        (other, name)
        for other, name in company.referrers(entity)
        if other.model not in own and not other.about and not other.hidden
    ]


def _dated_here(company: Company, entity: Entity) -> list[tuple[Entity, str]]:
    own = {children.model for children in entity.children}
    linked = (
        (other, name)
        for other in company.entities
        for name, made in other.fields().items()
        if other.dated is not None and isinstance(made, Link) and made.rel_model is entity.model
    )
    found: dict[str, tuple[Entity, str]] = {}
    for other, name in linked:
        if other.model not in own and not other.about:
            found.setdefault(other.name, (other, name))
    return list(found.values())


def _sorts_of_kind(about: Entity) -> dict[str, tuple[str, ...]]:
    """Which sorts the records of a kind about others are of, each with the options of its `type` that mean it."""
    if about.dated is not None:
        return {about.dated.sort: ()}
    if not _tells(about):
        return {"plan": ()}
    made = about.fields().get("type")
    options = [option.key for option in made.options] if isinstance(made, Choice) else []
    found: dict[str, tuple[str, ...]] = {"note": ()}
    for key in options:
        sort = _COUNTED_AS.get(key, key)
        sort = sort if sort in SORTS else "note"
        found[sort] = (*found.get(sort, ()), key)
    return found


def _tells(about: Entity) -> bool:
    """Whether a kind about others is named by a long text: something said, not something planned."""
    return isinstance(about.fields().get(about.title), LongText)


def _on(about: Entity, condition: str, day: date) -> str:
    """A condition of a description as SQL over the bare table."""
    return condition.replace("{t}", quoted(about.name)).replace(":today", f"'{day.isoformat()}'")


def _left(about: Entity, day: date) -> str:
    """What is neither open nor pinned."""
    narrowed = f" AND NOT ({_on(about, about.ticked.open, day)})" if about.ticked is not None else ""
    return narrowed + (" AND pinned IS NOT 1" if "pinned" in about.fields() else "")


def _untold(about: Entity, ticked: Ticked, note: Entity) -> str:
    """What was ticked off is left to the note that was written of it: one of the same record and moment."""
    table, moment = quoted(about.name), _when(note)
    return (
        f" AND NOT EXISTS (SELECT 1 FROM {quoted(note.name)} n WHERE n.kind = {table}.kind"
        f" AND n.row = {table}.row AND n.{quoted(moment or 'id')} = {table}.{quoted(ticked.field)})"
    )


def _about(company: Company, about: Entity, entity: Entity, row: int, asked: Asked) -> list[Happening]:
    by_sort = _sorts_of_kind(about)
    wanted = [sort for sort in by_sort if sort in asked.sorts]
    if not wanted:
        return []
    types = [key for sort in wanted for key in by_sort[sort]] if len(wanted) < len(by_sort) else []
    own = _ids(company, about, "kind = ? AND row = ?", (entity.name, row), asked, types)
    ids: dict[int, str] = dict.fromkeys(own, "")
    for other, name in _parts(company, entity):
        link = quoted(other.model._meta.fields[name].column_name)
        where = f"kind = ? AND row IN (SELECT id FROM {quoted(other.name)} WHERE {link} = ?)"
        for one in _ids(company, about, where, (other.name, row), asked, types):
            ids.setdefault(one, other.name)
    return told(company, about, ids)


def _ids(
    company: Company, about: Entity, where: str, given: tuple[object, ...], asked: Asked, types: Sequence[str]
) -> list[int]:
    """Ids by the column of time, which has an index with kind and row; pinned ones are always among them."""
    fields, when = about.fields(), _when(about)
    column = quoted(fields[when].column_name) if when else "id"
    # What has no day is done after what has one.
    order = f"{column} DESC, id DESC" if asked.newest else f"{column} IS NULL, {column}, id"
    if types:
        where += f" AND type IN ({', '.join('?' * len(types))})"
    source = f"FROM {quoted(about.name)} WHERE {where}{asked.narrowed}"
    values = (*given, *types)
    pinned = []
    if "pinned" in fields and "pinned" not in asked.narrowed:
        pinned = company.execute(f"SELECT id {source} AND pinned = 1 ORDER BY {order} LIMIT 3", values).fetchall()
    found = company.execute(f"SELECT id {source} ORDER BY {order} LIMIT ?", (*values, asked.limit)).fetchall()
    return list(dict.fromkeys(one for (one,) in [*pinned, *found]))


def _when(about: Entity) -> str | None:
    fields = about.fields()
    ordered = (name.lstrip("-") for name in about.order)
    return next((name for name in ordered if isinstance(fields.get(name), Day | Moment)), None)


def told(company: Company, about: Entity, ids: Mapping[int, str]) -> list[Happening]:
    """The happenings of some ids, each with the kind it is about where that is another record."""
    if not ids:
        return []
    fields, when = about.fields(), _when(about)
    done = about.ticked.field if about.ticked is not None else ""
    also = (name for name in ("type", "pinned", "mark", done) if name in fields)
    names = [about.title, *([when] if when else []), *also]
    page = query.page(company, about, list(ids), names)
    titles = _titles_of(company, about, [row for row, kind in ids.items() if kind])
    by_sort = _sorts_of_kind(about)
    found = []
    for row in ids:
        values = dict(zip(names, page[row], strict=True))
        pill, tone = _pill(about, values)
        text = fields[about.title].show(values[about.title]) if about.title in fields else ""
        sort = next((sort for sort, types in by_sort.items() if values.get("type") in types), next(iter(by_sort)))
        ticked = values.get(done)
        if ticked:
            pill, tone = _("{what} ✓").format(what=pill), "good"
        found.append(
            Happening(sort, about.name, row, ticked or values.get(when or "") or "", pill, tone, text,
                      bool(values.get("pinned")), titles.get(row, ""))
        )  # fmt: skip
    return found


def _pill(about: Entity, values: dict[str, Any]) -> tuple[str, str]:
    """What a line is, and its tone: a memo by its mark, all others by their type."""
    fields = about.fields()
    for name in ("mark", "type") if values.get("pinned") else ("type",):
        made, raw = fields.get(name), values.get(name)
        if isinstance(made, Choice) and raw is not None:
            return made.show(raw), made.tone(raw) or "neutral"
    return about.singular, "neutral"


def _titles_of(company: Company, about: Entity, ids: Sequence[int]) -> dict[int, str]:
    """What records about others are about, by their id."""
    if not ids:
        return {}
    marks = ",".join("?" * len(ids))
    linked = company.execute(f"SELECT id, kind, row FROM {quoted(about.name)} WHERE id IN ({marks})", ids).fetchall()
    found = {}
    for kind in {kind for _id, kind, _row in linked}:
        titles = company.titles(company.entity(kind), {row for _id, one, row in linked if one == kind})
        found.update({number: titles.get(row, "") for number, one, row in linked if one == kind})
    return found


def _documents(company: Company, other: Entity, name: str, row: int, limit: int, today: date | None) -> list[Happening]:
    """Records of a kind that link here, on the day that they say; where today is given, what is late is told so."""
    dated = other.dated
    assert dated is not None
    fields = other.model._meta.fields
    link, day = quoted(fields[name].column_name), quoted(fields[dated.field].column_name)
    ids = [
        one
        for (one,) in company.execute(
            f"SELECT id FROM {quoted(other.name)} WHERE {link} = ? AND {day} IS NOT NULL ORDER BY {day} DESC, id DESC"
            " LIMIT ?",
            (row, limit),
        )
    ]
    shown = [column for column in (other.title, *dated.shows) if column != name]
    page = query.page(company, other, ids, (*shown, dated.field)) if ids else {}
    alarm = alarm_of(company, other, ids, today) if today is not None else NONE
    found = []
    for one in ids:
        *values, when = page[one]
        texts = (
            alarm.said if alarm.tells(one, column) else company.column(other, column).kind.show(raw)
            for column, raw in zip(shown, values, strict=True)
        )
        text = " · ".join(text.replace("\n", " ") for text in texts if text)
        found.append(Happening(dated.sort, other.name, one, when or "", other.singular, dated.tone, text))
    return found


def _changes(company: Company, entity: Entity, row: int, limit: int) -> list[Happening]:
    """The fields that were changed, by this computer's clock."""
    found = []
    for change in changes.changes_of(company, entity, row, limit):
        text = "; ".join(change.lines) or change.title
        when = change.at.replace(tzinfo=None).isoformat(timespec="seconds")
        found.append(Happening("change", entity.name, row, when, change.title, "neutral", text))
    return found
