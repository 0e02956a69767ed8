"""How things stand with the customers that go over: people, deals, debts, orders, next steps, last contact, files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from crm_desktop.entity import query
from crm_desktop.entity.columns import Column
from crm_desktop.entity.company import Company
from crm_desktop.handover.rules import CUSTOMER_OF, OPEN, at_customers
from crm_desktop.i18n import N_
from crm_desktop.store.row import quoted

CHUNK: Final = 400


class Section(NamedTuple):
    """One list of the sheet: the records of a kind at the customers, and the columns told of each."""

    kind: str
    title: str
    columns: tuple[str, ...]
    where: str
    order: str


ABOUT: Final = ("name", "status", "tier", "main_contact", "any_phone", "city", "owner", "owes", "open_deals",
                "next_step", "next_on")  # fmt: skip
"""What is told of a customer itself."""
SECTIONS: Final = (
    Section("contact", N_("People"), ("name", "job_title", "role", "any_phone", "email"), "1", "t.name_key"),
    Section("opportunity", N_("Open deals"), ("name", "stage", "amount", "close_on", "next_step", "next_on"),
            OPEN["opportunity"], "t.close_on IS NULL, t.close_on"),
    Section("invoice", N_("Unpaid invoices"), ("number", "issued_on", "due_on", "gross", "open_amount"),
            "t.status = 'issued'", "t.due_on"),
    Section("order", N_("Open orders"), ("number", "ordered_on", "wanted_on", "gross"), OPEN["order"], "t.ordered_on"),
    Section("task", N_("Tasks"), ("due", "title", "priority", "about"), OPEN["task"], "t.due IS NULL, t.due"),
    Section("event", N_("Events to come"), ("start", "type", "title", "about"), OPEN["event"], "t.start"),
    Section("note", N_("Last contact"), ("at", "type", "text", "author"),
            "t.type <> 'note'", "t.at DESC"),
    Section("attachment", N_("Files"), ("name", "size", "at", "about"), "1", "t.at"),
)  # fmt: skip
LATEST: Final = {"note": 1}
"""Sections of which only the first so many records of a customer are told."""


@dataclass
class Standing:
    """One customer: the raw values of ABOUT, and of each section its records with theirs, by ids."""

    customer: int
    about: tuple[Any, ...]
    sections: dict[str, list[tuple[int, tuple[Any, ...]]]] = field(default_factory=dict)


def columns_of(company: Company, kind: str, names: Sequence[str]) -> list[Column]:
    """The described columns of those names."""
    entity = company.entity(kind)
    return [company.column(entity, name) for name in names]


def standings(company: Company, customers: Sequence[int], today: date) -> Iterator[Standing]:
    """How things stand with each customer, in the order of their names."""
    entity = company.entity("customer")
    listed = json.dumps(list(customers))
    ordered = [
        row
        for (row,) in company.execute(
            "SELECT id FROM customer WHERE id IN (SELECT value FROM json_each(?)) ORDER BY name_key, id", (listed,)
        )
    ]
    for start in range(0, len(ordered), CHUNK):
        part = ordered[start : start + CHUNK]
        about = query.page(company, entity, part, ABOUT)
        found = {section.kind: _records(company, section, part, today) for section in SECTIONS}
        for customer in part:
            if customer in about:
                yield Standing(
                    customer, about[customer], {kind: records.get(customer, []) for kind, records in found.items()}
                )


def _records(
    company: Company, section: Section, customers: Sequence[int], today: date
) -> Mapping[int, list[tuple[int, tuple[Any, ...]]]]:
    entity = company.entity(section.kind)
    rows = company.execute(
        f"SELECT t.id, {CUSTOMER_OF[section.kind]} FROM {quoted(section.kind)} t"
        f" WHERE {at_customers(section.kind)} AND {section.where} ORDER BY {section.order}, t.id",
        {"customers": json.dumps(list(customers)), "today": today.isoformat()},
    ).fetchall()
    by_customer: dict[int, list[int]] = {}
    for row, customer in rows:
        mine = by_customer.setdefault(customer, [])
        if len(mine) < LATEST.get(section.kind, len(rows)):
            mine.append(row)
    wanted = [row for mine in by_customer.values() for row in mine]
    values: dict[int, tuple[Any, ...]] = {}
    for start in range(0, len(wanted), CHUNK):
        values |= query.page(company, entity, wanted[start : start + CHUNK], section.columns)
    return {customer: [(row, values[row]) for row in mine if row in values] for customer, mine in by_customer.items()}
