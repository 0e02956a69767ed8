"""Long work without a search for garbage, which finds nothing in a list, and with what is free given back at last."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

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
    if (libc := _libc()) is not None:
        libc.mallopt(_ARENA_MAX, 1)
    try:
        yield
    finally:
        sys.setswitchinterval(turns)
        if before:
            gc.enable()


def give_back() -> None:
    """Let the system have the memory that long lists took and that is free again; elsewhere it sees to that itself."""
    if (libc := _libc()) is not None:
        libc.malloc_trim(0)


@cache
def _libc() -> Any:
    """The C library where it is GNU's, whose memory is looked after here."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL("libc.so.6")
        return libc if libc.malloc_trim and libc.mallopt else None
    return None
