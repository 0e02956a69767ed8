"""On a low or much enlarged screen the buttons of every dialog stay in sight; what has no room is rolled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.ui.widgets.dialogs import Dialog
from tests.ui.app_stage import DayWindow
from tests.ui.test_accessible import dialogs, window

__all__ = ["window"]
ROOM = 336
"""What a laptop of 1366 x 768 has below a title bar at 200 %."""


def test_every_dialog_has_its_buttons_in_sight_on_a_low_screen(
    qtbot: QtBot, window: DayWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Dialog, "_highest", lambda _dialog: ROOM)
    cut: dict[str, str] = {}
    for name, make in dialogs(window).items():
        dialog = make()
        if isinstance(dialog, Dialog):
            dialog.show()
            QApplication.processEvents()
            last = [dialog.row.itemAt(at).widget() for at in range(dialog.row.count())][-1]
            assert isinstance(last, QPushButton)
            place = QRect(last.mapTo(dialog, QPoint(0, 0)), last.size())
            if dialog.height() > ROOM or not dialog.rect().contains(place):
                cut[name] = f"{dialog.height()} px high, its last button at {place.bottom()}"
        dialog.hide()
        dialog.deleteLater()
    assert cut == {}
