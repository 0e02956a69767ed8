"""The frame of the wizard: the steps above, the pages, and the buttons that stay at the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.importing.steps import StepBar
from crm_desktop.ui.widgets import ElidedLabel, button, label

_WIDTH, _HEIGHT = 1080, 720
_LEAST = (900, 560)


class WizardFrame(QDialog):
    """A roomy sheet over its window; Ctrl+Enter goes on from anywhere, Alt+Left goes back."""

    def __init__(self, over: QWidget | None, title: str, steps: list[str]) -> None:
        super().__init__(over)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setSizeGripEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top(title, steps))
        self.stack = QStackedWidget()
        self.stack.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        column.addWidget(self.stack, 1)
        column.addWidget(self._foot())
        QShortcut(QKeySequence("Alt+Left"), self, self.go_back)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.go_on)
        self._take_size()

    def go_on(self) -> None:
        """Take the next step."""

    def go_back(self) -> None:
        """Take the step before."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens a choice that has the focus: an import must not begin by it."""
        box = self.focusWidget()
        if isinstance(box, QComboBox) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            box.showPopup()
        else:
            super().keyPressEvent(event)

    def _top(self, title: str, steps: list[str]) -> QWidget:
        made = QFrame()
        made.setProperty("bar", "top")
        row = QHBoxLayout(made)
        row.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(10))
        row.addWidget(label(title, size=16, weight=QFont.Weight.DemiBold))
        row.addStretch(1)
        self.bar = StepBar(steps)
        row.addWidget(self.bar)
        return made

    def _foot(self) -> QWidget:
        made = QFrame()
        made.setProperty("bar", "bottom")
        row = QHBoxLayout(made)
        row.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(10))
        row.setSpacing(theme.px(8))
        self.hint = ElidedLabel("", "secondary")
        row.addWidget(self.hint, 1)
        self.cancel = button(_("Cancel"), self.reject)
        self.back = button(_("&Back"), self.go_back, icon="chevron-left")
        self.next = button(_("Ne&xt"), self.go_on, "primary")
        for one in (self.cancel, self.back, self.next):
            row.addWidget(one)
        self.next.setDefault(True)
        return made

    def _take_size(self) -> None:
        room = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        width, height = room.width() - 20, room.height() - 48  # the title bar of the system stands above
        self.setMinimumSize(min(theme.px(_LEAST[0]), width), min(theme.px(_LEAST[1]), height))
        self.resize(min(theme.px(_WIDTH), width), min(theme.px(_HEIGHT), height))
