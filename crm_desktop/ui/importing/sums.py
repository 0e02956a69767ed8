"""Figures that add up: read = created + updated + unchanged + passed over + stayed out; and how full each field is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from crm_desktop.i18n import N_, _
from crm_desktop.ui import theme
from crm_desktop.ui.delegates import MoneyDelegate, RowDelegate
from crm_desktop.ui.painting import paint_frame
from crm_desktop.ui.plain_table import Cell, PlainTable
from crm_desktop.ui.roles import IdRole
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.widgets import label

Index = QModelIndex | QPersistentModelIndex
PARTS: Final = (
    ("created", N_("Newly created"), "good"),
    ("updated", N_("Updated"), "accent"),
    ("unchanged", N_("Unchanged"), "text"),
    ("skipped", N_("Passed over"), "text"),
    ("failed", N_("Stayed out"), "bad"),
)


class SumTile(QFrame):
    """One figure of the sum."""

    def __init__(self, name: str, value: int, tone: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.value = value
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(10))
        column.setSpacing(theme.px(2))
        column.addWidget(label(name, "secondary"))
        figure = label(f"{value:,}", tone if value else "secondary", 18, QFont.Weight.DemiBold, tabular=True)
        column.addWidget(figure)
        self.setAccessibleName(f"{name}: {value:,}")


class SumTiles(QWidget):
    """All of them in a row, with the signs between."""

    def __init__(self, read: int, parts: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        self.tiles = [SumTile(_("Rows read"), read, "text")]
        row.addWidget(self.tiles[0], 1)
        for (_name, title, tone), value in zip(PARTS, parts, strict=True):
            sign = "=" if len(self.tiles) == 1 else "+"
            shown = label(sign, "secondary", 15, QFont.Weight.Medium)
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.setFixedWidth(theme.px(14))
            row.addWidget(shown)
            self.tiles.append(SumTile(_(title), value, tone))
            row.addWidget(self.tiles[-1], 1)


class _BarDelegate(RowDelegate):
    """The share of rows that filled a field, as a bar."""

    def paint_content(self, painter: QPainter, room: QRect, index: Index) -> None:
        t = theme.tokens()
        share = float(index.data(IdRole) or 0)
        height = theme.px(6)
        bar = QRect(room.left(), room.center().y() - height // 2 + 1, room.width(), height)
        paint_frame(painter, bar, t.sunken if not t.dark else t.line, "", height / 2)
        if share > 0:
            filled = QRect(bar)
            filled.setWidth(max(height, round(bar.width() * min(1.0, share))))
            paint_frame(painter, filled, t.accent, "", height / 2)


class FilledTable(RowTable):
    """For each field how many of the rows had a value for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=_("How many rows filled each field"), compact=True)
        self.fields = PlainTable((_("Field"), "", _("Filled")), parent=self)
        self.setModel(self.fields)
        self.rings_cells = False
        self.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.setItemDelegateForColumn(1, _BarDelegate(self))
        self.setItemDelegateForColumn(2, MoneyDelegate(self))
        heading = self.horizontalHeader()
        heading.setSectionsMovable(False)
        heading.setSectionsClickable(False)
        heading.setStretchLastSection(False)
        heading.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)

    def put(self, filled: Sequence[tuple[str, int, int]]) -> None:
        """Show these: title, rows with a value, rows in all."""
        rows = []
        for title, count, of in filled:
            text = _("{n} of {all}").format(n=f"{count:,}", all=f"{of:,}")
            rows.append((count / of if of else 0.0, (Cell(title, tip=title), Cell(""), Cell(text))))
        self.fields.put(rows)
        self.setColumnWidth(0, max(theme.px(120), min(theme.px(240), self.sizeHintForColumn(0))))
        self.setColumnWidth(2, max(theme.px(110), self.sizeHintForColumn(2)))
