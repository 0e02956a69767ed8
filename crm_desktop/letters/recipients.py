"""Whom a letter can go to: the people of a record with their addresses, the likeliest for its purpose first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.customers.model import Contact
from crm_desktop.customers.people import CURRENT, INSTEAD
from crm_desktop.entity.fields import Email, Link, Phone

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company
    from crm_desktop.entity.describe import Entity

WAYS: Final[dict[str, tuple[str, ...]]] = {"mail": ("email",), "fax": ("fax",), "message": ("wechat", "mobile")}
"""How a letter goes, by the type of the note that it leaves, and the sorts of numbers it goes to."""
CHUNK: Final = 400
MOST_PEOPLE: Final = 200
"""People of one customer that are looked at."""


@dataclass(frozen=True)
class Recipient:
    """Somebody with an address; a message may go to somebody without one."""

    kind: str
    row: int
    name: str
    address: str
    job_title: str = ""
    roles: tuple[str, ...] = ()

    @property
    def person(self) -> int | None:
        """The contact, where it is one."""
        return self.row if self.kind == "contact" else None


def of_record(company: Company, kind: str, row: int, way: str, today: date) -> list[Recipient]:
    """Everybody that a letter about a record can go to: whom it names, the company, the people there."""
    if kind == "customer":
        return of_customers(company, [row], way, today)[row]
    if kind == "contact":
        return of_contacts(company, [row], way)[row]
    entity = company.entity(kind)
    if entity.about:
        about = company.execute(f'SELECT kind, row FROM "{kind}" WHERE id = ?', (row,)).fetchone()
        known = about is not None and about[1] is not None
        return of_record(company, about[0], about[1], way, today) if known else []
    customers, contacts = _linked(company, entity, row)
    found = _own_address(company, entity, row, way)
    for contact in contacts:
        found += of_contacts(company, [contact], way)[contact]
    for customer in customers:
        found += of_customers(company, [customer], way, today)[customer]
    return list({(one.kind, one.row, one.address): one for one in reversed(found)}.values())[::-1]


def of_contacts(company: Company, rows: Sequence[int], way: str) -> dict[int, list[Recipient]]:
    """The addresses of people, by person."""
    found: dict[int, list[Recipient]] = {row: [] for row in rows}
    addresses = _addresses(company, "contact", rows, way)
    for row, name, job, role in _read(
        company, "SELECT id, name, job_title, role FROM contact WHERE id IN ({marks})", rows
    ):
        for address in addresses.get(row) or ([""] if way == "message" else []):
            found[row].append(Recipient("contact", row, name, address, job or "", tuple(Contact.role.keys(role))))
    return found


def of_customers(company: Company, rows: Sequence[int], way: str, today: date) -> dict[int, list[Recipient]]:
    """The people at customers with their addresses, then the company's own, by customer."""
    found: dict[int, list[Recipient]] = {row: [] for row in rows}
    staff = _people_at(company, rows, today)
    people = {contact for _customer, contact, *_rest in staff}
    reached = of_contacts(company, sorted(people), way)
    for customer, contact, job, roles in staff:
        found[customer] += [
            Recipient(one.kind, one.row, one.name, one.address, job, roles) for one in reached.get(contact, ())
        ]
    own = _addresses(company, "customer", rows, way)
    for row, name in _read(company, "SELECT id, name FROM customer WHERE id IN ({marks})", rows):
        found[row] += [Recipient("customer", row, name, address) for address in own.get(row, ())]
        if way == "message" and not found[row]:
            found[row].append(Recipient("customer", row, name, ""))
    return found


def proposed(found: Sequence[Recipient], role: str | None) -> Recipient | None:
    """The likeliest of them: who has the role, or one that stands for it; else the first."""
    for wanted in INSTEAD.get(role or "", ()):
        for one in found:
            if wanted in one.roles:
                return one
    return next(iter(found), None)


# Inside ---------------------------------------------------------------------------------------------------------------


def _read(company: Company, sql: str, rows: Sequence[int], *more: Any) -> Iterable[tuple[Any, ...]]:
    for start in range(0, len(rows), CHUNK):
        some = list(rows[start : start + CHUNK])
        yield from company.execute(sql.format(marks=",".join("?" * len(some))), [*some, *more]).fetchall()


def _addresses(company: Company, kind: str, rows: Sequence[int], way: str) -> dict[int, list[str]]:
    types = WAYS[way]
    found: dict[int, list[tuple[int, str]]] = {}
    sql = f"SELECT {kind}, type, value FROM reach WHERE {kind} IN ({{marks}}) ORDER BY position, id"
    for row, type, value in _read(company, sql, rows):
        if type in types:
            found.setdefault(row, []).append((types.index(type), value))
    made = {row: [value for _place, value in sorted(values, key=lambda one: one[0])] for row, values in found.items()}
    # A message goes to the one name in WeChat; the number is only a help where there is none.
    return {row: values[:1] for row, values in made.items()} if way == "message" else made


def _people_at(company: Company, rows: Sequence[int], today: date) -> list[tuple[int, int, str, tuple[str, ...]]]:
    """(customer, contact, job title, roles) of everybody who works there now, those known under it first."""
    known = "SELECT customer, id, job_title, role FROM contact WHERE customer IN ({marks}) ORDER BY id"
    found = list(_read(company, known, rows))
    current = CURRENT.replace(":today", "?")
    found += _read(
        company,
        f"SELECT e.customer, e.contact, e.job_title, e.role FROM employment e WHERE e.customer IN ({{marks}})"
        f" AND {current} ORDER BY e.id",
        rows,
        today.isoformat(),
    )
    kept: dict[tuple[int, int], tuple[int, int, str, tuple[str, ...]]] = {}
    counts: dict[int, int] = {}
    for customer, contact, job, role in found:
        if (customer, contact) not in kept and counts.get(customer, 0) < MOST_PEOPLE:
            counts[customer] = counts.get(customer, 0) + 1
            kept[customer, contact] = (customer, contact, job or "", tuple(Contact.role.keys(role)))
    return list(kept.values())


def _linked(company: Company, entity: Entity, row: int) -> tuple[list[int], list[int]]:
    """The customers and the contacts that a record names."""
    found: dict[str, list[int]] = {"customer": [], "contact": []}
    links = [made for made in entity.fields().values() if isinstance(made, Link) and made.rel_model.table() in found]
    if not links:
        return [], []
    columns = ", ".join(f'"{made.column_name}"' for made in links)
    values = company.execute(f'SELECT {columns} FROM "{entity.name}" WHERE id = ?', (row,)).fetchone() or ()
    for made, target in zip(links, values, strict=False):
        if target is not None and target not in found[made.rel_model.table()]:
            found[made.rel_model.table()].append(target)
    return found["customer"], found["contact"]


def _own_address(company: Company, entity: Entity, row: int, way: str) -> list[Recipient]:
    """The address in a field of the record itself, as a member of staff has it."""
    wanted = {"mail": Email, "message": Phone}.get(way)
    if wanted is None:
        return []
    names = [made.column_name for made in entity.fields().values() if isinstance(made, wanted)]
    if not names:
        return []
    columns = ", ".join(f'"{name}"' for name in names)
    values = company.execute(f'SELECT {columns} FROM "{entity.name}" WHERE id = ?', (row,)).fetchone() or ()
    title = company.title(entity, row)
    return [Recipient(entity.name, row, title, value) for value in values if value]
