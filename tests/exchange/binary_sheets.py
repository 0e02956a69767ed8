"""Small workbooks in the binary forms that no library here writes: .xls (and .et) as BIFF8, .xlsb."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

Cell: TypeAlias = str | int | float | None
Rows: TypeAlias = Sequence[Sequence[Cell]]
Formats: TypeAlias = Mapping[int, str]
"""Number formats by the column whose numbers have them."""


def xls(
    path: Path, rows: Rows, formats: Formats | None = None, *, claimed: int = 0, hidden: Sequence[int] = (),
    since_1904: bool = False,
) -> Path:  # fmt: skip
    """An old workbook; `claimed` rows are said to be there, `hidden` are numbers of rows from 1."""
    calendar = _biff(0x22, struct.pack("<H", since_1904))
    path.write_bytes(_compound(_workbook(calendar, rows, formats or {}, claimed, hidden)))
    return path


def _workbook(calendar: bytes, rows: Rows, formats: Formats, claimed: int, hidden: Sequence[int]) -> bytes:
    styles = {column: at for at, column in enumerate(formats, 1)}
    before = _biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + calendar
    before += _biff(0x42, struct.pack("<H", 1200))
    for at, code in enumerate(formats.values()):
        before += _biff(0x41E, struct.pack("<HHB", 164 + at, len(code), 1) + code.encode("utf-16-le"))
    for number in (0, *range(164, 164 + len(formats))):
        before += _biff(0xE0, struct.pack("<HH", 0, number) + bytes(16))
    name = "客户".encode("utf-16-le")
    entry = struct.pack("<BBBB", 0, 0, len(name) // 2, 1) + name
    start = len(before) + 4 + 4 + len(entry) + 4
    book = before + _biff(0x85, struct.pack("<I", start) + entry) + _biff(0x0A, b"")
    return book + _sheet(rows, styles, claimed, hidden)


def _sheet(rows: Rows, styles: Mapping[int, int], claimed: int, hidden: Sequence[int]) -> bytes:
    width = max(map(len, rows))
    sheet = _biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += _biff(0x200, struct.pack("<IIHHH", 0, claimed or len(rows), 0, width, 0))
    for number in hidden:
        sheet += _biff(0x208, struct.pack("<HHHHHHHH", number - 1, 0, width, 255, 0, 0, 0x120, 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HHH", row, column, styles.get(column, 0))
            if isinstance(cell, str):
                sheet += _biff(0x204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
            elif cell is not None:
                sheet += _biff(0x203, place + struct.pack("<d", cell))
    return sheet + _biff(0x0A, b"")


def _biff(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(stream: bytes) -> bytes:
    """A compound file with the one stream Workbook."""
    size, free, end, table = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    stream = stream.ljust(max(4096, -(-len(stream) // size) * size), b"\0")
    sectors = len(stream) // size
    tables = -(-(sectors + 2) // 128)
    while (sectors + 1 + tables) > tables * 128:
        tables += 1
    chain = [*range(1, sectors), end, end, *[table] * tables]
    chain += [free] * (tables * 128 - len(chain))
    head = struct.pack(
        "<8s16sHHHHHHIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0,
        tables, sectors, 0, 4096, end, 0, end,
    )  # fmt: skip
    head += struct.pack("<I", 0) + struct.pack(f"<{tables}I", *range(sectors + 1, sectors + 1 + tables))
    folder = _entry("Root Entry", 5, 1, end, 0) + _entry("Workbook", 2, free, 0, len(stream))
    return head.ljust(512, b"\xff") + stream + folder.ljust(512, b"\0") + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
    none = 0xFFFFFFFF
    text = (name + "\0").encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, none, none, child)
    return head + bytes(36) + struct.pack("<IQ", start, length)


def xlsb(
    path: Path, rows: Rows, formats: Formats | None = None, *, hidden: Sequence[int] = (), since_1904: bool = False
) -> Path:
    """A binary workbook of the new kind."""
    formats = formats or {}
    urn = "http://schemas.openxmlformats.org"
    relation = f"{urn}/officeDocument/2006/relationships"
    kinds = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{urn}/package/2006/content-types"><Default Extension="bin" ContentType="{kinds}"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            "</Types>",
        )
        archive.writestr("_rels/.rels", _relations((("rId1", f"{relation}/officeDocument", "xl/workbook.bin"),)))
        parts = (
            ("rId1", f"{relation}/worksheet", "worksheets/sheet1.bin"), ("rId2", f"{relation}/styles", "styles.bin"),
        )  # fmt: skip
        archive.writestr("xl/_rels/workbook.bin.rels", _relations(parts))
        sheet = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("客户")
        properties = _record(153, struct.pack("<II", since_1904, 0) + _wide(""))
        book = _record(131) + properties + _record(143) + _record(156, sheet) + _record(144) + _record(132)
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/styles.bin", _styles(formats))
        archive.writestr("xl/worksheets/sheet1.bin", _binary_sheet(rows, formats, hidden))
    return path


def _styles(formats: Formats) -> bytes:
    part = _record(278) + _record(615, struct.pack("<I", len(formats)))
    for at, code in enumerate(formats.values()):
        part += _record(44, struct.pack("<H", 164 + at) + _wide(code))
    part += _record(616) + _record(617, struct.pack("<I", len(formats) + 1))
    for number in (0, *range(164, 164 + len(formats))):
        part += _record(47, struct.pack("<HH", 0, number) + bytes(12))
    return part + _record(618) + _record(279)


def _binary_sheet(rows: Rows, formats: Formats, hidden: Sequence[int]) -> bytes:
    styles = {column: at for at, column in enumerate(formats, 1)}
    part = _record(129) + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1))
    part += _record(145)
    for row, cells in enumerate(rows):
        flags = 0x10 if row + 1 in hidden else 0
        part += _record(0, struct.pack("<IIHBB", row, 0, 300, 0, flags) + bytes(5))
        for column, cell in enumerate(cells):
            place = struct.pack("<II", column, styles.get(column, 0))
            if isinstance(cell, str):
                part += _record(6, place + _wide(cell))
            elif cell is not None:
                part += _record(5, place + struct.pack("<d", cell))
    return part + _record(146) + _record(130)


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    while length > 127:
        head += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + bytes([length]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _relations(parts: Sequence[tuple[str, str, str]]) -> str:
    inside = "".join(f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/>' for id, kind, target in parts)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
    )
