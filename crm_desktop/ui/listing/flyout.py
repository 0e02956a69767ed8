"""A small panel that opens below a control inside the window: Esc or a click beside it closes it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from crm_desktop.ui import theme
from crm_desktop.ui.widgets import label


class Flyout(QFrame):
    """The panel. It is part of the window, not a window of its own: an input method works in it as anywhere."""

    closed = Signal()

    def __init__(self, anchor: QWidget, name: str, width: int) -> None:
        super().__init__(anchor.window())
        self.anchor = anchor
        self._before: QWidget | None = None
        self.setProperty("card", True)
        self.setAccessibleName(name)
        self.setFixedWidth(theme.px(width))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        self.column.setSpacing(theme.px(8))
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.px(4))
        self.heading = label(name, size=14, weight=QFont.Weight.DemiBold)
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self.column.addLayout(self.head)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(theme.px(28))
        shadow.setOffset(0, theme.px(6))
        shadow.setColor(theme.colour(theme.tokens().shadow))
        self.setGraphicsEffect(shadow)
        self.hide()

    def open(self) -> None:
        """Show it below its control."""
        self._before = QApplication.focusWidget()
        self.fit()
        self.show()
        self.raise_()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def fit(self) -> None:
        """Take the height the content needs, and a place inside the window."""
        self.column.activate()
        window = self.window()
        height = min(self.sizeHint().height(), window.height() - theme.px(16))
        self.resize(self.width(), height)
        at = self.anchor.mapTo(window, QPoint(0, self.anchor.height() + theme.px(4)))
        x = min(at.x(), window.width() - self.width() - theme.px(18))
        y = min(at.y(), window.height() - height - theme.px(8))
        self.move(max(theme.px(8), x), max(theme.px(8), y))

    def fit_soon(self) -> None:
        """Fit once the layout has seen what was added or taken away."""
        QTimer.singleShot(0, self.fit)

    def close_panel(self, *, back: bool = True) -> None:
        """Take it away; the focus goes back to where it was: to the list, or to the control that opened it."""
        if self.isHidden():
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self.hide()
        before = self._before if self._before is not None and isValid(self._before) else self.anchor
        if back and (there := next((one for one in (before, self.anchor) if one.isVisible()), None)):
            there.setFocus()
        self.closed.emit()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        # Keys that nothing in here takes must not reach the page below.

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Tab stays inside: to the first control after the last."""
        inside = [part for part in self.findChildren(QWidget) if _takes_focus(part)]
        if not inside:
            return False
        focus = QApplication.focusWidget()
        ordered = _in_tab_order(self, inside)
        place = ordered.index(focus) if focus in ordered else -1
        ordered[(place + (1 if forwards else -1)) % len(ordered)].setFocus(
            Qt.FocusReason.TabFocusReason if forwards else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self._clicked(watched, event)
        elif event.type() == QEvent.Type.Resize and watched is self.window():
            self.close_panel(back=False)
        elif event.type() == QEvent.Type.ShortcutOverride and self._holds(watched):
            event.accept()  # no key of the page acts on its records while something is chosen here
        return False

    def _holds(self, watched: QObject) -> bool:
        return isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))

    def _clicked(self, watched: QObject, event: QMouseEvent) -> None:
        if not isinstance(watched, QWidget) or watched.window() is not self.window():
            return  # a list or a calendar that was opened from here
        if not self._holds(watched):
            self.close_panel(back=False)


def _takes_focus(part: QWidget) -> bool:
    takes = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.focusProxy() is None
    return takes and part.isVisible() and part.isEnabled()


def _in_tab_order(panel: QWidget, parts: list[QWidget]) -> list[QWidget]:
    """Controls as they are read: by lines, then from left to right."""

    def place(part: QWidget) -> tuple[int, int]:
        at = part.mapTo(panel, QPoint(0, part.height() // 2))
        return at.y() // theme.px(12), at.x()

    return sorted(parts, key=place)
