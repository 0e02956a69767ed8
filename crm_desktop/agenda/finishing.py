"""Ticking off what was to be done: a task, an event, or the next step of a record becomes a line of its history."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from crm_desktop.agenda.model import Event, Task
from crm_desktop.agenda.rules import plan_next, with_next_step, write_note
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity, Values
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.timeline.quicklog import Logged, read_log

_NOTE_OF: Final = {"call": "call", "mail": "mail", "meeting": "visit"}
"""What a note of an event is, by the event's type."""


def to_finish(company: Company, entity: Entity, row: int) -> str:
    """What of a record could be ticked off: the task or event itself, or its next step; "" where there is nothing."""
    try:
        values = records.read(company, entity, row)
    except Refused:
        return ""
    if entity.ticked is not None:
        return "" if values[entity.ticked.field] else str(values[entity.title])
    return str(values.get("next_step") or "")


def finish(company: Company, entity: Entity, row: int, line: str, now: datetime) -> Logged:
    """Tick it off; the line says how it went and what comes next. One change; Refused where nothing is open.

    The line is read as in the quick log. Without words the note says only what was done.
    """
    what = to_finish(company, entity, row)
    if not what:
        raise Refused(_("There is nothing here to tick off: it is done already, or nothing was planned."))
    values = records.read(company, entity, row)
    logged = _read(line, what, values, now)
    about: tuple[Entity, int] | None = (entity, row)
    if entity.ticked is not None:
        about = (company.entity(values["kind"]), values["row"]) if values.get("kind") and values.get("row") else None
    with company.journal.entry(_("Done: {what}").format(what=what)):
        if entity.ticked is not None:
            _tick(company, entity, row, logged, values, keep=about is None)
        if about is not None:
            _take_off_twins(company, with_next_step(company, *about), what, _day_of(values), logged)
            _tell(company, *about, what, logged)
    return logged


def _read(line: str, what: str, values: Values, now: datetime) -> Logged:
    """The line; where it does not say how one spoke, the type of the event or the first word of the task does."""
    logged = read_log(line, now)
    if logged.type != "note":
        return logged
    return replace(logged, type=_NOTE_OF.get(str(values.get("type")), read_log(what, now).type))


def _tick(company: Company, entity: Entity, row: int, logged: Logged, values: Values, *, keep: bool) -> None:
    """Mark it as done; where it is about nobody, how it went is kept with it (`keep`)."""
    assert entity.ticked is not None
    change: dict[str, Any] = {entity.ticked.field: logged.at.isoformat(timespec="seconds")}
    if keep and logged.text:
        change["notes"] = "\n".join(filter(None, (values.get("notes"), logged.text)))
    records.save(company, entity, change, row=row)


def _tell(company: Company, entity: Entity, row: int, what: str, logged: Logged) -> None:
    """Write the note, and plan what comes next."""
    text = _("{what}: {text}").format(what=what, text=logged.text) if logged.text else what
    write_note(company, entity, row, logged, text)
    if logged.has_next:
        plan_next(company, entity, row, logged)


def _day_of(values: Values) -> str | None:
    """The day for which it was planned."""
    day = values.get("due") or values.get("start") or values.get("next_on")
    return str(day)[:10] if day else None


def _take_off_twins(
    company: Company, owner: tuple[Entity, int] | None, what: str, day: str | None, logged: Logged
) -> None:
    """The quick log makes a task or an event and a next step of one line: with the one the other is done too."""
    if owner is None:
        return
    step = records.read(company, *owner)
    if step.get("next_step") != what or step.get("next_on") != day:
        return
    records.save(company, owner[0], {"next_step": None, "next_on": None}, row=owner[1])
    at = logged.at.isoformat(timespec="seconds")
    for model, when in ((Task, "due IS :day"), (Event, "start BETWEEN :day AND :day || 'T99'")):
        kind = company.entity(model.table())
        for twin, about, number in company.execute(
            f"SELECT id, kind, row FROM {kind.name} WHERE title = :what AND done_at IS NULL AND {when}"
            " AND kind IS NOT NULL",
            {"what": what, "day": day},
        ).fetchall():
            if with_next_step(company, company.entity(about), number) == owner:
                records.save(company, kind, {"done_at": at}, row=twin)
