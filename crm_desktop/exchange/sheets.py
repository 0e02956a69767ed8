"""Workbooks (.xlsx .xlsm .xls .xlsb .ods .et) as tables, read with python-calamine."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from datetime import datetime, time
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from crm_desktop.errors import Refused
from crm_desktop.exchange.csvs import error_note
from crm_desktop.exchange.ods_parts import examine_ods
from crm_desktop.exchange.sheet_cells import ERROR, Block, by_type
from crm_desktop.exchange.sheet_parts import (
    IMPOSSIBLE,
    LITTLE,
    Findings,
    look_through,
    looker,
    measure,
    sheet_parts,
    since_1904,
    zero_styles,
)
from crm_desktop.exchange.sheet_pieces import Pieces
from crm_desktop.exchange.sniff import damaged
from crm_desktop.exchange.tables import (
    Row,
    Table,
    column_letter,
    has_lost_digits,
    hidden_note,
)
from crm_desktop.exchange.trial import outcome
from crm_desktop.exchange.xls_parts import examine_xls
from crm_desktop.exchange.xlsb_parts import examine_xlsb
from crm_desktop.exchange.zero_formats import put_zeros
from crm_desktop.i18n import _, n_
from crm_desktop.values.meanwhile import meanwhile

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_MOST_CELLS: Final = 40_000_000
"""Cells between the first and the last one of a sheet, above which it is not read as a block."""
_MOST_SPARSE_BYTES: Final = 150 << 20
_WIDE: Final = 4_000_000
"""Cells of a field that is read cell by cell if its XML is little."""
_MOST_SUSPECTS: Final = 1000


def read_sheets(
    data: bytes, kind: str, name: str, *, sheet: str | None = None, progress: Callable[[int, int], None] | None = None
) -> list[Table]:
    """The tables of a workbook, or only the sheet asked for; hidden and empty sheets are among them."""
    if kind in ("xls", "xlsb"):
        _try_apart(data, name)
    try:
        return _tables(data, kind, name, sheet, progress)
    except BaseException as fault:
        raise _told(fault, name) from fault


def _try_apart(data: bytes, name: str) -> None:
    """Refuse a binary workbook whose damage would end the whole program."""
    became = outcome(data)
    if became == "protected":
        raise needs_password(name)
    if became == "damaged":
        raise damaged(name)


def _told(fault: BaseException, name: str) -> BaseException:
    """What the reader says about a broken file, as one sentence; its panics are no `Exception`."""
    from python_calamine import CalamineError, PasswordError

    if isinstance(fault, PasswordError):
        return needs_password(name)
    if isinstance(fault, CalamineError) and "Cell limit exceeded" in str(fault):
        return _too_wide(name)
    if isinstance(fault, (CalamineError, OSError, UnicodeError)) or type(fault).__name__ == "PanicException":
        return damaged(name)
    return fault


def needs_password(name: str) -> Refused:
    """The refusal of a protected workbook, at the field `password`."""
    sentence = _(
        "“{name}” is protected by a password. Open it in Excel, remove the password under File > Info and save it."
    )
    return Refused(sentence.format(name=name), field="password")


def _too_wide(name: str) -> Refused:
    sentence = _(
        "A sheet of “{name}” reaches too far. Delete the stray cells far right of and below the list and save it."
    )
    return Refused(sentence.format(name=name))


def _tables(
    data: bytes, kind: str, name: str, wanted: str | None, progress: Callable[[int, int], None] | None
) -> list[Table]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [meta for meta in book.sheets_metadata if meta.typ in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet)]
    names = [meta.name for meta in sheets]
    if wanted is not None and wanted not in names:
        sentence = _("“{name}” has no sheet “{sheet}”. Its sheets are: {sheets}.")
        raise Refused(sentence.format(name=name, sheet=wanted, sheets=", ".join(names)))
    findings_of = _examiner(data, kind)
    tables = []
    for at, meta in enumerate(sheets):
        if progress:
            progress(at, len(sheets))
        if wanted is None or meta.name == wanted:
            findings = findings_of(meta.name)
            if kind == "xlsx" and not findings.sure:
                _try_apart(data, name)
            table = _table(book, meta.name, findings, data, name)
            table.hidden = meta.visible != SheetVisibleEnum.Visible
            tables.append(table)
    if progress:
        progress(len(sheets), len(sheets))
    return tables


def _examiner(data: bytes, kind: str) -> Callable[[str], Findings]:
    """What tells of a sheet, by its name, what the reader does not."""
    if kind == "xlsx":
        parts, zeros, from_1904 = sheet_parts(data), zero_styles(data), since_1904(data)

        def findings_of(sheet: str) -> Findings:
            found = Findings(since_1904=from_1904)
            if (part := parts.get(sheet)) is not None:
                _examine(data, part, sheet, found, zeros)
            return found

        return findings_of
    examine_all = {"xls": examine_xls, "xlsb": examine_xlsb, "ods": examine_ods}[kind]
    found = examine_all(data)
    return lambda sheet: found.get(sheet) or Findings()


def _examine(data: bytes, part: str, sheet: str, found: Findings, zeros: Mapping[bytes, str]) -> None:
    """Find out how far a sheet reaches; a long one is looked through and read along."""
    pieces = found.pieces = Pieces.of(data, part, sheet, _load)
    if pieces is None:
        measure(data, part, found)
        found.look = partial(look_through, data, part, looker(found, zeros))
        return
    look = looker(found, zeros, quick=True)

    def each(piece: bytes, row: int, columns: int) -> None:
        pieces.take(piece, row, columns)
        look(piece)

    measure(data, part, found, each)
    if not found.sure or found.area > _MOST_CELLS:
        pieces.close()


def _load() -> None:
    """Load what a long list needs later, while the reader leaves Python free."""
    from crm_desktop.values import chinese

    for name in ("crm_desktop.exchange.xml_screen", "crm_desktop.store.segments"):
        import_module(name)
    chinese.load()


def _table(book: CalamineWorkbook, sheet: str, findings: Findings, data: bytes, name: str) -> Table:
    if findings.sure and findings.area == IMPOSSIBLE:
        raise damaged(name)
    if findings.sure and (findings.area > _MOST_CELLS or _is_thin(findings)):
        if findings.size > _MOST_SPARSE_BYTES:
            raise _too_wide(name)
        with meanwhile(findings.look):
            table = _read_sparse(data, sheet, name)
    else:
        block = findings.pieces.block() if findings.pieces is not None else None
        if block is None:
            block = Block()
            with meanwhile(findings.look):
                read = book.get_sheet_by_name(sheet)
            block.take(read)
        table = block.table(sheet)
        if block.long_numbers:
            _tell_cut_numbers(table)
    put_zeros(table, findings.padded)
    _tell(table, findings)
    return table


def _is_thin(findings: Findings) -> bool:
    """Whether a few cells claim a wide field, as where somebody typed a blank into the last row there is."""
    return findings.area > _WIDE and findings.size < LITTLE and findings.values * 20 < findings.area


def _read_sparse(data: bytes, sheet: str, name: str) -> Table:
    """A sheet with a stray cell so far out that a block of all cells between would not fit into memory."""
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cells = load_workbook(io.BytesIO(data), data_only=True)[sheet]._cells
    except MemoryError:
        raise _too_wide(name) from None
    except Exception as fault:
        raise damaged(name) from fault
    rows: list[Row] = []
    of_type = by_type([])
    size = 0
    for (number, column), cell in sorted(cells.items()):
        value = of_type[type(cell.value)](cell.value)
        if isinstance(value, datetime) and value.time() == time.min and not re.search("[hHsS]", cell.number_format):
            value = value.date()
        if value is None:
            continue
        rows.extend([] for _row in range(number - len(rows)))
        size += column - len(rows[-1])
        if size > _MOST_CELLS:
            raise _too_wide(name)
        rows[-1].extend([None] * (column - 1 - len(rows[-1])))
        rows[-1].append(value)
    return Table(sheet, rows)


def _tell(table: Table, findings: Findings) -> None:
    """Put down what was noticed: hidden rows, merged cells, errors, formulas never computed, numbers cut by Excel."""
    errors = max(findings.errors, _blank_errors(table))
    table.hidden_rows, table.since_1904 = frozenset(findings.hidden), findings.since_1904
    if table.hidden_rows:
        table.notes.append(hidden_note(table, False))
    if errors:
        table.notes.append(error_note(errors))
    if findings.uncomputed:
        table.notes.append(
            n_(
                "{n} formula has no computed value and is read as blank. Open the file in Excel and save it once.",
                "{n} formulas have no computed value and are read as blank. Open the file in Excel and save it once.",
                findings.uncomputed,
            )
        )
    for place in findings.error_cells:
        _suspect(table, place, _("The cell holds an error of the spreadsheet, not a value."))
    for place in findings.uncomputed_cells:
        _suspect(table, place, _("The formula in this cell has no computed value."))


def _blank_errors(table: Table) -> int:
    count = 0
    for number, row in enumerate(table.rows, table.first_row):
        if ERROR in row:
            for at, cell in enumerate(row):
                if cell == ERROR:
                    row[at] = None
                    count += 1
                    _suspect(table, (number, at), _("The cell holds an error of the spreadsheet, not a value."))
    return count


def _tell_cut_numbers(table: Table) -> None:
    """Excel keeps 15 digits of a number: longer account and identity numbers have lost their end."""
    columns: dict[int, int] = {}
    for number, row in enumerate(table.rows, table.first_row):
        for at, cell in enumerate(row):
            if type(cell) is int and has_lost_digits(cell):
                columns[at] = columns.get(at, 0) + 1
                why = _("Excel has rounded this number to 15 digits; its last digits are lost.")
                _suspect(table, (number, at), why)
    for at, count in columns.items():
        sentence = _("Column {letter}: Excel has rounded {n} numbers to 15 digits; their last digits are lost.")
        table.notes.append(sentence.format(letter=column_letter(at), n=f"{count:,}"))


def _suspect(table: Table, place: tuple[int, int], why: str) -> None:
    if len(table.suspect) < _MOST_SUSPECTS:
        table.suspect.setdefault(place, why)
