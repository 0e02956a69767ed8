"""What is shown while no company file is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.front import FrontWindow
from crm_desktop.ui.widgets import IconLabel, button, label
from crm_desktop.ui.widgets.dialogs import WayButton


class Welcome(FrontWindow):
    """The files opened of late, and the ways to another."""

    open_file = Signal(object)
    """The path of a file, or None to ask for it."""
    new_file = Signal()
    demo = Signal()

    def __init__(self, files: list[Path], note: str = "") -> None:
        super().__init__()
        self.setWindowTitle("CRM Desktop")
        self.resize(theme.px(640), theme.px(460))
        column = QVBoxLayout(self)
        edge = theme.px(32)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.px(10))
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(IconLabel("customers", "accent_text", 28))
        head.addWidget(label("CRM Desktop", size=theme.TITLE_PX, weight=QFont.Weight.DemiBold), 1)
        column.addLayout(head)
        if note:
            column.addWidget(label(note, "warning", wrap=True))
        self.files: list[QPushButton] = []
        if files:
            column.addSpacing(theme.px(6))
            column.addWidget(label(_("Opened last"), "secondary"))
        for path in files[:4]:
            made = WayButton(path.stem, str(path.parent))
            made.clicked.connect(lambda _checked=False, wanted=path: self.open_file.emit(wanted))
            column.addWidget(made)
            self.files.append(made)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(button(_("New company…"), self.new_file.emit, "plain" if files else "primary", "add"))
        row.addWidget(button(_("Open a company file…"), lambda: self.open_file.emit(None), icon="folder-open"))
        row.addStretch(1)
        row.addWidget(button(_("Look at the demo company"), self.demo.emit, "quiet"))
        column.addLayout(row)
        if self.files:
            self.files[0].setFocus()
        self.to_middle()
