"""Says something to whoever hears the window: screen readers read it out, wherever the focus is."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent


def announce(source: QObject, text: str) -> None:
    """Let a text be read out once what is being read has come to its end."""
    if text:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, text))
