"""Rows on the clipboard: for a sheet, with headings, and with numbers that stay what they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.entity import records
from crm_desktop.entity.query import ListQuery, ids
from crm_desktop.ui.listing.clipboard import for_clipboard, rows_of
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
