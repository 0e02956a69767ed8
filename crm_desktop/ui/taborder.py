"""The order in which Tab goes through parts that are made anew while others stay."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_through(first: QWidget, parts: Iterable[QWidget]) -> None:
    """Let Tab go on from `first` through these parts, and in each from top to bottom as it was built."""
    before = first
    for part in parts:
        for one in (part, *part.findChildren(QWidget)):
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one is not first:
                QWidget.setTabOrder(before, one)
                before = one
