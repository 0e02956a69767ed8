"""The scratch pad: kept as it is typed, filed to a record or to nobody yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.entity import query, unsaved
from crm_desktop.entity.company import Company
from crm_desktop.entity.query import ListQuery
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.scratch_pad import PLACE, ScratchPad
from crm_desktop.ui.unsaved import keeper_of
from tests.conftest import TODAY
from tests.ui.app_stage import DayWindow, customer, opened


@pytest.fixture
def window(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[DayWindow]:
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="history") as made:
        yield made


Open = Callable[[], ScratchPad]


@pytest.fixture
def pad_of(qtbot: QtBot, window: DayWindow) -> Open:
    def made() -> ScratchPad:
        pad = ScratchPad(window, window)
        qtbot.addWidget(pad)
        pad.show()
        pad.activateWindow()
        return pad

    return made


def test_what_is_typed_is_there_again_when_it_is_opened_again(window: DayWindow, pad_of: Open) -> None:
    pad = pad_of()
    pad.text_.setPlainText("twelve boxes?")
    pad.reject()
    keeper_of(window).flush()
    assert unsaved.unsaved(window.company)[PLACE].held == "twelve boxes?"
    again = pad_of()
    assert again.text_.toPlainText() == "twelve boxes?"
    assert window.company.execute("SELECT count(*) FROM note").fetchone()[0] == 0


def test_s61_it_is_filed_to_nobody_yet_and_found_among_those_not_filed(window: DayWindow, pad_of: Open) -> None:
    pad = pad_of()
    QTest.keyClicks(pad.text_, "call the printer")
    QTest.keyClick(pad.text_, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    keeper_of(window).flush()
    assert unsaved.unsaved(window.company) == {}
    assert window.company.execute("SELECT text, kind, row FROM note").fetchall() == [("call the printer", None, None)]
    note = window.company.entity("note")
    assert len(query.ids(window.company, note, ListQuery(ready=("unfiled",)), today=TODAY)) == 1
    window.undoing.undo()
    assert window.company.execute("SELECT count(*) FROM note").fetchone()[0] == 0


def test_s61_it_is_filed_to_a_record_as_a_memo_on_top(window: DayWindow, pad_of: Open) -> None:
    birch = customer(window.company)
    pad = pad_of()
    pad.file()
    assert pad.fault.text() == "The pad is empty; type something first."
    pad.text_.setPlainText("Never before nine")
    pad.about.set_raw(("customer", birch))
    pad.on_top.setChecked(True)
    pad.file()
    notes = window.company.execute("SELECT text, kind, row, pinned FROM note").fetchall()
    assert notes == [("Never before nine", "customer", birch, 1)]


def test_a_name_that_is_nobodys_is_said(window: DayWindow, pad_of: Open) -> None:
    pad = pad_of()
    pad.text_.setPlainText("x")
    pad.about.type("Nobody at all")
    pad.file()
    assert "no single" in pad.fault.text()
    assert window.company.execute("SELECT count(*) FROM note").fetchone()[0] == 0


def test_s61_its_key_opens_it_anywhere(qtbot: QtBot, window: DayWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_: list[str] = []
    monkeypatch.setattr(ScratchPad, "exec", lambda pad: opened_.append(pad.windowTitle()))
    window.activateWindow()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_N, both)
    assert opened_ == ["Scratch pad"]
