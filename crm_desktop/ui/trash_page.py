"""The trash: records that were deleted, by kind, each with the way back."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHeaderView, QStackedLayout, QWidget

from crm_desktop.entity import trash
from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _, language
from crm_desktop.store.history import Deleted
from crm_desktop.store.journal import Changed
from crm_desktop.ui import tasks, theme
from crm_desktop.ui.delegates import RowDelegate, delegate_for
from crm_desktop.ui.pageframe import framed
from crm_desktop.ui.plain_table import Cell, PlainTable
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.soon import soon
from crm_desktop.ui.widgets import Card, Chip, EmptyState, FlowLayout, TableCard, ask, button, flow, label
from crm_desktop.ui.window import Window
from crm_desktop.values.dates import relative_day, show_date

MOST = 1000


class _Named(RowDelegate):
    """What a record was called. Faces are for people and companies; here lie records of every kind."""

    weight = QFont.Weight.DemiBold


class TrashPage(QWidget):
    """Deleted records in a table; restoring is a change like any other and can be undone."""

    def __init__(self, window: Window, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._kinds = {entity.name: entity for entity in window.company.entities}
        self._kind, self._stale = "", True
        self._all: list[Deleted] = []
        self._count = label("", "secondary", tabular=True)
        column, head = framed(self, _("Trash"), self._count)
        self.empty = button(_("Empty the trash…"), self.empty_all, "plain")
        self.gone = button(_("Delete for good…"), self.remove_chosen, "plain", "trash")
        self.back = button(_("Restore"), self.restore_chosen, "primary", "restore")
        for made in (self.empty, self.gone, self.back):
            head.addWidget(made)
        column.addLayout(head)
        self._chips = flow()
        column.addWidget(self._chips)
        self._place = QStackedLayout()
        self._place.addWidget(self._table())
        said = _(
            "What you delete comes here with everything that belonged to it. Nothing is lost by a slip of the hand."
        )
        empty = Card()
        empty.add(EmptyState("trash", _("The trash is empty"), said))
        self._place.addWidget(empty)
        column.addLayout(self._place, 1)
        window.changed.connect(self._changed)

    def arrived(self) -> None:
        """Called when the page is shown."""
        if self._stale:
            self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Read the trash."""
        self._stale = False
        self._all = trash.listed(self._window.company, MOST)
        if self._kind not in {one.table for one in self._all}:
            self._kind = ""
        self._show_chips()
        self._show_rows()

    def chosen(self) -> list[Deleted]:
        """The records that are selected."""
        return [self.deleted.at(at.row()) for at in self.table.selectionModel().selectedRows()]

    def restore_chosen(self) -> None:
        """Bring the selected records back, all of them or none."""
        chosen = self.chosen()
        if not chosen:
            return

        def work() -> bool:
            trash.restore(self._window.company, chosen)
            return True

        if self._window.attempt(work):
            self._window.toast(_("Restored: {what}").format(what=text_of(self._kinds, chosen)), undo=True)

    def remove_chosen(self) -> None:
        """Remove the selected records for good, once that is confirmed."""
        if chosen := self.chosen():
            named = self._title(self._kinds[chosen[0].table], chosen[0]) if len(chosen) == 1 else ""
            title = _("Delete “{title}” for good?") if named else _("Delete {what} for good?")
            what = text_of(self._kinds, chosen)
            self._remove(chosen, title.format(title=named, what=what), _("Delete for good"))

    def empty_all(self) -> None:
        """Remove everything that lies in the trash for good, once that is confirmed."""
        if self._all:
            chosen = trash.listed(self._window.company)
            title = _("Delete everything in the trash for good ({what})?").format(what=text_of(self._kinds, chosen))
            self._remove(chosen, title, _("Empty the trash"))

    def holds_any(self) -> bool:
        """Whether anything lies in the trash."""
        return bool(self._all)

    def _remove(self, chosen: list[Deleted], title: str, act: str) -> None:
        said = _(
            "With them go their history, their lines and their files. This is one of the few things here that cannot be"
            " undone; only a copy of the company file made before still has them."
        )
        if not ask(self, title, said, act, danger=True):
            return
        company = self._window.company

        def then(count: int) -> None:
            self._window.toast(_("Deleted for good: {n}").format(n=f"{count:,}"))

        tasks.run(
            lambda _tell, _stopped: trash.remove(company, chosen), then, title=act, cancellable=False, parent=self
        )

    # Building

    def _table(self) -> QWidget:
        headers = (_("Record"), _("Kind of record"), _("Deleted"))
        self.deleted = PlainTable(headers, parent=self)
        self.table = RowTable(name=_("Trash"))
        self.table.setModel(self.deleted)
        self.table.rings_cells = False
        self.table.setItemDelegateForColumn(0, _Named(self.table))
        self.table.setItemDelegateForColumn(1, delegate_for("pill", self.table))
        self.table.setItemDelegateForColumn(2, delegate_for("muted", self.table))
        heading = self.table.horizontalHeader()
        heading.setStretchLastSection(False)
        heading.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, theme.px(180))
        self.table.setColumnWidth(2, theme.px(200))
        self.table.selectionModel().selectionChanged.connect(lambda *_: soon(self, self._offer))
        self.table.opened.connect(lambda _at: self.restore_chosen())
        return TableCard(self.table)

    def _show_chips(self) -> None:
        line = self._chips.layout()
        assert isinstance(line, FlowLayout)
        line.clear()
        counts = Counter(one.table for one in self._all)
        chips = [("", _("All"), len(self._all))]
        chips += [(name, entity.plural, counts[name]) for name, entity in self._kinds.items() if counts[name]]
        for name, text, number in chips:
            chip = Chip(text, number, checkable=True)
            chip.setChecked(name == self._kind)
            chip.clicked.connect(lambda _checked=False, kind=name: self._choose(kind))
            line.addWidget(chip)
        self._chips.setVisible(len(chips) > 2)

    def _choose(self, kind: str) -> None:
        self._kind = kind
        self._show_chips()
        self._show_rows()

    def _show_rows(self) -> None:
        today = self._window.today()
        rows = []
        for one in self._all:
            if self._kind and one.table != self._kind:
                continue
            entity, local = self._kinds[one.table], one.at.astimezone()
            when = f"{relative_day(local.date(), today)} {local:%H:%M}"
            tip = f"{show_date(local.date(), language())} {local:%H:%M}"
            rows.append((one, (Cell(self._title(entity, one)), Cell(entity.singular), Cell(when, tip=tip))))
        self.deleted.put(rows)
        shown = f"{len(self._all):,}" if len(self._all) < MOST else _("the newest {n}").format(n=f"{MOST:,}")
        self._count.setText(shown if self._all else "")
        self._place.setCurrentIndex(0 if self._all else 1)
        if rows:
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(self.deleted.index(0, 0), flags.ClearAndSelect | flags.Rows)
        self._offer()

    def _offer(self) -> None:
        chosen = len(self.chosen())
        for made in (self.empty, self.gone, self.back):
            made.setVisible(bool(self._all))
        for made in (self.gone, self.back):
            made.setEnabled(chosen > 0)
        text = _("Restore") if chosen < 2 else _("Restore {n} records").format(n=f"{chosen:,}")
        self.back.setText(text)
        self._window.status(_("{n} of {all} selected").format(n=f"{chosen:,}", all=f"{len(self._all):,}"))

    def _title(self, entity: Entity, one: Deleted) -> str:
        return trash.title_of(self._window.company, entity, one)

    def _changed(self, _what: Changed) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()


def text_of(kinds: dict[str, Entity], chosen: list[Deleted]) -> str:
    """As "3 customers", or "5 records" where they are of several kinds."""
    names = {one.table for one in chosen}
    if len(names) == 1:
        return kinds[names.pop()].count(len(chosen))
    return _("{n} records").format(n=f"{len(chosen):,}")
