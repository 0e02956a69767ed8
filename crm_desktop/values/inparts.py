"""A long column gone through in parts: one call over all of it would keep the window from its turn meanwhile.

Python changes threads between two steps of its own, never within one: `list(map(...))` over 100,000 texts is one step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import ge
from typing import Any, Final, TypeVar

T = TypeVar("T")
U = TypeVar("U")

PART: Final = 4000
"""So many values take a few milliseconds at one go."""


def parts(column: Sequence[T], size: int = PART) -> Iterator[Sequence[T]]:
    """The column in parts of `size`."""
    for start in range(0, len(column), size):
        yield column[start : start + size]


def gathered(values: Iterable[T], size: int = PART) -> list[T]:
    """What an iterator of C's making (zip, map) gives, as a list."""
    found: list[T] = []
    remaining = iter(values)
    while part := list(islice(remaining, size)):
        found += part
    return found


def mapped(function: Callable[[T], U], column: Iterable[T]) -> list[U]:
    """A quick function of each value; for functions of C's making, as others are many steps anyway."""
    return gathered(map(function, column))


def distinct(column: Sequence[T]) -> dict[T, None]:
    """Each different value once, in the order in which they come."""
    found: dict[T, None] = {}
    for part in parts(column):
        found |= dict.fromkeys(part)
    return found


def each_once(many: Callable[[Sequence[T]], Sequence[U]], column: Sequence[T | None]) -> list[U | None]:
    """What `many` gives for each value, those that come again and again looked up; None for None."""
    known: dict[T, U] = {}
    found: list[U | None] = []
    for part in parts(column):
        fresh = set(part)
        if None not in fresh and len(fresh) == len(part):
            found += many(part)  # type: ignore[arg-type]
            continue
        texts = [value for value in fresh if value is not None and value not in known]
        known.update(zip(texts, many(texts), strict=True))
        found += [known.get(value) for value in part]  # type: ignore[arg-type]
    return found


def repeated(column: Sequence[T]) -> set[T]:
    """The values that come more than once."""
    found: set[T] = set()
    seen: set[T] = set()
    for part in parts(column):
        fresh = set(part)
        found |= fresh & seen
        if len(fresh) < len(part):
            found.update(value for value, times in Counter(part).items() if times > 1)
        seen |= fresh
    return found


def holds(column: Sequence[Any], *wanted: Any) -> bool:
    """Whether any of these values is in the column."""
    return any(value in part for part in parts(column) for value in wanted)


def is_one(values: Sequence[Any]) -> bool:
    """Whether all values are the same; 1 and 1.0 are not."""
    first = values[0]
    return first == values[-1] and values.count(first) == len(values) and len(set(map(type, values))) == 1


def rising(column: Sequence[int]) -> Iterator[slice]:
    """The runs in which each number is higher than the one before."""
    begin = 0
    if any(map(ge, column, islice(column, 1, None))):
        for at in range(1, len(column)):
            if column[at] <= column[at - 1]:
                yield slice(begin, at)
                begin = at
    if column:
        yield slice(begin, len(column))


def count_of(column: Sequence[Any], wanted: Any) -> int:
    """How often a value is in the column."""
    return sum(part.count(wanted) for part in parts(column))


def columns_of(rows: Sequence[Sequence[T]], width: int) -> list[list[T]]:
    """The columns of rows of one width."""
    found: list[list[T]] = [[] for _column in range(width)]
    for part in parts(rows, PART // 4):
        for column, cells in zip(found, zip(*part, strict=True), strict=True):
            column += cells
    return found
