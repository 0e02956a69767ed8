"""Names of people in lists: put together from their parts, taken apart, and told from job titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import N_
from crm_desktop.values.inparts import distinct
from crm_desktop.values.text import company_core, fold, has_cjk, pinyin, split_person_name

_LAST_FIRST: Final = re.compile(r"[A-Z][^\W\d]+, [A-Z][^\W\d]+")
FAMILY: Final = "family_name"
GIVEN: Final = "given_name"
FORM_OF_ADDRESS: Final = "salutation"
JOB: Final = "job_title"
PARTS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    FAMILY: (N_("Family name"), ("family name", "last name", "surname", "lastname", "姓", "姓氏")),
    GIVEN: (N_("Given name"), ("given name", "first name", "forename", "firstname", "名")),
}
"""The parts of a name that a kind of people without fields for them understands all the same: titles and headings."""
TELLING: Final = ("birthday", "street")
"""Fields by which two people of one name and without any number are told apart."""
MIDDLE: Final = frozenset(("middlename", "middle", "additionalname", "secondname", "midname", "midnm", "中间名"))
"""Squeezed headings of names that join the given ones."""
REMARKED: Final = frozenset(("备注名", "备注姓名", "备注名称", "remarkname"))
"""Squeezed headings of how the owner of a messenger's list calls somebody."""
GIVEN_BESIDE: Final = "名字"
"""The heading of given names where family names stand beside them, and of whole names elsewhere."""
NICKNAME: Final = "nickname"
TITLE: Final = frozenset(("title", "头衔"))
"""Squeezed headings that mean a form of address to some and a job to others."""


def virtual_parts(entity: Entity) -> list[str]:
    """The parts of names that lists may give although the kind keeps full names only."""
    return [name for name in PARTS if name not in entity.model._meta.fields] if entity.person else []


def are_forms_of_address(texts: Sequence[str]) -> bool:
    """Whether at least half of the texts are Mr, Dr, 女士 …"""
    return bool(texts) and sum(map(_is_form_of_address, texts)) * 2 >= len(texts)


def _is_form_of_address(text: str) -> bool:
    whole = f"王{text}" if has_cjk(text) else f"{text} Smith"
    return split_person_name(whole)[2] == text


def has_title(text: str) -> bool:
    """Whether a name is that of a person beyond doubt: Dr. Ann Lee, 张总, “Lee, Ann”."""
    return bool(split_person_name(text)[2]) or _LAST_FIRST.fullmatch(text.strip()) is not None


def full_name(family: str | None, given: str | None) -> str | None:
    """A name from its parts: 张伟, Maria Anders."""
    if not family or not given:
        return family or given
    return family + given if has_cjk(family) and has_cjk(given) else f"{given} {family}"


def fill_names(entity: Entity, fields: dict[str, list[Any]], parts: Mapping[str, list[Any]], count: int) -> None:
    """Names from their parts where they are blank; `parts` are those that are no fields of the kind."""
    family, given = (parts.get(name) or fields.get(name) for name in (FAMILY, GIVEN))
    if not entity.person or (family is None and given is None):
        return
    blanks: list[Any] = [None] * count
    names = fields.get(entity.title) or blanks
    if None in names:
        pairs = zip(names, family or blanks, given or blanks, strict=True)
        fields[entity.title] = [name if name is not None else full_name(last, first) for name, last, first in pairs]
    if {FAMILY, GIVEN} <= set(entity.model._meta.fields):
        _part_whole_names(fields, fields[entity.title], count)


def _part_whole_names(fields: dict[str, list[Any]], names: Sequence[str | None], count: int) -> None:
    """Part the names that a telephone keeps whole as family name or as given name, the other blank."""
    family, given = (list(fields.get(name) or [None] * count) for name in (FAMILY, GIVEN))
    for place, name in enumerate(names):
        if name and (family[place] is None) != (given[place] is None) and name in (family[place], given[place]):
            last, first, _title = split_person_name(name)
            if last and first:
                family[place], given[place] = last, first
                fields[FAMILY], fields[GIVEN] = family, given


def fill_parts(entity: Entity, values: dict[str, list[Any]]) -> None:
    """Family name, given name and form of address of new people from their full names, where no part is given."""
    fields = entity.model._meta.fields
    if not entity.person or entity.title not in values or any(name in values or name not in fields for name in PARTS):
        return
    names = values[entity.title]
    split = {name: split_person_name(name) for name in distinct(names) if name}
    parts = [split.get(name, ("", "", "")) for name in names]
    for place, target in enumerate((FAMILY, GIVEN, FORM_OF_ADDRESS)):
        if target in fields and target not in values:
            # A name in one piece that cannot be told apart is not repeated as a given name.
            values[target] = [(part[place] or None) if part[0] else None for part in parts]


def may_be_one(one: str, other: str) -> bool:
    """Whether two names that share a number or an address may be those of one person or company.

    张伟 and 张经理, Maria Anders and M. Anders, 明远贸易 and 上海明远贸易有限公司; not 张伟 and 王芳.
    """
    one, other = fold(one), fold(other)
    if not one or not other or one in other or other in one:
        return True
    if "@" in one or "@" in other or one.isdigit() or other.isdigit():
        return True  # called by its address for want of a name
    cores = company_core(one), company_core(other)
    if cores[0] in cores[1] or cores[1] in cores[0]:
        return True
    families = split_person_name(one)[0], split_person_name(other)[0]
    if families[0] and families[0] == families[1]:
        return True
    spoken = pinyin(one).replace(" ", ""), pinyin(other).replace(" ", "")
    return spoken[0] == spoken[1]
