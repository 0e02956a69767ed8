"""Dates and moments as people write them, read without guessing: what has two readings is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.values.datewords import relative_date
from crm_desktop.values.eras import REPUBLIC, as_western, is_of_republic
from crm_desktop.values.folding import without_accents
from crm_desktop.values.monthnames import MONTH_PATTERN, MONTHS, WEEKDAYS_PATTERN
from crm_desktop.values.patterns import late
from crm_desktop.values.phones import home

Order = Literal["ymd", "dmy", "mdy", "roc"]
"""roc: the year first, and one of two or three digits is of the Republic of China (113 is 2024)."""

_MONTH: Final = rf"(?P<month>{MONTH_PATTERN})\.?"
_WEEKDAY: Final = late(
    rf"^(?:{WEEKDAYS_PATTERN})\b[.,]?\s*|[(\s]*(?:星期|周|週|礼拜|禮拜)[一二三四五六日天][)]?"
    r"|[(\s]*[日月火水木金土](?:曜日?|(?=[)]))[)]?",
    re.IGNORECASE,
)
_ARTICLE: Final = late(r"^(?:le|el|den|am|il|op)\s+(?=\d)", re.IGNORECASE)
_NAMED: Final = (
    late(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|[oa])?[\s\-/.]*(?:(?:of|de|di)\s+)?{_MONTH}"
        r"[\s\-/.,]*(?:del?\s+)?(?P<year>'?\d{4}|'?\d\d)?",
        re.IGNORECASE,
    ),
    late(rf"{_MONTH}[\s\-/.]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:[\s\-/.,]+(?P<year>\d{{4}}|'\d\d))?", re.I),
    late(rf"(?P<year>\d{{4}})[\s\-/.,]*{_MONTH}[\s\-/.,]*(?P<day>\d{{1,2}})", re.I),
)
_CHINESE: Final = late(r"(?:(\d{4}|'?\d\d)\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_COMPACT: Final = late(r"(\d{4})(\d\d)(\d\d)")
_SHORT: Final = late(r"(\d\d)(\d\d)(\d\d)")
_THREE: Final = late(r"('?\d{1,4})\s*([-/.\s,])\s*(\d{1,2})\s*\2\s*('?\d{1,4})\.?")
_TWO: Final = late(r"(\d{1,2})[-/](\d{1,2})")
_CLOCK: Final = late(
    r"(?:^|[\sT,]+|(?<=[日号天])|(?<=[周期拜][一二三四五六])|(?<=\S)(?=上午|下午|晚上|凌晨|中午|早上))(?P<half>上午|下午|晚上|凌晨|中午|早上|am|pm)?\s*(?P<hour>\d{1,2})"
    r"(?:[:：点时](?P<minute>\d{1,2})?分?(?:[:：]?(?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,9}))?秒?)?)"
    r"\s*(?P<half2>am|pm|a\.m\.|p\.m\.)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)
_HOUR_ONLY: Final = late(r"(?:^|\s)(?P<hour>\d{1,2})\s*(?P<half2>am|pm)$", re.IGNORECASE)
_AFTERNOON: Final = frozenset({"下午", "晚上", "pm", "p.m.", "中午"})
_YEARS_AHEAD: Final = 20
_COMPACT_MOMENT: Final = late(r"^(\d{8})T(\d\d)(\d\d)(\d\d)(.*)$")
_TODAY_AT: Final = late(r"(今|明|昨|后|前)天?([早晚])(?=\s*[\d一二两三四五六七八九十])")
_PART_OF_DAY: Final = {"早": "早上", "晚": "晚上"}
_SPOKEN_HOUR: Final = late(
    r"(上午|下午|晚上|凌晨|中午|早上|天)\s*(\d{1,2}|[一二两三四五六七八九十]{1,3})[点时](半|[一三]刻)?"
)
_QUARTERS: Final = {"半": 30, "一刻": 15, "三刻": 45}
_SERIAL_OF_NO_DAY: Final = 60
_LAST_SERIAL: Final = 2958465
_TAIWAN: Final = "TW"
"""Where 99/05/01 may as well be of the 99th year of the Republic."""


def parse_date(text: str, *, order: Order | None = None, today: date) -> date:
    """The day a text says; the time in it, and its zone, are passed over.

    `order` decides 3/4/2024; without it a text with two readings is refused. A day without year is in the year of
    `today`; two digits of a year mean one up to 20 years ahead. Years are 1 to 9999.
    """
    return _day(_without_clock(_narrow(text))[0], text, order, today)


def parse_moment(text: str, *, order: Order | None = None, today: date, zone: tzinfo | None = None) -> datetime:
    """The day and time a text says, without zone; a time with one is brought to `zone`, or to that of this computer."""
    rest, clock, offset = _without_clock(_narrow(text))
    if not rest and clock is None:
        raise _refusal(text)
    moment = datetime.combine(_day(rest, text, order, today) if rest else today, clock or time())
    if offset is None:
        return moment
    try:
        return datetime.fromisoformat(moment.isoformat() + offset).astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise _refusal(text) from None


def from_serial(number: float, base1904: bool = False) -> date | datetime:
    """The day a spreadsheet counts as `number`, with its time where there is a fraction; nothing is shifted by a zone.

    The 1900 system has a 29 February 1900, which never was: that number is refused, and those before it are counted so
    that 1 is 1 January 1900.
    """
    if not 0 <= number < _LAST_SERIAL + 1:
        raise _no_serial(number)
    whole = int(number)
    seconds = round((number - whole) * 86400)
    if not base1904 and whole in (0, _SERIAL_OF_NO_DAY):
        raise _no_serial(number)
    if base1904:
        start = date(1904, 1, 1)
    else:
        start = date(1899, 12, 30) if whole > _SERIAL_OF_NO_DAY else date(1899, 12, 31)
    try:
        day = start + timedelta(days=whole)
        return datetime.combine(day, time()) + timedelta(seconds=seconds) if seconds else day
    except OverflowError:
        raise _no_serial(number) from None


def _no_serial(number: float) -> Refused:
    return Refused(_("{number} is not a date of a spreadsheet.").format(number=number))


def infer_order(samples: Sequence[str]) -> Literal["ymd", "dmy", "mdy", "roc", "ambiguous"] | None:
    """How the dates of a column are ordered, from all of them; None where no sample is a date in three numbers."""
    seen: set[Order] = set()
    undecided = False
    for sample in samples:
        if is_of_republic(sample):
            return "roc"
        orders = _possible_orders(_without_clock(_narrow(sample))[0])
        if len(orders) == 1:
            seen.update(orders)
        elif orders:
            undecided = True
    if seen == {"ymd"}:
        return "ambiguous" if undecided else "ymd"
    seen.discard("ymd")
    if len(seen) == 1:
        return seen.pop()
    return "ambiguous" if seen or undecided else None


def has_two_calendars(text: str) -> bool:
    """Whether a date such as 99/05/01 may as well be one of the Republic of China, here where the company is."""
    return _possible_orders(_without_clock(_narrow(text))[0]) == {"ymd", "roc"}


def _possible_orders(plain: str) -> set[Order]:
    """The orders in which a text of three numbers may be meant; empty where it is no such text."""
    if _COMPACT.fullmatch(plain) or (_CHINESE.fullmatch(plain) and "年" in plain):
        return {"ymd"}
    match = _THREE.fullmatch(plain)
    if match is None:
        return set()
    first, _sign, second, third = match.groups()
    if len(first) >= 3:
        return {"ymd"}
    if len(third) == 4:
        if int(first) > 12 >= int(second):
            return {"dmy"}
        if int(second) > 12 >= int(first):
            return {"mdy"}
        return {"dmy", "mdy"} if int(first) <= 12 else set()
    if home() == _TAIWAN and _of_two_calendars(match, date(2000, 1, 1)) is not None:
        return {"ymd", "roc"}
    possible: set[Order] = set()
    for order in ("ymd", "dmy", "mdy"):
        if _ordered(match, order, date(2000, 1, 1)) is not None:
            possible.add(order)
    return possible


def _narrow(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'").replace("`", "'")
    plain = _TODAY_AT.sub(lambda found: f"{found.group(1)}天{_PART_OF_DAY[found.group(2)]}", plain)
    plain = _SPOKEN_HOUR.sub(_hour_in_digits, plain)
    return _COMPACT_MOMENT.sub(r"\1 \2:\3:\4\5", as_western(" ".join(plain.split())))


def _hour_in_digits(found: re.Match[str]) -> str:
    """下午三点半 as 下午3:30."""
    half, hour, quarter = found.groups()
    tens, ten, ones = hour.partition("十")
    if not hour.isdigit():
        figures = "一二三四五六七八九"
        ones = (ones if ten else tens).replace("两", "二")
        hour = str((figures.find(tens or "一") + 1) * 10 * bool(ten) + (figures.find(ones) + 1 if ones else 0))
    return f"{half}{hour}点{_QUARTERS[quarter] if quarter else ''}"


def _refusal(text: str) -> Refused:
    shown = text.strip() if len(text.strip()) <= 40 else text.strip()[:39] + "…"
    if not shown:
        return Refused(_("There is no date here; write one, like 2024-03-05."))
    return Refused(_("“{text}” is not a date; write it like 2024-03-05.").format(text=shown))


def _two_readings(text: str, one: date, other: date) -> Refused:
    return Refused(
        _("“{text}” may be {one} or {other}; write it like {one}.").format(
            text=text.strip(), one=one.isoformat(), other=other.isoformat()
        )
    )


def _without_clock(plain: str) -> tuple[str, time | None, str | None]:
    """The text without the time at its end, that time, and its zone as +08:00."""
    match = _CLOCK.search(plain) or _HOUR_ONLY.search(plain)
    if match is None:
        return plain, None, None
    parts = {name: value for name, value in match.groupdict().items() if value}
    hour = int(parts["hour"])
    half = (parts.get("half") or parts.get("half2") or "").lower()
    if half in _AFTERNOON and hour < 12 and not (half == "中午" and hour >= 10):
        hour += 12
    elif half in ("am", "a.m.", "凌晨", "上午") and hour == 12:
        hour = 0
    micro = int(parts.get("fraction", "0").ljust(6, "0")[:6])
    try:
        clock = time(hour, int(parts.get("minute", 0)), int(parts.get("second", 0)), micro)
    except ValueError:
        return plain, None, None
    zone = parts.get("zone", "").upper()
    offset = "+00:00" if zone in ("Z", "UTC", "GMT") else f"{zone[:3]}:{zone[-2:]}" if zone else None
    return plain[: match.start()].rstrip(" ,T"), clock, offset


def _day(plain: str, text: str, order: Order | None, today: date) -> date:
    relative = relative_date(plain, today)
    if relative is not None:
        return relative
    plain = _ARTICLE.sub("", _WEEKDAY.sub("", without_accents(plain)).strip(" ,"))
    day = _compact(plain, order) or _chinese(plain, order, today) or _named(plain, today)
    if day is None and (match := _THREE.fullmatch(plain)):
        day = _three(match, text, order, today)
    if day is None and (match := _TWO.fullmatch(plain)):
        first, second = int(match.group(1)), int(match.group(2))
        day = _date(today.year, second, first) if order == "dmy" else _date(today.year, first, second)
    if day is None:
        raise _refusal(text)
    return day


def _compact(plain: str, order: Order | None) -> date | None:
    """Eight digits; in a column that has days or months first, they may begin so; six, where years are of two."""
    if order == "roc" and (short := _SHORT.fullmatch(plain)):
        return _date(int(short[1]) + REPUBLIC, int(short[2]), int(short[3]))
    match = _COMPACT.fullmatch(plain)
    if match is None:
        return None
    if order in (None, "ymd", "roc") or 1900 <= int(match.group(1)) < 2100:
        return _date(*map(int, match.groups()))
    first, second, year = int(plain[:2]), int(plain[2:4]), int(plain[4:])
    return _date(year, second, first) if order == "dmy" else _date(year, first, second)


def _chinese(plain: str, order: Order | None, today: date) -> date | None:
    match = _CHINESE.fullmatch(plain)
    if match is None:
        return None
    year, month, day = match.groups()
    return _date(_year(year, today, order), int(month), int(day))


def _named(plain: str, today: date) -> date | None:
    """A date with the name of its month."""
    for pattern in _NAMED:
        if match := pattern.fullmatch(plain):
            year = _year(match.group("year"), today)
            return _date(year, MONTHS[match.group("month").lower()], int(match.group("day")))
    return None


def _three(match: re.Match[str], text: str, order: Order | None, today: date) -> date | None:
    """Three numbers, in the order of the column, or in the only order in which they are a date."""
    first, _sign, _second, third = match.groups()
    if len(first.strip("'")) > 2 or first.startswith("'"):
        return _ordered(match, "ymd", today)
    if order is None and home() == _TAIWAN and (two := _of_two_calendars(match, today)) is not None:
        raise _two_readings(text, *two)
    four_at_end = len(third.strip("'")) == 4
    if order in ("ymd", "roc") and four_at_end:
        order = None
    if order is not None:
        return _ordered(match, order, today)
    orders: tuple[Order, ...] = ("dmy", "mdy") if four_at_end else ("ymd", "dmy", "mdy")
    days = list(dict.fromkeys(day for each in orders if (day := _ordered(match, each, today)) is not None))
    if len(days) > 1:
        raise _two_readings(text, days[0], days[1])
    return days[0] if days else None


def _ordered(match: re.Match[str], order: Order, today: date) -> date | None:
    """The date of three numbers read in one order."""
    first, _sign, second, third = match.groups()
    if order in ("ymd", "roc"):
        year = _year(first, today, order)
        return _date(year, int(second), int(third)) if third.isdigit() and len(third) <= 2 else None
    if not first.isdigit() or len(first) > 2:
        return None
    day, month = (first, second) if order == "dmy" else (second, first)
    return _date(_year(third, today), int(month), int(day))


def _of_two_calendars(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """What 99/05/01 is in our years and in those of the Republic of China, where it is a date in both."""
    ours, theirs = _ordered(match, "ymd", today), _ordered(match, "roc", today)
    return (ours, theirs) if ours is not None and theirs is not None else None


def _year(written: str | None, today: date, order: Order | None = None) -> int:
    """A year of four digits as written, of two within the century that ends 20 years ahead, none as this year's."""
    if written is None:
        return today.year
    digits = written.strip("'")
    if order == "roc" and len(digits) < 4 and "'" not in written:
        return int(digits) + REPUBLIC
    if len(digits) != 2:
        return int(digits) if len(digits) == 4 else 0
    latest = today.year + _YEARS_AHEAD
    return latest - (latest - int(digits)) % 100


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
