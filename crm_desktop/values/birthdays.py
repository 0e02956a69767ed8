"""Birthdays as text: 1990-05-17, --05-17 without the year (vCard's form), 农历08-15 by the lunar calendar."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Final

from crm_desktop.errors import Refused
from crm_desktop.i18n import N_, _
from crm_desktop.values.datereading import Order, parse_date
from crm_desktop.values.folding import without_accents
from crm_desktop.values.patterns import late
from crm_desktop.values.showndates import MONTHS_EN, speaks_chinese, text_in

_A_LEAP_YEAR: Final = 2000
_LUNAR_MONTHS: Final = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_MONTH_NAMES: Final = {
    **{name: number for number, name in enumerate(_LUNAR_MONTHS, start=1)},
    "一": 1, "十一": 11, "十二": 12, "臘": 12,
}  # fmt: skip
_DIGITS: Final = "一二三四五六七八九十"
_TENS: Final = ("初", "十", "廿", "三")

_WITHOUT_YEAR: Final = late(r"--(\d\d)-?(\d\d)")
_MONTH_AND_DAY: Final = late(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_NAMED_MONTH: Final = late(
    r"(?:\d{1,2}(?:st|nd|rd|th|er|[oa])?[\s.-]*(?:de\s+)?[a-z]{3,10}\.?|[a-z]{3,10}\.?[\s-]*\d{1,2}(?:st|nd|rd|th)?)",
    re.IGNORECASE,
)
_LUNAR: Final = late(
    r"(?:农历|農曆|阴历|陰曆|旧历|lunar)[\s:：]*(闰|閏|leap\s)?(\d{1,2}|十[一二]|[正一二三四五六七八九十冬腊臘])(?:月|[-/.])\s*"
    r"(\d{1,2}|初[一二三四五六七八九十]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅)[日号]?",
    re.IGNORECASE,
)
_SAYS_LUNAR: Final = late(r"^(?:闰|閏|正|冬|腊|臘)|初|廿|卅")
"""正月, 腊月, 初五 and 廿三 are said of the lunar calendar alone."""
_NAMES_LUNAR: Final = late("农历|農曆|阴历|陰曆|旧历|lunar", re.IGNORECASE)
_STORED_LUNAR: Final = late(r"农历(闰?)(\d\d)-(\d\d)")


def parse_birthday(text: str, today: date, order: Order | None = None) -> str:
    """A birthday as it is stored; one in the future is refused, and two digits of a year never mean a year to come."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if match := _LUNAR.fullmatch(plain):
        return _lunar(match, text)
    if _SAYS_LUNAR.search(plain) and (match := _LUNAR.fullmatch(f"农历{plain}")):
        return _lunar(match, text)
    if _NAMES_LUNAR.match(plain):
        raise _refusal(text)
    if match := _WITHOUT_YEAR.fullmatch(plain):
        return _yearless(int(match.group(1)), int(match.group(2)), text)
    if match := _MONTH_AND_DAY.fullmatch(plain):
        month, day = int(match.group(1)), int(match.group(2))
        day_first = "月" not in plain and (order == "dmy" or (order is None and month > 12))
        if max(month, day) > 12:
            day_first = month > 12  # only a day is so large, whatever the other dates say
        return _yearless(*((day, month) if day_first else (month, day)), text)
    if _NAMED_MONTH.fullmatch(without_accents(plain)):
        named = parse_date(f"{plain} {_A_LEAP_YEAR}", today=today)
        return f"--{named.month:02d}-{named.day:02d}"
    born = parse_date(text, order=order, today=today)
    if born > today and not re.search(rf"{born.year:04d}", plain):
        born = _a_century_before(born, text)
    if born > today:
        raise Refused(_("The birthday {date} is still to come.").format(date=born.isoformat()))
    return born.isoformat()


def _a_century_before(born: date, text: str) -> date:
    try:
        return born.replace(year=born.year - 100)
    except ValueError:
        raise _refusal(text) from None


def _refusal(text: str) -> Refused:
    return Refused(
        _("“{text}” is not a birthday; write it like 1990-05-17, 17 May or lunar 08-15.").format(text=text.strip()[:40])
    )


def _yearless(month: int, day: int, text: str) -> str:
    try:
        date(_A_LEAP_YEAR, month, day)
    except ValueError:
        raise _refusal(text) from None
    return f"--{month:02d}-{day:02d}"


def _lunar(match: re.Match[str], text: str) -> str:
    leap, written_month, written_day = match.groups()
    month = int(written_month) if written_month.isdigit() else _MONTH_NAMES[written_month]
    day = int(written_day) if written_day.isdigit() else _lunar_day(written_day)
    if not 1 <= month <= 12 or not 1 <= day <= 30:
        raise _refusal(text)
    return f"农历{'闰' if leap else ''}{month:02d}-{day:02d}"


def _lunar_day(written: str) -> int:
    """初一 is 1, 十五 15, 廿三 and 二十三 are 23, 三十 and 卅 30."""
    written = written.replace("初十", "十").removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = written.partition("十")
    if not ten:
        return _DIGITS.index(written) + 1
    return (_DIGITS.index(tens) + 1 if tens else 1) * 10 + (_DIGITS.index(ones) + 1 if ones else 0)


def _lunar_day_name(day: int) -> str:
    if day in (10, 20, 30):
        return {10: "初十", 20: "二十", 30: "三十"}[day]
    return _TENS[day // 10] + _DIGITS[day % 10 - 1]


def show_birthday(stored: str, language: str | None = None) -> str:
    """A stored birthday as it is read: 1990-05-17, 5月17日, 农历八月十五; in English 17 May, lunar 08-15."""
    chinese = speaks_chinese(language)
    if match := _STORED_LUNAR.fullmatch(stored):
        month, day = int(match.group(2)), int(match.group(3))
        if chinese and 1 <= month <= 12 and 1 <= day <= 30:
            return f"农历{match.group(1)}{_LUNAR_MONTHS[month - 1]}月{_lunar_day_name(day)}"
        # As it is read again: 5/8 would be taken for the eighth of the fifth month.
        pattern = N_("lunar leap {month}-{day}") if match.group(1) else N_("lunar {month}-{day}")
        return text_in(language, pattern).format(day=f"{day:02d}", month=f"{month:02d}")
    if match := re.fullmatch(r"(\d{4}|-)-(\d\d)-(\d\d)", stored):
        year, month, day = match.group(1), int(match.group(2)), int(match.group(3))
        if not 1 <= month <= 12:
            return stored
        if chinese:
            return stored if year != "-" else f"{month}月{day}日"
        return f"{day} {MONTHS_EN[month - 1]}" + (f" {year}" if year != "-" else "")
    return stored


# The next one ---------------------------------------------------------------------------------------------------------


def next_birthday(stored: str, today: date) -> date | None:
    """The next day on which a stored birthday is kept, today included; None for what is no birthday.

    29 February is kept on the 28th in other years; the 30th day of a lunar month that has 29 on its last; one of a leap
    month in the month itself where the year has no such leap month.
    """
    return _next(stored[-6:] if stored.startswith("农历") else stored[-5:], stored.startswith("农历"), today)


def age_on(stored: str, day: date) -> int | None:
    """How old somebody turns in the year of `day`; None where the year of birth is not known."""
    return day.year - int(stored[:4]) if re.fullmatch(r"\d{4}-\d\d-\d\d", stored) else None


@lru_cache(maxsize=2048)
def _next(day: str, lunar: bool, today: date) -> date | None:
    match = re.fullmatch(r"历?(闰?)(\d\d)-(\d\d)", day)
    if match is None:
        return None
    month, number = int(match.group(2)), int(match.group(3))
    if lunar:
        # A lunar year begins up to two months into the solar one, and a leap month may put a day a month later.
        leap, years = bool(match.group(1)), range(today.year - 1, today.year + 2)
        found = (_of_lunar_year(year, month, number, leap) for year in years)
        return next((one for one in found if one is not None and one >= today), None)
    for year in (today.year, today.year + 1):
        try:
            found_day = date(year, month, number)
        except ValueError:
            if (month, number) != (2, 29):
                return None
            found_day = date(year, 2, 28)
        if found_day >= today:
            return found_day
    return None


def _of_lunar_year(year: int, month: int, day: int, leap: bool) -> date | None:
    """The solar day of a lunar one."""
    from lunar_python import LunarMonth, Solar

    found = LunarMonth.fromYm(year, -month) if leap else None
    found = found or LunarMonth.fromYm(year, month)
    if found is None:
        return None
    first = Solar.fromJulianDay(found.getFirstJulianDay())
    begun = date(first.getYear(), first.getMonth(), first.getDay())
    return date.fromordinal(begun.toordinal() + min(day, found.getDayCount()) - 1)
