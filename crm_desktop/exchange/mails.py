"""Saved mails (.eml): from whom, to whom, when, about what; and whose they are by their addresses."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children
from crm_desktop.exchange.details import derived_key
from crm_desktop.store.row import quoted
from crm_desktop.values.text import fold

_HEADERS: Final = ("to", "cc", "bcc")


@dataclass(frozen=True)
class Mail:
    """What a saved mail says of itself; addresses without names."""

    subject: str
    sender: str
    receivers: tuple[str, ...]
    at: datetime | None
    """By this computer's clock, without zone."""
    text: str


def read_mail(data: bytes) -> Mail:
    """Read a mail as broken as it may be; what cannot be read is blank."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return Mail(
        _header(message, "subject"),
        next(iter(_addresses(message, "from")), ""),
        tuple(dict.fromkeys(address for name in _HEADERS for address in _addresses(message, name))),
        _moment(message),
        _body(message),
    )


def owners(company: Company, mail: Mail) -> list[tuple[str, int]]:
    """The records whose address is in a mail: the sender's first, people before companies."""
    found: dict[tuple[str, int], None] = {}
    kinds = sorted(company.entities, key=lambda entity: not entity.person)
    for address in filter(None, (mail.sender, *mail.receivers)):
        for entity in kinds:
            for children in entity.children:
                found |= dict.fromkeys((entity.name, row) for row in _with_address(company, children, address))
    return list(found)


def _with_address(company: Company, children: Children, address: str) -> list[int]:
    """The records that have this mail address among their child rows."""
    slot = next((slot for slot in children.slots if slot.content == "email"), None)
    key = derived_key(children)
    if slot is None or key is None:
        return []
    where = "".join(f" AND {quoted(name)} = ?" for name in slot.where)
    rows = company.execute(
        f"SELECT DISTINCT {quoted(children.link)} FROM {quoted(children.model.table())}"
        f" WHERE {quoted(key.column_name)} = ?{where} AND {quoted(children.link)} IS NOT NULL",
        (fold(address), *slot.where.values()),
    )
    return [row for (row,) in rows]


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except Exception:
        # The standard library raises nearly anything on a header that breaks the rules.
        return ""


def _addresses(message: EmailMessage, name: str) -> list[str]:
    try:
        given = [str(value) for value in message.get_all(name) or ()]
    except Exception:
        return []
    return [address for _name, address in getaddresses(given) if "@" in address]


def _moment(message: EmailMessage) -> datetime | None:
    try:
        found = parsedate_to_datetime(_header(message, "date"))
        return found.astimezone().replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _body(message: EmailMessage) -> str:
    from crm_desktop.exchange.filetext import text_of_html

    try:
        part = message.get_body(("plain", "html"))
        if part is None:
            return ""
        text = str(part.get_content())
        return (text_of_html(text) if part.get_content_type() == "text/html" else text).strip()
    except (LookupError, ValueError, KeyError, AttributeError, AssertionError):
        return ""
