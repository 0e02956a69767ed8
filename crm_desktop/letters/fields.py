"""The fields of a letter's text: {{customer.name}}, {{客户.名称}}, {{greeting|friend}}; which column each one means."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from crm_desktop.entity.own import FIELDS as OWN
from crm_desktop.i18n import catalogue
from crm_desktop.values.patterns import late
from crm_desktop.values.text import fold

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company
    from crm_desktop.entity.describe import Entity

FIELD: Final = late(r"\{\{\s*(?P<name>[^{}|\n]{1,80}?)\s*(?:\|(?P<instead>[^{}\n]{0,200}))?\}\}")
_SPECIAL: Final = {
    "greeting": ("greeting", "称呼", "敬称"),
    "today": ("today", "date", "今天", "日期"),
    "me": ("me", "my name", "我", "署名"),
    "open_invoices": ("open_invoices", "open invoices", "未付发票"),
    "overdue_invoices": ("overdue_invoices", "overdue invoices", "逾期发票"),
    "overdue": ("overdue", "逾期金额"),
}
_US: Final = ("us", "our company", "我方", "本公司", "我公司")


class Asked(NamedTuple):
    """What a field means: a column of a kind; kind "" is a special one, kind "us" what the company says of itself.

    Kind "*" is a column that was asked for without a kind: that of the first of the letter's records that has it.
    """

    kind: str
    column: str


def named_in(text: str) -> list[str]:
    """The names of the fields in a text, each once."""
    return list(dict.fromkeys(found.group("name") for found in FIELD.finditer(text)))


def resolve(company: Company, name: str) -> Asked | None:
    """What a field's name means; None where nothing is called so."""
    words = fold(name)
    for special, names in _SPECIAL.items():
        if words in names:
            return Asked("", special)
    of, _dot, column = words.partition(".")
    if not column:
        return Asked("*", words) if any(column_of(company, one, words) for one in company.entities) else None
    if of in _US:
        key = next((key for key, title in OWN.items() if column in (key, *_called(title))), None)
        return Asked("us", key) if key else None
    for entity in company.entities:
        if of in (entity.name, *_called(entity.one)):
            found = column_of(company, entity, column)
            return Asked(entity.name, found) if found else None
    return None


def column_of(company: Company, entity: Entity, words: str) -> str | None:
    """The column of a kind with this name, title (in either language) or heading."""
    columns = company.columns(entity)
    if words in columns:
        return words
    by_title = next((name for name, one in columns.items() if words in _called(one.marked)), None)
    if by_title is not None:
        return by_title
    slots = {slot.name: slot.aliases for children in entity.children for slot in children.slots}
    for name in columns:
        if any(words == fold(alias) for alias in (*entity.aliases.get(name, ()), *slots.get(name, ()))):
            return name
    return None


@cache
def _called(title: str) -> tuple[str, ...]:
    """A marked title in every language, folded."""
    return tuple(dict.fromkeys((fold(title), fold(_chinese().get(title, title)))))


@cache
def _chinese() -> dict[str, str]:
    return catalogue("zh_CN")
