"""The actions of the pages that are no lists; the pages themselves are loaded when they are first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from crm_desktop.i18n import N_
from crm_desktop.ui.actions import Action

if TYPE_CHECKING:
    from crm_desktop.ui.duplicates.page import DuplicatesPage
    from crm_desktop.ui.history_page import HistoryPage
    from crm_desktop.ui.trash_page import TrashPage

P = TypeVar("P")


def history_actions(find: Callable[[], HistoryPage | None]) -> list[Action]:
    """The actions of the page; `find()` gives it, where it has been built."""

    def undoable() -> bool:
        page = find()
        return page is not None and page.can_undo()

    def redoable() -> bool:
        page = find()
        return page is not None and page.can_redo()

    def undo() -> None:
        if (page := find()) is not None:
            page.undo_chosen()

    def redo() -> None:
        if (page := find()) is not None:
            page.redo_chosen()

    back, again = N_("Undo this &change"), N_("&Do this change again")
    return [
        Action("history.undo", back, "Ctrl+U", "undo", undo, "record", undoable, page="history"),
        Action("history.redo", again, "Ctrl+R", "redo", redo, "record", redoable, page="history"),
    ]


def trash_actions(find: Callable[[], TrashPage | None]) -> list[Action]:
    """The actions of the page; `find()` gives it, where it has been built."""

    def make(name: str, text: str, keys: str, icon: str, verb: Callable[[TrashPage], object],
             able: Callable[[TrashPage], bool]) -> Action:  # fmt: skip
        return _of_page("trash", find, name, text, keys, icon, verb, able)

    def chosen(page: TrashPage) -> bool:
        return bool(page.chosen())

    return [
        make("restore", N_("&Restore"), "Ctrl+R", "restore", lambda page: page.restore_chosen(), chosen),
        make("remove", N_("Delete for &good…"), "Shift+Del", "trash", lambda page: page.remove_chosen(), chosen),
        make("empty", N_("&Empty the trash…"), "Ctrl+Shift+Del", "trash", lambda page: page.empty_all(),
             lambda page: page.holds_any()),
    ]  # fmt: skip


def _of_page(
    name: str, find: Callable[[], P | None], verb_name: str, text: str, keys: str, icon: str,
    verb: Callable[[P], object], able: Callable[[P], bool],
) -> Action:  # fmt: skip
    """An action that a page does itself, where it has been built."""

    def run() -> None:
        if (page := find()) is not None:
            verb(page)

    def possible() -> bool:
        page = find()
        return page is not None and able(page)

    return Action(f"{name}.{verb_name}", text, keys, icon, run, "record", possible, page=name)


def duplicates_actions(show: Callable[[str], object], find: Callable[[], DuplicatesPage | None]) -> list[Action]:
    """The actions of the page, and the way to it; `find()` gives it, where it has been built."""

    def make(name: str, text: str, keys: str, icon: str, verb: Callable[[DuplicatesPage], object],
             able: Callable[[DuplicatesPage], bool]) -> Action:  # fmt: skip
        return _of_page("duplicates", find, name, text, keys, icon, verb, able)

    def grouped(page: DuplicatesPage) -> bool:
        return page.chosen() is not None

    def merged(page: DuplicatesPage) -> bool:
        return page.chosen_past() is not None

    def always(_page: DuplicatesPage) -> bool:
        return True

    there = N_("Possible &duplicates")
    return [
        Action("duplicates.show", there, "Ctrl+Shift+U", "merge", lambda: show("duplicates"), "tools"),
        make("merge", N_("&Merge…"), "Ctrl+M", "merge", lambda page: page.merge(), grouped),
        make("apart", N_("&Not the same"), "Ctrl+D", "close", lambda page: page.tell_apart(), grouped),
        make("skip", N_("&Skip"), "Ctrl+J", "chevron-right", lambda page: page.skip(), grouped),
        make("part", N_("S&plit again"), "Ctrl+U", "undo", lambda page: page.part(), merged),
        make("again", N_("&Look again"), "F5", "refresh", lambda page: page.seek_all(), always),
    ]
