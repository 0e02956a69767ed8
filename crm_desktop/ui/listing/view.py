"""The table of a list: a selection that survives every refresh, editors that stay while their value is refused."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QWidget

from crm_desktop.entity.chosen import MOST_WITHOUT, Chosen
from crm_desktop.ui.listing.cells import delegates
from crm_desktop.ui.listing.grouping import GroupingTable
from crm_desktop.ui.listing.inline import Inline
from crm_desktop.ui.listing.model import RecordTable

Pick = QItemSelectionModel.SelectionFlag


class _Kept(NamedTuple):
    """What a view held before its rows were read anew."""

    selected: Chosen
    current: int | None
    column: str
    top: int | None


class RecordView(GroupingTable):
    """A table over a `RecordTable`."""

    picked = Signal()
    """The selection or the current row is another; told once for many changes."""
    menu_wanted = Signal(object)

    def __init__(self, table: RecordTable, inline: Inline, parent: QWidget | None = None) -> None:
        super().__init__(table, parent)
        self._inline = inline
        self.looks = delegates(self, inline)
        self._kept: _Kept | None = None
        self._fresh = True
        self._all_wanted = False
        self._next: int | None = None
        inline.use(self)
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.picked)
        table.modelAboutToBeReset.connect(self._keep)
        table.modelReset.connect(self._put_back)
        table.read.connect(self._when_read)
        self.selectionModel().selectionChanged.connect(lambda _new, _old: self._soon.start())
        self.selectionModel().currentRowChanged.connect(lambda _new, _old: self._soon.start())

    # Selection ----------------------------------------------------------------------------------------------------

    def current_id(self) -> int | None:
        """The id of the current row's record."""
        index = self.currentIndex()
        record = self.table.id_at(index.row()) if index.isValid() else 0
        return record if record > 0 else None  # the heading of a group is no record

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(self.table.records_between(one.top(), one.bottom()) for one in self._ranges())

    def selected_ids(self) -> array[int]:
        """The ids of the selected records in the order of the list."""
        ids = array("q")
        for one in sorted(self._ranges(), key=lambda one: one.top()):
            ids.extend(self.table.ids_between(one.top(), one.bottom()))
        return ids

    def chosen(self) -> Chosen:
        """The selected records: a few as their ids, most of very many as what the list asks for, but those left out."""
        count, rows = self.selected_count(), self.table.records()
        if self._all_wanted:
            return Chosen(count, (), self.table.query)
        if count > MOST_WITHOUT and rows - count <= MOST_WITHOUT and self.table.whole():
            return Chosen(count, self._left_out(), self.table.query)
        return Chosen.listed(self.selected_ids())

    def _left_out(self) -> array[int]:
        """The ids of the rows that are not selected."""
        ids, end = array("q"), 0
        for one in sorted(self._ranges(), key=lambda one: one.top()):
            ids.extend(self.table.ids_between(end, one.top() - 1))
            end = max(end, one.bottom() + 1)
        ids.extend(self.table.ids_between(end, self.table.rowCount() - 1))
        return ids

    def select_ids(self, wanted: Iterable[int], current: int | None = None, column: str = "") -> bool:
        """Select exactly these records, as far as the list shows them; whether any is there."""
        rows = self._rows_of(wanted)
        selection = QItemSelection()
        last = max(0, len(self.table.columns) - 1)
        for first, end in _runs(rows):
            selection.append(QItemSelectionRange(self.table.index(first, 0), self.table.index(end, last)))
        place = self.table.place_of(column) or 0
        row = self.table.row_of(current) if current is not None else None
        if row is None and rows:
            row = rows[0]
        model = self.selectionModel()
        if row is not None:
            model.setCurrentIndex(self.table.index(row, place), Pick.NoUpdate)
        model.select(selection, Pick.ClearAndSelect | Pick.Rows)
        return bool(rows)

    def select_all(self) -> None:
        """Select every record that matches, those that are still being read included."""
        self._all_wanted = not self.table.complete()
        if not self.table.whole() and not self._all_wanted:
            self.table.turn_groups(False)
        self.selectAll()

    def all_selected(self) -> bool:
        """Whether every record that matches is selected, and there are several."""
        return self._all_wanted or 1 < self.selected_count() == self.table.records()

    def select_current(self) -> bool:
        """Select the current row only; whether there is one."""
        self._all_wanted = False
        current = self.currentIndex()
        if current.isValid():
            self.selectionModel().select(current, Pick.ClearAndSelect | Pick.Rows)
        return current.isValid()

    def go_to(self, record: int) -> bool:
        """Select one record and bring it into sight; False where the list does not show it."""
        if not self.select_ids([record], record):
            return False
        self.scrollTo(self.currentIndex(), self.ScrollHint.EnsureVisible)
        return True

    def stay_near_selection(self) -> None:
        """The selected rows are about to go: the first one after them is to be the current one."""
        rows = {row for one in self._ranges() for row in (one.top(), one.bottom())}
        after = self.table.record_row(max(rows, default=-1) + 1, 1)
        if after < self.table.rowCount():
            self._next = self.table.id_at(after)
        elif (before := self.table.record_row(min(rows, default=0) - 1, -1)) >= 0:
            self._next = self.table.id_at(before)

    def expect_other_rows(self) -> None:
        """What is read next is another list: it is shown from its top, or where the current record is."""
        self._fresh = True

    def _ranges(self) -> list[QItemSelectionRange]:
        return list(self.selectionModel().selection())  # type: ignore[call-overload]

    def _rows_of(self, wanted: Iterable[int]) -> list[int]:
        ids = wanted if isinstance(wanted, list | array) else list(wanted)
        if len(ids) <= 20:
            rows = [row for row in map(self.table.row_of, ids) if row is not None]
            return sorted(rows)
        among = set(ids)
        return [row for row, record in enumerate(self.table.ids()) if record in among]

    def _keep(self) -> None:
        index = self.currentIndex()
        top = self.verticalScrollBar().value()
        has_top = 0 < top < self.table.rowCount()
        self._kept = _Kept(
            selected=self._kept_selection(),
            current=self.current_id(),
            column=self.table.columns[index.column()].name if index.isValid() else "",
            top=self.table.id_at(top) if has_top else None,
        )

    def _kept_selection(self) -> Chosen:
        count = self.selected_count()
        if 1 < count == self.table.records() and self.table.whole():
            return Chosen(count, (), self.table.query)
        return self.chosen()

    def _put_back(self) -> None:
        self.set_up_columns()
        kept, self._kept = self._kept, None
        if kept is None or not self.table.rowCount():
            self._soon.start()
            return
        if kept.selected.question is not None and not self._fresh:
            self._select_but(kept.selected.ids)
        elif kept.selected.question is not None or not self.select_ids(kept.selected.ids, kept.current, kept.column):
            self._begin_at_top()
        if self._fresh:
            self.scrollTo(self.currentIndex(), self.ScrollHint.EnsureVisible)
            self._show_heading()
        elif kept.top is not None:
            row = self.table.row_of(kept.top)
            if row is not None:
                self.verticalScrollBar().setValue(row)
        self._soon.start()

    def _show_heading(self) -> None:
        """Begin with the heading of the group that the current record is in, where both fit."""
        row = self.currentIndex().row()
        if self.table.groups is None or row < 0:
            return
        heading = self.table.groups.headings_between(0, row)[-1]
        if row - heading < self.viewport().height() // max(1, self.rowHeight(row)):
            self.verticalScrollBar().setValue(heading)

    def _select_but(self, without: Sequence[int]) -> None:
        """Select all rows but those of a few records."""
        self.selectAll()
        selection = QItemSelection()
        last = max(0, len(self.table.columns) - 1)
        for first, end in _runs(self._rows_of(without)):
            selection.append(QItemSelectionRange(self.table.index(first, 0), self.table.index(end, last)))
        self.selectionModel().select(selection, Pick.Deselect | Pick.Rows)

    def _begin_at_top(self) -> None:
        """Nothing that was selected is shown any more: its neighbour is, or the first row, so that something is."""
        near, self._next = (None if self._fresh else self._next), None
        row = self.table.row_of(near) if near is not None else None
        row = self._first_record() if row is None else row
        self.selectionModel().setCurrentIndex(self.table.index(row, 0), Pick.ClearAndSelect | Pick.Rows)

    def _first_record(self) -> int:
        """The first row that is a record, where there is one."""
        row = self.table.record_row(0, 1)
        return row if row < self.table.rowCount() else 0

    def _when_read(self) -> None:
        if self.table.rowCount() and not self.currentIndex().isValid():
            self._begin_at_top()
        if self.table.complete():
            self._fresh = False
            if self._all_wanted:
                self._all_wanted = False
                self.selectAll()
        if not self._fitted and self.table.rowCount():
            self.fit_columns()

    # Qt's own -----------------------------------------------------------------------------------------------------

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Qt closes an editor whenever another cell is clicked; one whose value is refused stays."""
        self._inline.close()

    def close_editor(self, editor: QWidget) -> None:
        """Take an editor away."""
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def double_clicked(self, index: QModelIndex) -> None:
        """A name opens its record, what can be typed in place is typed there."""
        if self.table.columns[index.column()].name == self.table.entity.title or not self._inline.start(index):
            super().double_clicked(index)

    def keyboardSearch(self, search: str) -> None:
        """Letters do not jump: Qt would read every row for it. The field above the list finds at once."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self.menu_wanted.emit(at)


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Rows in ascending order as runs from first to last."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
