"""Possible duplicates: groups of records that are probably one, to be merged, told apart, or left for later."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHeaderView, QProgressBar, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.alike.asking import Group, grouped
from crm_desktop.alike.dismissing import dismiss
from crm_desktop.alike.merging import Past, lately, mergeable
from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _, language, n_
from crm_desktop.store.journal import Changed
from crm_desktop.ui import theme
from crm_desktop.ui.delegates import RowDelegate, delegate_for
from crm_desktop.ui.duplicates.compared import Compared
from crm_desktop.ui.duplicates.dialog import merge_records
from crm_desktop.ui.duplicates.findings import Findings
from crm_desktop.ui.pageframe import framed
from crm_desktop.ui.placement import keep_split
from crm_desktop.ui.plain_table import Cell, PlainTable
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.soon import soon
from crm_desktop.ui.undoing import Undoing
from crm_desktop.ui.widgets import (
    Card,
    Chip,
    EmptyState,
    FlowLayout,
    TableCard,
    button,
    flow,
    label,
    scrolled,
)
from crm_desktop.ui.window import Window
from crm_desktop.values.dates import relative_day, show_date

PAST: Final = "past"
SPLIT: Final = "duplicates.split"
MOST: Final = 2000
"""So many groups are listed."""


class _Named(RowDelegate):
    weight = QFont.Weight.DemiBold


class DuplicatesPage(QWidget):
    """The groups on the left, the chosen one side by side on the right; what was merged lately can be parted."""

    def __init__(self, window: Window, undoing: Undoing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window, self._undoing = window, undoing
        self.kinds = [entity for entity in window.company.entities if mergeable(entity)]
        self._view = self.kinds[0].name
        self._skipped: set[tuple[int, ...]] = set()
        self.findings = Findings(window.company, self.kinds, self)
        self._build()
        self.findings.changed.connect(self._refresh)
        self.findings.moved.connect(self._show_seeking)
        self.findings.seeker.told.connect(lambda share: self.bar.setValue(round(share * 1000)))
        window.changed.connect(self._changed)
        closed = getattr(window, "closed", None)
        if closed is not None:
            closed.connect(self.findings.stop)

    # What the window and its actions ask --------------------------------------------------------------------------

    def arrived(self) -> None:
        """Called when the page is shown; the first time it looks through every kind."""
        if self.findings.begun:
            # Nobody sees the page while other work is done: what changed is looked at now.
            self.findings.go_on()
            self._refresh()
        else:
            self.seek_all()
        self.table.setFocus()

    def seek_all(self) -> None:
        """Look through every kind again."""
        self._skipped.clear()
        self.findings.seek_all(self._view)

    def entity(self) -> Entity | None:
        """The kind whose groups are shown; None for what was merged lately."""
        return next((entity for entity in self.kinds if entity.name == self._view), None)

    def show_kind(self, name: str) -> None:
        """Show the groups of a kind, or (`PAST`) what was merged lately."""
        self._view = name
        self._refresh()

    def chosen(self) -> Group | None:
        """The group that is chosen."""
        found = self._at()
        return found if isinstance(found, Group) else None

    def chosen_past(self) -> Past | None:
        """The merge that is chosen among those of late."""
        found = self._at()
        return found if isinstance(found, Past) else None

    def merge(self) -> None:
        """Ask what stays of the chosen group, and merge it."""
        group, entity = self.chosen(), self.entity()
        if group is not None and entity is not None:
            merge_records(self._window, entity, group.rows, self)

    def tell_apart(self) -> None:
        """Remember that the records of the chosen group are not the same."""
        group, entity = self.chosen(), self.entity()
        if group is None or entity is None:
            return
        company, rows, kind = self._window.company, group.rows, entity

        def remember() -> bool:
            dismiss(company, kind, rows)
            return True

        if self._window.attempt(remember):
            self._window.toast(_("Remembered: they are not the same."), undo=True)

    def skip(self) -> None:
        """Leave the chosen group for the next time."""
        group = self.chosen()
        if group is not None:
            self._skipped.add(group.rows)
            self._refresh()

    def part(self) -> None:
        """Split the records of the chosen merge again."""
        past = self.chosen_past()
        if past is not None:
            self._undoing.undo(past.entry.id)

    # Building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.said = label("", "secondary")
        column, head = framed(self, _("Possible duplicates"), self.said)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.px(120))
        self.bar.setAccessibleName(_("Looking for duplicates"))
        head.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        self.halt = button(_("Stop"), self.findings.stop)
        self.again = button(_("Look again"), self.seek_all, icon="refresh")
        self.leave = button(_("Skip"), self.skip)
        self.apart = button(_("Not the same"), self.tell_apart)
        self.join = button(_("Merge…"), self.merge, "primary", "merge")
        self.split = button(_("Split again"), self.part, "primary", "undo")
        for made in (self.halt, self.again, self.leave, self.apart, self.join, self.split):
            head.addWidget(made)
        column.addLayout(head)
        self._chips = flow()
        column.addWidget(self._chips)
        self._place = QStackedLayout()
        self._place.addWidget(self._splitter())
        self._empty = Card()
        self._place.addWidget(self._empty)
        column.addLayout(self._place, 1)
        self._show_seeking()

    def _splitter(self) -> QSplitter:
        self.rows = PlainTable(self._headings(), parent=self)
        self.table = RowTable(name=_("Possible duplicates"))
        self.table.setModel(self.rows)
        self.table.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self.table.rings_cells = False
        self.table.setItemDelegateForColumn(0, _Named(self.table))
        self.table.setItemDelegateForColumn(1, delegate_for("pill", self.table))
        self.table.setItemDelegateForColumn(2, delegate_for("muted", self.table))
        heading = self.table.horizontalHeader()
        heading.setStretchLastSection(False)
        for column in (0, 2):
            heading.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, theme.px(110))
        self.table.selectionModel().currentChanged.connect(lambda *_: soon(self, self._show_chosen))
        self.table.opened.connect(lambda _at: self.merge() if self.entity() is not None else self.part())
        self._beside = QStackedLayout()
        right = Card(padding=0, gap=0)
        holder = QWidget()
        holder.setLayout(self._beside)
        right.add(holder)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.px(12))
        split.addWidget(TableCard(self.table))
        split.addWidget(right)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        keep_split(split, self._window.memory, SPLIT, [theme.px(720), theme.px(580)])
        return split

    # Showing ------------------------------------------------------------------------------------------------------

    def _changed(self, changed: Changed) -> None:
        self.findings.follow(changed, at_once=self.isVisible())
        # What was merged or parted is another number in any case.
        if self.isVisible():
            self._refresh()

    def _refresh(self, _kind: str = "") -> None:
        """Show what is there of the kind that is chosen, and stay near the row that was."""
        at = max(0, self.table.currentIndex().row())
        self._show_chips()
        past = self._view == PAST
        rows = self._past_rows() if past else self._group_rows()
        named = (_("What was done"), _("Kind of record"), _("When")) if past else self._headings()
        self.rows.name_columns(named)
        mode = QHeaderView.ResizeMode.ResizeToContents if past else QHeaderView.ResizeMode.Stretch
        self.table.horizontalHeader().setSectionResizeMode(2, mode)
        self.rows.put(rows)
        self._place.setCurrentIndex(0 if rows else 1)
        if rows:
            flags = QItemSelectionModel.SelectionFlag
            index = self.rows.index(min(at, len(rows) - 1), 0)
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._show_chosen()
        self._show_seeking()

    def _headings(self) -> tuple[str, str, str]:
        return _("May be one"), _("Probable"), _("Reasons")

    def _group_rows(self) -> list[tuple[object, tuple[Cell, ...]]]:
        entity = self.entity()
        assert entity is not None
        found = grouped(self.findings.pairs.get(entity.name, ()))
        groups = [group for group in found if group.rows not in self._skipped][:MOST]
        titles = self._window.company.titles(entity, {row for group in groups for row in group.rows[:6]})
        rows: list[tuple[object, tuple[Cell, ...]]] = []
        for group in groups:
            named = "  ·  ".join(dict.fromkeys(titles.get(row, f"#{row}") for row in group.rows[:6]))
            why = " · ".join(reason.text for reason in group.pairs[0].reasons[:3] if not reason.against)
            tone = "good" if group.score >= 0.98 else "warning"
            count = f"  ({len(group.rows)})" if len(group.rows) > 2 else ""
            rows.append((group, (Cell(named + count, tip=named), Cell(f"{group.score:.0%}", tone), Cell(why, tip=why))))
        return rows

    def _past_rows(self) -> list[tuple[object, tuple[Cell, ...]]]:
        rows: list[tuple[object, tuple[Cell, ...]]] = []
        today = self._window.today()
        for entity in self.kinds:
            for past in lately(self._window.company, entity):
                at = datetime.fromisoformat(past.at).astimezone()
                when = f"{relative_day(at.date(), today)} {at:%H:%M}"
                tip = f"{show_date(at.date(), language())} {at:%H:%M}"
                rows.append((past, (Cell(past.entry.title), Cell(entity.singular), Cell(when, tip=tip))))
        return sorted(rows, key=lambda row: -row[0].entry.id)  # type: ignore[attr-defined]

    def _show_chips(self) -> None:
        line = self._chips.layout()
        assert isinstance(line, FlowLayout)
        line.clear()
        found = {kind: len(grouped(pairs)) for kind, pairs in self.findings.pairs.items()}
        chips = [(entity.name, entity.plural, found.get(entity.name, 0)) for entity in self.kinds]
        past = sum(len(lately(self._window.company, entity)) for entity in self.kinds)
        for name, text, number in [*chips, (PAST, _("Merged lately"), past)]:
            chip = Chip(text, number, checkable=True)
            chip.setChecked(name == self._view)
            chip.clicked.connect(lambda _checked=False, view=name: self.show_kind(view))
            line.addWidget(chip)

    def _show_chosen(self) -> None:
        entity, group = self.entity(), self.chosen()
        while (old := self._beside.widget(0)) is not None:
            self._beside.removeWidget(old)
            old.deleteLater()
        if group is not None and entity is not None:
            shown = Compared(self._window, entity, group)
            self._beside.addWidget(scrolled(shown, _("The records side by side")))
        elif (past := self.chosen_past()) is not None:
            self._beside.addWidget(_told(past))
        for made in (self.join, self.apart, self.leave):
            made.setVisible(self._view != PAST)
            made.setEnabled(group is not None)
        self.split.setVisible(self._view == PAST)
        self.split.setEnabled(self.chosen_past() is not None)
        count = self.rows.rowCount()
        at = self.table.currentIndex().row() + 1 if count else 0
        self._window.status(_("{n} of {all}").format(n=f"{at:,}", all=f"{count:,}") if count else "")

    def _show_seeking(self) -> None:
        running = self.findings.running()
        self.bar.setVisible(running)
        self.halt.setVisible(running)
        self.again.setVisible(not running)
        if running:
            self.said.setText(_("Looking…"))
        else:
            self.said.setText(_("Nothing is merged by itself."))
        if not self.rows.rowCount():
            self._say_empty(running)

    def _say_empty(self, running: bool) -> None:
        while (item := self._empty.column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if self._view == PAST:
            state = EmptyState("merge", _("Nothing was merged lately"),
                               _("What you merge stands here, and can be split again at any time."))  # fmt: skip
        elif running and self._view not in self.findings.pairs:
            state = EmptyState("search", _("Looking for duplicates"), _("You can go on working meanwhile."))
        else:
            state = EmptyState("success", _("No duplicates were found"),
                               _("Records that are probably the same are shown here side by side, with the reasons."),
                               [(_("Look again"), "refresh", self.seek_all)])  # fmt: skip
        self._empty.add(state)
        self._place.setCurrentIndex(1)

    def _at(self) -> object:
        at = self.table.currentIndex()
        return self.rows.at(at.row()) if at.isValid() and at.row() < self.rows.rowCount() else None


def _told(past: Past) -> QWidget:
    """What a merge of late was, and what splitting it does."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
    column.setSpacing(theme.px(8))
    column.addWidget(label(past.entry.title, size=15, weight=QFont.Weight.DemiBold, wrap=True))
    count = n_("{n} record became part of another.", "{n} records became part of another.", len(past.gone))
    column.addWidget(label(count, "secondary", wrap=True))
    said = _("Split again brings each record back as it was, with what belonged to it. What was changed since is kept.")
    column.addWidget(label(said, "secondary", wrap=True))
    column.addStretch(1)
    return made
