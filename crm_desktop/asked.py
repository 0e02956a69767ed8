"""What a start of the window is asked for, read before anything of the window is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crm_desktop import __version__
from crm_desktop.i18n import LANGUAGES

if TYPE_CHECKING:
    import argparse


class Asked(NamedTuple):
    """What a start was asked for."""

    file: Path | None = None
    demo: bool = False
    lang: str | None = None
    quit_after_start: bool = False


def read(arguments: Sequence[str]) -> Asked:
    """What a start was asked for; a wrong use ends the program."""
    words = [word for word in arguments if word != "--quit-after-start"]
    if len(words) < 2 and not any(word.startswith("-") for word in words):
        # As the desktop starts it. argparse is as long about it, with its own texts to find, as the file takes to open.
        file = Path(words[0]) if words else None
        hurry = len(words) < len(arguments)
        return Asked(file, quit_after_start=hurry)
    made = parser()
    if {"-h", "--help"} & set(arguments):
        made = _with_commands(made)
    return Asked(**vars(made.parse_args(list(arguments))))


def parser() -> argparse.ArgumentParser:
    """What the window can be started with."""
    import argparse

    made = argparse.ArgumentParser(
        prog="crm-desktop",
        description="An offline CRM for a small business: one person, one laptop, one file.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument("file", nargs="?", type=Path, help="a company file to open, or a list to bring in")
    made.add_argument("--demo", action="store_true", help="build an invented company and open it")
    made.add_argument("--lang", choices=list(LANGUAGES), help="the language of the window")
    made.add_argument("--quit-after-start", action="store_true", help="close again once the first page is painted")
    made.add_argument("--version", action="version", version=f"CRM Desktop {__version__}")
    return made


def _with_commands(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    from crm_desktop import cli

    made.epilog = "commands without a window: " + ", ".join(cli.COMMANDS) + "\n(crm-desktop COMMAND --help tells more)"
    return made
