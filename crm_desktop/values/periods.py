"""Spans of days that are told by today: this month, last week, next year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from crm_desktop.i18n import N_

PERIODS: Final = {
    "today": N_("today"),
    "yesterday": N_("yesterday"),
    "tomorrow": N_("tomorrow"),
    "this-week": N_("this week"),
    "last-week": N_("last week"),
    "next-week": N_("next week"),
    "this-month": N_("this month"),
    "last-month": N_("last month"),
    "next-month": N_("next month"),
    "this-quarter": N_("this quarter"),
    "last-quarter": N_("last quarter"),
    "next-quarter": N_("next quarter"),
    "this-year": N_("this year"),
    "last-year": N_("last year"),
    "next-year": N_("next year"),
}
"""Every span by its name, as it is said."""

_SHIFT: Final = {"this": 0, "last": -1, "next": 1}
_DAYS: Final = {"today": 0, "yesterday": -1, "tomorrow": 1}
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


def span(name: str, today: date) -> tuple[date, date]:
    """The first and the last day of a span; weeks begin on Monday. KeyError for a name that is none."""
    if name not in PERIODS:
        raise KeyError(name)
    if name in _DAYS:
        day = today + timedelta(_DAYS[name])
        return day, day
    which, _dash, unit = name.partition("-")
    if unit == "week":
        first = today - timedelta(today.weekday()) + timedelta(7 * _SHIFT[which])
        return first, first + timedelta(6)
    months = _MONTHS[unit]
    begun = (today.year * 12 + today.month - 1) // months * months + _SHIFT[which] * months
    return _first(begun), _first(begun + months) - timedelta(1)


def _first(month: int) -> date:
    """The first day of a month counted from the year 0; the calendar's ends where it would be beyond them."""
    year = month // 12
    if year < 1:
        return date.min
    return date(year, month % 12 + 1, 1) if year <= 9999 else date.max
