"""Small list files for the tests of reading, written the way other programs write them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from crm_desktop.exchange.reading import read
from crm_desktop.exchange.tables import Table

HEADINGS = ["客户名称", "联系人", "手机", "日期"]
CUSTOMERS = [
    ["上海明远贸易有限公司", "张三", "13800138000", "2024-03-05"],
    ["苏州恒达机电有限公司", "欧阳娜娜", "13912345678", "2024-03-06"],
    ["宁波海川包装厂", "李四", "13700001111", "2024-03-07"],
]


def only(path: Path, **options: Any) -> Table:
    """The one table of a file."""
    tables = read(path, **options).tables
    assert len(tables) == 1
    return tables[0]


def written(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def csv_text(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    """Rows as plain text, one a line."""
    return "".join(delimiter.join(row) + "\r\n" for row in rows)


def workbook(
    folder: Path, rows: Sequence[Sequence[Any]], name: str = "list.xlsx", **sheets: Sequence[Sequence[Any]]
) -> Path:
    """A workbook with these rows on its first sheet, and more sheets by name."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(list(row))
    path = folder / name
    book.save(path)
    return path


def ods(folder: Path, rows: list[list[str]], name: str = "list.ods") -> Path:
    """A workbook of LibreOffice."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{urn}:office:1.0" xmlns:table="{urn}:table:1.0" '
        f'xmlns:text="{urn}:text:1.0"><office:body><office:spreadsheet><table:table table:name="客户">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{urn}:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def changed_part(path: Path, part: str, change: Callable[[bytes], bytes], name: str = "changed.xlsx") -> Path:
    """A copy of a workbook with one part of its package changed."""
    copy = path.with_name(name)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item.filename, change(content) if re.search(part, item.filename) else content)
    return copy
