"""A list of a million records: first paint against constant text, the end and the memory against Qt's own model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Figure, at_least, at_most
from tests.bench.people import large_company

ROUNDS = 3


def measure(folder: Path, size: int | None) -> list[Figure]:
    rows = size or 1_000_000
    path = folder / "list.crm"
    large_company(path, rows, index=False).close()
    sides = {side: [_run(side, path, rows) for _round in range(ROUNDS)] for side in ("ours", "constant", "sql")}
    best = {side: {key: min(figures[key] for figures in runs) for key in runs[0]} for side, runs in sides.items()}
    return [
        at_most("first paint against constant text", best["ours"]["paint"], best["constant"]["paint"], 2.0,
                ours_ms=round(best["ours"]["paint"] * 1000, 1), rows=rows),
        at_least("jump to the end, times QSqlTableModel", best["sql"]["end"], best["ours"]["end"], 20.0,
                 ours_ms=round(best["ours"]["end"] * 1000, 1), sql_ms=round(best["sql"]["end"] * 1000, 1)),
        at_least("memory, times QSqlTableModel", best["sql"]["memory"], best["ours"]["memory"], 20.0,
                 ours_mb=round(best["ours"]["memory"] / 1e6, 1), sql_mb=round(best["sql"]["memory"] / 1e6, 1)),
    ]  # fmt: skip


def _run(side: str, path: Path, rows: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.listing", side, str(path), str(rows)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def _memory() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def _side(side: str, path: str, rows: int) -> dict[str, float]:
    import os
    import time
    from datetime import date

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
    from PySide6.QtWidgets import QApplication, QTableView

    application = QApplication([])
    columns = 6

    class Constant(QAbstractTableModel):
        def rowCount(self, parent=QModelIndex()):  # noqa: B008
            return 0 if parent.isValid() else rows

        def columnCount(self, parent=QModelIndex()):  # noqa: B008
            return columns

        def data(self, index, role=Qt.ItemDataRole.DisplayRole):
            return "constant text" if role == Qt.ItemDataRole.DisplayRole else None

    if side == "ours":
        from crm_desktop.areas import open_company
        from crm_desktop.entity.query import ListQuery
        from crm_desktop.ui.listing.model import RecordTable

        company = open_company(Path(path))
        entity = company.entity("customer")
    elif side == "sql":
        from PySide6.QtSql import QSqlDatabase, QSqlTableModel

        database = QSqlDatabase.addDatabase("QSQLITE")
        database.setDatabaseName(path)
        database.open()
    view = QTableView()
    view.verticalHeader().hide()  # the program's lists have no numbers of rows
    view.resize(1200, 800)
    view.show()
    application.processEvents()
    before = _memory()
    start = time.perf_counter()
    if side == "ours":
        model = RecordTable(company, entity, lambda: date(2026, 11, 23))
        model.set_columns([company.column(entity, name) for name in ("name", "code", "any_phone", "city", "status",
                                                                     "created")])  # fmt: skip
        model.show(ListQuery())
    elif side == "sql":
        model = QSqlTableModel()
        model.setTable("customer")
        model.setSort(1, Qt.SortOrder.AscendingOrder)
        model.select()
    else:
        model = Constant()
    view.setModel(model)
    view.repaint()
    application.processEvents()
    paint = time.perf_counter() - start
    start = time.perf_counter()
    while side == "sql" and model.canFetchMore():
        model.fetchMore()
    while side == "ours" and not model.settled():
        application.processEvents()
    waited = time.perf_counter() - start if side == "sql" else 0.0
    start = time.perf_counter()
    view.scrollToBottom()
    view.repaint()
    application.processEvents()
    end = time.perf_counter() - start + waited
    return {"paint": paint, "end": end, "memory": max(1, _memory() - before)}


if __name__ == "__main__":
    print(json.dumps(_side(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
