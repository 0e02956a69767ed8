"""Lines of the acceptance list that reading alone does not prove: what arrives in the company file."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from crm_desktop.entity.company import Company
from crm_desktop.entity.content import content_hash
from crm_desktop.entity.tags import tags_of
from crm_desktop.exchange import importing
from crm_desktop.exchange.filling_down import fill_down, leave_blank
from crm_desktop.exchange.reading import read
from crm_desktop.store.undo import undo
from tests.exchange.binary_sheets import xls, xlsb
from tests.exchange.lists import TODAY, all_of, bring, bring_rows, counts, csv_file, numbers_of, plans, xlsx_file
from tests.exchange.reading_files import changed_part


def test_i08_several_sheets_come_in_as_one_change_and_a_hidden_one_stays_out(company: Company, tmp_path: Path) -> None:
    sheets = {
        "客户": [("客户名称", "城市"), ("明远贸易", "上海"), ("恒达机电", "苏州")],
        "联系人": [("姓名", "公司", "手机"), ("张伟", "明远贸易", "13800138000")],
        "旧客户": [("客户名称",), ("旧友",)],
    }
    path = xlsx_file(tmp_path, sheets)
    book = openpyxl.load_workbook(path)
    book["旧客户"].sheet_state = "hidden"
    book.save(path)
    before = content_hash(company)
    report = bring(company, path)
    assert [(one.kind, one.created, one.skipped) for one in report.sheets] == [
        ("customer", 2, 0), ("contact", 1, 0), (None, 0, 1)
    ]  # fmt: skip
    assert report.sheets[2].warnings == ["“旧客户” is a hidden sheet; it is left out."]
    (contact,), customers = all_of(company, "contact"), all_of(company, "customer")
    assert contact["customer"] == customers[0]["id"]
    undo(company.journal)
    assert content_hash(company) == before


@pytest.mark.parametrize("typed", ["13800138000.0", "1.38001380E10", "1.3800138000E+10", "1.38001380e+10"])
@pytest.mark.parametrize("heading", ["手机", "电话"])
def test_i20_a_number_that_became_a_float_comes_in_whole(
    company: Company, tmp_path: Path, typed: str, heading: str
) -> None:
    report = bring_rows(company, tmp_path, [("姓名", heading), ("张三", typed)], into="contact")
    assert numbers_of(all_of(company, "contact")[0]) == [("mobile", "13800138000")]
    assert report.faults == []
    again = bring_rows(company, tmp_path, [("姓名", "手机"), ("张三", "138 0013 8000")], into="contact")
    assert counts(again) == (0, 0, 1, 0, 0)


def test_i22_a_damaged_number_is_told_in_its_cell_and_matches_nobody(company: Company, tmp_path: Path) -> None:
    first = [("客户名称", "税号", "银行账号"), ("明远", "910000000000000000", "6222021234567890000")]
    bring_rows(company, tmp_path, first)
    rows = [("客户名称", "税号", "银行账号"), ("恒达", 910000000000000000, 6222021234567890000)]
    path = xlsx_file(tmp_path, {"S": rows})
    (sheet,) = plans(company, path, into="customer")
    assert set(sheet.suspect) == {(2, 1), (2, 2)}
    report = importing.run(company, [sheet], today=TODAY).sheets[0]
    assert report.created == 1, "the same damaged number is no sign of the same company"
    assert sum("rounded" in text for text in report.warnings) >= 2
    exact = [("客户名称", "税号"), ("明远新名", "910000000000000000")]
    assert bring_rows(company, tmp_path, exact).created == 0, "one that is whole is"


SERIALS = [("Order No", "Customer", "Order Date"), ("1", "Ann Ltd", 43894), ("2", "Ann Ltd", 20240305)]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb"])
def test_i26_bare_serial_numbers_are_days_of_the_calendar_of_their_file(
    company: Company, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"days.{kind}"
    if kind == "xlsx":
        path = xlsx_file(tmp_path, {"Orders": SERIALS})
        book = openpyxl.load_workbook(path)
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.save(path)
    else:
        (xls if kind == "xls" else xlsb)(path, SERIALS, since_1904=True)
    assert read(path).tables[0].since_1904
    bring(company, path)
    assert [one["ordered_on"] for one in all_of(company, "order")] == ["2024-03-05", "2024-03-05"]
    usual = [SERIALS[0], ("3", "Ann Ltd", 45356)]
    bring(company, xlsx_file(tmp_path, {"Orders": usual}, "usual.xlsx"))
    assert all_of(company, "order")[-1]["ordered_on"] == "2024-03-05"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system's time zone cannot be changed")
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Shanghai", "America/Sao_Paulo"])
def test_i26_no_time_zone_shifts_a_day(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    rows = [
        ("Order No", "Customer", "Order Date"), ("1", "Ann Ltd", date(2024, 3, 5)), ("2", "Ann Ltd", "2024-03-05"),
        ("3", "Ann Ltd", "2024-03-05 23:59"), ("4", "Ann Ltd", 45356), ("5", "Ann Ltd", "2024-03-05T00:00:00"),
    ]  # fmt: skip
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        bring(company, xlsx_file(tmp_path, {"Orders": rows}))
    finally:
        monkeypatch.setenv("TZ", before) if before else monkeypatch.delenv("TZ")
        time.tzset()
    assert {one["ordered_on"] for one in all_of(company, "order")} == {"2024-03-05"}


@pytest.mark.parametrize(
    "typed", ["１３８００１３８０００", " 138\u00a00013\u00a08000 ", "138　0013　8000", "\u200b13800138000"]
)
def test_i34_wide_figures_and_odd_blanks_make_no_twin_and_are_kept(
    company: Company, tmp_path: Path, typed: str
) -> None:
    bring_rows(company, tmp_path, [("\ufeff姓名 ", "手机"), ("张 三", typed)], into="contact")
    (kept,) = numbers_of(all_of(company, "contact")[0])
    assert kept[1] in (typed, typed.strip(), typed.strip("\u200b").strip()), "as it was written, without blanks around"
    again = bring_rows(company, tmp_path, [("姓名", "手机"), ("张 三\u3000", "13800138000")], into="contact")
    assert (counts(again), len(all_of(company, "contact"))) == ((0, 0, 1, 0, 0), 1)
    assert numbers_of(all_of(company, "contact")[0]) == [kept]


def test_i34_names_and_numbers_that_differ_in_width_only_are_one(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "客户编号"), ("明远贸易", "C001")])
    report = bring_rows(company, tmp_path, [("客户名称", "客户编号"), ("明远贸易　", "Ｃ００１")])
    assert counts(report) == (0, 0, 1, 0, 0)


ABOVE = [
    ("公司", "联系人", "手机"), ("明远", "张三", "13800138000"), (None, "李四", None),
    ("恒达", "王五", "13700001111"), (None, "赵六", None),
]  # fmt: skip


def test_i35_a_blank_takes_the_value_above_only_where_that_was_ticked(company: Company, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, {"S": ABOVE})
    (sheet,) = plans(company, path, into="contact")
    assert fill_down(sheet, 0) == 2
    assert [sheet.cell(place, 0) for place in range(4)] == ["明远", "明远", "恒达", "恒达"]
    leave_blank(sheet, 0)
    assert sheet.corrections == {} and sheet.filled_down == set()
    fill_down(sheet, 0)
    importing.run(company, [sheet], today=TODAY)
    names = {one["id"]: one["name"] for one in all_of(company, "customer")}
    people = all_of(company, "contact")
    assert [names[one["customer"]] for one in people] == ["明远", "明远", "恒达", "恒达"]
    assert [numbers_of(one) for one in people][1::2] == [[], []], "no other column bleeds"


def test_i35_what_was_typed_into_a_filled_column_stays(company: Company, tmp_path: Path) -> None:
    (sheet,) = plans(company, xlsx_file(tmp_path, {"S": ABOVE}), into="contact")
    fill_down(sheet, 0)
    sheet.corrections[3, 0] = "海川"
    leave_blank(sheet, 0)
    assert sheet.corrections == {(3, 0): "海川"}


def test_i10_merged_cells_of_the_rows_are_filled_where_that_was_ticked(company: Company, tmp_path: Path) -> None:
    rows = [*ABOVE, (None, "孙七", None)]
    path = xlsx_file(tmp_path, {"S": rows})
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("A4:A5")
    book.save(path)
    bring(company, path, into="contact")
    assert [one.get("customer") is None for one in all_of(company, "contact")] == [False, True, False, True, True]
    undo(company.journal)
    (sheet,) = plans(company, path, into="contact")
    assert fill_down(sheet, 0) == 2, "the blank below the merged cells is none of them"
    importing.run(company, [sheet], today=TODAY)
    assert [one.get("customer") is None for one in all_of(company, "contact")] == [False] * 4 + [True]


def test_i13_hidden_rows_come_in_or_stay_out_as_wanted(company: Company, tmp_path: Path) -> None:
    from crm_desktop import cli

    path = xlsx_file(tmp_path, {"S": [("客户名称",), ("明远",), ("恒达",), ("海川",)]})
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    file = company.path
    company.close()
    assert cli.main(["import", str(path), "--file", str(file), "--hidden", "skip"]) == 0
    assert cli.main(["list", "customer", "--file", str(file)]) == 0
    from crm_desktop.areas import open_company

    with open_company(file) as again:
        assert [one["name"] for one in all_of(again, "customer")] == ["明远", "海川"]
        assert counts(bring(again, path).sheets[0]) == (1, 0, 2, 0, 0)


def test_i69_what_comes_in_bears_the_tag_that_was_chosen(company: Company, tmp_path: Path) -> None:
    entity = company.entity("customer")
    bring_rows(company, tmp_path, [("客户名称", "城市"), ("老客户", "上海"), ("明远", "")])
    before = content_hash(company)
    rows = [("客户名称", "城市"), ("老客户", "上海"), ("明远", "苏州"), ("恒达", "")]
    (sheet,) = plans(company, csv_file(tmp_path, rows))
    sheet.tag = "展会 2026"
    report = importing.run(company, [sheet], today=TODAY).sheets[0]
    assert counts(report) == (1, 1, 1, 0, 0)
    ids = {one["name"]: one["id"] for one in all_of(company, "customer")}
    tagged = {name: tags_of(company, entity, row) for name, row in ids.items()}
    assert tagged == {"老客户": [], "明远": ["展会 2026"], "恒达": ["展会 2026"]}
    undo(company.journal)
    assert content_hash(company) == before


def test_i61_every_count_is_the_number_of_rows_that_changed_in_the_file(company: Company, tmp_path: Path) -> None:
    """Created, updated and unchanged, of the list's kind and of those made along with it, re-read from the file."""

    def stored(kind: str) -> dict[int, dict[str, object]]:
        return {one["id"]: one for one in all_of(company, kind)}

    first = [("公司名称", "城市", "联系人", "手机")]
    first += [(f"客户{n:03d}厂", "苏州", f"赵{n:03d}", f"138{n:08d}") for n in range(60)]
    made = bring(company, csv_file(tmp_path, first), into="customer").sheets[0]
    assert (made.created, made.new_linked) == (60, {"contact": 60}) == (len(stored("customer")), {"contact": 60})
    assert len(stored("contact")) == 60
    before = {kind: stored(kind) for kind in ("customer", "contact")}
    second = [first[0], *first[1:21]]
    second += [(name, "上海", who, phone) for name, _city, who, phone in first[21:41]]
    second += [(f"新客{n:03d}厂", "宁波", f"钱{n:03d}", f"139{n:08d}") for n in range(15)]
    second += [("", "宁波", "", ""), (second[-1][0], "宁波", second[-1][2], second[-1][3])]
    report = bring(company, csv_file(tmp_path, second, "second.csv"), into="customer", match="overwrite").sheets[0]
    after = {kind: stored(kind) for kind in before}
    changed = [row for row, one in before["customer"].items() if after["customer"][row] != one]
    fresh = after["customer"].keys() - before["customer"].keys()
    assert (report.created, report.updated) == (len(fresh), len(changed)) == (15, 20)
    assert report.read == report.sum == len(second) - 1
    assert sorted(report.records) == sorted(fresh)
    assert report.new_linked == {"contact": len(after["contact"]) - len(before["contact"])} == {"contact": 15}
    assert all(after["contact"][row] == one for row, one in before["contact"].items())


def test_i68_an_import_that_updates_leaves_the_rest_of_each_record_alone(tmp_path: Path) -> None:
    """Records that are overwritten keep every field that the list does not name, and nothing else changes at all."""
    from crm_desktop import demo, i18n
    from crm_desktop.areas import open_company

    path = tmp_path / "demo.crm"
    demo.build(path, customers=60, lang="zh_CN", today=TODAY)
    i18n.use("zh_CN")
    with open_company(path) as company:
        old = {one["id"]: one for one in all_of(company, "customer")}
        some = list(old)[::3]
        rest = content_hash(company, without=("customer", "saved_view"))
        rows = [(old[row]["name"], old[row].get("code", ""), "新城") for row in some]
        path = csv_file(tmp_path, [("客户名称", "客户编号", "城市"), *rows])
        report = bring(company, path, into="customer", match="overwrite").sheets[0]
        assert counts(report) == (0, len(some), 0, 0, 0)
        new = {one["id"]: one for one in all_of(company, "customer")}
        assert {row: {**one, "city": "新城"} if row in some else one for row, one in old.items()} == new
        assert content_hash(company, without=("customer", "saved_view")) == rest
        undo(company.journal)
        assert {one["id"]: one for one in all_of(company, "customer")} == old and company.check() == []


def test_i05_what_the_decoder_gave_is_what_is_stored(company: Company, tmp_path: Path) -> None:
    text = "客户名称,备注\r\n" + "".join(f"样例{n}厂,女 药 预约 也要 {chr(0x4E00 + n)}\r\n" for n in range(300))
    for codec in ("gbk", "gb18030", "utf-16", "utf-8"):
        path = tmp_path / f"{codec}.csv"
        path.write_bytes(text.encode(codec))
        shown = read(path).tables[0].body
        (sheet,) = plans(company, path)
        path.write_bytes(b"changed after it was shown")
        importing.run(company, [sheet], today=TODAY)
        assert [[one["name"], one["notes"]] for one in all_of(company, "customer")] == shown
        undo(company.journal)


def test_i14_what_a_formula_or_an_error_leaves_blank_overwrites_nothing(company: Company, tmp_path: Path) -> None:
    bring_rows(company, tmp_path, [("客户名称", "城市", "邮编"), ("明远", "上海", "200120")])
    path = xlsx_file(tmp_path, {"S": [("客户名称", "城市", "邮编"), ("明远", "=A1", "#REF!")]})
    path = changed_part(path, "sheet1", lambda part: part.replace(b'<c r="C2" t="s">', b'<c r="C2" t="e">'))
    report = bring(company, path, match="overwrite").sheets[0]
    assert (report.updated, report.unchanged) == (0, 1)
    (one,) = all_of(company, "customer")
    assert (one["city"], one["postcode"]) == ("上海", "200120")
    assert any("formula" in text for text in report.warnings)
