"""Saved views: their order, the one that opens first, and as files for another company."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.entity import custom, records, views
from crm_desktop.entity.company import Company
from crm_desktop.entity.conditions import FROM_IMPORT, READY
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.entity.viewfiles import as_file, read_file
from crm_desktop.errors import Refused
from crm_desktop.store.undo import undo
from tests.fresh import fresh_company


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with fresh_company(tmp_path / "ours.crm") as made:
        yield made


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Company]:
    """Another company; its kinds are described by the same models, so only one is at work at a time."""
    with fresh_company(tmp_path / "theirs.crm") as made:
        yield made


def names(company: Company) -> list[str]:
    return [view.name for view in views.views_of(company, company.entity("customer"))]


def test_views_are_put_in_order_and_an_undo_puts_them_back(company: Company) -> None:
    entity = company.entity("customer")
    for name in ("One", "Two", "Three"):
        views.save_view(company, entity, name, ListQuery(words=name))
    first = views.views_of(company, entity)[0]
    assert views.move_view(company, entity, first, 2)
    assert names(company) == ["Two", "Three", "One"]
    assert not views.move_view(company, entity, first, 2)
    undo(company.journal)
    assert names(company) == ["One", "Two", "Three"]


def test_a_copy_stands_beside_its_view_and_is_one_change(company: Company) -> None:
    entity = company.entity("customer")
    for name in ("One", "Two"):
        views.save_view(company, entity, name, ListQuery(words=name))
    made = views.duplicate_view(company, entity, views.views_of(company, entity)[0])
    assert names(company) == ["One", "One (2)", "Two"]
    assert next(view for view in views.views_of(company, entity) if view.id == made).query.words == "One"
    undo(company.journal)
    assert names(company) == ["One", "Two"]


def test_the_view_that_opens_first_is_kept_in_the_file(company: Company) -> None:
    entity = company.entity("customer")
    made = views.save_view(company, entity, "One", ListQuery(words="x"))
    views.open_first(company, entity, views.views_of(company, entity)[0])
    assert views.first_view(company, entity) == made
    assert undo(company.journal).title == "Open Customers with view One"
    assert views.first_view(company, entity) is None


ASKED = ListQuery(
    conditions=(
        Condition("city", "in", ["上海", "苏州"]),
        Condition("order:customer", "some", None, (Condition(READY, "is", "open"),)),
    ),
    any=True, order=("-city",), columns=("name", "city", "customer.city"), group="city", pinned=1, figure="average",
    widths=(("name", 210),),
)  # fmt: skip


def test_a_view_given_away_comes_back_the_same(company: Company) -> None:
    entity = company.entity("customer")
    asked = ASKED.with_(columns=("name", "city", "owner.name"))
    found = read_file(company, as_file(company, entity, "East", asked))
    assert (found.entity, found.name, found.query, found.lacking) == (entity, "East", asked, [])


def test_own_fields_and_linked_records_go_by_their_titles(tmp_path: Path) -> None:
    with fresh_company(tmp_path / "ours.crm") as company:
        entity = company.entity("customer")
        size = custom.add(company, entity, "Shoe size", "number")
        color = custom.add(company, entity, "Colour", "text")
        for name in ("Wu", "Lin"):
            staff = records.save(company, company.entity("staff"), {"name": name})
        asked = ListQuery(
            conditions=(Condition(size, "at_least", 40000), Condition("owner", "in", [staff, 1])),
            columns=("name", size, color),
        )
        text = as_file(company, entity, "Feet", asked)
    with fresh_company(tmp_path / "theirs.crm") as company:
        entity = company.entity("customer")
        custom.add(company, entity, "Colour of the sole", "text")
        theirs = custom.add(company, entity, "Shoe size", "number")
        for name in ("Zhou", "Lin"):
            staff = records.save(company, company.entity("staff"), {"name": name})
        found = read_file(company, text)
        assert found.query.conditions == (Condition(theirs, "at_least", 40000), Condition("owner", "in", [staff]))
        assert found.query.columns == ("name", theirs)
        assert found.lacking == ["Owner: Wu", "Colour"]


def test_a_filter_on_an_import_stays_at_home(company: Company) -> None:
    entity = company.entity("customer")
    asked = ListQuery(conditions=(Condition(FROM_IMPORT, "is", 3), Condition("city", "filled")))
    found = read_file(company, as_file(company, entity, "New", asked))
    assert found.query.conditions == (Condition("city", "filled"),)


def test_what_this_company_lacks_is_left_out_and_told(company: Company) -> None:
    entity = company.entity("customer")
    kept = json.loads(as_file(company, entity, "Odd", ListQuery(columns=("name", "city"))))
    kept["query"]["columns"].append("shoe_size")
    kept["query"]["conditions"].append({"column": "moon", "operation": "is", "value": 1})
    kept["query"]["ready"] = ["full_moon"]
    kept["query"]["group"] = "tide"
    found = read_file(company, json.dumps(kept))
    assert found.query.columns == ("name", "city")
    assert found.query.conditions == ()
    assert found.lacking == ["moon", "full_moon", "shoe_size", "tide"]


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "{}", '{"crm-desktop view": 1}',
        '{"crm-desktop view": "x", "kind": "customer", "name": "", "query": {}}',
        '{"crm-desktop view": 1, "kind": "customer", "name": "x", "query": []}',
        '{"crm-desktop view": 1, "kind": "customer", "name": "x", "query": {"nonsense": 1}}',
        '{"crm-desktop view": 1, "kind": "moon", "name": "x", "query": {}}',
        '{"crm-desktop view": 2, "kind": "customer", "name": "x", "query": {}}',
        '{"crm-desktop view": 1, "kind": "customer", "name": "x", "query": {"conditions": [{"column": "city"}]}}',
        '{"crm-desktop view": 1, "kind": "customer", "name": "x", "query": {"conditions": [{"column": "city",'
        ' "operation": "eats", "value": 1}]}}',
    ],
)  # fmt: skip
def test_a_file_that_is_no_view_is_refused_in_a_sentence(company: Company, text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_file(company, text)
    assert refused.value.sentence.endswith(".")
