"""Reading a command's words: argparse whose texts and complaints are in the person's language."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, Final, NoReturn

from crm_desktop.i18n import N_, _

_COMPLAINTS: Final = (
    (re.compile(r"the following arguments are required: (.+)"), N_("This is missing: {0}.")),
    (re.compile(r"unrecognized arguments: (.+)"), N_("These words are not understood: {0}.")),
    (re.compile(r"argument (\S+): expected one argument"), N_("{0} needs a value.")),
    (re.compile(r"argument (\S+): expected (\d+) arguments"), N_("{0} needs {1} values.")),
    (re.compile(r"argument (\S+): invalid int value: (.+)"), N_("{0} needs a whole number, not {1}.")),
    (re.compile(r"argument (\S+): (“.+)"), N_("{0}: {1}")),
    (re.compile(r"argument (\S+): invalid choice: (.+) \(choose from (.+)\)"), N_("{0}: {1} is none of {2}.")),
)
"""argparse's own sentences, and how we say them."""


class WrongUsage(Exception):  # noqa: N818 - it is said as a sentence, not as an error
    """The command's words do not fit together: a sentence, and exit code 2."""


class Parser(argparse.ArgumentParser):
    """argparse with our sentences; a wrong use ends with exit code 2."""

    def __init__(self, **more: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Layout, **more)
        self._positionals.title = _("What to give")
        self._optionals.title = _("Options")
        self.add_argument("-h", "--help", action="help", help=_("show this help and stop"))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in our words, and stop."""
        for pattern, sentence in _COMPLAINTS:
            found = pattern.fullmatch(message)
            if found:
                message = _(sentence).format(*found.groups())
                break
        if sys.stderr is not None:
            self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


class _Layout(argparse.RawDescriptionHelpFormatter):
    """The help's layout, with our word for "usage"."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("Usage: ") if prefix is None else prefix)


def whole_number(least: int, most: int) -> Any:
    """A type of argument: a whole number from `least` to `most`."""

    def read(text: str) -> int:
        try:
            number = int(text.replace(",", "").replace("_", ""))
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(
                _("“{text}” must be a whole number from {least} to {most}.").format(
                    text=text, least=f"{least:,}", most=f"{most:,}"
                )
            )
        return number

    return read
