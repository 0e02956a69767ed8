"""The first step of the wizard: which list it is, and how it is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.ui.importing.preview import PartRole
from crm_desktop.ui.importing.wizard import FILE
from tests.ui.importing_stage import HEADINGS, PEOPLE, Stage

Key = Qt.Key


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path)
    yield made
    made.window.close()


def preview(stage: Stage) -> list[list[str]]:
    rows = stage.wizard.file.panel.preview.rows
    return [[rows.index(row, at).data() for at in range(rows.columnCount())] for row in range(rows.rowCount())]


def let_go(over: QWidget, data: QMimeData) -> None:
    """Drag something over a widget and let go."""
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    QApplication.sendEvent(over, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(over, QDropEvent(QPointF(9, 9), copy, data, left, none))


def test_a_workbook_shows_its_name_its_rows_and_where_the_headings_are(stage: Stage) -> None:
    stage.open(stage.workbook([("客户通讯录",), (), HEADINGS, *PEOPLE], "通讯录.xlsx"))
    panel = stage.wizard.file.panel
    assert panel.name.text() == "通讯录.xlsx"
    assert panel.about.text() == "Excel workbook · 3 rows"
    assert panel.kind.currentData() == "customer"
    rows = panel.preview.rows
    assert [rows.index(row, 0).data(PartRole) for row in range(4)] == ["above", "above", "heading", "body"]
    assert preview(stage)[3] == ["4", *PEOPLE[0]]
    assert not panel.encoding.isVisible()
    assert stage.wizard.next.isEnabled()
    assert stage.wizard.next.hasFocus()
    QAbstractItemModelTester(rows, QAbstractItemModelTester.FailureReportingMode.Fatal, rows)


def test_a_click_on_a_row_makes_it_the_headings(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    table = stage.wizard.file.panel.preview
    rect = table.visualRect(table.rows.index(1, 1))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    stage.wait(lambda: stage.wizard.session.sheets()[0].table.header_row == 2)
    assert stage.wizard.session.sheets()[0].table.headings[0] == PEOPLE[0][0]
    table.setCurrentIndex(table.rows.index(0, 0))
    QTest.keyClick(table, Key.Key_Space)
    stage.wait(lambda: stage.wizard.session.sheets()[0].table.header_row == 1)
    assert stage.wizard.session.sheets()[0].table.headings == list(HEADINGS)


def test_a_list_may_have_no_headings(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    panel = stage.wizard.file.panel
    panel.bare.click()
    stage.wait(lambda: stage.wizard.session.sheets()[0].table.header_row is None)
    assert stage.wizard.session.sheets()[0].rows == 4
    assert panel.bare.isChecked()
    panel.bare.click()
    stage.wait(lambda: stage.wizard.session.sheets()[0].table.header_row == 1)
    assert stage.wizard.session.sheets()[0].rows == 3


def test_a_single_row_may_be_data_after_all(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS]))
    panel = stage.wizard.file.panel
    assert "no rows below the headings" in stage.wizard.hint.text()
    panel.bare.click()
    stage.wait(lambda: stage.wizard.session.sheets()[0].rows == 1)
    panel.kind.setCurrentIndex(panel.kind.findData("customer"))
    panel.kind.activated.emit(panel.kind.currentIndex())
    stage.wait(lambda: stage.wizard.next.isEnabled())


def test_remarks_about_headings_do_not_pile_up(stage: Stage) -> None:
    stage.open(stage.workbook([("名称", "金额"), ("甲公司", 10), ("乙公司", 20), ("合计", 30)]), "customer")
    before = stage.wizard.file.panel.remarks.texts()
    assert len(before) == 1
    for _time in range(3):
        stage.wizard.file.panel.bare.click()
        stage.rest()
    stage.wizard.file.panel.bare.click()
    stage.rest()
    assert stage.wizard.file.panel.remarks.texts() == before


def test_the_encoding_is_found_and_can_be_switched_with_the_preview_following(stage: Stage) -> None:
    rows = "\r\n".join(",".join(row) for row in (HEADINGS, *PEOPLE))
    stage.open(stage.text(rows, encoding="gb18030"))
    panel = stage.wizard.file.panel
    assert panel.encoding.isVisible()
    assert panel.encoding.currentText() == "GB18030"
    assert preview(stage)[1][1] == PEOPLE[0][0]
    panel.encoding.setCurrentText("Windows-1252")
    panel.encoding.activated.emit(panel.encoding.currentIndex())
    stage.wait(lambda: panel.encoding.currentText() == "Windows-1252")
    assert PEOPLE[0][0] not in preview(stage)[1]
    panel.encoding.setCurrentText("GB18030")
    panel.encoding.activated.emit(panel.encoding.currentIndex())
    stage.wait(lambda: PEOPLE[0][0] in preview(stage)[1])
    assert stage.to_done().report is not None
    assert stage.rows("customer", "name")[0] == (PEOPLE[0][0],)


def test_the_separator_can_be_switched(stage: Stage) -> None:
    stage.open(stage.text("Name;City\nBerglund, C.;Luleå\n"))
    panel = stage.wizard.file.panel
    assert panel.delimiter.currentData() == ";"
    panel.delimiter.setCurrentIndex(panel.delimiter.findData(","))
    panel.delimiter.activated.emit(panel.delimiter.currentIndex())
    stage.wait(lambda: stage.wizard.session.how.delimiter == ",")
    assert preview(stage)[1][1:] == ["Berglund", "C.;Luleå"]


def test_sheets_are_ticked_named_and_hidden_ones_left_out(stage: Stage) -> None:
    products = [("产品名称", "单价", "单位"), ("春茶", 128, "盒"), ("秋茶", 98, "盒")]
    path = stage.workbook([HEADINGS, *PEOPLE], 产品=products, hidden_old=[HEADINGS, *PEOPLE], 空=[])
    stage.open(path)
    panel = stage.wizard.file.panel
    assert panel.side.isVisible()
    states = [(sheet.table.name, sheet.plan.kind) for sheet in stage.wizard.session.sheets()]
    assert states == [("Sheet", "customer"), ("产品", "product"), ("hidden_old", None), ("空", None)]
    assert "hidden" in panel.sheets.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert stage.wizard.hint.text() == "5 rows"
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.sheets.index(1))
    QTest.keyClick(panel.list, Key.Key_Space)
    stage.wait(lambda: stage.wizard.session.sheets()[1].plan.kind is None)
    panel.list.setCurrentIndex(panel.sheets.index(2))
    QTest.keyClick(panel.list, Key.Key_Space)
    stage.wait(lambda: stage.wizard.session.sheets()[2].plan.kind == "customer")
    panel.list.setCurrentIndex(panel.sheets.index(3))
    QTest.keyClick(panel.list, Key.Key_Space)
    stage.rest()
    assert stage.wizard.session.sheets()[3].plan.kind is None
    QTest.keyClick(panel.list, Key.Key_Up)
    assert panel.kind.currentData() == "customer"


def test_nothing_ticked_cannot_go_on_and_says_why(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    kind = stage.wizard.file.panel.kind
    kind.setCurrentIndex(kind.findData(None))
    kind.activated.emit(kind.currentIndex())
    stage.wait(lambda: not stage.wizard.next.isEnabled())
    assert "left out" in stage.wizard.hint.text()


def test_the_rows_can_be_another_kind(stage: Stage) -> None:
    stage.open(stage.workbook([("姓名", "手机"), ("张伟", "13800138000")]))
    kind = stage.wizard.file.panel.kind
    kind.setCurrentIndex(kind.findData("customer"))
    kind.activated.emit(kind.currentIndex())
    stage.wait(lambda: stage.wizard.session.sheets()[0].plan.kind == "customer")
    stage.to_done()
    assert stage.rows("customer", "name", "mobile") == [("张伟", "138 0013 8000")] or stage.count("customer") == 1


def test_the_kind_asked_for_is_taken_where_the_list_fits_it(stage: Stage) -> None:
    people = [("姓名", "手机", "邮箱"), ("张伟", "13800138000", "a@example.com")]
    stage.open(stage.workbook(people), "contact")
    assert stage.wizard.file.panel.kind.currentData() == "contact"
    products = [("产品名称", "产品编码", "单价", "单位"), ("春茶", "T-1", 128, "盒")]
    stage.open(stage.workbook(products, "产品.xlsx"), "contact")
    assert stage.wizard.file.panel.kind.currentData() == "product"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("broken.xlsx", b"PK\x03\x04" + b"\x00" * 400, "damaged"),
        ("empty.csv", b"", "is empty"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "a picture"),
        ("blank.csv", b"\r\n \r\n\r\n", "is empty"),
    ],
)
def test_what_is_no_list_is_told_in_one_sentence_with_another_try(
    stage: Stage, name: str, content: bytes, said: str
) -> None:
    bad = stage.folder / name
    bad.write_bytes(content)
    stage.open(bad)
    assert said in stage.wizard.file.fault()
    assert not stage.wizard.next.isEnabled()
    good = stage.workbook([HEADINGS, *PEOPLE])
    stage.wizard.file.choosing.chosen.emit(good)
    stage.wait(lambda: stage.wizard.file.has_list())
    assert stage.wizard.file.fault() == ""
    assert stage.wizard.next.isEnabled()


def test_a_protected_workbook_asks_for_its_password(stage: Stage) -> None:
    ooxml = pytest.importorskip("msoffcrypto.format.ooxml")
    plain, locked = stage.workbook([HEADINGS, *PEOPLE]), stage.folder / "locked.xlsx"
    with plain.open("rb") as content, locked.open("wb") as protected:
        ooxml.OOXMLFile(content).encrypt("明远2024", protected)
    stage.open(locked)
    choosing = stage.wizard.file.choosing
    assert "Type it below" in stage.wizard.file.fault()
    assert choosing.password is not None
    choosing.password.setText("wrong")
    QTest.keyClick(choosing.password, Key.Key_Return)
    stage.wait(lambda: "is not right" in stage.wizard.file.fault())
    choosing.password.setText("明远2024")
    QTest.keyClick(choosing.password, Key.Key_Return)
    stage.wait(lambda: stage.wizard.file.has_list())
    assert stage.wizard.session.rows() == 3


def test_an_empty_workbook_is_refused(stage: Stage) -> None:
    stage.open(stage.workbook([]))
    assert "holds no rows" in stage.wizard.file.fault()


def test_a_file_let_go_over_the_zone_is_read(stage: Stage) -> None:
    stage.open()
    assert stage.wizard.file.choosing.choose.hasFocus()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(stage.workbook([HEADINGS, *PEOPLE])))])
    let_go(stage.wizard.file.choosing.zone, data)
    stage.wait(lambda: stage.wizard.file.has_list())
    assert stage.wizard.session.rows() == 3


def test_another_file_let_go_over_the_list_takes_its_place(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(stage.workbook([HEADINGS, PEOPLE[0]], "other.xlsx")))])
    let_go(stage.wizard.file, data)
    stage.wait(lambda: stage.wizard.file.panel.name.text() == "other.xlsx")
    assert stage.wizard.session.rows() == 1


def test_folders_of_earlier_lists_are_offered(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    stage.open()
    buttons = stage.wizard.file.choosing.findChildren(type(stage.wizard.next))
    assert stage.folder.name in [one.text() for one in buttons]


def test_cells_copied_elsewhere_come_in(stage: Stage) -> None:
    stage.open(None, "customer", "名称\t城市\n甲公司\t上海\n乙公司\t北京\n")
    assert stage.wizard.file.panel.name.text() == "Pasted cells"
    assert not stage.wizard.file.panel.encoding.isVisible()
    stage.to_done()
    assert stage.rows("customer", "name", "city") == [("甲公司", "上海"), ("乙公司", "北京")]


def test_the_paste_button_takes_the_clipboard(stage: Stage) -> None:
    stage.open()
    QGuiApplication.clipboard().clear()
    stage.wizard.file.choosing.paste_cells.click()
    stage.wait(lambda: stage.wizard.file.fault())
    QGuiApplication.clipboard().setText("名称\t城市\n甲公司\t上海\n")
    stage.wizard.file.choosing.paste_cells.click()
    stage.wait(lambda: stage.wizard.file.has_list())


def test_address_cards_come_in(stage: Stage) -> None:
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:李雷\r\nTEL;TYPE=CELL:13700001111\r\nEND:VCARD\r\n"
    stage.open(stage.text(card + card.replace("李雷", "韩梅梅").replace("1111", "2222"), "people.vcf"))
    panel = stage.wizard.file.panel
    assert panel.about.text() == "Address cards (vCard) · 2 cards"
    assert not panel.bare.isVisible()
    assert panel.kind.currentData() == "contact"
    stage.to_done()
    assert [name for (name,) in stage.rows("contact", "name")] == ["李雷", "韩梅梅"]


def test_reading_stays_in_the_first_step(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    assert stage.wizard.step() == FILE
    assert not stage.wizard.back.isVisible()


def test_i13_hidden_rows_are_left_out_with_one_tick(stage: Stage) -> None:
    path = stage.workbook([HEADINGS, *PEOPLE])
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    stage.open(path)
    panel = stage.wizard.file.panel
    assert panel.hidden.isVisible() and not panel.hidden.isChecked()
    assert "1 row is hidden; it is read as well." in panel.remarks.texts()
    panel.hidden.click()
    stage.rest()
    assert panel.hidden.isChecked()
    assert "1 row is hidden and is left out." in panel.remarks.texts()
    assert stage.wizard.hint.text() == "2 rows"
    stage.to_done()
    assert stage.rows("customer", "name") == [(PEOPLE[0][0],), (PEOPLE[2][0],)]


def test_without_hidden_rows_nothing_is_asked_about_them(stage: Stage) -> None:
    stage.open(stage.workbook([HEADINGS, *PEOPLE]))
    assert not stage.wizard.file.panel.hidden.isVisible()


def test_i05_what_was_shown_comes_in_even_where_the_file_changes_meanwhile(stage: Stage) -> None:
    path = stage.text("客户名称,城市\n明远贸易,上海\n恒达机电,苏州\n", encoding="gbk")
    stage.open(path, "customer")
    preview = stage.wizard.file.panel.preview.rows
    shown = [tuple(preview.index(row, column).data() for column in (1, 2)) for row in (1, 2)]
    path.write_bytes(b"something else")
    stage.to_done()
    assert stage.rows("customer", "name", "city") == shown == [("明远贸易", "上海"), ("恒达机电", "苏州")]


def test_an_empty_list_to_fill_in_is_saved_from_the_first_step(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = stage.folder / "mine.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words, **_named: (str(wanted), ""))
    wizard = stage.open(kind="contact")
    assert wizard.file.choosing.template.isVisible()
    wizard.file.choosing.template.click()
    book = openpyxl.load_workbook(wanted)
    assert "Full name" in [cell.value for cell in book.active[1]]
    book.active.append([None] * book.active.max_column)
    book.active["A2"] = "张伟"
    book.save(wanted)
    wizard.file.choosing.chosen.emit(wanted)
    stage.wait(lambda: wizard.session.reading is not None)
    stage.to_done()
    assert stage.rows("contact", "name") == [("张伟",)]


def test_a_list_of_nothing_known_is_not_taken_for_customers_without_a_word(stage: Stage) -> None:
    rows = [("Gauge", "Depth", "Torque"), ("g-1", 12.5, 7), ("g-2", 13.5, 8)]
    wizard = stage.open(stage.workbook(rows, "readings.xlsx"), "customer")
    said = "It is not clear what the rows are; they are taken as “Customers” until you choose another kind."
    assert said in wizard.file.panel.remarks.texts()
    wizard = stage.open(stage.workbook(rows, "readings.xlsx"))
    assert said in wizard.file.panel.remarks.texts()
    stage.open(stage.workbook([HEADINGS, *PEOPLE]), "customer")
    assert said not in stage.wizard.file.panel.remarks.texts()


def test_the_headings_of_cards_have_no_row_number(stage: Stage) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nTEL:13800138000\nEND:VCARD\n"
    rows = stage.open(stage.text(card, "ann.vcf")).file.panel.preview.rows
    assert [rows.index(at, 0).data() for at in range(2)] == ["", "1"]


def test_cards_of_companies_and_of_people_are_two_lists_without_gaps(stage: Stage) -> None:
    cards = "".join(
        f"BEGIN:VCARD\nVERSION:3.0\n{lines}\nTEL:02150000001\nEND:VCARD\n"
        for lines in ("FN:Ann Lee\nN:Lee;Ann;;;", "FN:Birch Ltd\nORG:Birch Ltd", "FN:Bob Ray\nN:Ray;Bob;;;")
    )
    wizard = stage.open(stage.text(cards, "cards.vcf"), "contact")
    assert [sheet.plan.kind for sheet in wizard.session.reading.sheets] == ["customer", "contact"]
    rows = wizard.file.panel.preview.rows
    assert [rows.index(at, 0).data() for at in range(rows.rowCount())] == ["", "2"]
    wizard.file.panel.preview.choose(1)  # no row of cards is their headings
    assert [rows.index(at, 0).data() for at in range(rows.rowCount())] == ["", "2"]
    assert "sheet" not in wizard.file.panel.about.text() and "3 cards" in wizard.file.panel.about.text()


def test_a_folder_is_refused_and_of_several_files_the_first_is_read_which_is_said(
    stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "Lists").mkdir()
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("Name,City\nBirch,Luleå\n", encoding="utf-8")

    def of(*names: str) -> QMimeData:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
        return data

    file = stage.open().file
    let_go(file.choosing.zone, of("Lists"))
    qtbot.waitUntil(lambda: file.choosing.fault is not None)
    assert file.choosing.fault is not None
    assert file.choosing.fault.text.text() == "“Lists” is a folder. Drop the files that lie in it."
    told: list[str] = []

    def close() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        told.extend(shown.text() for shown in dialog.findChildren(QLabel))
        dialog.reject()

    QTimer.singleShot(800, close)
    let_go(file.choosing.zone, of("a.csv", "b.csv"))
    qtbot.waitUntil(lambda: bool(told) and file.panel.name.text() == "a.csv")
    assert "“a.csv” is read now. Drop the others on the window once it is brought in." in told
