"""Short notices at the foot of the window, with a way back: they come, offer Undo, and go by themselves."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.announcing import announce
from crm_desktop.ui.widgets.buttons import button, icon_button
from crm_desktop.ui.widgets.cards import SPARED, IconLabel
from crm_desktop.ui.widgets.labels import label

SECONDS = 8.0
MOST = 3
_MOVED: Final = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide})
TONE_ICONS = {"good": "check", "warning": "warning", "bad": "error"}


class Toast(QFrame):
    """One notice: text, perhaps a button, and a cross. It waits while the pointer or the focus is on it.

    For a number of `seconds` it stays; without end where that is math.inf, until the person has seen to it.
    """

    gone = Signal()

    def __init__(
        self,
        text: str,
        action: str = "",
        run: Callable[[], object] | None = None,
        tone: str = "neutral",
        seconds: float = SECONDS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("toast", True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(7), theme.px(8), theme.px(7))
        row.setSpacing(theme.px(8))
        if tone in TONE_ICONS:
            row.addWidget(IconLabel(TONE_ICONS[tone], "on_toast", 16))
        self.text = label(text, "on_toast", weight=QFont.Weight.Medium, wrap=len(text) > 80)
        if len(text) > 80:
            self.text.setFixedWidth(theme.px(480))
            self.text.setMinimumHeight(self.text.heightForWidth(theme.px(480)))
        row.addWidget(self.text)
        self.action = button(action, self._act, "toast") if action else None
        if self.action is not None:
            row.addWidget(self.action)
        self.cross = icon_button("close", _("Close"), self.close_now, tone="on_toast")
        self.cross.setProperty("role", "toast")
        row.addWidget(self.cross)
        for control in (self.action, self.cross):
            if control is not None:
                control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                control.installEventFilter(self)
        self._run = run
        self._before: QWidget | None = None
        self._stays = math.isinf(seconds)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0 if self._stays else round(seconds * 1000))
        self._timer.timeout.connect(self.close_now)
        self._wait()

    def answer(self) -> None:
        """Put the focus on its button; once the notice is gone, the focus is where it was."""
        focused = QApplication.focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._before = focused
        (self.action or self.cross).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_now(self) -> None:
        """Take the notice away."""
        if not self.isHidden():
            focused, before = QApplication.focusWidget(), self._before
            inside = focused is not None and self.isAncestorOf(focused)
            if inside and before is not None and isValid(before) and before.isVisible():
                before.setFocus()
            self.hide()
            self.gone.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self._wait()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._timer.stop()
        elif event.type() == QEvent.Type.FocusOut and not self.isHidden():
            self._wait()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_now()
            return
        super().keyPressEvent(event)

    def _wait(self) -> None:
        if not self._stays:
            self._timer.start()

    def _act(self) -> None:
        self.close_now()
        if self._run is not None:
            self._run()


class ToastArea(QWidget):
    """The notices of one window, the newest at the bottom, over the middle of its lower edge, above what is spared."""

    def __init__(self, over: QWidget, above: int = 36) -> None:
        super().__init__(over)
        self._over, self._above = over, above
        self._toasts: list[Toast] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(8))
        over.installEventFilter(self)
        self.hide()

    def show_toast(
        self,
        text: str,
        action: str = "",
        run: Callable[[], object] | None = None,
        tone: str = "neutral",
        seconds: float | None = None,
    ) -> Toast:
        """Show a notice without taking the focus; the oldest goes where three are shown already."""
        toast = Toast(text, action, run, tone, SECONDS if seconds is None else seconds, self)
        toast.gone.connect(lambda: self._forget(toast))
        self._toasts.append(toast)
        self._column.addWidget(toast, 0, Qt.AlignmentFlag.AlignHCenter)
        toast.show()
        while len(self._toasts) > MOST:
            self._toasts[0].close_now()
        self._place()
        self.show()
        self.raise_()
        announce(toast, text)
        return toast

    def close_last(self) -> bool:
        """Take the newest notice away; False where there is none."""
        if not self._toasts:
            return False
        self._toasts[-1].close_now()
        return True

    def answer_last(self) -> None:
        """Put the focus on the newest notice."""
        if self._toasts:
            self._toasts[-1].answer()

    def clear(self) -> None:
        """Take all notices away."""
        while self.close_last():
            pass

    def toasts(self) -> list[Toast]:
        """The notices shown now, the newest last."""
        return list(self._toasts)

    def _foot(self) -> int:
        """How far down a notice reaches."""
        foot = self._over.height() - theme.px(self._above)
        for line in self._over.findChildren(QWidget, SPARED):
            line.installEventFilter(self)  # it may come and go while a notice stands
            if line.isVisible():
                foot = min(foot, line.mapTo(self._over, QPoint(0, 0)).y() - theme.px(8))
        return foot

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVED and (watched is self._over or self._toasts):
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self._toasts:
            self._place()
        return super().event(event)

    def _forget(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            self._column.removeWidget(toast)
            toast.deleteLater()
        self._place()
        self.setVisible(bool(self._toasts))

    def _place(self) -> None:
        for toast in self._toasts:  # the style sheet's sizes hold only once it has been put on
            for part in toast.findChildren(QWidget):
                part.ensurePolished()
            toast.row.activate()
        self._column.activate()
        size = self._column.sizeHint()
        x = (self._over.width() - size.width()) // 2
        y = self._foot() - size.height()
        self.setGeometry(max(0, x), y, min(size.width(), self._over.width()), size.height())
