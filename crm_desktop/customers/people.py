"""The people at a customer: who they are, what each does there, whom they report to, and whom to ask for what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crm_desktop.customers.model import Contact, Employment, Reporting
from crm_desktop.errors import Refused
from crm_desktop.i18n import _

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company
    from crm_desktop.entity.describe import ChildRows, Values

CURRENT: Final = "e.current = 1 AND (e.until IS NULL OR e.until >= :today)"
"""Whether an employment `e` still holds."""

INSTEAD: Final[dict[str, tuple[str, ...]]] = {
    "buys": ("buys", "decides"),
    "pays": ("pays", "buys"),
    "receives": ("receives",),
    "signs": ("signs", "decides"),
}
"""Who does it at a customer, the first that there is; anybody else would be a guess."""


class Person(NamedTuple):
    """One person as they stand at one customer."""

    id: int
    name: str
    job_title: str
    roles: tuple[str, ...]
    attitude: str | None
    until: str | None = None
    """The last day there, where it is over ("" where that day is not known)."""
    elsewhere: str = ""
    """The employer this person is known under, where it is another one."""
    outside: bool = False
    """Whether this person takes no part in the deal that is shown."""


class Line(NamedTuple):
    """A person reports to a boss; `type` is "solid" or "dotted"."""

    person: int
    boss: int
    type: str


class Employer(NamedTuple):
    """A further employer of a person, present or past."""

    customer: int
    name: str
    job_title: str
    since: str | None
    until: str | None
    current: bool


def people_of(company: Company, customer: int, today: date, *, former: bool = False) -> list[Person]:
    """Everybody who works at a customer now, those first who are known under it; `former` adds those who left."""
    rows = company.execute(
        "SELECT p.id, p.name, p.job_title, p.role, p.attitude, 1, NULL, '' FROM contact p WHERE p.customer = :customer"
        f" UNION ALL SELECT p.id, p.name, e.job_title, e.role, p.attitude, {CURRENT}, e.until,"
        " coalesce((SELECT c.name FROM customer c WHERE c.id = p.customer), '')"
        " FROM employment e JOIN contact p ON p.id = e.contact"
        " WHERE e.customer = :customer AND p.customer IS NOT e.customer",
        {"customer": customer, "today": today.isoformat()},
    ).fetchall()
    found: dict[int, Person] = {}
    for row, name, job, role, attitude, current, until, elsewhere in sorted(rows, key=lambda r: (r[7] != "", r[0])):
        if current:
            gone = None
        elif former:
            gone = until or ""
        else:
            continue
        person = Person(row, name, job or "", tuple(Contact.role.keys(role)), attitude, gone, elsewhere)
        if row not in found or (found[row].until is not None and gone is None):
            found[row] = person
    return list(found.values())


def lines_among(company: Company, people: Sequence[Person]) -> list[Line]:
    """Who of some people reports to whom of them; a person's first boss comes first."""
    import json

    ids = json.dumps([person.id for person in people])
    return [
        Line(*row)
        for row in company.execute(
            "SELECT r.contact, r.boss, r.type FROM reporting r"
            " WHERE r.contact IN (SELECT value FROM json_each(:ids)) AND r.boss IN (SELECT value FROM json_each(:ids))"
            " ORDER BY r.contact, r.position, r.id",
            {"ids": ids},
        )
    ]


def employers_of(company: Company, contact: int, today: date) -> list[Employer]:
    """The further employers of a person: the present ones, then the past ones, the latest first."""
    rows = company.execute(
        f"SELECT c.id, c.name, e.job_title, e.since, e.until, {CURRENT} FROM employment e"
        " JOIN customer c ON c.id = e.customer WHERE e.contact = :contact ORDER BY e.position, e.id",
        {"contact": contact, "today": today.isoformat()},
    ).fetchall()
    found = [Employer(row, name, job or "", since, until, bool(now)) for row, name, job, since, until, now in rows]
    past = sorted((one for one in found if not one.current), key=lambda one: one.until or "", reverse=True)
    return [one for one in found if one.current] + past


def person_for(company: Company, customer: int, deed: str, today: date) -> int | None:
    """Whom a document names for a deed ("buys", "pays", "receives", "signs"); None where the roles do not tell."""
    people = people_of(company, customer, today)
    for role in INSTEAD[deed]:
        for person in people:
            if role in person.roles:
                return person.id
    # A customer with one person leaves no choice, but who receives or signs is not known by that.
    return people[0].id if len(people) == 1 and deed in ("buys", "pays") else None


def people_for(company: Company, values: Values, deeds: Mapping[str, str], today: date) -> Values:
    """The people that the roles at a document's customer give to its blank fields; `deeds` says what each is for."""
    customer = values.get("customer")
    if not isinstance(customer, int):
        return {}
    found = {}
    for name, deed in deeds.items():
        if values.get(name) is None and (row := person_for(company, customer, deed, today)) is not None:
            found[name] = row
    return found


# Reporting ------------------------------------------------------------------------------------------------------------


def check_contact(company: Company, values: Values, children: ChildRows) -> Mapping[str, str] | None:
    """Nobody reports to themselves, to one person twice, or to somebody who reports to them."""
    me, bosses = values.get("id"), [row.get("boss") for row in children.get("bosses", ())]
    if len(set(bosses)) < len(bosses):
        return {"bosses": _("Reports to: the same person is given twice.")}
    for boss in bosses:
        if me is not None and boss is not None and (sentence := _circle(company, me, boss)):
            return {"bosses": sentence}
    for row in children.get("employments", ()):
        if row.get("since") and row.get("until") and row["until"] < row["since"]:
            return {"employments": _("Other employers: the last day is before the first one.")}
    return None


def _circle(company: Company, person: int, boss: int) -> str | None:
    """Why a person cannot report to a boss; None where nothing speaks against it."""
    if person == boss:
        return _("{name} cannot report to themselves.").format(name=_name(company, person))
    above = company.execute(
        "WITH RECURSIVE above(id) AS (SELECT :boss UNION SELECT r.boss FROM reporting r JOIN above a"
        " ON r.contact = a.id) SELECT 1 FROM above WHERE id = :person",
        {"boss": boss, "person": person},
    ).fetchone()
    if above is None:
        return None
    return _("{boss} already reports to {name}, directly or through others.").format(
        boss=_name(company, boss), name=_name(company, person)
    )


def _name(company: Company, contact: int) -> str:
    found = company.execute("SELECT name FROM contact WHERE id = ?", (contact,)).fetchone()
    return found[0] if found else f"#{contact}"


def report_to(
    company: Company, person: int, boss: int, *, also: bool = False, type: str = "solid", instead_of: int | None = None
) -> None:
    """Let a person report to a boss, in place of all present ones, of one of them, or (`also`) besides them."""
    if sentence := _circle(company, person, boss):
        raise Refused(sentence)
    title = _("{name} reports to {boss}").format(name=_name(company, person), boss=_name(company, boss))
    with company.journal.entry(title):
        if instead_of is not None and instead_of != boss:
            company.execute("DELETE FROM reporting WHERE contact = ? AND boss = ?", (person, instead_of))
        elif not also:
            company.execute("DELETE FROM reporting WHERE contact = ? AND boss <> ?", (person, boss))
        have = company.execute("SELECT id FROM reporting WHERE contact = ? AND boss = ?", (person, boss)).fetchone()
        if have:
            company.execute("UPDATE reporting SET type = ? WHERE id = ?", (type, have[0]))
            return
        last = company.execute("SELECT max(position) FROM reporting WHERE contact = ?", (person,)).fetchone()[0]
        company.execute(
            "INSERT INTO reporting (contact, boss, type, position) VALUES (?, ?, ?, ?)",
            (person, boss, type, (last or 0) + 1),
        )


def report_to_nobody(company: Company, person: int) -> None:
    """Take a person off all bosses, to the first row."""
    with company.journal.entry(_("{name} reports to nobody").format(name=_name(company, person))):
        company.execute("DELETE FROM reporting WHERE contact = ?", (person,))


def set_stance(company: Company, person: int, **values: Any) -> None:
    """Change the role or the attitude of a person, from the chart."""
    column, raw = next(iter(values.items()))
    made = Contact._meta.fields[column]
    shown = made.show(raw) or "—"
    title = _("{name}: {field} {value}").format(name=_name(company, person), field=made.title, value=shown)
    with company.journal.entry(title):
        company.execute(f'UPDATE contact SET "{column}" = ? WHERE id = ?', (raw, person))


PARTS: Final = (Contact.table(), Employment.table(), Reporting.table())
"""The tables that a chart is drawn from."""
