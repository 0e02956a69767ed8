"""Filters on what is linked and on what belongs here, through the panel, read back from the rows of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from crm_desktop.entity import records
from crm_desktop.entity.query import READY, Condition
from crm_desktop.entity.views import views_of
from crm_desktop.ui.listing.conditions import in_words
from crm_desktop.ui.listing.filters import FilterPanel
from crm_desktop.ui.listing.page import ListPage
from crm_desktop.ui.listing.panelrows import BESIDE
from tests.ui.list_window import TODAY, ListWindow, add_customers, settle

Open = Callable[[str], ListPage]


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[ListWindow]:
    made = ListWindow(tmp_path)
    ids = add_customers(made, 6)
    contact, order = made.company.entity("contact"), made.company.entity("order")
    for name, at in (("Ann", ids[0]), ("Bob", ids[1]), ("Cleo", None)):
        records.save(made.company, contact, {"name": name, "customer": at})
    for number, at, status in (("1", ids[0], "open"), ("2", ids[0], "done"), ("3", ids[2], "done")):
        records.save(
            made.company, order,
            {"number": number, "customer": at, "status": status, "ordered_on": TODAY.isoformat()},
            children={"lines": [{"text": "Tea", "quantity": 1000, "price": 100_0000}]},
        )  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def opened(window: ListWindow, qtbot: Any) -> Open:
    return partial(window.show_list, qtbot)


def names(page: ListPage) -> list[str]:
    return sorted(page.table.text_at(row, 0) for row in range(page.table.rowCount()))


def choose(panel: FilterPanel, words: str, qtbot: Any) -> None:
    panel.search.setText(words)
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)


def test_contacts_are_filtered_by_the_city_of_their_customer_by_keys_alone(opened: Open, qtbot: Any) -> None:
    page = opened("contact")
    panel = page.panels.add_filter()
    choose(panel, "customer › city", qtbot)
    assert panel.heading.text() == "Customer › City"
    ticks = panel.field.list  # type: ignore[union-attr]
    wanted = next(item for item in ticks.rows() if item.text() == "上海")
    ticks.setCurrentItem(wanted)
    qtbot.keyClick(ticks, Qt.Key.Key_Space)
    qtbot.keyClick(ticks, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert page.state.conditions == (Condition("customer.city", "in", ["上海"]),)
    assert names(page) == ["Ann"]
    assert [chip.text() for chip in page.chips.on] == ["Customer › City: 上海"]


def test_the_way_through_a_link_leads_there_and_back(opened: Open, qtbot: Any) -> None:
    page = opened("contact")
    panel = page.panels.add_filter()
    step = next(row for row in panel.names.rows() if row.text() == "Customer" and row.data(BESIDE))
    panel.names.act(step)
    assert panel.heading.text() == "Customer"
    assert panel.back.isVisibleTo(panel)
    choose(panel, "status", qtbot)
    assert panel.heading.text() == "Customer › Status"
    panel.back.click()
    panel.back.click()
    assert panel.heading.text() == "Filter"
    assert not panel.back.isVisibleTo(panel)


def test_customers_with_open_orders(opened: Open, window: ListWindow, qtbot: Any) -> None:
    page = opened("customer")
    panel = page.panels.add_filter()
    choose(panel, "orders", qtbot)
    assert panel.operation.currentData() == "some"
    panel.asking.narrow.click()
    choose(panel, "in progress", qtbot)
    panel.apply.click()
    settle(page, qtbot)
    wanted = Condition("order:customer", "some", None, (Condition(READY, "is", "open"),))
    assert page.state.conditions == (wanted,)
    assert page.table.rowCount() == 1
    assert in_words(window.company, page.entity, wanted) == "Has orders (In progress)"
    page.panels.keep("Waiting for goods")
    assert views_of(window.company, page.entity)[0].query.conditions == (wanted,)


def test_customers_by_the_total_of_their_orders_of_this_month(opened: Open, window: ListWindow, qtbot: Any) -> None:
    page = opened("customer")
    panel = page.panels.add_filter()
    panel.show_column("order:customer")
    panel.asking.measure.setCurrentIndex(panel.asking.measure.findData("order:customer:sum:gross"))
    panel.asking.measure.activated.emit(0)
    panel.field.editor.type("150")  # type: ignore[union-attr]
    panel.asking.narrow.click()
    choose(panel, "order date", qtbot)
    panel.operation.setCurrentIndex(panel.operation.findData("period"))
    panel.operation.activated.emit(0)
    panel.apply.click()
    assert panel.field.editor.raw() == 15000  # type: ignore[union-attr]
    panel.apply.click()
    settle(page, qtbot)
    (condition,) = page.state.conditions
    assert in_words(window.company, page.entity, condition) == (
        "Orders: sum of Total ≥ ¥150.00 (Order date: this month)"
    )
    assert page.table.rowCount() == 1
    again = page.panels.edit_filter(0, page.chips.on[0])
    assert again is not None and again.asking.of == list(condition.of)
    again.asking._take_off(0)
    again.apply.click()
    assert page.state.conditions == (Condition("order:customer:sum:gross", "at_least", 15000),)


def test_any_of_several_filters_by_the_chip_between_them(opened: Open, qtbot: Any) -> None:
    page = opened("customer")
    page.state.set_condition(Condition("city", "in", ["上海"]))
    assert not page.chips.match.isVisibleTo(page)
    page.state.set_condition(Condition("contact:customer", "none"))
    settle(page, qtbot)
    assert page.table.rowCount() == 0
    assert page.chips.match.isVisibleTo(page)
    page.chips.match.click()
    settle(page, qtbot)
    assert page.table.rowCount() == 5
    assert page.chips.match.text() == "Any of these"


def test_an_order_saved_elsewhere_changes_the_list_that_asks_for_it(
    opened: Open, window: ListWindow, qtbot: Any
) -> None:
    page = opened("customer")
    page.state.set_condition(Condition("order:customer", "none"))
    settle(page, qtbot)
    assert page.table.rowCount() == 4
    fourth = page.table.id_at(0)
    records.save(window.company, window.company.entity("order"), {"number": "9", "customer": fourth})
    qtbot.waitUntil(lambda: page.table.rowCount() == 3)


def test_chips_are_as_wide_as_their_counts_need(opened: Open, window: ListWindow, qtbot: Any) -> None:
    page = opened("customer")
    for number in range(9):
        page.state.set_words(f"x{number}")
        page.panels.keep(f"A view of some length {number}")
    page.state.choose("all")
    settle(page, qtbot)
    for count in (7, 1_234_567):
        page.chips.set_count("ready:key", count)
        shown = [chip for chip in (*page.chips.views.values(), page.chips.more, page.chips.save) if chip.isVisible()]
        line = sorted((*shown, page.chips.add, page.chips.columns), key=lambda chip: chip.x())
        assert all(chip.width() == chip.sizeHint().width() for chip in line)
        assert all(one.geometry().right() < other.x() for one, other in pairwise(line))
