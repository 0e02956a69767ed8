"""Pinned columns: in sight while the rest scrolls, drawn from the same rows; mouse and keys go through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.entity.views import views_of
from crm_desktop.ui.listing.page import ListPage
from crm_desktop.ui.listing.panelrows import BESIDE
from tests.ui.list_window import ListWindow, add_customers, settle


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[ListWindow]:
    made = ListWindow(tmp_path)
    add_customers(made, 40)
    yield made
    made.close()


@pytest.fixture
def page(window: ListWindow, qtbot: Any) -> ListPage:
    made = window.show_list(qtbot, size=(900, 600))
    made.state.set_columns(("name", "main_contact", "any_phone", "city", "status", "owes", "touched", "next_step"))
    settle(made, qtbot)
    return made


def scrolled(page: ListPage, qtbot: Any) -> Any:
    """The pinned part of a list that is scrolled to its right end."""
    page.state.set_pinned(1)
    bar = page.view.horizontalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    qtbot.wait(10)
    return page.view._part


def test_the_pinned_column_is_drawn_over_the_left_edge_while_the_rest_scrolls(page: ListPage, qtbot: Any) -> None:
    before = page.window().grab().toImage()
    part = scrolled(page, qtbot)
    assert part.isVisible()
    assert part.width() == page.view.columnWidth(0)
    after = page.window().grab().toImage()
    corner = page.view.mapTo(page.window(), QPoint(0, 0))
    head, width = corner.y() + page.view.heading.height(), part.width() - 2
    for row in (3, 5):
        y = head + page.view.rowViewportPosition(row) + 18
        xs = range(corner.x() + 60, corner.x() + width, 3)
        assert all(before.pixel(x, y) == after.pixel(x, y) for x in xs)
        assert len({before.pixel(x, y) for x in xs}) > 1
    page.view.horizontalScrollBar().setValue(0)
    assert not part.isVisible()


def test_no_second_table_reads_the_rows(page: ListPage, qtbot: Any) -> None:
    from PySide6.QtWidgets import QTableView

    scrolled(page, qtbot)
    assert page.findChildren(QTableView) == [page.view]


def test_a_click_on_a_pinned_cell_selects_its_row(page: ListPage, qtbot: Any) -> None:
    part = scrolled(page, qtbot)
    at = QPoint(60, page.view.heading.height() + page.view.rowViewportPosition(4) + 10)
    qtbot.mouseClick(part, Qt.MouseButton.LeftButton, pos=at)
    assert page.view.current_id() == page.table.id_at(4)
    assert page.view.currentIndex().column() == 0
    further = at + QPoint(0, page.view.rowHeight(0) * 2)
    qtbot.mouseClick(part, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, further)
    assert page.view.selected_count() == 3
    assert page.view.horizontalScrollBar().value() > 0


def test_a_click_on_the_pinned_heading_sorts(page: ListPage, qtbot: Any) -> None:
    part = scrolled(page, qtbot)
    assert page.state.order() == ("name",)
    qtbot.mouseClick(part, Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    settle(page, qtbot)
    assert page.state.order() == ("-name",)


def test_keys_reach_a_cell_that_would_lie_below_the_pinned_ones(page: ListPage, qtbot: Any) -> None:
    scrolled(page, qtbot)
    view = page.view
    view.setCurrentIndex(page.table.index(2, len(page.table.columns) - 1))
    for _n in range(len(page.table.columns) - 2):
        qtbot.keyClick(view, Qt.Key.Key_Left)
        place = view.currentIndex().column()
        assert view.columnViewportPosition(place) >= view.pinned_width(), place
    assert view.currentIndex().column() == 1


def test_a_pinned_cell_is_edited_in_the_table_itself(page: ListPage, window: ListWindow, qtbot: Any) -> None:
    scrolled(page, qtbot)
    page.view.setCurrentIndex(page.table.index(2, 0))
    assert page.view.horizontalScrollBar().value() > 0
    page.work.edit_cell()
    assert page.inline.active()
    assert page.view.horizontalScrollBar().value() == 0
    page.inline.close()


def test_a_narrow_list_leaves_room_to_scroll(page: ListPage, qtbot: Any) -> None:
    page.state.set_pinned(5)
    page.view.horizontalScrollBar().setValue(50)
    assert 0 < page.view.pinned_shown() < 5
    assert page.view.pinned_width() < page.view.viewport().width() - 100


def test_columns_are_pinned_by_key_in_the_chooser_and_from_the_heading(page: ListPage, qtbot: Any) -> None:
    panel = page.panels.choose_columns()
    panel.list.setCurrentRow(1)
    qtbot.keyClick(panel.list, Qt.Key.Key_P)
    assert page.state.pinned() == 2
    assert [row.data(BESIDE) for row in panel.list.rows()[:3]] == ["pinned", "pinned", ""]
    qtbot.keyClick(panel.list, Qt.Key.Key_P)
    assert page.state.pinned() == 0
    menu = page.panels.heading_menu(0)
    next(act for act in menu.actions() if act.text() == "Pin up to this column").trigger()
    assert page.state.pinned() == 1
    page.view.setCurrentIndex(page.table.index(0, 2))
    page.pin_current()
    assert page.state.pinned() == 3


def test_the_menu_of_a_heading_groups_and_hides(page: ListPage, qtbot: Any) -> None:
    place = page.table.place_of("city")
    assert place is not None
    acts = {act.text(): act for act in page.panels.heading_menu(place).actions()}
    acts["Group by this column"].trigger()
    assert page.state.group() == "city"
    acts["Hide this column"].trigger()
    assert "city" not in page.state.columns()


def test_pinned_columns_are_kept_with_the_view_and_for_the_list(
    page: ListPage, window: ListWindow, qtbot: Any, qapp: QApplication
) -> None:
    page.state.set_pinned(2)
    page.panels.keep("Pinned")
    assert views_of(window.company, page.entity)[0].query.pinned == 2
    page.state.choose("all")
    assert page.state.pinned() == 2
    again = ListPage(window, page.entity, make_detail=lambda _window, _entity: QWidget())  # type: ignore[arg-type]
    qtbot.addWidget(again)
    assert again.state.pinned() == 2
    again.reset_columns()
    assert again.state.pinned() == 0


def test_columns_of_linked_records_are_shown_once_looked_for(page: ListPage, window: ListWindow, qtbot: Any) -> None:
    panel = page.panels.choose_columns()
    hidden = [row for row in panel.list.rows() if row.text() == "Contacts"]
    assert hidden and all(row.isHidden() for row in hidden)
    panel.search.setText("contacts")
    panel.list.go_in()
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    settle(page, qtbot)
    assert page.state.columns()[-1] == "contact:customer"
    place = page.table.place_of("contact:customer")
    assert place is not None and page.table.text_at(0, place) == "0"
