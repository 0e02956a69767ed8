"""The head of a page of lists: what it shows and how many, the field to find in it, and the first things to do."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.listing.work import RowWork
from crm_desktop.ui.widgets import SearchBox, button, label, title


class Head(QWidget):
    """One line: title and count, at the right the field and the buttons."""

    def __init__(self, entity: Entity, work: RowWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self.title = title(entity.plural)
        self.count = label("", "secondary", tabular=True)
        row.addWidget(self.title)
        row.addSpacing(theme.px(4))
        row.addWidget(self.count)
        row.addStretch(1)
        keys = QKeySequence(QKeySequence.StandardKey.Find).toString(QKeySequence.SequenceFormat.NativeText)
        self.search = SearchBox(_("Find in this list"), keys=keys.replace("+", " "))
        # It gives way in a narrow window, or the buttons would lie over it.
        self.search.setMinimumWidth(theme.px(110))
        self.search.setMaximumWidth(theme.px(230))
        row.addWidget(self.search, 20)
        row.addSpacing(theme.px(4))
        self.bring_in = button(_("Import…"), work.import_file)
        self.write_out = button(_("Export…"), work.export)
        self.new = button(_("New {kind}").format(kind=entity.singular.lower()), work.new, "primary", "add")
        for made in (self.bring_in, self.write_out, self.new):
            row.addWidget(made)

    def show_count(self, shown: int | None, total: int | None) -> None:
        """How many records are shown, and of how many where that is more; None while it is not known."""
        if shown is None:
            self.count.setText("…")
        elif total is not None and total > shown:
            self.count.setText(_("{n} of {total}").format(n=f"{shown:,}", total=f"{total:,}"))
        else:
            self.count.setText(f"{shown:,}")
