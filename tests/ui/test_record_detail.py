"""The pane beside a list, over a real company file: any kind of record, bounded questions, changes taken back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop import i18n
from crm_desktop.areas import ENTITIES
from crm_desktop.entity import custom, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.store.undo import undo
from crm_desktop.ui import theme
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.record.detail import PART_GAP, DetailPane
from crm_desktop.ui.record.history import HistorySection
from crm_desktop.ui.widgets.labels import Pill, SectionTitle
from tests.every_entity.filling import full_record
from tests.ui.record_stage import StageWindow, keys, made, read, shown, texts

Pane = Callable[..., DetailPane]


@pytest.fixture
def window(qapp: QApplication, company: Company) -> Iterator[StageWindow]:
    theme.apply(qapp, "light")
    yield StageWindow(company)


@pytest.fixture
def pane_of(qtbot: QtBot, window: StageWindow) -> Pane:
    def opened(kind: str, row: int | None) -> DetailPane:
        pane = DetailPane(window, window.company.entity(kind))
        qtbot.addWidget(pane)
        shown(pane, 372, 900)
        pane.show_record(row)
        pane.show_now()
        QApplication.processEvents()
        return pane

    return opened


@pytest.fixture
def birch(window: StageWindow) -> int:
    return made(
        window.company,
        "customer",
        {"name": "Birch & Sons", "city": "Luleå", "status": "key", "next_step": "Renew", "next_on": "2026-11-20",
         "notes": "Speaks German", "tags": ["VIP"]},
        reach=[{"type": "mobile", "value": "13900139000", "label": "Office"},
               {"type": "email", "value": "a@birch.example"}],
    )  # fmt: skip


def click(pane: QWidget, text: str) -> None:
    """Click the text that begins so."""
    next(part for part in pane.findChildren(ClickText) if part.text().startswith(text)).click()


def settle() -> None:
    for _turn in range(4):
        QApplication.processEvents()


def history_of(pane: DetailPane) -> HistorySection:
    assert pane.history is not None
    if not pane.history.is_open():
        pane.history.turn()
        settle()
    return pane.history


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.name)
def test_a_record_of_any_kind_is_shown_with_its_name_and_values(
    window: StageWindow, pane_of: Pane, entity: Entity
) -> None:
    row = full_record(window.company, entity, 2)
    pane = pane_of(entity.name, row)
    assert pane.facts is not None
    assert pane.facts.title == window.company.title(entity, row).replace("\n", " ")
    assert any(text.startswith(pane.facts.title[:20]) for text in texts(pane))
    for control in pane.findChildren(QWidget):
        if control.focusPolicy() & Qt.FocusPolicy.TabFocus and control.isVisibleTo(pane):
            assert control.accessibleName() or getattr(control, "text", str)(), control
    i18n.use("zh_CN")
    pane.show_now()
    assert pane.facts is not None


def test_who_they_are_what_is_next_and_how_they_are_reached(window: StageWindow, pane_of: Pane, birch: int) -> None:
    pane = pane_of("customer", birch)
    said = texts(pane)
    assert "Birch & Sons" in said
    assert any(text.startswith("Luleå") for text in said)
    assert "Renew" in said
    assert "20 Nov 2026 · 3 days ago · overdue" in said
    assert "139 0013 9000" in said  # in groups, as in the list
    assert "VIP" in [pill.text() for pill in pane.findChildren(Pill)]
    assert "Speaks German" in said


def test_a_number_is_copied_and_followed(
    window: StageWindow, pane_of: Pane, birch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: went.append(url.toString()))
    pane = pane_of("customer", birch)
    click(pane, "a@birch.example")
    click(pane, "139 0013 9000")
    assert went == ["mailto:a@birch.example", "tel:13900139000"]
    copy = next(part for part in pane.findChildren(QWidget) if part.accessibleName() == "Copy a@birch.example")
    copy.click()
    assert QGuiApplication.clipboard().text() == "a@birch.example"


def test_what_links_to_it_is_listed_counted_and_opened(window: StageWindow, pane_of: Pane, birch: int) -> None:
    company = window.company
    order = made(company, "order", {"customer": birch, "ordered_on": "2026-11-07"})
    for number in range(6):
        made(company, "contact", {"name": f"Bo {number}", "customer": birch})
    ann = made(company, "contact", {"name": "Ann", "customer": birch, "job_title": "Buyer"})
    made(company, "contact", {"name": "Other"})
    pane = pane_of("customer", birch)
    said = texts(pane)
    assert "Contacts · 7" in said
    assert "Other" not in said
    click(pane, "Ann")
    assert window.opened == [("contact", ann)]
    assert len([text for text in said if text.startswith("Bo ")]) == 4
    click(pane, "Show all 7")
    settle()
    assert len([text for text in texts(pane) if text.startswith("Bo ")]) == 6
    click(pane, next(text for text in texts(pane) if text.startswith("O-")))
    assert window.opened[-1] == ("order", order)


def test_notes_are_written_in_one_line_and_come_newest_first(window: StageWindow, pane_of: Pane, birch: int) -> None:
    company = window.company
    about = {"kind": "customer", "row": birch}
    old = made(company, "note", {"text": "Old memo", "type": "call", "at": "2026-11-20T09:00:00", **about})
    made(company, "note", {"text": "On top", "pinned": 1, "at": "2025-01-01T09:00:00", **about})
    made(company, "note", {"text": "Of another", "kind": "contact", "row": birch})
    pane = pane_of("customer", birch)
    pane.write_note()
    assert QApplication.focusWidget() is pane.story.line
    keys(pane, "Price is fine", Qt.Key.Key_Return)
    settle()
    assert pane.story.line.text() == ""
    assert "On top" in texts(pane), "as a memo"
    said = [text for text in texts(pane.story) if text in ("Old memo", "On top", "Of another", "Price is fine")]
    assert set(said) == {"Old memo", "Price is fine"}
    click(pane, "Old memo")
    assert window.opened == [("note", old)]
    undo(company.journal)
    settle()
    assert "Price is fine" not in texts(pane)


def test_a_line_is_read_while_it_is_typed_and_plans_the_next_step(
    window: StageWindow, pane_of: Pane, birch: int
) -> None:
    pane = pane_of("customer", birch)
    pane.write_note()
    keys(pane, "call 5min price ok tomorrow 10")
    settle()
    assert pane.story.log.preview.isVisible()
    assert pane.story.log.preview.accessibleName() == (
        "Call 5 min price ok Next Call again · tomorrow 10:00 Instead of Renew"
    )
    keys(pane, "", Qt.Key.Key_Return)
    settle()
    assert not pane.story.log.preview.isVisible()
    assert window.company.execute("SELECT type, minutes, text FROM note").fetchall() == [("call", 5, "price ok")]
    assert window.company.execute("SELECT start FROM event").fetchone()[0].endswith("T10:00:00")
    assert "Call again" in texts(pane)


def test_the_quick_log_asks_whom_it_is_about(window: StageWindow, birch: int) -> None:
    from crm_desktop.ui.quick_log import QuickLog

    dialog = QuickLog(window, window.logbook(), None)  # type: ignore[arg-type]
    dialog.log.line.setText("电话 价格可以")
    dialog.save()
    assert dialog.fault.text() == "Choose whom this is about."
    dialog.about.type("Birch & Sons")
    assert dialog.about.raw() == ("customer", birch)
    dialog.save()
    assert dialog.result() == 1
    assert window.company.execute("SELECT type, text, row FROM note").fetchall() == [("call", "价格可以", birch)]
    assert len(window.toasts) == 1 and window.toasts[0][1]


def test_what_is_typed_as_a_note_outlives_a_refresh(window: StageWindow, pane_of: Pane, birch: int) -> None:
    pane = pane_of("customer", birch)
    pane.write_note()
    keys(pane, "half a sent")
    records.change_field(window.company, window.company.entity("customer"), [birch], "city", "Umeå")
    settle()
    assert any(text.startswith("Umeå") for text in texts(pane))
    assert pane.story.line.text() == "half a sent"
    assert QApplication.focusWidget() is pane.story.line


def test_what_is_planned_stands_apart_from_what_was(window: StageWindow, pane_of: Pane, birch: int) -> None:
    company = window.company
    about = {"kind": "customer", "row": birch}
    made(company, "task", {"title": "Send samples", "due": "2026-11-25", **about})
    made(company, "event", {"title": "Visit", "start": "2026-11-01T10:00:00", **about})
    said = texts(pane_of("customer", birch))
    assert "To do" in said
    assert said.index("Send samples") < said.index("Visit")


def test_the_history_says_what_was_changed_and_takes_it_back(window: StageWindow, pane_of: Pane, birch: int) -> None:
    company = window.company
    customer = company.entity("customer")
    boss = made(company, "staff", {"name": "Ann"})
    records.save(company, customer, {"status": "lost", "owner": boss}, row=birch)
    rows = records.read_children(company, customer.child("reach"), birch)
    rows[0]["value"] = "13800138000"
    records.save(company, customer, {}, row=birch, children={"reach": rows})
    pane = pane_of("customer", birch)
    section = history_of(pane)
    said = texts(section)
    assert "Status: Key account → Lost" in said
    assert "Owner: — → Ann" in said
    assert any("13900139000 → 13800138000" in text for text in said), "child rows belong to its history"
    assert not any("key" in text.casefold() and "_" in text for text in said), "nothing that only follows"
    change = next(one for one in section.changes if any("Status" in line for line in one.lines))
    assert section.undo_change(change) is not None
    settle()
    assert read(company, "customer", birch)["status"] == "key"
    assert window.toasts[0][0].startswith("Undone: ")
    again = history_of(pane)
    assert any(one.undone for one in again.changes)
    assert window.memory.get("detail.history") is True, "it stays unfolded"


def test_undoing_an_old_change_says_what_it_kept(window: StageWindow, pane_of: Pane, birch: int) -> None:
    company = window.company
    customer = company.entity("customer")
    records.save(company, customer, {"city": "Umeå", "status": "lost"}, row=birch)
    records.change_field(company, customer, [birch], "city", "Kiruna")
    section = history_of(pane_of("customer", birch))
    change = next(one for one in section.changes if any("Status" in line for line in one.lines))
    section.undo_change(change)
    assert "1 value was changed since and kept" in window.toasts[0][0]
    stored = read(company, "customer", birch)
    assert (stored["city"], stored["status"]) == ("Kiruna", "key")


def test_new_records_begin_with_the_link(window: StageWindow, pane_of: Pane, birch: int) -> None:
    pane = pane_of("customer", birch)
    assert pane.deeds is not None
    makes = {action.text(): action for action in pane.deeds.makes.actions()}
    makes["New order"].trigger()
    makes["New task"].trigger()
    assert [(kind, values) for kind, values, _after in window.new] == [
        ("order", {"customer": birch}),
        ("task", {"kind": "customer", "row": birch}),
    ]
    pane.deeds.edit.click()
    assert window.edited == [("customer", birch)]


def test_deleting_leaves_a_way_back(window: StageWindow, pane_of: Pane, birch: int) -> None:
    pane = pane_of("customer", birch)
    assert pane.deeds is not None
    pane.deeds.delete()
    settle()
    assert window.toasts == [("Deleted: Birch & Sons", True)]
    assert "This customer is not there any more." in " ".join(texts(pane)).lower().replace("this", "This")
    undo(window.company.journal)
    settle()
    assert "Birch & Sons" in texts(pane)


def test_nothing_selected_says_what_to_do(window: StageWindow, pane_of: Pane) -> None:
    pane = pane_of("customer", None)
    assert any("Select a customer" in text for text in texts(pane))
    assert not pane.story.line.isVisibleTo(pane)


def test_own_fields_are_shown_too(window: StageWindow, pane_of: Pane, birch: int) -> None:
    customer = window.company.entity("customer")
    name = custom.add(window.company, customer, "Shoe size", "number")
    pane = pane_of("customer", birch)
    assert "Shoe size" not in texts(pane)
    records.change_field(window.company, customer, [birch], name, 39000)
    settle()
    said = texts(pane)
    assert "Shoe size" in said
    assert "39" in said


def test_going_quickly_through_a_list_shows_the_last_record_only(window: StageWindow, pane_of: Pane) -> None:
    rows = [made(window.company, "customer", {"name": f"Firm {number}"}) for number in range(20)]
    pane = pane_of("customer", rows[0])
    for row in rows:
        pane.show_record(row)
    deadline = time.monotonic() + 2
    while pane.facts is None or pane.facts.title != "Firm 19":
        assert time.monotonic() < deadline
        QApplication.processEvents()


def test_five_thousand_notes_cost_no_more_than_ten(window: StageWindow, pane_of: Pane, birch: int) -> None:
    company = window.company
    few = made(company, "customer", {"name": "Few"})
    note = company.entity("note").model
    for row, count in ((few, 10), (birch, 5000)):
        with company.journal.entry("Notes"):
            company.journal.bulk_insert(
                note,
                ["text", "type", "at", "pinned", "kind", "row"],
                ((f"Note {n}", "call", f"2025-{n % 12 + 1:02d}-01T09:00:00", 0, "customer", row) for n in range(count)),
            )

    def statements(row: int) -> int:
        asked: list[str] = []
        connection = company.journal._connection()
        connection.set_trace_callback(asked.append)
        pane.row = row
        pane.show_now()
        connection.set_trace_callback(None)
        return len(asked)

    pane = pane_of("customer", few)
    assert abs(statements(birch) - statements(few)) <= 2
    assert statements(birch) < 60
    assert len([text for text in texts(pane) if text.startswith("Note ")]) <= 8


def test_texts_are_wrapped_and_cut_to_their_lines(qtbot: QtBot, window: StageWindow) -> None:
    long: Any = ClickText("word " * 100, lambda: None, lines=3)
    qtbot.addWidget(long)
    long.resize(200, 60)
    seen = long.shown(200)
    assert len(seen) == 3
    assert seen[-1].endswith("…")
    assert long.accessibleName() == ("word " * 100).strip()
    one = ClickText("a line\nand another")
    qtbot.addWidget(one)
    assert one.shown(1000) == ["a line and another"]


LONG = {
    "en": ("Postal address for invoices and reminders", "Meadow & Brook International Trading Company, Warehouses"),
    "zh_CN": (
        "开票资料寄送地址及收件人姓名电话",
        "上海明远国际贸易发展有限公司华东区域总部（张江分公司）仓储与物流事业部",
    ),
}


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_long_titles_addresses_and_linked_names_are_seen_down_to_their_ends(
    window: StageWindow, pane_of: Pane, language: str
) -> None:
    i18n.use(language)
    company = window.company
    title, named = LONG[language]
    with company.journal.entry("A field of one's own"):
        own = custom.add(company, company.entity("contact"), title)
    customer = made(company, "customer", {"name": named})
    mail = "accounts.payable.and.purchasing@meadow-and-brook-international-trading.example"
    values = {"name": "Ann Lee", "customer": customer, own: "Third floor"}
    pane = pane_of("contact", made(company, "contact", values, reach=[{"type": "email", "value": mail}]))
    wrapped = {part.text().replace("\n", " " if language == "en" else "") for part in pane.findChildren(QLabel)}
    assert title in wrapped
    for text in (named, mail):
        for part in (part for part in pane.findChildren(ClickText) if part.text() == text and part.isVisibleTo(pane)):
            seen = part.shown(part.width())
            assert not seen[-1].endswith("…") and part.height() >= len(seen) * part.fontMetrics().lineSpacing()


def test_a_further_address_is_seen_to_its_end_and_copied_whole(
    qtbot: QtBot, window: StageWindow, pane_of: Pane
) -> None:
    address = {"type": "ship", "street": "Unit 14, Harbour Works, 127 Foundry Row", "city": "Manchester",
               "postcode": "M4 1AB", "receiver": "Ann Alder", "phone": "0161 555 0142"}  # fmt: skip
    reach = {"type": "wechat", "value": "birch_24", "label": "Office"}
    pane = pane_of("customer", made(window.company, "customer", {"name": "Birch"}, addresses=[address], reach=[reach]))

    def line() -> QLabel:
        return next(part for part in pane.findChildren(QLabel) if part.text().startswith("Unit 14"))

    assert line().text().endswith("Ann Alder · 0161 555 0142")
    pane.window().resize(theme.px(330), theme.px(700))
    qtbot.waitUntil(lambda: line().width() < theme.px(260))
    qtbot.waitUntil(
        lambda: line().height() >= line().heightForWidth(line().width()) > 2 * line().fontMetrics().height()
    )
    said = "Unit 14, Harbour Works, 127 Foundry Row, Manchester, M4 1AB, Ann Alder, 0161 555 0142"
    for start, copied in (("Unit 14", said), ("birch_24", "birch_24")):
        next(one for one in pane.findChildren(QWidget) if one.accessibleName().startswith(f"Copy {start}")).click()
        assert QGuiApplication.clipboard().text() == copied


def test_the_parts_of_the_pane_stand_equally_far_apart(window: StageWindow, pane_of: Pane) -> None:
    pane = pane_of("event", made(window.company, "event", {"title": "Fair", "start": "2026-11-23T10:00:00"}))
    assert pane.story is not None
    below = pane._parts_shown[2]
    heads = [one for one in pane.findChildren(SectionTitle) if one.isVisible()]
    places = sorted((one.mapTo(pane, QPoint(0, 0)).y(), one.text()) for one in heads)
    above_files = next(y for y, text in places if text.lower() == "files")
    end_of_story = pane.story.mapTo(pane, QPoint(0, pane.story.height())).y()
    assert above_files - end_of_story == PART_GAP
    assert pane.story.mapTo(pane, QPoint(0, 0)).y() - _foot(pane, pane._parts_shown[0]) == PART_GAP
    assert below.isVisible()


def _foot(pane: DetailPane, part: QWidget) -> int:
    return part.mapTo(pane, QPoint(0, part.height())).y()


def test_a_number_below_the_name_is_not_parted_where_the_line_wraps(window: StageWindow, pane_of: Pane) -> None:
    firm = made(window.company, "customer", {"name": "Corvdahl Fine Foods Limited"})
    ann = made(window.company, "contact", {"name": "Ann", "customer": firm, "job_title": "Head of purchasing"},
               reach=[{"type": "mobile", "value": "+1 416 555 0183"}])  # fmt: skip
    said = [one.text() for one in pane_of("contact", ann).findChildren(QLabel)]
    assert any("+1\u00a0416\u00a0555\u00a00183" in text for text in said)
    assert any("Corvdahl Fine Foods Limited" in text for text in said)


def test_a_short_chinese_word_below_the_name_is_not_parted(window: StageWindow, pane_of: Pane) -> None:
    pane = pane_of("customer", made(window.company, "customer", {"name": "Birch", "city": "重庆"}))
    said = next(one for one in pane.findChildren(QLabel) if one.accessibleName().startswith("重庆"))
    said.setText(said.text().split("·")[0])
    said.setFixedWidth(theme.text_width("重", said.font()) + 2)
    assert said.heightForWidth(said.width()) < 2 * said.fontMetrics().lineSpacing()


def test_the_focus_stays_where_it_was_although_the_pane_is_made_anew(
    window: StageWindow, pane_of: Pane, birch: int
) -> None:
    pane = pane_of("customer", birch)
    pane.activateWindow()

    def edit() -> QPushButton:
        return next(one for one in pane.findChildren(QPushButton) if one.text() == "Edit" and one.isVisible())

    first = edit()
    first.setFocus()
    records.save(window.company, window.company.entity("customer"), {"city": "Kiruna"}, row=birch)
    settle()
    assert edit() is not first
    assert pane.window().focusWidget() is edit()
