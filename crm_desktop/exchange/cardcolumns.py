"""Columns of visiting cards that say once more what another one says: a company's card has its name twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice
from crm_desktop.exchange.assigning import ColumnPlan
from crm_desktop.exchange.shapes import is_person_name, shape
from crm_desktop.exchange.tables import Cell, Table, as_text
from crm_desktop.values.text import clean, fold

if TYPE_CHECKING:
    from crm_desktop.exchange.intake import Intake

_NAME: Final = "Full Name"
_COMPANY: Final = "Company"
_PARTS: Final = ("Last Name", "First Name")
_TYPE: Final = "type"
_PERSON: Final = "person"


def leave_out_repeats(entity: Entity, table: Table, planned: Sequence[ColumnPlan]) -> None:
    """Of cards that are to become companies: the name stands for both where no card has another company than itself.

    Where one has, whom the card names is the person to ask for there.
    """
    if not table.of_cards or entity.person:
        return
    by_heading = dict(zip(table.meant, planned, strict=True))
    name, company = by_heading.get(_NAME), by_heading.get(_COMPANY)
    if name is None or entity.title not in (name.target, company.target if company is not None else None):
        return
    names = [_folded(row[name.index]) for row in table.body]
    parts = [by_heading[part] for part in _PARTS if part in by_heading]
    made_of = all(
        _is_made_of(own, [row[part.index] for part in parts]) for row, own in zip(table.body, names, strict=True)
    )
    if company is not None:
        if any(_folded(row[company.index]) not in ("", own) for row, own in zip(table.body, names, strict=True)):
            asked = next((one for one in entity.companions if not one.through), None)
            if asked is None or (name.target is not None and not name.target.startswith("custom:")):
                return
            name.target, name.why = next(iter(asked.columns)), "heading"
        else:
            company.target = None
            name.target, name.why = entity.title, "heading"
    if made_of:
        for part in parts:
            part.target = None


def call_as_shown(table: Table, planned: Sequence[ColumnPlan]) -> None:
    """The columns of cards, which were understood by their English names, as the person reads them."""
    for plan, meant, heading in zip(planned, table.meant, table.headings, strict=bool(table.meant)):
        plan.heading = heading
        if plan.target == f"custom:{meant}":
            plan.target = f"custom:{heading}"


def settle_whose_cards(intake: Intake) -> None:
    """Cards that are to become customers: one without a company is of a customer who is a person, called so."""
    table, entity = intake.sheet.table, intake.entity
    names = intake.fields.get(entity.title)
    if not table.of_cards or table.of_companies or entity.person or names is None:
        return
    called, companies, *parts = (
        intake.cells(table.meant.index(heading)) if heading in table.meant else [None] * intake.count
        for heading in (_NAME, _COMPANY, *_PARTS)
    )
    alone = [place for place, company in enumerate(companies) if company is None and called[place] is not None]
    for place in alone:
        if names[place] is None:
            names[place] = clean(as_text(called[place]))
            for companion, columns in intake.companions:
                if not companion.through:
                    for values in columns.values():
                        values[place] = None
    made = intake.field(_TYPE)
    if _TYPE in intake.fields or not isinstance(made, Choice) or _PERSON not in made.by_key:
        return
    types: list[str | None] = [None] * intake.count
    intake.fields[_TYPE] = types
    # What somebody is by the look of the card alone does not speak against what is there.
    intake.vague[_TYPE] = set(alone)
    for place in alone:
        text = as_text(called[place])
        if shape(text) != "company_name" and (any(part[place] for part in parts) or is_person_name(text)):
            types[place] = _PERSON


def _is_made_of(name: str, parts: Sequence[Cell]) -> bool:
    texts = [_folded(part) for part in parts]
    return name in ("".join(texts), "".join(reversed(texts))) or not any(texts)


def _folded(cell: Cell) -> str:
    return fold(as_text(cell)).replace(" ", "").replace(",", "")
