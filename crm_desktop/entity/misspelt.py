"""Records found in spite of a slip: a letter or digit too many, too few, wrong, or two of them swapped; a like-sounding
name; a company's name with more around it than the record has. Asked where the exact search gives little.

A slip leaves what stands before and after its place: that is asked for by its trigrams, one place after the other, and
the texts are compared. Where it is too short to tell, the letter in question is tried in turn.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from typing import Final

from crm_desktop.entity.finding import Finder
from crm_desktop.entity.wording import KINDS, START, words_of
from crm_desktop.values.text import company_core, has_cjk, is_han, pinyin

FEW: Final = 3
"""Where the exact search gives fewer, similar ones are worth a look."""
_CANDIDATES: Final = 500
"""Texts compared for one place of a slip, the newest."""
_TELLING: Final = 5
"""Signs that must be known, in pieces of three or more, for the texts with them to be few."""
_LONG: Final = 10
"""Of a word with so many signs some beside the slip may be left out too, so that fewer places are asked for."""
_GAP: Final = 4
"""Signs left out of such a word; one less lies between two gaps, as two signs may be swapped."""
_SECONDS: Final = 0.3
"""After so long what was found is enough."""
_LONGEST: Final = 18
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_DIGITS: Final = "0123456789"


def similar(index: Finder, words: str, limit: int, kinds: Sequence[str] = ()) -> list[tuple[str, int]]:
    """Kind and id of the records that hold the words but for one slip, the likeliest first; exact ones left out."""
    wanted = words_of(words)
    found: dict[tuple[str, int], None] = {}
    for place, word in enumerate(wanted):
        others = [*wanted[:place], *wanted[place + 1 :]]
        if signs := _signs(word):
            found.update(dict.fromkeys(_Slips(index, word, signs, others, kinds).found(limit)))
        elif is_han(word) and 2 <= len(word) <= _LONGEST:
            spoken = pinyin(word).replace(" ", "")
            found.update(dict.fromkeys(index.find(" ".join([spoken, *others]), limit, kinds)))
    if not found:
        for core in _cores(words):
            if found := dict.fromkeys(index.find(core, limit, kinds)):
                break
    exact = set(index.find(words, limit, kinds))
    return [one for one in found if one not in exact][:limit]


def _signs(word: str) -> str:
    """The signs of which one may be wrong; "" for a word that is too short to tell, or of neither sort."""
    if len(word) > _LONGEST or not word.isascii():
        return ""
    if word.isdigit() and len(word) >= 6:
        return _DIGITS
    return _LETTERS if word.isalpha() and len(word) >= 4 else ""


class _Slips:
    """The records that hold a word but for one slip, and other words exactly."""

    def __init__(self, index: Finder, word: str, signs: str, others: Sequence[str], kinds: Sequence[str]) -> None:
        self.index, self.word, self.signs, self.others = index, word, signs, others
        self.kinds = {number: name for name, number in index.kinds.items() if not kinds or name in kinds}
        self._only = ", ".join(map(str, self.kinds))
        places = range(len(word) + 1)
        sign = "[0-9]" if signs == _DIGITS else "[a-z]"
        self.swapped = [
            word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-2] if word[at] != word[at + 1]
        ]
        self.shorter = [word[:at] + word[at + 1 :] for at in places[:-1]]
        self.holes = [(word[:at], word[at + gone :]) for at in places for gone in (0, 1) if at + gone <= len(word)]
        meant = "|".join([*self.swapped, *(before + sign + after for before, after in self.holes), *self.shorter])
        # Three letters are in too many words, and four or five are meant to begin one.
        begins = rf"(?<![a-z0-9])(?:{meant})" if len(word) < 6 else f"(?:{meant})"
        self._anywhere, self._whole = re.compile(begins), re.compile(rf"(?<![a-z0-9])(?:{meant})(?![a-z0-9])")
        self._ranked: dict[int, tuple[bool, bool, int]] = {}
        self._until = time.monotonic() + _SECONDS

    def found(self, limit: int) -> Iterator[tuple[str, int]]:
        """Those that have it as a whole word first, then those in whose title it is, then the newest."""
        for asked in self._questions(limit):
            self._ask(asked)
            if time.monotonic() > self._until:
                break
        for _whole, _title, number in sorted(self._ranked.values()):
            yield self.kinds[-number % KINDS], -number // KINDS

    def _questions(self, limit: int) -> Iterator[str]:
        """What to ask the index: first what few texts have; the rest while there is too little."""
        if len(self.word) >= _LONG:
            yield from self._gaps()
            return
        yield from (_all_of([word]) for word in dict.fromkeys((*self.swapped, *self.shorter)) if len(word) > 2)
        told: list[tuple[int, str, str, list[str]]] = []
        untold: list[tuple[int, str, str, list[str]]] = []
        for before, after in self.holes:
            pieces = [piece for piece in (before, after) if len(piece) > 2]
            known = sum(map(len, pieces))
            (told if known >= _TELLING else untold).append((known, before, after, pieces))
        yield from (_all_of(pieces) for *_rest, pieces in sorted(told, reverse=True))
        for _known, before, after, _pieces in sorted(untold, reverse=True):
            if len(self._ranked) >= limit:
                return
            yield from (_all_of([before + sign + after]) for sign in self.signs)

    def _gaps(self) -> Iterator[str]:
        last = len(self.word) - _GAP
        for at in dict.fromkeys((*range(0, last, _GAP - 1), last)):
            yield _all_of([self.word[:at], self.word[at + _GAP :]])

    def _ask(self, match: str) -> None:
        """Look at the newest texts that match and have the other words."""
        others = self.index.asked_for(self.others)
        rows = self.index.journal.execute(
            f"SELECT rowid, text FROM search WHERE search MATCH ? AND rowid % {KINDS} IN ({self._only})"
            f" ORDER BY rowid DESC LIMIT {_CANDIDATES}",
            (f"{match} AND {others}" if others else match,),
        )
        for rowid, text in rows:
            if rowid not in self._ranked and (rank := self._rank(rowid, text)) is not None:
                self._ranked[rowid] = rank

    def _rank(self, rowid: int, text: str) -> tuple[bool, bool, int] | None:
        """How well a text holds the word; None where it holds it not at all, or just as it was typed."""
        if self.word in text or not all(word in text for word in self.others):
            return None
        whole = self._whole.search(text)
        held = whole or self._anywhere.search(text)
        if held is None or (len(held.group()) < 4 and not whole):
            return None
        return whole is None, held.start() >= text.index(START, 2), -rowid


def _all_of(pieces: Sequence[str]) -> str:
    """The question for texts with every trigram of these pieces, which leaves the fewest to compare."""
    trigrams = (piece[at : at + 3] for piece in pieces for at in range(len(piece) - 2))
    return " AND ".join(f'"{one}"' for one in dict.fromkeys(trigrams))


def _cores(words: str) -> Iterator[str]:
    """A Chinese company's name without its legal form, then without the two or three characters of its place."""
    core = company_core(words).replace(" ", "")
    if not has_cjk(core) or len(core) < 4:
        return
    yield core
    yield from (core[at:] for at in (2, 3) if len(core) - at >= 2)
