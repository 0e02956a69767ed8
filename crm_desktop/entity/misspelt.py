"""Records found in spite of a slip: a letter or digit too many, too few, wrong, or two of them swapped; a like-sounding
name; a company's name with more around it than the record has. Asked where the exact search gives little.

Each way a word may have been meant is asked for by its trigrams, all in one question, and then compared with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from crm_desktop.entity.finding import Finder, asked_for
from crm_desktop.entity.wording import KINDS, START, words_of
from crm_desktop.values.text import company_core, has_cjk, is_han, pinyin

FEW: Final = 3
"""Where the exact search gives fewer, similar ones are worth a look."""
_CANDIDATES: Final = 300
_LONGEST: Final = 18
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_DIGITS: Final = "0123456789"


def similar(index: Finder, words: str, limit: int, kinds: Sequence[str] = ()) -> list[tuple[str, int]]:
    """Kind and id of the records that hold the words but for one slip, the likeliest first; exact ones left out."""
    wanted = words_of(words)
    found: dict[tuple[str, int], None] = {}
    for place, word in enumerate(wanted):
        others = [*wanted[:place], *wanted[place + 1 :]]
        if meant := _meant(word):
            found.update(dict.fromkeys(_holding(index, meant, len(word), others, kinds)))
        elif is_han(word) and 2 <= len(word) <= 3:
            spoken = pinyin(word).replace(" ", "")
            found.update(dict.fromkeys(index.find(" ".join([spoken, *others]), limit, kinds)))
    if not found:
        for core in _cores(words):
            if found := dict.fromkeys(index.find(core, limit, kinds)):
                break
    exact = set(index.find(words, limit, kinds))
    return [one for one in found if one not in exact][:limit]


def _meant(word: str) -> list[str]:
    """What may have been meant where one letter or digit is wrong; [] for what is too short to tell."""
    if len(word) > _LONGEST:
        return []
    if word.isascii() and word.isdigit() and len(word) >= 6:
        signs = _DIGITS
    elif word.isascii() and word.isalpha() and len(word) >= 4:
        signs = _LETTERS
    else:
        return []
    found: dict[str, None] = {}
    for at in range(len(word) + 1):
        before, rest = word[:at], word[at:]
        if len(rest) > 1 and rest[0] != rest[1]:
            found[before + rest[1] + rest[0] + rest[2:]] = None
        if rest:
            found[before + rest[1:]] = None
            found.update(dict.fromkeys(before + sign + rest[1:] for sign in signs))
        found.update(dict.fromkeys(before + sign + rest for sign in signs))
    found.pop(word, None)
    return list(found)


def _holding(
    index: Finder, meant: Sequence[str], length: int, others: Sequence[str], kinds: Sequence[str]
) -> Iterator[tuple[str, int]]:
    """Records that hold one of these and the other words; those that have it as a whole word first, then the newest."""
    there = _in_use(index, meant)
    either = " OR ".join(f"({asked_for([word])})" for word in there)
    if not either:
        return
    exactly = asked_for(others)
    numbers = {number: name for name, number in index.kinds.items() if not kinds or name in kinds}
    only = ", ".join(map(str, numbers))
    rows = index.journal.execute(
        f"SELECT rowid, text FROM search WHERE search MATCH ? AND rowid % {KINDS} IN ({only})"
        f" ORDER BY rowid DESC LIMIT {_CANDIDATES}",
        (f"({either}) AND {exactly}" if exactly else either,),
    )
    # Three letters are in too many words, and four or five are meant to begin one.
    bounded = "|".join(map(re.escape, there))
    begins = rf"(?<![a-z0-9])(?:{bounded})" if length < 6 else f"(?:{bounded})"
    anywhere, whole = re.compile(begins), re.compile(rf"(?<![a-z0-9])(?:{bounded})(?![a-z0-9])")
    ranked = []
    for rowid, text in rows:
        if not all(word in text for word in others):
            continue
        is_whole = whole.search(text)
        held = is_whole or anywhere.search(text)
        if held is None or (len(held.group()) < 4 and not is_whole):
            continue
        in_title = held.start() < text.index(START, 2)
        ranked.append((is_whole is None, not in_title, -rowid))
    for _whole, _title, number in sorted(ranked):
        yield numbers[-number % KINDS], -number // KINDS


def _in_use(index: Finder, meant: Iterable[str]) -> list[str]:
    """Those of the words all of whose trigrams some text has."""
    pieces = {word: [word[at : at + 3] for at in range(len(word) - 2)] for word in meant}
    every = {piece for made in pieces.values() for piece in made}
    have = {
        piece
        for piece in every
        if index.journal.execute("SELECT 1 FROM search_terms WHERE term = ?", (piece,)).fetchone()
    }
    return [word for word, made in pieces.items() if have.issuperset(made)]


def _cores(words: str) -> Iterator[str]:
    """A Chinese company's name without its legal form, then without the two or three characters of its place."""
    core = company_core(words).replace(" ", "")
    if not has_cjk(core) or len(core) < 4:
        return
    yield core
    yield from (core[at:] for at in (2, 3) if len(core) - at >= 2)
