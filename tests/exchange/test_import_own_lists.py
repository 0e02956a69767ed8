"""What the program exported comes back without a difference, whatever the kind, the language and the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm_desktop import demo, i18n
from crm_desktop.areas import open_company
from crm_desktop.entity import custom, records
from crm_desktop.entity.company import Company
from crm_desktop.exchange.writing import export_everything, export_list
from tests.exchange.lists import all_of, bring, plans
from tests.fresh import fresh_company

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module", params=["en", "zh_CN"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Company]]:
    path = tmp_path_factory.mktemp("own") / "demo.crm"
    demo.build(path, customers=60, lang=request.param, today=TODAY)
    with open_company(path) as made:
        yield request.param, made


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_list_of_each_kind_changes_nothing(built: tuple[str, Company], tmp_path: Path, suffix: str) -> None:
    language, company = built
    i18n.use(language)
    for entity in company.entities:
        path = tmp_path / f"{entity.name}{suffix}"
        if not export_list(company, entity, path, today=TODAY):
            continue
        (plan,) = plans(company, path, into=entity.name)
        assert [column.heading for column in plan.columns if column.why == "kept"] == [], entity.name
        report = bring(company, path)
        (sheet,) = report.sheets
        assert (sheet.kind, sheet.unchanged, sheet.differences, report.entry) == (entity.name, sheet.read, [], None)


def test_a_workbook_of_everything_changes_nothing(built: tuple[str, Company], tmp_path: Path) -> None:
    language, company = built
    i18n.use(language)
    path = tmp_path / "everything.xlsx"
    rows = export_everything(company, path, today=TODAY)
    report = bring(company, path)
    assert (report.total("read"), report.total("unchanged"), report.entry) == (rows, rows, None)


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_cards_of_contacts_change_nothing(built: tuple[str, Company], tmp_path: Path, version: str) -> None:
    language, company = built
    i18n.use(language)
    path = tmp_path / "contacts.vcf"
    rows = export_list(company, company.entity("contact"), path, cards=version, today=TODAY)
    assert path.read_text(encoding="utf-8").count(f"VERSION:{version}\n") == rows
    report = bring(company, path)
    assert (report.sheets[0].unchanged, report.entry) == (rows, None)


def test_i40_a_field_of_the_owners_own_is_not_taken_for_one_of_ours_in_another_language(tmp_path: Path) -> None:
    i18n.use("en")
    with fresh_company(tmp_path / "own.crm") as company:
        customer = company.entity("customer")
        with company.journal.entry("Own field"):
            name = custom.add(company, customer, "等级", "text")
        for number in range(5):
            records.save(company, customer, {"name": f"Birch {number}", "tier": "A", name: f"第{number}级"})
        path = tmp_path / "customers.xlsx"
        export_list(company, customer, path, today=TODAY)
        (plan,) = plans(company, path, into="customer")
        assert {column.heading: column.target for column in plan.columns}["等级"] == name
        report = bring(company, path)
        assert (report.sheets[0].unchanged, report.sheets[0].differences, report.entry) == (5, [], None)


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_i40_cards_of_customers_change_nothing(company: Company, tmp_path: Path, version: str) -> None:
    customer = company.entity("customer")
    for name, type in (("Birch Ltd", "company"), ("明远贸易", "company"), ("Jo Poe", "person"), ("张伟", "person")):
        phones = [{"type": "mobile", "value": f"1380013800{len(name) % 10}"}]
        records.save(company, customer, {"name": name, "type": type, "city": "Leeds"}, children={"reach": phones})
    path = tmp_path / "customers.vcf"
    for some in ([1, 2], [3, 4], [1, 2, 3, 4]):
        export_list(company, customer, path, ids=some, cards=version, today=TODAY)
        columns = [column for plan in plans(company, path, into="customer") for column in plan.columns]
        assert [column.heading for column in columns if (column.target or "").startswith("custom:")] == []
        for match in ("fill", "overwrite"):
            report = bring(company, path, into="customer", match=match)
            assert (report.total("unchanged"), report.entry) == (len(some), None)
    before = all_of(company, "customer")
    records.delete(company, customer, [1, 2, 3, 4])
    bring(company, path, into="customer")
    assert {(one["name"], one["type"]) for one in all_of(company, "customer")} == {
        (one["name"], one["type"]) for one in before
    }


def test_a_card_of_somebody_at_a_company_is_no_repetition(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Jo Poe\nN:Poe;Jo;;;\nORG:Birch Ltd\nTEL:13800138000\nEND:VCARD\n")
    bring(company, path, into="customer")
    (made,), (asked,) = all_of(company, "customer"), all_of(company, "contact")
    assert (made["name"], made["type"]) == ("Birch Ltd", "company")
    assert (asked["name"], asked["customer"]) == ("Jo Poe", made["id"]), "who it was is the person to ask for"


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_i40_two_of_one_name_and_phone_with_numbers_of_their_own_stay_two(
    company: Company, tmp_path: Path, suffix: str
) -> None:
    customer = company.entity("customer")
    phone = [{"type": "mobile", "value": "13800138000"}]
    for code, city in (("C1", "Leeds"), ("C2", "York"), ("C3", "Hull")):
        records.save(company, customer, {"name": "Birch Ltd", "code": code, "city": city}, children={"reach": phone})
    path, before = tmp_path / f"customers{suffix}", all_of(company, "customer")
    export_list(company, customer, path, today=TODAY)
    for match in ("fill", "overwrite", "merge"):
        report = bring(company, path, match=match)
        assert (report.sheets[0].unchanged, report.entry) == (3, None)
    assert all_of(company, "customer") == before
    records.delete(company, customer, [1, 2, 3])
    assert bring(company, path).sheets[0].created == 3


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize("rates", [(26,), (50, 100), (1, 99), (0, 30), (100, 100), (0, 2600), (99, 12_000), (-50, 50)])
def test_i40_a_share_below_one_per_cent_comes_back_as_it_was(
    company: Company, tmp_path: Path, suffix: str, rates: tuple[int, ...]
) -> None:
    """0.26 in a column of its own could mean 26 %."""
    customer, path = company.entity("customer"), tmp_path / f"customers{suffix}"
    for at, rate in enumerate(rates):
        records.save(company, customer, {"name": f"Birch {at}", "code": f"C{at}", "discount": rate})
    export_list(company, customer, path, columns=["name", "code", "discount"], today=TODAY)
    assert bring(company, path, match="overwrite").entry is None
    assert [one["discount"] for one in all_of(company, "customer")] == list(rates)
