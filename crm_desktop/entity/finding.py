"""Asking the search index: which records hold every word, exact against a scan of the texts.

See entity/index.py for what a text holds. A word of three or more characters is asked for by its trigrams and then
compared with the text. One or two characters anywhere are looked for in the newest records first, then among the
index's own terms.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from operator import add
from typing import Any, Final

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.wording import KINDS, START, chars_of, words_of
from crm_desktop.store.journal import Journal

CANDIDATES: Final = 600
"""Rows that have all characters of the short words, looked through before the words themselves are expanded."""
BOUND: Final = 6000
"""Rows looked through directly before a word of one character is expanded to trigrams; a quarter of it for two."""

_BEGINNINGS: Final = (START, "\n")


class Finder:
    """Questions to the index of one company file."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.kinds: dict[str, int] = {}
        """Each kind's number in the index."""

    def matching_sql(self, entity: Entity, words: str, parameters: dict[str, Any]) -> str:
        """A condition on t.id: every word is somewhere in the record's text. Adds to `parameters`."""
        wanted = words_of(words)
        if not wanted or entity.name not in self.kinds:
            return "1" if not wanted else "0"
        conditions = [f"rowid % {KINDS} = {self.kinds[entity.name]}"]
        if match := asked_for(wanted):
            parameters["match"] = match
            conditions.insert(0, "search MATCH :match")
        for number, word in enumerate(wanted):
            parameters[f"word{number}"] = word
            conditions.append(f"instr(text, :word{number})")
        return f"t.id IN (SELECT rowid / {KINDS} FROM search WHERE {' AND '.join(conditions)})"

    def find(
        self, words: str, limit: int, kinds: Sequence[str] = (), first: Sequence[tuple[str, int]] = ()
    ) -> list[tuple[str, int]]:
        """Kind and id of the records that hold every word: exact titles first, then beginnings, then the newest.

        Those of the records `first` that hold them come right after exact titles, in their order. Exact against a scan
        of the texts, and complete where fewer than `limit` are given.
        """
        wanted = words_of(words)
        if not wanted:
            return []
        only = ""
        if kinds:
            numbers = (str(self.kinds[kind]) for kind in kinds if kind in self.kinds)
            only = f" AND rowid % {KINDS} IN ({', '.join(numbers)})"
        whole = " ".join(wanted)
        found: dict[int, None] = {}
        for title, others in ((f"{START}{START}{whole}{START}", first), (f"{START}{START}{whole}", ())):
            if len(found) < limit:
                found.update(dict.fromkeys(self._holding([title], only, limit)))
            if others:
                found.update(dict.fromkeys(self._among(others, wanted, kinds)))
        if len(found) < limit:
            anywhere = self._anywhere(wanted, only, limit)
            if len(anywhere) == limit:
                found.update(dict.fromkeys(self._holding([f"\n\n{whole}"], only, limit)))
            found.update(dict.fromkeys(anywhere))
        names = {number: name for name, number in self.kinds.items()}
        return [(names[rowid % KINDS], rowid // KINDS) for rowid in list(found)[:limit]]

    def _among(
        self, records: Sequence[tuple[str, int]], words: Sequence[str], kinds: Sequence[str]
    ) -> list[int]:
        """Those of some records that hold every word, in their order."""
        asked = [
            row * KINDS + self.kinds[kind]
            for kind, row in records
            if kind in self.kinds and (not kinds or kind in kinds)
        ]
        compare = "".join(" AND instr(text, ?)" for _word in words)
        held = {
            row[0]
            for row in self.journal.execute(
                f"SELECT rowid FROM search WHERE rowid IN (SELECT value FROM json_each(?)){compare}",
                (json.dumps(asked), *words),
            )
        }
        return [number for number in asked if number in held]

    def _anywhere(self, words: Sequence[str], only: str, limit: int) -> list[int]:
        """Rows that hold every word, the newest first."""
        short = [word for word in words if len(word) < 3]
        if not short:
            return self._holding(words, only, limit)
        if chars := chars_of("".join(short)):
            found, whole, rarest = self._with_chars(chars, words, only, limit)
        else:
            found, whole = self._looked_through(words, only, limit)
            # Where the words do meet now and then, two characters have far fewer terms than one.
            rarest = max(short, key=len) if len(found) > 3 else ""
        if whole or len(found) >= limit:
            return found
        if len(rarest) > 2:
            return self._holding(words, only, limit)
        return self._expanded(rarest or self._rarest(short), words, only, limit)

    def _expanded(self, chosen: str, words: Sequence[str], only: str, limit: int) -> list[int]:
        """The newest rows that hold every word, by the index's own terms that begin with a short one of them."""
        terms = [
            row[0]
            for row in self.journal.execute(
                "SELECT term FROM search_terms WHERE term >= ? AND term < ?", (chosen, chosen + "\U0010ffff")
            )
        ]
        if not terms:
            return []
        either = "(" + " OR ".join(map(_phrase, terms)) + ")"
        return self._holding([word for word in words if word != chosen], only, limit, either)

    def _holding(self, words: Sequence[str], only: str, limit: int, match: str = "") -> list[int]:
        """The newest rows that hold every word (one of them of three characters or more) and match besides."""
        asked = " AND ".join(filter(None, (match, asked_for(words))))
        compare = "".join(" AND instr(text, ?)" for _word in words)
        return [
            row[0]
            for row in self.journal.execute(
                f"SELECT rowid FROM search WHERE search MATCH ?{only}{compare} ORDER BY rowid DESC LIMIT {limit}",
                (asked, *words),
            )
        ]

    def _with_chars(
        self, chars: str, words: Sequence[str], only: str, limit: int
    ) -> tuple[list[int], bool, str]:
        """What the newest rows with all these characters give, whether there are no more such rows, the rarest word."""
        asked = " AND ".join(map(_phrase, dict.fromkeys(chars.split())))
        among = (
            f"SELECT rowid AS n FROM search_chars WHERE search_chars MATCH ?{only}"
            f" ORDER BY rowid DESC LIMIT {CANDIDATES}"
        )
        held = ", ".join("instr(s.text, ?) > 0" for _word in words)
        found: list[int] = []
        counts, seen = [0] * len(words), 0
        for row, *holds in self.journal.execute(
            f"SELECT s.rowid, {held} FROM ({among}) CROSS JOIN search s ON s.rowid = n", (*words, asked)
        ):
            seen += 1
            counts = list(map(add, counts, holds))
            if all(holds):
                found.append(row)
                if len(found) == limit:
                    break
        longer = [(count, word) for count, word in zip(counts, words, strict=True) if len(word) > 1]
        return found, seen < CANDIDATES, min(longer)[1] if longer else ""

    def _looked_through(self, words: Sequence[str], only: str, limit: int) -> tuple[list[int], bool]:
        """What the newest rows (that hold the long words) give, and whether there are no more such rows."""
        match = asked_for(words)
        bound = BOUND if min(map(len, words)) == 1 else BOUND // 4
        among = f"search MATCH ?{only}" if match else f"1{only}"
        compare = " AND ".join("instr(text, ?)" for _word in words)
        given = [match] if match else []
        found = [
            row[0]
            for row in self.journal.execute(
                f"SELECT rowid FROM (SELECT rowid, text FROM search WHERE {among} ORDER BY rowid DESC LIMIT {bound})"
                f" WHERE {compare} LIMIT {limit}",
                [*given, *words],
            )
        ]
        if len(found) >= limit:
            return found, False
        more = self.journal.execute(
            f"SELECT 1 FROM search WHERE {among} ORDER BY rowid DESC LIMIT 1 OFFSET {bound}", given
        ).fetchone()
        return found, more is None

    def _rarest(self, short: Sequence[str]) -> str:
        """The word that the fewest of the newest rows hold: the one whose terms are worth listing."""
        if len(short) == 1:
            return short[0]
        counts = ", ".join("sum(instr(text, ?) > 0)" for _word in short)
        held = self.journal.execute(
            f"SELECT {counts} FROM (SELECT text FROM search ORDER BY rowid DESC LIMIT {BOUND // 8})", list(short)
        ).fetchone()
        return min(zip(held, short, strict=True), key=lambda pair: pair[0] or 0)[1]


def asked_for(words: Iterable[str]) -> str:
    """The FTS5 question for texts that have these words' trigrams; "" for none.

    Each character is in one trigram at least; at a beginning each trigram is asked for, as the first are common alone.
    Those of a company's legal form, which most texts have, are left to the comparison where there are others.
    """
    pieces = {
        word[place : place + 3]: None
        for word in words
        if len(word) >= 3
        for place in (*range(0, len(word) - 3, 1 if word[0] in _BEGINNINGS else 3), len(word) - 3)
    }
    telling = [piece for piece in pieces if "有限" not in piece and "限公" not in piece]
    return " AND ".join(map(_phrase, telling or pieces))


def _phrase(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
