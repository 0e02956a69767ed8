"""How much each agreement and each difference tells, after Fellegi and Sunter, in bits (powers of two).

Three explanations of a pair are weighed against each other: the two records are *one*; they are *companions* (a family
at one address, two people of one office, two companies of one owner), who share what companions share; or they are
strangers, who share what chance gives them. A rare name in common tells more than a frequent one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from crm_desktop.alike import evidence
from crm_desktop.values.text import has_cjk

MISSING: Final = 0
DIFFERS: Final = 1
NEAR: Final = 2
CLOSE: Final = 3
"""Hardly by chance: one sound or one slip in a long name, one phone without its area code."""
SAME: Final = 4


@dataclass(frozen=True)
class Chances:
    """How often values are the same, nearly the same and different, in records of one and in companions."""

    one: tuple[float, float, float]
    companions: tuple[float, float, float]
    near: float
    """How often two strangers have nearly the same."""
    usual: float
    """How often two strangers have the same, where the list is too short to tell."""
    close: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """How often values are close, in records of one, in companions and in strangers; few sorts know it."""


CHANCES: Final[dict[str, Chances]] = {
    evidence.FAMILY: Chances((0.89, 0.08, 0.03), (0.60, 0.04, 0.36), 0.01, 0.001),
    evidence.GIVEN: Chances((0.83, 0.11, 0.06), (0.008, 0.012, 0.98), 0.008, 0.004),
    evidence.CALLED: Chances((0.60, 0.17, 0.10), (0.005, 0.03, 0.965), 0.002, 1e-6, (0.13, 0.003, 1e-6)),
    evidence.PHONE: Chances((0.50, 0.06, 0.34), (0.30, 0.06, 0.59), 1e-4, 1e-8, (0.10, 0.05, 1e-6)),
    evidence.MAIL: Chances((0.60, 0.08, 0.32), (0.05, 0.03, 0.92), 1e-4, 1e-8),
    evidence.SITE: Chances((0.80, 0.03, 0.17), (0.60, 0.01, 0.39), 1e-3, 1e-5),
    evidence.HANDLE: Chances((0.70, 0.06, 0.24), (0.02, 0.01, 0.97), 1e-4, 1e-8),
    evidence.NUMBER: Chances((0.86, 0.11, 0.03), (2e-4, 1e-3, 0.999), 1e-4, 1e-8),
    evidence.OWN: Chances((0.10, 0.02, 0.88), (1e-3, 0.02, 0.979), 0.02, 1e-6),
    evidence.STREET: Chances((0.62, 0.20, 0.18), (0.62, 0.20, 0.18), 0.004, 1e-4),
    evidence.POSTCODE: Chances((0.80, 0.12, 0.08), (0.78, 0.12, 0.10), 0.01, 1e-3),
    evidence.TOWN: Chances((0.86, 0.07, 0.07), (0.85, 0.07, 0.08), 0.01, 0.05),
    evidence.REGION: Chances((0.93, 0.03, 0.04), (0.92, 0.03, 0.05), 0.02, 0.05),
    evidence.BIRTHDAY: Chances((0.88, 0.08, 0.04), (0.004, 0.006, 0.99), 0.003, 5e-5),
    evidence.LINK: Chances((0.75, 0.01, 0.24), (0.75, 0.01, 0.24), 1e-3, 1e-3),
    evidence.WORD: Chances((0.80, 0.11, 0.09), (0.65, 0.10, 0.25), 0.01, 1e-3),
}

PERSONAL: Final = (
    evidence.GIVEN, evidence.BIRTHDAY, evidence.NUMBER, evidence.MAIL, evidence.HANDLE, evidence.PHONE, evidence.STREET,
)  # fmt: skip
"""What speaks for one person besides the name."""

EXCHANGED: Final = math.log2(0.04)
"""Family and given name exchanged: so rare that it costs this much, and still it tells that both are there."""
STANDING: Final = 8000
"""A list is taken to be at least this long: what is unusual among ten customers is not so in the world."""
TRUSTED: Final = 1000
"""So many rows of experience the usual shares count for, against the shares in the list."""
SEEN: Final = 10_000
"""So many pairs of strangers the usual chance of nearly the same counts for."""
COPIES: Final = 6
"""So many records of one are thought of before something that they share is taken for common."""
_COMMON: Final = (
    evidence.FAMILY, evidence.GIVEN, evidence.POSTCODE, evidence.TOWN, evidence.REGION, evidence.WORD, evidence.LINK,
)  # fmt: skip
"""What strangers have in common as a matter of course."""
MOST_BITS: Final = 22.0
EXPERIENCE: Final = 100.0
"""So many pairs the usual chances count for, against what was seen."""

# The most frequent Chinese family names with their share of the people (public statistics of 2020, rounded).
_FREQUENT: Final = {
    "王": 0.072, "李": 0.071, "张": 0.068, "張": 0.068, "刘": 0.052, "劉": 0.052, "陈": 0.046, "陳": 0.046, "杨": 0.031,
    "楊": 0.031, "黄": 0.022, "黃": 0.022, "赵": 0.021, "趙": 0.021, "吴": 0.020, "吳": 0.020, "周": 0.019, "徐": 0.014,
    "孙": 0.014, "孫": 0.014, "马": 0.013, "馬": 0.013, "朱": 0.013, "胡": 0.012, "郭": 0.012, "何": 0.011, "林": 0.011,
    "高": 0.010, "罗": 0.009, "羅": 0.009, "郑": 0.009, "鄭": 0.009, "梁": 0.008, "谢": 0.008, "謝": 0.008, "宋": 0.007,
}  # fmt: skip


def bits(share: float) -> float:
    """How much it tells that something of this share is the case."""
    return math.log2(share)


def one_bits(sort: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    """By level: the chance of it in two records of one, in bits."""
    return _by_level(CHANCES[sort].one, CHANCES[sort].close[0])


def learned_bits(sort: str, seen: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """`one_bits` by experience and by what was seen at each level, a pair counting as much as it is probable."""
    usual = np.exp2(one_bits(sort))
    usual[MISSING] = 0
    counts = seen[:] * (usual > 0) + EXPERIENCE * usual
    counts[MISSING] = 0
    # At most so much less or more often than usual: what was not found was not seen.
    shares = np.clip(counts / counts.sum(), usual / 3, np.maximum(usual * 3, 0.0))
    shares[MISSING] = 1
    return np.log2(np.where(shares > 0, shares, 1)).astype(np.float32)


def companion_bits(sort: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    """By level: the chance of it in companions, in bits."""
    return _by_level(CHANCES[sort].companions, CHANCES[sort].close[1])


def stranger_bits(sort: str, looked_at: int, seen: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
    """By level: the chance of it in strangers, in bits, by experience and by so many pairs that were looked at.

    That of having the same depends on the value, see `telling`.
    """
    chances = CHANCES[sort]
    usual = np.array([1.0, 1.0, chances.near, chances.close[2], 1.0])
    met = (seen + SEEN * usual) / (looked_at + SEEN)
    bits_ = np.log2(np.maximum(met, usual))
    bits_[[MISSING, DIFFERS, SAME]] = 0
    return bits_.astype(np.float32)


def _by_level(shares: tuple[float, float, float], close: float) -> np.ndarray[Any, np.dtype[np.float32]]:
    same, near, differs = shares
    return np.array([0.0, bits(differs), bits(near), bits(close), bits(same)], np.float32)


def telling(sort: str, words: list[str], counts: np.ndarray[Any, Any], rows: int) -> np.ndarray[Any, Any]:
    """For each value how rarely strangers share it, in bits: by its count in the list, and by experience."""
    usual: Any = CHANCES[sort].usual
    if sort in (evidence.FAMILY, evidence.GIVEN, evidence.CALLED):
        usual = np.array([_usual(sort, word) for word in words], np.float64)
    # The records of one are no experience of how often others have the value.
    copies = 2 if sort in _COMMON else COPIES
    shares = (np.maximum(counts - copies, 0) + TRUSTED * usual) / (rows + TRUSTED)
    return np.minimum(-np.log2(shares), MOST_BITS).astype(np.float32)


def _usual(sort: str, word: str) -> float:
    if sort == evidence.FAMILY:
        return _FREQUENT.get(word, CHANCES[sort].usual)
    if sort == evidence.GIVEN and has_cjk(word):
        return 0.006 if len(word) == 1 else 0.0008
    if sort == evidence.CALLED:
        # Each further character of a name makes it rarer; a Chinese one says as much as two letters and more.
        length = 4.5 * len(word) if has_cjk(word) else 1.9 * len(word)
        return 2.0 ** -min(max(length, 7.0), MOST_BITS)
    return CHANCES[sort].usual


def prior(rows: int) -> float:
    """The chance, in bits, that two rows of so many are one, before anything is known of them."""
    return -bits(max(rows, STANDING))
