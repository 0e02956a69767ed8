"""What the window remembers survives damage, and never stops the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QSplitter, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui import placement
from crm_desktop.ui.memory import WindowMemory


def test_what_is_set_is_there_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "window.json"
    WindowMemory(file).set("columns", {"customer": [120, 80]})
    assert WindowMemory(file).get("columns") == {"customer": [120, 80]}


def test_none_forgets(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path / "window.json")
    memory.set("page", "home")
    memory.set("page", None)
    memory.set("page", None)
    assert WindowMemory(tmp_path / "window.json").get("page", "customers") == "customers"


@given(damage=st.binary(max_size=200))
def test_a_damaged_file_is_an_empty_memory(tmp_path_factory: pytest.TempPathFactory, damage: bytes) -> None:
    file = tmp_path_factory.mktemp("memory") / "window.json"
    file.write_bytes(damage)
    memory = WindowMemory(file)
    memory.get("page", "home")
    memory.set("page", "orders")
    assert WindowMemory(file).get("page") == "orders"


def test_a_value_of_another_type_is_not_given(tmp_path: Path) -> None:
    file = tmp_path / "window.json"
    file.write_text('{"window.place": "wide", "page": 7}', encoding="utf-8")
    memory = WindowMemory(file)
    assert memory.get("window.place", []) == []
    assert memory.get("page", "home") == "home"


def test_a_folder_that_is_gone_forgets_without_a_word(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path / "gone" / "window.json")
    memory.set("page", "home")
    assert memory.get("page") == "home"


@pytest.mark.parametrize(
    "place",
    [
        [50_000, 50_000, 800, 600],
        [-5_000, 0, 800, 600],
        [1, 2, 3],
        ["a", 0, 0, 0],
        [0, 0, 10**9, 10],
        [0, -900, 800, 600],
    ],
)
def test_a_window_is_never_put_where_no_screen_is(qtbot: QtBot, tmp_path: Path, place: list[object]) -> None:
    memory = WindowMemory(tmp_path / "window.json")
    memory.set("window.place", place)
    window = QWidget()
    qtbot.addWidget(window)
    placement.put_back(window, memory)
    room = window.screen().availableGeometry()
    assert room.contains(window.geometry().center())
    assert window.height() <= room.height()


@pytest.mark.parametrize("kept", [["a", "b"], [1], [0, 0], [-5, 900], "wide"])
def test_a_damaged_memory_of_a_divider_is_none(qtbot: QtBot, tmp_path: Path, kept: object) -> None:
    memory = WindowMemory(tmp_path / "window.json")
    memory.set("split", kept)
    split = divided(qtbot)
    placement.keep_split(split, memory, "split", [300, 700])
    assert split.sizes()[0] < split.sizes()[1]


def test_a_divider_stays_where_it_was_pulled_to(qtbot: QtBot, tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path / "window.json")
    split = divided(qtbot)
    placement.keep_split(split, memory, "split", [300, 700])
    split.moveSplitter(650, 1)
    again = divided(qtbot)
    placement.keep_split(again, WindowMemory(tmp_path / "window.json"), "split", [300, 700])
    assert again.sizes() == split.sizes()
    assert again.sizes()[0] > again.sizes()[1]


def divided(qtbot: QtBot) -> QSplitter:
    made = QSplitter()
    qtbot.addWidget(made)
    for _part in range(2):
        made.addWidget(QWidget())
    made.resize(1000, 300)
    made.show()
    return made


def test_the_least_size_of_a_window_fits_the_smallest_screen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """1366 x 768 at 150 % are 910 x 512."""
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: QRect(0, 0, 910, 512))
    window = QWidget()
    qtbot.addWidget(window)
    placement.allow(window, 800, 520)
    assert (window.minimumWidth(), window.minimumHeight()) == (800, 512 - placement.TITLE)


@pytest.mark.parametrize("kept", [None, [0, 0, 1366, 768], [200, 0, 900, 700], [30, 60, 1400, 500], [40, 50, 900, 800]])
def test_the_title_bar_is_in_sight_on_a_small_screen(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: list[int] | None
) -> None:
    """Qt places what is within the frame: at the top of the screen the system's title bar would lie above it."""
    room = QRect(0, 0, 1366, 768)
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _screen: room)
    memory = WindowMemory(tmp_path / "window.json")
    if kept is not None:
        memory.set("window.place", kept)
    window = QWidget()
    qtbot.addWidget(window)
    placement.put_back(window, memory)
    assert window.geometry().top() >= placement.TITLE
    assert room.contains(window.geometry())


def test_a_window_comes_back_where_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path / "window.json")
    window, again = QWidget(), QWidget()
    qtbot.addWidget(window)
    qtbot.addWidget(again)
    window.setGeometry(40, 60, 500, 400)
    placement.remember(window, memory)
    placement.put_back(again, WindowMemory(tmp_path / "window.json"))
    assert again.geometry() == window.geometry()
