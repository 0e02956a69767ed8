"""Telephone numbers: any writing is kept as typed, and here it is split, compared, grouped and told apart.

Nothing in this module raises for bad input.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

from crm_desktop.values.folding import fold
from crm_desktop.values.patterns import late

PhoneType = Literal["mobile", "landline", "other"]

_FEWEST_DIGITS: Final = 3
_FEWEST_OF_A_SECOND: Final = 5
# A spreadsheet that shows fewer digits than these has thrown the others away.
_FEWEST_IN_POWERS: Final = 8

_MOBILE: Final = late(r"1[3-9]\d{9}")
_CHINESE_MOBILE: Final = late(r"(?:86)?0?(1\d{10})")
_CHINESE_LANDLINE: Final = late(r"0?((?:10|2\d)[2-9]\d{7}|[3-9]\d{2}[2-9]\d{6,7})")
# The writings met most, read at once.
_PLAIN_MOBILE: Final = late(r"(?:\+?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})", re.ASCII)
_PLAIN_LANDLINE: Final = late(r"\(?0(10|2\d|[3-9]\d\d)\)?[ -]?([2-9]\d{6,7})", re.ASCII)
_CHINESE_SERVICE: Final = late(r"[48]00\d{7}")
_AMERICAN: Final = re.compile(r"1[-. ]?\(?[2-9]\d\d\)?[-. ][2-9]\d\d[-. ]\d{4}", re.ASCII)
"""1-415-555-2671: grouped as nobody groups a Chinese mobile."""
_POWER: Final = late(r"(\d)(?:\.(\d+))?e\+?(\d{1,2})")
_WHOLE_FLOAT: Final = late(r"(\d{5,})\.0+")
_EXTENSION: Final = late(
    r"(?:[,;]?\s*(?:转|轉|分机号?|分機|内线|內線|ext(?:ension)?\b\.?|x|#)[\s:.]*|(?<=\d{7})-)(\d{1,6})\)?\s*$"
)
_SEPARATORS: Final = late(r"\s*(?:[/;；、，,|\n\r]|或者?|\bor\b|\b(?:and|und|oder)\b|&)\s*", re.IGNORECASE)
_BRACKETS: Final = late(r"[(（\[][^()（）\[\]]*[)）\]]")
_NO_DIGIT: Final = late(r"\D+")
_TRUNK_ZERO: Final = late(r"\(0\)")
_DATE: Final = late(r"(?:19|20)\d\d([-./年]?)(?:0?[1-9]|1[0-2])([-./月]?)(?:0?[1-9]|[12]\d|3[01])日?")
_AMOUNT: Final = late(r"[-+]?\d{1,3}(?:,\d{3})*(?:\.\d{1,4})?|\d+\.\d{1,4}")
_LOOKS_LIKE_PHONE: Final = late(
    r"(?:tel|phone|mobile|电话|手机|传真|fax)?[.:]?\s*[+(]{0,2}[\d(][\d\s()./-]{4,22}\d\)?"
)


def split_phones(text: str) -> list[str]:
    """The numbers of a cell that holds several, each as typed; (171) 555-7788 and 转8012 stay with their number."""
    hidden = _BRACKETS.sub(lambda match: "\0" * len(match.group()), text)
    pieces: list[str] = []
    start, separator = 0, ""
    for match in [*_SEPARATORS.finditer(hidden), None]:
        piece = text[start : match.start() if match else len(text)].strip()
        if pieces and len(_NO_DIGIT.sub("", piece)) < _FEWEST_OF_A_SECOND:
            pieces[-1] = (pieces[-1] + separator + piece).rstrip(" /;；、，,|\n\r") if piece else pieces[-1]
        elif piece:
            pieces.append(piece)
        if match:
            start, separator = match.end(), match.group()
    return [number for piece in pieces for number in _split_at_blanks(piece)]


def _split_at_blanks(piece: str) -> list[str]:
    """Two whole numbers with a blank between them, and nothing else, are two."""
    parts = piece.split()
    if len(parts) > 1 and all(_MOBILE.fullmatch(part) or _whole_landline(part) for part in parts):
        return parts
    return [piece]


def _whole_landline(part: str) -> bool:
    return part[:1] == "0" and _CHINESE_LANDLINE.fullmatch(_NO_DIGIT.sub("", part)) is not None


def is_bare_mobile(text: str) -> bool:
    """Whether a text is eleven digits that begin with 1: by far most numbers in China are written so."""
    return len(text) == 11 and text[0] == "1" and text.isdigit() and text.isascii()


def phone_key(text: str, country: str = "CN") -> str:
    """The digits by which numbers are compared: with country code, without plus (8613800138000), x8012 at the end.

    A number that fits no plan of `country` keeps its digits as typed. "" for fewer than three digits, and for a
    number of which a spreadsheet has thrown digits away (1.38E+10).
    """
    if country == "CN" and is_bare_mobile(text):
        return "86" + text
    if country == "CN" and (match := _PLAIN_MOBILE.fullmatch(text) or _PLAIN_LANDLINE.fullmatch(text)):
        digits = "".join(match.groups())
        if len(digits) >= 10:
            return "86" + digits
    return _phone_key(text, country)


@lru_cache(maxsize=4096)
def _phone_key(text: str, country: str) -> str:
    number = fold(text)
    if "e" in number and (power := _POWER.fullmatch(number.replace(" ", ""))):
        number = _from_power(power)
    elif whole := _WHOLE_FLOAT.fullmatch(number):
        number = whole.group(1)
    extension = ""
    if match := _EXTENSION.search(number):
        before = number[: match.start()]
        if len(_NO_DIGIT.sub("", before)) >= _FEWEST_OF_A_SECOND:
            number, extension = before, "x" + match.group(1)
    digits = _international(number, country)
    return digits + extension if len(digits) >= _FEWEST_DIGITS else ""


def without_powers(text: str) -> str:
    """A number that a spreadsheet has written as 13800138000.0 or 1.380013800E+10 by its digits; any other as typed."""
    number = fold(text)
    if whole := _WHOLE_FLOAT.fullmatch(number):
        return whole.group(1)
    power = _POWER.fullmatch(number.replace(" ", ""))
    return (_from_power(power) if power is not None else "") or text


def is_damaged_number(text: str) -> bool:
    """Whether a spreadsheet has written the number with too few digits to know it: 1.38E+10."""
    power = _POWER.fullmatch(fold(text).replace(" ", ""))
    return power is not None and not _from_power(power)


def _from_power(power: re.Match[str]) -> str:
    """The digits of 1.38001380e+10, or nothing where too few of them are written."""
    digits, exponent = power.group(1) + (power.group(2) or ""), int(power.group(3))
    if len(digits) < _FEWEST_IN_POWERS or len(digits) - 1 > exponent:
        return ""
    return digits + "0" * (exponent + 1 - len(digits))


def _international(number: str, country: str) -> str:
    """The digits of a folded number without extension, with the country code where one is known."""
    plus = "+" in number[:4]
    digits = _NO_DIGIT.sub("", _TRUNK_ZERO.sub("", number) if plus else number)
    if not plus and digits.startswith("00") and len(digits) > 8:
        plus, digits = True, digits[2:]
    if digits.startswith("86") and (plus or len(digits) >= 12):
        return _chinese(digits[2:]) or digits
    if country == "CN" and not plus and is_american(number):
        return digits
    if country == "CN" and not plus:
        # Ten digits without a leading 0 may as well be American.
        return (_chinese(digits) if digits[:1] in ("0", "1") or len(digits) == 11 else _service(digits)) or digits
    return _by_library(digits, plus, country) or digits


def is_american(text: str) -> bool:
    """Whether a number is grouped as in North America, with its 1 before it."""
    return _AMERICAN.match(text.strip()) is not None


def _chinese(digits: str) -> str:
    """Mainland digits with 86 and without the 0 before area codes; nothing where they are no number of that plan."""
    if match := _CHINESE_MOBILE.fullmatch(digits) or _CHINESE_LANDLINE.fullmatch(digits):
        return "86" + match.group(1)
    return ""


def _service(digits: str) -> str:
    return "86" + digits if _CHINESE_SERVICE.fullmatch(digits) else ""


def _by_library(digits: str, plus: bool, country: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse("+" + digits if plus else digits, None if plus else country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)).removeprefix("+")


def show_phone(text: str) -> str:
    """A Chinese mobile number in groups (138 0013 8000); anything else as typed."""
    # Told by its own digits: the library of all countries' numbers is not loaded to show a list.
    digits = re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", re.sub(r"[\s().\-]", "", fold(text)))
    if not _MOBILE.fullmatch(digits) or is_american(text):
        return text.strip()
    return ("+86 " if "+" in fold(text)[:2] else "") + f"{digits[:3]} {digits[3:7]} {digits[7:]}"


def phone_type(text: str, country: str = "CN") -> PhoneType:
    """What kind of line a number is; "other" for service numbers and where it cannot be told."""
    digits = phone_key(text, country).partition("x")[0]
    if digits.startswith("86"):
        national = digits[2:]
        if _MOBILE.fullmatch(national):
            return "mobile"
        if _CHINESE_SERVICE.fullmatch(national):
            return "other"
        return "landline" if _CHINESE_LANDLINE.fullmatch(national) else "other"
    if country == "CN" and re.fullmatch(r"[2-9]\d{6,7}", digits):
        return "landline"
    return _type_by_library(digits)


def _type_by_library(digits: str) -> PhoneType:
    import phonenumbers

    if len(digits) < 8:
        return "other"
    try:
        kind = phonenumbers.number_type(phonenumbers.parse("+" + digits, None))
    except phonenumbers.NumberParseException:
        return "other"
    if kind == phonenumbers.PhoneNumberType.MOBILE:
        return "mobile"
    return "landline" if kind == phonenumbers.PhoneNumberType.FIXED_LINE else "other"


def is_phone(text: str) -> bool:
    """Whether a text is likely a telephone number, and not a date, an amount, an ID card or an account."""
    folded = fold(text)
    if not 5 <= len(folded) <= 40:
        return False
    if whole := _WHOLE_FLOAT.fullmatch(folded):
        folded = whole.group(1)
    elif power := _POWER.fullmatch(folded):
        folded = _from_power(power)
    if _DATE.fullmatch(folded) or (_AMOUNT.fullmatch(folded) and not folded.lstrip("+").isdigit()):
        return False
    number = _EXTENSION.sub("", folded)
    if not _LOOKS_LIKE_PHONE.fullmatch(number):
        return False
    digits = _NO_DIGIT.sub("", number)
    if number.isdigit():
        local = len(digits) in (7, 8) and digits[0] in "2345678"
        return local or len(digits) in (10, 11) or bool(re.fullmatch(r"(?:00|86)\d{10,13}|0\d{9,11}", digits))
    return 7 <= len(digits) <= 15
