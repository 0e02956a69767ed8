"""One record on the whole page: how one comes there and back, and its timeline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLineEdit, QScrollArea, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.entity import attachments, records
from crm_desktop.entity.company import Company
from crm_desktop.ui.kind_page import KindPage
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.record.page import RecordPage
from crm_desktop.ui.widgets.chips import Chip
from tests.ui.app_stage import DayWindow, customer, opened, until
from tests.ui.record_stage import texts


def saved(company: Company, kind: str, /, **values: Any) -> int:
    return records.save(company, company.entity(kind), values)


@pytest.fixture
def birch(company: Company) -> int:
    birch = customer(company)
    about = {"kind": "customer", "row": birch}
    saved(company, "note", text="Price is fine", type="call", at="2026-11-05T09:00:00", **about)
    saved(company, "note", text="=Sent samples", type="mail", at="2026-11-06T09:00:00", **about)
    saved(company, "order", customer=birch, ordered_on="2026-11-07")
    return birch


@pytest.fixture
def window(qtbot: QtBot, company: Company, birch: int, tmp_path: Path) -> Iterator[DayWindow]:
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        yield made


def whole_page(qtbot: QtBot, window: DayWindow) -> RecordPage:
    """The page of the first customer, opened by its key."""
    page = window.page("customer")
    assert isinstance(page, KindPage)
    until(qtbot, lambda: window.registry.qaction("lists.page").isEnabled())
    # Nothing else came up as a window of its own and took the keys.
    assert window.isActiveWindow()
    page.list().view.setFocus()
    QTest.keyClick(page.list().view, Qt.Key.Key_F8)
    until(qtbot, lambda: page.record_page() is not None)
    made = page.record_page()
    assert made is not None
    return made


def story(page: RecordPage) -> list[str]:
    return [text for text in texts(page.story) if text in ("Price is fine", "=Sent samples") or text.startswith("O-")]


def test_f8_shows_the_whole_record_and_esc_leads_back(qtbot: QtBot, window: DayWindow, birch: int) -> None:
    page = whole_page(qtbot, window)
    assert page.row == birch
    assert story(page) == ["O-0001 · In progress · ¥0.00", "=Sent samples", "Price is fine"]
    assert window.record_shown() == ("customer", birch)
    # The list is out of sight: nothing of it can be deleted by a key.
    assert window.list_shown() is None
    assert not window.registry.run("lists.delete")
    QTest.keyClick(page, Qt.Key.Key_Escape)
    shown = window.page("customer")
    assert isinstance(shown, KindPage) and shown.record_page() is None
    assert window.list_shown() is not None
    until(qtbot, lambda: shown.list().view.current_id() == birch)


def test_alt_down_and_up_go_through_the_list_from_the_whole_page(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    alder, cedar = customer(company, "Alder"), customer(company, "Cedar")
    shown = window.page("customer")
    assert isinstance(shown, KindPage)
    until(qtbot, lambda: shown.list().table.settled() and shown.list().table.rowCount() == 3)
    shown.list().show_record(birch)
    page = whole_page(qtbot, window)
    assert (page.row, page.place.text()) == (birch, "2 / 3")

    def press(key: Qt.Key) -> None:
        name = "record.next" if key == Qt.Key.Key_Down else "record.previous"
        until(qtbot, lambda: window.registry.qaction(name).isEnabled())
        QTest.keyClick(QApplication.focusWidget() or window, key, Qt.KeyboardModifier.AltModifier)

    press(Qt.Key.Key_Down)
    assert (page.row, page.place.text(), page.next.isEnabled()) == (cedar, "3 / 3", False)
    assert window.record_shown() == ("customer", cedar)
    until(qtbot, lambda: "Cedar" in texts(page.pane))
    assert QApplication.focusWidget() is page.back
    until(qtbot, lambda: not window.registry.qaction("record.next").isEnabled())
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Up)
    assert (page.row, page.place.text(), page.previous.isEnabled()) == (alder, "1 / 3", False)
    page.next.setFocus()
    page.next.click()
    assert page.row == birch and page.next.hasFocus()
    page.next.click()
    assert page.row == cedar and page.back.hasFocus()
    until(qtbot, lambda: "Cedar" in texts(page.pane))
    inside = next(part for part in page.pane.findChildren(QAbstractButton) if part.isVisible() and part.isEnabled())
    inside.setFocus()
    press(Qt.Key.Key_Up)
    assert page.row == birch and page.back.hasFocus()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    until(qtbot, lambda: shown.list().view.current_id() == birch)


def test_alt_left_leads_back_to_the_page_one_jumped_from(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    page = whole_page(qtbot, window)
    page.story.line.setText("half a sent")
    note = company.execute("SELECT id FROM note ORDER BY id LIMIT 1").fetchone()[0]
    order = company.execute('SELECT id FROM "order"').fetchone()[0]
    window.open_record("note", note)
    window.open_page("order", order)
    assert window.record_shown() == ("order", order)

    def back() -> None:
        until(qtbot, lambda: window.registry.qaction("back").isEnabled())
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    back()
    until(qtbot, lambda: window.record_shown() == ("note", note))
    assert window.list_shown() is not None
    back()
    assert window.record_shown() == ("customer", birch) and page.story.line.text() == "half a sent"
    # What is gone by then is passed over.
    window.open_record("note", note)
    window.open_record("order", order)
    until(qtbot, lambda: window.record_shown() == ("order", order))
    records.delete(company, company.entity("note"), [note])
    back()
    until(qtbot, lambda: window.record_shown() == ("customer", birch))


def test_esc_closes_a_notice_before_it_leads_back(qtbot: QtBot, window: DayWindow) -> None:
    page = whole_page(qtbot, window)
    window.toast("Something was done")
    shown = window.page("customer")
    assert isinstance(shown, KindPage)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert (window.toasts.toasts(), shown.record_page()) == ([], page)
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert shown.record_page() is None


def test_a_line_that_is_half_typed_stays_with_its_record(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    maple = customer(company, "Maple")
    page = whole_page(qtbot, window)
    QTest.keyClicks(page.story.line, "call pri")
    QTest.keyClick(page.story.line, Qt.Key.Key_Escape)
    shown = window.list_shown()
    assert shown is not None

    def line_of(row: int) -> QLineEdit:
        shown.show_record(row)
        until(qtbot, lambda: shown.detail is not None and shown.detail.story.row == row)
        return shown.detail.story.line

    assert line_of(birch).text() == "call pri"
    assert line_of(maple).text() == ""
    QTest.keyClicks(line_of(birch), "ce ok")
    QTest.keyClick(line_of(birch), Qt.Key.Key_Return)
    assert line_of(birch).text() == ""
    line_of(maple)
    assert line_of(birch).text() == ""
    assert company.execute("SELECT count(*) FROM note WHERE text LIKE '%price ok%'").fetchone()[0] == 1


def test_tab_goes_through_the_record_and_then_through_its_timeline(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    page = whole_page(qtbot, window)

    def reached() -> list[str]:
        """What stands for each part, in the order in which Tab comes to it."""
        page.back.setFocus()
        names, now = [], QApplication.focusWidget()
        while now is not None and page.isAncestorOf(now) and len(names) < 60:
            text = now.text() if isinstance(now, QAbstractButton | QLineEdit) else ""
            names.append(now.accessibleName() or text)
            now.focusNextPrevChild(True)
            if QApplication.focusWidget() is page.back:
                break
            now = QApplication.focusWidget()
        parts = ("Edit", "History", "Changes", "Quick log", "6 Nov, E-mail: =Sent samples")
        return [name for name in names if name in parts]

    expected = ["Edit", "History", "Changes", "Quick log", "6 Nov, E-mail: =Sent samples"]
    until(qtbot, lambda: reached() == expected)
    saved(company, "note", text="Later", type="call", at="2026-11-08T09:00:00", kind="customer", row=birch)
    until(qtbot, lambda: "Later" in texts(page.story))
    until(qtbot, lambda: reached() == expected)


def test_a_timeline_that_fits_does_not_scroll(qtbot: QtBot, window: DayWindow, company: Company, birch: int) -> None:
    said = "Looked at their new rooms together; they open next month"
    for day in range(1, 15):
        saved(company, "note", text=said, type="visit", at=f"2026-10-{day:02}T09:00:00", kind="customer", row=birch)
    page = whole_page(qtbot, window)
    area = next(one for one in page.findChildren(QScrollArea) if one.isAncestorOf(page.story))
    until(qtbot, lambda: texts(page.story).count(said) == 14)
    until(qtbot, lambda: page.story.height() > 0 and page.story.heightForWidth(page.story.width()) < area.height())
    assert area.widget().minimumSizeHint().height() < area.viewport().height()
    assert area.verticalScrollBar().maximum() == 0


def test_the_divider_of_the_whole_page_is_remembered(qtbot: QtBot, window: DayWindow) -> None:
    split = whole_page(qtbot, window).findChild(QSplitter)
    assert split is not None
    split.moveSplitter(600, 1)
    assert window.memory.get("record.split", []) == split.sizes()


def test_s39_the_chips_narrow_the_timeline(qtbot: QtBot, window: DayWindow) -> None:
    page = whole_page(qtbot, window)
    chips = {chip.text(): chip for chip in page.story.findChildren(Chip)}
    assert list(chips) == [
        "All", "Notes", "Calls", "E-mails", "Visits", "Messages", "Plans", "Documents", "Money", "Files",
        "Changes",
    ]  # fmt: skip
    chips["Calls"].click()
    assert story(page) == ["Price is fine"]
    assert chips["Calls"].isChecked() and not chips["All"].isChecked()
    chips["Visits"].click()
    assert story(page) == [] and "Nothing of this sort." in texts(page.story)
    chips["All"].click()
    assert len(story(page)) == 3


def test_s47_a_typed_line_is_added_and_the_page_follows(qtbot: QtBot, window: DayWindow, birch: int) -> None:
    page = whole_page(qtbot, window)
    page.story.line.setFocus()
    QTest.keyClicks(page.story.line, "visit 1h shop is nice tomorrow call")
    QTest.keyClick(page.story.line, Qt.Key.Key_Return)
    until(qtbot, lambda: "shop is nice" in texts(page.story))
    until(qtbot, lambda: "call" in texts(page.pane))  # what comes next stands in its box
    assert window.company.execute("SELECT type, minutes FROM note ORDER BY id DESC LIMIT 1").fetchone() == ("visit", 60)
    window.undoing.undo()
    until(qtbot, lambda: "shop is nice" not in texts(page.story))


def test_s47_a_next_step_that_would_go_is_told_before_it_does(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    records.save(company, company.entity("customer"), {"next_step": "Send the offer"}, row=birch)
    page = whole_page(qtbot, window)
    preview = page.story.log.preview
    page.story.line.setFocus()
    QTest.keyClicks(page.story.line, "call price ok")
    assert preview.accessibleName() == "Call price ok", "what only happened takes nothing away"
    QTest.keyClicks(page.story.line, " next tue 10")
    assert preview.accessibleName() == "Call price ok Next Call again · Tue, in 8 days 10:00 Instead of Send the offer"
    QTest.keyClick(page.story.line, Qt.Key.Key_Return)
    assert records.read(company, company.entity("customer"), birch)["next_step"] == "Call again"
    window.undoing.undo()
    assert records.read(company, company.entity("customer"), birch)["next_step"] == "Send the offer"


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_s47_a_chinese_line_is_read_once_the_pinyin_is_chosen(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int, lang: str
) -> None:
    window.use_language(lang)
    page = whole_page(qtbot, window)
    line, preview = page.story.line, page.story.log.preview
    line.setFocus()
    for words in ("电话 ", "５分钟 ", "价格可以 ", "下周二１０点"):
        before = preview.accessibleName()
        QApplication.sendEvent(line, QInputMethodEvent("dian'hua", []))
        assert preview.accessibleName() == before, "what is being composed says nothing yet"
        chosen = QInputMethodEvent()
        chosen.setCommitString(words)
        QApplication.sendEvent(line, chosen)
    told = {
        "en": "Call 5 min 价格可以 Next Call again · Tue, in 8 days 10:00",
        "zh_CN": "电话 5 分钟 价格可以 下一步 再次致电 · 周二，8 天后 10:00",
    }
    assert preview.accessibleName() == told[lang]
    QTest.keyClick(line, Qt.Key.Key_Return)
    kept = company.execute("SELECT type, minutes, text, kind, row FROM note ORDER BY id DESC LIMIT 1").fetchone()
    assert kept == ("call", 5, "价格可以", "customer", birch)
    assert company.execute("SELECT start FROM event").fetchall() == [("2026-12-01T10:00:00",)]
    window.use_language("en")


def test_s39_every_sort_of_happening_stands_in_one_timeline_and_is_narrowed_by_its_chip(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int, tmp_path: Path
) -> None:
    about = {"kind": "customer", "row": birch}
    for day, type in enumerate(("note", "visit", "message"), 8):
        saved(company, "note", text=f"A {type}", type=type, at=f"2026-11-{day:02}T09:00:00", **about)
    ann = saved(company, "contact", name="Ann Alder", customer=birch)
    saved(company, "note", text="Ann rang", type="call", at="2026-11-11T09:00:00", kind="contact", row=ann)
    saved(company, "payment", customer=birch, amount=4_200, paid_on="2026-11-12")
    saved(company, "task", title="Look at the shop", due="2026-11-13", done_at="2026-11-13T09:00:00", **about)
    (tmp_path / "plan.txt").write_text("shelves", encoding="utf-8")
    attachments.attach(company, company.entity("customer"), birch, tmp_path / "plan.txt", now=datetime(2026, 11, 14, 9))
    records.save(company, company.entity("customer"), {"city": "Hull"}, row=birch)
    page = whole_page(qtbot, window)
    chips = {chip.text(): chip for chip in page.story.findChildren(Chip)}
    sorts = {
        "Notes": "A note", "Calls": "Ann rang", "E-mails": "=Sent samples", "Visits": "A visit",
        "Messages": "A message", "Plans": "Look at the shop", "Documents": "O-0001 · In progress · ¥0.00",
        "Money": "¥42.00", "Files": "plan.txt",
    }  # fmt: skip
    shown = " ".join(texts(page.story))
    assert [sort for sort, text in sorts.items() if text not in shown] == []
    for sort in sorts:
        chips[sort].click()
        shown = " ".join(texts(page.story))
        assert (sort, [name for name, text in sorts.items() if text in shown]) == (sort, [sort])
    chips["Changes"].click()
    assert any("Hull" in text for text in texts(page.story))


def test_s39_the_timeline_is_written_as_it_is_narrowed(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import openpyxl

    page = whole_page(qtbot, window)
    page.story.show_sort("mail")
    target = tmp_path / "line"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_more: (str(target), "Workbook (*.xlsx)"))
    page.export.click()
    book = openpyxl.load_workbook(tmp_path / "line.xlsx")
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0] == ("When", "What", "About", "Content")
    assert [row[1:] for row in rows[1:]] == [("E-mail", "Birch Lane Stores", "=Sent samples")]
    assert book.active["D2"].data_type == "s"


def test_s47_ctrl_l_asks_about_the_record_in_sight(
    qtbot: QtBot, window: DayWindow, birch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm_desktop.ui.quick_log import QuickLog

    seen: list[tuple[str, int]] = []

    def answered(dialog: QuickLog) -> int:
        seen.append(dialog.about.raw())
        dialog.log.line.setText("call all well")
        dialog.save()
        return dialog.result()

    monkeypatch.setattr(QuickLog, "exec", answered)
    whole_page(qtbot, window)
    until(qtbot, lambda: window.registry.qaction("log").isEnabled())
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert seen == [("customer", birch)]
    assert window.company.execute("SELECT text FROM note ORDER BY id DESC LIMIT 1").fetchone() == ("all well",)


def test_s47_the_window_of_the_line_grows_with_what_it_will_become(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    from crm_desktop.ui.quick_log import QuickLog

    step = "Send the offer over forty cases and ask who will sign it"
    records.save(company, company.entity("customer"), {"next_step": step}, row=birch)
    dialog = QuickLog(window, window.logbook(), ("customer", birch), window)
    with qtbot.waitExposed(dialog):
        dialog.show()
    QTest.keyClicks(dialog.log.line, "call 5min price ok next tue 10")
    preview = dialog.log.preview
    assert preview.accessibleName().endswith(f"Instead of {step}")

    def is_whole() -> bool:
        inside = preview.rect()
        parts = [part for part in preview.findChildren(QWidget) if part.isVisible() and part.parent() is preview]
        return bool(parts) and all(inside.contains(part.geometry()) for part in parts)

    until(qtbot, is_whole)
    dialog.close()


def test_another_language_and_another_look_leave_the_page_and_what_is_typed(
    qtbot: QtBot, window: DayWindow, birch: int
) -> None:
    page = whole_page(qtbot, window)
    page.story.show_sort("call")
    page.story.line.setText("half a sent")
    window.use_language("zh_CN")
    place = window.page()
    assert isinstance(place, KindPage)
    made = place.record_page()
    assert made is not None and made.row == birch
    assert made.back.text() == "返回列表" and made.story.line.text() == "half a sent"
    chips = {chip.text(): chip.isChecked() for chip in made.story.findChildren(Chip)}
    assert chips["电话"] and not chips["全部"]
    window.use_scheme("dark")
    assert window.record_shown() == ("customer", birch)
    assert not window.registry.run("lists.delete"), "the list is out of sight still"


def test_log_it_puts_the_cursor_into_the_timeline_beside(qtbot: QtBot, window: DayWindow) -> None:
    page = whole_page(qtbot, window)
    page.pane.write_note()
    assert QApplication.focusWidget() is page.story.line
