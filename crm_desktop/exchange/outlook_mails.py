"""Mails as Outlook saves them (.msg): the same of them as of an .eml, read from the properties they are kept in."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from crm_desktop.errors import Refused
from crm_desktop.exchange.mails import Mail, read_mail
from crm_desktop.i18n import _

# The numbers of [MS-OXPROPS] that say something of a mail.
_SUBJECT, _BODY, _HTML, _HEADERS = "0037", "1000", "1013", "007D"
_SENDER: Final = ("5D01", "0C1F", "5D02", "0065")
"""The sender's address as SMTP has it, and as the sender's own system has it."""
_RECEIVER: Final = ("39FE", "3003")
_SENT, _DELIVERED = 0x0039, 0x0E06
_MOMENT, _UNICODE, _EIGHT_BIT, _BYTES = 0x0040, "001F", "001E", "0102"
_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)
_TOP: Final = 32
"""Bytes before the first property of a mail."""


def read_outlook(data: bytes) -> Mail:
    """Read a mail saved by Outlook; what cannot be read is blank. Refused for what is no such mail."""
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            if not file.exists("__properties_version1.0"):
                raise Refused(_("This is no mail of Outlook."))
            return _mail(file)
    except (OSError, ValueError, IndexError, struct.error, RecursionError) as error:
        raise Refused(_("This mail of Outlook is damaged or only half there.")) from error


def _mail(file: Any) -> Mail:
    from crm_desktop.exchange.filetext import text_of_html

    headers = read_mail(_text(file, "", _HEADERS).encode("utf-8", "replace"))
    sender = next(_addresses(file, "", _SENDER), headers.sender)
    parts = sorted({entry[0] for entry in file.listdir() if entry[0].startswith("__recip_version1.0_")})
    receivers = [
        address for part in parts for address in [next(_addresses(file, f"{part}/", _RECEIVER), "")] if address
    ]
    text = _text(file, "", _BODY) or text_of_html(_text(file, "", _HTML))
    subject = " ".join(_text(file, "", _SUBJECT).split()) or headers.subject
    return Mail(
        subject, sender, tuple(dict.fromkeys(receivers or headers.receivers)), _at(file) or headers.at, text.strip()
    )


def _text(file: Any, inside: str, number: str) -> str:
    """A property that is a text, however it is kept; "" where there is none."""
    for kind in (_UNICODE, _EIGHT_BIT, _BYTES):
        name = f"{inside}__substg1.0_{number}{kind}"
        if file.exists(name):
            data: bytes = file.openstream(name).read()
            if kind == _UNICODE:
                return data.decode("utf-16-le", "replace").rstrip("\0")
            from crm_desktop.exchange.decoding import decode

            return decode(data.rstrip(b"\0"))[0]
    return ""


def _addresses(file: Any, inside: str, numbers: tuple[str, ...]) -> Iterator[str]:
    """Those of some properties that are addresses of mail."""
    for number in numbers:
        found = _text(file, inside, number).strip()
        if "@" in found and " " not in found:
            yield found


def _at(file: Any) -> datetime | None:
    """When it was sent, or else came, by this computer's clock."""
    data: bytes = file.openstream("__properties_version1.0").read()
    found: dict[int, datetime] = {}
    for place in range(_TOP, len(data) - 15, 16):
        kind, number, _flags, value = struct.unpack_from("<HHIQ", data, place)
        if kind == _MOMENT and number in (_SENT, _DELIVERED) and value:
            with suppress(OverflowError, OSError, ValueError):
                found[number] = (
                    (_EPOCH + timedelta(microseconds=value // 10)).astimezone().replace(tzinfo=None, microsecond=0)
                )
    return found.get(_SENT) or found.get(_DELIVERED)
