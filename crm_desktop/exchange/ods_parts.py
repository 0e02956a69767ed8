"""What the reader of sheets does not tell of an .ods: hidden rows, numbers shown with leading zeros."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final
from xml.etree.ElementTree import Element, ParseError, iterparse

from crm_desktop.exchange.sheet_parts import LAST_COLUMN, LAST_ROW, Findings

_URN: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_TABLE, _OFFICE, _TEXT = _URN % "table", _URN % "office", _URN % "text"
_WORTH_IT: Final = re.compile(rb'min-integer-digits="(?:[2-9]|\d\d)|:visibility="(?:collapse|filter)"')


def examine_ods(data: bytes) -> dict[str, Findings]:
    """The findings of each sheet by its name; what cannot be followed is left out."""
    found: dict[str, Findings] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in ("content.xml", "styles.xml") if part in archive.namelist()]
            if not any(_WORTH_IT.search(archive.read(part)) for part in parts):
                return {}
            with archive.open("content.xml") as content:
                row = 0
                for event, element in iterparse(content, ("start", "end")):
                    if event == "start" and element.tag == f"{_TABLE}table":
                        found[element.get(f"{_TABLE}name", "")] = Findings()
                        row = 0
                    elif event == "end" and element.tag == f"{_TABLE}table-row" and found:
                        row = _row(element, row, next(reversed(found.values())))
                        element.clear()
    except (KeyError, ValueError, ParseError, zipfile.BadZipFile, zlib.error):
        pass
    return found


def _row(element: Element, row: int, found: Findings) -> int:
    """Look through one row; returns the number of the last one that it stands for."""
    repeated = _times(element, "rows", LAST_ROW)
    if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
        found.hidden.update(range(row + 1, row + 1 + min(repeated, LAST_ROW - row)))
    column = 0
    for cell in element:
        text = "".join("".join(line.itertext()) for line in cell.iter(f"{_TEXT}p"))
        times = _times(cell, "columns", LAST_COLUMN)
        if _shows_zeros(text) and float(cell.get(f"{_OFFICE}value") or -1) == int(text):
            places = ((row + 1 + down, column + across) for down in range(repeated) for across in range(times))
            found.padded.update(dict.fromkeys(places, text))
        column += times
    return row + repeated


def _shows_zeros(text: str) -> bool:
    return len(text) > 1 and text[0] == "0" and text.isascii() and text.isdigit()


def _times(element: Element, what: str, most: int) -> int:
    return min(int(element.get(f"{_TABLE}number-{what}-repeated") or 1), most)
