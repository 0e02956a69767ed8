"""Long work without a search for garbage, which finds nothing in a list, and with short turns of the threads."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from crm_desktop.values.memory import gnu_libc

_TURN: Final = 0.0002
"""Seconds for which a thread may go on while others wait for Python."""
_ARENA_MAX: Final = -8
"""M_ARENA_MAX of glibc's malloc.h."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """No search for garbage meanwhile, and turns that are short; afterwards as before.

    What leaves Python free (SQLite, numpy, the reader of sheets) waits a turn each time it comes back. Several threads
    share what memory is free.
    """
    before, turns = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(_TURN)
    if (libc := gnu_libc()) is not None:
        libc.mallopt(_ARENA_MAX, 1)
    try:
        yield
    finally:
        sys.setswitchinterval(turns)
        if before:
            gc.enable()
