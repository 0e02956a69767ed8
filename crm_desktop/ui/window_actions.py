"""What the window can do whatever its pages are: go to a page, find, switch look and language, list the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QKeySequence

from crm_desktop.i18n import LANGUAGES, N_, _, language
from crm_desktop.ui import theme
from crm_desktop.ui.actions import FIND, SEARCH_KEYS, Action, Key

if TYPE_CHECKING:
    from crm_desktop.ui.shell import Shell

MOST_TABS: Final = 8  # Ctrl+1 to Ctrl+8, the last of them for More
OTHER: Final = N_("&Other pages")
LOOK: Final = N_("&Appearance")
FAR_KEYS: Final = (*(f"Alt+{n}" for n in "1234567890"), *(f"Alt+Shift+{n}" for n in "1234567890"))
"""For the pages under More, in their order."""
Standard = QKeySequence.StandardKey


def window_actions(shell: Shell, pages: list[tuple[str, str, str, bool]]) -> list[Action]:
    """The actions of the window itself; pages are (name, title, icon, under More)."""
    keys: list[Key] = [Standard.HelpContents, "Ctrl+?"]
    return [
        Action("find", FIND, [SEARCH_KEYS, "/"], "search", lambda: shell.search_requested.emit(""), "edit", group=90),
        *_pages(shell, pages),
        *_steps(shell),
        *_look(shell),
        Action(
            "notice",
            N_("Go to the n&otice"),
            "F6",
            "bell",
            lambda: shell.toasts.answer_last(),
            "view",
            shell.has_notice,
            group=1,
            under=OTHER,
        ),
        Action("keys", N_("&Keyboard shortcuts"), keys, "keyboard", shell.show_keys, "help"),
        Action("quit", N_("&Quit"), "Ctrl+Q", "quit", shell.close, "file", group=99, place="quit"),
    ]


def _pages(shell: Shell, pages: list[tuple[str, str, str, bool]]) -> list[Action]:
    tabs = [page for page in pages if not page[3]]
    rest = [page for page in pages if page[3]]
    near = [(f"Ctrl+{n}", page) for n, page in enumerate(tabs[: MOST_TABS - 1], 1)]
    far = list(zip(FAR_KEYS, [*tabs[MOST_TABS - 1 :], *rest], strict=False))
    made = [_go_to(shell, page, key) for key, page in (*near, *far)]
    if rest:
        key = f"Ctrl+{min(len(tabs) + 1, MOST_TABS)}"
        more = shell.top.tabs.open_more
        made.append(Action("page.more", N_("&More pages"), key, "more", more, "view", group=1, under=OTHER))
    return made


def _go_to(shell: Shell, page: tuple[str, str, str, bool], key: str) -> Action:
    name, title, icon, in_more = page

    def go() -> None:
        shell.show_page(name)

    def here() -> bool:
        return shell.current() == name

    group, under = (1, OTHER) if in_more else (0, "")
    return Action(f"page.{name}", title, key, icon, go, "view", on=here, group=group, under=under)


def _steps(shell: Shell) -> list[Action]:
    forward: list[Key] = ["Ctrl+PgDown", Standard.NextChild]
    back: list[Key] = ["Ctrl+PgUp", Standard.PreviousChild]
    return [
        Action(
            "page.next", N_("Ne&xt page"), forward, "chevron-right", lambda: shell.step(1), "view", group=1, under=OTHER
        ),
        Action(
            "page.previous",
            N_("Pre&vious page"),
            back,
            "chevron-left",
            lambda: shell.step(-1),
            "view",
            group=1,
            under=OTHER,
        ),
    ]


def _look(shell: Shell) -> list[Action]:
    def is_dark() -> bool:
        return theme.tokens().dark

    def follows() -> bool:
        return theme.scheme() == "system"

    def dark() -> None:
        shell.use_scheme("light" if is_dark() else "dark")

    def follow() -> None:
        shell.use_scheme(("dark" if is_dark() else "light") if follows() else "system")

    def contrast() -> None:
        shell.use_high_contrast(not theme.high_contrast())

    def full_screen() -> None:
        if shell.isFullScreen():
            shell.showNormal()
        else:
            shell.showFullScreen()

    def other() -> str:
        return next(code for code in LANGUAGES if code != language())

    def switch() -> None:
        shell.use_language(other())

    def switch_text() -> str:
        # The language is named in itself: whoever wants it can read it.
        return _("Switch to {language}").format(language=LANGUAGES[other()])

    full: list[Key] = [Standard.FullScreen, "F11"]
    system = N_("&Follow the system's appearance")
    return [
        Action("dark", N_("&Dark appearance"), "Ctrl+Shift+D", "moon", dark, "view", on=is_dark, group=8, under=LOOK),
        Action("follow", system, "Ctrl+Shift+Y", "theme", follow, "view", on=follows, group=8, under=LOOK),
        Action(
            "contrast",
            N_("Hi&gh contrast"),
            "Ctrl+Alt+K",
            "theme",
            contrast,
            "view",
            on=theme.high_contrast,
            group=8,
            under=LOOK,
        ),
        Action("language", switch_text, "Ctrl+Shift+G", "language", switch, "view", group=8, under=LOOK),
        Action(
            "fullscreen",
            N_("F&ull screen"),
            full,
            "eye",
            full_screen,
            "view",
            on=shell.isFullScreen,
            group=8,
            under=LOOK,
        ),
    ]
