"""Records for the tests of likeness: saved by their columns, asked about in one line."""

from __future__ import annotations

from typing import Any

from crm_desktop.alike.asking import Candidate, Pair, likely, pairs
from crm_desktop.entity import records
from crm_desktop.entity.company import Company


def save(company: Company, kind: str, **values: Any) -> int:
    """One record; values of slots (mobile, email …) become child rows."""
    entity = company.entity(kind)
    columns = company.columns(entity)
    fields: dict[str, Any] = {}
    children: dict[str, list[dict[str, Any]]] = {}
    if "about" in values:
        fields["kind"], fields["row"] = values.pop("about")
    for name, value in values.items():
        column = columns[name]
        if column.slot is None or column.children is None:
            fields[name] = value
            continue
        for one in value if isinstance(value, tuple) else (value,):
            children.setdefault(column.children.name, []).append({column.slot.field: one, **column.slot.where})
    return records.save(company, entity, fields, children=children)


def said(found: Pair | Candidate) -> list[str]:
    """What speaks for it, in words."""
    return [reason.text for reason in found.reasons if not reason.against]


def probable(company: Company, kind: str) -> list[tuple[int, int]]:
    return [(pair.one, pair.other) for pair in pairs(company, company.entity(kind))]


def only_pair(company: Company, kind: str) -> Pair:
    (pair,) = pairs(company, company.entity(kind))
    return pair


def asked(company: Company, kind: str, **values: Any) -> list[Candidate]:
    """What `likely` says of one row of a list."""
    found = likely(company, company.entity(kind), {name: [value] for name, value in values.items()})
    return found.records.get(0, [])
