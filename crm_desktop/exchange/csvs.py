"""Text files with one row a line: delimiter, quotes and ragged rows."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from typing import Final

from crm_desktop.errors import Refused
from crm_desktop.exchange.decoding import decode, unreadable_note
from crm_desktop.exchange.guard import has_guards, without_guard
from crm_desktop.exchange.tables import Row, Table, trimmed
from crm_desktop.i18n import _, n_

DELIMITERS: Final = (",", ";", "\t", "|")
_SEPARATOR_LINE: Final = re.compile(r"\s*\"?sep=(.)\"?[ \t]*(?:\r\n|\r|\n|\Z)", re.IGNORECASE)
_ERRORS: Final = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
_UNSEEN: Final = {0: None, 0xFEFF: None, 0x200B: None}
_MISCUT: Final = ',;|"'
_SAMPLE: Final = 256 * 1024
_LONGEST_QUOTE: Final = 500
"""Lines inside one pair of quotes, above which the opening quote was none."""

csv.field_size_limit(1 << 30)


def read_csv(data: bytes, name: str, *, encoding: str | None = None, delimiter: str | None = None) -> Table:
    """The table of a text file; what could not be decoded is told in its notes."""
    text, known_as, lost = decode(data, encoding)
    table = parse(text, name, delimiter=delimiter)
    table.encoding = known_as
    if lost:
        table.notes.append(unreadable_note(lost, known_as))
    return table


def parse(text: str, name: str, *, delimiter: str | None = None) -> Table:
    """The table of a text already decoded; cells are trimmed, blank ones None."""
    if "\x00" in text or "\ufeff" in text or "\u200b" in text:
        text = text.translate(_UNSEEN)
    stated = _SEPARATOR_LINE.match(text)
    if stated:
        text = text[stated.end() :]
        delimiter = delimiter or stated.group(1)
    delimiter = _asked(delimiter) if delimiter else guess_delimiter(text)
    notes: list[str] = []
    rows = _rows(text, delimiter, notes)
    if _ERRORS.search(text):
        rows = _without_errors(rows, notes)
    if has_guards(text):
        rows = [[without_guard(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    return Table(name, trimmed(rows), delimiter=delimiter, notes=notes)


def _asked(delimiter: str) -> str:
    delimiter = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}.get(delimiter.lower(), delimiter)
    if len(delimiter) != 1 or delimiter in '\r\n"':
        sentence = _("“{delimiter}” cannot separate columns. Give one character, such as , or ;")
        raise Refused(sentence.format(delimiter=delimiter), field="delimiter")
    return delimiter


def _rows(text: str, delimiter: str | None, notes: list[str]) -> list[Row]:
    rows = _records(text, delimiter, quoted=True)
    opened = _unclosed_quote(rows) if '"' in text else None
    if opened is not None:
        rows = _records(text, delimiter, quoted=False)
        sentence = _("Row {row}: a quotation mark is opened and never closed; all quotation marks are read as text.")
        notes.append(sentence.format(row=opened))
    return [[cell.strip() or None for cell in row] for row in rows]


def _records(text: str, delimiter: str | None, *, quoted: bool) -> list[list[str]]:
    lines = io.StringIO(text, newline="")
    mark = delimiter or "\x1f"
    if not quoted:
        return list(csv.reader(lines, delimiter=mark, quoting=csv.QUOTE_NONE))
    return list(csv.reader(lines, delimiter=mark, skipinitialspace=f'{mark} "' in text[:_SAMPLE]))


def _unclosed_quote(rows: list[list[str]]) -> int | None:
    """The number of the row whose quoted cell swallows the rows after it."""
    for number, row in enumerate(rows, 1):
        for cell in row:
            if len(cell) > _LONGEST_QUOTE and cell.count("\n") + cell.count("\r") > _LONGEST_QUOTE:
                return number
    last = rows[-1][-1] if rows and rows[-1] else ""
    return len(rows) if len(last.splitlines()) > 3 and len(rows) > 1 and len(rows[-1]) < len(rows[-2]) else None


def _without_errors(rows: list[Row], notes: list[str]) -> list[Row]:
    """Cells in which a spreadsheet left an error instead of a value are blank."""
    count = 0
    for row in rows:
        for at, cell in enumerate(row):
            if isinstance(cell, str) and cell.startswith("#") and _ERRORS.fullmatch(cell):
                row[at] = None
                count += 1
    if count:
        notes.append(error_note(count))
    return rows


def error_note(count: int) -> str:
    """The sentence about error values."""
    return n_(
        "{n} cell holds an error such as #N/A instead of a value and is read as blank.",
        "{n} cells hold an error such as #N/A instead of a value and are read as blank.",
        count,
    )


def guess_delimiter(text: str) -> str | None:
    """The delimiter that cuts most rows into equally many cells; None where no delimiter does."""
    sample = text[:_SAMPLE]
    if len(text) > _SAMPLE:
        sample = sample[: max(sample.rfind("\n"), sample.rfind("\r"), 1)]
    scores = {delimiter: _consistency(sample, delimiter) for delimiter in DELIMITERS if delimiter in sample}
    best = max(scores, key=lambda delimiter: scores[delimiter], default=None)
    return best if best is not None and scores[best] > 0 else None


def _consistency(sample: str, delimiter: str) -> float:
    """How well a delimiter explains the rows: the share of rows with the usual number of cells, weighed by that number.

    Cells that begin with another delimiter or hold quotation marks tell of a wrong cut.
    """
    try:
        rows = [row for row in _records(sample, delimiter, quoted=True) if any(map(str.strip, row))]
    except csv.Error:
        return 0.0
    widths = [len(row) for row in rows]
    several = Counter(width for width in widths if width > 1)
    if not several:
        return 0.0
    usual, times = max(several.items(), key=lambda item: (item[1] * math.log2(item[0]), item[0]))
    start = next(at for at, width in enumerate(widths) if width >= usual)
    share = sum(1 for width in widths[start:] if abs(width - usual) <= usual // 8) / len(widths[start:])
    if times == 1 and len(widths) > 2 and share < 0.5:
        return 0.0
    cells = [cell for row in rows[start : start + 200] for cell in row if cell]
    wrong = sum(1 for cell in cells if cell[0] in _MISCUT and cell[0] != delimiter)
    first = 2.0 if widths[0] > 1 else 1.0
    return share * share * math.log2(usual) * first * (1 - wrong / max(len(cells), 1)) ** 2
