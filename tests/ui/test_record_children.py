"""Child rows on a form: typed, pasted, moved and removed in place, with sums that follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.ui import theme
from crm_desktop.ui.record.childtable import ChildTable
from crm_desktop.ui.record.dialog import FormDialog
from crm_desktop.ui.record.suggest import SuggestingLine
from crm_desktop.ui.roles import RawRole
from tests.ui.record_stage import StageWindow, keys, made, shown

Key = Qt.Key
Ctrl = Qt.KeyboardModifier.ControlModifier
Alt = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(qapp: QApplication, company: Company) -> Iterator[StageWindow]:
    theme.apply(qapp, "light")
    yield StageWindow(company)


@pytest.fixture
def goods(window: StageWindow) -> dict[str, int]:
    company = window.company
    tea = {"name": "Tea", "code": "P-1", "price": 180000, "unit": "box", "tax_rate": 1300}
    return {
        "birch": made(company, "customer", {"name": "Birch"}),
        "tea": made(company, "product", tea),
        "salt": made(company, "product", {"name": "Salt", "code": "P-2", "price": 20000, "unit": "kg"}),
    }


def order_form(qtbot: QtBot, window: StageWindow, goods: dict[str, int], row: int | None = None) -> FormDialog:
    dialog = FormDialog(window, window.company.entity("order"), row, {"customer": goods["birch"]})
    qtbot.addWidget(dialog, before_close_func=lambda made_dialog: made_dialog.form._touched.clear())
    shown(dialog, 1120, 800)
    return dialog


def lines_of(window: StageWindow, row: int) -> list[dict[str, Any]]:
    return records.read_children(window.company, window.company.entity("order").child("lines"), row)


def start_typing(dialog: FormDialog) -> ChildTable:
    table = dialog.form.rows("lines").table
    table.add_line()
    QApplication.processEvents()
    return table


def test_lines_are_typed_by_keys_alone_and_take_price_unit_and_tax_from_the_product(
    qtbot: QtBot, window: StageWindow, goods: dict[str, int]
) -> None:
    dialog = order_form(qtbot, window, goods)
    table = start_typing(dialog)
    keys(table, "te")
    editor: Any = table.cells.editor
    editor.line.look_now()
    keys(table, Key.Key_Return, Key.Key_Tab)
    assert [table.lines.index(0, n).data() for n in range(7)] == ["Tea", "", "1", "box", "¥18.00", "", "13%"]
    tab = Key.Key_Tab
    keys(table, "first quality", tab, "12", tab, tab, tab, "10", tab, tab)
    assert [table.lines.index(0, n).data() for n in range(7, 10)] == ["¥194.40", "¥25.27", "¥219.67"]
    keys(table, "P-2", Key.Key_Tab, Key.Key_Tab, "3", Key.Key_Return)
    assert [amount for _title, amount in table.lines.held.sums()] == ["¥200.40", "¥25.27", "¥225.67"]
    row = dialog.save()
    assert row is not None, dialog.form.summary()
    stored = lines_of(window, row)
    assert [(one["product"], one["text"], one["quantity"], one["price"], one["gross"]) for one in stored] == [
        (goods["tea"], "first quality", 12000, 180000, 21967),
        (goods["salt"], None, 3000, 20000, 600),
    ]
    shown_sums = [amount.text() for _name, amount in dialog.form.rows("lines").sums]
    assert shown_sums == ["¥200.40", "¥25.27", "¥225.67"]


def test_another_product_brings_its_price_but_not_over_one_that_was_typed(
    qtbot: QtBot, window: StageWindow, goods: dict[str, int]
) -> None:
    lines = order_form(qtbot, window, goods).form.rows("lines").table.lines
    lines.put(0, 0, goods["tea"])
    lines.put(0, 0, goods["salt"])
    assert (lines.lines[0].values["price"], lines.lines[0].values["unit"]) == (20000, "kg")
    lines.put_text(0, 4, "2.5")
    lines.put(0, 0, goods["tea"])
    assert (lines.lines[0].values["price"], lines.lines[0].values["unit"]) == (25000, "box")


def test_rows_are_moved_and_removed_by_keys_and_keep_their_ids(
    qtbot: QtBot, window: StageWindow, goods: dict[str, int]
) -> None:
    spec = [{"text": text, "quantity": 1000, "price": 10000} for text in ("a", "b", "c")]
    row = made(window.company, "order", {"customer": goods["birch"]}, lines=spec)
    before = {one["text"]: one["id"] for one in lines_of(window, row)}
    dialog = order_form(qtbot, window, goods, row)
    table = dialog.form.rows("lines").table
    table.setFocus()
    table.setCurrentIndex(table.lines.index(2, 1))
    keys(table, (Key.Key_Up, Alt), (Key.Key_Up, Alt))
    assert [line.values["text"] for line in table.lines.lines] == ["c", "a", "b"]
    assert table.currentIndex().row() == 0
    table.setCurrentIndex(table.lines.index(1, 1))
    keys(table, (Key.Key_Delete, Ctrl))
    assert dialog.save() == row, dialog.form.boxes["lines"].fault()
    stored = lines_of(window, row)
    assert [(one["text"], one["id"]) for one in stored] == [("c", before["c"]), ("b", before["b"])]


def test_the_cross_removes_a_row_and_a_tick_is_clicked(qtbot: QtBot, window: StageWindow) -> None:
    company = window.company
    other = made(company, "customer", {"name": "Cedar"})
    row = made(company, "contact", {"name": "Ann"}, employments=[{"customer": other, "current": 1}])
    dialog = FormDialog(window, company.entity("contact"), row)
    qtbot.addWidget(dialog, before_close_func=lambda made_dialog: made_dialog.form._touched.clear())
    shown(dialog, 1000, 800)
    table = dialog.form.rows("employments").table
    tick, cross = table.lines.index(0, 5), table.lines.index(0, 6)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(tick).center())
    assert table.lines.lines[0].values["current"] == 0
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(cross).center())
    assert table.lines.lines == []
    dialog.save()
    assert records.read_children(company, company.entity("contact").child("employments"), row) == []


def test_a_block_from_a_spreadsheet_is_pasted(qtbot: QtBot, window: StageWindow, goods: dict[str, int]) -> None:
    dialog = order_form(qtbot, window, goods)
    table = start_typing(dialog)
    block = 'Tea\t"two\nlines"\t12\tbox\t¥18.00\t5%\t13%\nP-2\t\t1,500\t\t2\t\t\nPepper\t\tmany\t\t1\t\t'
    QGuiApplication.clipboard().setText(block)
    keys(table, (Key.Key_V, Ctrl))
    values = [line.values for line in table.lines.lines]
    assert [(one["product"], one["text"], one["quantity"], one["price"]) for one in values[:2]] == [
        (goods["tea"], "two lines", 12000, 180000),
        (goods["salt"], None, 1500000, 20000),
    ]
    assert dialog.save() is None
    found = {(row, column) for row, column, _sentence in table.lines.held.faults()}
    assert found == {(2, 0), (2, 2)}
    assert "Pepper" in (dialog.form.boxes["lines"].fault() or "")
    assert table.lines.index(2, 2).data() == "many", "what cannot be read stays to be mended"


def test_selected_cells_are_copied_for_a_spreadsheet(qtbot: QtBot, window: StageWindow, goods: dict[str, int]) -> None:
    spec = [{"text": text, "quantity": 1000, "price": 10000} for text in ("a", "b")]
    row = made(window.company, "order", {"customer": goods["birch"]}, lines=spec)
    table = order_form(qtbot, window, goods, row).form.rows("lines").table
    table.setFocus()
    table.selectAll()
    from crm_desktop.ui.record import clipboard

    clipboard.copy(table)
    assert QGuiApplication.clipboard().text().split("\n")[0] == "\ta\t1\t\t¥1.00\t\t\t¥1.00\t¥0.00\t¥1.00"


def test_a_line_without_what_it_needs_is_a_fault_and_never_lost(
    qtbot: QtBot, window: StageWindow, goods: dict[str, int]
) -> None:
    dialog = order_form(qtbot, window, goods)
    lines = dialog.form.rows("lines").table.lines
    lines.put_text(0, 1, "something")
    lines.put_text(0, 2, "")
    assert dialog.save() is None
    assert dialog.form.boxes["lines"].fault() == "Line 1: Quantity is needed."
    lines.put_text(0, 2, "2")
    assert dialog.save() is not None


def test_a_line_begun_and_emptied_again_is_no_line(qtbot: QtBot, window: StageWindow, goods: dict[str, int]) -> None:
    dialog = order_form(qtbot, window, goods)
    lines = dialog.form.rows("lines").table.lines
    lines.put_text(0, 1, "something")
    lines.put_text(0, 1, "")
    row = dialog.save()
    assert row is not None
    assert lines_of(window, row) == []


def test_lines_that_others_added_meanwhile_stay(qtbot: QtBot, window: StageWindow, goods: dict[str, int]) -> None:
    company = window.company
    order = company.entity("order")
    row = made(company, "order", {"customer": goods["birch"]}, lines=[{"text": "a", "quantity": 1000}])
    dialog = order_form(qtbot, window, goods, row)
    dialog.form.rows("lines").table.lines.put_text(0, 2, "5")
    stored = lines_of(window, row)
    records.save(company, order, {}, row=row, children={"lines": [*stored, {"text": "b", "quantity": 2000}]})
    assert dialog.save() == row, dialog.form.boxes["lines"].fault()
    assert [(one["text"], one["quantity"]) for one in lines_of(window, row)] == [("a", 5000), ("b", 2000)]


def test_tab_leaves_the_table_at_its_blank_row(qtbot: QtBot, window: StageWindow, goods: dict[str, int]) -> None:
    table = start_typing(order_form(qtbot, window, goods))
    keys(table, Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert not table.isAncestorOf(focus)
    assert focus is not table


def test_escape_takes_back_the_cell_then_closes_the_form(
    qtbot: QtBot, window: StageWindow, goods: dict[str, int]
) -> None:
    dialog = order_form(qtbot, window, goods)
    table = start_typing(dialog)
    keys(table, "half a name", Key.Key_Escape)
    if table.cells.editor is not None:
        keys(table, Key.Key_Escape)
    assert table.lines.lines == []
    assert dialog.isVisible()
    keys(table, Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_model_keeps_qts_rules(qtbot: QtBot, window: StageWindow, goods: dict[str, int]) -> None:
    lines = order_form(qtbot, window, goods).form.rows("lines").table.lines
    tester = QAbstractItemModelTester(lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    lines.put_text(0, 1, "a")
    lines.put_text(1, 1, "b")
    lines.move(1, -1)
    lines.remove(0)
    lines.load([{"id": 5, "text": "c", "quantity": 1000}])
    assert tester is not None
    assert lines.rowCount() == 2


def test_a_thousand_lines_open_quickly_and_scroll_inside(
    qtbot: QtBot, window: StageWindow, goods: dict[str, int]
) -> None:
    spec = [{"product": goods["tea"], "quantity": 1000, "price": 10000} for _number in range(1000)]
    row = made(window.company, "order", {"customer": goods["birch"]}, lines=spec)
    table = order_form(qtbot, window, goods, row).form.rows("lines").table
    assert table.height() < 500
    assert table.verticalScrollBar().maximum() > 0


def test_saving_from_within_a_cell_takes_it_and_leaves_the_cursor_there(
    qtbot: QtBot, window: StageWindow, goods: dict[str, int]
) -> None:
    dialog = order_form(qtbot, window, goods)
    table = start_typing(dialog)
    table.setCurrentIndex(table.lines.index(0, 1))
    keys(table, "half a line", (Key.Key_S, Ctrl))
    row = dialog.form.row
    assert row is not None
    assert lines_of(window, row)[0]["text"] == "half a line"
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 1)
    assert not dialog.form.is_changed()


def test_ctrl_enter_in_the_table_begins_a_new_line(qtbot: QtBot, window: StageWindow, goods: dict[str, int]) -> None:
    dialog = order_form(qtbot, window, goods)
    table = start_typing(dialog)
    table.setCurrentIndex(table.lines.index(0, 1))
    keys(table, "first", (Key.Key_Return, Ctrl))
    assert dialog.isVisible()
    assert table.currentIndex().row() == 1
    assert table.lines.lines[0].values["text"] == "first"


def test_a_product_made_from_a_cell_that_has_closed_meanwhile_comes_into_its_line(
    qtbot: QtBot, window: StageWindow, goods: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = order_form(qtbot, window, goods)
    table = start_typing(dialog)
    cell = QApplication.focusWidget()
    assert isinstance(cell, SuggestingLine)

    def new_record(kind: str, values: dict[str, Any], after: Callable[[int], None]) -> None:
        table.cells.close(cell, keep=False)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not isValid(cell)
        after(made(window.company, kind, {**values, "price": 35500}))

    monkeypatch.setattr(window, "new_record", new_record)
    QTest.keyClicks(cell, "Paper")
    qtbot.waitUntil(cell.is_open)
    QTest.keyClick(cell, Key.Key_Tab)
    paper = table.lines.index(0, 0).data(RawRole)
    assert window.company.titles(window.company.entity("product"), [paper]) == {paper: "Paper"}
    row = dialog.save()
    assert row is not None and [line["product"] for line in lines_of(window, row)] == [paper]
