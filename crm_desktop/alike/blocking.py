"""Which pairs are worth comparing: rows with one key in common lie together, and each looks at its next neighbours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from crm_desktop.alike import evidence
from crm_desktop.alike.population import Coded, Codes, Population
from crm_desktop.values.text import has_cjk, initials

Keys = np.ndarray[Any, np.dtype[np.int64]]
Pairs = np.ndarray[Any, np.dtype[np.int64]]

BOUND: Final = 24
"""So many neighbours with the same key does a row look at: a key that a thousand share tells nothing."""
FEW: Final = 6
"""So many, where the key tells little by itself."""


def candidates(people: Population, *, thorough: bool, pulse: Callable[[], None], among: Sequence[int] = ()) -> Pairs:
    """The pairs to compare, each once, as first * count + second; `thorough` also where every key has a slip in it.

    With `among` only those in which one of these rows is.
    """
    found: list[Pairs] = []
    total = len(people)
    order = _name_order(people)
    wanted = np.zeros(total, np.bool_)
    wanted[list(among)] = True
    for rows, keys, bound in _passes(people, thorough):
        if among:
            shared = np.isin(keys, keys[wanted[rows]])
            rows, keys = rows[shared], keys[shared]
        found.append(_neighbours(rows, keys, order, bound, total, people.records))
        pulse()
    for sequence in _sequences(people, order) if thorough and not among else ():
        rows = np.arange(total)
        found.append(_neighbours(rows, np.zeros(total, np.int64), sequence, FEW, total, people.records))
        pulse()
    pairs = unique(found)
    return pairs[wanted[pairs // total] | wanted[pairs % total]] if among else pairs


def unique(parts: Sequence[Pairs]) -> Pairs:
    """All pairs in order, each once."""
    whole = np.sort(np.concatenate([np.zeros(0, np.int64), *parts]))
    return whole[np.concatenate([np.ones(1, np.bool_), whole[1:] != whole[:-1]])] if len(whole) else whole


def _neighbours(rows: Keys, keys: Keys, order: Keys, bound: int, total: int, records: int) -> Pairs:
    """Pairs of rows that have the same key and lie at most `bound` apart in the order within it."""
    sequence = np.lexsort((order[rows], keys))
    rows, keys = rows[sequence], keys[sequence]
    # Two records are no pair where a list is compared with them.
    listed = records < total
    found: list[Pairs] = []
    for apart in range(1, min(bound, len(rows) - 1) + 1):
        same = np.flatnonzero(keys[apart:] == keys[:-apart])
        if not len(same):
            break
        one, other = rows[same], rows[same + apart]
        keep = one != other
        if listed:
            keep &= (one >= records) | (other >= records)
        one, other = one[keep], other[keep]
        found.append(np.minimum(one, other) * total + np.maximum(one, other))
    return unique(found)


def _passes(people: Population, thorough: bool) -> Iterator[tuple[Keys, Keys, int]]:
    """Rows with their keys, and how many neighbours each may look at."""
    by_sort: dict[str, list[Coded]] = {}
    for coded in people.columns.values():
        by_sort.setdefault(coded.sort, []).append(coded)
    for sort in (evidence.PHONE, evidence.MAIL, evidence.HANDLE, evidence.NUMBER, evidence.OWN):
        for coded in by_sort.get(sort, ()):
            yield *_exploded(coded.codes), BOUND
    for coded in by_sort.get(evidence.PHONE, ()):
        yield *_exploded(coded.tails[coded.codes]), BOUND
    yield from _name_passes(people, BOUND if thorough else FEW)
    for sort in (evidence.SITE, evidence.STREET, evidence.BIRTHDAY):
        for coded in by_sort.get(sort, ()):
            rows, keys = _exploded(coded.codes)
            if not thorough:
                telling = coded.counts[keys] <= BOUND
                rows, keys = rows[telling], keys[telling]
            yield rows, keys, BOUND
    if thorough:
        yield from _slip_passes(people, by_sort)


def _name_passes(people: Population, bound: int) -> Iterator[tuple[Keys, Keys, int]]:
    if evidence.CALLED in people.columns:
        coded = people.columns[evidence.CALLED]
        yield *_exploded(coded.spoken[coded.codes]), BOUND
        yield *_exploded(coded.heads[coded.codes]), bound
    if evidence.FAMILY in people.columns:
        family, given = (people.columns[name] for name in (evidence.FAMILY, evidence.GIVEN))
        first, last = family.spoken[family.codes[:, 0]], family.spoken[given.codes[:, 0]]
        rows = np.flatnonzero((first >= 0) & (last >= 0))
        # In one order, so that exchanged names meet.
        yield rows, _joined(np.minimum(first, last)[rows], np.maximum(first, last)[rows]), BOUND


def _slip_passes(people: Population, by_sort: dict[str, list[Coded]]) -> Iterator[tuple[Keys, Keys, int]]:
    """Keys of two parts each: where one value has a slip in it, two others have none."""
    for coded in (*by_sort.get(evidence.BIRTHDAY, ()), *by_sort.get(evidence.NUMBER, ())):
        yield *_exploded(coded.table(lambda text: "".join(sorted(text)))[coded.codes]), BOUND // 2
    for coded in by_sort.get(evidence.NUMBER, ()):
        yield *_exploded(coded.table(lambda text: text[:4])[coded.codes]), FEW
        yield *_exploded(coded.table(lambda text: text[-4:])[coded.codes]), FEW
    parts = [
        (coded.table(_SHORT[coded.sort])[coded.codes] if coded.sort in _SHORT else coded.codes)[:, 0]
        for coded in people.columns.values()
        if coded.sort not in (evidence.LINK, evidence.REGION, evidence.SITE)
    ]
    for at, one in enumerate(parts):
        for other in parts[at + 1 :]:
            rows = np.flatnonzero((one >= 0) & (other >= 0))
            yield rows, _joined(one[rows], other[rows]), FEW


def _first_letters(text: str) -> str | None:
    return initials(text)[:2] if has_cjk(text) else text[:3]


_SHORT: Final[dict[str, Callable[[str], str | None]]] = {
    evidence.FAMILY: _first_letters,
    evidence.GIVEN: _first_letters,
    evidence.CALLED: lambda text: text[:2] if has_cjk(text) else text[:4],
    evidence.BIRTHDAY: lambda text: text[:4] if text[:4].isdigit() else text,
    evidence.NUMBER: lambda text: text[:3],
    evidence.PHONE: lambda text: text[-4:],
    evidence.STREET: lambda text: text[-6:] if has_cjk(text) else max(text.split(), key=len),
}
"""The part of a value that goes into a key of two parts."""


def _sequences(people: Population, names: Keys) -> Iterator[Keys]:
    """The orders in which neighbours are compared: by name from the front, and by given name first."""
    yield names
    if evidence.GIVEN in people.columns:
        given, family = (people.columns[name] for name in (evidence.GIVEN, evidence.FAMILY))
        yield _ranks(given.codes[:, 0], given.forms) * (len(given.forms) + 1) + _ranks(family.codes[:, 0], given.forms)


def _name_order(people: Population) -> Keys:
    columns = people.columns
    if evidence.FAMILY in columns:
        family, given = columns[evidence.FAMILY], columns[evidence.GIVEN]
        ranks = _ranks(family.codes[:, 0], family.forms)
        return ranks * (len(given.forms) + 1) + _ranks(given.codes[:, 0], given.forms)
    if evidence.CALLED in columns:
        return _ranks(columns[evidence.CALLED].codes[:, 0], columns[evidence.CALLED].forms)
    return np.arange(len(people), dtype=np.int64)


def _ranks(codes: Codes, words: Sequence[str]) -> Keys:
    """The place of each row's word in the order of all words; 0 for none."""
    ranks = np.zeros(len(words) + 1, np.int64)
    ranks[sorted(range(len(words)), key=words.__getitem__)] = np.arange(1, len(words) + 1)
    ranks[-1] = 0
    return ranks[codes]


def _exploded(codes: Codes) -> tuple[Keys, Keys]:
    """Each row as often as it has values, and the values."""
    rows, _columns = np.nonzero(codes >= 0)
    return rows, codes[codes >= 0].astype(np.int64)


def _joined(one: Codes, other: Codes) -> Keys:
    return one.astype(np.int64) << 32 | other.astype(np.int64)
