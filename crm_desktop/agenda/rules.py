"""Writing down what happened with a record and planning what comes next, from one typed line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from crm_desktop.agenda.model import Event, Task
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Link
from crm_desktop.errors import Refused
from crm_desktop.i18n import N_, _
from crm_desktop.store.row import quoted
from crm_desktop.timeline.model import Note
from crm_desktop.timeline.quicklog import Logged, read_log
from crm_desktop.values.dates import relative_day

AGAIN: Final = {"call": N_("Call again"), "mail": N_("Write again"), "visit": N_("Visit again")}
"""What is to be done where a line names only the day."""
FOLLOW_UP: Final = N_("Follow up")
WEEKDAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_EVENT_OF: Final = {"call": "call", "mail": "mail", "visit": "meeting"}


def next_title(logged: Logged) -> str:
    """What the next step is called."""
    return logged.next_text or _(AGAIN.get(logged.type, FOLLOW_UP))


def told(line: str, now: datetime) -> list[tuple[str, str]]:
    """What a line will become, as pieces of text with their tone ("" for plain text); [] where it says nothing."""
    logged = read_log(line, now)
    kind = Note._meta.fields["type"]
    assert isinstance(kind, Choice)
    pieces: list[tuple[str, str]] = []
    if logged.happened:
        pieces.append((kind.show(logged.type), kind.tone(logged.type) or "neutral"))
        if logged.at.date() != now.date():
            pieces.append((relative_day(logged.at.date(), now.date()), ""))
        if logged.minutes:
            pieces.append((_("{n} min").format(n=logged.minutes), ""))
        pieces.append((logged.text, ""))
    if logged.has_next:
        when = _told_day(logged.next_on, now) if logged.next_on else ""
        clock = logged.next_at.strftime("%H:%M") if logged.next_at else ""
        pieces.append((_("Next"), "accent"))
        pieces.append((" · ".join(filter(None, (next_title(logged), f"{when} {clock}".strip()))), ""))
    return [piece for piece in pieces if piece[0]]


def replaced(company: Company, entity: Entity, row: int, line: str, now: datetime) -> str:
    """The next step that the one of a line would take the place of; "" where there is none, or the same."""
    logged = read_log(line, now)
    found = with_next_step(company, entity, row) if logged.has_next else None
    if found is None:
        return ""
    owner, number = found
    had = company.execute(f"SELECT next_step FROM {quoted(owner.name)} WHERE id = ?", (number,)).fetchone()
    return had[0] if had and had[0] and had[0] != next_title(logged) else ""


def _told_day(day: date, now: datetime) -> str:
    """A day to come so that nobody takes it for another: "Tue, in 5 days"."""
    near = relative_day(day, now.date())
    if (day - now.date()).days < 2:
        return near
    return _("{weekday}, {day}").format(weekday=_(WEEKDAYS[day.weekday()]), day=near)


def log(company: Company, entity: Entity, row: int, line: str, now: datetime) -> Logged:
    """Note what a line says about a record and plan its next step, as one change; Refused where it says nothing."""
    logged = read_log(line, now)
    if not (logged.happened or logged.has_next):
        raise Refused(_("There is nothing in this line yet; write what happened, such as: call price ok next tue 10"))
    kind = Note._meta.fields["type"]
    assert isinstance(kind, Choice)
    what = kind.show(logged.type) if logged.happened else next_title(logged)
    with company.journal.entry(_("{what}: {title}").format(what=what, title=company.title(entity, row))):
        records.read(company, entity, row)
        if logged.happened:
            write_note(company, entity, row, logged, logged.text or kind.show(logged.type))
        if logged.has_next:
            plan_next(company, entity, row, logged)
    return logged


def write_note(company: Company, entity: Entity, row: int, logged: Logged, text: str) -> None:
    """Note what happened with a record, on the day that the line says."""
    at = logged.at.isoformat(timespec="seconds")
    note = {"text": text, "type": logged.type, "minutes": logged.minutes, "at": at}
    records.save(company, company.entity(Note.table()), {**note, "kind": entity.name, "row": row})


def plan_next(company: Company, entity: Entity, row: int, logged: Logged) -> None:
    """Plan what a line says comes next, and let it be the record's next step."""
    _plan(company, logged, {"kind": entity.name, "row": row})
    _keep_next_step(company, entity, row, logged)


def _plan(company: Company, logged: Logged, about: dict[str, Any]) -> None:
    """A time makes an event, a day a task; without either the next step stands at the record alone, or as a task."""
    title = next_title(logged)
    if logged.next_on is not None and logged.next_at is not None:
        start = datetime.combine(logged.next_on, logged.next_at).isoformat(timespec="seconds")
        event = {"title": title, "type": _EVENT_OF.get(logged.type, "appointment"), "start": start}
        records.save(company, company.entity(Event.table()), {**event, **about})
        return
    due = logged.next_on.isoformat() if logged.next_on else None
    records.save(company, company.entity(Task.table()), {"title": title, "due": due, **about})


def _keep_next_step(company: Company, entity: Entity, row: int, logged: Logged) -> None:
    """The next step of the record itself, or of the one it belongs to (a contact's customer)."""
    found = with_next_step(company, entity, row)
    if found is None:
        return
    owner, number = found
    due = logged.next_on.isoformat() if logged.next_on else None
    records.save(company, owner, {"next_step": next_title(logged), "next_on": due}, row=number)


def with_next_step(company: Company, entity: Entity, row: int) -> tuple[Entity, int] | None:
    """The record whose next step counts for this one: itself, or the one that it belongs to."""
    if entity.has_next_step:
        return entity, row
    for made in entity.fields().values():
        other = company.entity_of(made.rel_model) if isinstance(made, Link) else None
        if other is not None and other.has_next_step:
            sql = f"SELECT {quoted(made.column_name)} FROM {quoted(entity.name)} WHERE id = ?"
            linked = company.execute(sql, (row,)).fetchone()
            if linked and linked[0]:
                return other, int(linked[0])
    return None
