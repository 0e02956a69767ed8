"""Tax numbers: the Chinese unified social credit code (GB 32100-2015) checked, all others kept as typed."""

from __future__ import annotations

import unicodedata
from typing import Final

from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.values.patterns import late

_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS: Final = tuple(pow(3, place, 31) for place in range(17))
_LENGTH: Final = 18
_BETWEEN: Final = late(r"[\s\-./_]+")
_SHAPED: Final = late(r"[0-9A-Z]{2}\d{6}[0-9A-Z]{10}")
# What nearly has the form of a code: companies 91, sole traders 92, cooperatives 93; bodies 11, 51, 52, 53.
_BEGINS_LIKE_A_CODE: Final = late(r"(?:9[1-3]|1[1239]|5[1239])\d{6}[0-9A-Z]{8,11}")
_ID_CARD: Final = late(r"[1-8]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_ID_WEIGHTS: Final = tuple(pow(2, place, 11) for place in range(17, 0, -1))


def tax_key(text: str) -> str:
    """The form in which tax numbers are compared: capitals and digits, narrow, without blanks and points."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()


def is_credit_code(text: str) -> bool:
    """Whether the text is a unified social credit code with the right check sign."""
    code = tax_key(text)
    return (
        _SHAPED.fullmatch(code) is not None and all(sign in _SIGNS for sign in code) and code[-1] == _check_sign(code)
    )


def check_credit_code(text: str) -> None:
    """Refuse a unified social credit code with a slip in it.

    Numbers of 15 digits from before 2015, sole traders' numbers made of an ID card, and foreign numbers pass.
    """
    code = tax_key(text)
    if not code or is_credit_code(code) or _is_id_card(code):
        return
    if len(code) != _LENGTH:
        if _BEGINS_LIKE_A_CODE.fullmatch(code) and len(code) in (17, 19):
            raise _wrong_length(code)
        return
    if not code.isascii() or not code.isalnum():
        return
    for place, sign in enumerate(code, start=1):
        if sign not in _SIGNS:
            raise Refused(
                _(
                    "The tax number {code} has “{sign}” at place {place}; the letters I, O, S, V and Z never occur."
                ).format(code=code, sign=sign, place=place)
            )
    if not _SHAPED.fullmatch(code):
        raise Refused(_("The tax number {code} must have six digits at places 3 to 8.").format(code=code))
    raise Refused(
        _("The tax number {code} has a slip in it: by the others its last sign would be {right}, not {sign}.").format(
            code=code, right=_check_sign(code), sign=code[-1]
        )
    )


def _wrong_length(code: str) -> Refused:
    return Refused(_("The tax number {code} has {n} signs; it should have 18.").format(code=code, n=len(code)))


def _check_sign(code: str) -> str:
    """The 18th sign by the 17 before it: weights are powers of 3, modulo 31."""
    total = sum(_SIGNS.index(sign) * weight for sign, weight in zip(code, _WEIGHTS, strict=False))
    return _SIGNS[-total % 31]


def _is_id_card(code: str) -> bool:
    """Whether 18 signs are the number of an ID card, as sole traders had them for tax numbers."""
    if not _ID_CARD.fullmatch(code):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == code[-1]
