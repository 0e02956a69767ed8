"""What can be done on a page of lists, as actions: they stand in the menus with their keys and in the context menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from crm_desktop.i18n import N_, _
from crm_desktop.ui.actions import Action, Key, sequences
from crm_desktop.ui.icons import icon
from crm_desktop.ui.listing.page import ListPage

Standard = QKeySequence.StandardKey
Shown = Callable[[], ListPage | None]
Verb = Callable[[ListPage], object]
Question = Callable[[ListPage], bool]

_CONTEXT: Final = (
    ("edit", "inline", "duplicate"),
    ("copy", "paste"),
    ("bulk", "tag", "untag"),
    ("export",),
    ("delete",),
)
"""The context menu of a row, by groups."""


def list_actions(page: str, shown: Shown) -> list[Action]:
    """The actions of one page of the window; `shown` gives the list that the page shows now, if any."""

    def action(
        name: str,
        text: str | Callable[[], str],
        keys: Key | list[Key],
        role: str,
        run: Verb,
        when: Question | None = None,
        *,
        menu: str = "record",
        group: int = 0,
        on: Question | None = None,
    ) -> Action:
        def go() -> None:
            found = shown()
            if found is not None:
                run(found)

        def possible() -> bool:
            found = shown()
            return found is not None and not found.inline.active() and (when is None or when(found))

        def ticked() -> bool:
            found = shown()
            return found is not None and on is not None and on(found)

        return Action(
            f"{page}.{name}", text, keys, role, go, menu, possible, ticked if on else None, page, group  # type: ignore[arg-type]
        )

    def new_text() -> str:
        found = shown()
        return _("&New {kind}").format(kind=found.entity.singular.lower()) if found else _("&New")

    def some(found: ListPage) -> bool:
        return found.can_act() and found.view.selected_count() > 0

    def one(found: ListPage) -> bool:
        return found.can_act() and found.view.selected_count() == 1

    def any_row(found: ListPage) -> bool:
        return found.table.rowCount() > 0

    def tagged(found: ListPage) -> bool:
        return found.entity.tags and some(found)

    return [
        action("new", new_text, Standard.New, "add", lambda p: p.work.new()),
        action("edit", N_("&Open…"), "Ctrl+Return", "edit", lambda p: p.work.open(), some),
        action("inline", N_("&Edit cell"), "F2", "form", lambda p: p.edit_cell(), some),
        action("duplicate", N_("D&uplicate…"), "Ctrl+D", "duplicate", lambda p: p.work.duplicate(), one),
        action("bulk", N_("&Bulk change…"), "Ctrl+E", "table", lambda p: p.work.bulk_change(), some, group=1),
        action("tag", N_("Add &tags…"), "Ctrl+T", "tag", lambda p: p.work.add_tags(), tagged, group=1),
        action("untag", N_("&Remove tags…"), "Ctrl+Shift+T", "unlink", lambda p: p.work.remove_tags(), tagged, group=1),
        action("delete", N_("&Delete"), Standard.Delete, "trash", lambda p: p.work.delete(), some, group=2),
        action("import", N_("&Import…"), "Ctrl+I", "import", lambda p: p.work.import_file(), menu="file", group=5),
        action(
            "export", N_("&Export…"), "Ctrl+Shift+E", "export", lambda p: p.work.export(), any_row, menu="file", group=5
        ),
        action("copy", N_("&Copy"), Standard.Copy, "copy", lambda p: p.work.copy(), some, menu="edit", group=10),
        action(
            "paste", N_("&Paste rows"), Standard.Paste, "paste", lambda p: p.work.paste(), lambda p: p.work.can_paste(),
            menu="edit", group=10,
        ),
        action(
            "all", N_("Select &all"), Standard.SelectAll, "list", lambda p: p.select_all(), any_row, menu="edit", group=11
        ),
        action("search", N_("&Find in this list"), Standard.Find, "search", lambda p: p.find(), menu="edit", group=12),
        action("filter", N_("Add a &filter…"), "Ctrl+L", "filter", lambda p: p.add_filter(), menu="view", group=4),
        action(
            "clear", N_("&Clear filters"), "Ctrl+Shift+L", "close", lambda p: p.state.clear(),
            lambda p: p.state.filtered(), menu="view", group=4,
        ),
        action("save", N_("&Save this view…"), "Ctrl+Shift+S", "save", lambda p: p.save_view(), menu="view", group=4),
        action("columns", N_("Co&lumns…"), "Ctrl+Shift+C", "columns", lambda p: p.choose_columns(), menu="view", group=5),
        action(
            "sort", N_("So&rt by this column"), "Ctrl+Shift+O", "sort-up", lambda p: p.sort_by_current(), any_row,
            menu="view", group=5,
        ),
        action(
            "detail", N_("Show de&tails"), "F9", "detail", lambda p: p.turn_detail(), menu="view", group=5,
            on=lambda p: p.detail_shown(),
        ),
        action("refresh", N_("Re&fresh"), Standard.Refresh, "refresh", lambda p: p.refresh(), menu="view", group=6),
    ]  # fmt: skip


def context_menu(page: ListPage) -> QMenu:
    """The menu of the selected rows."""
    menu = QMenu(page)
    by_name = {action.name.partition(".")[2]: action for action in list_actions("row", lambda: page)}
    for group in _CONTEXT:
        for name in group:
            action = by_name[name]
            keys = sequences(action.keys)
            # The key is only told here: the menu bar has it already, and a key given twice does nothing.
            told = "\t" + keys[0].toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
            if name == "edit":
                told = "\t" + QKeySequence("Return").toString(QKeySequence.SequenceFormat.NativeText)
            made = menu.addAction(icon(action.icon), action.shown() + told, action.run)
            made.setEnabled(action.possible())
        menu.addSeparator()
    return menu
