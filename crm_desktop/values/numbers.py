"""Numbers as people write them, read exactly: 1,234.5 and 1.234,50, (500), 3.5万, 5%; junk is refused, never 0."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.values.currencies import CODES, CURRENCIES
from crm_desktop.values.patterns import late

_LARGEST_DIGITS: Final = 15
_EXACT: Final = Context(prec=80, rounding=ROUND_HALF_UP)

_MINUS: Final = late("[−–—﹣－]")
_BLANKS: Final = late(r"[\s'’`´]+")
_WRITTEN: Final = (
    {known.symbol.strip() for known in CURRENCIES.values()} | CODES | {"RMB", "人民币", "US$", "CN¥", "CN$"}
)
_SIGNS: Final = "|".join(
    re.escape(written) for written in sorted(_WRITTEN, key=lambda written: (-len(written), written))
)
_CODES: Final = "|".join(sorted(CODES))
_NAMES: Final = "元整|圆整|块钱?|[日美欧韩港台澳加英]?[元圆]|人民币|欧元|英镑|港币|美金|日圆|rmb"
_CURRENCY_BEFORE: Final = late(
    rf"(?:{_SIGNS}|[$¥£¢\u20a0-\u20cf]|kr\.?|zł|fr\.?)\s*",
    re.IGNORECASE,
)
_CURRENCY_BEHIND: Final = late(
    rf"\s*(?:{_NAMES}|{_CODES}|[$¥£¢\u20a0-\u20cf]|kr\.?|zł|,-)$",
    re.IGNORECASE,
)
_UNITS: Final = {
    "十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "億": 8, "十亿": 9,
    "百亿": 10, "千亿": 11, "万亿": 12, "k": 3, "K": 3, "M": 6,
}  # fmt: skip
_WITH_UNIT: Final = late("(.*?\\d)\\s*(" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")")
_TWO_UNITS: Final = late(r"(\d+(?:\.\d+)?)[亿億](?:(\d{1,4}(?:\.\d+)?)[万萬])?|(\d+)[万萬](\d{4})")
_POWER: Final = late(r"\d+(?:\.\d+)?[eE][-+]?\d{1,2}")
# In threes; with commas also as in India, where the groups above the first have two digits.
_GROUPS: Final = {
    ",": late(r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d?(?:,\d\d)*,\d{3}"),
    ".": late(r"[1-9]\d{0,2}(?:\.\d{3})+"),
    " ": late(r"[1-9]\d{0,2}(?: \d{3})+"),
}


def parse_number(text: str) -> Decimal:
    """The number a text says; "5%" is 0.05. One comma with three digits after and at most three before is thousands."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.endswith(("%", "‰")):
        return shifted(_read(plain[:-1], text), -2 if plain.endswith("%") else -3)
    return _read(plain, text)


def parse_percent(text: str) -> Decimal:
    """The share a text says: "13%", "13" and "0.13" are 0.13, 免税 is 0; without a sign, below 1 is a share already."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in ("免税", "不征税", "零税率", "exempt"):
        return Decimal(0)
    if plain.endswith("%"):
        return shifted(_read(plain[:-1], text), -2)
    number = _read(plain, text)
    return number if abs(number) < 1 else shifted(number, -2)


def parse_currency_number(text: str) -> Decimal:
    """`parse_number` for a text with a currency's sign, code or name before or behind it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    negative = plain.startswith("(") and plain.endswith(")")
    if negative:
        plain = plain[1:-1].strip()
    sign = ""
    if plain.startswith(("+", "-", "−", "–", "—")):
        sign, plain = plain[0], plain[1:].strip()
    if match := _CURRENCY_BEFORE.match(plain):
        plain = plain[match.end() :]
    plain = sign + _CURRENCY_BEHIND.sub("", plain).strip()
    return _read(f"({plain})" if negative else plain, text)


def round_half_up(number: Decimal) -> int:
    """The whole number nearest; a half goes away from zero, so that a credit note mirrors its invoice."""
    return int(number.quantize(Decimal(1), context=_EXACT))


def shifted(number: Decimal, places: int) -> Decimal:
    """The number times a power of ten, exactly."""
    return number.scaleb(places, context=_EXACT)


def _refusal(text: str) -> Refused:
    shown = text.strip() if len(text.strip()) <= 40 else text.strip()[:39] + "…"
    if not shown:
        return Refused(_("There is no number here; write one, like 1,234.50."))
    return Refused(_("“{text}” is not a number; write it like 1,234.50.").format(text=shown))


def _read(plain: str, text: str) -> Decimal:
    """The number of a narrow text without currency; `text` is what the refusal names."""
    body = _MINUS.sub("-", plain).strip()
    negative = False
    if len(body) > 2 and body[0] == "(" and body[-1] == ")":
        negative, body = True, body[1:-1].strip()
    elif body[:1] in ("-", "+"):
        negative, body = body[0] == "-", body[1:].strip()
    elif body.endswith("-"):
        negative, body = True, body[:-1].strip()
    number = _magnitude(body)
    if number is None or not body.isprintable():
        raise _refusal(text)
    if number.adjusted() >= _LARGEST_DIGITS:
        raise Refused(_("“{text}” is larger than this program counts.").format(text=text.strip()[:40]))
    return -number if negative and number else number


def _magnitude(body: str) -> Decimal | None:
    """The number without sign, or nothing."""
    if body.isascii() and body.isdigit():
        return Decimal(body)
    if not body or len(body) > 60 or not any("0" <= sign <= "9" for sign in body):
        return None
    if _POWER.fullmatch(body):
        return Decimal(body)
    if (match := _TWO_UNITS.fullmatch(body)) and (match.group(2) or match.group(4)):
        hundred_millions, ten_thousands, left, right = match.groups()
        if left:
            return Decimal(left + right)
        return shifted(Decimal(hundred_millions), 8) + shifted(Decimal(ten_thousands), 4)
    if match := _WITH_UNIT.fullmatch(body):
        number = _digits(match.group(1))
        return None if number is None else shifted(number, _UNITS[match.group(2)])
    return _digits(body)


def _digits(body: str) -> Decimal | None:
    """Digits with their separators; the last of two kinds is the decimal sign."""
    body = _BLANKS.sub(" ", body)
    comma, point = body.rfind(","), body.rfind(".")
    if comma >= 0 and point >= 0:
        return _both(body, ",", ".") if point > comma else _both(body, ".", ",")
    if comma >= 0:
        if _GROUPS[","].fullmatch(body):
            return Decimal(body.replace(",", ""))
        return _decimal(body, ",")
    if body.count(".") > 1:
        return Decimal(body.replace(".", "")) if _GROUPS["."].fullmatch(body) else None
    return _decimal(body, ".")


def _both(body: str, group: str, point: str) -> Decimal | None:
    whole, _sign, fraction = body.rpartition(point)
    if not _GROUPS[group].fullmatch(whole) or not _plain(fraction or "0"):
        return None
    return Decimal(f"{whole.replace(group, '')}.{fraction or '0'}")


def _decimal(body: str, point: str) -> Decimal | None:
    """One number with at most one decimal sign; its whole part may be in groups by blanks."""
    whole, _sign, fraction = body.partition(point)
    if " " in whole:
        if not _GROUPS[" "].fullmatch(whole):
            return None
        whole = whole.replace(" ", "")
    if not (whole or fraction) or not _plain(whole or "0") or not _plain(fraction or "0"):
        return None
    return Decimal(f"{whole or '0'}.{fraction or '0'}") if fraction else Decimal(whole)


def _plain(digits: str) -> bool:
    return digits.isascii() and digits.isdigit()
