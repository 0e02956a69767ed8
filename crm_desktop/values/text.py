"""Text as it is compared, sought, ordered and shown: the door to folding, pinyin and names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from crm_desktop.values.chinese import initials, pinyin, sort_key, sort_keys, spoken_whole
from crm_desktop.values.companies import company_core
from crm_desktop.values.folding import (
    clean,
    fold,
    fold_lines,
    fold_whole,
    fold_wide,
    has_cjk,
    is_han,
    shorten,
    without_han_blanks,
)  # fmt: skip
from crm_desktop.values.people import is_family_name, split_person_name

__all__ = [
    "clean", "company_core", "fold", "fold_lines", "fold_whole", "has_cjk", "initials", "is_family_name", "is_han",
    "pinyin", "search_text", "shorten", "sort_key", "sort_keys", "split_person_name", "spoken_text",
    "without_han_blanks",
]  # fmt: skip


_LEGAL_FORMS: Final = ("股份有限责任公司", "有限责任公司", "股份有限公司", "有限公司")
"""Nobody types them by their initials, and nearly every name has one; the longest first."""


def search_text(parts: Iterable[str]) -> str:
    """The text of one row for the search index: each part folded, Chinese also by pinyin and initials, one a line."""
    pieces: dict[str, None] = {}
    for part in parts:
        if not part:
            continue
        if part.isascii():
            pieces[fold(part)] = None
        else:
            for piece in _wide_pieces(part):
                pieces[piece] = None
    pieces.pop("", None)
    return "\n".join(pieces)


@lru_cache(maxsize=4096)
def _wide_pieces(part: str) -> tuple[str, ...]:
    """What `search_text` has of one part that is not plain ASCII."""
    folded = fold_wide(part)
    if not has_cjk(folded):
        return (folded,)
    whole, first, more = spoken_text(folded)
    return folded, whole, first, *more.get(0, ())


def spoken_text(folded: str) -> tuple[str, str, dict[int, tuple[str, ...]]]:
    """Each line of a folded Chinese text in pinyin and by initials, without its legal form.

    And by their places what further forms some lines have: other readings, without blanks between the characters.
    """
    cores = folded
    for form in _LEGAL_FORMS:
        cores = cores.replace(form, "")
    if "\n\n" in f"\n{cores}\n":
        both = zip(cores.split("\n"), folded.split("\n"), strict=True)
        cores = "\n".join(core or line for core, line in both)
    whole, first, more = spoken_whole(cores)
    if (close := without_han_blanks(folded)) != folded:
        for at, (line, narrow) in enumerate(zip(folded.split("\n"), close.split("\n"), strict=True)):
            if line != narrow:
                more[at] = (*more.get(at, ()), narrow)
    return whole, first, more
