"""History: every change there was, the newest first, what each touched, and the way back from any of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHeaderView, QSplitter, QStackedLayout, QWidget

from crm_desktop.i18n import _, language
from crm_desktop.store import history
from crm_desktop.store.history import Done
from crm_desktop.store.journal import Changed
from crm_desktop.ui import theme
from crm_desktop.ui.delegates import delegate_for
from crm_desktop.ui.pageframe import framed
from crm_desktop.ui.placement import keep_split
from crm_desktop.ui.plain_table import Cell, PlainTable
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.soon import soon
from crm_desktop.ui.touched import touched
from crm_desktop.ui.undoing import Undoing
from crm_desktop.ui.widgets import Card, EmptyState, TableCard, button, label
from crm_desktop.ui.window import Window
from crm_desktop.values.dates import relative_day, show_date

PAGE: Final = 200
SPLIT: Final = "history.split"


class HistoryPage(QWidget):
    """The entries of the journal on the left, what the chosen one touched on the right."""

    def __init__(self, window: Window, undoing: Undoing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window, self._undoing = window, undoing
        self._stale = True
        self._oldest: int | None = None
        said = label(_("Everything that was changed in this file. Any change can be taken back."), "secondary")
        column, head = framed(self, _("History"), said)
        self.back = button(_("Undo this change"), self.undo_chosen, "primary", "undo")
        self.again = button(_("Do this change again"), self.redo_chosen, "primary", "redo")
        head.addWidget(self.back)
        head.addWidget(self.again)
        column.addLayout(head)
        self._place = QStackedLayout()
        self._place.addWidget(self._split())
        nothing = _("Each change you make is kept here with what it touched, and can be taken back at any time.")
        empty = Card()
        empty.add(EmptyState("history", _("Nothing has been changed yet"), nothing))
        self._place.addWidget(empty)
        column.addLayout(self._place, 1)
        window.changed.connect(self._changed)
        self._offer()

    def arrived(self) -> None:
        """Called when the page is shown."""
        if self._stale:
            self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Read the newest entries; the one that was chosen stays chosen, unless it was the newest."""
        kept = self.chosen() if self.table.currentIndex().row() > 0 else None
        self._stale = False
        found = history.entries(self._window.company.journal, PAGE)
        self._oldest = found[-1].id if found else None
        self.entries.put([(done, self._cells(done)) for done in found], complete=len(found) < PAGE)
        self._place.setCurrentIndex(0 if found else 1)
        row = next((n for n, done in enumerate(found) if kept is not None and done.id == kept.id), 0)
        if found:
            flags = QItemSelectionModel.SelectionFlag
            at = self.entries.index(row, 0)
            self.table.selectionModel().setCurrentIndex(at, flags.ClearAndSelect | flags.Rows)
        self._offer()

    def chosen(self) -> Done | None:
        """The entry that is chosen."""
        at = self.table.currentIndex()
        return self.entries.at(at.row()) if at.isValid() else None

    def can_undo(self) -> bool:
        """Whether the chosen entry stands."""
        done = self.chosen()
        return done is not None and done.kind == "do" and not done.undone

    def can_redo(self) -> bool:
        """Whether the chosen entry was undone."""
        done = self.chosen()
        return done is not None and done.kind == "do" and done.undone

    def undo_chosen(self) -> None:
        """Take the chosen entry back."""
        done = self.chosen()
        if done is not None:
            self._undoing.undo(done.id)

    def redo_chosen(self) -> None:
        """Do the chosen entry again."""
        done = self.chosen()
        if done is not None:
            self._undoing.redo_entry(done.id)

    # Building

    def _split(self) -> QSplitter:
        self.entries = PlainTable((_("When"), _("What was done"), _("State")), self._older, self)
        self.table = RowTable(name=_("History"))
        self.table.setModel(self.entries)
        self.table.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.table.rings_cells = False
        self.table.setItemDelegateForColumn(0, delegate_for("muted", self.table))
        self.table.setItemDelegateForColumn(2, delegate_for("pill", self.table))
        heading = self.table.horizontalHeader()
        heading.setStretchLastSection(False)
        heading.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, theme.px(150))
        self.table.setColumnWidth(2, theme.px(110))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: soon(self, self._offer))
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(TableCard(self.table))
        detail = Card(padding=16, gap=8)
        self._what = label("", size=15, weight=QFont.Weight.DemiBold, wrap=True)
        self._when = label("", "secondary", wrap=True)
        detail.add(self._what)
        detail.add(self._when)
        self.rows = PlainTable((_("Record"), _("Kind of record")), parent=self)
        self.touched = RowTable(name=_("What it touched"), compact=True)
        self.touched.setModel(self.rows)
        self.touched.rings_cells = False
        self.touched.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.touched.setItemDelegateForColumn(1, delegate_for("muted", self.touched))
        self.touched.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.touched.horizontalHeader().setStretchLastSection(False)
        self.touched.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.touched.opened.connect(self._open)
        detail.add(self.touched, 1)
        split.addWidget(detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        keep_split(split, self._window.memory, SPLIT, [theme.px(860), theme.px(440)])
        return split

    def _cells(self, done: Done) -> list[Cell]:
        local = done.at.astimezone()
        today = self._window.today()
        day = relative_day(local.date(), today)
        state = Cell("")
        text = done.title
        if done.kind == "undo":
            text = _("Undo: {title}").format(title=done.title)
        elif done.kind == "redo":
            text = _("Redo: {title}").format(title=done.title)
        elif done.undone:
            state = Cell(_("Undone"), "warning")
        return [Cell(f"{day} {local:%H:%M}", tip=show_date(local.date(), language())), Cell(text, tip=text), state]

    def _older(self) -> list[tuple[Done, list[Cell]]]:
        found = history.entries(self._window.company.journal, PAGE, self._oldest)
        if found:
            self._oldest = found[-1].id
        return [(done, self._cells(done)) for done in found]

    def _offer(self) -> None:
        """Show what the chosen entry touched and what can be done with it."""
        done = self.chosen()
        self.back.setVisible(self.can_undo())
        self.again.setVisible(self.can_redo())
        if done is None:
            self._what.clear()
            self._when.clear()
            self.rows.put([])
            return
        moment: datetime = done.at.astimezone()
        self._what.setText(done.title)
        self._when.setText(f"{show_date(moment.date(), language())} {moment:%H:%M}")
        lines = touched(self._window.company, self._window.company.journal.changed_by(done.id))
        self.rows.put([(one, (Cell(one.text, tip=one.text), Cell(one.detail))) for one in lines])

    def _open(self, at: Any) -> None:
        one = self.rows.at(at.row())
        if one.kind:
            self._window.open_record(one.kind, one.row)

    def _changed(self, _what: Changed) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()
