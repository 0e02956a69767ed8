"""A window speaks one language: switched at once, no text of any page or dialog stays in the other one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QDir, QEvent, QFileInfo, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QFileSystemModel,
    QLabel,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from crm_desktop import i18n
from crm_desktop.entity.company import Company
from crm_desktop.ui import language as languages
from crm_desktop.ui.memory import WindowMemory
from tests.ui.app_stage import DayWindow, opened_with_all
from tests.ui.test_accessible import dialogs

SPOKEN = ("text", "toolTip", "placeholderText", "accessibleName", "accessibleDescription", "windowTitle", "title")
OWN_NAMES = {"English", "Birthday", "Delete"}
"""A language is called by its own name, a letter template written in English too; "Delete" is said by the test."""


@pytest.fixture
def window(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[DayWindow]:
    with opened_with_all(qtbot, company, WindowMemory(tmp_path / "window.json")) as made:
        yield made


def texts(inside: QWidget) -> Iterator[str]:
    """Every text of the program's own that is shown, told or offered inside."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for one in [inside, *inside.findChildren(QWidget), *inside.findChildren(QAction)]:
        if type(one.parent()).__module__.startswith("pyqtgraph"):
            continue  # its menus are switched off
        for name in SPOKEN:
            told = getattr(one, name, None)
            if callable(told) and isinstance(said := told(), str) and said:
                yield said
        if isinstance(one, QComboBox):
            yield from (one.itemText(at) for at in range(one.count()))
        if isinstance(one, QTableView) and (model := one.model()) is not None:
            across = Qt.Orientation.Horizontal
            yield from (str(model.headerData(at, across) or "") for at in range(model.columnCount()))


def plain(text: str) -> str:
    """Without access keys, and without the key that a menu shows."""
    return re.sub(r"\(&\w\)", "", text).replace("&", "").split("\t")[0].strip()


def test_no_text_stays_in_the_language_that_was_left(qtbot: QtBot, window: DayWindow) -> None:
    english = {plain(text) for text, chinese in i18n.catalogue("zh_CN").items() if text != chinese} - OWN_NAMES
    # What the company was begun with belongs to its owner.
    own = window.company.execute("SELECT name FROM stage")
    english -= {name for (name,) in own}
    found = {plain(text) for text in texts(window)} & english
    assert len(found) > 20  # they are found where they are
    assert window.use_language("zh_CN")
    left: dict[str, set[str]] = {}
    for name in window._pages:
        window.show_page(name)
        QApplication.processEvents()
        left[name] = {plain(text) for text in texts(window)} & english
    for kind in ("customer", "contact"):
        window.open_page(kind, 1)
        QApplication.processEvents()
        left[f"{kind}, whole record"] = {plain(text) for text in texts(window)} & english
    for name, make in dialogs(window).items():
        dialog = make()
        dialog.show()
        QApplication.processEvents()
        left[name] = {plain(text) for text in texts(dialog)} & english
        dialog.hide()
        dialog.deleteLater()
    assert {name: found for name, found in left.items() if found} == {}


def test_qts_own_dialog_for_files_speaks_chinese_and_english_again(qtbot: QtBot, qapp: QApplication) -> None:
    languages.use(qapp, "zh_CN")
    try:
        assert all(re.search(r"[\u4e00-\u9fff]", text) for text in of_file_dialog(qtbot))
    finally:
        languages.use(qapp, "en")
    assert not any(re.search(r"[\u4e00-\u9fff]", text) for text in of_file_dialog(qtbot))


def of_file_dialog(qtbot: QtBot) -> list[str]:
    dialog = QFileDialog()
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    found = [one.text() for one in (*dialog.findChildren(QLabel), *dialog.findChildren(QPushButton)) if one.text()]
    assert len(found) >= 4
    files = dialog.findChild(QFileSystemModel)
    return [*found, files.iconProvider().type(QFileInfo(QDir.homePath()))]
