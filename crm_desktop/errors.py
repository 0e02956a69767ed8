"""The two kinds of failure that a person is told about; anything else is a fault of the program."""

from __future__ import annotations


class Told(Exception):  # noqa: N818 - it is what its name says
    """A failure with one sentence for the person, already in their language."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(Told):
    """The person can mend it: an input that cannot be taken, at `field` where there is one."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class Trouble(Told):
    """The surroundings fail (disk full, locked, read-only, newer file): what happened and what to do."""


class Cancelled(Exception):  # noqa: N818 - it is no error: the person asked for it
    """The person stopped a long piece of work; whatever it had begun is rolled back."""
