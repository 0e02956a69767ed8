"""The home page: figures that open their lists, what is due, charts that load after the first paint."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.ui import theme
from crm_desktop.ui.home import HomePage
from crm_desktop.ui.kind_page import KindPage
from crm_desktop.ui.memory import WindowMemory
from tests.conftest import TODAY
from tests.ui.app_stage import DayWindow, customer, home_of, opened, until


@pytest.fixture
def memory(tmp_path: Path) -> WindowMemory:
    return WindowMemory(tmp_path / "window.json")


@pytest.fixture
def window(qtbot: QtBot, company: Company, memory: WindowMemory) -> Iterator[DayWindow]:
    row = customer(company, created=TODAY.isoformat(), status="key")
    stage = company.execute("SELECT id FROM stage ORDER BY position").fetchone()[0]
    deal = {"name": "Tea for the reopening", "customer": row, "stage": stage, "amount": 12_000_00}
    records.save(company, company.entity("opportunity"), deal)
    for title, ahead in (("Late", -2), ("Now", 0), ("Later", 3)):
        due = (TODAY + timedelta(days=ahead)).isoformat()
        records.save(company, company.entity("task"), {"title": title, "due": due, "kind": "customer", "row": row})
    with opened(qtbot, company, memory) as made:
        yield made


@pytest.fixture
def home(qtbot: QtBot, window: DayWindow) -> HomePage:
    page = home_of(qtbot, window)
    until(qtbot, lambda: all(card._chart is not None for card in page.charts))
    return page


def lines(home: HomePage) -> list[str]:
    model = home.due.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]


def test_the_page_greets_with_the_company_s_name_and_the_day(home: HomePage, company: Company) -> None:
    assert home._greeting.text() in ("Good morning", "Good afternoon", "Good evening")
    assert home._place.text() == "company · Monday, 23 November 2026"
    company.set_setting("name", "Birch Lane Trading")
    home.arrived()
    assert home._place.text() == "Birch Lane Trading · Monday, 23 November 2026"


def test_today_comes_before_what_is_overdue_and_what_is_ahead(home: HomePage) -> None:
    assert lines(home) == [
        "Today, 1", "Now, Birch Lane Stores, today", "Overdue, 1", "Late, Birch Lane Stores, 2 days late",
        "The next 7 days, 1", "Later, Birch Lane Stores, in 3 days",
    ]  # fmt: skip


def test_enter_on_something_due_opens_it(qtbot: QtBot, home: HomePage, window: DayWindow) -> None:
    with qtbot.waitSignal(home.due.opened) as told:
        QTest.keyClick(home.due, Qt.Key.Key_Return)
    assert told.args[0] == "task"
    assert window.current() == "event+task"
    page = window.page()
    assert isinstance(page, KindPage)
    assert page.kind() == "task"


def test_a_figure_opens_the_list_behind_it_by_mouse_and_by_keys(
    qtbot: QtBot, home: HomePage, window: DayWindow
) -> None:
    assert home._tiles[1].accessibleName() == "Open opportunities: 1. Weighted ¥1,200.00"
    home._tiles[1].setFocus()
    QTest.keyClick(home._tiles[1], Qt.Key.Key_Return)
    assert window.current() == "opportunity"
    page = window.page()
    assert isinstance(page, KindPage)
    assert page.list().state.query().ready == ("open",)
    window.show_page("home")
    QTest.mouseClick(home._tiles[0], Qt.MouseButton.LeftButton)
    assert window.current() == "customer"


def test_a_change_shows_after_a_moment(qtbot: QtBot, home: HomePage, company: Company) -> None:
    customer(company, "Second")
    until(qtbot, lambda: home._tiles[0].accessibleName().startswith("Customers: 2."))


def test_a_change_on_another_page_shows_on_return(
    qtbot: QtBot, home: HomePage, window: DayWindow, company: Company
) -> None:
    window.show_page("history")
    customer(company, "Second")
    qtbot.wait(50)
    assert home._tiles[0].accessibleName().startswith("Customers: 1.")
    window.show_page("home")
    until(qtbot, lambda: home._tiles[0].accessibleName().startswith("Customers: 2."))


def test_a_new_company_is_offered_the_first_steps_and_no_empty_charts(
    qtbot: QtBot, company: Company, memory: WindowMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(qtbot, company, memory) as window:
        page = home_of(qtbot, window)
        until(qtbot, lambda: page.beginning.isVisible())
        assert [made.text() for made in page.beginning.buttons] == [
            "Import a list…", "New customer", "Look at the demo company",
        ]  # fmt: skip
        assert page.beginning.buttons[0].hasFocus()
        asked: list[object] = []
        monkeypatch.setattr(window.files, "import_into", lambda kind, path: asked.append((kind, path)))
        page.beginning.buttons[0].click()
        assert asked == [(None, None)]
        customer(company)
        until(qtbot, lambda: not page.beginning.isVisible())


def test_nothing_due_is_said_in_words(qtbot: QtBot, company: Company, memory: WindowMemory) -> None:
    customer(company)
    with opened(qtbot, company, memory) as window:
        page = home_of(qtbot, window)
        until(qtbot, lambda: page._due_place.currentIndex() == 1)


# Charts --------------------------------------------------------------------------------------------------------------


def test_the_charts_tell_their_bars_to_screen_readers_and_in_tips(home: HomePage) -> None:
    first, second = home.charts
    assert first.accessibleName() == "New customers: 1 in 12 months"
    assert first.accessibleDescription().endswith("Nov 2026: 1 new customer")
    assert second.accessibleName() == "Open pipeline: ¥12,000.00"
    assert second.plot is not None
    at = second.plot.getViewBox().mapViewToScene(QPoint(0, 1))
    QTest.mouseMove(second.plot.viewport(), at.toPoint())
    second.plot._point(0)
    assert second.plot._items.pointed == 0


def test_a_chart_wears_the_colours_of_the_theme(qtbot: QtBot, home: HomePage) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)

    def colours() -> set[str]:
        drawn = home.charts[1].grab().toImage()
        return {drawn.pixelColor(x, y).name() for x in range(0, drawn.width(), 3) for y in range(0, drawn.height(), 3)}

    try:
        for scheme, tokens in (("light", theme.LIGHT), ("dark", theme.DARK)):
            theme.apply(app, scheme)  # type: ignore[arg-type]
            qtbot.wait(20)
            seen = colours()
            assert {tokens.card.lower(), tokens.accent.lower()} <= seen
            assert "#000000" not in seen
    finally:
        theme.apply(app, "light")


def test_a_chart_is_copied_and_saved_as_a_picture(
    qtbot: QtBot, home: HomePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = home.charts[0]
    assert [entry.text() for entry in card.menu().actions()] == ["Copy picture", "Save as PNG…"]
    card.copy()
    assert not QGuiApplication.clipboard().pixmap().isNull()
    named = lambda *_given, **_more: (str(tmp_path / "New customers"), "Picture (*.png)")  # noqa: E731
    monkeypatch.setattr(QFileDialog, "getSaveFileName", named)
    card.save()
    image = QImage(str(tmp_path / "New customers.png"))
    assert image.width() >= 2 * card.width() - 2


def test_a_picture_that_cannot_be_written_is_told(
    home: HomePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("crm_desktop.ui.widgets.dialogs.sentence", lambda _over, _title, text, *_m: told.append(text))
    monkeypatch.setattr("crm_desktop.ui.charts.ask_where", lambda *_given: tmp_path / "missing" / "chart.png")
    home.charts[0].save()
    assert told == [f"The folder {tmp_path / 'missing'} is not there. Choose another folder."]


def test_the_keyboard_arrives_at_what_is_due_and_at_the_figures_where_nothing_is(
    qtbot: QtBot, home: HomePage, window: DayWindow, company: Company
) -> None:
    assert home.due.hasFocus()
    records.delete(company, company.entity("task"), [row for (row,) in company.execute("SELECT id FROM task")])
    home.refresh()
    until(qtbot, lambda: home.due.count() == 0)
    assert home._tiles[0].hasFocus()
    window.show_page("customer")
    window.show_page("home")
    assert home._tiles[0].hasFocus()


def test_months_that_find_no_room_are_left_out_and_no_name_is_cut_off(home: HomePage) -> None:
    plot = home.charts[0].plot
    assert plot is not None

    def named(width: int) -> list[str]:
        plot.resize(width, 200)
        QApplication.processEvents()
        (names,) = plot.getAxis("bottom")._tickLevels
        return [name for _place, name in names]

    wide, narrow = named(700), named(230)
    assert len(wide) == 12
    assert len(narrow) < 12 and set(narrow) < set(wide) and narrow[-1] == wide[-1]
    assert home.charts[1].plot is not None


def test_a_long_name_of_the_company_pushes_no_button_out_of_a_narrow_window(
    home: HomePage, window: DayWindow, company: Company
) -> None:
    company.set_setting("name", "The Old Birch Lane Trading and Forwarding Company of Needham Market Limited")
    home.arrived()
    window.resize(820, 600)
    QApplication.processEvents()
    buttons = [made for made in home.findChildren(QPushButton) if made.text().startswith("New ") and made.isVisible()]
    assert [made.text() for made in buttons] == ["New memo…", "New customer"]
    for made in buttons:
        assert made.mapTo(home.viewport(), made.rect().bottomRight()).x() < home.viewport().width()
    assert home._place.shown().endswith("…")


def test_a_chart_without_anything_says_what_belongs_there(qtbot: QtBot, company: Company, memory: WindowMemory) -> None:
    records.save(company, company.entity("task"), {"title": "Only a task"})
    with opened(qtbot, company, memory) as window:
        page = home_of(qtbot, window)
        until(qtbot, lambda: page.charts[1]._chart is not None)
        assert page.charts[1].plot is None
        assert page.charts[1]._empty.isVisible()
