"""The search index: one normalised text a record in an FTS5 trigram table, followed within each journal entry.

A text is the record's parts (title first), folded, with full pinyin, initials and bare digits beside them, each part
between line ends. So a query of three or more characters is a phrase of trigrams; one or two characters are expanded to
the trigrams that begin with them; "\\x02" before the first part lets a phrase ask for titles that begin with a word.
The row number in the index is the record's id and the number of its kind in one: id * 64 + kind.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Derived, Link
from crm_desktop.i18n import _
from crm_desktop.store.journal import Changed
from crm_desktop.store.row import quoted
from crm_desktop.values.text import fold, search_text

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

START: Final = "\x02"
KINDS: Final = 64
BOUND: Final = 2000
"""Rows looked through directly before short words are expanded to trigrams."""

TABLES: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING"
    " fts5(text, tokenize = 'trigram case_sensitive 1', columnsize = 0)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_terms USING fts5vocab(search, row)",
    "CREATE TABLE IF NOT EXISTS search_kind (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
)

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
            f"coalesce(c.{quoted(made.column_name)}, '')" for made in names if not isinstance(made, Link | Derived)
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
        match = self._match(wanted)
        if match is None:
            return "0"
        parameters["match"] = match
        return (
            f"t.id IN (SELECT rowid / {KINDS} FROM search WHERE search MATCH :match"
            f" AND rowid % {KINDS} = {self.kinds[entity.name]})"
        )

    def find(self, words: str, limit: int, kinds: Sequence[str] = ()) -> list[tuple[str, int]]:
        """Kind and id of the records that hold every word: exact titles first, then beginnings, then the newest."""
        wanted = words_of(words)
        if not wanted:
            return []
        found: dict[int, None] = {}
        whole = " ".join(wanted)
        tiers = [[f"{START}{whole}\n"], [f"{START}{whole}"], [f"\n{whole}"]] if len(whole) < 40 else []
        numbers = {self.kinds[kind] for kind in kinds if kind in self.kinds} if kinds else None
        for tier in [*tiers, wanted]:
            if len(found) >= limit:
                break
            for rowid in self._tier(tier, limit, numbers):
                found.setdefault(rowid)
        names = {number: name for name, number in self.kinds.items()}
        return [(names[rowid % KINDS], rowid // KINDS) for rowid in list(found)[:limit]]

    def _tier(self, words: Sequence[str], limit: int, numbers: set[int] | None) -> list[int]:
        only = f" AND rowid % {KINDS} IN ({', '.join(map(str, numbers))})" if numbers is not None else ""
        if any(len(word) < 3 for word in words):
            scan = " AND ".join("instr(text, ?)" for _word in words)
            rows = self.journal.execute(
                f"SELECT rowid FROM (SELECT rowid, text FROM search ORDER BY rowid DESC LIMIT {BOUND})"
                f" WHERE {scan}{only} LIMIT {limit}",
                list(words),
            ).fetchall()
            if len(rows) >= limit:
                return [row[0] for row in rows]
        match = self._match(words)
        if match is None:
            return []
        return [
            row[0]
            for row in self.journal.execute(
                f"SELECT rowid FROM search WHERE search MATCH ?{only} ORDER BY rowid DESC LIMIT {limit}", (match,)
            )
        ]

    def _match(self, words: Sequence[str]) -> str | None:
        """The FTS5 expression for texts that hold every word; None where no text can."""
        parts = []
        for word in words:
            if len(word) >= 3:
                parts.append(_phrase(word))
                continue
            terms = [
                row[0]
                for row in self.journal.execute(
                    "SELECT term FROM search_terms WHERE term >= ? AND term < ?", (word, word + "\U0010ffff")
                )
            ]
            if not terms:
                return None
            parts.append("(" + " OR ".join(map(_phrase, terms)) + ")")
        return " AND ".join(parts)


def text_of(parts: Iterable[Any]) -> str:
    """The normalised text of one record from its parts; a part may hold several lines."""
    lines: list[str] = []
    for part in parts:
        if part is None:
            continue
        for line in str(part).split("\n"):
            if line:
                lines.append(line)
                if line[-1].isdigit() and not line.isdigit():
                    lines += [_NOT_DIGIT.sub("", number) for number in _PHONE.findall(line) if len(number) > 4]
    return START + search_text(lines) + "\n\n"


def words_of(text: str) -> list[str]:
    """What a person typed as words to look for: folded, separators in numbers dropped."""
    words = []
    for word in fold(text).split():
        digits = _NOT_DIGIT.sub("", word)
        if len(digits) >= 3 and _PHONE.fullmatch(word):
            word = digits
        words.append(word)
    return words


def _phrase(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
