"""The frame of the questions that settle many small things at once: a line for each, scrolled where they are many."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import Dialog, button, label, scrolled

_TALLEST = 400


class SettlingDialog(Dialog):
    """Add a row for each thing, then close the grid."""

    def __init__(self, parent: QWidget | None, title: str, text: str, headings: Sequence[str], *, stretch: int) -> None:
        super().__init__(parent, title, text)
        self.setMinimumWidth(theme.px(620))
        self._title, self._rows = title, 0
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, theme.px(8), 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(8))
        self._grid.setColumnStretch(stretch, 1)
        for at, heading in enumerate(headings):
            self._grid.addWidget(label(heading, "secondary", 12, QFont.Weight.DemiBold), 0, at)

    def add_row(self, *widgets: QWidget) -> None:
        """One more thing to settle."""
        self._rows += 1
        for at, widget in enumerate(widgets):
            self._grid.addWidget(widget, self._rows, at)

    def close_grid(self, first: QWidget | None) -> None:
        """All rows are there: lay them out, and begin at the first."""
        self._grid.setRowStretch(self._rows + 1, 1)
        area = scrolled(self._inside, self._title)
        area.setMinimumHeight(theme.px(min(_TALLEST, 60 + 40 * self._rows)))
        self.body.addWidget(area, 1)
        self.add_button(button(_("Cancel"), self.reject))
        self.add_button(button(_("&Save"), self.accept, "primary"), default=True)
        if first is not None:
            first.setFocus()
