"""What the database's own complaints mean for the person."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import peewee
from sqlcipher3 import dbapi2 as sqlite

from crm_desktop.errors import Trouble
from crm_desktop.i18n import _

_NO_SPACE: Final = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


@contextmanager
def told() -> Iterator[None]:
    """Turn faults of the surroundings into a `Trouble`; the program's own faults pass unchanged."""
    try:
        yield
    except (peewee.DatabaseError, sqlite.DatabaseError, OSError) as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise trouble from error


def trouble_of(error: BaseException) -> Trouble | None:
    """The sentence for a full disk, a lock, a read-only or damaged file; None for anything else."""
    words = str(error).lower()
    if "full" in words or getattr(error, "errno", None) in _NO_SPACE:
        return Trouble(_("The disk is full. Nothing of this step was saved: free some space, then try again."))
    if "locked" in words or "busy" in words:
        return Trouble(
            _("The company file is busy with a longer piece of work. Wait until it has ended, then try again.")
        )
    if "readonly" in words or "read-only" in words or getattr(error, "errno", None) == 30:
        return Trouble(
            _("The company file is read-only. Copy it to a folder that you may write to, then open it there.")
        )
    if "disk i/o" in words:
        return Trouble(
            _(
                "The disk could not be read or written: it may be full, or unplugged. Nothing of this step was saved:"
                " free some space or plug it in, then try again."
            )
        )
    if "malformed" in words or "corrupt" in words:
        return Trouble(
            _("The company file is damaged. Nothing was changed: open a backup, or run “check” on a copy of it.")
        )
    if "unable to open" in words:
        return Trouble(_("The company file cannot be opened: its folder is missing or not yours to read."))
    return None
