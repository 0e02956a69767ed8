"""The wizard over the real main window: opened from there, and what the window shows afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.entity.company import Company
from crm_desktop.ui.importing import ImportWizard
from crm_desktop.ui.importing.wizard import CHECK, COLUMNS, DONE, FILE
from crm_desktop.ui.memory import WindowMemory
from tests.ui.app_stage import DayWindow, opened

COPIED = "名称\t城市\t尺码\n甲公司\t上海\tM\n乙公司\t北京\tL\n"


@pytest.fixture
def window(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[DayWindow]:
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        yield made


def drive(act: Callable[[ImportWizard], object]) -> None:
    """Hand the wizard that opens next to `act` again and again until it has closed."""

    def look() -> None:
        wizard = QApplication.activeModalWidget()
        if isinstance(wizard, ImportWizard) and not wizard.busy():
            act(wizard)
        if not isinstance(wizard, ImportWizard) or wizard.isVisible():
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)


def test_ctrl_i_opens_the_wizard_at_its_drop_zone(window: DayWindow) -> None:
    seen = []

    def act(wizard: ImportWizard) -> None:
        seen.append((wizard.step(), wizard.file.has_list()))
        wizard.reject()

    drive(act)
    window.import_into(None)
    assert seen == [(FILE, False)]


def test_copied_cells_come_in_and_the_list_shows_them(window: DayWindow, qtbot: QtBot) -> None:
    def act(wizard: ImportWizard) -> None:
        if wizard.step() == DONE:
            wizard.done_page.show_rows.click()
        elif wizard.step() in (COLUMNS, CHECK) or wizard.file.has_list():
            wizard.go_on()

    drive(act)
    window.paste_into("customer", COPIED)
    titles = [one.title for one in window.company.columns(window.company.entity("customer")).values() if one.custom]
    assert titles == ["尺码"]
    page = window.list_shown()
    assert page is not None
    assert page.entity.name == "customer"
    qtbot.waitUntil(lambda: page.table.rowCount() == 2)


def test_an_import_with_an_own_field_is_undone_under_an_open_window(window: DayWindow, qtbot: QtBot) -> None:
    def act(wizard: ImportWizard) -> None:
        if wizard.report is not None:
            wizard.done_page.undo.click()
        elif wizard.step() == DONE:
            wizard.accept()
        elif wizard.step() in (COLUMNS, CHECK) or wizard.file.has_list():
            wizard.go_on()

    drive(act)
    window.paste_into("customer", COPIED)
    entity = window.company.entity("customer")
    assert [one.title for one in window.company.columns(entity).values() if one.custom] == []
    assert window.company.execute("SELECT count(*) FROM customer").fetchone()[0] == 0
    qtbot.wait(50)
