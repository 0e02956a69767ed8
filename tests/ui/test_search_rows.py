"""Rows W4 and S46 of what the program does: anyone is found by any piece of what one knows of them, in the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.ui.answers import MOST
from crm_desktop.ui.command_box import CommandBox
from crm_desktop.ui.kind_page import KindPage
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.record.dialog import FormDialog
from tests.ui.app_stage import DayWindow, customer, opened, until

Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[DayWindow]:
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        yield made


@pytest.fixture
def everyone(company: Company) -> dict[str, int]:
    """A customer with a contact, a note, an order and an invoice, among others that are like none of them."""

    def save(of: str, /, **values: object) -> int:
        return records.save(company, company.entity(of), values)

    row = customer(company, "上海明远茶业有限公司", tax_number="91310115MA1K4TEA8X", city="上海")
    records.save(company, company.entity("customer"), {"name": "Harbor Lights Ltd"},
                 children={"reach": [{"type": "phone", "value": "+44 20 7946 0812"}]})  # fmt: skip
    person = records.save(
        company, company.entity("contact"), {"name": "曾海棠", "customer": row},
        children={"reach": [{"type": "mobile", "value": "138 0013 8765"},
                            {"type": "email", "value": "haitang@mingyuan.example"}]},
    )  # fmt: skip
    note = save("note", text="要求先寄三个颜色的样品", kind="customer", row=row, type="call")
    order = save("order", number="O-2026-0417", customer=row)
    invoice = save("invoice", number="INV-2026-0093", customer=row)
    for name in ("北京宏达机械有限公司", "Velvet Meadow", "Copper Kettle"):
        customer(company, name)
    return {"customer": row, "contact": person, "note": note, "order": order, "invoice": invoice}


def box_of(window: DayWindow) -> CommandBox:
    QTest.keyClick(window, Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.finder.box
    assert box is not None and box.isVisible()
    return box


def typed(qtbot: QtBot, box: CommandBox, words: str) -> list[str]:
    """The lines once these words stand in the field."""
    box.field.clear()
    box.field.insert(words)
    qtbot.waitUntil(lambda: box._answered == words)
    return lines(box)


def lines(box: CommandBox) -> list[str]:
    return [answer.text for answer in box.answers()]


# What is typed, and whom it must find.
FRAGMENTS = [
    ("明", "上海明远茶业有限公司"),
    ("明远", "上海明远茶业有限公司"),
    ("远茶业", "上海明远茶业有限公司"),
    ("mingyuan", "上海明远茶业有限公司"),
    ("myc", "上海明远茶业有限公司"),
    ("shmy", "上海明远茶业有限公司"),
    ("mingy tea8", "上海明远茶业有限公司"),
    ("115ma1k", "上海明远茶业有限公司"),
    ("棠", "曾海棠"),
    ("zeng", "曾海棠"),
    ("zht", "曾海棠"),
    ("0013", "曾海棠"),
    ("8765", "曾海棠"),
    ("138-0013-8765", "曾海棠"),
    ("１３８ ００１３", "曾海棠"),
    ("haitang@", "曾海棠"),
    ("yuan.exa", "曾海棠"),
    ("7946", "Harbor Lights Ltd"),
    ("HARB", "Harbor Lights Ltd"),
    ("颜色", "要求先寄三个颜色的样品"),
    ("ysdyp", "要求先寄三个颜色的样品"),
    ("0417", "O-2026-0417"),
    ("o-2026-04", "O-2026-0417"),
    ("inv-2026-0093", "INV-2026-0093"),
]
# One slip of the hand, or the same company written with another legal form.
SLIPS = [
    ("harbro", "Harbor Lights Ltd"),
    ("habor", "Harbor Lights Ltd"),
    ("mingyaun", "上海明远茶业有限公司"),
    ("1380031", "曾海棠"),
    ("13800138756", "曾海棠"),
    ("明圆茶", "上海明远茶业有限公司"),
    ("明远茶业股份有限公司", "上海明远茶业有限公司"),
    ("明远茶业公司", "上海明远茶业有限公司"),
    ("上海市明远茶业有限公司", "上海明远茶业有限公司"),
]


def test_w4_each_fragment_finds_at_the_first_look(qtbot: QtBot, window: DayWindow, everyone: dict[str, int]) -> None:
    box = box_of(window)
    assert [(words, found) for words, found in FRAGMENTS if found not in typed(qtbot, box, words)] == []


def test_w4_one_slip_and_another_legal_form_find_too(qtbot: QtBot, window: DayWindow, everyone: dict[str, int]) -> None:
    box = box_of(window)
    for words, found in SLIPS:
        typed(qtbot, box, words)
        until(qtbot, lambda found=found: found in lines(box))


def test_w4_exact_names_come_first_then_what_was_opened_last(qtbot: QtBot, window: DayWindow, company: Company) -> None:
    rows = {name: customer(company, name) for name in ("Birch", "Old Birch Mill", "Birch Lane", "New Birch Yard")}
    box = box_of(window)
    assert typed(qtbot, box, "birch")[1:5] == ["Birch", "Birch Lane", "New Birch Yard", "Old Birch Mill"]
    box.close_box()
    window.open_record("customer", rows["New Birch Yard"])
    window.open_record("customer", rows["Old Birch Mill"])
    box = box_of(window)
    assert typed(qtbot, box, "birch")[1:5] == ["Birch", "Old Birch Mill", "New Birch Yard", "Birch Lane"]
    # What came after a pause keeps that order.
    qtbot.wait(200)
    assert lines(box)[1:5] == ["Birch", "Old Birch Mill", "New Birch Yard", "Birch Lane"]


def test_w4_who_is_called_so_is_there_at_the_first_look_among_very_many_who_only_belong_to_them(
    qtbot: QtBot, window: DayWindow, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = customer(company, "北京河畔茶业有限公司")
    person = records.save(company, company.entity("contact"), {"name": "章小满"})
    with company.journal.entry("Many"):
        for number in range(MOST + 4):
            records.save(company, company.entity("contact"), {"name": f"Someone {number}", "customer": row})
            records.save(company, company.entity("order"), {"number": f"O-{number}", "customer": row})
            note = {"text": "账期改为 30 天", "kind": "customer", "row": row}
            records.save(company, company.entity("note"), note)
    monkeypatch.setattr(CommandBox, "add", lambda *_given: None)  # what comes after a pause is too late for Enter
    box = box_of(window)
    for words in ("北京", "beijing", "bjhp"):
        assert (words, typed(qtbot, box, words)[:2]) == (words, ["Customers", "北京河畔茶业有限公司"])
    for words in ("zhang", "章"):
        assert (words, typed(qtbot, box, words)[:2]) == (words, ["Contacts", "章小满"])
    assert ("contact", person) in company.index.find("zhang", MOST, leading=["customer", "contact"])


def test_w4_a_number_finds_the_document_that_has_it_then_who_is_called_up_by_its_last_digits(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    def save(of: str, values: dict[str, object], mobile: str = "") -> int:
        children = {"reach": [{"type": "mobile", "value": mobile}]} if mobile else {}
        return records.save(company, company.entity(of), values, children=children)

    at = customer(company, "Quay Street", code="C-0741")
    save("order", {"number": "O-0741", "customer": at})
    save("contact", {"name": "Ann Alder"}, "139 7000 0741")
    save("contact", {"name": "Bea Birch"}, "0741 555 0199")
    for number in range(MOST):
        save("contact", {"name": f"Someone {number}"}, f"138 {number:02}07 41{number:02}")
        save("order", {"number": f"O-8{number:02}", "notes": f"Their number is P-07415-{number}", "customer": at})
    box = box_of(window)
    found = typed(qtbot, box, "0741")
    heads = {head: found[found.index(head) + 1 :][:2] for head in ("Orders", "Customers", "Contacts")}
    assert heads["Orders"][0] == "O-0741" and heads["Customers"][0] == "Quay Street"
    assert heads["Contacts"] == ["Bea Birch", "Ann Alder"]
    # Few matches are put in the same order.
    few = company.index.find("0199", 5)
    assert few == [("contact", 2)]


def test_w4_a_customer_comes_before_all_its_orders_and_payments_at_the_first_look(
    qtbot: QtBot, window: DayWindow, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "Birch Mill Tea 河畔"
    row = customer(company, name)
    with company.journal.entry("Many"):
        for number in range(MOST + 4):
            for kind, values in (("order", {"number": f"O-{number}"}), ("payment", {"amount": 100})):
                records.save(company, company.entity(kind), {"customer": row, **values})
    monkeypatch.setattr(CommandBox, "add", lambda *_given: None)  # what comes after a pause is too late for Enter
    opened_records: list[tuple[str, int]] = []
    window.open_record = lambda kind, row: opened_records.append((kind, row))  # type: ignore[method-assign]
    box = box_of(window)
    for words in ("birch", "mill", "birch mill", "河畔", "畔", "hp", "hepan", "Birch Mill Tea", name):
        assert (words, typed(qtbot, box, words)[:2]) == (words, ["Customers", name])
    QTest.keyClick(box.field, Key.Key_Return)
    until(qtbot, lambda: opened_records == [("customer", row)])


def test_w4_what_was_opened_last_is_found_among_very_many_and_is_no_entry_of_the_journal(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    first = records.save(company, company.entity("contact"), {"name": "Birch, Ann"})
    with company.journal.entry("Many"):
        for number in range(60):
            records.save(company, company.entity("contact"), {"name": f"Birch {number}"})
    assert "Birch, Ann" not in typed(qtbot, box_of(window), "birch")
    entries = company.execute("SELECT count(*) FROM journal_entry").fetchone()
    window.open_record("contact", first)
    assert typed(qtbot, box_of(window), "birch")[:2] == ["Contacts", "Birch, Ann"]
    assert company.execute("SELECT count(*) FROM journal_entry").fetchone() == entries


@pytest.mark.parametrize(
    ("words", "line", "values", "reach"),
    [
        ("Quay Street", "New customer “Quay Street”", "Quay Street", []),
        ("13900139000", "New customer “13900139000”", None, [("mobile", "13900139000")]),
        ("１３９ ００１３ ９０００", "New customer “１３９ ００１３ ９０００”", None, [("mobile", "139 0013 9000")]),
        ("021-5555 6666", "New customer “021-5555 6666”", None, [("phone", "021-5555 6666")]),
        ("li@quay.example", "New customer “li@quay.example”", None, [("email", "li@quay.example")]),
        ("李小满 13900139000", "New customer “李小满 13900139000”", "李小满", [("mobile", "13900139000")]),
    ],
)
def test_w4_where_nothing_is_found_the_form_begins_with_the_words_as_name_phone_or_mail(
    qtbot: QtBot, window: DayWindow, company: Company, words: str, line: str, values: str | None,
    reach: list[tuple[str, str]],
) -> None:  # fmt: skip
    box = box_of(window)
    assert typed(qtbot, box, words)[:2] == ["Make a new record", line]
    seen: list[FormDialog] = []

    def fill(dialog: FormDialog) -> None:
        seen.append(dialog)
        if values is None:
            dialog.form.boxes["name"].part.type("Made of a number")
        dialog.save_and_close()

    _answering(fill)
    QTest.keyClick(box.field, Key.Key_Return)
    until(qtbot, lambda: bool(seen))
    (row,) = [row for (row,) in company.execute("SELECT id FROM customer")]
    saved = records.read(company, company.entity("customer"), row)
    assert saved["name"] == (values or "Made of a number")
    kept = records.read_children(company, company.entity("customer").child("reach"), row)
    assert [(one["type"], one["value"]) for one in kept] == reach
    assert company.execute("SELECT count(*) FROM customer").fetchone() == (1,)


def test_w4_what_a_new_record_begins_with_is_told_in_chinese_signs(qtbot: QtBot, window: DayWindow) -> None:
    window.use_language("zh_CN")
    try:
        box = box_of(window)
        typed(qtbot, box, "王五 13800138000")
        assert "手机：13800138000 · 姓名：王五" in [answer.why for answer in box.answers()]
    finally:
        window.use_language("en")


def test_w4_every_command_is_found_by_its_name(qtbot: QtBot, window: DayWindow) -> None:
    box = box_of(window)
    possible = [command for command in window._commands() if command.possible]
    assert len(possible) > 30
    for command in possible:
        assert command.text in typed(qtbot, box, command.text)


def test_w4_enter_runs_the_command_that_was_found(qtbot: QtBot, window: DayWindow) -> None:
    box = box_of(window)
    typed(qtbot, box, "invoices")
    QTest.keyClick(box.field, Key.Key_Return)
    until(qtbot, lambda: window.current() == "invoice")


def test_s46_the_list_of_contacts_is_narrowed_while_one_types(
    qtbot: QtBot, window: DayWindow, everyone: dict[str, int], company: Company
) -> None:
    records.save(company, company.entity("contact"), {"name": "Someone Else"})
    window.show_page("contact")
    page = window.page()
    assert isinstance(page, KindPage)
    shown = page.list()
    until(qtbot, lambda: shown.table.settled() and shown.table.rowCount() == 2)
    for words in ("海", "曾海", "zht", "0013", "8765", "３８００", "mingyuan"):
        QTest.keyClick(shown, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        shown.head.search.insert(words)
        until(qtbot, lambda: shown.table.settled() and shown.table.rowCount() == 1)
        assert shown.table.id_at(0) == everyone["contact"], words
        shown.head.search.clear()
        until(qtbot, lambda: shown.table.settled() and shown.table.rowCount() == 2)


def test_s46_a_word_being_composed_is_searched_for_when_it_is_committed(
    qtbot: QtBot, window: DayWindow, everyone: dict[str, int]
) -> None:
    page = window.page()
    assert isinstance(page, KindPage)
    shown = page.list()
    until(qtbot, lambda: shown.table.settled() and shown.table.rowCount() == 5)
    search = shown.head.search
    _compose(search, "h", "hong", "hong'da")
    qtbot.wait(400)
    assert (shown.table.rowCount(), search.text()) == (5, "")
    _commit(search, "宏达")
    until(qtbot, lambda: shown.table.settled() and shown.table.rowCount() == 1)
    box = box_of(window)
    before = lines(box)
    _compose(box.field, "hai", "hai'tang")
    qtbot.wait(200)
    assert lines(box) == before
    _commit(box.field, "海棠")
    qtbot.waitUntil(lambda: "曾海棠" in lines(box))


def test_s46_a_composition_that_is_given_up_leaves_the_answers_as_they_were(
    qtbot: QtBot, window: DayWindow, everyone: dict[str, int]
) -> None:
    box = box_of(window)
    before = typed(qtbot, box, "海")
    _compose(box.field, "t", "tang")
    _compose(box.field, "")
    qtbot.wait(200)
    assert (box.field.text(), lines(box)) == ("海", before)


def _compose(field: QLineEdit, *texts: str) -> None:
    for text in texts:
        QApplication.sendEvent(field, QInputMethodEvent(text, []))


def _commit(field: QLineEdit, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def _answering(form: Callable[[FormDialog], object]) -> None:
    """Do this with the form that comes up; it never stays open."""
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, FormDialog):
        QTimer.singleShot(20, lambda: _answering(form))
        return
    try:
        form(dialog)
    finally:
        QDialog.done(dialog, 0)
