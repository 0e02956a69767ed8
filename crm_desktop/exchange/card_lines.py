"""The lines of vCards: folding, quoted-printable, character sets, parameters and escapes.

Written by hand because a list from a phone mixes versions and faults within one file, and a library that reads whole
files gives up all cards for one.
"""

from __future__ import annotations

import binascii
import codecs
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from crm_desktop.errors import Refused
from crm_desktop.exchange.decoding import ENCODINGS, decode, named

_BEGIN: Final = re.compile(rb"^[ \t]*BEGIN:[ \t]*VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_END: Final = re.compile(rb"^[ \t]*(?:[\w-]+\.)?END:[ \t]*VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)
_HEAD: Final = re.compile(rb"\s*(?:([\w-]+)\.)?([A-Za-z][\w-]*)((?:;(?:\"[^\"]*\"|[^:;\"])*)*):", re.DOTALL)
_PARAMETER: Final = re.compile(r";((?:\"[^\"]*\"|[^;\"])*)")
_QUOTED_PRINTABLE: Final = re.compile(rb"[;=:]QUOTED-PRINTABLE\b[^:]*:", re.IGNORECASE)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_BARE_ENCODINGS: Final = frozenset(("quoted-printable", "base64", "b", "8bit", "7bit"))


@dataclass
class Property:
    """One line of a card: TEL;TYPE=work:… with its group (item1.TEL)."""

    name: str
    value: str
    types: set[str] = field(default_factory=set)
    parameters: dict[str, str] = field(default_factory=dict)
    group: str = ""
    binary: bool = False

    def parts(self) -> list[str]:
        """The value cut at its semicolons, escapes resolved."""
        return [unescaped(part) for part in split_at(self.value, ";")]

    @property
    def text(self) -> str:
        """The whole value, escapes resolved."""
        return unescaped(self.value).strip()


def cards(data: bytes) -> Iterator[tuple[list[bytes], bool]]:
    """The unfolded lines of each card, and whether the card was closed before the next began or the file ended."""
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removeprefix(codecs.BOM_UTF8)
    begins = [match.end() for match in _BEGIN.finditer(data)]
    starts = [match.start() for match in _BEGIN.finditer(data)]
    for at, begin in enumerate(begins):
        limit = starts[at + 1] if at + 1 < len(starts) else len(data)
        end = _END.search(data, begin, limit)
        yield _unfolded(data[begin : end.start() if end else limit]), bool(end)


def _unfolded(card: bytes) -> list[bytes]:
    """Lines put together again: a blank at the start continues, "=" at the end of a quoted-printable one too."""
    lines: list[bytes] = []
    soft = False
    for line in card.split(b"\n"):
        if soft:
            lines[-1] = lines[-1][:-1] + (line.lstrip() if line.startswith((b" ", b"\t")) else line)
        elif line[:1] in (b" ", b"\t") and lines:
            lines[-1] += line[1:]
        elif line.strip():
            lines.append(line)
        else:
            continue
        lines[-1] = lines[-1].rstrip(b" \t") if lines[-1].endswith((b"= ", b"=\t")) else lines[-1]
        soft = lines[-1].endswith(b"=") and bool(_QUOTED_PRINTABLE.search(lines[-1]))
    return lines


def properties(lines: list[bytes], encoding: str) -> Iterator[Property]:
    """The properties of a card; text that is no property is the rest of the value before it."""
    last: Property | None = None
    for line in lines:
        head = _HEAD.match(line)
        if head is None:
            if last is not None and not last.binary:
                last.value += "\n" + _text(line, None, encoding)
            continue
        if last is not None:
            yield last
        last = _property(head, line[head.end() :], encoding)
    if last is not None:
        yield last


def _property(head: re.Match[bytes], value: bytes, encoding: str) -> Property:
    group, name, rest = head.group(1) or b"", head.group(2).decode("ascii"), head.group(3).decode("utf-8", "replace")
    found = Property(name.upper(), "", group=group.decode("ascii", "replace").lower())
    for parameter in _PARAMETER.findall(rest):
        key, given, setting = parameter.partition("=")
        key, setting = key.strip().upper(), setting.strip().strip('"')
        if not given:
            key, setting = ("ENCODING" if key.lower() in _BARE_ENCODINGS else "TYPE"), key
        if key == "TYPE":
            found.types.update(part.strip().lower() for part in setting.replace('"', "").split(",") if part.strip())
        else:
            found.parameters[key] = setting
    coding = found.parameters.get("ENCODING", "").lower()
    if coding in ("base64", "b") or (found.name in ("PHOTO", "LOGO", "SOUND", "KEY") and len(value) > 400):
        found.binary = True
        return found
    if coding == "quoted-printable":
        try:
            value = quopri.decodestring(value)
        except (ValueError, binascii.Error):
            value = value.replace(b"=", b"")
    found.value = _text(value, found.parameters.get("CHARSET"), encoding)
    return found


def _text(value: bytes, charset: str | None, encoding: str) -> str:
    """A value in its own character set, else the file's; where that fails, whichever fits."""
    for name in (charset, encoding):
        if name:
            try:
                return value.decode(ENCODINGS.get(named(name), name))
            except (UnicodeDecodeError, LookupError, Refused):
                continue
    return decode(value)[0]


def split_at(value: str, mark: str) -> list[str]:
    """A value cut at a mark that no backslash stands before."""
    found, start = [], 0
    for sign in re.finditer(rf"\\.|{re.escape(mark)}", value, re.DOTALL):
        if sign.group() == mark:  # and not the second of two signs, as in \\;
            found.append(value[start : sign.start()])
            start = sign.end()
    return [*found, value[start:]]


def unescaped(value: str) -> str:
    r"""A value without backslashes: \n is a new line, \, a comma."""
    value = _ESCAPE.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), value)
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()
