"""Chance that comes out the same for the same seed, and days as a business has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final, TypeVar

_CLOSED: Final = frozenset({(12, 24), (12, 25), (12, 26), (12, 31), (1, 1)})

T = TypeVar("T")


class Chance(Random):
    """A source of chance for one subject; another subject's draws do not disturb it."""

    def __init__(self, seed: int, subject: str) -> None:
        super().__init__(f"{subject} {seed}")

    def of(self, words: Sequence[T]) -> T:
        """One of them, each as likely as the other."""
        return words[int(self.random() * len(words))]

    def likely(self, share: float) -> bool:
        """Whether something that happens in that share of cases happens now."""
        return self.random() < share

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self.random() * (most - least + 1))

    def workday(self, first: date, last: date, lean: float = 1.0) -> date:
        """A day from Monday to Friday; `lean` above 1 prefers the later ones."""
        days = max((last - first).days, 0)
        day = last - timedelta(days=int(days * self.random() ** lean))
        return back_to_work(day)

    def at(self, day: date, first_hour: int = 8, last_hour: int = 17) -> str:
        """A moment of a working day as stored, on five minutes."""
        minutes = int(self.random() * 12) * 5
        return f"{day.isoformat()}T{self.between(first_hour, last_hour):02}:{minutes:02}:00"


def spread(**shares: int) -> tuple[str, ...]:
    """Words as often as their share, for `Chance.of`."""
    return tuple(word for word, share in shares.items() for _time in range(share))


def back_to_work(day: date) -> date:
    """The day itself, or the last working day before a weekend or the holidays at the end of the year."""
    while day.weekday() > 4 or (day.month, day.day) in _CLOSED:
        day -= timedelta(days=1)
    return day


def on_to_work(day: date) -> date:
    """The day itself, or the first working day after a weekend or the holidays."""
    while day.weekday() > 4 or (day.month, day.day) in _CLOSED:
        day += timedelta(days=1)
    return day
