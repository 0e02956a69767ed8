"""The order in which Tab goes through parts that are made anew while others stay, and where the focus is then."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget


def tab_through(first: QWidget, parts: Iterable[QWidget]) -> None:
    """Let Tab go on from `first` through these parts, and in each from top to bottom as it was built."""
    before = first
    for part in parts:
        for one in (part, *part.findChildren(QWidget)):
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one is not first and one.window() is first.window():
                QWidget.setTabOrder(before, one)
                before = one


def focus_in(window: QWidget, parts: Iterable[QWidget]) -> tuple[type[QWidget], str] | None:
    """What has the focus inside these parts, by its class and what it is called; None where nothing has.

    While a dialog is open over the window, that is what will have it once the dialog is closed.
    """
    focus = window.focusWidget()
    if focus is None or not any(part is focus or part.isAncestorOf(focus) for part in parts):
        return None
    return type(focus), _called(focus)


def focus_again(wanted: tuple[type[QWidget], str], parts: Iterable[QWidget], otherwise: QWidget) -> None:
    """Put the focus on what is called the same in parts made anew."""
    kind, name = wanted
    alike = (one for part in parts for one in part.findChildren(kind) if _called(one) == name and one.isEnabled())
    next(alike, otherwise).setFocus(Qt.FocusReason.OtherFocusReason)


def _called(part: QWidget) -> str:
    return part.accessibleName() or str(part.text() if isinstance(part, QAbstractButton) else "")
