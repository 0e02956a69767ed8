"""What the reader of sheets does not tell, found in the XML of an .xlsx: extent, hidden rows, errors, formulas without values."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree import ElementTree

from crm_desktop.exchange.tables import column_index

_CHUNK: Final = 4 << 20
_MOST_PLACES: Final = 200
_NS: Final = r"(?:\w+:)?"
_ROW: Final = re.compile(rf"<{_NS}row\s[^>]*>".encode())
_HIDDEN: Final = re.compile(rb'\shidden="(?:1|true)"')
_ROW_NUMBER: Final = re.compile(rb'\sr="(\d+)"')
_FAR_COLUMN: Final = re.compile(rb'\sr="([A-Z]{2,3})\d')
_ERROR_CELL: Final = re.compile(rf'<{_NS}c\s(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"'.encode())
_EMPTY_FORMULA: Final = re.compile(
    rf'<{_NS}c\s([^>]*)><{_NS}f(?:\s[^>]*)?(?:/>|>[^<]*</{_NS}f>)(?:<{_NS}v\s*/>|<{_NS}v></{_NS}v>)?</{_NS}c>'.encode()
)
_REFERENCE: Final = re.compile(rb'\br="([A-Z]+)(\d+)"')


@dataclass
class Findings:
    """What one sheet's XML holds besides values."""

    area: int = 0
    """Cells between A1 and the last one that is written down, at most."""
    hidden_rows: int = 0
    errors: int = 0
    error_cells: list[tuple[int, int]] = field(default_factory=list)
    """The first of them, by row number and column index."""
    uncomputed: int = 0
    uncomputed_cells: list[tuple[int, int]] = field(default_factory=list)


def sheet_parts(data: bytes) -> dict[str, str]:
    """The part of the package that holds each sheet, by the sheet's name; empty where the package is unusual."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = next(part for part in archive.namelist() if part.lower().endswith("workbook.xml"))
            folder, file = posixpath.split(book)
            relations = ElementTree.fromstring(archive.read(f"{folder}/_rels/{file}.rels".lstrip("/")))
            targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
            parts = {}
            for element in ElementTree.fromstring(archive.read(book)).iter():
                if element.tag.rpartition("}")[2] == "sheet":
                    relation = next((value for key, value in element.items() if key.endswith("}id")), None)
                    part = posixpath.normpath(posixpath.join("/" + folder, targets.get(relation, ""))).lstrip("/")
                    parts[element.get("name", "")] = part
            known = set(archive.namelist())
            return {name: part for name, part in parts.items() if part in known}
    except (StopIteration, KeyError, ElementTree.ParseError, zipfile.BadZipFile, zlib.error):
        return {}


def examine(data: bytes, part: str) -> Findings:
    """Look through one sheet's XML, piece by piece; what cannot be read is left to the reader to complain of."""
    findings = Findings()
    last_row = rows = 0
    columns = 26
    try:
        for piece in _pieces(data, part):
            rows += piece.count(b"row ") + piece.count(b"row>")
            last_row = max(last_row, _last_row(piece))
            for letters in set(_FAR_COLUMN.findall(piece)):
                columns = max(columns, column_index(letters.decode()) + 1)
            _find_in(piece, findings)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError):
        return findings
    findings.area = max(last_row, 1) * columns
    return findings


def _pieces(data: bytes, part: str) -> Iterator[bytes]:
    """The part's XML, cut between rows."""
    rest = b""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            piece = rest + chunk
            cut = piece.rfind(b"<row ") if b"<row " in piece else piece.rfind(b"row ") - 64
            if cut <= 0:
                cut = len(piece)
            yield piece[:cut]
            rest = piece[cut:]
    yield rest


def _last_row(piece: bytes) -> int:
    """The number of the last row in a piece; rows without a number follow each other and cannot lie far out."""
    at = piece.rfind(b"row ")
    found = _ROW_NUMBER.search(piece, at, at + 400) if at >= 0 else None
    return int(found.group(1)) if found and len(found.group(1)) < 9 else 0


def _find_in(piece: bytes, findings: Findings) -> None:
    if b'hidden="' in piece:
        findings.hidden_rows += sum(1 for row in _ROW.finditer(piece) if _HIDDEN.search(row.group()))
    if b't="e"' in piece:
        for found in _ERROR_CELL.finditer(piece):
            findings.errors += 1
            _place(findings.error_cells, found.group(1), found.group(2))
    if b"f>" in piece or b"<f " in piece:
        for found in _EMPTY_FORMULA.finditer(piece):
            if b't="str"' not in found.group(1):
                findings.uncomputed += 1
                place = _REFERENCE.search(found.group(1))
                if place:
                    _place(findings.uncomputed_cells, place.group(1), place.group(2))


def _place(places: list[tuple[int, int]], letters: bytes, row: bytes) -> None:
    if len(places) < _MOST_PLACES:
        places.append((int(row), column_index(letters.decode())))
