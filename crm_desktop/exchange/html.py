"""Tables out of web pages: many programs write one and call it .xls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from crm_desktop.errors import Refused
from crm_desktop.exchange.decoding import decode, named
from crm_desktop.exchange.tables import Cell, Merge, Row, Table, trimmed
from crm_desktop.i18n import _

_COMMENT: Final = re.compile(r"<!--.*?-->|<(script|style|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_TAG: Final = re.compile(r"<(/?)(table|tr|td|th|br|p|div)\b([^>]*)>", re.IGNORECASE)
_OTHER_TAG: Final = re.compile(r"</?[A-Za-z!][^>]*>")
_SPAN: Final = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,5})", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\bx:num\s*=\s*[\"']?(-?\d+(?:\.\d+)?(?:E[+-]?\d+)?)", re.IGNORECASE)
_WIDEST: Final = 16_384


@dataclass
class _Grid:
    """One table while it is read."""

    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    taken: dict[int, int] = field(default_factory=dict)
    """How many more rows a cell above reaches down, by column."""
    cell: list[str] | None = None
    attributes: str = ""

    def begin_row(self) -> None:
        self.end_cell()
        self.rows.append([])

    def begin_cell(self, attributes: str) -> None:
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        self.cell, self.attributes = [], attributes

    def end_cell(self) -> None:
        if self.cell is None:
            return
        text, self.cell = "".join(self.cell), None
        row = self.rows[-1]
        while self.taken.get(len(row), 0) >= len(self.rows):
            row.append(None)
        spans = {way.lower(): int(n) for way, n in _SPAN.findall(self.attributes)}
        wide, high = min(max(spans.get("col", 1), 1), _WIDEST - len(row)), max(spans.get("row", 1), 1)
        at, number = len(row), len(self.rows)
        row.append(_value(text, self.attributes))
        row.extend([None] * (wide - 1))
        if high > 1:
            self.taken.update(dict.fromkeys(range(at, at + wide), number + high - 1))
        if wide > 1 or high > 1:
            self.merges.append(Merge(number, at, number + high - 1, at + wide - 1))


def read_html(data: bytes, name: str, *, encoding: str | None = None) -> list[Table]:
    """Every table of a page that holds anything; tables inside a cell are read as its text."""
    text, known_as = _decoded(data, encoding)
    grids = _grids(_COMMENT.sub("", text))
    tables: list[Table] = []
    for grid in grids:
        rows = trimmed(grid.rows)
        if rows:
            label = name if len(grids) == 1 else _("Table {n}").format(n=len(tables) + 1)
            tables.append(Table(label, rows, encoding=known_as, merged=grid.merges))
    if not tables:
        sentence = _("“{name}” is a web page without a table. Save the list as an Excel workbook or as CSV.")
        raise Refused(sentence.format(name=name))
    return tables


def _decoded(data: bytes, encoding: str | None) -> tuple[str, str]:
    if encoding is None:
        stated = _CHARSET.search(data, 0, 4096)
        if stated and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
            try:
                text, known_as, lost = decode(data, named(stated.group(1).decode("ascii")))
            except (Refused, LookupError):
                lost = 1
            if not lost:
                return text, known_as
    text, known_as, _lost = decode(data, encoding)
    return text, known_as


def _grids(text: str) -> list[_Grid]:
    grids: list[_Grid] = []
    open_grids: list[_Grid] = []
    depth = at = 0
    for tag in _TAG.finditer(text):
        closing, element = bool(tag.group(1)), tag.group(2).lower()
        grid = open_grids[-1] if open_grids else None
        if grid is not None and grid.cell is not None:
            grid.cell.append(_plain(text[at : tag.start()]))
        at = tag.end()
        inside_cell = grid is not None and grid.cell is not None
        if element == "table" and not closing:
            depth += inside_cell
            if not inside_cell:
                open_grids.append(_Grid())
                grids.append(open_grids[-1])
        elif element == "table":
            if depth:
                depth -= 1
            elif grid is not None:
                grid.end_cell()
                open_grids.pop()
        elif grid is not None:
            _element(grid, element, closing, tag.group(3), nested=bool(depth))
    for grid in open_grids:
        grid.end_cell()
    return grids


def _element(grid: _Grid, element: str, closing: bool, attributes: str, *, nested: bool) -> None:
    if element in ("br", "p", "div") or nested:
        if grid.cell:
            grid.cell.append("\n" if element in ("br", "p", "div", "tr") else " ")
    elif element == "tr":
        grid.end_cell() if closing else grid.begin_row()
    elif closing:
        grid.end_cell()
    else:
        grid.begin_cell(attributes)


def _plain(text: str) -> str:
    if "<" in text:
        text = _OTHER_TAG.sub("", text)
    text = " ".join(text.split()) if not text[:1].isspace() else " " + " ".join(text.split())
    return unescape(text) if "&" in text else text


def _value(text: str, attributes: str) -> Cell:
    number = _NUMBER.search(attributes) if "x:num" in attributes.lower() else None
    if number:
        value = float(number.group(1))
        return int(value) if value.is_integer() else value
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line) or None
