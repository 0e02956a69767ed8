"""Headings that say of which person of a row they tell: 联系人2, 第二联系人电话, Contact 2 Phone."""

from __future__ import annotations

import re
from typing import Final

_PERSON: Final = r"contact(?:\s*person)?|person|people|联系人|聯絡人|联络人|聯繫人"
_WITHIN: Final = re.compile(
    rf"(.*?(?:{_PERSON}))\s*[#_-]?\s*(1\d|20|[1-9一二三四五六七八九十A-D])(?![0-9A-Za-z十])[\s/_.:：-]*(.*)",
    re.IGNORECASE,
)
_ORDINALS: Final = "first second third fourth fifth sixth seventh eighth ninth tenth"
_BEFORE: Final = re.compile(
    rf"(第?[一二三四五六七八九十]|第(?:1\d|20|[1-9])|1st|2nd|3rd|(?:[4-9]|1\d|20)th|{_ORDINALS.replace(' ', '|')}"
    rf"|primary|secondary)[\s_-]*({_PERSON})[\s/_.:：-]*(.*)",
    re.IGNORECASE,
)
_AT_FIRST: Final = re.compile(rf"^(?:{_PERSON})['\u2019]?s?\s*(?=\S)", re.IGNORECASE)
_NUMBERED: Final = re.compile(r"^(.*?[^\d\s_#-])[\s_#-]*(\d{1,2})$|^(.+?)\s*[(（](\d+)[)）]$")
_NUMBERS: Final = {
    **{sign: at for signs in ("一二三四五六七八九十", "ABCD") for at, sign in enumerate(signs, 1)},
    **{word.upper(): at for at, word in enumerate(_ORDINALS.split(), 1)},
    **{f"{at}{end}": at for at in range(1, 21) for end in ("", "ST", "ND", "RD", "TH")},
    "PRIMARY": 1, "SECONDARY": 2,
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
