"""The headings of a list: the title of a column, and right beside it the arrow of the order."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.delegates import PADDING
from crm_desktop.ui.icons import pixmap

HEIGHT = 34
ARROW = 12


class Heading(QHeaderView):
    """Headings that are clicked to sort, dragged to another place, and pulled wider."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sorted_place, self._down = -1, False
        self._hovered = -1
        self.setMouseTracking(True)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(theme.px(44))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFixedHeight(theme.px(HEIGHT))
        theme.notifier().changed.connect(self._draw_again)

    def set_sorted(self, place: int, down: bool) -> None:
        """Show the arrow at one column; -1: at none."""
        self._sorted_place, self._down = place, down
        self._draw_again()

    def sorted_place(self) -> int:
        """The column with the arrow; -1: none."""
        return self._sorted_place

    def width_needed(self, text: str, *, arrow: bool = False) -> int:
        """The width that shows a title whole, with its arrow."""
        return theme.text_width(text, _font()) + theme.px(2 * PADDING + (ARROW + 4 if arrow else 0))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(100), theme.px(HEIGHT))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if not rect.isValid():
            return
        t = theme.tokens()
        painter.save()
        painter.fillRect(rect, theme.colour(t.header))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.colour(t.line))
        hovered = section == self._hovered
        painter.setPen(theme.colour(t.text if hovered or section == self._sorted_place else t.secondary))
        painter.setFont(_font())
        room = rect.adjusted(theme.px(PADDING), 0, -theme.px(PADDING), 0)
        self._paint_title(painter, room, section)
        if hovered:  # where it can be pulled wider
            painter.fillRect(
                rect.right(), rect.top() + theme.px(9), 1, rect.height() - theme.px(18), theme.colour(t.line)
            )
        painter.restore()

    def _paint_title(self, painter: QPainter, room: QRect, section: int) -> None:
        model = self.model()
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        align = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        right = bool(Qt.AlignmentFlag(align) & Qt.AlignmentFlag.AlignRight)
        arrow = theme.px(ARROW + 4) if section == self._sorted_place else 0
        width = min(theme.text_width(text, painter.font()), room.width() - arrow)
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        left = room.right() + 1 - width if right else room.left()
        painter.drawText(QRect(left, room.top(), width, room.height()), int(Qt.AlignmentFlag.AlignVCenter), text)
        if arrow:
            x = left - arrow if right else left + width + theme.px(4)
            side = theme.px(ARROW)
            role = "chevron-down" if self._down else "chevron-up"
            drawn = pixmap(role, "text", side, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(x, room.center().y() - side // 2 + 1), drawn)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.logicalIndexAt(event.position().toPoint()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._hover(-1)
        super().leaveEvent(event)  # type: ignore[arg-type]

    def _hover(self, section: int) -> None:
        if section != self._hovered:
            self._hovered = section
            self._draw_again()

    def _draw_again(self) -> None:
        # The viewport is not asked for in vain: for it Python makes classes of all widgets that Qt has.
        if self.isVisible():
            self.viewport().update()


def _font() -> QFont:
    return theme.font(11.5, QFont.Weight.DemiBold)
