"""One record at a glance, for any kind: what it is, what it owes, what is next, what belongs to it, what happened.

A handful of questions with limits, so that a record with 5,000 notes is told as fast as one with ten.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity import query, records
from crm_desktop.entity.describe import Children, Entity, Values
from crm_desktop.entity.fields import Choice, Day, Link, LongText, Moment, Money
from crm_desktop.entity.query import ListQuery
from crm_desktop.i18n import _
from crm_desktop.store import history
from crm_desktop.store.row import quoted
from crm_desktop.values.dates import relative_day

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

NEWEST: Final = 5
HAPPENED: Final = 20
CHANGES: Final = 8


@dataclass(frozen=True)
class Pill:
    text: str
    tone: str


@dataclass(frozen=True)
class Fact:
    """A value with its title; `kind` and `row` where it names another record that can be opened."""

    title: str
    text: str
    kind: str = ""
    row: int = 0


@dataclass(frozen=True)
class Way:
    """A number or an address to reach them by: what it is, as shown, as stored."""

    title: str
    text: str
    raw: str


@dataclass(frozen=True)
class Happened:
    """One line of the timeline: a record about this one."""

    kind: str
    row: int
    when: str
    pill: Pill
    text: str


@dataclass(frozen=True)
class Belonging:
    """Records of another kind that link here: the newest few, and how many there are."""

    entity: Entity
    field: str
    of: int
    """The record that they link to."""
    total: int
    rows: tuple[Fact, ...]


@dataclass(frozen=True)
class Change:
    """One entry of the journal that touched the record; `lines` say which field was what before."""

    entry: int
    when: str
    title: str
    lines: tuple[str, ...]
    undone: bool


@dataclass
class Summary:
    """What a detail pane shows."""

    title: str
    subtitle: str = ""
    pills: list[Pill] = dataclasses.field(default_factory=list)
    figures: list[tuple[str, str, str]] = dataclasses.field(default_factory=list)
    """Name, value and tone of up to three sums."""
    next_step: tuple[str, str, bool] | None = None
    """What, when, and whether it is late."""
    ways: list[Way] = dataclasses.field(default_factory=list)
    belongings: list[Belonging] = dataclasses.field(default_factory=list)
    happened: list[Happened] = dataclasses.field(default_factory=list)
    facts: list[Fact] = dataclasses.field(default_factory=list)
    notes: str = ""
    changes: list[Change] = dataclasses.field(default_factory=list)


def summary(company: Company, entity: Entity, row: int, today: date) -> Summary:
    """Everything at a glance; Refused where the record is gone."""
    values = records.read(company, entity, row)
    columns = company.columns(entity)
    shown = dict(zip(columns, query.page(company, entity, [row], list(columns))[row], strict=True))
    made = Summary(title=columns[entity.title].kind.show(shown[entity.title]) or f"#{row}")
    made.subtitle = " · ".join(
        text
        for name in entity.subtitle
        if not isinstance(columns[name].kind, Choice) and (text := columns[name].kind.show(shown[name]))
    )
    made.pills = _pills(company, entity, shown)
    made.figures = _figures(entity, columns, shown)
    made.next_step = _next_step(values, today)
    for children in entity.children:
        if len(children.slots) and children.key == "value":
            made.ways += _ways(company, children, row)
    made.belongings = _belongings(company, entity, row, today)
    made.happened = _happened(company, entity, row, today)
    made.facts = _facts(company, entity, values, shown)
    made.notes = next(
        (values[name] for name, column in entity.fields().items() if isinstance(column, LongText) and values[name]
         and name != entity.title),
        "",
    )  # fmt: skip
    made.changes = changes(company, entity, row, today)
    return made


def note_kind(company: Company) -> Entity | None:
    """The kind that a line typed about a record becomes: the first that hangs on others and is a text."""
    for entity in company.entities:
        if entity.about and isinstance(entity.fields().get(entity.title), LongText):
            return entity
    return None


def _pills(company: Company, entity: Entity, shown: Values) -> list[Pill]:
    found = [
        Pill(column.kind.show(shown[name]), column.kind.tone(shown[name]) or "neutral")
        for name in (*entity.list, *entity.subtitle)
        if isinstance((column := company.columns(entity)[name]).kind, Choice) and shown[name]
    ]
    if shown.get("tags"):
        tones = dict(company.execute("SELECT name, tone FROM tag").fetchall())
        found += [Pill(name, tones.get(name, "neutral")) for name in shown["tags"].split("; ")]
    return list(dict.fromkeys(found))


def _figures(entity: Entity, columns: Any, shown: Values) -> list[tuple[str, str, str]]:
    names = [worked.name for worked in entity.worked if isinstance(worked.kind, Money)][-3:]
    if not names or all(not shown[name] for name in names):
        return []
    return [
        (
            columns[name].title,
            columns[name].kind.show(shown[name] or 0),
            "bad" if name in _DEBTS and shown[name] else "text",
        )
        for name in names
    ]


_DEBTS = ("owes", "open_amount")


def _next_step(values: Values, today: date) -> tuple[str, str, bool] | None:
    what, when = values.get("next_step"), values.get("next_on")
    if not what and not when:
        return None
    day = date.fromisoformat(when) if when else None
    return (what or _("Next step"), relative_day(day, today) if day else "", bool(day and day < today))


def _ways(company: Company, children: Children, row: int) -> list[Way]:
    fields = children.model._meta.fields
    found = []
    for child in records.read_children(company, children, row):
        title = fields["type"].show(child["type"]) if "type" in fields else _(children.title)
        label = child.get("label")
        slot = next((slot for slot in children.slots if slot.where.get("type") == child.get("type")), None)
        raw = child[children.key]
        text = raw
        if slot is not None and slot.content in ("mobile", "landline"):
            from crm_desktop.values.phones import show_phone

            text = show_phone(raw)
        found.append(Way(f"{title} · {label}" if label else title, text, raw))
    return found


def _belongings(company: Company, entity: Entity, row: int, today: date) -> list[Belonging]:
    found = []
    for other, name in company.referrers(entity):
        if other.hidden:
            continue
        asked = ListQuery(linked=(name, row))
        total = query.count(company, other, asked, today=today)
        ids = query.ids(company, other, asked, limit=NEWEST, today=today)
        columns = company.columns(other)
        told = [sub for sub in other.subtitle if sub != name and columns[sub].field is not other.fields()[name]]
        titles = company.titles(other, ids)
        details = query.page(company, other, ids, told) if ids else {}
        rows = tuple(
            Fact(
                titles.get(one) or f"#{one}",
                " · ".join(
                    text for sub, raw in zip(told, details[one], strict=True) if (text := columns[sub].kind.show(raw))
                ),
                other.name,
                one,
            )
            for one in ids
        )
        found.append(Belonging(other, name, row, total, rows))
    return found


def _happened(company: Company, entity: Entity, row: int, today: date) -> list[Happened]:
    found: list[tuple[str, Happened]] = []
    for other in company.entities:
        if not other.about:
            continue
        fields = other.fields()
        time = next((name for name, made in fields.items() if isinstance(made, Moment | Day)), None)
        if time is None:
            continue
        type_ = next((name for name, made in fields.items() if isinstance(made, Choice)), None)
        names = [other.title, time, *([type_] if type_ else [])]
        asked = ", ".join(quoted(fields[name].column_name) for name in names)
        for one in company.execute(
            f"SELECT id, {asked} FROM {quoted(other.name)} WHERE kind = ? AND row = ?"
            f" ORDER BY {quoted(time)} DESC LIMIT {HAPPENED}",
            (entity.name, row),
        ):
            pill = Pill(other.singular, "neutral")
            if type_ and one[3]:
                pill = Pill(fields[type_].show(one[3]), fields[type_].tone(one[3]) or "neutral")
            when = relative_day(date.fromisoformat(one[2][:10]), today) if one[2] else ""
            found.append((one[2] or "", Happened(other.name, one[0], when, pill, str(one[1]))))
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [happened for _when, happened in found[:HAPPENED]]


def _facts(company: Company, entity: Entity, values: Values, shown: Values) -> list[Fact]:
    """The filled fields of the form in its order, but for what stands elsewhere on the pane."""
    columns = company.columns(entity)
    names = [name for section in entity.sections for name in section.fields]
    names += [name for name, column in columns.items() if column.custom]
    found = []
    for name in names:
        column = columns.get(name)
        if column is None or name in (entity.title, "tags", "next_step", "next_on") or shown.get(name) is None:
            continue
        if isinstance(column.kind, LongText) or (isinstance(column.kind, Choice) and name in entity.list):
            continue
        text = column.kind.show(shown[name])
        if text and isinstance(column.field, Link):
            found.append(Fact(column.title, text, column.field.rel_model.table(), values[name]))
        elif text and name == "about":
            found.append(Fact(column.title, text, values["kind"], values["row"]))
        elif text:
            found.append(Fact(column.title, text))
    return found


def changes(company: Company, entity: Entity, row: int, today: date, limit: int = CHANGES) -> list[Change]:
    """What was done to a record, newest first, with each field before and after in words."""
    return [
        Change(
            done.id,
            relative_day(done.at.astimezone().date(), today),
            done.title,
            tuple(_lines(company, entity, done.lines)),
            done.undone,
        )
        for done in history.of_record(company.journal, entity.name, row, limit)
    ]


def _lines(company: Company, entity: Entity, lines: Sequence[history.Line]) -> list[str]:
    fields = {made.column_name: made for made in entity.fields().values()}
    found = []
    for line in lines:
        made = fields.get(line.field or "")
        if made is None:
            continue
        before, after = (_shown(company, made, raw) for raw in (line.before, line.after))
        found.append(_("{field}: {before} → {after}").format(field=made.title, before=before, after=after))
    return found


def _shown(company: Company, made: Any, raw: Any) -> str:
    if raw is None:
        return "—"
    if isinstance(made, Link):
        target = company.entity_of(made.rel_model)
        return company.title(target, raw) if target else f"#{raw}"
    try:
        text = made.show(raw)
    except (ValueError, TypeError):
        text = str(raw)
    return text if len(text) <= 60 else text[:59] + "…"
