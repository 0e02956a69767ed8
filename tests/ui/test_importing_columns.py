"""The second step of the wizard: what the columns become."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from crm_desktop import i18n
from crm_desktop.entity import records
from crm_desktop.ui.importing.column_table import HEADING, TARGET, VALUES, WHY
from crm_desktop.ui.importing.targets import Choices
from crm_desktop.ui.importing.wizard import COLUMNS
from tests.ui.importing_stage import HEADINGS, PEOPLE, Stage

Key = Qt.Key
SIZED = (*HEADINGS, "尺码")


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path)
    yield made
    made.window.close()


def column(stage: Stage, section: int) -> list[str]:
    rows = stage.wizard.columns.table.columns
    return [rows.index(row, section).data() for row in range(rows.rowCount())]


def test_each_column_shows_its_heading_some_values_its_target_and_why(stage: Stage) -> None:
    stage.open(stage.workbook([SIZED, *[(*person, size) for person, size in zip(PEOPLE, "SML", strict=True)]]))
    stage.to_columns()
    assert column(stage, HEADING) == list(SIZED)
    assert column(stage, VALUES)[5] == "S   ·   M   ·   L"
    assert column(stage, TARGET) == ["Name", "Main contact", "Mobile", "Mail", "City", "尺码"]
    assert column(stage, WHY) == ["by its heading"] * 5 + ["new field"]
    assert stage.wizard.columns.summary.text() == "5 columns fill fields, 1 becomes a field of your own"
    rows = stage.wizard.columns.table.columns
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal, rows)


def test_a_target_is_chosen_by_typing_and_what_comes_in_follows(stage: Stage) -> None:
    stage.open(stage.workbook([SIZED, *[(*person, "M") for person in PEOPLE]]))
    stage.to_columns()
    stage.choose_target(5, "remarks")
    assert stage.targets()["尺码"] == "notes"
    assert column(stage, WHY)[5] == "chosen"
    stage.choose_target(4, "leave")
    assert stage.targets()["城市"] is None
    stage.to_done()
    assert stage.rows("customer", "name", "notes", "city")[0] == (PEOPLE[0][0], "M", "")


def test_a_column_becomes_a_field_of_ones_own_under_another_name(stage: Stage) -> None:
    stage.open(stage.workbook([SIZED, *[(*person, "M") for person in PEOPLE]]))
    stage.to_columns()
    stage.choose_target(5, "Shirt size zz")
    assert stage.targets()["尺码"] == "custom:Shirt size zz"
    stage.to_done()
    titles = [one.title for one in stage.company.columns(stage.company.entity("customer")).values() if one.custom]
    assert titles == ["Shirt size zz"]


def test_typing_a_letter_opens_the_choice_with_it(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    stage.to_columns()
    table, chooser = stage.wizard.columns.table, stage.wizard.columns.chooser
    assert table.hasFocus()
    QTest.keyClick(table, "c")
    assert chooser.isVisible()
    assert chooser.search.text() == "c"
    QTest.keyClick(chooser.search, Key.Key_Escape)
    assert not chooser.isVisible()
    assert stage.targets()["客户名称"] == "name"


def test_a_click_on_the_field_opens_the_choice_and_arrows_move_in_it(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    stage.to_columns()
    table, chooser = stage.wizard.columns.table, stage.wizard.columns.chooser
    rect = table.visualRect(table.columns.index(4, TARGET))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert chooser.isVisible()
    assert chooser.view.currentIndex().data() == "City"
    QTest.keyClick(chooser.search, Key.Key_Down)
    assert chooser.view.currentIndex().data() != "City"
    QTest.keyClick(chooser.search, Key.Key_Up)
    QTest.keyClick(chooser.search, Key.Key_Return)
    assert stage.targets()["城市"] == "city"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("typed", ["cell", "Mobile", "手机号", "手机"])
def test_the_choice_is_found_by_any_of_its_names_in_both_languages(stage: Stage, language: str, typed: str) -> None:
    i18n.use(language)
    choices = Choices(stage.company, stage.company.entity("customer"))
    assert "mobile" in [choice.target for choice in choices.found(typed, "x")]


def test_choices_are_grouped_and_end_with_the_ways_to_keep_or_leave(stage: Stage) -> None:
    choices = Choices(stage.company, stage.company.entity("customer")).found("", "尺码")
    groups = list(dict.fromkeys(choice.group for choice in choices))
    assert groups[0] == "Customer"
    assert "Phones, mail and messengers" in groups
    assert groups[-1] == "Without a field"
    assert len(set(groups)) == len(groups)
    assert [choice.target for choice in choices[-3:]] == ["custom:尺码", "notes+", None]


def test_two_columns_for_one_field_are_pointed_out(stage: Stage) -> None:
    stage.open(stage.workbook([SIZED, *[(*person, "M") for person in PEOPLE]]))
    stage.to_columns()
    stage.choose_target(5, "Customer number")
    stage.choose_target(4, "Customer number")
    assert column(stage, WHY)[4:] == ["joined", "joined"]
    stage.choose_target(5, "Status")
    stage.choose_target(4, "Status")
    assert column(stage, WHY)[4:] == ["twice", "twice"]
    assert "Several columns become “Status”" in stage.wizard.columns.remarks.texts()[0]
    stage.choose_target(4, "City")
    assert stage.wizard.columns.remarks.texts() == []


def test_a_missing_name_is_pointed_out(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS[:2], *[person[:2] for person in PEOPLE]]))
    stage.to_columns()
    stage.choose_target(0, "leave")
    assert "which every record of this kind needs" in stage.wizard.columns.remarks.texts()[0]


def test_leaving_out_every_column_cannot_go_on(stage: Stage) -> None:
    stage.open(stage.workbook([("名称",), ("甲公司",)]), "customer")
    stage.to_columns()
    stage.choose_target(0, "leave")
    assert not stage.wizard.next.isEnabled()
    assert "left out" in stage.wizard.hint.text()


@pytest.mark.parametrize(
    ("match", "city", "count"), [("fill", "上海", 2), ("skip", "上海", 2), ("overwrite", "北京", 2), ("new", "上海", 3)]
)
def test_what_is_done_with_rows_that_are_there_is_chosen(stage: Stage, match: str, city: str, count: int) -> None:
    entity = stage.company.entity("customer")
    records.save(stage.company, entity, {"name": "甲公司", "city": "上海"})
    rows = [("名称", "城市", "行业"), ("甲公司", "北京", "茶叶"), ("乙公司", "广州", "")]
    stage.open(stage.workbook(rows), "customer")
    stage.to_columns()
    stage.wizard.columns.choose_match(match)
    stage.to_done()
    rows = stage.rows("customer", "name", "city")
    assert rows[0] == ("甲公司", city)
    assert len(rows) == count


def test_how_columns_were_mapped_is_remembered(stage: Stage) -> None:
    path = stage.workbook([SIZED, *[(*person, "M") for person in PEOPLE]])
    stage.open(path)
    stage.to_columns()
    stage.choose_target(5, "remarks")
    stage.to_done()
    stage.wizard.accept()
    stage.open(path)
    stage.to_columns()
    assert stage.targets()["尺码"] == "notes"
    assert column(stage, WHY)[5] == "as last time"


def test_each_sheet_has_its_columns_behind_a_chip(stage: Stage) -> None:
    products = [("产品名称", "单价", "单位"), ("春茶", 128, "盒")]
    stage.open(stage.workbook([HEADINGS, *PEOPLE], 产品=products))
    stage.to_columns()
    chips = stage.wizard.columns.chips
    assert [chip.accessibleName() for chip in chips.chips] == ["Sheet → Customers, 3", "产品 → Products, 1"]
    chips.chips[1].click()
    assert column(stage, HEADING) == ["产品名称", "单价", "单位"]


def test_back_keeps_what_was_chosen(stage: Stage) -> None:
    stage.open(stage.workbook([SIZED, *[(*person, "M") for person in PEOPLE]]))
    stage.to_columns()
    stage.choose_target(5, "remarks")
    stage.wizard.back.click()
    stage.to_columns()
    assert stage.targets()["尺码"] == "notes"
    stage.to_check()
    stage.wizard.bar.steps[1].click()
    assert stage.wizard.step() == COLUMNS
    assert stage.targets()["尺码"] == "notes"


def test_i35_blanks_take_the_value_above_with_one_tick_and_no_longer_with_another(stage: Stage) -> None:
    rows = [("姓名", "公司"), ("张三", "明远"), ("李四", None), ("王五", "恒达")]
    stage.open(stage.workbook(rows), "contact")
    stage.to_columns()
    page = stage.wizard.columns
    page.table.setCurrentIndex(page.table.columns.index(1, 0))
    stage.qtbot.waitUntil(lambda: "公司" in page.fill.text())
    assert not page.fill.isChecked()
    page.fill.click()
    stage.rest()
    assert page.fill.isChecked()
    page.table.setCurrentIndex(page.table.columns.index(0, 0))
    stage.qtbot.waitUntil(lambda: "姓名" in page.fill.text())
    assert not page.fill.isChecked()
    page.table.setCurrentIndex(page.table.columns.index(1, 0))
    stage.qtbot.waitUntil(page.fill.isChecked)
    page.fill.click()
    stage.rest()
    stage.to_done()
    assert [company for _name, company in stage.rows("contact", "name", "customer")] == ["明远", "", "恒达"]


def test_i10_merged_cells_are_filled_with_one_tick(stage: Stage) -> None:
    path = stage.workbook([("姓名", "公司"), ("张三", "明远"), ("李四", None), ("王五", None)])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("B2:B3")
    book.save(path)
    stage.open(path, "contact")
    stage.to_columns()
    page = stage.wizard.columns
    page.table.setCurrentIndex(page.table.columns.index(1, 0))
    stage.qtbot.waitUntil(lambda: page.fill.text().replace("&", "").startswith("Merged cells of “公司”"))
    page.fill.click()
    stage.rest()
    stage.to_done()
    assert [company for _name, company in stage.rows("contact", "name", "customer")] == ["明远", "明远", ""]


def test_i69_everything_that_comes_in_gets_the_tag(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    stage.to_columns()
    stage.wizard.columns.tag.setText("展会")
    stage.wizard.columns.tag.editingFinished.emit()
    stage.to_done()
    assert {tags for _name, tags in stage.rows("customer", "name", "tags")} == {"展会"}


@pytest.mark.parametrize("size", [(1080, 720), (900, 500)])
def test_what_each_way_means_is_written_out_however_low_the_window_is(stage: Stage, size: tuple[int, int]) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    stage.wizard.resize(*size)
    stage.to_columns()
    QApplication.processEvents()
    card = stage.wizard.columns.single.parentWidget()
    cut = [one.text() for one in card.findChildren(QLabel) if one.height() < one.heightForWidth(one.width())]
    assert cut == []
    last = stage.wizard.columns.tag
    assert last.geometry().bottom() < card.height()


def test_a_fifth_person_is_offered_where_it_is_asked_for_by_its_number(stage: Stage) -> None:
    choices = Choices(stage.company, stage.company.entity("customer"))
    assert "contact_mobile_4" in {choice.target for choice in choices.found("", "x")}
    assert "contact_mobile_5" not in {choice.target for choice in choices.found("", "x")}
    assert "contact_mobile_12" in {choice.target for choice in choices.found("contact 12", "x")}


def test_headings_that_change_just_before_the_step_are_followed(stage: Stage) -> None:
    wizard = stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    wizard.file.panel.bare.animateClick()  # as its letter does: pressed now, let go a moment later
    stage.to_columns()
    stage.qtbot.waitUntil(lambda: column(stage, HEADING)[0] == "Column A")
    assert stage.wizard.step() == COLUMNS
