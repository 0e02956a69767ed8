"""What the reader of sheets does not tell of a binary workbook (.xlsb): hidden rows, numbers shown with zeros."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from crm_desktop.exchange.sheet_parts import Findings
from crm_desktop.exchange.zero_formats import zero_pattern

_ROW, _RK, _REAL, _FORMULA, _FORMAT, _STYLE, _SHEET, _BOOK = 0, 2, 5, 9, 44, 47, 156, 153
_STYLES_BEGIN, _STYLES_END = 617, 618
_HIDDEN: Final = 0x10


def examine_xlsb(data: bytes) -> dict[str, Findings]:
    """The findings of each sheet by its name; what cannot be followed is left out."""
    found: dict[str, Findings] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {part.lower(): part for part in archive.namelist()}
            patterns = _zero_styles(archive.read(names["xl/styles.bin"])) if "xl/styles.bin" in names else {}
            book = archive.read("xl/workbook.bin")
            since_1904 = any(kind == _BOOK and book[at] & 1 for kind, at in _records(book))
            for name, part in _sheets(archive):
                found[name] = _sheet(archive.read(part), patterns)
                found[name].since_1904 = since_1904
    except (KeyError, IndexError, struct.error, UnicodeError, ElementTree.ParseError, zipfile.BadZipFile, zlib.error):
        pass
    return found


def _records(part: bytes) -> Iterator[tuple[int, int]]:
    """Kind and place of each record."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | part[at] << 7
            at += 1
        length = shift = 0
        while True:
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift == 28:
                break
        yield kind, at
        at += length


def _text(part: bytes, at: int) -> tuple[str, int]:
    """A text and the place after it."""
    end = at + 4 + 2 * struct.unpack_from("<I", part, at)[0]
    return part[at + 4 : end].decode("utf-16-le"), end


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found = []
    book = archive.read("xl/workbook.bin")
    for kind, at in _records(book):
        if kind == _SHEET:
            relation, after = _text(book, at + 8)
            name, _end = _text(book, after)
            found.append((name, posixpath.normpath(posixpath.join("/xl", targets[relation])).lstrip("/")))
    return found


def _zero_styles(part: bytes) -> dict[int, str]:
    """Which cell styles show leading zeros, and how."""
    formats: dict[int, str] = {}
    styles: list[int] = []
    of_cells = False
    for kind, at in _records(part):
        of_cells = kind == _STYLES_BEGIN or (of_cells and kind != _STYLES_END)
        if kind == _FORMAT:
            if (pattern := zero_pattern(_text(part, at + 2)[0])) is not None:
                formats[struct.unpack_from("<H", part, at)[0]] = pattern
        elif kind == _STYLE and of_cells:
            styles.append(struct.unpack_from("<H", part, at + 2)[0])
    return {at: formats[number] for at, number in enumerate(styles) if number in formats}


def _sheet(part: bytes, patterns: dict[int, str]) -> Findings:
    found = Findings()
    row = 0
    for kind, at in _records(part):
        if kind == _ROW:
            row = struct.unpack_from("<I", part, at)[0] + 1
            if part[at + 11] & _HIDDEN:
                found.hidden.add(row)
        elif patterns and kind in (_RK, _REAL, _FORMULA):
            column, style = struct.unpack_from("<II", part, at)
            if style & 0xFFFFFF in patterns:
                found.padded[row, column] = patterns[style & 0xFFFFFF]
    return found
