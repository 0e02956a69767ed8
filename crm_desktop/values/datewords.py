"""Days said in words, for quick entry: tomorrow, 后天, +3d, 三天后, next tue, 下周二, 月底."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

from crm_desktop.values.patterns import late

_DAYS: Final = {
    "today": 0, "tod": 0, "今天": 0, "今日": 0, "今": 0, "tomorrow": 1, "tom": 1, "明天": 1, "明日": 1,
    "后天": 2, "大后天": 3, "yesterday": -1, "昨天": -1, "昨日": -1, "前天": -2, "大前天": -3,
}  # fmt: skip
_PHRASES: Final = {
    "next week": (7, 0), "last week": (-7, 0), "下周": (7, 0), "上周": (-7, 0), "下星期": (7, 0), "上星期": (-7, 0),
    "next month": (0, 1), "last month": (0, -1), "下个月": (0, 1), "下月": (0, 1), "上个月": (0, -1), "上月": (0, -1),
    "next year": (0, 12), "last year": (0, -12), "明年": (0, 12), "去年": (0, -12), "后年": (0, 24),
}  # fmt: skip
_WEEKDAY_NAMES: Final = (
    "mon monday|tue tues tuesday|wed wednesday|thu thur thurs thursday|fri friday|sat saturday|sun sunday"
)
_WEEKDAYS: Final = {name: number for number, names in enumerate(_WEEKDAY_NAMES.split("|")) for name in names.split()}
_CHINESE_WEEKDAYS: Final = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_WEEKS_AWAY: Final = {"next": 1, "this": 0, "last": -1}
_UNITS: Final = {
    "d": (1, 0), "day": (1, 0), "days": (1, 0), "天": (1, 0), "日": (1, 0), "w": (7, 0), "week": (7, 0),
    "weeks": (7, 0), "周": (7, 0), "个周": (7, 0), "星期": (7, 0), "个星期": (7, 0), "礼拜": (7, 0), "个礼拜": (7, 0),
    "m": (0, 1), "month": (0, 1), "months": (0, 1), "个月": (0, 1), "月": (0, 1), "y": (0, 12),
    "year": (0, 12), "years": (0, 12), "年": (0, 12),
}  # fmt: skip
_NUMERALS: Final = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}

_COUNT: Final = r"(?P<count>\d{1,4}|[一二两三四五六七八九十]{1,3}|半|an?)"
_UNIT: Final = "(?P<unit>" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")"
_SIGNED: Final = late(rf"(?P<sign>[+-])\s*(?P<count>\d{{1,4}})\s*{_UNIT}?")
_AHEAD: Final = late(rf"(?:in\s+{_COUNT}\s*{_UNIT})")
_AHEAD_ZH: Final = late(rf"{_COUNT}\s*{_UNIT}\s*(?P<way>之?后|以后|之?前|以前|ago|later|from now)")
_WEEKDAY: Final = late(r"(?:(?P<which>next|this|last)\s+)?(?P<day>[a-z]+)")
_WEEKDAY_ZH: Final = late(r"(?P<which>下{1,2}|上{1,2}|这|本)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_DAY_OF_MONTH: Final = late(r"(?P<which>下|上|本|这)?(?:个?月)?(?P<day>\d{1,2})[号日]")
_MONTH_END: Final = late(
    r"(?P<which>下|上|本|这)?(?:个?月)(?:底|末)|(?:end of (?P<which_en>next|last|this|the)? ?month)"
)


def relative_date(text: str, today: date) -> date | None:
    """The day that words say, or nothing where they say none.

    "tue" and 周二 are the next such day after today; "next tue" and 下周二 lie in the week after this (from Monday).
    """
    words = " ".join(text.lower().split())
    if words in _DAYS:
        return _moved(today, _DAYS[words], 0)
    if words in _PHRASES:
        return _moved(today, *_PHRASES[words])
    return _counted(words, today) or _of_week(words, today) or _of_month(words, today)


def _counted(words: str, today: date) -> date | None:
    if match := _SIGNED.fullmatch(words):
        way = -1 if match.group("sign") == "-" else 1
    elif match := _AHEAD.fullmatch(words):
        way = 1
    elif match := _AHEAD_ZH.fullmatch(words):
        way = -1 if match.group("way") in ("前", "之前", "以前", "ago") else 1
    else:
        return None
    days, months = _UNITS[match.group("unit") or "d"]
    if match.group("count") == "半":
        return _moved(today, 0, way * 6) if months == 12 else _moved(today, way * 15, 0) if months else None
    count = way * _number(match.group("count"))
    return _moved(today, count * days, count * months)


def _number(written: str) -> int:
    if written.isascii():
        return int(written) if written.isdigit() else 1
    tens, ten, ones = written.partition("十")
    if not ten:
        return _NUMERALS.get(written, 0)
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)


def _of_week(words: str, today: date) -> date | None:
    if match := _WEEKDAY_ZH.fullmatch(words):
        weekday, which = _CHINESE_WEEKDAYS[match.group("day")], match.group("which")
        weeks = None if which is None else which.count("下") - which.count("上")
    elif (match := _WEEKDAY.fullmatch(words)) and match.group("day") in _WEEKDAYS:
        weekday, which = _WEEKDAYS[match.group("day")], match.group("which")
        weeks = None if which is None else _WEEKS_AWAY[which]
    else:
        return None
    if weeks is None:
        return _moved(today, (weekday - today.weekday() - 1) % 7 + 1, 0)
    return _moved(today, weekday - today.weekday() + 7 * weeks, 0)


def _of_month(words: str, today: date) -> date | None:
    if match := _MONTH_END.fullmatch(words):
        first = _moved(today.replace(day=1), 0, _months_away(match.group("which") or match.group("which_en")))
        return first and first.replace(day=calendar.monthrange(first.year, first.month)[1])
    if match := _DAY_OF_MONTH.fullmatch(words):
        first = _moved(today.replace(day=1), 0, _months_away(match.group("which")))
        day = int(match.group("day"))
        return first.replace(day=day) if first and 1 <= day <= calendar.monthrange(first.year, first.month)[1] else None
    return None


def _months_away(which: str | None) -> int:
    return {"下": 1, "next": 1, "上": -1, "last": -1}.get(which or "", 0)


def _moved(day: date, days: int, months: int) -> date | None:
    """The day so many days and months on; the 31st becomes the last day of a shorter month."""
    try:
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        last = calendar.monthrange(year, month + 1)[1] if 1 <= year <= 9999 else 31
        return date(year, month + 1, min(day.day, last)) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
