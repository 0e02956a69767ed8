"""One process a company file: a lock that the system itself lets go of when its holder dies."""

from __future__ import annotations

import json
import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import IO

from crm_desktop.errors import Trouble, reason
from crm_desktop.i18n import _


class FileLock:
    """Held from `FileLock(path)` to `release()`; a second taker is told who holds it."""

    def __init__(self, company_file: Path) -> None:
        self.path = company_file.with_name(company_file.name + "-lock")
        self._file: IO[str] | None = None
        try:
            # Opened without truncation: the present holder's note must stay readable.
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise Trouble(
                _(
                    "The folder of {name} cannot be written to: {reason}. Nothing was changed. Copy the file to a"
                    " folder of your own, then open it there."
                ).format(name=company_file.name, reason=reason(error))
            ) from error
        self._file = os.fdopen(descriptor, "r+", encoding="utf-8")
        if not _take(self._file):
            holder = _holder(self._file)
            self._file.close()
            self._file = None
            raise Locked(company_file, holder)
        self._file.seek(0)
        self._file.truncate()
        json.dump({"process": os.getpid(), "computer": _computer(), "since": _now()}, self._file)
        self._file.flush()

    def release(self) -> None:
        if self._file is None:
            return
        # Emptied, not removed: removing it would let two processes hold two files of one name.
        self._file.seek(0)
        self._file.truncate()
        self._file.close()
        self._file = None


class Locked(Trouble):
    """Another process has the company file open."""

    def __init__(self, company_file: Path, holder: dict[str, str]) -> None:
        super().__init__(
            _("{name} is open already (since {since}, on {computer}). Use that window, or close it first.").format(
                name=company_file.name,
                since=holder.get("since", "?"),
                computer=holder.get("computer", "?"),
            )
        )
        self.process = holder.get("process")


def _computer() -> str:
    # What the socket module would tell too, but need not be loaded for.
    return os.uname().nodename if hasattr(os, "uname") else socket.gethostname()


def _now() -> str:
    return datetime.now().strftime("%Y-%m-%d %H:%M")


def _holder(file: IO[str]) -> dict[str, str]:
    try:
        file.seek(0)
        found = json.load(file)
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> bool:
        try:
            # A byte far behind the note, which stays readable for others.
            file.seek(1 << 20)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
