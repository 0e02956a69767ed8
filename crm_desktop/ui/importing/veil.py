"""What lies over the wizard while it works: no key and no click gets through, Esc stops the work."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

from crm_desktop.i18n import _


class Veil(QWidget):
    """Clear as glass; takes the focus and gives it back."""

    def __init__(self, over: QWidget, stop: Callable[[], object]) -> None:
        super().__init__(over)
        self._over, self._stop = over, stop
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Working…"))
        over.installEventFilter(self)
        self.hide()

    def cover(self) -> None:
        """Cover everything."""
        focused = QApplication.focusWidget()
        self._before = _lasting(focused) if focused is not None and self._over.isAncestorOf(focused) else None
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def lift(self) -> None:
        """Let through again; the focus goes back to where it was."""
        had = self.hasFocus()
        self.hide()
        before, self._before = self._before, None
        if had and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
                self._stop()
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: object) -> None:
        """Clicks end here."""


def _lasting(focused: QWidget) -> QWidget:
    """The widget itself; for the editor of a cell the table, as the editor is gone in a moment."""
    above = focused.parentWidget()
    view = above.parentWidget() if above is not None else None
    return view if isinstance(view, QAbstractItemView) else focused
