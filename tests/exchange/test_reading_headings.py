"""Headings: where they stand, two rows of them, none at all; totals and remarks under the list."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from crm_desktop.errors import Refused
from crm_desktop.exchange.headings import found, placed
from crm_desktop.exchange.tables import Table, column_index, column_letter, distinct
from tests.exchange.reading_files import CUSTOMERS, HEADINGS, csv_text, only, workbook, written


def table(*rows: list[object]) -> Table:
    return found(Table("list", [list(row) for row in rows]))  # type: ignore[arg-type]


def test_i09_titles_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    rows = [["明远贸易 客户名单"], ["打印日期：2024-03-05", None, "制表：张三"], [], HEADINGS, *CUSTOMERS]
    result = only(workbook(tmp_path, rows))
    assert (result.header_row, result.headings) == (4, HEADINGS)
    assert result.body == CUSTOMERS
    assert result.row_number(0) == 5


def test_i09_headings_under_many_lines_of_notes_are_found(tmp_path: Path) -> None:
    notes = [[f"{n}.本回单内容仅供参考，请以实际交易情况为准；金额、时间等以系统为准"] for n in range(1, 25)]
    data = [[f"2024-01-{day:02}", "消费", "张三", f"{day}.00"] for day in range(1, 9)]
    result = only(
        written(tmp_path, "bank.csv", csv_text([*notes, ["交易时间", "交易分类", "交易对方", "金额"], *data]), "gbk")
    )
    assert result.header_row == 25
    assert len(result.body) == 8


def test_i09_a_template_without_rows_has_its_headings(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, [["填写须知："], ["1、红色为必填\n2、不能增加列"], ["工号", "姓名", "部门", "手机号", "邮箱"]]
    )
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A1:E1")
    book.active.merge_cells("A2:E2")
    book.save(path)
    result = only(path)
    assert (result.header_row, result.header_rows, result.body) == (3, 1, [])
    assert result.headings == ["工号", "姓名", "部门", "手机号", "邮箱"]


def test_i09_the_row_can_be_said(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["a", "b"], ["c", "d"], ["e", "f"]])
    assert only(path, header=2).headings == ["c", "d"]
    assert only(path, header=2).body == [["e", "f"]]
    without = only(path, header=0)
    assert (without.header_row, without.headings, len(without.body)) == (None, ["Column A", "Column B"], 3)
    with pytest.raises(Refused, match="no row 9; its rows are 1 to 3"):
        only(path, header=9)


@pytest.mark.parametrize(
    "rows",
    [
        [["张三", "13800138000"], ["李四", "13900139000"], ["王五", "13700137000"]],
        [["05/01/2023", "DOLLAR STORE", "1.96"], ["05/02/2023", "MARKET", "12.10"]],
        [["a", 0], ["b", 1]],
        [["1", "Bikes", "x@example.com"], ["2", "Wheels", "y@example.com"]],
        [["北京", "上海"], ["广州", "深圳"], ["杭州", "南京"]],
        [["张三", "经理"], ["李四", "店长"], ["王五", "会计"]],
        [[1, 2], [3, 4]],
    ],
)
def test_i09_a_list_without_headings_has_none(rows: list[list[object]]) -> None:
    result = table(*rows)
    assert result.header_row is None
    assert len(result.body) == len(rows)


@pytest.mark.parametrize(
    "headings",
    [
        ["客户", "2021", "2022", "2023"],
        ["Item", "Price", "In stock", "Since"],
        ["label", "value", "other", "more"],
        ["*客户名称(必填)", "电话：", "金额\n(元)", "备注"],
    ],
)
def test_i09_headings_over_figures_are_headings(headings: list[str]) -> None:
    result = table(headings, ["明远", "100", "3.5", "2024-01-01"], ["恒达", "250", "4.5", "2024-01-02"])
    assert result.header_row == 1


def test_what_the_caller_knows_decides(tmp_path: Path) -> None:
    rows = [["Kunde", "Ort"], ["Meier", "Bonn"], ["Ort", "Kunde"]]
    path = workbook(tmp_path, [["Liste", "intern"], *rows])
    assert only(path, known=lambda folded: folded in ("kunde", "ort")).header_row == 2


def test_i10_two_rows_of_headings_are_joined(tmp_path: Path) -> None:
    rows = [
        ["公司名称", "联系人", None, "地址", None, "备注"],
        [None, "姓名", "电话", "省份", "城市", None],
        ["明远", "张三", "13800138000", "江苏", "苏州", "老客户"],
        ["恒达", "李四", "13900139000", "浙江", "宁波", None],
    ]
    path = workbook(tmp_path, rows)
    book = openpyxl.load_workbook(path)
    for merged in ("A1:A2", "B1:C1", "D1:E1", "F1:F2"):
        book.active.merge_cells(merged)
    book.save(path)
    joined = ["公司名称", "联系人 / 姓名", "联系人 / 电话", "地址 / 省份", "地址 / 城市", "备注"]
    assert (only(path).header_rows, only(path).headings) == (2, joined)
    assert len(only(path).body) == 2
    plain = only(written(tmp_path, "list.csv", csv_text([[cell or "" for cell in row] for row in rows])))
    assert (plain.header_rows, plain.headings, len(plain.body)) == (2, joined, 2)


def test_i10_a_title_over_the_whole_width_is_no_group(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["客户名单", None, None, None], HEADINGS, *CUSTOMERS])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A1:D1")
    book.save(path)
    assert (only(path).header_row, only(path).header_rows, only(path).headings) == (2, 1, HEADINGS)


def test_i10_a_first_row_with_gaps_is_data_not_a_second_heading() -> None:
    result = table(
        ["公司", "联系人", "电话"], ["明远", None, "13800138000"], [None, "李四", None], ["恒达", "王五", "13900139000"]
    )
    assert (result.header_rows, len(result.body)) == (1, 3)


def test_field_names_under_the_headings_are_no_data() -> None:
    result = table(
        ["Item Name", "Unit Type", "Rate"],
        ["Item.name", "Item.unit", "Item.rate"],
        ["Chair", "Unit", "500"],
        ["Table", "Unit", "900"],
    )
    assert (result.headings, len(result.body)) == (["Item Name", "Unit Type", "Rate"], 2)
    assert "Row 2 holds the field names" in result.notes[0]


def test_i11_blank_and_twin_headings_are_kept_apart() -> None:
    result = table(
        ["Name", "Phone", None, "Phone", "Phone"], ["Smith", "13800138000", "x", "13900139000", "13700137000"]
    )
    assert result.headings == ["Name", "Phone", "Column C", "Phone (2)", "Phone (3)"]
    assert result.body[0][2] == "x"


def test_twins_never_meet_a_heading_that_is_there() -> None:
    assert distinct(["A", "A (2)", "A", "A"]) == ["A", "A (2)", "A (3)", "A (4)"]


def test_a_row_of_nothing_but_marks_is_no_heading() -> None:
    assert table(["*", ":", "＊"], ["Name", "Phone", "City"], ["Smith", "13800138000", "Leeds"]).header_row == 2
    assert table(["*"]).header_row is None


def test_headings_are_cleaned() -> None:
    result = table([" *客户 名称 (必填) ", "电话：", "First\nName", "City *"], ["明远", "13800138000", "a", "b"])
    assert result.headings == ["客户 名称", "电话", "First Name", "City"]


@pytest.mark.parametrize(
    "last",
    [
        ["合计", None, "1,234.00"],
        ["总计：", None, 1234],
        ["Total", None, 1234.5],
        ["人民币合计", None, "3.00"],
        [None, "小计", "1,234.00"],
        ["#------------------------------"],
        ["备注：以上价格含税"],
        ["共 3 条记录"],
        ["制表人：张三", "审核：李四"],
    ],
)
def test_totals_and_remarks_under_the_list_are_left_out(last: list[object]) -> None:
    data = [["2024-01-01", "茶叶", "500.00"], ["2024-01-02", "包装", "700.00"], ["2024-01-03", "运费", "34.00"]]
    result = table(["日期", "摘要", "金额"], *data, [], last)
    assert result.body == data
    assert result.trailing == [5]
    assert result.notes == ["Totals and remarks are left out of the list: rows 6."]


def test_subtotals_inside_the_list_are_left_out() -> None:
    result = table(
        ["地区", "客户", "金额"],
        ["华东", "明远", 5],
        ["小计", None, 5],
        ["华南", "恒达", 7],
        ["小计", None, 7],
        ["合计", None, 12],
    )
    assert [row[1] for row in result.body] == ["明远", "恒达"]


@pytest.mark.parametrize(
    "last",
    [
        ["Total", "021-61234567", "total@example.com"],
        ["王五", None, None],
        [None, "13700137000", None],
        ["Totalprint Ltd", "1", None],
    ],
)
def test_a_last_row_that_could_be_a_customer_stays(last: list[object]) -> None:
    data = [["张三", "13800138000", "a@example.com"], ["李四", "13900139000", "b@example.com"]]
    assert table(["姓名", "电话", "邮箱"], *data, last).body == [*data, last]


def test_the_heading_row_can_be_moved_without_reading_again() -> None:
    first = table(["x", "y"], ["a", "b"], ["c", "d"])
    moved = placed(first, 2)
    assert (moved.headings, moved.body) == (["a", "b"], [["c", "d"]])
    assert placed(moved, 1).headings == ["x", "y"]


@pytest.mark.parametrize(
    ("at", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_columns_are_named_as_in_a_spreadsheet(at: int, letter: str) -> None:
    assert (column_letter(at), column_index(letter)) == (letter, at)


@pytest.mark.parametrize(
    "closing",
    [["合计", None, None, "66 家"], ["合计", None, None, "共 3 条"], ["总计：", "-", None, None],
     ["Total", None, None, "3 customers"], ["合计", None, "1,234.50", "66家"]],
)  # fmt: skip
def test_a_closing_row_of_counts_is_no_customer(tmp_path: Path, closing: list[str | None]) -> None:
    table = only(workbook(tmp_path, [HEADINGS, *CUSTOMERS, closing]))
    assert (len(table.body), table.trailing) == (3, [4])
    assert any("5" in note for note in table.notes), "it is told which row was left out"


def test_a_company_whose_name_begins_like_a_total_stays(tmp_path: Path) -> None:
    table = only(workbook(tmp_path, [HEADINGS, *CUSTOMERS, ["合计科技有限公司", "王五", "13600002222", "2024-03-08"]]))
    assert (len(table.body), table.trailing) == (4, [])
