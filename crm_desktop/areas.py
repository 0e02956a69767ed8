"""Every kind of record, in the order of the tabs: the one list that wires the areas together.

A kind that another area completes (what a customer owes is known to the invoices) is extended here.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from crm_desktop.agenda.entities import EVENT, TASK
from crm_desktop.catalogue.entities import PRODUCT
from crm_desktop.company.entities import STAFF, TERRITORY
from crm_desktop.customers.entities import CONTACT, CUSTOMER, TIER
from crm_desktop.entity.attachkind import ATTACHMENT
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity, Figure
from crm_desktop.entity.tagkind import TAG
from crm_desktop.i18n import N_, _
from crm_desktop.invoices.entities import (
    INVOICE,
    INVOICE_LINE,
    OVERDUE_MONEY,
    OWES,
    OWES_MONEY,
    PAYMENT,
    SALES,
    SALES_BEFORE,
)
from crm_desktop.letters.entities import LETTER_TEMPLATE
from crm_desktop.orders.entities import ORDER, ORDER_LINE
from crm_desktop.pipeline.entities import DEAL_COUNT, OPEN_DEALS, OPPORTUNITY, STAGE
from crm_desktop.timeline.entities import NOTE

CUSTOMERS: Final = replace(
    CUSTOMER,
    worked=(*CUSTOMER.worked, OWES, OVERDUE_MONEY, SALES, SALES_BEFORE, OPEN_DEALS, DEAL_COUNT),
    figures=(
        Figure("owes", N_("Owes"), "overdue", N_("{value} overdue"), alarm=True),
        Figure("sales", N_("This year"), "sales_before", N_("{value} last year")),
        Figure("open_deals", N_("Open deals"), "deal_count", N_("{value} open")),
    ),
    filters=(*CUSTOMER.filters, OWES_MONEY),
    list=("name", "main_contact", "any_phone", "status", "owes", "touched", "next_step"),
)

ENTITIES: Final[tuple[Entity, ...]] = (
    CUSTOMERS,
    CONTACT,
    EVENT,
    TASK,
    OPPORTUNITY,
    ORDER,
    ORDER_LINE,
    INVOICE,
    INVOICE_LINE,
    PAYMENT,
    PRODUCT,
    NOTE,
    LETTER_TEMPLATE,
    STAFF,
    TERRITORY,
    TIER,
    STAGE,
    TAG,
    ATTACHMENT,
)

TABS: Final[tuple[tuple[str, ...], ...]] = (
    ("customer",),
    ("contact",),
    ("event", "task"),
    ("opportunity",),
    ("order",),
    ("invoice",),
)
"""The kinds behind each tab after Home; all others are under More."""


def open_company(path: Path) -> Company:
    """Open a company file with every kind of record; Refused or Trouble says why it cannot be."""
    return Company(Path(path), ENTITIES)


def new_company(path: Path) -> Company:
    """Make a new company file, with the stages and tiers that every business begins with."""
    from crm_desktop.customers.terms import first_tiers
    from crm_desktop.pipeline.rules import first_stages

    company = Company(Path(path), ENTITIES, create=True)
    # Of its own kind: what a new company begins with is no change of the person's, to be undone.
    with company.journal.entry(_("New company"), kind="start"):
        first_stages(company)
        first_tiers(company)
    return company
