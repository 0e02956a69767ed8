"""What the columns of a list can fill: the columns of a kind of record, its people and its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crm_desktop.entity.columns import Column, Tags
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, Companion, Entity
from crm_desktop.entity.fields import Kind, Text
from crm_desktop.exchange.personnames import PARTS, virtual_parts
from crm_desktop.i18n import N_, _

MOST_PEOPLE: Final = 20
"""Companions that one row may tell of."""
OFFERED_PEOPLE: Final = 4
"""So many of them are offered where none is asked for by its number."""
WHOLE_ADDRESS: Final = "whole_address"
"""The target of a column whose cells hold province, city and street in one piece."""


@dataclass(frozen=True)
class Target:
    """One thing of a record that a column of a list can fill."""

    name: str
    marked: str
    kind: Kind
    own: bool = False
    """Its title is the owner's own text (a custom field), not to be translated."""
    column: Column | None = None
    companion: Companion | None = None
    children: Children | None = None
    """For a column of child rows that are no slots: "lines.product"."""
    is_name_part: bool = False
    """A part of a name that the kind keeps only as a whole."""
    which: int = 1
    """Of which of several companions in a row it is."""
    person: str = ""
    """What such a one is called; its name is marked with nothing more."""

    @property
    def title(self) -> str:
        text = self.marked if self.own else _(self.marked)
        if self.which > 1:  # nobody but the first is the main contact: Contact 2, and Contact 2: Mobile
            person = f"{_(self.person)} {self.which}"
            return f"{person}: {text}" if self.marked else person
        return f"{_(self.children.title)}: {text}" if self.children is not None else text

    @property
    def several(self) -> bool:
        """Whether more than one column of a list may fill it."""
        is_slot = self.column is not None and self.column.slot is not None
        return is_slot or isinstance(self.kind, Tags)


def targets(company: Company, entity: Entity) -> dict[str, Target]:
    """Everything an import can fill of a kind, by name: its columns, its companions' and its lines'."""
    found: dict[str, Target] = {}
    for name, column in company.columns(entity).items():
        if column.importable:
            found[name] = Target(name, column.marked, column.kind, column.custom, column)
    for name in virtual_parts(entity):
        found[name] = Target(name, PARTS[name][0], Text(PARTS[name][0]), is_name_part=True)
    if {"region", "city", "street"} <= set(entity.fields()):
        found[WHOLE_ADDRESS] = Target(WHOLE_ADDRESS, N_("Address, to be taken apart"), Text(N_("Address")))
    for companion in entity.companions:
        kind = company.entity(companion.kind)
        other = company.columns(kind)
        for which in range(2 if companion.through else 1, MOST_PEOPLE + 1):
            end = f"_{which}" if which > 1 else ""
            of_one = companion._replace(columns={name + end: fills for name, fills in companion.columns.items()})
            for name, fills in companion.columns.items():
                own = company.columns(entity).get(name)
                marked = own.marked if own is not None else companion.titles.get(name, other[fills].marked)
                marked = marked if which == 1 else "" if fills == kind.title else other[fills].marked
                found[name + end] = Target(
                    name + end,
                    marked,
                    other[fills].kind,
                    column=other[fills],
                    companion=of_one,
                    which=which,
                    person=kind.one,
                )
    for children in entity.children:
        part = company.entity_of(children.model)
        if children.slots or part is None:
            continue
        for name in children.fields:
            column = company.columns(part)[name]
            found[f"{children.name}.{name}"] = Target(
                f"{children.name}.{name}", column.marked, column.kind, column=column, children=children
            )
    return found
