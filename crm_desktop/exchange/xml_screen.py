"""A first look at much XML of a sheet: whether there is anything in a piece that needs a closer look.

numpy compares the bytes many at a time, and leaves Python free meanwhile: a tenth of what it takes to search for them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

_QUOTE, _EQUALS, _SPACE = ord('"'), ord("="), ord(" ")


def is_near(piece: bytes) -> bool:
    """Whether each attribute is written as name="value", and no cell can lie beyond column Z or row 9,999,999."""
    there = np.frombuffer(piece, np.uint8)
    if len(there) < 16:
        return False
    equals = there == _EQUALS
    if (equals[:-1] & (there[1:] != _QUOTE)).any() or (equals[1:] & (there[:-1] <= _SPACE)).any() or equals[-1]:
        return False
    return not (_far_column(there) or _far_row(there))


def holds(piece: bytes, *words: bytes) -> bool:
    """Whether a piece has one of these words, of two bytes at least each."""
    there = np.frombuffer(piece, np.uint8)
    return any(_places(there, word).any() for word in words)


def _places(there: Bytes, word: bytes) -> Mask:
    """Where a word begins."""
    end = len(there) - len(word) + 1
    if end <= 0:
        return np.zeros(0, np.bool_)
    found = there[:end] == word[0]
    for at in range(1, len(word)):
        found &= there[at : at + end] == word[at]
    return found


def _far_column(there: Bytes) -> bool:
    """Whether a reference begins with two letters."""
    places = _places(there, b'r="')[:-2]
    letters: Any = (there | 0x20) - ord("a") < 26
    places &= letters[3:-1]
    places &= letters[4:]
    return bool(places.any())


def _far_row(there: Bytes) -> bool:
    """Whether a value ends with eight digits."""
    digits: Any = there - ord("0") < 10
    for step in (1, 2, 4):
        digits = digits[:-step] & digits[step:]
    return bool((digits[:-1] & (there[8:] == _QUOTE)).any())
