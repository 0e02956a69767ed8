"""Rows on the clipboard: for a sheet, with headings, and with numbers that stay what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.areas import ENTITIES
from crm_desktop.entity import custom, records
from crm_desktop.entity.query import ListQuery, ids
from crm_desktop.store.undo import undo
from crm_desktop.ui.listing import pasting
from crm_desktop.ui.listing.clipboard import for_clipboard, rows_of
from tests.every_entity.filling import full_record, snapshot
from tests.fresh import fresh_company
from tests.ui.list_window import TODAY, ListWindow

COLUMNS = ("name", "code", "any_phone", "status", "owes", "created", "notes")


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[ListWindow]:
    made = ListWindow(tmp_path)
    company, entity = made.company, made.company.entity("customer")
    values = {
        "name": 'The "Horn" & Sons', "code": "0012345678901234567890", "status": "key", "created": "2026-11-01",
        "notes": "first\nsecond",
    }  # fmt: skip
    reach = [{"type": "phone", "value": "010-6552 8820"}]
    record = records.save(company, entity, values, children={"reach": reach})
    lines = [{"text": "Tea", "quantity": 1000, "price": 124_800_000}]
    invoice = {"customer": record, "status": "issued"}
    records.save(company, company.entity("invoice"), invoice, children={"lines": lines})
    yield made
    made.close()


def test_selected_rows_become_lines_with_headings(window: ListWindow) -> None:
    company, entity = window.company, window.company.entity("customer")
    columns = [company.column(entity, name) for name in COLUMNS]
    made = for_clipboard(columns, rows_of(company, entity, ids(company, entity, ListQuery(), today=TODAY), columns))
    heading, row, end = made.text().split("\r\n")
    assert heading.split("\t")[:3] == ["Name", "Customer number", "Phone or mobile"]
    assert row.split("\t") == [
        '"The ""Horn"" & Sons"', "0012345678901234567890", "010-6552 8820", "Key account", "12480", "2026-11-01",
        '"first\nsecond"',
    ]  # fmt: skip
    assert end == ""


def test_in_html_texts_are_marked_so_that_no_sheet_takes_them_for_numbers(window: ListWindow) -> None:
    company, entity = window.company, window.company.entity("customer")
    columns = [company.column(entity, name) for name in COLUMNS]
    made = for_clipboard(columns, rows_of(company, entity, ids(company, entity, ListQuery(), today=TODAY), columns))
    assert "<td style=\"mso-number-format:'\\@'\">0012345678901234567890</td>" in made.html()
    assert "&quot;Horn&quot; &amp; Sons" in made.html()
    assert "<td>12480</td>" in made.html()


# Pasting --------------------------------------------------------------------------------------------------------------


def test_copied_text_is_taken_apart_as_sheets_write_it() -> None:
    assert pasting.block_of("a\tb\r\nc\td\r\n") == [["a", "b"], ["c", "d"]]
    assert pasting.block_of('"two\nlines"\t"say ""hi"""\n5" pipe\t') == [["two\nlines", 'say "hi"'], ['5" pipe', ""]]
    assert pasting.block_of('"Horn" & Sons\tx') == [['"Horn" & Sons', "x"]]
    assert pasting.block_of("one\n\nthree\n") == [["one"], [""], ["three"]]
    assert pasting.block_of("000123") == [["000123"]]


@pytest.mark.parametrize("kind", [entity.name for entity in ENTITIES])
def test_s12_what_is_copied_and_pasted_again_changes_nothing(tmp_path: Path, kind: str, qtbot: Any) -> None:
    with fresh_company(tmp_path / "all.crm") as company:
        entity = company.entity(kind)
        for title, type, choices in (("Hall", "choice", ["North"]), ("Shoe size", "number", []), ("Seen", "tick", [])):
            custom.add(company, entity, title, type, choices)
        made = [full_record(company, entity, number) for number in range(4)]
        listed = ids(company, entity, ListQuery(), today=TODAY)
        columns = list(company.columns(entity).values())
        text = for_clipboard(columns, rows_of(company, entity, listed, columns)).text()
        block = pasting.block_of(text)
        named = pasting.headings_of(company, entity, block)
        assert len(made) <= len(listed) == len(block) - 1
        if named is None:  # two columns of one title: by their places then
            named = columns
        found = pasting.plan(company, entity, listed, named, block[1:], TODAY)
        assert (found.changes, found.refused, found.beyond) == ([], [], 0)
        assert found.alike == len(found.columns) * len(listed)


def test_s12_cells_of_every_sort_are_pasted_as_one_entry(window: ListWindow) -> None:
    company, entity = window.company, window.company.entity("customer")
    records.save(company, company.entity("staff"), {"name": "Ann Ash"})
    rows = [records.save(company, entity, {"name": f"Birch {n}"}) for n in range(3)]
    names = ("code", "status", "owner", "next_on", "mobile", "tags", "owes")
    columns = [company.column(entity, name) for name in names]
    text = (
        "000123\tKey account\tAnn Ash\t2026/12/1\t13800138000\tFair; VIP\t99\n"
        "123456789012345678\tNonsense\tNobody\tsoon\t\t\t\n"
        "\tLead\t\t\t\t\t\nbeyond\n"
    )
    before = snapshot(company)
    found = pasting.plan(company, entity, rows, columns, pasting.block_of(text), TODAY)
    assert (len(found.changes), found.alike, found.beyond, found.left_out) == (7, 8, 1, ["Owes"])
    assert [(one.row, one.column.name) for one in found.refused] == [
        (rows[1], name) for name in ("status", "owner", "next_on")
    ]
    assert "Nobody" in found.refused[1].why
    assert pasting.carry_out(company, entity, found) == 7
    saved = records.read(company, entity, rows[0])
    assert [saved[name] for name in ("code", "status", "next_on", "tags")] == [
        "000123", "key", "2026-12-01", ["Fair", "VIP"],
    ]  # fmt: skip
    assert company.title(company.entity("staff"), saved["owner"]) == "Ann Ash"
    assert records.read(company, entity, rows[1])["code"] == "123456789012345678"
    assert company.execute("SELECT value FROM reach WHERE customer = ?", (rows[0],)).fetchall() == [("13800138000",)]
    assert company.check() == []
    assert undo(company.journal).title == "Paste 7 cells into 2 customers"
    assert snapshot(company) == before


def test_s12_a_number_that_another_record_has_is_refused(window: ListWindow) -> None:
    company, order = window.company, window.company.entity("order")
    customer = company.execute("SELECT min(id) FROM customer").fetchone()[0]
    rows = [records.save(company, order, {"customer": customer, "number": f"N-{n}"}) for n in range(3)]
    columns = [company.column(order, "number")]
    found = pasting.plan(company, order, rows, columns, [["N-2"], ["N-9"], ["N-9"]], TODAY)
    assert [(one.row, one.after) for one in found.changes] == [(rows[1], "N-9")]
    assert [one.row for one in found.refused] == [rows[0], rows[2]]
