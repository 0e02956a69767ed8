"""How wide the columns of a list are at first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QStyleOptionViewItem

from crm_desktop import i18n
from crm_desktop.entity import records
from crm_desktop.ui import theme
from crm_desktop.ui.delegates import PADDING
from crm_desktop.ui.listing.looks import is_relative
from crm_desktop.ui.listing.page import ListPage
from crm_desktop.values.dates import relative_day
from tests.ui.list_window import ListWindow, Pane, settle

Open = Callable[[], ListPage]


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[ListWindow]:
    made = ListWindow(tmp_path)
    yield made
    made.close()


@pytest.fixture
def open_page(window: ListWindow, qtbot: Any) -> Open:
    def opened() -> ListPage:
        page = window.show_list(qtbot, make_detail=Pane)
        page.state.set_columns(("name", "main_contact", "any_phone", "city", "status", "owes", "touched", "next_step"))
        settle(page, qtbot)
        qtbot.waitUntil(lambda: "city" in page.view._fitted)
        return page

    return opened


def city_widths(page: ListPage) -> tuple[int, list[int]]:
    """How wide the column is, and how wide each of its texts is drawn, the widest last."""
    place = page.table.place_of("city")
    assert place is not None
    delegate, option = page.view.itemDelegateForColumn(place), QStyleOptionViewItem()
    rows = range(page.table.rowCount())
    return page.view.columnWidth(place), sorted(
        delegate.sizeHint(option, page.table.index(row, place)).width() for row in rows
    )


def in_cities(window: ListWindow, cities: list[str]) -> None:
    for number, city in enumerate(cities):
        records.save(window.company, window.company.entity("customer"), {"name": f"N{number}", "city": city})


def test_each_of_a_few_words_is_shown_whole(window: ListWindow, open_page: Open) -> None:
    in_cities(window, ["Needham Market"] * 20 + ["Wells-next-the-Sea on the coast"])
    wide, texts = city_widths(open_page())
    assert wide >= texts[-1] > 1.4 * texts[-2]


def test_one_long_text_among_many_pushes_nothing_out_of_sight(window: ListWindow, open_page: Open) -> None:
    in_cities(
        window, [f"Needham {number}" for number in range(20)] + ["Wells-next-the-Sea on the coast", "Needham Market"]
    )
    wide, texts = city_widths(open_page())
    assert texts[-2] <= wide < texts[-1]


def test_no_short_word_of_the_first_rows_is_cut_off(window: ListWindow, open_page: Open) -> None:
    """Many of the longest word must not hide a shorter one that is drawn wider."""
    for number in range(40):
        records.save(window.company, window.company.entity("customer"), {"name": f"N{number}", "city": "Closed lost"})
    records.save(window.company, window.company.entity("customer"), {"name": "A", "city": "Closed won"})
    view = open_page().view
    place = view.table.place_of("city")
    assert place is not None
    wide = next(row for row in range(view.table.rowCount()) if view.table.text_at(row, place) == "Closed won")
    assert view.tip_at(view.table.index(wide, place)) == ""


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_day_of_another_year_fits_the_column_that_says_how_long_ago(
    window: ListWindow, open_page: Open, language: str
) -> None:
    i18n.use(language)
    company = window.company
    row = records.save(company, company.entity("customer"), {"name": "A"})
    note = {"type": "note", "text": "x", "kind": "customer", "row": row}
    records.save(company, company.entity("note"), {**note, "at": "2026-11-22T10:00:00"})
    view = open_page().view
    place = next(at for at, column in enumerate(view.table.columns) if is_relative(column))
    old = relative_day(date(2025, 10, 28), window.today(), language)
    assert view.columnWidth(place) >= theme.text_width(old, theme.font()) + 2 * theme.px(PADDING)
