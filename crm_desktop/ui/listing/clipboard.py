"""Selected rows for the clipboard: text in tabs with headings, and the same as a table that keeps numbers as texts."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from html import escape
from typing import Any, Final

from PySide6.QtCore import QMimeData

from crm_desktop.entity import query
from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity

MOST: Final = 20_000
"""Rows that go through the clipboard; more belong into a file."""
_CHUNK: Final = 500
_AS_TEXT: Final = "mso-number-format:'\\@'"


def rows_of(company: Company, entity: Entity, ids: array[int], columns: Sequence[Column]) -> Iterator[list[Any]]:
    """The cells of some records as a sheet wants them, in the order of the ids."""
    names = [column.name for column in columns]
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        page = query.page(company, entity, part, names)
        for record in part:
            if record in page:
                yield [column.kind.cell(raw) for column, raw in zip(columns, page[record], strict=True)]


def for_clipboard(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> QMimeData:
    """Headings and rows, as text and as HTML."""
    titles = [column.title for column in columns]
    lines = ["\t".join(map(_quoted, titles))]
    html = ["<tr>" + "".join(f"<th>{escape(title)}</th>" for title in titles) + "</tr>"]
    for row in rows:
        lines.append("\t".join(_quoted(cell_text(cell)) for cell in row))
        html.append("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>")
    made = QMimeData()
    made.setText("\r\n".join(lines) + "\r\n")
    made.setHtml('<meta charset="utf-8"><table>' + "\n".join(html) + "</table>")
    return made


def _cell(cell: Any) -> str:
    if isinstance(cell, str):
        # Leading zeros and long numbers stay as they are, and nothing is taken for a formula.
        return f'<td style="{_AS_TEXT}">{escape(cell)}</td>'
    return f"<td>{escape(cell_text(cell))}</td>"


def cell_text(cell: Any) -> str:
    """A cell as text that a sheet, or a paste into a list, reads as the same value."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", timespec="seconds" if cell.second else "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def _quoted(text: str) -> str:
    if any(sign in text for sign in '\t\n\r"'):
        return '"' + text.replace('"', '""') + '"'
    return text
