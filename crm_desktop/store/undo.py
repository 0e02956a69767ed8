"""Undo, redo and restore of the journal's entries; how lines are turned back is in store/reversal.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.store.journal import Entry, Journal
from crm_desktop.store.reversal import Conflict, Reversal, Span
from crm_desktop.store.row import quoted


@dataclass(frozen=True)
class Outcome:
    """What an undo or redo did: its own entry (0: nothing to change), the title of what it undid, what it kept."""

    entry: int
    title: str
    conflicts: tuple[Conflict, ...]


def next_undo(journal: Journal) -> tuple[int, str] | None:
    """The newest entry that stands: its id and title."""
    found = journal.execute(
        "SELECT id, title FROM journal_entry WHERE kind = 'do' AND undone = 0 AND last >= first"
        " ORDER BY id DESC LIMIT 1"
    ).fetchone()
    return (found[0], found[1]) if found else None


def next_redo(journal: Journal) -> tuple[int, str] | None:
    """The entry that was undone last, as long as nothing new was done since."""
    found = journal.execute(
        "SELECT o.id, o.title FROM journal_entry u JOIN journal_entry o ON o.id = u.origin"
        " WHERE u.kind = 'undo' AND o.undone = 1"
        " AND u.id > coalesce((SELECT max(id) FROM journal_entry WHERE kind = 'do'), 0)"
        " AND u.id = (SELECT max(id) FROM journal_entry WHERE origin = o.id AND kind = 'undo')"
        " ORDER BY u.id DESC LIMIT 1"
    ).fetchone()
    return (found[0], found[1]) if found else None


def would_change(journal: Journal, entry: int) -> bool:
    """Whether undoing a change by itself is still of use.

    It is not once the change is undone, its details are cleared away, or all that it deleted is back from the trash.
    """
    found = journal.execute(
        "SELECT undone, first, last FROM journal_entry WHERE id = ? AND kind = 'do'", (entry,)
    ).fetchone()
    if found is None or found[0] or found[1] is None:
        return False
    deleted = "id BETWEEN ? AND ? AND op = 'D'"
    tables = journal.execute(f"SELECT DISTINCT tbl FROM journal_change WHERE {deleted}", found[1:]).fetchall()
    return not tables or any(
        journal.execute(
            f"SELECT 1 FROM journal_change WHERE {deleted} AND tbl = ?"
            f" AND NOT EXISTS (SELECT 1 FROM {quoted(table)} t WHERE t.id = journal_change.row) LIMIT 1",
            (*found[1:], table),
        ).fetchone()
        for (table,) in tables
    )


def undo(journal: Journal, entry: int | None = None) -> Outcome:
    """Undo the newest entry that stands, or the one named; Refused where there is none."""
    if entry is None:
        newest = next_undo(journal)
        if newest is None:
            raise Refused(_("There is nothing to undo."))
        entry = newest[0]
    title, undone, pruned = _entry(journal, entry)
    if undone:
        raise Refused(_("“{title}” is undone already.").format(title=title))
    if pruned:
        raise Refused(_("“{title}” is too old: its details were cleared away.").format(title=title))
    return _reverse(journal, entry, title, "undo")


def redo(journal: Journal, entry: int | None = None) -> Outcome:
    """Do again what was undone last, or the entry named; Refused where there is none."""
    if entry is None:
        newest = next_redo(journal)
        if newest is None:
            raise Refused(_("There is nothing to redo."))
        entry = newest[0]
    title, undone, _pruned = _entry(journal, entry)
    if not undone:
        raise Refused(_("“{title}” is not undone.").format(title=title))
    return _reverse(journal, entry, title, "redo")


def _entry(journal: Journal, entry: int) -> tuple[str, bool, bool]:
    found = journal.execute(
        "SELECT title, undone, first IS NULL FROM journal_entry WHERE id = ? AND kind = 'do'", (entry,)
    ).fetchone()
    if found is None:
        raise Refused(_("There is no change number {number}.").format(number=entry))
    return found[0], bool(found[1]), bool(found[2])


def _reverse(journal: Journal, entry: int, title: str, kind: str) -> Outcome:
    first, last = journal.execute(
        "SELECT first, last FROM journal_entry WHERE id = ? OR origin = ? ORDER BY id DESC LIMIT 1", (entry, entry)
    ).fetchone()
    detail: dict[str, Any] = {"kept": 0}
    with journal.entry(title, kind=kind, origin=entry, detail=detail) as made:
        journal.execute("PRAGMA defer_foreign_keys = ON")
        conflicts = Reversal(journal, Span(first, last)).run()
        detail["kept"] = len(conflicts)
        journal.execute("UPDATE journal_entry SET undone = ? WHERE id = ?", (int(kind == "undo"), entry))
    return Outcome(made.id, title, tuple(conflicts))


def restore(journal: Journal, table: str, row: int, title: str) -> Entry:
    """Bring one deleted record back from the trash with the rows that were deleted along with it."""
    found = journal.execute(
        "SELECT c.entry FROM journal_change c WHERE c.tbl = ? AND c.row = ? AND c.op = 'D' ORDER BY c.id DESC LIMIT 1",
        (table, row),
    ).fetchone()
    if found is None:
        raise Refused(_("This record is not in the trash any more."))
    first, last = journal.execute("SELECT first, last FROM journal_entry WHERE id = ?", (found[0],)).fetchone()
    with journal.entry(title) as made:
        journal.execute("PRAGMA defer_foreign_keys = ON")
        reversal = Reversal(journal, Span(first, last))
        reversal.reinsert_with_family(table, row)
        if reversal.conflicts:
            raise Refused(
                _("It cannot be restored: {why}. Restore that first.").format(why=_(reversal.conflicts[0].why))
            )
    return made
