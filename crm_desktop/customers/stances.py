"""Who stands how in one deal: role and attitude there, beside those that a person has at the customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_desktop.customers.model import Contact, Customer, Stance
from crm_desktop.customers.people import Person
from crm_desktop.entity.fields import Link
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company
    from crm_desktop.entity.describe import Children, ChildRows, Entity, Values


class Deal(NamedTuple):
    """A record with people of its own: an opportunity."""

    kind: str
    row: int
    title: str


def kinds_with_people(company: Company) -> list[tuple[Entity, Children]]:
    """The kinds of record that have people with a role and an attitude each."""
    return [
        (entity, children)
        for entity in company.entities
        for children in entity.children
        if issubclass(children.model, Stance)
    ]


def tables(company: Company) -> set[str]:
    """The tables from which this reads."""
    pairs = kinds_with_people(company)
    return {entity.name for entity, _people in pairs} | {people.model.table() for _kind, people in pairs}


def deals_of(company: Company, customer: int) -> list[Deal]:
    """The deals with a customer, the newest first."""
    found = []
    for entity, _people in kinds_with_people(company):
        for made in entity.fields().values():
            if isinstance(made, Link) and made.rel_model is Customer:
                sql = f"SELECT id FROM {quoted(entity.name)} WHERE {quoted(made.column_name)} = ? ORDER BY id DESC"
                rows = [row for (row,) in company.execute(sql, (customer,))]
                titles = company.titles(entity, rows)
                found += [Deal(entity.name, row, titles[row]) for row in rows]
    return found


def in_deal(company: Company, deal: Deal, people: Sequence[Person]) -> list[Person]:
    """The same people as they stand in a deal, those who are not in it marked; then those who come from elsewhere."""
    children = _people_of(company, deal)
    rows = company.execute(
        f"SELECT s.contact, s.role, s.attitude, p.name, p.job_title,"
        " coalesce((SELECT c.name FROM customer c WHERE c.id = p.customer), '')"
        f" FROM {children.model.table()} s JOIN {Contact.table()} p ON p.id = s.contact"
        f" WHERE s.{quoted(children.link)} = ? ORDER BY s.position, s.id",
        (deal.row,),
    ).fetchall()
    stances = {contact: (tuple(Contact.role.keys(role)), attitude) for contact, role, attitude, *_rest in rows}
    found = []
    for person in people:
        roles, attitude = stances.get(person.id, ((), None))
        found.append(person._replace(roles=roles, attitude=attitude, outside=person.id not in stances))
    known = {person.id for person in people}
    for contact, _role, _attitude, name, job, elsewhere in rows:
        if contact not in known:
            roles, attitude = stances[contact]
            found.append(Person(contact, name, job or "", roles, attitude, elsewhere=elsewhere))
    return found


def set_stance_in(company: Company, deal: Deal, person: int, **values: Any) -> None:
    """Change the role or the attitude of a person in a deal; who was not in it is taken in."""
    children = _people_of(company, deal)
    column, raw = next(iter(values.items()))
    made = Contact._meta.fields[column]
    name = company.title(company.entity(Contact.table()), person)
    title = _("{name} in {deal}: {field} {value}").format(
        name=name, deal=deal.title, field=made.title, value=made.show(raw) or "—"
    )
    with company.journal.entry(title):
        row = _taken_in(company, children, deal, person)
        company.execute(f"UPDATE {children.model.table()} SET {quoted(column)} = ? WHERE id = ?", (raw, row))


def take_in(company: Company, deal: Deal, person: int) -> None:
    """Take a person into a deal, with the role and attitude that they have at the customer."""
    name = company.title(company.entity(Contact.table()), person)
    with company.journal.entry(_("{name} takes part in {deal}").format(name=name, deal=deal.title)):
        _taken_in(company, _people_of(company, deal), deal, person)


def leave_out(company: Company, deal: Deal, person: int) -> None:
    """Take a person out of a deal."""
    children = _people_of(company, deal)
    name = company.title(company.entity(Contact.table()), person)
    with company.journal.entry(_("{name} takes no part in {deal}").format(name=name, deal=deal.title)):
        company.execute(
            f"DELETE FROM {children.model.table()} WHERE {quoted(children.link)} = ? AND contact = ?",
            (deal.row, person),
        )


def check_stances(_company: Company, _values: Values, children: ChildRows) -> Mapping[str, str] | None:
    """Nobody is in a deal twice."""
    people = [row.get("contact") for row in children.get("people", ())]
    if len(set(people)) < len(people):
        return {"people": _("People in the deal: the same person is given twice.")}
    return None


def _people_of(company: Company, deal: Deal) -> Children:
    return next(people for entity, people in kinds_with_people(company) if entity.name == deal.kind)


def _taken_in(company: Company, children: Children, deal: Deal, person: int) -> int:
    """The row of a person in a deal; made with what is known of them where there is none."""
    table, link = children.model.table(), quoted(children.link)
    found = company.execute(f"SELECT id FROM {table} WHERE {link} = ? AND contact = ?", (deal.row, person)).fetchone()
    if found:
        return int(found[0])
    made = company.execute(
        f"INSERT INTO {table} ({link}, contact, role, attitude, position)"
        f" SELECT ?, id, role, attitude, (SELECT coalesce(max(position), 0) + 1 FROM {table} WHERE {link} = ?)"
        f" FROM {Contact.table()} WHERE id = ?",
        (deal.row, deal.row, person),
    )
    return int(made.lastrowid)
