"""The panels of a list page: filters, groups, columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from crm_desktop.entity.query import FROM_IMPORT
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
        panel = ColumnChooser(self.page.chips.columns, state.company.columns(state.entity), state.columns)
        panel.chosen.connect(state.set_columns)
        panel.reset.connect(self.page.reset_columns)
        return self._show(panel)

    def choose_group(self) -> GroupPanel:
        """Choose by which column the list is parted into groups."""
        from crm_desktop.ui.listing.groupby import GroupPanel

        panel = GroupPanel(self.page.chips.group, self.state)
        panel.turn_all.connect(self.page.view.turn_groups)
        return self._show(panel)

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
