"""The window around the pages: tabs, keys, notices, memory, language, drop."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.i18n import N_
from crm_desktop.ui import language, theme
from crm_desktop.ui.actions import Action
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.shell import Shell

NAMES = ("home", "customers", "contacts", "calendar", "pipeline", "orders", "invoices")
FURTHER = ("product", "staff")


class Page(QWidget):
    """A page with one field."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.stays = False
        self.arrivals = 0
        column = QVBoxLayout(self)
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        column.addWidget(QLabel(name))
        column.addWidget(self.field)
        self.setFocusProxy(self.field)

    def may_leave(self) -> bool:
        return not self.stays

    def arrived(self) -> None:
        self.arrivals += 1

    def keep(self) -> object:
        return self.field.text()

    def take_back(self, kept: object) -> None:
        self.field.setText(str(kept))


@pytest.fixture
def memory(tmp_path: Path) -> WindowMemory:
    return WindowMemory(tmp_path / "window.json")


@pytest.fixture
def built() -> list[str]:
    return []


@pytest.fixture
def shell(qtbot: QtBot, qapp: QApplication, memory: WindowMemory, built: list[str]) -> Iterator[Shell]:
    theme.apply(qapp, "light")
    made = Shell(memory)

    def page(name: str) -> Callable[[], QWidget]:
        def build() -> QWidget:
            built.append(name)
            return Page(name)

        return build

    for name in (*NAMES, *FURTHER):
        made.add_page(name, N_(name.capitalize()), name, page(name), name in FURTHER)
    made.start()
    qtbot.addWidget(made, before_close_func=let_close)
    with qtbot.waitActive(made):
        made.show()
    yield made
    theme.apply(qapp, "light")
    language.use(qapp, "en")


def let_close(shell: Shell) -> None:
    for name in shell.page_names():
        page = shell.page(name)
        if isinstance(page, Page):
            page.stays = False


def shown(shell: Shell) -> Page:
    page = shell.page()
    assert isinstance(page, Page)
    return page


def test_a_page_is_built_when_it_is_first_shown(shell: Shell, built: list[str]) -> None:
    assert built == ["home"]
    shell.show_page("orders")
    shell.show_page("home")
    shell.show_page("orders")
    assert built == ["home", "orders"]
    assert shown(shell).arrivals == 2


def test_the_last_page_is_shown_at_the_next_start(shell: Shell, memory: WindowMemory, qtbot: QtBot) -> None:
    shell.show_page("pipeline")
    again = Shell(memory)
    qtbot.addWidget(again)
    for name in NAMES:
        again.add_page(name, name, name, lambda: Page("x"))
    again.start()
    assert again.current() == "pipeline"


def test_a_remembered_page_that_is_gone_gives_the_first(memory: WindowMemory, qtbot: QtBot) -> None:
    memory.set("window.page", "gone")
    made = Shell(memory)
    qtbot.addWidget(made)
    made.add_page("home", "Home", "home", lambda: Page("home"))
    made.start()
    assert made.current() == "home"


def test_each_page_has_its_key(shell: Shell, qtbot: QtBot) -> None:
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    for number, name in enumerate(NAMES):
        qtbot.keyClick(shell, Qt.Key(Qt.Key.Key_1.value + number), control)
        assert shell.current() == name
    qtbot.keyClick(shell, Qt.Key.Key_2, alt)
    assert shell.current() == "staff"
    qtbot.keyClick(shell, Qt.Key.Key_PageDown, control)
    assert shell.current() == "home"
    qtbot.keyClick(shell, Qt.Key.Key_PageUp, control)
    assert shell.current() == "staff"


def test_the_last_number_opens_the_further_pages(shell: Shell, qtbot: QtBot) -> None:
    qtbot.keyClick(shell, Qt.Key.Key_8, Qt.KeyboardModifier.ControlModifier)
    menu = shell.top.tabs.menu
    assert menu.isVisible()
    assert [entry.text() for entry in menu.actions()] == ["Product", "Staff"]
    menu.actions()[0].trigger()
    menu.close()
    assert shell.current() == "product"
    assert shell.top.tabs.currentIndex() == len(NAMES)


def test_arrows_go_through_the_tabs_and_the_focus_stays_there(shell: Shell, qtbot: QtBot) -> None:
    tabs = shell.top.tabs
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    assert shell.current() == "contacts"
    assert tabs.hasFocus()
    qtbot.keyClick(tabs, Qt.Key.Key_Home)
    assert shell.current() == "home"
    qtbot.keyClick(tabs, Qt.Key.Key_End)
    assert shell.current() == "invoices"


def test_a_click_on_a_tab_puts_the_focus_into_the_page(shell: Shell, qtbot: QtBot) -> None:
    tabs = shell.top.tabs
    qtbot.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(2).center())
    assert shell.current() == "contacts"
    assert shown(shell).field.hasFocus()


def test_a_page_with_unsaved_changes_is_not_left(shell: Shell) -> None:
    shown(shell).stays = True
    assert not shell.show_page("orders")
    assert shell.current() == "home"
    assert shell.top.tabs.currentIndex() == 0
    assert not shell.close()
    shown(shell).stays = False
    assert shell.show_page("orders")


@pytest.mark.parametrize("width", [1366, 1024, 900, 800])
@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_no_tab_is_cut_at_any_width(shell: Shell, width: int, code: str) -> None:
    shell.use_language(code)
    shell.resize(width, 700)
    QApplication.processEvents()
    tabs, search = shell.top.tabs, shell.top.search
    last = tabs.tabRect(tabs.count() - 1)
    assert tabs.mapTo(shell, last.topRight()).x() < search.mapTo(shell, QPoint(0, 0)).x()
    assert search.mapTo(shell, search.rect().topRight()).x() < shell.width()
    for index in range(tabs.count()):
        assert tabs.tabRect(index).width() == tabs.tabSizeHint(index).width()


def test_words_stay_on_the_tabs_at_1024(shell: Shell) -> None:
    shell.resize(1024, 700)
    QApplication.processEvents()
    assert shell.top.tabs.tabSizeHint(2).width() > 60
    shell.resize(800, 700)
    QApplication.processEvents()
    assert shell.top.tabs.tabSizeHint(2).width() < 60


def test_the_language_changes_at_once_everywhere(shell: Shell, qapp: QApplication) -> None:
    shown(shell).field.setText("half written")
    assert shell.use_language("zh_CN")
    assert shell.menuBar().actions()[0].text() == "文件(&F)"
    assert shell.top.search.text() == "查找任何人，或执行任何操作…"
    assert shown(shell).field.text() == "half written"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.buttons()[0].text() == "取消"
    box.deleteLater()
    assert shell.use_language("en")
    assert shell.menuBar().actions()[0].text() == "&File"
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.buttons()[0].text() == "Cancel"
    box.deleteLater()


def test_unsaved_changes_keep_the_language(shell: Shell) -> None:
    shown(shell).stays = True
    assert not shell.use_language("zh_CN")
    assert shell.menuBar().actions()[0].text() == "&File"


def test_every_action_has_a_menu_and_a_key_of_its_own(shell: Shell) -> None:
    shell.registry.check()
    for action in shell.registry.all():
        assert shell.registry.qaction(action.name).shortcut().toString(), action.name


def test_a_conflict_is_told_when_the_menus_are_filled(
    memory: WindowMemory, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    made = Shell(memory)
    qtbot.addWidget(made)
    made.add_page("home", "Home", "home", lambda: Page("home"))
    made.registry.add(Action("mine", "Mine", "Ctrl+K", "add", lambda: None, "tools"))
    made.start()
    made.registry.fill()
    assert "mine and find share Ctrl+K" in caplog.text


def test_find_is_asked_for_by_key_and_by_the_box(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.search_requested):
        qtbot.keyClick(shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(shell.search_requested) as heard:
        qtbot.keyClick(shell.top.search, Qt.Key.Key_B)
    assert heard.args == ["b"]


def test_a_stroke_jumps_to_the_search_but_not_from_a_field(shell: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shell.search_requested):
        qtbot.keyClick(shell, Qt.Key.Key_Slash)
    field = QLineEdit(shell.page())
    field.show()
    field.setFocus()
    with qtbot.assertNotEmitted(shell.search_requested):
        qtbot.keyClick(field, Qt.Key.Key_Slash)
    assert field.text() == "/"


def test_dark_and_light_by_key(shell: Shell, qtbot: QtBot) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(shell, Qt.Key.Key_D, both)
    assert theme.tokens().dark
    assert shell.registry.qaction("dark").isChecked()
    assert shell.memory.get("scheme") == "dark"
    qtbot.keyClick(shell, Qt.Key.Key_D, both)
    assert not theme.tokens().dark


def test_everything_in_the_window_that_takes_the_focus_has_a_name(shell: Shell) -> None:
    shell.status_line.set_state("Backed up")
    shell.status_line.set_undo("Undo: delete")
    shell.toast("3 customers deleted", "Undo")
    unnamed = [
        child
        for child in shell.findChildren(QWidget)
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not QAccessible.queryAccessibleInterface(child).text(QAccessible.Text.Name)
    ]
    assert unnamed == []


def test_a_notice_offers_the_way_back_and_keeps_the_focus_where_it_was(shell: Shell, qtbot: QtBot) -> None:
    done: list[str] = []
    field = shown(shell).field
    field.setFocus()
    toast = shell.toast("3 customers deleted", "Undo", lambda: done.append("undo"))
    assert field.hasFocus()
    assert toast.isVisible()
    assert toast.action is not None
    qtbot.mouseClick(toast.action, Qt.MouseButton.LeftButton)
    assert done == ["undo"]
    assert shell.toasts.toasts() == []
    assert not shell.toasts.isVisible()


def test_notices_stack_inside_the_window_and_escape_closes_the_newest(shell: Shell, qtbot: QtBot) -> None:
    texts = [f"Notice {number}" for number in range(5)]
    for text in texts:
        shell.toast(text, "Undo")
    QApplication.processEvents()
    shown_now = shell.toasts.toasts()
    assert [toast.text.text() for toast in shown_now] == texts[-3:]
    places = [toast.geometry().translated(shell.toasts.pos()) for toast in shown_now]
    inside = shell.centralWidget().rect()
    assert all(inside.contains(place) for place in places)
    assert all(one.bottom() < other.top() for one, other in pairwise(places))
    assert all(place.height() >= 40 for place in places)
    qtbot.keyClick(shell, Qt.Key.Key_Escape)
    assert [toast.text.text() for toast in shell.toasts.toasts()] == texts[-3:-1]


def test_a_notice_goes_by_itself_but_not_under_the_pointer(shell: Shell, qtbot: QtBot) -> None:
    shell.toast("Short", seconds=0.05)
    qtbot.waitUntil(lambda: shell.toasts.toasts() == [])
    held = shell.toast("Held", "Undo", seconds=0.05)
    assert held.action is not None
    held.action.setFocus()
    qtbot.wait(120)
    assert shell.toasts.toasts() == [held]
    shown(shell).field.setFocus()
    qtbot.waitUntil(lambda: shell.toasts.toasts() == [])


def test_a_dialog_that_was_answered_leaves_nothing_behind_the_window(
    shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QDialog

    from crm_desktop.ui.widgets.dialogs import ask

    monkeypatch.setattr(QDialog, "exec", lambda _dialog: 0)
    shell.show_keys()
    assert not ask(shell, "Delete it?", "It goes to the trash.", "Delete")
    qtbot.waitUntil(lambda: shell.findChildren(QDialog) == [])


def test_a_notice_that_must_be_answered_stays(shell: Shell, qtbot: QtBot) -> None:
    kept = shell.toast("Not saved", "Go on", seconds=math.inf)
    shell.toast("Short", seconds=0.05)
    qtbot.waitUntil(lambda: shell.toasts.toasts() == [kept])
    assert kept.action is not None
    kept.action.setFocus()
    shown(shell).field.setFocus()
    qtbot.wait(60)
    assert shell.toasts.toasts() == [kept]


def test_a_notice_is_answered_by_keyboard_from_anywhere(shell: Shell, qtbot: QtBot) -> None:
    done: list[str] = []
    field = shown(shell).field
    field.setFocus()
    assert not shell.registry.qaction("notice").isEnabled()
    shell.toast("3 customers deleted", "Undo", lambda: done.append("undo"))
    qtbot.keyClick(field, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is shell.toasts.toasts()[0].action
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert done == ["undo"] and shell.toasts.toasts() == []
    assert QApplication.focusWidget() is field, "the focus is where it was"
    assert not shell.registry.qaction("notice").isEnabled()


def test_a_long_notice_fits_the_narrowest_window(shell: Shell) -> None:
    shell.resize(800, 560)
    toast = shell.toast("The file could not be read because " * 8, "Undo")
    QApplication.processEvents()
    assert shell.centralWidget().rect().contains(toast.geometry().translated(shell.toasts.pos()))
    assert toast.text.height() >= toast.text.heightForWidth(toast.text.width())


def test_the_status_line_tells_and_asks(shell: Shell, qtbot: QtBot) -> None:
    line = shell.status_line
    line.set_state("Backed up 11 minutes ago", "good")
    line.set_undo("Undo: “Change stage”")
    line.set_selection("1 of 1,248 selected")
    with qtbot.waitSignal(shell.undo_requested):
        line._undo.click()
    line.set_undo("")
    assert not line._undo.isVisible()


def test_files_dropped_on_the_window_are_told_and_others_are_not(shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "客户 名单.xlsx"
    file.write_bytes(b"PK")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)), QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.com/a.xlsx")])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    shell.dragEnterEvent(QDragEnterEvent(QPoint(50, 50), copy, data, left, none))
    assert shell.veil.isVisible()
    assert shell.veil.accessibleName() == "Drop to open 客户 名单.xlsx"
    with qtbot.waitSignal(shell.files_dropped) as heard:
        shell.dropEvent(QDropEvent(QPointF(50, 50), copy, data, left, none))
    assert heard.args == [[str(file), str(tmp_path)]]
    assert not shell.veil.isVisible()


def test_files_are_copied_and_never_moved_into_the_window(shell: Shell, tmp_path: Path) -> None:
    """The program they come from would delete what it is told was moved."""
    (tmp_path / "a.csv").write_text("Name", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.csv"))])
    both, moving = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.KeyboardModifier.ShiftModifier
    enter = QDragEnterEvent(QPoint(50, 50), both, data, Qt.MouseButton.LeftButton, moving)
    drop = QDropEvent(QPointF(50, 50), both, data, Qt.MouseButton.LeftButton, moving)
    assert enter.proposedAction() == drop.proposedAction() == Qt.DropAction.MoveAction
    shell.dragEnterEvent(enter)
    shell.dropEvent(drop)
    assert (enter.isAccepted(), enter.dropAction()) == (True, Qt.DropAction.CopyAction)
    assert (drop.isAccepted(), drop.dropAction()) == (True, Qt.DropAction.CopyAction)


def test_the_window_comes_back_where_it_was(shell: Shell, memory: WindowMemory) -> None:
    shell.setGeometry(20, 30, 780, 560)
    shell.close()
    x, y, width, height = memory.get("window.place")
    assert (x, y) == (20, 30)
    assert (width, height) == (shell.width(), shell.height())
