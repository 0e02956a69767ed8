"""The second step: what each column becomes, and what is done with rows that are there already."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.exchange.filling_down import merged_columns
from crm_desktop.exchange.tables import as_text
from crm_desktop.i18n import N_, _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.importing.at_work import AtWork
from crm_desktop.ui.importing.chooser import TargetChooser
from crm_desktop.ui.importing.column_table import ColumnTable
from crm_desktop.ui.importing.fields_dialog import FieldsDialog
from crm_desktop.ui.importing.profile_menu import ProfileMenu
from crm_desktop.ui.importing.remarks import Remarks
from crm_desktop.ui.importing.session import ImportSession, Sheet
from crm_desktop.ui.importing.sheet_chips import SheetChips
from crm_desktop.ui.importing.targets import Choices
from crm_desktop.ui.soon import soon
from crm_desktop.ui.widgets import Card, ElidedLabel, TableCard, button, label, scrolled
from crm_desktop.ui.widgets.buttons import TextLine

MATCHES: Final = (
    ("fill", N_("Fill in what is blan&k"), N_("What is there stays; blanks are filled, numbers are added.")),
    ("skip", N_("&Leave them alone"), N_("Such rows are passed over; only new records come in.")),
    ("overwrite", N_("&Overwrite them"), N_("What the list says replaces what is there; its blanks replace nothing.")),
    ("merge", N_("Keep bot&h values"), N_("What differs is added to the remarks; blanks are filled, numbers added.")),
    ("new", N_("Always make &new ones"), N_("Nothing is compared: the same people may then be there twice.")),
)  # fmt: skip
"""The ways of `exchange.mapping.MATCHES`, as a person reads them."""


class ColumnsPage(QWidget):
    """The columns of the chosen sheet, and beside them the one question about records that are there."""

    changed = Signal()

    def __init__(self, session: ImportSession, company: Company, work: AtWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._company, self._work = session, company, work
        self._choices: dict[str, Choices] = {}
        self._asked_for = -1
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        self.chips = SheetChips(company)
        self.chips.chosen.connect(lambda _sheet: self._show())
        column.addWidget(self.chips)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        left = QVBoxLayout()
        left.setSpacing(theme.px(8))
        self.summary = ElidedLabel("", "secondary")
        self.profiles = ProfileMenu(self, session, work, self.sheet)
        self.profiles.replaced.connect(self._replaced)
        self.profiles.renamed.connect(self._tell)
        self.changed.connect(self.profiles.tell)
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        head.addWidget(self.profiles.button)
        left.addLayout(head)
        self.table = ColumnTable()
        self.table.asked.connect(self.ask)
        self.table.selectionModel().currentChanged.connect(lambda *_: soon(self, self._offer_filling))
        left.addWidget(TableCard(self.table), 1)
        self.fill = QCheckBox()
        self.fill.clicked.connect(self._fill_down)
        left.addWidget(self.fill)
        self.remarks = Remarks(icon="warning", tone="warning")
        left.addWidget(self.remarks)
        row.addLayout(left, 1)
        row.addWidget(self._ways(), 0)
        column.addLayout(row, 1)
        self.chooser = TargetChooser(self)
        self.chooser.chosen.connect(self._choose)

    def arrive(self) -> None:
        """Called when the step is shown."""
        self._choices.clear()
        self.chips.put(self._session.included())
        self._ways_group.button(_place(self._session.match)).setChecked(True)
        self.tag.setText(self._session.tag())
        self._show()
        self.table.setFocus()

    def sheet(self) -> Sheet | None:
        """The sheet whose columns are shown."""
        return self.chips.current()

    def hindrance(self) -> str:
        """Why the next step cannot be taken; nothing where it can."""
        for sheet in self._session.included():
            if not any(plan.target for plan in sheet.plan.columns):
                return _("Every column of “{sheet}” is left out.").format(sheet=sheet.table.name)
        return ""

    def ask(self, row: int, typed: str = "") -> None:
        """Open the choice of a column's target."""
        sheet = self.sheet()
        if sheet is None:
            return
        self._asked_for = row
        plan = sheet.plan.columns[row]
        self.table.setCurrentIndex(self.table.columns.index(row, 0))
        self.table.scrollTo(self.table.columns.index(row, 0))
        cell: QRect = self.table.field_of(row)
        self.chooser.open(self._choices_of(sheet), plan.heading, plan.target, cell, typed)

    def choose_match(self, match: str) -> None:
        """Choose what is done with rows that are there already."""
        self._ways_group.button(_place(match)).setChecked(True)
        self._session.set_match(match)
        self.changed.emit()

    def ask_fields(self) -> None:
        """Ask which fields go another way than the rest."""
        sheet = self.sheet()
        if sheet is None or sheet.plan.kind is None:
            return
        fields = self._company.entity(sheet.plan.kind).fields()
        targets = list(dict.fromkeys(plan.target for plan in sheet.plan.columns if plan.target in fields))
        dialog = FieldsDialog(self, self._choices_of(sheet), targets, sheet.plan.decisions, self._session.match)
        if dialog.exec() == FieldsDialog.DialogCode.Accepted:
            self._session.settle_fields(sheet, dialog.fields(), dialog.clearing())
            self.changed.emit()
        dialog.deleteLater()

    def _fill_down(self, on: bool) -> None:
        """The blank cells of the column at hand take the value above them, or no longer."""
        sheet, at = self.sheet(), self.table.currentIndex().row()
        if sheet is None or at < 0:
            return

        def then(_nothing: object) -> None:
            self._offer_filling()
            self.changed.emit()

        work = lambda _tell, _cancelled: self._session.fill_down(sheet, sheet.plan.columns[at].index, on)  # noqa: E731
        self._work.do(work, then, _("Filling in the blanks"), cancellable=False)

    # Inside -------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        sheet = self.sheet()
        if sheet is None:
            return
        self.table.columns.put(sheet, self._choices_of(sheet))
        self.table.fit()
        self.table.setCurrentIndex(self.table.columns.index(0, 0))
        self._offer_filling()
        self.profiles.refresh()
        self._tell()

    def _replaced(self) -> None:
        """A sheet was planned anew by a profile, or put back."""
        self.chips.put(self._session.included())
        self._choices.clear()
        self._ways_group.button(_place(self._session.match)).setChecked(True)
        self._show()
        self.table.setFocus()
        self.changed.emit()

    def _choices_of(self, sheet: Sheet) -> Choices:
        kind = sheet.plan.kind
        assert kind is not None
        if kind not in self._choices:
            self._choices[kind] = Choices(self._company, self._company.entity(kind))
        return self._choices[kind]

    def _choose(self, target: str | None) -> None:
        sheet = self.sheet()
        if sheet is None or self._asked_for < 0:
            return
        self._session.set_target(sheet, self._asked_for, target)
        self.table.columns.changed()
        self.table.setFocus()
        self._tell()
        self.changed.emit()

    def _offer_filling(self) -> None:
        """Name the column at hand beside the tick."""
        sheet, at = self.sheet(), self.table.currentIndex().row()
        self.fill.setEnabled(sheet is not None and at >= 0)
        if sheet is None or at < 0:
            return
        plan = sheet.plan.columns[at]
        text = _("Blank cells of “{column}” take the value &above them")
        if plan.index in merged_columns(sheet.plan):
            text = _("&Merged cells of “{column}” hold their value in every row")
        self.fill.setText(text.format(column=plan.heading.replace("&", "&&")))
        self.fill.setChecked(plan.index in sheet.plan.filled_down)

    def _tell(self) -> None:
        """How many columns come in as what, and what is likely not meant."""
        sheet = self.sheet()
        if sheet is None:
            return
        choices, plans = self._choices_of(sheet), sheet.plan.columns
        own = sum(1 for plan in plans if plan.target and plan.target.startswith("custom:"))
        out = sum(1 for plan in plans if plan.target is None)
        parts = [n_("{n} column fills a field", "{n} columns fill fields", len(plans) - own - out)]
        if own:
            parts.append(n_("{n} becomes a field of your own", "{n} become fields of your own", own))
        if out:
            parts.append(n_("{n} is left out", "{n} are left out", out))
        self.summary.setText(_(", ").join(parts))
        lines = [sheet.profile.sentence] if sheet.profile is not None and sheet.profile.sentence else []
        needed = choices.needed()
        if needed is not None and not self._named(sheet, choices):
            sentence = _("No column becomes “{field}”, which every record of this kind needs.")
            lines.append(sentence.format(field=needed.title))
        first = {plans[at].target for at, how in self.table.columns.twice().items() if how == "first"}
        for target in sorted(name for name in first if name):
            sentence = _("Several columns become “{field}”: the first value counts, the others are kept beside it.")
            lines.append(sentence.format(field=choices.title(target)))
        self.remarks.put(lines)

    def _named(self, sheet: Sheet, choices: Choices) -> bool:
        """Whether the records will have a name: from its own column, or from one that can stand in for it."""
        entity = choices.entity
        names = {entity.title, *entity.match}
        if {"family_name", "given_name"} <= set(entity.fields()):
            names |= {"family_name", "given_name"}
        return any(plan.target in names and _has_values(sheet, plan.index) for plan in sheet.plan.columns)

    def _ways(self) -> QWidget:
        made = Card(padding=4, gap=0)
        made.setFixedWidth(theme.px(262))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(4))
        # On a small screen, or in large letters, it is higher than the step.
        area = scrolled(inside, _("Rows that are there already"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.add(area, 1)
        column.addWidget(label(_("Rows that are there already"), weight=QFont.Weight.DemiBold, wrap=True))
        said = _("They are recognised by numbers, mail addresses and names.")
        column.addWidget(label(said, "secondary", 12, wrap=True))
        self._ways_group = QButtonGroup(self)
        for at, (match, text, sentence) in enumerate(MATCHES):
            column.addSpacing(theme.px(4))
            way = QRadioButton(_(text))
            way.setAccessibleDescription(_(sentence))
            way.setFont(theme.font(weight=QFont.Weight.Medium))
            self._ways_group.addButton(way, at)
            way.clicked.connect(lambda _on=False, name=match: self.choose_match(name))
            way.toggled.connect(lambda on, way=way: area.ensureWidgetVisible(way) if on else None)
            column.addWidget(way)
            below = label(_(sentence), "secondary", 12, wrap=True)
            below.setContentsMargins(theme.px(27), 0, 0, 0)
            column.addWidget(below)
        column.addSpacing(theme.px(4))
        self.single = button(_("&Single fields…"), self.ask_fields, icon="settings")
        column.addWidget(self.single)
        column.addSpacing(theme.px(6))
        name = label(_("&Tag for what comes in"), weight=QFont.Weight.DemiBold)
        name.setTextFormat(Qt.TextFormat.AutoText)
        self.tag = TextLine()
        self.tag.setAccessibleName(_("Tag for what comes in"))
        self.tag.setPlaceholderText(_("none"))
        self.tag.editingFinished.connect(lambda: self._session.set_tag(self.tag.text().strip()))
        name.setBuddy(self.tag)
        column.addWidget(name)
        column.addWidget(self.tag)
        column.addStretch(1)
        return made


def _place(match: str) -> int:
    return next(at for at, (name, _text, _sentence) in enumerate(MATCHES) if name == match)


def _has_values(sheet: Sheet, column: int) -> bool:
    return any(as_text(row[column]) for row in sheet.table.body[:2000])
