"""Reading any list: a file or pasted cells become tables with their headings found."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Final

from crm_desktop.errors import Refused, Trouble, reason
from crm_desktop.exchange import headings
from crm_desktop.exchange.csvs import parse, read_csv
from crm_desktop.exchange.headings import Known
from crm_desktop.exchange.holders import holder_of
from crm_desktop.exchange.html import read_html
from crm_desktop.exchange.restoring import lists_only
from crm_desktop.exchange.sheets import needs_password, read_sheets
from crm_desktop.exchange.sniff import damaged, recognise
from crm_desktop.exchange.tables import Source, Table
from crm_desktop.exchange.undisturbed import undisturbed
from crm_desktop.exchange.vcards import read_vcards
from crm_desktop.exchange.xml_sheets import read_xml_sheets
from crm_desktop.i18n import _
from crm_desktop.values.memory import give_back

LARGEST_FILE = 1 << 30
"""Bytes."""
_LARGE: Final = 1 << 20
"""Bytes from which on reading takes memory that is worth giving back."""


@undisturbed()
def read(
    path: Path,
    *,
    sheet: str | None = None,
    header: int | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    password: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    known: Known | None = None,
) -> Source:
    """The tables of a list file, whatever its name ends in.

    `header` is the file's row number of the headings in every table read (0: there are none), guessed if None.
    `known` says of a folded text whether it is a heading the program understands. Raises Refused where the file is
    no list or cannot be read, Trouble where the system does not give it.
    """
    name = path.name
    data = _bytes(path)
    kind = recognise(data, name)
    if kind == "encrypted" or (kind == "xls" and password is not None):
        data = _decrypted(data, name, password)
        kind = recognise(data, name)
    tables = _tables(data, kind, name, sheet=sheet, encoding=encoding, delimiter=delimiter, progress=progress)
    tables = lists_only(tables)
    if not any(table.rows for table in tables):
        raise Refused(_("“{name}” holds no rows.").format(name=name))
    source = Source(path, kind, _with_headings(tables, kind, header, known))
    if len(data) > _LARGE:
        del data
        give_back()
    return source


def read_text(text: str, *, header: int | None = None, known: Known | None = None) -> Source:
    """The table of cells pasted from a spreadsheet or a text."""
    if not text.strip():
        raise Refused(_("There are no cells to read: the clipboard holds no text."))
    if text.lstrip("\ufeff \r\n").upper().startswith("BEGIN:VCARD"):
        kind, tables = "vcf", read_vcards(text.encode(), _("Pasted cards"))
    else:
        kind, tables = "csv", [parse(text, _("Pasted cells"))]
    return Source(None, kind, _with_headings(tables, kind, header, known))


def _with_headings(tables: list[Table], kind: str, header: int | None, known: Known | None) -> list[Table]:
    """The tables with their headings in the row asked for, or where they seem to be."""
    if kind == "vcf":
        return tables
    if header == 0:
        return [headings.placed(table, None) for table in tables]
    last_rows = [table.first_row + len(table.rows) - 1 for table in tables]
    asked = [header is not None and (header <= last or max(last_rows) < header) for last in last_rows]
    return [
        headings.placed(table, header, known=known) if wanted else headings.found(table, known)
        for table, wanted in zip(tables, asked, strict=True)
    ]


def _tables(
    data: bytes,
    kind: str,
    name: str,
    *,
    sheet: str | None,
    encoding: str | None,
    delimiter: str | None,
    progress: Callable[[int, int], None] | None,
) -> list[Table]:
    if kind in ("xlsx", "xls", "xlsb", "ods"):
        return read_sheets(data, kind, name, sheet=sheet, progress=progress)
    if progress:
        progress(0, 1)
    if kind == "html":
        tables = read_html(data, name, encoding=encoding)
    elif kind == "xml":
        tables = read_xml_sheets(data, name)
    elif kind == "vcf":
        tables = read_vcards(data, name, encoding=encoding)
    else:
        tables = [read_csv(data, name, encoding=encoding, delimiter=delimiter)]
    if progress:
        progress(1, 1)
    return [table for table in tables if table.name == sheet] or tables if sheet else tables


def _bytes(path: Path) -> bytes:
    """The whole file at once, so that what is shown and what is brought in are the same bytes."""
    name = path.name
    if name.startswith("~$"):
        sentence = _("“{name}” only marks that Excel has “{list}” open. Choose “{list}” itself.")
        raise Refused(sentence.format(name=name, list=name[2:]))
    try:
        if path.is_dir():
            raise Refused(_("“{name}” is a folder. Choose a file in it.").format(name=name))
        if path.stat().st_size > LARGEST_FILE:
            sentence = _("“{name}” is larger than {size} MB. Divide it into several files.")
            raise Refused(sentence.format(name=name, size=f"{LARGEST_FILE >> 20:,}"))
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused(_("“{name}” is not there: {path}").format(name=name, path=path)) from None
    except PermissionError:
        raise _held(path) from None
    except OSError as fault:
        sentence = _("“{name}” cannot be read ({reason}). Copy it to this computer and choose the copy.")
        raise Trouble(sentence.format(name=name, reason=reason(fault))) from fault


def _held(path: Path) -> Trouble:
    """Why a file cannot be opened, and by whom it is held where that is known."""
    if holder := holder_of(path):
        sentence = _("“{name}” cannot be opened: {person} has it open. Close it there, or copy it and choose the copy.")
        return Trouble(sentence.format(name=path.name, person=holder))
    sentence = _(
        "“{name}” cannot be opened: another program holds it, or you may not read it. Close it there or copy it."
    )
    return Trouble(sentence.format(name=path.name))


def _decrypted(data: bytes, name: str, password: str | None) -> bytes:
    """A protected workbook opened with its password, where the library for that is there."""
    if password is None:
        raise needs_password(name)
    try:
        import msoffcrypto  # type: ignore[import-untyped]
        from msoffcrypto.exceptions import DecryptionError, InvalidKeyError  # type: ignore[import-untyped]
    except ImportError:
        raise needs_password(name) from None
    opened = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not file.is_encrypted():
            return data
        file.load_key(password=password)
        file.decrypt(opened)
    except (InvalidKeyError, DecryptionError) as fault:
        raise Refused(_("The password of “{name}” is not right.").format(name=name), field="password") from fault
    except Exception as fault:
        raise damaged(name) from fault
    return opened.getvalue()
