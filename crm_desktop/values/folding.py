"""Text made comparable (`fold`) and text kept as it was typed, without what nobody typed (`clean`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from crm_desktop.values.patterns import late

_HAN_RANGES: Final = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN: Final = late(f"[{_HAN_RANGES}]")
_BLANK_BETWEEN_HAN: Final = late(f"(?<=[{_HAN_RANGES}]) +(?=[{_HAN_RANGES}])")

# Zero-width and direction marks, soft hyphen, variation selectors, fillers, tags: they take no room on the screen.
_INVISIBLE: Final = (
    r"\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    r"\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CONTROL: Final = r"\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\ud800-\udfff"
_UNSEEN: Final = late(f"[{_CONTROL}{_INVISIBLE}]")
_LINE_ENDS: Final = late(r"\r\n?|[\x0b\x0c\x85]")
_NEVER_TYPED: Final = late(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_OUTER: Final = late(rf"\A[\s{_INVISIBLE}]+|(?:[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+)\Z")
_EXTENDS: Final = late(r"[\u0300-\u036f\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")

_BLANKS: Final = late(r"[^\S\n]+")
_BLANK_BEFORE_HAN: Final = late(f" [{_HAN_RANGES}]")
_PLAIN: Final = bytes((0x0A, *range(0x20, 0x7F), *range(0x80, 0xC0), *range(0xE4, 0xEA)))
"""The bytes of printable ASCII, of line ends and of U+4000 to U+9FFF, which but for capital letters are folded."""

_BARRED: Final = {
    "æ": "ae", "ǽ": "ae", "ǣ": "ae", "œ": "oe", "ø": "o", "ǿ": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
    "ı": "i", "ŋ": "n", "ŧ": "t", "ß": "ss", "ƒ": "f", "ĸ": "k", "ƶ": "z", "ɨ": "i", "ʉ": "u", "ƀ": "b", "ɓ": "b",
    "ɗ": "d", "ɔ": "o", "ɛ": "e",
}  # fmt: skip


@lru_cache(maxsize=1)
def _latin() -> tuple[re.Pattern[str], dict[int, str]]:
    """What finds accented and barred Latin letters and combining marks, and their plain letters."""
    table = dict.fromkeys(range(0x300, 0x370), "")
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            table[code] = base.lower()
    table.update({ord(letter): plain for letter, plain in _BARRED.items()})
    return re.compile(r"[\u00c0-\u036f\u1e00-\u1eff]"), table


def fold(text: str) -> str:
    """The form in which texts are compared: lower case, narrow, no accents, no unseen characters, single blanks."""
    if text.isascii():
        if not text.isprintable():
            text = _UNSEEN.sub("", text)
        return " ".join(text.lower().split())
    return _fold_wide(text)


def without_accents(text: str) -> str:
    """März as Marz, août as aout; other writing is left as it is."""
    return text if text.isascii() else text.translate(_latin()[1])


def fold_wide(text: str) -> str:
    """`fold` for text that is not plain ASCII, for a caller that remembers the answer itself."""
    if _UNSEEN.search(text):
        text = _UNSEEN.sub("", text)
    text = unicodedata.normalize("NFKC", text).casefold()
    accented, plain = _latin()
    if accented.search(text):
        text = text.translate(plain)
    return " ".join(unicodedata.normalize("NFKC", text).split())


def fold_lines(texts: Sequence[str]) -> list[str] | None:
    """`fold` of each text at one go; None where a text has a line end in it."""
    folded = fold_whole("\n".join(texts)).split("\n")
    return folded if len(folded) == len(texts) else None


def fold_whole(whole: str) -> str:
    """`fold` of each line of a text, all at one go."""
    data = whole.encode("utf-8", "surrogatepass")
    if data.translate(None, _PLAIN):
        whole = _UNSEEN.sub("", whole)
        whole = unicodedata.normalize("NFKC", whole).casefold()
        accented, plain = _latin()
        if accented.search(whole):
            whole = whole.translate(plain)
        whole = _BLANKS.sub(" ", unicodedata.normalize("NFKC", whole))
    else:
        # Bytes have no letters but ASCII ones, and are ten times as fast.
        whole = data.lower().decode()
        if "  " in whole:
            whole = _BLANKS.sub(" ", whole)
    return whole.replace(" \n", "\n").replace("\n ", "\n").strip(" ")


_fold_wide = lru_cache(maxsize=4096)(fold_wide)


def clean(text: str) -> str:
    """What was typed, without outer white space, control characters (line ends and tabs stay) and half characters."""
    if text.isprintable() and text.isascii():
        return text.strip(" ")
    text = _NEVER_TYPED.sub("", _LINE_ENDS.sub("\n", text))
    return _OUTER.sub("", text)


def has_cjk(text: str) -> bool:
    """Whether the text has a Chinese character."""
    return not text.isascii() and _HAN.search(text) is not None


def is_han(text: str) -> bool:
    """Whether the text is Chinese characters and nothing else."""
    return bool(text) and all(_HAN.match(character) for character in text)


def without_han_blanks(text: str) -> str:
    """The text with the blanks between two Chinese characters taken out: 张　伟 is 张伟."""
    if " " not in text or _BLANK_BEFORE_HAN.search(text) is None:
        return text
    return _BLANK_BETWEEN_HAN.sub("", text)


def shorten(text: str, n: int) -> str:
    """The text on one line in at most `n` characters, with an ellipsis where something is missing."""
    line = " ".join(text.split())
    if len(line) <= n:
        return line
    if n <= 1:
        return "…" if n == 1 else ""
    end = n - 1
    # A letter keeps its marks and an emoji its parts, or goes with them.
    while end > 0 and (_EXTENDS.match(line[end]) or line[end - 1] == "\u200d"):
        end -= 1
    return line[:end].rstrip() + "…"
