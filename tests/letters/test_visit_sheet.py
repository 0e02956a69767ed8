"""The visit sheet: one page whatever there is, text that copies right, by command and from the window."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop import cli, i18n
from crm_desktop.agenda.rules import log
from crm_desktop.entity.company import Company
from crm_desktop.letters.visit import visit_sheet
from crm_desktop.ui.memory import WindowMemory
from crm_desktop.ui.paper import PaperDialog
from tests.fresh import fresh_company
from tests.letters.people import birch, saved
from tests.ui.app_stage import DayWindow, opened, until

NOW = datetime(2026, 11, 23, 10, 30)


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


@pytest.fixture
def rows(company: Company) -> dict[str, int]:
    found = birch(company)
    about = {"kind": "customer", "row": found["birch"]}
    saved(company, "note", {"text": "Twelve tins, price is fine", "type": "call", "at": "2026-11-20T10:00:00", **about})
    saved(company, "task", {"title": "Send the catalogue", "due_on": "2026-11-25", **about})
    saved(company, "order", {"customer": found["birch"], "ordered_on": "2026-11-18"},
          lines=[{"text": "Jars", "quantity": 1000, "price": 120_000, "tax_rate": 0}])  # fmt: skip
    stage = company.execute("SELECT id FROM stage WHERE outcome = 'open' LIMIT 1").fetchone()[0]
    deal = {"name": "Spring order", "customer": found["birch"], "stage": stage, "amount": 500_00}
    saved(company, "opportunity", {**deal, "close_on": "2026-12-01"})
    return found


def test_a_visit_sheet_says_who_they_are_what_is_open_and_what_happened(
    company: Company, rows: dict[str, int], tmp_path: Path
) -> None:
    path = visit_sheet(company, rows["birch"], NOW).write(tmp_path / "a.pdf")
    said = text_of(path)
    for part in (
        "Birch Lane Stores", "Sample Trading", "23 Nov 2026", "Ann Alder", "Buyer · Buys", "WeChat ann_alder",
        "Overdue\n¥10,000.00", "Spring order ¥500.00", "ORD-0001 ¥12.00", "Send the catalogue", "Notes",
        "Twelve tins, price is fine", "INV-0001 ¥10,000.00",
    ):  # fmt: skip
        assert part in said or part.replace("ORD-0001", "O-0001") in said, (part, said)
    assert len(PdfReader(path).pages) == 1


def test_a_next_step_that_stands_in_the_calendar_is_told_once(
    company: Company, rows: dict[str, int], tmp_path: Path
) -> None:
    log(company, company.entity("customer"), rows["birch"], "call price ok next tue 10 show them the tins", NOW)
    said = text_of(visit_sheet(company, rows["birch"], NOW).write(tmp_path / "a.pdf"))
    assert said.count("show them the tins") == 1 and "10:00" in said


def test_a_chinese_visit_sheet_copies_right(company: Company, tmp_path: Path) -> None:
    i18n.use("zh_CN")
    place = {"city": "杭州", "street": "虚构路 1 号"}
    tea = saved(company, "customer", {"name": "虚构茶行（杭州）", "next_step": "送样品", **place})
    saved(company, "contact", {"name": "林一", "customer": tea, "job_title": "采购经理"})
    note = {"text": "11月2日谈好价格：12 元/罐", "at": "2026-11-02T10:00:00", "kind": "customer", "row": tea}
    saved(company, "note", note)
    said = text_of(visit_sheet(company, tea, NOW).write(tmp_path / "a.pdf"))
    told = "11月2日谈好价格：12 元/罐"
    for part in ("拜访单", "虚构茶行（杭州）", "杭州虚构路 1 号", "林一", "采购经理", "送样品", told):
        assert part in said, said
    assert not re.search("[\u2e80-\u2fdf]", said)


def test_long_data_still_gives_one_page(company: Company, tmp_path: Path) -> None:
    long = "Everything that there is to say about this matter and then a good deal more. " * 40
    row = saved(company, "customer", {"name": "Long " * 60, "notes": long, "next_step": long, "industry": long,
                                      "street": long, "tax_number": "1" * 200},
                addresses=[{"type": "ship", "street": long} for _n in range(8)])  # fmt: skip
    stage = company.execute("SELECT id FROM stage WHERE outcome = 'open' LIMIT 1").fetchone()[0]
    for number in range(25):
        saved(company, "contact", {"name": f"Person {number} " + "Name " * 20, "customer": row, "job_title": long})
        deal = {"name": long, "customer": row, "stage": stage, "close_on": "2026-12-01", "created": "2026-01-05"}
        saved(company, "opportunity", deal)
        about = {"kind": "customer", "row": row}
        saved(company, "note", {"text": f"{number}: {long}", "at": f"2026-10-{number + 1:02d}T10:00:00", **about})
    path = visit_sheet(company, row, NOW).write(tmp_path / "a.pdf")
    assert len(PdfReader(path).pages) == 1
    said = text_of(path)
    assert "24: Everything" in said
    assert "15: Everything" in said
    assert re.search(r"and \d+ more", said)


def test_the_command_visit_sheet_writes_a_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "c.crm"
    with fresh_company(path) as company:
        row = birch(company)["birch"]
    words = ["visit-sheet", str(row), "--file", str(path), "--out", str(tmp_path / "v.pdf"), "--json"]
    assert cli.main(words) == 0
    assert json.loads(capsys.readouterr().out) == {"out": str(tmp_path / "v.pdf"), "pages": 1}
    assert "Birch Lane Stores" in text_of(tmp_path / "v.pdf")
    assert cli.main(["visit-sheet", "99", "--file", str(path), "--out", str(tmp_path / "w.pdf")]) == 1
    assert capsys.readouterr().err == "This customer is not there any more.\n"
    assert cli.main(["visit-sheet", "1", "--file", str(path), "--out", "w.doc"]) == 2


@pytest.fixture
def window(qtbot: QtBot, company: Company, rows: dict[str, int], tmp_path: Path) -> Iterator[DayWindow]:
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        # Keys ask again what can be done a moment after the selection.
        until(qtbot, lambda: made.registry.qaction("visit.lists").isEnabled())
        yield made


@pytest.fixture
def shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[PaperDialog]:
    """The previews that were opened; each stays until the test ends."""
    found: list[PaperDialog] = []

    def stay(dialog: PaperDialog) -> int:
        found.append(dialog)
        qtbot.addWidget(dialog)
        dialog.setModal(False)
        dialog.show()
        return 0

    monkeypatch.setattr(PaperDialog, "exec", stay)
    monkeypatch.setattr(PaperDialog, "deleteLater", lambda _dialog: None)
    return found


def test_ctrl_p_on_a_customer_previews_saves_and_prints_the_visit_sheet(
    qtbot: QtBot, window: DayWindow, rows: dict[str, int], shown: list[PaperDialog], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: len(shown) == 1)
    dialog = shown[0]
    assert dialog.windowTitle() == "Visit sheet Birch Lane Stores"
    page = dialog.view.pages[0]
    assert page.renderer.isValid()
    assert (round(page.points().width()), round(page.points().height())) == (595, 842)
    before = dialog.view.scale
    QTest.keyClick(dialog, Qt.Key.Key_Plus)
    assert dialog.view.scale > before
    picture = page.grab().toImage()
    assert len({picture.pixel(x, y) for x in range(0, 400, 3) for y in range(0, 200, 3)}) > 10
    saved_to = tmp_path / "sheet"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_more: (str(saved_to), ""))
    QTest.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "Ann Alder" in text_of(tmp_path / "sheet.pdf")
    assert dialog.said.text() == "Written: sheet.pdf"
    asked: list[tuple[int, int]] = []

    def answer(printing: QPrintDialog) -> int:
        asked.append((printing.minPage(), printing.maxPage()))
        printing.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printing.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
        return 1

    monkeypatch.setattr(QPrintDialog, "exec", answer)
    QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert (asked, dialog.said.text()) == ([(1, 1)], "1 page printed")
    printed = PdfReader(tmp_path / "printed.pdf").pages
    assert [round(float(side)) for side in printed[0].mediabox[2:]] == [595, 842]
    opened_: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened_.append(url.toLocalFile()) or True))
    QTest.keyClick(dialog, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert "Ann Alder" in text_of(Path(opened_[0]))


def test_only_the_pages_asked_for_are_printed(qtbot: QtBot, company: Company, tmp_path: Path) -> None:
    from crm_desktop.ui.paper import PaperView, print_on, printer_for

    svg = '<svg viewBox="0 0 595 842" xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'
    view = PaperView([svg] * 5)
    qtbot.addWidget(view)
    printer = printer_for(view.pages, "Five pages")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "p.pdf"))
    printer.setFromTo(2, 4)
    assert print_on(printer, view.pages) == 3
    assert len(PdfReader(tmp_path / "p.pdf").pages) == 3


def test_ctrl_p_works_on_the_whole_page_too_and_not_without_a_customer(
    qtbot: QtBot, window: DayWindow, rows: dict[str, int], shown: list[PaperDialog]
) -> None:
    window.open_page("customer", rows["birch"])
    QTest.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: len(shown) == 1)
    window.show_page("stage")
    until(qtbot, lambda: window.record_shown() is not None)
    assert not window.registry.run("visit.lists")
