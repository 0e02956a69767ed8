"""Sheets: typed cells, hidden and endless ones, what a spreadsheet has damaged, and where to find it."""

from __future__ import annotations

import re
import time
import tracemalloc
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crm_desktop.errors import Refused
from crm_desktop.exchange.reading import read
from crm_desktop.exchange.tables import without_hidden
from tests.exchange.binary_sheets import xls, xlsb
from tests.exchange.reading_files import CUSTOMERS, HEADINGS, changed_part, ods, only, workbook, written


def test_i08_all_sheets_are_listed_and_hidden_ones_are_said_to_be(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADINGS, *CUSTOMERS], 旧客户=[HEADINGS, CUSTOMERS[0]], empty=[])
    book = openpyxl.load_workbook(path)
    book["旧客户"].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    tables = read(path).tables
    assert [(table.name, len(table.body), table.hidden) for table in tables] == [
        ("Sheet", 3, False),
        ("旧客户", 1, True),
        ("empty", 0, False),
    ]


def test_i08_each_sheet_has_its_own_headings(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, [HEADINGS, *CUSTOMERS], orders=[["订单报表"], ["编号", "金额"], ["A-1", 12.5], ["A-2", 3.0]]
    )
    first, second = read(path).tables
    assert (first.header_row, second.header_row) == (1, 2)
    assert second.body == [["A-1", 12.5], ["A-2", 3]]


def test_i08_one_sheet_can_be_asked_for(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADINGS], orders=[["编号", "金额"], ["A-1", 1]])
    assert only(path, sheet="orders").body == [["A-1", 1]]
    with pytest.raises(Refused, match=r"no sheet “x”.*Sheet, orders"):
        read(path, sheet="x")


def test_i12_the_list_ends_at_the_last_row_that_holds_something(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADINGS, *CUSTOMERS])
    book = openpyxl.load_workbook(path)
    book.active["B1048576"].number_format = "0.00"
    book.active["ZZ3"] = "   "
    book.active["A900"] = " "
    book.save(path)
    table = only(path)
    assert table.headings == HEADINGS
    assert len(table.body) == 3
    assert len(table.rows) == 4


CLAIMS = {
    "dimension": lambda part: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', part),
    "rows": lambda part: part.replace(
        b"</sheetData>", b"".join(b'<row r="%d"/>' % row for row in range(5, 1_048_577)) + b"</sheetData>"
    ),
    "blank": lambda part: part.replace(
        b"</sheetData>", b'<row r="1048576"><c r="L1048576" t="str"><v> </v></c></row></sheetData>'
    ),
}


@pytest.mark.parametrize("claim", CLAIMS)
def test_i12_rows_that_are_claimed_only_cost_no_memory(tmp_path: Path, claim: str) -> None:
    path = changed_part(workbook(tmp_path, [HEADINGS, *CUSTOMERS]), "sheet1", CLAIMS[claim])
    begun = time.process_time()
    only(path)
    assert time.process_time() - begun < 3, "seconds, for a sheet that claims a million rows"
    tracemalloc.start()
    try:
        table = only(path)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (len(table.rows), table.body) == (4, CUSTOMERS)
    assert most < 100 << 20, "a block of all cells between would hold twelve million"


@pytest.mark.parametrize("claimed", [65_536, 1_048_576])
def test_i12_an_old_workbook_that_claims_rows_holds_what_is_filled(tmp_path: Path, claimed: int) -> None:
    assert only(xls(tmp_path / "list.xls", [HEADINGS, *CUSTOMERS], claimed=claimed)).body == CUSTOMERS


def test_i12_a_sheet_of_a_million_claimed_rows_holds_what_is_filled(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADINGS, *CUSTOMERS])
    book = openpyxl.load_workbook(path)
    book.active["L1048576"] = " "
    book.save(path)
    assert len(only(path).body) == 3


@pytest.mark.parametrize(
    "stray",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row><c r="xfd1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c\nr="XFD1048576"><v>1</v></c></row>',
        b'<row><c r = "XFD1048576"><v>1</v></c></row>',
    ],
)
def test_a_stray_cell_in_the_last_corner_does_not_end_the_program(tmp_path: Path, stray: bytes) -> None:
    path = changed_part(
        workbook(tmp_path, [HEADINGS, *CUSTOMERS]),
        "sheet1",
        lambda part: part.replace(b"</sheetData>", stray + b"</sheetData>"),
    )
    table = only(path)
    assert len(table.headings) == 16_384
    assert table.body[0][:4] == CUSTOMERS[0]
    assert (table.body[-1][-1], table.row_number(len(table.body) - 1)) == (1, 1_048_576)


@pytest.mark.parametrize("cell", [b'<c r="A99999999">', b'<c r="ZZZZZ9">', b'<c r="A1048577">', b'<c r="XFE1">'])
def test_cells_that_no_spreadsheet_has_are_refused(tmp_path: Path, cell: bytes) -> None:
    row = b"<row>" + cell + b"<v>1</v></c></row></sheetData>"
    path = changed_part(workbook(tmp_path, [HEADINGS]), "sheet1", lambda part: part.replace(b"</sheetData>", row))
    with pytest.raises(Refused, match="damaged"):
        read(path)


def test_i13_hidden_rows_are_counted_and_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADINGS, *CUSTOMERS])
    book = openpyxl.load_workbook(path)
    for row in (2, 4):
        book.active.row_dimensions[row].hidden = True
    book.active.auto_filter.ref = "A1:D4"
    book.active.auto_filter.add_filter_column(0, ["苏州恒达机电有限公司"], blank=True)
    book.save(path)
    table = only(path)
    assert len(table.body) == 3
    assert table.notes == ["2 rows are hidden; they are read as well."]


def test_i13_hidden_rows_are_left_out_where_that_is_wanted(tmp_path: Path) -> None:
    path = workbook(tmp_path, [HEADINGS, *CUSTOMERS])
    book = openpyxl.load_workbook(path)
    for row in (2, 4):
        book.active.row_dimensions[row].hidden = True
    book.save(path)
    table = without_hidden(only(path), True)
    assert (table.body, table.row_number(0)) == ([CUSTOMERS[1]], 3)
    assert table.notes == ["2 rows are hidden and are left out."]
    again = without_hidden(table, False)
    assert (again.body, again.notes) == (CUSTOMERS, ["2 rows are hidden; they are read as well."])


@pytest.mark.parametrize("kind", ["xls", "xlsb"])
def test_i13_hidden_rows_of_binary_workbooks_are_told_too(tmp_path: Path, kind: str) -> None:
    rows = [HEADINGS, *CUSTOMERS]
    path = tmp_path / f"list.{kind}"
    xls(path, rows, hidden=(2, 4)) if kind == "xls" else xlsb(path, rows, hidden=(2, 4))
    table = only(path)
    assert table.body == CUSTOMERS
    assert table.notes == ["2 rows are hidden; they are read as well."]


def test_i14_a_formula_without_a_computed_value_is_told(tmp_path: Path) -> None:
    table = only(workbook(tmp_path, [["name", "total", "twice"], ["A", 5, "=B2*2"], ["B", 6, "=B3*2"]]))
    assert table.body == [["A", 5, None], ["B", 6, None]]
    assert any(note.startswith("2 formulas have no computed value") for note in table.notes)
    assert set(table.suspect) == {(2, 2), (3, 2)}


def test_i14_a_computed_formula_gives_its_value(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["name", "total"], ["A", "=1+1"], ["B", '=IF(1,"","x")']])
    path = changed_part(
        path,
        "sheet1",
        lambda part: (
            part.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
            .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            .replace(b'<c r="B3">', b'<c r="B3" t="str">')
        ),
    )
    table = only(path)
    assert table.body == [["A", 2], ["B", None]]
    assert table.notes == []


def test_i14_errors_are_blank_and_told_with_their_place(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["name", "price"], ["A", "#N/A"], ["B", 3], ["C", "#DIV/0!"]])
    table = only(path)
    assert table.body == [["A", None], ["B", 3], ["C", None]]
    assert table.notes == ["2 cells hold an error such as #N/A instead of a value and are read as blank."]
    assert set(table.suspect) == {(2, 1), (4, 1)}


def test_i20_phones_kept_as_numbers_come_back_whole(tmp_path: Path) -> None:
    table = only(workbook(tmp_path, [["姓名", "手机"], ["张三", 13800138000.0], ["李四", 1.3912345678e10]]))
    assert [row[1] for row in table.body] == [13800138000, 13912345678]
    assert all(type(row[1]) is int for row in table.body)


def test_i20_a_number_written_with_a_power_in_a_workbook_is_whole(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["姓名", "手机"], ["张三", 13800138000], ["李四", 13912345678]])
    powers = {b"13800138000": b"1.3800138E10", b"13912345678": b"13912345678.0"}

    def with_powers(part: bytes) -> bytes:
        for number, power in powers.items():
            part = part.replace(b"<v>" + number + b"</v>", b"<v>" + power + b"</v>")
        return part

    assert [row[1] for row in only(changed_part(path, "sheet1", with_powers)).body] == [13800138000, 13912345678]


def test_i21_text_keeps_its_leading_zero(tmp_path: Path) -> None:
    assert only(workbook(tmp_path, [["name", "phone"], ["A", "02161234567"]])).body == [["A", "02161234567"]]


ZEROS = [["客户", "编号", "邮编", "会员号"], ["明远", 12, 10010, 7], ["恒达", 12345, 210000, "0099"]]
SHOWN = [["明远", "0012", "010010", "KH-00007"], ["恒达", "12345", "210000", "0099"]]
FORMATS = {1: "0000", 2: "000000", 3: '"KH-"00000;-0'}


@pytest.mark.parametrize("kind", ["xlsx", "xls", "et", "xlsb", "xml"])
def test_i21_numbers_shown_with_zeros_are_read_with_them(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"list.{kind}"
    if kind == "xlsx":
        workbook(tmp_path, ZEROS)
        book = openpyxl.load_workbook(path)
        for column, code in FORMATS.items():
            for row in (2, 3):
                book.active.cell(row, column + 1).number_format = code
        book.save(path)
    elif kind == "xlsb":
        xlsb(path, ZEROS, FORMATS)
    elif kind == "xml":
        path.write_text(_saved_as_xml(ZEROS, FORMATS), "utf-8")
    else:
        xls(path, ZEROS, FORMATS)
    assert only(path).body == SHOWN


def _saved_as_xml(rows: list[list[Any]], formats: dict[int, str]) -> str:
    """A workbook in the XML form of Excel 2003."""
    styles = "".join(
        f'<Style ss:ID="s{column}"><NumberFormat ss:Format="{code.replace(chr(34), "&quot;")}"/></Style>'
        for column, code in formats.items()
    )
    lines = ""
    for row in rows:
        cells = ""
        for column, cell in enumerate(row):
            style = f' ss:StyleID="s{column}"' if column in formats else ""
            kind = "String" if isinstance(cell, str) else "Number"
            cells += f'<Cell{style}><Data ss:Type="{kind}">{cell}</Data></Cell>'
        lines += f"<Row>{cells}</Row>"
    urn = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{urn}" xmlns:ss="{urn}"><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="客户"><Table>{lines}</Table></Worksheet></Workbook>'
    )


def test_i21_an_open_document_shows_its_zeros(tmp_path: Path) -> None:
    rows = [["客户", "邮编"], ["明远", "010010"], ["恒达", "210000"]]
    path = ods(tmp_path, rows)
    style = b'<number:number-style style:name="N1"><number:number number:min-integer-digits="6"/></number:number-style>'

    def numbered(content: bytes) -> bytes:
        for text in (b"010010", b"210000"):
            old = b'office:value-type="string"><text:p>' + text
            new = b'office:value-type="float" office:value="' + str(int(text)).encode() + b'"><text:p>' + text
            content = content.replace(old, new)
        urn = b"urn:oasis:names:tc:opendocument:xmlns:"
        names = b' xmlns:number="' + urn + b'datastyle:1.0" xmlns:style="' + urn + b'style:1.0">'
        styles = b"<office:automatic-styles>" + style + b"</office:automatic-styles><office:body>"
        return content.replace(b"><office:body>", names + styles)

    table = only(changed_part(path, "content.xml", numbered, "numbered.ods"))
    assert table.body == [["明远", "010010"], ["恒达", 210000]]


@pytest.mark.parametrize("code", ["0", "0.00", "#,##0", "0%", "[$¥-804]00", "yyyy", "00.0", "[<100]00;000", "@"])
def test_i21_other_formats_leave_numbers_numbers(tmp_path: Path, code: str) -> None:
    path = workbook(tmp_path, [["name", "n"], ["A", 7]])
    book = openpyxl.load_workbook(path)
    book.active["B2"].number_format = code
    book.save(path)
    assert not isinstance(only(path).body[0][1], str)


def test_i22_numbers_cut_by_excel_are_told(tmp_path: Path) -> None:
    rows = [
        ["姓名", "身份证号"],
        ["张三", 1.10101199003076e17],
        ["李四", "110101199003076789"],
        ["王五", 622202123456789],
    ]
    table = only(workbook(tmp_path, rows))
    assert table.body[1][1] == "110101199003076789"
    assert table.notes == ["Column B: Excel has rounded 1 numbers to 15 digits; their last digits are lost."]
    assert list(table.suspect) == [(2, 1)]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("9.13100000000001E+17", 913100000000001000), ("110101199003076789", None), ("6.22202020011223E+18", None),
        ("1234567890123450", 1234567890123450),
    ],
)  # fmt: skip
def test_i22_a_long_number_is_read_as_the_spreadsheet_shows_it(tmp_path: Path, stored: str, shown: int | None) -> None:
    """A workbook holds 913100000000001000 as a number that ends in 1024, which nobody has ever seen."""
    path = workbook(tmp_path, [["姓名", "税号"], ["张三", 777], ["李四", 1234567890123456]])
    path = changed_part(path, "sheet1", lambda part: part.replace(b"<v>777<", b"<v>" + stored.encode() + b"<"))
    table = only(path)
    number = table.body[0][1]
    assert isinstance(number, int) and (shown is None or number == shown)
    assert f"{number:.14e}" == f"{float(stored):.14e}" and list(table.suspect) == [(2, 1)]
    assert table.body[1][1] == 1234567890123456, "written exactly by another program"


def test_i26_dates_of_both_calendars_are_dates(tmp_path: Path) -> None:
    rows = [["name", "day", "moment", "hour"], ["A", date(2024, 3, 5), datetime(2024, 3, 5, 13, 30), clock(8, 15)]]
    for epoch in ("1900", "1904"):
        path = workbook(tmp_path, rows, f"{epoch}.xlsx")
        book = openpyxl.load_workbook(path)
        if epoch == "1904":
            book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.save(path)
        assert only(path).body == [["A", date(2024, 3, 5), datetime(2024, 3, 5, 13, 30), clock(8, 15)]]


def test_i26_the_day_that_never_was_shifts_no_other_day(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["name", "day"], ["A", 59], ["B", 60], ["C", 61], ["D", 45356]):
        book.active.append(row)
    for row in range(2, 6):
        book.active.cell(row, 2).number_format = "yyyy-mm-dd"
    book.save(tmp_path / "days.xlsx")
    days = [row[1] for row in only(tmp_path / "days.xlsx").body]
    assert days[0] == date(1900, 2, 28)
    assert days[2:] == [date(1900, 3, 1), date(2024, 3, 5)]


def test_a_duration_is_hours_and_minutes(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["job", "hours"])
    book.active.append(["A", 1.25])
    book.active["B2"].number_format = "[h]:mm:ss"
    book.save(tmp_path / "hours.xlsx")
    assert only(tmp_path / "hours.xlsx").body == [["A", "30:00:00"]]


def test_i34_blanks_around_a_text_are_gone_and_its_inside_is_kept(tmp_path: Path) -> None:
    rows = [["\ufeff 姓名\u00a0", "电话　"], ["  张三　", "１３８ 0013\u00a08000 "], ["李\n四", "\u3000"]]
    table = only(workbook(tmp_path, rows))
    assert table.headings == ["姓名", "电话"]
    assert table.body == [["张三", "１３８ 0013\u00a08000"], ["李\n四", None]]


def test_i35_blank_cells_stay_blank(tmp_path: Path) -> None:
    rows = [["公司", "联系人", "电话"], ["明远", "张三", "1"], [None, "李四", None], ["", "", ""], [None, "王五", "3"]]
    table = only(workbook(tmp_path, rows))
    assert table.body == [
        ["明远", "张三", 1 if isinstance(table.body[0][2], int) else "1"],
        [None, "李四", None],
        [None, "王五", "3"],
    ]
    assert [table.row_number(at) for at in range(3)] == [2, 3, 5]


def test_i35_merged_cells_of_the_body_are_told_and_not_filled(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["公司", "联系人"], ["明远", "张三"], [None, "李四"], ["恒达", "王五"]])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A2:A3")
    book.save(path)
    table = only(path)
    assert table.body[1] == [None, "李四"]
    assert [(merge.first_row, merge.last_row) for merge in table.merged] == [(2, 3)]
    assert "1 merged cell in the rows: only its first cell holds the value, the others are blank." in table.notes


def test_numbers_and_ticks_keep_their_type(tmp_path: Path) -> None:
    row = only(workbook(tmp_path, [["a", "b", "c", "d"], [1, 2.5, True, 0]])).body[0]
    assert row == [1, 2.5, True, 0]
    assert [type(cell) for cell in row] == [int, float, bool, int]


def test_a_list_that_starts_far_down_keeps_its_row_numbers(tmp_path: Path) -> None:
    table = only(workbook(tmp_path, [[], [], [], [None, *HEADINGS], [None, *CUSTOMERS[0]]]))
    assert (table.header_row, table.row_number(0)) == (4, 5)
    assert table.headings == ["Column A", *HEADINGS]


def test_a_damaged_old_workbook_does_not_end_the_program(tmp_path: Path) -> None:
    """One byte makes the reader ask for more memory than there is, which aborts the process it runs in."""
    data = Path(__file__).parents[3] / "shared" / "data" / "spreadsheets" / "SampleSS.xls"
    if not data.exists():
        pytest.skip("the sample workbook is not here")
    content = bytearray(data.read_bytes())
    content[14000] = 84
    with pytest.raises(Refused, match=r"“damaged\.xls” is damaged"):
        read(written(tmp_path, "damaged.xls", bytes(content)))
