"""Telephone numbers: any writing is kept as typed, and here it is split, compared, grouped and told apart.

Nothing in this module raises for bad input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Final, Literal

from crm_desktop.values.folding import fold
from crm_desktop.values.patterns import late
from crm_desktop.values.phonewords import split_at_words

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
_BARE_MOBILES: Final = late(r"(?:1\d{10}\n)+", re.ASCII)
_USUAL: Final = late(
    r"(?:(1\d{10})|0((?:10|2\d)-[2-9]\d{7}|[3-9]\d\d-[2-9]\d{6,7})|(0(?:2\d|[3-9]\d\d)-\d{7,8})|[^\n]*)\n", re.ASCII
)
"""A mobile, a landline without its 0, and what is written as one but fits no plan of numbers, one a line."""
_CHINESE_SERVICE: Final = late(r"[48]00\d{7}")
_AMERICAN: Final = late(r"1[-. ]?\(?[2-9]\d\d\)?[-. ][2-9]\d\d[-. ]\d{4}", re.ASCII)
"""1-415-555-2671: grouped as nobody groups a Chinese mobile."""
_POWER: Final = late(r"(\d)(?:\.(\d+))?e\+?(\d{1,2})")
_WHOLE_FLOAT: Final = late(r"(\d{5,})\.0+")
_EXTENSION: Final = late(
    r"(?:[,;]?\s*(?:转|轉|分机号?|分機|内线|內線|ext(?:ension)?\b\.?|x|#)[\s:.]*|(?<=\d{7})-)(\d{1,6})\)?\s*$"
)
_SEPARATORS: Final = late(r"\s*(?:[/／;；、，,|｜\n\r]|或者?|\bor\b|\b(?:and|und|oder)\b|&)\s*", re.IGNORECASE)
_AREA_CODE: Final = late(r"(?:(?:\+|00)\d{1,3}[\s-]*)?\(?0\)?\d{2,5}\)?|\+\d{1,3}[\s-]+\(?\d{2,5}\)?", re.ASCII)
"""What stands before the stroke of 030 / 1234567, which is one number."""
_BRACKETS: Final = late(r"[(（\[][^()（）\[\]]*[)）\]]")
_WHOSE: Final = late(r"(?<=\d{7})[一-鿿]{2,4}")
_NO_DIGIT: Final = late(r"\D+")
_TRUNK_ZERO: Final = late(r"\(0\)")
_DATE: Final = late(r"(?:19|20)\d\d([-./年]?)(?:0?[1-9]|1[0-2])([-./月]?)(?:0?[1-9]|[12]\d|3[01])日?")
_AMOUNT: Final = late(r"[-+]?\d{1,3}(?:,\d{3})*(?:\.\d{1,4})?|\d+\.\d{1,4}")
_LOOKS_LIKE_PHONE: Final = late(r"(?:tel|phone|mobile|电话|手机|传真|fax)?[.:]?\s*[+(]{0,2}[\d(][\d\s()./-]{4,22}\d\)?")


CHINA: Final = "CN"
_home = CHINA


def home() -> str:
    """The country (ISO 3166) of the company that is open: numbers without a country code are numbers of it."""
    return _home


def use_home(country: str) -> None:
    """Read numbers without a country code as numbers of this country from now on."""
    global _home
    _home = country


@contextmanager
def at_home_in(country: str) -> Iterator[None]:
    """Inside, numbers without a country code are numbers of this country."""
    before = home()
    use_home(country)
    try:
        yield
    finally:
        use_home(before)


def split_phones(text: str) -> list[str]:
    """The numbers of a cell that holds several, each as typed; (171) 555-7788 and 转8012 stay with their number."""
    return [number for part in split_at_words(text) for number in _split(part)]


def _split(text: str) -> list[str]:
    hidden = _BRACKETS.sub(lambda match: "\0" * len(match.group()), text)
    cuts = [*_SEPARATORS.finditer(hidden), None]
    starts = [0, *(match.end() for match in cuts if match)]
    parts = [text[start : cut.start() if cut else len(text)].strip() for start, cut in zip(starts, cuts, strict=True)]
    pieces: list[str] = []
    separator, goes_on = "", False
    for part, cut in zip(parts, cuts, strict=True):
        is_short = len(_NO_DIGIT.sub("", part)) < _FEWEST_OF_A_SECOND
        following = cut.group() if cut else ""
        # 030 / 1234567 is one number, also where it comes after another.
        begins = following.strip() in ("/", "／") and _AREA_CODE.fullmatch(part) is not None
        if pieces and ((goes_on and part[:1] not in ("0", "+")) or (is_short and not begins)):
            pieces[-1] = (pieces[-1] + separator + part).rstrip(" /／;；、，,|｜\n\r") if part else pieces[-1]
        elif part:
            pieces.append(part)
        separator, goes_on = following, begins
    return [number for piece in pieces for number in _split_at_blanks(piece)]


def _split_at_blanks(piece: str) -> list[str]:
    """Two whole numbers with a blank between them, and nothing else but whose they are, are two."""
    parts = piece.split()
    numbers = [_WHOSE.sub("", part) for part in parts]
    if len(parts) > 1 and all(_MOBILE.fullmatch(number) or _whole_landline(number) for number in numbers):
        return parts
    return [piece]


def _whole_landline(part: str) -> bool:
    return part[:1] == "0" and _CHINESE_LANDLINE.fullmatch(_NO_DIGIT.sub("", part)) is not None


def is_bare_mobile(text: str) -> bool:
    """Whether a text is eleven digits that begin with 1: by far most numbers in China are written so."""
    return len(text) == 11 and text[0] == "1" and text.isdigit() and text.isascii()


def usual_keys(texts: Sequence[str]) -> list[str]:
    """The `phone_key` in China of each text that is written as most numbers are there, many at one go; "" of others."""
    whole = "\n".join(texts) + "\n"
    if whole.count("\n") != len(texts):
        return [""] * len(texts)
    if _BARE_MOBILES.fullmatch(whole):
        return ["86" + text for text in texts]
    return [
        "86" + mobile if mobile else "86" + landline.replace("-", "") if landline else nobodys.replace("-", "")
        for mobile, landline, nobodys in _USUAL.findall(whole)
    ]


def usual_types(texts: Sequence[str]) -> list[PhoneType | None]:
    """The `phone_type` in China of each text that is written so, many at one go; None where that does not tell."""
    whole = "\n".join(texts) + "\n"
    if whole.count("\n") != len(texts):
        return [None] * len(texts)
    if _BARE_MOBILES.fullmatch(whole):
        return ["mobile" if text[1] > "2" else None for text in texts]
    return [
        ("mobile" if mobile[1] > "2" else None) if mobile else "landline" if landline or nobodys else None
        for mobile, landline, nobodys in _USUAL.findall(whole)
    ]


def phone_key(text: str, country: str | None = None) -> str:
    """The digits by which numbers are compared: with country code, without plus (8613800138000), x8012 at the end.

    A number without a country code is one of `country`, or of the company's own; one that fits no plan of it and is
    no Chinese mobile keeps its digits as typed. "" for fewer than three digits, and for a number of which a spreadsheet
    has thrown digits away (1.38E+10).
    """
    country = country or _home
    if country == CHINA and is_bare_mobile(text):
        return "86" + text
    if country == CHINA and (match := _PLAIN_MOBILE.fullmatch(text) or _PLAIN_LANDLINE.fullmatch(text)):
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


def without_extension(text: str) -> str:
    """A number without its 转8012 or ext. 12."""
    return _EXTENSION.sub("", fold(text))


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
    if country == CHINA and not plus and is_american(number):
        return digits
    if country == CHINA and not plus:
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


@lru_cache(maxsize=4)
def _plan(country: str) -> tuple[str, str, re.Pattern[str], frozenset[int]] | None:
    """A country's code, what is dialled before its numbers, and how they look; None where that is no simple matter."""
    from phonenumbers import PhoneMetadata

    plan = PhoneMetadata.metadata_for_region(country, None)
    if plan is None or plan.national_prefix_transform_rule or plan.general_desc is None:
        return None
    trunk = plan.national_prefix or ""
    if (plan.national_prefix_for_parsing or "") != trunk:
        return None
    pattern, lengths = plan.general_desc.national_number_pattern, frozenset(plan.general_desc.possible_length)
    return str(plan.country_code), trunk, re.compile(pattern), lengths


def _by_plan(digits: str, country: str) -> str:
    """What the library makes of a number as it is dialled within its country, far sooner; "" where it must be asked."""
    plan = _plan(country)
    if plan is None:
        return ""
    code, trunk, pattern, lengths = plan
    if digits.startswith(code) or pattern.fullmatch(digits):
        whole = "" if digits.startswith((code, trunk or "-")) else digits
    else:
        whole = digits[len(trunk) :] if trunk and digits.startswith(trunk) else ""
    return code + whole if len(whole) in lengths and pattern.fullmatch(whole) else ""


def _by_library(digits: str, plus: bool, country: str) -> str:
    import phonenumbers

    if not plus and not _MOBILE.fullmatch(digits) and (short := _by_plan(digits, country)):
        return short
    try:
        number = phonenumbers.parse("+" + digits if plus else digits, None if plus else country)
    except phonenumbers.NumberParseException:
        number = None
    if not plus and _MOBILE.fullmatch(digits) and (number is None or not phonenumbers.is_valid_number(number)):
        # Nobody at home has this number, and somebody in China may.
        return "86" + digits
    if number is None or not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)).removeprefix("+")


def lacks_its_zero(digits: str, country: str) -> bool:
    """Whether digits are a whole number of a country once the 0 that is dialled before it is put back."""
    import phonenumbers

    if phonenumbers.ndd_prefix_for_region(country, True) != "0":
        return False
    try:
        number = phonenumbers.parse("0" + digits, country)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_valid_number(number)) and str(number.national_number) == digits


def with_code(text: str, country: str) -> str:
    """A number without a country code as it is dialled from abroad (+49 30 1234567); "" where the country has no such.

    Extensions stay as typed.
    """
    import phonenumbers

    plain = text.strip()
    found = _EXTENSION.search(plain)
    bare, extension = (plain[: found.start()], plain[found.start() :]) if found else (plain, "")
    if "+" in bare[:4] or bare.startswith("00"):
        return ""
    try:
        number = phonenumbers.parse(bare, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number_for_region(number, country):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) + extension


def show_phone(text: str) -> str:
    """A Chinese mobile number in groups (138 0013 8000); anything else as typed."""
    if _home == CHINA and is_bare_mobile(text) and _MOBILE.fullmatch(text) and not is_american(text):
        return f"{text[:3]} {text[3:7]} {text[7:]}"
    # Told by its own digits: the library of all countries' numbers is not loaded to show a list.
    digits = re.sub(r"^(?:\+|00)?86(?=1\d{10}$)", "", re.sub(r"[\s().\-]", "", fold(text)))
    if not _MOBILE.fullmatch(digits) or is_american(text) or phone_key(text) != "86" + digits:
        return text.strip()
    return ("+86 " if "+" in fold(text)[:2] else "") + f"{digits[:3]} {digits[3:7]} {digits[7:]}"


def phone_type(text: str, country: str | None = None) -> PhoneType:
    """What kind of line a number is; "other" for service numbers and where it cannot be told."""
    country = country or _home
    digits = phone_key(text, country).partition("x")[0]
    if digits.startswith("86"):
        national = digits[2:]
        if _MOBILE.fullmatch(national):
            return "mobile"
        if _CHINESE_SERVICE.fullmatch(national):
            return "other"
        return "landline" if _CHINESE_LANDLINE.fullmatch(national) else "other"
    if country == CHINA and re.fullmatch(r"[2-9]\d{6,7}", digits):
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
