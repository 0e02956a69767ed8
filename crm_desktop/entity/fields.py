"""Kinds of field: what is stored (as a peewee field) and how it is read, shown and laid into a sheet.

Every kind works on *raw* values, those that lie in the database: text, whole numbers, NULL. `read` makes a raw value of
what a person typed or a sheet's cell holds (Refused where it cannot), `show` makes text of it, `cell` a typed value for
a sheet. A blank is always None. Titles and helps are marked with N_ and translated where they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, Final

import peewee

from crm_desktop.errors import Refused
from crm_desktop.i18n import N_, _, language
from crm_desktop.values import dates, phones
from crm_desktop.values.currencies import minor_digits, symbol_of
from crm_desktop.values.money import format_amount, parse_amount
from crm_desktop.values.numbers import parse_number, round_half_up
from crm_desktop.values.text import clean

LIMIT: Final = 1_000_000
"""Characters that one text may have."""


class Kind:
    """What all kinds of field share; mixed into peewee's fields below."""

    align: ClassVar[str] = "left"
    editor: ClassVar[str] = "line"
    """Which editor a form takes: line, text, choice, tick, number, money, day, moment, link, tags."""
    numeric: ClassVar[bool] = False
    summable: ClassVar[bool] = False

    name: str
    column_name: str
    null: bool
    verbose_name: str
    help_text: str | None

    @property
    def title(self) -> str:
        return _(self.verbose_name)

    @property
    def help(self) -> str:
        return _(self.help_text) if self.help_text else ""

    @property
    def required(self) -> bool:
        return not self.null

    def read(self, value: Any, today: date) -> Any:
        """The raw value of typed text or a sheet's cell; None for a blank; Refused for what cannot be taken."""
        raise NotImplementedError

    def show(self, raw: Any) -> str:
        """The raw value as text in the language in force; "" for None."""
        return "" if raw is None else str(raw)

    def cell(self, raw: Any) -> Any:
        """The raw value as a sheet wants it: text, number, date or None."""
        return raw

    def tone(self, raw: Any) -> str | None:
        """The colour role of the value's pill; None where it is shown as plain text."""
        return None


def _named(arguments: dict[str, Any], title: str, required: bool, help: str | None) -> dict[str, Any]:
    arguments.setdefault("null", not required)
    return {"verbose_name": title, "help_text": help, **arguments}


class Text(Kind, peewee.TextField):
    """One line of text."""

    def __init__(self, title: str = "", *, required: bool = False, help: str | None = None, **more: Any) -> None:
        super().__init__(**_named(more, title, required, help))

    def read(self, value: Any, today: date) -> str | None:
        text = _as_text(value)
        if text is None:
            return None
        if len(text) > LIMIT:
            raise Refused(
                _("{field}: the text has {n} characters; {limit} are the most.").format(
                    field=self.title, n=f"{len(text):,}", limit=f"{LIMIT:,}"
                )
            )
        return self.tidy(text)

    def tidy(self, text: str) -> str:
        return " ".join(text.split()) if "\n" in text or "\t" in text else text


class LongText(Text):
    """Several lines of text."""

    editor = "text"

    def tidy(self, text: str) -> str:
        return text.replace("\r\n", "\n").replace("\r", "\n")


class Word(Text):
    """One line of text that is often the same: a form offers the words that are there already."""

    editor = "word"


class Phone(Text):
    """A phone number: kept as typed, shown grouped."""

    def show(self, raw: Any) -> str:
        return phones.show_phone(raw) if raw else ""


class Email(Text):
    """A mail address."""

    def read(self, value: Any, today: date) -> str | None:
        text = super().read(value, today)
        if text is None:
            return None
        text = text.removeprefix("mailto:")
        name, at, host = text.rpartition("@")
        if not at or not name or "." not in host.strip(".") or " " in text:
            raise Refused(_("{field}: “{text}” is no mail address.").format(field=self.title, text=text[:80]))
        return text


class Url(Text):
    """A web address."""


class Birthday(Text):
    """A birthday, its year unknown or in the lunar calendar if need be: YYYY-MM-DD, --MM-DD, 农历MM-DD."""

    editor = "line"

    def read(self, value: Any, today: date) -> str | None:
        if isinstance(value, datetime):
            value = value.date()
        if isinstance(value, date):
            return value.isoformat()
        text = _as_text(value)
        return None if text is None else dates.parse_birthday(text, today)

    def show(self, raw: Any) -> str:
        return dates.show_birthday(raw, language()) if raw else ""


@dataclass(frozen=True)
class Option:
    """One choice: the stored key, its title, the tone of its pill (neutral, accent, good, warning, bad, violet)."""

    key: str
    title: str
    tone: str = "neutral"
    also: tuple[str, ...] = ()
    """Other words that lists use for it."""


class Choice(Text):
    """One of a few: stored by key, shown by title."""

    editor = "choice"

    def __init__(self, title: str, options: Sequence[Option], **more: Any) -> None:
        super().__init__(title, **more)
        self.options = tuple(options)
        self.by_key = {option.key: option for option in options}

    def read(self, value: Any, today: date) -> str | None:
        text = _as_text(value)
        if text is None:
            return None
        key = self.key_of(text)
        if key is None:
            raise Refused(
                _("{field}: “{text}” is none of {choices}.").format(
                    field=self.title, text=text[:80], choices=", ".join(_(option.title) for option in self.options)
                )
            )
        return key

    def key_of(self, text: str) -> str | None:
        """The key whose key, title (in any language) or other words `text` is."""
        from crm_desktop.values.text import fold

        if text in self.by_key:
            return text
        return self._words().get(fold(text))

    def _words(self) -> dict[str, str]:
        known = getattr(self, "_known_words", None)
        if known is None or known[0] != language():
            from crm_desktop.i18n import catalogue
            from crm_desktop.values.text import fold

            chinese = catalogue("zh_CN")
            words = {}
            for option in reversed(self.options):
                for word in (option.key, option.title, chinese.get(option.title, ""), _(option.title), *option.also):
                    words[fold(word)] = option.key
            words.pop("", None)
            known = (language(), words)
            self._known_words = known
        return known[1]

    def show(self, raw: Any) -> str:
        if raw is None:
            return ""
        option = self.by_key.get(raw)
        return _(option.title) if option else str(raw)

    def cell(self, raw: Any) -> Any:
        return self.show(raw) or None

    def tone(self, raw: Any) -> str | None:
        option = self.by_key.get(raw)
        return option.tone if option else None


class Tick(Kind, peewee.IntegerField):
    """Yes or no, stored as 1 or 0."""

    editor = "tick"

    def __init__(self, title: str = "", *, help: str | None = None, **more: Any) -> None:
        more.setdefault("default", 0)
        super().__init__(**_named(more, title, True, help))

    @property
    def required(self) -> bool:
        return False

    def read(self, value: Any, today: date) -> int | None:
        if isinstance(value, bool | int | float):
            return int(bool(value))
        text = _as_text(value)
        if text is None:
            return None
        word = text.casefold()
        if word in _YES:
            return 1
        if word in _NO:
            return 0
        raise Refused(_("{field}: “{text}” is neither yes nor no.").format(field=self.title, text=text[:80]))

    def show(self, raw: Any) -> str:
        return "" if raw is None else _("Yes") if raw else _("No")

    def cell(self, raw: Any) -> Any:
        return self.show(raw) or None


_YES = {"1", "yes", "y", "true", "t", "x", "✓", "√", "✔", "☑", "是", "有", "对", "真", "on", "ja", "oui", "sí", "si"}
_NO = {"0", "no", "n", "false", "f", "-", "✗", "×", "☐", "否", "无", "没有", "假", "off", "nein", "non"}


class Whole(Kind, peewee.IntegerField):
    """A whole number."""

    align = "right"
    editor = "number"
    numeric = True
    summable = True

    def __init__(self, title: str = "", *, required: bool = False, help: str | None = None, **more: Any) -> None:
        super().__init__(**_named(more, title, required, help))

    def read(self, value: Any, today: date) -> int | None:
        number = _as_number(value, self.title)
        if number is None:
            return None
        if number != int(number) or abs(number) >= 1 << 62:
            raise Refused(_("{field}: “{text}” is no whole number.").format(field=self.title, text=str(value)[:80]))
        return int(number)

    def show(self, raw: Any) -> str:
        return "" if raw is None else f"{raw:,}"


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
        super().__init__(**_named(more, title, required, help))

    def db_value(self, value: Any) -> Any:
        if value is None:
            return None
        return round_half_up(Decimal(value).scaleb(self.places))

    def python_value(self, value: Any) -> Any:
        return None if value is None else Decimal(value).scaleb(-self.places)

    def read(self, value: Any, today: date) -> int | None:
        number = _as_number(value, self.title)
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
        super().__init__(**_named(more, title, required, help))

    def read(self, value: Any, today: date) -> int | None:
        if isinstance(value, bool):
            value = str(value)
        if isinstance(value, int | float | Decimal):
            value = f"{Decimal(str(value)):f}"
        text = _as_text(value)
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


class Day(Kind, peewee.TextField):
    """A day, stored as YYYY-MM-DD."""

    editor = "day"

    def __init__(self, title: str = "", *, required: bool = False, help: str | None = None, **more: Any) -> None:
        super().__init__(**_named(more, title, required, help))

    def db_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: Any) -> Any:
        return date.fromisoformat(value) if value else None

    def read(self, value: Any, today: date) -> str | None:
        if isinstance(value, datetime):
            return value.date().isoformat()
        if isinstance(value, date):
            return value.isoformat()
        text = _as_text(value)
        return None if text is None else dates.parse_date(text, today=today).isoformat()

    def show(self, raw: Any) -> str:
        return dates.show_date(date.fromisoformat(raw), language()) if raw else ""

    def cell(self, raw: Any) -> Any:
        return date.fromisoformat(raw) if raw else None


class Moment(Kind, peewee.TextField):
    """A day and a time by the laptop's clock, stored as YYYY-MM-DDTHH:MM:SS."""

    editor = "moment"

    def __init__(self, title: str = "", *, required: bool = False, help: str | None = None, **more: Any) -> None:
        super().__init__(**_named(more, title, required, help))

    def db_value(self, value: Any) -> Any:
        return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value

    def python_value(self, value: Any) -> Any:
        return datetime.fromisoformat(value) if value else None

    def read(self, value: Any, today: date) -> str | None:
        if isinstance(value, datetime):
            return value.replace(tzinfo=None).isoformat(timespec="seconds")
        if isinstance(value, date):
            return datetime.combine(value, time()).isoformat(timespec="seconds")
        text = _as_text(value)
        return None if text is None else dates.parse_moment(text, today=today).isoformat(timespec="seconds")

    def show(self, raw: Any) -> str:
        return dates.show_moment(datetime.fromisoformat(raw), language()) if raw else ""

    def cell(self, raw: Any) -> Any:
        return datetime.fromisoformat(raw) if raw else None


class Link(Kind, peewee.ForeignKeyField):
    """A link to a record of another kind, stored as its id in a column of the field's own name.

    `read` and `show` of a link need the company (see entity.links): here they know ids only.
    """

    editor = "link"

    def __init__(
        self, title: str, to: Any, *, required: bool = False, help: str | None = None, whole: bool = False, **more: Any
    ) -> None:
        """`whole`: the record is part of the one it links to, and is deleted along with it."""
        self.part = whole
        more.setdefault("on_delete", "CASCADE" if whole else ("RESTRICT" if required else "SET NULL"))
        super().__init__(to, **_named(more, title, required, help))

    def bind(self, model: Any, name: str, set_attribute: bool = True) -> None:
        self.column_name = name
        self.backref = f"{model._meta.name}_{name}_set"
        super().bind(model, name, set_attribute)

    def read(self, value: Any, today: date) -> int | None:
        if value is None or value == "":
            return None
        if isinstance(value, int):
            return value
        raise Refused(_("{field}: “{text}” was not found.").format(field=self.title, text=str(value)[:80]))

    def show(self, raw: Any) -> str:
        return "" if raw is None else f"#{raw}"


class Data(Kind, peewee.BlobField):
    """Bytes; never typed, never in a list."""

    def __init__(self, title: str = "", **more: Any) -> None:
        super().__init__(**_named(more, title, False, None))

    def read(self, value: Any, today: date) -> Any:
        return value


class Derived(Kind, peewee.TextField):
    """A text worked out from another field of the row whenever that is written; never shown."""

    def __init__(self, of: str, work_out: Callable[[Any], Any], **more: Any) -> None:
        self.of = of
        self._work_out = work_out
        super().__init__(verbose_name="", null=True, **more)

    def work_out(self, raw: Any) -> Any:
        return None if raw is None else self._work_out(raw)

    def read(self, value: Any, today: date) -> Any:
        return value


def _as_text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return clean(value) or None
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return value.isoformat(" ", timespec="minutes") if value.time() != time() else value.date().isoformat()
    return clean(str(value)) or None


def _as_number(value: Any, title: str) -> Decimal | None:
    if isinstance(value, bool):
        value = str(value)
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        if not number.is_finite():
            raise Refused(_("{field}: “{text}” is no number.").format(field=title, text=str(value)))
        return number
    text = _as_text(value)
    return None if text is None else parse_number(text)


__all__ = [
    "Birthday", "Choice", "Data", "Day", "Derived", "Email", "Kind", "Link", "LongText", "Moment", "Money", "N_",
    "Number", "Option", "Percent", "Phone", "Price", "Text", "Tick", "Url", "Whole", "Word",
]  # fmt: skip
