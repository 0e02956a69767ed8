"""The third step of the wizard: what will happen, and mending it in place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.entity import records
from crm_desktop.exchange.decisions import LIKELY
from crm_desktop.ui.importing.check_table import FATE, FIRST, KNOWN, MarkRole
from crm_desktop.ui.importing.wizard import CHECK, DONE
from tests.ui.importing_stage import HEADINGS, PEOPLE, WAIT_MS, Stage, answer

Key = Qt.Key
ACROSS = Qt.Orientation.Horizontal
MAIL = FIRST + 3
NAMELESS = (None, "李四", None, None, "杭州")


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path)
    yield made
    made.window.close()


def tiles(stage: Stage) -> list[str]:
    return [tile.accessibleName().rpartition(": ")[2] for tile in stage.wizard.check_page.tiles.tiles]


def column(stage: Stage, section: int) -> list[str]:
    rows = stage.wizard.check_page.table.rows
    return [rows.index(row, section).data() for row in range(rows.rowCount())]


def mark(stage: Stage, row: int, section: int) -> str:
    return stage.wizard.check_page.table.rows.index(row, section).data(MarkRole)


def test_counts_fates_and_reasons_are_shown_before_anything_is_written(stage: Stage) -> None:
    entity = stage.company.entity("customer")
    records.save(stage.company, entity, {"name": "北京华信科技有限公司"})
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS]))
    stage.to_check()
    assert tiles(stage) == ["2", "1", "0", "0", "1"]
    assert column(stage, FATE) == ["new", "update", "new", "stays out"]
    assert column(stage, KNOWN)[1] == "北京华信科技有限公司 (same name)"
    assert stage.wizard.next.text() == "&Import 3 rows"
    assert stage.count("customer") == 1
    assert "will be created along with them" in stage.wizard.check_page.remarks.texts()[0]
    rows = stage.wizard.check_page.table.rows
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal, rows)


def test_a_doubtful_cell_is_marked_and_told_below_the_table(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS]))
    stage.to_check()
    page = stage.wizard.check_page
    assert mark(stage, 2, MAIL) == "warning"
    assert mark(stage, 3, FIRST) == "bad"
    assert mark(stage, 0, MAIL) == ""
    page.table.setCurrentIndex(page.table.rows.index(2, MAIL))
    stage.qtbot.waitUntil(lambda: "wang#hongda.example" in page.about.text())
    assert page.about.text().startswith("Row 4, 邮箱: ")
    assert "kept beside it" in page.about.text()
    page.table.setCurrentIndex(page.table.rows.index(0, MAIL))
    stage.qtbot.waitUntil(lambda: page.about.text() == "Row 2: new")


def test_an_error_of_the_spreadsheet_is_marked_but_nothing_is_said_to_be_kept(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE[:2], ("丙公司", "赵敏", "13700000000", "#N/A", "上海")]))
    stage.to_check()
    page = stage.wizard.check_page
    assert mark(stage, 2, MAIL) == "warning"
    page.table.setCurrentIndex(page.table.rows.index(2, MAIL))
    stage.qtbot.waitUntil(lambda: "error of the spreadsheet" in page.about.text())
    assert "kept beside it" not in page.about.text()


def test_a_faulty_cell_is_mended_in_place_and_the_row_then_comes_in(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS]))
    stage.to_check()
    stage.edit(3, FIRST, "杭州云栖文创")
    assert tiles(stage) == ["4", "0", "0", "0", "0"]
    assert mark(stage, 3, FIRST) == ""
    stage.edit(2, MAIL, "wang@hongda.example")
    assert mark(stage, 2, MAIL) == ""
    assert not stage.wizard.check_page.next_fault.isVisible()
    assert stage.wizard.check_page.table.currentIndex().row() == 2
    stage.to_done()
    assert stage.rows("customer", "name")[3] == ("杭州云栖文创",)
    assert stage.rows("customer", "name", "email")[2] == ("苏州宏达机械厂", "wang@hongda.example")


def test_a_cell_may_be_spoilt_too(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    stage.to_check()
    stage.edit(0, MAIL, "zhang at mingyuan")
    assert mark(stage, 0, MAIL) == "warning"
    assert stage.wizard.check_page.filters["faults"].accessibleName() == "With faults, 2"


def test_rows_are_filtered_by_what_happens_to_them(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS]))
    stage.to_check()
    filters = stage.wizard.check_page.filters
    assert {name: chip.accessibleName() for name, chip in filters.items() if chip.isVisible()} == {
        "all": "All, 4", "faults": "With faults, 2", "created": "New records, 3",
    }  # fmt: skip
    filters["faults"].click()
    assert column(stage, FATE) == ["new", "stays out"]
    filters["created"].click()
    assert column(stage, FATE) == ["new"] * 3
    filters["all"].click()
    assert len(column(stage, FATE)) == 4


def test_f8_goes_from_fault_to_fault(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS]))
    stage.to_check()
    table = stage.wizard.check_page.table
    for place in ((2, MAIL), (3, FIRST), (2, MAIL)):
        QTest.keyClick(table, Key.Key_F8)
        assert (table.currentIndex().row(), table.currentIndex().column()) == place


def test_f8_leaves_out_no_fault_of_a_row(stage: Stage) -> None:
    rows = [("名称", "邮箱", "信用额度"), ("甲公司", "no mail", "abc"), ("乙公司", "", "def")]
    stage.open(stage.workbook(rows), "customer")
    stage.to_check()
    table = stage.wizard.check_page.table
    seen = []
    for _time in range(4):
        QTest.keyClick(table, Key.Key_F8)
        seen.append((table.currentIndex().row(), table.model().headerData(table.currentIndex().column(), ACROSS)))
    assert seen == [(0, "Mail"), (0, "Credit limit"), (1, "Credit limit"), (0, "Mail")]


def test_dates_with_two_readings_are_asked_about_once(stage: Stage) -> None:
    stage.open(stage.workbook([("名称", "登记日期"), ("甲公司", "03/04/2024"), ("乙公司", "05/06/2024")]), "customer")
    stage.to_check()
    question = stage.wizard.check_page.questions.dates
    assert question.isVisible()
    assert not any("03/04/2024" in text for text in stage.wizard.check_page.remarks.texts())
    assert (question.orders["dmy"].text(), question.orders["mdy"].text()) == ("3 Apr 2024", "4 Mar 2024")
    question.orders["dmy"].click()
    stage.rest()
    assert not question.isVisible()
    stage.to_done()
    assert [day for _name, day in stage.rows("customer", "name", "created")] == ["3 Apr 2024", "5 Jun 2024"]


def test_rows_that_mean_the_same_record_are_told(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, PEOPLE[0], PEOPLE[0], PEOPLE[1]]))
    stage.to_check()
    assert column(stage, KNOWN)[1] == "the same as row 2"
    assert column(stage, FATE) == ["new", "unchanged", "new"]


def test_nothing_to_bring_in_is_said(stage: Stage) -> None:
    path = stage.workbook([HEADINGS, *PEOPLE])
    stage.open(path)
    stage.to_done()
    stage.wizard.accept()
    stage.open(path)
    stage.to_check()
    assert tiles(stage)[:3] == ["0", "0", "3"]
    assert not stage.wizard.next.isEnabled()
    assert "nothing to bring in" in stage.wizard.hint.text()


def test_a_long_list_is_counted_again_aside_while_the_person_goes_on(stage: Stage) -> None:
    rows = [(f"样例客户{n:05d}有限公司", f"赵{n}", f"138{n:08d}", f"c{n}@example.com", "上海") for n in range(6000)]
    stage.open(stage.workbook([HEADINGS, *rows, NAMELESS, NAMELESS]))
    stage.to_check()
    page, wizard = stage.wizard.check_page, stage.wizard
    assert tiles(stage)[0] == "6,000" and tiles(stage)[4] == "2"
    sheet = page.chips.current()
    assert sheet is not None
    page.edit(6000, 0, "杭州云栖文创")
    stage.qtbot.waitUntil(wizard.at_work.has_aside, timeout=WAIT_MS)
    assert page.counting.isVisible() and not wizard.at_work.veil.isVisible() and not wizard.busy()
    page.edit(6001, 0, "绍兴若耶文创")
    assert not wizard.at_work.has_aside(), "what is out of date is counted no further"
    stage.rest()
    assert not page.counting.isVisible()
    assert (tiles(stage)[0], tiles(stage)[4]) == ("6,002", "0")
    assert wizard.next.text() == "&Import 6,002 rows"


def test_an_import_does_not_wait_for_the_counting_and_counts_on_where_it_was_stopped(stage: Stage) -> None:
    rows = [(f"样例客户{n:05d}有限公司", f"赵{n}", f"138{n:08d}", f"c{n}@example.com", "上海") for n in range(3000)]
    stage.open(stage.workbook([HEADINGS, *rows, NAMELESS]))
    stage.to_check()
    page = stage.wizard.check_page
    page.edit(3000, 0, "杭州云栖文创")
    stage.wizard.next.click()
    assert stage.wizard.busy() and not stage.wizard.at_work.has_aside()
    QTest.keyClick(stage.wizard.at_work.veil, Key.Key_Escape)
    stage.rest()
    stage.wait(lambda: tiles(stage)[0] == "3,001")
    page.edit(0, 0, "样例客户甲")
    stage.wizard.next.click()
    stage.wait(lambda: stage.wizard.step() == DONE)
    assert stage.count("customer") == 3001


def test_several_questions_take_the_room_of_one_and_are_turned_over(stage: Stage) -> None:
    rows = [("客户名称", "电话", "登记日期"), ("明远", 1088889999, "03/04/2024"), ("恒达", "021-1234567", "05/06/2024")]
    stage.open(stage.workbook(rows), "customer")
    stage.to_check()
    questions = stage.wizard.check_page.questions
    assert questions.asked() == [questions.dates, questions.zeros]
    assert (questions.dates.isVisible(), questions.zeros.isVisible()) == (True, False)
    assert questions.turn.text() == "1 more question"
    questions.turn.click()
    assert (questions.dates.isVisible(), questions.zeros.isVisible()) == (False, True)
    questions.zeros.action.click()
    stage.rest()
    assert questions.zeros.isVisible(), "what was answered may be taken back"
    questions.turn.click()
    questions.dates.orders["dmy"].click()
    stage.rest()
    assert questions.asked() == [questions.zeros] and questions.zeros.isVisible()
    assert not questions.turn.isVisible()


def test_i21_lost_zeros_are_told_and_put_back_in_one_click(stage: Stage) -> None:
    rows = [("客户名称", "电话", "邮编"), ("明远", 1088889999, 10010), ("恒达", 75583345678, 210000),
            ("海川", "021-50001234", 200120)]  # fmt: skip
    stage.open(stage.workbook(rows), "customer")
    stage.to_check()
    page = stage.wizard.check_page
    question = page.questions.zeros
    assert question.isVisible() and not page.questions.turn.isVisible()
    assert question.text.text() == (
        "电话: 2 cells may have lost a zero at the beginning (1088889999 → 01088889999). "
        "邮编: 1 cell may have lost a zero at the beginning (10010 → 010010)."
    )
    assert not any("zero" in text for text in page.remarks.texts()), "what is asked above is not told twice"
    assert [mark(stage, row, FIRST + 1) for row in range(3)] == ["warning", "warning", ""]
    page.table.setCurrentIndex(page.table.rows.index(0, FIRST + 2))
    stage.qtbot.waitUntil(lambda: "5 digits, expected 6" in page.about.text())
    assert question.action is not None
    question.action.click()
    stage.rest()
    assert question.action.text() == "Leave the cells as they are"
    assert mark(stage, 0, FIRST + 1) == ""
    question.action.click()
    stage.rest()
    assert mark(stage, 0, FIRST + 1) == "warning"
    question.action.click()
    stage.rest()
    stage.to_done()
    assert stage.rows("customer", "phone", "postcode") == [
        ("01088889999", "010010"), ("075583345678", "210000"), ("021-50001234", "200120")
    ]  # fmt: skip


def test_a_stopped_import_leaves_the_file_as_it_was(stage: Stage) -> None:
    rows = [(f"样例客户{n:05d}有限公司", f"赵{n}", f"138{n:08d}", f"c{n}@example.com", "上海") for n in range(3000)]
    stage.open(stage.workbook([HEADINGS, *rows]))
    stage.to_check()
    stage.wizard.next.click()
    assert stage.wizard.busy()
    QTest.keyClick(stage.wizard.at_work.veil, Key.Key_Escape)
    stage.rest()
    assert stage.wizard.step() == CHECK
    assert stage.count("customer") == stage.count("contact") == 0
    assert stage.wizard.next.isEnabled()
    assert stage.wizard.hint.text() == "Stopped: nothing was brought in, everything is as it was before."
    assert stage.wizard.focusWidget() is stage.wizard.next
    stage.to_done()
    assert stage.count("customer") == 3000


def test_a_second_press_while_it_runs_starts_nothing(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    stage.to_check()
    stage.wizard.go_on()
    stage.wizard.go_on()
    stage.wizard.run_import()
    stage.rest()
    assert stage.count("customer") == 3


def test_esc_asks_only_where_something_would_be_lost(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS]))
    QTest.keyClick(stage.wizard, Key.Key_Escape)
    assert not stage.wizard.isVisible()
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS]))
    stage.to_check()
    said = answer("Stop the import")
    QTest.keyClick(stage.wizard.check_page.table, Key.Key_Escape)
    assert said == ["Stop this import?"] and not stage.wizard.isVisible()
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS]))
    stage.to_check()
    stage.edit(3, FIRST, "杭州云栖文创")
    said = answer("Cancel")
    QTest.keyClick(stage.wizard.check_page.table, Key.Key_Escape)
    assert said == ["Stop this import?"]
    assert stage.wizard.isVisible()
    said = answer("Stop the import")
    stage.wizard.cancel.click()
    assert said == ["Stop this import?"]
    assert not stage.wizard.isVisible()
    assert stage.count("customer") == 0


def test_enter_on_a_choice_opens_it_and_begins_no_import(stage: Stage) -> None:
    wizard = stage.open(stage.workbook([HEADINGS, *PEOPLE, PEOPLE[0]]), "customer")
    stage.to_check()
    ways = wizard.check_page.group.ways
    wizard.check_page.group.put(LIKELY, "skip")
    ways.setFocus()
    QTest.keyClick(ways, Key.Key_Return)
    stage.rest()
    assert ways.view().isVisible() and wizard.step() == CHECK and stage.count("customer") == 0
    ways.hidePopup()


def test_tab_goes_from_the_page_to_the_buttons_below_it(stage: Stage) -> None:
    wizard = stage.open(stage.workbook([HEADINGS, *PEOPLE]), "customer")
    stage.to_check()
    page = wizard.check_page
    page.table.setFocus()
    met: list[QWidget] = [page.table]
    while met[-1] is not page.table or len(met) == 1:
        QTest.keyClick(met[-1], Key.Key_Tab)
        met.append(stage.focused())
        assert len(met) < 20
    outside = [one for one in met if not page.isAncestorOf(one)]
    assert outside == [wizard.cancel, wizard.back, wizard.next, *wizard.bar.steps[:2]]
    left = met.index(wizard.cancel)
    assert met[left : left + 5] == outside
