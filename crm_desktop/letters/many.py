"""One template to many: a folder of drafts, one a reader; who has no address or lacks something is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from crm_desktop.entity.own import own
from crm_desktop.errors import Cancelled, Refused, Told
from crm_desktop.i18n import _, n_, speaking
from crm_desktop.letters.drafts import Enclosed, eml, file_name
from crm_desktop.letters.filling import Filler, subjects_of
from crm_desktop.letters.handing import said
from crm_desktop.letters.letter import Template
from crm_desktop.letters.recipients import Recipient, of_contacts, of_customers, proposed
from crm_desktop.timeline.model import Note
from crm_desktop.values.filenames import plain_name
from crm_desktop.writing import trouble_of

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

MOST: Final = 2000
"""Drafts at one go: nobody sends more from a mail program."""
KINDS: Final = ("customer", "contact")
_CHUNK: Final = 400


@dataclass(frozen=True)
class Draft:
    """One letter of many."""

    to: Recipient
    subject: str
    text: str


@dataclass(frozen=True)
class Batch:
    """The letters that can be written, and why the others cannot: names, and names with what they lack."""

    drafts: tuple[Draft, ...]
    without_address: tuple[str, ...] = ()
    with_blanks: tuple[tuple[str, tuple[str, ...]], ...] = ()


def prepare(
    company: Company, kind: str, rows: Sequence[int], template: Template, role: str | None, today: date
) -> Batch:
    """Fill a template for many customers or contacts, in a few questions; Refused beyond MOST."""
    if len(rows) > MOST:
        raise Refused(
            _("{n} mails are too many for a mail program; {most} are the most. Select fewer.").format(
                n=f"{len(rows):,}", most=f"{MOST:,}"
            )
        )
    found = of_customers(company, rows, "mail", today) if kind == "customer" else of_contacts(company, rows, "mail")
    chosen = {row: proposed(found[row], role) for row in rows}
    reached = [row for row, to in chosen.items() if to is not None]
    lost = [row for row, to in chosen.items() if to is None]
    people = {row: to.person for row, to in chosen.items() if to is not None}
    drafts, blanks = [], []
    with speaking(template.language):
        filler = Filler(company, (template.subject, template.text), today)
        subjects = subjects_of(company, kind, reached, people)
        filler.load(subjects.values())
        for row in reached:
            to, subject = chosen[row], subjects[row]
            assert to is not None
            head, body = filler.fill(template.subject, subject), filler.fill(template.text, subject)
            lacks = tuple(dict.fromkeys(blank.name for blank in (*head.blanks, *body.blanks)))
            if lacks:
                blanks.append((to.name, lacks))
            else:
                drafts.append(Draft(to, head.text, body.text))
    return Batch(tuple(drafts), tuple(_titles(company, kind, lost)), tuple(blanks))


def write_drafts(
    company: Company,
    batch: Batch,
    folder: Path,
    name: str,
    *,
    enclosed: Sequence[Enclosed] = (),
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Path:
    """Write the drafts into a new folder inside `folder` and log each, as one change; nothing stays where it fails."""
    target = _new_folder(folder, name)
    sender = own(company)["email"]
    try:
        target.mkdir(parents=True)
        for number, draft in enumerate(batch.drafts, 1):
            if cancelled is not None and cancelled():
                raise Cancelled
            data = eml([(draft.to.name, draft.to.address)], draft.subject, draft.text, enclosed, sender)
            (target / f"{number:04d} {file_name(draft.to.name, draft.subject)}").write_bytes(data)
            if progress is not None:
                progress(number, len(batch.drafts))
        _log(company, batch.drafts, [one.name for one in enclosed], now)
    except (Told, Cancelled):
        shutil.rmtree(target, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        raise trouble_of(error, target) from error
    return target


def _log(company: Company, drafts: Sequence[Draft], files: Sequence[str], now: datetime) -> None:
    at = now.isoformat(timespec="seconds")
    columns = ("text", "type", "at", "pinned", "kind", "row")
    rows = [
        (said(draft.subject, draft.text, [draft.to], files=files), "mail", at, 0, draft.to.kind, draft.to.row)
        for draft in drafts
    ]
    title = n_("Mail drafts to {n} recipient", "Mail drafts to {n} recipients", len(drafts))
    with company.journal.entry(title):
        company.journal.bulk_insert(Note, list(columns), rows)


def _titles(company: Company, kind: str, rows: Sequence[int]) -> list[str]:
    entity, found = company.entity(kind), {}
    for start in range(0, len(rows), _CHUNK):
        found.update(company.titles(entity, rows[start : start + _CHUNK]))
    return [found.get(row, f"#{row}") for row in rows]


def _new_folder(folder: Path, name: str) -> Path:
    plain = plain_name(name) or "mails"
    for number in count(1):
        path = folder / (plain if number == 1 else f"{plain} {number}")
        if not path.exists():
            return path
    raise AssertionError
