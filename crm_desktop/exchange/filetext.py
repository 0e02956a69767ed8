"""The text in a file, by which it is found again: mails, Word and Excel files, PDF where it holds text, plain text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from crm_desktop.exchange.decoding import decode

if TYPE_CHECKING:
    from crm_desktop.exchange.mails import Mail

LONGEST: Final = 20_000
"""Characters kept of one file; more would make the search of everything slow."""
_LARGEST: Final = 50 << 20
"""Bytes of the largest file, or of what a packed one unpacks to, that is looked into."""
_PLAIN: Final = frozenset({".txt", ".md", ".csv", ".tsv", ".log", ".json", ".vcf", ".ics", ".ini"})
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLANKS: Final = re.compile(r"[^\S\n]+")


def text_of_file(path: Path) -> str:
    """What a file says, at most LONGEST characters; "" where nothing can be read. A broken file is no fault here."""
    reader = _READERS.get(path.suffix.lower())
    try:
        if reader is None or path.stat().st_size > _LARGEST:
            return ""
        text = reader(path)
    except Exception:
        # Any reader may stumble over any file; the file itself is kept all the same.
        return ""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.replace("\0", "").split("\n"))
    return "\n".join(line for line in lines if line)[:LONGEST]


def _plain(path: Path) -> str:
    return decode(path.read_bytes()[: LONGEST * 4])[0]


def _html(path: Path) -> str:
    return text_of_html(_plain(path))


def _mail(path: Path) -> str:
    from crm_desktop.exchange.mails import read_mail

    return _words_of(read_mail(path.read_bytes()))


def _outlook(path: Path) -> str:
    from crm_desktop.exchange.outlook_mails import read_outlook

    return _words_of(read_outlook(path.read_bytes()))


def _words_of(mail: Mail) -> str:
    return "\n".join(filter(None, (mail.subject, mail.sender, *mail.receivers, mail.text)))


def _docx(path: Path) -> str:
    """The paragraphs of a Word file, tables among them."""
    with zipfile.ZipFile(path) as packed:
        data = _member(packed, "word/document.xml")
    root = ElementTree.fromstring(data)
    lines = []
    for paragraph in root.iter(f"{_WORD}p"):
        parts = []
        for part in paragraph.iter():
            if part.tag == f"{_WORD}t":
                parts.append(part.text or "")
            elif part.tag in (f"{_WORD}tab", f"{_WORD}br"):
                parts.append(" ")
        lines.append("".join(parts))
    return "\n".join(lines)


def _sheets(path: Path) -> str:
    from crm_desktop.exchange.reading import read

    lines: list[str] = []
    length = 0
    for table in read(path).tables:
        rows: list[Sequence[object]] = [table.headings, *table.body]
        for row in rows:
            line = " ".join(str(cell) for cell in row if cell not in (None, ""))
            lines.append(line)
            length += len(line)
            if length > LONGEST:
                return "\n".join(lines)
    return "\n".join(lines)


def _pdf(path: Path) -> str:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    lines: list[str] = []
    for page in PdfReader(path).pages[:50]:
        lines.append(page.extract_text())
        if sum(map(len, lines)) > LONGEST:
            break
    return "\n".join(lines)


def _member(packed: zipfile.ZipFile, name: str) -> bytes:
    """One packed part, refused where it is a bomb or brings definitions of its own."""
    if packed.getinfo(name).file_size > _LARGEST:
        raise ValueError(name)
    data = packed.read(name)
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise ValueError(name)
    return data


class _Text(HTMLParser):
    """What a page says, without scripts and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._mute = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._mute += tag in ("script", "style")
        if tag in ("p", "br", "div", "tr", "li", "h1", "h2", "h3"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._mute -= tag in ("script", "style") and self._mute > 0

    def handle_data(self, data: str) -> None:
        if not self._mute:
            self.parts.append(data)


def text_of_html(page: str) -> str:
    """The words of a page."""
    parser = _Text()
    parser.feed(page)
    return "".join(parser.parts)


_READERS: Final[dict[str, Callable[[Path], str]]] = {
    **dict.fromkeys(_PLAIN, _plain),
    **dict.fromkeys((".html", ".htm"), _html),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".ods"), _sheets),
    ".eml": _mail,
    ".msg": _outlook,
    ".docx": _docx,
    ".pdf": _pdf,
}
