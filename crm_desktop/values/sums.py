"""The one calculation of lines and totals, for form, save, print and export alike."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, localcontext
from typing import NamedTuple

from crm_desktop.values.currencies import minor_digits
from crm_desktop.values.numbers import round_half_up, shifted


class LineSum(NamedTuple):
    """One line in minor units: without tax, tax, with tax; and the rate."""

    net: int
    tax: int
    gross: int
    rate: Decimal


class DocumentSum(NamedTuple):
    """A document in minor units; `by_rate` has (net, tax) for each rate, the highest first."""

    net: int
    tax: int
    gross: int
    by_rate: dict[Decimal, tuple[int, int]]


def line_total(
    quantity: Decimal,
    unit_price: Decimal,
    discount: Decimal = Decimal(0),
    tax_rate: Decimal = Decimal(0),
    tax_included: bool = False,
    currency: str = "CNY",
) -> LineSum:
    """One line: quantity x unit price (major units, any decimals) less discount (a share, 0.05 for 5 %), then the tax.

    The amount is rounded once, to the minor unit, a half away from zero. Where prices include the tax, that amount is
    the gross and the net is gross / (1 + rate), rounded; else it is the net and the tax is net x rate, rounded. The
    third figure is always the sum or difference of the other two, so that net + tax = gross on every line.
    """
    with localcontext() as context:
        context.prec = 80
        amount = round_half_up(shifted(quantity * unit_price * (1 - discount), minor_digits(currency)))
        if tax_included:
            net = round_half_up(amount / (1 + tax_rate))
            return LineSum(net, amount - net, amount, tax_rate)
        tax = round_half_up(amount * tax_rate)
    return LineSum(amount, tax, amount + tax, tax_rate)


def totals(lines: Iterable[LineSum]) -> DocumentSum:
    """The sums of the lines' rounded figures: what is printed adds up."""
    by_rate: dict[Decimal, tuple[int, int]] = {}
    for line in lines:
        net, tax = by_rate.get(line.rate, (0, 0))
        by_rate[line.rate] = (net + line.net, tax + line.tax)
    net, tax = sum(pair[0] for pair in by_rate.values()), sum(pair[1] for pair in by_rate.values())
    return DocumentSum(net, tax, net + tax, dict(sorted(by_rate.items(), reverse=True)))
