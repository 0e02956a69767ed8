"""The panels and dialogs of a list page: filters, columns, saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from crm_desktop.entity import views
from crm_desktop.entity.query import FROM_IMPORT
from crm_desktop.entity.views import View
from crm_desktop.i18n import _
from crm_desktop.ui.icons import icon
from crm_desktop.ui.listing.chips import ViewChip

if TYPE_CHECKING:
    from crm_desktop.ui.listing.columns import ColumnChooser
    from crm_desktop.ui.listing.filters import FilterPanel
    from crm_desktop.ui.listing.flyout import Flyout
    from crm_desktop.ui.listing.groupby import GroupPanel
    from crm_desktop.ui.listing.page import ListPage

AnyFlyout = TypeVar("AnyFlyout", bound="Flyout")


class Panels:
    """Opens them, and hands what was chosen to the state of the list."""

    def __init__(self, page: ListPage) -> None:
        self.page = page
        self.state = page.state
        self.open: Flyout | None = None
        bar = page.chips
        bar.add_wanted.connect(lambda _chip: self.add_filter())
        bar.columns_wanted.connect(lambda _chip: self.choose_columns())
        bar.group_wanted.connect(lambda _chip: self.choose_group())
        bar.edit_wanted.connect(self.edit_filter)
        bar.save_wanted.connect(self.save_view)
        bar.view_menu.connect(self.view_menu)

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

    def save_view(self) -> None:
        """Keep what the list shows under a name; a saved view that was changed can take it in."""
        state, view = self.state, self.state.view()
        if view is not None and state.differs():
            menu = QMenu(self.page)
            menu.addAction(icon("save"), _("Update “{name}”").format(name=view.name), lambda: self.update_view(view))
            menu.addAction(icon("add"), _("Save as another view…"), self.save_as)
            save = self.page.chips.save
            menu.popup(save.mapToGlobal(QPoint(0, save.height() + 4)))
            return
        self.save_as()

    def save_as(self) -> None:
        """Ask for a name and keep what the list shows under it."""
        state = self.state
        from crm_desktop.ui.listing.dialogs import NameView

        dialog = NameView(
            self.page,
            _("Save this view"),
            _("Its filters, order and columns are kept and stand as a chip above the list."),
            _("Save view"),
            "",
            lambda name: views.named(state.company, state.entity, name),
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.keep(dialog.line.text())

    def keep(self, name: str) -> None:
        """Keep what the list shows under a name."""
        state, company = self.state, self.state.company
        made = self.page.owner.attempt(lambda: views.save_view(company, state.entity, name, state.query()), self.page)
        if made is not None:
            state.reload_views(made)

    def update_view(self, view: View) -> None:
        """Let a saved view show what the list shows now."""
        state, company, owner = self.state, self.state.company, self.page.owner
        done = owner.attempt(
            lambda: views.save_view(company, state.entity, view.name, state.query(), view.id), self.page
        )
        if done is not None:
            state.reload_views(done)
            owner.toast(_("View “{name}” updated").format(name=view.name), undo=True)

    def rename_view(self, view: View) -> None:
        """Give a saved view another name."""
        company, entity = self.state.company, self.state.entity
        from crm_desktop.ui.listing.dialogs import NameView

        dialog = NameView(
            self.page, _("Rename view"), "", _("Rename"), view.name,
            lambda name: views.named(company, entity, name, view.id),
        )  # fmt: skip
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        self.page.owner.attempt(lambda: views.rename_view(company, entity, view, dialog.line.text()), self.page)
        self.state.reload_views()

    def delete_view(self, view: View) -> None:
        """Delete a saved view; it can be undone."""
        company = self.state.company
        if self.page.owner.attempt(lambda: views.delete_view(company, view), self.page):
            self.state.reload_views()
            self.page.owner.toast(_("View “{name}” deleted").format(name=view.name), undo=True)

    def menu_of(self, view: View) -> QMenu:
        """What can be done with a saved view."""
        menu = QMenu(self.page)
        update = menu.addAction(
            icon("save"), _("Update to what is shown now"), lambda: self.update_view(view)
        )
        update.setEnabled(self.state.view() == view and self.state.differs())
        menu.addAction(icon("edit"), _("Rename…"), lambda: self.rename_view(view))
        menu.addAction(icon("trash"), _("Delete view"), lambda: self.delete_view(view))
        return menu

    def view_menu(self, chip: ViewChip, at: QPoint) -> None:
        """Open the menu of a saved view."""
        if chip.view is not None:
            self.menu_of(chip.view).popup(at)

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
