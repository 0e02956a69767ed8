"""What every kind of field is: a stored value (raw), how it is read, shown and laid into a sheet.

Every kind works on *raw* values, those that lie in the database: text, whole numbers, NULL. `read` makes a raw value of
what a person typed or a sheet's cell holds (Refused where it cannot), `show` makes text of it, `cell` a typed value for
a sheet. A blank is always None. Titles and helps are marked with N_ and translated where they are shown.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar

from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.values.numbers import parse_number
from crm_desktop.values.text import clean


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


def arguments(given: dict[str, Any], title: str, required: bool, help: str | None) -> dict[str, Any]:
    """What peewee's own field is made with."""
    given.setdefault("null", not required)
    return {"verbose_name": title, "help_text": help, **given}


def index_where_set(model: Any, field: Any) -> None:
    """Index a field of those rows only that have a value there: all others cost nothing."""
    field.index, field.indexed_where_set = False, True
    model.add_index(field, where=field.is_null(False))


def is_indexed(field: Any) -> bool:
    """Whether records are found by a field at once, whichever of them are in its index."""
    return bool(field.index or field.unique or getattr(field, "indexed_where_set", False))


def as_text(value: Any) -> str | None:
    """Typed text or a sheet's cell as clean text; None for a blank."""
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


def as_number(value: Any, title: str) -> Decimal | None:
    """Typed text or a sheet's cell as a number; Refused for what is none."""
    if isinstance(value, bool):
        value = str(value)
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        if not number.is_finite():
            raise Refused(_("{field}: “{text}” is no number.").format(field=title, text=str(value)))
        return number
    text = as_text(value)
    return None if text is None else parse_number(text)
