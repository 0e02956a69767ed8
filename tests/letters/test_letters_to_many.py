"""Mail drafts for a selection: one a person, those left out named, logged on each; nothing half done."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.entity.company import Company
from crm_desktop.errors import Cancelled, Refused, Trouble
from crm_desktop.letters.letter import template_called
from crm_desktop.letters.many import MOST, prepare, write_drafts
from crm_desktop.letters.ui.many_dialog import ManyDialog
from crm_desktop.store import undo
from crm_desktop.ui.kind_page import KindPage
from crm_desktop.ui.memory import WindowMemory
from tests.conftest import TODAY
from tests.letters.people import birch, mail, saved
from tests.ui.app_stage import DayWindow, opened, until

NOW = datetime(2026, 11, 23, 10, 30)


@pytest.fixture
def rows(company: Company) -> dict[str, int]:
    found = birch(company)
    found["cedar"] = saved(company, "customer", {"name": "Cedar & Sons"}, reach=[mail("post@cedar.example")])
    found["silent"] = saved(company, "customer", {"name": "Silent Co"})
    return found


def test_s62_many_letters_go_by_role_and_name_whom_they_leave_out(company: Company, rows: dict[str, int]) -> None:
    customers = [rows["birch"], rows["cedar"], rows["silent"]]
    batch = prepare(company, "customer", customers, template_called(company, "Thank you", "en"), "buys", TODAY)
    assert [(one.to.address, one.text.split("\n")[0]) for one in batch.drafts] == [
        ("ann@birch.example", "Dear Ms Alder,"), ("post@cedar.example", "Dear Sir or Madam,"),
    ]  # fmt: skip
    assert (batch.without_address, batch.with_blanks) == (("Silent Co",), ())
    batch = prepare(company, "customer", customers, template_called(company, "Payment reminder", "en"), "pays", TODAY)
    assert [one.to.name for one in batch.drafts] == ["Bob Beech"]
    assert batch.with_blanks == (("Cedar & Sons", ("overdue", "overdue_invoices")),)
    with pytest.raises(Refused, match="2,001 mails are too many"):
        prepare(company, "customer", range(MOST + 1), template_called(company, "Thank you", "en"), None, TODAY)


def test_s62_a_folder_of_drafts_is_one_change_on_every_timeline(
    company: Company, rows: dict[str, int], tmp_path: Path
) -> None:
    template = template_called(company, "Thank you", "en")
    batch = prepare(company, "customer", [rows["birch"], rows["cedar"]], template, "buys", TODAY)
    target = write_drafts(company, batch, tmp_path, "Thank you: 2026", now=NOW)
    assert write_drafts(company, batch, tmp_path, "Thank you: 2026", now=NOW).name == "Thank you 2026 2"
    names = sorted(path.name for path in target.iterdir())
    assert names == [
        "0001 Ann Alder - Thank you for your order.eml", "0002 Cedar & Sons - Thank you for your order.eml",
    ]  # fmt: skip
    made = email.message_from_bytes((target / names[0]).read_bytes(), policy=email.policy.default)
    assert (made["To"], made["X-Unsent"]) == ("Ann Alder <ann@birch.example>", "1")
    undo.undo(company.journal)
    assert company.execute("SELECT type, kind, row FROM note ORDER BY id").fetchall() == [
        ("mail", "contact", rows["ann"]), ("mail", "customer", rows["cedar"]),
    ]  # fmt: skip
    assert undo.undo(company.journal).title == "Mail drafts to 2 recipients"
    assert company.execute("SELECT count(*) FROM note").fetchone()[0] == 0


def test_s62_what_fails_or_is_stopped_leaves_no_draft_behind(
    company: Company, rows: dict[str, int], tmp_path: Path
) -> None:
    template = template_called(company, "Thank you", "en")
    batch = prepare(company, "customer", [rows["birch"], rows["cedar"]], template, "buys", TODAY)
    asked: list[int] = []
    with pytest.raises(Cancelled):
        write_drafts(company, batch, tmp_path, "x", now=NOW, cancelled=lambda: len(asked) > 0,
                     progress=lambda done, _total: asked.append(done))  # fmt: skip
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Trouble):
        write_drafts(company, batch, tmp_path / "file", "x", now=NOW)
    reach = [mail("not an address")]
    odd = saved(company, "contact", {"name": "Odd One"}, reach=reach)
    with pytest.raises(Refused, match="“not an address” is no mail address"):
        write_drafts(company, prepare(company, "contact", [rows["ann"], odd], template, None, TODAY), tmp_path, "x",
                     now=NOW)  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir() if "company" not in path.name) == ["file"]
    assert company.execute("SELECT count(*) FROM note").fetchone()[0] == 0


@pytest.fixture
def window(qtbot: QtBot, company: Company, rows: dict[str, int], tmp_path: Path) -> Iterator[DayWindow]:
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        until(qtbot, lambda: made.record_shown() is not None)
        yield made


def test_s62_selected_customers_get_a_folder_of_drafts_by_key(
    qtbot: QtBot, window: DayWindow, rows: dict[str, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = window.page("customer")
    assert isinstance(page, KindPage)
    assert not window.registry.run("letters.many")
    page.list().view.selectAll()
    until(qtbot, lambda: window.registry.qaction("letters.many").isEnabled())
    said: list[str] = []
    (tmp_path / "out").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given, **_more: str(tmp_path / "out"))

    def answered(dialog: ManyDialog) -> int:
        dialog.choose("Thank you")
        said.extend([dialog.count.text(), dialog.left_out.text(), dialog.first.toPlainText().split("\n")[0]])
        dialog.deed.click()
        until(qtbot, lambda: bool(dialog.result()))
        return 1

    monkeypatch.setattr(ManyDialog, "exec", answered)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    QTest.keyClick(window, Qt.Key.Key_D, modifiers)
    assert said == ["2 drafts", "1 without a mail address: Silent Co", "Ann Alder <ann@birch.example>"]
    (folder,) = (tmp_path / "out").iterdir()
    assert folder.name == "Thank you 2026-11-23"
    assert len(list(folder.glob("*.eml"))) == 2
    notes = window.company.execute("SELECT kind, row FROM note ORDER BY id").fetchall()
    assert notes == [("contact", rows["ann"]), ("customer", rows["cedar"])]
    window.undoing.undo()
    assert window.company.execute("SELECT count(*) FROM note").fetchone()[0] == 0
