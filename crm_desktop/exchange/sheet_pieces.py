"""A long sheet of an .xlsx read a piece of its XML at a time, several at once, while the rest is still unpacked.

The reader leaves Python free but takes one sheet in one thread; what unpacks and looks through the XML has the pieces
anyway. Each is given to the reader as a workbook of its own, with the same texts and styles.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from crm_desktop.exchange.sheet_cells import Block

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

LONG: Final = 8 << 20
"""Bytes of XML from which on a sheet is a long list."""
_PIECE: Final = 2 << 20
"""Bytes of XML that are given to the reader at one go, at least."""
_MOST_CELLS: Final = 10_000_000
"""Cells between the first and the last one of a piece, above which the sheet is not read by pieces."""
_MOST_BYTES: Final = 1 << 29
"""Bytes of XML above which it is not, either."""
_AT_ONCE: Final = 2
_WAITING: Final = 6
"""Pieces that may be under way while the one before is taken in."""
_BOOK, _RELATIONS, _TEXTS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedstrings.xml"
_PARTS: Final = frozenset((_BOOK, _RELATIONS, _TEXTS, "xl/styles.xml", "[content_types].xml", "_rels/.rels"))
_START: Final = re.compile(rb"<worksheet\b[^>]*>")
_FIRST_ROW: Final = re.compile(rb'<row\s(?:[^>]*?\s)?r="(\d{1,7})"')
_END: Final = b"</sheetData></worksheet>"


class Pieces:
    """Takes the pieces of one sheet in order, and has them read."""

    def __init__(self, archive: zipfile.ZipFile, part: str, sheet: str, along: Callable[[], object]) -> None:
        self._archive, self._part, self._sheet = archive, part, sheet
        self._parts = [info for info in archive.infolist() if info.filename.lower() in _PARTS]
        texts = sum(info.file_size for info in self._parts if info.filename.lower() == _TEXTS)
        # The texts that the sheets share are read again with each piece.
        self._room = max(_PIECE, min(4 * texts, archive.getinfo(part).file_size // 2 + 1))
        self._block = Block()
        self._executor = ThreadPoolExecutor(_AT_ONCE)
        self._executor.submit(along)
        self._reading: list[Future[CalamineSheet | None]] = []
        self._head = b""
        self._gathered: list[bytes] = []
        self._size = self._row = 0
        self._left = _MOST_BYTES
        self._fits = True

    @classmethod
    def of(cls, data: bytes, part: str, sheet: str, along: Callable[[], object]) -> Pieces | None:
        """For a long sheet of a usual package; `along` is done beside it. None where it is better read as a whole."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
            if archive.getinfo(part).file_size < LONG or not {_BOOK, _RELATIONS} <= set(archive.namelist()):
                return None
            return cls(archive, part, sheet, along)
        except (zipfile.BadZipFile, zlib.error, KeyError):
            return None

    def take(self, piece: bytes, last_row: int, columns: int) -> None:
        """The next piece, cut before a row, with the last row that it has and the most columns it can have."""
        if not self._fits or not piece:
            return
        if not self._head:
            start = _START.search(piece)
            self._head = piece[: start.end()] + b"<sheetData>" if start else b""
        first = _FIRST_ROW.search(piece)
        # A row's sign within a comment or as it stands in a text would be no place to cut.
        if not self._head or (b"!" in piece and b"<!" in piece) or not self._follows(first, last_row, columns):
            self.close()
            return
        self._gathered.append(piece)
        self._size += len(piece)
        self._left -= len(piece)
        if self._size >= self._room:
            self._submit(last=False)

    def _follows(self, first: re.Match[bytes] | None, last_row: int, columns: int) -> bool:
        """Whether a piece lies under all before it and is no larger than fits into memory."""
        if first is None:
            # Behind the last row there is only the end of the sheet.
            return self._row > 0
        begin, before, self._row = int(first.group(1)), self._row, last_row
        return before < begin <= last_row and (last_row - begin + 1) * columns <= _MOST_CELLS and self._left > 0

    def block(self) -> Block | None:
        """All that was read; None where that went wrong, and the whole sheet has to be tried."""
        if self._fits and self._gathered:
            self._submit(last=True)
        while self._fits and self._reading:
            self._take_in()
        self._executor.shutdown(cancel_futures=True)
        return self._block if self._fits else None

    def close(self) -> None:
        """Drop what was taken: the sheet has to be read as a whole."""
        self._fits, self._gathered, self._reading, self._block = False, [], [], Block()
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _submit(self, *, last: bool) -> None:
        pieces, self._gathered, self._size = self._gathered, [], 0
        if pieces[0].startswith(b"<row"):
            pieces.insert(0, self._head)
        if not last:
            pieces.append(_END)
        self._reading.append(self._executor.submit(self._read, pieces))
        if len(self._reading) > _WAITING:
            self._take_in()

    def _take_in(self) -> None:
        read = self._reading.pop(0).result()
        if read is None:
            self.close()
        else:
            self._block.take_further(read)

    def _read(self, pieces: list[bytes]) -> CalamineSheet | None:
        from python_calamine import CalamineWorkbook

        made = io.BytesIO()
        try:
            with zipfile.ZipFile(made, "w") as archive:
                for info in self._parts:
                    archive.writestr(info.filename, self._archive.read(info))
                with archive.open(self._part, "w") as file:
                    for piece in pieces:
                        file.write(piece)
            pieces.clear()
            made.seek(0)
            return CalamineWorkbook.from_filelike(made).get_sheet_by_name(self._sheet)
        except BaseException:
            # A panic of the reader is no Exception. What is wrong is told when the whole sheet is tried.
            return None
