"""Money as whole minor units of one currency: read, shown, added, shared out, written out."""

from __future__ import annotations

import fractions
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from crm_desktop import i18n
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.values.currencies import CURRENCIES, Currency, currency_of, minor_digits, symbol_of
from crm_desktop.values.numbers import (
    parse_currency_number,
    parse_number,
    parse_percent,
    round_half_up,
    shifted,
)  # fmt: skip
from crm_desktop.values.sums import DocumentSum, LineSum, line_total, totals
from crm_desktop.values.written import amount_in_words_zh

__all__ = [
    "CURRENCIES", "Currency", "CurrencyMismatch", "DocumentSum", "LineSum", "Money", "amount_in_words_zh", "compact",
    "currency_of", "format_amount", "format_plain", "line_total", "minor_digits", "parse_amount", "parse_number",
    "parse_percent", "round_half_up", "share", "symbol_of", "totals",
]  # fmt: skip

# SQLite keeps whole numbers of 64 bits.
_LARGEST_MINOR: Final = 2**63 - 1


class CurrencyMismatch(ValueError):  # noqa: N818 - it says what does not match
    """Two currencies were added or compared, which is a fault of the caller."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (cents) of a currency; ordered and added within one currency only."""

    minor: int
    currency: str

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.minor

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def times(self, factor: Decimal) -> Money:
        """The amount times a number, a half minor unit away from zero."""
        return Money(round_half_up(factor * self.minor), self.currency)

    def __str__(self) -> str:
        return format_amount(self.minor, self.currency)


def parse_amount(text: str, currency: str = "CNY") -> int:
    """The minor units that a text says: ￥1,234.50, 1.234,50, (500), 3.5万, 1,234.5元.

    More decimals than the currency has are rounded, a half away from zero. A sign or name of a currency in the text is
    passed over: `currency_of` tells it. Junk is refused, and never 0.
    """
    minor = round_half_up(shifted(parse_currency_number(text), minor_digits(currency)))
    if abs(minor) > _LARGEST_MINOR:
        raise Refused(_("“{text}” is larger than this program counts.").format(text=text.strip()[:40]))
    return minor


def format_plain(minor: int, currency: str, grouped: bool = False) -> str:
    """The amount in digits without a sign of currency: 12480.00."""
    digits = minor_digits(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    text = f"{whole:,}" if grouped else str(whole)
    return ("-" if minor < 0 else "") + (f"{text}.{rest:0{digits}d}" if digits else text)


def format_amount(minor: int, currency: str, language: str = "zh_CN", symbol: bool = True) -> str:
    """The amount as it is shown: ¥12,480.00, -¥5.00, JP¥1,200; both languages group by three, the sign first."""
    text = format_plain(minor, currency, grouped=True)
    if not symbol:
        return text
    sign = symbol_of(currency)
    return f"-{sign}{text[1:]}" if text.startswith("-") else sign + text


def compact(minor: int, currency: str, language: str | None = None) -> str:
    """The amount short, for charts and cards: ¥12万 and ¥1.2亿 in Chinese, ¥120k and ¥1.2M in English."""
    chinese = (language or i18n.language()).startswith("zh")
    steps = ((8, "亿"), (4, "万")) if chinese else ((9, "B"), (6, "M"), (3, "k"))
    major = fractions.Fraction(abs(minor), 10 ** minor_digits(currency))
    sign = ("-" if minor < 0 else "") + symbol_of(currency)
    for power, unit in steps:
        # What would round to 1,000 of the smaller unit is 1 of this one.
        if major >= 10**power or (unit != steps[-1][1] and major * 10000 >= 9995 * 10**power):
            return sign + _three_figures(major / 10**power) + unit
    return f"{sign}{_half_up(major):,}"


def _half_up(number: fractions.Fraction) -> int:
    return int(number + fractions.Fraction(1, 2))


def _three_figures(number: fractions.Fraction) -> str:
    """One decimal below 100, none from there on; no ".0"."""
    if number >= 100:
        return f"{_half_up(number):,}"
    tenths = _half_up(number * 10)
    return f"{tenths // 10}.{tenths % 10}".removesuffix(".0")


def share(total_minor: int, weights: Sequence[int | Decimal]) -> list[int]:
    """The total in parts by weight, none lost: the largest remainders get the units left over; all 0 is all alike."""
    if not weights or any(weight < 0 for weight in weights):
        raise ValueError("weights must be there and not negative")
    parts = [fractions.Fraction(weight) for weight in weights]
    if not sum(parts):
        parts = [fractions.Fraction(1)] * len(parts)
    exact = [abs(total_minor) * part / sum(parts) for part in parts]
    whole = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: whole[place] - exact[place])
    for place in by_remainder[: abs(total_minor) - sum(whole)]:
        whole[place] += 1
    return whole if total_minor >= 0 else [-part for part in whole]
