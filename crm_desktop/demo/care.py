"""How the invented company cares for its customers: notes of the last 18 months, events and tasks around today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from crm_desktop.agenda.model import Event, Task
from crm_desktop.demo.chance import Chance, back_to_work, on_to_work, spread
from crm_desktop.demo.company import House
from crm_desktop.demo.customers import Known
from crm_desktop.demo.rows import insert
from crm_desktop.demo.sayings import another, fitting, spaced
from crm_desktop.timeline.model import Note
from crm_desktop.values.money import format_amount

_TYPES: Final = spread(call=34, mail=24, visit=12, message=16, note=14)
_NOTES: Final = {"key": (5, 11), "customer": (2, 6), "lead": (1, 4), "dormant": (1, 2), "lost": (1, 2)}
_MOST_EVENTS, _MOST_TASKS = 600, 900


def write_notes(house: House, customers: Sequence[Known]) -> None:
    """Insert notes, the newest ones not older than the customer's state allows."""
    chance = house.chance("notes")
    today = house.today
    rows: list[dict[str, Any]] = []
    for known in customers:
        quiet = {"dormant": 150, "lost": 120}.get(known.status, 1)
        last = today - timedelta(days=quiet)
        first = min(max(known.created, today - timedelta(days=548)), last)
        said: set[str] = set()
        for _time in range(chance.between(*_NOTES[known.status])):
            rows.append(_note(house, chance, known, chance.workday(first, last, 2.2), said))
        if chance.likely(0.3 if known.status == "key" else 0.02) and known.contacts:
            rows.append(_pinned(house, chance, known))
    for text, mark in house.texts["house_memos"]:
        at = chance.at(chance.workday(today - timedelta(days=9), today - timedelta(days=1)))
        rows.append({"text": text, "type": "note", "at": at, "author": house.sellers[0], "pinned": 1, "mark": mark})
    rows.sort(key=lambda row: str(row["at"]))
    insert(house.company.journal, Note, rows)


def _note(house: House, chance: Chance, known: Known, day: date, said: set[str]) -> dict[str, Any]:
    type = chance.of(_TYPES)
    contact = chance.of(known.contacts) if known.contacts else (0, known.name)
    article = chance.of(house.spoken_of)
    amount = format_amount(chance.between(3, 60) * 10_000, house.texts["company"]["currency"], house.lang)
    text = another(chance, fitting(house, type, house.texts["notes"][type], known, day), said)
    of_contact = "{contact}" not in text and bool(contact[0]) and chance.likely(0.25)
    return {
        "text": spaced(text.format(contact=contact[1], product=article.name, amount=amount)),
        "type": type,
        "at": chance.at(day),
        "author": known.owner if chance.likely(0.85) else chance.of(house.sellers),
        "kind": "contact" if of_contact else "customer",
        "row": contact[0] if of_contact else known.id,
    }


def _pinned(house: House, chance: Chance, known: Known) -> dict[str, Any]:
    text, mark = chance.of(house.texts["pinned_notes"])
    return {
        "text": text,
        "mark": mark,
        "type": "note",
        "at": chance.at(known.created),
        "author": known.owner,
        "pinned": 1,
        "kind": "customer",
        "row": known.id,
    }


def fill_diary(house: House, customers: Sequence[Known]) -> None:
    """Insert events from two months back to six weeks ahead, some of them today."""
    chance = house.chance("events")
    busy = [known for known in customers if known.status in ("key", "customer", "lead") and known.contacts]
    if not busy:
        return
    count = min(_MOST_EVENTS, max(4, len(customers) // 4))
    rows = [_event(house, chance, busy, _offset(chance, number, count)) for number in range(count)]
    for weeks in range(-6, 5, 2):
        rows.append(_house_event(house, chance, weeks * 7))
    rows.append(_fair(house))
    rows.sort(key=lambda row: str(row["start"]))
    insert(house.company.journal, Event, rows)


def _offset(chance: Chance, number: int, count: int) -> int:
    """Days from today: a few today, a third in the past, the rest in the weeks ahead."""
    if number < min(4, max(1, count // 12)):
        return 0
    draw = chance.random()
    if draw < 0.35:
        return -chance.between(1, 60)
    return chance.between(1, 9) if draw < 0.7 else chance.between(8, 42)


def _event(house: House, chance: Chance, busy: Sequence[Known], offset: int) -> dict[str, Any]:
    known = chance.of(busy)
    contact = chance.of(known.contacts)
    title, type, minutes = chance.of(fitting(house, "events", house.texts["events"], known, house.today))
    day = house.today if not offset else on_to_work(house.today + timedelta(days=offset))
    start = datetime.combine(day, datetime.min.time()) + timedelta(minutes=30 * chance.between(18, 33))
    return {
        "title": spaced(title.format(customer=known.name, contact=contact[1])),
        "type": type,
        "start": start.isoformat(timespec="seconds"),
        "end": (start + timedelta(minutes=minutes)).isoformat(timespec="seconds"),
        "place": chance.of(house.texts["places"]),
        "owner": known.owner,
        "kind": "customer",
        "row": known.id,
    }


def _house_event(house: House, chance: Chance, offset: int) -> dict[str, Any]:
    title, type, minutes = chance.of(house.texts["house_events"])
    start = datetime.combine(on_to_work(house.today + timedelta(days=offset)), datetime.min.time())
    start += timedelta(hours=9)
    return {
        "title": title,
        "type": type,
        "start": start.isoformat(timespec="seconds"),
        "end": (start + timedelta(minutes=minutes)).isoformat(timespec="seconds"),
        "owner": house.sellers[0],
    }


def _fair(house: House) -> dict[str, Any]:
    """Three whole days of a trade fair, next month."""
    first = on_to_work(house.today + timedelta(days=33))
    return {
        "title": house.texts["fair"],
        "type": "other",
        "start": f"{first.isoformat()}T00:00:00",
        "end": f"{(first + timedelta(days=2)).isoformat()}T00:00:00",
        "all_day": 1,
        "owner": house.sellers[0],
    }


def set_tasks(house: House, customers: Sequence[Known]) -> None:
    """Insert tasks: two fifths done, some overdue, some due today, the rest ahead."""
    chance = house.chance("tasks")
    busy = [known for known in customers if known.status in ("key", "customer", "lead") and known.contacts]
    if not busy:
        return
    count = min(_MOST_TASKS, max(5, len(customers) // 3))
    rows = [_task(house, chance, busy, number, count) for number in range(count)]
    for title in house.texts["house_tasks"]:
        due = on_to_work(house.today + timedelta(days=chance.between(1, 20)))
        rows.append({"title": title, "due": due.isoformat(), "priority": "normal", "owner": house.sellers[0]})
    insert(house.company.journal, Task, rows)


def _task(house: House, chance: Chance, busy: Sequence[Known], number: int, count: int) -> dict[str, Any]:
    known = chance.of(busy)
    today = house.today
    done_at = None
    draw = chance.random()
    if number < min(5, max(1, count // 15)):
        due = today
    elif draw < 0.4:
        due = back_to_work(today - timedelta(days=chance.between(2, 45)))
        done_at = chance.at(min(back_to_work(due + timedelta(days=chance.between(-2, 2))), today - timedelta(days=1)))
    elif draw < 0.5:
        due = back_to_work(today - timedelta(days=chance.between(1, 12)))
    else:
        due = on_to_work(today + timedelta(days=chance.between(1, 25)))
    title = chance.of(fitting(house, "tasks", house.texts["tasks"], known, back_to_work(due - timedelta(days=3))))
    return {
        "title": spaced(title.format(customer=known.name, contact=chance.of(known.contacts)[1])),
        "due": due.isoformat(),
        "done_at": done_at,
        "priority": chance.of(("high", "normal", "normal", "normal", "low")),
        "owner": known.owner,
        "kind": "customer",
        "row": known.id,
    }
