"""The whole company as one workbook: a sheet that says what is what, a list of each kind, and hidden sheets with
every stored row as it is, from which an empty company file becomes the same company again; kept files lie beside it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crm_desktop import __version__
from crm_desktop.entity import query as questions
from crm_desktop.entity.company import Company
from crm_desktop.entity.content import content_hash, stored_columns, stored_rows
from crm_desktop.entity.parts import Attachment
from crm_desktop.entity.query import ListQuery
from crm_desktop.errors import Refused
from crm_desktop.exchange.wholecells import ABOUT, FILES, FORMAT, LONG, LONGEST, PIECES, PREFIX, packed, pieces
from crm_desktop.exchange.writing_rows import CHUNK, columns_to_write
from crm_desktop.exchange.writing_sheets import LAST_ROW, Sheet, cell_xml, write_workbook
from crm_desktop.i18n import _, language, n_
from crm_desktop.store import blobs
from crm_desktop.store.row import Row
from crm_desktop.values.filenames import plain_name
from crm_desktop.writing import Asked, Progress, replacing, stop_if, trouble_of

if TYPE_CHECKING:
    from openpyxl import Workbook

Place = tuple[int, str, str]
"""An attachment's id, its content's hash and where it lies in the folder of files."""
_WIDTH: Final = 100
_FOLDER_BYTES: Final = 160
"""Of the name of a record's folder."""


def folder_of(path: Path) -> Path:
    """The folder of files that belongs to a workbook."""
    return path.with_name(_("{name} files").format(name=path.stem))


def export_everything(
    company: Company, path: Path, *, today: date, progress: Progress | None = None, cancelled: Asked | None = None
) -> int:
    """Write the whole company as a workbook with its folder of files; returns how many rows its lists have."""
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise Refused(_("“{name}” must end in .xlsx: only a workbook has room for everything.").format(name=path.name))
    with _one_moment(company):
        sheets = []
        for entity in company.entities:
            wanted = questions.ids(company, entity, ListQuery(), today=today)
            if wanted:
                sheets.append(Sheet(entity, wanted, columns_to_write(company, entity, wanted)))
        if not sheets:
            raise Refused(_("There is nothing to export yet: the company file has no records."))
        total = sum(len(sheet.ids) for sheet in sheets)
        if progress is not None:
            progress(0, total)
        files = _places(company)
        folder = folder_of(path)
        with _replacing_folder(folder if files else None) as (beside, put_in_place), replacing(path) as part:
            for at, (_row, content, place) in enumerate(files):
                stop_if(cancelled)
                _write_file(company, content, beside / place, path)
                if progress is not None:
                    progress(total * at // len(files) // 2, total)
            rows = write_workbook(
                company,
                part,
                sheets,
                progress=progress,
                cancelled=cancelled,
                before=lambda book: _read_me(company, book, sheets, folder.name if files else "", today),
                behind=lambda book: _hidden(company, book, files, folder.name),
            )
            put_in_place()
            return rows


@contextmanager
def _one_moment(company: Company) -> Iterator[None]:
    """Everything read within is the file as it is at the beginning, whatever is saved meanwhile."""
    connection = company.file.db.connection()
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


# What is read by people ---------------------------------------------------------------------------------------------


def _read_me(company: Company, book: Workbook, sheets: Sequence[Sheet], folder: str, today: date) -> None:
    """The first sheet, which says what is what."""
    from openpyxl.styles import Alignment, Font

    page = book.create_sheet(_("Read me"))
    name = company.setting("name") or company.path.stem
    lines = [
        _("Everything in the company file “{name}”, written on {day}").format(name=name, day=today.isoformat()),
        "",
        _("Each of the sheets that follow is the list of one kind of record, for any spreadsheet program:"),
        *(f"    {sheet.entity.plural}: {n_('{n} row', '{n} rows', len(sheet.ids))}" for sheet in sheets),
        "",
        _("The hidden sheets, whose names begin with “crm.”, hold every stored value exactly: fields of your own, tags,"
          " saved views, settings, numbers and addresses, lines, and what is linked to what."),
        _("Imported into an empty company file, this workbook gives the same company again, from the hidden sheets."),
        _("Imported into a company file with records, its lists are matched with those like any other list. To change"
          " records by way of this workbook, change its lists and import them there."),
    ]  # fmt: skip
    if folder:
        lines.append(_("The files that hang on records lie in the folder “{folder}”; keep it beside this workbook.")
                     .format(folder=folder))  # fmt: skip
    for number, line in enumerate(lines, 1):
        cell = page.cell(number, 1, "".join(sign for sign in line if sign.isprintable()))
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    page["A1"].font = Font(bold=True, size=14)
    page.column_dimensions["A"].width = _WIDTH
    page.sheet_view.showGridLines = False


# What is read by the program ----------------------------------------------------------------------------------------


class _RawSheet:
    """One hidden sheet: its headings and its rows, made while they are written."""

    def __init__(self, headings: Sequence[str], rows: Iterator[Sequence[str | int | None]]) -> None:
        self.headings, self.rows = headings, rows

    def with_dimension(self, before: bytes) -> bytes:
        return before

    def bodies(self) -> Iterator[tuple[bytes, int]]:
        lines = [_line(1, self.headings)]
        for number, row in enumerate(self.rows, 2):
            lines.append(_line(number, row))
            if len(lines) >= CHUNK:
                yield "".join(lines).encode(), 0
                lines = []
        yield "".join(lines).encode(), 0


def _line(number: int, row: Sequence[str | int | None]) -> str:
    from openpyxl.utils import get_column_letter

    cells = (
        f'<c r="{get_column_letter(at)}{number}"{cell_xml(value)}'
        for at, value in enumerate(row, 1)
        if value is not None
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _hidden(company: Company, book: Workbook, files: Sequence[Place], folder: str) -> list[_RawSheet]:
    """A sheet for each table, one for the kept files, one for long texts, one about the whole."""
    long: list[tuple[type[Row], int, str]] = []
    made: list[_RawSheet] = []

    def add(name: str, headings: Sequence[str], rows: Iterator[Sequence[str | int | None]]) -> None:
        page = book.create_sheet(name)
        page.sheet_state = "hidden"
        made.append(_RawSheet(headings, rows))

    about: list[tuple[str, str | int]] = [
        ("format", FORMAT), ("program", __version__), ("language", language()), ("content", content_hash(company)),
        ("folder", folder),
    ]  # fmt: skip
    add(ABOUT, ["key", "value"], iter(about))
    for table, model in company.journal.models.items():
        columns = stored_columns(model)
        count = company.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        rows = _packed_rows(company, model, columns, long)
        for part in range(0, max(count, 1), LAST_ROW - 1):
            name = f"{PREFIX}{table}" + (f".{part // (LAST_ROW - 1) + 1}" if part else "")
            add(name, columns, _at_most(rows, LAST_ROW - 1))
    add(FILES, ["row", "hash", "place"], iter(files))
    add(LONG, ["number", "piece"], _long_rows(company, long))
    return made


def _at_most(rows: Iterator[Any], most: int) -> Iterator[Any]:
    for _number, row in zip(range(most), rows, strict=False):
        yield row


def _packed_rows(
    company: Company, model: type[Row], columns: Sequence[str], long: list[tuple[type[Row], int, str]]
) -> Iterator[list[str | int | None]]:
    for row in stored_rows(company, model, columns):
        cells = [packed(value) for value in row]
        for at, cell in enumerate(cells):
            if isinstance(cell, str) and len(cell) > LONGEST:
                long.append((model, row[0], columns[at]))
                cells[at] = f"{PIECES}{len(long)}"
        yield cells


def _long_rows(company: Company, long: Sequence[tuple[type[Row], int, str]]) -> Iterator[list[str | int | None]]:
    """The pieces of long texts, one text in memory at a time. Written after all that name them."""
    for number, (model, row, column) in enumerate(long, 1):
        sql = f'SELECT "{column}" FROM "{model.table()}" WHERE id = ?'
        for piece in pieces(str(packed(company.execute(sql, (row,)).fetchone()[0]))):
            yield [number, piece]


# Files of records ---------------------------------------------------------------------------------------------------


def _places(company: Company) -> list[Place]:
    """Where each kept file goes: a folder for each record, named as people know it."""
    found: list[Place] = []
    kinds = {entity.name: entity for entity in company.entities}
    titles: dict[tuple[str, int], str] = {}
    for number, name, content, kind, row in company.execute(
        f"SELECT id, name, hash, kind, row FROM {Attachment.table()} WHERE hash IS NOT NULL ORDER BY id"
    ).fetchall():
        if (kind, row) not in titles:
            entity = kinds.get(kind)
            called = f"{entity.singular} {row} {company.title(entity, row)}" if entity is not None else f"{kind} {row}"
            titles[kind, row] = plain_name(called, _FOLDER_BYTES)[:80].strip(". ")
        found.append((number, content, f"{titles[kind, row]}/{plain_name(f'{number} {name}')}"))
    return found


def _write_file(company: Company, content: str, target: Path, path: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for part in blobs.parts(company.file.db.connection(), content):
                file.write(part)
    except OSError as error:
        raise trouble_of(error, path) from error


@contextmanager
def _replacing_folder(folder: Path | None) -> Iterator[tuple[Path, Callable[[], None]]]:
    """A new folder to write to, and what puts it in the place of `folder`.

    Where anything fails, then or afterwards, it vanishes and the old one is back: workbook and files belong together.
    """
    if folder is None:
        yield Path(), lambda: None
        return
    part = folder.with_name(f".{folder.name}.part")
    old = folder.with_name(f".{folder.name}.old")
    placed = False

    def put_in_place() -> None:
        nonlocal placed
        if folder.exists():
            folder.rename(old)
        part.rename(folder)
        placed = True

    try:
        for left in (part, old):
            shutil.rmtree(left, ignore_errors=True)
        part.mkdir()
        yield part, put_in_place
    except BaseException as error:
        with suppress(OSError):
            if placed:
                shutil.rmtree(folder, ignore_errors=True)
            if old.exists() and not folder.exists():
                old.rename(folder)
        if isinstance(error, OSError):
            raise trouble_of(error, folder) from error
        raise
    finally:
        for left in (part, old):
            shutil.rmtree(left, ignore_errors=True)
