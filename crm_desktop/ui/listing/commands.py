"""What can be done on a page of lists, as actions: they stand in the menus with their keys and in the context menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from crm_desktop.i18n import N_, _
from crm_desktop.ui.accesskeys import apart
from crm_desktop.ui.actions import SAVED_VIEWS, Action, Key, MenuName, after_text, record_actions
from crm_desktop.ui.icons import icon
from crm_desktop.ui.listing.page import ListPage
from crm_desktop.ui.listing.selection import many_actions
from crm_desktop.ui.listing.viewverbs import VERBS, ViewVerb

Standard = QKeySequence.StandardKey
Shown = Callable[[], ListPage | None]
Verb = Callable[[ListPage], object]
Question = Callable[[ListPage], bool]

MOST_MERGED: Final = 8
"""So many records stand side by side at the most."""
_CONTEXT: Final = (
    ("edit", "page", "inline", "duplicate"),
    ("copy", "paste"),
    ("bulk", "tag", "untag", "merge"),
    ("export",),
    ("delete",),
)
"""The context menu of a row, by groups; what else can be done with the record stands among them."""
_ONE: Final = ("edit", "page", "duplicate")
_SEVERAL: Final = ("bulk", "merge")
"""What is offered for one row only, and for several only."""


def list_actions(page: str, shown: Shown) -> list[Action]:
    """The actions of one page of the window; `shown` gives the list that the page shows now, if any."""
    make = _Maker(page, shown)
    return [*_on_rows(make), *_with_files(make), *_editing(make), *_viewing(make), *_with_views(make)]


class _Maker:
    """Makes actions that work on the list shown at the moment."""

    def __init__(self, page: str, shown: Shown) -> None:
        self.page, self.shown = page, shown

    def __call__(
        self,
        name: str,
        text: str | Callable[[], str],
        keys: Key | list[Key],
        icon: str,
        run: Verb,
        when: Question | None = None,
        *,
        menu: MenuName = "record",
        group: int = 0,
        on: Question | None = None,
        under: str = "",
    ) -> Action:
        def go() -> None:
            found = self.shown()
            if found is not None:
                run(found)

        def possible() -> bool:
            found = self.shown()
            return found is not None and not found.inline.active() and (when is None or when(found))

        def ticked() -> bool:
            found = self.shown()
            return found is not None and on is not None and on(found)

        return Action(
            f"{self.page}.{name}", text, keys, icon, go, menu, possible, ticked if on else None, self.page, group,
            under=under,
        )  # fmt: skip

    def new_text(self) -> str:
        """What a new record is called here."""
        found = self.shown()
        return _("&New {kind}").format(kind=found.entity.singular.lower()) if found else _("&New")


def _some(page: ListPage) -> bool:
    return page.keys_mean_rows() and page.view.selected_count() > 0


def _one(page: ListPage) -> bool:
    return page.keys_mean_rows() and page.view.selected_count() == 1


def _alone(page: ListPage) -> bool:
    """Whether one row is selected, wherever the cursor is: the pane beside it shows that one."""
    return page.view.selected_count() == 1


def _any(page: ListPage) -> bool:
    return page.table.rowCount() > 0


def _taggable(page: ListPage) -> bool:
    return page.entity.tags and _some(page)


def _mergeable(page: ListPage) -> bool:
    if not page.keys_mean_rows() or not 2 <= page.view.selected_count() <= MOST_MERGED:
        return False
    from crm_desktop.alike.merging import mergeable

    return mergeable(page.entity)


def _on_rows(make: _Maker) -> list[Action]:
    return [
        make("new", make.new_text, Standard.New, "add", lambda p: p.work.new()),
        make("edit", N_("&Open…"), "Ctrl+Return", "edit", lambda p: p.work.open(), _some),
        make("page", N_("Open the &whole page"), "F8", "external", lambda p: p.work.open_page(), _alone),
        make("inline", N_("&Edit cell"), "F2", "form", lambda p: p.work.edit_cell(), _some),
        make("duplicate", N_("D&uplicate…"), "Ctrl+D", "duplicate", lambda p: p.work.duplicate(), _one),
        make("bulk", N_("&Bulk change…"), "Ctrl+E", "table", lambda p: p.work.bulk_change(), _some, group=1),
        make("tag", N_("Add &tags…"), "Ctrl+T", "tag", lambda p: p.work.add_tags(), _taggable, group=1),
        make("untag", N_("&Remove tags…"), "Ctrl+Shift+T", "minus", lambda p: p.work.remove_tags(), _taggable, group=1),
        make("merge", N_("&Merge…"), "Ctrl+M", "merge", lambda p: p.work.merge(), _mergeable, group=1),
        make("delete", N_("&Delete"), Standard.Delete, "trash", lambda p: p.work.delete(), _some, group=2),
    ]


def _with_files(make: _Maker) -> list[Action]:
    return [
        make("import", N_("&Import…"), "Ctrl+I", "import", lambda p: p.work.import_file(), menu="file", group=5),
        make("export", N_("&Export…"), "Ctrl+Shift+E", "export", lambda p: p.work.export(), _any, menu="file", group=5),
    ]


def _editing(make: _Maker) -> list[Action]:
    def put(
        name: str, text: str, keys: Key, icon: str, run: Verb, when: Question | None = None, group: int = 10
    ) -> Action:
        return make(name, text, keys, icon, run, when, menu="edit", group=group)

    return [
        put("copy", N_("&Copy"), Standard.Copy, "copy", lambda p: p.work.copy(), _some),
        put("paste", N_("&Paste rows"), Standard.Paste, "paste", lambda p: p.work.paste()),
        put("all", N_("Select &all"), Standard.SelectAll, "list", lambda p: p.select_all(), _any, 11),
        put("search", N_("&Find in this list"), Standard.Find, "search", lambda p: p.go_to_search(), group=12),
    ]


def _viewing(make: _Maker) -> list[Action]:
    def filtered(page: ListPage) -> bool:
        return page.state.filtered()

    def pinned(page: ListPage) -> bool:
        return 0 < page.state.pinned() == page.view.currentIndex().column() + 1

    def adjusted(page: ListPage) -> bool:
        return bool(page.view.set_widths) or page.state.laid_out()

    def parted(page: ListPage) -> bool:
        return page.table.groups is not None

    def detailed(page: ListPage) -> bool:
        return page.detail_shown()

    def put(
        name: str, text: str, keys: Key, icon: str, run: Verb, when: Question | None = None, group: int = 4,
        on: Question | None = None, under: str = "",
    ) -> Action:  # fmt: skip
        return make(name, text, keys, icon, run, when, menu="view", group=group, on=on, under=under)

    groups = N_("Gro&ups")

    return [
        put("filter", N_("Add a &filter…"), "Ctrl+Shift+F", "filter", lambda p: p.panels.add_filter()),
        put("clear", N_("&Clear filters"), "Ctrl+Shift+L", "close", lambda p: p.state.clear(), filtered),
        put("save", N_("&Save this view…"), "Ctrl+Shift+S", "save", lambda p: p.panels.save_view()),
        put("columns", N_("Co&lumns…"), "Ctrl+Shift+C", "columns", lambda p: p.panels.choose_columns(), group=5),
        put("reset", N_("R&eset columns"), "Ctrl+Alt+0", "columns", lambda p: p.reset_columns(), adjusted, 5),
        put("pin", N_("P&in up to this column"), "Ctrl+Alt+I", "pin", lambda p: p.pin_current(), _any, 5, on=pinned),
        put("group", N_("&Group…"), "Ctrl+Alt+G", "list", lambda p: p.panels.choose_group(), group=5,
            under=groups),
        put("close", N_("Cl&ose all groups"), "Alt+-", "rows-compact", lambda p: p.view.turn_groups(True), parted, 5,
            under=groups),
        put("open", N_("O&pen all groups"), "Alt++", "rows", lambda p: p.view.turn_groups(False), parted, 5,
            under=groups),
        put("sort", N_("So&rt by this column"), "Ctrl+Shift+O", "sort-up", lambda p: p.sort_by_current(), _any, 5),
        put("detail", N_("Show de&tails"), "F9", "detail", lambda p: p.turn_detail(), group=5, on=detailed),
        put("refresh", N_("Re&fresh"), Standard.Refresh, "refresh", lambda p: p.refresh(), group=6),
    ]  # fmt: skip


def _with_views(make: _Maker) -> list[Action]:
    """What can be done with the saved view that is shown."""

    def put(verb: ViewVerb) -> Action:
        def run(page: ListPage) -> None:
            if (view := page.state.view()) is not None or verb.alone:
                verb.run(page.panels, view)

        def when(page: ListPage) -> bool:
            if (view := page.state.view()) is None:
                return verb.alone
            return verb.when is None or verb.when(page.panels, view)

        def on(page: ListPage) -> bool:
            view = page.state.view()
            return view is not None and verb.on is not None and verb.on(page.panels, view)

        ticked = on if verb.on is not None else None
        return make(
            f"view.{verb.name}",
            verb.text,
            verb.keys,
            verb.icon,
            run,
            when,
            menu="view",
            group=4,
            on=ticked,
            under=SAVED_VIEWS,
        )

    return [put(verb) for group in VERBS for verb in group]


def context_menu(page: ListPage) -> QMenu:
    """The menu of the selected rows."""
    menu = QMenu(page)
    by_name = {action.name.partition(".")[2]: action for action in list_actions("row", lambda: page)}
    several = page.view.selected_count() > 1
    groups = [[by_name[name] for name in names if name not in (_ONE if several else _SEVERAL)] for names in _CONTEXT]
    groups[2] += many_actions(page)
    groups.insert(1, [] if several else record_actions(page.owner))
    texts = iter(apart([action.shown() for group in groups for action in group]))
    for group in groups:
        for action in group:
            # The key is only told here: the menu bar has it already, and a key given twice does nothing.
            told = after_text("Return" if action.name == "row.edit" else action.keys)
            made = menu.addAction(icon(action.icon), next(texts) + told, action.run)
            made.setEnabled(action.possible())
        menu.addSeparator()
    return menu
