"""Lists in groups: by choices, links, words, ticks and months, with numbers, sums and averages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.entity import custom, groups, query, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.errors import Refused
from tests.fresh import fresh_company

TODAY = date(2026, 11, 23)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with fresh_company(tmp_path / "shop.crm") as made:
        staff = {name: save(made, "staff", name=name) for name in ("Zhou", "Adam")}
        for name, city, status, owner, created in (
            ("Heron", "Suzhou", "key", "Zhou", "2026-11-02"),
            ("Otter", "Shanghai", "lead", "Adam", "2026-10-31"),
            ("Fox", "Shanghai", "lead", "Adam", "2025-11-30"),
            ("Crane", None, "lost", None, None),
            ("Wolf", "", "key", "Adam", "2026-11-30"),
        ):
            save(made, "customer", name=name, city=city, status=status, owner=staff.get(owner or ""), created=created)
        for name, amount, customer in (("One", 100, 1), ("Two", 300, 1), ("Three", 250, 2), ("Four", None, 2)):
            save(made, "opportunity", name=name, amount=amount, customer=customer, stage=1)
        yield made


def save(company: Company, kind: str, /, **values: Any) -> int:
    return records.save(company, company.entity(kind), values)


def shown(company: Company, asked: ListQuery, kind: str = "customer") -> list[tuple[str, list[str]]]:
    """Each group's title and the names in it."""
    entity = company.entity(kind)
    found = groups.grouped(company, entity, asked, today=TODAY)
    titles = company.titles(entity, found.ids)
    at, listed = 0, []
    for group in found.groups:
        listed.append((group.title, [titles[row] for row in found.ids[at : at + group.rows]]))
        at += group.rows
    assert at == len(found.ids)
    return listed


def test_groups_of_a_choice_stand_as_its_options_do(company: Company) -> None:
    assert shown(company, ListQuery(group="status", order=("name",))) == [
        ("Lead", ["Fox", "Otter"]), ("Key account", ["Heron", "Wolf"]), ("Lost", ["Crane"]),
    ]  # fmt: skip


def test_groups_of_words_stand_by_the_alphabet_and_blanks_last(company: Company) -> None:
    assert shown(company, ListQuery(group="city", order=("-name",))) == [
        ("Shanghai", ["Otter", "Fox"]), ("Suzhou", ["Heron"]), ("No city", ["Wolf", "Crane"]),
    ]  # fmt: skip
    assert [title for title, _names in shown(company, ListQuery(group="-city"))] == ["Suzhou", "Shanghai", "No city"]


def test_groups_of_a_link_are_called_as_its_records(company: Company) -> None:
    assert [title for title, _names in shown(company, ListQuery(group="owner"))] == ["Adam", "Zhou", "No owner"]


@pytest.mark.parametrize(
    ("step", "titles"),
    [
        ("month", ["Nov 2025", "Oct 2026", "Nov 2026"]),
        ("year", ["2025", "2026"]),
        ("day", ["30 Nov 2025", "31 Oct 2026", "2 Nov 2026", "30 Nov 2026"]),
    ],
)
def test_groups_of_a_day_are_months_years_or_days(company: Company, step: str, titles: list[str]) -> None:
    asked = ListQuery(group="created", step=step, conditions=(Condition("created", "filled"),))
    assert [title for title, _names in shown(company, asked)] == titles


def test_groups_of_a_tick_are_yes_and_no(company: Company) -> None:
    entity = company.entity("customer")
    name = custom.add(company, entity, "Pays cash", "tick")
    records.save(company, entity, {name: 1}, row=1)
    assert [(title, len(names)) for title, names in shown(company, ListQuery(group=name))] == [("No", 4), ("Yes", 1)]


def test_groups_over_a_link_and_of_filtered_rows(company: Company) -> None:
    asked = ListQuery(group="customer.city", conditions=(Condition("amount", "filled"),), order=("-amount",))
    assert shown(company, asked, "opportunity") == [("Shanghai", ["Three"]), ("Suzhou", ["Two", "One"])]


def test_each_group_tells_its_sums_and_averages_and_all_together_too(company: Company) -> None:
    entity = company.entity("opportunity")
    found = groups.figures(company, entity, ListQuery(group="customer"), ["amount"], today=TODAY)
    assert {key: one["amount"].total for key, one in found.items()} == {1: 400, 2: 250}
    asked = ListQuery(group="customer", figure="average")
    found = groups.figures(company, entity, asked, ["amount"], today=TODAY)
    assert found == {1: {"amount": groups.Figure(400, 2)}, 2: {"amount": groups.Figure(250, 1)}}
    assert found[1]["amount"].average == 200
    assert groups.added_up(found) == {"amount": groups.Figure(650, 3)}
    assert groups.Figure(0, 0).average is None
    assert groups.Figure(5, 2).average == 3


def test_an_export_and_a_list_have_the_order_of_the_groups(company: Company) -> None:
    asked = ListQuery(group="status", order=("name",))
    entity = company.entity("customer")
    ids = query.ids(company, entity, asked, today=TODAY)
    assert [company.title(entity, row) for row in ids] == ["Fox", "Otter", "Heron", "Wolf", "Crane"]
    assert query.ids(company, entity, asked, limit=2, today=TODAY) == ids[:2]


def test_every_kind_can_be_grouped_by_all_that_is_offered(company: Company) -> None:
    for entity in company.entities:
        for column in company.columns(entity).values():
            if groups.groupable(column):
                found = groups.grouped(company, entity, ListQuery(group=column.name), today=TODAY)
                assert sum(group.rows for group in found.groups) == len(found.ids)
                figures = groups.figures(company, entity, ListQuery(group=column.name), [column.name], today=TODAY)
                assert set(figures) == {group.key for group in found.groups}


def test_more_groups_than_anybody_can_look_through_are_refused(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "MOST", 4)
    entity = company.entity("customer")
    assert len(groups.grouped(company, entity, ListQuery(group="status"), today=TODAY).groups) == 3
    with pytest.raises(Refused, match="more than 4 groups"):
        groups.grouped(company, entity, ListQuery(group="name"), today=TODAY)
