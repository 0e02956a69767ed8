"""Hanging files on records with the text by which they are found again; filing a saved mail to whom it is from."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from crm_desktop.entity import attachments, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.happenings import note_kind
from crm_desktop.errors import Refused, Trouble, reason
from crm_desktop.exchange.filetext import text_of_file
from crm_desktop.exchange.mails import Mail, read_mail
from crm_desktop.exchange.outlook_mails import read_outlook
from crm_desktop.i18n import _
from crm_desktop.store.blobs import Asked, Progress

MAILS = (".eml", ".msg")
"""How the names of saved mails end."""
_OUTLOOK = ".msg"
_LARGEST_MAIL = 100 << 20
_LONGEST_NOTE = 5000


def keep_file(
    company: Company,
    entity: Entity,
    row: int,
    path: Path,
    *,
    now: datetime,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> int:
    """Hang a file on a record; a saved mail is filed there, with what it says. Returns the attachment's id."""
    if path.suffix.lower() in MAILS:
        try:
            return file_mail(company, entity, row, path, mail_of(path), now=now)
        except Refused:  # what cannot be read as a mail is a file all the same
            pass
    return attach_file(company, entity, row, path, now=now, progress=progress, cancelled=cancelled)


def mail_of(path: Path) -> Mail:
    """The mail that a file holds."""
    try:
        if path.stat().st_size > _LARGEST_MAIL:
            raise Refused(_("“{name}” is too large for a mail. Attach it to a record instead.").format(name=path.name))
        data = path.read_bytes()
        return read_outlook(data) if path.suffix.lower() == _OUTLOOK else read_mail(data)
    except OSError as error:
        said = _("“{name}” cannot be read: {reason}.").format(name=path.name, reason=reason(error))
        raise Trouble(said) from error


def attach_file(
    company: Company,
    entity: Entity,
    row: int,
    path: Path,
    *,
    now: datetime,
    progress: Progress | None = None,
    cancelled: Asked | None = None,
) -> int:
    """Hang a file on a record, found again by its name and its text; returns the attachment's id."""
    text = text_of_file(path)
    return attachments.attach(company, entity, row, path, text=text, now=now, progress=progress, cancelled=cancelled)


def take_back_file(company: Company, attachment: int, path: Path) -> bool:
    """Take an attachment back that another program has changed, with its text; False where it is the same."""
    return attachments.take_back(company, attachment, path, text=text_of_file(path))


def file_mail(company: Company, entity: Entity, row: int, path: Path, mail: Mail, *, now: datetime) -> int:
    """Keep a saved mail with a record: the file, and a note of the day it was sent; returns the attachment's id."""
    title = _("File the mail “{subject}” to {title}").format(
        subject=mail.subject[:80] or path.name, title=company.title(entity, row)
    )
    with company.journal.entry(title):
        made = attach_file(company, entity, row, path, now=mail.at or now)
        kind = note_kind(company)
        if kind is not None:
            said = "\n".join(filter(None, (mail.subject, mail.text[:_LONGEST_NOTE]))) or path.name
            at = (mail.at or now).isoformat(timespec="seconds")
            about = {"kind": entity.name, "row": row}
            there = company.execute(
                f"SELECT 1 FROM {kind.name} WHERE kind = ? AND row = ? AND at = ? AND type = 'mail'",
                (entity.name, row, at),
            ).fetchone()
            if there is None:
                records.save(company, kind, {kind.title: said, "type": "mail", "at": at, **about})
    return made
