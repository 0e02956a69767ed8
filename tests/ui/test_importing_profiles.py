"""Import profiles in the second step of the wizard: used, taken back, saved, renamed and deleted by mouse and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop import i18n
from crm_desktop.exchange.profiles import profiles_of, save_profile
from crm_desktop.store.undo import undo
from crm_desktop.ui.importing import ImportWizard
from crm_desktop.ui.importing.column_table import WHY
from crm_desktop.ui.importing.profile_dialogs import ProfilesDialog
from crm_desktop.ui.importing.profile_menu import ProfileMenu
from tests.ui.importing_stage import Stage, answer

Key, Ctrl, Alt = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
FIRST = [("Lieferant", "Ruf", "Merker"), ("Probe Nord GmbH", "0221 5550001", "rot")]
SECOND = [("MERKER", "Lieferant", "Ort"), ("blau", "Probe Nord GmbH", "Bonn"), ("grün", "Probe Ost GmbH", "Köln")]


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path)
    yield made
    made.window.close()


def menu_of(stage: Stage) -> ProfileMenu:
    return stage.wizard.columns.profiles


def offered(stage: Stage) -> list[str]:
    """What the open menu offers."""
    menu_of(stage).menu.aboutToShow.emit()
    return [one.text() for one in menu_of(stage).menu.actions() if one.isVisible() and not one.isSeparator()]


def why(stage: Stage) -> list[str]:
    rows = stage.wizard.columns.table.columns
    return [rows.index(row, WHY).data() for row in range(rows.rowCount())]


def dialog_says(do: Callable[[QDialog], object]) -> None:
    """Do something with the next dialog over the wizard."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or isinstance(dialog, ImportWizard):
            QTimer.singleShot(20, look)
            return
        if not dialog.isActiveWindow():  # without a desktop nobody gives it the keys
            dialog.activateWindow()
            QTimer.singleShot(20, look)
            return
        do(dialog)

    QTimer.singleShot(0, look)


def type_name(name: str) -> Callable[[QDialog], None]:
    def do(dialog: QDialog) -> None:
        line = dialog.findChild(QLineEdit)
        assert line is not None
        line.setText(name)
        QTest.keyClick(line, Key.Key_Return)

    return do


def save_first(stage: Stage, name: str = "Fair") -> None:
    """Open the first list, say what its columns are, and save that."""
    stage.open(stage.workbook(FIRST, "first.xlsx"), "customer")
    stage.to_columns()
    for row, field in enumerate(("name", "mobile", "region")):
        stage.choose_target(row, field)
    stage.wizard.columns.choose_match("overwrite")
    dialog_says(type_name(name))
    QTest.keyClick(stage.wizard.columns.table, Key.Key_S, Ctrl)
    stage.qtbot.waitUntil(lambda: [one.name for one in profiles_of(stage.company)] == [name])


def open_second(stage: Stage) -> None:
    stage.wizard.session.touched = False
    stage.wizard.reject()
    stage.open(stage.workbook(SECOND, "second.xlsx"), "customer")
    stage.to_columns()


def press(stage: Stage, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    """Press a key over the columns; a dialog that is closed keeps the focus where there is no desktop."""
    stage.wizard.activateWindow()
    stage.qtbot.waitUntil(stage.wizard.isActiveWindow)
    QTest.keyClick(stage.wizard.columns.table, key, modifiers)


def use_by_key(stage: Stage) -> None:
    press(stage, Key.Key_1, Ctrl)
    sheet = stage.wizard.columns.sheet
    stage.wait(lambda: (found := sheet()) is not None and found.profile is not None)


def test_i42_a_profile_saved_in_the_wizard_is_used_on_the_next_list(stage: Stage) -> None:
    save_first(stage)
    assert menu_of(stage).button.text() == "&Profile: Fair"
    open_second(stage)
    assert menu_of(stage).button.text() == "Import &profile"
    assert offered(stage) == ["&1  Use “Fair”: 2 of 3 columns", "&Save as a profile…", "&Rename or delete…"]
    use_by_key(stage)
    assert stage.targets() == {"MERKER": "region", "Lieferant": "name", "Ort": "city"}
    assert why(stage) == ["by the profile", "by the profile", "by its heading"]
    assert menu_of(stage).button.text() == "&Profile: Fair"
    assert stage.wizard.columns.remarks.texts() == [
        "Import profile “Fair”: not in this list: Ruf; not in the profile, so left as understood: Ort."
    ]
    assert stage.wizard.session.match == "overwrite"
    assert stage.wizard.columns._ways_group.checkedButton().text() == "&Overwrite them"
    stage.choose_target(2, "leave")
    assert menu_of(stage).button.text() == "&Profile: Fair, changed"
    stage.to_done()
    assert stage.rows("customer", "name", "region", "city") == [
        ("Probe Nord GmbH", "blau", ""), ("Probe Ost GmbH", "grün", ""),
    ]  # fmt: skip


def test_i42_using_a_profile_is_taken_back_with_what_was_chosen_before(stage: Stage) -> None:
    save_first(stage)
    open_second(stage)
    stage.choose_target(1, "website")
    stage.wizard.columns.choose_match("skip")
    before = stage.targets()
    use_by_key(stage)
    assert stage.targets() != before
    assert offered(stage)[1] == "&Back to before “Fair”"
    press(stage, Key.Key_Z, Ctrl)
    assert (stage.targets(), stage.wizard.session.match) == (before, "skip")
    assert stage.wizard.columns._ways_group.checkedButton().text() == "&Leave them alone"
    assert offered(stage)[1] == "&Save as a profile…"
    assert menu_of(stage).button.text() == "Import &profile"


def test_i42_a_name_that_is_there_is_asked_about(stage: Stage) -> None:
    save_first(stage)
    stage.choose_target(1, "leave")
    menu = menu_of(stage)
    dialog_says(lambda dialog: (type_name("FAIR")(dialog), dialog_says(lambda again: _say_no(again))))
    menu.save_as()
    assert profiles_of(stage.company)[0].spec.columns[1].target == "mobile"
    dialog_says(lambda dialog: (type_name("FAIR")(dialog), answer("Replace")))
    menu.save_as()
    (made,) = profiles_of(stage.company)
    assert (made.name, made.spec.columns[1].target) == ("FAIR", None)
    assert menu.button.text() == "&Profile: FAIR"
    undo(stage.company.journal)
    assert profiles_of(stage.company)[0].name == "Fair"


def _say_no(question: QDialog) -> None:
    """Not replaced: the name is asked for again, and that is given up as well."""
    dialog_says(lambda dialog: dialog.reject())
    question.reject()


def test_i42_a_blank_name_is_refused_in_the_dialog(stage: Stage) -> None:
    save_first(stage)
    said: list[str] = []

    def blank(dialog: QDialog) -> None:
        type_name(" ")(dialog)
        said.append(dialog.fault.text())  # type: ignore[attr-defined]
        dialog.reject()

    dialog_says(blank)
    menu_of(stage).save_as()
    assert said == ["An import profile needs a name."]
    assert len(profiles_of(stage.company)) == 1


def test_i42_profiles_are_renamed_and_deleted_by_keys(stage: Stage) -> None:
    save_first(stage)

    def manage(dialog: QDialog) -> None:
        assert isinstance(dialog, ProfilesDialog)
        assert [dialog.rows.index(0, at).data() for at in range(3)] == ["Fair", "Customers", "3"]
        dialog_says(type_name("Nuremberg fair"))
        QTest.keyClick(dialog.table, Key.Key_F2)
        assert dialog.rows.index(0, 0).data() == "Nuremberg fair"
        assert menu.button.text() == "&Profile: Fair"
        dialog.accept()

    open_second(stage)
    use_by_key(stage)
    menu = menu_of(stage)
    dialog_says(manage)
    press(stage, Key.Key_S, Ctrl | Qt.KeyboardModifier.ShiftModifier)
    assert stage.wizard.columns.remarks.texts()[0].startswith("Import profile “Nuremberg fair”: not in this list")
    assert menu.button.text() == "&Profile: Nuremberg fair"

    def delete(dialog: QDialog) -> None:
        assert isinstance(dialog, ProfilesDialog)
        answer("Delete")
        QTest.keyClick(dialog.table, Key.Key_Delete)
        assert not dialog.delete_button.isEnabled()
        dialog.accept()

    dialog_says(delete)
    menu.ask_which()
    assert profiles_of(stage.company) == []
    assert menu.button.text() == "Import &profile"
    assert offered(stage)[0] == "No saved profile fits this list"
    assert not menu.manage.isEnabled()
    undo(stage.company.journal)
    assert [one.name for one in profiles_of(stage.company)] == ["Nuremberg fair"]


def test_i42_of_several_sheets_the_one_that_is_shown_is_planned(stage: Stage) -> None:
    save_first(stage)
    stage.wizard.session.touched = False
    stage.wizard.reject()
    stage.open(
        stage.workbook(SECOND, "both.xlsx", Zweites=[*FIRST, ("Probe West GmbH", "0221 5550009", "gelb")]), "customer"
    )
    stage.to_columns()
    page = stage.wizard.columns
    page.chips.choose(1)
    use_by_key(stage)
    assert stage.targets() == {"Lieferant": "name", "Ruf": "mobile", "Merker": "region"}
    assert page.chips.chips[1].isChecked()
    page.chips.choose(0)
    assert menu_of(stage).button.text() == "Import &profile"
    assert stage.targets()["MERKER"] != "region"


def test_i42_a_list_that_nothing_explains_tells_of_the_profile_that_does(stage: Stage) -> None:
    rows = [("Qux", "Quux"), ("12.5", "7.25"), ("3.75", "8.5")]
    stage.open(stage.workbook(rows, "first.xlsx"))
    (sheet,) = stage.wizard.session.included()
    assert sheet.plan.why.startswith("It is not clear what the rows are")
    fresh = stage.wizard.session.as_kind(sheet, "product")
    fresh.plan.columns[0].target = "name"
    save_profile(stage.company, fresh.plan, "Odd list")
    stage.wizard.reject()
    stage.open(stage.workbook([*rows, ("1.5", "2.5")], "second.xlsx"))
    (sheet,) = stage.wizard.session.included()
    assert sheet.plan.kind == "product"
    assert sheet.plan.why.startswith("The import profile “Odd list” fits this list")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_menu_of_profiles_has_a_letter_and_a_key_for_each(qtbot: QtBot, tmp_path: Path, language: str) -> None:
    from crm_desktop.ui.accesskeys import key_of

    i18n.use(language)
    stage = Stage(qtbot, tmp_path)
    save_first_in(stage)
    open_second(stage)
    use_by_key(stage)
    shown = [one for one in menu_of(stage).menu.actions() if one.isVisible() and not one.isSeparator()]
    letters = [key_of(one.text()) for one in shown]
    assert len(set(letters)) == len(letters) == 4 and all(letters)
    assert all(not one.shortcut().isEmpty() for one in shown)
    assert menu_of(stage).button.accessibleName()
    stage.window.close()


def save_first_in(stage: Stage) -> None:
    """As `save_first`, in whatever language."""
    stage.open(stage.workbook(FIRST, "first.xlsx"), "customer")
    stage.to_columns()
    sheet = stage.wizard.columns.sheet()
    assert sheet is not None
    for row, target in enumerate(("name", "phone", "region")):
        stage.wizard.session.set_target(sheet, row, target)
    dialog_says(type_name("Fair"))
    menu_of(stage).save_as()
