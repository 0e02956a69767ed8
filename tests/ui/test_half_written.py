"""What is half written in a dialog is kept while it is typed: a crash loses no memo, no letter and no line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from crm_desktop.entity import records, unsaved
from crm_desktop.entity.company import Company
from crm_desktop.letters.ui.letter_dialog import LetterDialog
from crm_desktop.ui import half_written
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.quick_log import QuickLog
from crm_desktop.ui.record.memos import MemoDialog
from crm_desktop.ui.record.typed import tell_left
from crm_desktop.ui.unsaved import keeper_of
from crm_desktop.ui.widgets.dialogs import Dialog
from tests.letters.people import birch
from tests.ui.app_stage import DayWindow, opened, until

D = TypeVar("D", bound=Dialog)


@pytest.fixture
def rows(company: Company) -> dict[str, int]:
    return birch(company)


@pytest.fixture
def window(
    qtbot: QtBot, company: Company, rows: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DayWindow]:
    monkeypatch.setattr("crm_desktop.ui.unsaved.QUIET_MS", 20)
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        yield made


def shown(qtbot: QtBot, dialog: D) -> D:
    qtbot.addWidget(dialog, before_close_func=lambda made: made.hide())
    dialog.setModal(False)
    dialog.show()
    return dialog


@pytest.fixture
def memo_of(qtbot: QtBot, window: DayWindow) -> Callable[..., MemoDialog]:
    def made(about: tuple[str, int] | None = None, row: int | None = None) -> MemoDialog:
        return shown(qtbot, MemoDialog(window, window.company.entity("note"), about, row, window))

    return made


def power_cut(qtbot: QtBot, window: DayWindow, dialog: Dialog) -> None:
    """The dialog is gone, and so is all that only the window had in mind."""
    keeper = keeper_of(window)
    until(qtbot, lambda: not keeper._waiting)
    dialog.hide()
    keeper.setParent(None)
    keeper.deleteLater()


def go_on(window: DayWindow) -> QAbstractButton | None:
    told = [one for one in window.findChildren(QAbstractButton) if one.text() == "Go on" and one.isVisible()]
    return told[-1] if told else None


def taken_up(qtbot: QtBot, window: DayWindow, monkeypatch: pytest.MonkeyPatch, kind: type[D]) -> D:
    """The dialog that opens where one goes on with what was left half written."""
    seen: list[D] = []
    monkeypatch.setattr(kind, "exec", lambda dialog: seen.append(shown(qtbot, dialog)) or 0)
    monkeypatch.setattr(kind, "deleteLater", lambda _dialog: None)
    tell_left(window)
    offered = go_on(window)
    assert offered is not None
    offered.click()
    until(qtbot, lambda: len(seen) == 1)
    return seen[0]


def held(window: DayWindow, what: str) -> object:
    """What is kept of something half written; None where nothing is."""
    kept = keeper_of(window).get(what)
    return None if kept is None else kept.held


def answer(monkeypatch: pytest.MonkeyPatch, what: int) -> list[str]:
    """Answer the question before changes are lost; what it asked."""
    asked: list[str] = []

    def asking(_parent: object, title: str) -> None:
        asked.append(title)

    monkeypatch.setattr(half_written, "leaving", asking)
    monkeypatch.setattr(half_written, "show", lambda _dialog: what)
    return asked


def test_s12_a_memo_that_is_half_written_is_there_after_a_crash(
    qtbot: QtBot, window: DayWindow, company: Company, rows: dict[str, int], memo_of: Callable[..., MemoDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    memo = memo_of(("customer", rows["birch"]))
    QTest.keyClicks(memo.text_, "never before ten")
    memo.marks["important"].click()
    power_cut(qtbot, window, memo)
    assert memo_of().text_.toPlainText() == "", "that of Home is another one"
    again = taken_up(qtbot, window, monkeypatch, MemoDialog)
    assert (again.text_.toPlainText(), again.mark) == ("never before ten", "important")
    assert again.about.raw() == ("customer", rows["birch"])
    assert again.kept.isVisible() and again.kept.told.text().startswith("As typed ")
    again.save()
    until(qtbot, lambda: unsaved.unsaved(company) == {})
    found = company.execute("SELECT text, mark, kind, row FROM note WHERE pinned = 1").fetchall()
    assert found == [("never before ten", "important", "customer", rows["birch"])]


def test_a_memo_that_is_begun_afresh_or_discarded_does_not_come_back(
    qtbot: QtBot, window: DayWindow, company: Company, memo_of: Callable[..., MemoDialog],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    memo = memo_of()
    QTest.keyClicks(memo.text_, "labels")
    power_cut(qtbot, window, memo)
    again = memo_of()
    again.kept.afresh.click()
    assert again.text_.toPlainText() == "" and not again.kept.isVisible()
    until(qtbot, lambda: unsaved.unsaved(company) == {})
    asked = answer(monkeypatch, 0)
    again.reject()
    assert asked == [] and not again.isVisible(), "nothing was typed: nothing is asked"
    again = memo_of()
    QTest.keyClicks(again.text_, "labels")
    again.reject()
    assert asked == ["New memo"] and again.isVisible()
    answer(monkeypatch, half_written.DISCARD)
    again.reject()
    assert not again.isVisible()
    until(qtbot, lambda: unsaved.unsaved(company) == {})
    assert company.execute("SELECT count(*) FROM note WHERE pinned = 1").fetchone()[0] == 0


def test_esc_on_a_changed_memo_can_save_it(
    window: DayWindow, company: Company, memo_of: Callable[..., MemoDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    note = company.entity("note")
    row = records.save(company, note, {"text": "old", "pinned": 1, "at": "2026-11-02T09:00:00"})
    memo = memo_of(None, row)
    memo.text_.setPlainText("new")
    answer(monkeypatch, half_written.SAVE)
    QTest.keyClick(memo, Qt.Key.Key_Escape)
    assert not memo.isVisible()
    assert records.read(company, note, row)["text"] == "new"


def test_s12_a_letter_that_is_half_written_is_there_after_a_crash(
    qtbot: QtBot, window: DayWindow, company: Company, rows: dict[str, int], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    price = tmp_path / "prices.txt"
    price.write_text("ten")
    gone = tmp_path / "gone.txt"
    gone.write_text("x")
    letter = shown(qtbot, LetterDialog(window, "customer", rows["birch"]))
    letter.choose("Payment reminder")
    until(qtbot, lambda: unsaved.unsaved(company) == {})  # nothing was typed yet
    letter.letter.appendPlainText("The tea is ready.")
    letter.subject.setText("Reminder, and tea")
    letter.further.setText("accounts@birch.example")
    letter.people.tick("Ann Alder")
    letter.files.attach(price)
    letter.files.attach(gone)
    to = [one.name for one in letter.people.chosen()]
    text = letter.letter.toPlainText()
    power_cut(qtbot, window, letter)
    gone.unlink()
    again = taken_up(qtbot, window, monkeypatch, LetterDialog)
    assert (again.chosen().name, again.subject.text(), again.letter.toPlainText()) == (
        "Payment reminder", "Reminder, and tea", text,
    )  # fmt: skip
    assert [one.name for one in again.people.chosen()] == to and len(to) == 2
    assert (again.further.text(), again.files.files) == ("accounts@birch.example", [price])
    assert again.kept.isVisible() and again.edited()
    again.kept.afresh.click()
    assert not again.edited() and not again.kept.isVisible()
    until(qtbot, lambda: unsaved.unsaved(company) == {})
    again.reject()


def test_a_letter_that_is_discarded_does_not_come_back(
    qtbot: QtBot, window: DayWindow, company: Company, rows: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm_desktop.letters.ui.letter_dialog.ask", lambda *_given, **_more: True)
    letter = shown(qtbot, LetterDialog(window, "customer", rows["birch"], "message"))
    letter.letter.setPlainText("hello")
    until(qtbot, lambda: len(unsaved.unsaved(company)) == 1)
    mail = shown(qtbot, LetterDialog(window, "customer", rows["birch"], "mail"))
    assert (mail.way(), mail.letter.toPlainText()) == ("mail", "hello"), "it goes the way that was asked for"
    letter.reject()
    until(qtbot, lambda: unsaved.unsaved(company) == {})
    tell_left(window)
    assert go_on(window) is None


def test_a_line_begun_in_the_quick_log_stays_with_its_record(
    qtbot: QtBot, window: DayWindow, company: Company, rows: dict[str, int]
) -> None:
    about = ("customer", rows["birch"])
    log = shown(qtbot, QuickLog(window, window.logbook(), about, window))
    QTest.keyClicks(log.log.line, "call price ok")
    power_cut(qtbot, window, log)
    again = shown(qtbot, QuickLog(window, window.logbook(), None, window))
    assert again.log.line.text() == ""
    again.about.set_raw(about)
    again.about.changed.emit()
    assert again.log.line.text() == "call price ok"
    again.save()
    until(qtbot, lambda: unsaved.unsaved(company) == {})
    assert company.execute("SELECT text FROM note").fetchall()[-1] == ("price ok",)


def test_a_line_goes_with_the_record_that_is_chosen_for_it_but_takes_no_other_line_away(
    qtbot: QtBot, window: DayWindow, company: Company, rows: dict[str, int]
) -> None:
    log = shown(qtbot, QuickLog(window, window.logbook(), None, window))
    QTest.keyClicks(log.log.line, "call")
    keeper = keeper_of(window)
    assert held(window, "line") is not None
    birch_, people = rows["birch"], company.execute("SELECT id FROM contact ORDER BY id LIMIT 1").fetchone()[0]
    keeper.put(f"line contact {people}", "another line")
    log.about.set_raw(("customer", birch_))
    log.about.changed.emit()
    assert (held(window, f"line customer {birch_}"), held(window, "line")) == ("call", None)
    log.about.set_raw(("contact", people))
    log.about.changed.emit()
    assert (held(window, f"line contact {people}"), log.log.line.text()) == ("another line", "call")
