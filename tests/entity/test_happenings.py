"""The timeline of a record: what it takes in, in which order, narrowed and bounded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.entity.happenings import SORTS, happenings, pinned_to, sorts_of, still_open
from tests.fresh import fresh_company


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with fresh_company(tmp_path / "a.crm") as made:
        yield made


def saved(company: Company, kind: str, /, **values: Any) -> int:
    return records.save(company, company.entity(kind), values)


@pytest.fixture
def birch(company: Company) -> int:
    """A customer with a person, notes of several sorts, a deal, an order, an invoice and a payment."""
    birch = saved(company, "customer", name="Birch Lane Stores")
    ann = saved(company, "contact", name="Ann Alder", customer=birch)
    about = {"kind": "customer", "row": birch}
    saved(company, "note", text="Likes green tea", type="note", at="2026-11-01T09:00:00", **about)
    saved(company, "note", text="Price is fine", type="call", at="2026-11-05T09:00:00", **about)
    saved(company, "note", text="Sent samples", type="mail", at="2026-11-06T09:00:00", kind="contact", row=ann)
    saved(company, "note", text="Closed on Mondays", at="2025-01-01T09:00:00", pinned=1, **about)
    saved(company, "event", title="Visit the shop", start="2026-12-02T10:00:00", **about)
    stage = company.execute("SELECT id FROM stage ORDER BY position LIMIT 1").fetchone()[0]
    saved(company, "opportunity", name="Tea for spring", customer=birch, stage=stage, created="2026-11-02")
    saved(company, "order", customer=birch, ordered_on="2026-11-07")
    invoice = saved(company, "invoice", customer=birch, issued_on="2026-11-08", status="issued")
    saved(company, "payment", customer=birch, invoice=invoice, paid_on="2026-11-20", amount=5000)
    other = saved(company, "customer", name="Other")
    saved(company, "note", text="Of another", kind="customer", row=other)
    return birch


def told(company: Company, row: int, limit: int = 50, **more: Any) -> list[str]:
    found, _more = happenings(company, company.entity("customer"), row, limit, **more)
    return [f"{one.sort}: {one.with_ + ': ' if one.with_ else ''}{one.text}" for one in found]


def test_everything_stands_in_one_line_of_time(company: Company, birch: int) -> None:
    assert [line.split(" · ")[0] for line in told(company, birch)] == [
        "note: Closed on Mondays",
        "plan: Visit the shop",
        "money: ¥50.00",
        "document: INV-0001",
        "document: O-0001",
        "mail: Ann Alder: Sent samples",
        "call: Price is fine",
        "document: Tea for spring",
        "note: Likes green tea",
    ]


@pytest.mark.parametrize("sort", ["note", "call", "mail", "visit", "message", "plan", "document", "money"])
def test_it_is_narrowed_to_one_sort(company: Company, birch: int, sort: str) -> None:
    everything = told(company, birch)
    assert told(company, birch, sorts={sort}) == [line for line in everything if line.startswith(f"{sort}:")]


def test_changed_fields_come_when_they_are_asked_for(company: Company, birch: int) -> None:
    records.save(company, company.entity("customer"), {"city": "Lund"}, row=birch)
    assert not any("Lund" in line for line in told(company, birch))
    assert told(company, birch, sorts={"change"})[0] == "change: City: — → Lund"


def test_it_says_what_it_can_be_narrowed_to(company: Company, birch: int) -> None:
    assert sorts_of(company, company.entity("customer")) == list(SORTS)
    assert "money" not in sorts_of(company, company.entity("product"))


def test_it_is_bounded_and_says_that_there_is_more(company: Company, birch: int) -> None:
    found, more = happenings(company, company.entity("customer"), birch, 4)
    assert len(found) == 4 and more
    assert [one.text for one in found] == [line.split(": ", 1)[1] for line in told(company, birch)[:4]]
    assert not happenings(company, company.entity("customer"), birch, 50)[1]


def test_what_is_open_or_pinned_is_left_to_what_stands_beside(company: Company, birch: int) -> None:
    today = date(2026, 11, 10)
    customer = company.entity("customer")
    saved(company, "task", title="Send the samples", due="2026-11-09", kind="customer", row=birch)
    saved(company, "task", title="Some day", kind="customer", row=birch)
    found, more = still_open(company, customer, birch, today, 10)
    assert [one.text for one in found] == ["Send the samples", "Visit the shop", "Some day"] and not more
    assert still_open(company, customer, birch, today, 2) == (found[:2], True)
    assert [one.text for one in pinned_to(company, customer, birch, 5)] == ["Closed on Mondays"]
    rest, _more = happenings(company, customer, birch, 50, beside=today)
    everything, _more = happenings(company, customer, birch, 50)
    assert {one.text for one in everything} - {one.text for one in rest} == {
        "Send the samples", "Visit the shop", "Some day", "Closed on Mondays",
    }  # fmt: skip


def test_what_was_ticked_off_is_told_once(company: Company, birch: int) -> None:
    customer, about = company.entity("customer"), {"kind": "customer", "row": birch}
    saved(company, "task", title="Send it", due="2026-11-20", done_at="2026-11-09T10:00:00", **about)
    assert "plan: Send it" in told(company, birch)
    found = happenings(company, customer, birch, 50)[0]
    assert [(one.when, one.pill) for one in found if one.text == "Send it"] == [("2026-11-09T10:00:00", "Task ✓")]
    saved(company, "note", text="Send it: arrived", at="2026-11-09T10:00:00", **about)
    assert [line for line in told(company, birch) if "Send it" in line] == ["note: Send it: arrived"]
    assert "plan: Send it" in told(company, birch, sorts={"plan"})


def test_the_notes_of_a_long_timeline_are_read_from_the_index_in_their_order(company: Company, birch: int) -> None:
    columns = ("text", "type", "at", "pinned", "kind", "row")
    days = [f"2024-01-01T{n // 60:02d}:{n % 60:02d}:00" for n in range(1000)]
    rows = [(f"Line of {at}", "note", at, 0, "customer", birch) for at in days]
    with company.journal.entry("Many notes"):
        company.journal.bulk_insert(company.entity("note").model, columns, rows)
    asked: list[str] = []
    connection = company.file.db.connection()
    connection.set_trace_callback(asked.append)
    found, more = happenings(company, company.entity("customer"), birch, 10)
    connection.set_trace_callback(None)
    assert len(found) == 10 and more
    mine = next(sql for sql in asked if "FROM \"note\" WHERE kind = 'customer'" in sql and "pinned" not in sql)
    plan = [step[3] for step in company.execute(f"EXPLAIN QUERY PLAN {mine}").fetchall()]
    assert "INDEX note_kind_row_at" in plan[0]
    assert all("LAST TERM" in step for step in plan[1:])
