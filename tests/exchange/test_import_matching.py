"""Which rows mean a record that is there already, or one another: exactly, and never the wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing
from tests.exchange.lists import TODAY, all_of, bring_rows, counts, csv_file, numbers_of, plans

CUSTOMERS = [
    ("客户名称", "客户编号", "手机", "邮箱", "城市"),
    ("明远贸易有限公司", "C1", "13800138000", "a@example.com", "上海"),
    ("恒达机电有限公司", "C2", "13912345678", "b@example.com", "苏州"),
]
PEOPLE = ("姓名", "手机", "邮箱", "职位")


def entries(company: Company) -> int:
    return int(company.execute("SELECT count(*) FROM journal_entry").fetchone()[0])


def test_the_same_list_a_second_time_changes_nothing(company: Company, tmp_path: Path) -> None:
    assert counts(bring_rows(company, tmp_path, CUSTOMERS)) == (2, 0, 0, 0, 0)
    before, done = all_of(company, "customer"), entries(company)
    report = bring_rows(company, tmp_path, CUSTOMERS)
    assert counts(report) == (0, 0, 2, 0, 0)
    assert (all_of(company, "customer"), entries(company)) == (before, done)


def test_a_list_with_everything_a_second_time_changes_nothing(company: Company, tmp_path: Path) -> None:
    rows = [
        ("客户名称", "联系人", "联系人手机", "电话", "收货地址", "收货城市", "标签", "鞋码", "客户状态", "负责人",
         "口味"),
        ("明远贸易", "张伟", "13800138000", "021-50000001、021-50000002", "长安路1号", "上海", "VIP;老", "42", "未知",
         "王五", "x"),
        ("恒达机电", "李娜", "", "bad", "", "苏州", "", "abc", "", "5", ""),
    ]  # fmt: skip
    bring_rows(company, tmp_path, rows)
    before = {kind: all_of(company, kind) for kind in ("customer", "contact", "staff")}
    report = bring_rows(company, tmp_path, rows)
    assert counts(report) == (0, 0, 2, 0, 0)
    assert {kind: all_of(company, kind) for kind in before} == before


def test_a_revised_list_fills_blanks_and_leaves_what_differs(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    rows = [("客户名称", "客户编号", "城市", "邮编"), ("明远贸易有限公司", "C1", "北京", "200000")]
    report = bring_rows(company, tmp_path, rows)
    assert counts(report) == (0, 1, 0, 0, 0)
    customer = all_of(company, "customer")[0]
    assert (customer["city"], customer["postcode"]) == ("上海", "200000")
    (difference,) = report.differences
    assert (difference.row, difference.column, difference.kept, difference.offered) == (1, "city", "上海", "北京")


def test_overwriting_lets_the_list_win_but_never_with_a_blank(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    rows = [
        ("客户编号", "客户名称", "城市", "邮箱"), ("C1", "明远贸易有限公司", "北京", "c@example.com"),
        ("C2", "", "", ""),
    ]  # fmt: skip
    report = bring_rows(company, tmp_path, rows, match="overwrite")
    assert counts(report) == (0, 1, 1, 0, 0)
    first, second = all_of(company, "customer")
    assert (first["city"], second["city"]) == ("北京", "苏州")
    assert [value for type, value in numbers_of(first) if type == "email"] == ["a@example.com", "c@example.com"]


def test_skipping_leaves_records_that_are_there_alone(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    before = all_of(company, "customer")
    rows = [*CUSTOMERS[:1], ("明远贸易有限公司", "C1", "", "new@example.com", "北京"), ("新客户", "C3", "", "", "")]
    assert counts(bring_rows(company, tmp_path, rows, match="skip")) == (1, 0, 0, 1, 0)
    assert all_of(company, "customer")[:2] == before


def test_making_all_anew_looks_for_nobody(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    assert counts(bring_rows(company, tmp_path, CUSTOMERS, match="new")) == (2, 0, 0, 0, 0)


def test_a_list_without_names_updates_by_number(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    report = bring_rows(company, tmp_path, [("客户编号", "邮编"), ("C2", "215000"), ("C9", "1")], into="customer")
    assert counts(report) == (0, 1, 0, 0, 1)
    assert report.failures[0].row_number == 3
    assert all_of(company, "customer")[1]["postcode"] == "215000"


@pytest.mark.parametrize("column", ["mobile", "email"])
def test_a_person_is_recognised_by_number_or_mail(company: Company, tmp_path: Path, column: str) -> None:
    bring_rows(company, tmp_path, [PEOPLE, ("张伟", "13800138000", "a@example.com", "")], into="contact")
    row = ("张伟", "+86 138-0013-8000", "", "经理") if column == "mobile" else ("张伟", "", "A@Example.com", "经理")
    report = bring_rows(company, tmp_path, [PEOPLE, row], into="contact")
    assert counts(report) == (0, 1, 0, 0, 0)
    (contact,) = all_of(company, "contact")
    assert contact["job_title"] == "经理" and len(contact["reach"]) == 2


def test_two_of_one_name_with_other_mobiles_stay_two(company: Company, tmp_path: Path) -> None:
    rows = [PEOPLE, ("张伟", "13800138000", "", ""), ("张伟", "13912345678", "", "")]
    assert counts(bring_rows(company, tmp_path, rows, into="contact")) == (2, 0, 0, 0, 0)
    assert counts(bring_rows(company, tmp_path, rows, into="contact")) == (0, 0, 2, 0, 0)
    third = [PEOPLE, ("张伟", "13700001111", "", "")]
    assert counts(bring_rows(company, tmp_path, third, into="contact")) == (1, 0, 0, 0, 0)


def test_two_of_one_name_and_company_are_one(company: Company, tmp_path: Path) -> None:
    rows = [("姓名", "公司", "部门"), ("张伟", "明远", ""), ("张伟", "明远", "财务"), ("张伟", "恒达", "")]
    assert counts(bring_rows(company, tmp_path, rows)) == (2, 1, 0, 0, 0)
    assert [one.get("department") for one in all_of(company, "contact")] == ["财务", None]


def test_two_of_one_name_with_other_birthdays_stay_two(company: Company, tmp_path: Path) -> None:
    rows = [("姓名", "生日", "职位"), ("张伟", "1990-01-01", "经理"), ("张伟", "1985-02-02", "会计")]
    assert counts(bring_rows(company, tmp_path, rows)) == (2, 0, 0, 0, 0)
    assert counts(bring_rows(company, tmp_path, rows)) == (0, 0, 2, 0, 0)


def test_customers_of_one_name_and_other_numbers_stay_two(company: Company, tmp_path: Path) -> None:
    rows = [("客户名称", "客户编号"), ("明远贸易有限公司", "C1"), ("明远贸易有限公司", "C2")]
    assert counts(bring_rows(company, tmp_path, rows)) == (2, 0, 0, 0, 0)
    assert counts(bring_rows(company, tmp_path, rows)) == (0, 0, 2, 0, 0)


def test_a_shared_switchboard_does_not_make_two_companies_one(company: Company, tmp_path: Path) -> None:
    rows = [("客户名称", "电话"), ("明远贸易有限公司", "021-50000001"), ("恒达机电有限公司", "021-50000001")]
    assert counts(bring_rows(company, tmp_path, rows)) == (2, 0, 0, 0, 0)
    report = bring_rows(company, tmp_path, [rows[0], ("新光食品厂", "021-50000001")], name="more.csv")
    assert report.created == 1
    assert "kept apart" in report.warnings[-1]
    assert counts(bring_rows(company, tmp_path, rows)) == (0, 0, 2, 0, 0)


def test_a_shared_number_joins_names_that_may_be_one(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "手机"), ("上海明远贸易有限公司", "13800138000")])
    report = bring_rows(company, tmp_path, [("客户名称", "手机", "城市"), ("明远贸易", "13800138000", "上海")])
    assert counts(report) == (0, 1, 0, 0, 0)
    assert [difference.column for difference in report.differences] == ["name"]


def test_a_row_that_fits_two_records_is_left_out_with_both_named(company: Company, tmp_path: Path) -> None:
    rows = [PEOPLE, ("张伟", "13800138000", "", ""), ("张伟", "", "b@example.com", ""), ("李娜", "13700001111", "", "")]
    bring_rows(company, tmp_path, [*rows[:2], rows[3]], into="contact")
    records.save(
        company, company.entity("contact"), {"name": "张伟"},
        children={"reach": [{"type": "email", "value": "b@example.com"}]},
    )  # fmt: skip
    before = all_of(company, "contact")
    report = bring_rows(company, tmp_path, [PEOPLE, ("张伟", "13800138000", "b@example.com", "经理")], into="contact")
    assert counts(report) == (0, 0, 0, 0, 1)
    assert "several records" in report.failures[0].sentence and "张伟" in report.failures[0].sentence
    assert all_of(company, "contact") == before


def test_twins_in_a_list_are_one_record_and_nothing_of_them_is_lost(company: Company, tmp_path: Path) -> None:
    rows = [
        ("客户名称", "客户编号", "电话", "城市", "备注", "标签"),
        ("明远贸易有限公司", "C1", "021-50000001", "上海", "月结", "VIP"),
        ("恒达机电有限公司", "C2", "", "", "", ""),
        ("明远贸易有限公司", "C1", "021-50000002", "北京", "怕吵", "老客户"),
        ("恒达机电有限公司", "C2", "", "", "", ""),
    ]
    (plan,) = plans(company, csv_file(tmp_path, rows))
    assert importing.check(company, plan, today=TODAY).twins == [(4, 2), (5, 3)]
    report = bring_rows(company, tmp_path, rows)
    assert counts(report) == (2, 1, 1, 0, 0)
    first = all_of(company, "customer")[0]
    assert [value for _type, value in numbers_of(first)] == ["021-50000001", "021-50000002"]
    assert (first["city"], first["notes"]) == ("上海", "月结\n怕吵\n城市: 北京")
    assert sorted(first["tags"]) == sorted(["VIP", "老客户"])
    assert counts(bring_rows(company, tmp_path, rows)) == (0, 0, 4, 0, 0)


def test_several_people_of_one_company_in_one_list(company: Company, tmp_path: Path) -> None:
    rows = [
        ("客户名称", "联系人", "手机"), ("明远贸易有限公司", "张伟", "13800138000"),
        ("明远贸易有限公司", "李娜", "13912345678"), ("明远贸易有限公司", "张伟", "13800138000"),
    ]  # fmt: skip
    report = bring_rows(company, tmp_path, rows, into="customer")
    assert (counts(report), report.new_linked) == ((1, 1, 1, 0, 0), {"contact": 2})
    assert [(one["name"], numbers_of(one)) for one in all_of(company, "contact")] == [
        ("张伟", [("mobile", "13800138000")]), ("李娜", [("mobile", "13912345678")]),
    ]  # fmt: skip
    assert counts(bring_rows(company, tmp_path, rows, into="customer")) == (0, 0, 3, 0, 0)


def test_a_new_person_to_ask_for_updates_the_customer(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "联系人"), ("明远", "张伟")])
    report = bring_rows(company, tmp_path, [("客户名称", "联系人", "联系人职务"), ("明远", "李娜", "会计")])
    assert counts(report) == (0, 1, 0, 0, 0)
    assert [one["name"] for one in all_of(company, "contact")] == ["张伟", "李娜"]


def test_equal_lines_of_an_order_are_so_many_lines(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("Order No", "Customer"), ("A1", "Ann Ltd")], name="orders.csv")
    bring_rows(company, tmp_path, [("Product", "Product ID"), ("Tea", "P1")], name="products.csv")
    lines = [("Order No", "Product ID", "Quantity", "Unit price"), ("A1", "P1", 2, 5), ("A1", "P1", 2, 5)]
    assert counts(bring_rows(company, tmp_path, lines)) == (2, 0, 0, 0, 0)
    assert counts(bring_rows(company, tmp_path, lines)) == (0, 0, 2, 0, 0)
    assert counts(bring_rows(company, tmp_path, [*lines, lines[1]])) == (1, 0, 2, 0, 0)


def test_rows_without_any_key_are_there_already_where_all_is_alike(company: Company, tmp_path: Path) -> None:
    rows = [("客户", "开票日期", "备注"), ("明远", "2026-01-05", "草稿"), ("明远", "2026-01-05", "草稿")]
    assert counts(bring_rows(company, tmp_path, rows, into="invoice")) == (2, 0, 0, 0, 0)
    assert counts(bring_rows(company, tmp_path, rows, into="invoice")) == (0, 0, 2, 0, 0)


def test_a_number_that_must_be_unique_is_refused_for_its_row_alone(company: Company, tmp_path: Path) -> None:
    rows = [("Order No", "Customer"), ("A1", "Ann Ltd"), ("A2", "Ann Ltd")]
    bring_rows(company, tmp_path, rows[:2])
    report = bring_rows(company, tmp_path, rows, match="new")
    assert counts(report) == (1, 0, 0, 0, 1)
    assert (report.failures[0].row_number, report.failures[0].column) == (2, "Order No")


def test_a_match_is_shown_with_what_it_was_recognised_by(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, CUSTOMERS)
    (plan,) = plans(company, csv_file(tmp_path, CUSTOMERS))
    checked = importing.check(company, plan, today=TODAY)
    assert [(match.row_number, match.title, match.by) for match in checked.matches] == [
        (2, "明远贸易有限公司", ("code", "mobile", "email")), (3, "恒达机电有限公司", ("code", "mobile", "email")),
    ]  # fmt: skip
    assert checked.outcomes == ["unchanged", "unchanged"]


def test_a_change_that_the_kind_refuses_fails_its_row_alone(company: Company, tmp_path: Path) -> None:
    rows = [("Invoice No", "Customer", "Invoice Date", "Due"), ("R1", "Ann Ltd", "2026-03-10", "2026-03-20")]
    bring_rows(company, tmp_path, rows)
    changed = [rows[0], ("R1", "Ann Ltd", "2026-03-10", "2026-01-01"), ("R2", "Ann Ltd", "2026-03-10", "2026-01-01")]
    report = bring_rows(company, tmp_path, changed, match="overwrite")
    assert counts(report) == (0, 0, 0, 0, 2)
    assert {failure.column for failure in report.failures} == {"Due"}
    assert all_of(company, "invoice")[0]["due_on"] == "2026-03-20"


def test_what_follows_from_a_change_is_worked_out_along(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("Order No", "Customer"), ("A1", "Ann Ltd")], name="orders.csv")
    lines = [("Order No", "Product", "Description", "Quantity", "Unit price"), ("A1", "Tea", "loose", 2, 5)]
    bring_rows(company, tmp_path, lines, into="order_line")
    assert all_of(company, "order_line")[0]["net"] == 1000
    more = [(*lines[0], "Tax rate"), (*lines[1], 13)]
    assert counts(bring_rows(company, tmp_path, more, into="order_line")) == (0, 1, 0, 0, 0)
    assert all_of(company, "order_line")[0]["gross"] == 1130
    rows = [("Customer", "Invoice Date", "Status"), ("Ann Ltd", "2026-03-10", "Draft")]
    bring_rows(company, tmp_path, rows, into="invoice")
    assert "number" not in all_of(company, "invoice")[0]


@pytest.mark.parametrize("named", ["明远贸易", "上海明远贸易有限公司", "恒达机电"])
def test_i55_another_customer_number_outweighs_a_shared_phone(company: Company, tmp_path: Path, named: str) -> None:
    heads = ("客户编号", "客户名称", "电话")
    bring_rows(company, tmp_path, [heads, ("C-1", "明远贸易", "021-50000001")])
    report = bring_rows(company, tmp_path, [heads, ("C-2", named, "021-50000001")])
    assert (counts(report), report.differences) == ((1, 0, 0, 0, 0), [])
    assert [(one["code"], one["name"]) for one in all_of(company, "customer")] == [("C-1", "明远贸易"), ("C-2", named)]
    said = "Row 2: Phone also belongs to “明远贸易”, which has another number; they are kept apart."
    assert [warning for warning in report.warnings if "明远贸易" in warning] == [said]
    again = bring_rows(company, tmp_path, [heads, ("C-2", named, "021-50000001")])
    assert (counts(again), again.warnings) == ((0, 0, 1, 0, 0), [])
