"""What a line of any document has, and its sums from its raw values; one place for orders and invoices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crm_desktop.catalogue.model import Product
from crm_desktop.entity.fields import Link, Money, Number, Percent, Price, Text, Whole, Word
from crm_desktop.i18n import N_
from crm_desktop.store.row import Row
from crm_desktop.values.sums import line_total

FULL = Decimal(10000)


def amounts(values: dict[str, Any]) -> None:
    """Fill net, tax and gross (minor units) of a line's raw values; prices are without tax.

    Quantity is in thousandths, price in ten-thousandths, discount and tax rate in hundredths of a per cent.
    """
    if "quantity" not in values and "price" not in values:
        return
    found = line_total(
        Decimal(values.get("quantity") or 0) / 1000,
        Decimal(values.get("price") or 0) / 10000,
        discount=Decimal(values.get("discount") or 0) / FULL,
        tax_rate=Decimal(values.get("tax_rate") or 0) / FULL,
        tax_included=False,
        currency=Money.currency,
    )
    values["net"], values["tax"], values["gross"] = found.net, found.tax, found.gross


class DocumentLine(Row):
    """One product, how many and for how much; `net`, `tax` and `gross` follow from the rest.

    It has no table of its own: each kind of document adds the link to itself.
    """

    product = Link(N_("Product"), Product)
    text = Text(N_("Description"))
    quantity = Number(N_("Quantity"), required=True, default=1)
    unit = Word(N_("Unit"))
    price = Price(N_("Unit price"), required=True, default=0)
    discount = Percent(N_("Discount"))
    tax_rate = Percent(N_("Tax rate"))
    net = Money(N_("Net"))
    tax = Money(N_("Tax"))
    gross = Money(N_("Total"))
    position = Whole(N_("Position"))

    @classmethod
    def derive(cls, values: dict[str, Any]) -> None:
        super().derive(values)
        amounts(values)
