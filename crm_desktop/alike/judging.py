"""How probable it is that the two rows of a pair are one: every evidence compared, weighed and summed up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from crm_desktop.alike import comparing, evidence, weights
from crm_desktop.alike.comparing import Levels
from crm_desktop.alike.population import Coded, Codes, Population
from crm_desktop.alike.weights import DIFFERS, NEAR, SAME

Floats = np.ndarray[Any, np.dtype[np.float32]]

_CHUNK: Final = 400_000
_UNSURE: Final = 0.1
"""Pairs from here on are learned from, and may still turn out to be probable."""
_ROUNDS: Final = 3
_SAMPLE: Final = 20_000
_ENOUGH: Final = 300
"""Rows from which any two are hardly ever one, so that they show what strangers have in common."""
_AT_ONCE: Final = (
    evidence.FAMILY, evidence.GIVEN, evidence.CALLED, evidence.PHONE, evidence.NUMBER, evidence.BIRTHDAY, evidence.MAIL,
)  # fmt: skip
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
    judging = _Judging(people)
    parts = []
    for start in range(0, max(1, len(pairs)), _CHUNK):
        chunk = pairs[start : start + _CHUNK]
        one, other = (chunk // max(1, len(people))).astype(np.int32), (chunk % max(1, len(people))).astype(np.int32)
        parts.append(judging.run(one, other, min(least, _UNSURE)))
        pulse()
    found = _joined(parts)
    judging.learn(found)
    score = judging.score(found)
    found = found.only(score >= least)
    return Judged(found.one, found.other, score[score >= least], found.levels)


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


def _joined(parts: Sequence[_Compared]) -> _Compared:
    return _Compared(
        np.concatenate([part.one for part in parts]),
        np.concatenate([part.other for part in parts]),
        {name: np.concatenate([part.levels[name] for part in parts]) for name in parts[0].levels},
        {name: np.concatenate([part.telling[name] for part in parts]) for name in parts[0].telling},
    )


class _Judging:
    """The weights of one population, and the sums over its pairs."""

    def __init__(self, people: Population) -> None:
        self.people = people
        self.prior = weights.prior(len(people))
        self.telling = {
            name: weights.telling(coded.sort, coded.forms, coded.counts, len(people))
            for name, coded in people.columns.items()
        }
        self.one = {name: weights.one_bits(coded.sort) for name, coded in people.columns.items()}
        self.strangers = {
            name: weights.stranger_bits(coded.sort, *self._by_chance(coded)) for name, coded in people.columns.items()
        }

    def _by_chance(self, coded: Coded) -> tuple[int, np.ndarray[Any, Any]]:
        """How many pairs of strangers were looked at, and how many of them are at each level.

        Numbers given one after another, or telephones of one exchange, are often nearly the same.
        """
        total = len(self.people)
        if total < _ENOUGH:
            return 0, np.zeros(weights.SAME + 1, np.int64)
        any_two = np.random.default_rng(1).integers(0, total, (2, _SAMPLE))
        codes = coded.codes[any_two[:, any_two[0] != any_two[1]]]
        both = (codes[0, :, 0] >= 0) & (codes[1, :, 0] >= 0) & (comparing.common(codes[0], codes[1]) < 0)
        levels = comparing.near(coded, codes[0][both], codes[1][both])
        return len(levels), np.bincount(levels, minlength=weights.SAME + 1)

    def run(self, one: Codes, other: Codes, least: float) -> _Compared:
        """The pairs that are at least so probable, compared in everything."""
        columns = self.people.columns
        pairs = _Compared(one, other, {}, {})
        for name, coded in columns.items():
            code = comparing.common(coded.codes[one], coded.codes[other])
            pairs.levels[name] = comparing.plain_levels(coded.codes[one], coded.codes[other], code)
            pairs.telling[name] = np.where(code >= 0, self.telling[name][code], 0).astype(np.float32)
        self._exchanged(pairs, slips=False)
        # What is below the mark even if all that is not the same were nearly so need not be looked at any closer.
        pairs = pairs.only(self._sum(self._hoped(pairs, list(columns)), pairs.telling) >= least)
        names = [name for name in columns if columns[name].sort in _AT_ONCE]
        self._look_closer(pairs, names)
        self._exchanged(pairs, slips=True)
        rest = [name for name in columns if name not in names]
        pairs = pairs.only(self._sum(self._hoped(pairs, rest), pairs.telling) >= least)
        self._look_closer(pairs, rest)
        return pairs.only(self.score(pairs) >= least)

    def score(self, pairs: _Compared) -> Floats:
        """How probable each pair is."""
        score = self._sum(pairs.levels, pairs.telling)
        return np.where(self._by_name_only(pairs.levels), np.minimum(score, _NO_MORE_THAN), score)

    def learn(self, pairs: _Compared) -> None:
        """Take from the pairs how careful these lists are: in a careless one a difference tells less."""
        for _round in range(_ROUNDS):
            score = self.score(pairs)
            for name, coded in self.people.columns.items():
                seen = np.bincount(pairs.levels[name], weights=score, minlength=weights.SAME + 1)
                self.one[name] = weights.learned_bits(coded.sort, seen)

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
        """The levels at their best if what is not the same in these evidences were looked at closer."""
        hoped = dict(pairs.levels)
        for name in names:
            coded = self.people.columns[name]
            rows = np.flatnonzero(hoped[name] == DIFFERS)
            if len(rows):
                hoped[name] = hoped[name].copy()
                one, other = coded.codes[pairs.one[rows]], coded.codes[pairs.other[rows]]
                hoped[name][rows] = comparing.at_best(coded, one, other)
        return hoped

    def _sum(self, levels: dict[str, Levels], telling: dict[str, Floats]) -> Floats:
        count = len(next(iter(levels.values()))) if levels else 0
        strangers = np.zeros(count, np.float32)
        companions = np.zeros(count, np.float32)
        for name, level in levels.items():
            sort = self.people.columns[name].sort
            strangers += (self.one[name] - self.strangers[name])[level]
            strangers += np.where(level == SAME, telling[name], 0)
            # What companions share is as carelessly written as what one has twice.
            companions += (weights.one_bits(sort) - weights.companion_bits(sort))[level]
        odds = np.exp2(-np.clip(strangers + self.prior, -60, 60)) + np.exp2(-np.clip(companions, -60, 60))
        return (1 / (1 + odds)).astype(np.float32)

    def _exchanged(self, pairs: _Compared, *, slips: bool) -> None:
        """Family and given name exchanged, with `slips` one of them misspelt, count as nearly the same both."""
        if evidence.FAMILY not in pairs.levels:
            return
        family, given = (self.people.columns[name] for name in (evidence.FAMILY, evidence.GIVEN))
        levels = [pairs.levels[name] for name in (evidence.FAMILY, evidence.GIVEN)]
        rows = np.flatnonzero((levels[0] == DIFFERS) & (levels[1] == DIFFERS))
        one, other = pairs.one[rows], pairs.other[rows]
        crossed = ((family.codes[one], given.codes[other]), (given.codes[one], family.codes[other]))
        same = [left[:, 0] == right[:, 0] for left, right in crossed]
        exchanged = same[0] & same[1]
        if slips:
            half = np.flatnonzero(same[0] ^ same[1])
            for (left, right), known in zip(crossed, same, strict=True):
                unlike = half[~known[half]]
                exchanged[unlike] = comparing.near(family, left[unlike], right[unlike]) >= NEAR
        for level in levels:
            level[rows[exchanged]] = NEAR

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
