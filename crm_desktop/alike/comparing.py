"""How alike two values are: the same, close, nearly the same, different, or one of them missing; many pairs at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from crm_desktop.alike import evidence
from crm_desktop.alike.population import Coded, Codes
from crm_desktop.alike.weights import CLOSE, DIFFERS, MISSING, NEAR, SAME

Levels = np.ndarray[Any, np.dtype[np.int8]]
Truth = np.ndarray[Any, np.dtype[np.bool_]]

_WORD_LIKE: Final = 0.88
_WORTH_A_LOOK: Final = 0.70
"""Below this likeness no two words have an initial, a beginning or all letters in common."""
_STREET_LIKE: Final = 80
_MANY: Final = 5000
"""Pairs from which on several threads compare them."""
_DIGITS: Final = re.compile(r"\d+")


def plain_levels(one: Codes, other: Codes, common: Codes) -> Levels:
    """SAME, DIFFERS or MISSING of rows that have several values each; `common` is one that both have."""
    levels = np.full(len(one), MISSING, np.int8)
    levels[(one[:, 0] >= 0) & (other[:, 0] >= 0)] = DIFFERS
    levels[common >= 0] = SAME
    return levels


def common(one: Codes, other: Codes) -> Codes:
    """A value that both rows have, -1 for none."""
    found = np.full(len(one), -1, np.int32)
    for mine in one.T:
        for yours in other.T:
            found = np.where((mine == yours) & (mine >= 0), mine, found)
    return found


def near(coded: Coded, one: Codes, other: Codes) -> Levels:
    """DIFFERS, NEAR or CLOSE of rows that share no value: the best of any two of their values."""
    return _best_of_two(coded, one, other, _near)


def at_best(coded: Coded, one: Codes, other: Codes) -> Levels:
    """What `near` gives at the most, told at a glance."""
    return _best_of_two(coded, one, other, _glance)


def _best_of_two(coded: Coded, one: Codes, other: Codes, compare: Callable[[Coded, Codes, Codes], Levels]) -> Levels:
    found = np.full(len(one), DIFFERS, np.int8)
    for mine in one.T:
        for yours in other.T:
            rows = np.flatnonzero((mine >= 0) & (yours >= 0))
            if len(rows):
                found[rows] = np.maximum(found[rows], compare(coded, mine[rows], yours[rows]))
    return found


def _glance(coded: Coded, one: Codes, other: Codes) -> Levels:
    if coded.sort in _NEVER:
        return np.full(len(one), DIFFERS, np.int8)
    if coded.sort in _SIGNS_APART:
        mine, yours = coded.signs[one], coded.signs[other]
        shared = mine & yours
        # One may be short for the other; else each slip changes two signs at the most.
        alike = (shared == mine) | (shared == yours)
        alike |= np.bitwise_count(mine ^ yours) <= _SIGNS_APART[coded.sort]
        if coded.sort in _SOUNDING:
            alike |= coded.spoken[one] == coded.spoken[other]
        return np.where(alike, np.int8(NEAR), np.int8(DIFFERS))
    levels = np.full(len(one), NEAR, np.int8)
    apart = np.abs(coded.lengths[one] - coded.lengths[other])
    if coded.sort == evidence.PHONE:
        levels[apart > 1] = DIFFERS
        levels[(coded.tails[one] == coded.tails[other]) & (apart > 0)] = CLOSE
    elif coded.sort == evidence.CALLED:
        wide = coded.wide[one]
        levels[coded.heads[one] != coded.heads[other]] = DIFFERS
        levels[np.where(wide, coded.spoken[one] == coded.spoken[other], apart <= 2)] = CLOSE
        levels[(coded.digits[one] != coded.digits[other]) | (wide != coded.wide[other])] = DIFFERS
    return levels


def _near(coded: Coded, one: Codes, other: Codes) -> Levels:
    """The same for single values."""
    if coded.sort in _NEVER:
        return np.full(len(one), DIFFERS, np.int8)
    if coded.sort in (evidence.CALLED, evidence.PHONE):
        return (_called if coded.sort == evidence.CALLED else _phones)(coded, one, other)
    levels = np.full(len(one), DIFFERS, np.int8)
    if coded.sort in _SOUNDING:
        alike = coded.spoken[one] == coded.spoken[other]
        levels[alike & (coded.wide[one] == coded.wide[other]) & (coded.wide[one] | (coded.lengths[one] >= 4))] = NEAR
        # Chinese words of another sound are others, however many characters they share: 建国 and 建军 are brothers.
        rows = np.flatnonzero((levels == DIFFERS) & ~coded.wide[one] & ~coded.wide[other])
    else:
        rows = np.arange(len(one))
    if coded.sort in _SIGNS_APART:
        rows = rows[_glance(coded, one[rows], other[rows]) == NEAR]
    like = _COMPARED.get(coded.sort, _words)(*_texts(coded, one[rows], other[rows]))
    levels[rows[like]] = NEAR
    return levels


def _texts(coded: Coded, one: Codes, other: Codes) -> tuple[list[str], list[str]]:
    words = coded.forms
    return [words[code] for code in one.tolist()], [words[code] for code in other.tolist()]


def _likenesses(left: Sequence[str], right: Sequence[str], **how: Any) -> Any:
    """rapidfuzz's comparison of each two texts; many at one go by several threads, as Python is free meanwhile."""
    return process.cpdist(left, right, workers=-1 if len(left) >= _MANY else 1, **how)


def _words(left: list[str], right: list[str]) -> Truth:
    """Names and words: a slip, an initial, or one begins with the other."""
    likeness = _likenesses(left, right, scorer=JaroWinkler.normalized_similarity, dtype=np.float32)
    like: Truth = likeness >= _WORD_LIKE
    for at in np.flatnonzero(~like & (likeness >= _WORTH_A_LOOK)):
        like[at] = _one_word(left[at], right[at])
    return like


def _one_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) == 1 or (len(short) >= 3 and long.startswith(short)):
        return long.startswith(short)
    slips = OSA.distance(one, other, score_cutoff=2)
    if len(short) >= 4:
        return slips <= (2 if len(long) >= 7 else 1) or (slips == 2 and sorted(one) == sorted(other))
    return len(short) == 3 and slips <= 1


def _called(coded: Coded, one: Codes, other: Codes) -> Levels:
    """Companies: CLOSE where they sound alike or have a slip, NEAR where one is the other's beginning.

    Their numbers must be the same: model 12 is not model 13.
    """
    levels = np.full(len(one), DIFFERS, np.int8)
    shorter = np.minimum(coded.lengths[one], coded.lengths[other])
    wide = coded.wide[one]
    fits = (coded.digits[one] == coded.digits[other]) & (wide == coded.wide[other])
    alike = fits & wide & (coded.spoken[one] == coded.spoken[other])
    levels[alike] = np.where(shorter[alike] >= 4, np.int8(CLOSE), np.int8(NEAR))
    for at in np.flatnonzero(fits & ~alike & (coded.heads[one] == coded.heads[other])):
        short, long = sorted((coded.forms[one[at]], coded.forms[other[at]]), key=len)
        if long.startswith(short) and (len(short) >= 5 or wide[at]):
            levels[at] = NEAR
    rows = np.flatnonzero(fits & ~wide & (levels == DIFFERS) & (shorter >= 6))
    slips = _likenesses(*_texts(coded, one[rows], other[rows]), scorer=OSA.distance, score_cutoff=2, dtype=np.int32)
    like = slips <= np.where(shorter[rows] >= 16, 2, 1)
    levels[rows[like]] = np.where(shorter[rows[like]] >= 10, np.int8(CLOSE), np.int8(NEAR))
    return levels


def _phones(coded: Coded, one: Codes, other: Codes) -> Levels:
    """Phones: NEAR with one slip, CLOSE where one of them is without its area code."""
    levels = np.full(len(one), DIFFERS, np.int8)
    for at in np.flatnonzero((coded.tails[one] == coded.tails[other]) & (coded.tails[one] >= 0)):
        short, long = sorted((coded.forms[one[at]], coded.forms[other[at]]), key=len)
        if len(short) < len(long) and long.endswith(short.lstrip("0")):
            levels[at] = CLOSE
    long_enough = (coded.lengths[one] >= 7) & (coded.lengths[other] >= 7)
    rows = np.flatnonzero((levels == DIFFERS) & long_enough)
    slips = _likenesses(*_texts(coded, one[rows], other[rows]), scorer=OSA.distance, score_cutoff=1, dtype=np.int32)
    levels[rows[slips <= 1]] = NEAR
    return levels


def _numbers(left: list[str], right: list[str]) -> Truth:
    """Numbers: one slip in five signs, two in seven."""
    slips = _likenesses(left, right, scorer=OSA.distance, score_cutoff=2, dtype=np.int32)
    shorter = np.fromiter(map(min, map(len, left), map(len, right)), np.int32, len(left))
    return (slips <= 2) & (shorter >= 7) | (slips <= 1) & (shorter >= 5)


def _one_slip(left: list[str], right: list[str]) -> Truth:
    slips: Truth = _likenesses(left, right, scorer=OSA.distance, score_cutoff=1, dtype=np.int32) <= 1
    return slips


def _mails(left: list[str], right: list[str]) -> Truth:
    like = _one_slip(left, right)
    for at in np.flatnonzero(like):
        # 1001@qq.com and 1002@qq.com are two people.
        like[at] = _DIGITS.findall(left[at]) == _DIGITS.findall(right[at])
    return like


def _streets(left: list[str], right: list[str]) -> Truth:
    like: Truth = _likenesses(left, right, scorer=fuzz.token_set_ratio, dtype=np.float32) >= _STREET_LIKE
    for at, (one, other) in enumerate(zip(left, right, strict=True)):
        if not (one.isascii() and other.isascii()):
            like[at] = _one_wide_street(one, other)
    return like


def _one_wide_street(one: str, other: str) -> bool:
    """长安路12号 and 上海市静安区长安路12号 are one; 长安路12号 and 长安路120号 are not."""
    short, long = sorted((one, other), key=len)
    numbers = _DIGITS.findall(short), _DIGITS.findall(long)
    if numbers[0] and numbers[1] and numbers[0][0] != numbers[1][0]:
        return False
    return len(short) >= 4 and fuzz.partial_ratio(short, long) >= _STREET_LIKE


def _birthdays(left: list[str], right: list[str]) -> Truth:
    return np.fromiter(map(_one_birthday, left, right), np.bool_, len(left))


def _one_birthday(one: str, other: str) -> bool:
    """One slip, day and month exchanged, or the year missing."""
    if one.startswith("--") or other.startswith("--"):
        return one.replace("-", "")[-4:] == other.replace("-", "")[-4:]
    if not (one.isdigit() and other.isdigit()):
        return False
    exchanged = one[:4] == other[:4] and one[4:6] == other[6:] and one[6:] == other[4:6]
    return exchanged or OSA.distance(one, other, score_cutoff=1) <= 1


_SOUNDING: Final = (evidence.FAMILY, evidence.GIVEN, evidence.TOWN, evidence.REGION, evidence.WORD)
_NEVER: Final = (evidence.HANDLE, evidence.SITE, evidence.LINK, evidence.OWN)
"""Sorts of which nearly the same is another."""
_SIGNS_APART: Final = {
    **dict.fromkeys(_SOUNDING, 4), evidence.NUMBER: 4, evidence.POSTCODE: 2, evidence.BIRTHDAY: 2, evidence.MAIL: 2,
}  # fmt: skip
"""By sort, how many signs of two values may be in one of them only, for them to be nearly the same."""
_COMPARED: Final[dict[str, Callable[[list[str], list[str]], Truth]]] = {
    evidence.MAIL: _mails,
    evidence.NUMBER: _numbers,
    evidence.POSTCODE: _one_slip,
    evidence.STREET: _streets,
    evidence.BIRTHDAY: _birthdays,
}
