"""A letter as the mail programs take it: a mailto: address, or a draft in an .eml file."""

from __future__ import annotations

import html
import mimetypes
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final
from urllib.parse import quote

from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.values.filenames import plain_name, shown_size

LONGEST: Final = {"win32": 2_000, "darwin": 8_000}
"""Characters of a mailto: address that a system hands over whole."""
LONGEST_ELSEWHERE: Final = 32_000
LARGEST: Final = 25_000_000
"""Bytes of all attachments together; hardly a mail server takes more."""


@dataclass(frozen=True)
class Enclosed:
    """A file that goes along."""

    name: str
    data: bytes


def mailto(to: Sequence[str], subject: str, text: str) -> str:
    """The letter as an address that opens a new mail in the system's program; it carries no files."""
    given = (("subject", subject), ("body", _lines(text)))
    asked = [f"{name}={quote(value, safe='')}" for name, value in given if value]
    return "mailto:" + ",".join(quote(one, safe="@") for one in to) + ("?" + "&".join(asked) if asked else "")


def fits(address: str, system: str = sys.platform) -> bool:
    """Whether the system hands a mailto: address over whole."""
    return len(address) <= LONGEST.get(system, LONGEST_ELSEWHERE)


def eml(
    to: Sequence[tuple[str, str]], subject: str, text: str, enclosed: Sequence[Enclosed] = (), sender: str = ""
) -> bytes:
    """The letter as a draft: X-Unsent, plain text and HTML, the files. `to` are (name, address)."""
    size = sum(len(one.data) for one in enclosed)
    if size > LARGEST:
        raise Refused(
            _("The files together have {size}; a mail takes {most}. Leave some out, or send a link to them.").format(
                size=shown_size(size), most=shown_size(LARGEST)
            )
        )
    made = EmailMessage(policy=SMTP)
    made["X-Unsent"] = "1"
    if sender:
        made["From"] = _address("", sender)
    if to:
        made["To"] = [_address(name, address) for name, address in to]
    made["Subject"] = " ".join(subject.split())
    made.set_content(text.rstrip() + "\n", cte="base64" if not text.isascii() else None)
    made.add_alternative(_html(text), subtype="html", cte="base64" if not text.isascii() else None)
    for one in enclosed:
        main, _slash, sub = (mimetypes.guess_type(one.name)[0] or "application/octet-stream").partition("/")
        if main in ("text", "message", "multipart"):
            main, sub = "application", "octet-stream"  # byte for byte, whatever its coding
        made.add_attachment(one.data, maintype=main, subtype=sub, filename=one.name)
    return made.as_bytes()


def file_name(name: str, subject: str) -> str:
    """What the draft is called as a file."""
    return (plain_name(" - ".join(filter(None, (name[:60], subject[:60])))) or "mail") + ".eml"


def _address(name: str, address: str) -> Address:
    try:
        return Address(display_name=" ".join(name.split()), addr_spec=address.strip())
    except (ValueError, MessageError, IndexError) as error:
        raise Refused(_("“{text}” is no mail address. Correct it first.").format(text=address[:80])) from error


def _html(text: str) -> str:
    parts = "".join(
        f"<p>{html.escape(part).strip().replace(chr(10), '<br>')}</p>\n" for part in text.split("\n\n") if part.strip()
    )
    style = "font-family: sans-serif; font-size: 11pt"
    head = '<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head>'
    return f'{head}\n<body style="{style}">\n{parts}</body></html>\n'


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")
