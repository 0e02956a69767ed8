"""A workbook of everything, chosen in the wizard of an empty company file, makes it that company."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.areas import new_company
from crm_desktop.entity import records
from crm_desktop.entity.content import content_hash
from crm_desktop.exchange.writing import export_everything
from crm_desktop.ui.importing import ImportWizard
from tests.ui.importing_stage import Stage


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path)
    yield made
    made.window.close()


def test_a_workbook_of_everything_fills_an_empty_file(stage: Stage, tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    with new_company(tmp_path / "other.crm") as other:
        records.save(other, other.entity("customer"), {"name": "Ann Ltd", "tags": ["VIP"]})
        expected = content_hash(other)
        export_everything(other, path, today=date(2026, 11, 23))
    stage.wizard = ImportWizard(stage.window, None, path, None)
    stage.qtbot.addWidget(stage.wizard)
    stage.wizard.show()
    stage.qtbot.waitUntil(lambda: not stage.wizard.isVisible(), timeout=20_000)
    assert content_hash(stage.window.company) == expected
