"""Asking the search index: which records hold every word, exact against a scan of the texts.

See entity/index.py for what a text holds. A word of three or more characters is asked for by its rarest trigrams and
then compared with the text. One or two characters anywhere are looked for in the newest records first, then among the
index's own terms.
"""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Link
from crm_desktop.entity.wording import KINDS, START, chars_of, words_of
from crm_desktop.store.journal import Journal
from crm_desktop.store.patience import Patience

CANDIDATES: Final = 600
"""Rows that have all characters of the short words, looked through before the words themselves are expanded."""
TRIGRAMS: Final = 5
"""Trigrams asked for at most."""
SAMPLE: Final = 400
"""Texts that tell how common a piece is."""
LED: Final = 3000
"""Matches among which records of leading kinds are looked for, where others leave no room for them."""
OF_A_KIND: Final = 8
"""Of the matches of each leading kind so many come before the rest of any."""
BOUND: Final = 6000
"""Rows looked through directly before a word of one character is expanded to trigrams; a quarter of it for two."""


class Found(list[tuple[str, int]]):
    """Kinds and ids of records."""

    cut = False
    """Whether there may be more, or better ones: patience has ended before all was looked through."""


class Sample:
    """Some texts of an index, which tell how common a piece is."""

    def __init__(self, texts: str, last: int) -> None:
        self.last = last
        """The last row there was."""
        self.held = lru_cache(maxsize=4096)(texts.count)


class Finder:
    """Questions to the index of one company file."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.kinds: dict[str, int] = {}
        """Each kind's number in the index."""
        self._sample = Sample("", 0)
        self._asking = threading.local()

    def matching_sql(self, entity: Entity, words: str, parameters: dict[str, Any]) -> str:
        """A condition on t.id: every word is somewhere in the record's text. Adds to `parameters`."""
        wanted = words_of(words)
        if not wanted or entity.name not in self.kinds:
            return "1" if not wanted else "0"
        conditions = [f"rowid % {KINDS} = {self.kinds[entity.name]}"]
        if match := self.asked_for(wanted):
            parameters["match"] = match
            conditions.insert(0, "search MATCH :match")
        for number, word in enumerate(wanted):
            parameters[f"word{number}"] = word
            conditions.append(f"instr(text, :word{number})")
        return f"t.id IN (SELECT rowid / {KINDS} FROM search WHERE {' AND '.join(conditions)})"

    def find(
        self,
        words: str,
        limit: int,
        kinds: Sequence[str] = (),
        first: Sequence[tuple[str, int]] = (),
        leading: Sequence[str] = (),
        patience: float = 0,
    ) -> Found:
        """Kind and id of the records that hold every word: exact titles and numbers first, then beginnings (and ends of
        numbers), then the newest.

        Those of the records `first` that hold them come right after exact titles, in their order. Where there are too
        many, those of the kinds `leading` are before others of their sort. Exact against a scan of the texts, and
        complete where fewer than `limit` are given.

        `patience`: what is found in so many seconds of the processor is enough; 0 is for ever.
        """
        if not patience:
            return Found(self._find(words, limit, kinds, first, leading))
        self._seen()
        with Patience(self.journal._connection(), patience) as asking:
            self._asking.patience = asking
            try:
                found = Found(self._find(words, limit, kinds, first, leading))
            finally:
                self._asking.patience = None
        found.cut = asking.ended
        return found

    def _asked(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
        """What a question gives; see `find` for patience."""
        patience: Patience | None = getattr(self._asking, "patience", None)
        return iter(self.journal.execute(sql, parameters)) if patience is None else patience.rows(sql, parameters)

    def _find(
        self,
        words: str,
        limit: int,
        kinds: Sequence[str],
        first: Sequence[tuple[str, int]],
        leading: Sequence[str],
    ) -> list[tuple[str, int]]:
        wanted = words_of(words)
        if not wanted:
            return []
        only = ""
        if kinds:
            numbers = (str(self.kinds[kind]) for kind in kinds if kind in self.kinds)
            only = f" AND rowid % {KINDS} IN ({', '.join(numbers)})"
        exactly, beginning = ([[piece] for piece in pieces] for pieces in _better(" ".join(wanted)))
        anywhere = self._anywhere(wanted, only, limit)
        if len(anywhere) < limit:
            held = self._having([*chain(*exactly), *chain(*beginning)], anywhere)
            exact, begun = (list(chain(*held[: len(exactly)])), list(chain(*held[len(exactly) :])))
        else:
            # There are more than these, and the best may not be among them.
            exact, begun = (self._first_of(chain(*pieces), only, limit) for pieces in (exactly, beginning))
            exact, begun, anywhere = (
                self._led(asked, found, leading, limit)
                for asked, found in ((exactly, exact), (beginning, begun), ([wanted], anywhere))
            )
        found = dict.fromkeys((*exact, *self._among(first, wanted, kinds), *begun, *anywhere))
        names = {number: name for name, number in self.kinds.items()}
        return [(names[rowid % KINDS], rowid // KINDS) for rowid in list(found)[:limit]]

    def _first_of(self, pieces: Iterable[str], only: str, limit: int) -> list[int]:
        """Rows that hold one of these pieces, those of the first one first."""
        found: dict[int, None] = {}
        for piece in pieces:
            if len(found) < limit:
                found |= dict.fromkeys(self._holding([piece], only, limit))
        return list(found)

    def _having(self, pieces: Sequence[str], rows: Sequence[int]) -> list[list[int]]:
        """For each piece those of the rows, in their order, whose text has it."""
        has = ", ".join("instr(text, ?)" for _one in pieces)
        known = {
            row: flags
            for row, *flags in self._asked(
                f"SELECT rowid, {has} FROM search WHERE rowid IN (SELECT value FROM json_each(?))",
                (*pieces, json.dumps(rows)),
            )
        }
        return [[row for row in rows if row in known and known[row][place]] for place in range(len(pieces))]

    def _led(self, asked: Sequence[Sequence[str]], rows: list[int], kinds: Sequence[str], limit: int) -> list[int]:
        """The rows, those of some kinds first; as many as there may be are looked for among further matches.

        `asked` is what a row may hold, each some words. Where one of the kinds has very many, others have a place too.
        """
        kinds = [kind for kind in kinds if kind in self.kinds]
        numbers = {self.kinds[kind] for kind in kinds}
        found = dict.fromkeys(row for row in rows if row % KINDS in numbers)
        if not kinds or len(rows) < limit:
            return [*found, *rows]
        if len(found) < limit:
            for words in asked:
                found |= dict.fromkeys(self._led_among(words, kinds, limit))
        if len(found) >= limit and min(map(len, chain(*asked))) > 1:
            there = {row % KINDS for row in found}
            lacking = [kind for kind in kinds if self.kinds[kind] not in there]
            for words in asked if lacking else ():
                found |= dict.fromkeys(self._led_among(words, lacking, limit))
        seen: Counter[int] = Counter()
        few: list[int] = []
        many: list[int] = []
        for row in found:
            (few if seen[row % KINDS] < OF_A_KIND else many).append(row)
            seen[row % KINDS] += 1
        return [*few, *many, *rows]

    def _led_among(self, words: Sequence[str], kinds: Sequence[str], limit: int) -> list[int]:
        """Rows of some kinds that hold every word, looked for among the newest matches only."""
        numbers = ", ".join(str(self.kinds[kind]) for kind in kinds)
        match = self.asked_for(words)
        chars = "" if match else " AND ".join(map(_phrase, dict.fromkeys(chars_of("".join(words)).split())))
        if match or chars:
            table = "search" if match else "search_chars"
            among = f"SELECT rowid AS n FROM {table} WHERE {table} MATCH ? ORDER BY rowid DESC LIMIT {LED}"
        else:  # nothing to ask the index for: the newest records of each kind
            among = " UNION ALL ".join(
                f'SELECT * FROM (SELECT id * {KINDS} + {self.kinds[kind]} AS n FROM "{kind}"'
                f" ORDER BY id DESC LIMIT {CANDIDATES})"
                for kind in kinds
            )
        compare = " AND ".join("instr(s.text, ?)" for _word in words)
        return [
            row[0]
            for row in self._asked(
                f"SELECT s.rowid FROM ({among}) CROSS JOIN search s ON s.rowid = n"
                f" WHERE n % {KINDS} IN ({numbers}) AND {compare} LIMIT {limit}",
                (*filter(None, (match or chars,)), *words),
            )
        ]

    def _among(self, records: Sequence[tuple[str, int]], words: Sequence[str], kinds: Sequence[str]) -> list[int]:
        """Those of some records that hold every word, in their order."""
        if not records:
            return []
        asked = [
            row * KINDS + self.kinds[kind]
            for kind, row in records
            if kind in self.kinds and (not kinds or kind in kinds)
        ]
        compare = "".join(" AND instr(text, ?)" for _word in words)
        held = {
            row[0]
            for row in self._asked(
                f"SELECT rowid FROM search WHERE rowid IN (SELECT value FROM json_each(?)){compare}",
                (json.dumps(asked), *words),
            )
        }
        return [number for number in asked if number in held]

    def asked_for(self, words: Iterable[str]) -> str:
        """The FTS5 question for texts that may hold these words, by the rarest of their trigrams; "" for none.

        A few rare ones are found together much faster than all; the comparison with the text leaves the right ones.
        """
        pieces = dict.fromkeys(word[at : at + 3] for word in words for at in range(len(word) - 2))
        if len(pieces) > TRIGRAMS:
            held = self._seen().held
            pieces = dict.fromkeys(sorted(pieces, key=held)[:TRIGRAMS])
        return " AND ".join(map(_phrase, pieces))

    def _seen(self) -> Sample:
        """Some texts of the index; others once it has grown to twice what it was."""
        last = next((row[0] for row in self._asked("SELECT rowid FROM search ORDER BY rowid DESC LIMIT 1")), 0)
        if last > 2 * self._sample.last:
            chance, numbers = random.Random(last), list(self.kinds.values())
            places = [chance.randrange(last // KINDS + 1) * KINDS + chance.choice(numbers) for _text in range(SAMPLE)]
            texts = self.journal.execute(
                "SELECT (SELECT text FROM search WHERE rowid >= value ORDER BY rowid LIMIT 1) FROM json_each(?)",
                (json.dumps(places),),
            )
            self._sample = Sample("\0".join(text for (text,) in texts if text), last)
        return self._sample

    def _anywhere(self, words: Sequence[str], only: str, limit: int) -> list[int]:
        """Rows that hold every word, the newest first."""
        short = [word for word in words if len(word) < 3]
        if not short:
            return self._holding(words, only, limit)
        if chars := chars_of("".join(short)):
            found, whole = self._with_chars(chars, words, only, limit)
            rarest = min((word for word in words if len(word) > 1), key=self._seen().held, default="")
        else:
            found, whole = self._looked_through(words, only, limit)
            # Where the words do meet now and then, two characters have far fewer terms than one.
            rarest = max(short, key=len) if len(found) > 3 else ""
        if whole or len(found) >= limit:
            return found
        if len(rarest) > 2:
            return self._holding(words, only, limit)
        return self._expanded(rarest or min(short, key=self._seen().held), words, only, limit)

    def _expanded(self, chosen: str, words: Sequence[str], only: str, limit: int) -> list[int]:
        """The newest rows that hold every word, by the index's own terms that begin with a short one of them."""
        terms = [
            row[0]
            for row in self._asked(
                "SELECT term FROM search_terms WHERE term >= ? AND term < ?", (chosen, chosen + "\U0010ffff")
            )
        ]
        if not terms:
            return []
        either = "(" + " OR ".join(map(_phrase, terms)) + ")"
        return self._holding([word for word in words if word != chosen], only, limit, either)

    def _holding(self, words: Sequence[str], only: str, limit: int, match: str = "") -> list[int]:
        """The newest rows that hold every word (one of them of three characters or more) and match besides."""
        asked = " AND ".join(filter(None, (match, self.asked_for(words))))
        compare = "".join(" AND instr(text, ?)" for _word in words)
        return [
            row[0]
            for row in self._asked(
                f"SELECT rowid FROM search WHERE search MATCH ?{only}{compare} ORDER BY rowid DESC LIMIT {limit}",
                (asked, *words),
            )
        ]

    def _with_chars(self, chars: str, words: Sequence[str], only: str, limit: int) -> tuple[list[int], bool]:
        """What the newest rows with all these characters give, and whether there are no more such rows."""
        asked = " AND ".join(map(_phrase, dict.fromkeys(chars.split())))
        among = (
            f"SELECT rowid AS n FROM search_chars WHERE search_chars MATCH ?{only}"
            f" ORDER BY rowid DESC LIMIT {CANDIDATES}"
        )
        held = " AND ".join("instr(s.text, ?) > 0" for _word in words)
        found: list[int] = []
        seen = 0
        for row, holds in self._asked(
            f"SELECT s.rowid, {held} FROM ({among}) CROSS JOIN search s ON s.rowid = n", (*words, asked)
        ):
            seen += 1
            if holds:
                found.append(row)
                if len(found) == limit:
                    break
        return found, seen < CANDIDATES

    def _looked_through(self, words: Sequence[str], only: str, limit: int) -> tuple[list[int], bool]:
        """What the newest rows (that hold the long words) give, and whether there are no more such rows."""
        match = self.asked_for(words)
        bound = BOUND if min(map(len, words)) == 1 else BOUND // 4
        among = f"search MATCH ?{only}" if match else f"1{only}"
        compare = " AND ".join("instr(text, ?)" for _word in words)
        given = [match] if match else []
        found = [
            row[0]
            for row in self._asked(
                f"SELECT rowid FROM (SELECT rowid, text FROM search WHERE {among} ORDER BY rowid DESC LIMIT {bound})"
                f" WHERE {compare} LIMIT {limit}",
                [*given, *words],
            )
        ]
        if len(found) >= limit:
            return found, False
        sql = f"SELECT 1 FROM search WHERE {among} ORDER BY rowid DESC LIMIT 1 OFFSET {bound}"
        return found, next(iter(self._asked(sql, given)), None) is None


def leading(entities: Iterable[Entity]) -> list[str]:
    """The kinds with names of their own, which the documents of one of them shall not push out."""
    return [one.name for one in entities if not (one.about or one.dated or one.serves or is_named_by_another(one))]


def is_named_by_another(entity: Entity) -> bool:
    """Whether its records are called as what they link to: payments as their customer."""
    return isinstance(entity.fields().get(entity.title), Link)


def _better(words: str) -> tuple[list[str], list[str]]:
    """Pieces of a text that say it is meant exactly, and others by which it is more likely, the best first.

    A number is meant exactly by the document that has it after its letters (O-0741), and people know a telephone
    number by its beginning or by its last digits.
    """
    exactly, beginning = [f"{START}{START}{words}{START}"], [f"{START}{START}{words}", f"\n\n{words}"]
    if words.isdecimal() and len(words) > 2:
        exactly += [f"-{words}{START}", f"-{words}\n"]
        beginning += [f"{words}\n"]
    return exactly, beginning


def _phrase(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
