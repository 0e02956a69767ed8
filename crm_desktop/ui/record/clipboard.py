"""Blocks of cells between child rows and a spreadsheet, by the clipboard."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from crm_desktop.ui.record.childtable import ChildTable


def is_block_paste(event: QKeyEvent) -> bool:
    """Whether the key pastes several cells, which a table takes even while one cell is open."""
    if not event.matches(QKeySequence.StandardKey.Paste):
        return False
    text = QGuiApplication.clipboard().text().rstrip("\r\n")
    return "\t" in text or "\n" in text


def copy(table: ChildTable) -> None:
    """The selected cells as text that a spreadsheet takes."""
    chosen = sorted(table.selectedIndexes(), key=lambda index: (index.row(), index.column()))
    rows: dict[int, list[str]] = {}
    for index in chosen:
        if table.lines.kind(index.column()) is not None and not table.lines.is_blank_row(index.row()):
            rows.setdefault(index.row(), []).append(str(index.data() or ""))
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(rows.values())
    QGuiApplication.clipboard().setText(out.getvalue().rstrip("\n"))


def paste(table: ChildTable) -> None:
    """A block from a spreadsheet, from the current cell on; rows are added as they are needed."""
    text = QGuiApplication.clipboard().text().rstrip("\r\n")
    here = table.currentIndex()
    row, column = (here.row(), here.column()) if here.isValid() else (len(table.lines.lines), 0)
    for down, cells in enumerate(csv.reader(io.StringIO(text), delimiter="\t")):
        for right, cell in enumerate(cells):
            if column + right < len(table.lines.columns):
                table.lines.put_text(row + down, column + right, cell)
    table.select(min(row, table.lines.rowCount() - 1), column)
