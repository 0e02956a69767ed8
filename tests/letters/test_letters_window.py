"""Writing mails, messages and faxes through the window; what is handed over stands on the timeline."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.entity import attachments
from crm_desktop.entity.company import Company
from crm_desktop.entity.own import own
from crm_desktop.letters import drafts
from crm_desktop.letters.ui.letter_dialog import LetterDialog
from crm_desktop.ui.kind_page import KindPage
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.own_dialog import OwnDialog, summary
from crm_desktop.ui.paper import PaperDialog
from tests.letters.people import birch
from tests.ui.app_stage import DayWindow, opened, until
from tests.ui.test_record_files import pane_of

Key, Ctrl, Alt = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def rows(company: Company) -> dict[str, int]:
    return birch(company)


@pytest.fixture
def window(
    qtbot: QtBot, company: Company, rows: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DayWindow]:
    monkeypatch.setattr("crm_desktop.paths.opened_folder", lambda: tmp_path)
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        # Keys ask again what can be done a moment after the selection.
        until(qtbot, lambda: made.registry.qaction("letters.mail").isEnabled())
        yield made


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    """What was handed to the system."""
    found: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(found.append(url) or True))
    return found


@pytest.fixture
def written(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[LetterDialog]:
    """The dialogs that were opened; each stays until the test ends."""
    found: list[LetterDialog] = []

    def stay(dialog: LetterDialog) -> int:
        found.append(dialog)
        qtbot.addWidget(dialog)
        dialog.setModal(False)
        dialog.show()
        return 0

    monkeypatch.setattr(LetterDialog, "exec", stay)
    monkeypatch.setattr(LetterDialog, "deleteLater", lambda _dialog: None)
    monkeypatch.setattr("crm_desktop.letters.ui.letter_dialog.ask", lambda *_given, **_more: True)
    return found


def notes(company: Company) -> list[tuple[str, str, int]]:
    return company.execute("SELECT type, kind, row FROM note ORDER BY id").fetchall()


def test_s62_a_mail_is_written_by_key_filled_in_handed_over_and_logged(
    qtbot: QtBot, window: DayWindow, rows: dict[str, int], written: list[LetterDialog], handed: list[QUrl]
) -> None:
    QTest.keyClick(window, Key.Key_L, Ctrl | Alt)
    dialog = written[0]
    assert dialog.letter.toPlainText().startswith("Dear Ms Alder,")
    dialog.choose("Payment reminder")
    assert [one.name for one in dialog.people.chosen()] == ["Bob Beech"]
    assert dialog.subject.text() == "Reminder: ¥10,000.00 overdue"
    assert dialog.letter.toPlainText().startswith("Dear Mr Beech,")
    assert "sends nothing itself" in dialog.told.text()
    dialog.people.tick("Birch Lane Stores")
    dialog.further.setText("office@birch.example")
    dialog.deed.click()
    address = bytes(handed[0].toEncoded().data()).decode()
    whom = "bob@birch.example,info@birch.example,office@birch.example"
    assert unquote(address).startswith(f"mailto:{whom}?subject=Reminder: ¥10,000.00 overdue&body=Dear Mr Beech")
    assert not dialog.isVisible()
    assert notes(window.company) == [("mail", "customer", rows["birch"])]
    window.undoing.undo()
    assert notes(window.company) == []


def test_s62_a_letter_to_one_person_stands_at_that_person(
    qtbot: QtBot, window: DayWindow, rows: dict[str, int], written: list[LetterDialog], handed: list[QUrl]
) -> None:
    assert window.registry.run("letters.mail")
    written[0].choose("Thank you")
    written[0].deed.click()
    assert notes(window.company) == [("mail", "contact", rows["ann"])]


def test_s62_what_is_blank_is_marked_in_place_and_holds_the_letter_back(
    qtbot: QtBot, window: DayWindow, written: list[LetterDialog], handed: list[QUrl], rows: dict[str, int]
) -> None:
    window.registry.run("letters.mail")
    dialog = written[0]
    assert dialog.blanks.isHidden()
    dialog.letter.setPlainText("About {{contact.department}} and 茶😀{{invoice.number}}.")
    assert dialog.blank_names.text() == "Nothing is known for: contact.department, invoice.number"
    marks = dialog.letter.document().firstBlock().layout().formats()
    assert [(one.start, one.length) for one in marks] == [(6, 22), (36, 18)]
    dialog.deed.click()
    assert handed == []
    assert "Nothing is known for “contact.department”, “invoice.number”" in dialog.fault.text()
    assert dialog.letter.textCursor().selectedText() == "{{contact.department}}"
    QTest.keyClicks(dialog.letter, "tea")
    dialog.to_blank()
    QTest.keyClicks(dialog.letter, "the bill")
    assert dialog.letter.toPlainText() == "About tea and 茶😀the bill."
    assert dialog.blanks.isHidden()
    dialog.deed.click()
    assert len(handed) == 1


def test_s62_what_was_typed_survives_another_template_until_it_is_filled_in_again(
    qtbot: QtBot, window: DayWindow, written: list[LetterDialog], rows: dict[str, int]
) -> None:
    window.registry.run("letters.mail")
    dialog = written[0]
    dialog.letter.setPlainText("My own words")
    dialog.choose("Thank you")
    assert dialog.letter.toPlainText() == "My own words"
    assert dialog.again.isVisible()
    dialog.again.click()
    assert dialog.letter.toPlainText().startswith("Dear Ms Alder,\n\nthank you for your order")
    assert dialog.again.isHidden()


def test_s62_with_files_or_too_long_a_draft_is_opened_instead(
    qtbot: QtBot, window: DayWindow, rows: dict[str, int], written: list[LetterDialog], handed: list[QUrl],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    company = window.company
    from datetime import datetime

    attachments.attach_bytes(
        company, company.entity("customer"), rows["birch"], "offer.pdf", b"offer", now=datetime(2026, 11, 20)
    )
    (tmp_path / "list.txt").write_text("x", encoding="utf-8")
    window.registry.run("letters.mail")
    dialog = written[0]
    dialog.choose("Quote follow-up")
    next(one for one in dialog.files.add.menu().actions() if one.text() == "offer.pdf").trigger()
    chosen = [str(tmp_path / "list.txt")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_given, **_more: (chosen, ""))
    dialog.files.ask()
    dialog.deed.click()
    draft = Path(handed[0].toLocalFile())
    assert draft.name == "Ann Alder - Our offer any questions.eml"
    made = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    assert [part.get_filename() for part in made.iter_attachments()] == ["offer.pdf", "list.txt"]
    assert company.execute("SELECT name FROM attachment WHERE kind = 'note' ORDER BY id").fetchall() == [
        ("offer.pdf",), ("list.txt",),
    ]  # fmt: skip
    window.registry.run("letters.mail")
    written[1].letter.setPlainText("茶" * 9000)
    written[1].deed.click()
    assert handed[1].toLocalFile().endswith(".eml")
    assert not drafts.fits(drafts.mailto([], "", "茶" * 9000))


def test_s62_a_draft_is_saved_where_the_person_says(
    qtbot: QtBot, window: DayWindow, written: list[LetterDialog], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    rows: dict[str, int],
) -> None:  # fmt: skip
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_more: ("", ""))
    window.registry.run("letters.mail")
    written[0].choose("Thank you")
    written[0].draft.click()
    assert notes(window.company) == []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_more: (str(tmp_path / "d"), ""))
    written[0].draft.click()
    made = email.message_from_bytes((tmp_path / "d.eml").read_bytes(), policy=email.policy.default)
    assert (made["To"], made["X-Unsent"]) == ("Ann Alder <ann@birch.example>", "1")
    assert notes(window.company) == [("mail", "contact", rows["ann"])]


def test_s62_where_no_mail_program_answers_nothing_is_logged(
    qtbot: QtBot, window: DayWindow, written: list[LetterDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    window.registry.run("letters.mail")
    written[0].deed.click()
    assert written[0].fault.text().startswith("No mail program answered.")
    written[0].letter.setPlainText("")
    written[0].deed.click()
    assert written[0].fault.text().startswith("The letter is empty.")
    written[0].letter.setPlainText("x")
    written[0].people.tick("Ann Alder", False)
    written[0].deed.click()
    assert written[0].fault.text() == "Tick somebody, or type an address."
    assert notes(window.company) == []


def test_s62_a_message_is_copied_for_wechat(
    qtbot: QtBot, window: DayWindow, written: list[LetterDialog], rows: dict[str, int]
) -> None:
    window.registry.run("letters.message")
    dialog = written[0]
    dialog.choose("Thank you")
    assert dialog.subject.isHidden()
    assert dialog.files.isHidden()
    dialog.deed.click()
    assert QGuiApplication.clipboard().text() == (
        "Dear Ms Alder, thank you for your order! If anything is not as it should be, just call me."
    )
    assert notes(window.company) == [("message", "contact", rows["ann"])]


def test_s62_the_pane_the_menus_and_the_whole_page_lead_to_the_letter(
    qtbot: QtBot, window: DayWindow, written: list[LetterDialog], rows: dict[str, int]
) -> None:
    from crm_desktop.ui.listing.commands import context_menu

    pane = pane_of(qtbot, window)
    assert pane.deeds is not None
    next(one for one in pane.deeds.rest.actions() if "Write a mail" in one.text().replace("&", "")).trigger()
    page = window.page("customer")
    assert isinstance(page, KindPage)
    menu = context_menu(page.list())
    offered = [one.text().replace("&", "").partition("\t")[0] for one in menu.actions()]
    assert {"Quick log…", "Attach files…", "Hand over…"} <= set(offered)
    assert "Mail drafts…" not in offered, "which are for several"
    next(one for one in menu.actions() if "WeChat" in one.text().replace("&", "")).trigger()
    window.open_page("customer", rows["birch"])
    QTest.keyClick(window, Key.Key_F, Ctrl | Alt)
    window.open_record("contact", rows["bob"])
    until(qtbot, lambda: window.record_shown() == ("contact", rows["bob"]))
    window.registry.run("letters.mail")
    assert [(one.about, one.way()) for one in written] == [
        (("customer", rows["birch"]), "mail"), (("customer", rows["birch"]), "message"),
        (("customer", rows["birch"]), "fax"), (("contact", rows["bob"]), "mail"),
    ]  # fmt: skip
    window.show_page("stage")
    until(qtbot, lambda: window.record_shown() is not None)
    assert not window.registry.run("letters.mail")


def test_s63_a_fax_is_set_shown_printed_logged_and_kept(
    qtbot: QtBot, window: DayWindow, written: list[LetterDialog], rows: dict[str, int], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, handed: list[QUrl],
) -> None:  # fmt: skip
    QTest.keyClick(window, Key.Key_F, Ctrl | Alt)
    dialog = written[0]
    dialog.choose("Payment reminder")
    assert [one.address for one in dialog.people.chosen()] == ["+49 30 555 0177"]
    dialog.pages.setValue(2)
    monkeypatch.setattr(PaperDialog, "exec", lambda _preview: 0)
    dialog.deed.click()
    assert dialog.isVisible()
    assert notes(window.company) == []
    monkeypatch.setattr(PaperDialog, "exec", lambda preview: preview.open())
    dialog.deed.click()
    assert not dialog.isVisible()
    said = PdfReader(handed[0].toLocalFile()).pages[0].extract_text()
    for part in ("FAX", "Bob Beech", "Birch Lane Stores", "+49 30 555 0177", "Max Moss", "23 Nov 2026", "1 + 2",
                 "Reminder: ¥10,000.00 overdue", "Dear Mr Beech,", "Please call +49 30 555 0100"):  # fmt: skip
        assert part in said, said
    company = window.company
    assert notes(company) == [("fax", "contact", rows["bob"])]
    kept = company.execute("SELECT id FROM attachment WHERE kind = 'note'").fetchone()[0]
    name, data = attachments.content(company, kept)
    assert name == "Fax to Bob Beech Reminder ¥10,000.00 overdue.pdf"
    assert data.startswith(b"%PDF")


def test_s63_a_fax_speaks_the_language_of_its_template_and_names_one_reader(
    qtbot: QtBot, window: DayWindow, written: list[LetterDialog], handed: list[QUrl], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PaperDialog, "exec", lambda preview: preview.open())
    window.registry.run("letters.fax")
    dialog = written[0]
    dialog.choose("付款提醒")
    dialog.further.setText("010-5550 0001, 010-5550 0002")
    dialog.deed.click()
    assert dialog.fault.text().startswith("A fax names one recipient")
    dialog.further.setText("010-5550 0001")
    dialog.deed.click()
    said = PdfReader(handed[0].toLocalFile()).pages[0].extract_text()
    for part in ("传真", "收件人", "页数", "010-5550 0001", "尊敬的Bob Beech先生", "2026-11-23"):
        assert part in said, said


def test_s63_a_mail_address_that_was_typed_is_no_fax_number(
    qtbot: QtBot, window: DayWindow, written: list[LetterDialog]
) -> None:
    window.registry.run("letters.mail")
    dialog = written[0]
    dialog.further.setText("office@birch.example")
    dialog.switch.findChildren(QAbstractButton)[2].click()
    assert (dialog.way(), dialog.further.text(), dialog.sent().more_addresses) == ("fax", "", ())
    dialog.further.setText("010-5550 0001")
    dialog.switch.findChildren(QAbstractButton)[0].click()
    assert (dialog.way(), dialog.sent().more_addresses) == ("mail", ("office@birch.example",))
    dialog.switch.findChildren(QAbstractButton)[2].click()
    assert dialog.sent().more_addresses == ("010-5550 0001",)


def test_s63_without_a_number_it_is_asked_for(
    qtbot: QtBot, window: DayWindow, written: list[LetterDialog], rows: dict[str, int], company: Company
) -> None:
    with company.journal.entry("no fax"):
        company.execute("DELETE FROM reach WHERE type = 'fax'")
    window.registry.run("letters.fax")
    dialog = written[0]
    assert [one.name for one in dialog.people.chosen()] == ["Ann Alder"]
    dialog.deed.click()
    assert dialog.fault.text() == "Type the fax number of Ann Alder."


def test_what_the_company_says_of_itself_is_kept_in_the_settings_as_one_change(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    dialog = OwnDialog(company, window)
    qtbot.addWidget(dialog)
    assert dialog.fields["person"].text() == "Max Moss"
    dialog.fields["address"].setText("  1 Sample Road ")
    dialog.fields["phone"].setText("")
    dialog.save()
    assert (own(company)["address"], own(company)["phone"]) == ("1 Sample Road", "")
    assert summary(company) == "Max Moss · 1 Sample Road"
    window.undoing.undo()
    assert (own(company)["address"], own(company)["phone"]) == ("", "+49 30 555 0100")


def test_s62_the_templates_that_come_along_are_there_when_their_page_is_first_shown(
    qtbot: QtBot, company: Company, tmp_path: Path
) -> None:
    with company.journal.entry("none"):
        company.execute("DELETE FROM letter_template")
        company.execute("DELETE FROM setting WHERE key = 'letters.shipped'")
    with opened(qtbot, company, WindowMemory(tmp_path / "w.json"), page="letter_template") as window:
        until(qtbot, lambda: window.record_shown() is not None)
        assert company.execute("SELECT count(*) FROM letter_template").fetchone()[0] == 10


def test_s62_a_letter_that_was_typed_is_not_thrown_away_unasked(
    qtbot: QtBot, window: DayWindow, written: list[LetterDialog], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers = [False, True]

    def answer(_parent: object, title: str, *_rest: object, **_more: object) -> bool:
        asked.append(title)
        return answers[len(asked) - 1]

    monkeypatch.setattr("crm_desktop.letters.ui.letter_dialog.ask", answer)
    window.registry.run("letters.mail")
    written[0].letter.setPlainText("A long letter")
    QTest.keyClick(written[0], Key.Key_Escape)
    assert written[0].isVisible()
    QTest.keyClick(written[0], Key.Key_Escape)
    assert not written[0].isVisible()
    window.registry.run("letters.mail")
    QTest.keyClick(written[1], Key.Key_Escape)
    assert not written[1].isVisible()
    assert asked == ["Discard this letter?"] * 2
