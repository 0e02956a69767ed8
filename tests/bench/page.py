"""Opening the page of a customer behind whom 5,000 lines of time lie, against that of one with ten."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

from tests.bench.measure import Figure, at_most, by_turns

LONG, SHORT = 5000, 10
ROUNDS = 7


def measure(folder: Path, size: int | None) -> list[Figure]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from crm_desktop.agenda import logbook
    from crm_desktop.areas import new_company
    from crm_desktop.entity import records
    from crm_desktop.timeline.model import Note
    from crm_desktop.ui import theme
    from crm_desktop.ui.record.page import RecordPage
    from tests.ui.record_stage import StageWindow

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme.apply(application, "light")
    company = new_company(folder / "page.crm")
    customer = company.entity("customer")
    rows = {}
    columns = ("text", "type", "at", "pinned", "kind", "row")
    with company.journal.entry("Lines"):
        for count in (size or LONG, SHORT):
            row = rows[count] = records.save(company, customer, {"name": f"With {count} lines"})
            person = records.save(company, company.entity("contact"), {"name": f"Person of {count}", "customer": row})
            lines = (
                (f"Line {n}", "call", f"20{n % 20 + 6:02d}-{n % 12 + 1:02d}-{n % 28 + 1:02d}T09:{n % 60:02d}:00", 0,
                 *(("contact", person) if n % 5 == 0 else ("customer", row)))
                for n in range(count)
            )  # fmt: skip
            company.journal.bulk_insert(Note, columns, lines)
    window: Any = StageWindow(company)
    window.today = lambda: date(2026, 11, 26)
    window.logbook = lambda: logbook

    def show(count: int) -> None:
        page = RecordPage(window, customer, rows[count])
        page.resize(1200, 800)
        page.show()
        page.grab()
        page.hide()
        page.deleteLater()
        application.processEvents()

    show(SHORT)
    long, short = by_turns(lambda: show(size or LONG), lambda: show(SHORT), ROUNDS)
    company.close()
    return [
        at_most("page of a customer with a long timeline, against a short one", long, short, 1.5,
                long_ms=round(long * 1000, 1), short_ms=round(short * 1000, 1), lines=size or LONG),
    ]  # fmt: skip
