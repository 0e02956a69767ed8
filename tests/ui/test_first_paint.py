"""What waits for the first paint comes piece by piece, and is there for whoever touches the window before."""

from __future__ import annotations

from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.actions import Action
from crm_desktop.ui.firstpaint import after_first_paint, in_turn
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.shell import Shell


def test_work_waits_for_the_paint_and_comes_in_turn(qtbot: QtBot) -> None:
    done: list[str] = []
    made = QWidget()
    qtbot.addWidget(made)
    for name in ("first", "second"):
        after_first_paint(made, lambda name=name: done.append(name))  # type: ignore[misc]
    after_first_paint(made, lambda: in_turn(made, lambda: done.append("last")))
    qtbot.wait(10)
    assert done == []
    made.show()
    qtbot.waitUntil(lambda: len(done) == 3)
    assert sorted(done[:2]) == ["first", "second"]
    assert done[2] == "last"


def test_the_window_answers_between_two_pieces(qtbot: QtBot) -> None:
    done: list[str] = []
    owner, clock = QObject(), QTimer()
    clock.setInterval(0)
    clock.timeout.connect(lambda: done.append("·"))
    clock.start()
    in_turn(owner, *[lambda: done.append("piece")] * 4)
    qtbot.waitUntil(lambda: done.count("piece") == 4)
    clock.stop()
    assert "piece piece" not in " ".join(done)


def test_who_touches_the_window_first_finds_all_there(qtbot: QtBot) -> None:
    done: list[int] = []
    heard: list[int] = []

    class Window(QWidget):
        def keyPressEvent(self, event: Any) -> None:
            heard.append(len(done))

    made = Window()
    qtbot.addWidget(made)
    in_turn(made, *[lambda: done.append(0)] * 5)
    qtbot.keyClick(made, Qt.Key.Key_A)
    assert heard == [5]
    in_turn(made, lambda: done.append(0))
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert len(done) == 6


def test_nothing_comes_for_what_is_gone_and_a_fault_stops_no_other_piece(qtbot: QtBot) -> None:
    done: list[str] = []
    gone, there = QObject(), QObject()
    in_turn(gone, lambda: done.append("gone"))
    in_turn(there, lambda: 1 / 0)
    in_turn(there, lambda: done.append("there"))
    shiboken6.delete(gone)
    with qtbot.captureExceptions() as faults:
        qtbot.waitUntil(lambda: done == ["there"])
    assert [fault[0] for fault in faults] == [ZeroDivisionError]


def test_a_key_pressed_at_once_does_what_it_says(qtbot: QtBot, tmp_path: Any) -> None:
    ran: list[int] = []
    shell = Shell(WindowMemory(tmp_path / "window.json"))
    qtbot.addWidget(shell)
    shell.add_page("one", "One", "home", QWidget)
    shell.registry.later(lambda: [Action("test.now", "Now", "Ctrl+J", "check", lambda: ran.append(1), "edit")])
    shell.start()
    shell.show()
    qtbot.waitUntil(lambda: shell._painted)
    qtbot.keyClick(shell, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert ran == [1]
