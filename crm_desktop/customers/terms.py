"""What a customer is given: its own terms, and where it has none those of its tier; one place for all documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crm_desktop.customers.model import Customer, Tier
from crm_desktop.i18n import _
from crm_desktop.values.text import fold

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

NAMES: Final = ("price_list", "discount", "credit_limit", "due_days", "priority", "language", "opening")
"""The terms; a field of that name stands at the customer and at the tier."""


class Terms(NamedTuple):
    """The terms of one customer, raw as they are stored; None where neither the customer nor its tier says."""

    tier: str = ""
    price_list: str | None = None
    discount: int | None = None
    """In hundredths of a per cent."""
    credit_limit: int | None = None
    """In minor units of the company's currency."""
    due_days: int | None = None
    """Days from the invoice to the day it is due."""
    priority: str | None = None
    language: str | None = None
    """Of letters and documents; None is that of the customer's name."""
    opening: str | None = None
    """How a letter begins, before the name."""
    from_tier: tuple[str, ...] = ()
    """Which of them come from the tier."""


def terms_of(company: Company, customer: int) -> Terms:
    """The terms of a customer: each its own, else that of its tier. A tier is known by its name, however written."""
    columns = ", ".join(NAMES)
    own = company.execute(f"SELECT tier, {columns} FROM {Customer.table()} WHERE id = ?", (customer,)).fetchone()
    if own is None:
        return Terms()
    given = None
    if own[0]:
        given = company.execute(
            f"SELECT name, {columns} FROM {Tier.table()} WHERE name_key = ?", (fold(own[0]),)
        ).fetchone()
    inherited = dict(zip(NAMES, given[1:], strict=True)) if given else {}
    values: dict[str, Any] = dict(zip(NAMES, own[1:], strict=True))
    taken = tuple(name for name in NAMES if values[name] is None and inherited.get(name) is not None)
    return Terms(own[0] or "", **{**values, **{name: inherited[name] for name in taken}}, from_tier=taken)


def openings(company: Company) -> dict[str, str]:
    """How letters begin to customers of each tier, by the tier's folded name."""
    rows = company.execute(f"SELECT name_key, opening FROM {Tier.table()} WHERE opening IS NOT NULL")
    return dict(rows.fetchall())


def first_tiers(company: Company) -> None:
    """Give a new company three tiers; what they are given is the owner's to say, but for the order of care."""
    with company.journal.entry(_("Usual tiers")):
        for name, priority in (("A", "high"), ("B", "normal"), ("C", "low")):
            company.execute(
                f"INSERT INTO {Tier.table()} (name, name_key, priority) VALUES (?, ?, ?)", (name, fold(name), priority)
            )
