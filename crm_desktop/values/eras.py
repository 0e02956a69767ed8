"""Years counted from another beginning (民國113年, 令和6年, R6.5.1) and in Chinese numerals, as years of our own."""

from __future__ import annotations

import re
from typing import Final, TypeVar

from crm_desktop.values.patterns import late

REPUBLIC: Final = 1911
"""What the years of the Republic of China lack to ours."""
_BEFORE: Final = {
    "民國": REPUBLIC, "民国": REPUBLIC, "令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867,
    "R": 2018, "H": 1988, "S": 1925, "T": 1911, "M": 1867,
}  # fmt: skip
"""The year before the first of each era."""
_NAMED: Final = late(
    r"(?:中華|中华)?(?P<era>民國|民国|令和|平成|昭和|大正|明治)\s*(?P<year>\d{1,3}|元)(?P<sign>\s*年|(?=[-/. ]\d))"
)
_COMPACT: Final = late(r"(?:中華|中华)?民[國国]\s*(\d{2,3})(\d\d)(\d\d)")
_LETTER: Final = late(r"(?P<era>[RHSTM])\.?\s?(?P<year>\d{1,2}|元)(?P<sign>年|(?=[-/.]\d{1,2}[-/.]\d))", re.IGNORECASE)
_REPUBLIC: Final = late(r"(1[0-4]\d)(?=\s*年|([-/.])\d{1,2}\2\d{1,2}(?!\d))")
"""A year of three digits can be no other."""
_REPUBLIC_COMPACT: Final = late(r"(1[0-4]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_SAYS_REPUBLIC: Final = late(r"民[國国]|(?<![A-Za-z])R\.?O\.?C\b", re.IGNORECASE)
_SHORT_YEAR: Final = late(r"\d{1,3}\s*(?:年|([-/. ])\d{1,2}\1\d{1,2}(?!\d))|\d{6,7}$")
_T = TypeVar("_T")
_FIGURES: Final = "〇一二三四五六七八九"
_NUMERALS: Final = late(
    r"([〇零○一二三四五六七八九]{2,4}|[一二三四五六七八九]?百?[一二三四五六七八九]?十[一二三四五六七八九]?)年"
    r"([一二三四五六七八九]|十[一二]?)月([一二三四五六七八九]|[一二三]?十[一二三四五六七八九]?)[日号號]"
)


def is_of_republic(text: str) -> bool:
    """Whether a date begins with a year of three digits, as 113/05/01 does: the others of its column are alike."""
    return text[:1] == "1" and (_REPUBLIC.match(text) or _REPUBLIC_COMPACT.fullmatch(text)) is not None


def names_republic(heading: str) -> bool:
    """Whether a heading says that the years of its dates are those of the Republic of China."""
    return _SAYS_REPUBLIC.search(heading) is not None


def in_words_of_republic(cell: _T) -> _T | str:
    """A date under such a heading with the name of its era, where its year is shorter than ours."""
    text = str(cell).strip()
    return f"民國{text}" if isinstance(cell, str | int) and _SHORT_YEAR.match(text) else cell


def as_western(plain: str) -> str:
    """A text (in narrow signs) with the year of an era at its beginning as the year that it is."""
    if plain.isascii() and not plain[:1].isalnum():
        return plain
    if not plain.isascii():
        plain = _NUMERALS.sub(_in_digits, plain)
    if found := _COMPACT.match(plain):
        year, month, day = found.groups()
        return f"{int(year) + REPUBLIC}-{month}-{day}{plain[found.end() :]}"
    found = _NAMED.match(plain) or _LETTER.match(plain)
    if found is not None:
        year = 1 if found["year"] == "元" else int(found["year"])
        return f"{_BEFORE[found['era'].upper()] + year:04d}{found['sign'].strip()}{plain[found.end() :]}"
    if found := _REPUBLIC_COMPACT.fullmatch(plain):
        return f"{int(found[1]) + REPUBLIC}-{found[2]}-{found[3]}"
    if found := _REPUBLIC.match(plain):
        return f"{int(found[1]) + REPUBLIC}{plain[found.end() :]}"
    return plain


def _in_digits(found: re.Match[str]) -> str:
    """二〇二四年三月五日 as 2024年3月5日, 一百一十三年 as 113年."""
    year, month, day = found.groups()
    return f"{_year(year)}年{_number(month)}月{_number(day)}日"


def _year(numerals: str) -> str:
    if "十" in numerals or "百" in numerals:
        hundreds, hundred, rest = numerals.rpartition("百")
        return str((_FIGURES.find(hundreds or "一") * 100 if hundred else 0) + (_number(rest) if rest else 0))
    return "".join(str(max(_FIGURES.find(sign), 0)) for sign in numerals)


def _number(numerals: str) -> int:
    """A number below a hundred: 十二 is 12, 二十 is 20."""
    tens, ten, ones = numerals.rpartition("十")
    return (_FIGURES.find(tens or "一") * 10 if ten else 0) + (_FIGURES.find(ones) if ones else 0)
