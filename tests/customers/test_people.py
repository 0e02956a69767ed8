"""People at customers: several roles, several employers, whom one reports to, whom a document names."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.customers import people
from crm_desktop.entity import query, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Faults
from crm_desktop.entity.fields import Choices
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.errors import Refused
from crm_desktop.exchange.writing import export_list
from crm_desktop.store.undo import undo
from tests.exchange.lists import bring_rows, counts

TODAY = date(2026, 11, 23)


def customer(company: Company, name: str) -> int:
    return records.save(company, company.entity("customer"), {"name": name})


def contact(company: Company, name: str, at: int | None = None, children: Any = None, **more: Any) -> int:
    values = {"name": name, "customer": at, **more}
    return records.save(company, company.entity("contact"), values, children=children)


def found(company: Company, *conditions: Condition, ready: tuple[str, ...] = ()) -> list[str]:
    entity = company.entity("contact")
    ids = query.ids(company, entity, ListQuery(conditions=conditions, ready=ready), today=TODAY)
    titles = company.titles(entity, ids)
    return [titles[row] for row in ids]


def test_several_roles_are_read_shown_and_found_each_by_itself(company: Company) -> None:
    role = company.entity("contact").fields()["role"]
    assert isinstance(role, Choices)
    assert role.read("Signs; buys、收货人", TODAY) == "buys receives signs"
    assert role.show("buys receives signs") == "Buys, Receives goods, Signs"
    assert role.cell("buys signs") == "Buys; Signs"
    assert role.read(role.cell("buys receives signs"), TODAY) == "buys receives signs"
    with pytest.raises(Refused):
        role.read("Buys; dances", TODAY)
    contact(company, "Ann", role="decides buys")
    contact(company, "Bob", role="buys")
    contact(company, "Cem")
    assert found(company, Condition("role", "is", "buys")) == ["Ann", "Bob"]
    assert found(company, Condition("role", "is_not", "decides")) == ["Bob", "Cem"]
    assert found(company, Condition("role", "in", ["decides", "pays"])) == ["Ann"]
    assert found(company, ready=("deciders",)) == ["Ann"]


def test_a_role_stored_before_there_could_be_several_stands(company: Company) -> None:
    row = contact(company, "Ann", role="influences")
    assert records.read(company, company.entity("contact"), row)["role"] == "influences"
    assert found(company, Condition("role", "is", "influences")) == ["Ann"]


def test_a_person_stands_at_each_present_employer_and_as_former_at_the_others(company: Company) -> None:
    first, second, third = (customer(company, name) for name in ("First", "Second", "Third"))
    jobs = [
        {"customer": second, "job_title": "Advisor", "role": "influences", "since": "2025-01-01", "current": 1},
        {"customer": third, "job_title": "Clerk", "until": "2023-05-31", "current": 1},
    ]
    row = contact(company, "Ann", first, {"employments": jobs}, job_title="Director", role="decides")
    assert [(p.job_title, p.roles, p.elsewhere) for p in people.people_of(company, first, TODAY)] == [
        ("Director", ("decides",), "")
    ]
    assert [(p.job_title, p.roles, p.elsewhere) for p in people.people_of(company, second, TODAY)] == [
        ("Advisor", ("influences",), "First")
    ]
    assert people.people_of(company, third, TODAY) == []
    assert [p.until for p in people.people_of(company, third, TODAY, former=True)] == ["2023-05-31"]
    assert [p.name for p in people.people_of(company, third, date(2023, 1, 1))] == ["Ann"]
    assert [(one.name, one.current) for one in people.employers_of(company, row, TODAY)] == [
        ("Second", True), ("Third", False)
    ]  # fmt: skip


def test_days_of_an_employment_that_cross_are_refused(company: Company) -> None:
    at = customer(company, "First")
    with pytest.raises(Faults) as refused:
        contact(company, "Ann", None, {"employments": [{"customer": at, "since": "2025-02-01", "until": "2025-01-01"}]})
    assert "employments" in refused.value.by_field


def test_an_order_names_who_buys_receives_and_signs_by_their_roles(company: Company) -> None:
    at = customer(company, "First")
    boss = contact(company, "Boss", at, role="decides")
    store = contact(company, "Store", at, role="receives")
    order, invoice = company.entity("order"), company.entity("invoice")
    assert order.suggest is not None and invoice.suggest is not None
    assert order.suggest(company, {"customer": at}, TODAY) == {"contact": boss, "receiver": store, "signer": boss}
    buyer = contact(company, "Buyer", at, role="buys pays")
    assert order.suggest(company, {"customer": at, "receiver": buyer}, TODAY) == {"contact": buyer, "signer": boss}
    assert invoice.suggest(company, {"customer": at}, TODAY) == {"payer": buyer}
    assert order.suggest(company, {"customer": None}, TODAY) == {}


def test_nobody_stands_above_themselves(company: Company) -> None:
    ann, bob, cem = (contact(company, name) for name in ("Ann", "Bob", "Cem"))
    people.report_to(company, bob, ann)
    people.report_to(company, cem, bob)
    for person, boss in ((ann, cem), (ann, ann)):
        with pytest.raises(Refused):
            people.report_to(company, person, boss)
    with pytest.raises(Faults) as refused:
        records.save(company, company.entity("contact"), {}, row=ann, children={"bosses": [{"boss": cem}]})
    assert refused.value.by_field["bosses"] == "Cem already reports to Ann, directly or through others."


def bosses(company: Company) -> list[tuple[int, int, str]]:
    return company.execute("SELECT contact, boss, type FROM reporting ORDER BY contact, position, id").fetchall()


def test_a_person_is_rehung_gets_a_second_boss_and_undo_takes_it_back(company: Company) -> None:
    ann, bob, cem = (contact(company, name) for name in ("Ann", "Bob", "Cem"))
    people.report_to(company, cem, ann)
    people.report_to(company, cem, bob, also=True, type="dotted")
    assert bosses(company) == [(cem, ann, "solid"), (cem, bob, "dotted")]
    people.report_to(company, cem, bob)
    assert bosses(company) == [(cem, bob, "solid")]
    undo(company.journal)
    assert bosses(company) == [(cem, ann, "solid"), (cem, bob, "dotted")]
    people.report_to_nobody(company, cem)
    assert bosses(company) == []


def test_a_list_says_who_reports_to_whom_at_each_company(company: Company, tmp_path: Path) -> None:
    rows = [
        ("姓名", "公司", "上级"),
        ("王芳", "恒达机电", "李强"),
        ("李强", "恒达机电", ""),
        ("李强", "海川包装", ""),
        ("赵敏", "海川包装", "李强; 王芳"),
        ("孙丽", "海川包装", "周围"),
    ]
    report = bring_rows(company, tmp_path, rows)
    assert counts(report) == (5, 0, 0, 0, 0)
    names = dict(company.execute("SELECT id, name FROM contact").fetchall())
    at = dict(company.execute("SELECT id, customer FROM contact").fetchall())
    shown = [(names[person], names[boss], at[person] == at[boss]) for person, boss, _type in bosses(company)]
    assert shown == [("王芳", "李强", True), ("赵敏", "李强", True)]
    kept = company.execute("SELECT * FROM contact WHERE name = '孙丽'").fetchone()
    assert "周围" in [value for value in kept if isinstance(value, str)]
    assert counts(bring_rows(company, tmp_path, rows[:5], name="again.csv"))[:2] == (0, 0)
    assert len(bosses(company)) == 2


def test_reports_to_comes_back_from_an_export(company: Company, tmp_path: Path) -> None:
    at = customer(company, "First")
    ann, bob = contact(company, "Ann", at), contact(company, "Bob", at)
    people.report_to(company, bob, ann)
    out = tmp_path / "people.csv"
    export_list(company, company.entity("contact"), out, columns=["name", "customer", "reports_to"], today=TODAY)
    assert "Bob,First,Ann" in out.read_text(encoding="utf-8-sig")
