"""How a ratio is taken: the two sides by turns, the best of each, so that a busy machine hurts both alike."""

from __future__ import annotations

import gc
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
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


def peak_of(command: Sequence[str]) -> float:
    """The most memory in megabytes that a program and the processes it has begun hold at one time, shared memory once.

    Looked at every few milliseconds, which slows it down; 0 where the system does not tell.
    """
    most = 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as program:
        while program.poll() is None:
            most = max(most, sum(map(_held, [program.pid, *_begun_by(program.pid)])))
            time.sleep(0.02)
    return most


def _begun_by(process: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{process}/task").iterdir())
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []


def _held(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
