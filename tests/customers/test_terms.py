"""What a customer is given: its own terms before those of its tier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm_desktop.customers.terms import NAMES, terms_of
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.errors import Refused
from crm_desktop.invoices.entities import payer_and_day
from crm_desktop.letters.greeting import greeting
from crm_desktop.letters.letter import language_for
from tests.fresh import fresh_company


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with fresh_company(tmp_path / "a.crm") as made:
        yield made


def saved(company: Company, of: str, /, **values: object) -> int:
    return records.save(company, company.entity(of), values)


def tier(company: Company, name: str, **values: object) -> int:
    """Give a tier that a new company has its terms."""
    row = company.execute("SELECT id FROM tier WHERE name = ?", (name,)).fetchone()[0]
    return records.save(company, company.entity("tier"), values, row=row)


def test_every_term_stands_at_the_customer_and_at_the_tier(company: Company) -> None:
    assert set(NAMES) <= set(company.entity("customer").fields())
    assert set(NAMES) <= set(company.entity("tier").fields())


def test_a_customer_takes_what_its_tier_gives_and_keeps_its_own(company: Company) -> None:
    tier(company, "A", price_list="Wholesale", discount=500, credit_limit=5_000_000, due_days=30, language="zh_CN")
    birch = saved(company, "customer", name="Birch", tier=" a ", discount=0)
    terms = terms_of(company, birch)
    assert (terms.price_list, terms.discount, terms.credit_limit, terms.due_days) == ("Wholesale", 0, 5_000_000, 30)
    assert (terms.priority, terms.language, terms.opening) == ("high", "zh_CN", None)
    assert set(terms.from_tier) == {"price_list", "credit_limit", "due_days", "priority", "language"}


def test_without_a_tier_or_with_words_of_ones_own_there_are_only_own_terms(company: Company) -> None:
    birch = saved(company, "customer", name="Birch", tier="friends of the house", due_days=7)
    terms = terms_of(company, birch)
    assert (terms.tier, terms.due_days, terms.discount, terms.from_tier) == ("friends of the house", 7, None, ())
    assert terms_of(company, 99).tier == ""


def test_two_tiers_of_one_name_are_refused(company: Company) -> None:
    with pytest.raises(Refused, match="Tier"):
        saved(company, "tier", name="a")


def test_an_invoice_is_due_by_the_terms(company: Company) -> None:
    tier(company, "B", due_days=14)
    birch = saved(company, "customer", name="Birch", tier="B")
    today = date(2026, 11, 23)
    asked = {"customer": birch, "issued_on": "2026-11-20"}
    assert payer_and_day(company, asked, today)["due_on"] == "2026-12-04"
    assert "due_on" not in payer_and_day(company, {**asked, "due_on": "2026-11-30"}, today)
    records.save(company, company.entity("customer"), {"due_days": 0}, row=birch)
    assert payer_and_day(company, asked, today)["due_on"] == "2026-11-20"


def test_a_letter_is_in_the_language_of_the_tier_and_begins_as_it_says(company: Company) -> None:
    tier(company, "A", language="zh_CN", opening="亲爱的")
    birch = saved(company, "customer", name="Birch", tier="A")
    assert language_for(company, "customer", birch) == "zh_CN"
    records.save(company, company.entity("customer"), {"language": "en"}, row=birch)
    assert language_for(company, "customer", birch) == "en"
    person = {"name": "张伟", "salutation": "经理"}
    assert greeting(person, "zh_CN", "亲爱的") == "亲爱的张经理"
    assert greeting({"name": "Ann Alder"}, "en", "亲爱的") == "Dear Ann Alder"
    assert greeting({"name": "Ann Alder"}, "en", "Hello") == "Hello Ann Alder"
