"""Telephone numbers, postcodes and tax numbers that belong to nobody.

Chinese mobile numbers begin with 154, 164, 169 or 194, which no operator has been given; the local part of Chinese
landline numbers begins with 9, which none does. Other countries' numbers are those that their regulators keep free for
films and books: 555-01xx in North America, Ofcom's, the Bundesnetzagentur's, ARCEP's, PTS's, ACMA's and ComReg's
ranges. Tax numbers have the right form and lead nowhere: regions and ranges 99.
"""

from __future__ import annotations

import re
from functools import cache
from math import gcd
from typing import Final, NamedTuple
from zlib import crc32

from crm_desktop.demo.chance import Chance

_LETTERS: Final = "BCDFGHJKLMNPRSTVWXYZ"
_CREDIT: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


class Number(NamedTuple):
    """A telephone number as written, and the digits by which it is compared."""

    shown: str
    key: str


class Numbers:
    """Gives each number of a range once; when a range is used up, its numbers come again with extensions."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def next(self, pattern: str, dial: str, *, abroad: bool = True) -> Number:
        """The next number of a range such as "+44 20 7946 0###"; `abroad` writes Chinese ones with +86."""
        given = self._given.get(pattern, 0)
        self._given[pattern] = given + 1
        least, most, step, begin = _range(pattern)
        extension, place = divmod(given, most)
        shown = _filled(pattern, str(least + (place * step + begin) % most).zfill(len(str(least + most - 1))))
        if not shown.startswith("+"):
            national = shown.lstrip("0")
            key = dial + re.sub(r"\D", "", national)
            shown = f"+{dial} {national.replace('-', ' ')}" if abroad else shown
        else:
            key = re.sub(r"\D", "", shown)
        if extension:
            return Number(f"{shown} x{extension:02}", f"{key}x{extension:02}")
        return Number(shown, key)


@cache
def _range(pattern: str) -> tuple[int, int, int, int]:
    """The least number to fill in, how many there are, a step that visits each of them once, and where to begin."""
    places = pattern.count("#") + pattern.count("%")
    least = 10 ** (places - 1) if "%" in pattern else 0
    most = 10**places - least
    step = int(most * 0.6180339887) | 1
    while gcd(step, most) > 1:
        step += 2
    return least, most, step, crc32(pattern.encode()) % most


def _filled(pattern: str, digits: str) -> str:
    rest = iter(digits)
    return "".join(next(rest) if sign in "#%" else sign for sign in pattern)


def code(pattern: str, chance: Chance) -> str:
    """A postcode or tax number: # is a digit, A a letter."""
    template, most = _template(pattern)
    return template % tuple(chance.of(_LETTERS) if not end else int(chance.random() * end) for end in most)


@cache
def _template(pattern: str) -> tuple[str, tuple[int, ...]]:
    ends = []
    for run in re.findall(r"#+|A", pattern):
        ends.append(0 if run == "A" else 10 ** len(run))
    template = re.sub(r"#+|A", lambda run: "%s" if run.group() == "A" else f"%0{len(run.group())}d", pattern)
    return template, tuple(ends)


def credit_code(number: int) -> str:
    """A Chinese tax number of 18 signs with the right check sign (GB 32100), of a region 99 that does not exist."""
    body = "91990000MA" + _base31(number, 7)
    total = sum(_CREDIT.index(sign) * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return body + _CREDIT[(31 - total % 31) % 31]


def _base31(number: int, places: int) -> str:
    signs = ""
    for _place in range(places):
        number, rest = divmod(number, 31)
        signs = _CREDIT[rest] + signs
    return signs
