"""The program with its window: the only place that knows both the areas and the window, and wires them together."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtGui import QIcon

from crm_desktop import areas, i18n, paths
from crm_desktop.asked import Asked
from crm_desktop.i18n import N_
from crm_desktop.ui import early, theme
from crm_desktop.ui import language as languages
from crm_desktop.ui.crash import Crashes
from crm_desktop.ui.icons import pixmap
from crm_desktop.ui.memory import Memory, WindowMemory
from crm_desktop.ui.pages import Place
from crm_desktop.ui.program import Business, Program

if TYPE_CHECKING:
    from crm_desktop.ui.home import HomeQuestions
    from crm_desktop.ui.logbook import Logbook

TITLES: Final = {
    ("event", "task"): (N_("Calendar"), "calendar"),
    ("opportunity",): (N_("Pipeline"), "pipeline"),
}
"""Tabs that are not called as their kind is."""


def places() -> list[Place]:
    """The pages of lists: the tabs in their order, then every other kind under More."""
    kinds = {entity.name: entity for entity in areas.ENTITIES}
    found = []
    for names in areas.TABS:
        first = kinds[names[0]]
        title, icon = TITLES.get(names, (first.many, first.icon))
        found.append(Place("+".join(names), title, icon, names, actions=_hand_over if names == ("customer",) else None))
    on_tabs = {name for names in areas.TABS for name in names}
    found += [
        Place(entity.name, entity.many, entity.icon, (entity.name,), in_more=True)
        for entity in areas.ENTITIES
        if entity.name not in on_tabs and not entity.hidden
    ]
    return [*map(_with_letters, found), _phone_book()]


def _with_letters(place: Place) -> Place:
    """The page of the templates of letters, and with it what the window does with letters; loaded when it is wanted."""
    if place.name != "letter_template":
        return place

    def actions(window: Any) -> Any:
        from crm_desktop.letters.ui import additions

        return additions.actions(window)

    def first(window: Any) -> None:
        from crm_desktop.letters.letter import ship_templates

        ship_templates(window.company)

    def left(window: Any, what: str, given: Any) -> Any:
        from crm_desktop.letters.ui import additions

        return additions.left(window, what, given)

    return place._replace(actions=actions, first=first, left=left)


def _hand_over(window: Any) -> Any:
    from crm_desktop.handover.ui import additions

    return additions.actions(window)


def _phone_book() -> Place:
    """The page of the phone book, and with it what else the window shows of people; loaded when it is wanted."""

    def build(window: Any) -> Any:
        from crm_desktop.customers.ui.phone_page import PhonePage

        return PhonePage(window)

    def actions(window: Any) -> Any:
        from crm_desktop.customers.ui import additions

        return additions.actions(window)

    def parts(kind: str) -> Any:
        if kind not in ("customer", "contact", "opportunity"):
            return {}
        from crm_desktop.customers.ui import additions

        return additions.parts(kind)

    return Place("phonebook", N_("Phone book"), "phone", (), True, build, actions, parts)


def home_questions() -> HomeQuestions:
    """What the home page asks of the areas."""
    from crm_desktop.reports import queries
    from crm_desktop.ui.home import HomeQuestions

    return HomeQuestions(
        is_new=queries.is_new,
        figures=queries.figures,
        due=queries.due,
        charts=(queries.new_customers, lambda company, _today: queries.open_pipeline(company)),
    )


def logbook() -> Logbook:
    """What keeps the lines of the quick log, and ticks off what was planned."""
    from crm_desktop.agenda import logbook

    return logbook


def _demo(path: Path, language: str, progress: Any) -> None:
    from crm_desktop import demo

    demo.build(path, lang=language, progress=progress)


BUSINESS: Final = Business(
    open=areas.open_company,
    new=areas.new_company,
    demo=_demo,
    places=tuple(places()),
    home=home_questions,
    logbook=logbook,
)


def main(asked: Asked) -> int:
    """Open the window; the exit code once it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    app = early.application()
    app.setApplicationName(paths.APP)
    app.setDesktopFileName("crm-desktop")
    app.setQuitOnLastWindowClosed(False)
    memory = WindowMemory()
    crashes = Crashes()
    crashes.install()
    languages.use(app, asked.lang or memory.get("language", i18n.system_language()))
    theme.apply(app, _scheme(memory), styled=True, high_contrast=memory.get("contrast", False) is True)
    app.setWindowIcon(QIcon(pixmap("customers", "accent_text", 64)))
    program = Program(app, memory, crashes, BUSINESS, hurry=asked.quit_after_start)
    if sys.platform == "darwin":
        app.installEventFilter(program)
    try:
        if not program.begin(asked.file.absolute() if asked.file else None, asked.demo):
            return 0
        if not program.code():
            app.exec()
    finally:
        program.end()
    return program.code()


def _scheme(memory: Memory) -> theme.Scheme:
    wanted = memory.get("scheme", "system")
    return wanted if wanted in ("light", "dark", "system") else "system"
