"""Ticking off: what becomes of a task, an event, a next step and the line that is typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from crm_desktop.agenda import rules
from crm_desktop.agenda.finishing import finish, to_finish
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.store.undo import undo
from tests.fresh import fresh_company

NOW = datetime(2026, 11, 26, 14, 30)  # a Thursday


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with fresh_company(tmp_path / "a.crm") as made:
        yield made


@pytest.fixture
def birch(company: Company) -> int:
    return saved(company, "customer", name="Birch Lane Stores")


def saved(company: Company, of: str, /, **values: object) -> int:
    return records.save(company, company.entity(of), values)


def read(company: Company, kind: str, row: int) -> dict[str, object]:
    return records.read(company, company.entity(kind), row)


def notes(company: Company) -> list[tuple[object, ...]]:
    return [tuple(row) for row in company.execute("SELECT type, text, at, kind, row FROM note ORDER BY id")]


def test_a_task_becomes_a_dated_note_and_one_undo_takes_it_back(company: Company, birch: int) -> None:
    task = saved(company, "task", title="Call Ann back", due="2026-11-25", kind="customer", row=birch)
    kind = company.entity("task")
    assert to_finish(company, kind, task) == "Call Ann back"
    finish(company, kind, task, "price is fine", NOW)
    assert notes(company) == [("call", "Call Ann back: price is fine", "2026-11-26T14:30:00", "customer", birch)]
    assert read(company, "task", task)["done_at"] == "2026-11-26T14:30:00"
    assert to_finish(company, kind, task) == ""
    title = company.execute("SELECT title FROM journal_entry ORDER BY id DESC LIMIT 1").fetchone()[0]
    assert title == "Done: Call Ann back"
    undo(company.journal)
    assert notes(company) == []
    assert read(company, "task", task)["done_at"] is None


def test_a_blank_line_says_what_was_done(company: Company, birch: int) -> None:
    event = saved(company, "event", title="Tasting", type="meeting", start="2026-11-26T10:00:00", kind="customer",
                  row=birch)  # fmt: skip
    finish(company, company.entity("event"), event, "", NOW)
    assert notes(company) == [("visit", "Tasting", "2026-11-26T14:30:00", "customer", birch)]
    assert read(company, "event", event)["done_at"] == "2026-11-26T14:30:00"


def test_the_line_may_say_another_way_and_day_and_what_comes_next(company: Company, birch: int) -> None:
    task = saved(company, "task", title="Send samples", kind="customer", row=birch)
    finish(company, company.entity("task"), task, "yesterday mail arrived well → next tue 10 call", NOW)
    assert notes(company) == [("mail", "Send samples: arrived well", "2026-11-25T14:30:00", "customer", birch)]
    assert company.execute("SELECT title, start FROM event").fetchall() == [("call", "2026-12-01T10:00:00")]
    assert read(company, "customer", birch)["next_step"] == "call"


def test_a_next_step_and_the_task_that_stands_for_it_are_done_together(company: Company, birch: int) -> None:
    customer = company.entity("customer")
    rules.log(company, customer, birch, "call price ok tomorrow send samples", NOW)
    later = saved(company, "task", title="send samples", due="2026-12-24", kind="customer", row=birch)
    assert to_finish(company, customer, birch) == "send samples"
    finish(company, customer, birch, "寄了两盒", NOW)
    values = read(company, "customer", birch)
    assert (values["next_step"], values["next_on"]) == (None, None)
    still = company.execute("SELECT id FROM task WHERE done_at IS NULL").fetchall()
    assert still == [(later,)], "a task of the same name for another day is another task"
    assert notes(company)[-1][:2] == ("note", "send samples: 寄了两盒")


def test_with_the_task_its_next_step_is_done(company: Company, birch: int) -> None:
    ann = saved(company, "contact", name="Ann Alder", customer=birch)
    rules.log(company, company.entity("contact"), ann, "visit liked it tomorrow send the offer", NOW)
    task = company.execute("SELECT id FROM task").fetchone()[0]
    finish(company, company.entity("task"), task, "", NOW)
    assert read(company, "customer", birch)["next_step"] is None
    assert notes(company)[-1][3:] == ("contact", ann)


def test_a_task_about_nobody_keeps_the_line_itself(company: Company) -> None:
    task = saved(company, "task", title="Water the plants", notes="Every week")
    finish(company, company.entity("task"), task, "all alive", NOW)
    assert notes(company) == []
    assert read(company, "task", task)["notes"] == "Every week\nall alive"


def test_what_is_done_or_was_never_planned_is_refused(company: Company, birch: int) -> None:
    with pytest.raises(Refused, match="nothing here to tick off"):
        finish(company, company.entity("customer"), birch, "", NOW)
    task = saved(company, "task", title="Old", done_at="2026-11-01T08:00:00")
    with pytest.raises(Refused, match="nothing here to tick off"):
        finish(company, company.entity("task"), task, "", NOW)
    assert to_finish(company, company.entity("task"), 999) == ""
