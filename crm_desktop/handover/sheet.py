"""The hand-over sheet: a workbook or a PDF, with the attached files of the customers in a folder beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.company.model import Staff
from crm_desktop.documents.papers import Paper, language_of_paper
from crm_desktop.entity import attachments
from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.fields import Money, Price
from crm_desktop.errors import Cancelled, Refused
from crm_desktop.handover.facts import ABOUT, SECTIONS, Standing, columns_of, standings
from crm_desktop.handover.rules import Plan, already_theirs
from crm_desktop.i18n import _, language
from crm_desktop.values.celltext import safe, unescaped
from crm_desktop.values.filenames import plain_name
from crm_desktop.values.showndates import show_date
from crm_desktop.writing import replacing, save_book, trouble_of

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_PRINTED: Final = 2000
"""Customers that a PDF holds; more are for a workbook."""
WIDEST, NARROWEST = 48, 9
LONGEST: Final = 300
"""Characters of one text on paper."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Written:
    """What was written: the sheet, how many customers stand in it, the files beside it, those that were not there."""

    path: Path
    customers: int
    files: int = 0
    missing: tuple[str, ...] = ()


def write(
    company: Company,
    planned: Plan,
    to: int,
    path: Path,
    today: date,
    *,
    files: bool = False,
    progress: Progress | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Written:
    """Write the sheet of a plan to .xlsx or .pdf; Trouble where it cannot be written."""
    printed = path.suffix.lower() == ".pdf"
    if printed and len(planned.customers) > MOST_PRINTED:
        raise Refused(
            _("{n} customers are too many for paper. Write the hand-over sheet as a workbook (.xlsx).").format(
                n=f"{len(planned.customers):,}"
            )
        )
    found: list[Standing] = []
    for standing in standings(company, planned.customers, today):
        found.append(standing)
        if stopped is not None and stopped():
            raise Cancelled
        if progress is not None:
            progress(len(found), len(planned.customers))
    head = _head(company, planned, to, today)
    with _files_beside(company, path, found if files else []) as (copied, missing):
        (_write_pdf if printed else _write_workbook)(company, path, head, found)
    return Written(path, len(found), copied, tuple(missing))


def _head(company: Company, planned: Plan, to: int, today: date) -> list[tuple[str, str]]:
    staff = company.entity(Staff.table())
    lines = [(_("Date"), show_date(today, language())), (_("Taken over by"), company.title(staff, to))]
    if planned.leaver is not None:
        lines.insert(1, (_("Handed over by"), company.title(staff, planned.leaver)))
    told = already_theirs(company, planned, to)
    for kind in dict.fromkeys(("customer", *planned.parts) if told else planned.parts):
        count = f"{len(planned.parts.get(kind, ())):,}"
        lines.append((company.entity(kind).plural, f"{count} · {told}" if told and kind == "customer" else count))
    lines.append((_("Unpaid invoices"), f"{planned.unpaid:,} · {Money().show(planned.unpaid_amount)}"))
    return lines


# Paper ----------------------------------------------------------------------------------------------------------------


def _write_pdf(company: Company, path: Path, head: Sequence[tuple[str, str]], found: Sequence[Standing]) -> None:
    data = {
        "title": _("Hand-over sheet"),
        "company": company.setting("name") or "",
        "head": head,
        "customers": [_printed(company, standing) for standing in found],
        "signed": [_("Handed over by"), _("Taken over by"), _("Date")],
        **language_of_paper(language()),
    }
    Paper(path.stem, "handover.typ", data).write(path)


def _printed(company: Company, standing: Standing) -> dict[str, Any]:
    about = {
        column.title: _shown(column, raw)
        for column, raw in zip(columns_of(company, "customer", ABOUT), standing.about, strict=True)
    }
    name, *rest = about.items()
    tables = []
    for section in SECTIONS:
        records = standing.sections[section.kind]
        if records:
            columns = columns_of(company, section.kind, section.columns)
            tables.append({
                "title": _(section.title),
                "headings": [column.title for column in columns],
                "right": [column.kind.align == "right" for column in columns],
                "rows": [[_shown(column, raw) for column, raw in zip(columns, values, strict=True)]
                         for _row, values in records],
            })  # fmt: skip
    return {"name": name[1], "about": [pair for pair in rest if pair[1]], "tables": tables}


def _shown(column: Column, raw: Any) -> str:
    text = column.kind.show(raw)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


# Workbook -------------------------------------------------------------------------------------------------------------


def _write_workbook(company: Company, path: Path, head: Sequence[tuple[str, str]], found: Sequence[Standing]) -> None:
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    first.title = _("Hand-over")
    for line in [(_("Hand-over sheet"), company.setting("name") or ""), *head]:
        first.append([_text(one) for one in line])
        for cell in first[first.max_row]:
            cell.data_type = "s"
    _dress(first, heading=False)
    about = columns_of(company, "customer", ABOUT)
    _add_sheet(book, company.entity("customer").plural, about, [standing.about for standing in found])
    name = about[0]
    for section in SECTIONS:
        columns = columns_of(company, section.kind, section.columns)
        rows = [(standing.about[0], *values) for standing in found for _row, values in standing.sections[section.kind]]
        # Which customer it is stands first in every list.
        _add_sheet(book, _(section.title), [name._replace(marked=company.entity("customer").one), *columns], rows)
    with replacing(path) as part:
        save_book(book, part)


def _add_sheet(book: Workbook, title: str, columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> None:
    made = book.create_sheet(title)
    made.append([_text(column.title) for column in columns])
    for cell in made[1]:
        cell.data_type = "s"
    for row in rows:
        made.append([_cell(column, raw) for column, raw in zip(columns, row, strict=True)])
        for column, cell in zip(columns, made[made.max_row], strict=True):
            if isinstance(cell.value, str):
                cell.data_type = "s"  # nothing is taken for a formula
            elif isinstance(column.kind, Money | Price) and cell.value is not None:
                cell.number_format = "#,##0.00"
    _dress(made)


def _cell(column: Column, raw: Any) -> Any:
    found = column.kind.cell(raw)
    return _text(found) if isinstance(found, str) else found


def _text(text: str) -> str:
    """A text as a cell can hold it."""
    return unescaped(safe(text))


def _dress(made: Worksheet, *, heading: bool = True) -> None:
    """Bold headings that stay in sight, columns as wide as what they hold."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for cell in made[1]:
        cell.font = Font(bold=True)
    if heading:
        made.freeze_panes = "A2"
        made.auto_filter.ref = made.dimensions
    for number, cells in enumerate(made.iter_cols(), 1):
        widest = max((_width(str(cell.value)) for cell in cells if cell.value is not None), default=0)
        made.column_dimensions[get_column_letter(number)].width = min(max(widest + 2, NARROWEST), WIDEST)
        for cell in cells:
            if isinstance(cell.value, str) and "\n" in cell.value:
                cell.alignment = Alignment(wrap_text=True, vertical="top")


def _width(text: str) -> int:
    return sum(2 if sign > "\u2e7f" else 1 for sign in text.partition("\n")[0])


# Files ----------------------------------------------------------------------------------------------------------------


@contextmanager
def _files_beside(company: Company, path: Path, found: Sequence[Standing]) -> Iterator[tuple[int, list[str]]]:
    """The attached files in a folder beside the sheet, one for each customer: how many, and which were not there.

    Where these or the sheet cannot be written, what was written of them is gone again.
    """
    folder = path.with_name(_("{name} files").format(name=path.stem))
    made: list[Path] = []
    try:
        missing = _copy_files(company, folder, found, made)
        yield len(made) - len(missing), missing
    except BaseException:
        for file in made:
            with suppress(OSError):
                file.unlink(missing_ok=True)
        for place in [*{file.parent for file in made}, folder]:
            with suppress(OSError):
                place.rmdir()  # as far as nothing else is in it
        raise


def _copy_files(company: Company, folder: Path, found: Sequence[Standing], made: list[Path]) -> list[str]:
    missing = []
    for standing in found:
        place = folder / (plain_name(str(standing.about[0])) or f"{standing.customer}")
        for row, values in standing.sections["attachment"]:
            name = str(values[0])
            try:
                place.mkdir(parents=True, exist_ok=True)
                made.append(_free(place, name))
                _copy(company, row, made[-1])
            except Refused:
                missing.append(name)
            except OSError as error:
                raise trouble_of(error, folder / name) from error
    return missing


def _copy(company: Company, attachment: int, target: Path) -> None:
    """Write one file; of a linked one a copy. Refused where it is not there any more."""
    inside = company.execute("SELECT hash IS NOT NULL FROM attachment WHERE id = ?", (attachment,)).fetchone()[0]
    if inside:
        attachments.write(company, attachment, target)
    else:
        shutil.copyfile(attachments.opened(company, attachment, target.parent), target)


def _free(folder: Path, name: str) -> Path:
    """A file of that name that is not there yet."""
    plain = Path(plain_name(name) or "file")
    target, number = folder / plain, 1
    while target.exists():
        number += 1
        target = folder / f"{plain.stem} ({number}){plain.suffix}"
    return target
