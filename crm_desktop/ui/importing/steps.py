"""The steps of the wizard as a quiet bar: which one it is, which are done, and the way back to those."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.painting import paint_frame
from crm_desktop.ui.widgets.pressing import EnterPresses

_DISC = 22
_LINE = 36


class Step(EnterPresses, QAbstractButton):
    """One step: a disc with its number (a tick once it is done) and its name."""

    def __init__(self, number: int, count: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self._count = number, count
        self._state = "ahead"
        self.setText(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state("ahead", False)
        theme.notifier().changed.connect(self.update)

    def set_state(self, state: str, back: bool) -> None:
        """`state` is done, now or ahead; `back`: a click leads back to it."""
        self._state = state
        self.setEnabled(back)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if back else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if back else Qt.CursorShape.ArrowCursor)
        said = {
            "done": _("Step {number} of {count}: {name}, done"),
            "now": _("Step {number} of {count}: {name}, current"),
            "ahead": _("Step {number} of {count}: {name}"),
        }
        self.setAccessibleName(said[state].format(number=self.number, count=self._count, name=self.text()))
        self.update()

    def sizeHint(self) -> QSize:
        width = theme.px(_DISC) + theme.px(8) + theme.text_width(self.text(), theme.font(weight=QFont.Weight.DemiBold))
        return QSize(width + theme.px(12), theme.px(32))

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = theme.tokens(), QPainter(self)
        if self.hasFocus():
            paint_frame(painter, self.rect(), "", t.ring, theme.BUTTON_RADIUS, 2)
        elif self.isEnabled() and self.underMouse():
            paint_frame(painter, self.rect(), t.hover, "", theme.BUTTON_RADIUS)
        side = theme.px(_DISC)
        disc = QRect(theme.px(6), (self.height() - side) // 2, side, side)
        ground, edge = {"done": (t.soft, t.soft_line), "now": (t.accent, ""), "ahead": (t.card, t.line)}[self._state]
        paint_frame(painter, disc, ground, edge, side / 2)
        if self._state == "done":
            mark = theme.px(14)
            drawn = pixmap("check", "accent_text", mark, self.devicePixelRatioF())
            painter.drawPixmap(disc.center() - QPoint(mark // 2 - 1, mark // 2 - 1), drawn)
        else:
            painter.setFont(theme.font(12, QFont.Weight.DemiBold, tabular=True))
            painter.setPen(theme.tone_text("on_accent" if self._state == "now" else "secondary"))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(self.number))
        weight = QFont.Weight.DemiBold if self._state == "now" else QFont.Weight.Medium
        painter.setFont(theme.font(weight=weight))
        painter.setPen(theme.tone_text({"now": "text", "done": "subdued", "ahead": "secondary"}[self._state]))
        room = QRect(disc.right() + theme.px(9), 0, self.width(), self.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self.text())


class _Way(QWidget):
    """The line between two steps."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(theme.px(_LINE), theme.px(32))
        theme.notifier().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        middle = self.height() // 2
        QPainter(self).fillRect(theme.px(4), middle, self.width() - theme.px(8), 1, theme.colour(theme.tokens().line))


class StepBar(QWidget):
    """All steps in a row; `chosen` tells the index of the one to go back to."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.steps: list[Step] = []
        for number, name in enumerate(names, 1):
            if self.steps:
                row.addWidget(_Way())
            step = Step(number, len(names), name)
            step.clicked.connect(lambda _checked=False, at=number - 1: self.chosen.emit(at))
            row.addWidget(step)
            self.steps.append(step)
        self.show_step(0)

    def show_step(self, at: int, *, final: bool = False) -> None:
        """Mark the step that is open; from a `final` one no way leads back."""
        for place, step in enumerate(self.steps):
            state = "now" if place == at else "done" if place < at else "ahead"
            step.set_state("done" if final and place == at else state, state == "done" and not final)
