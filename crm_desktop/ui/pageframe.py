"""The frame of a page that is no list: its margins, its title, and beside that what is said of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.ui import theme
from crm_desktop.ui.widgets.labels import title


def framed(page: QWidget, name: str, said: QLabel) -> tuple[QVBoxLayout, QHBoxLayout]:
    """Lay the frame out on a page; the column for its parts, and the row of the title for its buttons."""
    column = QVBoxLayout(page)
    edge = theme.px(18)
    column.setContentsMargins(edge, theme.px(16), edge, theme.px(16))
    column.setSpacing(theme.px(12))
    head = QHBoxLayout()
    head.setSpacing(theme.px(8))
    heading = title(name)
    heading.setMinimumHeight(theme.px(30))
    head.addWidget(heading)
    head.addSpacing(theme.px(6))
    head.addWidget(said, 1, Qt.AlignmentFlag.AlignVCenter)
    return column, head
