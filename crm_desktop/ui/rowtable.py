"""A table of rows: hover and selection across the whole row, thin separators, no grid."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.actions import Actions, after_text
from crm_desktop.ui.delegates import PADDING, RowDelegate
from crm_desktop.ui.icons import icon, pixmap


class Heading(QHeaderView):
    """The headings of a list: small and grey, with the mark of the order right beside the word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setStretchLastSection(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setFixedHeight(theme.px(35))

    def sectionSizeFromContents(self, section: int) -> QSize:
        words = theme.text_width(self._text(section), self._font())
        return QSize(words + 2 * theme.px(PADDING) + theme.px(16), theme.px(35))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        t, side, font = theme.tokens(), theme.px(14), self._font()
        sorted_by = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour(t.line))
        room = rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), -1)
        if sorted_by:
            room.setWidth(room.width() - side)
        painter.setFont(font)
        painter.setPen(theme.colour(t.text if sorted_by else t.secondary))
        text = painter.fontMetrics().elidedText(self._text(section), Qt.TextElideMode.ElideRight, room.width())
        wanted = self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        alignment = Qt.AlignmentFlag(int(wanted)) if wanted is not None else self.defaultAlignment()
        painter.drawText(room, int(alignment | Qt.AlignmentFlag.AlignVCenter), text)
        if sorted_by:
            right = bool(alignment & Qt.AlignmentFlag.AlignRight)
            x = room.right() + 1 if right else room.left() + painter.fontMetrics().horizontalAdvance(text) + theme.px(2)
            role = "chevron-up" if self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder else "chevron-down"
            mark = pixmap(role, "text", side, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(x, room.center().y() - side // 2 + 1), mark)

    def _font(self) -> QFont:
        return theme.font(11.5, QFont.Weight.DemiBold)

    def _text(self, section: int) -> str:
        text = self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        return "" if text is None else str(text)


class RowTable(QTableView):
    """A QTableView that looks as lists of this program do; `opened` tells the row on Enter or double click."""

    opened = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None, *, name: str = "", compact: bool = False) -> None:
        super().__init__(parent)
        self.hovered_row = -1
        self.rings_cells = True
        self.setAccessibleName(name)
        self.setProperty("bare", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(RowDelegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(0)
        self.setHorizontalHeader(Heading(self))
        self.set_compact(compact)

    def set_compact(self, compact: bool) -> None:
        """Rows of 30 pixels instead of 38."""
        height = theme.COMPACT_ROW_HEIGHT if compact else theme.ROW_HEIGHT
        self.verticalHeader().setDefaultSectionSize(theme.px(height))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(round(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        if self.hovered_row >= 0:
            self._hover(self.rowAt(self.viewport().mapFromGlobal(self.cursor().pos()).y()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.currentIndex().isValid() and self.model() is not None and self.model().rowCount():
            # Without a current row nothing would show where the keys go; nothing is selected by it.
            first = self.model().index(max(0, self.rowAt(0)), 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        super().focusInEvent(event)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> Any:
        """Where no key opens a cell, pinyin would be composed unseen, and take Enter and Space away."""
        if query == Qt.InputMethodQuery.ImEnabled and not self.editTriggers() & self.EditTrigger.AnyKeyPressed:
            return False
        return super().inputMethodQuery(query)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() and self.state() != QAbstractItemView.State.EditingState:
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.state() != QAbstractItemView.State.EditingState:
            self.double_clicked(index)

    def double_clicked(self, index: QModelIndex) -> None:
        """A row was clicked twice, on this cell."""
        self.opened.emit(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What the page does with its rows, with the keys told that the menu bar gives them."""
        registry: Actions | None = getattr(self.window(), "registry", None)
        offered = registry.on_rows() if registry is not None and self.currentIndex().isValid() else []
        if not offered:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in offered:
            menu.addAction(icon(action.icon), action.shown() + after_text(action.keys), action.run)
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        menu.popup(at)

    def _hover(self, row: int) -> None:
        if row == self.hovered_row:
            return
        for changed in (self.hovered_row, row):
            if changed >= 0:
                top = self.rowViewportPosition(changed)
                self.viewport().update(0, top, self.viewport().width(), self.rowHeight(changed))
        self.hovered_row = row
