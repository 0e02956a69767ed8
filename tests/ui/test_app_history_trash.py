"""History and trash: what was done, what was deleted, and the way back from both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from crm_desktop.alike import merging
from crm_desktop.entity import attachments, records
from crm_desktop.entity.company import Company
from crm_desktop.store.undo import next_undo
from crm_desktop.ui.history_page import PAGE, HistoryPage
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.settings_dialog import SettingsDialog
from crm_desktop.ui.trash_page import TrashPage
from crm_desktop.ui.widgets import Dialog
from tests.ui.app_stage import DayWindow, customer, opened

Flag = QItemSelectionModel.SelectionFlag


@pytest.fixture
def window(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[DayWindow]:
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="history") as made:
        yield made


def history_of(window: DayWindow) -> HistoryPage:
    window.show_page("history")
    page = window.page("history")
    assert isinstance(page, HistoryPage)
    return page


def trash_of(window: DayWindow) -> TrashPage:
    window.show_page("trash")
    page = window.page("trash")
    assert isinstance(page, TrashPage)
    return page


def done(page: HistoryPage) -> list[tuple[str, str]]:
    model = page.entries
    return [(model.index(row, 1).data(), model.index(row, 2).data()) for row in range(model.rowCount())]


def choose(page: HistoryPage, row: int) -> None:
    page.table.selectionModel().setCurrentIndex(page.entries.index(row, 0), Flag.ClearAndSelect | Flag.Rows)
    page._offer()


def deleted(page: TrashPage) -> list[tuple[str, str]]:
    model = page.deleted
    return [(model.index(row, 0).data(), model.index(row, 1).data()) for row in range(model.rowCount())]


def test_history_lists_the_newest_first_and_says_what_each_touched(window: DayWindow, company: Company) -> None:
    row = customer(company)
    records.save(
        company, company.entity("contact"), {"name": "Ann Birch", "customer": row},
        children={"reach": [{"type": "mobile", "value": "07700 900123"}]},
    )  # fmt: skip
    page = history_of(window)
    assert done(page)[:2] == [("New contact Ann Birch", ""), ("New customer Birch Lane Stores", "")]
    model = page.rows
    touched = [(model.index(n, 0).data(), model.index(n, 1).data()) for n in range(model.rowCount())]
    assert touched == [("Ann Birch", "Contact"), ("Phones, mail and messengers", "1 line")]


def test_history_names_what_was_deleted(window: DayWindow, company: Company) -> None:
    note = records.save(company, company.entity("note"), {"text": "Likes tea"})
    records.delete(company, company.entity("note"), [note])
    page = history_of(window)
    assert (page.rows.index(0, 0).data(), page.rows.index(0, 1).data()) == ("Likes tea", "Note, deleted")
    wide = page.touched.itemDelegateForColumn(1).sizeHint(QStyleOptionViewItem(), page.rows.index(0, 1)).width()
    assert page.touched.columnWidth(1) >= wide


def test_an_older_change_is_taken_back_by_itself_and_can_be_done_again(window: DayWindow, company: Company) -> None:
    first = customer(company, "First")
    second = customer(company, "Second")
    page = history_of(window)
    choose(page, 1)
    assert page.back.isVisible()
    window.registry.run("history.undo")
    entity = company.entity("customer")
    assert company.titles(entity, [first, second]) == {second: "Second"}
    assert done(page)[0] == ("Undo: New customer First", "")
    assert done(page)[2] == ("New customer First", "Undone")
    choose(page, 2)
    assert not page.back.isVisible()
    window.registry.run("history.redo")
    assert company.titles(entity, [first]) == {first: "First"}


def test_what_an_undo_was_cannot_be_undone_itself(window: DayWindow, company: Company) -> None:
    customer(company)
    window.undoing.undo()
    page = history_of(window)
    choose(page, 0)
    assert not page.back.isVisible()
    assert not page.again.isVisible()


def test_what_a_new_company_begins_with_cannot_be_undone(window: DayWindow) -> None:
    page = history_of(window)
    choose(page, page.entries.rowCount() - 1)
    assert done(page)[-1][0] == "New company"
    assert not page.back.isVisible()


def test_a_long_history_is_read_as_one_scrolls(window: DayWindow, company: Company) -> None:
    for number in range(PAGE + 30):
        company.set_setting("name", f"Name {number}")
    page = history_of(window)
    page.refresh()
    assert page.entries.rowCount() == PAGE
    page.table.scrollToBottom()
    page.entries.fetchMore(page.entries.index(-1, -1))
    assert page.entries.rowCount() == PAGE + 31


def test_enter_on_a_touched_record_opens_it(qtbot: QtBot, window: DayWindow, company: Company) -> None:
    customer(company)
    page = history_of(window)
    page.touched.setCurrentIndex(page.rows.index(0, 0))
    QTest.keyClick(page.touched, Qt.Key.Key_Return)
    assert window.current() == "customer"


def test_the_trash_lists_records_by_kind_without_what_went_along_with_them(window: DayWindow, company: Company) -> None:
    row = customer(company)
    records.save(company, company.entity("note"), {"text": "Likes tea", "kind": "customer", "row": row})
    order = records.save(
        company, company.entity("order"), {"customer": row}, children={"lines": [{"text": "Tea", "quantity": 1000}]}
    )
    product = records.save(company, company.entity("product"), {"name": "Teapot"})
    records.delete(company, company.entity("order"), [order])
    records.delete(company, company.entity("customer"), [row])
    records.delete(company, company.entity("product"), [product])
    page = trash_of(window)
    assert deleted(page) == [("Teapot", "Product"), ("Birch Lane Stores", "Customer"), ("O-0001", "Order")]
    names = [chip.accessibleName() for chip in page._chips.children() if hasattr(chip, "set_count")]
    assert names == ["All, 3", "Customers, 1", "Orders, 1", "Products, 1"]
    page._choose("order")
    assert deleted(page) == [("O-0001", "Order")]


def test_restored_records_are_back_with_what_belonged_to_them_as_one_change(
    window: DayWindow, company: Company
) -> None:
    entity = company.entity("customer")
    rows = [customer(company, name) for name in ("One", "Two")]
    records.save(company, company.entity("note"), {"text": "Likes tea", "kind": "customer", "row": rows[0]})
    records.delete(company, entity, rows)
    page = trash_of(window)
    page.table.selectAll()
    page._offer()
    assert page.back.text() == "Restore 2 records"
    assert window.status_line._selection.text() == "2 of 2 selected"
    window.registry.run("trash.restore")
    assert company.titles(entity, rows) == {rows[0]: "One", rows[1]: "Two"}
    assert company.execute("SELECT count(*) FROM note").fetchone()[0] == 1
    assert page._place.currentIndex() == 1
    assert window.toasts.toasts()[-1].text.text() == "Restored: 2 customers"
    window.undoing.undo()
    assert company.titles(entity, rows) == {}
    assert len(deleted(page)) == 2


def test_a_line_whose_order_is_there_can_be_restored_by_itself(window: DayWindow, company: Company) -> None:
    row = customer(company)
    lines = [{"text": "Tea", "quantity": 1000}, {"text": "Cups", "quantity": 2000}]
    order = records.save(company, company.entity("order"), {"customer": row}, children={"lines": lines})
    children = records.read_children(company, company.entity("order").child("lines"), order)
    records.save(company, company.entity("order"), {}, row=order, children={"lines": children[:1]})
    page = trash_of(window)
    assert [kind for _title, kind in deleted(page)] == ["Order line"]
    page.table.selectAll()
    page.restore_chosen()
    assert len(records.read_children(company, company.entity("order").child("lines"), order)) == 2


def test_the_right_button_offers_what_a_page_does_with_its_rows(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    birch = customer(company)
    records.delete(company, company.entity("customer"), [birch])

    def offered(table: RowTable) -> dict[str, QAction]:
        table.selectRow(0)
        at = table.viewport().mapToGlobal(QPoint(20, 10))
        QApplication.sendEvent(table.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(20, 10), at))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return {action.text().partition("\t")[0].replace("&", ""): action for action in menu.actions()}

    of_history = offered(history_of(window).table)
    assert list(of_history) == ["Undo this change"]
    QApplication.activePopupWidget().close()
    of_trash = offered(trash_of(window).table)
    assert list(of_trash) == ["Restore", "Delete for good…", "Empty the trash…"]
    of_trash["Restore"].trigger()
    QApplication.activePopupWidget().close()
    assert company.execute("SELECT count(*) FROM customer WHERE id = ?", (birch,)).fetchone() == (1,)


def test_an_empty_trash_says_so(window: DayWindow) -> None:
    page = trash_of(window)
    assert page._place.currentIndex() == 1
    assert not page.back.isVisible()


def confirmed(qtbot: QtBot, run: Callable[[], object], key: Qt.Key) -> str:
    """Run what asks a question, press a key there; returns the question."""
    asked: list[str] = []

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Dialog)
        cancel, act = dialog.findChildren(QPushButton)
        # Enter alone deletes nothing: the act has to be chosen.
        asked.append(dialog.heading.text() if cancel.isDefault() else "")
        QTest.keyClick(dialog if key == Qt.Key.Key_Escape else act, key)

    QTimer.singleShot(0, press)
    run()
    return asked[0]


def test_emptying_the_trash_asks_first_and_leaves_nothing_of_what_lay_in_it(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    entity = company.entity("customer")
    rows = [customer(company, name) for name in ("One", "Two")]
    records.save(company, company.entity("note"), {"text": "Likes tea", "kind": "customer", "row": rows[0]})
    attachments.attach_bytes(company, entity, rows[0], "plan.txt", b"a plan", now=datetime(2026, 3, 1, 9))
    stays = customer(company, "Stays")
    records.delete(company, entity, rows)
    page = trash_of(window)
    question = confirmed(qtbot, lambda: window.registry.run("trash.empty"), Qt.Key.Key_Escape)
    assert question == "Delete everything in the trash for good (2 customers)?"
    assert len(deleted(page)) == 2
    confirmed(qtbot, lambda: window.registry.run("trash.empty"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: deleted(page) == [])
    assert page._place.currentIndex() == 1
    qtbot.waitUntil(lambda: bool(window.toasts.toasts()))
    assert window.toasts.toasts()[-1].text.text() == "Deleted for good: 2"
    assert company.execute("SELECT count(*) FROM blob").fetchone() == (0,)
    assert window.undoing.undo_text() == "&Undo: “New customer Stays”"
    window.undoing.undo()
    assert company.titles(entity, [*rows, stays]) == {}


def test_one_record_goes_for_good_and_the_others_stay_in_the_trash(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    entity = company.entity("customer")
    rows = [customer(company, name) for name in ("One", "Two")]
    records.delete(company, entity, rows)
    page = trash_of(window)
    page.table.selectRow(0)
    question = confirmed(qtbot, lambda: window.registry.run("trash.remove"), Qt.Key.Key_Space)
    gone = question.removeprefix("Delete “").removesuffix("” for good?")
    qtbot.waitUntil(lambda: len(deleted(page)) == 1)
    assert {gone, deleted(page)[0][0]} == {"One", "Two"}
    page.table.selectAll()
    page.restore_chosen()
    assert len(company.titles(entity, rows)) == 1


def test_a_merged_record_is_not_in_the_trash(window: DayWindow, company: Company) -> None:
    entity = company.entity("customer")
    rows = [customer(company, name) for name in ("Birch Lane", "Birch Lane Ltd")]
    merging.merge(company, entity, merging.plan(company, entity, rows))
    assert deleted(trash_of(window)) == []


def test_history_older_than_the_setting_is_cleared_after_the_start(
    qtbot: QtBot, company: Company, tmp_path: Path
) -> None:
    customer(company, "Long ago")
    company.set_setting("history.days", "365")
    connection = company.file.db.connection()
    connection.execute("PRAGMA query_only = OFF")
    connection.execute("UPDATE journal_entry SET at = '2001-01-01T00:00:00.000Z'")
    connection.execute("PRAGMA query_only = ON")
    customer(company, "Just now")
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="history"):
        count = "SELECT count(*) FROM journal_entry WHERE first IS NULL"
        qtbot.waitUntil(lambda: company.execute(count).fetchone()[0] >= 1)
        assert next_undo(company.journal)[1] == "New customer Just now"


def test_how_long_history_is_kept_is_a_setting(qtbot: QtBot, window: DayWindow, company: Company) -> None:
    dialog = SettingsDialog(window, "", lambda: None, window)
    assert dialog.keep.currentText() == "2 years"
    dialog.keep.setCurrentText("5 years")
    dialog.save()
    assert company.setting("history.days") == "1826"
