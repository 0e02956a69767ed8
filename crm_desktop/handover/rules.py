"""What goes over to somebody else, and doing it: one entry for customers, people, deals, tasks and orders alike."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from crm_desktop.company.model import Staff
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.errors import Cancelled, Refused
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted
from crm_desktop.store.sets import change_all
from crm_desktop.values.text import fold

OPEN: Final[Mapping[str, str]] = {
    "customer": "1",
    "contact": "1",
    "opportunity": "t.stage IN (SELECT id FROM stage WHERE outcome = 'open')",
    "order": "t.status = 'open'",
    "task": "t.done_at IS NULL",
    "event": "substr(t.start, 1, 10) >= :today",
    "territory": "1",
}
"""The kinds that have an owner, in the order they are told, and which of their records are not done with."""

CUSTOMER_OF: Final[Mapping[str, str]] = {
    "customer": "t.id",
    "contact": "t.customer",
    "opportunity": "t.customer",
    "order": "t.customer",
    "invoice": "t.customer",
    **dict.fromkeys(
        ("task", "event", "note", "attachment"),
        "CASE t.kind WHEN 'customer' THEN t.row"
        + "".join(
            f" WHEN '{kind}' THEN (SELECT x.customer FROM \"{kind}\" x WHERE x.id = t.row)"
            for kind in ("contact", "opportunity", "order", "invoice")
        )
        + " END",
    ),
}
"""The customer that a record belongs to, as SQL."""
LIST: Final = "(SELECT value FROM json_each(:customers))"


def at_customers(kind: str) -> str:
    """SQL that tells whether a record of a kind belongs to one of the :customers."""
    if kind == "customer":
        return f"t.id IN {LIST}"
    if kind not in ("task", "event", "note", "attachment"):
        return f"t.customer IN {LIST}"
    # By the kinds one by one, each of which an index finds.
    parts = [f"(t.kind = 'customer' AND t.row IN {LIST})"]
    parts += [
        f"(t.kind = '{other}' AND t.row IN (SELECT id FROM \"{other}\" WHERE customer IN {LIST}))"
        for other in ("contact", "opportunity", "order", "invoice")
    ]
    return f"({' OR '.join(parts)})"


@dataclass(frozen=True)
class Plan:
    """What would go over: by kind the records, all customers they belong to, and what is unpaid at these."""

    leaver: int | None
    parts: Mapping[str, Sequence[int]]
    customers: Sequence[int]
    unpaid: int
    unpaid_amount: int
    theirs: int = 0
    """How many of the customers that were chosen the receiver has already."""

    @property
    def count(self) -> int:
        """How many records go over."""
        return sum(map(len, self.parts.values()))


def plan(
    company: Company, today: date, *, leaver: int | None = None, customers: Sequence[int] = (), to: int | None = None
) -> Plan:
    """All that a leaver has open, or these customers with what their owner (or nobody) has open there.

    What the receiver has already does not go over.
    """
    given: dict[str, Any] = {"today": today.isoformat(), "customers": json.dumps(list(customers)), "to": to}
    if leaver is not None:
        given["leaver"] = leaver
    parts: dict[str, Sequence[int]] = {}
    found: set[int] = set(customers)
    for kind, still in OPEN.items():
        if leaver is not None:
            where = "t.owner = :leaver"
        elif kind == "territory":
            continue
        elif kind == "customer":
            where = at_customers(kind)
        else:
            owner = f"(SELECT c.owner FROM customer c WHERE c.id = {CUSTOMER_OF[kind]})"
            where = f"{at_customers(kind)} AND (t.owner IS NULL OR t.owner IS {owner})"
        customer = CUSTOMER_OF.get(kind, "NULL")
        rows = company.execute(
            f"SELECT t.id, {customer} FROM {quoted(kind)} t WHERE {where} AND {still} AND t.owner IS NOT :to"
            " ORDER BY t.id",
            given,
        ).fetchall()
        if rows:
            parts[kind] = array("q", (row for row, _customer in rows))
            found.update(at for _row, at in rows if at is not None)
    listed = sorted(found)
    theirs = 0
    if leaver is None and to is not None:
        theirs = company.execute(
            f"SELECT count(*) FROM customer t WHERE {at_customers('customer')} AND t.owner = :to", given
        ).fetchone()[0]
    return Plan(leaver, parts, listed, *_unpaid(company, listed), theirs)


def _unpaid(company: Company, customers: Sequence[int]) -> tuple[int, int]:
    amount = company.column(company.entity("invoice"), "open_amount").sql.replace("{t}", "t")
    count, total = company.execute(
        f"SELECT count(*), coalesce(sum({amount}), 0) FROM invoice t"
        f" WHERE t.status = 'issued' AND {at_customers('invoice')}",
        {"customers": json.dumps(list(customers))},
    ).fetchone()
    return int(count), int(total)


def hand_over(
    company: Company,
    planned: Plan,
    to: int,
    *,
    left: bool = False,
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> int:
    """Give what was planned to somebody, as one entry; `left`: the leaver does not work here any more.

    Returns how many records were given; Refused where it cannot be.
    """
    staff = company.entity(Staff.table())
    if to == planned.leaver:
        raise Refused(_("Choose somebody else as the receiver: nobody hands over to themselves."))
    if not records.read(company, staff, to)["active"]:
        raise Refused(_("{name} does not work here any more.").format(name=company.title(staff, to)))
    if not planned.count:
        raise Refused(_("There is nothing to hand over."))

    def stop() -> None:
        if stopped is not None and stopped():
            raise Cancelled

    done = 0
    with company.journal.entry(title_of(company, planned, to)):
        for kind, rows in planned.parts.items():
            done += change_all(company.journal, company.entity(kind).model, rows, {"owner": to}, stop=stop)
            if progress is not None:
                progress(done, planned.count)
        if left and planned.leaver is not None:
            records.save(company, staff, {"active": 0}, row=planned.leaver)
    return done


def title_of(company: Company, planned: Plan, to: int) -> str:
    """What the history calls it: "Hand over 34 customers from Ann to Bo"."""
    staff = company.entity(Staff.table())
    kind = "customer" if "customer" in planned.parts else next(iter(planned.parts))
    what, receiver = company.entity(kind).count(len(planned.parts[kind])), company.title(staff, to)
    if planned.leaver is None:
        return _("Hand over {what} to {to}").format(what=what, to=receiver)
    return _("Hand over {what} from {leaver} to {to}").format(
        what=what, leaver=company.title(staff, planned.leaver), to=receiver
    )


def already_theirs(company: Company, planned: Plan, to: int | None) -> str:
    """What is said of chosen customers that the receiver has already; empty where there are none."""
    if not planned.theirs or to is None:
        return ""
    return _("already with {name}: {what}").format(
        name=company.title(company.entity(Staff.table()), to), what=company.entity("customer").count(planned.theirs)
    )


def staff_named(company: Company, text: str) -> int:
    """The staff member of that number, name or id; Refused where there is none, or more than one."""
    wanted = fold(text.strip())
    found = [
        row
        for row, name, code in company.execute("SELECT id, name, code FROM staff").fetchall()
        if wanted in (fold(name), fold(code or ""), str(row))
    ]
    if not found:
        raise Refused(_("There is nobody called “{text}” among the staff.").format(text=text))
    if len(found) > 1:
        raise Refused(
            _("{n} people among the staff are called “{text}”. Give the staff number.").format(n=len(found), text=text)
        )
    return int(found[0])
