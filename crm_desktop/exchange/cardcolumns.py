"""Columns of visiting cards that say once more what another one says: a company's card has its name twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crm_desktop.entity.describe import Entity
from crm_desktop.exchange.assigning import ColumnPlan
from crm_desktop.exchange.tables import Cell, Table, as_text
from crm_desktop.values.text import fold

_NAME: Final = "Full Name"
_COMPANY: Final = "Company"
_PARTS: Final = ("Last Name", "First Name")


def leave_out_repeats(entity: Entity, table: Table, planned: Sequence[ColumnPlan]) -> None:
    """Of cards that are to become companies: the name stands for both where no card has another company than itself."""
    if not table.of_cards or entity.person:
        return
    by_heading = {plan.heading: plan for plan in planned}
    name, company = by_heading.get(_NAME), by_heading.get(_COMPANY)
    if name is None or entity.title not in (name.target, company.target if company is not None else None):
        return
    names = [_folded(row[name.index]) for row in table.body]
    if company is not None:
        if any(_folded(row[company.index]) not in ("", own) for row, own in zip(table.body, names, strict=True)):
            return
        company.target = None
        name.target, name.why = entity.title, "heading"
    parts = [by_heading[part] for part in _PARTS if part in by_heading]
    if all(_is_made_of(own, [row[part.index] for part in parts]) for row, own in zip(table.body, names, strict=True)):
        for part in parts:
            part.target = None


def _is_made_of(name: str, parts: Sequence[Cell]) -> bool:
    texts = [_folded(part) for part in parts]
    return name in ("".join(texts), "".join(reversed(texts))) or not any(texts)


def _folded(cell: Cell) -> str:
    return fold(as_text(cell)).replace(" ", "").replace(",", "")
