"""What the pane beside a list says of one record: a handful of questions, each bounded, however much there is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from crm_desktop.entity import query, records
from crm_desktop.entity.alarms import TONE, Alarm, alarm_of
from crm_desktop.entity.columns import Column, Linked
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import NEXT_STEP, Entity, Figure, Values
from crm_desktop.entity.fields import Day, Email, Kind, LongText, Moment, Money, Phone, Tick, Url
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted
from crm_desktop.ui.record.lookup import described
from crm_desktop.values.dates import relative_day

MOST_TILES: Final = 3
NEAR_DAYS: Final = 14


@dataclass(frozen=True)
class Way:
    """How something is reached: an address for the system ("tel:…"), and the icon and text of it."""

    icon: str
    address: str
    text: str


@dataclass(frozen=True)
class Fact:
    """One field with its value, as a row of label and text."""

    title: str
    text: str
    tone: str | None = None
    target: tuple[str, int] | None = None
    way: Way | None = None
    long: bool = False
    name: str = ""
    """The field's."""
    alarm: bool = False
    """Whether it is bad news, which has a sign as well as a tone."""


@dataclass(frozen=True)
class Figured:
    """A figure with its name above and a word below it."""

    title: str
    value: str
    tone: str = "text"
    note: str = ""


@dataclass(frozen=True)
class Facts:
    """Everything of one record but what links to it."""

    title: str
    subtitle: str
    tiles: list[Figured]
    next_step: tuple[str, str, bool] | None
    """What, when, and whether that is past."""
    fields: list[Fact]
    tags: list[str]
    ways: list[Way] = field(default_factory=list)


def facts_of(company: Company, entity: Entity, row: int, today: date) -> Facts | None:
    """What there is to say of a record; None where it is gone."""
    try:
        stored = records.read(company, entity, row)
    except Refused:
        return None
    names = list(company.columns(entity))
    page = query.page(company, entity, [row], names)
    shown = dict(zip(names, page[row], strict=True))
    title = company.column(entity, entity.title).kind.show(shown[entity.title]) or f"#{row}"
    facts = _alarmed(_fields(company, entity, stored, shown), alarm_of(company, entity, [row], today))
    return Facts(
        title.replace("\n", " "),
        described(company, entity, tuple(shown[name] for name in entity.subtitle), entity.subtitle),
        _tiles(company, entity, shown, today),
        _next_step(entity, stored, today),
        facts,
        list(stored.get("tags") or ()),
        [fact.way for fact in facts if fact.way is not None],
    )


def _tiles(company: Company, entity: Entity, shown: Values, today: date) -> list[Figured]:
    """The figures that the kind names; without any those that are worked out, amounts first, then days."""
    if entity.figures:
        return [_figured(company, entity, one, shown) for one in entity.figures]
    worked = [(company.column(entity, one.name), shown[one.name]) for one in entity.worked]
    figures = [(column.title, column.kind.show(raw) or "—") for column, raw in worked if column.kind.numeric]
    days = [
        (column.title, relative_day(date.fromisoformat(raw[:10]), today) if raw else "—")
        for column, raw in worked
        if isinstance(column.kind, Day | Moment)
    ]
    money = [(column.title, column.kind.show(raw) or "—") for column, raw in worked if isinstance(column.kind, Money)]
    first = [tile for tile in money if tile in figures][-MOST_TILES:]
    rest = [tile for tile in figures if tile not in money]
    return [Figured(title, text) for title, text in (*first, *rest, *days)][:MOST_TILES]


def _figured(company: Company, entity: Entity, figure: Figure, shown: Values) -> Figured:
    value = company.column(entity, figure.column).kind.show(shown[figure.column]) or "—"
    below = company.column(entity, figure.note).kind.show(shown[figure.note]) if figure.note else ""
    if not below:
        return Figured(_(figure.title), value)
    tone = "bad" if figure.alarm else "text"
    return Figured(_(figure.title), value, tone, _(figure.says).format(value=below))


def stands_as_next_step(company: Company, entity: Entity, row: int) -> tuple[str, str]:
    """The next step of a record and its day; blanks where there is none."""
    if not entity.has_next_step:
        return "", ""
    found = company.execute(f"SELECT next_step, next_on FROM {quoted(entity.name)} WHERE id = ?", (row,)).fetchone()
    return (found[0] or "", found[1] or "") if found else ("", "")


def _next_step(entity: Entity, stored: Values, today: date) -> tuple[str, str, bool] | None:
    step, on = (stored.get(name) for name in NEXT_STEP)
    if not step and not on:
        return None
    if not on:
        return step or "", "", False
    day = date.fromisoformat(on)
    when = entity.fields()[NEXT_STEP[1]].show(on)
    if abs((day - today).days) <= NEAR_DAYS:
        when = f"{when} · {relative_day(day, today)}"
    return step or "", when, day < today


def _fields(company: Company, entity: Entity, stored: Values, shown: Values) -> list[Fact]:
    """The filled fields in the order of the form, without what the pane shows elsewhere."""
    lists = {children.name for children in entity.children}
    elsewhere = {entity.title, "tags", *NEXT_STEP, *lists}
    found = []
    for section in entity.sections:
        for name in section.fields:
            if name not in elsewhere and (made := _fact(company, entity, name, stored, shown)) is not None:
                found.append(made)
    own = [name for name, column in company.columns(entity).items() if column.custom]
    found += [made for name in own if (made := _fact(company, entity, name, stored, shown)) is not None]
    return found


def _alarmed(facts: list[Fact], alarm: Alarm) -> list[Fact]:
    """The facts, with the words of an alarm about the record in the place of what is stored."""
    if not alarm.rows:
        return facts
    return [
        replace(fact, text=alarm.said, tone=TONE, alarm=True) if fact.name == alarm.column else fact for fact in facts
    ]


def _fact(company: Company, entity: Entity, name: str, stored: Values, shown: Values) -> Fact | None:
    column = company.column(entity, name)
    text = column.kind.show(shown.get(name))
    if not text or (isinstance(column.kind, Tick) and not shown.get(name)):
        return None
    target = _target(column, stored)
    return Fact(
        column.title,
        text,
        column.kind.tone(shown[name]),
        target,
        _way_of_kind(column.kind, str(shown[name])),
        isinstance(column.kind, LongText),
        name,
    )


def _target(column: Column, stored: Values) -> tuple[str, int] | None:
    if isinstance(column.kind, Linked) and stored.get(column.name) is not None:
        return column.kind.to, stored[column.name]
    if column.name == "about" and stored.get("kind") and stored.get("row"):
        return stored["kind"], stored["row"]
    return None


def _way_of_kind(kind: Kind, text: str) -> Way | None:
    if isinstance(kind, Phone):
        return way("mobile", text)
    if isinstance(kind, Email):
        return way("email", text)
    return way("url", text) if isinstance(kind, Url) else None


def way(content: str | None, text: str) -> Way | None:
    """How the system reaches what a text of this content names; None where it does not."""
    if content in ("mobile", "landline"):
        number = "".join(letter for letter in text if letter.isdigit() or letter in "+*#")
        return Way("phone", f"tel:{number}", text) if number else None
    if content == "email":
        return Way("mail", f"mailto:{text}", text)
    if content == "url":
        return Way("world", text if "://" in text else f"https://{text}", text)
    return None
