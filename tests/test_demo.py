"""The demo company is coherent, invented, the same for one seed, and large where it is asked to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crm_desktop import demo, i18n
from crm_desktop.areas import open_company
from crm_desktop.customers.model import reach_key
from crm_desktop.entity.company import Company
from crm_desktop.entity.fields import Money
from crm_desktop.errors import Refused
from crm_desktop.store import history
from crm_desktop.store.undo import undo

TODAY = date(2026, 11, 23)
RESERVED = re.compile(r"(?:[\w.-]+@)?(?:[\w-]+\.)*(?:[\w-]+\.example|example\.(?:com|org|net))")
INVENTED_NUMBERS = re.compile(
    # China: mobiles of ranges given to nobody, landlines that begin with 9.
    r"(?:\+86 |)(?:154|164|169|194) \d{4} \d{4}|0\d{2,3}-9\d{3} \d{3,4}|\+86 \d{2,3} 9\d{3} \d{3,4}"
    # Ofcom, ComReg, Bundesnetzagentur, ARCEP, PTS, North America, ACMA.
    r"|\+44 (?:20 7946 0|1[1-6]\d 496 0|29 2018 0|7700 900)\d{3}|\+353 20 91\d \d{4}"
    r"|\+49 (?:30 23125|40 66969|69 90009|89 99998|221 4710) \d{3}|\+49 171 39200\d\d|\+49 176 040690\d\d"
    r"|\+33 (?:1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98) \d\d \d\d"
    r"|\+46 (?:8 465 004 \d\d|31 390 06 \d\d|40 628 04 \d\d|70 174 06 [1-9]\d)"
    r"|\+1 \d{3} 555 01\d\d|\+61 [2378] 5550 \d{4}"
)


@pytest.fixture(scope="module", params=["en", "zh_CN"])
def company(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    path = tmp_path_factory.mktemp("demo") / "demo.crm"
    demo.build(path, customers=200, lang=request.param, today=TODAY)
    with open_company(path) as made:
        yield made


def one(company: Company, sql: str) -> int:
    return int(company.execute(sql).fetchone()[0])


def dump(path: Path) -> list[str]:
    with open_company(path) as made:
        return [
            repr(row) for entity in made.entities for row in made.execute(f'SELECT * FROM "{entity.name}" ORDER BY id')
        ]


def test_every_kind_has_records(company: Company) -> None:
    for entity in company.entities:
        assert one(company, f'SELECT count(*) FROM "{entity.name}"') > 0, entity.name
    assert one(company, "SELECT count(*) FROM customer") == 200
    assert one(company, "SELECT count(*) FROM tagging") > 20
    assert one(company, "SELECT count(*) FROM saved_view") >= 2


def test_the_file_is_sound_and_indexed(company: Company) -> None:
    assert company.check() == []


def test_it_is_where_history_begins_and_a_stray_undo_does_not_empty_it(tmp_path: Path) -> None:
    path = tmp_path / "demo.crm"
    demo.build(path, customers=30, today=TODAY)
    with open_company(path) as made:
        assert [done.title for done in history.entries(made.journal)] == ["Demo data", "New company"]
        with pytest.raises(Refused):
            undo(made.journal)
        assert one(made, "SELECT count(*) FROM customer") == 30


def test_one_seed_gives_one_company(tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        demo.build(tmp_path / f"{name}.crm", customers=40, seed=seed, today=TODAY)
    first, again, other = (dump(tmp_path / f"{name}.crm") for name in "abc")
    assert first == again
    assert first != other


def test_the_language_in_force_stays(tmp_path: Path) -> None:
    counts = demo.build(tmp_path / "demo.crm", customers=5, lang="zh_CN", today=TODAY)
    assert i18n.language() == "en"
    assert counts["customer"] == 5


def test_money_is_in_the_currency_of_the_company(company: Company) -> None:
    assert company.setting("currency") in ("CNY", "GBP")
    assert company.setting("currency") == Money.currency
    assert company.setting("name")


def test_days_follow_each_other(company: Company) -> None:
    assert one(company, 'SELECT count(*) FROM "order" o JOIN customer c ON c.id = o.customer'
                        " WHERE o.ordered_on < c.created") == 0  # fmt: skip
    assert one(company, 'SELECT count(*) FROM "order" WHERE shipped_on < ordered_on') == 0
    assert one(company, 'SELECT count(*) FROM invoice i JOIN "order" o ON o.id = i."order"'
                        " WHERE i.issued_on < o.shipped_on OR o.shipped_on IS NULL") == 0  # fmt: skip
    assert one(company, "SELECT count(*) FROM invoice WHERE due_on < issued_on") == 0
    assert one(company, "SELECT count(*) FROM payment p JOIN invoice i ON i.id = p.invoice"
                        " WHERE p.paid_on < i.issued_on") == 0  # fmt: skip
    today = TODAY.isoformat()
    for table, column in (("order", "ordered_on"), ("order", "shipped_on"), ("invoice", "issued_on"),
                          ("payment", "paid_on"), ("customer", "created"), ("opportunity", "closed_on")):  # fmt: skip
        assert one(company, f"SELECT count(*) FROM \"{table}\" WHERE {column} > '{today}'") == 0, (table, column)
    assert one(company, f"SELECT count(*) FROM note WHERE at > '{today}T23'") == 0


def test_numbers_follow_the_days(company: Company) -> None:
    numbers = [row[0] for row in company.execute('SELECT number FROM "order" ORDER BY ordered_on, id')]
    assert numbers == [f"O-{at:04}" for at in range(1, len(numbers) + 1)]
    issued = [row[0] for row in company.execute("SELECT number FROM invoice WHERE number IS NOT NULL ORDER BY id")]
    assert issued == [f"INV-{at:04}" for at in range(1, len(issued) + 1)]


def test_invoices_are_paid_unpaid_and_overdue(company: Company) -> None:
    gross = "(SELECT sum(gross) FROM invoice_line l WHERE l.invoice = i.id)"
    paid = "(SELECT coalesce(sum(amount), 0) FROM payment p WHERE p.invoice = i.id)"
    assert one(company, f"SELECT count(*) FROM invoice i WHERE status = 'paid' AND {gross} <> {paid}") == 0
    assert one(company, f"SELECT count(*) FROM invoice i WHERE status = 'issued' AND {gross} <= {paid}") == 0
    assert one(company, "SELECT count(*) FROM invoice WHERE status = 'paid'") > 50
    unpaid = one(company, "SELECT count(*) FROM invoice WHERE status = 'issued'")
    overdue = one(company, f"SELECT count(*) FROM invoice WHERE status = 'issued' AND due_on < '{TODAY}'")
    assert 3 < overdue < unpaid


def test_nobody_is_reminded_who_owes_nothing(company: Company) -> None:
    told = "next_step LIKE '%未付%' OR next_step LIKE 'Remind about%'"
    late = "SELECT customer FROM invoice WHERE status = 'issued' AND due_on < '2026-11-23'"
    assert one(company, f"SELECT count(*) FROM customer WHERE {told}") > 0
    assert one(company, f"SELECT count(*) FROM customer WHERE ({told}) AND id NOT IN ({late})") == 0
    asked = "(title LIKE '%未付%' OR title LIKE '%open invoice%')"
    due = "SELECT customer FROM invoice WHERE status IN ('issued', 'paid')"
    assert one(company, f"SELECT count(*) FROM task WHERE {asked} AND row NOT IN ({due})") == 0


def test_only_who_was_delivered_to_speaks_of_goods_and_only_businesses_of_branches(company: Company) -> None:
    speaks = "(n.text LIKE '%晚到%' OR n.text LIKE '%a day late%') AND n.kind = 'customer'"
    had = 'SELECT 1 FROM "order" o WHERE o.customer = n.row AND o.shipped_on <= substr(n.at, 1, 10)'
    assert one(company, f"SELECT count(*) FROM note n WHERE {speaks} AND NOT EXISTS ({had})") == 0
    private = "SELECT id FROM customer WHERE type = 'person'"
    alone = "(text LIKE '%一人决定%' OR text LIKE '%alone.%') AND kind = 'customer'"
    assert one(company, f"SELECT count(*) FROM note WHERE {alone} AND row IN ({private})") == 0


def test_deals_fit_their_customers(company: Company) -> None:
    won = "JOIN stage s ON s.id = d.stage WHERE s.outcome = 'won' AND c.status = 'lead'"
    assert one(company, f"SELECT count(*) FROM opportunity d JOIN customer c ON c.id = d.customer {won}") == 0
    assert one(company, "SELECT count(*) FROM opportunity WHERE closed_on <= created") == 0


def test_sums_of_lines_are_right(company: Company) -> None:
    for table in ("order_line", "invoice_line"):
        assert one(company, f"SELECT count(*) FROM {table} WHERE net + tax <> gross OR gross <= 0") == 0


def test_something_is_due_before_on_and_after_today(company: Company) -> None:
    today = TODAY.isoformat()
    for table, column in (("task", "due"), ("customer", "next_on")):
        for sign in ("<", "=", ">"):
            assert one(company, f"SELECT count(*) FROM {table} WHERE {column} {sign} '{today}'") > 0, (table, sign)
    assert one(company, f"SELECT count(*) FROM event WHERE substr(start, 1, 10) = '{today}'") > 0
    assert one(company, "SELECT count(DISTINCT stage) FROM opportunity") == 6


def test_every_number_and_address_is_nobodys(company: Company) -> None:
    for type, value, key in company.execute("SELECT type, value, key FROM reach"):
        if type in ("mobile", "phone", "fax"):
            assert INVENTED_NUMBERS.fullmatch(value.partition(" x")[0]), value
        elif type in ("email", "website"):
            assert RESERVED.fullmatch(value), value
        assert key == reach_key(value), value
    for phone, mail in company.execute("SELECT phone, email FROM staff"):
        assert INVENTED_NUMBERS.fullmatch(phone), phone
        assert RESERVED.fullmatch(mail), mail


def test_companies_and_mail_addresses_are_told_apart(company: Company) -> None:
    assert one(company, "SELECT count(*) - count(DISTINCT name) FROM customer WHERE type = 'company'") == 0
    assert one(company, "SELECT count(*) - count(DISTINCT value) FROM reach WHERE type = 'email'") == 0


def test_what_is_not_possible_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    for wrong in ({"customers": 0}, {"customers": 1_000_001}, {"lang": "de"}):
        with pytest.raises(Refused):
            demo.build(tmp_path / "demo.crm", **wrong)  # type: ignore[arg-type]
    assert list(tmp_path.glob("demo*")) == []
    demo.build(tmp_path / "demo.crm", customers=1, today=TODAY)
    with pytest.raises(Refused):
        demo.build(tmp_path / "demo.crm", customers=1, today=TODAY)
    with open_company(tmp_path / "demo.crm") as made:
        assert one(made, "SELECT count(*) FROM customer") == 1


def test_a_build_that_fails_leaves_no_file(tmp_path: Path) -> None:
    def fail(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.build(tmp_path / "demo.crm", customers=10, today=TODAY, progress=fail)
    assert list(tmp_path.glob("demo*")) == []


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2026, 1, 1), date(2026, 10, 4), date(2026, 12, 31)])
def test_any_day_of_the_year_will_do(tmp_path: Path, day: date) -> None:
    counts = demo.build(tmp_path / "demo.crm", customers=25, today=day)
    assert counts["order"] > 0


def test_people_have_bosses_some_of_them_two_and_deals_have_sides(company: Company) -> None:
    assert one(company, "SELECT count(*) FROM reporting") > 20
    assert one(company, "SELECT count(*) FROM reporting r JOIN contact p ON p.id = r.contact"
                        " JOIN contact b ON b.id = r.boss WHERE p.customer IS NOT b.customer") == 0  # fmt: skip
    assert one(company, "SELECT count(*) FROM (SELECT 1 FROM reporting GROUP BY contact HAVING count(*) > 1)") > 0
    assert one(company, "SELECT count(DISTINCT opportunity) FROM deal_person") > 10
    assert one(company, "SELECT count(*) FROM deal_person d JOIN contact p ON p.id = d.contact"
                        " WHERE d.attitude IS NOT p.attitude") > 0  # fmt: skip
    assert one(company, "SELECT count(*) FROM note WHERE pinned = 1 AND row IS NULL") > 0
