"""Columns that stay in sight at the left while the others scroll sideways: painted over the same table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStyleOptionViewItem, QToolTip, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.listing.columned import ColumnedTable

if TYPE_CHECKING:
    from crm_desktop.ui.listing.model import RecordTable

LEFT_TO_SCROLL = 160
"""So much of a narrow list is left to the columns that scroll."""


class PinnedPart(QWidget):
    """Lies over the left edge of the table while that is scrolled sideways; the mouse goes through to the table."""

    def __init__(self, table: PinningTable) -> None:
        super().__init__(table)
        self._table = table
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, table = theme.tokens(), self._table
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(t.card))
        head = table.heading.height()
        left = 0
        for place in range(table.pinned_shown()):
            width = table.columnWidth(place)
            table.heading.paintSection(painter, QRect(left, 0, width, head), place)
            left += width
        painter.save()
        painter.setClipRect(0, head, self.width(), self.height() - head)
        painter.translate(0, head)
        table.paint_pinned_rows(painter, self.width(), self.height() - head)
        painter.restore()
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.colour(t.line))

    # The mouse ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pass_on(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pass_on(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pass_on(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pass_on(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        QApplication.sendEvent(self._table.viewport(), event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        on_head = event.pos().y() < self._table.heading.height()
        target: QWidget = self._table.heading if on_head else self._table.viewport()
        at = self._there(QPointF(event.pos())).toPoint()
        QApplication.sendEvent(target, QContextMenuEvent(event.reason(), at, event.globalPos()))

    def leaveEvent(self, event: QEvent) -> None:
        self._table.leaveEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._table.indexAt(self._there(QPointF(event.pos())).toPoint())
            QToolTip.showText(event.globalPos(), self._table.tip_at(index), self)
            return True
        return super().event(event)

    def _there(self, at: QPointF) -> QPointF:
        """Where the table has what is seen here."""
        head = self._table.heading.height()
        down = at.y() if at.y() < head else at.y() - head
        return QPointF(at.x() + self._table.columnViewportPosition(0), down)

    def _pass_on(self, event: QMouseEvent) -> None:
        head = event.position().y() < self._table.heading.height()
        target = self._table.heading.viewport() if head else self._table.viewport()
        QApplication.sendEvent(
            target,
            QMouseEvent(
                event.type(), self._there(event.position()), event.globalPosition(), event.button(), event.buttons(),
                event.modifiers(),
            ),
        )  # fmt: skip
        self.update()


class PinningTable(ColumnedTable):
    """A table whose first columns may be pinned."""

    def __init__(self, table: RecordTable, parent: QWidget | None = None) -> None:
        self._pinned = 0
        self._part: PinnedPart | None = None
        super().__init__(table, parent)
        self.heading.sectionResized.connect(lambda *_what: self._place_part())
        table.modelReset.connect(self._place_part)

    def set_pinned(self, columns: int) -> None:
        """Keep so many columns at the left in sight."""
        if columns == self._pinned:
            return
        self._pinned = columns
        if self._part is None:
            self._part = PinnedPart(self)
        self._place_part()

    def pinned_shown(self) -> int:
        """How many of them fit without taking the room from the rest."""
        if not self._pinned:  # nothing of Qt is asked in vain: it is late in the start
            return 0
        room, taken = self.viewport().width() - theme.px(LEFT_TO_SCROLL), 0
        for place in range(min(self._pinned, len(self.table.columns))):
            taken += self.columnWidth(place)
            if taken > room:
                return place
        return min(self._pinned, len(self.table.columns))

    def pinned_width(self) -> int:
        """How much of the left edge is covered now; 0 while nothing is scrolled sideways."""
        if not self._pinned or not self.horizontalScrollBar().value():
            return 0
        return sum(self.columnWidth(place) for place in range(self.pinned_shown()))

    def paint_pinned_rows(self, painter: QPainter, width: int, bottom: int) -> None:
        """The cells of the pinned columns, as the table itself draws them."""
        row = self.rowAt(0)
        while 0 <= row < self.table.rowCount() and self.rowViewportPosition(row) < bottom:
            self.paint_pinned_row(painter, row, QRect(0, self.rowViewportPosition(row), width, self.rowHeight(row)))
            row += 1

    def paint_pinned_row(self, painter: QPainter, row: int, line: QRect) -> None:
        """One row of them."""
        left = line.left()
        for place in range(self.pinned_shown()):
            index = self.table.index(row, place)
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            option.widget = self  # type: ignore[attr-defined]
            option.rect = QRect(left, line.top(), self.columnWidth(place), line.height())  # type: ignore[attr-defined]
            painter.save()
            painter.setClipRect(option.rect, Qt.ClipOperation.IntersectClip)  # type: ignore[attr-defined]
            self.itemDelegateForIndex(index).paint(painter, option, index)
            painter.restore()
            left += self.columnWidth(place)

    # Qt's own -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._part is not None and self._part.isVisible():
            self._part.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_part()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_part()

    def scrollTo(
        self,
        index: QModelIndex | Any,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """A pinned column is in sight already; another one must not come to lie below those."""
        if not self._pinned:
            super().scrollTo(index, hint)
            return
        bar = self.horizontalScrollBar()
        before = bar.value()
        super().scrollTo(index, hint)
        if index.column() < self.pinned_shown():
            bar.setValue(before)
            return
        hidden = self.pinned_width() - self.columnViewportPosition(index.column())
        if hidden > 0:
            bar.setValue(bar.value() - hidden)

    def edit(self, index: QModelIndex | Any, *more: Any) -> Any:
        """A pinned cell is edited in the table itself, which is scrolled back for it."""
        if not more and index.column() < self._pinned:
            self.horizontalScrollBar().setValue(0)
        return super().edit(index, *more)

    def _place_part(self) -> None:
        if self._part is None:
            return
        width = self.pinned_width()
        self._part.setVisible(width > 0)
        if width:
            at = self.viewport().geometry()
            head = self.heading.height()
            self._part.setGeometry(at.left(), at.top() - head, width, at.height() + head)
            self._part.raise_()
            self._part.update()
