"""The form of every kind of record, over a real company file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop import i18n
from crm_desktop.areas import ENTITIES
from crm_desktop.entity import custom, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.store import history
from crm_desktop.store.undo import next_undo, undo
from crm_desktop.ui import theme
from crm_desktop.ui.record.children import ChildRows
from crm_desktop.ui.record.custom_fields import FieldDialog
from crm_desktop.ui.record.dialog import FormDialog, leaving
from crm_desktop.ui.record.editors import Editor, make_editor
from crm_desktop.ui.record.fieldbox import AccessKeys
from crm_desktop.ui.record.form import RecordForm
from tests.every_entity.filling import full_children, full_values
from tests.ui.record_stage import StageWindow, keys, made, read, shown

Key = Qt.Key
Ctrl = Qt.KeyboardModifier.ControlModifier
Open = Callable[..., FormDialog]


@pytest.fixture
def window(qapp: QApplication, company: Company) -> Iterator[StageWindow]:
    theme.apply(qapp, "light")
    yield StageWindow(company)


@pytest.fixture
def open_form(qtbot: QtBot, window: StageWindow) -> Open:
    def opened(kind: str, row: int | None = None, values: dict[str, Any] | None = None) -> FormDialog:
        dialog = FormDialog(window, window.company.entity(kind), row, values)
        qtbot.addWidget(dialog, before_close_func=lambda made_dialog: made_dialog.form._touched.clear())
        shown(dialog)
        return dialog

    return opened


def entries(company: Company) -> int:
    return len(history.entries(company.journal))


def hint_of(form: RecordForm, name: str) -> str:
    hint = form.boxes[name].hint()
    return hint.text() if hint is not None else ""


def type_everything(window: StageWindow, form: RecordForm, number: int) -> None:
    """Fill every field by typing what it would show."""
    values = full_values(window.company, form.entity, number)
    if form.entity.about:
        values["about"] = (values.pop("kind"), values.pop("row"))
    children = full_children(window.company, form.entity, number)
    for name, box in form.boxes.items():
        if isinstance(box.part, ChildRows):
            lines = box.part.table.lines
            for place, row in enumerate(children[name]):
                for section, column in enumerate(lines.columns):
                    lines.put_text(place, section, lines.held.shown(column, row[column.name]))
        elif values.get(name) is not None:
            probe = make_editor(window, box.part.column)
            probe.set_raw(values[name])
            box.part.type(probe.typed())


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.name)
def test_what_is_typed_is_saved_and_shown_again(window: StageWindow, open_form: Open, entity: Entity) -> None:
    company = window.company
    full_values(company, entity, 3)  # the records it links to
    dialog = open_form(entity.name)
    type_everything(window, dialog.form, 3)
    row = dialog.save()
    assert row is not None, [box.fault() for box in dialog.form.boxes.values() if box.fault()]
    wanted = full_values(company, entity, 3)
    stored = records.read(company, entity, row)
    for name in entity.fields():
        if name in wanted and (name in dialog.form.boxes or name in ("kind", "row")):
            assert stored[name] == wanted[name], name
    for children in entity.children:
        rows = records.read_children(company, children, row)
        expected = full_children(company, entity, 3)[children.name]
        assert [{name: one[name] for name in children.fields} for one in rows] == expected
    again = open_form(entity.name, row)
    assert not again.form.is_changed()
    for name, box in again.form.boxes.items():
        if isinstance(box.part, Editor) and name not in ("about", "tags"):
            assert box.part.raw() == stored[name], name
    before = entries(company)
    assert again.save() == row
    assert entries(company) == before, "saving what was not changed writes nothing"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.name)
def test_every_control_has_a_name_and_nothing_is_cut(
    window: StageWindow, open_form: Open, entity: Entity, language: str
) -> None:
    i18n.use(language)
    dialog = open_form(entity.name)
    for control in dialog.findChildren(QWidget):
        takes_focus = control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isVisibleTo(dialog)
        if takes_focus and not control.focusProxy():
            assert control.accessibleName() or getattr(control, "text", str)(), control
    for made_button in dialog.findChildren(QPushButton):
        assert made_button.width() >= made_button.minimumSizeHint().width() or not made_button.isVisible()
    for box in dialog.form.boxes.values():
        assert box.name.width() >= box.name.sizeHint().width() or not box.name.isVisible()
    dialog.resize(480, 500)
    QApplication.processEvents()
    page = dialog.form.body.page
    for name, box in dialog.form.boxes.items():
        assert box.mapTo(page, QPoint(box.width(), 0)).x() <= page.width(), name


def test_one_save_is_one_change_that_can_be_undone(window: StageWindow, open_form: Open) -> None:
    dialog = open_form("customer")
    before = entries(window.company)
    keys(dialog, "Birch")
    dialog.form.rows("reach").table.lines.put_text(0, 1, "139 0013 9000")
    dialog.form.editor("tags").type("VIP; new")
    saved = QSignalSpy(dialog.saved)
    row = dialog.save()
    assert row is not None
    assert saved.at(0) == [row]
    assert entries(window.company) == before + 1
    undo(window.company.journal)
    assert window.company.title(window.company.entity("customer"), row) == f"#{row}"


def test_only_what_was_changed_is_written(window: StageWindow, open_form: Open) -> None:
    company = window.company
    customer = company.entity("customer")
    row = made(company, "customer", {"name": "Birch", "city": "Luleå", "status": "lead"})
    dialog = open_form("customer", row)
    dialog.form.editor("city").type("Umeå")
    records.change_field(company, customer, [row], "status", "key")
    records.save(company, customer, {"name": "Birch Ltd"}, row=row)
    assert dialog.form.editor("status").raw() == "key", "what others changed is shown where nothing was typed"
    assert dialog.form.editor("city").raw() == "Umeå", "what was typed stays"
    dialog.save()
    stored = read(company, "customer", row)
    assert (stored["name"], stored["city"], stored["status"]) == ("Birch Ltd", "Umeå", "key")


def test_an_undo_elsewhere_shows_in_the_open_form(window: StageWindow, open_form: Open) -> None:
    company = window.company
    customer = company.entity("customer")
    row = made(company, "customer", {"name": "Birch"}, reach=[{"type": "mobile", "value": "13900139000"}])
    records.change_field(company, customer, [row], "name", "Birch Ltd")
    dialog = open_form("customer", row)
    undo(company.journal)
    assert dialog.form.editor("name").raw() == "Birch"
    assert not dialog.form.is_changed()
    records.save(company, customer, {}, row=row, children={"reach": []})
    assert dialog.form.rows("reach").raw() == []
    undo(company.journal)
    assert [one["value"] for one in dialog.form.rows("reach").raw()] == ["13900139000"]
    records.delete(company, customer, [row])
    assert "deleted" in dialog.form.summary()
    undo(company.journal)
    assert dialog.form.summary() == ""


def test_faults_stand_under_their_fields_and_the_first_gets_the_cursor(window: StageWindow, open_form: Open) -> None:
    dialog = open_form("customer")
    form = dialog.form
    form.editor("next_on").type("31.2.2026")
    form.rows("reach").table.lines.put_text(0, 2, "Office")
    before = entries(window.company)
    assert dialog.save() is None
    assert form.boxes["name"].note.text() == "Name is needed."
    assert "31.2.2026" in form.boxes["next_on"].note.text()
    assert "Line 1" in form.boxes["reach"].note.text()
    assert form.summary().startswith("3 fields need mending: Name, ")
    assert QApplication.focusWidget() is form.editor("name").widget
    assert entries(window.company) == before
    keys(dialog, "Birch")
    assert form.boxes["name"].fault() is None
    form.editor("next_on").type("2026-12-01")
    form.rows("reach").table.lines.put_text(0, 1, "0921-12 34 65")
    assert dialog.save() is not None
    assert form.summary() == ""


def test_a_check_of_the_kind_is_shown_at_its_field(window: StageWindow, open_form: Open) -> None:
    dialog = open_form("event")
    dialog.form.editor("title").type("Visit")
    dialog.form.editor("start").type("2026-11-24 10:00")
    dialog.form.editor("end").type("2026-11-24 09:00")
    assert dialog.save() is None
    assert dialog.form.boxes["end"].fault() == "It ends before it begins."


def test_a_date_that_cannot_be_read_is_said_on_leaving_the_field(window: StageWindow, open_form: Open) -> None:
    dialog = open_form("customer")
    editor: Any = dialog.form.editor("next_on")
    editor.focus()
    keys(dialog, "soonish", Key.Key_Tab)
    assert "soonish" in (dialog.form.boxes["next_on"].fault() or "")


def test_nothing_typed_is_lost_without_a_question(
    window: StageWindow, open_form: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = iter(["stay", "discard", "save"])

    def answer(dialog: FormDialog) -> str:
        asked.append(dialog.form.title())
        return next(answers)

    monkeypatch.setattr(FormDialog, "ask_leaving", answer)
    untouched = open_form("customer")
    keys(untouched, Key.Key_Escape)
    assert not untouched.isVisible()
    assert asked == []
    dialog = open_form("customer")
    keys(dialog, "Birch", Key.Key_Escape)
    assert dialog.isVisible(), "Keep editing"
    keys(dialog, Key.Key_Escape)
    assert not dialog.isVisible(), "Discard changes"
    assert window.company.index.find("Birch", 5) == []
    dialog = open_form("customer")
    keys(dialog, "Birch", Key.Key_Escape)
    assert not dialog.isVisible(), "Save"
    assert len(window.company.index.find("Birch", 5)) == 1
    assert asked == ["New customer"] * 3


def test_typing_a_value_back_is_no_change(window: StageWindow, open_form: Open) -> None:
    row = made(window.company, "customer", {"name": "Birch"})
    dialog = open_form("customer", row)
    dialog.form.editor("name").type("Birch Ltd")
    assert dialog.form.is_changed()
    dialog.form.editor("name").type("Birch")
    assert not dialog.form.is_changed()


def test_the_question_before_leaving_names_its_buttons(qtbot: QtBot, window: StageWindow) -> None:
    dialog = leaving(None, "Birch")
    qtbot.addWidget(dialog)
    words = [made_button.text() for made_button in dialog.findChildren(QPushButton)]
    assert words == ["Keep editing", "Discard changes", "Save"]


def test_keys_save_stay_close_and_go_on(window: StageWindow, open_form: Open) -> None:
    dialog = open_form("staff")
    keys(dialog, "Ann", (Key.Key_S, Ctrl))
    assert dialog.isVisible()
    assert dialog.state.text().startswith("Saved ")
    keys(dialog, " Birch")
    assert dialog.state.text() == "Not saved yet"
    keys(dialog, (Key.Key_S, Ctrl | Qt.KeyboardModifier.ShiftModifier))
    assert dialog.form.row is None
    assert dialog.windowTitle() == "New staff member"
    keys(dialog, "Bo", Key.Key_Return)
    assert not dialog.isVisible()
    staff = window.company.entity("staff")
    assert list(window.company.titles(staff, [1, 2]).values()) == ["Ann Birch", "Bo"]


def test_a_new_record_begins_with_what_it_was_given(window: StageWindow, open_form: Open) -> None:
    birch = made(window.company, "customer", {"name": "Birch"})
    dialog = open_form("contact", None, {"customer": birch, "mobile": "13900139000"})
    assert dialog.form.editor("customer").raw() == birch
    assert dialog.form.rows("reach").raw()[0]["value"] == "13900139000"
    assert not dialog.form.is_changed()
    keys(dialog, "Ann")
    row = dialog.save()
    assert row is not None
    contact = window.company.entity("contact")
    stored = records.read_children(window.company, contact.child("reach"), row)
    assert [(one["type"], one["value"]) for one in stored] == [("mobile", "13900139000")]
    note = open_form("note", None, {"kind": "customer", "row": birch})
    assert note.form.editor("about").raw() == ("customer", birch)


def test_another_record_with_the_same_name_or_number_is_pointed_out(
    window: StageWindow, open_form: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FormDialog, "ask_leaving", lambda _dialog: "stay")
    company = window.company
    reach = [{"type": "mobile", "value": "13900139000"}]
    birch = made(company, "customer", {"name": "Birch", "tax_number": "SE 5560"}, reach=reach)
    dialog = open_form("customer")
    form = dialog.form
    form.editor("name").type("BIRCH")
    form.editor("tax_number").type("SE5560")
    form.rows("reach").table.lines.put_text(0, 1, "+86 139-0013-9000")
    form.hints.show_now()
    for name in ("name", "tax_number", "reach"):
        assert "“Birch”" in hint_of(form, name), name
    wanted = QSignalSpy(form.wants_record)
    hint = form.boxes["name"].hint()
    assert hint is not None
    hint.click()
    assert wanted.at(0) == ["customer", birch]
    form.editor("name").type("Birch & Sons")
    form.hints.show_now()
    assert hint_of(form, "name") == ""
    assert dialog.save() is not None, "a hint stops nobody"
    own = open_form("customer", birch)
    own.form.editor("name").type("birch")
    own.form.hints.show_now()
    assert hint_of(own.form, "name") == "", "a record is not its own double"


def test_a_contact_is_the_same_only_at_the_same_customer(window: StageWindow, open_form: Open) -> None:
    birch = made(window.company, "customer", {"name": "Birch"})
    made(window.company, "contact", {"name": "Ann", "customer": birch})
    dialog = open_form("contact")
    dialog.form.editor("name").type("Ann")
    dialog.form.hints.show_now()
    assert hint_of(dialog.form, "name") == ""
    dialog.form.editor("customer").set_raw(birch)
    dialog.form.editor("name").type("ann")
    dialog.form.hints.show_now()
    assert "“Ann”" in hint_of(dialog.form, "name")


def test_the_contacts_of_the_chosen_customer_are_near(window: StageWindow, open_form: Open) -> None:
    company = window.company
    birch = made(company, "customer", {"name": "Birch"})
    made(company, "contact", {"name": "Adam"})
    ann = made(company, "contact", {"name": "Ann", "customer": birch})
    dialog = open_form("order", None, {"customer": birch})
    contact: Any = dialog.form.editor("contact")
    contact.focus()
    keys(dialog, Key.Key_Down)
    assert contact.line.suggestions()[0].value == ann
    contact.create("Bo")
    assert window.new[-1][:2] == ("contact", {"customer": birch, "name": "Bo"})


def test_an_own_field_is_added_filled_and_goes_with_an_undo(
    window: StageWindow, open_form: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = window.company
    dialog = open_form("customer")
    keys(dialog, "Birch")

    def fill(asked: FieldDialog) -> int:
        asked.accept()
        assert "title" in asked.fault.text()
        asked.title.setText("Shoe size")
        asked.type.setCurrentIndex(asked.type.findData("choice"))
        asked.accept()
        assert "at least one word" in asked.fault.text()
        asked.choices.setPlainText("38\n39")
        asked.accept()
        return asked.result()

    monkeypatch.setattr(FieldDialog, "exec", fill)
    dialog.form.body.own.ask()
    name = dialog.form.body.own.names[0]
    assert dialog.form.editor("name").raw() == "Birch", "nothing typed is lost"
    dialog.form.editor(name).type("39")
    row = dialog.save()
    assert row is not None
    assert read(company, "customer", row)[name] == "39"
    undo(company.journal)
    undo(company.journal)
    assert next_undo(company.journal) is None or "Shoe" not in str(next_undo(company.journal))
    assert name not in dialog.form.boxes
    assert custom.names(company.entity("customer")) == set()


def test_labels_lead_to_their_fields(window: StageWindow, open_form: Open) -> None:
    dialog = open_form("customer")
    for name, box in dialog.form.boxes.items():
        if isinstance(box.part, Editor):
            buddy = box.name.buddy()
            assert buddy is box.part.focus_part() or box.name.text() == " ", name
    boxes = list(dialog.form.boxes.values())
    letters = [box.name.text().partition("&")[2][:1].upper() for box in boxes if "&" in box.name.text()]
    assert len(letters) == len(set(letters)) >= 15


def test_chinese_labels_take_their_letter_from_the_english(window: StageWindow) -> None:
    i18n.use("zh_CN")
    access = AccessKeys("S")
    assert access.label("姓名", "Name") == "姓名(&N)"
    assert access.label("昵称", "Nickname") == "昵称(&I)"
    assert access.label("R&D 部", "SS") == "R&&D 部"
    i18n.use("en")
    assert AccessKeys().label("R&D", "R&D") == "&R&&D"


def test_tab_goes_through_the_fields_in_order(window: StageWindow, open_form: Open) -> None:
    dialog = open_form("staff")
    passed = []
    for _step in range(12):
        focus = QApplication.focusWidget()
        passed.append(focus.accessibleName() if focus is not None else "")
        keys(dialog, Key.Key_Tab)
    staff = window.company.entity("staff")
    wanted = [window.company.column(staff, name).title for name in staff.sections[0].fields[:5]]
    assert passed[: len(wanted)] == wanted


def test_a_new_order_begins_with_whom_it_is_for_as_its_number_comes_by_itself(
    window: StageWindow, open_form: Open
) -> None:
    def begins(kind: str, row: int | None = None, values: dict[str, Any] | None = None) -> str:
        dialog = open_form(kind, row, values)
        focus = QApplication.focusWidget()
        assert focus is not None and dialog.isAncestorOf(focus)
        return focus.accessibleName()

    birch = made(window.company, "customer", {"name": "Birch"})
    assert begins("order") == begins("invoice") == "Customer"
    assert begins("order", None, {"customer": birch}) == "Order number"
    assert begins("customer") == begins("customer", birch) == "Name"


def test_going_to_a_linked_record_asks_first_and_closes_the_form(
    window: StageWindow, open_form: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FormDialog, "ask_leaving", lambda _dialog: "discard")
    birch = made(window.company, "customer", {"name": "Birch"})
    dialog = open_form("order", None, {"customer": birch})
    dialog.form.editor("notes").type("something")
    dialog.form.editor("customer").focus()
    keys(dialog, (Key.Key_Return, Qt.KeyboardModifier.AltModifier))
    assert window.opened == [("customer", birch)]
    assert not dialog.isVisible()


def test_saving_and_going_on_keeps_what_the_form_was_given(window: StageWindow, open_form: Open) -> None:
    birch = made(window.company, "customer", {"name": "Birch"})
    dialog = open_form("contact", None, {"customer": birch, "name": "Ann"})
    dialog.save_and_new()
    assert dialog.form.row is None
    assert dialog.form.editor("customer").raw() == birch
    assert dialog.form.editor("name").raw() is None


def test_ctrl_enter_saves_from_a_box_of_text_too(window: StageWindow, open_form: Open) -> None:
    dialog = open_form("staff")
    keys(dialog, "Ann")
    dialog.form.editor("notes").focus()
    keys(dialog, "one", Key.Key_Return, "two", (Key.Key_Return, Ctrl))
    assert not dialog.isVisible()
    assert read(window.company, "staff", 1)["notes"] == "one\ntwo"


def test_a_form_of_a_record_that_is_gone_says_so(window: StageWindow, open_form: Open) -> None:
    dialog = open_form("customer", 4711)
    assert "deleted" in dialog.form.summary()
    dialog.form.editor("name").type("Birch")
    assert dialog.save() is None
