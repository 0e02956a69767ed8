"""Memory that is free given back to the system; elsewhere than with GNU's C library the system sees to that itself."""

from __future__ import annotations

import contextlib
import sys
from functools import cache
from typing import Any


def give_back() -> None:
    """Let the system have the memory that long lists took and that is free again."""
    if (libc := gnu_libc()) is not None:
        libc.malloc_trim(0)


@cache
def gnu_libc() -> Any:
    """The C library where it is GNU's, whose memory can be looked after."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL("libc.so.6")
        return libc if libc.malloc_trim and libc.mallopt else None
    return None
