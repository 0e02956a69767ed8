"""The headings of groups in a list: painted over the whole line, opened and closed by mouse and keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from crm_desktop.ui import theme
from crm_desktop.ui.delegates import PADDING
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.listing.grouprows import Heading
from crm_desktop.ui.listing.pinning import PinningTable

_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_TURN: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class GroupingTable(PinningTable):
    """A table whose rows may be parted into groups."""

    def turn_group(self, row: int) -> None:
        """Close or open the group whose heading a row is; a current record in it gives way to the heading."""
        current = self.currentIndex()
        heading = self.table.heading_at(row)
        if heading is not None and not heading.closed and row < current.row() <= row + heading.group.rows:
            self.setCurrentIndex(self.table.index(row, max(0, current.column())))
        self.table.turn_group(row)
        self.viewport().update()

    def turn_groups(self, closed: bool) -> None:
        """Close all groups or open them; the current cell goes to the heading of its group."""
        self.table.turn_groups(closed)
        self.viewport().update()

    def heading_above(self, row: int) -> int | None:
        """The row of the heading that a record stands under."""
        groups = self.table.groups
        above = groups.headings_between(0, row) if groups is not None else []
        return above[-1] if above else None

    # Mouse and keys -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.rowAt(round(event.position().y()))
        if event.button() == Qt.MouseButton.LeftButton and self.table.heading_at(row) is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.turn_group(row)
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.table.heading_at(self.rowAt(round(event.position().y()))) is not None:
            self.mousePressEvent(event)
            return
        super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        heading = self.table.heading_at(row)
        key = Qt.Key(event.key())
        if heading is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turns = {Qt.Key.Key_Left: not heading.closed, Qt.Key.Key_Right: heading.closed}
            if key in _TURN or key in turns:
                if turns.get(key, True):
                    self.turn_group(row)
                return
        elif heading is None and key == Qt.Key.Key_Left and self.currentIndex().column() == 0:
            above = self.heading_above(row)
            if above is not None:
                self.setCurrentIndex(self.table.index(above, 0))
                return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Space and Enter belong to a heading while it is the current row, whatever else they do in lists."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            here = self.table.heading_at(self.currentIndex().row()) is not None
            if here and Qt.Key(event.key()) in _TURN and not event.modifiers():  # type: ignore[attr-defined]
                event.accept()
                return True
        return super().event(event)

    # Painting -----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.table.groups is None:
            return
        painter = QPainter(self.viewport())
        bottom = self.viewport().height()
        row = self.rowAt(0)
        while 0 <= row < self.table.rowCount() and self.rowViewportPosition(row) < bottom:
            heading = self.table.heading_at(row)
            if heading is not None:
                top = self.rowViewportPosition(row)
                line = QRect(0, top, self.viewport().width(), self.rowHeight(row))
                self.paint_heading(painter, line, row, heading)
            row += 1

    def paint_pinned_row(self, painter: QPainter, row: int, line: QRect) -> None:
        heading = self.table.heading_at(row)
        if heading is None:
            super().paint_pinned_row(painter, row, line)
        else:
            whole = QRect(0, line.top(), self.viewport().width(), line.height())
            self.paint_heading(painter, whole, row, heading, figures=False)

    def paint_heading(
        self, painter: QPainter, line: QRect, row: int, heading: Heading, *, figures: bool = True
    ) -> None:
        """One heading: the mark of open or closed, title and number at the left, figures below their columns."""
        t = theme.tokens()
        painter.fillRect(line, theme.colour(t.hover if row == self.hovered_row else t.header))
        painter.fillRect(line.left(), line.bottom(), line.width(), 1, theme.colour(t.line))
        side = theme.px(14)
        role = "chevron-right" if heading.closed else "chevron-down"
        mark = pixmap(role, "secondary", side, self.devicePixelRatioF())
        x = line.left() + theme.px(PADDING) - theme.px(2)
        painter.drawPixmap(QPoint(x, line.center().y() - side // 2 + 1), mark)
        x += side + theme.px(6)
        room = line.right() - theme.px(PADDING)
        left = self._paint_figures(painter, line, heading) if figures else line.right()
        number = f"{heading.group.rows:,}"
        count_font = theme.font(12, tabular=True)
        beside = theme.text_width(number, count_font) + theme.px(8)
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold))
        painter.setPen(theme.colour(t.text))
        width = min(left, room) - x - beside
        title = painter.fontMetrics().elidedText(heading.group.title, Qt.TextElideMode.ElideRight, max(0, width))
        painter.drawText(QRect(x, line.top(), max(0, width), line.height()), _LEFT, title)
        x += painter.fontMetrics().horizontalAdvance(title) + theme.px(8)
        painter.setFont(count_font)
        painter.setPen(theme.colour(t.secondary))
        painter.drawText(QRect(x, line.top(), beside, line.height()), _LEFT, number)
        if self.hasFocus() and self.currentIndex().row() == row:
            painter.setPen(theme.colour(t.ring))
            painter.drawRect(line.adjusted(1, 1, -2, -2))

    def _paint_figures(self, painter: QPainter, line: QRect, heading: Heading) -> int:
        """The figures, from the right as far as they are in sight; where the first of them begins."""
        painter.setFont(theme.font(12, QFont.Weight.DemiBold, tabular=True))
        painter.setPen(theme.colour(theme.tokens().secondary))
        left = line.right()
        for place, column in enumerate(self.table.columns):
            text = heading.texts.get(column.name)
            if text is None:
                continue
            end = self.columnViewportPosition(place) + self.columnWidth(place) - theme.px(PADDING)
            begin = end - theme.text_width(text, painter.font())
            if begin < line.left() + max(theme.px(160), self.pinned_width()) or begin > line.right():
                continue  # scrolled away, or where the title stands
            painter.drawText(QRect(begin, line.top(), end - begin, line.height()), _RIGHT, text)
            left = min(left, begin - theme.px(PADDING))
        return left
