"""What lists of other people do to their cells and columns, and what must hold here: one test a line, by its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.entity import settings
from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing
from crm_desktop.values.places import split_address
from tests.exchange.lists import (
    TODAY,
    all_of,
    bring,
    bring_rows,
    counts,
    csv_file,
    numbers_of,
    plans,
    source_of,
    xlsx_file,
)


@pytest.mark.parametrize(
    "typed",
    ["13800138000", "+86 138 0013 8000", "0086-138-0013-8000", "138.0013.8000", "(021) 5000 0001转8012",
     "021-50000001 ext. 12", "+43 1 234567", "1-415-555-2671"],
)  # fmt: skip
def test_i23_any_writing_of_a_number_is_accepted_and_kept_as_typed(
    company: Company, tmp_path: Path, typed: str
) -> None:
    report = bring_rows(company, tmp_path, [("客户名称", "电话"), ("明远贸易", typed)])
    assert counts(report) == (1, 0, 0, 0, 0) and not report.faults
    assert [value for _type, value in numbers_of(all_of(company, "customer")[0])] == [typed]


def test_i23_another_writing_of_a_number_is_the_same_number(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("姓名", "手机"), ("张伟", "13800138000")])
    again = bring_rows(company, tmp_path, [("姓名", "手机"), ("张伟", "+86 138-0013-8000")])
    assert (counts(again), len(all_of(company, "contact"))) == ((0, 0, 1, 0, 0), 1)


@pytest.mark.parametrize(
    ("country", "first", "second"),
    [("US", "(415) 555-2671", "+1 415 555 2671"), ("AT", "01 2345678", "+43 1 2345678"),
     ("GB", "020 7946 0018 ext. 12", "0044 20 7946 0018x12"), ("HK", "2345 6789", "+852-23456789"),
     ("US", "138 0013 8000", "+86 13800138000"), ("CN", "010-88889999", "+86 10 8888 9999")],
)  # fmt: skip
def test_i23_numbers_without_a_country_code_are_those_of_the_country_in_the_settings(
    company: Company, tmp_path: Path, country: str, first: str, second: str
) -> None:
    settings.change(company, {"country": country})
    bring_rows(company, tmp_path, [("Name", "Phone"), ("Ann Lee", first)], into="contact")
    again = bring_rows(company, tmp_path, [("Name", "Phone"), ("Ann Lee", second)], into="contact")
    assert counts(again) == (0, 0, 1, 0, 0)
    assert [value for _type, value in numbers_of(all_of(company, "contact")[0])] == [first]
    settings.change(company, {"country": ""})


@pytest.mark.parametrize("sign", [" / ", ";", "；", "、", "\n", " 或 "])
def test_i24_several_phones_in_one_cell(company: Company, tmp_path: Path, sign: str) -> None:
    cell = sign.join(("13800138000", "021-50000001转8012", "13912345678"))
    bring_rows(company, tmp_path, [("客户名称", "联系电话", "传真"), ("明远贸易", cell, "021-50000009")])
    assert numbers_of(all_of(company, "customer")[0]) == [
        ("mobile", "13800138000"), ("phone", "021-50000001转8012"), ("mobile", "13912345678"), ("fax", "021-50000009")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("手机：13800138000 电话：021-50000001 传真：021-50000009",
         [("mobile", "13800138000"), ("phone", "021-50000001"), ("fax", "021-50000009")]),
        ("021-50000001 / 021-50000009(传真)", [("phone", "021-50000001"), ("fax", "021-50000009")]),
        ("Tel. 020 7946 0018; Mob: 07700 900123, Fax 020 7946 0019",
         [("phone", "020 7946 0018"), ("mobile", "07700 900123"), ("fax", "020 7946 0019")]),
        ("１３８００１３８０００／１３９１２３４５６７８",
         [("mobile", "１３８００１３８０００"), ("mobile", "１３９１２３４５６７８")]),
        ("030 / 1234567", [("phone", "030 / 1234567")]),
        ("0171/1234567 / 030/7654321", [("phone", "0171/1234567"), ("phone", "030/7654321")]),
        ("+44 20 7946 0018, +44 7400 123456", [("phone", "+44 20 7946 0018"), ("mobile", "+44 7400 123456")]),
        ("13800138000张三 13912345678李四", [("mobile", "13800138000张三"), ("mobile", "13912345678李四")]),
        ("办公 021-50000001 家 021-60000001", [("phone", "办公 021-50000001"), ("phone", "家 021-60000001")]),
        ("(171) 555-7788 ext. 12", [("phone", "(171) 555-7788 ext. 12")]),
    ],
)  # fmt: skip
def test_i24_numbers_with_words_beside_them_and_strokes_within(
    company: Company, tmp_path: Path, cell: str, numbers: list[tuple[str, str]]
) -> None:
    report = bring_rows(company, tmp_path, [("客户名称", "电话"), ("明远贸易", cell)])
    assert numbers_of(all_of(company, "customer")[0]) == numbers
    again = bring_rows(company, tmp_path, [("客户名称", "电话"), ("明远贸易", cell)])
    assert (counts(report), counts(again)) == ((1, 0, 0, 0, 0), (0, 0, 1, 0, 0))


@pytest.mark.parametrize(("heading", "type"), [("传真", "fax"), ("Home Phone", "home_phone")])
def test_i24_several_numbers_in_a_column_of_another_sort(
    company: Company, tmp_path: Path, heading: str, type: str
) -> None:
    rows = [("姓名", "手机", heading), ("张伟", "13800138000", "021-50000008、021-50000009 / 50000010")]
    bring_rows(company, tmp_path, rows, into="contact")
    assert numbers_of(all_of(company, "contact")[0]) == [
        ("mobile", "13800138000"), (type, "021-50000008"), (type, "021-50000009"), (type, "50000010")
    ]  # fmt: skip


def test_i24_further_numbers_are_added_to_those_that_are_there(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("Customer", "Phone"), ("Ann Ltd", "021-50000001")])
    rows = [("Customer", "Mobile", "Phone"), ("Ann Ltd", "13800138000", "021-50000001")]
    report = bring_rows(company, tmp_path, rows)
    assert counts(report) == (0, 1, 0, 0, 0)
    assert sorted(numbers_of(all_of(company, "customer")[0])) == [
        ("mobile", "13800138000"), ("phone", "021-50000001")
    ]  # fmt: skip


def test_i25_rows_with_a_name_and_a_phone_or_only_a_phone_come_in(company: Company, tmp_path: Path) -> None:
    people = [("张伟", "13800138000", ""), ("", "13912345678", ""), ("李娜", "", "l@example.com")]
    rows = [("姓名", "手机", "邮箱"), *people]
    report = bring_rows(company, tmp_path, rows)
    assert (report.kind, counts(report)) == ("contact", (3, 0, 0, 0, 0))
    assert report.filled == {"name": 2, "mobile": 2, "email": 1}
    assert [one["name"] for one in all_of(company, "contact")] == ["张伟", "13912345678", "李娜"]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([("Phone", "Note"), ("+44 20 7946 0018", "called"), ("07400 123456", "")],
         ["+44 20 7946 0018", "07400 123456"]),
        ([("手机",), ("13800138000",), ("13912345678",)], ["13800138000", "13912345678"]),
        ([("姓名", "QQ", "微信"), ("", "12345678", ""), ("", "", "zhangsan")], ["12345678", "zhangsan"]),
        ([("姓名", "家庭电话"), ("", "021-50000001"), ("张伟", "")], ["021-50000001", "张伟"]),
    ],
)  # fmt: skip
def test_i25_people_without_a_name_are_contacts_called_by_what_is_known_of_them(
    company: Company, tmp_path: Path, rows: list[tuple[str, ...]], names: list[str]
) -> None:
    report = bring_rows(company, tmp_path, rows)
    assert (report.kind, counts(report)) == ("contact", (2, 0, 0, 0, 0))
    assert [one["name"] for one in all_of(company, "contact")] == names


def test_i27_a_day_that_is_blank_or_unreadable_is_never_today(company: Company, tmp_path: Path) -> None:
    days = ["31.02.2026", "", "5.3.2026", "00.00.0000", "n/a"]
    rows = [("Order No", "Customer", "Order Date"), *((n, "Ann Ltd", day) for n, day in enumerate(days, 1))]
    bring_rows(company, tmp_path, rows)
    orders = all_of(company, "order")
    assert [one.get("ordered_on") for one in orders] == [None, None, "2026-03-05", None, None]
    assert [one.get("notes") for one in orders] == [
        f"Order Date: {day}" if day and at != 2 else None for at, day in enumerate(days)
    ]
    rows = [("客户", "收款日期", "金额"), ("Ann Ltd", "2026-02-31", "100"), ("Ann Ltd", "2026-03-05", "200")]
    report = bring_rows(company, tmp_path, rows, into="payment")
    assert counts(report) == (1, 0, 0, 0, 1), "a payment needs its day: the row is given back"
    assert [(fault.row_number, fault.column) for fault in report.failures] == [(2, "收款日期")]


def test_i27_the_whole_column_tells_the_order_and_the_impossible_is_kept(company: Company, tmp_path: Path) -> None:
    days = ["03/04/2026"] * 250 + ["07/30/2026", "31/12/20x6", "13/13/2026"]
    rows = [("Order No", "Customer", "Order Date"), *((n, "Ann Ltd", day) for n, day in enumerate(days, 1))]
    report = bring_rows(company, tmp_path, rows)
    read = [one.get("ordered_on") for one in all_of(company, "order")]
    assert set(read[:250]) == {"2026-03-04"} and read[250] == "2026-07-30"
    assert [(one.row_number, one.column, one.text) for one in report.faults] == [
        (253, "Order Date", "31/12/20x6"), (254, "Order Date", "13/13/2026")
    ]  # fmt: skip
    assert [("31/12/20x6" in str(one), "13/13/2026" in str(one)) for one in all_of(company, "order")[251:]] == [
        (True, False), (False, True)
    ]  # fmt: skip


def test_i27_a_column_of_two_readings_asks_once_with_examples(company: Company, tmp_path: Path) -> None:
    rows = [("Order No", "Customer", "Order Date"), (1, "Ann Ltd", "3/4/2026"), (2, "Ann Ltd", "5/6/2026")]
    (sheet,) = plans(company, csv_file(tmp_path, rows))
    asked = importing.check(company, sheet, today=TODAY).ambiguous_dates
    assert list(asked) == ["Order Date"] and sorted(asked["Order Date"]) == ["3/4/2026", "5/6/2026"]
    sheet.date_order = "dmy"
    assert not importing.check(company, sheet, today=TODAY).ambiguous_dates
    importing.run(company, [sheet], today=TODAY)
    assert [one["ordered_on"] for one in all_of(company, "order")] == ["2026-04-03", "2026-06-05"]


def test_i28_every_way_of_writing_a_birthday_in_one_column(company: Company, tmp_path: Path) -> None:
    written = {
        "2024年3月5日": "2024-03-05", "2024.3.5": "2024-03-05", "20240305": "2024-03-05", "'24-3-5": "2024-03-05",
        "2024-03-05 00:00:00": "2024-03-05", "5/3": "--05-03", "5月3日": "--05-03", "农历八月十五": "农历08-15",
        "05-17": "--05-17", "17/5": "--05-17", "五月初五": "农历05-05", "腊月廿三": "农历12-23",
        "农历闰四月初一": "农历闰04-01", "２０２４年３月５日": "2024-03-05", "17 May 1990": "1990-05-17",
    }  # fmt: skip
    rows = [("姓名", "生日"), *((f"甲{n}", text) for n, text in enumerate(written))]
    rows += [("乙", "1.2.1234x"), ("丙", "00-00-0000")]
    report = bring_rows(company, tmp_path, rows, into="contact")
    people = all_of(company, "contact")
    assert [one.get("birthday") for one in people[:-2]] == list(written.values())
    assert [fault.text for fault in report.faults] == ["1.2.1234x", "00-00-0000"]
    assert ["birthday" in one for one in people[-2:]] == [False, False]
    assert "1.2.1234x" in people[-2]["notes"] and "00-00-0000" in people[-1]["notes"]


def test_i28_a_day_that_the_order_of_the_others_makes_impossible_is_read_as_it_can_be(
    company: Company, tmp_path: Path
) -> None:
    rows = [("姓名", "生日"), ("甲", "17/05/1990"), ("乙", "05-17"), ("丙", "3/4"), ("丁", "八月十五")]
    report = bring_rows(company, tmp_path, rows, into="contact")
    assert [one.get("birthday") for one in all_of(company, "contact")] == ["1990-05-17", "--05-17", "--04-03", None]
    assert [fault.text for fault in report.faults] == ["八月十五"], "of which calendar is not said"


def test_i29_amounts_as_people_write_them_and_junk_is_never_nothing(company: Company, tmp_path: Path) -> None:
    written = {
        "￥1,234.50": 123450, "1,234.5元": 123450, "$46939.721": 4693972, "1.234,50": 123450, "(500)": -50000,
        "3.5万": 3500000, "1,000.00": 100000, "0": 0, "１，２３４．５": 123450,
    }  # fmt: skip
    rows = [("商机名称", "客户", "金额"), *((f"商机{n}", "明远贸易", text) for n, text in enumerate(written))]
    rows += [("坏一", "明远贸易", "1.2.3"), ("坏二", "明远贸易", "面议")]
    report = bring_rows(company, tmp_path, rows, into="opportunity")
    deals = all_of(company, "opportunity")
    assert [one["amount"] for one in deals[:-2]] == list(written.values())
    assert [fault.text for fault in report.faults] == ["1.2.3", "面议"]
    assert ["amount" in one for one in deals[-2:]] == [False, False] and "面议" in deals[-1]["notes"]


def test_i29_a_percentage_is_read(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("产品名称", "税率"), ("梨", "5%"), ("桃", "13%")], into="product")
    assert [one["tax_rate"] for one in all_of(company, "product")] == [500, 1300]


@pytest.mark.parametrize(
    ("name", "family", "given", "title"),
    [("张三", "张", "三", None), ("欧阳娜娜", "欧阳", "娜娜", None), ("Zhang San", "Zhang", "San", None),
     ("San, Zhang", "San", "Zhang", None), ("王经理", "王", None, "经理"), ("Dr. Ann Lee", "Lee", "Ann", "Dr."),
     ("Li Wei", "Li", "Wei", None), ("Wei Li", "Li", "Wei", None)],
)  # fmt: skip
def test_i30_a_name_in_one_column_or_in_two(
    company: Company, tmp_path: Path, name: str, family: str, given: str | None, title: str | None
) -> None:
    bring_rows(company, tmp_path, [("姓名", "手机"), (name, "13800138000")], into="contact")
    if given is not None:
        bring_rows(company, tmp_path, [("姓", "名", "手机"), (family, given, "13912345678")], into="contact")
    people = all_of(company, "contact")
    assert len(people) == (2 if given is not None else 1)
    assert [(one["family_name"], one.get("given_name")) for one in people] == [(family, given)] * len(people)
    assert people[0].get("salutation") == title


def test_i31_a_text_is_kept_whole_or_refused_with_the_reason(company: Company, tmp_path: Path) -> None:
    long, too_long = "长" * 60_000, "👍🏽" * 600_000
    rows = [("客户名称", "备注"), ("明远贸易", long), ("恒达机电", too_long)]
    report = bring_rows(company, tmp_path, rows)
    stored = [one.get("notes", "") for one in all_of(company, "customer")]
    assert stored[0] == long
    assert stored[1:] == [too_long] or report.faults or report.failures


def test_i32_a_bad_mail_is_a_warning_on_its_cell_and_the_row_goes_in(company: Company, tmp_path: Path) -> None:
    rows = [("Name", "Mobile", "Email"), ("Ann Lee", "07700900123", "ann at home"), ("Bo Poe", "", "bo@example.com")]
    report = bring_rows(company, tmp_path, rows, into="contact")
    assert counts(report) == (2, 0, 0, 0, 0)
    assert [(fault.row_number, fault.column, fault.text) for fault in report.faults] == [(2, "Email", "ann at home")]
    ann, bo = all_of(company, "contact")
    assert ann["notes"] == "Email: ann at home" and ("email", "bo@example.com") in numbers_of(bo)


@pytest.mark.parametrize(
    ("cell", "mails", "kept"),
    [
        ("bo@example.com; bad", ["bo@example.com"], "Email: bo@example.com; bad"),
        ("Bo <bo@example.com>, jo@example.com", ["bo@example.com", "jo@example.com"], None),
        ("mailto:bo@example.com", ["bo@example.com"], None), ("bo＠example.com", ["bo＠example.com"], None),
        ("bo @ example.com", [], "Email: bo @ example.com"), ("bo@example", [], "Email: bo@example"),
    ],
)  # fmt: skip
def test_i32_of_a_cell_with_several_mails_the_good_ones_come_in_and_the_rest_is_told(
    company: Company, tmp_path: Path, cell: str, mails: list[str], kept: str | None
) -> None:
    report = bring_rows(company, tmp_path, [("Name", "Email"), ("Bo Poe", cell)], into="contact")
    (bo,) = all_of(company, "contact")
    assert [value for _type, value in numbers_of(bo)] == mails
    assert (bo.get("notes"), [fault.text for fault in report.faults]) == (kept, [cell] if kept else [])


def test_i33_an_unknown_or_blank_choice_overwrites_no_good_one(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "客户状态"), ("明远贸易", "重点客户"), ("恒达机电", "重点客户")])
    rows = [("客户名称", "客户状态"), ("明远贸易", "观望"), ("恒达机电", "")]
    rows += [("海川包装", "观望"), ("新友", "潜在客户")]
    report = bring_rows(company, tmp_path, rows, match="overwrite")
    assert [one["status"] for one in all_of(company, "customer")] == ["key", "key", "lead", "lead"]
    told = [warning for warning in report.warnings if "观望" in warning]
    assert len(told) == 1, "asked once for each word, not for each row"
    assert [("观望" in str(one)) for one in all_of(company, "customer")] == [True, False, True, False]


def test_i41_headings_in_any_order_and_unknown_ones_as_field_note_or_nothing(company: Company, tmp_path: Path) -> None:
    rows = [("皮肤", "手机", "喜好", "姓名", "密码"), ("干性", "13800138000", "茶", "张伟", "x1")]
    path = csv_file(tmp_path, rows)
    (sheet,) = plans(company, path)
    assert sheet.kind == "contact"
    assert list(sheet.mapping.values()) == ["custom:皮肤", "mobile", "custom:喜好", "name", "custom:密码"]
    bring(company, path, mapping={"喜好": "notes+", "密码": ""})
    (one,) = all_of(company, "contact")
    assert (one["name"], one["notes"]) == ("张伟", "喜好: 茶")
    assert "干性" in one.values() and "x1" not in str(one)


def test_i42_a_mapping_is_remembered_before_the_import_runs(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv_file(tmp_path, [("姓名", "手机", "喜好"), ("张伟", "13800138000", "茶")])
    sheets = plans(company, path, mapping={"喜好": "nickname"})

    def power_cut(*_words: object) -> None:
        raise OSError("no power")

    with monkeypatch.context() as patch:
        patch.setattr(importing, "store", power_cut)
        with pytest.raises(OSError, match="no power"):
            importing.run(company, sheets, today=TODAY, source=path)
    assert all_of(company, "contact") == []
    later = csv_file(tmp_path, [("姓名", "手机", "喜好"), ("李娜", "13912345678", "咖啡")], "later.csv")
    (sheet,) = plans(company, later)
    assert [(one.target, one.why) for one in sheet.columns] == [
        ("name", "remembered"), ("mobile", "remembered"), ("nickname", "remembered")
    ]  # fmt: skip
    (edited,) = plans(company, later, mapping={"喜好": "notes"})
    assert edited.mapping["喜好"] == "notes"


def test_i43_every_field_is_a_target(company: Company, tmp_path: Path) -> None:
    rows = [
        ("客户名称", "客户编号", "发票抬头", "税号", "负责人", "创建时间", "标签", "皮肤"),
        ("明远贸易", "C-7", "明远贸易有限公司", "91310000MA1K3YJ12X", "李娜", "2020-01-02", "VIP;老客户", "干性"),
    ]
    bring_rows(company, tmp_path, [("姓名", "工号"), ("李娜", "7")], "staff.csv", into="staff")
    bring_rows(company, tmp_path, rows, into="customer")
    (one,) = all_of(company, "customer")
    assert (one["code"], one["tax_title"], one["tax_number"]) == ("C-7", "明远贸易有限公司", "91310000MA1K3YJ12X")
    assert (one["owner"], one["created"]) == (all_of(company, "staff")[0]["id"], "2020-01-02")
    assert sorted(one["tags"]) == ["VIP", "老客户"] and "干性" in one.values()
    bring_rows(company, tmp_path, [("客户名称", "皮肤"), ("恒达机电", "油性")], "again.csv", into="customer")
    first, second = all_of(company, "customer")
    assert {name for name, value in first.items() if value == "干性"} == {
        name for name, value in second.items() if value == "油性"
    }


def test_i44_a_company_and_several_of_its_people_in_one_sheet(company: Company, tmp_path: Path) -> None:
    rows = [
        ("公司名称", "税号", "联系人", "联系人手机"),
        ("上海明远贸易有限公司", "91310000MA1K3YJ12X", "张伟", "13800138000"),
        ("上海明远贸易有限公司", "", "李娜", "13912345678"),
        ("明远贸易（新名）", "91310000MA1K3YJ12X", "王芳", "13700001111"),
        ("苏州恒达机电有限公司", "", "赵强", "13600002222"),
    ]
    bring_rows(company, tmp_path, rows)
    customers = {one["id"]: one["name"] for one in all_of(company, "customer")}
    assert list(customers.values()) == ["上海明远贸易有限公司", "苏州恒达机电有限公司"]
    assert [(one["name"], customers[one["customer"]]) for one in all_of(company, "contact")] == [
        ("张伟", "上海明远贸易有限公司"), ("李娜", "上海明远贸易有限公司"), ("王芳", "上海明远贸易有限公司"),
        ("赵强", "苏州恒达机电有限公司"),
    ]  # fmt: skip


def test_i44_invoices_make_the_customers_that_they_name(company: Company, tmp_path: Path) -> None:
    rows = [("Invoice No", "Customer", "Date"), ("I-1", "Ann Ltd", "2026-01-05"), ("I-2", "Ann Ltd", "2026-01-06")]
    report = bring_rows(company, tmp_path, rows)
    assert (report.kind, report.created, report.new_linked) == ("invoice", 2, {"customer": 1})
    (customer,) = all_of(company, "customer")
    assert [one["customer"] for one in all_of(company, "invoice")] == [customer["id"]] * 2


def test_i45_history_comes_in_with_its_own_date_and_author(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("姓名", "工号"), ("李娜", "7")], "staff.csv", into="staff")
    bring_rows(company, tmp_path, [("客户名称", "客户编号"), ("明远贸易", "C-7")], "customers.csv")
    rows = [
        ("客户名称", "跟进时间", "跟进方式", "跟进人", "跟进内容"),
        ("明远贸易", "2024-03-05 14:30", "电话", "李娜", "问价格，要样品"),
        ("明远贸易", "2024-03-09", "拜访", "李娜", "签了合同"),
    ]
    report = bring_rows(company, tmp_path, rows, "history.csv")
    assert (report.kind, counts(report)) == ("note", (2, 0, 0, 0, 0))
    (staff,), (customer,) = all_of(company, "staff"), all_of(company, "customer")
    notes = all_of(company, "note")
    assert [(one["at"][:16], one["author"], one["kind"], one["row"], one["text"]) for one in notes] == [
        ("2024-03-05T14:30", staff["id"], "customer", customer["id"], "问价格，要样品"),
        ("2024-03-09T00:00", staff["id"], "customer", customer["id"], "签了合同"),
    ]  # fmt: skip
    assert notes[0]["type"] == "call"


@pytest.mark.parametrize("heading", ["完成日期", "Date Completed", "完成时间"])
def test_i45_tasks_that_were_done_come_in_as_done_on_their_own_day(
    company: Company, tmp_path: Path, heading: str
) -> None:
    bring_rows(company, tmp_path, [("客户名称",), ("明远贸易",)], "customers.csv")
    rows = [("任务", "客户", "截止日期", heading, "负责人"), ("回电", "明远贸易", "2024-05-01", "2024-05-03", "李娜"),
            ("寄样品", "明远贸易", "2024-05-02", "", "李娜")]  # fmt: skip
    report = bring_rows(company, tmp_path, rows, "tasks.csv")
    assert (report.kind, counts(report)) == ("task", (2, 0, 0, 0, 0))
    (staff,) = all_of(company, "staff")
    done, open_ = all_of(company, "task")
    assert (done["due"], done["done_at"][:10], done["owner"]) == ("2024-05-01", "2024-05-03", staff["id"])
    assert (open_["due"], open_.get("done_at"), open_["owner"]) == ("2024-05-02", None, staff["id"])


def test_i46_synonyms_in_both_languages_are_one_column(company: Company, tmp_path: Path) -> None:
    for word in ("手机", "移动电话", "手机号码", "mobile", "Cell", "cell phone", "Mobile Phone", "MOBILE_NO."):
        (sheet,) = plans(company, csv_file(tmp_path, [("姓名", word), ("张伟", "13800138000")]), into="contact")
        assert sheet.mapping[word] == "mobile", word


def test_i47_several_columns_fill_one_field_and_one_fills_several(company: Company, tmp_path: Path) -> None:
    rows = [
        ("客户名称", "区县", "路名", "所在地"), ("明远贸易", "浦东新区", "张江路88号", ""),
        ("恒达机电", "", "", "江苏省苏州市工业园区星湖街1号"),
    ]  # fmt: skip
    chosen = {"区县": "street", "路名": "street", "所在地": "whole_address"}
    bring_rows(company, tmp_path, rows, into="customer", mapping=chosen)
    joined, split = all_of(company, "customer")
    assert joined["street"] == "浦东新区张江路88号"
    assert (split["region"], split["city"], split["street"]) == ("江苏省", "苏州市", "工业园区星湖街1号")


def test_i47_joined_and_split_on_the_command_line_too(tmp_path: Path) -> None:
    from crm_desktop.areas import open_company
    from crm_desktop.cli import main

    path = csv_file(tmp_path, [("联系人", "区县", "路名"), ("张伟", "A区", "B路1号")])
    more = csv_file(tmp_path, [("联系人", "所在地"), ("李娜", "上海市徐汇区漕溪路9号")], "more.csv")
    book = str(tmp_path / "made.crm")
    into = ["--file", book, "--into", "contact"]
    assert main(["import", str(path), *into, "--map", "区县=street", "--map", "路名=street"]) == 0
    assert main(["import", str(more), *into, "--map", "所在地=whole_address"]) == 0
    with open_company(Path(book)) as company:
        one, two = all_of(company, "contact")
    assert (one["name"], one["family_name"], one["given_name"], one["street"]) == ("张伟", "张", "伟", "A区B路1号")
    assert (two["region"], two["city"], two["street"]) == ("上海市", "上海市", "徐汇区漕溪路9号")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("广东深圳南山区科技园1号", ("广东省", "深圳", "南山区科技园1号")),
        ("内蒙古自治区 呼和浩特市 新城区", ("内蒙古自治区", "呼和浩特市", "新城区")),
        ("杭州市西湖区文三路2号", (None, "杭州市", "西湖区文三路2号")),
        ("12 High Street, London", (None, None, "12 High Street, London")),
        ("", (None, None, None)),
    ],
)
def test_i47_an_address_in_one_piece(text: str, parts: tuple[str | None, ...]) -> None:
    assert split_address(text) == parts


def test_hidden_sheets_are_left_out_with_a_sentence(company: Company, tmp_path: Path) -> None:
    import openpyxl

    path = xlsx_file(tmp_path, {"客户": [("客户名称",), ("明远贸易",)], "旧": [("客户名称",), ("恒达机电",)]})
    book = openpyxl.load_workbook(path)
    book["旧"].sheet_state = "hidden"
    book.save(path)
    assert [table.hidden for table in source_of(company, path).tables] == [False, True]
    shown, hidden = plans(company, path)
    assert (shown.kind, hidden.kind) == ("customer", None) and "旧" in hidden.why


def test_a_number_that_a_spreadsheet_has_cut_is_kept_and_marked(company: Company, tmp_path: Path) -> None:
    report = bring_rows(company, tmp_path, [("姓名", "手机"), ("张伟", "1.38E+10"), ("李娜", "13912345678")])
    assert [(fault.row_number, fault.column, fault.text) for fault in report.faults] == [(2, "手机", "1.38E+10")]
    assert numbers_of(all_of(company, "contact")[0]) == [("mobile", "1.38E+10")]
