"""Opportunities and the stages they pass."""

from __future__ import annotations

from crm_desktop.company.model import Staff
from crm_desktop.customers.model import Contact, Customer, Stance, today_text
from crm_desktop.entity.fields import Choice, Day, Derived, Link, LongText, Money, Option, Percent, Text, Whole, Word
from crm_desktop.i18n import N_
from crm_desktop.store.row import Row
from crm_desktop.values.text import sort_key


class Stage(Row):
    """One step of the pipeline, in order, with the chance that a deal at it is won."""

    name = Text(N_("Name"), required=True)
    position = Whole(N_("Position"), required=True, default=0)
    probability = Percent(N_("Probability"), default=0)
    outcome = Choice(
        N_("Outcome"),
        (
            Option("open", N_("In progress"), "accent", ("进行中",)),
            Option("won", N_("Won"), "good", ("赢单", "成交")),
            Option("lost", N_("Lost deal"), "neutral", ("输单", "失败")),
        ),
        default="open",
        required=True,
    )


class Opportunity(Row):
    """A deal that may be won."""

    name = Text(N_("Name"), required=True)
    name_key = Derived("name", sort_key, index=True)
    customer = Link(N_("Customer"), Customer, required=True)
    contact = Link(N_("Contact"), Contact)
    stage = Link(N_("Stage"), Stage, required=True)
    amount = Money(N_("Amount"))
    probability = Percent(N_("Probability"), help=N_("Blank: that of its stage."))
    close_on = Day(N_("Expected close"), index=True)
    source = Word(N_("Source"))
    owner = Link(N_("Owner"), Staff)
    next_step = Text(N_("Next step"))
    next_on = Day(N_("Next step on"))
    created = Day(N_("Created"), default=today_text, index=True)
    closed_on = Day(N_("Closed on"))
    lost_reason = Word(N_("Reason lost"))
    notes = LongText(N_("Remarks"))


class DealPerson(Stance):
    """A person in a deal."""

    opportunity = Link(N_("Opportunity"), Opportunity, required=True, whole=True)
