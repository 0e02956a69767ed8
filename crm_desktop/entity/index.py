"""The search index: one normalised text a record in an FTS5 trigram table, followed within each journal entry.

A text is the record's parts (title first), folded, with full pinyin, initials and bare digits beside them. The index
knows which trigrams a text has (detail=none: a third smaller and faster than positions); how it is asked is told in
entity/finding.py. START twice before the title and once after it, and a line end twice before each other part, make
"is" and "begins with" words like any other. Trigrams know nothing of one or two Chinese characters, and most names
have no more: an index of the characters alone stands beside it. The row number is the record's id and the number of
its kind in one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice, Derived, Link
from crm_desktop.entity.finding import Finder
from crm_desktop.entity.indexfilling import Wordings, filling, take_up
from crm_desktop.entity.laying import AT_ONCE
from crm_desktop.entity.wording import KINDS, chars_of, wordings_of
from crm_desktop.i18n import _
from crm_desktop.store.journal import Changed, Entry
from crm_desktop.store.row import quoted
from crm_desktop.store.sets import OF_SPAN, rows_changed_in

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company
    from crm_desktop.entity.foretold import Foretold, Told

TABLES: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS search USING"
    " fts5(text, tokenize = 'trigram case_sensitive 1', columnsize = 0, detail = none)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_chars USING"
    " fts5(chars, tokenize = 'ascii', content = '', contentless_delete = 1, detail = none)",
    "CREATE VIRTUAL TABLE IF NOT EXISTS search_terms USING fts5vocab(search, row)",
    "CREATE TABLE IF NOT EXISTS search_form (number INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS search_kind (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
)

FORM: Final = 2
"""Raised whenever a text is made otherwise or kept elsewhere than before."""
_RUNS_APART: Final = 20
"""Runs of inserted records that one question leaves out; records of further ones are found and known again."""


class SearchIndex(Finder):
    """The index of one company file; results are record ids, exact against a scan of the texts."""

    def __init__(self, company: Company) -> None:
        super().__init__(company.journal)
        self.company = company
        self._foretold: list[tuple[Entry, Foretold]] = []
        self._ensure()

    def _ensure(self) -> None:
        have = self._form() == FORM
        if have:
            self.kinds = {name: number for number, name in self.journal.execute("SELECT number, name FROM search_kind")}
        fresh = [entity for entity in self.company.entities if entity.search and entity.name not in self.kinds]
        if not fresh:
            return
        with self.journal.silently() as connection:
            if not have:
                # An index of an earlier program, which kept other tables or texts: it is made anew as a whole.
                _drop(connection)
            for ddl in TABLES:
                connection.execute(ddl)
            if not have:
                connection.execute("INSERT INTO search_form VALUES (?)", (FORM,))
            for entity in fresh:
                connection.execute("INSERT OR IGNORE INTO search_kind (name) VALUES (?)", (entity.name,))
            self.kinds = {name: number for number, name in connection.execute("SELECT number, name FROM search_kind")}
            for entity in fresh:
                self._insert(entity, None)

    def _form(self) -> int | None:
        """Which form the index of the file has; None where it has none, or one that did not say."""
        if not self.journal.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_form'").fetchone():
            return None
        return int(self.journal.execute("SELECT number FROM search_form").fetchone()[0])

    # Following changes -------------------------------------------------------------------------------------------

    def follow(self, changed: Changed) -> None:
        """Bring the index up to date with one entry, within its transaction."""
        for entity in self.company.entities:
            if not entity.search:
                continue
            runs = changed.runs.get(entity.name, [])
            rows = self._rows(changed, entity.name, self._read_by(entity, entity.search))
            rows |= self._owners(entity, changed)
            late: set[int] = set()
            for low, high in runs:
                within = set(range(low, high + 1)) & rows if len(rows) > high - low else _within(rows, low, high)
                rows.difference_update(within)
                as_foretold = self._put_foretold(entity, (low, high))
                if as_foretold is None:
                    self._insert(entity, None, (low, high))
                else:
                    late.update(within if as_foretold else range(low, high + 1))
            if rows := rows | late:
                self._delete(entity, rows)
                self._insert(entity, rows)

    def foretell(self, entity: Entity, first: int, told: Told, *, sure: bool) -> None:
        """Begin with the texts of records that this entry is about to write; see `Foretold`.

        `sure` is what will be written: what was foretold before, but not surely, is dropped if it is anything else.
        """
        from crm_desktop.entity.foretold import Foretold

        entry, kind = self.journal.current(), self.kinds[entity.name]
        for whose, foretold in [*self._foretold]:
            if whose is entry and foretold.kind == kind and foretold.run[1] >= first:
                if foretold.agrees(first, told):
                    return
                self._foretold.remove((whose, foretold))
                foretold.close()
        foretold = Foretold(self.journal._connection(), kind, first, told, self.company.aside, sure=sure)
        self._foretold.append((entry, foretold))
        entry.closing.callback(self._forget, entry, foretold)

    def _forget(self, entry: Entry, foretold: Foretold) -> None:
        if (entry, foretold) in self._foretold:
            self._foretold.remove((entry, foretold))
            foretold.close()

    def go_on(self) -> None:
        """Take up what is ready of what was foretold: called now and then by who is writing."""
        for entry, foretold in self._foretold:
            if entry is self.journal.current():
                foretold.put_some()

    def _put_foretold(self, entity: Entity, run: tuple[int, int]) -> bool | None:
        """Put in what was foretold of a run, if anything was; whether the run has as many child rows as was thought."""
        entry, kind = self.journal.current(), self.kinds[entity.name]
        for whose, foretold in self._foretold:
            if whose is not entry or not foretold.sure or (foretold.kind, foretold.run) != (kind, run):
                continue
            foretold.put()
            links = {children.model.table(): quoted(children.link) for children in entity.children}
            return all(
                count == self.journal.execute(
                    f"SELECT count(*) FROM {quoted(table)} WHERE {links[table]} BETWEEN ? AND ?", run
                ).fetchone()[0]
                for table, count in foretold.children.items()
            )  # fmt: skip
        return None

    def _rows(self, changed: Changed, table: str, columns: set[str] | None) -> set[int]:
        """The rows of a table of which anything, or one of these columns, was changed."""
        if columns is None or table not in changed.rows:
            return set(changed.rows.get(table, ()))
        first, last = self.journal.span(changed.entry)
        return rows_changed_in(self.journal, table, columns, first, last)

    def _read_by(self, entity: Entity, names: Iterable[str]) -> set[str] | None:
        """The record's own columns that its title and these parts of its text take in; None where any may be."""
        fields = entity.fields()
        apart = {children.name for children in entity.children} | {"tags"}
        wanted = {entity.title, *names} - apart
        return {fields[name].column_name for name in wanted} if wanted <= fields.keys() else None

    def _owners(self, entity: Entity, changed: Changed) -> set[int]:
        """Records whose text takes in rows of other tables that changed."""
        found: set[int] = set()
        inserted = changed.runs.get(entity.name, [])[:_RUNS_APART]
        for children in entity.children:
            found |= self._parents(children.model.table(), children.link, changed, inserted)
        for name in entity.search:
            made = entity.model._meta.fields.get(name)
            if isinstance(made, Link) and made.rel_model.table() in changed.rows:
                target = self.company.entity_of(made.rel_model)
                titled = self._read_by(target, ()) if target is not None else None
                rows = json.dumps(list(self._rows(changed, made.rel_model.table(), titled)))
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

    def _parents(self, table: str, link: str, changed: Changed, inserted: Sequence[tuple[int, int]]) -> set[int]:
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
        # Whoever was inserted in the same entry is taken up anyway.
        apart = f" AND {quoted(link)} NOT BETWEEN ? AND ?" * len(inserted)
        for run in changed.runs.get(table, ()):
            found |= {
                row
                for (row,) in self.journal.execute(
                    f"SELECT DISTINCT {quoted(link)} FROM {quoted(table)}"
                    f" WHERE id BETWEEN ? AND ? AND {quoted(link)} IS NOT NULL{apart}",
                    (*run, *chain.from_iterable(inserted)),
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
        first, last = self.journal.span(changed.entry)
        for (parent,) in self.journal.execute(
            f"SELECT DISTINCT before FROM ({OF_SPAN}) WHERE tbl = :tbl AND field = :field AND before IS NOT NULL",
            {"first": first, "last": last, "tbl": table, "field": link},
        ):
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

    def texts(self, entity: Entity) -> Iterator[tuple[int, str]]:
        """Index row number and normalised text of all records."""
        cursor = self._records(entity, None)
        while part := cursor.fetchmany(AT_ONCE):
            made = self._made(entity, part)
            yield from zip(made.numbers, made.texts, strict=True)

    def _made(self, entity: Entity, records: Sequence[tuple[int, str]]) -> Wordings:
        number = self.kinds[entity.name]
        texts, chars = wordings_of([[record for _row, record in records]])
        return Wordings([row * KINDS + number for row, _record in records], texts, chars)

    def _records(self, entity: Entity, rows: Iterable[int] | None, span: tuple[int, int] | None = None) -> Any:
        """Ids and parts (one a line) of some records, or of a run of ids, or of all."""
        parts = ", ".join(self._part(entity, name) for name in (entity.title, *entity.search))
        sql = f"SELECT t.id, concat_ws(char(10), {parts}) FROM {quoted(entity.name)} t"
        parameters: list[Any] = []
        if rows is not None:
            sql += " WHERE t.id IN (SELECT value FROM json_each(?))"
            parameters = [json.dumps(list(rows))]
        elif span is not None:
            sql += " WHERE t.id BETWEEN ? AND ?"
            parameters = list(span)
        return self.journal.execute(sql + " ORDER BY t.id", parameters)

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
        """Put texts into the index: while those of one part are made, those of the last are taken up."""
        connection = self.journal._connection()
        cursor = self._records(entity, rows, span)
        part = cursor.fetchmany(AT_ONCE)
        if len(part) < AT_ONCE:
            take_up(connection, self._made(entity, part))
            return
        with filling(connection) as taking:
            while part:
                taking.give(self._made(entity, part))
                with taking.lock:
                    part = cursor.fetchmany(AT_ONCE)

    def _delete(self, entity: Entity, rows: Iterable[int]) -> None:
        number = self.kinds[entity.name]
        numbers = [(row * KINDS + number,) for row in rows]
        for table in ("search", "search_chars"):
            self.journal._connection().executemany(f"DELETE FROM {table} WHERE rowid = ?", numbers)

    def rebuild(self) -> None:
        """Make the whole index anew, however damaged it is."""
        with self.journal.silently() as connection:
            _drop(connection)
        self.kinds = {}
        self._ensure()

    def problems(self) -> list[str]:
        """Records whose text in the index is not the one it should be: [] or one sentence a kind."""
        found, with_chars = [], 0
        for entity in self.company.entities:
            if not entity.search:
                continue
            stored = dict(
                self.journal.execute(
                    "SELECT rowid, text FROM search WHERE rowid % ? = ?", (KINDS, self.kinds[entity.name])
                )
            )
            wrong = 0
            for number, text in self.texts(entity):
                wrong += stored.pop(number, None) != text
                with_chars += bool(chars_of(text))
            if wrong + len(stored):
                found.append(
                    _("{kind}: {n} records are not in the search index as they should be.").format(
                        kind=entity.plural, n=wrong + len(stored)
                    )
                )
        lacking = with_chars - self.journal.execute("SELECT count(*) FROM search_chars").fetchone()[0]
        if lacking:
            found.append(_("The index of single characters lacks {n} records.").format(n=lacking))
        return found


def _drop(connection: Any) -> None:
    for table in ("search_terms", "search", "search_chars", "search_kind", "search_form"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def _within(rows: Iterable[int], low: int, high: int) -> list[int]:
    return [row for row in rows if low <= row <= high]
