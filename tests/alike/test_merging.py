"""Merging: nothing is lost by it, everything moves along, and it can be taken back however late."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.alike.merging import lately, merge, mergeable, plan
from crm_desktop.entity import records, tags
from crm_desktop.entity.changes import changes_of
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.store import history
from crm_desktop.store.undo import redo, undo
from crm_desktop.timeline.model import Note
from tests.alike.lists import save
from tests.fresh import fresh_company


def everything(company: Company) -> dict[str, list[Any]]:
    """Every stored row of every table, the search index's texts among them."""
    found = {
        table: company.execute(f'SELECT * FROM "{table}" ORDER BY id').fetchall() for table in company.journal.models
    }
    found["search"] = sorted(company.execute("SELECT rowid, text FROM search").fetchall())
    return found


def values(company: Company, kind: str, row: int) -> dict[str, Any]:
    return records.read(company, company.entity(kind), row)


def reach(company: Company, kind: str, row: int) -> list[tuple[str, str]]:
    (children,) = (one for one in company.entity(kind).children if one.name == "reach")
    return [(child["type"], child["value"]) for child in records.read_children(company, children, row)]


def notes(company: Company, row: int) -> list[str]:
    return [text for (text,) in company.execute("SELECT text FROM note WHERE row = ? ORDER BY id", (row,))]


@pytest.fixture
def two(company: Company) -> tuple[int, int]:
    """上海明远 in full, with everything that hangs on it, and 明远贸易 beside it with as much."""
    one = save(company, "customer", name="上海明远贸易有限公司", city="上海", street="长安路12号", mobile="13800138000",
               tax_number="91310000MA1FL0B41X", tier="A", created="2025-03-04", notes="likes tea",
               industry="tea", source="fair", website="mingyuan.example", code="K7")  # fmt: skip
    other = save(company, "customer", name="明远贸易", city="苏州", street="听雨街3号", tier="B", created="2024-01-02",
                 mobile=("13800138000", "13912345678"), email="office@mingyuan.example", notes="pays late")  # fmt: skip
    for row, word in ((one, "first"), (other, "second")):
        save(company, "contact", name=f"张伟 {word}", customer=row)
        save(company, "order", customer=row)
        save(company, "note", text=f"note on the {word}", about=("customer", row))
        tags.set_tags(company, company.entity("customer"), row, ["tea", word])
    return one, other


def test_a_merge_keeps_the_chosen_values_and_loses_no_other(company: Company, two: tuple[int, int]) -> None:
    one, other = two
    customer = company.entity("customer")
    chosen = plan(company, customer, two)
    done = merge(company, customer, chosen)
    assert (done.row, done.title) == (one, "Merge 上海明远贸易有限公司 with 明远贸易")
    kept = values(company, "customer", one)
    assert (kept["name"], kept["city"], kept["tier"]) == ("上海明远贸易有限公司", "上海", "A")
    assert kept["created"] == "2024-01-02"
    assert kept["notes"] == "likes tea\npays late"
    assert kept["tags"] == ["first", "second", "tea"]
    assert reach(company, "customer", one) == [
        ("mobile", "13800138000"), ("website", "mingyuan.example"),
        ("mobile", "13912345678"), ("email", "office@mingyuan.example"),
    ]  # fmt: skip
    assert company.execute("SELECT type, street, city FROM address WHERE customer = ?", (one,)).fetchall() == [
        ("other", "听雨街3号", "苏州")
    ]
    (said,) = (text for text in notes(company, one) if text.startswith("Merged"))
    assert said == "Merged: 明远贸易\nName: 明远贸易\nTier: B"
    with pytest.raises(Refused):
        values(company, "customer", other)


def test_everything_that_links_to_the_merged_moves_along(company: Company, two: tuple[int, int]) -> None:
    one, _other = two
    customer = company.entity("customer")
    merge(company, customer, plan(company, customer, two))
    for table in ("contact", "order"):
        owners = {row for (row,) in company.execute(f'SELECT customer FROM "{table}"')}
        assert owners == {one}, table
    assert {row for (row,) in company.execute("SELECT row FROM note WHERE kind = 'customer'")} == {one}
    assert company.check() == []


def test_a_person_may_choose_otherwise(company: Company, two: tuple[int, int]) -> None:
    one, other = two
    customer = company.entity("customer")
    chosen = plan(company, customer, two)
    chosen.survivor = other
    chosen.choose(other)
    next(field for field in chosen.fields if field.name == "tier").chosen = one
    merge(company, customer, chosen)
    kept = values(company, "customer", other)
    assert (kept["name"], kept["tier"], kept["city"]) == ("明远贸易", "A", "苏州")
    assert kept["tax_number"] == "91310000MA1FL0B41X"
    assert [row.text for row in Note.select().where(Note.text.startswith("Merged"))] == [
        "Merged: 上海明远贸易有限公司\nName: 上海明远贸易有限公司\nTier: B"
    ]


def test_the_more_complete_value_is_proposed(company: Company) -> None:
    name = "Isolde Quarrington"
    one = save(company, "contact", name=name, birthday="--05-10", mobile="0400 123", notes="x", city="Graz")
    other = save(company, "contact", name=name, birthday="1987-05-10")
    proposed = plan(company, company.entity("contact"), [one, other])
    assert proposed.survivor == one
    chosen = {field.name: field.values[field.chosen] for field in proposed.fields}
    assert chosen["birthday"] == "1987-05-10"
    assert chosen["city"] == "Graz"


def test_undo_parts_them_exactly_and_redo_merges_again(company: Company, two: tuple[int, int]) -> None:
    customer = company.entity("customer")
    before = everything(company)
    merge(company, customer, plan(company, customer, two))
    after = everything(company)
    assert undo(company.journal).conflicts == ()
    assert everything(company) == before
    assert redo(company.journal).conflicts == ()
    assert everything(company) == after


def test_parting_after_a_later_change_keeps_and_lists_it(company: Company, two: tuple[int, int]) -> None:
    one, other = two
    customer = company.entity("customer")
    done = merge(company, customer, plan(company, customer, two))
    records.save(company, customer, {"created": "2023-06-07", "tier": "C"}, row=one)
    note = save(company, "note", text="after the merge", about=("customer", one))
    outcome = undo(company.journal, done.entry)
    assert [(kept.table, kept.row, kept.field) for kept in outcome.conflicts] == [("customer", one, "created")]
    assert values(company, "customer", one)["created"] == "2023-06-07"
    assert values(company, "customer", one)["tier"] == "C"
    assert values(company, "customer", other)["name"] == "明远贸易"
    assert reach(company, "customer", other)[-1] == ("email", "office@mingyuan.example")
    assert notes(company, one) == ["note on the first", "after the merge"]
    assert note and company.check() == []


def test_merges_that_stand_are_listed_and_leave_the_list_when_parted(company: Company, two: tuple[int, int]) -> None:
    one, other = two
    customer = company.entity("customer")
    done = merge(company, customer, plan(company, customer, two))
    (past,) = lately(company, customer)
    assert (past.entry.id, past.row, past.gone) == (done.entry, one, (other,))
    assert done.title in [entry.title for entry in history.of_record(company.journal, "customer", one)]
    undo(company.journal, done.entry)
    assert lately(company, customer) == []


def test_a_merge_that_touches_nothing_of_the_survivor_stands_in_its_history_all_the_same(company: Company) -> None:
    contact = company.entity("contact")
    one = save(company, "contact", name="Isolde Quarrington", city="Graz", mobile="0400 123", created="2020-01-01")
    other = save(company, "contact", name="Isolde Quarrington", email="i@lake.example", created="2020-01-01")
    done = merge(company, contact, plan(company, contact, [one, other]))
    assert done.row == one
    (newest, *_older) = changes_of(company, contact, one)
    assert (newest.entry, newest.title, newest.undoable) == (done.entry, done.title, True)


def test_three_people_become_one(company: Company) -> None:
    contact = company.entity("contact")
    at = [save(company, "customer", name=name) for name in ("明远贸易", "华信物流")]
    rows = [
        save(company, "contact", name="李小明", customer=at[0], mobile="13800138000"),
        save(company, "contact", name="李晓明", customer=at[1], mobile="13800138001"),
        save(company, "contact", name="小明", wechat="lxm"),
    ]
    merge(company, contact, plan(company, contact, rows))
    (survivor,) = (row for (row,) in company.execute("SELECT id FROM contact"))
    assert {value for _type, value in reach(company, "contact", survivor)} == {"13800138000", "13800138001", "lxm"}
    (said,) = notes(company, survivor)
    assert "李晓明" in said and "小明" in said and "Customer: 华信物流" in said


def test_what_is_known_by_its_number_is_not_merged(company: Company) -> None:
    assert [entity.name for entity in company.entities if mergeable(entity)] == [
        "customer", "contact", "product", "staff", "territory",
    ]  # fmt: skip
    rows = [save(company, "order", customer=save(company, "customer", name=name)) for name in "AB"]
    with pytest.raises(Refused, match="Orders cannot be merged"):
        plan(company, company.entity("order"), rows)
    with pytest.raises(Refused, match="two records or more"):
        plan(company, company.entity("customer"), [1, 1])


def test_a_merge_that_cannot_stand_changes_nothing(company: Company, two: tuple[int, int]) -> None:
    customer = company.entity("customer")
    chosen = plan(company, customer, two)
    records.delete(company, company.entity("order"), [row for (row,) in company.execute('SELECT id FROM "order"')])
    records.delete(company, customer, [two[1]])
    before = everything(company)
    with pytest.raises(Refused, match="not there any more"):
        merge(company, customer, chosen)
    assert everything(company) == before


WORDS = st.sampled_from(["明远", "Lake", "lake", "Ä", "13800138000", "a@lake.example", "上海", "x y"])
BLANKS = st.one_of(st.none(), WORDS)
RECORD = st.fixed_dictionaries(
    {
        "name": WORDS,
        "city": BLANKS,
        "street": BLANKS,
        "tier": BLANKS,
        "notes": BLANKS,
        "tags": st.lists(st.sampled_from(["tea", "key", "late"]), unique=True, max_size=2),
        "mobile": st.lists(WORDS, max_size=2),
        "email": st.lists(WORDS, max_size=1),
        "other_street": st.lists(WORDS, max_size=1),
        "people": st.integers(0, 2),
        "notes about": st.integers(0, 1),
    }
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(RECORD, min_size=2, max_size=3), st.data())
def test_any_merge_undone_restores_exactly(made: list[dict[str, Any]], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder, fresh_company(Path(folder) / "company.crm") as company:
        customer = company.entity("customer")
        rows = [_build(company, one) for one in made]
        before = everything(company)
        chosen = plan(company, customer, rows)
        chosen.survivor = data.draw(st.sampled_from(rows))
        for field in chosen.fields:
            field.chosen = data.draw(st.sampled_from(rows))
        if any(field.name == "name" and not field.values[field.chosen] for field in chosen.fields):
            return
        merge(company, customer, chosen)
        assert company.check() == []
        assert company.execute("SELECT count(*) FROM customer").fetchone() == (1,)
        assert undo(company.journal).conflicts == ()
        assert everything(company) == before


def _build(company: Company, one: dict[str, Any]) -> int:
    plain = {name: one[name] for name in ("name", "city", "street", "tier", "notes")}
    slots = {name: tuple(one[name]) for name in ("mobile", "email", "other_street") if one[name]}
    row = save(company, "customer", **plain, **slots)
    tags.set_tags(company, company.entity("customer"), row, one["tags"])
    for number in range(one["people"]):
        save(company, "contact", name=f"Person {number}", customer=row)
    for _number in range(one["notes about"]):
        save(company, "note", text="a note", about=("customer", row))
    return row
