"""A real main window over a real company file, for the tests of the application."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.app import home_questions, logbook, places
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.ui import tasks
from crm_desktop.ui.home import HomePage
from crm_desktop.ui.listing import reading
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.memory import WindowMemory
from tests.conftest import TODAY
from tests.every_entity.filling import full_record


class Desk:
    """Writes down which company file the window asked for."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def open_file(self, path: Path) -> None:
        self.asked.append(path)

    def new_company(self) -> None:
        self.asked.append("new")

    def close_company(self) -> None:
        self.asked.append("close")

    def demo(self) -> None:
        self.asked.append("demo")


class DayWindow(MainWindow):
    """The real window on a day that stays the same."""

    desk: Desk

    def today(self) -> Any:
        return TODAY


@contextmanager
def opened(qtbot: QtBot, company: Company, memory: WindowMemory, *, page: str = "home") -> Iterator[DayWindow]:
    """The window, shown and started; its reader and its tasks end with it."""
    desk = Desk()
    memory.set("window.page", page)
    window = DayWindow(company, memory, desk, places(), home_questions, logbook)
    window.desk = desk
    window.start()
    window.resize(1360, 860)
    with qtbot.waitExposed(window):
        window.show()
    # Menus and keys are made once the window has been painted.
    until(qtbot, lambda: window._painted)
    try:
        yield window
    finally:
        tasks.stop_all()
        # Their ends are told to the window later: until then it would ask whether to stop them, and wait for an answer.
        until(qtbot, lambda: not tasks.running())
        window.close()
        reading.stop(company)
        window.deleteLater()
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


@contextmanager
def opened_with_all(qtbot: QtBot, company: Company, memory: WindowMemory) -> Iterator[DayWindow]:
    """The window on the customers of a company that has one full record of each kind."""
    for entity in company.entities:
        full_record(company, entity, 1)
    with opened(qtbot, company, memory, page="customer") as made:
        yield made


def customer(company: Company, name: str = "Birch Lane Stores", **values: Any) -> int:
    """A customer, saved."""
    return records.save(company, company.entity("customer"), {"name": name, **values})


def home_of(qtbot: QtBot, window: MainWindow) -> HomePage:
    """The home page once it is filled."""
    page = window.page("home")
    assert isinstance(page, HomePage)
    if page.due.count() == 0 and not page._tiles:
        with qtbot.waitSignal(page.filled, timeout=10_000):
            pass
    return page


def until(qtbot: QtBot, what: Callable[[], bool]) -> None:
    """Wait for it, ten seconds at most."""
    qtbot.waitUntil(what, timeout=10_000)


def in_dialog(kind: type, act: Callable[[Any], object], open_it: Callable[[], object]) -> None:
    """Open a dialog as a person does, and do something in it once it is there."""
    seen: list[Any] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            seen.append(dialog)
            act(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)
    open_it()
    assert seen, f"no {kind.__name__} came"
