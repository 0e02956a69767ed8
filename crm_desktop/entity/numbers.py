"""Kinds of number: ticks, whole and decimal numbers, shares, prices, amounts of money."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import peewee

from crm_desktop.entity.kind import Kind, arguments, as_number, as_text
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, language
from crm_desktop.values.currencies import minor_digits, symbol_of
from crm_desktop.values.filenames import shown_size
from crm_desktop.values.money import format_amount, parse_amount
from crm_desktop.values.numbers import parse_currency_number, round_half_up


class Tick(Kind, peewee.IntegerField):
    """Yes or no, stored as 1 or 0."""

    editor = "tick"

    def __init__(self, title: str = "", *, help: str | None = None, **more: Any) -> None:
        more.setdefault("default", 0)
        super().__init__(**arguments(more, title, True, help))

    @property
    def required(self) -> bool:
        return False

    def read(self, value: Any, today: date) -> int | None:
        if isinstance(value, bool | int | float):
            return int(bool(value))
        text = as_text(value)
        if text is None:
            return None
        word = text.casefold()
        if word in YES:
            return 1
        if word in NO:
            return 0
        raise Refused(_("{field}: “{text}” is neither yes nor no.").format(field=self.title, text=text[:80]))

    def show(self, raw: Any) -> str:
        return "" if raw is None else _("Yes") if raw else _("No")

    def cell(self, raw: Any) -> Any:
        return self.show(raw) or None


YES = {"1", "yes", "y", "true", "t", "x", "✓", "√", "✔", "☑", "是", "有", "对", "真", "on", "ja", "oui", "sí", "si"}
NO = {"0", "no", "n", "false", "f", "-", "✗", "×", "☐", "否", "无", "没有", "假", "off", "nein", "non"}


class Whole(Kind, peewee.IntegerField):
    """A whole number."""

    align = "right"
    editor = "number"
    numeric = True
    summable = True

    def __init__(self, title: str = "", *, required: bool = False, help: str | None = None, **more: Any) -> None:
        super().__init__(**arguments(more, title, required, help))

    def read(self, value: Any, today: date) -> int | None:
        number = as_number(value, self.title)
        if number is None:
            return None
        if number != int(number) or abs(number) >= 1 << 62:
            raise Refused(_("{field}: “{text}” is no whole number.").format(field=self.title, text=str(value)[:80]))
        return int(number)

    def show(self, raw: Any) -> str:
        return "" if raw is None else f"{raw:,}"


class Size(Whole):
    """How large a file is, in bytes."""

    summable = False

    def show(self, raw: Any) -> str:
        return "" if raw is None else shown_size(raw)


class Number(Kind, peewee.IntegerField):
    """A decimal number, stored as a whole number of its last decimal place."""

    align = "right"
    editor = "number"
    numeric = True
    summable = True

    def __init__(
        self, title: str = "", *, places: int = 3, required: bool = False, help: str | None = None, **more: Any
    ) -> None:
        self.places = places
        super().__init__(**arguments(more, title, required, help))

    def db_value(self, value: Any) -> Any:
        if value is None:
            return None
        return round_half_up(Decimal(value).scaleb(self.places))

    def python_value(self, value: Any) -> Any:
        return None if value is None else Decimal(value).scaleb(-self.places)

    def read(self, value: Any, today: date) -> int | None:
        number = as_number(value, self.title)
        if number is None:
            return None
        raw = round_half_up(number.scaleb(self.places))
        if abs(raw) >= 1 << 62:
            raise Refused(_("{field}: “{text}” is too large.").format(field=self.title, text=str(value)[:80]))
        return raw

    def show(self, raw: Any) -> str:
        if raw is None:
            return ""
        text = f"{Decimal(raw).scaleb(-self.places):,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def cell(self, raw: Any) -> Any:
        if raw is None:
            return None
        number = Decimal(raw).scaleb(-self.places)
        return int(number) if number == int(number) else float(number)


class Price(Number):
    """A price of one unit in the company's currency, to four decimal places."""

    editor = "money"
    summable = False

    def __init__(self, title: str = "", **more: Any) -> None:
        super().__init__(title, places=4, **more)

    def read(self, value: Any, today: date) -> int | None:
        text = as_text(value) if isinstance(value, str) else None
        return super().read(parse_currency_number(text) if text else value, today)

    def show(self, raw: Any) -> str:
        if raw is None:
            return ""
        if raw % 10 ** (4 - minor_digits(Money.currency)) == 0:
            minor = raw // 10 ** (4 - minor_digits(Money.currency))
            return format_amount(minor, Money.currency, language())
        return symbol_of(Money.currency) + super().show(raw)


class Percent(Number):
    """A share in per cent, stored in hundredths of a per cent."""

    summable = False

    def __init__(self, title: str = "", **more: Any) -> None:
        super().__init__(title, places=2, **more)

    def read(self, value: Any, today: date) -> int | None:
        if isinstance(value, str):
            value = value.strip().rstrip("%％")
        return super().read(value, today)

    def show(self, raw: Any) -> str:
        return "" if raw is None else super().show(raw) + "%"


class Money(Kind, peewee.IntegerField):
    """An amount in whole minor units; the currency is the company's, or that of the row's `currency` column."""

    align = "right"
    editor = "money"
    numeric = True
    summable = True
    currency: ClassVar[str] = "CNY"
    """The company's currency, set when a file is opened."""

    def __init__(self, title: str = "", *, required: bool = False, help: str | None = None, **more: Any) -> None:
        super().__init__(**arguments(more, title, required, help))

    def read(self, value: Any, today: date) -> int | None:
        if isinstance(value, bool):
            value = str(value)
        if isinstance(value, int | float | Decimal):
            value = f"{Decimal(str(value)):f}"
        text = as_text(value)
        if text is None:
            return None
        minor = parse_amount(text, Money.currency)
        if abs(minor) >= 1 << 62:
            raise Refused(_("{field}: “{text}” is too large.").format(field=self.title, text=text[:80]))
        return minor

    def show(self, raw: Any) -> str:
        return "" if raw is None else format_amount(raw, Money.currency, language())

    def cell(self, raw: Any) -> Any:
        if raw is None:
            return None
        amount = Decimal(raw).scaleb(-minor_digits(Money.currency))
        return int(amount) if amount == int(amount) else float(amount)
