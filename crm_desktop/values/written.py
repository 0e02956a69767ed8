"""Amounts in the capital numerals of Chinese contracts and bills (大写)."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")


def amount_in_words_zh(minor: int) -> str:
    """Fen in capital numerals, 人民币 before: 整 after 元, none after 角 and 分; 零 between a 0 of the yuan and 角."""
    yuan, cents = divmod(abs(minor), 100)
    jiao, fen = divmod(cents, 10)
    text = _whole(yuan) + "元" if yuan else ""
    if not cents:
        text = (text or "零元") + "整"
    if jiao:
        text += ("零" if yuan and yuan % 10 == 0 else "") + _DIGITS[jiao] + "角"
    elif fen and yuan:
        text += "零"
    if fen:
        text += _DIGITS[fen] + "分"
    return "人民币" + ("负" if minor < 0 else "") + text


def _whole(number: int) -> str:
    """A whole number from 1 in capital numerals, in groups of 万 and 亿."""
    for power, unit in ((8, "亿"), (4, "万")):
        if number >= 10**power:
            high, low = divmod(number, 10**power)
            # A 0 stands between the groups where the lower one lacks its highest place.
            joint = "零" if low and low < 10 ** (power - 1) else ""
            return _whole(high) + unit + joint + (_whole(low) if low else "")
    return _below_ten_thousand(number)


def _below_ten_thousand(number: int) -> str:
    text = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
        gap = not digit
        if not number % 10**place:
            break
    return text
