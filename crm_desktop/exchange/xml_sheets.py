"""Workbooks in the XML form of Excel 2003, which some programs still write and call .xls."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element, ParseError, iterparse

from crm_desktop.exchange.sheet_parts import LAST_COLUMN, LAST_ROW
from crm_desktop.exchange.sniff import damaged, unsafe
from crm_desktop.exchange.tables import Cell, Merge, Row, Table, hidden_note, trimmed
from crm_desktop.exchange.zero_formats import shown, zero_pattern

_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"


def read_xml_sheets(data: bytes, name: str) -> list[Table]:
    """The tables of an Excel 2003 XML workbook."""
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data.replace(b"\x00", b"")[:65536], re.IGNORECASE):
        raise unsafe(name)
    tables: list[Table] = []
    zeros: dict[str | None, str] = {}
    """Patterns of numbers that are shown with leading zeros, by style."""
    try:
        for event, element in iterparse(io.BytesIO(data), ("start", "end")):
            if event == "start" and element.tag == f"{_SS}Worksheet":
                tables.append(Table(element.get(f"{_SS}Name") or str(len(tables) + 1), []))
            elif event == "end" and element.tag == f"{_SS}Style":
                _note_style(element, zeros)
            elif event == "end" and element.tag == f"{_SS}Row" and tables:
                _add_row(tables[-1], element, zeros)
                element.clear()
    except (ParseError, ValueError, LookupError) as fault:
        raise damaged(name) from fault
    for table in tables:
        table.rows = trimmed(table.rows)
        if table.hidden_rows:
            table.notes.append(hidden_note(table, False))
    return tables


def _note_style(element: Element, zeros: dict[str | None, str]) -> None:
    made = element.find(f"{_SS}NumberFormat")
    pattern = zero_pattern(made.get(f"{_SS}Format") or "") if made is not None else None
    if pattern is not None:
        zeros[element.get(f"{_SS}ID")] = pattern


def _add_row(table: Table, element: Element, zeros: Mapping[str | None, str]) -> None:
    place = int(element.get(f"{_SS}Index") or len(table.rows) + 1)
    if not len(table.rows) < place <= LAST_ROW:
        raise ValueError(place)
    table.rows.extend([] for _row in range(place - 1 - len(table.rows)))
    if element.get(f"{_SS}Hidden") == "1":
        table.hidden_rows |= {place}
    row: Row = []
    for cell in element.iter(f"{_SS}Cell"):
        column = int(cell.get(f"{_SS}Index") or len(row) + 1)
        if not len(row) < column <= LAST_COLUMN:
            raise ValueError(column)
        row.extend([None] * (column - 1 - len(row)))
        across, down = int(cell.get(f"{_SS}MergeAcross") or 0), int(cell.get(f"{_SS}MergeDown") or 0)
        value = _value(cell.find(f"{_SS}Data"))
        pattern = zeros.get(cell.get(f"{_SS}StyleID")) if zeros else None
        row.append(shown(value, pattern) if pattern is not None and type(value) is int and value >= 0 else value)
        if across or down:
            table.merged.append(Merge(place, column - 1, place + down, column - 1 + across))
            row.extend([None] * min(across, LAST_COLUMN))
    table.rows.append(row)


def _value(element: Element | None) -> Cell:
    if element is None:
        return None
    text = "".join(element.itertext()).strip()
    kind = element.get(f"{_SS}Type")
    if not text or kind == "Error":
        return None
    if kind == "Number":
        number = float(text)
        return int(number) if number.is_integer() else number
    if kind == "Boolean":
        return text == "1"
    if kind == "DateTime":
        moment = datetime.fromisoformat(text)
        return moment.date() if moment.time() == datetime.min.time() else moment
    return text
