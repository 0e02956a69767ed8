"""A switch between a few things, one of which is on: segments in one track."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.painting import paint_frame
from crm_desktop.ui.widgets.pressing import EnterPresses


class Segment(EnterPresses, QAbstractButton):
    """One of the things to choose from."""

    def __init__(self, text: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.notifier().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        width = theme.text_width(self.text(), self._font()) + 2 * theme.px(12)
        return QSize(width + (theme.px(22) if self._icon else 0), theme.px(28))

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, on = theme.tokens(), QPainter(self), self.isChecked()
        radius = theme.BUTTON_RADIUS - 2
        if on or self.hasFocus():
            edge, width = (t.ring, 2.0) if self.hasFocus() else (t.line, 1.0)
            paint_frame(painter, self.rect(), t.card if on else "", edge, radius, width)
        elif self.underMouse():
            paint_frame(painter, self.rect(), t.hover, "", radius)
        tone = "accent_text" if on else "secondary"
        x = theme.px(12)
        if self._icon:
            side = theme.px(16)
            drawn = pixmap(self._icon, tone, side, self.devicePixelRatioF())
            painter.drawPixmap(QPoint(x, (self.height() - side) // 2), drawn)
            x += theme.px(22)
        painter.setFont(self._font())
        painter.setPen(theme.tone_text(tone))
        room = QRect(x, 0, self.width() - x, self.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self.text())

    def _font(self) -> QFont:
        return theme.font(weight=QFont.Weight.DemiBold)


class Switch(QWidget):
    """Segments in a track; a click, the arrow keys or Space choose."""

    chosen = Signal(int)

    def __init__(self, name: str, entries: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`entries` are (text, icon)."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        inside = theme.px(3)
        row.setContentsMargins(inside, inside, inside, inside)
        row.setSpacing(theme.px(2))
        self._group = QButtonGroup(self)
        self.segments: list[Segment] = []
        for number, (text, icon) in enumerate(entries):
            made = Segment(text, icon)
            self._group.addButton(made, number)
            row.addWidget(made)
            self.segments.append(made)
        self.segments[0].setChecked(True)
        self._group.idClicked.connect(self.chosen)

    def number(self) -> int:
        """Which one is on."""
        return self._group.checkedId()

    def show_number(self, number: int) -> None:
        """Turn one on without telling it."""
        self.segments[number].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if not by:
            super().keyPressEvent(event)
            return
        at = (self.number() + by) % len(self.segments)
        self.segments[at].setFocus()
        self.segments[at].click()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = theme.tokens()
        paint_frame(QPainter(self), self.rect(), t.sunken, t.line, theme.BUTTON_RADIUS)
