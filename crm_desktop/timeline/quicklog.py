"""The quick log: one typed line read as what happened and what comes next.

"call 5min price ok next tue 10" is a call of five minutes with the text "price ok", and a next step on Tuesday of next
week at 10:00. "昨天拜访 看了样品 下周五送报价" is a visit of yesterday and a next step "送报价". Nothing is saved here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from crm_desktop.errors import Refused
from crm_desktop.values.datereading import parse_date
from crm_desktop.values.datewords import relative_date


@dataclass(frozen=True)
class Logged:
    """What one line says."""

    type: str
    """A key of Note.type."""
    text: str
    """What was said or done; "" where the line only plans."""
    at: datetime
    minutes: int | None = None
    next_text: str = ""
    """What is to be done; "" with a day means the same again."""
    next_on: date | None = None
    next_at: time | None = None

    happened: bool = True
    """Whether there is anything to note; a line that only plans has nothing."""

    @property
    def has_next(self) -> bool:
        return bool(self.next_text) or self.next_on is not None


_TYPES: Final = {
    "call": "call called phone phoned tel rang 打电话 电话 致电 来电 去电 通话",
    "mail": "mail email e-mail mailed 邮件 发邮件 电子邮件",
    "visit": "visit visited meeting met 拜访 上门 会议 会面 见面 来访",
    "message": "message msg sms text wechat whatsapp chat 微信 短信 留言 qq",
    "note": "note memo 备注 记录",
}
_WORDS: Final = sorted(
    ((word, type) for type, words in _TYPES.items() for word in words.split()), key=lambda pair: -len(pair[0])
)
_DURATION: Final = re.compile(
    r"(?<![\w.:/-])(?:(?P<count>\d{1,3}(?:\.\d)?)\s*(?P<unit>分钟|分|minutes?|mins?|min|个小时|小时|个钟头|钟头|hours?|hrs?|h)"
    r"|(?P<half>半个?小时|半个?钟头|half an hour))(?![a-z\d])",
    re.IGNORECASE,
)
# Chinese has no blanks: a duration may stand right after a word.
_DURATION_ZH: Final = re.compile(
    r"(?P<count>\d{1,3}(?:\.\d)?)\s*(?P<unit>分钟|个小时|小时|个钟头|钟头)|(?P<half>半个?小时|半个?钟头)"
)

_LONG_WEEKDAY: Final = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_SHORT_WEEKDAY: Final = "mon|tues?|wed|thurs?|thu|fri|sat|sun"
_MONTH: Final = "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec"
_DAY: Final = re.compile(
    r"(?<![a-z\d.])(?:on |by |until )?(?P<en>"
    rf"(?:next|this) (?:{_LONG_WEEKDAY}|{_SHORT_WEEKDAY}|week|month)|{_LONG_WEEKDAY}|(?P<short>{_SHORT_WEEKDAY})"
    r"|today|tonight|tomorrow|in (?:an?|\d{1,3}) (?:days?|weeks?|months?)|end of (?:next |this |the )?month"
    rf"|\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTH})[a-z]*"
    rf"|(?:{_MONTH})[a-z]* \d{{1,2}}(?:st|nd|rd|th)?"
    r")(?![a-z\d-])"
    r"|(?P<zh>大?后天|明天|明早|明晚|今天|今晚|(?:下{1,2}|这|本)?个?(?:周|星期|礼拜)[一二三四五六日天]|下周|下星期|下个?月底|月底"
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?|(?:(?:下|本|这)个?月)?\d{1,2}[日号]|下个?月"
    r"|(?:\d{1,3}|[一二两三四五六七八九十]{1,3})(?:天|周|个?星期|个月)(?:之后|以后|后))",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"\s*(?:at |@ ?)?(?P<half>上午|下午|晚上|早上|中午)?\s*(?P<hour>\d{1,2})"
    r"(?:(?::|点|时)(?P<minute>\d{1,2}|半)?分?)?\s*(?P<half2>[ap]m)?(?![\w:.%/-]*\d|[a-z%元块个天])",
    re.IGNORECASE,
)
_MARK: Final = re.compile(
    r"(?:\s*(?:→|->|=>|>>)\s*|(?:^|[\s,;.，；。])(?:next step|next|then|todo|follow[- ]?up)\s*[:：]\s*"
    r"|[,，;；。\s]*(?:下一步|下次|然后再?)[:：,，]?\s*|^(?=call back|ring back|write back|回电|回访|再打|再联系))",
    re.IGNORECASE,
)
_PLANS: Final = re.compile(r"call back|ring back|write back|回电|回访|再打|再联系", re.IGNORECASE)
"""A line that begins so tells of nothing that happened."""
_TRIMMED: Final = " \t,.;:，。；：、-–—"
_WIDE: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F) if chr(wide - 0xFEE0) not in ",;:!?()"}
"""Full-width letters, digits and signs, as an input method gives them. Chinese punctuation is text and stays."""
_SAME_DAY: Final = {"今晚": "今天", "明早": "明天", "明晚": "明天", "tonight": "today"}
_EVENING: Final = frozenset({"今晚", "明晚", "tonight"})


def read_log(line: str, now: datetime) -> Logged:
    """What a line says; days are counted from `now`, and a bare hour from 1 to 6 is one of the afternoon."""
    words = plain(line)
    today = now.date()
    at, words = _when(words, now)
    type, words = (None, words) if _PLANS.match(words) else _type(words)
    if at is None:
        at, words = _when(words, now)
    said, next_text, next_on, next_at = _next(words, today)
    minutes, said = _minutes(said)
    text = said.strip(_TRIMMED)
    happened = bool(text or type or minutes)
    at = at or now.replace(microsecond=0)
    return Logged(type or "note", text, at, minutes, next_text, next_on, next_at, happened)


def plain(line: str) -> str:
    """The line as it is noted: one blank between words, full-width letters and digits as usual ones."""
    return re.sub(r"(?<=\d)：(?=\d)", ":", " ".join(line.translate(_WIDE).split()))


def _when(words: str, now: datetime) -> tuple[datetime | None, str]:
    """A day at the beginning that is today or past: when it happened."""
    parts = words.split(" ")
    heads = [" ".join(parts[:count]) for count in (3, 2, 1) if len(parts) >= count]
    heads += [words[:count] for count in (5, 4, 3, 2) if words[:1] > "\u2e80"]
    for head in heads:
        day = relative_date(head, now.date()) if head else None
        if day is not None and day <= now.date():
            return datetime.combine(day, now.time().replace(microsecond=0)), words[len(head) :].lstrip(_TRIMMED)
    return None, words


def _type(words: str) -> tuple[str | None, str]:
    """How one spoke, where the line begins with it."""
    low = words.lower()
    for word, type in _WORDS:
        if low.startswith(word) and (not word.isascii() or not low[len(word) : len(word) + 1].isalpha()):
            return type, words[len(word) :].lstrip(_TRIMMED)
    return None, words


def _minutes(said: str) -> tuple[int | None, str]:
    """How long it took, and the text without that."""
    found = _DURATION.search(said) or _DURATION_ZH.search(said)
    if found is None:
        return None, said
    if found.group("half"):
        minutes = 30
    else:
        hours = found.group("unit").lower() not in ("分钟", "分", "min", "mins", "minute", "minutes")
        minutes = round(float(found.group("count")) * (60 if hours else 1))
    before, after = said[: found.start()].rstrip(_TRIMMED), said[found.end() :].lstrip(_TRIMMED)
    gap = " " if before and after else ""
    return minutes, before + gap + after


def _next(words: str, today: date) -> tuple[str, str, date | None, time | None]:
    """What was said, then what is to be done, on which day and at what time."""
    mark = None
    for mark in _MARK.finditer(words):
        if _day_at(words, mark.start(), today) is None:
            break
        mark = None
    found = _last_day(words, today, mark.end() if mark else 0)
    if found is None:
        if mark is None:
            return words, "", None, None
        return words[: mark.start()], words[mark.end() :].strip(_TRIMMED), None, None
    start, end, day, evening = found
    clock = _CLOCK.match(words, end)
    at = _time(clock, evening) if clock is not None else None
    rest = words[clock.end() if clock is not None and at is not None else end :].strip(_TRIMMED)
    if mark is not None:
        between = words[mark.end() : start].strip(_TRIMMED)
        return words[: mark.start()], " ".join(filter(None, (between, rest))), day, at
    return words[:start], rest, day, at


def _last_day(words: str, today: date, start: int) -> tuple[int, int, date, bool] | None:
    """The last day of a line that is not past: where it stands, the day, and whether its evening is meant."""
    best = None
    for found in _DAY.finditer(words, start):
        text = (found.group("en") or found.group("zh")).lower()
        if found.group("short") and not (found.end() == len(words) or _CLOCK.match(words, found.end())):
            continue  # "we sat", "the sun": a short name alone is a day only at the end or with a time
        day = _day_of(_SAME_DAY.get(text, text), today)
        if day is not None and day >= today and (day > today or text in _SAME_DAY or found.end() == len(words)):
            best = (found.start(), found.end(), day, text in _EVENING)
    return best


def _day_at(words: str, place: int, today: date) -> date | None:
    """The day that begins right there (after blanks), as in "next tue": then "next" marks nothing."""
    while place < len(words) and words[place] in _TRIMMED:
        place += 1
    found = _DAY.match(words, place)
    return _day_of((found.group("en") or found.group("zh")).lower(), today) if found else None


def _day_of(text: str, today: date) -> date | None:
    day = relative_date(text, today)
    if day is not None:
        return day
    try:
        day = parse_date(text, today=today)
    except Refused:
        return None
    if day < today and not re.search(r"\d{4}", text):
        # A day without a year that is past is the next one of that name.
        try:
            day = day.replace(year=day.year + 1)
        except ValueError:
            return None
    return day


def _time(found: re.Match[str], evening: bool) -> time | None:
    hour = int(found.group("hour"))
    half = (found.group("half") or found.group("half2") or "").lower()
    minute = found.group("minute") or "0"
    if half in ("下午", "晚上", "pm", "中午") and hour < 12 and not (half == "中午" and hour >= 10):
        hour += 12
    elif half in ("am", "上午", "早上") and hour == 12:
        hour = 0
    elif not half and (1 <= hour <= 6 or (evening and hour < 12)):
        hour += 12
    try:
        return time(hour, 30 if minute == "半" else int(minute))
    except ValueError:
        return None
