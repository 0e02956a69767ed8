"""An invented customer with people, for the tests of letters."""

from __future__ import annotations

from typing import Any

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.letters.letter import ship_templates


def saved(company: Company, kind: str, values: dict[str, Any], **children: Any) -> int:
    """A record, saved."""
    return records.save(company, company.entity(kind), values, children=children or None)


def mail(address: str) -> dict[str, str]:
    """A child row with a mail address."""
    return {"type": "email", "value": address}


def birch(company: Company) -> dict[str, int]:
    """Birch Lane Stores with Ann, who buys, and Bob, who pays, and an overdue invoice."""
    ship_templates(company)
    for key, value in (("name", "Sample Trading"), ("person", "Max Moss"), ("phone", "+49 30 555 0100")):
        company.set_setting(key, value)
    at = saved(company, "customer", {"name": "Birch Lane Stores"}, reach=[mail("info@birch.example")])
    ann = saved(
        company,
        "contact",
        {"name": "Ann Alder", "customer": at, "gender": "female", "role": "buys", "job_title": "Buyer"},
        reach=[mail("ann@birch.example"), {"type": "wechat", "value": "ann_alder"}],
    )
    bob = saved(
        company,
        "contact",
        {"name": "Bob Beech", "customer": at, "gender": "male", "role": "pays"},
        reach=[mail("bob@birch.example"), {"type": "fax", "value": "+49 30 555 0177"}],
    )
    invoice = saved(
        company,
        "invoice",
        {"customer": at, "status": "issued", "issued_on": "2026-09-01", "due_on": "2026-10-01"},
        lines=[{"text": "Tea tins", "quantity": 2000, "price": 50_000_000, "tax_rate": 0}],
    )
    return {"birch": at, "ann": ann, "bob": bob, "invoice": invoice}
