"""What letters add to the window: mails, messages, faxes and the visit sheet, in its menus with their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.entity.company import Company
from crm_desktop.i18n import N_, _
from crm_desktop.ui.actions import Action
from crm_desktop.ui.pages import LISTS

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

PRINT_KEYS = "Ctrl+P"


def actions(window: MainWindow) -> list[Action]:
    """The visit sheet of the customer in sight, on the lists and on the pages of one record."""
    pages = [LISTS, *(place.name for place in window.places if place.kinds)]
    text = N_("&Print the visit sheet…")

    def possible() -> bool:
        return customer_shown(window) is not None

    return [
        Action(f"visit.{page}", text, PRINT_KEYS, "print", lambda: show_visit_sheet(window), "file", possible,
               page=page, group=7)
        for page in pages
    ]  # fmt: skip


def customer_shown(window: MainWindow) -> int | None:
    """The customer in sight, or that of the contact, deal or document that is."""
    shown = window.record_shown()
    return customer_of(window.company, *shown) if shown is not None else None


def customer_of(company: Company, kind: str, row: int) -> int | None:
    """The customer that a record is or belongs to."""
    if kind == "customer":
        return row
    if company.entity(kind).fields().get("customer") is None:
        return None
    found = company.execute(f'SELECT customer FROM "{kind}" WHERE id = ?', (row,)).fetchone()
    return found[0] if found else None


def show_visit_sheet(window: MainWindow) -> None:
    """Set the visit sheet of the customer in sight and show it."""
    from crm_desktop.letters.visit import visit_sheet
    from crm_desktop.ui.paper import show_paper
    from crm_desktop.ui.window import moment

    customer = customer_shown(window)
    if customer is None:
        return
    company, now = window.company, moment(window)
    show_paper(window, lambda: visit_sheet(company, customer, now), _("Visit sheet"))
