"""The third step: what will happen, row by row, with every doubt in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.exchange.decisions import RowChoice
from crm_desktop.i18n import N_, _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.importing.at_work import Asked, AtWork
from crm_desktop.ui.importing.check_table import CheckTable
from crm_desktop.ui.importing.findings import FAILED, Findings, findings
from crm_desktop.ui.importing.group_bar import GroupBar
from crm_desktop.ui.importing.questions import Questions
from crm_desktop.ui.importing.remarks import FaultMark, Remarks
from crm_desktop.ui.importing.session import ImportSession, Sheet
from crm_desktop.ui.importing.sheet_chips import SheetChips
from crm_desktop.ui.importing.side_by_side import SideBySide
from crm_desktop.ui.importing.standing import sides, standing_of
from crm_desktop.ui.importing.targets import Choices
from crm_desktop.ui.importing.telling import about, remarks
from crm_desktop.ui.importing.ways import GROUP_NAMES
from crm_desktop.ui.importing.words_dialog import WordsDialog
from crm_desktop.ui.soon import soon
from crm_desktop.ui.widgets import Chip, EmptyState, Stats, TableCard, button, flow, label
from crm_desktop.values.dates import Order

SOON_MS: Final = 250
"""So long after a change the rows are counted again: a second change in the meantime is counted along."""
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

    def __init__(self, session: ImportSession, company: Company, work: AtWork, parent: QWidget | None = None) -> None:
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
        self.questions = Questions()
        self.questions.order_chosen.connect(self._date_order)
        self.questions.zeros_chosen.connect(self.put_zeros)
        self.questions.words_wanted.connect(self.ask_words)
        self.questions.near_wanted.connect(self.look_near)
        column.addWidget(self.questions)
        self.remarks = Remarks(at_once=1)
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
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._count)
        # An import that was stopped has put the counting aside.
        self._work.rested.connect(lambda: self._soon.start() if self._found and self._unchecked() else None)

    # What the wizard asks -------------------------------------------------------------------------------------------

    def arrive(self) -> None:
        """Called when the step is shown; every included sheet has been checked."""
        self.chips.put(self._session.included())
        self.set_filter("all")
        self.table.setFocus()

    def check(self, then: Callable[[], object]) -> None:
        """Check every sheet that needs it while the person waits, then go on."""
        sheets = self._unchecked()
        if not sheets:
            then()
            return

        def keep(made: list[Findings]) -> None:
            for found in made:
                found.sheet.checked = found.checked
            self._keep(made)
            then()

        title = _("Checking {rows}").format(rows=rows_text(sum(sheet.rows for sheet in sheets)))
        self._work.do(lambda _tell, cancelled: self._look(sheets, cancelled), keep, title)

    def count_again(self) -> None:
        """Count what will happen after a change, a moment later and aside: the person goes on."""
        self._work.put_aside()
        self.counting.setVisible(bool(self._unchecked()))
        self._soon.start()
        self.table.viewport().update()
        self.changed.emit()

    def is_counting(self) -> bool:
        """Whether what is shown is from before the last change."""
        return self._soon.isActive() or self._work.has_aside()

    def total(self, *fates: str) -> int:
        """How many rows have one of these fates, over all sheets."""
        there = self._session.included()
        return sum(getattr(one.checked, fate) for one in self._found if one.sheet in there for fate in fates)

    def hindrance(self) -> str:
        """Why the import cannot begin; nothing where it can."""
        if not self._unchecked() and not self.total("created", "updated"):
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
        self.count_again()

    def settle_group(self, group: str, way: str) -> None:
        """Say what is done with all rows of a group, and show what follows."""
        sheet = self.chips.current()
        if sheet is not None and self._session.way_of(sheet, group) != way:
            self._session.settle_group(sheet, group, way)
            self.count_again()

    def settle_row(self, choice: RowChoice | None) -> None:
        """Say what is done with the row at hand."""
        found, index = self._finding(), self.table.currentIndex()
        if found is None or not index.isValid():
            return
        self._session.settle_row(found.sheet, self.table.rows.place(index.row()), choice)
        self.count_again()

    def look_near(self) -> None:
        """Look for rows that are probably the same in a long list too."""
        sheet = self.chips.current()
        if sheet is not None:
            self._session.want_near(sheet)
            self.check(self._show_again)

    def put_zeros(self, on: bool) -> None:
        """Put back the zeros that cells may have lost, or leave them as they are."""
        found = self._finding()
        if found is not None:
            self._session.put_zeros(found.sheet, [one.heading for one in found.checked.zeros] if on else [])
            self.count_again()

    def ask_words(self) -> None:
        """Ask once about each word that is none of a field's choices."""
        found = self._finding()
        if found is None or found.sheet.plan.kind is None:
            return
        entity, decisions = self._company.entity(found.sheet.plan.kind), found.sheet.plan.decisions
        dialog = WordsDialog(self, entity, found.checked.words, decisions.words)
        if dialog.exec() == WordsDialog.DialogCode.Accepted:
            self._session.settle_words(found.sheet, dialog.words())
            self.count_again()
        dialog.deleteLater()

    def go_to_next_fault(self) -> None:
        """Go to the next cell with a fault."""
        found = self._finding()
        now = self.table.currentIndex()
        place = self.table.rows.place(now.row()) if now.isValid() else -1
        column = self.table.rows.column(now.column()) if now.isValid() else None
        target = found.next_fault(place, column) if found is not None else None
        if target is None:
            return
        if self.table.rows.row_of(target[0]) < 0:
            self.set_filter("faults")
        self.table.show_cell(*target)
        self.table.setFocus()

    # Inside -------------------------------------------------------------------------------------------------------

    def _unchecked(self) -> list[Sheet]:
        return [sheet for sheet in self._session.included() if sheet.checked is None]

    def _look(self, sheets: Sequence[Sheet], cancelled: Asked) -> list[Findings]:
        """On the worker: check these sheets and lay out what was found."""
        return [findings(self._company, sheet, self._session.check(sheet, cancelled)) for sheet in sheets]

    def _keep(self, made: Sequence[Findings]) -> None:
        fresh = {id(found.sheet) for found in made}
        there = {id(sheet) for sheet in self._session.included()} - fresh
        self._found = [*made, *(found for found in self._found if id(found.sheet) in there)]

    def _count(self) -> None:
        """Count aside, over a copy of what is settled so far; what is settled meanwhile begins it anew."""
        sheets = self._unchecked()
        if not sheets or self._work.busy():
            return
        copies = [self._session.as_it_stands(sheet) for sheet in sheets]

        def keep(made: list[Findings]) -> None:
            for sheet, found in zip(sheets, made, strict=True):
                found.sheet, sheet.checked = sheet, found.checked
            self._keep(made)
            self._show_again()

        self._work.aside(lambda _tell, cancelled: self._look(copies, cancelled), keep, _("Counting again…"))

    def _show_again(self) -> None:
        found = self._finding()
        if found is not None:
            self.table.rows.renew(found)
            self._tell_sheet(found)
        self.changed.emit()

    def _compare(self, found: Findings | None, place: int) -> None:
        """The panel beside the rows: how the row at hand stands to what is there."""
        shown = found is not None and bool(found.groups) and self.table.rows.rowCount() > 0
        self.beside.setVisible(shown)
        if found is None or not shown:
            return
        standing = standing_of(self._company, found, place) if place >= 0 else None
        if standing is None:
            self.beside.show_nothing()
            return
        decisions = found.sheet.plan.decisions
        self.beside.put(
            standing, sides(self._company, found, standing, place, self._session.today), self._choices(found),
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
        self.counting.setVisible(found.sheet.checked is None)
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
        self.keep.setVisible(checked.fault_count > 0 or not found.sheet.plan.decisions.keep_faulty)
        self.keep.setChecked(found.sheet.plan.decisions.keep_faulty)
        self.questions.put(found, self._session.today)
        self.remarks.put(remarks(self._company, found))
        self._tell_cell()

    def _tell_cell(self) -> None:
        """The line below the table: what is to be said of the cell at hand."""
        found, index = self._finding(), self.table.currentIndex()
        tone, text, place = "", "", -1
        if found is not None and index.isValid() and index.row() < self.table.rows.rowCount():
            place = self.table.rows.place(index.row())
            tone, text = about(found, place, self.table.rows.column(index.column()))
        self._compare(found, place)
        self.mark.setVisible(bool(tone))
        self.about.setText(text)
        self.about.setToolTip(text)
        if tone:
            self.mark.set_role({"bad": "error"}.get(tone, "warning"), tone)

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
        self.counting = label(_("Counting again…"), "secondary", 12)
        self.counting.hide()
        row.addWidget(self.counting, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label(_("F2 changes a cell"), "secondary", 12), 0, Qt.AlignmentFlag.AlignVCenter)
        self.next_fault = button(_("Next fault"), self.go_to_next_fault, icon="chevron-down", tip="F8")
        row.addWidget(self.next_fault)
        return row

    def _keep_faulty(self, on: bool) -> None:
        sheet = self.chips.current()
        if sheet is not None:
            self._session.keep_faulty(sheet, on)
            self.count_again()

    def _date_order(self, order: str) -> None:
        sheet = self.chips.current()
        if sheet is not None:
            self._session.set_date_order(sheet, cast(Order, order))
            self.count_again()


def rows_text(count: int) -> str:
    """Such as "1,024 rows"."""
    return n_("{n} row", "{n} rows", count)
