"""Text as it is compared, sought, ordered and shown: the door to folding, pinyin and names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from crm_desktop.values.chinese import initials, pinyin, sort_key, sort_keys, spoken_forms, spoken_lines
from crm_desktop.values.companies import company_core
from crm_desktop.values.folding import (
    clean,
    fold,
    fold_lines,
    fold_wide,
    has_cjk,
    is_han,
    shorten,
    without_han_blanks,
)  # fmt: skip
from crm_desktop.values.patterns import late
from crm_desktop.values.people import is_family_name, split_person_name

__all__ = [
    "clean", "company_core", "fold", "fold_lines", "has_cjk", "initials", "is_family_name", "is_han", "pinyin",
    "search_pieces", "search_text", "shorten", "sort_key", "sort_keys", "split_person_name", "without_han_blanks",
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


def search_pieces(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """What `search_text` has of each line, by line, many at one go."""
    found: dict[str, tuple[str, ...]] = {}
    wide = []
    for line in lines:
        if line.isascii():
            found[line] = (fold(line),)
        else:
            wide.append(line)
    folded = fold_lines(wide) if len(wide) > 1 else None
    found.update(zip(wide, _pieces_of_folded(folded) if folded else map(_wide_pieces, wide), strict=True))
    return found


def _pieces_of_folded(folded: list[str]) -> Iterable[tuple[str, ...]]:
    """`_wide_pieces` of lines that are folded already."""
    whole = "\n".join(folded)
    cores = _LEGAL_FORM.sub("", whole).split("\n")
    if "" in cores:
        cores = [core or line for core, line in zip(cores, folded, strict=True)]
    close = without_han_blanks(whole).split("\n")
    for line, narrow, forms in zip(folded, close, spoken_lines(cores), strict=True):
        yield (line, narrow, *forms) if has_cjk(line) else (line,)
