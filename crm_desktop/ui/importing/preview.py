"""The first rows of a sheet as they stand in the file; a click says in which of them the headings are."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from crm_desktop.exchange.tables import Table, as_text, column_letter, held
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.delegates import PADDING, RowDelegate
from crm_desktop.ui.painting import paint_pill, pill_size
from crm_desktop.ui.rowtable import RowTable

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

PartRole: Final = Role.UserRole + 20
"""Which part of the sheet a row is: above, heading, body or below."""
_ROWS: Final = 12
_BELOW: Final = 6
"""Rows shown under headings that stand further down."""
_COLUMNS: Final = 60
_LONGEST: Final = 200


class PreviewModel(QAbstractTableModel):
    """The first rows of a table; the first column is their number in the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: Table | None = None
        self._rows: Sequence[int] = ()
        """The places in the table of the rows that are shown."""
        self._width = 0

    def put(self, table: Table) -> None:
        """Show another table, or the same with its headings elsewhere."""
        self.beginResetModel()
        self.table = table
        heading = 0 if table.header_row is None else table.header_row - table.first_row + table.header_rows
        most = max(_ROWS, heading + _BELOW)
        self._rows = range(min(len(table.rows), most))
        if table.of_cards:  # what lies between them are the cards of another table
            self._rows = list(islice((at for at, row in enumerate(table.rows) if held(row)), most))
        self._width = min(_COLUMNS, max((held(table.rows[at]) for at in self._rows), default=0))
        self.endResetModel()

    def number(self, row: int) -> int:
        """A row's number in the file."""
        return (self.table.first_row if self.table is not None else 1) + self._rows[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._width + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return _("Row") if section == 0 else column_letter(section - 1)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if self.table is None or not index.isValid():
            return None
        if role == PartRole:
            return self._part(index.row())
        if role not in (Role.DisplayRole, Role.AccessibleTextRole, Role.ToolTipRole):
            return None
        if index.column() == 0:
            at_row = self.number(index.row())
            number = str(at_row) if at_row else ""  # the headings of cards stand in no row of their file
            if role == Role.AccessibleTextRole and self._part(index.row()) == "heading":
                return f"{number}, {_('Headings')}" if number else _("Headings")
            return number if role != Role.ToolTipRole else None
        row = self.table.rows[self._rows[index.row()]]
        at = index.column() - 1
        text = as_text(row[at]) if at < len(row) else ""
        if role == Role.ToolTipRole:
            return text if len(text) > 20 else None
        return text[:_LONGEST]

    def _part(self, row: int) -> str:
        assert self.table is not None
        row = self._rows[row]
        if row in self.table.trailing:
            return "below"
        if self.table.header_row is None:
            return "body"
        start = self.table.header_row - self.table.first_row
        if row < start:
            return "above"
        return "heading" if row < start + self.table.header_rows else "body"


class _PreviewDelegate(RowDelegate):
    """Headings stand out on a soft ground; rows that are left out are faint."""

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint_row(painter, option, index)
        self._part = index.data(PartRole)
        if self._part == "heading":
            t = theme.tokens()
            rect = option.rect
            painter.fillRect(rect, theme.colour(t.soft))
            painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour(t.soft_line))

    def colour_of(self, index: Index) -> Any:
        tones = {"heading": "text", "above": "faint", "below": "faint"}
        if index.column() == 0:
            return theme.tone_text("secondary")
        return theme.tone_text(tones.get(self._part, "text"))

    def font_of(self, text: str) -> tuple[QFont, QFontMetrics]:
        return (self._bold, self._bold_metrics) if self._part == "heading" else (self.font, self.metrics)

    def _prepare(self) -> None:
        super()._prepare()
        self._part = "body"
        self._bold = theme.font(weight=QFont.Weight.DemiBold)
        self._bold_metrics = QFontMetrics(self._bold)


class _NumberDelegate(_PreviewDelegate):
    """The row's number, and on the headings a pill that says so."""

    tabular = True

    def paint_content(self, painter: QPainter, room: QRect, index: Index) -> None:
        super().paint_content(painter, room, index)
        if self._part == "heading":
            text = _("Headings")
            size = pill_size(text)
            at = QPoint(room.right() - size.width() + 1, room.center().y() - size.height() // 2 + 1)
            paint_pill(painter, at, text, "accent", ground=theme.tokens().card)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(44) + pill_size(_("Headings")).width() + theme.px(PADDING), theme.px(30))


class PreviewTable(RowTable):
    """A click, Enter or Space on a row makes it the headings."""

    heading_chosen = Signal(int)
    """A row's number in the file."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=_("First rows of the list"), compact=True)
        self.rows = PreviewModel(self)
        self.setModel(self.rows)
        self.rings_cells = False
        self.setItemDelegate(_PreviewDelegate(self))
        self.setItemDelegateForColumn(0, _NumberDelegate(self))
        self.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        heading = self.horizontalHeader()
        heading.setSectionsMovable(False)
        heading.setSectionsClickable(False)
        self.opened.connect(lambda index: self.choose(index.row()))
        self.clicked.connect(lambda index: self.choose(index.row()))

    def put(self, table: Table) -> None:
        """Show a table; the widths of its columns follow from what they hold."""
        self.rows.put(table)
        self.setColumnWidth(0, self.itemDelegateForColumn(0).sizeHint(QStyleOptionViewItem(), QModelIndex()).width())
        for at in range(1, self.rows.columnCount()):
            width = self.sizeHintForColumn(at)
            self.setColumnWidth(at, max(theme.px(70), min(width, theme.px(230))))
        if table.header_row is not None:
            self.setCurrentIndex(self.rows.index(table.header_row - table.first_row, 0))

    def choose(self, row: int) -> None:
        """Make a row the headings, unless it is already."""
        number = self.rows.number(row)
        if self.rows.table is not None and number != self.rows.table.header_row:
            self.heading_chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.choose(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
