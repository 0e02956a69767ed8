"""The first paint of a window: what it needs is loaded and read before, everything else waits for it here.

Before it come the company file, the bars and the page that is shown, with the first rows of its list. After it, each in
its turn: the ear for second starts, the entries of the menus with their keys, what can be undone, the pane beside the
rows, the rest of the rows, counts and sums. Of Python's modules only those are loaded before that the former need;
tests/ui/test_app_start.py keeps it so. Dialogs, forms, other pages, import and export are loaded when they are wanted.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.ui.soon import soon


class FirstPaint(QObject):
    """Tells once that a widget has been painted."""

    painted = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            soon(self, self.painted.emit)
        return False


def after_first_paint(widget: QWidget, work: Callable[[], object]) -> None:
    """Do it once the widget has been painted for the first time."""
    FirstPaint(widget).painted.connect(work)
