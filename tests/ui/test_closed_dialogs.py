"""A dialog that was answered hears of nothing any more: changes, colours and languages go on without it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.entity import records
from tests.every_entity.filling import some_record
from tests.ui.app_stage import DayWindow
from tests.ui.test_accessible import dialogs, window

__all__ = ["window"]


def test_no_dialog_hears_of_changes_after_it_was_closed(qtbot: QtBot, window: DayWindow) -> None:
    for make in dialogs(window).values():
        dialog = make()
        dialog.show()
        QApplication.processEvents()
        dialog.hide()
        dialog.deleteLater()
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    with qtbot.captureExceptions() as faults:
        customer = window.company.entity("customer")
        records.save(window.company, customer, {"city": "Luleå"}, row=some_record(window.company, customer))
        window.use_scheme("dark")
        QApplication.processEvents()
        window.use_scheme("light")
        QApplication.processEvents()
        window.use_language("zh_CN")
        QApplication.processEvents()
    assert faults == []
