"""Orders and their lines."""

from __future__ import annotations

from crm_desktop.company.model import Staff
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
from crm_desktop.store.row import Row


class Order(Row):
    """What a customer ordered; its sums follow from its lines."""

    number = Text(N_("Order number"), unique=True, help=N_("Left blank, the next number is taken."))
    customer = Link(N_("Customer"), Customer, required=True)
    contact = Link(N_("Contact"), Contact, help=N_("Who buys; taken from the roles at the customer."))
    receiver = Link(N_("Received by"), Contact)
    signer = Link(N_("Signed by"), Contact)
    status = Choice(
        N_("Status"),
        (
            Option("open", N_("In progress"), "accent", ("进行中", "待处理")),
            Option("shipped", N_("Shipped"), "good", ("已发货",)),
            Option("done", N_("Completed"), "neutral", ("完成", "已完成", "closed")),
            Option("cancelled", N_("Cancelled"), "neutral", ("取消", "已取消")),
        ),
        default="open",
        required=True,
    )
    ordered_on = Day(N_("Order date"), default=today_text, index=True)
    wanted_on = Day(N_("Wanted by"))
    shipped_on = Day(N_("Shipped on"))
    owner = Link(N_("Owner"), Staff)
    shipper = Word(N_("Shipped by"))
    freight = Money(N_("Freight"))
    ship_name = Text(N_("Deliver to"))
    ship_street = Text(N_("Delivery address"))
    ship_city = Word(N_("Delivery city"))
    ship_region = Word(N_("Delivery province"))
    ship_postcode = Text(N_("Delivery postcode"))
    ship_country = Word(N_("Delivery country"))
    notes = LongText(N_("Remarks"))


class OrderLine(DocumentLine):
    """One line of an order."""

    order = Link(N_("Order"), Order, required=True, whole=True)
