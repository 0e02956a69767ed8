"""Rows of a list: what each delegate draws, hover, selection, keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.ui import theme
from crm_desktop.ui.delegates import MoneyDelegate, NameDelegate, PillDelegate, delegate_for
from crm_desktop.ui.roles import ToneRole
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.widgets import TableCard
from tests.ui.list_window import double_click

KINDS = ("name", "pill", "money", "muted", "")
ROWS = [
    ("Blauer See Delikatessen", "Lead", "¥920.00", "today", "Mannheim"),
    ("上海明远贸易有限公司", "Customer", "¥12,480.00", "2 days ago", "上海"),
    ("", "", "", "", ""),
    ("A name\nof two lines that never ends " * 9, "A state that never ends " * 9, "9" * 60, "x" * 300, "y" * 300),
]


@pytest.fixture
def rows(qtbot: QtBot, qapp: QApplication) -> Iterator[RowTable]:
    theme.apply(qapp, "light")
    model = QStandardItemModel(0, len(KINDS))
    model.setHorizontalHeaderLabels(["Customer", "Stage", "Owes", "Last touched", "City"])
    for row in ROWS:
        cells = [QStandardItem(text) for text in row]
        cells[1].setData("good", ToneRole)
        cells[2].setData("bad", ToneRole)
        model.appendRow(cells)
    made = RowTable(name="Customers")
    model.setParent(made)
    made.setModel(model)
    for column, kind in enumerate(KINDS):
        made.setItemDelegateForColumn(column, delegate_for(kind, made))
    card = TableCard(made)
    card.resize(700, 300)
    qtbot.addWidget(card)
    card.show()
    yield made


def picture(rows: RowTable) -> QImage:
    viewport, card = rows.viewport(), rows.window()
    return card.grab(QRect(viewport.mapTo(card, QPoint(0, 0)), viewport.size())).toImage()


def colours(image: QImage, rows: RowTable, row: int, column: int) -> set[str]:
    """The colours in one cell."""
    cell = rows.visualRect(rows.model().index(row, column))
    return {
        image.pixelColor(x, y).name()
        for x in range(cell.left(), min(cell.right(), image.width() - 1))
        for y in range(cell.top(), cell.bottom())
    }


def near(names: set[str], wanted: str) -> bool:
    """Text is smoothed at its edges, so its colour is met nearly."""
    aim = QColor(wanted[:7]).getRgb()
    return any(all(abs(a - b) <= 24 for a, b in zip(QColor(n).getRgb(), aim, strict=True)) for n in names)


def test_rows_are_38_high_or_30(rows: RowTable) -> None:
    assert rows.rowHeight(0) == 38
    rows.set_compact(True)
    assert rows.rowHeight(0) == 30


def test_each_cell_is_drawn_in_its_tone(rows: RowTable) -> None:
    image = picture(rows)
    assert near(colours(image, rows, 0, 0), theme.avatar_colour(ROWS[0][0]).name())
    assert near(colours(image, rows, 0, 1), theme.LIGHT.pills["good"][1])
    assert near(colours(image, rows, 0, 2), theme.LIGHT.pills["bad"][0])
    assert near(colours(image, rows, 0, 3), theme.LIGHT.secondary)
    assert colours(image, rows, 2, 1) == {QColor(theme.LIGHT.card).name()}


def test_money_stands_on_the_right_of_its_cell(rows: RowTable) -> None:
    image = picture(rows)
    cell = rows.visualRect(rows.model().index(0, 2))
    left = {image.pixelColor(x, cell.center().y()).name() for x in range(cell.left(), cell.left() + 12)}
    assert left == {image.pixelColor(cell.left(), cell.center().y()).name()}
    assert MoneyDelegate.tabular


def test_selection_and_hover_reach_across_the_row(rows: RowTable, qtbot: QtBot) -> None:
    rows.selectRow(0)
    qtbot.mouseMove(rows.viewport(), rows.visualRect(rows.model().index(1, 0)).center())
    qtbot.waitUntil(lambda: rows.hovered_row == 1)
    image = picture(rows)
    ends = (2, rows.viewport().width() - 3)
    first, second = rows.rowViewportPosition(0) + 8, rows.rowViewportPosition(1) + 8
    assert [image.pixelColor(x, first).name() for x in ends] == [QColor(theme.LIGHT.soft).name()] * 2
    assert [image.pixelColor(x, second).name() for x in ends] == [QColor(theme.LIGHT.hover).name()] * 2


def test_rows_follow_a_change_of_scheme(rows: RowTable, qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    rows.selectRow(0)
    image = picture(rows)
    assert image.pixelColor(3, rows.rowViewportPosition(0) + 8).name() == QColor(theme.DARK.soft).name()
    assert image.pixelColor(3, rows.rowViewportPosition(1) + 8).name() == QColor(theme.DARK.card).name()
    theme.apply(qapp, "light")


@pytest.mark.parametrize("kind", [*KINDS, "icon", "number"])
def test_a_cell_asks_for_the_room_its_text_needs(rows: RowTable, kind: str) -> None:
    delegate = delegate_for(kind, rows)
    hint = delegate.sizeHint(None, rows.model().index(0, 0))  # type: ignore[arg-type]
    assert hint.height() == 38
    assert hint.width() >= 24


def test_chinese_names_are_bold_as_latin_ones_are_medium(rows: RowTable) -> None:
    delegate = NameDelegate(rows)
    assert delegate.font_of("上海明远")[0].weight() > delegate.font_of("Blauer See")[0].weight()
    assert isinstance(delegate_for("pill"), PillDelegate)


def test_enter_and_double_click_open_a_row(rows: RowTable, qtbot: QtBot) -> None:
    rows.setEditTriggers(RowTable.EditTrigger.NoEditTriggers)
    rows.selectRow(1)
    with qtbot.waitSignal(rows.opened) as heard:
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert heard.args[0].row() == 1
    where = rows.visualRect(rows.model().index(0, 1)).center()
    with qtbot.waitSignal(rows.opened) as heard:
        double_click(rows.viewport(), where)
    assert heard.args[0].row() == 0


def test_tab_leaves_the_table(rows: RowTable) -> None:
    assert not rows.tabKeyNavigation()


def test_the_heading_shows_the_order_beside_the_word(rows: RowTable) -> None:
    heading = rows.horizontalHeader()
    before = heading.grab().toImage()
    heading.setSortIndicatorShown(True)
    heading.setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    after = heading.grab().toImage()
    assert before != after
    assert heading.sectionSizeHint(0) > theme.text_width("Customer", theme.font(11.5))
    assert after.pixelColor(QPoint(5, heading.height() - 1)).name() == QColor(theme.LIGHT.line).name()
