"""The timeline of one record as a sheet (.xlsx) or a text file (.csv): when, what, about whom, what was said."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.happenings import STORY, Happening, happenings
from crm_desktop.errors import Refused
from crm_desktop.exchange.guard import guarded
from crm_desktop.i18n import N_, _
from crm_desktop.values.celltext import safe
from crm_desktop.writing import replacing, save_book

MOST: Final = 1_000_000
HEADINGS: Final = (N_("When"), N_("What"), N_("About"), N_("Content"))
_WIDTHS: Final = (18, 14, 28, 90)


def export_timeline(company: Company, entity: Entity, row: int, path: Path, sorts: Collection[str] = STORY) -> int:
    """Write what happened with a record, the newest first; returns how many lines. The ending decides the file."""
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise Refused(_("“{name}” must end in .xlsx or .csv.").format(name=path.name))
    title = company.title(entity, row)
    found, _more = happenings(company, entity, row, MOST, sorts)
    found.sort(key=lambda one: (one.when, one.row), reverse=True)
    with replacing(path) as part:
        if suffix == ".csv":
            with part.open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, lineterminator="\r\n")
                writer.writerow([guarded(_(heading)) for heading in HEADINGS])
                for when, *texts in _lines(found, title):
                    day = when.isoformat(" ", "minutes") if isinstance(when, datetime) else str(when or "")
                    writer.writerow([day, *map(guarded, texts)])
        else:
            _write_sheet(part, found, title)
    return len(found)


def _lines(found: list[Happening], title: str) -> Iterator[tuple[date | datetime | None, str, str, str]]:
    for one in found:
        when = (datetime.fromisoformat if "T" in one.when else date.fromisoformat)(one.when) if one.when else None
        yield when, one.pill, one.with_ or title, one.text


def _write_sheet(path: Path, found: list[Happening], title: str) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    from crm_desktop.exchange.writing_sheets import DAY, MOMENT

    book = Workbook()
    sheet = book.active
    sheet.title = _("Timeline")
    sheet.append([_(heading) for heading in HEADINGS])
    for place, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(1, place).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for number, (when, *texts) in enumerate(_lines(found, title), 2):
        first = sheet.cell(number, 1, when)
        first.number_format = MOMENT if isinstance(when, datetime) else DAY
        for place, text in enumerate(texts, 2):
            made = sheet.cell(number, place, safe(text))
            made.data_type = "s"  # never a formula
            made.alignment = Alignment(vertical="top", wrap_text=place == 4)
    save_book(book, path)
