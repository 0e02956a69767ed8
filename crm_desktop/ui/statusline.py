"""The line at the foot of the window: how the file is, what can be undone, what is selected."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.widgets.buttons import button
from crm_desktop.ui.widgets.labels import ElidedLabel, label


class Dot(QWidget):
    """A small disc in a tone; the words beside it say the same."""

    def __init__(self, tone: str = "good", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tone = tone
        self.setFixedSize(QSize(theme.px(8), theme.px(8)))
        theme.notifier().changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.tone_text(self.tone))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QRectF(self.rect()))


class StatusLine(QFrame):
    """Left the state of the file and the last change, right the selection; all texts are given ready."""

    undo_clicked = Signal()
    state_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("bar", "bottom")
        self.setFixedHeight(theme.px(26))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), 1, theme.px(14), 0)
        row.setSpacing(theme.px(2))
        self._dot = Dot()
        self._state = button("", self.state_clicked.emit, "link")
        self._undo = button("", self.undo_clicked.emit, "link")
        self._selection = label("", "secondary", 12, tabular=True)
        self._room = ElidedLabel()
        for part in (self._state, self._undo):
            part.setFont(theme.font(12))
        row.addWidget(self._dot)
        row.addWidget(self._state)
        row.addSpacing(theme.px(6))
        row.addWidget(self._undo)
        row.addWidget(self._room, 1)
        row.addWidget(self._selection)
        self.set_state("")
        self.set_undo("")

    def set_state(self, text: str, tone: str = "good", tip: str = "") -> None:
        """How the file is, as "Backed up 11 minutes ago"; nothing where it is empty. `tip` says more."""
        self._dot.tone = tone
        self._dot.setVisible(bool(text))
        self._dot.update()
        _show(self._state, text)
        self._state.setToolTip(tip)

    def set_undo(self, text: str) -> None:
        """What the next undo takes back; nothing where it is empty."""
        _show(self._undo, text)

    def set_selection(self, text: str) -> None:
        """How many rows are selected."""
        self._selection.setText(text)


def _show(part: QWidget, text: str) -> None:
    part.setText(text)  # type: ignore[attr-defined]
    part.setAccessibleName(text)
    part.setVisible(bool(text))
