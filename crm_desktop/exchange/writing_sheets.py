"""Workbooks (.xlsx): openpyxl makes the frame (headings, styles, filter, choices), the rows are streamed into it.

Cells are typed. A text is always an explicit text, so that one which begins with = is never a formula.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Protocol
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Choices, Day, Kind, LongText, Money, Percent, Price, Tick
from crm_desktop.errors import Refused
from crm_desktop.exchange.tables import distinct
from crm_desktop.exchange.writing_groups import GroupLine
from crm_desktop.exchange.writing_rows import CHUNK, rows, typed
from crm_desktop.i18n import _, n_
from crm_desktop.values.celltext import LONGEST, cell_length, safe, unescaped
from crm_desktop.values.currencies import minor_digits
from crm_desktop.writing import Asked, Progress, content_of, package, stop_if

LAST_ROW: Final = 1_048_576
GENERAL, TEXT, DAY, MOMENT = "General", "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
WHOLE, PARTS, PRICE, PERCENT, PERCENT_PARTS = "#,##0", "#,##0.0##", "#,##0.00##", '0"%"', '0.0#"%"'
_SAMPLE: Final = 200
_NARROWEST, _WIDEST = 8, 48
_FIRST_DAY: Final = date(1900, 3, 1)
"""The first day that every spreadsheet counts alike."""
_DAY_ZERO: Final = date(1899, 12, 30)
_SHEET: Final = re.compile(r"[\[\]:*?/\\]")
_CHOICES_AFTER: Final = 1000
"""Rows under the last one in which the choices are offered too, for those who go on in the sheet."""


@dataclass(frozen=True)
class Sheet:
    """One sheet to write: a kind, its records in order, and the columns."""

    entity: Entity
    ids: Sequence[int]
    columns: Sequence[Column]
    groups: Sequence[GroupLine] = ()
    """The rows above its groups, where it is written with them."""

    def lines(self) -> int:
        """Its rows below the headings of the columns."""
        return len(self.ids) + len(self.groups)


class Body(Protocol):
    """What fills one sheet of the frame: its rows as XML."""

    def with_dimension(self, before: bytes) -> bytes: ...
    def bodies(self) -> Iterator[tuple[bytes, int]]: ...


Begun = Callable[[Workbook], None]
"""Puts ready sheets before the lists."""
Added = Callable[[Workbook], "Sequence[Body]"]
"""Puts further sheets behind the lists, each with what fills it."""


def write_workbook(
    company: Company,
    path: Path,
    sheets: Sequence[Sheet],
    *,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
    most: int = LAST_ROW - 1,
    before: Begun | None = None,
    behind: Added | None = None,
    told: list[str] | None = None,
) -> int:
    """Write the sheets to `path`; a list of more than `most` rows goes on in a second sheet. Returns their rows.

    What could not be written whole is put down in `told`, as sentences.
    """
    sheets = [part for sheet in sheets for part in _parts(sheet, most)]
    total = sum(len(sheet.ids) for sheet in sheets)
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "CRM Desktop"
    if before is not None:
        before(book)
    ready = len(book.worksheets)
    lists = [
        _SheetWriter(company, book.create_sheet(name), sheet)
        for name, sheet in zip(_sheet_names(sheets), sheets, strict=True)
    ]
    writers: list[Body] = [*lists, *(behind(book) if behind is not None else ())]
    frame = content_of(book)
    done = 0
    with zipfile.ZipFile(frame) as source, package(path) as target:
        bodies = {f"xl/worksheets/sheet{number}.xml": writer for number, writer in enumerate(writers, ready + 1)}
        for entry in source.infolist():
            content = source.read(entry)
            writer = bodies.get(entry.filename)
            if writer is None:
                target.writestr(entry, content)
                continue
            opening, closing, rest = content.partition(b"</sheetData>")
            if not closing:
                opening, _empty, rest = content.partition(b"<sheetData/>")
                opening, closing = opening + b"<sheetData>", b"</sheetData>"
            with target.open(entry.filename, "w", force_zip64=True) as out:
                out.write(writer.with_dimension(opening))
                for body, count in writer.bodies():
                    stop_if(cancelled)
                    out.write(body)
                    done += count
                    if progress is not None:
                        progress(min(done, total), total)
                out.write(closing + rest)
    cut = sum(one.cut for one in lists)
    if cut and told is not None:
        told.append(
            n_(
                "{n} text is longer than a cell can be and was cut; a .csv file holds it whole.",
                "{n} texts are longer than a cell can be and were cut; a .csv file holds them whole.",
                cut,
            )
        )
    return total


def _parts(sheet: Sheet, most: int) -> Iterator[Sheet]:
    if sheet.groups:
        if sheet.lines() > most:
            raise Refused(_("A sheet cannot hold so many rows with their groups. Export them without groups."))
        yield sheet
        return
    for start in range(0, max(len(sheet.ids), 1), most):
        yield Sheet(sheet.entity, sheet.ids[start : start + most], sheet.columns)


def _sheet_names(sheets: Sequence[Sheet]) -> list[str]:
    """The kinds' titles as names of sheets: at most 31 characters, some signs not allowed, all different."""
    names: list[str] = []
    taken: set[str] = set()
    for sheet in sheets:
        title = _SHEET.sub(" ", sheet.entity.plural).strip("' ")[:31] or sheet.entity.name[:31]
        name, number = title, 1
        while name.casefold() in taken:
            number += 1
            name = f"{title[:26]} ({number})"
        taken.add(name.casefold())
        names.append(name)
    return names


class _SheetWriter:
    """Lays out one sheet of the frame, then gives its rows as XML."""

    def __init__(self, company: Company, made: Worksheet, sheet: Sheet) -> None:
        self.company = company
        self.sheet = sheet
        self.made = made
        self.letters = [get_column_letter(at) for at in range(1, len(sheet.columns) + 1)]
        self.headings = distinct([column.title for column in sheet.columns])
        self.last = sheet.lines() + 1
        self.cut = 0
        """Texts that are longer than a cell can be."""
        self.styles = {code: _style(made, code) for code in _formats()}
        self.bold = {code: _style(made, code, bold=True) for code in _formats()} if sheet.groups else {}
        if sheet.groups:
            made.sheet_properties.outlinePr.summaryBelow = False
        for at, heading in enumerate(self.headings, 1):
            cell = self.made.cell(1, at, unescaped(safe(heading)))
            cell.data_type = "s"
            cell.font = Font(bold=True)
            cell.alignment = Alignment(vertical="center")
        self.made.freeze_panes = "A2"
        self.made.auto_filter.ref = f"A1:{self.letters[-1]}{self.last}" if self.letters else None
        self._fit()
        self._offer_choices()
        self.cells = [self._cell_maker(column) for column in sheet.columns]

    def _fit(self) -> None:
        """Widths by the headings and a sample of the rows; a Chinese character takes two places."""
        sample = list(rows(self.company, self.sheet.entity, self.sheet.ids[:_SAMPLE], self.sheet.columns))
        for at, column in enumerate(self.sheet.columns):
            widest = wide(self.headings[at]) + 3
            for row in sample:
                raw = row[at + 1]
                if raw is not None:
                    widest = max(widest, wide(column.kind.show(raw).partition("\n")[0]) + 1)
            self.made.column_dimensions[self.letters[at]].width = min(max(widest, _NARROWEST), _WIDEST)

    def _offer_choices(self) -> None:
        end = min(self.last + _CHOICES_AFTER, LAST_ROW)
        for letter, column in zip(self.letters, self.sheet.columns, strict=True):
            formula = _choices(column.kind)
            if formula is not None and column.importable:
                offered = DataValidation(type="list", formula1=formula, allow_blank=True)
                offered.add(f"{letter}2:{letter}{end}")
                self.made.add_data_validation(offered)

    def with_dimension(self, before: bytes) -> bytes:
        """The beginning of the sheet, saying how far its rows will reach."""
        reach = f'<dimension ref="A1:{self.letters[-1]}{self.last}"'.encode() if self.letters else b"<dimension"
        return re.sub(rb'<dimension ref="[^"]*"', reach, before, count=1)

    def bodies(self) -> Iterator[tuple[bytes, int]]:
        """The rows as XML, a thousand at a time, with their number."""
        lines: list[str] = []
        makers = list(zip(self.letters, self.cells, strict=True))
        number, groups, left = 1, iter(self.sheet.groups), 0
        level = ' outlineLevel="1"' if self.sheet.groups else ""
        for row in rows(self.company, self.sheet.entity, self.sheet.ids, self.sheet.columns):
            if self.sheet.groups and not left:
                group = next(groups)
                number, left = number + 1, group.rows
                lines.append(self._group(number, group))
            number, left = number + 1, left - 1
            cells = [
                f'<c r="{letter}{number}"{make(raw)}'
                for (letter, make), raw in zip(makers, row[1:], strict=True)
                if raw is not None
            ]
            lines.append(f'<row r="{number}"{level}>{"".join(cells)}</row>')
            if len(lines) >= CHUNK:
                yield "".join(lines).encode(), len(lines)
                lines = []
        yield "".join(lines).encode(), len(lines)

    def _group(self, number: int, group: GroupLine) -> str:
        """The row above a group, in bold."""
        cells = [f'<c r="{self.letters[0]}{number}" s="{self.bold[GENERAL]}"{cell_xml(safe(group.text))}']
        for place, raw in sorted(group.raws.items()):
            kind = self.sheet.columns[place].kind
            value = cell_value(kind, raw)
            if value is not None:
                style = self.bold[number_format(kind, value)]
                cells.append(f'<c r="{self.letters[place]}{number}" s="{style}"><v>{value!r}</v></c>')
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _cell_maker(self, column: Column) -> Callable[[Any], str]:
        """What makes the rest of a cell (style, type, value) of a column's raw values."""
        kind = column.kind
        known: dict[Any, str] = {}
        repeats = isinstance(kind, Choice | Tick | Day)

        def make(raw: Any) -> str:
            if not repeats:
                return self._cell(kind, raw)
            found = known.get(raw)
            if found is None:
                found = known[raw] = self._cell(kind, raw)
            return found

        return make

    def _cell(self, kind: Kind, raw: Any) -> str:
        value = cell_value(kind, raw)
        if isinstance(raw, str) and len(raw) > LONGEST // 2 and cell_length(raw) > LONGEST:
            self.cut += 1
        if value is None or value == "":
            return "/>"
        style = f' s="{self.styles[number_format(kind, value)]}"'
        if isinstance(value, date):
            return f"{style}><v>{_serial(value)}</v></c>"
        if isinstance(value, int | float):
            return f"{style}><v>{value!r}</v></c>"
        text = escape(unescaped(value))
        return f'{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def cell_xml(value: str | int) -> str:
    """The rest of a cell without a style."""
    if isinstance(value, int):
        return f"><v>{value}</v></c>"
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _style(made: Worksheet, code: str, *, bold: bool = False) -> int:
    """The number under which the workbook knows a number format."""
    cell = WriteOnlyCell(made)
    cell.number_format = code
    if bold:
        cell.font = Font(bold=True)
    return int(cell.style_id)


def _choices(kind: Kind) -> str | None:
    """The words of a choice as a list for the sheet's cells; None where it does not take them."""
    if isinstance(kind, Tick):
        words = [_("Yes"), _("No")]
    elif isinstance(kind, Choice) and not isinstance(kind, Choices):
        words = [_(option.title) for option in kind.options]
    else:
        return None
    listed = ",".join(words)
    if not words or len(listed) > 255 or any("," in word or '"' in word for word in words):
        return None
    return f'"{listed}"'


def cell_value(kind: Kind, raw: Any) -> Any:
    """A raw value as the sheet's cell holds it: text, number, date, moment, or None."""
    value = typed(kind, raw)
    if isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return safe(value) if isinstance(value, str) else value


def number_format(kind: Kind, value: Any) -> str:
    """How a cell is shown; texts are kept as typed, so that 007 stays 007 when it is edited."""
    if isinstance(value, str):
        return GENERAL if isinstance(kind, Choice | Tick) or _harmless_long(kind, value) else TEXT
    if isinstance(value, date):
        return MOMENT if isinstance(value, datetime) else DAY
    if isinstance(kind, Money):
        return _money_format()
    if isinstance(kind, Price):
        return PRICE
    if isinstance(kind, Percent):
        return PERCENT if isinstance(value, int) else PERCENT_PARTS
    return WHOLE if isinstance(value, int) else PARTS


def _formats() -> tuple[str, ...]:
    """Every number format that a cell may have; the frame must know them before the rows come."""
    return (GENERAL, TEXT, MOMENT, DAY, _money_format(), PRICE, PERCENT, PERCENT_PARTS, WHOLE, PARTS)


def _money_format() -> str:
    digits = minor_digits(Money.currency)
    return "#,##0." + "0" * digits if digits else WHOLE


def _harmless_long(kind: Kind, text: str) -> bool:
    """Long texts are no text cells (old programs show ##### for those), unless editing would make a formula of them."""
    return isinstance(kind, LongText) and text[0] not in "=+-@"


def _serial(value: date) -> str:
    """A day or moment as the number of days that a spreadsheet counts."""
    if not isinstance(value, datetime):
        return str((value - _DAY_ZERO).days)
    days = (value.date() - _DAY_ZERO).days
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return repr(days + seconds / 86400) if seconds else str(days)


def wide(text: str) -> int:
    """The room a text takes, counted in Latin characters."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
