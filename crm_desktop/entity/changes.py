"""The history of a record in words: what was changed when, from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Derived, Kind, Link
from crm_desktop.entity.origins import origins
from crm_desktop.i18n import _
from crm_desktop.store import history
from crm_desktop.store.history import Done, Line
from crm_desktop.store.row import Row, quoted

SHOWN: Final = 20
PARTS: Final = 20
"""Child rows whose own history is looked up along with the record's."""
LONGEST: Final = 60
MOST_ROWS: Final = 5
"""Rows of a list that are named where several of them told of one record."""


@dataclass(frozen=True)
class Change:
    """One entry of the journal as far as it concerns a record."""

    entry: int
    at: datetime
    """By this computer's clock."""
    title: str
    lines: list[str]
    undoable: bool
    undone: bool


def changes_of(company: Company, entity: Entity, row: int, limit: int = SHOWN) -> list[Change]:
    """What happened to a record and its child rows, newest first."""
    found: dict[int, tuple[Done, list[str]]] = {}
    for model, number in [(entity.model, row), *_parts(company, entity, row)]:
        for done in history.of_record(company.journal, model.table(), number, limit):
            lines = found.setdefault(done.id, (done, []))[1]
            lines += [text for line in done.lines if (text := in_words(company, model, line, model is entity.model))]
    for done in history.merges_of(company.journal, entity.name, row):
        found.setdefault(done.id, (done, []))
    newest = sorted(found.values(), key=lambda pair: -pair[0].id)[:limit]
    return [_change(done, [*_origins(done, entity, row), *lines]) for done, lines in newest]


def _origins(done: Done, entity: Entity, row: int) -> list[str]:
    """From which file, sheet and row an import took it: each row that had a part in it."""
    if done.kind != "do":
        return []
    found = []
    for origin in origins(done.detail, entity.name, row)[:MOST_ROWS]:
        file = origin.file or _("pasted cells")
        if origin.sheet_tells:
            sentence = _("from {file}, sheet {sheet}, row {row}")
            found.append(sentence.format(file=file, sheet=origin.sheet, row=f"{origin.row:,}"))
        else:
            found.append(_("from {file}, row {row}").format(file=file, row=f"{origin.row:,}"))
    return found


def in_words(company: Company, model: type[Row], line: Line, whole: bool) -> str:
    """One line of the journal: "City: Luleå → Umeå"; "" for what only follows from something else."""
    if line.op == "I":
        return _("New record") if whole else ""
    if line.op == "D":
        return _("Record deleted") if whole else ""
    made = next((one for one in model._meta.sorted_fields if one.column_name == line.field), None)
    if not isinstance(made, Kind) or isinstance(made, Derived) or not made.verbose_name:
        return ""
    before, after = _shown(company, made, line.before), _shown(company, made, line.after)
    return _("{field}: {before} → {after}").format(field=made.title, before=before, after=after)


def _change(done: Done, lines: list[str]) -> Change:
    title = done.title
    if done.kind == "undo":
        title = _("Undone: {title}").format(title=done.title)
    elif done.kind == "redo":
        title = _("Done again: {title}").format(title=done.title)
    return Change(done.id, done.at.astimezone(), title, lines, done.kind == "do" and not done.undone, done.undone)


def _parts(company: Company, entity: Entity, row: int) -> list[tuple[type[Row], int]]:
    found: list[tuple[type[Row], int]] = []
    for children in entity.children:
        rows = company.execute(
            f"SELECT id FROM {quoted(children.model.table())} WHERE {quoted(children.link)} = ? ORDER BY id LIMIT ?",
            (row, PARTS - len(found)),
        ).fetchall()
        found += [(children.model, number) for (number,) in rows]
    return found[:PARTS]


def _shown(company: Company, made: Kind, raw: Any) -> str:
    if raw is None or raw == "":
        return "—"
    if isinstance(made, Link):
        entity = company.entity_of(made.rel_model)
        text = company.title(entity, raw) if entity is not None else str(raw)
    else:
        text = made.show(raw)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
