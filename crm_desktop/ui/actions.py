"""Everything the window can do, in one list: its menus, its keys, the list of keys and the command box come from it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from crm_desktop.i18n import N_, _
from crm_desktop.ui.accesskeys import apart
from crm_desktop.ui.icons import icon

Key = QKeySequence.StandardKey | str
MenuName = Literal["file", "edit", "view", "record", "tools", "help"]

MENUS: Final[dict[str, str]] = {
    "file": N_("&File"),
    "edit": N_("&Edit"),
    "view": N_("&View"),
    "record": N_("&Record"),
    "tools": N_("&Tools"),
    "help": N_("&Help"),
}
FIND: Final = N_("Find anyone, or do anything…")
SEARCH_KEYS: Final = "Ctrl+K"
SAVED_VIEWS: Final = N_("Sa&ved views")
"""A submenu that a list's page and the window share."""
_SAYING: Final = frozenset(
    QKeySequence(name).toString()
    for name in ("Back", "Copy", "Find", "Forward", "Help", "New", "Open", "Paste", "Redo", "Refresh", "Undo")
)
"""Keys of rare keyboards that say themselves what they do."""
_PLACES: Final = {
    "about": QAction.MenuRole.AboutRole,
    "settings": QAction.MenuRole.PreferencesRole,
    "quit": QAction.MenuRole.QuitRole,
}


class Action(NamedTuple):
    """One thing the window can do.

    `text` is marked with N_ (or is a function that gives the text to show now, as "Undo delete of 3 customers");
    `keys` are one or several, standard ones where they exist; `when` says whether it can be done now, `on` makes it
    a tick and says whether it is set; `page` is the page it belongs to, active only while that page is shown;
    `group` parts the entries of a menu by lines; `place` is "about", "settings" or "quit" (macOS moves these).
    """

    name: str
    text: str | Callable[[], str]
    keys: Key | Sequence[Key]
    icon: str
    run: Callable[[], object]
    menu: MenuName
    when: Callable[[], bool] | None = None
    on: Callable[[], bool] | None = None
    page: str | None = None
    group: int = 0
    place: str = ""
    under: str = ""
    """The title (marked) of a submenu, where it does not stand in the menu itself."""
    many: bool = False
    """Whether the bar of selected rows offers it too."""
    on_record: bool = False
    """Whether the menus of a row and of the pane beside it offer it too."""

    def shown(self) -> str:
        """The text in the language in force, with its access key."""
        return _(self.text) if isinstance(self.text, str) else self.text()

    def possible(self) -> bool:
        """Whether it can be done now."""
        return self.when is None or bool(self.when())


class Command(NamedTuple):
    """An action as the command box and the list of keys show it."""

    name: str
    text: str
    keys: tuple[str, ...]
    """As this system writes them, the usual one first."""
    icon: str
    menu: str
    run: Callable[[], object]
    possible: bool


class KeyConflictError(ValueError):
    """Two actions that can be active together share a key, or one lacks its key or its name is taken."""


def record_actions(window: object) -> list[Action]:
    """What areas offer for the record in sight and can be done with it now."""
    registry: Actions | None = getattr(window, "registry", None)
    return [one for one in registry.all() if one.on_record and one.possible()] if registry is not None else []


def plain(text: str) -> str:
    """A menu's text without its access key and dots: "新建(&N)…" is "新建"."""
    start = text.find("(&")
    if start >= 0 and text[start + 3 : start + 4] == ")":
        text = text[:start] + text[start + 4 :]
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("….")


def after_text(keys: Key | Sequence[Key]) -> str:
    """What tells the first of some keys behind the text of a menu, which must not give it once more."""
    made = sequences(keys)
    return "\t" + made[0].toString(QKeySequence.SequenceFormat.NativeText) if made else ""


def sequences(keys: Key | Sequence[Key]) -> list[QKeySequence]:
    """Keys as this system has them; a standard key may stand for several."""
    each = [keys] if isinstance(keys, str | QKeySequence.StandardKey) else list(keys)
    found: list[QKeySequence] = []
    for key in each:
        made = QKeySequence.keyBindings(key) if isinstance(key, QKeySequence.StandardKey) else [QKeySequence(key)]
        found += [one for one in made if not one.isEmpty() and one not in found]
    return found


class Actions(QObject):
    """The actions of one window."""

    ran = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, Action] = {}
        self._to_come: list[Callable[[], Iterable[Action]]] = []
        self._built: dict[str, QAction] = {}
        self._page: str | None = None
        self._window: QWidget | None = None
        self._menus: dict[str, QMenu] = {}

    def add(self, *actions: Action) -> None:
        """Take actions into the list; a name of an action given before replaces it."""
        for action in actions:
            self._actions[action.name] = action

    def later(self, make: Callable[[], Iterable[Action]]) -> None:
        """Take actions into the list that are made when the list is first looked at."""
        self._to_come.append(make)

    def drop_page(self, page: str) -> None:
        """Forget the actions of a page."""
        self._actions = {name: action for name, action in self._actions.items() if action.page != page}

    def all(self) -> list[Action]:
        """Every action, in the order given."""
        return list(self._known().values())

    def qaction(self, name: str) -> QAction:
        """The built action, for a button or a context menu."""
        self.fill()
        return self._built[name]

    def check(self) -> None:
        """Raise KeyConflictError for a key that two actions could claim, a missing key or text."""
        faults = self.faults()
        if faults:
            raise KeyConflictError("; ".join(faults))

    def faults(self) -> list[str]:
        """What is wrong with the list, each in one line for a developer."""
        found: list[str] = []
        taken: list[tuple[str, Action]] = []
        keys = self._all_keys()
        for action in self._known().values():
            mine = keys[action.name]
            if not mine:
                found.append(f"{action.name} has no key")
            if action.menu not in MENUS:
                found.append(f"{action.name} has no menu")
            for key in mine:
                text = key.toString(QKeySequence.SequenceFormat.PortableText)
                rivals = [other.name for k, other in taken if k == text and _meet(other, action)]
                found += [f"{rival} and {action.name} share {text}" for rival in rivals]
                taken.append((text, action))
        return found

    def build(self, window: QWidget, bar: QMenuBar, *, later: bool = False) -> None:
        """Make the menus, in the language in force, and give the window the keys.

        With `later` only the titles of the menus are made; `fill` makes the rest.
        """
        for old in self._built.values():
            window.removeAction(old)
            old.deleteLater()
        for menu in bar.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            menu.deleteLater()
        bar.clear()
        self._window, self._built = window, {}
        wanted = MENUS if self._to_come else {action.menu for action in self._actions.values()}
        self._menus = {name: bar.addMenu(_(text)) for name, text in MENUS.items() if name in wanted}
        if not later:
            self.fill()

    def sources(self) -> list[Callable[[], None]]:
        """What makes the actions that are still to come, in pieces: each loads the modules of some."""
        return [self._make_some] * len(self._to_come)

    def _make_some(self) -> None:
        if self._to_come:
            self.add(*self._to_come.pop(0)())

    def fill(self) -> None:
        """Make the entries of the menus and their keys, where that was left for later."""
        if self._built or self._window is None:
            return
        for fault in self.faults():
            logging.getLogger(__name__).warning("%s", fault)
        keys = self._all_keys()
        self._built = {name: self._make(action, keys[name], self._window) for name, action in self._known().items()}
        for name, menu in self._menus.items():
            mine = sorted((a for a in self._actions.values() if a.menu == name), key=lambda a: (a.group, bool(a.under)))
            menu.menuAction().setVisible(bool(mine))
            if mine:
                self._fill(menu, mine)
        self.show_page(self._page)

    def show_page(self, page: str | None) -> None:
        """Make the actions of one page active, those of the others not."""
        self._page = page
        for name, built in self._built.items():
            here = self._here(self._actions[name])
            built.setVisible(here)
        self.refresh()

    def refresh(self) -> None:
        """Ask every action again whether it can be done, is set, and what it is called now."""
        for name, built in self._built.items():
            action = self._actions[name]
            built.setEnabled(self._here(action) and action.possible())
            if action.on is not None:
                built.setChecked(bool(action.on()))
            if not isinstance(action.text, str):
                built.setText(action.shown())

    def commands(self) -> list[Command]:
        """The actions of the window and of the page shown, for the command box."""
        keys = self._all_keys()
        return [self._command(action, keys[name]) for name, action in self._known().items() if self._here(action)]

    def on_rows(self) -> list[Action]:
        """What the page that is shown does itself with its rows and can do now."""
        known = self._known().values()
        return [one for one in known if one.page == self._page and one.menu == "record" and one.possible()]

    def run(self, name: str) -> bool:
        """Do it, where it can be done now."""
        action = self._known()[name]
        if not (self._here(action) and action.possible()):
            return False
        action.run()
        self.ran.emit(name)
        self.refresh()
        return True

    def _known(self) -> dict[str, Action]:
        """Every action by name; those that were to be made later are made now."""
        to_come, self._to_come = self._to_come, []
        for make in to_come:
            self.add(*make())
        return self._actions

    def _here(self, action: Action) -> bool:
        return action.page is None or action.page == self._page

    def _command(self, action: Action, keys: list[QKeySequence]) -> Command:
        return Command(
            name=action.name,
            text=plain(action.shown()),
            keys=_told(keys),
            icon=action.icon,
            menu=plain(_(MENUS[action.menu])),
            run=lambda: self.run(action.name),
            possible=action.possible(),
        )

    def _all_keys(self) -> dict[str, list[QKeySequence]]:
        """The keys of each action; a standard key's second choices give way where another action names that key."""
        named = {name: _named(action) for name, action in self._known().items()}
        found = {}
        for name, action in self._actions.items():
            wanted = sequences(action.keys)
            if len(wanted) > len(named[name]):
                taken = [
                    key
                    for other, keys in named.items()
                    if other != name and _meet(self._actions[other], action)
                    for key in keys
                ]
                wanted = [key for key in wanted if key in named[name] or key not in taken]
            found[name] = wanted
        return found

    def _make(self, action: Action, keys: list[QKeySequence], window: QWidget) -> QAction:
        made = QAction(action.shown(), window)
        made.setObjectName(action.name)
        made.setShortcuts(keys)
        made.setMenuRole(_PLACES.get(action.place, QAction.MenuRole.NoRole))
        if action.icon:
            made.setIcon(icon(action.icon))
        made.setCheckable(action.on is not None)
        made.triggered.connect(lambda: self.run(action.name))
        window.addAction(made)
        return made

    def _fill(self, menu: QMenu, mine: list[Action]) -> None:
        group = mine[0].group
        below: dict[str, QMenu] = {}
        for action in mine:
            if action.group != group:
                menu.addSeparator()
                group = action.group
            if action.under and action.under not in below:
                below[action.under] = self._below(menu, action.under)
            below.get(action.under, menu).addAction(self._built[action.name])
        menu.setSeparatorsCollapsible(True)
        menu.aboutToShow.connect(lambda: self._open(menu))

    def _below(self, menu: QMenu, title: str) -> QMenu:
        made = menu.addMenu(_(title))
        made.aboutToShow.connect(lambda: self._open(made))
        return made

    def _open(self, menu: QMenu) -> None:
        """A menu tells how things stand now, and gives the entries that are shown access keys of their own."""
        self.refresh()
        for made in menu.actions():
            if isinstance(below := made.menu(), QMenu):
                made.setVisible(any(one.isVisible() for one in below.actions()))
        shown = [made for made in menu.actions() if made.isVisible() and not made.isSeparator()]
        known = [self._actions.get(made.objectName()) for made in shown]
        texts = [made.text() if one is None else one.shown() for made, one in zip(shown, known, strict=True)]
        for made, text in zip(shown, apart(texts), strict=True):
            made.setText(text)


def _named(action: Action) -> list[QKeySequence]:
    """The keys an action insists on: those written out, and the first of each standard key."""
    each = [action.keys] if isinstance(action.keys, str | QKeySequence.StandardKey) else list(action.keys)
    return [made[0] for made in (sequences(key) for key in each) if made]


def _told(keys: list[QKeySequence]) -> tuple[str, ...]:
    """Keys as this system writes them, without those that say themselves what they do, where there are others."""
    usual = [key for key in keys if key.toString() not in _SAYING] or keys
    # Qt calls Tab with Shift a key of its own; on the keyboard it is the same.
    pressed = [QKeySequence(key.toString().replace("Backtab", "Tab")) for key in usual]
    return tuple(key.toString(QKeySequence.SequenceFormat.NativeText) for key in pressed)


def _meet(one: Action, other: Action) -> bool:
    """Whether both can be active at once."""
    return one.page is None or other.page is None or one.page == other.page
