"""How a ratio is taken: the two sides by turns, the best of each, so that a busy machine hurts both alike."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Figure:
    """One ratio with what it may be at most (or at least), and the two sides in seconds (or bytes)."""

    name: str
    ratio: float
    target: str
    met: bool
    ours: float
    theirs: float
    detail: dict[str, Any] = field(default_factory=dict)

    def line(self) -> str:
        more = "  ".join(f"{key} {value}" for key, value in self.detail.items())
        return f"{'ok  ' if self.met else 'MISS'} {self.name:<44} {self.ratio:9.3f}  ({self.target})  {more}"


def at_most(name: str, ours: float, theirs: float, limit: float, **detail: Any) -> Figure:
    ratio = ours / theirs if theirs else float("inf")
    return Figure(name, ratio, f"<= {limit:g}", ratio <= limit, ours, theirs, detail)


def at_least(name: str, theirs: float, ours: float, limit: float, **detail: Any) -> Figure:
    """How many times smaller ours is than theirs."""
    ratio = theirs / ours if ours else float("inf")
    return Figure(name, ratio, f">= {limit:g}", ratio >= limit, ours, theirs, detail)


def seconds(work: Callable[[], Any]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def by_turns(ours: Callable[[], Any], theirs: Callable[[], Any], rounds: int = 3) -> tuple[float, float]:
    """The best of some rounds for each side, taken one after the other."""
    pairs = [(seconds(ours), seconds(theirs)) for _round in range(rounds)]
    return min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def peak() -> float:
    """The most memory that this process ever held, in megabytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0.0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20) if sys.platform == "darwin" else most / 1024
