"""Lists brought into a company for the tests of importing: real files, a real company file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing
from crm_desktop.exchange.headingwords import known_headings
from crm_desktop.exchange.mapping import SheetPlan
from crm_desktop.exchange.reading import read
from crm_desktop.exchange.report import Report, SheetReport
from crm_desktop.exchange.tables import Source

TODAY = date(2026, 11, 23)
_BESIDE = [folder / "shared" / "data" for folder in Path(__file__).resolve().parents]
SHARED = next((folder for folder in _BESIDE if folder.is_dir()), _BESIDE[3])
"""Lists of other programs, beside the project or above it; not everywhere."""

Rows = Sequence[Sequence[Any]]


def csv_file(folder: Path, rows: Rows, name: str = "list.csv") -> Path:
    """The rows as a text file, the headings first."""
    path = folder / name
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return path


def xlsx_file(folder: Path, sheets: dict[str, Rows], name: str = "list.xlsx") -> Path:
    """The rows of each sheet as a workbook with typed cells."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    book.save(folder / name)
    return folder / name


def source_of(company: Company, path: Path) -> Source:
    return read(path, known=known_headings(company))


def plans(company: Company, path: Path, **options: Any) -> list[SheetPlan]:
    return importing.plan(company, source_of(company, path), today=TODAY, **options)


def bring(company: Company, path: Path, **options: Any) -> Report:
    """Import a file as the command line does it."""
    return importing.run(company, plans(company, path, **options), today=TODAY, source=path)


def bring_rows(company: Company, folder: Path, rows: Rows, name: str = "list.csv", **options: Any) -> SheetReport:
    """Import rows by way of a text file; the report of its one sheet."""
    return bring(company, csv_file(folder, rows, name), **options).sheets[0]


def counts(report: SheetReport) -> tuple[int, int, int, int, int]:
    """created, updated, unchanged, skipped, failed"""
    return report.created, report.updated, report.unchanged, report.skipped, report.failed


def all_of(company: Company, kind: str) -> list[dict[str, Any]]:
    """Every record of a kind in the order of ids: what is filled in, child rows under their names."""
    entity = company.entity(kind)
    found = []
    for (row,) in company.execute(f'SELECT id FROM "{kind}" ORDER BY id').fetchall():
        values = records.read(company, entity, row)
        for children in entity.children:
            values[children.name] = [
                {name: value for name, value in child.items() if name != "id" and value is not None}
                for child in records.read_children(company, children, row)
            ]
        found.append({name: value for name, value in values.items() if value not in (None, "", [])})
    return found


def numbers_of(record: dict[str, Any]) -> list[tuple[str, str]]:
    """Types and values of a record's numbers and addresses to be reached at."""
    return [(child["type"], child["value"]) for child in record.get("reach", [])]


def everything(company: Company) -> dict[str, list[dict[str, Any]]]:
    """All that the company file holds, by kind."""
    return {entity.name: all_of(company, entity.name) for entity in company.entities}
