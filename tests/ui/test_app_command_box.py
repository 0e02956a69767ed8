"""The command box: records and commands while one types, a record to make where nothing is found, no mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop import demo
from crm_desktop.areas import open_company
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.entity.finding import Found
from crm_desktop.letters.letter import ship_templates
from crm_desktop.ui.answers import Answers
from crm_desktop.ui.command_box import CommandBox
from crm_desktop.ui.memory import WindowMemory
from tests.ui.app_stage import DayWindow, customer, opened, until

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[DayWindow]:
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="history") as made:
        yield made


def box_of(window: DayWindow, words: str = "") -> CommandBox:
    window.finder.open(words)
    assert window.finder.box is not None
    return window.finder.box


def typed(qtbot: QtBot, box: CommandBox, words: str) -> list[str]:
    """The lines shown once these words have been typed."""
    box.field.clear()
    QTest.keyClicks(box.field, words)
    qtbot.waitUntil(lambda: box._answered == words)
    return [answer.text for answer in box.answers()]


def test_records_of_all_kinds_are_found_with_what_tells_them_apart(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    row = customer(company, "Birch Lane Stores", city="Leeds")
    records.save(company, company.entity("contact"), {"name": "Ann Birch", "customer": row, "job_title": "Buyer"})
    box = box_of(window)
    assert typed(qtbot, box, "birch")[:4] == ["Customers", "Birch Lane Stores", "Contacts", "Ann Birch"]
    whys = {answer.text: answer.why for answer in box.answers()}
    assert whys["Birch Lane Stores"] == "Leeds · Lead"
    assert whys["Ann Birch"] == "Birch Lane Stores · Buyer"


def test_who_is_called_so_in_pinyin_comes_before_who_works_there(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    row = customer(company, "北京岚渡茶业有限公司")
    records.save(company, company.entity("contact"), {"name": "汪念慈", "customer": row})
    found = typed(qtbot, box_of(window), "bjld")
    assert found[:4] == ["Customers", "北京岚渡茶业有限公司", "Contacts", "汪念慈"]


def test_people_and_documents_come_before_the_letters_that_are_written_to_all(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    ship_templates(company)
    row = customer(company, "Alder Reminders Ltd")
    records.save(company, company.entity("contact"), {"name": "Ann Alder", "customer": row, "job_title": "Paymentress"})
    records.save(company, company.entity("order"), {"customer": row, "number": "O-PAYMENT"})
    found = typed(qtbot, box_of(window), "payment")
    assert max(map(found.index, ("Ann Alder", "O-PAYMENT"))) < found.index("Payment reminder")


def test_enter_opens_the_record_and_the_box_is_gone(qtbot: QtBot, window: DayWindow, company: Company) -> None:
    row = customer(company)
    opened_records: list[tuple[str, int]] = []
    window.open_record = lambda kind, row: opened_records.append((kind, row))  # type: ignore[method-assign]
    box = box_of(window)
    typed(qtbot, box, "birch")
    QTest.keyClick(box.field, Key.Key_Return)
    until(qtbot, lambda: opened_records == [("customer", row)])
    assert not box.isVisible()


def test_enter_right_after_a_letter_takes_the_answer_to_that_letter(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    first, second = customer(company, "Alder"), customer(company, "Aspen")
    opened_records: list[int] = []
    window.open_record = lambda _kind, row: opened_records.append(row)  # type: ignore[method-assign]
    box = box_of(window)
    typed(qtbot, box, "al")
    box.field.setText("asp")
    QTest.keyClick(box.field, Key.Key_Return)
    until(qtbot, lambda: bool(opened_records))
    assert opened_records == [second]
    assert first != second


def test_commands_are_found_by_their_name_and_run(qtbot: QtBot, window: DayWindow) -> None:
    box = box_of(window)
    lines = typed(qtbot, box, "trash")
    assert lines[0] == "Commands"
    assert lines.count("Trash") == 1  # it stands in two menus
    QTest.keyClick(box.field, Key.Key_Return)
    until(qtbot, lambda: window.current() == "trash")


def test_commands_that_cannot_be_done_now_are_not_offered(qtbot: QtBot, window: DayWindow) -> None:
    assert "Undo" not in typed(qtbot, box_of(window), "undo")


def test_commands_that_hold_the_word_come_before_those_whose_menu_does(qtbot: QtBot, window: DayWindow) -> None:
    assert window.show_page("customer")
    lines = typed(qtbot, box_of(window), "view")
    commands = lines[1 : lines.index("Make a new record")]
    named = ["view" in line.lower() for line in commands]
    assert sum(named) > 2 and named == sorted(named, reverse=True)


def test_where_nothing_is_found_a_record_can_be_made_of_the_words(qtbot: QtBot, window: DayWindow) -> None:
    made: list[tuple[str, object]] = []
    window.new_record = lambda kind, values=None, after=None: made.append((kind, values))  # type: ignore[method-assign]
    box = box_of(window)
    lines = typed(qtbot, box, "Quay Street")
    assert lines == [
        "Make a new record", "New customer “Quay Street”", "New contact “Quay Street”", "New event “Quay Street”",
        "New task “Quay Street”", "New opportunity “Quay Street”",
    ]  # fmt: skip
    QTest.keyClick(box.field, Key.Key_Down)
    QTest.keyClick(box.field, Key.Key_Return)
    until(qtbot, lambda: made == [("contact", {"name": "Quay Street"})])


def test_the_arrows_go_round_and_pass_over_headings(qtbot: QtBot, window: DayWindow, company: Company) -> None:
    customer(company, "Birch One")
    records.save(company, company.entity("product"), {"name": "Birch Two"})
    box = box_of(window)
    typed(qtbot, box, "birch ")

    def chosen() -> str:
        return box.answers()[box.list.currentIndex().row()].text

    assert chosen() == "Birch Two"
    QTest.keyClick(box.field, Key.Key_Down)
    assert chosen() == "Birch One"
    QTest.keyClick(box.field, Key.Key_Down)
    assert chosen().startswith("Undo")
    QTest.keyClick(box.field, Key.Key_Down)
    assert chosen() == "Birch Two"
    QTest.keyClick(box.field, Key.Key_Up)
    assert chosen().startswith("Undo")


def test_records_opened_lately_are_offered_before_anything_is_typed(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    rows = [customer(company, name) for name in ("Alder", "Birch", "Cedar")]
    for row in (rows[0], rows[2], rows[1]):
        window.open_record("customer", row)
    records.delete(company, company.entity("customer"), [rows[2]])
    lines = [answer.text for answer in box_of(window).answers()]
    assert lines[:4] == ["Opened last", "Birch", "Alder", "Commands"]


def test_a_word_that_is_being_composed_is_not_searched_for(qtbot: QtBot, window: DayWindow, company: Company) -> None:
    customer(company, "茶叶商行")
    box = box_of(window)
    asked: list[str] = []
    find = box._find
    box._find = lambda words: asked.append(words) or find(words)  # type: ignore[func-returns-value]
    QApplication.sendEvent(box.field, QInputMethodEvent("cha", []))
    qtbot.wait(30)
    assert asked == []
    commit = QInputMethodEvent()
    commit.setCommitString("茶")
    QApplication.sendEvent(box.field, commit)
    qtbot.waitUntil(lambda: asked == ["茶"])
    assert box.answers()[1].text == "茶叶商行"


def test_escape_closes_the_box_alone_and_gives_the_focus_back(qtbot: QtBot, window: DayWindow) -> None:
    window.toast("Something was done")
    before = QApplication.focusWidget()
    box = box_of(window)
    assert QApplication.focusWidget() is box.field
    QTest.keyClick(box.field, Key.Key_Escape)
    assert not box.isVisible()
    assert len(window.toasts.toasts()) == 1
    assert QApplication.focusWidget() is before


def test_the_first_letter_typed_into_the_search_button_is_in_the_field(qtbot: QtBot, window: DayWindow) -> None:
    QTest.keyClick(window.top.search, Key.Key_B)
    box = window.finder.box
    assert box is not None
    assert (box.field.text(), box.field.hasSelectedText(), box.field.cursorPosition()) == ("b", False, 1)


def test_chinese_commands_are_found_by_the_initials_of_their_pinyin(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    records.delete(company, company.entity("customer"), [customer(company)])
    try:
        window.use_language("zh_CN")
        box = box_of(window)
        answers = window.finder.answers
        assert answers is not None
        until(qtbot, lambda: bool(answers._known))
        assert "回收站" in typed(qtbot, box, "hsz")
        box.close_box()
        window.show_page("trash")
        box_of(window)
        until(qtbot, lambda: answers.is_spoken("清空回收站"))
        assert "清空回收站" in typed(qtbot, box, "qkhsz")
    finally:
        window.use_language("en")


def test_a_kind_with_very_many_matches_leaves_room_for_others_once_typing_pauses(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    at = customer(company, "Alder")
    records.save(company, company.entity("note"), {"text": "Birch table", "kind": "customer", "row": at})
    with company.journal.entry("Many"):
        for number in range(40):
            customer(company, f"Birch {number}")
    box = box_of(window)
    lines = typed(qtbot, box, "birch")
    assert [line for line in lines if line in ("Customers", "Notes")] == ["Customers"]
    QTest.keyClick(box.field, Key.Key_Down)
    chosen = box.answers()[box.list.currentIndex().row()].text
    qtbot.waitUntil(lambda: "Birch table" in [answer.text for answer in box.answers()])
    assert box.answers()[box.list.currentIndex().row()].text == chosen


def test_who_is_not_found_at_once_is_there_when_typing_pauses_and_nothing_is_offered_to_be_made(
    qtbot: QtBot, window: DayWindow, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer(company, "Birch Lane Stores", city="Leeds")
    find = company.index.find

    def impatient(words: str, *given: Any, patience: float = 0, **more: Any) -> Found:
        if not patience:
            return find(words, *given, **more)
        nothing = Found()
        nothing.cut = True
        return nothing

    monkeypatch.setattr(company.index, "find", impatient)
    box = box_of(window)
    box.paused.disconnect()
    assert all("“bir”" not in line for line in typed(qtbot, box, "bir"))
    box.paused.connect(window.finder._answer_more)
    typed(qtbot, box, "bi")
    qtbot.waitUntil(lambda: [answer.text for answer in box.answers()][:2] == ["Customers", "Birch Lane Stores"])


def test_a_keystroke_asks_a_bounded_number_of_questions(tmp_path: Path) -> None:
    path = tmp_path / "many.crm"
    demo.build(path, customers=400)
    with open_company(path) as company:
        answers = Answers(company, list, lambda _k, _r: None, lambda _k, _v: None, ["customer"])
        asked: list[str] = []
        trace = company.file.db.connection().set_trace_callback
        trace(lambda sql: None if sql.startswith("--") else asked.append(sql))  # FTS asks itself in comments
        for words in ("t", "te", "tea", "tea t", "138", "lond", "london", "b", "zz", "茶"):
            asked.clear()
            answers.to(words)
            assert len(asked) <= 8 + 2 * len(company.entities)
        trace(None)


def test_a_slip_of_one_letter_still_finds_and_a_new_record_is_still_offered(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    row = customer(company, "Harbor Lights")
    opened_records: list[tuple[str, int]] = []
    window.open_record = lambda kind, row: opened_records.append((kind, row))  # type: ignore[method-assign]
    box = box_of(window)
    typed(qtbot, box, "hrabor")
    qtbot.waitUntil(lambda: "Similar" in [answer.text for answer in box.answers()])
    lines = [answer.text for answer in box.answers()]
    assert lines[:3] == ["Similar", "Harbor Lights", "Make a new record"]
    assert "New customer “hrabor”" in lines
    box.list.setCurrentIndex(box._lines.index(1))
    QTest.keyClick(box.field, Key.Key_Return)
    until(qtbot, lambda: opened_records == [("customer", row)])
