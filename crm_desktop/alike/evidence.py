"""What of a kind of record tells that two are the same: worked out from its description, custom fields included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crm_desktop.entity import custom
from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Birthday, Choice, Derived, Link, LongText, Text, Tick
from crm_desktop.entity.fields import Number as NumberField

# The sorts of evidence. Those of one sort are compared and weighed alike, whatever kind of record has them.
FAMILY: Final = "family"
GIVEN: Final = "given"
CALLED: Final = "called"
"""What anything that is no person is called."""
PHONE: Final = "phone"
MAIL: Final = "mail"
SITE: Final = "site"
"""The host of a web site or of a mail address, unless everybody may have one there."""
HANDLE: Final = "handle"
"""A messenger's name."""
NUMBER: Final = "number"
"""A number that others gave: a tax number, an identity card."""
OWN: Final = "own"
"""A number that the owner gave: two records of one customer have two of them."""
STREET: Final = "street"
POSTCODE: Final = "postcode"
TOWN: Final = "town"
REGION: Final = "region"
BIRTHDAY: Final = "birthday"
LINK: Final = "link"
WORD: Final = "word"
"""Any further field."""

_BY_FIELD: Final = {"street": STREET, "postcode": POSTCODE, "city": TOWN, "region": REGION}
_ALSO_CALLED: Final = ("short_name", "tax_title")
_HANDLES: Final = ("wechat", "qq")
_PHONES: Final = ("mobile", "landline")
FAMILY_FIELD: Final = "family_name"
GIVEN_FIELD: Final = "given_name"


@dataclass(frozen=True)
class Evidence:
    """One thing that is compared: its sort, and the columns (by name) that give its values."""

    name: str
    sort: str
    columns: tuple[str, ...]
    title: str
    """Its title, marked."""
    custom: bool = False


def evidence_of(company: Company, entity: Entity) -> list[Evidence]:
    """What tells two records of a kind to be the same, the surest sorts first."""
    columns = company.columns(entity)
    customs = custom.names(entity)
    found = [*_names(entity, columns), *_reaches(columns)]
    for name, column in columns.items():
        if not column.stored or name == entity.title:
            continue
        sort = _sort_of(entity, column, customs)
        if sort is not None:
            more = tuple(_slots_like(columns, name)) if sort in (STREET, POSTCODE) else ()
            found.append(Evidence(name, sort, (name, *more), column.marked, column.custom))
    return found


def _names(entity: Entity, columns: dict[str, Column]) -> list[Evidence]:
    title = columns[entity.title]
    if isinstance(title.kind, LongText) or not isinstance(title.field, Text) or isinstance(title.field, Link):
        return []
    if not entity.person:
        more = tuple(name for name in _ALSO_CALLED if name in columns)
        return [Evidence(CALLED, CALLED, (entity.title, *more), title.marked)]
    parts = [columns[name].marked if name in columns else title.marked for name in (FAMILY_FIELD, GIVEN_FIELD)]
    return [
        Evidence(FAMILY, FAMILY, (entity.title, FAMILY_FIELD, GIVEN_FIELD), parts[0]),
        Evidence(GIVEN, GIVEN, (entity.title, FAMILY_FIELD, GIVEN_FIELD), parts[1]),
    ]


def _reaches(columns: dict[str, Column]) -> list[Evidence]:
    """Phones, mail and messengers: the slots of child rows that look like such."""
    by_sort: dict[str, list[Column]] = {}
    for name, column in columns.items():
        if column.slot is None:
            continue
        content = column.slot.content
        if content in _PHONES or name.endswith("phone"):
            by_sort.setdefault(PHONE, []).append(column)
        elif content == "email":
            by_sort.setdefault(MAIL, []).append(column)
            by_sort.setdefault(SITE, []).append(column)
        elif content == "url":
            by_sort.setdefault(SITE, []).append(column)
        elif name in _HANDLES:
            by_sort.setdefault(f"{HANDLE} {name}", []).append(column)
    return [
        Evidence(key, key.partition(" ")[0], tuple(column.name for column in of_sort), of_sort[0].marked)
        for key, of_sort in by_sort.items()
    ]


def _sort_of(entity: Entity, column: Column, customs: set[str]) -> str | None:
    made = column.field
    if column.name in _BY_FIELD:
        return _BY_FIELD[column.name]
    if isinstance(made, Birthday):
        return BIRTHDAY
    if isinstance(made, Choice | Tick | LongText):
        return None
    if isinstance(made, Link):
        return LINK if column.name in entity.match_together else None
    if column.name in entity.match:
        keyed = any(isinstance(one, Derived) and one.of == column.name for one in entity.model._meta.sorted_fields)
        return NUMBER if keyed else OWN
    return WORD if column.name in customs and isinstance(made, Text | NumberField) else None


def _slots_like(columns: dict[str, Column], name: str) -> list[str]:
    """The slots of further addresses that hold the same part of an address as a field does."""
    return [other for other, column in columns.items() if column.slot is not None and column.slot.field == name]
