"""The panels of a list page: filters, groups, columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.entity import paths
from crm_desktop.entity.groups import groupable
from crm_desktop.entity.query import FROM_IMPORT
from crm_desktop.i18n import _
from crm_desktop.ui.icons import icon
from crm_desktop.ui.listing.viewwork import ViewWork

if TYPE_CHECKING:
    from crm_desktop.ui.listing.columns import ColumnChooser
    from crm_desktop.ui.listing.filters import FilterPanel
    from crm_desktop.ui.listing.flyout import Flyout
    from crm_desktop.ui.listing.groupby import GroupPanel
    from crm_desktop.ui.listing.page import ListPage

AnyFlyout = TypeVar("AnyFlyout", bound="Flyout")


class Panels(ViewWork):
    """Opens them, and hands what was chosen to the state of the list."""

    def __init__(self, page: ListPage) -> None:
        super().__init__(page)
        self.open: Flyout | None = None
        bar = page.chips
        bar.add_wanted.connect(lambda _chip: self.add_filter())
        bar.columns_wanted.connect(lambda _chip: self.choose_columns())
        bar.group_wanted.connect(lambda _chip: self.choose_group())
        bar.edit_wanted.connect(self.edit_filter)

    def add_filter(self) -> FilterPanel:
        """Choose a column to filter by."""
        from crm_desktop.ui.listing.filters import FilterPanel

        state = self.state
        on = state.query().ready
        ready = [one for one in state.entity.filters if one.name not in on]
        panel = FilterPanel(self.page.chips.add, self.page.owner, state.entity, ready)
        panel.condition_made.connect(lambda condition: state.set_condition(condition))
        panel.ready_chosen.connect(lambda name: state.set_ready(name, True))
        return self._show(panel)

    def edit_filter(self, place: int, chip: QWidget) -> FilterPanel | None:
        """Change a filter that is in force; that of an import can only be taken off."""
        from crm_desktop.ui.listing.filters import FilterPanel

        state = self.state
        if state.conditions[place].column == FROM_IMPORT:
            return None
        panel = FilterPanel(chip, self.page.owner, state.entity, condition=state.conditions[place])
        panel.condition_made.connect(lambda condition: state.set_condition(condition, place))
        return self._show(panel)

    def choose_columns(self) -> ColumnChooser:
        """Choose which columns are shown, and their order."""
        from crm_desktop.ui.listing.columns import ColumnChooser

        state = self.state
        company, entity = state.company, state.entity
        # Columns of linked records stand at the end, once a person looks for them or has chosen them.
        columns = {**company.columns(entity), **paths.beyond(company, entity)}
        panel = ColumnChooser(self.page.chips.columns, columns, state.columns, state.pinned)
        panel.chosen.connect(state.set_columns)
        panel.pin_chosen.connect(state.turn_pinned)
        panel.reset.connect(self.page.reset_columns)
        return self._show(panel)

    def choose_group(self) -> GroupPanel:
        """Choose by which column the list is parted into groups."""
        from crm_desktop.ui.listing.groupby import GroupPanel

        panel = GroupPanel(self.page.chips.group, self.state)
        panel.turn_all.connect(self.page.view.turn_groups)
        return self._show(panel)

    def heading_menu(self, place: int) -> QMenu:
        """What can be done with one column."""
        state, column = self.state, self.page.table.columns[place]
        menu = QMenu(self.page)
        menu.addAction(icon("sort-up"), _("Sort by this column"), lambda: state.sort_by(column.name))
        pinned = menu.addAction(icon("pin"), _("Pin up to this column"), lambda: state.turn_pinned(place))
        pinned.setCheckable(True)
        pinned.setChecked(state.pinned() == place + 1)
        pinned.setEnabled(place + 1 < len(self.page.table.columns))
        if groupable(column):
            menu.addAction(icon("list"), _("Group by this column"), lambda: state.set_group(column.name))
        rest = [one.name for one in self.page.table.columns if one is not column]
        hide = menu.addAction(icon("eye-off"), _("Hide this column"), lambda: state.set_columns(rest))
        hide.setEnabled(bool(rest))
        menu.addSeparator()
        menu.addAction(icon("columns"), _("Columns…"), self.choose_columns)
        return menu

    def close(self) -> None:
        """Take the open panel away."""
        if self.open is not None:
            self.open.close_panel(back=False)

    def _show(self, panel: AnyFlyout) -> AnyFlyout:
        self.close()
        self.open = panel
        panel.closed.connect(self._forget)
        panel.open()
        return panel

    def _forget(self) -> None:
        self.open = None
