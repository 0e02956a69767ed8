"""What filters find: over links, over what belongs here, any or all of several, in spans of days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.entity import query, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.query import READY, Condition, ListQuery
from crm_desktop.errors import Refused
from crm_desktop.values.periods import PERIODS, span
from tests.fresh import fresh_company

TODAY = date(2026, 11, 23)
"""A Monday."""


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with fresh_company(tmp_path / "shop.crm") as made:
        ids = {}
        for name, city, region in (("Heron", "Shanghai", "East"), ("Otter", "Suzhou", "East"), ("Fox", "Xi'an", None)):
            ids[name] = save(made, "customer", name=name, city=city, region=region)
        for name, at in (("Ann", "Heron"), ("Bob", "Otter"), ("Cleo", None)):
            save(made, "contact", name=name, customer=ids.get(at or ""))
        for number, at, status, on in (
            ("1", "Heron", "open", "2026-11-02"),
            ("2", "Heron", "done", "2026-10-31"),
            ("3", "Otter", "done", "2025-12-31"),
        ):
            lines = [{"product": None, "text": "Tea", "quantity": 1000, "price": int(number) * 10_000}]
            records.save(
                made, made.entity("order"),
                {"number": number, "customer": ids[at], "status": status, "ordered_on": on}, children={"lines": lines},
            )  # fmt: skip
        for at, moment in (("Heron", "2026-11-20T09:00:00"), ("Otter", "2026-09-01T09:00:00")):
            save(made, "note", text="Called", kind="customer", row=ids[at], at=moment)
        yield made


def save(company: Company, kind: str, /, **values: Any) -> int:
    return records.save(company, company.entity(kind), values)


def found(company: Company, kind: str, *conditions: Condition, any: bool = False, title: str = "name") -> list[str]:
    entity = company.entity(kind)
    asked = ListQuery(conditions=conditions, any=any, order=(title,))
    return [row[1] for row in query.every(company, entity, asked, [title], today=TODAY)]


def test_contacts_are_found_by_the_region_of_their_customer(company: Company) -> None:
    assert found(company, "contact", Condition("customer.region", "is", "east")) == ["Ann", "Bob"]
    assert found(company, "contact", Condition("customer.city", "in", ["Shanghai", "Xi'an"])) == ["Ann"]
    assert found(company, "contact", Condition("customer.city", "contains", "SU")) == ["Bob"]


def test_who_has_no_customer_has_none_in_the_region_either(company: Company) -> None:
    assert found(company, "contact", Condition("customer.region", "is_not", "East")) == ["Cleo"]
    assert found(company, "contact", Condition("customer.region", "empty")) == ["Cleo"]
    assert found(company, "contact", Condition("customer.city", "lacks", "Shang")) == ["Bob", "Cleo"]


def test_customers_are_found_by_their_orders(company: Company) -> None:
    opened = (Condition(READY, "is", "open"),)
    assert found(company, "customer", Condition("order:customer", "some", of=opened)) == ["Heron"]
    assert found(company, "customer", Condition("order:customer", "none", of=opened)) == ["Fox", "Otter"]
    assert found(company, "customer", Condition("order:customer", "at_least", 2)) == ["Heron"]
    assert found(company, "customer", Condition("order:customer", "is", 0)) == ["Fox"]


def test_customers_are_found_by_what_their_orders_add_up_to(company: Company) -> None:
    last_year = (Condition("ordered_on", "period", "last-year"),)
    assert found(company, "customer", Condition("order:customer:sum:gross", "at_least", 300)) == ["Heron", "Otter"]
    assert found(company, "customer", Condition("order:customer:sum:gross", "at_least", 301)) == []
    assert found(company, "customer", Condition("order:customer:sum:gross", "at_least", 1, last_year)) == ["Otter"]
    assert found(company, "customer", Condition("order:customer:max:ordered_on", "older_days", 60)) == ["Otter"]


def test_customers_whom_nobody_has_touched_for_thirty_days(company: Company) -> None:
    lately = (Condition("at", "last_days", 30),)
    assert found(company, "customer", Condition("note:about", "none", of=lately)) == ["Fox", "Otter"]


def test_contacts_are_found_by_the_orders_of_their_customer(company: Company) -> None:
    assert found(company, "contact", Condition("customer.order:customer", "at_least", 2)) == ["Ann"]


def test_one_of_several_filters_is_enough_where_that_is_asked(company: Company) -> None:
    both = (Condition("city", "is", "Shanghai"), Condition("order:customer", "none"))
    assert found(company, "customer", *both) == []
    assert found(company, "customer", *both, any=True) == ["Fox", "Heron"]


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("today", "2026-11-23", "2026-11-23"), ("yesterday", "2026-11-22", "2026-11-22"),
        ("this-week", "2026-11-23", "2026-11-29"), ("next-week", "2026-11-30", "2026-12-06"),
        ("this-month", "2026-11-01", "2026-11-30"), ("next-month", "2026-12-01", "2026-12-31"),
        ("this-quarter", "2026-10-01", "2026-12-31"), ("last-quarter", "2026-07-01", "2026-09-30"),
        ("next-quarter", "2027-01-01", "2027-03-31"), ("last-year", "2025-01-01", "2025-12-31"),
    ],
)  # fmt: skip
def test_spans_are_told_by_today(name: str, first: str, last: str) -> None:
    begin, end = span(name, TODAY)
    assert (begin.isoformat(), end.isoformat()) == (first, last)


def test_every_span_is_one_on_any_day() -> None:
    for today in (date(2026, 1, 1), date(2024, 2, 29), date(2026, 12, 31)):
        for name in PERIODS:
            begin, end = span(name, today)
            assert begin <= end


def test_orders_of_this_month(company: Company) -> None:
    assert found(company, "order", Condition("ordered_on", "period", "this-month"), title="number") == ["1"]


def test_what_leads_nowhere_is_refused(company: Company) -> None:
    rows = ("order:city", "order:customer:sum:status", "order:customer:mean:gross")
    for name in ("customer.nothing", "city.name", *rows):
        with pytest.raises(Refused, match="no column"):
            found(company, "customer" if ":" in name else "contact", Condition(name, "filled"))


def test_conditions_inside_others_survive_the_file(company: Company) -> None:
    asked = ListQuery(
        conditions=(Condition("order:customer", "some", None, (Condition(READY, "is", "open"),)),), any=True
    )
    assert ListQuery.from_json(asked.to_json()) == asked
