"""The search index: one normalised text a record in an FTS5 trigram table, followed within each journal entry.

A text is the record's parts (title first), folded, with full pinyin, initials and bare digits beside them. The index
knows which trigrams a text has (detail=none: a third smaller and faster than positions), so a word of three or more
characters is asked for by its trigrams and then compared with the text. START twice before the title and once after
it, and a line end twice before each other part, make "is" and "begins with" such words too. One or two characters
anywhere are looked for in the newest records first, then among the index's own terms. The row number in the index is
the record's id and the number of its kind in one: id * 64 + kind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Derived, Link
from crm_desktop.i18n import _
from crm_desktop.store.journal import Changed
from crm_desktop.store.row import quoted
from crm_desktop.values.text import fold, search_text

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

START: Final = "\x02"
KINDS: Final = 64
BOUND: Final = 6000
"""Rows looked through directly before a word of one character is expanded to trigrams; a quarter of it for two."""

TABLES: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING"
    " fts5(text, tokenize = 'trigram case_sensitive 1', columnsize = 0, detail = none)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_terms USING fts5vocab(search, row)",
    "CREATE TABLE IF NOT EXISTS search_kind (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
)

_BEGINNINGS: Final = (START, "\n")
_PHONE = re.compile(r"[+(]?\d[\d\s().\-/]*\d")
_NOT_DIGIT = re.compile(r"\D+")


class SearchIndex:
    """The index of one company file; results are record ids, exact against a scan of the texts."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.journal = company.journal
        self.kinds: dict[str, int] = {}
        self._ensure()

    def _ensure(self) -> None:
        have = self.journal.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_kind'").fetchone()
        if have:
            self.kinds = {name: number for number, name in self.journal.execute("SELECT number, name FROM search_kind")}
        fresh = [entity for entity in self.company.entities if entity.search and entity.name not in self.kinds]
        if not fresh:
            return
        with self.journal.silently() as connection:
            for ddl in TABLES:
                connection.execute(ddl)
            for entity in fresh:
                connection.execute("INSERT OR IGNORE INTO search_kind (name) VALUES (?)", (entity.name,))
            self.kinds = {name: number for number, name in connection.execute("SELECT number, name FROM search_kind")}
            for entity in fresh:
                self._insert(entity, None)

    # Following changes -------------------------------------------------------------------------------------------

    def follow(self, changed: Changed) -> None:
        """Bring the index up to date with one entry, within its transaction."""
        for entity in self.company.entities:
            if not entity.search:
                continue
            runs = changed.runs.get(entity.name, [])
            rows = set(changed.rows.get(entity.name, ()))
            rows |= self._owners(entity, changed)
            rows = {row for row in rows if not any(low <= row <= high for low, high in runs)}
            if rows:
                self._delete(entity, rows)
                self._insert(entity, rows)
            for low, high in runs:
                self._insert(entity, None, (low, high))

    def _owners(self, entity: Entity, changed: Changed) -> set[int]:
        """Records whose text takes in rows of other tables that changed."""
        found: set[int] = set()
        for children in entity.children:
            found |= self._parents(children.model.table(), children.link, changed)
        for name in entity.search:
            made = entity.model._meta.fields.get(name)
            if isinstance(made, Link) and made.rel_model.table() in changed.rows:
                rows = json.dumps(list(changed.rows[made.rel_model.table()]))
                found |= {
                    row
                    for (row,) in self.journal.execute(
                        f"SELECT id FROM {quoted(entity.name)} WHERE {quoted(made.column_name)}"
                        " IN (SELECT value FROM json_each(?))",
                        (rows,),
                    )
                }
        if entity.tags and "tags" in entity.search and "tagging" in changed.tables:
            found |= self._tagged(entity, changed)
        return found

    def _parents(self, table: str, link: str, changed: Changed) -> set[int]:
        found: set[int] = set()
        if table in changed.rows:
            rows = json.dumps(list(changed.rows[table]))
            found |= {
                row
                for (row,) in self.journal.execute(
                    f"SELECT DISTINCT {quoted(link)} FROM {quoted(table)}"
                    f" WHERE id IN (SELECT value FROM json_each(?)) AND {quoted(link)} IS NOT NULL",
                    (rows,),
                )
            }
            found |= self._former(table, link, changed)
        for low, high in changed.runs.get(table, ()):
            found |= {
                row
                for (row,) in self.journal.execute(
                    f"SELECT DISTINCT {quoted(link)} FROM {quoted(table)}"
                    f" WHERE id BETWEEN ? AND ? AND {quoted(link)} IS NOT NULL",
                    (low, high),
                )
            }
        return found

    def _former(self, table: str, link: str, changed: Changed) -> set[int]:
        """Parents that lost a child in this entry: read from the journal, as the child is gone."""
        found: set[int] = set()
        for field, before, columns in self.journal.execute(
            "SELECT c.field, c.before, s.columns FROM journal_change c LEFT JOIN journal_shape s"
            " ON c.op = 'D' AND s.id = c.field WHERE c.entry = ? AND c.tbl = ? AND c.op IN ('D', 'U')"
            " AND c.id >= (SELECT first FROM journal_entry WHERE id = c.entry)",
            (changed.entry, table),
        ):
            parent = (
                dict(zip(json.loads(columns), json.loads(before), strict=False)).get(link)
                if columns
                else (before if field == link else None)
            )
            if parent is not None:
                found.add(parent)
        return found

    def _tagged(self, entity: Entity, changed: Changed) -> set[int]:
        found = {
            row
            for (row,) in self.journal.execute(
                "SELECT row FROM tagging WHERE kind = ? AND id IN (SELECT value FROM json_each(?))",
                (entity.name, json.dumps(list(changed.rows.get("tagging", ())))),
            )
        }
        return found | self._former("tagging", "row", changed)

    # The texts ---------------------------------------------------------------------------------------------------

    def texts(
        self, entity: Entity, rows: Iterable[int] | None, span: tuple[int, int] | None = None
    ) -> Iterator[tuple[int, str]]:
        """Index row number and normalised text of some records, or of a run of ids, or of all."""
        number = self.kinds[entity.name]
        parts = ", ".join(self._part(entity, name) for name in (entity.title, *entity.search))
        sql = f"SELECT t.id, {parts} FROM {quoted(entity.name)} t"
        parameters: list[Any] = []
        if rows is not None:
            sql += " WHERE t.id IN (SELECT value FROM json_each(?))"
            parameters = [json.dumps(list(rows))]
        elif span is not None:
            sql += " WHERE t.id BETWEEN ? AND ?"
            parameters = list(span)
        for row in self.journal.execute(sql, parameters):
            yield row[0] * KINDS + number, text_of(row[1:])

    def _part(self, entity: Entity, name: str) -> str:
        for children in entity.children:
            if children.name == name:
                return self._children_part(children)
        column = self.company.column(entity, name)
        return (column.joined or column.sql).replace("{t}", "t")

    def _children_part(self, children: Any) -> str:
        names = [children.model._meta.fields[name] for name in children.fields]
        texts = " || char(10) || ".join(
            f"coalesce(c.{quoted(made.column_name)}, '')"
            for made in names
            if not isinstance(made, Link | Derived | Choice)
        )
        return (
            f"(SELECT group_concat({texts}, char(10)) FROM {quoted(children.model.table())} c"
            f" WHERE c.{quoted(children.link)} = t.id)"
        )

    def _insert(self, entity: Entity, rows: Iterable[int] | None, span: tuple[int, int] | None = None) -> None:
        connection = self.journal._connection()
        connection.executemany(
            "INSERT INTO search (rowid, text) VALUES (?, ?)", list(self.texts(entity, rows, span))
        )

    def _delete(self, entity: Entity, rows: Iterable[int]) -> None:
        number = self.kinds[entity.name]
        self.journal._connection().executemany(
            "DELETE FROM search WHERE rowid = ?", [(row * KINDS + number,) for row in rows]
        )

    def rebuild(self) -> None:
        """Make the whole index anew."""
        with self.journal.silently() as connection:
            connection.execute("DELETE FROM search")
            for entity in self.company.entities:
                if entity.search:
                    self._insert(entity, None)

    def problems(self) -> list[str]:
        """Records whose text in the index is not the one it should be: [] or one sentence a kind."""
        found = []
        for entity in self.company.entities:
            if not entity.search:
                continue
            stored = dict(
                self.journal.execute(
                    "SELECT rowid, text FROM search WHERE rowid % ? = ?", (KINDS, self.kinds[entity.name])
                )
            )
            wrong = sum(stored.pop(number, None) != text for number, text in self.texts(entity, None))
            if wrong + len(stored):
                found.append(
                    _("{kind}: {n} records are not in the search index as they should be.").format(
                        kind=entity.plural, n=wrong + len(stored)
                    )
                )
        return found

    # Asking ------------------------------------------------------------------------------------------------------

    def matching_sql(self, entity: Entity, words: str, parameters: dict[str, Any]) -> str:
        """A condition on t.id: every word is somewhere in the record's text. Adds to `parameters`."""
        wanted = words_of(words)
        if not wanted or entity.name not in self.kinds:
            return "1" if not wanted else "0"
        conditions = [f"rowid % {KINDS} = {self.kinds[entity.name]}"]
        if match := _trigrams(wanted):
            parameters["match"] = match
            conditions.insert(0, "search MATCH :match")
        for number, word in enumerate(wanted):
            parameters[f"word{number}"] = word
            conditions.append(f"instr(text, :word{number})")
        return f"t.id IN (SELECT rowid / {KINDS} FROM search WHERE {' AND '.join(conditions)})"

    def find(self, words: str, limit: int, kinds: Sequence[str] = ()) -> list[tuple[str, int]]:
        """Kind and id of the records that hold every word: exact titles first, then beginnings, then the newest.

        Exact against a scan of the texts, and complete where fewer than `limit` are given.
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
        for title in (f"{START}{START}{whole}{START}", f"{START}{START}{whole}"):
            if len(found) < limit:
                found.update(dict.fromkeys(self._holding([title], only, limit)))
        if len(found) < limit:
            anywhere = self._anywhere(wanted, only, limit)
            if len(anywhere) == limit:
                found.update(dict.fromkeys(self._holding([f"\n\n{whole}"], only, limit)))
            found.update(dict.fromkeys(anywhere))
        names = {number: name for name, number in self.kinds.items()}
        return [(names[rowid % KINDS], rowid // KINDS) for rowid in list(found)[:limit]]

    def _anywhere(self, words: Sequence[str], only: str, limit: int) -> list[int]:
        """Rows that hold every word, the newest first."""
        short = [word for word in words if len(word) < 3]
        if not short:
            return self._holding(words, only, limit)
        found, whole = self._looked_through(words, only, limit)
        if whole or len(found) >= limit:
            return found
        # Where the words do meet now and then, two characters have far fewer terms than one; else the rarest decides.
        chosen = max(short, key=len) if len(found) > 3 else self._rarest(short)
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
        asked = " AND ".join(filter(None, (match, _trigrams(words))))
        compare = "".join(" AND instr(text, ?)" for _word in words)
        return [
            row[0]
            for row in self.journal.execute(
                f"SELECT rowid FROM search WHERE search MATCH ?{only}{compare} ORDER BY rowid DESC LIMIT {limit}",
                (asked, *words),
            )
        ]

    def _looked_through(self, words: Sequence[str], only: str, limit: int) -> tuple[list[int], bool]:
        """What the newest rows (that hold the long words) give, and whether there are no more such rows."""
        match = _trigrams(words)
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


def text_of(parts: Iterable[Any]) -> str:
    """The normalised text of one record from its parts; a part may hold several lines."""
    lines: list[str] = []
    for part in parts:
        if part is None:
            continue
        text = part if isinstance(part, str) else str(part)
        for line in text.split("\n") if "\n" in text else (text,):
            if not line:
                continue
            lines.append(line)
            if line[-1].isdigit() and not line.isalnum() and "@" not in line:
                lines += [
                    _NOT_DIGIT.sub("", number)
                    for number in _PHONE.findall(line)
                    if len(number) > 4 and not number.isdigit()
                ]
    title, _line, rest = search_text(lines).partition("\n")
    return START + START + title + START + "\n\n" + rest.replace("\n", "\n\n") + "\n\n"


def words_of(text: str) -> list[str]:
    """What a person typed as words to look for: folded, separators in numbers dropped."""
    words = []
    for word in fold(text).split():
        digits = _NOT_DIGIT.sub("", word)
        if len(digits) >= 3 and _PHONE.fullmatch(word):
            word = digits
        words.append(word)
    return words


def _trigrams(words: Iterable[str]) -> str:
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
