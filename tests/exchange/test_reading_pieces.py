"""A long sheet read by pieces is the same as one that is read as a whole."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.errors import Refused
from crm_desktop.exchange import sheet_parts, sheet_pieces, xml_screen
from crm_desktop.exchange.sheets import read_sheets
from crm_desktop.exchange.tables import Table

VALUES = st.one_of(
    st.none(),
    st.sampled_from(("上海", "苏州", "#N/A", " a ", "x<y & z", 'say "e" here', "<row r=1>", "50%!", "=1+1")),
    st.text("äß手机\n\t'<>&=!\"", max_size=6),
    st.integers(-10, 10**17),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.dates(date(1901, 1, 1)).map(lambda day: datetime(day.year, day.month, day.day)),
    st.booleans(),
)
ROWS = st.lists(st.lists(VALUES, max_size=5), max_size=40)


def workbook(rows: list[list[Any]], *, left: int = 1, top: int = 1, shared: bool = True) -> bytes:
    """Cells as openpyxl saves them: their texts shared, or each in its place."""
    book = openpyxl.Workbook(write_only=not shared)
    sheet = book.active if shared else book.create_sheet()
    assert sheet is not None
    if shared:
        for row, values in enumerate(rows, top):
            for column, value in enumerate(values, left):
                cell = sheet.cell(row, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    else:
        for values in rows:
            sheet.append(values)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def changed(data: bytes, change: Any, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook with one part of it made otherwise."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == part else content)
    return made.getvalue()


@pytest.fixture
def in_pieces(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Every sheet is a long one, cut after a few rows; tells how many pieces were read by themselves."""
    read: list[int] = []
    real = sheet_pieces.Pieces._read

    def counted(self: Any, pieces: list[bytes]) -> Any:
        read.append(len(pieces))
        return real(self, pieces)

    monkeypatch.setattr(sheet_pieces, "LONG", 0)
    monkeypatch.setattr(sheet_pieces, "_PIECE", 0)
    monkeypatch.setattr(sheet_parts, "_CHUNK", 700)
    monkeypatch.setattr(sheet_parts, "_SMALL", 200)
    monkeypatch.setattr(sheet_pieces.Pieces, "_read", counted)
    return read


def as_whole(data: bytes) -> Table:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_pieces, "LONG", 1 << 40)
        return read_sheets(data, "xlsx", "list.xlsx")[0]


def content(table: Table) -> Any:
    """All that a table holds, rows without the blank cells at their ends."""
    rows = []
    for row in table.rows:
        end = len(row)
        while end and row[end - 1] is None:
            end -= 1
        rows.append([(type(cell), cell) for cell in row[:end]])
    return rows, table.first_row, table.merged, table.hidden_rows, table.suspect, table.notes


def same(data: bytes) -> Table:
    found = read_sheets(data, "xlsx", "list.xlsx")[0]
    assert content(found) == content(as_whole(data))
    return found


@settings(max_examples=60, deadline=None)
@given(rows=ROWS, left=st.integers(1, 3), top=st.integers(1, 9), shared=st.booleans())
def test_pieces_hold_what_the_whole_holds(rows: list[list[Any]], left: int, top: int, shared: bool) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for module, name, value in (
            (sheet_pieces, "LONG", 0),
            (sheet_pieces, "_PIECE", 0),
            (sheet_parts, "_CHUNK", 500),
            (sheet_parts, "_SMALL", 200),
        ):
            patch.setattr(module, name, value)
        same(workbook(rows, left=left, top=top, shared=shared))


@pytest.mark.parametrize("shared", (True, False))
def test_a_long_sheet_is_read_by_pieces(in_pieces: list[int], shared: bool) -> None:
    rows = [[f"Kunde {number}", number, None, "Köln"] for number in range(200)]
    assert len(same(workbook(rows, shared=shared)).rows) == 200
    assert len(in_pieces) >= 2


def test_gaps_merges_hidden_rows_and_errors_are_in_their_rows(in_pieces: list[int]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [*range(3, 60), *range(90, 140)]:
        sheet.cell(row, 2, f"Firma {row}")
        sheet.cell(row, 4, row * 1.5)
    sheet.cell(130, 6, "weit")
    sheet.merge_cells("B100:D101")
    sheet.row_dimensions[95].hidden = True
    sheet.cell(97, 3).value = "#REF!"
    sheet.cell(98, 3).value = "=SUM(D1:D9)"
    made = io.BytesIO()
    book.save(made)
    table = same(made.getvalue())
    assert table.hidden_rows == {95} and table.merged and set(table.suspect) == {(97, 2), (98, 2)}
    assert len(in_pieces) >= 2


@pytest.mark.parametrize(
    "change",
    (
        lambda xml: xml.replace(b"<row ", b'<!-- <row r="9"> --><row ', 5),
        lambda xml: re.sub(rb' r="\d+"', b"", xml),
        lambda xml: xml.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"xmlns=", b"xmlns:x="),
        lambda xml: re.sub(rb'(\w)="([^"]*)"', rb"\1='\2'", xml),
    ),
    ids=("comments", "rows without numbers", "prefixes", "single quotes"),
)
def test_unusual_writing_is_read_as_it_was(in_pieces: list[int], change: Any) -> None:
    same(changed(workbook([[f"Kunde {number}", number] for number in range(100)]), change))


def test_rows_out_of_order_are_read_as_they_were(in_pieces: list[int]) -> None:
    data = workbook([[f"Kunde {number}", number] for number in range(100)])

    def swapped(xml: bytes) -> bytes:
        begin, *rows = re.split(rb"(?=<row )", xml)
        last, end = rows[-1].split(b"</row>")
        rows = [*rows[:-1], last + b"</row>"]
        return begin + b"".join(rows[50:] + rows[:50]) + end

    same(changed(data, swapped))


def test_what_unpacks_without_end_is_left_to_the_whole(in_pieces: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_pieces, "_MOST_BYTES", 2000)
    same(workbook([[f"Kunde {number}", number] for number in range(100)]))
    assert 0 < len(in_pieces) <= 4


def test_a_broken_piece_is_told_as_a_broken_sheet(in_pieces: list[int]) -> None:
    data = workbook([[f"Kunde {number}", number] for number in range(100)])
    broken = changed(data, lambda xml: xml.replace(b'r="A60"', b'r="60"', 1))
    with pytest.raises(Refused, match="damaged"):
        read_sheets(broken, "xlsx", "list.xlsx")


def test_a_stray_cell_far_out_is_no_piece(in_pieces: list[int]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in range(1, 100):
        sheet.cell(row, 1, f"Firma {row}")
    sheet["XFD1048576"] = "stray"
    made = io.BytesIO()
    book.save(made)
    table = read_sheets(made.getvalue(), "xlsx", "list.xlsx")[0]
    assert table.rows[98] == ["Firma 99"]


@pytest.mark.parametrize(
    ("cell", "near"),
    (
        (b'<c r="Z9999999">', True),
        (b'<c r="AA1">', False),
        (b'<c r="ab1">', False),
        (b"<c r='A1'>", False),
        (b'<c r = "A1">', False),
        (b'<c r= "A1">', False),
        (b'<c\nr\t="A1">', False),
        (b'<row r="10000000">', False),
        (b'<c r="B12345678">', False),
        (b'<c r="B1" t="inlineStr"><is><t>AA12345678</t>', True),
    ),
)
def test_how_far_a_piece_reaches_is_screened(cell: bytes, near: bool) -> None:
    assert xml_screen.is_near(b'<row r="1"><c r="A1"/>' * 3 + cell) is near


def test_words_are_found_wherever_they_stand() -> None:
    piece = b'<c r="A1" t="e"><v>#N/A</v></c><f>'
    assert xml_screen.holds(piece, b'"e"') and xml_screen.holds(piece, b":f", b"<f")
    assert not xml_screen.holds(piece, b":f", b"dden=") and not xml_screen.holds(b"<", b"<f")


def test_a_file_that_is_read_by_pieces_from_the_disk(tmp_path: Path, in_pieces: list[int]) -> None:
    from crm_desktop.exchange import reading

    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook([["Name", "Phone"], *([f"Firma {n}", f"1380000{n:04}"] for n in range(300))]))
    (table,) = reading.read(path).tables
    assert table.headings == ["Name", "Phone"] and len(table.body) == 300 and in_pieces
