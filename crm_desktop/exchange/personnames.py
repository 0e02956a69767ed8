"""Names of people in lists: put together from their parts, taken apart, and told from job titles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity.describe import Entity
from crm_desktop.exchange.headingwords import squeezed
from crm_desktop.values.text import has_cjk, split_person_name

if TYPE_CHECKING:
    from crm_desktop.exchange.assigning import ColumnPlan, Sampled

PARTS: Final = ("family_name", "given_name")
FORM_OF_ADDRESS: Final = "salutation"
JOB: Final = "job_title"
_MIDDLE: Final = frozenset(("middlename", "middle", "additionalname", "secondname", "中间名"))
_TITLES: Final = frozenset(("title", "头衔"))


def is_person(entity: Entity) -> bool:
    """Whether the kind's records are people with family and given names."""
    return all(name in entity.model._meta.fields for name in PARTS)


def middle_name(heading: str) -> bool:
    """Whether a column holds middle names, which join the given ones."""
    return squeezed(heading) in _MIDDLE


def settle_titles(planned: Mapping[int, ColumnPlan], columns: Sequence[Sampled]) -> None:
    """A column headed "Title" holds job titles where no other column does and its values are no forms of address."""
    if any(plan.target == JOB for plan in planned.values()):
        return
    for column in columns:
        plan = planned.get(column.index)
        if plan is None or plan.target != FORM_OF_ADDRESS or squeezed(column.heading) not in _TITLES:
            continue
        texts = [str(cell) for cell in column.cells]
        if texts and sum(map(_is_form_of_address, texts)) < len(texts) / 2:
            plan.target = JOB


def _is_form_of_address(text: str) -> bool:
    whole = f"王{text}" if has_cjk(text) else f"{text} Smith"
    return split_person_name(whole)[2] == text


def full_name(family: str | None, given: str | None) -> str | None:
    """A name from its parts: 张伟, Maria Anders."""
    if not family or not given:
        return family or given
    return family + given if has_cjk(family) and has_cjk(given) else f"{given} {family}"


def fill_names(entity: Entity, fields: dict[str, list[Any]], count: int) -> None:
    """Names from parts where they are blank."""
    if not is_person(entity):
        return
    family, given = (fields.get(part) for part in PARTS)
    if family is None and given is None:
        return
    blanks: list[Any] = [None] * count
    names = fields.get(entity.title) or blanks
    if None not in names:
        return
    pairs = zip(names, family or blanks, given or blanks, strict=True)
    fields[entity.title] = [name if name is not None else full_name(last, first) for name, last, first in pairs]


def fill_parts(entity: Entity, values: dict[str, list[Any]]) -> None:
    """Family name, given name and form of address of new people from their full names, where all three are blank."""
    if not is_person(entity) or entity.title not in values:
        return
    wanted = (*PARTS, FORM_OF_ADDRESS)
    if any(name in values for name in PARTS):
        return
    names = values[entity.title]
    split = {name: split_person_name(name) for name in set(names) if name}
    none = ("", "", "")
    parts = [split.get(name, none) for name in names]
    for place, target in enumerate(wanted):
        if target in entity.model._meta.fields and target not in values:
            # A name in one piece that cannot be told apart is not repeated as a given name.
            values[target] = [(part[place] or None) if part[0] else None for part in parts]
