"""What the company says of itself on its papers: settings, each by its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm_desktop.i18n import N_

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

FIELDS: Final[dict[str, str]] = {
    "name": N_("Name"),
    "person": N_("Your name"),
    "address": N_("Address"),
    "phone": N_("Phone"),
    "fax": N_("Fax"),
    "email": N_("Mail"),
    "website": N_("Web site"),
    "bank": N_("Bank account"),
}
"""The settings by key, with their titles."""


def own(company: Company) -> dict[str, str]:
    """Every one of FIELDS; "" where it is not known."""
    marks = ",".join("?" * len(FIELDS))
    rows = company.execute(f"SELECT key, value FROM setting WHERE key IN ({marks})", list(FIELDS)).fetchall()
    return {**dict.fromkeys(FIELDS, ""), **{key: value or "" for key, value in rows}}
