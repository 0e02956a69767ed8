"""What becomes of the cells of a list: every value arrives, or is kept and told of."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing
from crm_desktop.exchange.columnreading import fold_all
from crm_desktop.values.text import fold
from tests.exchange.lists import TODAY, all_of, bring, bring_rows, counts, csv_file, numbers_of, plans, xlsx_file


def test_every_value_of_a_customer_list_arrives(company: Company, tmp_path: Path) -> None:
    rows = [
        ("客户名称", "客户编号", "联系人", "手机", "电话", "邮箱", "省份", "城市", "地址", "客户状态", "标签", "备注"),
        ("上海明远贸易有限公司", "C001", "张伟", "138 0013 8000", "021-50000001", "a@example.com", "上海", "上海",
         "长安路1号", "重点客户", "VIP；老客户", "月结"),
    ]  # fmt: skip
    report = bring_rows(company, tmp_path, rows)
    assert (report.kind, counts(report), report.new_linked) == ("customer", (1, 0, 0, 0, 0), {"contact": 1})
    (customer,) = all_of(company, "customer")
    assert {name: customer[name] for name in ("name", "code", "region", "city", "street", "status", "notes")} == {
        "name": "上海明远贸易有限公司", "code": "C001", "region": "上海", "city": "上海", "street": "长安路1号",
        "status": "key", "notes": "月结",
    }  # fmt: skip
    assert sorted(customer["tags"]) == sorted(["VIP", "老客户"])
    assert numbers_of(customer) == [
        ("mobile", "138 0013 8000"), ("phone", "021-50000001"), ("email", "a@example.com")
    ]  # fmt: skip
    (contact,) = all_of(company, "contact")
    assert (contact["name"], contact["family_name"], contact["given_name"]) == ("张伟", "张", "伟")
    assert contact["customer"] == customer["id"]


def test_the_report_counts_the_rows_that_had_a_value(company: Company, tmp_path: Path) -> None:
    report = bring_rows(company, tmp_path, [("Customer", "Phone"), ("Ann Ltd", "1234567"), ("Bob Ltd", None)])
    assert report.filled == {"name": 2, "phone": 1}


def test_several_numbers_in_a_cell_are_told_apart_and_typed_by_what_they_are(company: Company, tmp_path: Path) -> None:
    rows = [("客户名称", "电话"), ("明远贸易", "13800138000 / 021-50000001、13912345678")]
    bring_rows(company, tmp_path, rows)
    assert numbers_of(all_of(company, "customer")[0]) == [
        ("mobile", "13800138000"), ("phone", "021-50000001"), ("mobile", "13912345678")
    ]  # fmt: skip


def test_phones_that_a_workbook_keeps_as_numbers_stay_digits(company: Company, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, {"S": [("客户名称", "手机"), ("明远", 13800138000), ("恒达", 13912345678.0)]})
    bring(company, path)
    assert [numbers_of(one) for one in all_of(company, "customer")] == [
        [("mobile", "13800138000")], [("mobile", "13912345678")]
    ]  # fmt: skip


def test_several_mails_in_a_cell_are_told_apart(company: Company, tmp_path: Path) -> None:
    rows = [
        ("Name", "Company", "Email"), ("Ann Lee", "Lee Ltd", "Ann <a@example.com>"),
        ("Bo Poe", "", "b@example.com; c@example.com"),
    ]  # fmt: skip
    bring_rows(company, tmp_path, rows, into="contact")
    assert [numbers_of(one) for one in all_of(company, "contact")] == [
        [("email", "a@example.com")], [("email", "b@example.com"), ("email", "c@example.com")]
    ]  # fmt: skip


def test_a_bad_mail_is_told_of_and_kept_and_its_row_comes_in(company: Company, tmp_path: Path) -> None:
    rows = [("Name", "Mobile", "Email", "Remarks"), ("Ann Lee", "07700900123", "ann at home", "likes tea")]
    report = bring_rows(company, tmp_path, rows, into="contact")
    assert counts(report) == (1, 0, 0, 0, 0)
    assert [(fault.row_number, fault.column, fault.text) for fault in report.faults] == [(2, "Email", "ann at home")]
    assert all_of(company, "contact")[0]["notes"] == "likes tea\nEmail: ann at home"


def test_dates_are_read_in_the_order_that_the_whole_column_tells(company: Company, tmp_path: Path) -> None:
    rows = [("Order No", "Customer", "Order Date"), ("1", "Ann Ltd", "7/4/2026"), ("2", "Ann Ltd", "7/16/2026")]
    bring_rows(company, tmp_path, rows)
    assert [one["ordered_on"] for one in all_of(company, "order")] == ["2026-07-04", "2026-07-16"]


def test_a_column_of_dates_that_does_not_tell_takes_the_order_of_the_others(company: Company, tmp_path: Path) -> None:
    rows = [
        ("Order No", "Customer", "Order Date", "Shipped Date"),
        ("1", "Ann Ltd", "4/7/2026", "5/7/2026"), ("2", "Ann Ltd", "5/7/2026", "16/7/2026"),
    ]  # fmt: skip
    bring_rows(company, tmp_path, rows)
    assert [one["ordered_on"] for one in all_of(company, "order")] == ["2026-07-04", "2026-07-05"]


def test_dates_with_two_readings_are_told_with_examples_and_can_be_settled(company: Company, tmp_path: Path) -> None:
    rows = [("Order No", "Customer", "Order Date"), ("1", "Ann Ltd", "3/4/2026")]
    (plan,) = plans(company, csv_file(tmp_path, rows))
    checked = importing.check(company, plan, today=TODAY)
    assert checked.ambiguous_dates == {"Order Date": ["3/4/2026"]}
    assert [fault.column for fault in checked.faults] == ["Order Date"]
    plan.date_order = "dmy"
    assert importing.run(company, [plan], today=TODAY).sheets[0].created == 1
    assert all_of(company, "order")[0]["ordered_on"] == "2026-04-03"


def test_serial_numbers_typed_dates_and_moments_are_days(company: Company, tmp_path: Path) -> None:
    rows = [
        ("Order No", "Customer", "Order Date"),
        ("1", "Ann Ltd", 45000), ("2", "Ann Ltd", datetime(2023, 3, 15, 14, 30)), ("3", "Ann Ltd", date(2023, 3, 15)),
        ("4", "Ann Ltd", 20230315), ("5", "Ann Ltd", "2023年3月15日"),
    ]  # fmt: skip
    bring(company, xlsx_file(tmp_path, {"Orders": rows}))
    assert {one["ordered_on"] for one in all_of(company, "order")} == {"2023-03-15"}


def test_a_date_that_is_none_is_kept_and_told_of(company: Company, tmp_path: Path) -> None:
    rows = [("姓名", "手机", "生日"), ("张伟", "13800138000", "2026-13-45"), ("李娜", "13912345678", "1990-05-17")]
    report = bring_rows(company, tmp_path, rows)
    assert [(fault.row_number, fault.column) for fault in report.faults] == [(2, "生日")]
    first, second = all_of(company, "contact")
    assert first["notes"] == "生日: 2026-13-45" and second["birthday"] == "1990-05-17"


def test_shares_written_as_fractions_are_per_cents(company: Company, tmp_path: Path) -> None:
    rows = [
        ("Product", "Product ID", "Price", "Tax rate"), ("Tea", "P1", "￥1,234.50", "0.13"), ("Salt", "P2", "8元", "0"),
    ]  # fmt: skip
    bring_rows(company, tmp_path, rows)
    assert [(one["price"], one["tax_rate"]) for one in all_of(company, "product")] == [(12345000, 1300), (80000, 0)]


def test_shares_written_as_per_cents_stay_as_they_are(company: Company, tmp_path: Path) -> None:
    rows = [("Product", "Product ID", "Tax rate"), ("Tea", "P1", "13%"), ("Salt", "P2", "9")]
    bring_rows(company, tmp_path, rows)
    assert [one["tax_rate"] for one in all_of(company, "product")] == [1300, 900]


def test_an_unknown_word_of_a_choice_is_kept_beside_it(company: Company, tmp_path: Path) -> None:
    rows = [("客户名称", "客户状态"), ("明远", "重点客户"), ("恒达", "观望中")]
    report = bring_rows(company, tmp_path, rows)
    first, second = all_of(company, "customer")
    assert (first["status"], second["status"], second["x_status_original"]) == ("key", "lead", "观望中")
    assert any("观望中" in warning for warning in report.warnings)


@pytest.mark.parametrize(
    ("cells", "type"),
    [
        (["1.5", "20"], "number"), ([3, 4.25], "number"), (["2026-01-31", "2026-02-01"], "day"),
        (["是", "否"], "tick"), ([True, False], "tick"), (["007", "008"], "text"), (["a", "1"], "text"),
        (["12345678901234567890", "1"], "text"), (["3 kg", "4 kg"], "text"), (["1999", "2001"], "text"),
        (["0.0005", "1"], "text"), (["2026-01-31 10:00", "2026-02-01 11:00"], "text"),
    ],
)  # fmt: skip
def test_a_new_field_has_the_type_that_all_its_values_can_have(
    company: Company, tmp_path: Path, cells: list[object], type: str
) -> None:
    rows = [("Customer", "City", "Extra"), *[(f"C{number}", "X", cell) for number, cell in enumerate(cells)]]
    path = xlsx_file(tmp_path, {"S": rows})
    (plan,) = plans(company, path, into="customer")
    assert importing.check(company, plan, today=TODAY).new_fields == {"Extra": type}


def test_an_unknown_column_becomes_a_field_of_the_kind(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "鞋码"), ("明远", "42"), ("恒达", "43.5")])
    column = next(column for column in company.columns(company.entity("customer")).values() if column.custom)
    assert column.title == "鞋码"
    assert [one[column.name] for one in all_of(company, "customer")] == [42000, 43500]


def test_a_kept_column_fills_the_field_of_its_title_the_next_time(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "鞋码"), ("明远", "42")])
    report = bring_rows(company, tmp_path, [("客户名称", "城市", "鞋码"), ("恒达", "苏州", "43")])
    assert report.created == 1
    columns = company.columns(company.entity("customer")).values()
    assert [column.title for column in columns if column.custom] == ["鞋码"]


def test_a_column_may_be_added_to_the_notes(company: Company, tmp_path: Path) -> None:
    rows = [("Customer", "Colour", "Remarks"), ("Ann Ltd", "red", "likes tea")]
    bring_rows(company, tmp_path, rows, mapping={"Colour": "notes+"})
    assert all_of(company, "customer")[0]["notes"] == "likes tea\nColour: red"


def test_parts_of_one_address_are_one_row(company: Company, tmp_path: Path) -> None:
    rows = [
        ("Name", "Company", "Home Street", "Home City", "Home Zip", "Other Street", "Other City", "Other Street 2"),
        ("Ann Lee", "Lee Ltd", "Elm 1", "Leeds", "LS1", "Oak 2", "York", "Ash 3"),
    ]
    bring_rows(company, tmp_path, rows)
    addresses = all_of(company, "contact")[0]["addresses"]
    assert [(one["type"], one["street"], one.get("city")) for one in addresses] == [
        ("home", "Elm 1", "Leeds"), ("other", "Oak 2 Ash 3", "York"),
    ]  # fmt: skip


def test_a_date_in_three_columns_is_one_date(company: Company, tmp_path: Path) -> None:
    rows = [("First Name", "Last Name", "Birth Year", "Birth Month", "Birth Day"), ("Ann", "Lee", "1970", "11", "5"),
            ("Bo", "Poe", "", "2", "3")]  # fmt: skip
    bring_rows(company, tmp_path, rows)
    assert [one["birthday"] for one in all_of(company, "contact")] == ["1970-11-05", "--02-03"]


def test_full_width_signs_and_blanks_do_not_make_another(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "客户编号"), ("明远贸易", "C001")])
    report = bring_rows(company, tmp_path, [("客户名称", "客户编号"), ("明远贸易　", "Ｃ００１")])
    assert counts(report) == (0, 0, 1, 0, 0)


def test_a_long_text_is_kept_whole(company: Company, tmp_path: Path) -> None:
    text = "长" * 40_000
    bring_rows(company, tmp_path, [("客户名称", "备注"), ("明远", text)])
    assert all_of(company, "customer")[0]["notes"] == text


def test_numbers_that_a_spreadsheet_has_damaged_are_told_of_and_recognise_nobody(
    company: Company, tmp_path: Path
) -> None:
    bring_rows(company, tmp_path, [("客户名称", "税号"), ("明远", "910000000000000000")])
    path = xlsx_file(tmp_path, {"S": [("客户名称", "税号"), ("恒达", 910000000000000000)]})
    report = bring(company, path).sheets[0]
    assert report.created == 1 and report.warnings


@given(st.lists(st.one_of(st.none(), st.text(max_size=12)), max_size=12))
@settings(max_examples=400, deadline=None)
def test_folding_a_column_is_folding_each_of_its_texts(texts: list[str | None]) -> None:
    assert fold_all(texts) == [None if text is None else fold(text) for text in texts]


ODD = ["Straße", "ﬁn", "ÉCOLE", "明远 贸易", "ＡＢＣ", "a  b", " x", "İ", "ǆ", "ß|ss", ""]


@given(st.lists(st.sampled_from(ODD), max_size=8))
@settings(max_examples=300, deadline=None)
def test_folding_a_column_of_odd_letters_is_folding_each(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]
