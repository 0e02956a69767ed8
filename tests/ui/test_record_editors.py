"""Editors of single values, one for each kind of field, over a real company file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.areas import ENTITIES
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.tags import set_tags
from crm_desktop.errors import Refused
from crm_desktop.ui import language as languages
from crm_desktop.ui import theme
from crm_desktop.ui.record.editors import Editor, LinkEditor, make_editor
from crm_desktop.ui.record.lines import WordEditor
from crm_desktop.ui.record.links import AboutEditor
from crm_desktop.ui.record.tags import TagsEditor
from tests.every_entity.filling import full_values
from tests.ui.record_stage import StageWindow, keys, made, shown

Key = Qt.Key


@pytest.fixture
def window(qapp: QApplication, company: Company) -> Iterator[StageWindow]:
    theme.apply(qapp, "light")
    yield StageWindow(company)


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    made_page = QWidget()
    qtbot.addWidget(made_page)
    QVBoxLayout(made_page)
    return made_page


def editor_of(window: StageWindow, page: QWidget, kind: str, name: str) -> Editor:
    editor = make_editor(window, window.company.column(window.company.entity(kind), name))
    page.layout().addWidget(editor.widget)
    shown(page, 500, 300)
    editor.focus()
    return editor


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.name)
def test_every_column_has_an_editor_that_gives_back_what_it_was_given(
    window: StageWindow, page: QWidget, entity: Entity
) -> None:
    values: dict[str, Any] = full_values(window.company, entity, 4)
    about = (values.pop("kind", None), values.pop("row", None)) if entity.about else None
    for name, column in window.company.columns(entity).items():
        if not column.stored and name not in ("tags", "about"):
            continue
        editor = make_editor(window, column)
        page.layout().addWidget(editor.widget)
        given = about if name == "about" else values.get(name)
        told = QSignalSpy(editor.changed)
        editor.set_raw(given)
        assert editor.raw() == given, name
        assert told.count() == 0, name
        assert editor.focus_part().accessibleName() == column.title
        editor.set_raw(None)
        assert editor.raw() in (None, []), name
        assert told.count() == 0, name


@pytest.mark.parametrize(
    ("kind", "name", "text", "raw", "tidy"),
    [
        ("order", "freight", "1,234.5元", 123450, "1,234.50"),
        ("order", "freight", "￥3.5万", 3500000, "35,000.00"),
        ("product", "price", "18.0125", 180125, "18.0125"),
        ("product", "price", "1，200", 12000000, "1,200.00"),
        ("product", "tax_rate", "13%", 1300, "13%"),
        ("product", "tax_rate", "13", 1300, "13%"),
        ("product", "stock", "12500.5", 12500500, "12,500.5"),
        ("customer", "next_on", "下周二", "2026-12-01", "2026-12-01"),
        ("customer", "next_on", "24-3-5", "2024-03-05", "2024-03-05"),
        ("customer", "next_on", "tomorrow", "2026-11-24", "2026-11-24"),
        ("customer", "name", "  Birch & Sons ", "Birch & Sons", "  Birch & Sons "),
        ("contact", "birthday", "农历八月十五", "农历08-15", None),
    ],
)
def test_a_person_may_type_as_usual(
    window: StageWindow, page: QWidget, kind: str, name: str, text: str, raw: Any, tidy: str | None
) -> None:
    editor = editor_of(window, page, kind, name)
    told = QSignalSpy(editor.changed)
    keys(page, text)
    assert editor.raw() == raw
    assert told.count() >= 1
    editor.widget.editingFinished.emit()
    assert editor.raw() == raw
    if tidy is not None:
        assert editor.typed() == tidy


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("order", "freight", "about ten"),
        ("product", "price", "1,2,3"),
        ("customer", "next_on", "31.2.2026"),
        ("event", "start", "half past"),
        ("staff", "email", "nobody"),
        ("order", "customer", "no such customer"),
        ("note", "about", "no such record"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_and_stays(
    window: StageWindow, page: QWidget, kind: str, name: str, text: str
) -> None:
    editor = editor_of(window, page, kind, name)
    editor.type(text)
    with pytest.raises(Refused):
        editor.raw()
    assert editor.check()
    assert editor.typed() == text


def test_a_fault_marks_the_field_and_is_said_to_screen_readers(window: StageWindow, page: QWidget) -> None:
    editor = editor_of(window, page, "customer", "name")
    editor.set_fault("Name is needed.")
    assert editor.widget.property("fault") is True
    assert editor.widget.accessibleDescription() == "Name is needed."
    editor.set_fault(None)
    assert editor.widget.property("fault") is False
    assert editor.widget.accessibleDescription() == editor.kind.help


def test_a_moment_typed_in_one_goes_to_day_and_time(window: StageWindow, page: QWidget) -> None:
    editor: Any = editor_of(window, page, "note", "at")
    editor.type("2026-11-24 15:30")
    assert (editor.day.text(), editor.time.text()) == ("2026-11-24", "15:30")
    assert editor.raw() == "2026-11-24T15:30:00"
    editor.set_raw("2026-11-24T15:30:41")
    assert editor.raw() == "2026-11-24T15:30:41"
    editor.time.setText("9:05")
    assert editor.raw() == "2026-11-24T09:05:00"


def test_the_calendar_is_opened_and_used_by_keys(window: StageWindow, page: QWidget) -> None:
    editor: Any = editor_of(window, page, "customer", "next_on")
    editor.set_raw("2026-11-27")
    keys(page, Key.Key_Up)
    assert editor.raw() == "2026-11-28"
    keys(page, (Key.Key_Down, Qt.KeyboardModifier.AltModifier))
    picker = editor.picker
    assert picker.isVisible()
    assert picker.calendar.selectedDate().toString(Qt.DateFormat.ISODate) == "2026-11-28"
    picker.calendar.setSelectedDate(picker.calendar.selectedDate().addDays(7))
    picker.calendar.activated.emit(picker.calendar.selectedDate())
    assert editor.raw() == "2026-12-05"


def test_the_calendar_speaks_the_language_in_force(window: StageWindow, page: QWidget) -> None:
    editor: Any = editor_of(window, page, "customer", "next_on")
    editor.set_raw("2026-11-27")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    said = []
    for code in ("en", "zh_CN", "en"):
        languages.use(app, code)
        picker = editor.drop()
        buttons = [one.text() for one in picker.findChildren(QAbstractButton)]
        said.append([text for text in ("November", "十一月", "Today", "今天") if text in buttons])
        picker.close()
    assert said == [["November", "Today"], ["十一月", "今天"], ["November", "Today"]]


def test_words_in_use_are_offered_and_others_may_be_typed(window: StageWindow, page: QWidget) -> None:
    for city in ("上海", "上海", "Shanghai", "Luleå"):
        made(window.company, "customer", {"name": city, "city": city})
    editor = editor_of(window, page, "customer", "city")
    assert isinstance(editor, WordEditor)
    assert editor.words()[0] == "上海"
    keys(page, "lu")
    editor.line.look_now()
    assert [found.title for found in editor.line.suggestions()] == ["Luleå"]
    keys(page, Key.Key_Down, Key.Key_Return)
    assert editor.raw() == "Luleå"
    editor.type("Umeå")
    assert editor.raw() == "Umeå"


def test_a_choice_that_is_needed_has_no_blank_and_an_old_one_is_kept(window: StageWindow, page: QWidget) -> None:
    needed: Any = editor_of(window, page, "customer", "status")
    assert needed.box.findText("") == -1
    free: Any = editor_of(window, page, "contact", "gender")
    assert free.box.itemText(0) == ""
    needed.set_raw("archived")
    assert needed.raw() == "archived"


def test_tags_are_typed_and_taken_off(window: StageWindow, page: QWidget) -> None:
    row = made(window.company, "customer", {"name": "Birch"})
    set_tags(window.company, window.company.entity("customer"), row, ["VIP", "老客户"])
    editor = editor_of(window, page, "customer", "tags")
    assert isinstance(editor, TagsEditor)
    keys(page, "vi")
    editor.line.look_now()
    keys(page, Key.Key_Down, Key.Key_Return)
    keys(page, "new one,", "pending")
    assert editor.raw() == ["VIP", "new one", "pending"]
    keys(page, Key.Key_Return, Key.Key_Backspace)
    assert editor.raw() == ["VIP", "new one"]
    keys(page, Key.Key_Left, Key.Key_Left, Key.Key_Delete)
    assert editor.raw() == ["new one"]
    keys(page, "new ONE", Key.Key_Return)
    assert editor.raw() == ["new one"]


def test_one_suggestion_lies_close_below_the_frame_of_the_tags(window: StageWindow, page: QWidget) -> None:
    row = made(window.company, "customer", {"name": "Birch"})
    set_tags(window.company, window.company.entity("customer"), row, ["VIP"])
    editor = editor_of(window, page, "customer", "tags")
    assert isinstance(editor, TagsEditor)
    keys(page, "vi")
    editor.line.look_now()
    popup = editor.line.popup()
    assert popup is not None
    row_height = popup.view.sizeHintForRow(0)
    assert popup.view.height() - row_height < row_height // 3
    assert popup.y() > editor.frame.mapToGlobal(editor.frame.rect().bottomLeft()).y()


def test_a_link_is_found_by_a_few_letters_with_the_keys_alone(window: StageWindow, page: QWidget) -> None:
    birch = made(window.company, "customer", {"name": "Birch & Sons", "city": "Luleå"})
    made(window.company, "customer", {"name": "Cedar Ltd"})
    editor = editor_of(window, page, "order", "customer")
    assert isinstance(editor, LinkEditor)
    keys(page, "bir")
    editor.line.look_now()
    assert [found.title for found in editor.line.suggestions()] == ["Birch & Sons", "Create “bir”"]
    assert "Luleå" in editor.line.suggestions()[0].subtitle
    keys(page, Key.Key_Return)
    assert editor.raw() == birch
    assert editor.typed() == "Birch & Sons"
    keys(page, (Key.Key_Return, Qt.KeyboardModifier.AltModifier))
    assert window.opened == [("customer", birch)]
    keys(page, Key.Key_Down)
    assert [found.title for found in editor.line.suggestions()] == ["Birch & Sons", "Cedar Ltd"]
    keys(page, Key.Key_Escape)
    assert editor.raw() == birch


def test_a_link_makes_a_new_record_on_the_way(window: StageWindow, page: QWidget) -> None:
    editor = editor_of(window, page, "order", "customer")
    assert isinstance(editor, LinkEditor)
    keys(page, "Larch")
    editor.line.look_now()
    keys(page, Key.Key_Return)
    kind, values, after = window.new[0]
    assert (kind, values) == ("customer", {"name": "Larch"})
    assert after is not None
    row = made(window.company, "customer", values)
    after(row)
    assert editor.raw() == row


def test_a_name_typed_in_full_needs_no_choosing_but_two_alike_do(window: StageWindow, page: QWidget) -> None:
    birch = made(window.company, "customer", {"name": "Birch & Sons", "code": "C-7"})
    for _number in range(2):
        made(window.company, "customer", {"name": "Twin"})
    editor = editor_of(window, page, "order", "customer")
    editor.type("birch & sons")
    assert editor.raw() == birch
    editor.type("C-7")
    assert editor.raw() == birch
    editor.type("Twin")
    assert "Twin" in (editor.check() or "")
    editor.type("")
    assert editor.raw() is None


def test_records_near_come_first(window: StageWindow, page: QWidget) -> None:
    birch = made(window.company, "customer", {"name": "Birch"})
    ann = made(window.company, "contact", {"name": "Ann", "customer": birch})
    zed = made(window.company, "contact", {"name": "Zed"})
    editor = editor_of(window, page, "order", "contact")
    assert isinstance(editor, LinkEditor)
    editor.near = lambda: ("customer", birch)
    keys(page, Key.Key_Down)
    assert [found.value for found in editor.line.suggestions()] == [ann, zed]


def test_about_takes_a_record_of_any_kind(window: StageWindow, page: QWidget) -> None:
    birch = made(window.company, "customer", {"name": "Birch"})
    ann = made(window.company, "contact", {"name": "Ann Birch"})
    editor = editor_of(window, page, "note", "about")
    assert isinstance(editor, AboutEditor)
    keys(page, "birch")
    editor.line.look_now()
    offered = {found.value for found in editor.line.suggestions()}
    assert offered == {("customer", birch), ("contact", ann)}
    assert any("Contact" in found.subtitle for found in editor.line.suggestions())
    editor.type("Ann Birch")
    assert editor.raw() == ("contact", ann)


def test_typing_in_a_link_never_loads_a_large_table(window: StageWindow, page: QWidget) -> None:
    company = window.company
    with company.journal.entry("Many"):
        model = company.entity("customer").model
        company.journal.bulk_insert(
            model,
            ["name", "name_key", "type", "status"],
            ((f"Firm {n:06d}", f"firm {n:06d}", "company", "lead") for n in range(20000)),
        )
    editor = editor_of(window, page, "order", "customer")
    assert isinstance(editor, LinkEditor)
    for text in ("", "f", "fi", "firm 0199"):
        editor.line.setText(text)
        editor.line.look_now()
        assert 0 < len(editor.line.suggestions()) <= 21


def test_suggestions_do_not_take_the_focus_and_go_with_it(window: StageWindow, page: QWidget) -> None:
    made(window.company, "customer", {"name": "Birch"})
    editor = editor_of(window, page, "order", "customer")
    other = QLineEdit()
    page.layout().addWidget(other)
    assert isinstance(editor, LinkEditor)
    keys(page, "b")
    editor.line.look_now()
    assert editor.line.is_open()
    assert QApplication.focusWidget() is editor.line
    other.setFocus()
    assert not editor.line.is_open()
