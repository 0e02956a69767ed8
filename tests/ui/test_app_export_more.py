"""Further ways out by the File menu: everything at once, and an empty list to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from crm_desktop.entity.company import Company
from crm_desktop.ui.export_dialog import ExportDialog
from crm_desktop.ui.memory import WindowMemory
from tests.ui.app_stage import DayWindow, customer, opened, until


@pytest.fixture
def window(qtbot: QtBot, company: Company, tmp_path: Path) -> Iterator[DayWindow]:
    customer(company)
    with opened(qtbot, company, WindowMemory(tmp_path / "window.json"), page="customer") as made:
        yield made


def test_everything_is_written_with_its_choice_made(
    qtbot: QtBot, window: DayWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, scopes = tmp_path / "all.xlsx", []

    def answered(dialog: ExportDialog) -> int:
        scopes.append(dialog.scope())
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ExportDialog, "exec", answered)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_more: (str(target), ""))
    assert window.registry.run("everything")
    until(qtbot, target.is_file)
    assert scopes == ["file"]
    assert len(openpyxl.load_workbook(target, read_only=True).sheetnames) > 3


def test_an_empty_list_of_the_kind_in_sight_is_written(
    window: DayWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "empty"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given, **_more: (str(target), ""))
    assert window.registry.run("template")
    sheet = openpyxl.load_workbook(tmp_path / "empty.xlsx").active
    assert sheet["A1"].value == "Name" and sheet.max_row == 1


def test_cards_are_offered_in_both_versions(window: DayWindow) -> None:
    from crm_desktop.entity.query import ListQuery

    entity = window.company.entity("customer")
    dialog = ExportDialog(window.company, entity, ListQuery(), None, window.memory, window.today(), window)
    dialog.type.setCurrentIndex(dialog.type.findData(".vcf 4.0"))
    assert dialog.suffix() == ".vcf"
    assert dialog.wanted(Path("a.vcf")).cards == "4.0"
    dialog.type.setCurrentIndex(dialog.type.findData(".vcf"))
    assert dialog.wanted(Path("a.vcf")).cards == "3.0"
