"""The texts of a run of records with the segments of the search index that they make; light, as a process loads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from crm_desktop.entity.wording import KINDS, wordings_of

if TYPE_CHECKING:
    from crm_desktop.store.segments import Segment

AT_ONCE: Final = 2500
"""Records whose texts are made together."""

Column = Sequence[str | None]


class Piece(NamedTuple):
    """Records that follow each other, by the columns that their texts consist of."""

    kind: int
    first: int
    columns: list[Column]


class Laid(NamedTuple):
    """Texts with the segment of their trigrams, and those that have East Asian characters with that of these."""

    numbers: Sequence[int]
    texts: Sequence[str]
    trigrams: Segment | None
    with_chars: Sequence[int]
    chars: Sequence[str]
    characters: Segment | None


def prepare() -> None:
    """Load what is needed for it."""
    from crm_desktop.store import segments
    from crm_desktop.values import chinese

    assert segments
    chinese.load()


def lay_out(piece: Piece) -> Laid:
    """The texts of records and their segments."""
    texts: list[str] = []
    chars: list[str] = []
    for start in range(0, len(piece.columns[0]), AT_ONCE):
        some, of_some = wordings_of(cut(piece.columns, start, AT_ONCE))
        texts += some
        chars += of_some
    return laid_out([row * KINDS + piece.kind for row in range(piece.first, piece.first + len(texts))], texts, chars)


def laid_out(numbers: Sequence[int], texts: Sequence[str], chars: Sequence[str]) -> Laid:
    """Make the segments of texts, whose row numbers in the index rise."""
    from crm_desktop.store import segments

    trigrams = segments.trigrams_of(numbers, texts)
    filled = [(number, found) for number, found in zip(numbers, chars, strict=True) if found]
    if not filled:
        return Laid(numbers, texts, trigrams, (), (), None)
    with_chars, chars = zip(*filled, strict=True)
    return Laid(numbers, texts, trigrams, with_chars, chars, segments.characters_of(with_chars, chars))


def cut(columns: Sequence[Column], start: int, count: int) -> list[Column]:
    """So many values of each column."""
    return [column[start : start + count] for column in columns]
