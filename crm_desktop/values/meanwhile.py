"""Work of another thread while this one waits for something that leaves Python free: a reader, SQLite, numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def meanwhile(work: Callable[[], object] | None) -> Iterator[None]:
    """The work is done when the block is, and an error of it is raised then; None is no work."""
    if work is None:
        yield
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as beside:
        done = beside.submit(work)
        yield
        done.result()


def one_ahead(items: Iterable[T]) -> Iterator[T]:
    """The items, each made while the one before is looked at."""
    from concurrent.futures import ThreadPoolExecutor

    remaining = iter(items)
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(lambda: [*islice(remaining, 1)])
        while found := coming.result():
            coming = beside.submit(lambda: [*islice(remaining, 1)])
            yield found[0]
