"""Chips: the views of a list with their counts, and its filters, which can be taken off."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.painting import paint_frame
from crm_desktop.ui.widgets.pressing import EnterPresses


class Chip(EnterPresses, QAbstractButton):
    """A rounded button: one of the views of a list (checkable, with a count), or a small action with an icon."""

    def __init__(
        self,
        text: str,
        count: int | None = None,
        parent: QWidget | None = None,
        *,
        icon: str = "",
        checkable: bool = False,
    ) -> None:
        super().__init__(parent)
        self._count, self._icon = count, icon
        self._size: QSize | None = None
        self.setText(text)
        self.setCheckable(checkable)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._say()
        theme.notifier().changed.connect(self._measure_anew)

    def set_text(self, text: str) -> None:
        """Say something else."""
        if text != self.text():
            self.setText(text)
            self._size = None
            self._say()
            self.updateGeometry()

    def set_count(self, count: int | None) -> None:
        """Show another count, or none."""
        if count == self._count:
            return
        self._count, self._size = count, None
        self._say()
        self.updateGeometry()
        self.update()

    def shown_count(self) -> str:
        """The count as it is shown; "" where there is none."""
        return "" if self._count is None else self._count_text()

    def sizeHint(self) -> QSize:
        if self._size is None:
            width = self._text_width() + 2 * theme.px(11)
            if self._icon:
                width += theme.px(18)
            if self._count is not None:
                width += theme.px(6) + theme.text_width(self._count_text(), self._count_font())
            self._size = QSize(width, theme.px(26))
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ground(painter)
        x = theme.px(11)
        if self._icon:
            side = theme.px(14)
            drawn = pixmap(self._icon, self._ink(), side, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(x - theme.px(1), (self.height() - side) // 2), drawn)
            x += theme.px(18)
        x = self._paint_text(painter, x)
        if self._count is not None:
            painter.setFont(self._count_font())
            area = QRect(x + theme.px(6), 0, self.width(), self.height())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), self._count_text())

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def _measure_anew(self) -> None:
        self._size = None
        self.updateGeometry()
        self.update()

    def _paint_ground(self, painter: QPainter) -> None:
        t = theme.tokens()
        ground, edge, width = t.card, t.line, 1.0
        if self.isChecked():
            ground, edge = t.soft, t.soft_line
        elif self.isDown():
            ground = t.pressed
        elif self.underMouse() and self.isEnabled():
            ground = t.hover
        if self.hasFocus():
            edge, width = t.ring, 2.0
        paint_frame(painter, self.rect(), ground, edge, self.height() / 2, width)

    def _paint_text(self, painter: QPainter, x: int) -> int:
        painter.setFont(self._text_font())
        painter.setPen(theme.tone_text(self._ink()))
        width = self._text_width()
        painter.drawText(QRect(x, 0, width, self.height()), int(Qt.AlignmentFlag.AlignVCenter), self.text())
        return x + width

    def _ink(self) -> str:
        if not self.isEnabled():
            return "faint"
        return "accent" if self.isChecked() else "chip"

    def _text_font(self) -> QFont:
        return theme.font(12, QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium)

    def _count_font(self) -> QFont:
        return theme.font(12, QFont.Weight.DemiBold)

    def _text_width(self) -> int:
        # A view's chip keeps its width when it becomes the current one.
        weight = QFont.Weight.DemiBold if self.isCheckable() else QFont.Weight.Medium
        return theme.text_width(self.text(), theme.font(12, weight))

    def _count_text(self) -> str:
        return f"{self._count:,}"

    def _say(self) -> None:
        self.setAccessibleName(self.text() if self._count is None else f"{self.text()}, {self._count_text()}")


class FilterChip(Chip):
    """A filter in force: a click edits it, its × (or Delete) takes it off."""

    removed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, None, parent)
        self.setAccessibleName(_("Filter: {filter}").format(filter=text))
        self.setAccessibleDescription(_("Press Delete to take this filter off"))
        self.setToolTip(_("Change this filter; × takes it off"))

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(theme.px(14), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        cross = self.cross()
        over = self.underMouse() and cross.contains(self.mapFromGlobal(self.cursor().pos()))
        side = theme.px(12)
        drawn = pixmap("close", "text" if over else "secondary", side, self.devicePixelRatioF())
        painter.drawPixmap(QPoint(cross.center().x() - side // 2, (self.height() - side) // 2), drawn)

    def cross(self) -> QRect:
        """Where the × is."""
        return QRect(self.width() - theme.px(26), 0, theme.px(26), self.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isDown() and self.cross().contains(event.position().toPoint()):
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.update()
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)
