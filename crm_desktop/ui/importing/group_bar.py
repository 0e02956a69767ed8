"""The question above a group of rows: what is done with all of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.importing.ways import question, way_name, ways_of
from crm_desktop.ui.widgets import IconLabel, label


class GroupBar(QFrame):
    """Hidden where the rows shown are of no such group."""

    chosen = Signal(str, str)
    """The group, and the way for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "accent")
        self.group = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(6), theme.px(8), theme.px(6))
        row.setSpacing(theme.px(8))
        row.addWidget(IconLabel("info", "accent_text"))
        self.text = label("", "accent_text", wrap=True)
        row.addWidget(self.text, 1)
        self.ways = QComboBox()
        self.ways.setAccessibleName(_("What is done with all of them"))
        self.ways.activated.connect(lambda _at: self.chosen.emit(self.group, self.ways.currentData()))
        row.addWidget(self.ways)
        self.hide()

    def put(self, group: str, way: str) -> None:
        """Ask about a group; "" asks nothing."""
        self.group = group
        self.setVisible(bool(group))
        if not group:
            return
        self.text.setText(question(group))
        self.ways.clear()
        for known in ways_of(group):
            self.ways.addItem(way_name(group, known), known)
        self.ways.setCurrentIndex(max(0, self.ways.findData(way)))
