"""The page of one kind of record: views and filters above, the table, and beside it who that is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.groups import Figure, added_up
from crm_desktop.i18n import _
from crm_desktop.store.journal import Changed
from crm_desktop.ui.firstpaint import after_first_paint, in_turn
from crm_desktop.ui.listing.chips import ChipBar
from crm_desktop.ui.listing.figures import Figures
from crm_desktop.ui.listing.frame import Frame, MakeDetail, detail_pane, load_detail
from crm_desktop.ui.listing.grouprows import figured
from crm_desktop.ui.listing.head import Head
from crm_desktop.ui.listing.inline import Inline
from crm_desktop.ui.listing.model import RecordTable
from crm_desktop.ui.listing.panels import Panels
from crm_desktop.ui.listing.selection import SelectionBar
from crm_desktop.ui.listing.state import ALL, Layout, ListState
from crm_desktop.ui.listing.totals import Totals
from crm_desktop.ui.listing.touching import tables_behind
from crm_desktop.ui.listing.view import RecordView
from crm_desktop.ui.listing.work import RowWork

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


class ListPage(Frame):
    """One kind of record as a list. Everything it knows of the kind comes from its `Entity`."""

    def __init__(
        self, window: Window, entity: Entity, *, make_detail: MakeDetail = detail_pane, parent: QWidget | None = None
    ) -> None:
        super().__init__(window.memory, parent)
        self.owner, self.entity = window, entity
        self.state = ListState(window.company, entity, window.memory, self)
        self.table = RecordTable(window.company, entity, window.today, self)
        self.inline = Inline(window, self.table, self)
        self.view = RecordView(self.table, self.inline)
        self._widths_of = ""
        self._take_widths()
        self.work = RowWork(self)
        self.figures = Figures(self.state, window.today, self._figured, self)
        self.head = Head(entity, self.work)
        self.chips = ChipBar(self.state)
        self.panels = Panels(self)
        self.totals = Totals(self.view)
        self.selected = SelectionBar(self)
        self._make_detail = make_detail
        self._total: int | None = None
        self._sums: dict[str, Figure] | None = None
        self._stale = False
        self._day = window.today()
        self._wanted: int | None = None
        self._actions_soon = QTimer(self)
        self._actions_soon.setSingleShot(True)
        self._actions_soon.setInterval(0)
        self._actions_soon.timeout.connect(self._tell_actions)
        self.lay_out()
        self._connect()
        self._show_columns()
        self._show_list()
        # The first rows are painted before the others are read, and before the pane beside them is loaded.
        after_first_paint(self, self.table.read_rest)
        after_first_paint(self, self._prepare_detail)

    def _connect(self) -> None:
        state, view, search = self.state, self.view, self.head.search
        state.rows_changed.connect(self._show_list)
        state.columns_changed.connect(self._columns_changed)
        state.views_changed.connect(self._views_changed)
        self.chips.chosen.connect(state.choose)
        search.searched.connect(state.set_words)
        search.down.connect(view.setFocus)
        search.returnPressed.connect(view.setFocus)
        view.sort_wanted.connect(state.sort_by)
        view.moved.connect(state.set_columns)
        view.widened.connect(lambda _name, _width: self._keep_widths())
        view.heading.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.heading.customContextMenuRequested.connect(self._open_heading_menu)
        view.opened.connect(lambda _index: self.work.open())
        view.menu_wanted.connect(self._open_menu)
        view.picked.connect(self._picked)
        self.table.read.connect(self._read)
        self.table.failed.connect(self._not_readable)
        self.inline.ended_editing.connect(self._refresh_if_stale)
        self.inline.ended_editing.connect(self._actions_soon.start)
        self.figures.counted.connect(self._counted)
        self.figures.summed.connect(self._summed)
        self.owner.changed.connect(self._records_changed)

    def _prepare_detail(self) -> None:
        """Load the pane, what the area adds to it, build it, then show a record: each in a turn of its own."""
        if self.detail_shown():
            load = [load_detail, lambda: self.owner.parts(self.entity.name)] if self._make_detail is detail_pane else []
            in_turn(self, *load, self._build_detail, self._picked)

    def _build_detail(self) -> None:
        if self.detail is None and self.detail_shown():
            self.put_detail(self._make_detail(self.owner, self.entity))

    # What is shown ------------------------------------------------------------------------------------------------

    def _columns_changed(self) -> None:
        if self._widths_of != self.state.layout_key():
            self.remember_now()
            self._take_widths()
            self.view.fit_columns()
        self._show_columns()
        self.chips.show_state()

    def _take_widths(self) -> None:
        """The widths of the columns of the view that is chosen: those kept on this computer, or saved with it."""
        self._widths_of = self.state.layout_key()
        view = self.state.view()
        kept = _widths(self._memory.get(self._widths_key(), {}))
        self.view.set_widths.clear()
        self.view.set_widths.update(kept or dict(view.query.widths if view is not None else ()))

    def _show_columns(self) -> None:
        columns = [self.owner.company.column(self.entity, name) for name in self.state.columns()]
        # By identity: fields know no equality, and a column described anew is another one.
        if list(map(id, self.table.columns)) != list(map(id, columns)):
            self.table.set_columns(columns)
            self.figures.rows_are_other()
        self.view.set_pinned(self.state.pinned())
        self._show_sort()

    def _show_list(self) -> None:
        self.chips.show_state()
        if self.head.search.text().strip() != self.state.words.strip():
            self.head.search.setText(self.state.words)
        self._show_sort()
        self._sums = None
        self.totals.hide()
        self.head.show_count(None, None)
        self.view.expect_other_rows()
        self.table.show(self.state.query())
        self.figures.rows_are_other()

    def _show_sort(self) -> None:
        order = self.state.order()
        first = order[0] if order else ""
        self.view.show_sort(first.lstrip("-"), first.startswith("-"))

    def _read(self) -> None:
        """Rows have come: as many as are shown now."""
        if self.table.rowCount():
            self.show_rows()
        elif self.table.complete():
            from crm_desktop.ui.listing import blank

            nothing, whole = blank.instead_of_rows(self)
            self.show_instead(nothing, whole=whole)
            self._picked()
        self._tell_counts()
        self._show_sums()
        self._actions_soon.start()
        if self._wanted is not None and self.table.settled():
            wanted, self._wanted = self._wanted, None
            self.show_record(wanted)

    def _not_readable(self, why: str) -> None:
        from crm_desktop.ui.listing import blank

        self.show_instead(blank.not_readable(self, why), whole=False)

    def _views_changed(self) -> None:
        if self._widths_of != self.state.layout_key():  # what is shown was saved: its widths go along
            self._widths_of = self.state.layout_key()
            self._keep_widths()
        self.chips.rebuild()
        self.figures.records_are_other()

    def _tell_counts(self) -> None:
        shown = self.table.records() if self.table.complete() else None
        self.head.show_count(shown, self._total)
        selected = self.view.selected_count()
        self.selected.show_selection(selected, shown)
        if not self.isVisible():
            return
        chosen = f"{selected:,}"
        total = f"{shown:,}" if shown is not None else "…"
        self.owner.status(_("{n} of {total} selected").format(n=chosen, total=total) if shown != 0 else "")

    def _counted(self, key: str, count: int) -> None:
        if key == ALL:
            self._total = count
            self._tell_counts()
        self.chips.set_count(key, count)

    def _figured(self) -> list[str]:
        return figured(self.table.columns, self.state.layout().figure)

    def _summed(self, found: dict[Any, dict[str, Figure]]) -> None:
        self.table.set_figures(found)
        self._sums = added_up(found)
        self._show_sums()

    def _show_sums(self) -> None:
        """The foot of the list, once both the sums and the number of records are there, whichever comes first."""
        if self._sums is None or not self.table.complete():
            return
        shown, figure = self.table.records(), self.state.layout().figure
        self.totals.show_figures(self._sums if shown else {}, figure, self.entity.count(shown))

    # Selection ----------------------------------------------------------------------------------------------------

    def _picked(self) -> None:
        self._tell_counts()
        self.tell_detail(self.view.current_id() if self.table.rowCount() else None)
        self._actions_soon.start()

    def _tell_actions(self) -> None:
        """What can be done now is another: keys and menus ask again."""
        registry = getattr(self.owner, "registry", None)
        if registry is not None and self.isVisible():
            registry.refresh()

    def show_record(self, record: int) -> None:
        """Select a record and bring it into sight; filters that hide it are taken off."""
        if self._stale or not self.table.settled():
            self._wanted = record
            self._refresh_if_stale()
            return
        self.table.reveal(record)
        if not self.view.go_to(record) and self.state.filtered():
            self._wanted = record
            self.state.clear()

    def select_all(self) -> None:
        """Select everything that matches."""
        self.view.select_all()

    def step_back(self) -> bool:
        """Take a selection of everything that matches back to the current row; whether there was one."""
        return self.keys_mean_rows() and self.view.all_selected() and self.view.select_current()

    # Changes ------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list again, with the same selection."""
        self._stale = self.inline.active()
        if self._stale:
            return
        self._day = self.owner.today()
        self.table.refresh()
        self.figures.records_are_other()

    def _records_changed(self, changed: Changed) -> None:
        if "custom_field" in changed.tables:
            self.state.fit_to_columns()
            self._show_columns()
        if "saved_view" in changed.tables:
            self.state.reload_views()
        if changed.tables & tables_behind(self.state):
            self._stale = True
            if self.isVisible():
                QTimer.singleShot(0, self, self._refresh_if_stale)

    def _refresh_if_stale(self) -> None:
        if self._stale and not self.inline.active():
            self.refresh()

    # What the actions call ----------------------------------------------------------------------------------------

    def go_to_search(self) -> None:
        """Put the cursor into the field above the list."""
        self.head.search.setFocus()
        self.head.search.selectAll()

    def reset_columns(self) -> None:
        """Columns, their order and widths as they were at first; the notice of it gives them back."""
        key, layout, widths = self.state.layout_key(), replace(self.state.layout()), dict(self.view.set_widths)
        self.view.forget_widths()
        self._keep_widths()
        self.state.forget_layout()
        if widths or layout != self.state.layout():
            told = _("The columns are as they were at first")
            self.owner.notice(told, _("Undo"), lambda: self._bring_back(key, layout, widths))

    def _bring_back(self, key: str, layout: Layout, widths: dict[str, int]) -> None:
        if key == self.state.layout_key():
            self.view.set_widths.update(widths)
            self.view.fit_columns()
            self._keep_widths()
        self.state.bring_back(key, layout)

    def sort_by_current(self) -> None:
        """Sort by the column of the current cell; once more: the other way round."""
        index = self.view.currentIndex()
        if index.isValid():
            self.state.sort_by(self.table.columns[index.column()].name)

    def turn_detail(self) -> None:
        """Show the pane beside the table, or hide it."""
        self.show_detail(not self.detail_shown())
        self._build_detail()
        self._picked()

    def pin_current(self) -> None:
        """Keep the columns up to the current cell in sight, or none if they are already."""
        index = self.view.currentIndex()
        if index.isValid():
            self.state.turn_pinned(index.column())

    def _open_heading_menu(self, at: QPoint) -> None:
        place = self.view.heading.logicalIndexAt(at)
        menu = self.panels.heading_menu(place) if place >= 0 else None
        if menu is not None:
            menu.popup(self.view.heading.mapToGlobal(at))

    def _open_menu(self, at: QPoint) -> None:
        from crm_desktop.ui.listing.commands import context_menu

        context_menu(self).popup(at)

    def _keep_widths(self) -> None:
        self.remember_soon(self._widths_key(), dict(self.view.set_widths))

    def _widths_key(self) -> str:
        key = self.state.layout_key()
        return f"list.{self.entity.name}.widths" + (f".{key}" if key != ALL else "")

    # What the window calls ----------------------------------------------------------------------------------------

    def arrived(self) -> None:
        """The page is shown: it is brought up to date, and the keys go to its rows."""
        if self._stale or self._day != self.owner.today():
            self.refresh()
        self._tell_counts()
        if self.table.rowCount():
            self.view.setFocus()
        else:
            self.focus_instead()

    def may_leave(self) -> bool:
        """Whether nothing that was typed would be lost."""
        return self.inline.close()

    def keep(self) -> dict[str, Any]:
        """What the page takes back when it has been built anew."""
        return {"state": self.state.keep(), "current": self.view.current_id()}

    def take_back(self, kept: dict[str, Any]) -> None:
        """Show again what was shown."""
        self.state.take_back(kept["state"])
        if kept["current"] is not None:
            self.show_record(kept["current"])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.figures.resume()
        if self._stale:
            QTimer.singleShot(0, self, self._refresh_if_stale)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.panels.close()
        self.figures.pause()
        self.remember_now()


def _widths(kept: dict[str, Any]) -> dict[str, int]:
    return {name: width for name, width in kept.items() if isinstance(width, int) and 30 <= width <= 4000}
