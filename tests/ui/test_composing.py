"""While a pinyin word is composed: nothing lies over it, and what was there before is there again after it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.listing.values import LINES, SomeValues
from crm_desktop.ui.record.suggest import SuggestingLine, Suggestion
from crm_desktop.ui.widgets.buttons import TextBox


def compose(field: QWidget, pinyin: str, words: str = "") -> None:
    """Pinyin as it is typed, or the words that were chosen."""
    event = QInputMethodEvent(pinyin, [])
    if words:
        event.setCommitString(words)
    QApplication.sendEvent(field, event)


def test_the_hint_of_a_field_makes_room_for_what_is_composed(qtbot: QtBot) -> None:
    box = TextBox()
    qtbot.addWidget(box)
    box.setPlaceholderText("Anything.")
    for pinyin in ("n", "ni", "ni'hao"):
        compose(box, pinyin)
        assert box.placeholderText() == ""
    compose(box, "")  # given up
    assert box.placeholderText() == "Anything."
    compose(box, "ni'hao")
    compose(box, "", "你好")
    assert (box.toPlainText(), box.placeholderText()) == ("你好", "Anything.")


def test_suggestions_make_room_for_those_of_the_input_method(qtbot: QtBot) -> None:
    line = SuggestingLine(lambda text: [Suggestion(word, word) for word in ("经理", "老板") if text in word])
    qtbot.addWidget(line)
    line.show()
    line.look_now()
    assert line.is_open()
    compose(line, "jing")
    assert not line.is_open()
    qtbot.wait(300)
    assert not line.is_open()
    compose(line, "", "经")
    qtbot.waitUntil(line.is_open)
    assert [one.value for one in line.suggestions()] == ["经理"]


def test_a_value_of_many_is_typed_for_and_ticked_by_enter(qtbot: QtBot) -> None:
    field = SomeValues("City")
    qtbot.addWidget(field)
    done: list[bool] = []
    field.done.connect(lambda: done.append(True))
    field.show()
    with qtbot.waitActive(field):
        field.activateWindow()
    field.offer([(name, name, "") for name in ("上海", "北京", *(f"City {n}" for n in range(LINES)))])
    field.focus()
    assert field.focusWidget() is field.search
    compose(field.search, "", "北京")
    QTest.keyClick(field.search, Qt.Key.Key_Return)
    assert (field.value(), done) == (["北京"], [])
    QTest.keyClick(field.search, Qt.Key.Key_Return)
    assert done == [True]
