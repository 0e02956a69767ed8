"""Who works here, and how the market is divided."""

from __future__ import annotations

from crm_desktop.entity.fields import Derived, Email, Link, LongText, Phone, Text, Tick, Word
from crm_desktop.i18n import N_
from crm_desktop.store.row import Row
from crm_desktop.values.text import sort_key


class Staff(Row):
    """A person of the company: owns customers, opportunities and tasks."""

    name = Text(N_("Full name"), required=True)
    name_key = Derived("name", sort_key, index=True)
    code = Text(N_("Staff number"), index=True)
    job_title = Word(N_("Job title"))
    department = Word(N_("Department"))
    phone = Phone(N_("Mobile"))
    email = Email(N_("Mail"))
    boss = Link(N_("Reports to"), "self")
    active = Tick(N_("Works here"), default=1)
    notes = LongText(N_("Remarks"))


class Territory(Row):
    """A part of the market: by region, by line of business, or as the owner likes."""

    name = Text(N_("Name"), required=True)
    name_key = Derived("name", sort_key, index=True)
    code = Text(N_("Code"), index=True)
    parent = Link(N_("Part of"), "self")
    owner = Link(N_("Owner"), Staff)
    regions = LongText(N_("Provinces and cities"), help=N_("One to a line."))
    notes = LongText(N_("Remarks"))
