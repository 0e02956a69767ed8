"""Enter presses the button that has the focus, as Space does; without this Qt lets it press another one of a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton

if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object  # one class of Qt is enough for a button

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class EnterPresses(_Button):
    """Stands before a button's class of Qt; Ctrl+Enter still goes to the dialog around it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() not in _PLAIN:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():  # held down for long it presses once
            self.click()


class PushButton(EnterPresses, QPushButton):
    """A button with a word."""


class ToolButton(EnterPresses, QToolButton):
    """A button with an icon."""
