"""Putting something off until what is under way has been painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def soon(owner: QObject, run: Callable[[], object]) -> None:
    """Do it once what is under way has been painted; not at all where `owner` is gone by then."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(run)
    timer.timeout.connect(timer.deleteLater)
    timer.start(0)
