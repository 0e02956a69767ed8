"""The first paint of a window: what it needs is loaded and read before, everything else waits for it here.

Before it come the company file, the bars and the page that is shown, with the first rows of its list. After it, piece
by piece, so that the window answers between two of them: the rest of the rows, the ear for second starts, what can be
undone, the pane beside the rows, the entries of the menus with their keys, counts and sums. Whoever touches the window
before all is there finds it there: what is still to be done is done before a key or a click is heard. Of Python's
modules only those are loaded before the first paint that it needs; tests/ui/test_app_start.py keeps it so. Dialogs,
forms, other pages, import and export are loaded when they are wanted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

Work = Callable[[], object]
TOUCHES: Final = frozenset({
    QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.ContextMenu,
    QEvent.Type.DragEnter,
})  # fmt: skip


class FirstPaint(QObject):
    """Has work done in turn once a widget has been painted."""

    def __init__(self, widget: QWidget, work: Work) -> None:
        super().__init__(widget)
        self._work = work
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            in_turn(watched, self._work)
        return False


def after_first_paint(widget: QWidget, work: Work) -> None:
    """Do it once the widget has been painted for the first time, in turn with what else waits for that."""
    FirstPaint(widget, work)


def in_turn(owner: QObject, *pieces: Work) -> None:
    """Do each piece in a turn of its own, after those that wait already; none once `owner` is gone."""
    turns = _turns()
    for piece in pieces:
        turns.add(owner, piece)


class Turns(QObject):
    """One piece of work in each turn of the event loop."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._application = application
        self._waiting: deque[tuple[QObject, Work]] = deque()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._next)

    def add(self, owner: QObject, piece: Work) -> None:
        """Put a piece behind those that wait."""
        if not self._waiting:
            self._application.installEventFilter(self)
        self._waiting.append((owner, piece))
        self._timer.start()

    def finish(self) -> None:
        """Do all at once."""
        while self._waiting:
            self._next()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self.finish()
        return False

    def _next(self) -> None:
        if not self._waiting:
            return
        owner, piece = self._waiting.popleft()
        if self._waiting:
            self._timer.start()
        else:
            self._application.removeEventFilter(self)
        if shiboken6.isValid(owner):
            piece()


_kept: list[Turns] = []


def _turns() -> Turns:
    application = QCoreApplication.instance()
    assert application is not None
    if not _kept or not shiboken6.isValid(_kept[0]):
        _kept[:] = [Turns(application)]
    return _kept[0]
