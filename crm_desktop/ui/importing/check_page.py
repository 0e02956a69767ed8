"""The third step: what will happen, row by row, with every doubt in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.exchange.decisions import RowChoice
from crm_desktop.i18n import N_, _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.importing.at_work import Asked, AtWork
from crm_desktop.ui.importing.check_table import FATES, CheckTable
from crm_desktop.ui.importing.date_question import DateQuestion
from crm_desktop.ui.importing.findings import FAILED, Findings, findings
from crm_desktop.ui.importing.group_bar import GroupBar
from crm_desktop.ui.importing.remarks import FaultMark, Remarks, is_asked
from crm_desktop.ui.importing.session import ImportSession, Sheet
from crm_desktop.ui.importing.sheet_chips import SheetChips
from crm_desktop.ui.importing.side_by_side import SideBySide
from crm_desktop.ui.importing.standing import sides, standing_of
from crm_desktop.ui.importing.targets import Choices
from crm_desktop.ui.importing.ways import GROUP_NAMES
from crm_desktop.ui.importing.words_dialog import WordsDialog, WordsQuestion
from crm_desktop.ui.soon import soon
from crm_desktop.ui.widgets import Banner, Chip, EmptyState, Stats, TableCard, button, flow, label

AT_ONCE: Final = 5_000
"""Rows up to which the list is checked again after each change by hand."""
TILES: Final = (
    ("created", N_("Will be created"), "good"),
    ("updated", N_("Will be updated"), "accent"),
    ("unchanged", N_("Unchanged"), "text"),
    ("skipped", N_("Passed over"), "text"),
    (FAILED, N_("Stay out"), "bad"),
)
FILTERS: Final = (
    ("all", N_("All")),
    ("faults", N_("With faults")),
    *GROUP_NAMES,
    ("created", N_("New records")),
    ("updated", N_("Updates")),
    ("unchanged", N_("Unchanged")),
    ("skipped", N_("Passed over")),
)


class CheckPage(QWidget):
    """The checked rows of the chosen sheet, and the checking itself."""

    changed = Signal()

    def __init__(
        self, session: ImportSession, company: Company, work: AtWork, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._company, self._work = session, company, work
        self._found: list[Findings] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.chips = SheetChips(company)
        self.chips.chosen.connect(lambda _sheet: self._show())
        column.addWidget(self.chips)
        self.tiles = Stats([(_(title), "", "text") for _name, title, _tone in TILES])
        self.tiles.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(self.tiles)
        self.dates = DateQuestion()
        self.dates.answered.connect(self._date_order)
        column.addWidget(self.dates)
        self.stale = _hidden(_("Cells were changed since the rows were checked."), _("Check again"), self.check_again)
        column.addWidget(self.stale)
        text = _("The list is long: rows that are probably the same are looked for only if you want it.")
        self.near = _hidden(text, _("Look for them"), self.look_near)
        column.addWidget(self.near)
        self.words = WordsQuestion(self.ask_words)
        column.addWidget(self.words)
        self.remarks = Remarks()
        column.addWidget(self.remarks)
        column.addWidget(self._filter_row())
        self.group = GroupBar()
        self.group.chosen.connect(self.settle_group)
        column.addWidget(self.group)
        self.table = CheckTable()
        self.table.rows.edited.connect(self.edit)
        self.table.selectionModel().currentChanged.connect(lambda *_: soon(self, self._tell_cell))
        self.card = TableCard(self.table)
        self.beside = SideBySide()
        self.beside.chosen.connect(self.settle_row)
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(self.card, 1)
        row.addWidget(self.beside)
        column.addLayout(row, 1)
        nothing = _("No row of the list is of this sort.")
        everything = (_("Show all rows"), "", lambda: self.set_filter("all"))
        self.nothing = EmptyState("filter", _("No rows here"), nothing, [everything])
        self.nothing.hide()
        column.addWidget(self.nothing, 1)
        column.addLayout(self._foot())
        QShortcut(QKeySequence("F8"), self, self.go_to_next_fault)

    # What the wizard asks -------------------------------------------------------------------------------------------

    def arrive(self) -> None:
        """Called when the step is shown; every included sheet has been checked."""
        self.chips.put(self._session.included())
        self.set_filter("all")
        self.table.setFocus()

    def check(self, then: Callable[[], object]) -> None:
        """Check every sheet that needs it on the worker, then go on."""
        sheets = [sheet for sheet in self._session.included() if sheet.checked is None]
        if not sheets:
            then()
            return

        def work(_tell: object, cancelled: Asked) -> list[Findings]:
            return [
                findings(self._company, sheet, self._session.check(sheet, cancelled)) for sheet in sheets
            ]

        def keep(made: list[Findings]) -> None:
            for found in made:
                found.sheet.checked = found.checked
            fresh = {id(found.sheet) for found in made}
            there = {id(sheet) for sheet in self._session.included()} - fresh
            self._found = [*made, *(found for found in self._found if id(found.sheet) in there)]
            then()

        rows = rows_text(sum(sheet.rows for sheet in sheets))
        self._work.do(work, keep, _("Checking {rows}").format(rows=rows))

    def check_again(self) -> None:
        """Check what was changed and show it without losing the place."""
        self.check(self._show_again)

    def total(self, *fates: str) -> int:
        """How many rows have one of these fates, over all sheets."""
        return sum(
            getattr(sheet.checked, fate) for sheet in self._session.included() if sheet.checked for fate in fates
        )

    def hindrance(self) -> str:
        """Why the import cannot begin; nothing where it can."""
        checked = all(sheet.checked is not None for sheet in self._session.included())
        if checked and not self.total("created", "updated"):
            return _("There is nothing to bring in: no row would be created or updated.")
        return ""

    # What a person does ---------------------------------------------------------------------------------------------

    def set_filter(self, name: str) -> None:
        """Show all rows, those of one fate, or those with faults."""
        for known, chip in self.filters.items():
            chip.setChecked(known == name)
        self.table.rows.filter = name
        self._show()

    def edit(self, place: int, column: int, text: str) -> None:
        """Change a cell of the list and check again."""
        sheet = self.chips.current()
        if sheet is None or not self._session.set_cell(sheet, place, column, text):
            return
        self._again(sheet)

    def settle_group(self, group: str, way: str) -> None:
        """Say what is done with all rows of a group, and show what follows."""
        sheet = self.chips.current()
        if sheet is not None and self._session.way_of(sheet, group) != way:
            self._session.settle_group(sheet, group, way)
            soon(self, self.check_again)

    def settle_row(self, choice: RowChoice | None) -> None:
        """Say what is done with the row at hand."""
        found, index = self._finding(), self.table.currentIndex()
        if found is None or not index.isValid():
            return
        self._session.settle_row(found.sheet, self.table.rows.place(index.row()), choice)
        self._again(found.sheet)

    def look_near(self) -> None:
        """Look for rows that are probably the same in a long list too."""
        sheet = self.chips.current()
        if sheet is not None:
            self._session.want_near(sheet)
            self.check_again()

    def ask_words(self) -> None:
        """Ask once about each word that is none of a field's choices."""
        found = self._finding()
        if found is None or found.sheet.plan.kind is None:
            return
        entity, decisions = self._company.entity(found.sheet.plan.kind), found.sheet.plan.decisions
        dialog = WordsDialog(self, entity, found.checked.words, decisions.words)
        if dialog.exec() == WordsDialog.DialogCode.Accepted:
            self._session.settle_words(found.sheet, dialog.words())
            self.check_again()
        dialog.deleteLater()

    def go_to_next_fault(self) -> None:
        """Go to the next row with a fault, and there to the cell."""
        found = self._finding()
        now = self.table.currentIndex()
        place = self.table.rows.place(now.row()) if now.isValid() else -1
        target = found.next_fault(place) if found is not None else None
        if found is None or target is None:
            return
        if self.table.rows.row_of(target) < 0:
            self.set_filter("faults")
        self.table.show_cell(target, found.column_at_fault(target))
        self.table.setFocus()

    # Inside -------------------------------------------------------------------------------------------------------

    def _again(self, sheet: Sheet) -> None:
        """After a change of one row: check a short list at once, offer it for a long one."""
        if sheet.rows <= AT_ONCE:
            # An editor has to close first.
            soon(self, self.check_again)
        else:
            self.stale.show()
            self.table.viewport().update()
        self.changed.emit()

    def _show_again(self) -> None:
        found = self._finding()
        if found is not None:
            self.table.rows.renew(found)
            self._tell_sheet(found)
        self.changed.emit()

    def _compare(self, found: Findings | None, place: int) -> None:
        """The panel beside the rows: how the row at hand stands to what is there."""
        self.beside.setVisible(found is not None and bool(found.groups))
        if found is None or not found.groups:
            return
        standing = standing_of(self._company, found, place) if place >= 0 else None
        if standing is None:
            self.beside.show_nothing()
            return
        decisions = found.sheet.plan.decisions
        self.beside.put(
            standing, sides(self._company, found, standing, place), self._choices(found),
            decisions.choice(found.sheet.table.row_number(place)), self._session.way_of(found.sheet, standing.group),
            decisions.fields,
        )  # fmt: skip

    def _choices(self, found: Findings) -> Choices:
        return Choices(self._company, self._company.entity(found.sheet.plan.kind or ""))

    def _finding(self) -> Findings | None:
        sheet = self.chips.current()
        return next((found for found in self._found if found.sheet is sheet), None)

    def _show(self) -> None:
        found = self._finding()
        if found is None or found.sheet.plan.kind is None:
            return
        now = self.table.currentIndex()
        self.table.rows.put(found, self._choices(found))
        self.table.fit()
        rows = self.table.rows.rowCount()
        self.card.setVisible(rows > 0)
        self.nothing.setVisible(rows == 0)
        if rows:
            column = max(0, min(now.column(), self.table.rows.columnCount() - 1))
            self.table.setCurrentIndex(self.table.rows.index(0, column))
            self.table.scrollToTop()
        self._tell_sheet(found)

    def _tell_sheet(self, found: Findings) -> None:
        checked = found.checked
        self.stale.setVisible(found.sheet.checked is None)
        for tile, (name, _title, tone) in zip(self.tiles.tiles, TILES, strict=True):
            count = getattr(checked, name)
            tile.set(f"{count:,}", tone if count else "secondary")
        counts = {name: getattr(checked, name, 0) for name, _title in FILTERS}
        counts.update(all=checked.read, faults=len(found.faulty))
        counts.update({group: len(found.groups.get(group, ())) for group, _name in GROUP_NAMES})
        for name, chip in self.filters.items():
            chip.set_count(counts[name])
            chip.setVisible(name in ("all", "created") or counts[name] > 0 or chip.isChecked())
        self.next_fault.setVisible(bool(found.faulty))
        group = self.table.rows.filter if self.table.rows.filter in found.groups else ""
        self.group.put(group, self._session.way_of(found.sheet, group) if group else "")
        self.near.setVisible(not found.sheet.look_near())
        self.words.put(checked.words, found.sheet.plan.decisions.words)
        self.keep.setVisible(checked.fault_count > 0 or not found.sheet.plan.decisions.keep_faulty)
        self.keep.setChecked(found.sheet.plan.decisions.keep_faulty)
        self.dates.put(checked.ambiguous_dates, self._session.today)
        self.remarks.put(self._remarks(found))
        self._tell_cell()

    def _remarks(self, found: Findings) -> list[str]:
        checked = found.checked
        lines = []
        for kind, titles in checked.new_linked.items():
            sentence = _("{what} will be created along with them.")
            lines.append(sentence.format(what=self._company.entity(kind).count(len(titles))))
        if checked.new_fields:
            names = _(", ").join(f"“{title}”" for title in list(checked.new_fields)[:6])
            more = "…" if len(checked.new_fields) > 6 else ""
            lines.append(_("New fields of your own: {names}.").format(names=names + more))
        if checked.fault_count > len(checked.faults):
            sentence = _("{n} cells could not be taken as they stand; the first {shown} are marked.")
            lines.append(sentence.format(n=f"{checked.fault_count:,}", shown=f"{len(checked.faults):,}"))
        asked = {**checked.ambiguous_dates, **self._headings_of_words(found)}
        return [*lines, *(text for text in checked.warnings if not is_asked(text, asked))]

    @staticmethod
    def _headings_of_words(found: Findings) -> dict[str, list[str]]:
        """The columns whose words are asked about above, with the first of them."""
        words = found.checked.words
        return {plan.heading: list(words[plan.target])[:1] for plan in found.sheet.plan.columns if plan.target in words}

    def _tell_cell(self) -> None:
        """The line below the table: what is to be said of the cell at hand."""
        found, index = self._finding(), self.table.currentIndex()
        tone, text, place = "", "", -1
        if found is not None and index.isValid() and index.row() < self.table.rows.rowCount():
            tone, text = self._about(found, index)
            place = self.table.rows.place(index.row())
        self._compare(found, place)
        self.mark.setVisible(bool(tone))
        self.about.setText(text)
        self.about.setToolTip(text)
        if tone:
            self.mark.set_role({"bad": "error"}.get(tone, "warning"), tone)

    def _about(self, found: Findings, index: QModelIndex) -> tuple[str, str]:
        place = self.table.rows.place(index.row())
        column = self.table.rows.column(index.column())
        row = _("Row {row}").format(row=f"{found.sheet.table.row_number(place):,}")
        tone, sentence = found.sentence(place, column)
        if tone:
            headings = found.sheet.table.headings
            at = column if column is not None and found.tone(place, column) else found.column_at_fault(place)
            where = _("{row}, {column}").format(row=row, column=headings[at]) if at is not None else row
            if tone == "warning" and at is not None and (place, at) in found.kept:
                sentence = _("{sentence} The row comes in; the text is kept beside it.").format(sentence=sentence)
            return tone, _("{where}: {sentence}").format(where=where, sentence=sentence)
        fate = _(FATES[found.checked.outcomes[place]][0]) if place < len(found.checked.outcomes) else ""
        said = _(", ").join(filter(None, (fate, found.known.get(place))))
        return "", _("{where}: {sentence}").format(where=row, sentence=said)

    def _filter_row(self) -> QWidget:
        self.filters: dict[str, Chip] = {}
        for name, text in FILTERS:
            chip = Chip(_(text), 0, checkable=True)
            chip.clicked.connect(lambda _on=False, wanted=name: self.set_filter(wanted))
            self.filters[name] = chip
        return flow(*self.filters.values())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.mark = FaultMark()
        self.about = label("", wrap=True)
        self.about.setMinimumHeight(theme.px(36))
        self.about.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.about, 1)
        self.keep = QCheckBox(_("&Keep such texts in the remarks"))
        self.keep.clicked.connect(self._keep_faulty)
        row.addWidget(self.keep)
        row.addWidget(label(_("F2 changes a cell"), "secondary", 12), 0, Qt.AlignmentFlag.AlignVCenter)
        self.next_fault = button(_("Next fault"), self.go_to_next_fault, icon="chevron-down", tip="F8")
        row.addWidget(self.next_fault)
        return row

    def _keep_faulty(self, on: bool) -> None:
        sheet = self.chips.current()
        if sheet is not None:
            self._session.keep_faulty(sheet, on)
            self.check_again()

    def _date_order(self, order: str) -> None:
        sheet = self.chips.current()
        if sheet is not None:
            self._session.set_date_order(sheet, order)
            self.check_again()


def _hidden(text: str, action: str, run: Callable[[], object]) -> Banner:
    """A remark that is shown once it is true."""
    made = Banner(text, "accent", action, run)
    made.hide()
    return made


def rows_text(count: int) -> str:
    """Such as "1,024 rows"."""
    return n_("{n} row", "{n} rows", count)
