"""Text as it is compared, sought, ordered and shown: the door to folding, pinyin and names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from crm_desktop.values.chinese import initials, pinyin, sort_key, spoken_forms
from crm_desktop.values.companies import company_core
from crm_desktop.values.folding import clean, fold, fold_wide, has_cjk, is_han, shorten, without_han_blanks
from crm_desktop.values.patterns import late
from crm_desktop.values.people import is_family_name, split_person_name

__all__ = [
    "clean", "company_core", "fold", "has_cjk", "initials", "is_family_name", "is_han", "pinyin", "search_text",
    "shorten", "sort_key", "split_person_name", "without_han_blanks",
]  # fmt: skip


_LEGAL_FORM: Final = late("(?:股份)?有限(?:责任)?公司")
"""Nobody types it by its initials, and nearly every name has it."""


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
    core = _LEGAL_FORM.sub("", folded) or folded
    return folded, without_han_blanks(folded), *spoken_forms(core)
