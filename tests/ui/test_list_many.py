"""Rows S12 and S13 in the window: select many, see how many, change them at once, take it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import current_thread
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from crm_desktop.entity.query import Condition
from crm_desktop.ui import tasks
from crm_desktop.ui.listing import bulk as bulk_dialog
from crm_desktop.ui.listing import view as views
from crm_desktop.ui.listing.bulk import BulkChange, tags_on
from crm_desktop.ui.listing.page import ListPage
from crm_desktop.ui.listing.paste_dialog import PasteDialog
from crm_desktop.ui.memory import WindowMemory
from tests.ui.app_stage import DayWindow, in_dialog, opened, until
from tests.ui.list_window import ListWindow, add_customers

Act = Callable[[Any], None]


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[DayWindow]:
    stage = ListWindow(tmp_path)
    add_customers(stage, 40)
    with opened(qtbot, stage.company, WindowMemory(tmp_path / "w.json"), page="customer") as made:
        yield made
    stage.close()


def customers(window: DayWindow, qtbot: Any) -> ListPage:
    page = window.list_shown()
    assert page is not None
    page.state.set_columns(("name", "city", "status"))
    until(qtbot, lambda: page.table.settled() and page.table.rowCount() > 0)
    page.view.setFocus()
    return page


def values(window: DayWindow, name: str) -> list[Any]:
    return [raw for (raw,) in window.company.execute(f"SELECT {name} FROM customer ORDER BY id")]


def counted(qtbot: Any, dialog: BulkChange) -> None:
    until(qtbot, lambda: dialog.preview is not None)


def test_s13_shift_selects_a_run_ctrl_one_more_and_the_bar_counts(window: DayWindow, qtbot: Any) -> None:
    page = customers(window, qtbot)
    view = page.view
    assert page.selected.isHidden()
    assert page.selected.findChildren(QPushButton) == []

    def click(row: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        at = view.visualRect(page.table.index(row, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, at)

    click(1)
    click(4, Qt.KeyboardModifier.ShiftModifier)
    click(7, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, page.selected.isVisible)
    assert page.selected.count.text() == "5 customers selected"
    assert page.selected.every.text() == "Select all 40 customers"
    page.state.set_condition(Condition("city", "is", "London"))
    until(qtbot, lambda: page.table.settled() and page.table.rowCount() == 4)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    until(qtbot, lambda: page.selected.count.text() == "2 customers selected")
    assert page.selected.every.text() == "Select all 4 customers that match"
    page.selected.every.click()
    until(qtbot, lambda: page.selected.count.text() == "4 customers selected")
    page.selected.cross.click()
    until(qtbot, page.selected.isHidden)
    assert view.selected_count() == 1


def test_s13_escape_takes_a_selection_of_all_that_match_back_and_no_other(window: DayWindow, qtbot: Any) -> None:
    page = customers(window, qtbot)
    view = page.view
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    here = view.currentIndex()
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: view.selected_count() == 40)
    toast = window.toast("Something was done")
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert (toast, window.toasts.toasts(), view.selected_count()) == (None, [], 40)  # what lies on top goes first
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert (view.selected_count(), view.currentIndex()) == (1, here)
    assert view.selectionModel().isRowSelected(here.row())
    until(qtbot, page.selected.isHidden)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert view.selected_count() == 2  # what was selected row by row stays


def test_s13_all_that_match_are_a_question_with_exceptions(
    window: DayWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_WITHOUT", 5)
    page = customers(window, qtbot)
    page.select_all()
    left = page.table.index(3, 0)
    at = page.view.visualRect(left).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at)
    chosen = page.view.chosen()
    assert (chosen.count, list(chosen.ids), chosen.question) == (39, [page.table.id_at(3)], page.table.query)
    page.refresh()
    until(qtbot, page.table.settled)
    assert page.view.selected_count() == 39
    assert page.table.id_at(3) not in page.view.selected_ids()


def test_s13_tags_are_taken_off_where_there_are_any_and_looked_for_beside_the_window(
    window: DayWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, asked = customers(window, qtbot), []
    monkeypatch.setattr(bulk_dialog, "tags_on", lambda *given: asked.append(current_thread().name) or tags_on(*given))
    page.select_all()
    page.work.remove_tags()
    none = "The selected records have no tags."
    until(qtbot, lambda: [toast.text.text() for toast in window.toasts.toasts()][-1:] == [none])
    page.work.tag(page.work.chosen(), ["Fair", "Press"])
    until(qtbot, lambda: not tasks.running())
    page.select_all()

    def act(dialog: BulkChange) -> None:
        line = dialog.lines[0]
        line.choose("tags", "add")
        until(qtbot, lambda: line.way.findData("remove") == 1)
        line.choose("tags", "remove")
        assert line.some is not None and line.some.list.count() == 2

        dialog.reject()

    in_dialog(BulkChange, act, page.work.bulk_change)
    assert asked == ["list-reader"] * 2


def test_s13_a_field_is_set_in_all_selected_told_before_and_undone(window: DayWindow, qtbot: Any) -> None:
    page = customers(window, qtbot)
    page.select_all()
    before = values(window, "status")
    have = before.count("key")

    def act(dialog: BulkChange) -> None:
        assert dialog.heading.text() == "Change 40 customers"
        line = dialog.lines[0]
        line.choose("status", "set")
        assert line.editor is not None
        line.editor.type("Key account")
        line.changed.emit()
        counted(qtbot, dialog)
        assert line.note.text() == f"{40 - have} change, {have} have it already"
        assert dialog.told.text() == f"{40 - have} customers of 40 will change."
        assert dialog.act.text() == f"Change {40 - have} customers"
        more = dialog.add_line("street")
        more.choose("street", "before")
        more.lines[0].setText("Gate 4")
        counted(qtbot, dialog)
        assert dialog.act.text() == "Change 40 customers"
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    in_dialog(BulkChange, act, lambda: window.registry.run("lists.bulk"))
    assert set(values(window, "status")) == {"key"}
    assert set(values(window, "street")) == {"Gate 4"}
    assert window.toasts.toasts()[-1].text.text() == "40 customers changed"
    assert window.undoing.undo_text() == "&Undo: “Change Status, Address of 40 customers”"
    toast = window.toasts.toasts()[-1]
    assert toast.action is not None
    toast.action.click()
    until(qtbot, lambda: values(window, "status") == before)
    assert set(values(window, "street")) == {None}


def test_s13_a_value_that_is_needed_or_lacks_cannot_be_put_in(window: DayWindow, qtbot: Any) -> None:
    page = customers(window, qtbot)
    page.select_all()

    def act(dialog: BulkChange) -> None:
        line = dialog.lines[0]
        line.choose("name")
        assert line.way.findData("clear") < 0
        qtbot.wait(250)
        assert not dialog.act.isEnabled()
        line.choose("next_on", "set")
        assert line.editor is not None
        line.editor.type("32 December")
        until(qtbot, lambda: "32 December" in line.note.text())
        assert not dialog.act.isEnabled()
        line.choose("next_on", "clear")
        counted(qtbot, dialog)
        assert dialog.act.isEnabled()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    in_dialog(BulkChange, act, lambda: page.selected.verbs[0].click())
    assert len(set(values(window, "next_on"))) > 1


def test_s13_tags_are_hung_on_many_and_taken_off(window: DayWindow, qtbot: Any) -> None:
    page = customers(window, qtbot)
    page.select_all()

    def add(dialog: BulkChange) -> None:
        line = dialog.lines[0]
        line.choose("tags", "add")
        assert line.editor is not None
        line.editor.set_raw(["Fair", "VIP"])
        line.changed.emit()
        counted(qtbot, dialog)
        dialog.act.click()

    def remove(dialog: BulkChange) -> None:
        line = dialog.lines[0]
        line.choose("tags", "remove")
        assert line.some is not None
        line.some.set_value(["VIP"])
        line.changed.emit()
        counted(qtbot, dialog)
        dialog.act.click()

    for act in (add, remove):
        in_dialog(BulkChange, act, lambda: page.work.bulk_change())
    names = window.company.execute(
        "SELECT g.name, count(*) FROM tagging x JOIN tag g ON g.id = x.tag GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert names == [("Fair", 40)]
    assert window.undoing.undo_text() == "&Undo: “Remove tag “VIP” from 40 customers”"


def place(page: ListPage, row: int, name: str) -> None:
    at = page.table.place_of(name)
    assert at is not None
    page.view.setCurrentIndex(page.table.index(row, at))


def test_s12_a_block_from_a_sheet_goes_over_the_cells_after_a_look_and_comes_back(
    window: DayWindow, qtbot: Any
) -> None:
    page = customers(window, qtbot)
    before = values(window, "city"), values(window, "status")
    place(page, 2, "city")
    ids = [page.table.id_at(row) for row in (2, 3, 4)]
    QGuiApplication.clipboard().setText("Hull\tKey account\r\nYork\tNonsense\r\nBath\tLost\r\n")

    def act(dialog: PasteDialog) -> None:
        assert dialog.over.isChecked()
        until(qtbot, lambda: dialog.pasting is not None)
        assert "1 refused" in dialog.told.text()
        assert dialog.model.index(0, 3).data().startswith("Status: “Nonsense” is none of")
        assert dialog.act.text() == f"Change {len(dialog.pasting.changes)} cells"  # type: ignore[union-attr]
        dialog.act.click()

    in_dialog(PasteDialog, act, lambda: window.registry.run("lists.paste"))
    cities = dict(window.company.execute("SELECT id, city FROM customer").fetchall())
    assert [cities[row] for row in ids] == ["Hull", "York", "Bath"]
    toast = window.toasts.toasts()[-1]
    assert toast.action is not None
    toast.action.click()
    until(qtbot, lambda: (values(window, "city"), values(window, "status")) == before)


def test_s12_one_cell_fills_all_that_is_selected(window: DayWindow, qtbot: Any) -> None:
    page = customers(window, qtbot)
    place(page, 0, "city")
    page.view.select_ids(page.table.ids()[:6], page.table.id_at(0), "city")
    QGuiApplication.clipboard().setText("Hull\r\n")
    in_dialog(PasteDialog, lambda dialog: dialog.act.click(), lambda: page.work.paste())
    assert values(window, "city").count("Hull") == 6


def test_s12_copied_rows_pasted_over_themselves_change_nothing(window: DayWindow, qtbot: Any) -> None:
    page = customers(window, qtbot)
    page.select_all()
    window.registry.run("lists.copy")

    def act(dialog: PasteDialog) -> None:
        until(qtbot, lambda: dialog.pasting is not None)
        assert dialog.over.isChecked()
        assert dialog.told.text().startswith("Nothing changes")
        assert not dialog.act.isEnabled()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    in_dialog(PasteDialog, act, lambda: window.registry.run("lists.paste"))


@pytest.mark.parametrize(
    "text",
    [
        "Name\tCity\nBon app\tMarseille\nAround\tLondon\n",
        "Client name\tMobile phone\tTown\nBon app\t\tMarseille\n",
        "公司名称\t联系人\t联系人手机\nBon app\t示例人\t\n",
    ],
)
def test_s12_a_list_with_headings_is_offered_as_new_records(
    window: DayWindow, qtbot: Any, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    page = customers(window, qtbot)
    asked: list[Any] = []
    monkeypatch.setattr(window, "paste_into", lambda kind, text: asked.append((kind, text)))
    QGuiApplication.clipboard().setText(text)

    def act(dialog: PasteDialog) -> None:
        assert dialog.as_new
        assert dialog.act.text() == "Go on to the import…"
        dialog.act.click()

    in_dialog(PasteDialog, act, lambda: page.work.paste())
    assert asked == [("customer", text)]


@pytest.mark.parametrize(
    "text", ["Customer\nLead\n", "Bon app\tMarseille\nAround\tLondon\n", "Client name\tTown\nCity\tCompany\n"]
)
def test_s12_cells_that_are_no_headings_go_over_those_that_are_there(window: DayWindow, qtbot: Any, text: str) -> None:
    page = customers(window, qtbot)
    QGuiApplication.clipboard().setText(text)
    shown: list[bool] = []

    def act(dialog: PasteDialog) -> None:
        shown.append(dialog.as_new)
        dialog.reject()

    in_dialog(PasteDialog, act, lambda: page.work.paste())
    assert shown == [False]
