"""The page of possible duplicates and the dialog that merges, by keys and by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.alike import merging
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.ui.duplicates.dialog import MergeDialog
from crm_desktop.ui.duplicates.page import PAST, DuplicatesPage
from crm_desktop.ui.memory import WindowMemory
from tests.alike.lists import save
from tests.ui.app_stage import DayWindow, customer, opened, until


@pytest.fixture
def window(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[DayWindow]:
    save(company, "customer", name="上海明远贸易有限公司", tier="A", mobile="13800138000")
    save(company, "customer", name="明远贸易", tier="B", email="office@mingyuan.example")
    save(company, "customer", name="Velvetfjord Copper Ltd", phone="+353 21 555 0101")
    save(company, "customer", name="Velvetfjord Coper", phone="+353 21 555 0101")
    save(company, "customer", name="Granite Lumen")
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json")) as made:
        yield made


@pytest.fixture
def page(qtbot: QtBot, window: DayWindow) -> DuplicatesPage:
    window.registry.run("duplicates.show")
    made = window.page("duplicates")
    assert isinstance(made, DuplicatesPage)
    settled(qtbot, made)
    return made


def settled(qtbot: QtBot, page: DuplicatesPage) -> None:
    """Wait until every search has ended."""
    findings = page.findings
    until(qtbot, lambda: not findings.running() and not findings._queue and not findings._later.isActive())


def groups(page: DuplicatesPage) -> list[tuple[int, ...]]:
    return [page.rows.at(row).rows for row in range(page.rows.rowCount())]


def answer(window: DayWindow, run: Any) -> list[MergeDialog]:
    """Answer the dialog that comes up next."""
    seen: list[MergeDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, MergeDialog):
            seen.append(dialog)
            run(dialog)

    QTimer.singleShot(50, look)
    return seen


def test_w8_the_page_shows_groups_with_reasons_side_by_side(page: DuplicatesPage, window: DayWindow) -> None:
    assert sorted(groups(page)) == [(1, 2), (3, 4)]
    shown = {page.rows.index(row, 2).data() for row in range(page.rows.rowCount())}
    assert "same name, but for the town and words like Ltd or 有限公司" in shown
    assert page.rows.index(0, 1).data().endswith("%")
    assert window.status_line is not None and page.chosen() is not None


def test_w8_enter_merges_with_the_values_proposed_and_the_page_follows(
    page: DuplicatesPage, window: DayWindow, company: Company, qtbot: QtBot
) -> None:
    page.table.selectRow(groups(page).index((1, 2)))
    seen = answer(window, lambda dialog: dialog.accept())
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert len(seen) == 1
    assert seen[0].titles == {1: "上海明远贸易有限公司", 2: "明远贸易"}
    kept = records.read(company, company.entity("customer"), 1)
    assert (kept["name"], kept["tier"]) == ("上海明远贸易有限公司", "A")
    settled(qtbot, page)
    assert groups(page) == [(3, 4)]
    page.show_kind(PAST)
    assert page.rows.index(0, 0).data() == "Merge 上海明远贸易有限公司 with 明远贸易"
    window.registry.run("duplicates.part")
    settled(qtbot, page)
    assert page.rows.rowCount() == 0
    page.show_kind("customer")
    assert sorted(groups(page)) == [(1, 2), (3, 4)]


def test_w8_what_is_chosen_in_the_dialog_is_what_stays(
    page: DuplicatesPage, window: DayWindow, company: Company
) -> None:
    customers = company.entity("customer")
    dialog = MergeDialog(window, customers, merging.plan(company, customers, [1, 2]), window)
    assert set(dialog.choices) == {"name", "tier"}
    dialog.survivors.button(2).click()
    assert dialog.choices["name"].checkedId() == 2
    dialog.choices["tier"].button(1).click()
    done: list[merging.Merged] = []
    dialog.merged.connect(done.append)
    dialog.accept()
    kept = records.read(company, customers, done[0].row)
    assert (kept["id"], kept["name"], kept["tier"]) == (2, "明远贸易", "A")


def test_leaving_the_dialog_changes_nothing(page: DuplicatesPage, window: DayWindow, company: Company) -> None:
    before = window.undoing.newest()
    seen = answer(window, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    page.merge()
    assert len(seen) == 1 and window.undoing.newest() == before


def test_not_the_same_is_remembered_and_can_be_undone(page: DuplicatesPage, window: DayWindow, qtbot: QtBot) -> None:
    page.table.selectRow(groups(page).index((3, 4)))
    window.registry.run("duplicates.apart")
    settled(qtbot, page)
    assert groups(page) == [(1, 2)]
    page.seek_all()
    settled(qtbot, page)
    assert groups(page) == [(1, 2)]
    window.undoing.undo()
    settled(qtbot, page)
    assert sorted(groups(page)) == [(1, 2), (3, 4)]


def test_what_is_skipped_comes_back_when_looked_for_again(
    page: DuplicatesPage, window: DayWindow, qtbot: QtBot
) -> None:
    first = page.chosen()
    assert first is not None
    window.registry.run("duplicates.skip")
    assert first.rows not in groups(page) and page.rows.rowCount() == 1
    window.registry.run("duplicates.again")
    settled(qtbot, page)
    assert first.rows in groups(page)


def test_a_new_record_that_is_there_twice_appears_by_itself(
    page: DuplicatesPage, company: Company, qtbot: QtBot
) -> None:
    row = customer(company, "Granite Lumen GmbH")
    settled(qtbot, page)
    assert (5, row) in groups(page)
    records.save(company, company.entity("customer"), {"name": "Something Else"}, row=row)
    settled(qtbot, page)
    assert (5, row) not in groups(page)


def test_what_changes_while_another_page_is_shown_is_looked_at_on_the_way_back(
    page: DuplicatesPage, window: DayWindow, company: Company, qtbot: QtBot
) -> None:
    window.show_page("customer")
    row = customer(company, "Granite Lumen GmbH")
    assert not page.findings.running() and not page.findings._later.isActive()
    window.show_page("duplicates")
    settled(qtbot, page)
    assert (5, row) in groups(page)


def test_a_kind_without_duplicates_says_so(page: DuplicatesPage) -> None:
    page.show_kind("product")
    assert page.rows.rowCount() == 0
    assert not page.join.isEnabled()
    assert page._place.currentIndex() == 1


def test_the_search_can_be_stopped_and_ends_with_the_window(page: DuplicatesPage, window: DayWindow) -> None:
    page.seek_all()
    page.findings.stop()
    assert not page.findings.running()
    page.seek_all()
    window.close()
    assert not page.findings.running()


def test_selected_rows_of_a_list_are_merged_by_key(window: DayWindow, company: Company, qtbot: QtBot) -> None:
    window.show_page("customer")
    shown = window.list_shown()
    assert shown is not None
    until(qtbot, lambda: shown.table.rowCount() == 5)
    action = window.registry.qaction("lists.merge")
    assert not action.isEnabled()
    shown.select_all()
    until(qtbot, lambda: shown.view.selected_count() == 5)
    window.registry.refresh()
    assert action.isEnabled()
    seen = answer(window, lambda dialog: dialog.accept())
    window.registry.run("lists.merge")
    assert len(seen) == 1 and len(seen[0].titles) == 5
    until(qtbot, lambda: shown.table.rowCount() == 1)
