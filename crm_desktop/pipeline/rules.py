"""What is done with opportunities."""

from __future__ import annotations

from typing import Final

from crm_desktop.entity.company import Company
from crm_desktop.i18n import N_, _

FIRST_STAGES: Final = (
    (N_("Lead in"), 10, "open"),
    (N_("Needs confirmed"), 25, "open"),
    (N_("Quoted"), 50, "open"),
    (N_("Negotiation"), 75, "open"),
    (N_("Closed won"), 100, "won"),
    (N_("Closed lost"), 0, "lost"),
)


def first_stages(company: Company) -> None:
    """Give a new company the usual stages, named in the language in force; the owner renames them at will."""
    with company.journal.entry(_("Usual stages")):
        for position, (name, probability, outcome) in enumerate(FIRST_STAGES, 1):
            company.execute(
                "INSERT INTO stage (name, position, probability, outcome) VALUES (?, ?, ?, ?)",
                (_(name), position, probability * 100, outcome),
            )
