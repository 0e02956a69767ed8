"""What stays of a letter that was handed over: a line on the timeline with its text and its files, as one change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crm_desktop.entity import attachments, records
from crm_desktop.errors import Trouble, reason
from crm_desktop.i18n import N_, _, listed
from crm_desktop.letters.drafts import Enclosed

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company
    from crm_desktop.letters.recipients import Recipient

_TITLES: Final = {
    "mail": N_("Mail to {name}: {subject}"),
    "message": N_("Message to {name}: {subject}"),
    "fax": N_("Fax to {name}: {subject}"),
}
_NAMED: Final = 5


@dataclass(frozen=True)
class Sent:
    """A letter that went out of the program's hands. `files` are attachments of the company, or files on the disk."""

    way: str
    """The type of the note: "mail", "message" or "fax"."""
    to: tuple[Recipient, ...]
    subject: str
    text: str
    more_addresses: tuple[str, ...] = ()
    files: tuple[int | Path, ...] = ()
    documents: tuple[Enclosed, ...] = field(default=())
    """What was made for it: the sheet of a fax."""


def enclosed(company: Company, files: Sequence[int | Path]) -> list[Enclosed]:
    """The contents of what goes along."""
    return [Enclosed(*attachments.content(company, one)) if isinstance(one, int) else _from_disk(one) for one in files]


def log(company: Company, kind: str, row: int, sent: Sent, *, now: datetime) -> int:
    """Write down what was handed over about a record; returns the note's id."""
    about = about_of(company, kind, row, sent.to)
    names = _names(sent.to, sent.more_addresses)
    title = _(_TITLES[sent.way]).format(name=names, subject=sent.subject[:80] or sent.text[:40].replace("\n", " "))
    note = company.entity("note")
    with company.journal.entry(title):
        made = records.save(
            company,
            note,
            {
                "text": said(sent.subject, sent.text, sent.to, sent.more_addresses, _file_names(company, sent)),
                "type": sent.way,
                "at": now.isoformat(timespec="seconds"),
                "kind": about[0],
                "row": about[1],
            },
        )
        for one in sent.files:
            if isinstance(one, int):
                attachments.attach_again(company, one, note, made, now=now)
            else:
                attachments.attach(company, note, made, one, now=now)
        for paper in sent.documents:
            attachments.attach_bytes(company, note, made, paper.name, paper.data, text=sent.text, now=now)
    return made


def about_of(company: Company, kind: str, row: int, to: Sequence[Recipient]) -> tuple[str, int]:
    """Where a letter is written down: at the one person it went to (the customer shows it too), else at the record."""
    people = {one.person for one in to}
    if kind == "customer" and len(people) == 1 and (person := next(iter(people))) is not None:
        return "contact", person
    return kind, row


def said(subject: str, text: str, to: Sequence[Recipient], more: Sequence[str] = (), files: Sequence[str] = ()) -> str:
    """The text of the note: subject, to whom, the files, the letter."""
    head = [subject, _("To: {names}").format(names=_names(to, more, addresses=True))]
    if files:
        head.append(_("Files: {names}").format(names=listed(files)))
    return "\n".join(filter(None, head)) + "\n\n" + text.strip()


def _file_names(company: Company, sent: Sent) -> list[str]:
    names = [attachments.name_of(company, one) if isinstance(one, int) else one.name for one in sent.files]
    return [*names, *(one.name for one in sent.documents)]


def _names(to: Sequence[Recipient], more: Sequence[str], *, addresses: bool = False) -> str:
    each = [f"{one.name} <{one.address}>" if addresses and one.address else one.name for one in to]
    each += more
    return listed(each[:_NAMED]) + (" …" if len(each) > _NAMED else "")


def _from_disk(path: Path) -> Enclosed:
    try:
        return Enclosed(path.name, path.read_bytes())
    except OSError as error:
        raise Trouble(_("“{name}” cannot be read: {reason}.").format(name=path.name, reason=reason(error))) from error
