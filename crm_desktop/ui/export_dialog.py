"""What to write, and as which kind of file: asked before the system's own dialog asks for the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QFileDialog, QRadioButton, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.query import ListQuery, count
from crm_desktop.errors import Refused
from crm_desktop.i18n import N_, _
from crm_desktop.ui import theme
from crm_desktop.ui.memory import Memory
from crm_desktop.ui.places import usual_folder
from crm_desktop.ui.widgets import Dialog, button, label

Scope = Literal["shown", "selected", "all", "file"]
TYPES: Final = {
    ".xlsx": N_("Workbook for Excel or WPS (.xlsx)"),
    ".csv": N_("Text file with columns (.csv)"),
    ".vcf": N_("Cards for address books (.vcf)"),
    ".vcf 4.0": N_("Cards of version 4.0 (.vcf)"),
}
FOLDER: Final = "export.folder"
TYPE: Final = "export.type"
_FORBIDDEN: Final = str.maketrans(dict.fromkeys('/\\:*?"<>|', " "))


@dataclass(frozen=True)
class Wanted:
    """What the person chose: the records, the columns, the file."""

    path: Path
    scope: Scope
    query: ListQuery
    ids: Sequence[int] | None
    columns: tuple[str, ...] | None
    cards: str = "3.0"
    groups: bool = False
    """With a row above each group."""


class ExportDialog(Dialog):
    """Offers what can be written of one list."""

    def __init__(
        self,
        company: Company,
        entity: Entity,
        query: ListQuery,
        ids: Sequence[int] | None,
        memory: Memory,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, _("Export"))
        self._entity, self._query, self._ids, self._memory, self._today = entity, query, ids, memory, today
        shown = count(company, entity, query, today=today)
        every = count(company, entity, ListQuery(), today=today)
        self.body.addWidget(label(_("Which records"), weight=QFont.Weight.DemiBold))
        self._scopes = QButtonGroup(self)
        self._names: list[Scope] = []
        if ids:
            self._offer("selected", _("What is selected: {what}").format(what=entity.count(len(ids))))
        if shown != every or query.columns:
            self._offer("shown", _("The list as it is shown: {what}").format(what=entity.count(shown)))
        self._offer("all", _("All of them with every column: {what}").format(what=entity.count(every)))
        self._offer("file", _("The whole company file, a sheet for each kind of record"))
        self.body.addSpacing(theme.px(8))
        self.body.addWidget(label(_("As"), weight=QFont.Weight.DemiBold))
        self.type = QComboBox()
        self.type.setAccessibleName(_("Kind of file"))
        for suffix, text in TYPES.items():
            if not suffix.startswith(".vcf") or _has_cards(company, entity):
                self.type.addItem(_(text), suffix)
        self.type.setCurrentIndex(max(0, self.type.findData(memory.get(TYPE, ".xlsx"))))
        self.body.addWidget(self.type)
        self.groups = QCheckBox(_("With the headings and figures of the groups"))
        self.groups.setChecked(True)
        self._note = label(_("Such a file is to be read: it cannot be imported again."), "secondary", 12, wrap=True)
        self._note.setContentsMargins(theme.px(24), 0, 0, 0)
        self.body.addWidget(self.groups)
        self.body.addWidget(self._note)
        self.type.currentIndexChanged.connect(lambda _at: self._fit())
        self.groups.toggled.connect(lambda _on: self._fit())
        self._scopes.button(0).setChecked(True)
        self._scopes.idToggled.connect(lambda *_: self._fit())
        self.add_button(button(_("Cancel"), self.reject))
        self.add_button(button(_("Choose place…"), self.accept, "primary", "export"), default=True)
        self._scopes.button(0).setFocus()
        self._fit()

    def scope(self) -> Scope:
        """What is chosen."""
        return self._names[self._scopes.checkedId()]

    def choose(self, scope: Scope) -> None:
        """Choose what to write."""
        chosen = self._scopes.button(self._names.index(scope))
        chosen.setChecked(True)
        chosen.setFocus()

    def suffix(self) -> str:
        """The ending of the file."""
        return str(self.type.currentData()).partition(" ")[0] if self.scope() != "file" else ".xlsx"

    def name(self) -> str:
        """The name offered for the file."""
        what = _("Company file") if self.scope() == "file" else self._entity.plural
        return f"{what} {self._today.isoformat()}".translate(_FORBIDDEN) + self.suffix()

    def wanted(self, path: Path) -> Wanted:
        """The whole of it for a file."""
        scope = self.scope()
        ids = self._ids if scope == "selected" else None
        everything = scope in ("all", "file")
        query = ListQuery() if everything else self._query
        columns = None if everything else (self._query.columns or self._entity.list)
        cards = str(self.type.currentData()).partition(" ")[2] or "3.0"
        return Wanted(path, scope, query, ids, columns, cards, self._groups_wanted())

    def ask_place(self) -> Path | None:
        """Ask for the place; None where the person went back."""
        kept = Path(self._memory.get(FOLDER, ""))
        folder = kept if kept.is_absolute() and kept.is_dir() else usual_folder()
        suffix = self.suffix()
        kinds = f"{_(TYPES[suffix]).split(' (')[0]} (*{suffix})"
        name, _kind = QFileDialog.getSaveFileName(self.parentWidget(), _("Export"), str(folder / self.name()), kinds)
        if not name:
            return None
        path = Path(name)
        if path.suffix.lower() != suffix:
            path = path.with_name(path.name + suffix)
        self._memory.set(FOLDER, str(path.parent))
        if self.scope() != "file":
            self._memory.set(TYPE, self.type.currentData())
        return path

    def _offer(self, scope: Scope, text: str) -> None:
        made = QRadioButton(text)
        self._scopes.addButton(made, len(self._names))
        self._names.append(scope)
        self.body.addWidget(made)

    def _fit(self) -> None:
        """Everything fits into a workbook only."""
        whole = self.scope() == "file"
        self.type.setEnabled(not whole)
        if whole:
            self.type.setCurrentIndex(self.type.findData(".xlsx"))
        offered = bool(self._query.group) and self.scope() == "shown" and self.suffix() != ".vcf"
        self.groups.setVisible(offered)
        self._note.setVisible(offered and self.groups.isChecked())

    def _groups_wanted(self) -> bool:
        return not self.groups.isHidden() and self.groups.isChecked()


def _has_cards(company: Company, entity: Entity) -> bool:
    """Whether records of this kind can be reached, so that a card of them says anything."""
    from crm_desktop.exchange.writing_vcf import refuse_without_cards

    try:
        refuse_without_cards(company, entity)
    except Refused:
        return False
    return True
