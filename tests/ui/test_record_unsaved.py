"""What is typed into a form is kept while it is typed: a power cut loses none of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from crm_desktop.entity import records, unsaved
from crm_desktop.entity.company import Company
from crm_desktop.ui import tasks
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.record import dialog as form_dialog
from crm_desktop.ui.record.detail import DetailPane
from crm_desktop.ui.record.dialog import DISCARD, FormDialog
from crm_desktop.ui.record.typed import tell_left
from crm_desktop.ui.unsaved import Keeper, keeper_of
from tests.ui.app_stage import DayWindow, customer, opened, until
from tests.ui.record_stage import keys

Key = Qt.Key


@pytest.fixture
def birch(company: Company) -> int:
    return customer(company, city="Leeds")


@pytest.fixture
def window(
    qtbot: QtBot, company: Company, birch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[DayWindow]:
    monkeypatch.setattr("crm_desktop.ui.unsaved.QUIET_MS", 20)
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        yield made


def form_of(
    qtbot: QtBot, window: DayWindow, kind: str, row: int | None, values: dict[str, Any] | None = None
) -> FormDialog:
    dialog = FormDialog(window, window.company.entity(kind), row, values)
    qtbot.addWidget(dialog, before_close_func=lambda made: made.form._touched.clear())
    dialog.show()
    dialog.activateWindow()
    until(qtbot, dialog.isActiveWindow)
    return dialog


def power_cut(qtbot: QtBot, window: DayWindow, dialog: FormDialog) -> None:
    """The form is gone, and so is all that only the window had in mind."""
    keeper = keeper_of(window)
    until(qtbot, lambda: not keeper._waiting)
    assert unsaved.unsaved(window.company) != {}
    dialog.hide()
    dialog.deleteLater()
    keeper.setParent(None)
    keeper.deleteLater()


def test_s12_what_was_typed_into_a_new_record_is_there_after_a_power_cut(
    qtbot: QtBot, window: DayWindow, company: Company
) -> None:
    form = form_of(qtbot, window, "customer", None)
    keys(form, "Cedar Court", Key.Key_Tab)
    form.form.editor("created").type("no such day")
    form.form.rows("reach").table.lines.put_text(0, 0, "Mobile")
    form.form.rows("reach").table.lines.put_text(0, 1, "138 0013 8000")
    entries = company.execute("SELECT count(*) FROM journal_entry").fetchone()
    power_cut(qtbot, window, form)
    again = form_of(qtbot, window, "customer", None)
    assert again.state.text().startswith("As typed ") and again.state.text().endswith(", not saved yet")
    assert again.form.editor("name").raw() == "Cedar Court"
    assert again.form.editor("created").typed() == "no such day"
    again.form.editor("created").type("2026-11-02")
    row = again.save()
    assert row is not None, again.form.summary()
    assert records.read(company, company.entity("customer"), row)["name"] == "Cedar Court"
    reach = records.read_children(company, company.entity("customer").child("reach"), row)
    assert [one["value"] for one in reach] == ["138 0013 8000"]
    until(qtbot, lambda: unsaved.unsaved(company) == {})
    assert company.execute("SELECT count(*) FROM journal_entry").fetchone()[0] == entries[0] + 1, "the save alone"


def test_s12_a_draft_lies_over_what_others_changed_meanwhile(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    form = form_of(qtbot, window, "customer", birch)
    form.form.editor("short_name").type("Birch")
    power_cut(qtbot, window, form)
    records.save(company, company.entity("customer"), {"city": "Hull"}, row=birch)
    again = form_of(qtbot, window, "customer", birch)
    assert again.save() == birch
    kept = records.read(company, company.entity("customer"), birch)
    assert (kept["short_name"], kept["city"]) == ("Birch", "Hull")


def test_what_is_discarded_or_begun_afresh_does_not_come_back(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FormDialog, "ask_leaving", lambda _dialog: DISCARD)
    form = form_of(qtbot, window, "customer", birch)
    form.form.editor("city").type("Nowhere")
    until(qtbot, lambda: list(unsaved.unsaved(company)) == [f"customer:{birch}"])
    form.reject()
    until(qtbot, lambda: unsaved.unsaved(company) == {})
    form = form_of(qtbot, window, "customer", birch)
    form.form.editor("city").type("Nowhere")
    power_cut(qtbot, window, form)
    again = form_of(qtbot, window, "customer", birch)
    assert again.afresh.isVisible()
    again.afresh.click()
    assert again.form.editor("city").raw() == "Leeds" and not again.afresh.isVisible()
    assert not again.form.is_changed() and again.state.text() == ""
    until(qtbot, lambda: unsaved.unsaved(company) == {})


def test_new_records_begun_in_different_places_keep_apart(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    form = form_of(qtbot, window, "contact", None, {"customer": birch})
    form.form.editor("name").type("Ann Alder")
    power_cut(qtbot, window, form)
    assert form_of(qtbot, window, "contact", None).form.editor("name").raw() is None
    again = form_of(qtbot, window, "contact", None, {"customer": birch})
    assert again.form.editor("name").raw() == "Ann Alder" and again.form.editor("customer").raw() == birch


def test_after_a_start_the_window_tells_what_was_not_saved_and_goes_on_with_it(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_left(window)  # nothing is left: nothing is told
    form = form_of(qtbot, window, "contact", None, {"customer": birch})
    form.form.editor("name").type("Ann Alder")
    power_cut(qtbot, window, form)
    seen: list[FormDialog] = []
    monkeypatch.setattr(form_dialog.FormDialog, "exec", lambda dialog: seen.append(dialog) or 0)
    tell_left(window)
    told = [one for one in window.findChildren(QAbstractButton) if one.text() == "Go on" and one.isVisible()]
    assert len(told) == 1
    told[0].click()
    until(qtbot, lambda: len(seen) == 1)
    assert seen[0].form.editor("name").raw() == "Ann Alder"


def test_s47_a_line_that_was_begun_waits_at_its_record_and_on_its_page(
    qtbot: QtBot, window: DayWindow, company: Company, birch: int
) -> None:
    other = customer(company, "Cedar Court")
    window.open_record("customer", birch)
    shown = window.list_shown()
    assert shown is not None
    until(qtbot, lambda: isinstance(shown.detail, DetailPane) and shown.detail.row == birch)
    pane: Any = shown.detail
    pane.write_note()
    keys(pane, "call half a sent")
    window.open_record("customer", other)
    until(qtbot, lambda: pane.row == other)
    until(qtbot, lambda: pane.story.line.text() == "" and not pane.story.log.preview.isVisible())
    window.open_page("customer", birch)
    place: Any = window.page("customer")
    page = place.record_page()
    assert page.story.line.text() == "call half a sent"
    assert page.story.log.preview.accessibleName() == "Call half a sent"
    page.story.line.setFocus()
    keys(page, "ence", Key.Key_Return)
    assert company.execute("SELECT text, kind, row FROM note").fetchall() == [("half a sentence", "customer", birch)]
    window.open_record("customer", birch)
    until(qtbot, lambda: pane.row == birch)
    until(qtbot, lambda: pane.story.line.text() == "")  # what was saved on the page is not offered again
    until(qtbot, lambda: unsaved.unsaved(company) == {})


def test_it_waits_while_work_is_under_way(qtbot: QtBot, window: DayWindow, company: Company) -> None:
    keeper = Keeper(window)
    go = threading.Event()
    tasks.run(lambda _tell, _stopped: go.wait(10), title="Work", unseen=True)
    keeper.put("scratch", "twelve boxes?")
    QTest.qWait(60)
    assert unsaved.unsaved(company) == {} and keeper.get("scratch").held == "twelve boxes?"  # type: ignore[union-attr]
    go.set()
    until(qtbot, lambda: list(unsaved.unsaved(company)) == ["scratch"])
