"""An organisation chart laid out: who stands where, and the lines between; pure geometry, no window.

Layers are by the longest way down from somebody without a boss. Each person hangs below their first boss; a subtree is
placed against its neighbours by the outline of each, so that nothing overlaps and a boss stands over the middle of
those below. Further bosses draw people towards them in the order of their siblings (the barycentre of both).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from crm_desktop.customers.people import Line, Person

CARD_WIDTH: Final = 216.0
CARD_HEIGHT: Final = 84.0
BESIDE: Final = 24.0
BELOW: Final = 60.0
ASIDE: Final = 14.0
SWEEPS: Final = 4
"""How often the order of siblings is brought nearer to their further bosses."""

Outline = dict[int, tuple[float, float]]
"""The left and right edge of a subtree at each layer, measured from the middle of its topmost card."""


@dataclass(frozen=True)
class Card:
    """A person's card: its upper left corner."""

    person: Person
    x: float
    y: float

    @property
    def middle(self) -> float:
        return self.x + CARD_WIDTH / 2


@dataclass(frozen=True)
class Link:
    """A drawn line from a boss down to a person, as the corners of its way."""

    line: Line
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Chart:
    """Everything placed; `left_out` are lines that would close a circle."""

    cards: tuple[Card, ...]
    links: tuple[Link, ...]
    width: float
    height: float
    left_out: tuple[Line, ...] = ()

    def card(self, person: int) -> Card | None:
        """The card of a person."""
        return next((card for card in self.cards if card.person.id == person), None)


def lay_out(people: Sequence[Person], lines: Sequence[Line]) -> Chart:
    """Place some people and the lines between them."""
    sound, left_out = _without_circles(people, lines)
    layers = _layers(people, sound)
    first, below = _forest(people, sound)
    roots = [person.id for person in people if person.id not in first]
    bosses = {line.boss for line in sound}  # somebody may be nobody's first boss
    trees = [row for row in roots if row in bosses]
    loners = [row for row in roots if row not in bosses]
    for _sweep in range(SWEEPS if len(sound) > len(first) else 0):
        _reorder(_middles(trees, below, layers), sound, below, trees)
    middles = _middles(trees, below, layers)
    left = min((middle for middle in middles.values()), default=0.0)
    places = {row: (middle - left, layers[row]) for row, middle in middles.items()}
    _place_loners(places, loners, max((x for x, _layer in places.values()), default=None))
    by_id = {person.id: person for person in people}
    cards = {row: Card(by_id[row], x, layer * (CARD_HEIGHT + BELOW)) for row, (x, layer) in places.items()}
    links = tuple(
        Link(line, _way(cards[line.boss], cards[line.person], _bend(line, first), cards.values())) for line in sound
    )
    return Chart(
        tuple(cards[person.id] for person in people),
        links,
        max((card.x + CARD_WIDTH for card in cards.values()), default=0.0),
        max((card.y + CARD_HEIGHT for card in cards.values()), default=0.0),
        tuple(left_out),
    )


def _without_circles(people: Sequence[Person], lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines one after the other, without those by which somebody would stand above themselves."""
    there = {person.id for person in people}
    bosses: dict[int, list[int]] = {}
    sound, left_out = [], []
    for line in lines:
        if line.person not in there or line.boss not in there:
            continue
        seen, ahead = set(), [line.boss]
        while ahead:
            one = ahead.pop()
            if one not in seen:
                seen.add(one)
                ahead += bosses.get(one, ())
        if line.person in seen:
            left_out.append(line)
        else:
            sound.append(line)
            bosses.setdefault(line.person, []).append(line.boss)
    return sound, left_out


def _layers(people: Sequence[Person], lines: Sequence[Line]) -> dict[int, int]:
    """How far down each person stands: one below the lowest boss."""
    waiting = {person.id: 0 for person in people}
    reports: dict[int, list[int]] = {}
    for line in lines:
        waiting[line.person] += 1
        reports.setdefault(line.boss, []).append(line.person)
    layers = dict.fromkeys(waiting, 0)
    ready = [row for row, count in waiting.items() if not count]
    while ready:
        boss = ready.pop()
        for person in reports.get(boss, ()):
            layers[person] = max(layers[person], layers[boss] + 1)
            waiting[person] -= 1
            if not waiting[person]:
                ready.append(person)
    return layers


def _forest(people: Sequence[Person], lines: Sequence[Line]) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Each person's first boss (by a solid line before a dotted one), and who hangs below whom."""
    first: dict[int, Line] = {}
    for line in lines:
        have = first.get(line.person)
        if have is None or (have.type == "dotted" and line.type != "dotted"):
            first[line.person] = line
    below: dict[int, list[int]] = {person.id: [] for person in people}
    for person in people:
        if person.id in first:
            below[first[person.id].boss].append(person.id)
    return {row: line.boss for row, line in first.items()}, below


def _middles(trees: Sequence[int], below: dict[int, list[int]], layers: dict[int, int]) -> dict[int, float]:
    """The left edge of every card in the trees, one tree beside the other."""
    shifts: dict[int, float] = {}
    outlines: dict[int, Outline] = {}
    for row in _from_below(trees, below):
        outlines[row] = _over(row, [(child, outlines.pop(child)) for child in below[row]], layers, shifts)
    outline: Outline = {}
    found: dict[int, float] = {}
    for root in trees:
        shift = _room(outline, outlines[root])
        _join(outline, outlines[root], shift)
        ahead = [(root, shift)]
        while ahead:
            row, x = ahead.pop()
            found[row] = x
            ahead += [(child, x + shifts[child]) for child in below[row]]
    return found


def _from_below(trees: Sequence[int], below: dict[int, list[int]]) -> list[int]:
    """Everybody in the trees, those below before those above."""
    found, ahead = [], list(trees)
    while ahead:
        row = ahead.pop()
        found.append(row)
        ahead += below[row]
    return found[::-1]


def _over(
    row: int, children: Sequence[tuple[int, Outline]], layers: dict[int, int], shifts: dict[int, float]
) -> Outline:
    """Put a person over the middle of those below; `shifts` gets how far each of these stands to the side."""
    half, layer = CARD_WIDTH / 2, layers[row]
    outline: Outline = {}
    places = []
    for child, its in children:
        # The line down to somebody further below keeps its column free.
        its = {**dict.fromkeys(range(layer + 1, layers[child]), (-half, half)), **its}
        shift = _room(outline, its)
        _join(outline, its, shift)
        places.append((child, shift))
    middle = (places[0][1] + places[-1][1]) / 2 if places else 0.0
    for child, shift in places:
        shifts[child] = shift - middle
    return {**{at: (left - middle, right - middle) for at, (left, right) in outline.items()}, layer: (-half, half)}


def _room(outline: Outline, its: Outline) -> float:
    """How far to the right a subtree has to go to stand clear of what is there."""
    gaps = [outline[at][1] + BESIDE - left for at, (left, _right) in its.items() if at in outline]
    if gaps:
        return max(gaps)
    return max((right for _left, right in outline.values()), default=-BESIDE) + BESIDE if outline else 0.0


def _join(outline: Outline, its: Outline, shift: float) -> None:
    for at, (left, right) in its.items():
        have = outline.get(at)
        moved = (left + shift, right + shift)
        outline[at] = moved if have is None else (min(have[0], moved[0]), max(have[1], moved[1]))


def _reorder(middles: dict[int, float], lines: Sequence[Line], below: dict[int, list[int]], trees: list[int]) -> None:
    """Sort siblings, and the trees, by where all the bosses and all the reports of each subtree stand."""
    drawn: dict[int, list[float]] = {}
    for line in lines:
        drawn.setdefault(line.person, []).append(middles[line.boss])
        drawn.setdefault(line.boss, []).append(middles[line.person])
    pull: dict[int, tuple[float, int]] = {}
    for row in _from_below(trees, below):
        parts = [pull[child] for child in below[row]]
        own = drawn.get(row, [middles[row]])
        pull[row] = (sum(own) + sum(total for total, _count in parts), len(own) + sum(count for _total, count in parts))
    for rows in (trees, *below.values()):
        if len(rows) > 1 and all(row in pull for row in rows):
            rows.sort(key=lambda row: pull[row][0] / pull[row][1])


def _place_loners(places: dict[int, tuple[float, int]], loners: Sequence[int], right: float | None) -> None:
    """People without boss or reports: in the first row beside the trees, many of them in a block."""
    if not loners:
        return
    start = 0.0 if right is None else right + CARD_WIDTH + 2 * BESIDE
    beside = max(4, math.ceil(math.sqrt(len(loners) / 2.2))) if right is None else max(2, math.isqrt(len(loners)))
    for number, row in enumerate(loners):
        places[row] = (start + (number % beside) * (CARD_WIDTH + BESIDE), number // beside)


def _bend(line: Line, first: Mapping[int, int]) -> tuple[float, float]:
    """How far to the side a line runs, and how far below the boss it turns across.

    Dotted lines and those to further bosses each keep apart from the first ones, so that none lies on another.
    """
    if line.type == "dotted":
        return ASIDE, BELOW * 0.25
    return (0.0, BELOW * 0.5) if first[line.person] == line.boss else (-ASIDE, BELOW * 0.75)


def _way(boss: Card, person: Card, bend: tuple[float, float], cards: Iterable[Card]) -> tuple[tuple[float, float], ...]:
    """Down from the boss, across in the gap below, and down the person's own column, or beside what stands there."""
    aside, gap = bend
    turn = boss.y + CARD_HEIGHT + gap
    start, end = (boss.middle + aside, boss.y + CARD_HEIGHT), (person.middle + aside, person.y)
    column = _clear_column(end[0], [card.x for card in cards if boss.y < card.y < person.y], aside)
    if column != end[0]:
        last = person.y - BELOW + gap
        return (start, (start[0], turn), (column, turn), (column, last), (end[0], last), end)
    if abs(boss.middle - person.middle) < 0.5:
        return (start, end)
    return (start, (start[0], turn), (end[0], turn), end)


def _clear_column(x: float, lefts: Sequence[float], aside: float) -> float:
    """The nearest place to this one for a line down that meets none of the cards with these left edges.

    In the free space between two cards the lines of each sort have a place of their own.
    """
    half = BESIDE / 2
    taken = [(left - half / 3, left + CARD_WIDTH + half / 3) for left in lefts]
    off = aside / ASIDE * half / 2
    places = [x, *(edge + off for left in lefts for edge in (left - half, left + CARD_WIDTH + half))]
    clear = (one for one in places if not any(left < one < right for left, right in taken))
    return min(clear, key=lambda one: abs(one - x), default=x)
