"""Changing many records at once: any kind of field, told before, refused by name, one entry, undone as a whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.entity import bulk, custom, query, records
from crm_desktop.entity.bulk import Step
from crm_desktop.entity.chosen import Chosen
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Faults
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.entity.tags import tags_of
from crm_desktop.errors import Cancelled
from crm_desktop.store.undo import next_undo, undo
from tests.every_entity.filling import snapshot
from tests.fresh import fresh_company

TODAY = date(2026, 11, 23)


@pytest.fixture
def company(tmp_path: Path) -> Any:
    with fresh_company(tmp_path / "many.crm") as made:
        yield made


def customers(company: Company, count: int, **values: Any) -> list[int]:
    entity = company.entity("customer")
    return [records.save(company, entity, {"name": f"Birch {n}", **values}) for n in range(count)]


def column(company: Company, name: str, kind: str = "customer") -> list[Any]:
    return [raw for (raw,) in company.execute(f'SELECT "{name}" FROM "{kind}" ORDER BY id')]


def run(company: Company, rows: list[int], *steps: Step, kind: str = "customer") -> bulk.Done:
    return bulk.change(company, company.entity(kind), Chosen.listed(rows), steps, TODAY)


def test_one_value_for_all_is_one_entry_with_a_name(company: Company) -> None:
    rows = customers(company, 12)
    run(company, rows[:3], Step("tier", "set", "A"))
    before = snapshot(company)
    found = bulk.preview(company, company.entity("customer"), Chosen.listed(rows), [Step("tier", "set", "A")], TODAY)
    assert (found.count, found.changed, found.already) == (12, 9, (3,))
    assert run(company, rows, Step("tier", "set", "A")).changed == 9
    assert column(company, "tier") == ["A"] * 12
    newest = next_undo(company.journal)
    assert newest is not None
    assert newest[1] == "Set Tier of 9 customers"
    undo(company.journal)
    assert snapshot(company) == before


def test_all_that_match_but_a_few_are_found_when_it_is_done(company: Company) -> None:
    rows = customers(company, 6, city="Leeds") + customers(company, 2, city="York")
    question = ListQuery(conditions=(Condition("city", "is", "Leeds"),))
    chosen = Chosen(5, [rows[1]], question)
    steps = [Step("city", "set", "Hull"), Step("status", "set", "key")]
    found = bulk.preview(company, company.entity("customer"), chosen, steps, TODAY)
    assert (found.count, found.changed, found.already) == (5, 5, (0, 0))
    assert bulk.change(company, company.entity("customer"), chosen, steps, TODAY).changed == 5
    assert column(company, "city") == ["Hull", "Leeds", "Hull", "Hull", "Hull", "Hull", "York", "York"]
    assert next_undo(company.journal)[1] == "Change City, Status of 5 customers"  # type: ignore[index]


def test_text_is_put_in_front_behind_and_replaced_and_sorts_by_what_it_is_now(company: Company) -> None:
    rows = customers(company, 60)
    entity = company.entity("customer")
    steps = [Step("name", "replace", ("Birch", "Alder")), Step("street", "before", "Gate 4, ")]
    assert bulk.preview(company, entity, Chosen.listed(rows), steps, TODAY).already == (0, 0)
    assert run(company, rows, *steps).changed == 60
    assert run(company, rows[:2], Step("name", "behind", " Ltd"), Step("notes", "behind", "\nnew")).changed == 2
    assert column(company, "name")[:3] == ["Alder 0 Ltd", "Alder 1 Ltd", "Alder 2"]
    assert column(company, "street")[0] == "Gate 4,"
    assert column(company, "notes")[:3] == ["new", "new", None]
    found = query.ids(company, entity, ListQuery(words="alder 0"), today=TODAY)
    assert list(found)[:1] == rows[:1]
    assert company.check() == []
    undo(company.journal)
    undo(company.journal)
    assert column(company, "name")[:2] == ["Birch 0", "Birch 1"]
    assert company.check() == []


def test_what_does_not_fit_a_record_is_refused_by_name_and_the_rest_is_done(company: Company) -> None:
    entity = company.entity("event")
    rows = [
        records.save(company, entity, {"title": f"E{day}", "start": f"2026-11-{day}T10:00:00",
                                       "end": f"2026-11-{day}T11:00:00"})
        for day in (10, 20, 30)
    ]  # fmt: skip
    steps = [Step("end", "set", "2026-11-21T09:00:00")]
    found = bulk.preview(company, entity, Chosen.listed(rows), steps, TODAY)
    assert [(one.row, one.why) for one in found.refused] == [(rows[2], "It ends before it begins.")]
    done = run(company, rows, *steps, kind="event")
    assert (done.changed, done.left) == (2, 1)
    assert column(company, "end", "event")[2] == "2026-11-30T11:00:00"


def test_a_mail_address_made_wrong_is_refused(company: Company) -> None:
    entity = company.entity("staff")
    rows = [records.save(company, entity, {"name": f"Ann {n}", "email": f"ann{n}@example.com"}) for n in range(2)]
    rows.append(records.save(company, entity, {"name": "Bo"}))
    done = run(company, rows, Step("email", "replace", ("@example", " at example")), kind="staff")
    assert (done.changed, done.left) == (0, 2)
    assert "is no mail address" in done.refused[0].why


def test_what_follows_from_a_field_follows_in_every_record(company: Company) -> None:
    customer = customers(company, 1)[0]
    lines = [{"text": "Tea", "quantity": 1000, "price": 100_000}, {"text": "Cup", "quantity": 2000, "price": 50_000}]
    records.save(company, company.entity("order"), {"customer": customer}, children={"lines": lines})
    rows = column(company, "id", "order_line")
    run(company, rows, Step("quantity", "set", 3000), kind="order_line")
    assert column(company, "net", "order_line") == [3000, 1500]
    invoice = records.save(company, company.entity("invoice"), {"customer": customer})
    run(company, [invoice], Step("status", "set", "issued"), kind="invoice")
    assert column(company, "number", "invoice") == ["INV-0001"]


def test_own_fields_links_days_ticks_and_tags(company: Company) -> None:
    entity = company.entity("customer")
    name = custom.add(company, entity, "Hall", "choice", ["North", "South"])
    tick = custom.add(company, entity, "Visited", "tick")
    ann = records.save(company, company.entity("staff"), {"name": "Ann"})
    rows = customers(company, 3)
    steps = [Step(name, "set", "South"), Step(tick, "set", 1), Step("owner", "set", ann),
             Step("next_on", "set", "2026-12-01"), Step("tags", "add", ("Fair", "VIP"))]  # fmt: skip
    before = snapshot(company)
    assert run(company, rows, *steps).changed == 3
    saved = records.read(company, entity, rows[2])
    assert [saved[one] for one in (name, tick, "owner", "next_on", "tags")] == [
        "South", 1, ann, "2026-12-01", ["Fair", "VIP"],
    ]  # fmt: skip
    undo(company.journal)
    assert snapshot(company) == before


def test_a_field_and_a_tag_count_each_record_once_whichever_of_both_it_lacks(company: Company) -> None:
    rows = customers(company, 8)
    entity = company.entity("customer")
    run(company, rows[:5], Step("tier", "set", "A"))
    run(company, rows[3:], Step("tags", "add", ("fair",)))
    steps = [Step("tier", "set", "A"), Step("tags", "add", ("fair",))]
    assert bulk.preview(company, entity, Chosen.listed(rows), steps, TODAY).changed == 6
    assert run(company, rows, *steps).changed == 6
    assert next_undo(company.journal)[1] == "Change Tier, Tags of 6 customers"  # type: ignore[index]


def test_a_record_that_refuses_a_field_gets_no_tag_either(company: Company) -> None:
    rows = [records.save(company, company.entity("customer"), {"name": name}) for name in ("Ash", "Birch")]
    done = run(company, rows, Step("name", "replace", ("Ash", "")), Step("tags", "add", ("fair",)))
    assert ([one.row for one in done.refused], done.left, done.changed) == ([rows[0]], 1, 1)
    assert [tags_of(company, company.entity("customer"), row) for row in rows] == [[], ["fair"]]


def test_tags_are_taken_off_and_cleared(company: Company) -> None:
    entity = company.entity("customer")
    rows = customers(company, 4)
    run(company, rows[:3], Step("tags", "add", ("Fair",)))
    run(company, rows[:1], Step("tags", "add", ("VIP",)))
    found = bulk.preview(company, entity, Chosen.listed(rows), [Step("tags", "remove", ("fair",))], TODAY)
    assert (found.changed, found.already) == (3, (1,))
    assert run(company, rows, Step("tags", "remove", ("Fair",))).changed == 3
    assert next_undo(company.journal)[1] == "Remove tag “Fair” from 3 customers"  # type: ignore[index]
    assert tags_of(company, entity, rows[0]) == ["VIP"]
    undo(company.journal)
    assert run(company, rows, Step("tags", "clear")).changed == 3
    assert tags_of(company, entity, rows[0]) == []


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (Step("name", "clear"), "Name is needed."),
        (Step("status", "set", None), "Status is needed."),
        (Step("owes", "set", 1), "Owes cannot be changed."),
        (Step("tags", "add", ()), "Type a tag."),
        (Step("street", "before", ""), "Address: type the text to put there."),
        (Step("street", "replace", ("", "x")), "Address: type the text to replace."),
    ],
)
def test_a_step_that_can_be_done_in_no_record_is_refused(company: Company, step: Step, sentence: str) -> None:
    rows = customers(company, 2)
    with pytest.raises(Faults) as refused:
        run(company, rows, step)
    assert refused.value.sentence == sentence


def test_a_number_that_no_two_may_share_is_not_offered_for_many(company: Company) -> None:
    offered = {made.name for made in bulk.changeable(company, company.entity("order"))}
    assert "number" not in offered
    assert "status" in offered


def test_stopped_half_way_it_leaves_the_file_as_it_was(company: Company) -> None:
    rows = customers(company, 3)
    before = snapshot(company)
    with pytest.raises(Cancelled):
        bulk.change(
            company, company.entity("customer"), Chosen.listed(rows), [Step("city", "set", "Hull")], TODAY,
            stopped=lambda: True,
        )  # fmt: skip
    assert snapshot(company) == before
