"""Lists in groups in the window: headings, figures, closing and opening, selection, the panel, what is exported."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible

from crm_desktop.entity import records
from crm_desktop.entity.query import ListQuery
from crm_desktop.entity.views import views_of
from crm_desktop.exchange.writing import export_list
from crm_desktop.ui.export_dialog import ExportDialog
from crm_desktop.ui.listing.page import ListPage
from tests.ui.list_window import TODAY, ListWindow, add_customers, double_click, settle


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[ListWindow]:
    made = ListWindow(tmp_path)
    first, second, *_others = add_customers(made, 20)
    deal = made.company.entity("opportunity")
    for name, amount, customer in (("One", 10000, first), ("Two", 30000, first), ("Three", 25000, second)):
        records.save(made.company, deal, {"name": name, "amount": amount, "customer": customer, "stage": 1})
    yield made
    made.close()


@pytest.fixture
def page(window: ListWindow, qtbot: Any) -> ListPage:
    made = window.show_list(qtbot)
    made.state.set_group("status")
    settle(made, qtbot)
    return made


def headings(page: ListPage) -> list[tuple[str, int]]:
    found = (page.table.heading_at(row) for row in range(page.table.rowCount()))
    return [(one.group.title, one.group.rows) for one in found if one is not None]


def test_each_group_has_a_heading_with_its_number(page: ListPage) -> None:
    assert headings(page) == [("Lead", 3), ("Customer", 9), ("Key account", 3), ("Dormant", 3), ("Lost", 2)]
    assert page.table.rowCount() == 25
    assert page.table.records() == 20
    assert page.head.count.text() == "20"
    assert page.view.current_id() is not None


def test_a_list_that_is_grouped_begins_with_the_heading_of_the_current_record(page: ListPage, qtbot: Any) -> None:
    page.state.set_group("")
    settle(page, qtbot)
    page.view.setFixedHeight(page.view.rowHeight(0) * 8)
    dormant = [
        row for (row,) in page.table.company.execute("SELECT id FROM customer WHERE status = 'dormant' ORDER BY id")
    ]
    assert page.view.go_to(dormant[-1])
    page.state.set_group("status")
    settle(page, qtbot)
    top = page.table.heading_at(page.view.verticalScrollBar().value())
    assert top is not None and top.group.title == "Dormant"
    assert page.view.current_id() == dormant[-1]
    assert page.view.viewport().rect().contains(page.view.visualRect(page.view.currentIndex()).center())


def test_the_panel_groups_by_keys_alone_and_takes_the_groups_off(page: ListPage, qtbot: Any) -> None:
    panel = page.panels.choose_group()
    panel.search.setText("city")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert page.state.group() == "city"
    assert len(headings(page)) == 10
    assert page.chips.group.text() == "By City"
    panel.off.click()
    settle(page, qtbot)
    assert page.table.groups is None
    assert page.chips.group.text() == "Group"


def test_days_are_grouped_by_months_or_years_the_newest_first(page: ListPage, qtbot: Any) -> None:
    panel = page.panels.choose_group()
    panel._choose("next_on")
    settle(page, qtbot)
    assert headings(page) == [("Dec 2026", 13), ("No next step on", 7)]
    panel.step.setCurrentIndex(panel.step.findData("year"))
    panel.step.activated.emit(0)
    settle(page, qtbot)
    assert headings(page)[0] == ("2026", 13)


def test_figures_stand_in_the_headings_and_in_the_foot(window: ListWindow, qtbot: Any) -> None:
    page = window.show_list(qtbot, "opportunity")
    page.state.set_group("customer")
    settle(page, qtbot)
    told = [one.texts["amount"] for row in range(5) if (one := page.table.heading_at(row)) is not None]
    assert sorted(told) == ["¥250.00", "¥400.00"]
    assert page.totals.texts()["amount"] == "¥650.00"
    page.state.set_group("customer", figure="average")
    settle(page, qtbot)
    told = [one.texts["amount"] for row in range(5) if (one := page.table.heading_at(row)) is not None]
    assert sorted(told) == ["¥200.00", "¥250.00"]
    assert page.totals.texts()["amount"] == "¥216.67"
    assert page.totals.accessibleName().startswith("Average of 3 opportunities")


def test_groups_are_closed_and_opened_by_keys(page: ListPage, qtbot: Any) -> None:
    view = page.view
    view.setCurrentIndex(page.table.index(3, 0))
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.currentIndex().row() == 0
    assert view.current_id() is None
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert page.table.rowCount() == 22
    assert page.table.heading_at(0).closed  # type: ignore[union-attr]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert page.table.rowCount() == 25
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert page.table.rowCount() == 22
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current_id() == page.table.id_at(2)
    assert window_asked(page) == []


def window_asked(page: ListPage) -> list[Any]:
    return page.owner.asked  # type: ignore[attr-defined]


def test_a_click_on_a_heading_closes_it_and_keeps_what_is_selected_elsewhere(page: ListPage, qtbot: Any) -> None:
    page.view.select_ids([page.table.id_at(6)], page.table.id_at(6))
    before = page.view.current_id()
    y = page.view.rowViewportPosition(0) + 10
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, y))
    assert page.table.heading_at(0).closed  # type: ignore[union-attr]
    assert page.view.current_id() == before
    double_click(page.view.viewport(), QPoint(60, y))
    assert window_asked(page) == []


def test_select_all_selects_the_records_of_closed_groups_too(page: ListPage, qtbot: Any) -> None:
    page.view.turn_groups(True)
    assert page.table.rowCount() == 5
    page.select_all()
    assert page.view.selected_count() == 20
    assert len(set(page.view.selected_ids())) == 20
    assert min(page.view.selected_ids()) > 0


def test_a_range_over_a_heading_holds_only_records(page: ListPage, qtbot: Any) -> None:
    view = page.view
    view.setCurrentIndex(page.table.index(2, 0))
    for _n in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.selected_count() == 3
    assert list(view.selected_ids()) == [page.table.id_at(row) for row in (2, 3, 5)]


def test_rows_that_are_filled_from_one_on_pass_over_headings(page: ListPage) -> None:
    table = page.table
    assert list(table.ids_from(2, 3)) == [table.id_at(row) for row in (2, 3, 5)]
    assert list(table.ids_from(24, 9)) == [table.id_at(24)]


def test_a_closed_group_stays_closed_when_its_records_change(page: ListPage, window: ListWindow, qtbot: Any) -> None:
    page.view.turn_group(0)
    lead = records.save(window.company, page.entity, {"name": "New one", "status": "lead"})
    settle(page, qtbot)
    assert headings(page)[0] == ("Lead", 4)
    assert page.table.heading_at(1) is not None
    page.show_record(lead)
    assert page.view.current_id() == lead
    assert page.table.heading_at(1) is None


def test_a_heading_says_itself_to_a_screen_reader(page: ListPage) -> None:
    index = page.table.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Lead, 3 customers"
    assert QAccessible.queryAccessibleInterface(page.view) is not None


def test_groups_are_saved_with_the_view_and_come_back(page: ListPage, window: ListWindow, qtbot: Any) -> None:
    page.panels.keep("By state")
    page.state.choose("all")
    page.state.set_group("")
    settle(page, qtbot)
    assert page.table.groups is None
    (view,) = views_of(window.company, page.entity)
    assert view.query.group == "status"
    page.state.choose(f"view:{view.id}")
    settle(page, qtbot)
    assert len(headings(page)) == 5


GROUPED = ListQuery(group="customer", order=("name",), columns=("name", "customer", "amount"))


def test_the_workbook_of_a_grouped_list_has_the_same_groups(window: ListWindow, tmp_path: Path) -> None:
    company = window.company
    path = tmp_path / "deals.xlsx"
    assert export_list(company, company.entity("opportunity"), path, query=GROUPED, groups=True, today=TODAY) == 3
    sheet = load_workbook(path).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows == [
        ["Blauer See Delikatessen (1)", None, 250], ["Three", "Blauer See Delikatessen", 250],
        ["上海明远贸易有限公司 (2)", None, 400], ["One", "上海明远贸易有限公司", 100],
        ["Two", "上海明远贸易有限公司", 300],
    ]  # fmt: skip
    assert sheet["A2"].font.bold and not sheet["A3"].font.bold
    assert sheet["C2"].number_format == sheet["C3"].number_format == "#,##0.00"
    assert (sheet.row_dimensions[2].outlineLevel, sheet.row_dimensions[3].outlineLevel) == (0, 1)
    assert sheet.auto_filter.ref == "A1:C6"


def test_the_text_file_of_a_grouped_list_has_the_same_groups(window: ListWindow, tmp_path: Path) -> None:
    company = window.company
    path = tmp_path / "deals.csv"
    assert export_list(company, company.entity("opportunity"), path, query=GROUPED, groups=True, today=TODAY) == 3
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1:3] == [["Blauer See Delikatessen (1)", "", "250"], ["Three", "Blauer See Delikatessen", "250"]]
    plain = tmp_path / "plain.csv"
    export_list(company, company.entity("opportunity"), plain, query=GROUPED, columns=GROUPED.columns, today=TODAY)
    assert len(plain.read_text(encoding="utf-8-sig").splitlines()) == 4


def test_the_export_offers_the_groups_and_says_what_such_a_file_is_not(window: ListWindow, qtbot: Any) -> None:
    company = window.company
    dialog = ExportDialog(company, company.entity("opportunity"), GROUPED, None, window.memory, TODAY)
    qtbot.addWidget(dialog)
    assert not dialog.groups.isHidden()
    assert dialog.wanted(Path("x.xlsx")).groups
    assert "cannot be imported again" in dialog._note.text()
    dialog.choose("all")
    assert dialog.groups.isHidden()
    assert not dialog.wanted(Path("x.xlsx")).groups
