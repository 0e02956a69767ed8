"""A list page as a person uses it: select, find, sort, change, delete, undo, leave and come back."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QMenu,
    QStyleOptionViewItem,
    QWidget,
)

from crm_desktop import i18n
from crm_desktop.entity import records
from crm_desktop.entity.bulk import Step
from crm_desktop.entity.query import Condition
from crm_desktop.store.undo import undo
from crm_desktop.ui import theme, widgets
from crm_desktop.ui.accesskeys import key_of
from crm_desktop.ui.actions import Actions
from crm_desktop.ui.listing import work
from crm_desktop.ui.listing.commands import context_menu, list_actions
from crm_desktop.ui.listing.page import ListPage
from crm_desktop.ui.widgets import EmptyState
from tests.ui.list_window import NAMES, ListWindow, Pane, add_customers, double_click, settle

Open = Callable[..., ListPage]


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[ListWindow]:
    made = ListWindow(tmp_path)
    yield made
    made.close()


@pytest.fixture
def open_page(window: ListWindow, qtbot: Any) -> Open:
    return partial(window.show_list, qtbot, make_detail=Pane)


def names(page: ListPage) -> list[str]:
    place = page.table.place_of("name")
    return [page.table.index(row, place).data() for row in range(page.table.rowCount())]


# Showing -----------------------------------------------------------------------------------------------------------


def test_the_page_shows_its_records_their_counts_and_the_first_of_them(
    window: ListWindow, open_page: Open, qtbot: Any
) -> None:
    add_customers(window, 20)
    page = open_page()
    assert page.table.rowCount() == 20
    assert page.head.count.text() == "20"
    assert window.said == "1 of 20 selected"
    assert page.chips.views["ready:key"].accessibleName() == "Key accounts, 3"
    assert page.detail is not None
    assert page.detail.shown[-1] == page.table.id_at(0)


def test_words_are_found_a_moment_after_typing(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 20)
    page = open_page()
    qtbot.keyClicks(page.head.search, "berg")
    assert page.table.rowCount() == 20
    qtbot.waitUntil(lambda: page.table.rowCount() == 1)
    settle(page, qtbot)
    assert page.head.count.text() == "1 of 20"
    page.head.search.clear()
    qtbot.waitUntil(lambda: page.table.rowCount() == 20)


def test_a_chip_shows_its_records_and_all_shows_all_again(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 20)
    page = open_page()
    page.chips.views["ready:key"].click()
    settle(page, qtbot)
    assert page.table.rowCount() == 3
    assert page.chips.views["ready:key"].isChecked()
    page.chips.views["all"].click()
    settle(page, qtbot)
    assert page.table.rowCount() == 20


def test_views_that_have_no_room_are_under_more_and_the_chosen_one_stands_on_the_line(
    window: ListWindow, open_page: Open, qtbot: Any
) -> None:
    add_customers(window, 20)
    page = open_page()
    page.window().resize(760, 700)
    settle(page, qtbot)
    chips = page.chips
    folded = list(chips.folded)
    assert folded
    assert chips.more.isVisible()
    assert chips.more.accessibleName() == f"More, {len(folded)}"
    shown = [chip for chip in (*chips.views.values(), chips.more, chips.save, chips.add, chips.columns)
             if chip.isVisible()]  # fmt: skip
    assert {chip.y() for chip in shown} == {0}
    assert not any(chip.isVisible() for chip in folded)
    ends = sorted((chip.x(), chip.geometry().right()) for chip in shown)
    assert all(right < left for (_x, right), (left, _right) in itertools.pairwise(ends))
    assert ends[-1][1] < chips.width()
    chips.more.click()
    menu = chips.findChild(QMenu)
    assert menu is not None
    entry = menu.actions()[-1]
    assert entry.text().startswith(folded[-1].text() + "\t")
    entry.trigger()
    menu.close()
    settle(page, qtbot)
    assert page.state.chip == folded[-1].key
    assert chips.views[folded[-1].key].isVisible()
    page.window().resize(2400, 700)
    settle(page, qtbot)
    assert chips.folded == []
    assert not chips.more.isVisible()


def test_a_chip_is_as_wide_as_its_count_needs(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 20)
    page = open_page()
    for key, count in (("ready:key", 7), ("ready:leads", 1_234_567), ("ready:key", 12_345)):
        page.chips.set_count(key, count)
        assert page.chips.views[key].width() == page.chips.views[key].sizeHint().width()
        assert page.chips.more.isVisible() == bool(page.chips.folded)


def test_filters_without_room_beside_the_views_stand_below_them(
    window: ListWindow, open_page: Open, qtbot: Any
) -> None:
    add_customers(window, 20)
    page = open_page()
    page.window().resize(760, 700)
    for number in range(6):
        page.state.set_condition(Condition("city", "contains", f"a rather long word {number}"))
    settle(page, qtbot)
    tops = {chip.y() for chip in page.chips.on}
    assert len(tops) > 1
    assert min(tops) > page.chips.save.geometry().bottom()
    assert max(chip.geometry().bottom() for chip in page.chips.on) < page.chips.height()


def test_a_filter_stands_as_a_chip_and_its_cross_takes_it_off(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 20)
    page = open_page()
    page.state.set_condition(Condition("city", "in", ["Luleå"]))
    settle(page, qtbot)
    assert [chip.text() for chip in page.chips.on] == ["City: Luleå"]
    assert page.table.rowCount() == 2
    page.chips.on[0].removed.emit()
    settle(page, qtbot)
    assert page.chips.on == []
    assert page.table.rowCount() == 20


def test_delete_on_a_filter_takes_the_filter_off_and_deletes_no_record(
    window: ListWindow, open_page: Open, qtbot: Any
) -> None:
    add_customers(window, 20)
    page = open_page()
    registry = Actions(page)
    registry.add(*list_actions("lists", lambda: page))
    host = page.window()
    registry.build(host, host.menuBar())
    registry.show_page("lists")
    page.state.set_condition(Condition("city", "in", ["Luleå"]))
    settle(page, qtbot)
    page.chips.on[0].setFocus()
    qtbot.keyClick(page.chips.on[0], Qt.Key.Key_Delete)
    settle(page, qtbot)
    assert page.table.rowCount() == 20


def test_delete_on_the_rows_deletes_what_is_selected(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 20)
    page = open_page()
    registry = Actions(page)
    registry.add(*list_actions("lists", lambda: page))
    host = page.window()
    registry.build(host, host.menuBar())
    registry.show_page("lists")
    host.activateWindow()
    page.view.setFocus()
    page.view.select_ids(list(page.table.ids()[2:5]))
    qtbot.wait(5)
    registry.refresh()
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    settle(page, qtbot)
    assert page.table.rowCount() == 17
    assert window.toasts == [("3 customers moved to the trash", True)]


def test_a_click_on_a_heading_sorts_and_another_one_turns_it_round(
    window: ListWindow, open_page: Open, qtbot: Any
) -> None:
    add_customers(window, 20)
    page = open_page()
    by_name = names(page)
    place = page.table.place_of("name")
    heading = page.view.heading
    at = QPoint(heading.sectionViewportPosition(place) + 20, 10)
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle(page, qtbot)
    assert names(page) == by_name[::-1]
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle(page, qtbot)
    assert names(page) == by_name


def test_by_keys_the_current_column_is_sorted(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 20)
    page = open_page()
    page.state.set_columns(("name", "city"))
    page.view.setCurrentIndex(page.table.index(0, page.table.place_of("city")))
    page.sort_by_current()
    settle(page, qtbot)
    assert page.state.order() == ("city",)


def test_a_kind_without_records_says_what_belongs_there(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    page = open_page()
    state = page.findChild(EmptyState)
    assert state is not None
    assert state.heading.text() == "No customers yet"
    assert [button.text() for button in state.buttons] == ["New customer", "Import…"]
    state.buttons[0].click()
    state.buttons[1].click()
    assert [asked[0] for asked in window.asked] == ["new", "import"]
    assert page.chips.isHidden()
    add_customers(window, 1)
    settle(page, qtbot)
    assert page.table.rowCount() == 1
    assert page.chips.isVisible()
    assert page.view.isVisible()


def test_filters_that_nothing_matches_can_be_cleared_at_once(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 5)
    page = open_page()
    page.state.set_words("zzzz")
    settle(page, qtbot)
    state = page.findChild(EmptyState)
    assert state is not None
    assert state.heading.text() == "No customers match"
    state.buttons[0].click()
    settle(page, qtbot)
    assert page.table.rowCount() == 5
    assert page.view.isVisible()


def test_sums_stand_below_their_columns(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    company = window.company
    customer = add_customers(window, 2)[0]
    lines = [{"text": "Tea", "quantity": 2000, "price": 1_000_000}]
    invoice = {"customer": customer, "status": "issued"}
    records.save(company, company.entity("invoice"), invoice, children={"lines": lines})
    page = open_page("invoice")
    assert page.totals.isVisible()
    assert page.totals.texts()["net"] == "¥200.00"
    assert "Total of 1 invoice" in page.totals.accessibleName()
    # Of a long list the sums may come before its number of rows.
    found: list[Any] = []
    page.figures.summed.connect(found.append)
    page.figures.rows_are_other()
    qtbot.waitUntil(lambda: bool(found))
    page._show_list()
    page.table._complete = False
    page._summed(found[0])
    assert not page.totals.isVisible()
    page.table._complete = True
    page._read()
    assert page.totals.isVisible() and page.totals.texts()["net"] == "¥200.00"


def test_a_sum_that_is_not_seen_whole_is_not_shown(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    customer = add_customers(window, 1)[0]
    lines = [{"text": "Tea", "quantity": 2000, "price": 1_000_000}]
    invoice = {"customer": customer, "status": "issued"}
    records.save(window.company, window.company.entity("invoice"), invoice, children={"lines": lines})
    page = open_page("invoice")
    view, bar = page.view, page.view.horizontalScrollBar()
    page.state.set_columns(("net", "number", "customer", "status", "gross"))
    for name, width in (("net", 150), ("number", 400), ("customer", 400), ("status", 400), ("gross", 150)):
        view.set_widths[name] = width
    view.fit_columns()
    settle(page, qtbot)
    qtbot.waitUntil(lambda: bar.maximum() > 200)
    assert set(page.totals.in_sight()) == {"net"}
    bar.setValue(60)
    assert set(page.totals.in_sight()) == set()
    bar.setValue(bar.maximum())
    assert set(page.totals.in_sight()) == {"gross"}


# Selection ---------------------------------------------------------------------------------------------------------


def test_everything_that_matches_can_be_selected(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 30)
    page = open_page()
    page.select_all()
    qtbot.wait(5)
    assert window.said == "30 of 30 selected"
    assert sorted(page.view.selected_ids()) == sorted(page.table.ids())


def test_the_selection_is_kept_by_records_when_the_list_is_read_anew(
    window: ListWindow, open_page: Open, qtbot: Any
) -> None:
    made = add_customers(window, 30)
    page = open_page()
    chosen = [page.table.id_at(row) for row in (4, 5, 9)]
    page.view.select_ids(chosen, chosen[1])
    company, entity = window.company, window.company.entity("customer")
    records.save(company, entity, {"name": "AAA first of all"})
    records.delete(company, entity, [next(one for one in made if one not in chosen)])
    settle(page, qtbot)
    assert page.table.rowCount() == 30
    assert sorted(page.view.selected_ids()) == sorted(chosen)
    assert page.view.current_id() == chosen[1]


def test_the_place_in_the_list_is_kept_when_it_is_read_anew(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 120)
    page = open_page()
    page.view.verticalScrollBar().setValue(60)
    top = page.table.id_at(60)
    records.save(window.company, window.company.entity("customer"), {"name": "AAA first of all"})
    settle(page, qtbot)
    assert page.table.id_at(page.view.verticalScrollBar().value()) == top


def test_a_record_is_shown_even_if_a_filter_hid_it(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    made = add_customers(window, 20)
    page = open_page()
    page.state.set_words("berglund")
    settle(page, qtbot)
    page.show_record(made[0])
    settle(page, qtbot)
    assert page.view.current_id() == made[0]
    assert not page.state.filtered()


def test_a_change_of_what_the_list_does_not_show_does_not_read_it_again(
    window: ListWindow, open_page: Open, qtbot: Any
) -> None:
    add_customers(window, 5)
    page = open_page()
    read: list[int] = []
    page.table.read.connect(lambda: read.append(1))
    records.save(window.company, window.company.entity("product"), {"name": "Chai"})
    qtbot.wait(60)
    assert read == []
    note = {"kind": "customer", "row": page.table.id_at(0), "text": "called", "at": "2026-11-23T09:00:00"}
    records.save(window.company, window.company.entity("note"), note)
    qtbot.waitUntil(lambda: bool(read))
    assert page.table.index(0, page.table.place_of("touched")).data() == "today"


# Working on records ------------------------------------------------------------------------------------------------


def test_deleting_can_be_undone_and_the_neighbour_is_selected(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 20)
    page = open_page()
    before, gone, next_one = names(page), page.table.id_at(3), page.table.id_at(4)
    page.view.select_ids([gone], gone)
    page.work.delete()
    settle(page, qtbot)
    assert page.table.rowCount() == 19
    assert page.view.current_id() == next_one
    assert window.toasts[-1] == (f"{before[3]} moved to the trash", True)
    undo(window.company.journal)
    settle(page, qtbot)
    assert names(page) == before


def test_a_change_of_many_records_is_made_beside_the_window(
    window: ListWindow, open_page: Open, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "MANY", 5)
    add_customers(window, 12)
    page = open_page()
    page.state.set_columns(("name", "city"))
    page.select_all()
    page.work.change(page.work.chosen(), [Step("city", "set", "Köln")])
    qtbot.waitUntil(lambda: bool(window.toasts))
    settle(page, qtbot)
    assert window.toasts == [("12 customers changed", True)]
    place = page.table.place_of("city")
    assert {page.table.index(row, place).data() for row in range(12)} == {"Köln"}


def test_what_others_need_is_not_deleted_and_the_reason_is_told(
    window: ListWindow, open_page: Open, qtbot: Any
) -> None:
    company, customer = window.company, add_customers(window, 3)[0]
    records.save(company, company.entity("invoice"), {"customer": customer, "status": "draft"})
    page = open_page()
    page.view.select_ids([customer], customer)
    page.work.delete()
    qtbot.waitUntil(lambda: bool(window.told))
    settle(page, qtbot)
    assert page.table.rowCount() == 3
    assert "cannot be deleted" in window.told[0]
    assert window.toasts == []


def test_s13_where_some_are_needed_the_others_can_be_deleted_and_what_goes_along_is_told(
    window: ListWindow, open_page: Open, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, made = window.company, add_customers(window, 12)
    records.save(company, company.entity("invoice"), {"customer": made[0], "status": "draft"})
    records.save(company, company.entity("contact"), {"name": "Tess Rowan", "customer": made[1]})
    for row in made[:3]:
        records.save(company, company.entity("note"), {"text": "Called", "kind": "customer", "row": row})
    asked: list[tuple[str, str]] = []

    def ask(_parent: Any, _title: str, text: str, act: str) -> bool:
        asked.append((text, act))
        return True

    monkeypatch.setattr(widgets, "ask", ask)
    page = open_page()
    page.select_all()
    page.work.delete()
    qtbot.waitUntil(lambda: bool(window.toasts))
    settle(page, qtbot)
    assert asked == [
        (f"Not to be deleted because of 1 invoice: 1 customer ({NAMES[0]}). Delete the others?",
         "Delete 11 customers")
    ]  # fmt: skip
    assert window.toasts[-1] == (
        "11 customers moved to the trash, with 2 notes; 1 contact kept without this link",
        True,
    )
    assert names(page) == [NAMES[0]]
    undo(company.journal)
    settle(page, qtbot)
    assert page.table.rowCount() == 12
    assert company.execute("SELECT customer FROM contact").fetchone() == (made[1],)


def test_a_copy_has_all_values_but_those_that_tell_records_apart(
    window: ListWindow, open_page: Open, qtbot: Any
) -> None:
    company, entity = window.company, window.company.entity("customer")
    reach = [{"type": "mobile", "value": "13800138000"}, {"type": "wechat", "value": "bonapp"}]
    values = {"name": "Bon app’", "city": "Marseille", "code": "C-7", "tags": ["VIP"]}
    records.save(company, entity, values, children={"reach": reach})
    page = open_page()
    page.work.duplicate()
    what, kind, made = window.asked[-1]
    assert (what, kind) == ("new", "customer")
    assert (made["name"], made["city"], made["tags"]) == ("Bon app’", "Marseille", ["VIP"])
    assert "id" not in made
    assert "code" not in made
    assert [row["value"] for row in made["reach"]] == ["bonapp"]


def test_enter_and_double_click_open_the_form(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 3)
    page = open_page()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    at = page.view.visualRect(page.table.index(1, 0)).center()
    double_click(page.view.viewport(), at)
    assert window.asked == [("edit", "customer", page.table.id_at(0)), ("edit", "customer", page.table.id_at(1))]


def test_export_hands_over_what_is_shown_and_what_is_selected(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 8)
    page = open_page()
    page.state.set_words("berg")
    settle(page, qtbot)
    page.work.export()
    kind, query, ids = window.asked[-1][1:]
    assert (kind, query.words, query.columns, ids) == ("customer", "berg", page.entity.list, None)
    page.state.clear()
    settle(page, qtbot)
    page.select_all()
    page.work.export()
    assert len(window.asked[-1][3]) == 8


def test_rows_on_the_clipboard_are_handed_to_the_import_of_an_empty_list(
    window: ListWindow, open_page: Open, qtbot: Any
) -> None:
    page = open_page()
    QGuiApplication.clipboard().setText("Name\tCity\nBon app’\tMarseille\n")
    page.work.paste()
    assert window.asked == [("paste", "customer", "Name\tCity\nBon app’\tMarseille\n")]


# Leaving, language, memory -----------------------------------------------------------------------------------------


def test_order_chip_and_columns_are_there_at_the_next_start(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 20)
    page = open_page()
    page.state.set_columns(("name", "city", "tags"))
    page.state.sort_by("city")
    page.state.choose("ready:key")
    page.view.set_widths["city"] = 222
    page._keep_widths()
    page.remember_now()
    settle(page, qtbot)
    again = open_page()
    assert [column.name for column in again.table.columns] == ["name", "city", "tags"]
    assert again.state.order() == ("city",)
    assert again.state.chip == "ready:key"
    assert again.view.columnWidth(1) == 222
    again.reset_columns()
    settle(again, qtbot)
    assert tuple(column.name for column in again.table.columns) == again.entity.list
    assert again.state.order() == again.entity.order
    ((told, action, bring_back),) = window.notices
    assert (told, action) == ("The columns are as they were at first", "Undo")
    again.reset_columns()
    assert len(window.notices) == 1  # nothing was changed: nothing is told
    bring_back()
    settle(again, qtbot)
    assert [column.name for column in again.table.columns] == ["name", "city", "tags"]
    assert again.state.order() == ("city",)
    assert again.view.columnWidth(1) == 222


def test_words_filters_and_the_current_record_survive_a_rebuild(
    window: ListWindow, open_page: Open, qtbot: Any
) -> None:
    add_customers(window, 30)
    page = open_page()
    page.state.set_condition(Condition("status", "in", ["customer"]))
    settle(page, qtbot)
    page.view.go_to(page.table.id_at(5))
    kept, current = page.keep(), page.table.id_at(5)
    again = open_page()
    again.take_back(kept)
    settle(again, qtbot)
    assert again.state.conditions == page.state.conditions
    assert again.view.current_id() == current


def test_a_hidden_page_is_brought_up_to_date_when_it_is_shown(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 3)
    page = open_page()
    page.window().hide()
    add_customers(window, 2)
    qtbot.wait(50)
    assert page.table.rowCount() == 3
    page.window().show()
    page.arrived()
    settle(page, qtbot)
    assert page.table.rowCount() == 5


def test_every_kind_has_a_page(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    for entity in window.company.entities:
        page = open_page(entity.name)
        assert page.head.title.text() == entity.plural
        page.window().close()


# Keys and names ----------------------------------------------------------------------------------------------------


def test_every_action_has_a_key_of_its_own(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 1)
    page = open_page()
    registry = Actions(page)
    registry.add(*list_actions("lists", lambda: page))
    assert registry.faults() == []
    registry.build(page.window(), page.window().menuBar())
    registry.show_page("lists")
    shown = {command.name for command in registry.commands() if command.possible}
    assert {"lists.new", "lists.delete", "lists.bulk", "lists.inline", "lists.all", "lists.search"} <= shown
    assert registry.run("lists.search")
    assert page.head.search.hasFocus()


def test_the_menu_of_a_row_offers_what_can_be_done_with_it(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 2)
    page = open_page()
    page.select_all()
    entries = {action.text().split("\t")[0]: action.isEnabled() for action in context_menu(page).actions()}
    assert entries["&Delete"] is True
    assert "D&uplicate…" not in entries, "one record at a time is duplicated"
    assert entries["&Bulk change…"] is True
    for name in ("en", "zh_CN"):
        i18n.use(name)
        letters = [key_of(action.text()) for action in context_menu(page).actions() if not action.isSeparator()]
        assert len(set(letters)) == len(letters)


def test_every_control_has_a_name(window: ListWindow, open_page: Open, qtbot: Any) -> None:
    add_customers(window, 5)
    page = open_page()
    page.state.set_condition(Condition("city", "in", ["Luleå"]))
    settle(page, qtbot)
    page.panels.add_filter()
    page.panels.open.show_column("city")  # type: ignore[union-attr]
    nameless = []
    for part in page.window().findChildren(QWidget):
        control = isinstance(part, QAbstractButton | QLineEdit | QAbstractItemView)
        if not control or not part.isVisible() or part.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        found = QAccessible.queryAccessibleInterface(part)
        if not found.text(QAccessible.Text.Name):
            nameless.append(part)
    assert nameless == []


@pytest.mark.parametrize("width", [540, 640, 1330])
def test_the_field_to_search_in_lies_clear_of_the_buttons(window: ListWindow, open_page: Open, width: int) -> None:
    add_customers(window, 3)
    head = open_page().head
    inside = head.layout()
    assert inside is not None
    inside.setGeometry(QRect(0, 0, width, 40))
    parts = [head.title, head.count, head.search, head.bring_in, head.write_out, head.new]
    for left, right in itertools.pairwise(parts):
        assert left.geometry().right() < right.geometry().left()
    assert (head.search.width() == theme.px(230)) == (width > 1000)


def test_a_panel_opened_by_its_key_gives_the_focus_back_to_the_list(open_page: Open, window: ListWindow) -> None:
    add_customers(window, 3)
    page = open_page()
    page.view.setFocus()
    panel = page.panels.choose_columns()
    assert QApplication.focusWidget() is panel.list
    QTest.keyClick(panel.list, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.view
    page.chips.columns.setFocus()
    page.panels.choose_columns().close_panel()
    assert QApplication.focusWidget() is page.chips.columns


def test_texts_give_way_before_the_last_column_is_out_of_sight(open_page: Open, window: ListWindow) -> None:
    for number in range(30):
        records.save(
            window.company, window.company.entity("customer"),
            {"name": f"Quayside {number} {'Provisions and Fine Teas' if number % 5 == 0 else 'Provisions'} Ltd",
             "city": "Malmö", "status": "key", "next_step": f"Send the new price list and {number} samples"},
            children={"reach": [{"type": "mobile", "value": "+44 7700 900367 x01"}]},
        )  # fmt: skip
    page = open_page()
    bar = page.view.horizontalScrollBar()
    assert bar.maximum() == 0  # all columns are seen beside the pane
    place = page.table.place_of
    phone, name = place("any_phone"), place("name")
    assert phone is not None and name is not None
    option = QStyleOptionViewItem()

    def needed(row: int, at: int) -> int:
        return page.view.itemDelegateForColumn(at).sizeHint(option, page.table.index(row, at)).width()

    assert page.view.columnWidth(phone) >= needed(0, phone)  # a number is of no use cut off
    shorter = next(row for row, text in enumerate(names(page)) if text == "Quayside 21 Provisions Ltd")
    assert page.view.columnWidth(name) >= needed(shorter, name)  # most names stay whole
    page.state.set_columns([*page.state.columns(), "next_on", "email", "website", "created", "notes"])
    assert bar.maximum() > 0
    assert page.view.columnWidth(name) >= needed(shorter, name)
    assert page.view.columnWidth(name) > 250  # where one has to scroll anyway, nothing is cut short for it


def test_the_keys_go_to_the_first_step_of_an_empty_list(open_page: Open, window: ListWindow, qtbot: Any) -> None:
    page = open_page()
    page.window().activateWindow()
    page.arrived()
    focus = page.window().focusWidget()
    assert isinstance(focus, QAbstractButton)
    assert focus.text() == "New customer"
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert window.asked == [("new", "customer", None)]


def test_the_keys_go_to_clear_filters_where_nothing_matches(open_page: Open, window: ListWindow, qtbot: Any) -> None:
    add_customers(window, 3)
    page = open_page()
    page.view.setFocus()
    page.state.set_condition(Condition("city", "is", "Nowhere"))
    settle(page, qtbot)
    focus = page.window().focusWidget()
    assert isinstance(focus, QAbstractButton)
    assert focus.text() == "Clear filters"
    QTest.keyClick(focus, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert page.table.rowCount() == 3
    page.head.search.setFocus()
    page.state.set_words("nobody is called so")
    settle(page, qtbot)
    assert page.window().focusWidget() is page.head.search  # whoever types goes on typing
