"""The apostrophe before a text of a .csv file that a spreadsheet would take for a formula: put there, and taken off.

Telephone numbers such as +86 138 0013 8000 and signed numbers stay as they are: digits alone run nothing.
"""

from __future__ import annotations

import re
from typing import Final

_DANGEROUS: Final = re.compile(r"'*[=+\-@\t\r]")
_DIGITS_ONLY: Final = re.compile(r"[+\-][\d \u00a0()./;\-]*\d[\d \u00a0()./;+\-]*(?:(?:ext\.?|x|转|#) ?\d+)?")
_GUARDED: Final = re.compile(r"''*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    if _DANGEROUS.match(text) and not _DIGITS_ONLY.fullmatch(text):
        return "'" + text
    return text


def without_guard(text: str) -> str:
    """The text before `guarded` put its apostrophe there; any other text as it is."""
    return text[1:] if _GUARDED.match(text) else text


def has_guards(text: str) -> bool:
    """Whether a whole file has such apostrophes at all."""
    return _GUARDED.search(text) is not None
