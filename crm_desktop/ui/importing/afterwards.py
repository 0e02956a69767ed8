"""What can be done once a list is in: take it back, show it, save the rows that stayed out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.entity.query import ListQuery
from crm_desktop.exchange.arrivals import view_of
from crm_desktop.exchange.report import Report
from crm_desktop.i18n import _
from crm_desktop.paths import documents_folder
from crm_desktop.store import undo as journal_undo
from crm_desktop.ui.importing.choosing import LIST_FOLDER
from crm_desktop.ui.touched import kept_lines
from crm_desktop.ui.window import Window


def undo(company: Company, entry: int) -> list[str]:
    """Take an import back; a sentence for each thing that was kept. On the worker."""
    outcome = journal_undo.undo(company.journal, entry)
    return kept_lines(company, outcome.conflicts)


def show(window: Window, kind: str, created: list[int], entry: int | None = None) -> None:
    """Go to what came in: the one record, or the saved view that the import left of its records."""
    if len(created) == 1:
        window.open_record(kind, created[0])
        return
    view = view_of(window.company, window.company.entity(kind), entry) if entry is not None else None
    show_list = getattr(window, "show_list", None)
    if show_list is not None:
        show_list(kind, view.query if view is not None else ListQuery())
    elif created:
        window.open_record(kind, created[0])


def offered_name(name: str) -> str:
    """What the workbook of rows that stayed out is called."""
    stem = Path(name).stem if name else _("Pasted cells")
    return _("{name} - to mend.xlsx").format(name=stem)


def save_failed(parent: QWidget, window: Window, report: Report, name: str) -> Path | None:
    """Ask for a place and write the rows that stayed out there; None where the person went back."""
    folder = Path(window.memory.get(LIST_FOLDER, "") or documents_folder())
    kinds = _("Excel workbook") + " (*.xlsx)"
    chosen, _kind = QFileDialog.getSaveFileName(
        parent, _("Save the rows that stayed out"), str(folder / offered_name(name)), kinds
    )
    if not chosen:
        return None
    path = Path(chosen)
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
    return path if write(parent, window, report, path) else None


def write(parent: QWidget, window: Window, report: Report, path: Path) -> bool:
    """Write the rows that stayed out; what keeps it from being written is told."""
    from crm_desktop.exchange.failed import write_failed

    def work() -> bool:
        write_failed(report, path)
        return True

    return bool(window.attempt(work, parent))
