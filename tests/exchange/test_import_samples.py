"""Real lists of other programs, where they lie beside the project: everything in them arrives."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.entity.company import Company
from crm_desktop.store.undo import redo, undo
from tests.exchange.lists import SHARED, all_of, bring, counts, everything

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the sample lists are not here")

NORTHWIND = ("customers", "products", "employees", "orders", "order_details", "suppliers", "shippers")


def value(company: Company, sql: str) -> int | float:
    return company.execute(sql).fetchone()[0]  # type: ignore[no-any-return]


def test_northwind_comes_in_linked_and_exact(company: Company) -> None:
    folder = SHARED / "sales" / "northwind"
    made = {name: bring(company, folder / f"{name}.csv").sheets[0] for name in NORTHWIND}
    assert {name: (report.kind, report.created, report.failed) for name, report in made.items()} == {
        "customers": ("customer", 91, 0), "products": ("product", 77, 0), "employees": ("staff", 9, 0),
        "orders": ("order", 830, 0), "order_details": ("order_line", 2155, 0), "suppliers": ("customer", 29, 0),
        "shippers": ("customer", 3, 0),
    }  # fmt: skip
    assert value(company, "SELECT count(*) FROM product WHERE status = 'ended'") == 8
    faxes = "SELECT 1 FROM reach r WHERE r.customer = c.id AND r.type = 'fax'"
    assert value(company, f"SELECT count(*) FROM customer c WHERE code IS NOT NULL AND NOT EXISTS ({faxes})") == 22
    assert value(company, 'SELECT count(*) FROM "order" WHERE shipped_on IS NULL') == 21
    assert value(company, 'SELECT count(*) FROM "order" WHERE owner IS NOT NULL AND customer IS NOT NULL') == 830
    assert value(company, "SELECT count(*) FROM order_line WHERE product IS NOT NULL") == 2155
    exact = "SELECT round(sum(quantity * price / 1e7 * (1 - discount / 1e4)), 4) FROM order_line"
    assert value(company, exact) == 1265793.0395
    assert {one["name"] for one in all_of(company, "customer")} >= {"Berglunds snabbköp", "Antonio Moreno Taquería"}
    before = everything(company)
    for name in NORTHWIND:
        report = bring(company, folder / f"{name}.csv")
        assert (report.entry, report.sheets[0].unchanged) == (None, report.sheets[0].read), name
    for _name in NORTHWIND:
        undo(company.journal)
    assert not all_of(company, "customer") and not all_of(company, "order") and not all_of(company, "staff")
    for _name in NORTHWIND:
        redo(company.journal)
    assert everything(company) == before


def test_a_card_and_a_text_file_of_one_person_give_the_same(company: Company, tmp_path: Path) -> None:
    from crm_desktop.areas import new_company

    bring(company, SHARED / "contacts" / "all.csv")
    with_text = everything(company)
    with new_company_after(company, tmp_path / "cards.crm", new_company) as other:
        bring(other, SHARED / "contacts" / "all.vcf")
        assert everything(other) == with_text
        report = bring(other, SHARED / "contacts" / "all.csv")
        assert (report.entry, counts(report.sheets[0])) == (None, (0, 0, 1, 0, 0))
    (contact,) = with_text["contact"]
    assert (contact["birthday"], contact["x_anniversary"]) == ("1991-01-20", "1992-02-20")
    assert (len(contact["reach"]), len(contact["addresses"]), contact["tags"]) == (27, 2, ["test"])


def new_company_after(old: Company, path: Path, make: object) -> Company:
    """A new file; only one may be open at a time."""
    old.close()
    return make(path)  # type: ignore[operator, no-any-return]


def test_cards_and_text_files_of_mere_mails_give_the_same(company: Company) -> None:
    bring(company, SHARED / "contacts" / "email.csv")
    people = all_of(company, "contact")
    assert len(people) == 4
    assert counts(bring(company, SHARED / "contacts" / "email.vcf").sheets[0]) == (0, 0, 4, 0, 0)
    assert all_of(company, "contact") == people


def test_the_filled_form_of_a_chinese_program(company: Company) -> None:
    report = bring(company, SHARED / "contacts" / "user1.xlsx").sheets[0]
    assert (report.kind, counts(report)) == ("staff", (1, 0, 0, 0, 0))
    (person,) = all_of(company, "staff")
    assert (person["name"], person["phone"], person["code"]) == ("WEER", "12344574512", "123")
    assert {"男", "实习", "研发中心/测试", "w@qq.com"} <= {str(one) for one in person.values()}


@pytest.mark.parametrize("name", ["user_import_cn.xlsx", "user_import_en.xlsx"])
def test_an_empty_form_brings_nobody(company: Company, name: str) -> None:
    report = bring(company, SHARED / "contacts" / name)
    assert (report.sheets[0].kind, report.sheets[0].read, report.entry) == ("staff", 0, None)


def test_invoices_over_several_rows_are_whole_invoices(company: Company) -> None:
    report = bring(company, SHARED / "sales" / "frappe_books" / "sales_invoices.csv").sheets[0]
    assert (report.kind, report.read, report.created, report.failed) == ("invoice", 28, 10, 0)


def test_items_and_parties_under_two_rows_of_headings(company: Company) -> None:
    folder = SHARED / "sales" / "frappe_books"
    made = [bring(company, folder / name).sheets[0] for name in ("items.csv", "parties.csv")]
    assert [(one.kind, one.created, one.failed) for one in made] == [("product", 11, 0), ("customer", 6, 0)]
    assert {one.get("tax_number") for one in all_of(company, "customer")} == {None, "22ABCIK123401Z5"}


def test_lists_without_headings_come_in_by_their_names(company: Company) -> None:
    folder = SHARED / "sales" / "adventureworks"
    made = [bring(company, folder / name).sheets[0] for name in ("DimReseller.csv", "Vendor.csv", "Product.csv")]
    assert [(one.kind, one.read, one.created, one.failed) for one in made] == [
        ("customer", 701, 701, 0), ("customer", 104, 104, 0), ("product", 504, 504, 0)
    ]  # fmt: skip
    resellers = [one for one in all_of(company, "customer") if one["code"].startswith("AW0")]
    assert (len(resellers), len({one["name"] for one in resellers})) == (701, 699)
    orders = bring(company, folder / "PurchaseOrderHeader.csv").sheets[0]
    assert (orders.kind, orders.read, orders.skipped) == (None, 4012, 4012)


def test_nine_files_hold_seventeen_cards(company: Company) -> None:
    assert sum(bring(company, path).sheets[0].read for path in sorted((SHARED / "vcard").glob("*.vcf"))) == 17


@pytest.mark.parametrize("path", sorted((SHARED / "vcard").glob("*.vcf")), ids=lambda path: path.name)
def test_every_card_comes_in_and_the_second_time_changes_nothing(company: Company, path: Path) -> None:
    report = bring(company, path).sheets[0]
    assert report.kind == "contact" and report.created == report.read > 0
    again = bring(company, path)
    assert (again.entry, again.sheets[0].unchanged) == (None, report.read)


@pytest.mark.parametrize("folder", ["bank", "spreadsheets", "dedupe", "hostile", "sales/frappe_books"])
def test_whatever_else_is_accounted_for_row_by_row(company: Company, folder: str) -> None:
    from crm_desktop.errors import Refused

    for path in sorted((SHARED / folder).iterdir()):
        try:
            report = bring(company, path)
        except Refused:
            continue
        assert all(sheet.read == sheet.sum for sheet in report.sheets), path.name
    assert company.check() == []
