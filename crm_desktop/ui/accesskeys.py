"""The underlined letters of a menu's entries: each opens one entry only, whichever of them are shown just now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_BEHIND: Final = re.compile(r"\(&(\w)\)")
"""Where the words have no Latin letters of their own, the letter stands behind them: 打开(&O)…"""
_MARK: Final = re.compile(r"(?<!&)&(\w)")
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def apart(texts: Sequence[str]) -> list[str]:
    """The texts, where two shared a letter the later one with a free letter, or with none where all are taken.

    A text keeps the letter it was written with wherever it can; one without a letter stays without.
    """
    taken = {letter for text in texts if (letter := key_of(text))}
    seen: set[str] = set()
    made = []
    for text in texts:
        letter = key_of(text)
        if letter in seen:
            text, letter = _changed(text, taken)
            taken.add(letter)
        seen.add(letter)
        seen.discard("")
        made.append(text)
    return made


def key_of(text: str) -> str:
    """The letter that opens an entry, as a capital; "" for none."""
    found = _MARK.search(text.replace("&&", ""))
    return found.group(1).upper() if found else ""


def _changed(text: str, taken: set[str]) -> tuple[str, str]:
    """A text with its mark at another letter, which nothing else has."""
    if _BEHIND.search(text):
        free = next((letter for letter in _LETTERS if letter not in taken), "")
        return _BEHIND.sub(f"(&{free})" if free else "", text), free
    bare = _MARK.sub(r"\1", text)
    heads = [found.start() for found in re.finditer(r"\b[A-Za-z]", bare)]
    each = [at for at, letter in enumerate(bare) if letter.upper() in _LETTERS]
    for at in (*heads, *each):
        if (letter := bare[at].upper()) not in taken:
            return f"{bare[:at]}&{bare[at:]}", letter
    return bare, ""
