"""Days and moments as they are shown, in either language."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Final

from crm_desktop import i18n
from crm_desktop.i18n import N_

MONTHS_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NEAR_DAYS: Final = 14


@cache
def _catalogue(language: str) -> dict[str, str]:
    return {} if language == "en" else i18n.catalogue(language)


def text_in(language: str | None, text: str) -> str:
    """A marked text in a language named, for documents that speak their customer's; None is the language in force."""
    if language is None or language == i18n.language():
        return i18n._(text)
    return _catalogue(language).get(text, text)


def speaks_chinese(language: str | None) -> bool:
    """Whether a language named, or the one in force, is Chinese."""
    return (language or i18n.language()).startswith("zh")


def show_date(day: date, language: str | None = None) -> str:
    """2026-11-23 in Chinese, 23 Nov 2026 in English."""
    if speaks_chinese(language):
        return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
    return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"


def show_month(day: date, language: str | None = None) -> str:
    """2026年11月 in Chinese, Nov 2026 in English."""
    return f"{day.year}年{day.month}月" if speaks_chinese(language) else f"{MONTHS_EN[day.month - 1]} {day.year}"


def show_moment(moment: datetime, language: str | None = None) -> str:
    """The date with hours and minutes, as the clock of this computer counts them."""
    return f"{show_date(moment, language)} {moment.hour:02d}:{moment.minute:02d}"


def relative_day(day: date, today: date, language: str | None = None) -> str:
    """today, yesterday, 2 days ago, in 3 days; beyond 14 days 18 Nov, with the year where it is another."""
    distance = (day - today).days
    if abs(distance) > _NEAR_DAYS:
        return _day_and_month(day, day.year != today.year, language)
    near = {0: N_("today"), 1: N_("tomorrow"), -1: N_("yesterday")}
    if distance in near:
        return text_in(language, near[distance])
    text = N_("in {n} days") if distance > 0 else N_("{n} days ago")
    return text_in(language, text).format(n=abs(distance))


def _day_and_month(day: date, with_year: bool, language: str | None) -> str:
    if speaks_chinese(language):
        return (f"{day.year}年" if with_year else "") + f"{day.month}月{day.day}日"
    return f"{day.day} {MONTHS_EN[day.month - 1]}" + (f" {day.year}" if with_year else "")
