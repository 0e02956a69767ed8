"""What the reader of sheets does not tell, found in the XML of an .xlsx: extent, hidden rows, errors, bare formulas."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from crm_desktop.exchange.tables import column_index
from crm_desktop.exchange.zero_formats import zero_pattern
from crm_desktop.values.meanwhile import one_ahead

if TYPE_CHECKING:
    from crm_desktop.exchange.sheet_pieces import Pieces

_CHUNK: Final = 4 << 20
_SMALL: Final = 1 << 20
_ALIKE: Final = bytes(
    (b"A" if char.isalpha() and char != b"r" else b"0" if char.isdigit() else b'"' if char == b"'" else char)[0]
    for char in (bytes((byte,)) for byte in range(256))
)
"""Every letter but r as A, every digit as 0, every quote double: a reference of two letters looks like r="AA."""
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
LITTLE: Final = 4 << 20
"""Bytes of XML up to which the cells that hold something are counted."""
IMPOSSIBLE: Final = 1 << 60
"""The area of a sheet that names cells no spreadsheet has."""
_DAMAGES: Final = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError)
_MOST_PLACES: Final = 200
_NS: Final = r"(?:\w+:)?"
_ROW: Final = re.compile(rf"<{_NS}row\s[^>]*>".encode())
_HIDDEN: Final = re.compile(rb'\shidden="(?:1|true)"')
_NUMBER_OF_ROW: Final = re.compile(rb'\sr="(\d{1,7})"')
_SINCE_1904: Final = re.compile(rb'<(?:\w+:)?workbookPr\s[^>]*\bdate1904="(?:1|true)"')
_COLUMN_OF: Final = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]{2,6})\d")
_ROW_OF: Final = re.compile(rb"\sr\s*=\s*[\"'][A-Za-z]{0,6}(\d{1,18})[\"']")
_ERROR_CELL: Final = re.compile(rf'<{_NS}c\s(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"'.encode())
_EMPTY_FORMULA: Final = re.compile(
    rf"<{_NS}c\s([^>]*)><{_NS}f(?:\s[^>]*)?(?:/>|>[^<]*</{_NS}f>)(?:<{_NS}v\s*/>|<{_NS}v></{_NS}v>)?</{_NS}c>".encode()
)
_REFERENCE: Final = re.compile(rb'\br="([A-Z]+)(\d+)"')


@dataclass
class Findings:
    """What one sheet's XML holds besides values."""

    sure: bool = False
    """Whether the extent is known; a sheet that reaches too far ends the process that reads it."""
    area: int = 0
    """Cells between A1 and the last one that is written down, at most."""
    size: int = 0
    """Bytes of XML."""
    values: int = 0
    """Cells that hold something, of a sheet with little XML."""
    look: Callable[[], None] | None = None
    """What puts down all the rest, if it is not there yet."""
    pieces: Pieces | None = None
    """What has read the cells meanwhile."""
    hidden: set[int] = field(default_factory=set)
    """Numbers of hidden rows."""
    since_1904: bool = False
    """Whether days are counted from 1904, as on old Macintoshes."""
    errors: int = 0
    error_cells: list[tuple[int, int]] = field(default_factory=list)
    """The first of them, by row number and column index."""
    uncomputed: int = 0
    uncomputed_cells: list[tuple[int, int]] = field(default_factory=list)
    padded: dict[tuple[int, int], str] = field(default_factory=dict)
    """Numbers that are shown with leading zeros: the pattern (see `zero_formats`), by row number and column index."""


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


def since_1904(data: bytes) -> bool:
    """Whether an .xlsx counts its days from 1904."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            book = next(part for part in archive.namelist() if part.lower().endswith("workbook.xml"))
            return _SINCE_1904.search(archive.read(book)) is not None
    except (StopIteration, KeyError, zipfile.BadZipFile, zlib.error):
        return False


def zero_styles(data: bytes) -> dict[bytes, str]:
    """The cell styles of an .xlsx whose numbers are shown with leading zeros, and the pattern of each."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = next(part for part in archive.namelist() if part.lower().endswith("styles.xml"))
            content = archive.read(part)
            if b"00" not in content or b"numFmt" not in content:
                return {}
            root = ElementTree.fromstring(content)
    except (StopIteration, KeyError, ElementTree.ParseError, zipfile.BadZipFile, zlib.error):
        return {}
    patterns: dict[str | None, str] = {}
    styles: list[str | None] = []
    for element in root:
        name = element.tag.rpartition("}")[2]
        if name == "numFmts":
            for made in element:
                if (pattern := zero_pattern(made.get("formatCode", ""))) is not None:
                    patterns[made.get("numFmtId")] = pattern
        elif name == "cellXfs":
            styles = [style.get("numFmtId") for style in element]
    return {str(at).encode(): patterns[number] for at, number in enumerate(styles) if number in patterns}


Each = Callable[[bytes, int, int], None]
"""Is given a piece of XML, the last row in it and the number of columns it reaches to."""


def measure(data: bytes, part: str, findings: Findings, each: Each | None = None) -> None:
    """How far one sheet's XML reaches, piece by piece; what cannot be read is left to the reader to complain of.

    With `each` it is a long sheet, for which numpy is loaded.
    """
    last_row, columns = 1, 26
    try:
        for piece in one_ahead(_pieces(data, part)):
            findings.size += len(piece)
            if findings.size <= LITTLE:
                findings.values += piece.count(b"</v>") + piece.count(b"</is>")
            row, column = _extent(piece, thoroughly=len(piece) < _SMALL, quick=each is not None)
            if each is not None:
                each(piece, row, column)
            last_row, columns = max(last_row, row), max(columns, column)
    except _DAMAGES:
        return
    findings.area = last_row * columns if last_row <= LAST_ROW and columns <= LAST_COLUMN else IMPOSSIBLE
    findings.sure = True


def look_through(data: bytes, part: str, look: Callable[[bytes], None]) -> None:
    """Look at one sheet's XML, piece by piece."""
    with suppress(*_DAMAGES):
        for piece in _pieces(data, part):
            look(piece)


def looker(findings: Findings, zeros: Mapping[bytes, str], *, quick: bool = False) -> Callable[[bytes], None]:
    """What puts down all else that a piece of a sheet's XML holds; `quick`: with numpy.

    `zeros` are the styles whose numbers are shown with leading zeros.
    """
    padded = _cells_styled(zeros) if zeros else None

    def look(piece: bytes) -> None:
        if not quick or _has_more(piece):
            _find_in(piece, findings)
        for cell in padded.finditer(piece) if padded is not None else ():
            if place := _REFERENCE.search(cell.group()):
                where = int(place.group(2)), column_index(place.group(1).decode())
                findings.padded[where] = zeros[cell.group(1)]

    return look


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


def _extent(piece: bytes, *, thoroughly: bool, quick: bool) -> tuple[int, int]:
    """The last row and the number of columns a piece reaches to, at least 26."""
    if not thoroughly and _is_near(piece, quick):
        last = [int(row) for row in _ROW_OF.findall(piece, max(0, len(piece) - 4096))]
        return max(last, default=1), 26
    columns = max((column_index(letters.decode()) + 1 for letters in set(_COLUMN_OF.findall(piece))), default=26)
    return max(map(int, set(_ROW_OF.findall(piece))), default=1), max(columns, 26)


def _is_near(piece: bytes, quick: bool) -> bool:
    """Whether no cell of a large piece can lie beyond column Z or row 9,999,999."""
    if quick:
        from crm_desktop.exchange import xml_screen

        if xml_screen.is_near(piece):
            return True
    plain = piece.translate(_ALIKE, b" \t\r\n")
    return plain.find(b'r="AA') < 0 and plain.find(b'00000000"') < 0


def _find_in(piece: bytes, findings: Findings) -> None:
    if b'hidden="' in piece:
        rows = (row.group() for row in _ROW.finditer(piece))
        numbers = (_NUMBER_OF_ROW.search(row) for row in rows if _HIDDEN.search(row))
        findings.hidden.update(int(number.group(1)) for number in numbers if number)
    if b't="e"' in piece:
        for found in _ERROR_CELL.finditer(piece):
            findings.errors += 1
            _place(findings.error_cells, found.group(1), found.group(2))
    if b"<f" in piece or b":f>" in piece:
        for found in _EMPTY_FORMULA.finditer(piece):
            if b't="str"' not in found.group(1):
                findings.uncomputed += 1
                place = _REFERENCE.search(found.group(1))
                if place:
                    _place(findings.uncomputed_cells, place.group(1), place.group(2))


def _has_more(piece: bytes) -> bool:
    """Whether there may be hidden rows, errors or formulas in a piece."""
    from crm_desktop.exchange import xml_screen

    return xml_screen.holds(piece, b"<f", b":f", b'"e"', b"dden=")


def _cells_styled(styles: Mapping[bytes, str]) -> re.Pattern[bytes]:
    """What finds the cells of these styles; the style's number is its first group."""
    return re.compile(rb"<(?:\w+:)?c\s(?:[^>]*?\s)?s=\"(" + b"|".join(styles) + rb")\"[^>]*>")


def _place(places: list[tuple[int, int]], letters: bytes, row: bytes) -> None:
    if len(places) < _MOST_PLACES:
        places.append((int(row), column_index(letters.decode())))
