"""Headings that say of which person of a row they tell: 联系人2, 第二联系人电话, Contact 2 Phone."""

from __future__ import annotations

import re
from typing import Final

_PERSON: Final = r"contact(?:\s*person)?|person|people|联系人|聯絡人|联络人|聯繫人"
_WITHIN: Final = re.compile(
    rf"(.*?(?:{_PERSON}))\s*[#_-]?\s*([1-9一二三四A-D])(?![0-9A-Za-z])[\s/_.:：-]*(.*)", re.IGNORECASE
)
_BEFORE: Final = re.compile(
    r"(第?[一二三四]|第[1-4]|1st|2nd|3rd|4th|first|second|third|fourth|primary|secondary)[\s_-]*"
    rf"({_PERSON})[\s/_.:：-]*(.*)",
    re.IGNORECASE,
)
_AT_FIRST: Final = re.compile(rf"^(?:{_PERSON})['\u2019]?s?\s*(?=\S)", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"^(.*?[^\d\s_#-])[\s_#-]*(\d{1,2})$|^(.+?)\s*[(（](\d+)[)）]$")
_NUMBERS: Final = {
    **{sign: at for signs in ("一二三四", "ABCD", "1234") for at, sign in enumerate(signs, 1)},
    "1ST": 1, "2ND": 2, "3RD": 3, "4TH": 4, "FIRST": 1, "SECOND": 2, "THIRD": 3, "FOURTH": 4, "PRIMARY": 1,
    "SECONDARY": 2,
}  # fmt: skip


def person_of(heading: str) -> tuple[str, int, bool]:
    """What a heading says without its number, of which person, and whether it has a number at all.

    联系人2 is ("联系人", 2), 第二联系人 / 电话 and Contact 2 Phone ("联系人电话" and "contact phone", 2).
    """
    text = " ".join(heading.split())
    if found := _BEFORE.fullmatch(text):
        return f"{found[2]} {found[3]}".strip(), _NUMBERS[found[1].removeprefix("第").upper()], True
    if (found := _WITHIN.fullmatch(text)) and (number := _NUMBERS.get(found[2].upper())):
        return f"{found[1]} {found[3]}".strip(), number, True
    found = _NUMBERED.match(text)
    if found is None:
        return text, 1, False
    return (found[1] or found[3]), int(found[2] or found[4]) or 1, True


def within(heading: str) -> tuple[str, int] | None:
    """The same where the number stands at the person (联系人一电话, first contact), not merely at the end."""
    text = " ".join(heading.split())
    return person_of(text)[:2] if _BEFORE.fullmatch(text) or _WITHIN.fullmatch(text) else None


def without_person(base: str) -> str:
    """电话 of 联系人电话, phone of contact phone."""
    return _AT_FIRST.sub("", base)
