"""The underlined letters of the import wizard: on each of its steps one letter presses one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from crm_desktop import i18n
from crm_desktop.ui.accesskeys import key_of
from crm_desktop.ui.importing.wizard import FILE
from tests.exchange.lists import bring_rows
from tests.ui.importing_stage import Stage

HEADINGS = ("客户名称", "手机", "邮箱", "城市")
THERE = [HEADINGS, ("上海明远贸易有限公司", "13800138000", "", "上海")]
LIST = [*THERE, ("新光食品有限公司", "13722223333", "x@xg.example", "无锡"), ("宏达机械厂", "", "no mail", "苏州")]


@pytest.fixture(params=["en", "zh_CN"])
def stage(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stage]:
    i18n.use(request.param)
    made = Stage(qtbot, tmp_path)
    bring_rows(made.company, tmp_path, THERE, into="customer")
    yield made
    made.window.close()
    i18n.use("en")


def letters_used_twice(stage: Stage) -> list[str]:
    wizard = stage.wizard
    texts = [one.text() for one in wizard.findChildren(QAbstractButton) if one.isVisible()]
    texts += [one.text() for one in wizard.findChildren(QLabel) if one.isVisible() and one.buddy() is not None]
    counted = Counter(filter(None, map(key_of, texts)))
    return [letter for letter, count in counted.items() if count > 1]


def test_on_each_step_a_letter_presses_one_thing(stage: Stage) -> None:
    stage.open()
    assert letters_used_twice(stage) == []
    stage.open(stage.text("\n".join(map(",".join, LIST)), "客户.csv"), "customer")
    assert letters_used_twice(stage) == []
    stage.to_columns()
    assert letters_used_twice(stage) == []
    stage.to_check()
    assert letters_used_twice(stage) == []
    stage.to_done()
    assert letters_used_twice(stage) == []
    stage.wizard.undo_import()
    stage.qtbot.waitUntil(lambda: stage.wizard.report is None)
    stage.rest()
    assert letters_used_twice(stage) == []


def test_alt_b_goes_back_from_the_columns(stage: Stage) -> None:
    stage.open(stage.workbook(LIST), "customer")
    stage.to_columns()
    stage.activate()
    QTest.keyClick(stage.focused(), Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    stage.qtbot.waitUntil(lambda: stage.wizard.step() == FILE)
