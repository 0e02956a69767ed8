"""The window goes on answering while a long list is read, checked, counted again and brought in."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from crm_desktop.exchange.mapping import SheetPlan
from crm_desktop.exchange.tables import Table
from crm_desktop.ui.importing.wizard import CHECK, DONE
from tests.ui import importing_stage
from tests.ui.importing_stage import HEADINGS, Stage

ROWS = 6_000
PATIENCE_MS = 180_000
"""A slow machine fails no test."""
MOST_AT_ONCE = 3_000
"""Cells that the window's thread may ask for between two beats: what is shown, not what there is."""


class Beats:
    """A timer of the window: how often it beat, the longest gap, and how many cells were asked for between two."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, self.longest, self.most_cells, self._cells = 0, 0.0, 0, 0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        window = threading.current_thread()
        cell, number = SheetPlan.cell, Table.row_number

        def counted(given: Any) -> Any:
            def call(*words: Any) -> Any:
                self._cells += threading.current_thread() is window
                return given(*words)

            return call

        monkeypatch.setattr(SheetPlan, "cell", counted(cell))
        monkeypatch.setattr(Table, "row_number", counted(number))

    @contextmanager
    def over(self, what: str) -> Iterator[None]:
        """Count the beats of one piece of work, and print the longest gap."""
        self.count, self.longest, self.most_cells, self._cells = 0, 0.0, 0, 0
        self._last = time.perf_counter()
        self._timer.start(5)
        yield
        self._timer.stop()
        print(f"{what}: {self.count} beats, longest gap {self.longest * 1000:.0f} ms, {self.most_cells} cells at once")

    def _beat(self) -> None:
        now = time.perf_counter()
        self.count, self.longest = self.count + 1, max(self.longest, now - self._last)
        self.most_cells, self._cells, self._last = max(self.most_cells, self._cells), 0, now


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setattr(importing_stage, "WAIT_MS", PATIENCE_MS)
    made = Stage(qtbot, tmp_path)
    yield made
    made.window.close()


def test_the_window_beats_on_through_every_step_of_a_long_import(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [",".join(HEADINGS)]
    lines += [f"样例客户{n:05d}有限公司,赵{n},138{n:08d},c{n}@example.com,上海" for n in range(ROWS)]
    path = stage.text("\n".join(lines))
    beats = Beats(monkeypatch)
    wizard = stage.open()
    with beats.over("reading"):
        wizard.file.choosing.chosen.emit(path)
        stage.wait(lambda: wizard.session.reading is not None)
    seen = [(beats.count, beats.most_cells)]
    wizard.next.click()
    page = wizard.check_page
    with beats.over("checking"):
        wizard.next.click()
        assert wizard.busy()
        stage.wait(lambda: wizard.step() == CHECK)
    seen.append((beats.count, beats.most_cells))
    with beats.over("counting again"):
        page.edit(0, 0, "")
        stage.qtbot.waitUntil(wizard.at_work.has_aside, timeout=PATIENCE_MS)
        for name in ("created", "all"):
            page.set_filter(name)
            assert page.table.rows.rowCount() == ROWS
        stage.rest()
    seen.append((beats.count, beats.most_cells))
    with beats.over("bringing in"):
        wizard.next.click()
        assert wizard.busy()
        done = stage.count("customer")
        stage.qtbot.waitUntil(lambda: wizard.step() == DONE, timeout=PATIENCE_MS)
    seen.append((beats.count, beats.most_cells))
    assert done == 0 and stage.count("customer") == ROWS
    assert all(count > 0 for count, _cells in seen[1:]), "the worker works while the window beats"
    assert max(cells for _count, cells in seen) <= MOST_AT_ONCE
