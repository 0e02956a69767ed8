"""The cover sheet of a fax, in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.documents.papers import Paper, language_of_paper
from crm_desktop.entity.own import own
from crm_desktop.i18n import _, language
from crm_desktop.values.filenames import plain_name
from crm_desktop.values.showndates import show_date

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company
    from crm_desktop.letters.recipients import Recipient


def cover_sheet(company: Company, to: Recipient, subject: str, text: str, *, further: int = 0, today: date) -> Paper:
    """A fax to somebody, in the language in force; `further` pages follow the cover."""
    us = own(company)
    fields = [
        (_("Recipient"), to.name),
        (_("Sender"), us["person"] or us["name"]),
        (_("Company"), _company_of(company, to)),
        (_("Phone"), us["phone"]),
        (_("Fax"), to.address),
        (_("Fax"), us["fax"]),
        (_("Date"), show_date(today, language())),
    ]
    sender = [us["address"]]
    sender += [f"{_(title)} {us[key]}" for key, title in (("phone", "Phone"), ("fax", "Fax")) if us[key]]
    sender += [us["email"], us["website"]]
    missing = _("Is a page missing or not legible? Please call {phone}.") if us["phone"] else ""
    return Paper(
        plain_name(_("Fax to {name}").format(name=to.name[:80])) or "fax",
        "fax.typ",
        {
            **language_of_paper(language()),
            "title": subject or _("Fax"),
            "own": us,
            "sender": [line for line in sender if line],
            "fields": [{"label": label, "value": value or "–"} for label, value in fields],
            "further": further,
            "subject": " ".join(subject.split()),
            "parts": [part.split("\n") for part in text.strip().split("\n\n")],
            "words": {"fax": _("FAX"), "pages": _("Number of pages"), "missing": missing.format(phone=us["phone"])},
        },
    )


def _company_of(company: Company, to: Recipient) -> str:
    """Where somebody works, as it is known."""
    if to.kind != "contact":
        return to.name if to.kind == "customer" else ""
    found = company.execute(
        "SELECT c.name FROM contact p JOIN customer c ON c.id = p.customer WHERE p.id = ?", (to.row,)
    ).fetchone()
    return found[0] if found else ""
