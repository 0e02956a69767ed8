"""What the reader of sheets does not tell of an old workbook (.xls .et): hidden rows, numbers shown with zeros."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Final

from crm_desktop.exchange.sheet_parts import Findings
from crm_desktop.exchange.zero_formats import zero_pattern

_OLE2: Final = b"\xd0\xcf\x11\xe0"
_BOF, _EOF, _SHEET, _FORMAT, _XF, _ROW, _CALENDAR = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x208, 0x22
_NUMBER, _RK, _FORMULA, _RKS = 0x203, 0x27E, 0x06, 0xBD
_HIDDEN: Final = 0x20
_UNICODE_SINCE: Final = 0x600
"""The version whose texts are in Unicode."""


def examine_xls(data: bytes) -> dict[str, Findings]:
    """The findings of each sheet by its name; what cannot be followed is left out."""
    found: dict[str, Findings] = {}
    try:
        stream = _stream(data)
        version, sheets, patterns, since_1904 = _globals(stream)
        if version < _UNICODE_SINCE:
            return {}
        for name, start in sheets:
            found[name] = _sheet(stream, start, patterns)
            found[name].since_1904 = since_1904
    except (struct.error, OSError, UnicodeError, IndexError, ValueError):
        pass
    return found


def _stream(data: bytes) -> bytes:
    if not data.startswith(_OLE2):
        return data
    import olefile  # type: ignore[import-untyped]

    with olefile.OleFileIO(io.BytesIO(data)) as file:
        content: bytes = file.openstream("Workbook" if file.exists("Workbook") else "Book").read()
        return content


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record up to the end of its part."""
    at, depth, end = start, 0, len(stream) - 4
    while at <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        at += 4
        depth += (kind == _BOF) - (kind == _EOF)
        yield kind, at, length
        if depth <= 0:
            return
        at += length


def _globals(stream: bytes) -> tuple[int, list[tuple[str, int]], dict[int, str], bool]:
    """The version, the sheets with their places, which cell styles show leading zeros, and the calendar."""
    version, sheets, formats, styles, since_1904 = 0, [], {}, [], False
    for kind, at, _length in _records(stream, 0):
        if kind == _BOF:
            version = struct.unpack_from("<H", stream, at)[0]
        elif kind == _SHEET:
            sheets.append((_text(stream, at + 7, stream[at + 6]), struct.unpack_from("<I", stream, at)[0]))
        elif kind == _FORMAT and version >= _UNICODE_SINCE:
            number, length = struct.unpack_from("<HH", stream, at)
            if (pattern := zero_pattern(_text(stream, at + 4, length))) is not None:
                formats[number] = pattern
        elif kind == _CALENDAR:
            since_1904 = stream[at] == 1
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", stream, at + 2)[0])
    patterns = {at: formats[number] for at, number in enumerate(styles) if number in formats}
    return version, sheets, patterns, since_1904


def _text(stream: bytes, at: int, length: int) -> str:
    """A text with its mark of how wide its characters are."""
    if stream[at] & 1:
        return stream[at + 1 : at + 1 + 2 * length].decode("utf-16-le")
    return stream[at + 1 : at + 1 + length].decode("latin-1")


def _sheet(stream: bytes, start: int, patterns: dict[int, str]) -> Findings:
    found = Findings()
    for kind, at, length in _records(stream, start):
        if kind == _ROW:
            if stream[at + 12] & _HIDDEN:
                found.hidden.add(struct.unpack_from("<H", stream, at)[0] + 1)
        elif patterns and kind in (_NUMBER, _RK, _FORMULA):
            row, column, style = struct.unpack_from("<HHH", stream, at)
            if style in patterns:
                found.padded[row + 1, column] = patterns[style]
        elif patterns and kind == _RKS:
            row, first = struct.unpack_from("<HH", stream, at)
            for nth in range((length - 6) // 6):
                (style,) = struct.unpack_from("<H", stream, at + 4 + 6 * nth)
                if style in patterns:
                    found.padded[row + 1, first + nth] = patterns[style]
    return found
