"""What people add to the window: actions in its menus, and parts of the pane of a customer and of a contact."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.customers.model import ATTITUDES, SIGNS, Contact, Tier
from crm_desktop.customers.people import Person, employers_of, people_of
from crm_desktop.customers.stances import Deal, in_deal
from crm_desktop.customers.terms import NAMES, Terms, terms_of
from crm_desktop.entity import query
from crm_desktop.i18n import N_, _, language
from crm_desktop.ui import theme
from crm_desktop.ui.actions import Action
from crm_desktop.ui.record import panes
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.widgets import Pill, button, flow, label
from crm_desktop.values.birthdays import age_on, next_birthday, show_birthday
from crm_desktop.values.dates import relative_day
from crm_desktop.values.showndates import show_date

if TYPE_CHECKING:
    from crm_desktop.customers.ui.phone_page import PhonePage
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.window import Window

MOST = 10
"""People that the pane lists; the chart shows all."""


# Actions --------------------------------------------------------------------------------------------------------------


def actions(window: MainWindow) -> list[Action]:
    """The phone book, the chart and the code, wherever one is."""

    def make(name: str, text: str, keys: str, icon: str, run: Callable[[PhonePage], object]) -> Action:
        def go() -> None:
            from crm_desktop.customers.ui.phone_page import PhonePage

            page = window.page("phonebook")
            if isinstance(page, PhonePage):
                run(page)

        return Action(f"phonebook.{name}", text, keys, icon, go, "file", page="phonebook", group=5)

    chart, code = N_("Organisation c&hart…"), N_("Show &QR code…")
    return [
        Action("people.chart", chart, "Ctrl+Shift+H", "staff", lambda: chart_of_shown(window), "record",
               lambda: _customer_shown(window) is not None, group=3),
        Action("people.code", code, "Ctrl+Shift+Q", "mobile", lambda: code_of_shown(window), "record",
               lambda: _card_shown(window) is not None, group=3),
        Action("people.book", N_("Phone &book"), "Ctrl+Shift+P", "phone", lambda: window.show_page("phonebook"), "view",
               on=lambda: window.current() == "phonebook", group=1, under=N_("&Other pages")),
        make("print", N_("&Print the booklet"), "Ctrl+P", "print", lambda page: page.preview()),
        make("booklet", N_("Save the &booklet…"), "Ctrl+Alt+P", "pdf", lambda page: page.save_booklet()),
        make("cards", N_("Save as .&vcf…"), "Ctrl+Alt+V", "export", lambda page: page.save_cards()),
    ]  # fmt: skip


def _card_shown(window: MainWindow) -> tuple[str, int] | None:
    from crm_desktop.customers.ui.phone_page import PhonePage

    page = window.page()
    if isinstance(page, PhonePage):
        entry = page.chosen()
        return (entry.kind, entry.row) if entry is not None else None
    shown = window.record_shown()
    return shown if shown is not None and shown[0] in ("customer", "contact") else None


def _customer_shown(window: MainWindow) -> int | None:
    """The customer that is shown, or the one of the contact, deal or document that is."""
    shown = _card_shown(window) or window.record_shown()
    if shown is None:
        return None
    kind, row = shown
    if kind == "customer":
        return row
    made = window.company.entity(kind).fields().get("customer")
    if made is None:
        return None
    found = window.company.execute(f'SELECT customer FROM "{kind}" WHERE id = ?', (row,)).fetchone()
    return found[0] if found else None


def chart_of_shown(window: MainWindow) -> None:
    """Open the chart of the customer that is shown; of a deal that is, as the people stand in it."""
    if (customer := _customer_shown(window)) is not None:
        open_chart(window, customer, window.record_shown())


def code_of_shown(window: MainWindow) -> None:
    """Show the QR code of the customer or contact that is shown."""
    if (shown := _card_shown(window)) is not None:
        open_code(window, *shown)


def open_chart(window: Window, customer: int, deal: tuple[str, int] | None = None) -> None:
    """Open the organisation chart of a customer, as its people stand in a deal where one is given."""
    from crm_desktop.customers.ui.chart_dialog import ChartDialog
    from crm_desktop.ui.widgets.dialogs import show

    show(ChartDialog(window, customer, window if isinstance(window, QWidget) else None, deal=deal))


def open_code(window: Window, kind: str, row: int) -> None:
    """Show the card of a customer or contact as a QR code."""
    from crm_desktop.customers.ui.qr_dialog import QrDialog
    from crm_desktop.ui.widgets.dialogs import show

    made = window.attempt(lambda: QrDialog(window, kind, row, window if isinstance(window, QWidget) else None))
    if made is not None:
        show(made)


# Parts of the pane ----------------------------------------------------------------------------------------------------


def parts(kind: str) -> dict[str, Callable[[Window, int], QWidget | None]]:
    """The parts of a kind's pane by name; one called as a list of the pane stands in its place."""
    if kind == "customer":
        return {"contact": people_part, "terms": terms_part}
    if kind == "contact":
        return {"card": card_part, "employments": employers_part}
    return {"people": partial(deal_part, kind)}


def deal_part(kind: str, window: Window, row: int) -> QWidget | None:
    """The people in a deal with role and attitude there, and the chart that shows them."""
    company = window.company
    customer = company.execute(f'SELECT customer FROM "{kind}" WHERE id = ?', (row,)).fetchone()
    people = in_deal(company, Deal(kind, row, ""), ())
    if not people and (customer is None or not people_of(company, customer[0], window.today())):
        return None
    made, layout = panes.section(_("People in the deal"))
    at = company.title(company.entity("customer"), customer[0])
    for person in people[:MOST]:
        layout.addWidget(_person_line(window, person._replace(elsewhere="") if person.elsewhere == at else person))
    show = partial(open_chart, window, customer[0], (kind, row))
    layout.addWidget(panes.more(_("Organisation chart of this deal"), show))
    return made


def terms_part(window: Window, row: int) -> QWidget | None:
    """What the customer is given, by its tier or of its own, and whether it owes more than it may."""
    terms = terms_of(window.company, row)
    over = _over_the_limit(window, row, terms)
    given = [name for name in NAMES if getattr(terms, name) is not None]
    if not given and not over:
        return None
    made, layout = panes.section(_("Terms · tier {tier}").format(tier=terms.tier) if terms.tier else _("Terms"))
    layout.addWidget(flow(*(_term(name, terms) for name in given), gap=4))
    if over:
        layout.addWidget(label(over, "bad", wrap=True))
    return made


terms_part.reads = (Tier.table(),)  # type: ignore[attr-defined]
terms_part.tells = ("tier", *NAMES)  # type: ignore[attr-defined]


def _term(name: str, terms: Terms) -> QWidget:
    """One of the terms; where there is a tier, what was agreed with this customer alone says so."""
    value = _shown(name, getattr(terms, name))
    if terms.from_tier and name not in terms.from_tier:
        value = _("{value} (own)").format(value=value)
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, theme.px(14), 0)
    line.setSpacing(theme.px(6))
    line.addWidget(label(Tier._meta.fields[name].title, "secondary"))
    line.addWidget(label(value))
    return made


def _shown(name: str, raw: object) -> str:
    return str(Tier._meta.fields[name].show(raw))


def _over_the_limit(window: Window, row: int, terms: Terms) -> str:
    """A sentence where the customer owes more than its credit limit."""
    kind = window.company.entity("customer")
    if terms.credit_limit is None or "owes" not in window.company.columns(kind):
        return ""
    owes = query.page(window.company, kind, [row], ["owes"])[row][0] or 0
    if owes <= terms.credit_limit:
        return ""
    return _("Owes {amount} more than the credit limit of {limit}").format(
        amount=_shown("credit_limit", owes - terms.credit_limit), limit=_shown("credit_limit", terms.credit_limit)
    )


def people_part(window: Window, row: int) -> QWidget | None:
    """The people at a customer with what each does there; those who left come last."""
    people = people_of(window.company, row, window.today(), former=True)
    if not people:
        return None
    made, layout = panes.section(_("People"))
    people.sort(key=lambda person: person.until is not None)
    for person in people[:MOST]:
        layout.addWidget(_person_line(window, person))
    text = _("Organisation chart")
    if len(people) > MOST:
        text = _("Organisation chart, and {n} more").format(n=f"{len(people) - MOST:,}")
    layout.addWidget(panes.more(text, partial(open_chart, window, row)))
    return made


def _person_line(window: Window, person: Person) -> QWidget:
    made = QWidget()
    line = QHBoxLayout(made)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.px(8))
    line.addWidget(ClickText(person.name, partial(window.open_record, "contact", person.id)))
    option = next((one for one in ATTITUDES if one.key == person.attitude), None)
    if option is not None:
        sign = Pill(SIGNS[option.key], option.tone)
        sign.setToolTip(_(option.title))
        sign.setAccessibleName(_(option.title))
        line.addWidget(sign)
    roles = Contact.role.show(" ".join(person.roles)) if person.roles else ""
    rest = [person.job_title, roles, person.elsewhere]
    if person.until is not None:
        left = _("until {day}").format(day=_day(person.until)) if person.until else _("earlier")
        rest = [left, person.job_title, person.elsewhere]
    line.addWidget(panes.elided(" · ".join(part for part in rest if part)), 1)
    return made


def card_part(window: Window, row: int) -> QWidget | None:
    """The next birthday; the code for a telephone and the chart of the company."""
    made, layout = panes.column(8)
    birthday, customer = window.company.execute(
        "SELECT birthday, customer FROM contact WHERE id = ?", (row,)
    ).fetchone() or (None, None)
    text = birthday_text(birthday, window) if birthday else ""
    if text:
        layout.addWidget(label(text, wrap=True))
    line = QHBoxLayout()
    line.setSpacing(theme.px(6))
    line.addWidget(button(_("Show QR code"), partial(open_code, window, "contact", row)))
    if customer is not None:
        line.addWidget(button(_("Organisation chart"), partial(open_chart, window, customer)))
    line.addStretch(1)
    layout.addLayout(line)
    return made


def birthday_text(stored: str, window: Window) -> str:
    """When the next birthday is and how old the person turns: "Turns 37 on 25 Nov · in 2 days"."""
    today = window.today()
    day = next_birthday(stored, today)
    if day is None:
        return ""
    age = age_on(stored, day)
    when = relative_day(day, today) if (day - today).days <= 1 else _("in {n} days").format(n=(day - today).days)
    shown = _day(day.isoformat())
    if stored.startswith("农历"):
        shown = f"{show_birthday(stored, language())} ({shown})"
    told = _("Turns {age}: {day} · {when}") if age else _("Birthday: {day} · {when}")
    return told.format(age=age, day=shown, when=when)


def employers_part(window: Window, row: int) -> QWidget | None:
    """The further employers of a person, and where they were earlier."""
    found = employers_of(window.company, row, window.today())
    if not found:
        return None
    made, layout = panes.section(_("Other employers"))
    for one in found:
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        if not one.current:
            line.addWidget(label(_("Earlier at"), "secondary"))
        line.addWidget(ClickText(one.name, partial(window.open_record, "customer", one.customer)))
        days = [
            _("from {day}").format(day=_day(one.since)) if one.since else "",
            _("until {day}").format(day=_day(one.until)) if one.until else "",
        ]
        line.addWidget(panes.elided(" · ".join(part for part in (one.job_title, *days) if part)), 1)
        layout.addLayout(line)
    return made


def _day(raw: str) -> str:
    from datetime import date

    return show_date(date.fromisoformat(raw), language())
