"""The sums of one line of a document, from its raw values; one place for orders and invoices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from crm_desktop.entity.fields import Money
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
