"""Typing in the cells of a list: Enter goes down, Tab goes on, Esc puts back, what is refused stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from crm_desktop.entity import records
from crm_desktop.store.undo import undo
from crm_desktop.ui.listing.page import ListPage
from crm_desktop.ui.record.tags import TagPill
from tests.ui.list_window import ListWindow, add_customers, double_click, settle

COLUMNS = ("name", "city", "owes", "status", "next_on")


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[ListWindow]:
    made = ListWindow(tmp_path)
    add_customers(made, 8)
    yield made
    made.close()


@pytest.fixture
def page(window: ListWindow, qtbot: Any) -> ListPage:
    made = window.show_list(qtbot)
    made.state.set_columns(COLUMNS)
    made.window().activateWindow()
    settle(made, qtbot)
    return made


def begin(page: ListPage, row: int, name: str) -> QLineEdit:
    page.view.setCurrentIndex(page.table.index(row, page.table.place_of(name) or 0))
    page.work.edit_cell()
    assert page.inline.editor is not None
    part = page.inline.editor.focus_part()
    part.setFocus()
    return part  # type: ignore[return-value]


def value(window: ListWindow, record: int, name: str) -> Any:
    return records.read(window.company, window.company.entity("customer"), record)[name]


def test_enter_saves_and_opens_the_cell_below(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    first, second = page.table.id_at(0), page.table.id_at(1)
    line = begin(page, 0, "city")
    line.setText("Köln")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert value(window, first, "city") == "Köln"
    assert page.inline.active()
    assert page.inline._record == second
    assert page.table.index(0, 1).data() == "Köln"


def test_one_saved_cell_is_one_undoable_change(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    record = page.table.id_at(0)
    before = value(window, record, "city")
    line = begin(page, 0, "city")
    line.setText("Köln")
    page.inline.close()
    undo(window.company.journal)
    assert value(window, record, "city") == before


def test_escape_puts_back_what_was_there(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    record = page.table.id_at(0)
    before = value(window, record, "city")
    line = begin(page, 0, "city")
    line.setText("Köln")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not page.inline.active()
    assert value(window, record, "city") == before


def test_tab_goes_to_the_next_column_that_can_be_typed_in(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    record = page.table.id_at(2)
    line = begin(page, 2, "city")
    line.setText("Köln")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert value(window, record, "city") == "Köln"
    assert (page.inline._record, page.inline._column) == (record, "status")


def test_what_is_refused_stays_in_its_cell_with_the_reason(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    record = page.table.id_at(1)
    before = value(window, record, "next_on")
    line = begin(page, 1, "next_on")
    line.setText("the day after never")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert page.inline.active()
    assert line.text() == "the day after never"
    assert page.inline.fault()
    assert page.inline._note is not None
    assert page.inline._note.isVisible()
    assert page.inline._note.text.text() == page.inline.fault()
    assert value(window, record, "next_on") == before
    assert not page.may_leave()
    line.setText("2026-12-24")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert value(window, record, "next_on") == "2026-12-24"
    assert not page.inline._note.isVisible()


def test_a_needed_field_cannot_be_emptied_in_the_list(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    line = begin(page, 0, "name")
    line.setText("")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert page.inline.fault() == "Name is needed."


def test_a_click_elsewhere_saves(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    record = page.table.id_at(0)
    line = begin(page, 0, "city")
    line.setText("Köln")
    at = page.view.visualRect(page.table.index(4, 0)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: not page.inline.active())
    assert value(window, record, "city") == "Köln"


def test_a_click_elsewhere_does_not_lose_what_is_refused(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    line = begin(page, 0, "next_on")
    line.setText("the day after never")
    at = page.view.visualRect(page.table.index(4, 0)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(at.x(), at.y()))
    qtbot.wait(20)
    assert page.inline.active()
    assert line.text() == "the day after never"


def test_a_worked_out_column_says_why_it_cannot_be_typed(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    page.view.setCurrentIndex(page.table.index(0, page.table.place_of("owes") or 0))
    page.work.edit_cell()
    assert not page.inline.active()
    assert "Owes" in window.toasts[-1][0]


def test_rows_stay_where_they_are_until_typing_ends(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    record, order = page.table.id_at(0), list(page.table.ids())
    line = begin(page, 0, "name")
    line.setText("ZZZ last of all")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.wait(30)
    assert list(page.table.ids()) == order
    page.inline.close()
    qtbot.waitUntil(lambda: page.table.row_of(record) != 0)
    assert page.table.row_of(record) == len(order) - 1


def test_a_record_deleted_meanwhile_is_not_opened(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    page.view.setCurrentIndex(page.table.index(0, 0))
    records.delete(window.company, window.company.entity("customer"), [page.table.id_at(0)])
    page.work.edit_cell()
    assert not page.inline.active()
    assert window.told


def test_tags_are_put_on_and_taken_off_in_place(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    page.state.set_columns(("name", "city", "tags", "status"))
    settle(page, qtbot)
    record, below = page.table.id_at(0), page.table.id_at(1)
    line = begin(page, 0, "tags")
    qtbot.keyClicks(line, "Sample sent,VIP")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert sorted(value(window, record, "tags")) == ["Sample sent", "VIP"]
    assert page.inline._record == below  # Enter goes down, as in every column
    qtbot.keyClick(page.inline.editor.focus_part(), Qt.Key.Key_Escape)  # type: ignore[union-attr]
    line = begin(page, 0, "tags")
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert value(window, record, "tags") == ["Sample sent"]
    assert (page.inline._record, page.inline._column) == (record, "status")
    page.inline.close()
    undo(window.company.journal)
    assert sorted(value(window, record, "tags")) == ["Sample sent", "VIP"]


def test_escape_reverts_on_a_tag_that_has_the_focus(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    page.state.set_columns(("name", "tags"))
    settle(page, qtbot)
    record = page.table.id_at(0)
    line = begin(page, 0, "tags")
    qtbot.keyClicks(line, "VIP,")
    QApplication.processEvents()
    qtbot.keyClick(line, Qt.Key.Key_Left)
    pill = QApplication.focusWidget()
    assert isinstance(pill, TagPill)
    qtbot.keyClick(pill, Qt.Key.Key_Escape)
    assert not page.inline.active()
    assert value(window, record, "tags") == []


def test_a_double_click_types_in_place_and_on_the_name_opens(window: ListWindow, page: ListPage, qtbot: Any) -> None:
    opened: list[int] = []
    page.view.opened.connect(lambda index: opened.append(index.row()))

    def double_click_at(row: int, name: str) -> None:
        at = page.view.visualRect(page.table.index(row, page.table.place_of(name) or 0)).center()
        double_click(page.view.viewport(), at)

    double_click_at(2, "city")
    assert (page.inline._record, page.inline._column) == (page.table.id_at(2), "city")
    assert page.inline.active()
    page.inline.close(revert=True)
    assert opened == []
    double_click_at(1, "owes")  # worked out: there is nothing to type
    double_click_at(3, "name")
    assert opened == [1, 3]
