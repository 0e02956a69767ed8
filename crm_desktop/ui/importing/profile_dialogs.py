"""The import profiles of the company as a small list: rename one, or delete it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHeaderView, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.errors import Told
from crm_desktop.exchange.profiles import (
    Profile,
    called,
    delete_profile,
    named,
    profiles_of,
    rename_profile,
)
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.asking_dialog import NameDialog
from crm_desktop.ui.plain_table import Cell, PlainTable
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.widgets import Dialog, TableCard, ask, button, could_not
from crm_desktop.ui.widgets.dialogs import show

_HEIGHT = 220


def ask_name(parent: QWidget, company: Company, offered: str) -> tuple[str, Profile | None] | None:
    """The name that a profile is to be saved under, and the profile it takes the place of; None: the person went back.

    A name that is there is asked about.
    """
    text = _("What each column becomes and what is done with rows that are there already is kept under this name, for"
             " the next list of the same make.")  # fmt: skip
    over: list[Profile] = []

    def taken(name: str) -> None:
        over.clear()
        there = called(profiles_of(company), name)
        named(company, name, there.id if there is not None else None)
        if there is not None:
            over.append(there)

    while True:
        dialog = NameDialog(parent, _("Save as an import profile"), text, _("Save profile"), offered, taken)
        dialog.line.setPlaceholderText(_("Customer list of the supplier"))
        accepted, offered = show(dialog) == QDialog.DialogCode.Accepted, dialog.line.text()
        if not accepted:
            return None
        if not over or _replaces(parent, over[0]):
            return offered, over[0] if over else None


def _replaces(parent: QWidget, profile: Profile) -> bool:
    title = _("Replace the import profile “{name}”?").format(name=profile.name)
    return ask(parent, title, _("It then says what is set for this list. That can be undone."), _("Replace"))


class ProfilesDialog(Dialog):
    """Every import profile there is. `changed` is told of each renaming (old, new) and deletion (old, None)."""

    def __init__(self, parent: QWidget | None, company: Company, changed: Callable[[str, str | None], object]) -> None:
        text = _("Lists that came in by a profile stay as they are. What you do here can be undone.")
        super().__init__(parent, _("Import profiles"), text)
        self.setMinimumWidth(theme.px(560))
        self._company, self._changed = company, changed
        self.table = RowTable(self, name=_("Import profiles"))
        self.rows = PlainTable((_("Name"), _("Kind of record"), _("Number of columns")), parent=self)
        self.table.setModel(self.rows)
        self.table.rings_cells = False
        self.table.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        heading = self.table.horizontalHeader()
        heading.setStretchLastSection(False)
        heading.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, theme.px(150))
        self.table.setColumnWidth(2, theme.px(150))
        self.table.opened.connect(lambda _index: self.rename())
        card = TableCard(self.table)
        card.setMinimumHeight(theme.px(_HEIGHT))
        self.body.addWidget(card, 1)
        self.rename_button = button(_("&Rename…"), self.rename, icon="edit", tip="F2")
        self.delete_button = button(_("&Delete…"), self.delete, icon="trash", tip=_("Del"))
        self.row.insertWidget(0, self.rename_button)
        self.row.insertWidget(1, self.delete_button)
        self.add_button(button(_("Close"), self.accept, "primary"), default=True)
        QShortcut(QKeySequence(Qt.Key.Key_F2), self, self.rename)
        QShortcut(QKeySequence(Qt.Key.Key_Delete), self, self.delete)
        self._fill(0)
        self.table.setFocus()

    def current(self) -> Profile | None:
        """The profile of the row that is chosen."""
        at = self.table.currentIndex().row()
        return self.rows.at(at) if 0 <= at < self.rows.rowCount() else None

    def rename(self) -> None:
        """Ask for another name."""
        profile = self.current()
        if profile is None:
            return
        dialog = NameDialog(self, _("Rename the import profile"), "", _("Rename"), profile.name,
                            lambda name: named(self._company, name, profile.id))  # fmt: skip
        accepted, name = show(dialog) == QDialog.DialogCode.Accepted, dialog.line.text()
        if accepted and self._does(lambda: rename_profile(self._company, profile, name)):
            fresh = next(one for one in profiles_of(self._company) if one.id == profile.id)
            self._changed(profile.name, fresh.name)
            self._fill(self._place(fresh))

    def delete(self) -> None:
        """Delete the profile, once that was confirmed."""
        profile = self.current()
        if profile is None:
            return
        title = _("Delete the import profile “{name}”?").format(name=profile.name)
        if not ask(self, title, _("What came in by it stays. That can be undone."), _("Delete"), danger=True):
            return
        at = self._place(profile)
        if self._does(lambda: delete_profile(self._company, profile)):
            self._changed(profile.name, None)
            self._fill(at)

    def _does(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except Told as told:
            could_not(self, told)
            return False
        return True

    def _place(self, profile: Profile) -> int:
        return next((at for at in range(self.rows.rowCount()) if self.rows.at(at).id == profile.id), 0)

    def _fill(self, at: int) -> None:
        kinds = {entity.name: entity for entity in self._company.entities}
        found = profiles_of(self._company)
        self.rows.put([(one, _cells(one, kinds[one.kind].plural if one.kind in kinds else "–")) for one in found])
        for made in (self.rename_button, self.delete_button):
            made.setEnabled(bool(found))
        if found:
            self.table.setCurrentIndex(self.rows.index(min(at, len(found) - 1), 0))


def _cells(profile: Profile, kind: str) -> list[Cell]:
    return [Cell(profile.name), Cell(kind, "secondary"), Cell(f"{len(profile.spec.columns):,}", "secondary")]
