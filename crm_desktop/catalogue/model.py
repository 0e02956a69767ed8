"""What the company sells."""

from __future__ import annotations

from crm_desktop.entity.fields import Choice, Derived, LongText, Number, Option, Percent, Price, Text, Word
from crm_desktop.i18n import N_
from crm_desktop.store.row import Row
from crm_desktop.values.text import sort_key


class Product(Row):
    """A product or a service."""

    name = Text(N_("Name"), required=True)
    name_key = Derived("name", sort_key, index=True)
    code = Text(N_("Product code"), index=True)
    name_en = Text(N_("Name in English"))
    specification = Text(N_("Specification"))
    unit = Word(N_("Unit"))
    category = Word(N_("Category"))
    price = Price(N_("Price"))
    cost = Price(N_("Cost"))
    tax_rate = Percent(N_("Tax rate"))
    status = Choice(
        N_("Status"),
        (
            Option("new", N_("New product"), "accent", ("新品",)),
            Option("active", N_("Active"), "good", ("在售", "on sale", "0")),
            Option("phase_out", N_("Phase-out"), "warning", ("即将停产",)),
            Option("ended", N_("Discontinued"), "neutral", ("停产", "停售", "ended", "1")),
        ),
        default="active",
        required=True,
    )
    stock = Number(N_("On hand"))
    reorder_point = Number(N_("Reorder point"))
    lead_days = Number(N_("Lead time in days"), places=0)
    minimum = Number(N_("Minimum order"))
    supplier = Word(N_("Supplier"))
    barcode = Text(N_("Barcode"), index=True)
    notes = LongText(N_("Remarks"))
