"""The right button on the timeline: open, copy, and delete what was written down there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.ui.kind_page import KindPage
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.record.detail import DetailPane
from tests.ui.app_stage import DayWindow, customer, opened, until


@pytest.fixture
def window(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[DayWindow]:
    birch = customer(company)
    about = {"kind": "customer", "row": birch}
    records.save(company, company.entity("note"), {"text": "Likes tea", "type": "call", "at": "2026-11-20", **about})
    lines = [{"text": "Tea", "quantity": 1000, "price": 1_000_000}]
    records.save(
        company, company.entity("order"), {"customer": birch, "ordered_on": "2026-11-19"}, children={"lines": lines}
    )
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        yield made


def menu_of(text: ClickText) -> dict[str, QAction]:
    at = QPoint(4, 4)
    QApplication.sendEvent(text, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, text.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}


def test_s39_a_line_of_the_timeline_is_opened_copied_or_deleted_by_its_menu(qtbot: QtBot, window: DayWindow) -> None:
    page = window.page("customer")
    assert isinstance(page, KindPage)
    until(qtbot, lambda: isinstance(page.list().detail, DetailPane) and page.list().detail.facts is not None)
    pane = page.list().detail
    assert isinstance(pane, DetailPane) and pane.story is not None
    lines = {text.text(): text for text in pane.story.findChildren(ClickText)}
    note = menu_of(lines["Likes tea"])
    assert list(note) == ["Open", "Copy Likes tea", "Delete note"]
    note["Delete note"].trigger()
    QApplication.activePopupWidget().close()
    assert window.company.execute("SELECT count(*) FROM note").fetchone() == (0,)
    window.undoing.undo()
    assert window.company.execute("SELECT text FROM note").fetchall() == [("Likes tea",)]
    lines = {text.text(): text for text in pane.story.findChildren(ClickText)}
    order = next(text for said, text in lines.items() if said.startswith("O-"))
    assert not any(name.startswith("Delete") for name in menu_of(order)), "documents are deleted where they are"
    QApplication.activePopupWidget().close()
