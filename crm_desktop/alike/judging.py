"""How probable it is that the two rows of a pair are one: every evidence compared, weighed and summed up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from crm_desktop.alike import comparing, evidence, weights
from crm_desktop.alike.comparing import Levels
from crm_desktop.alike.population import Codes, Population
from crm_desktop.alike.weights import CLOSE, DIFFERS, NEAR, SAME

Floats = np.ndarray[Any, np.dtype[np.float32]]

_CHUNK: Final = 400_000
_AT_ONCE: Final = (evidence.FAMILY, evidence.GIVEN, evidence.CALLED, evidence.PHONE)
"""What is compared first, for it rules out the most."""
_NO_MORE_THAN: Final = 0.5
"""A pair of which only the name speaks, and something else against it, is no more probable than this."""


@dataclass
class Judged:
    """Pairs with their probability, and the level of each evidence in each."""

    one: Codes
    other: Codes
    score: Floats
    levels: dict[str, Levels]


def judge(people: Population, pairs: np.ndarray[Any, Any], least: float, pulse: Callable[[], None]) -> Judged:
    """The pairs (first * count + second) that are at least so probable, in their order."""
    judging = _Judging(people, least)
    parts = []
    for start in range(0, len(pairs), _CHUNK):
        chunk = pairs[start : start + _CHUNK]
        parts.append(judging.run((chunk // len(people)).astype(np.int32), (chunk % len(people)).astype(np.int32)))
        pulse()
    if not parts:
        parts.append(judging.run(np.zeros(0, np.int32), np.zeros(0, np.int32)))
    return Judged(
        np.concatenate([part.one for part in parts]),
        np.concatenate([part.other for part in parts]),
        np.concatenate([part.score for part in parts]),
        {name: np.concatenate([part.levels[name] for part in parts]) for name in people.columns},
    )


@dataclass
class _Compared:
    """Pairs at work: the level of each evidence, and how much it tells where it is the same."""

    one: Codes
    other: Codes
    levels: dict[str, Levels]
    telling: dict[str, Floats]

    def only(self, kept: np.ndarray[Any, Any]) -> _Compared:
        levels = {name: level[kept] for name, level in self.levels.items()}
        telling = {name: told[kept] for name, told in self.telling.items()}
        return _Compared(self.one[kept], self.other[kept], levels, telling)


class _Judging:
    """The weights of one population, and the sums over its pairs."""

    def __init__(self, people: Population, least: float) -> None:
        self.people = people
        self.least = least
        self.prior = weights.prior(len(people))
        self.telling = {
            name: weights.telling(coded.sort, coded.forms, coded.counts, len(people))
            for name, coded in people.columns.items()
        }

    def run(self, one: Codes, other: Codes) -> Judged:
        columns = self.people.columns
        pairs = _Compared(one, other, {}, {})
        for name, coded in columns.items():
            code = comparing.common(coded.codes[one], coded.codes[other])
            pairs.levels[name] = comparing.plain_levels(coded.codes[one], coded.codes[other], code)
            pairs.telling[name] = np.where(code >= 0, self.telling[name][code], 0).astype(np.float32)
        # What is below the mark even if all that is not the same were nearly so need not be looked at any closer.
        pairs = pairs.only(self._sum(self._hoped(pairs, list(columns)), pairs.telling) >= self.least)
        self._exchanged(pairs)
        names = [name for name in columns if columns[name].sort in _AT_ONCE]
        self._look_closer(pairs, names)
        rest = [name for name in columns if name not in names]
        pairs = pairs.only(self._sum(self._hoped(pairs, rest), pairs.telling) >= self.least)
        self._look_closer(pairs, rest)
        score = self._sum(pairs.levels, pairs.telling)
        score = np.where(self._by_name_only(pairs.levels), np.minimum(score, _NO_MORE_THAN), score)
        kept = score >= self.least
        pairs = pairs.only(kept)
        return Judged(pairs.one, pairs.other, score[kept], pairs.levels)

    def _look_closer(self, pairs: _Compared, names: list[str]) -> None:
        """Tell what is nearly the same from what differs."""
        for name in names:
            coded = self.people.columns[name]
            rows = np.flatnonzero(pairs.levels[name] == DIFFERS)
            if len(rows):
                one, other = coded.codes[pairs.one[rows]], coded.codes[pairs.other[rows]]
                pairs.levels[name][rows] = comparing.near(coded, one, other)
        if evidence.CALLED in names:
            self._towns(pairs)

    def _hoped(self, pairs: _Compared, names: list[str]) -> dict[str, Levels]:
        """The levels if all that is not the same in these evidences were nearly so."""
        return {
            name: np.where(level == DIFFERS, self._best(name), level) if name in names else level
            for name, level in pairs.levels.items()
        }

    def _best(self, name: str) -> np.int8:
        sort = self.people.columns[name].sort
        return np.int8(CLOSE if weights.CHANCES[sort].close[0] < 1 else NEAR)

    def _sum(self, levels: dict[str, Levels], telling: dict[str, Floats]) -> Floats:
        count = len(next(iter(levels.values()))) if levels else 0
        strangers = np.zeros(count, np.float32)
        companions = np.zeros(count, np.float32)
        for name, level in levels.items():
            sort = self.people.columns[name].sort
            one = weights.one_bits(sort)[level]
            strangers += one - weights.stranger_bits(sort)[level] + np.where(level == SAME, telling[name], 0)
            companions += one - weights.companion_bits(sort)[level]
        odds = np.exp2(-np.clip(strangers + self.prior, -60, 60)) + np.exp2(-np.clip(companions, -60, 60))
        return (1 / (1 + odds)).astype(np.float32)

    def _exchanged(self, pairs: _Compared) -> None:
        """Family and given name exchanged count as nearly the same both."""
        if evidence.FAMILY not in pairs.levels:
            return
        family, given = (self.people.columns[name].codes[:, 0] for name in (evidence.FAMILY, evidence.GIVEN))
        one, other = pairs.one, pairs.other
        crossed = (family[one] == given[other]) & (given[one] == family[other])
        for name in (evidence.FAMILY, evidence.GIVEN):
            crossed &= pairs.levels[name] == DIFFERS
        for name in (evidence.FAMILY, evidence.GIVEN):
            pairs.levels[name][crossed] = NEAR

    def _towns(self, pairs: _Compared) -> None:
        """上海明远贸易 and 北京明远贸易 are two companies."""
        mine, yours = self.people.towns[pairs.one], self.people.towns[pairs.other]
        level = pairs.levels[evidence.CALLED]
        level[(mine >= 0) & (yours >= 0) & (mine != yours) & (level >= NEAR)] = DIFFERS

    def _by_name_only(self, levels: dict[str, Levels]) -> np.ndarray[Any, Any]:
        """People of whom nothing but the name is alike, and something else is not: namesakes."""
        if evidence.GIVEN not in levels:
            return np.zeros(len(next(iter(levels.values()))) if levels else 0, np.bool_)
        personal = [
            levels[name]
            for name, coded in self.people.columns.items()
            if coded.sort in weights.PERSONAL and coded.sort != evidence.GIVEN
        ]
        speaks = np.zeros(len(levels[evidence.GIVEN]), np.bool_)
        against = speaks.copy()
        for level in personal:
            speaks |= level >= NEAR
            against |= level == DIFFERS
        return against & ~speaks
