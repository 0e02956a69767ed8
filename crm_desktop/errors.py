"""The two kinds of failure that a person is told about; anything else is a fault of the program."""

from __future__ import annotations

import errno
from typing import Final

from crm_desktop.i18n import N_, _


class Told(Exception):  # noqa: N818 - it is what its name says
    """A failure with one sentence for the person, already in their language."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    @property
    def detail(self) -> str | None:
        """What to hand on to whoever helps; None where the sentence says it all."""
        return None


class Refused(Told):
    """The person can mend it: an input that cannot be taken, at `field` where there is one."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class Trouble(Told):
    """The surroundings fail (disk full, locked, read-only, newer file): what happened and what to do."""

    @property
    def detail(self) -> str | None:
        cause = self.__cause__
        return f"{type(cause).__name__}: {cause}" if cause is not None else None


_REASONS: Final = {
    errno.EACCES: N_("no permission"),
    errno.EPERM: N_("no permission"),
    errno.EROFS: N_("it is read-only"),
    errno.ENOSPC: N_("the disk is full"),
    errno.ENOENT: N_("it is not there any more"),
    errno.EIO: N_("the disk does not answer"),
    errno.EBUSY: N_("another program uses it"),
    errno.ENAMETOOLONG: N_("its name is too long"),
}


def reason(error: OSError) -> str:
    """Why the system could not do something, in the person's language where it is one of the usual reasons."""
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else error.strerror or str(error)


class Cancelled(Exception):  # noqa: N818 - it is no error: the person asked for it
    """The person stopped a long piece of work; whatever it had begun is rolled back."""
