"""The pages of the main window in their order; a page's module is loaded when the page is first shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from PySide6.QtWidgets import QWidget

from crm_desktop.i18n import N_
from crm_desktop.ui.kind_page import KindPage

if TYPE_CHECKING:
    from crm_desktop.ui.actions import Action
    from crm_desktop.ui.duplicates.page import DuplicatesPage
    from crm_desktop.ui.history_page import HistoryPage
    from crm_desktop.ui.home import HomeQuestions
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.trash_page import TrashPage
    from crm_desktop.ui.window import Window

LISTS: Final = "lists"
"""The name under which the actions of all lists stand: they are the same ones, whichever list is shown."""


class Place(NamedTuple):
    """One page: its name, title (marked), icon, the kinds whose lists are on it, and whether it lies under More."""

    name: str
    title: str
    icon: str
    kinds: tuple[str, ...]
    in_more: bool = False
    build: Callable[[MainWindow], QWidget] | None = None
    """Makes the page, where it is none of lists."""
    actions: Callable[[MainWindow], list[Action]] | None = None
    """What an area adds to the menus."""
    parts: Callable[[str], Mapping[str, Callable[[Window, int], QWidget | None]]] | None = None
    """What an area adds to the pane of a kind."""
    first: Callable[[MainWindow], object] | None = None
    """What is done before its lists are shown for the first time."""
    left: Callable[[MainWindow, str, Mapping[str, Any]], tuple[str, Callable[[], object]] | None] | None = None
    """Of what an area keeps half written, by what it is and what it was given, its title and what goes on with it."""


def add_pages(window: MainWindow, places: Sequence[Place], home: Callable[[], HomeQuestions]) -> None:
    """Give the window its pages and their actions."""
    window.add_page("home", N_("Home"), "home", partial(_home, window, home))
    lists = [place for place in places if place.build is None]
    for place in lists:
        window.add_page(place.name, place.title, place.icon, partial(_lists, window, place), place.in_more)
    window.add_page("trash", N_("Trash"), "trash", partial(_trash, window), in_more=True)
    window.add_page("history", N_("History"), "history", partial(_history, window), in_more=True)
    window.add_page("duplicates", N_("Possible duplicates"), "merge", partial(_duplicates, window), in_more=True)
    for place in places:
        if place.build is not None:
            window.add_page(place.name, place.title, place.icon, partial(place.build, window), place.in_more)
        if place.actions is not None:
            window.registry.later(partial(place.actions, window))
    window.registry.later(partial(_actions, window))


def _actions(window: MainWindow) -> list[Action]:
    from crm_desktop.ui.listing.commands import list_actions
    from crm_desktop.ui.page_actions import duplicates_actions, history_actions, trash_actions
    from crm_desktop.ui.record_actions import record_actions
    from crm_desktop.ui.trail import trail_actions

    return [
        *trash_actions(lambda: cast("TrashPage | None", window.page("trash"))),
        *history_actions(lambda: cast("HistoryPage | None", window.page("history"))),
        *duplicates_actions(window.show_page, lambda: cast("DuplicatesPage | None", window.page("duplicates"))),
        *list_actions(LISTS, window.list_shown),
        *record_actions(window),
        *trail_actions(window),
    ]


def _home(window: MainWindow, questions: Callable[[], HomeQuestions]) -> QWidget:
    from crm_desktop.ui.home import HomePage

    return HomePage(window, questions(), window.show_list, window.places[0].kinds[0], window.stack)


def _lists(window: MainWindow, place: Place) -> QWidget:
    if place.first is not None:
        place.first(window)
    made = KindPage(window, [window.company.entity(kind) for kind in place.kinds], window.stack)
    made.kind_shown.connect(lambda _kind: window.page_changed())
    return made


def _trash(window: MainWindow) -> QWidget:
    from crm_desktop.ui.trash_page import TrashPage

    return TrashPage(window)


def _history(window: MainWindow) -> QWidget:
    from crm_desktop.ui.history_page import HistoryPage

    return HistoryPage(window, window.undoing)


def _duplicates(window: MainWindow) -> QWidget:
    from crm_desktop.ui.duplicates.page import DuplicatesPage

    return DuplicatesPage(window, window.undoing)
