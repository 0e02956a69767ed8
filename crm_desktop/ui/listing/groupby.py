"""The panel behind "Group": by which column a list is parted, how wide the groups of days are, sums or averages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from crm_desktop.entity import paths
from crm_desktop.entity.groups import STEPS, dated, groupable
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.listing.filters import icon_of
from crm_desktop.ui.listing.flyout import Flyout
from crm_desktop.ui.listing.panelrows import PanelList
from crm_desktop.ui.listing.state import ListState
from crm_desktop.ui.widgets import SearchBox, button, label

if TYPE_CHECKING:
    from crm_desktop.entity.columns import Column

LINES = 10


class GroupPanel(Flyout):
    """The panel; what is chosen takes effect at once."""

    turn_all = Signal(bool)
    """Close all groups, or open them."""

    def __init__(self, anchor: QWidget, state: ListState) -> None:
        super().__init__(anchor, _("Group"), 300)
        self._state = state
        self.off = button(_("No groups"), lambda: self._choose(""), "quiet")
        self.head.addWidget(self.off)
        self.search = SearchBox(_("Find a column"), wait_ms=0)
        self.names = PanelList(_("Group by"))
        self.names.set_lines(LINES)
        self.names.chosen.connect(self._choose)
        self.search.textChanged.connect(self.names.narrow)
        self.search.down.connect(self.names.go_in)
        self.search.returnPressed.connect(self._take_first)
        self.step = QComboBox()
        self.step.setAccessibleName(_("How wide the groups are"))
        for name, title in STEPS.items():
            self.step.addItem(_(title), name)
        self.step.activated.connect(lambda _at: state.set_group(state.group(), step=self.step.currentData()))
        self.order = QComboBox()
        self.order.setAccessibleName(_("Order of the groups"))
        self.order.addItem(_("Groups in order"), "")
        self.order.addItem(_("Groups in reverse order"), "-")
        self.order.activated.connect(lambda _at: self._turn_round())
        self.figure = QComboBox()
        self.figure.setAccessibleName(_("Figures of the groups"))
        self.figure.addItem(_("Show sums"), "sum")
        self.figure.addItem(_("Show averages"), "average")
        self.figure.activated.connect(lambda _at: state.set_group(state.group(), figure=self.figure.currentData()))
        self.column.addWidget(self.search)
        self.column.addWidget(self.names)
        for part in (self.step, self.order, self.figure):
            self.column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.close_all = button(_("Close all"), lambda: self.turn_all.emit(True))
        self.open_all = button(_("Open all"), lambda: self.turn_all.emit(False))
        row.addWidget(self.close_all)
        row.addWidget(self.open_all)
        row.addStretch(1)
        self.column.addLayout(row)
        self.hint = label(_("On a heading, ← closes the group and → opens it."), "secondary", 12, wrap=True)
        self.column.addWidget(self.hint)
        self._fill()

    def open(self) -> None:
        super().open()
        self.search.setFocus()

    def _fill(self) -> None:
        state = self._state
        company, entity = state.company, state.entity
        chosen = state.group().lstrip("-")
        for column in company.columns(entity).values():
            if groupable(column):
                self._add(column, chosen)
        for link, target in paths.links(company, entity):
            for name in company.columns(target):
                column = company.column(entity, f"{link}.{name}")
                if groupable(column):
                    self._add(column, chosen, only_found=column.name != chosen)
        self._show()

    def _add(self, column: Column, chosen: str, *, only_found: bool = False) -> None:
        mark = "✓" if column.name == chosen else ""
        self.names.add(column.title, column.name, icon=icon_of(column), beside=mark, only_found=only_found)

    def _take_first(self) -> None:
        first = self.names.first()
        if first is not None:
            self.names.act(first)

    def _choose(self, name: str) -> None:
        state = self._state
        if not name:
            state.set_group("")
            self.close_panel()
            return
        new = dated(state.company.column(state.entity, name)) and state.group().lstrip("-") != name
        # Of days the newest is wanted first.
        state.set_group(f"-{name}" if new else name)
        self.names.clear()
        self._fill()
        self.search.clear()

    def _turn_round(self) -> None:
        self._state.set_group(self.order.currentData() + self._state.group().lstrip("-"))

    def _show(self) -> None:
        """Show what is chosen; what makes no sense without groups is not there."""
        state = self._state
        group = state.group()
        column = state.company.column(state.entity, group.lstrip("-")) if group else None
        self.step.setVisible(column is not None and dated(column))
        self.step.setCurrentIndex(max(0, self.step.findData(state.layout().step)))
        self.order.setCurrentIndex(1 if group.startswith("-") else 0)
        self.figure.setCurrentIndex(max(0, self.figure.findData(state.layout().figure)))
        for part in (self.order, self.close_all, self.open_all, self.hint, self.off):
            part.setVisible(bool(group))
        self.fit_soon()
