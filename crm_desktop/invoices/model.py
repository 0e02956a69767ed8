"""Invoices, their lines, and what was paid on them."""

from __future__ import annotations

from crm_desktop.customers.model import Contact, Customer, today_text
from crm_desktop.entity.fields import (
    Choice,
    Day,
    Link,
    LongText,
    Money,
    Option,
    Text,
    Word,
)
from crm_desktop.i18n import N_
from crm_desktop.orders.lines import DocumentLine
from crm_desktop.orders.model import Order
from crm_desktop.store.row import Row


class Invoice(Row):
    """A demand for money. A draft has no number; one that was issued is not edited any more."""

    number = Text(N_("Invoice number"), unique=True, help=N_("Given when the invoice is issued."))
    customer = Link(N_("Customer"), Customer, required=True)
    payer = Link(N_("Paid by"), Contact, help=N_("Who pays; taken from the roles at the customer."))
    order = Link(N_("Order"), Order)
    status = Choice(
        N_("Status"),
        (
            Option("draft", N_("Draft"), "neutral", ("草稿", "未开票")),
            Option("issued", N_("Issued"), "accent", ("已开票", "open", "unpaid", "sent")),
            Option("paid", N_("Paid"), "good", ("已付款", "已付", "paid")),
            Option("cancelled", N_("Cancelled"), "neutral", ("作废", "红冲")),
        ),
        default="draft",
        required=True,
    )
    issued_on = Day(N_("Invoice date"), default=today_text, index=True)
    due_on = Day(N_("Due"), index=True)
    tax_title = Text(N_("Invoice title"))
    tax_number = Text(N_("Tax number"))
    tax_invoice = Text(N_("Tax bureau number"), index=True, help=N_("The number of the 发票, where there is one."))
    notes = LongText(N_("Remarks"))


class InvoiceLine(DocumentLine):
    """One line of an invoice."""

    invoice = Link(N_("Invoice"), Invoice, required=True, whole=True)


class Payment(Row):
    """Money that came in, for an invoice or on account."""

    customer = Link(N_("Customer"), Customer, required=True)
    invoice = Link(N_("Invoice"), Invoice)
    paid_on = Day(N_("Paid on"), required=True, default=today_text, index=True)
    amount = Money(N_("Amount"), required=True)
    method = Word(N_("Way of payment"))
    reference = Text(N_("Reference"))
    notes = LongText(N_("Remarks"))
