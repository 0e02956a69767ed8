"""The main window without its pages: menus, tabs, search box, page stack, status line, notices."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.i18n import _, language
from crm_desktop.ui import language as languages
from crm_desktop.ui import placement, theme
from crm_desktop.ui.actions import FIND, SEARCH_KEYS, Action, Actions
from crm_desktop.ui.firstpaint import after_first_paint, in_turn
from crm_desktop.ui.memory import Memory
from crm_desktop.ui.statusline import StatusLine
from crm_desktop.ui.tabs import Tab, TopBar
from crm_desktop.ui.widgets.buttons import SearchButton

if TYPE_CHECKING:
    from crm_desktop.ui.dropping import DropVeil
    from crm_desktop.ui.widgets import Toast, ToastArea


class _Page:
    """One page: how it is made, and the widget once it has been."""

    def __init__(self, name: str, title: str, icon: str, build: Callable[[], QWidget], in_more: bool) -> None:
        self.name, self.title, self.icon, self.build, self.in_more = name, title, icon, build, in_more
        self.widget: QWidget | None = None
        self.kept: Any = None


class Shell(QMainWindow):
    """The window. The program adds pages and actions, then calls `start()`.

    A page is any widget. It gets the focus (or its focus proxy does) when it is shown. Where it has them, the shell
    calls: `may_leave() -> bool` before another page is shown or the window closes (False: stay); `arrived()` each time
    it is shown; `keep() -> object` and `take_back(object)` around a rebuild.
    """

    search_requested = Signal(str)
    page_shown = Signal(str)
    undo_requested = Signal()
    state_requested = Signal()
    files_dropped = Signal(list)
    rebuilt = Signal()

    def __init__(self, memory: Memory, title: str = "CRM Desktop") -> None:
        super().__init__()
        self.memory = memory
        self.registry = Actions(self)
        self._pages: dict[str, _Page] = {}
        self._shown = ""
        self._painted = False
        self.setWindowTitle(title)
        placement.allow(self, theme.px(800), theme.px(520))
        self.setAcceptDrops(True)
        self.top = TopBar()
        self.stack = QStackedWidget()
        self.status_line = StatusLine()
        self.middle = middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addWidget(self.stack, 1)
        column.addWidget(self.status_line)
        self.setCentralWidget(middle)
        self.top.tabs.chosen.connect(self.show_page)
        self.status_line.undo_clicked.connect(self.undo_requested)
        self.status_line.state_clicked.connect(self.state_requested)
        theme.notifier().changed.connect(self.registry.refresh)
        after_first_paint(self, self.after_paint)

    # Pages

    def add_page(self, name: str, title: str, icon: str, build: Callable[[], QWidget], in_more: bool = False) -> None:
        """Add a page; `title` is marked with N_, `build` is called when the page is first shown."""
        self._pages[name] = _Page(name, title, icon, build, in_more)

    def start(self) -> None:
        """Build menus and tabs, put the window where it was, show the page that was shown last."""
        pages = [(page.name, page.title, page.icon, page.in_more) for page in self._in_order()]
        self.registry.later(partial(_window_actions, self, pages))
        self._build()
        placement.put_back(self, self.memory)
        wanted = self.memory.get("window.page", "")
        self.show_page(wanted if wanted in self._pages else next(iter(self._pages), ""))

    def show_page(self, name: str) -> bool:
        """Show a page, built if need be; False where the present one may not be left."""
        page = self._pages.get(name)
        if page is None:
            return False
        if name != self._shown and not self._may_leave(self._shown):
            self.top.tabs.set_shown(self._shown)
            return False
        if page.widget is None:
            page.widget = page.build()
            self.stack.addWidget(page.widget)
            if page.kept is not None and hasattr(page.widget, "take_back"):
                page.widget.take_back(page.kept)
            page.kept = None
        self._shown = name
        self.stack.setCurrentWidget(page.widget)
        self.top.tabs.set_shown(name)
        self.top.arrange()
        self.registry.show_page(name)
        self.memory.set("window.page", name)
        self._move_focus(page.widget)
        if hasattr(page.widget, "arrived"):
            page.widget.arrived()
        self.page_shown.emit(name)
        return True

    def current(self) -> str:
        """The name of the page that is shown."""
        return self._shown

    def page(self, name: str | None = None) -> QWidget | None:
        """A page's widget, where it has been built; the one shown without a name."""
        found = self._pages.get(self._shown if name is None else name)
        return found.widget if found else None

    def step(self, by: int) -> None:
        """Show the next page, or with -1 the one before."""
        names = self.page_names()
        if names:
            self.show_page(names[(names.index(self._shown) + by) % len(names)])

    def page_names(self) -> list[str]:
        """The pages in the order of the tabs, those under More at the end."""
        return [page.name for page in self._in_order()]

    def rebuild(self) -> None:
        """Make every text, menu and page again, as after the language changed."""
        for page in self._pages.values():
            if page.widget is not None:
                page.kept = page.widget.keep() if hasattr(page.widget, "keep") else None
                self.stack.removeWidget(page.widget)
                page.widget.deleteLater()
                page.widget = None
        if "toasts" in vars(self):
            self.toasts.clear()
        self._build()
        shown, self._shown = self._shown, ""
        if shown:
            self.show_page(shown)
        self.rebuilt.emit()

    def use_language(self, wanted: str) -> bool:
        """Switch the whole window to a language at once; False where a page may not be left."""
        if not all(self._may_leave(name) for name in self._pages):
            return False
        app = QApplication.instance()
        if isinstance(app, QApplication):
            languages.use(app, wanted)
        self.memory.set("language", language())
        self.rebuild()
        return True

    def use_scheme(self, wanted: theme.Scheme) -> None:
        """Light, dark, or as the system has it."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, wanted)
        self.memory.set("scheme", wanted)

    def use_high_contrast(self, on: bool) -> None:
        """High contrast always, or only where the system wants it."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, theme.scheme(), high_contrast=on)
        self.memory.set("contrast", on)

    # Notices

    def toast(
        self,
        text: str,
        action: str = "",
        run: Callable[[], object] | None = None,
        tone: str = "neutral",
        seconds: float | None = None,
    ) -> Toast:
        """A short notice at the foot of the window, with a button such as Undo."""
        made = self.toasts.show_toast(text, action, run, tone, seconds)
        made.gone.connect(self.registry.refresh)
        self.registry.refresh()
        return made

    def has_notice(self) -> bool:
        """Whether a notice is in sight."""
        return "toasts" in vars(self) and bool(self.toasts.toasts())

    @cached_property
    def toasts(self) -> ToastArea:
        """Where the notices stand."""
        from crm_desktop.ui.widgets import ToastArea

        return ToastArea(self.middle)

    @cached_property
    def veil(self) -> DropVeil:
        """What covers the window while files hang over it."""
        from crm_desktop.ui.dropping import DropVeil

        return DropVeil(self.middle)

    def show_keys(self) -> None:
        """The list of keys."""
        from crm_desktop.ui.keys import KeyList
        from crm_desktop.ui.widgets.dialogs import show

        show(KeyList(self.registry.commands(), self))

    # Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self.toasts.close_last() or self._step_back()):
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not all(self._may_leave(name) for name in self._pages):
            event.ignore()
            return
        placement.remember(self, self.memory)
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from crm_desktop.ui.dropping import paths_in, take

        names = paths_in(event.mimeData())
        if names:
            take(event)
            self.veil.show_for(names)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        from crm_desktop.ui.dropping import paths_in, take

        self.veil.hide()
        names = paths_in(event.mimeData())
        take(event)
        self.activateWindow()
        # The program the files come from waits until this returns.
        QTimer.singleShot(0, lambda: self.files_dropped.emit(names))

    # Inside

    def after_paint(self) -> None:
        """The window has been painted for the first time: now the menus get their entries."""
        self._painted = True
        # The actions first, which the pane beside a list offers too; their entries and keys behind that pane.
        in_turn(self, *self.registry.sources(), lambda: in_turn(self, self.registry.fill))

    def _step_back(self) -> bool:
        """Let the page take back what Esc takes back there; whether there was anything."""
        step = getattr(self.page(), "step_back", None)
        return step is not None and bool(step())

    def _may_leave(self, name: str) -> bool:
        page = self._pages.get(name)
        if page is None or page.widget is None or not hasattr(page.widget, "may_leave"):
            return True
        return bool(page.widget.may_leave())

    def _move_focus(self, page: QWidget) -> None:
        """Into the page, unless the person goes through the tabs with the keyboard."""
        tabs = self.top.tabs
        if not (tabs.hasFocus() and tabs.by_keys):
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _in_order(self) -> list[_Page]:
        return sorted(self._pages.values(), key=lambda page: page.in_more)

    def _build(self) -> None:
        search = SearchButton(_(FIND), QKeySequence(SEARCH_KEYS))
        search.opened.connect(self.search_requested)
        self.top.set_search(search)
        self.top.tabs.setAccessibleName(_("Pages"))
        self.top.tabs.set_tabs([Tab(p.name, _(p.title), p.icon, p.in_more) for p in self._in_order()])
        self.top.arrange()
        self.registry.build(self, self.menuBar(), later=not self._painted)
        self.menuBar().setAccessibleName(_("Menu bar"))


def _window_actions(shell: Shell, pages: list[tuple[str, str, str, bool]]) -> list[Action]:
    from crm_desktop.ui.window_actions import window_actions

    return window_actions(shell, pages)
