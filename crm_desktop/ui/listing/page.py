"""The page of one kind of record: views and filters above, the table, and beside it who that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _
from crm_desktop.store.journal import Changed
from crm_desktop.store.row import quoted
from crm_desktop.ui import theme
from crm_desktop.ui.listing import blank
from crm_desktop.ui.listing.chips import ChipBar
from crm_desktop.ui.listing.figures import Figures
from crm_desktop.ui.listing.head import Head
from crm_desktop.ui.listing.inline import Inline
from crm_desktop.ui.listing.model import RecordTable
from crm_desktop.ui.listing.panels import Panels
from crm_desktop.ui.listing.state import ALL, ListState
from crm_desktop.ui.listing.totals import Totals, summable
from crm_desktop.ui.listing.touching import tables_behind
from crm_desktop.ui.listing.view import RecordView
from crm_desktop.ui.listing.work import RowWork
from crm_desktop.ui.widgets import Card, TableCard

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

DETAIL: Final = 372
DETAIL_LEAST: Final = 280
MakeDetail = Callable[["Window", Entity], QWidget]


def detail_pane(window: Window, entity: Entity) -> QWidget:
    """The pane that shows one record."""
    from crm_desktop.ui.record.detail import DetailPane

    return DetailPane(window, entity)


class ListPage(QWidget):
    """One kind of record as a list. Everything it knows of the kind comes from its `Entity`."""

    def __init__(
        self, window: Window, entity: Entity, *, make_detail: MakeDetail = detail_pane, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.owner, self.entity = window, entity
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.state = ListState(window.company, entity, window.memory, self)
        self.table = RecordTable(window.company, entity, window.today, self)
        self.inline = Inline(window, self.table, self)
        self.view = RecordView(self.table, self.inline)
        self.view.set_widths.update(_widths(window.memory.get(self._widths_key(), {})))
        self.work = RowWork(self)
        self.figures = Figures(self.state, window.today, lambda: summable(self.table.columns), self)
        self.head = Head(entity, self.work)
        self.chips = ChipBar(self.state)
        self.panels = Panels(self)
        self.totals = Totals(self.view)
        self.detail: QWidget | None = None
        self._make_detail = make_detail
        self._total: int | None = None
        self._stale = False
        self._day = window.today()
        self._wanted: int | None = None
        self._lay_out()
        self._connect()
        self._show_columns()
        self._show_rows()
        QTimer.singleShot(0, self, self._build_detail)

    # Building -----------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16))
        column.setSpacing(theme.px(12))
        column.addWidget(self.head)
        column.addWidget(self.chips)
        self.card = TableCard(self.view)
        self.card.column.addWidget(self.totals)
        self.rows = QStackedWidget()
        self.rows.addWidget(self.card)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(theme.px(12))
        self.splitter.addWidget(self.rows)
        self._side = QStackedWidget()
        self._side.setMinimumWidth(theme.px(DETAIL_LEAST))
        self._side.addWidget(Card())
        self.splitter.addWidget(self._side)
        self.splitter.setCollapsible(0, False)
        self.splitter.setCollapsible(1, False)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        width = max(theme.px(DETAIL_LEAST), self.owner.memory.get("list.detail_width", theme.px(DETAIL)))
        self.splitter.setSizes([10_000, width])
        self._side.setVisible(self.owner.memory.get("list.detail", True))
        self.body = QStackedWidget()
        self.body.addWidget(self.splitter)
        column.addWidget(self.body, 1)

    def _connect(self) -> None:
        state, view, table = self.state, self.view, self.table
        state.rows_changed.connect(self._show_rows)
        state.columns_changed.connect(self._show_columns)
        state.views_changed.connect(self._views_changed)
        self.chips.chosen.connect(state.choose)
        self.head.search.searched.connect(state.set_words)
        self.head.search.down.connect(self.view.setFocus)
        self.head.search.returnPressed.connect(self.view.setFocus)
        view.sort_wanted.connect(state.sort_by)
        view.moved.connect(state.set_columns)
        view.widened.connect(lambda _name, _width: self._keep_widths())
        view.opened.connect(lambda _index: self.work.open())
        view.menu_wanted.connect(self._open_menu)
        view.picked.connect(self._picked)
        table.read.connect(self._read)
        table.failed.connect(lambda sentence: self._show_blank(blank.not_readable(self, sentence)))
        self.inline.ended_editing.connect(self._after_editing)
        self.figures.counted.connect(self._counted)
        self.figures.summed.connect(self._summed)
        self.splitter.splitterMoved.connect(
            lambda _at, _which: self.owner.memory.set("list.detail_width", self._side.width())
        )
        self.owner.changed.connect(self._records_changed)

    def _build_detail(self) -> None:
        if self.detail is None and not self._side.isHidden():
            self.detail = self._make_detail(self.owner, self.entity)
            self._side.addWidget(self.detail)
            self._side.setCurrentWidget(self.detail)
            self._picked()

    # What is shown ------------------------------------------------------------------------------------------------

    def _show_columns(self) -> None:
        known = self.owner.company.columns(self.entity)
        columns = [known[name] for name in self.state.columns()]
        if list(self.table.columns) != columns:
            self.table.set_columns(columns)
            self.figures.rows_are_other()
        self._show_sort()

    def _show_rows(self) -> None:
        self.chips.show_state()
        if self.head.search.text().strip() != self.state.words.strip():
            self.head.search.blockSignals(True)
            self.head.search.setText(self.state.words)
            self.head.search.blockSignals(False)
        self._show_sort()
        self.totals.hide()
        self.head.show_count(None, None)
        self.view.expect_other_rows()
        self.table.show(self.state.query())
        self.figures.rows_are_other()

    def _show_sort(self) -> None:
        order = self.state.order()
        name = order[0].lstrip("-") if order else ""
        place = self.table.place_of(name)
        self.view.heading.set_sorted(-1 if place is None else place, bool(order) and order[0].startswith("-"))

    def _read(self) -> None:
        """Rows have come: as many as are shown now."""
        if self.table.rowCount():
            self._show_table()
        elif self.table.complete():
            self._show_blank(blank.no_match(self) if self._any_record() else None)
        self._tell_counts()
        if self._wanted is not None and self.table.settled():
            wanted, self._wanted = self._wanted, None
            self.show_record(wanted)

    def _show_table(self) -> None:
        self.body.setCurrentIndex(0)
        self.chips.show()
        self.head.search.show()
        self.rows.setCurrentIndex(0)
        self._drop_blanks()

    def _show_blank(self, state: QWidget | None) -> None:
        """Something in place of the rows; None: the kind has no records at all, in place of the whole page."""
        self._drop_blanks()
        stack = self.rows if state is not None else self.body
        card = Card()
        card.add(state if state is not None else blank.nothing_yet(self), 1)
        stack.setCurrentIndex(stack.addWidget(card))
        if state is not None:
            self.body.setCurrentIndex(0)
        self.chips.setVisible(state is not None)
        self.head.search.setVisible(state is not None)
        self._picked()

    def _drop_blanks(self) -> None:
        for stack in (self.rows, self.body):
            while stack.count() > 1:
                gone = stack.widget(1)
                stack.removeWidget(gone)
                gone.deleteLater()

    def _any_record(self) -> bool:
        return bool(self.owner.company.execute(f"SELECT EXISTS (SELECT 1 FROM {quoted(self.entity.name)})").fetchone()[0])

    def _views_changed(self) -> None:
        self.chips.rebuild()
        self.figures.records_are_other()

    # Figures ------------------------------------------------------------------------------------------------------

    def _tell_counts(self) -> None:
        shown = self.table.rowCount() if self.table.complete() else None
        self.head.show_count(shown, self._total)
        n = self.view.selected_count()
        total = f"{shown:,}" if shown is not None else "…"
        if self.isVisible():
            self.owner.status(_("{n} of {total} selected").format(n=f"{n:,}", total=total) if shown != 0 else "")

    def _counted(self, key: str, count: int) -> None:
        if key == ALL:
            self._total = count
            self._tell_counts()
        self.chips.set_count(key, count)

    def _summed(self, sums: dict[str, int]) -> None:
        shown = self.table.rowCount() if self.table.complete() else 0
        self.totals.show_sums(sums if shown else {}, self.entity.count(shown))

    # Selection ----------------------------------------------------------------------------------------------------

    def _picked(self) -> None:
        self._tell_counts()
        show = getattr(self.detail, "show_record", None)
        if show is not None and not self._side.isHidden():
            show(self.view.current_id() if self.table.rowCount() else None)
        registry = getattr(self.owner, "registry", None)
        if registry is not None and self.isVisible():
            registry.refresh()

    def show_record(self, record: int) -> None:
        """Select a record and bring it into sight; filters that hide it are taken off."""
        if not self.table.settled() or self._stale:
            self._wanted = record
            if self._stale:
                self.refresh()
            return
        if not self.view.go_to(record) and self.state.filtered():
            self._wanted = record
            self.state.clear()

    def select_all(self) -> None:
        """Select everything that matches."""
        self.view.select_all()

    def can_act(self) -> bool:
        """Whether keys that act on records mean the rows: not while the person is busy beside them."""
        focus = QApplication.focusWidget()
        return focus is None or not self._side.isAncestorOf(focus)

    # Changes ------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list again, with the same selection."""
        if self.inline.active():
            self._stale = True
            return
        self._stale = False
        self._day = self.owner.today()
        self.table.refresh()
        self.figures.records_are_other()

    def _records_changed(self, changed: Changed) -> None:
        if "custom_field" in changed.tables:
            self.state.fit_columns_known()
            self._show_columns()
        if "saved_view" in changed.tables:
            self.state.reload_views()
        if not changed.tables & tables_behind(self.state):
            return
        self._stale = True
        if self.isVisible():
            QTimer.singleShot(0, self, self._refresh_if_stale)

    def _refresh_if_stale(self) -> None:
        if self._stale and not self.inline.active():
            self.refresh()

    def _after_editing(self) -> None:
        self._refresh_if_stale()
        self.owner.status("") if not self.isVisible() else self._tell_counts()

    # What the actions call ----------------------------------------------------------------------------------------

    def find(self) -> None:
        """Put the cursor into the field above the list."""
        self.head.search.setFocus()
        self.head.search.selectAll()

    def edit_cell(self) -> None:
        """Type in the current cell."""
        index = self.view.currentIndex()
        if index.isValid() and not self.inline.start(index):
            column = self.table.columns[index.column()]
            if not self.inline.can_edit(column):
                self.owner.toast(
                    _("“{column}” cannot be typed in the list. Press Enter to open the record.").format(
                        column=column.title
                    )
                )

    def add_filter(self) -> None:
        """Open the panel of filters."""
        self.panels.add_filter()

    def choose_columns(self) -> None:
        """Open the chooser of columns."""
        self.panels.choose_columns()

    def save_view(self) -> None:
        """Keep what is shown under a name."""
        self.panels.save_view()

    def reset_columns(self) -> None:
        """Columns, their order and widths as they were at first."""
        self.view.forget_widths()
        self._keep_widths()
        self.state.forget_layout()

    def sort_by_current(self) -> None:
        """Sort by the column of the current cell; once more: the other way round."""
        index = self.view.currentIndex()
        if index.isValid():
            self.state.sort_by(self.table.columns[index.column()].name)

    def detail_shown(self) -> bool:
        """Whether the pane beside the table is shown."""
        return not self._side.isHidden()

    def turn_detail(self) -> None:
        """Show the pane beside the table, or hide it."""
        self._side.setVisible(self._side.isHidden())
        self.owner.memory.set("list.detail", self.detail_shown())
        self._build_detail()
        self._picked()

    def _open_menu(self, at: QPoint) -> None:
        from crm_desktop.ui.listing.commands import context_menu

        context_menu(self).popup(at)

    def _keep_widths(self) -> None:
        self.owner.memory.set(self._widths_key(), dict(self.view.set_widths))

    def _widths_key(self) -> str:
        return f"list.{self.entity.name}.widths"

    # What the window calls ----------------------------------------------------------------------------------------

    def arrived(self) -> None:
        """The page is shown: it is brought up to date, and the keys go to its rows."""
        if self._stale or self._day != self.owner.today():
            self.refresh()
        self._tell_counts()
        if self.table.rowCount():
            self.view.setFocus()

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
        if self._stale:
            QTimer.singleShot(0, self, self._refresh_if_stale)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.panels.open is not None:
            self.panels.open.close_panel(back=False)


def _widths(kept: dict[str, Any]) -> dict[str, int]:
    return {name: width for name, width in kept.items() if isinstance(width, int) and 30 <= width <= 4000}
