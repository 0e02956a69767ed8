"""The next birthday, lunar ones too, in rules and in SQL."""

from __future__ import annotations

from datetime import date

import pytest

from crm_desktop.entity import query, records
from crm_desktop.entity.company import Company
from crm_desktop.entity.query import ListQuery
from crm_desktop.reports import queries
from crm_desktop.values.birthdays import age_on, next_birthday

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("stored", "today", "day"),
    [
        ("1990-11-23", TODAY, date(2026, 11, 23)),
        ("1990-11-22", TODAY, date(2027, 11, 22)),
        ("--12-01", TODAY, date(2026, 12, 1)),
        ("2000-02-29", date(2027, 1, 1), date(2027, 2, 28)),
        ("2000-02-29", date(2028, 1, 1), date(2028, 2, 29)),
        ("农历08-15", date(2026, 1, 1), date(2026, 9, 25)),
        ("农历01-01", date(2026, 2, 17), date(2026, 2, 17)),
        ("农历01-01", date(2026, 2, 18), date(2027, 2, 6)),
        ("农历12-30", date(2026, 2, 17), date(2027, 2, 5)),
        ("农历闰06-01", date(2025, 1, 1), date(2025, 7, 25)),
        ("农历闰06-01", date(2026, 1, 1), date(2026, 7, 14)),
    ],
)
def test_the_next_birthday(stored: str, today: date, day: date) -> None:
    assert next_birthday(stored, today) == day


def test_what_is_no_birthday_has_no_next_one() -> None:
    assert next_birthday("sometime", TODAY) is None
    assert (age_on("1990-11-23", TODAY), age_on("--11-23", TODAY), age_on("农历08-15", TODAY)) == (36, None, None)


def test_the_filter_and_the_home_page_count_lunar_birthdays(company: Company) -> None:
    contact = company.entity("contact")
    for name, birthday in (
        ("Lunar", "农历10-18"), ("Soon", "1990-11-25"), ("Later", "--12-30"), ("Past", "--11-20"), ("None", None),
    ):  # fmt: skip
        records.save(company, contact, {"name": name, "birthday": birthday})
    lunar = next_birthday("农历10-18", TODAY)
    assert lunar == date(2026, 11, 26)
    ids = query.ids(company, contact, ListQuery(ready=("birthdays",)), today=TODAY)
    assert sorted(company.titles(contact, ids).values()) == ["Lunar", "Soon"]
    due = queries.due(company, TODAY)
    assert [(one.title, one.on) for one in due.ahead] == [
        ("Soon turns 36", date(2026, 11, 25)), ("Birthday of Lunar", lunar)
    ]  # fmt: skip
    assert due.overdue == ()
