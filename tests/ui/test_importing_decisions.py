"""What a person settles in the wizard: groups, single rows, fields and words, side by side with what is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from crm_desktop import i18n
from crm_desktop.entity import query, records
from crm_desktop.entity.query import ListQuery
from crm_desktop.ui.importing.fields_dialog import FieldsDialog
from crm_desktop.ui.importing.side_by_side import SideBySide
from crm_desktop.ui.importing.words_dialog import WordsDialog
from crm_desktop.ui.listing.state import ListState
from tests.exchange.lists import all_of, bring_rows
from tests.ui.importing_stage import Stage
from tests.ui.test_importing_check import tiles
from tests.ui.test_importing_done import nameless

Key = Qt.Key
HEADINGS = ("客户名称", "手机", "邮箱", "城市", "地址")
THERE = [HEADINGS, ("上海明远贸易有限公司", "13800138000", "", "上海", "长安路18号3楼"),
         ("北京华信科技有限公司", "13912345678", "", "北京", "")]  # fmt: skip
LIST = [HEADINGS, ("上海明远贸易有限公司", "13800138000", "", "宁波", "长安路18号3楼"),
        ("北京华信科技有限公司", "", "li@huaxin.example", "天津", ""), ("明远贸易", "", "", "上海", "长安路18号3楼"),
        ("新光食品有限公司", "13722223333", "", "无锡", ""),
        ("新光食品有限公司", "", "x@xg.example", "", "")]  # fmt: skip


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path)
    bring_rows(made.company, tmp_path, THERE, into="customer")
    yield made
    made.window.close()


def to_check(stage: Stage) -> None:
    stage.open(stage.workbook(LIST, "客户.xlsx"), "customer")
    stage.to_check()


def go_to(stage: Stage, row: int) -> SideBySide:
    page = stage.wizard.check_page
    page.table.setCurrentIndex(page.table.rows.index(row, 0))
    QApplication.processEvents()
    stage.rest()
    return page.beside


def choose(stage: Stage, box: QComboBox, text: str) -> None:
    """Choose as a person does, and wait for what follows."""
    at = box.findText(text)
    assert at >= 0, [box.itemText(each) for each in range(box.count())]
    box.setCurrentIndex(at)
    box.activated.emit(at)
    sheet = stage.wizard.check_page.chips.current()
    assert sheet is not None
    QApplication.processEvents()
    stage.wait(lambda: sheet.checked is not None)


def answer(dialog: type, act: object) -> None:
    """Do something with the next dialog of that sort, then press its last button."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if not isinstance(found, dialog):
            QTimer.singleShot(20, look)
            return
        assert nameless(found) == []
        act(found)  # type: ignore[operator]
        next(one for one in found.findChildren(QPushButton) if one.isDefault()).click()

    QTimer.singleShot(0, look)


def test_a_row_stands_beside_its_record_with_the_reason(stage: Stage) -> None:
    to_check(stage)
    beside = go_to(stage, 0)
    assert beside.isVisible()
    assert beside.heading.text() == "Row 2 and “上海明远贸易有限公司”"
    assert beside.why.text() == "There already, recognised by: Mobile."
    shown = [[beside.fields.index(row, at).data() for at in range(4)] for row in range(beside.fields.rowCount())]
    assert shown[0] == ["City", "宁波", "上海", "stays"]
    assert ["Mobile", "13800138000", "13800138000", ""] in shown
    QAbstractItemModelTester(beside.fields, QAbstractItemModelTester.FailureReportingMode.Fatal, beside.fields)
    beside = go_to(stage, 3)
    assert beside.heading.text() == "Nothing to compare"
    assert not beside.caption.isVisible()
    assert beside.why.geometry().bottom() < beside.height() / 3, "what there is to say stands at the top"


def test_one_row_is_settled_and_the_counts_follow_at_once(stage: Stage) -> None:
    to_check(stage)
    assert tiles(stage) == ["2", "2", "1", "0", "0"]
    choose(stage, go_to(stage, 1).ways, "Pass over")
    assert tiles(stage) == ["2", "1", "1", "1", "0"]
    assert stage.wizard.check_page.beside.ways.currentText() == "Pass over"
    choose(stage, stage.wizard.check_page.beside.ways, "Overwrite")
    stage.to_done()
    assert stage.rows("customer", "city")[:2] == [("上海",), ("天津",)]


def test_single_fields_of_a_row_are_turned_by_enter(stage: Stage) -> None:
    to_check(stage)
    beside = go_to(stage, 0)
    beside.table.setCurrentIndex(beside.fields.index(0, 0))
    beside.table.setFocus()
    sheet = stage.wizard.check_page.chips.current()
    assert sheet is not None
    for expected in ("the list's", "both"):
        QTest.keyClick(beside.table, Key.Key_Return)
        QApplication.processEvents()
        stage.wait(lambda: sheet.checked is not None)
        assert beside.fields.index(0, 3).data() == expected
    stage.to_done()
    assert all_of(stage.company, "customer")[0]["notes"] == "城市: 宁波"


def test_all_rows_of_a_group_are_settled_at_once(stage: Stage) -> None:
    to_check(stage)
    page = stage.wizard.check_page
    names = {name: chip.accessibleName() for name, chip in page.filters.items() if chip.isVisible()}
    assert names["there"] == "There already, 2" and names["likely"] == "Probably the same, 1"
    assert names["twins"] == "Twice in the list, 1"
    assert not page.group.isVisible()
    page.set_filter("there")
    assert page.group.isVisible() and page.group.ways.currentText() == "Fill blanks"
    choose(stage, page.group.ways, "Overwrite")
    assert stage.wizard.session.match == "overwrite"
    stage.to_done()
    assert stage.rows("customer", "city")[:2] == [("宁波",), ("天津",)]


def test_what_is_probably_the_same_is_a_new_record_until_the_person_says_otherwise(stage: Stage) -> None:
    to_check(stage)
    page = stage.wizard.check_page
    page.set_filter("likely")
    beside = go_to(stage, 0)
    assert beside.heading.text() == "Row 4 and “上海明远贸易有限公司”"
    assert beside.why.text().startswith("Probably the same (") and "same address" in beside.why.text()
    assert page.table.rows.index(0, 1).data() == "new"
    choose(stage, page.group.ways, "Same: fill blanks")
    assert page.table.rows.index(0, 1).data() != "new"
    stage.to_done()
    assert stage.count("customer") == 3


def test_in_a_long_list_the_probable_ones_are_looked_for_on_request(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm_desktop.ui.importing import session

    monkeypatch.setattr(session, "NEAR_AT_ONCE", 2)
    to_check(stage)
    page = stage.wizard.check_page
    assert page.questions.near.isVisible() and not page.filters["likely"].isVisible()
    page.look_near()
    stage.rest()
    assert not page.questions.near.isVisible() and page.filters["likely"].isVisible()


def test_one_probable_row_is_joined_by_itself(stage: Stage) -> None:
    to_check(stage)
    stage.wizard.check_page.set_filter("likely")
    choose(stage, go_to(stage, 0).ways, "Same: keep both values")
    stage.to_done()
    assert "客户名称: 明远贸易" in all_of(stage.company, "customer")[0]["notes"]
    assert stage.count("customer") == 3


def test_twins_stand_side_by_side_and_can_be_parted(stage: Stage) -> None:
    to_check(stage)
    page = stage.wizard.check_page
    page.set_filter("twins")
    beside = go_to(stage, 0)
    assert beside.heading.text() == "Row 6 · Row 5"
    shown = [[beside.fields.index(row, at).data() for at in range(3)] for row in range(beside.fields.rowCount())]
    assert ["Mobile", "", "13722223333"] in shown
    choose(stage, beside.ways, "Make a new one")
    stage.to_done()
    assert stage.count("customer") == 5


def test_a_deleted_record_is_offered_and_restored(stage: Stage) -> None:
    records.delete(stage.company, stage.company.entity("customer"), [2])
    to_check(stage)
    page = stage.wizard.check_page
    page.set_filter("trash")
    beside = go_to(stage, 0)
    assert beside.heading.text() == "Row 3 and “北京华信科技有限公司”"
    choose(stage, beside.ways, "Restore the old ones")
    stage.to_done()
    found = {one["id"]: one for one in all_of(stage.company, "customer")}
    assert found[2]["city"] == "北京" and len(found[2]["reach"]) == 2


def test_a_row_of_two_records_is_shown_with_both_and_settled(stage: Stage) -> None:
    entity = stage.company.entity("customer")
    records.save(
        stage.company, entity, {"name": "北京华信科技有限公司"},
        children={"reach": [{"type": "email", "value": "li@huaxin.example"}]},
    )  # fmt: skip
    rows = [HEADINGS, ("北京华信科技有限公司", "13912345678", "li@huaxin.example", "天津", "")]
    stage.open(stage.workbook(rows), "customer")
    stage.to_check()
    assert tiles(stage) == ["0", "0", "0", "0", "1"]
    page = stage.wizard.check_page
    assert not stage.wizard.next.isEnabled()
    page.set_filter("several")
    beside = go_to(stage, 0)
    assert "#2" in beside.why.text() and "#3" in beside.why.text()
    choose(stage, beside.ways, "It is 北京华信科技有限公司 (#3): fill blanks")
    assert tiles(stage) == ["0", "1", "0", "0", "0"]
    stage.to_done()
    assert [one.get("city") for one in all_of(stage.company, "customer")] == ["上海", "北京", "天津"]


def test_unknown_words_are_asked_about_once_each(stage: Stage) -> None:
    rows = [("客户名称", "客户状态"), ("甲厂", "合作中"), ("乙厂", "合作中"), ("丙厂", "谈过"), ("丁厂", "客户")]
    stage.open(stage.workbook(rows), "customer")
    stage.to_check()
    page = stage.wizard.check_page
    assert page.questions.words.isVisible() and "合作中" in page.questions.words.text.text()
    assert not any("合作中" in text for text in page.remarks.texts())

    def settle(dialog: WordsDialog) -> None:
        assert [word for _target, word in dialog.boxes] == ["合作中", "谈过"]
        dialog.boxes["status", "合作中"].setCurrentIndex(2)
        dialog.boxes["status", "谈过"].setCurrentIndex(dialog.boxes["status", "谈过"].count() - 1)

    answer(WordsDialog, settle)
    page.ask_words()
    stage.rest()
    assert "is settled" in page.questions.words.text.text()
    stage.to_done()
    made = stage.company.entity("customer").fields()["status"]
    statuses = [status for (status,) in stage.rows("customer", "status")[2:]]
    assert statuses[:2] == [made.show(made.options[1].key)] * 2


def test_bad_texts_are_kept_only_while_that_is_ticked(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, ("甲厂", "", "bad#mail", "", "")]), "customer")
    stage.to_check()
    page = stage.wizard.check_page
    assert page.keep.isVisible() and page.keep.isChecked()
    page.keep.click()
    stage.rest()
    stage.to_done()
    assert "notes" not in all_of(stage.company, "customer")[-1]


def test_single_fields_go_their_own_way_and_blanks_empty_only_where_ticked(stage: Stage) -> None:
    rows = [HEADINGS, ("上海明远贸易有限公司", "", "", "宁波", "")]
    stage.open(stage.workbook(rows), "customer")
    stage.to_columns()

    def settle(dialog: FieldsDialog) -> None:
        assert not any(tick.isEnabled() for tick in dialog.blanks.values())
        dialog.ways["city"].setCurrentIndex(dialog.ways["city"].findText("Overwrite"))
        assert dialog.blanks["city"].isEnabled()

    answer(FieldsDialog, settle)
    stage.wizard.columns.single.click()
    stage.to_done()
    assert stage.rows("customer", "city")[0] == ("宁波",)


def test_one_row_settled_is_counted_without_a_further_click(stage: Stage) -> None:
    to_check(stage)
    box = go_to(stage, 1).ways
    box.setCurrentIndex(box.findText("Pass over"))
    box.activated.emit(box.currentIndex())
    assert stage.wizard.check_page.is_counting() and not stage.wizard.busy()
    stage.rest()
    assert tiles(stage)[3] == "1"


def test_what_came_in_is_a_saved_view(stage: Stage) -> None:
    to_check(stage)
    stage.to_done()
    asked: list[tuple[str, ListQuery]] = []
    stage.window.show_list = lambda kind, wanted: asked.append((kind, wanted))  # type: ignore[attr-defined]
    stage.wizard.done_page.show_rows.click()
    entity = stage.company.entity("customer")
    state = ListState(stage.company, entity, stage.window.memory)
    (view,) = [view for view in state.views if view.name == "From 客户.xlsx"]
    assert asked == [("customer", view.query)]
    assert state.view_like(view.query) == view
    assert sorted(query.ids(stage.company, entity, view.query, today=stage.window.today())) == [2, 3, 4]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_control_of_the_check_has_a_name(stage: Stage, language: str) -> None:
    i18n.use(language)
    to_check(stage)
    for group in ("there", "likely", "twins"):
        stage.wizard.check_page.set_filter(group)
        go_to(stage, 0)
        assert nameless(stage.wizard) == []


def test_the_whole_import_is_done_by_keys_alone(stage: Stage) -> None:
    """From the file on: Enter, the list's cells, Tab to what is beside them, a choice, and the import."""
    stage.open(stage.workbook(LIST, "客户.xlsx"), "customer")
    QTest.keyClick(stage.focused(), Key.Key_Return)
    QTest.keyClick(stage.focused(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.wait(lambda: stage.wizard.step() == 2)
    page = stage.wizard.check_page
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Key.Key_Down)
    QApplication.processEvents()
    for _press in range(12):
        QTest.keyClick(stage.focused(), Key.Key_Tab)
        if page.beside.ways.hasFocus():
            break
    assert page.beside.ways.hasFocus()
    sheet = page.chips.current()
    assert sheet is not None
    for _press in range(3):
        QTest.keyClick(page.beside.ways, Key.Key_Down)
        QApplication.processEvents()
        stage.wait(lambda: sheet.checked is not None)
    assert page.beside.ways.currentText() == "Overwrite"
    QTest.keyClick(stage.focused(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.wait(lambda: stage.wizard.step() == 3)
    assert stage.rows("customer", "city")[1] == ("天津",)


def test_i61_a_second_press_starts_no_second_run_and_the_file_holds_what_was_told(stage: Stage) -> None:
    to_check(stage)
    promised = tiles(stage)
    stage.wizard.next.click()
    for _press in range(5):
        stage.wizard.next.click()
        stage.wizard.run_import()
    stage.wait(lambda: stage.wizard.step() == 3)
    report = stage.wizard.report
    assert report is not None
    told = [str(report.total(name)) for name in ("created", "updated", "unchanged", "skipped", "failed")]
    assert told == promised
    assert stage.count("customer") == 2 + report.total("created")


def test_own_fields_and_people_of_the_record_stand_beside_the_row(stage: Stage) -> None:
    headings = ("客户名称", "联系人", "联系人手机", "首单日", "茶叶口味")
    first = (headings, ("上海明远贸易有限公司", "张伟", "13800138001", "2024-03-05", "清香"))
    bring_rows(stage.company, stage.folder, first, into="customer")
    again = [headings, ("上海明远贸易有限公司", "张伟", "13800138001", "2024-3-5", "浓香"),
             ("上海明远贸易有限公司", "李娜", "13800138002", "", "")]  # fmt: skip
    stage.open(stage.workbook(again), "customer")
    stage.to_check()
    beside = go_to(stage, 0)
    shown = {line.target: (line.listed, line.there, line.differs) for line in beside._lines}
    assert shown["main_contact"] == ("张伟", "张伟", False)
    assert shown["contact_mobile"] == ("13800138001", "13800138001", False)
    assert shown["custom:茶叶口味"] == ("浓香", "清香", True)
    assert shown["custom:首单日"] == ("2024-3-5", "5 Mar 2024", False)
    assert [beside.fields.index(row, 3).data() for row in range(beside.fields.rowCount())] == ["stays", "", "", "", ""]
    beside.turn(beside.fields.index(0, 0))
    stage.rest()
    stage.to_done()
    [one] = [one for one in all_of(stage.company, "customer") if one["id"] == 1]
    assert "浓香" in one.values()


def test_somebody_new_at_a_record_stands_beside_nothing(stage: Stage) -> None:
    headings = ("客户名称", "联系人", "联系人手机")
    bring_rows(
        stage.company, stage.folder, (headings, ("上海明远贸易有限公司", "张伟", "13800138001")), into="customer"
    )
    stage.open(stage.workbook([headings, ("上海明远贸易有限公司", "李娜", "13800138002")]), "customer")
    stage.to_check()
    shown = {line.target: (line.listed, line.there) for line in go_to(stage, 0)._lines}
    assert shown["main_contact"] == ("李娜", "")
    assert stage.wizard.check_page.beside.caption.isVisible()
    assert shown["contact_mobile"] == ("13800138002", "")


def test_a_further_number_is_told_to_be_added(stage: Stage) -> None:
    rows = [HEADINGS, ("上海明远贸易有限公司", "13911112222", "", "上海", "")]
    stage.open(stage.workbook(rows), "customer")
    stage.to_check()
    beside = go_to(stage, 0)
    shown = [[beside.fields.index(row, at).data() for at in range(4)] for row in range(beside.fields.rowCount())]
    assert shown[0] == ["Mobile", "13911112222", "13800138000", "added"]
    assert not beside.table.isColumnHidden(3) and beside.help.isHidden()


def test_a_number_the_record_has_already_is_not_told_to_be_added(stage: Stage) -> None:
    more = [HEADINGS, ("上海明远贸易有限公司", "13911112222", "", "", "")]
    bring_rows(stage.company, stage.folder, more, into="customer")
    rows = [HEADINGS, ("上海明远贸易有限公司", "139 1111 2222", "no mail", "", "")]
    stage.open(stage.workbook(rows), "customer")
    stage.to_check()
    shown = {line.target: (line.there, line.differs) for line in go_to(stage, 0)._lines}
    assert shown["mobile"] == ("13800138000; 13911112222", False)
    assert shown["email"] == ("", False)
