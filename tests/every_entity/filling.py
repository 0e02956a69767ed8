"""Fitting values for every field of every kind, so that one test can serve them all."""

from __future__ import annotations

from typing import Any

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Children, ChildRows, Entity, Values
from crm_desktop.entity.fields import (
    Birthday,
    Choice,
    Day,
    Email,
    Link,
    LongText,
    Moment,
    Money,
    Number,
    Percent,
    Phone,
    Tick,
    Url,
    Whole,
)

WORDS = ("Birch", "Cedar", "Larch", "Rowan", "Aspen", "Hazel")


def value_for(company: Company, name: str, made: Any, number: int) -> Any:
    """A raw value that fits one field; `number` makes it differ between records."""
    if name == "hash":
        return None  # the fingerprint of a content that would have to be there
    if isinstance(made, Link):
        target = company.entity_of(made.rel_model)
        assert target is not None
        if target.model is made.model:
            return None
        return some_record(company, target)
    if isinstance(made, Choice):
        return made.options[number % len(made.options)].key
    if isinstance(made, Tick):
        return number % 2
    if isinstance(made, Email):
        return f"{name}{number}@example.com"
    if isinstance(made, Phone):
        return f"139{number:08d}"
    if isinstance(made, Url):
        return f"https://example.com/{number}"
    if isinstance(made, Birthday):
        return f"1980-03-{number % 28 + 1:02d}"
    if isinstance(made, Moment):
        return f"2026-11-{number % 20 + 1:02d}T{9 + number % 8:02d}:30:00"
    if isinstance(made, Day):
        return f"2026-11-{number % 20 + 1:02d}"
    if isinstance(made, Percent):
        return 100 * (number % 50 + 1)
    if isinstance(made, Number):
        return (number + 1) * 10**made.places
    if isinstance(made, Money | Whole):
        return 1000 + number
    if isinstance(made, LongText):
        return f"{WORDS[number % 6]} {name} {number}\nsecond line 第二行"
    if name in ("code", "number", "postcode", "barcode", "tax_number", "bank_account", "tax_invoice"):
        return f"{number:03d}7{number:05d}"
    return f"{WORDS[number % 6]} {name} 明远 {number}"


def some_record(company: Company, entity: Entity) -> int:
    """The first record of a kind, made if there is none."""
    found = company.execute(f'SELECT min(id) FROM "{entity.name}"').fetchone()[0]
    return found if found is not None else full_record(company, entity, 0)


def full_values(company: Company, entity: Entity, number: int) -> Values:
    values = {
        name: value_for(company, name, made, number)
        for name, made in entity.fields().items()
        if name not in ("net", "tax", "gross", "position")
    }
    if entity.about:
        values["kind"], values["row"] = "customer", some_record(company, company.entity("customer"))
    if entity.name == "event":
        values["end"] = values["start"][:11] + "23:00:00"
    if entity.name == "invoice":
        values["issued_on"], values["due_on"] = "2026-11-01", f"2026-11-{number % 20 + 2:02d}"
    if entity.tags:
        values["tags"] = [f"tag {number % 3}"]
    return values


def child_value(company: Company, entity: Entity, children: Children, name: str, number: int, place: int) -> Any:
    """A raw value of a child row; what it is known by, or links to the record's own kind, differs from row to row."""
    made = children.model._meta.fields[name]
    if isinstance(made, Link) and (made.rel_model is entity.model or (name == children.key and place)):
        kind = company.entity_of(made.rel_model)
        assert kind is not None
        title = f"Above {place}"
        found = company.execute(f'SELECT id FROM "{kind.name}" WHERE "{kind.title}" = ?', (title,)).fetchone()
        return found[0] if found else records.save(company, kind, {kind.title: title})
    return value_for(company, name, made, number + place)


def full_children(company: Company, entity: Entity, number: int) -> ChildRows:
    return {
        children.name: [
            {name: child_value(company, entity, children, name, number, place) for name in children.fields}
            for place in range(2)
        ]
        for children in entity.children
    }  # fmt: skip


def full_record(company: Company, entity: Entity, number: int) -> int:
    """A record with every field and two of each child row."""
    return records.save(
        company, entity, full_values(company, entity, number), children=full_children(company, entity, number)
    )


def snapshot(company: Company) -> dict[str, list[Any]]:
    """Every row of every journaled table, to compare two states of a file."""
    return {
        table: [tuple(row) for row in company.execute(f'SELECT * FROM "{table}" ORDER BY id')]
        for table in company.journal.models
    }
