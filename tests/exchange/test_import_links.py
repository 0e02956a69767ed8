"""Records that a list names in its cells: found by code, name or company name, made where they are new."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing
from tests.exchange.lists import TODAY, all_of, bring, bring_rows, counts, csv_file, plans, xlsx_file


@pytest.fixture
def mingyuan(company: Company) -> int:
    return records.save(company, company.entity("customer"), {"name": "上海明远贸易有限公司", "code": "MINGY"})


@pytest.mark.parametrize("word", ["MINGY", "mingy", "上海明远贸易有限公司", "上海明远贸易", "上海 明远贸易 有限公司"])
def test_a_customer_is_found_by_code_name_or_company_name(
    company: Company, tmp_path: Path, mingyuan: int, word: str
) -> None:
    report = bring_rows(company, tmp_path, [("订单号", "客户", "订单日期"), ("A1", word, "2026-01-05")])
    assert (report.created, report.new_linked) == (1, {})
    assert all_of(company, "order")[0]["customer"] == mingyuan


def test_a_new_company_of_a_contact_is_made_once_with_its_name(company: Company, tmp_path: Path) -> None:
    rows = [("姓名", "公司"), ("张伟", "恒达机电"), ("李娜", "恒达机电"), ("王芳", "海川包装厂"), ("赵敏", "")]
    report = bring_rows(company, tmp_path, rows)
    assert (counts(report), report.new_linked) == ((4, 0, 0, 0, 0), {"customer": 2})
    assert [one["name"] for one in all_of(company, "customer")] == ["恒达机电", "海川包装厂"]
    assert [one.get("customer") for one in all_of(company, "contact")] == [1, 1, 2, None]


def test_a_mere_code_that_is_not_there_makes_no_record_and_is_kept(company: Company, tmp_path: Path) -> None:
    rows = [("客户名称", "业务员"), ("明远", "17"), ("恒达", "李娜")]
    report = bring_rows(company, tmp_path, rows)
    assert [one["name"] for one in all_of(company, "staff")] == ["李娜"]
    first, second = all_of(company, "customer")
    assert (first["x_owner_original"], second["owner"]) == ("17", 1)
    assert any("17" in warning for warning in report.warnings)


def test_capitals_are_codes_in_a_column_of_codes_and_names_elsewhere(company: Company, tmp_path: Path) -> None:
    report = bring_rows(company, tmp_path, [("Name", "Company"), ("Ann Lee", "ACME"), ("Bo Poe", "Poe Ltd")])
    assert report.new_linked == {"customer": 2}
    lines = [("OrderID", "CustomerID"), ("1", "VINET"), ("2", "ACME")]
    report = bring_rows(company, tmp_path, lines, name="orders.csv")
    assert counts(report) == (1, 0, 0, 0, 1)
    assert "VINET" in report.failures[0].sentence


def test_a_row_whose_needed_link_is_not_found_fails_alone_and_says_so(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("Order No", "Customer"), ("A1", "Ann Ltd")])
    rows = [("Order No", "Product", "Quantity"), ("A1", "Tea", 2), ("A9", "Tea", 3), ("", "Tea", 1)]
    report = bring_rows(company, tmp_path, rows, name="order lines.csv")
    assert (report.kind, counts(report)) == ("order_line", (1, 0, 0, 0, 2))
    assert [(one.row_number, one.column) for one in report.failures] == [(3, "Order No"), (4, "Order No")]
    assert "A9" in report.failures[0].sentence


def test_links_within_the_list_are_found(company: Company, tmp_path: Path) -> None:
    rows = [("工号", "姓名", "直属上级"), ("2", "张伟", "1"), ("1", "李娜", ""), ("3", "王芳", "张伟")]
    bring_rows(company, tmp_path, rows)
    assert [(one["name"], one.get("boss")) for one in all_of(company, "staff")] == [
        ("张伟", 2), ("李娜", None), ("王芳", 1)
    ]  # fmt: skip
    assert counts(bring_rows(company, tmp_path, rows)) == (0, 0, 3, 0, 0)


def test_sheets_come_in_the_order_in_which_they_need_each_other(company: Company, tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path,
        {
            "Order lines": [("Order No", "Product ID", "Quantity"), ("A1", "P1", 2)],
            "Orders": [("Order No", "Customer ID", "Order Date"), ("A1", "C1", "2026-03-01")],
            "Customers": [("Customer ID", "Customer Name"), ("C1", "Ann Ltd")],
            "Products": [("Product ID", "Product Name"), ("P1", "Tea")],
        },
    )
    report = bring(company, path)
    assert [(sheet.sheet, sheet.created, sheet.failed) for sheet in report.sheets] == [
        ("Order lines", 1, 0), ("Orders", 1, 0), ("Customers", 1, 0), ("Products", 1, 0),
    ]  # fmt: skip
    assert (all_of(company, "order_line")[0]["product"], report.entry is not None) == (1, True)


def test_history_comes_in_with_its_own_date_and_author(company: Company, tmp_path: Path, mingyuan: int) -> None:
    rows = [("客户名称", "跟进内容", "跟进时间", "跟进人", "跟进方式"),
            ("上海明远贸易有限公司", "来电询价", "2026-03-05 14:30", "李娜", "电话"),
            ("没有这家", "寄样品", "2026-03-06", "", "")]  # fmt: skip
    report = bring_rows(company, tmp_path, rows)
    assert (report.kind, report.created) == ("note", 2)
    first, second = all_of(company, "note")
    assert (first["kind"], first["row"], first["at"], first["type"], first["author"]) == (
        "customer", mingyuan, "2026-03-05T14:30:00", "call", 1,
    )  # fmt: skip
    assert "没有这家" in second.values() and "row" not in second


def test_invoices_come_with_their_lines_from_one_list(company: Company, tmp_path: Path) -> None:
    rows = [
        ("Invoice No", "Invoice Date", "Customer", "Item", "Quantity", "Rate", "Tax rate"),
        ("R1", "2026-01-05", "Ann Ltd", "Tea", 2, 5, 13), ("R1", "2026-01-05", "Ann Ltd", "Salt", 1, 3, 13),
        ("R2", "2026-01-06", "Bob Ltd", "Tea", 1, 5, 13),
    ]  # fmt: skip
    report = bring_rows(company, tmp_path, rows)
    assert (report.kind, counts(report)) == ("invoice", (2, 1, 0, 0, 0))
    assert report.new_linked == {"customer": 2, "product": 2}
    first, second = all_of(company, "invoice")
    assert [(line["product"], line["quantity"], line["gross"]) for line in first["lines"]] == [
        (1, 2000, 1130), (2, 1000, 339)
    ]  # fmt: skip
    assert len(second["lines"]) == 1
    assert counts(bring_rows(company, tmp_path, rows)) == (0, 0, 3, 0, 0)


def test_what_would_be_made_is_told_before(company: Company, tmp_path: Path) -> None:
    rows = [("姓名", "公司", "鞋码"), ("张伟", "恒达机电", "42")]
    (plan,) = plans(company, csv_file(tmp_path, rows))
    checked = importing.check(company, plan, today=TODAY)
    assert (checked.created, checked.new_linked) == (1, {"customer": ["恒达机电"]})
    assert checked.new_fields == {"鞋码": "number"}
    assert all_of(company, "customer") == all_of(company, "contact") == []
