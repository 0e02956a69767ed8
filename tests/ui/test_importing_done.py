"""The last step of the wizard: figures that add up, the rows that stayed out, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop import i18n
from crm_desktop.entity import records
from crm_desktop.store.undo import next_undo
from crm_desktop.ui import theme
from crm_desktop.ui.importing import afterwards
from crm_desktop.ui.importing.wizard import CHECK, COLUMNS, DONE, FILE
from tests.ui.importing_stage import HEADINGS, PEOPLE, Stage

Key = Qt.Key
NAMELESS = (None, "李四", None, None, "杭州")


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path)
    yield made
    made.window.close()


def test_rows_read_are_the_sum_of_what_became_of_them(stage: Stage) -> None:
    records.save(stage.company, stage.company.entity("customer"), {"name": "北京华信科技有限公司"})
    products = [("产品名称", "单价"), ("春茶", 128)]
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS], 产品=products, hidden_old=[HEADINGS, *PEOPLE]))
    stage.to_done()
    values = [tile.value for tile in stage.wizard.done_page.tiles.tiles]
    assert values == [8, 3, 1, 0, 3, 1]
    assert values[0] == sum(values[1:])
    assert stage.count("customer") == 3
    assert stage.count("product") == 1
    heading = stage.wizard.done_page.heading.text()
    assert heading == "2 customers created, 1 product created, 1 customer updated"


def test_how_full_each_field_came_is_listed(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS]))
    stage.to_done()
    fields = stage.wizard.done_page.filled.fields
    shown = {fields.index(row, 0).data(): fields.index(row, 2).data() for row in range(fields.rowCount())}
    assert shown["Name"] == "3 of 4"
    assert shown["City"] == "3 of 4", "the row that stayed out filled nothing"


def test_rows_that_stayed_out_are_saved_mended_and_brought_in(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS]))
    stage.to_done()
    page = stage.wizard.done_page
    assert page.save_failed.isVisible()
    assert page.failures.model().index(0, 0).data() == "5"
    assert stage.wizard.report is not None
    path = stage.folder / "mend.xlsx"
    assert afterwards.write(stage.wizard, stage.window, stage.wizard.report, path)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    row = next(number for number, values in enumerate(cells, 1) if "李四" in values)
    at = next(number for values in cells for number, value in enumerate(values, 1) if value == "客户名称")
    sheet.cell(row, at).value = "杭州云栖文创"
    book.save(path)
    stage.wizard.accept()
    stage.open(path)
    stage.to_done()
    assert ("杭州云栖文创",) in stage.rows("customer", "name")
    assert stage.count("customer") == 4


def test_the_name_offered_for_them_says_what_they_are() -> None:
    assert afterwards.offered_name("通讯录.xlsx") == "通讯录 - to mend.xlsx"


def test_the_import_is_undone_as_a_whole(stage: Stage) -> None:
    entity = stage.company.entity("customer")
    row = records.save(stage.company, entity, {"name": "北京华信科技有限公司"})
    stage.open(stage.workbook([(*HEADINGS, "尺码"), *[(*person, "M") for person in PEOPLE]]))
    stage.to_done()
    assert stage.count("customer") == 3
    assert records.read(stage.company, entity, row)["city"] == "北京"
    stage.wizard.done_page.undo.click()
    stage.rest()
    assert stage.count("customer") == 1
    assert stage.count("contact") == 0
    assert records.read(stage.company, entity, row)["city"] is None
    assert stage.wizard.done_page.undone.heading.text() == "The import is undone"
    assert not stage.wizard.done_page.kept.isVisible()


def test_what_an_undo_kept_is_listed(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    stage.to_done()
    entity = stage.company.entity("customer")
    assert stage.wizard.report is not None
    first = stage.wizard.report.sheets[0].records[0]
    records.change_field(stage.company, entity, [first], "city", "宁波")
    stage.wizard.done_page.undo.click()
    stage.rest()
    assert stage.rows("customer", "name", "city") == [(PEOPLE[0][0], "宁波")]
    assert "not all of it" in stage.wizard.done_page.undone.heading.text()
    assert PEOPLE[0][0] in stage.wizard.done_page.kept.toPlainText()


def test_after_an_undo_the_same_list_can_be_tried_again(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    stage.to_done()
    stage.wizard.done_page.undo.click()
    stage.rest()
    stage.wizard.done_page.undone.buttons[0].click()
    assert stage.wizard.step() == COLUMNS
    stage.choose_target(4, "leave")
    stage.to_done()
    assert stage.rows("customer", "name", "city")[0] == (PEOPLE[0][0], "")


def test_an_import_is_one_change_of_the_history(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE], "通讯录.xlsx"))
    stage.to_done()
    newest = next_undo(stage.company.journal)
    assert newest is not None
    assert "通讯录.xlsx" in newest[1]


def test_what_came_in_is_shown(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, PEOPLE[0]]))
    stage.to_done()
    assert stage.wizard.report is not None
    only = stage.wizard.report.sheets[0].records[0]
    stage.wizard.done_page.show_rows.click()
    assert not stage.wizard.isVisible()
    assert stage.window.asked == [("open", "customer", only)]


def test_esc_closes_the_last_step_without_a_question(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    stage.to_columns()
    stage.choose_target(4, "leave")
    stage.to_done()
    QTest.keyClick(stage.wizard, Key.Key_Escape)
    assert not stage.wizard.isVisible()
    assert stage.count("customer") == 3


def test_the_whole_way_is_walked_with_enter_alone(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    walked = []
    stage.wizard.step_shown.connect(walked.append)
    QTest.keyClick(stage.wizard, Key.Key_Return)
    for step in (CHECK, DONE):
        QTest.keyClick(stage.focused(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        stage.wait(lambda step=step: stage.wizard.step() == step)
    QTest.keyClick(stage.wizard, Key.Key_Return)
    assert walked == [COLUMNS, CHECK, DONE]
    assert not stage.wizard.isVisible()
    assert stage.count("customer") == 3


def nameless(page: QWidget) -> list[str]:
    """Controls that take the focus and say nothing to a screen reader."""
    found = []
    for child in page.findChildren(QWidget):
        if child.focusPolicy() == Qt.FocusPolicy.NoFocus or not child.isVisible():
            continue
        inner = child.objectName().startswith("qt_") or type(child).__name__ in ("QComboBoxPrivateContainer",)
        if not inner and not QAccessible.queryAccessibleInterface(child).text(QAccessible.Text.Name):
            found.append(f"{type(child).__name__} {child.objectName()}")
    return found


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_control_of_every_step_has_a_name(stage: Stage, language: str) -> None:
    i18n.use(language)
    products = [("产品名称", "单价"), ("春茶", 128)]
    stage.open()
    assert nameless(stage.wizard) == []
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS], 产品=products))
    steps = [nameless(stage.wizard)]
    for go_on in (stage.to_columns, stage.to_check, stage.to_done):
        go_on()
        steps.append(nameless(stage.wizard))
    assert steps == [[], [], [], []]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_wizard_follows_the_scheme_while_it_is_open(stage: Stage, scheme: str, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS]))
    stage.to_check()
    theme.apply(qapp, scheme)
    ground = stage.wizard.grab().toImage().pixelColor(4, 60).name().upper()
    assert ground == theme.tokens().background
    theme.apply(qapp, "light")


def test_the_window_stays_live_while_a_long_list_comes_in(stage: Stage) -> None:
    lines = [",".join(HEADINGS)]
    lines += [f"样例客户{n:05d}有限公司,赵{n},138{n:08d},c{n}@example.com,上海" for n in range(8000)]
    stage.open(stage.text("\n".join(lines)))
    stage.to_check()
    beats: list[int] = []
    clock = QTimer()
    clock.timeout.connect(lambda: beats.append(1))
    clock.start(2)
    stage.to_done()
    clock.stop()
    assert len(beats) > 20
    assert stage.count("customer") == 8000


def test_the_steps_say_where_one_is(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    stage.to_columns()
    names = [step.accessibleName() for step in stage.wizard.bar.steps]
    assert names[FILE] == "Step 1 of 4: File, done"
    assert names[COLUMNS] == "Step 2 of 4: Match columns, current"
    assert [step.isEnabled() for step in stage.wizard.bar.steps] == [True, False, False, False]


@pytest.mark.parametrize("kept", [True, False])
def test_cells_not_taken_and_values_that_differ_are_told_one_by_one(stage: Stage, kept: bool) -> None:
    records.save(stage.company, stage.company.entity("customer"), {"name": "北京华信科技有限公司", "city": "天津"})
    stage.open(stage.workbook([HEADINGS, *PEOPLE, NAMELESS]))
    stage.to_check()
    if not kept:
        stage.wizard.check_page.keep.click()
        stage.rest()
    stage.to_done()
    end = "its text is kept beside it." if kept else "its text was not kept."
    assert stage.wizard.done_page.remarks.texts() == [
        "3 contacts created along with them.",
        f"1 cell could not be taken as it stands; {end}",
        "Row 4, 邮箱: “wang#hongda.example” is no mail address.",
        "1 value in the list differs from what is there.",
        "Row 3, City: “天津” stays; the list says “北京”.",
    ]
