"""What kind of file it is, told by its first bytes and parts; a name's ending proves nothing."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib

from crm_desktop.errors import Refused
from crm_desktop.i18n import N_, _

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")

_SIGNATURES = (
    (b"%PDF", N_("a PDF document")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"II*\x00", N_("a picture")),
    (b"MM\x00*", N_("a picture")),
    (b"RIFF", N_("a picture, a sound or a film")),
    (b"ID3", N_("a sound or a film")),
    (b"\x00\x00\x00\x18ftyp", N_("a sound or a film")),
    (b"\x00\x00\x00\x20ftyp", N_("a sound or a film")),
    (b"Rar!", N_("an archive (unpack it first and choose the list inside)")),
    (b"7z\xbc\xaf", N_("an archive (unpack it first and choose the list inside)")),
    (b"\x1f\x8b", N_("an archive (unpack it first and choose the list inside)")),
    (b"SQLite format 3", N_("a database")),
    (b"{\\rtf", N_("a letter (RTF)")),
    (b"MZ", N_("a program")),
    (b"\x7fELF", N_("a program")),
)
_TEXTS = (
    (r"BEGIN:V(?:CALENDAR|EVENT|TODO|JOURNAL|FREEBUSY|ALARM|TIMEZONE)", N_("a calendar")),
    (r"OFXHEADER:|<OFX>", N_("a bank statement in OFX form (ask the bank for CSV or Excel)")),
    # A mail begins with lines such as "From: …", in any order; within them stands one that no list has.
    (
        r"(?:[A-Z][A-Za-z-]*: ?\S?[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?(?:MIME-Version|Received|Return-Path|Message-ID):",
        N_("an e-mail or a web archive (open it and save it as a workbook)"),
    ),
    (r"-----BEGIN ", N_("a key or a certificate")),
)
_OFFICE = (
    ("word/document.xml", N_("a Word document")),
    ("ppt/presentation.xml", N_("a presentation")),
    ("index/document.iwa", N_("a document of Apple Numbers or Pages (export it for Excel)")),
    ("index.zip", N_("a document of Apple Numbers or Pages (export it for Excel)")),
    ("classes.dex", N_("a program")),
)

_PAGE = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|meta|table|body|style|div)\b",
    re.IGNORECASE | re.DOTALL,
)
LARGEST_PARTS = 2 << 30
"""Bytes a workbook may unpack to."""
_SUSPICIOUS_SIZE = 100 << 20
_SUSPICIOUS_RATIO = 200


def recognise(data: bytes, name: str) -> str:
    """The kind of a file: xlsx, xls, xlsb, ods, encrypted, html, xml, vcf or csv; anything else is refused by name."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Refused(_("“{name}” is empty.").format(name=name))
    if data.startswith(_OLE2):
        return _compound(data, name)
    if data.startswith(b"PK"):
        return _zipped(data, name)
    if (data.startswith(_OLD_EXCEL) and data[:2] == b"\x09\x08") or data.startswith(_OLD_EXCEL[:3]):
        return "xls"
    for magic, what in _SIGNATURES:
        if data.startswith(magic) and _looks_binary(data, magic):
            raise _no_list(name, what)
    return _text_kind(data, name)


def _looks_binary(data: bytes, magic: bytes) -> bool:
    """A text may begin with letters that are also a signature ("MZ", "RIFF", "ID3")."""
    return not magic.isalnum() or any(byte < 9 for byte in data[:512])


def _compound(data: bytes, name: str) -> str:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return "encrypted"
    if holds("Workbook") or holds("Book"):
        return "xls"
    if holds("WordDocument"):
        raise _no_list(name, N_("a Word document"))
    if holds("PowerPoint Document"):
        raise _no_list(name, N_("a presentation"))
    if holds("__substg1.0_") or holds("__properties_version1.0"):
        raise _no_list(name, N_("an e-mail of Outlook"))
    raise damaged(name)


def _zipped(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_bombs(archive, name)
            return _package(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as fault:
        raise damaged(name) from fault


def _package(archive: zipfile.ZipFile, name: str) -> str:
    parts = {part.lower(): part for part in archive.namelist()}
    if any(part.endswith("workbook.bin") for part in parts):
        return "xlsb"
    if any(part.endswith("workbook.xml") for part in parts):
        return "xlsx"
    if _mentions(archive, parts, "[content_types].xml", b"spreadsheetml"):
        return "xlsx"
    if any(
        _mentions(archive, parts, part, b"opendocument.spreadsheet") for part in ("mimetype", "meta-inf/manifest.xml")
    ):
        return "ods"
    for part, what in _OFFICE:
        if part in parts:
            raise _no_list(name, what)
    if "mimetype" in parts or "content.xml" in parts:
        raise _no_list(name, N_("a document, not a spreadsheet"))
    raise _no_list(name, N_("an archive (unpack it first and choose the list inside)"))


def _mentions(archive: zipfile.ZipFile, parts: dict[str, str], part: str, words: bytes) -> bool:
    return part in parts and words in archive.read(parts[part])


def _refuse_bombs(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse what unpacks to far more than it is, and declarations of entities, before any parser sees them."""
    size = sum(part.file_size for part in archive.infolist())
    packed = sum(part.compress_size for part in archive.infolist()) or 1
    if size > LARGEST_PARTS or (size > _SUSPICIOUS_SIZE and size / packed > _SUSPICIOUS_RATIO):
        sentence = _("“{name}” would unpack to {size} MB and is refused for safety. Save it anew in Excel.")
        raise Refused(sentence.format(name=name, size=f"{size >> 20:,}"))
    for part in archive.infolist():
        if part.filename.lower().endswith((".xml", ".rels")):
            with archive.open(part) as file:
                head = file.read(8192)
            if re.search(rb"<!(?:DOCTYPE|ENTITY)", head.replace(b"\x00", b""), re.IGNORECASE):
                raise unsafe(name)


def _text_kind(data: bytes, name: str) -> str:
    head = opening(data)
    if re.match(r"begin:vcard\b", head, re.IGNORECASE):
        return "vcf"
    if _PAGE.match(head):
        return "html"
    if re.match(r"<\?xml|<[A-Za-z]+:?\w* xmlns", head):
        if "urn:schemas-microsoft-com:office:spreadsheet" in head:
            return "xml"
        raise _no_list(name, N_("an XML file"))
    for pattern, what in _TEXTS:
        if re.match(pattern, head):
            raise _no_list(name, what)
    if head[:1] in ("{", "[") and _is_json(data):
        raise _no_list(name, N_("a JSON file"))
    if _is_binary(data):
        raise _no_list(name, N_("no text and no workbook"))
    return "csv"


def opening(data: bytes) -> str:
    """The first characters of a text file, enough to know its kind, without BOM and blanks."""
    for bom, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if data.startswith(bom):
            return data[len(bom) : 6000].decode(encoding, "ignore").lstrip()
    if data[1:2] == b"\x00" or data[:1] == b"\x00":
        return data[:6000].decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", "ignore").lstrip()
    return data[:6000].decode("latin-1").lstrip()


def _is_json(data: bytes) -> bool:
    if len(data) > 20 << 20:
        return data.rstrip().endswith((b"}", b"]"))
    try:
        return isinstance(json.loads(data), (dict, list))
    except (ValueError, RecursionError):
        return False


def _is_binary(data: bytes) -> bool:
    """Control characters that no text holds; UTF-16 without a mark is text."""
    sample = data[:65536]
    controls = len(sample) - len(sample.translate(None, bytes((*range(1, 9), *range(14, 26), 28, 29, 30, 31, 127))))
    if controls > len(sample) * 0.01:
        nuls = sample.count(0)
        return not (nuls > len(sample) * 0.02 and max(sample[::2].count(0), sample[1::2].count(0)) > nuls * 0.95)
    nuls = sample.count(0)
    return nuls > len(sample) * 0.3 and max(sample[::2].count(0), sample[1::2].count(0)) < nuls * 0.95


def damaged(name: str) -> Refused:
    """The refusal of a workbook that cannot be opened."""
    sentence = _("“{name}” is damaged or only half there. Fetch it again, or open it in Excel and save it anew.")
    return Refused(sentence.format(name=name))


def unsafe(name: str) -> Refused:
    """The refusal of a workbook whose XML declares entities, which can grow without end."""
    sentence = _("“{name}” holds declarations that no workbook needs and is refused for safety. Save it anew in Excel.")
    return Refused(sentence.format(name=name))


def _no_list(name: str, what: str) -> Refused:
    sentence = _("“{name}” is {what}. A list is read from an Excel workbook, a CSV or text file, or a vCard file.")
    return Refused(sentence.format(name=name, what=_(what)))
