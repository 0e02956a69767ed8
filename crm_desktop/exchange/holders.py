"""Who has a workbook open: Excel, WPS and LibreOffice lay a small file beside it that says so."""

from __future__ import annotations

from pathlib import Path

_EXCEL_NAME, _EXCEL_WIDE = 54, 56
"""Where such a file of Excel ends its name in narrow letters, and begins it in wide ones."""


def holder_of(path: Path) -> str:
    """The name of the person who has the file open, as their program wrote it down; "" where nothing tells."""
    return _by_excel(path.with_name(f"~${path.name}")) or _by_libreoffice(path.with_name(f".~lock.{path.name}#"))


def _by_excel(mark: Path) -> str:
    content = _content(mark)
    if len(content) < _EXCEL_WIDE:
        return ""
    length = int.from_bytes(content[_EXCEL_NAME:_EXCEL_WIDE], "little")
    return content[_EXCEL_WIDE : _EXCEL_WIDE + 2 * min(length, 52)].decode("utf-16-le", "ignore").strip("\0 ")


def _by_libreoffice(mark: Path) -> str:
    words = _content(mark).decode("utf-8", "ignore").split(",")
    return next((word.strip() for word in words[:2] if word.strip()), "") if len(words) > 3 else ""


def _content(mark: Path) -> bytes:
    try:
        return mark.read_bytes()[:1024]
    except OSError:
        return b""
