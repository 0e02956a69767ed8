"""The rows that were not brought in, as a workbook of the same columns with the reason before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import Any, Final

from crm_desktop.exchange.headingwords import ROW, WHY
from crm_desktop.exchange.report import Report, SheetReport
from crm_desktop.exchange.tables import Cell
from crm_desktop.i18n import _
from crm_desktop.values.celltext import safe, unescaped
from crm_desktop.writing import replacing, save_book

_RED: Final = "C4321C"
_PALE: Final = "FDE8E4"
_WIDEST: Final = 48
_NO_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\]")


def write_failed(report: Report, path: Path) -> int:
    """Write the failed rows of all sheets, ready to be mended and imported again; returns how many.

    The headings are those of the list, so that it is mapped as before; the reason and the row's number come last and
    are left out of an import. The cell that is wrong is red.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    names: set[str] = set()
    count = 0
    for sheet in report.sheets:
        if sheet.failures:
            count += _write_sheet(book, _sheet_name(sheet.sheet, names), sheet)
    if not count:
        book.create_sheet(_("No rows"))
    with replacing(path) as part:
        save_book(book, part)
    return count


def _write_sheet(book: Any, name: str, sheet: SheetReport) -> int:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page = book.create_sheet(name)
    headings = [*sheet.headings, _(WHY), _(ROW)]
    for column, heading in enumerate(headings, 1):
        cell = page.cell(1, column)
        _put(cell, _writable(heading))
        cell.font = Font(bold=True)
    red = PatternFill("solid", fgColor=_PALE)
    places = {heading: at for at, heading in enumerate(sheet.headings)}
    why = len(sheet.headings)
    for number, (failure, row) in enumerate(zip(sheet.failures, sheet.failed_rows, strict=True), 2):
        values = [*map(_writable, row), _writable(failure.sentence), failure.row_number]
        for column, value in enumerate(values, 1):
            _put(page.cell(number, column), value)
        reason = page.cell(number, why + 1)
        reason.font, reason.fill = Font(color=_RED), red
        reason.alignment = Alignment(wrap_text=True, vertical="top")
        if failure.column in places:
            page.cell(number, places[failure.column] + 1).fill = red
    page.freeze_panes = "A2"
    for column, width in enumerate(_widths(headings, sheet.failed_rows), 1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.column_dimensions[get_column_letter(why + 1)].width = _WIDEST
    return len(sheet.failures)


def _put(cell: Any, value: Any) -> None:
    """Lay a value into a cell; text stays text, even where it begins like a formula or is all digits."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"


def _writable(cell: Cell) -> Any:
    if isinstance(cell, str):
        return unescaped(safe(cell))
    return cell.isoformat() if isinstance(cell, time) else cell


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that a workbook allows: at most 31 characters, none of []:*?/\\, each once."""
    plain = _NO_SHEET_NAME.sub(" ", name).strip("' ")[:28] or "1"
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        found = f"{plain} {number}"
    taken.add(found.casefold())
    return found


def _widths(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[float]:
    """The width of each column by its longest text, Chinese characters counting twice."""
    widths = [_width(heading) for heading in headings]
    for row in rows[:200]:
        for at, cell in enumerate(row):
            if cell is not None and at < len(widths):
                widths[at] = max(widths[at], _width(str(cell)))
    return [min(width + 2, _WIDEST) for width in widths]


def _width(text: str) -> float:
    return sum(1 if char.isascii() else 2 for char in text.split("\n")[0])
