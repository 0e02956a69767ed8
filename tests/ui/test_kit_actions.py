"""Actions: every one with menu and key, none in another's way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from crm_desktop import i18n
from crm_desktop.ui import theme
from crm_desktop.ui.actions import Action, Actions, KeyConflictError, plain
from crm_desktop.ui.keys import KeyCap, KeyList

Standard = QKeySequence.StandardKey


@pytest.fixture(autouse=True)
def english(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


def present(window: QMainWindow, qtbot: QtBot) -> None:
    """Shown and active, as keys need it."""
    with qtbot.waitActive(window):
        window.show()


def action(name: str, keys: object, done: list[str] | None = None, **more: object) -> Action:
    ran = done if done is not None else []
    settings: dict[str, object] = {"text": f"&{name.capitalize()}", "icon": "add", "menu": "file", **more}
    return Action(name=name, keys=keys, run=lambda: ran.append(name), **settings)  # type: ignore[arg-type]


def test_a_key_presses_its_action(window: QMainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    actions = Actions(window)
    actions.add(action("new", Standard.New, done))
    actions.build(window, window.menuBar())
    present(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == ["new"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (action("save", "Ctrl+S"), action("send", "Ctrl+S")),
        (action("save", Standard.Save), action("send", "Ctrl+S")),
        (action("save", "Ctrl+S"), action("send", "Ctrl+S", page="mail")),
    ],
)
def test_two_actions_with_one_key_are_refused(one: Action, other: Action) -> None:
    actions = Actions()
    actions.add(one, other)
    with pytest.raises(KeyConflictError, match="save and send share"):
        actions.check()


def test_pages_may_use_the_same_key_and_only_the_shown_one_acts(window: QMainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    actions = Actions(window)
    actions.add(action("call", "Ctrl+L", done, page="people"), action("lock", "Ctrl+L", done, page="files"))
    actions.check()
    actions.build(window, window.menuBar())
    present(window, qtbot)
    for page in ("people", "files", "people"):
        actions.show_page(page)
        qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert done == ["call", "lock", "call"]
    assert [command.name for command in actions.commands()] == ["call"]


def test_an_action_without_a_key_or_a_menu_is_told() -> None:
    actions = Actions()
    actions.add(action("save", ""), action("lost", "Ctrl+L", menu="nowhere"))
    with pytest.raises(KeyConflictError, match=r"save has no key.*lost has no menu"):
        actions.check()


def test_a_standard_keys_second_choice_gives_way(window: QMainWindow) -> None:
    second = QKeySequence.keyBindings(Standard.Delete)
    if len(second) < 2:
        pytest.skip("this system knows one key only")
    actions = Actions(window)
    actions.add(action("delete", Standard.Delete), action("other", second[1].toString()))
    actions.check()
    actions.build(window, window.menuBar())
    assert actions.qaction("delete").shortcuts() == [second[0], *second[2:]]


def test_what_cannot_be_done_is_grey_and_does_nothing(window: QMainWindow) -> None:
    done: list[str] = []
    possible = [False]
    actions = Actions(window)
    actions.add(action("undo", "Ctrl+Z", done, when=lambda: possible[0]))
    actions.build(window, window.menuBar())
    assert not actions.qaction("undo").isEnabled()
    assert not actions.run("undo")
    possible[0] = True
    actions.refresh()
    assert actions.qaction("undo").isEnabled()
    assert actions.run("undo")
    assert done == ["undo"]


def test_a_text_can_say_what_will_be_undone(window: QMainWindow) -> None:
    what = ["Undo delete of 3 customers"]
    actions = Actions(window)
    actions.add(action("undo", "Ctrl+Z", text=lambda: what[0]))
    actions.build(window, window.menuBar())
    what[0] = "Undo import of 91 customers"
    actions.refresh()
    assert actions.qaction("undo").text() == "Undo import of 91 customers"


def test_menus_are_in_order_with_lines_between_groups(window: QMainWindow) -> None:
    actions = Actions(window)
    actions.add(
        action("quit", "Ctrl+Q", group=9, place="quit"), action("new", "Ctrl+N"), action("keys", "F1", menu="help")
    )
    actions.build(window, window.menuBar())
    assert [entry.text() for entry in window.menuBar().actions()] == ["&File", "&Help"]
    entries = window.menuBar().actions()[0].menu().actions()
    assert [entry.text() if not entry.isSeparator() else "-" for entry in entries] == ["&New", "-", "&Quit"]
    assert actions.qaction("quit").menuRole() == QAction.MenuRole.QuitRole
    assert actions.qaction("new").menuRole() == QAction.MenuRole.NoRole


def test_building_again_leaves_each_key_once(window: QMainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    actions = Actions(window)
    actions.add(action("new", "Ctrl+N", done))
    for _time in range(3):
        actions.build(window, window.menuBar())
    present(window, qtbot)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == ["new"]


def test_no_two_entries_shown_in_a_menu_share_an_access_key(window: QMainWindow) -> None:
    actions = Actions(window)
    texts = ["&Open", "D&uplicate", "&Delete", "&Done…", "打开(&O)…", "Salt && &Oil", "&Notes"]
    actions.add(*(action(f"a{at}", f"Alt+{at}", text=text) for at, text in enumerate(texts)))
    actions.add(action("there", "Alt+8", text="&Near", page="elsewhere"))
    actions.add(action("below", "Alt+9", text="&Other", under="&Further"))
    actions.build(window, window.menuBar())
    menu = window.menuBar().actions()[0].menu()
    menu.aboutToShow.emit()
    shown = [one.text() for one in menu.actions() if one.isVisible()]
    assert shown == ["&Open", "D&uplicate", "&Delete", "Don&e…", "打开(&A)…", "&Salt && Oil", "&Notes", "&Further"]
    actions.show_page("elsewhere")
    menu.aboutToShow.emit()
    assert [one.text() for one in menu.actions() if one.isVisible()].count("&Near") == 0


def test_menus_have_access_keys_in_chinese(window: QMainWindow) -> None:
    i18n.use("zh_CN")
    actions = Actions(window)
    actions.add(action("new", "Ctrl+N"))
    actions.build(window, window.menuBar())
    assert window.menuBar().actions()[0].text() == "文件(&F)"


@pytest.mark.parametrize(
    ("text", "shown"), [("&New…", "New"), ("新建(&N)…", "新建"), ("R&&D", "R&D"), ("导入 (旧)", "导入 (旧)"), ("", "")]
)
def test_plain_text_has_no_access_key(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_the_list_of_keys_is_made_from_the_actions(window: QMainWindow, qtbot: QtBot) -> None:
    actions = Actions(window)
    actions.add(action("new", "Ctrl+N"), action("keys", ["F1", "Ctrl+?"], menu="help"))
    shown = KeyList(actions.commands(), window)
    qtbot.addWidget(shown)
    assert [(one.text, one.keys) for one in shown.shown()] == [("New", ("Ctrl+N",)), ("Keys", ("F1", "Ctrl+?"))]
    assert [cap.accessibleName() for cap in shown.findChildren(KeyCap)] == ["Ctrl+N", "F1", "Ctrl+?"]
    for words in ("help f1", "ctrl+?"):
        shown.search.setText(words)
        assert [command.name for command in shown.shown()] == ["keys"]


def test_keys_of_rare_keyboards_that_say_themselves_are_not_told(window: QMainWindow) -> None:
    actions = Actions(window)
    actions.add(action("undo", ["Ctrl+Z", "Undo"]), action("help", ["Help"]), action("back", "Ctrl+Shift+Backtab"))
    assert [command.keys for command in actions.commands()] == [("Ctrl+Z",), ("Help",), ("Ctrl+Shift+Tab",)]
