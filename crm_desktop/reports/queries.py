"""What the home page tells: counts, what is due, new customers by month, the open pipeline by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any, Final

from crm_desktop.entity import query
from crm_desktop.entity.company import Company
from crm_desktop.entity.fields import Money
from crm_desktop.entity.query import Condition, ListQuery
from crm_desktop.i18n import N_, _, language, n_
from crm_desktop.values.birthdays import age_on
from crm_desktop.values.money import compact, format_amount
from crm_desktop.values.showndates import show_month

AHEAD: Final = 7
"""Days that "what is due" looks ahead."""
MOST: Final = 150
"""Things due that are listed; more are only told."""
FOREVER: Final = "0000-01-01"
MONTHS: Final = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
    N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One number of the business, and the list that is behind it."""

    title: str
    value: str
    note: str
    tone: str
    """How the note stands: "neutral", "good", "warning", "bad"."""
    kind: str
    list: ListQuery


@dataclass(frozen=True)
class Due:
    """One thing that wants doing by a day."""

    kind: str
    row: int
    title: str
    detail: str
    on: date
    clock: str = ""
    """When on that day, as 14:30, where there is a time."""


@dataclass(frozen=True)
class Agenda:
    """What is due: today, before, and in the days ahead."""

    today: tuple[Due, ...]
    overdue: tuple[Due, ...]
    ahead: tuple[Due, ...]
    more_overdue: bool = False
    """Whether more is overdue than is listed."""


Span = tuple[str, str]
"""The first and the last day, as they are stored."""
Source = Callable[[Company, date, Span], Iterator[Due]]


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, how long it is, and what it says."""

    label: str
    length: float
    shown: str
    detail: str


@dataclass(frozen=True)
class Chart:
    """A row of bars; `empty` is said where all of them are 0."""

    title: str
    bars: tuple[Bar, ...]
    total: str
    empty: str

    @property
    def blank(self) -> bool:
        return not any(bar.length for bar in self.bars)


def is_new(company: Company) -> bool:
    """Whether there is nothing yet that a page could tell about."""
    tables = ("customer", "contact", "product", "opportunity", "invoice", '"order"', "task", "event")
    return not any(company.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in tables)


def figures(company: Company, today: date) -> list[Figure]:
    """The counts at the head of the home page."""
    return [figure(company, today) for figure in (_customers, _opportunities, _orders, _unpaid)]


def due(company: Company, today: date) -> Agenda:
    """Tasks, next steps, events and invoices due until a week from today, in the order of their days."""
    before, until = (today - timedelta(days=1)).isoformat(), (today + timedelta(days=AHEAD)).isoformat()
    sources: tuple[Source, ...] = (_tasks, _steps, _deals, _events, _invoices, _birthdays)
    late = _sorted(sources, company, today, (FOREVER, before))
    near = _sorted(sources, company, today, (today.isoformat(), until))
    return Agenda(
        today=tuple(one for one in near if one.on == today),
        overdue=tuple(late[:MOST]),
        ahead=tuple(one for one in near if one.on > today)[:MOST],
        more_overdue=len(late) > MOST,
    )


def _sorted(sources: Sequence[Source], company: Company, today: date, span: tuple[str, str]) -> list[Due]:
    found = [one for source in sources for one in islice(source(company, today, span), MOST + 1)]
    return sorted(found, key=lambda one: (one.on, one.clock or "99", one.title))


def new_customers(company: Company, today: date) -> Chart:
    """How many customers were added in each of the last twelve months, the present one last."""
    first = _month_before(today, 11)
    counted = dict(
        company.execute(
            "SELECT substr(created, 1, 7), count(*) FROM customer WHERE created >= ? AND created < ? GROUP BY 1",
            (first.isoformat(), _month_before(today, -1).isoformat()),
        ).fetchall()
    )
    bars = []
    for back in range(11, -1, -1):
        month = _month_before(today, back)
        number = counted.get(f"{month:%Y-%m}", 0)
        name = _(MONTHS[month.month - 1])
        said = _("{month}: {what}").format(
            month=show_month(month), what=n_("{n} new customer", "{n} new customers", number)
        )
        bars.append(Bar(name, number, f"{number:,}" if number else "", said))
    total = n_("{n} in 12 months", "{n} in 12 months", sum(counted.values()))
    return Chart(_("New customers"), tuple(bars), total, _("Customers you add or bring in are counted here by month."))


def open_pipeline(company: Company) -> Chart:
    """The amounts of open opportunities at each stage, in the stages' order."""
    rows = company.execute(
        "SELECT s.name, s.probability, count(o.id), coalesce(sum(o.amount), 0) FROM stage s"
        " LEFT JOIN opportunity o ON o.stage = s.id WHERE s.outcome = 'open' GROUP BY s.id ORDER BY s.position, s.id"
    ).fetchall()
    bars = []
    for name, chance, number, amount in rows:
        said = _("{stage} ({chance} %): {what}, {amount}").format(
            stage=name,
            chance=f"{(chance or 0) / 100:g}",
            what=company.entity("opportunity").count(number),
            amount=_money(amount),
        )
        shown = compact(amount, Money.currency, language()) if amount else ""
        bars.append(Bar(name, float(amount), shown, said))
    total = _money(sum(row[3] for row in rows))
    return Chart(_("Open pipeline"), tuple(bars), total, _("Opportunities that may be won are added up here by stage."))


# Figures --------------------------------------------------------------------------------------------------------------


def _customers(company: Company, today: date) -> Figure:
    number = _count(company, "customer", ListQuery(), today)
    this_month = ListQuery(conditions=(Condition("created", "at_least", today.replace(day=1).isoformat()),))
    new = _count(company, "customer", this_month, today)
    note = n_("{n} new this month", "{n} new this month", new) if new else _("None new this month")
    return Figure(_("Customers"), f"{number:,}", note, "good" if new else "neutral", "customer", ListQuery())


def _opportunities(company: Company, today: date) -> Figure:
    opened = ListQuery(ready=("open",))
    number = _count(company, "opportunity", opened, today)
    weighted = _sum(company, "opportunity", opened, "weighted", today)
    note = _("Weighted {amount}").format(amount=_money(weighted))
    return Figure(_("Open opportunities"), f"{number:,}", note, "neutral", "opportunity", opened)


def _orders(company: Company, today: date) -> Figure:
    opened = ListQuery(ready=("open",))
    number = _count(company, "order", opened, today)
    late = _count(company, "order", ListQuery(ready=("late",)), today)
    note = n_("{n} late", "{n} late", late) if late else _("None late")
    return Figure(_("Open orders"), f"{number:,}", note, "warning" if late else "neutral", "order", opened)


def _unpaid(company: Company, today: date) -> Figure:
    unpaid = ListQuery(ready=("unpaid",))
    number = _count(company, "invoice", unpaid, today)
    amount = _sum(company, "invoice", unpaid, "open_amount", today)
    late = _count(company, "invoice", ListQuery(ready=("overdue",)), today)
    note = company.entity("invoice").count(number)
    if late:
        note = _("{all}, {late} overdue").format(all=note, late=f"{late:,}")
    return Figure(_("Unpaid"), _money(amount), note, "bad" if late else "neutral", "invoice", unpaid)


def _count(company: Company, kind: str, wanted: ListQuery, today: date) -> int:
    return query.count(company, company.entity(kind), wanted, today=today)


def _sum(company: Company, kind: str, wanted: ListQuery, column: str, today: date) -> int:
    return query.sums(company, company.entity(kind), wanted, [column], today=today)[column] or 0


# What is due ----------------------------------------------------------------------------------------------------------


def _tasks(company: Company, today: date, span: Span) -> Iterator[Due]:
    wanted = ListQuery(conditions=(Condition("due", "between", span),), ready=("open",), order=("due",))
    for row, title, day, about in _rows(company, "task", wanted, ("title", "due", "about"), today):
        yield Due("task", row, title, about or "", date.fromisoformat(day))


def _steps(company: Company, today: date, span: Span) -> Iterator[Due]:
    wanted = ListQuery(conditions=(Condition("next_on", "between", span),), order=("next_on",))
    for row, step, day, name in _rows(company, "customer", wanted, ("next_step", "next_on", "name"), today):
        yield Due("customer", row, step or _("Next step"), name, date.fromisoformat(day))


def _deals(company: Company, today: date, span: Span) -> Iterator[Due]:
    wanted = ListQuery(conditions=(Condition("next_on", "between", span),), ready=("open",), order=("next_on",))
    columns = ("next_step", "next_on", "name", "customer")
    for row, step, day, name, customer in _rows(company, "opportunity", wanted, columns, today):
        yield Due("opportunity", row, step or _("Next step"), f"{name} · {customer}", date.fromisoformat(day))


def _events(company: Company, today: date, span: Span) -> Iterator[Due]:
    if span[0] < today.isoformat():
        return  # what took place is not overdue
    near, still = Condition("start", "between", span), Condition("done_at", "empty")
    columns = ("title", "start", "about", "place", "all_day")
    wanted = ListQuery(conditions=(near, still), order=("start",))
    for row, title, start, about, place, all_day in _rows(company, "event", wanted, columns, today):
        detail = " · ".join(part for part in (about, place) if part)
        yield Due("event", row, title, detail, date.fromisoformat(start[:10]), "" if all_day else start[11:16])


def _invoices(company: Company, today: date, span: Span) -> Iterator[Due]:
    wanted = ListQuery(conditions=(Condition("due_on", "between", span),), ready=("unpaid",), order=("due_on",))
    columns = ("number", "due_on", "customer", "open_amount")
    for row, number, day, customer, amount in _rows(company, "invoice", wanted, columns, today):
        title = _("Invoice {number}, {amount}").format(number=number or f"#{row}", amount=_money(amount or 0))
        yield Due("invoice", row, title, customer or "", date.fromisoformat(day))


def _birthdays(company: Company, today: date, span: Span) -> Iterator[Due]:
    if span[0] < today.isoformat():
        return  # a birthday that is past comes again
    rows = company.execute(
        "SELECT p.id, p.name, p.birthday, next_birthday(p.birthday, :today) AS day,"
        " (SELECT c.name FROM customer c WHERE c.id = p.customer) FROM contact p"
        " WHERE p.birthday IS NOT NULL AND day BETWEEN :first AND :last ORDER BY day",
        {"today": today.isoformat(), "first": span[0], "last": span[1]},
    )
    for row, name, birthday, day, customer in rows:
        on = date.fromisoformat(day)
        age = age_on(birthday, on)
        title = _("{name} turns {age}").format(name=name, age=age) if age else _("Birthday of {name}").format(name=name)
        yield Due("contact", row, title, customer or "", on)


def _rows(company: Company, kind: str, wanted: ListQuery, columns: Sequence[str], today: date) -> Iterator[Any]:
    return query.every(company, company.entity(kind), wanted, columns, today=today)


def _month_before(day: date, months: int) -> date:
    """The first day of the month that lies so many months before; negative ones lie after."""
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _money(minor: int) -> str:
    return format_amount(minor, Money.currency, language())
