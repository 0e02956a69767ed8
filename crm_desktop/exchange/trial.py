"""A trial reading in a process of its own: a damaged .xls can end the process that reads it, whatever it catches."""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import os
from typing import Final

_SECONDS: Final = 120
_MEMORY: Final = 4 << 30
_READ, _DAMAGED, _PROTECTED = 0, 10, 11


def outcome(data: bytes) -> str:
    """ "read", "damaged" or "protected": what became of a process that opened every sheet of the workbook."""
    process = multiprocessing.get_context("spawn").Process(target=_attempt, args=(data,), daemon=True)
    process.start()
    process.join(_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()
        return "damaged"
    # 1 is a fault of Python on the way there, which says nothing about the workbook.
    return {_READ: "read", 1: "read", _PROTECTED: "protected"}.get(process.exitcode or 0, "damaged")


def _attempt(data: bytes) -> None:
    """Read everything once, silently, and leave by an exit code."""
    from python_calamine import CalamineWorkbook, PasswordError

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    _limit_memory()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            for _row in book.get_sheet_by_name(name).iter_rows():
                pass
    except PasswordError:
        os._exit(_PROTECTED)
    except BaseException:
        os._exit(_DAMAGED)
    os._exit(_READ)


def _limit_memory() -> None:
    """Where the system can: damage that asks for endless memory shall not slow down the whole computer."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
