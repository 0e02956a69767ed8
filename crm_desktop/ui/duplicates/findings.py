"""What the search for duplicates has found, kept up to date while records change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from crm_desktop.alike.asking import Pair
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.store.journal import Changed
from crm_desktop.store.row import quoted
from crm_desktop.ui.duplicates.seeking import Seeker

_A_MOMENT: Final = 400  # milliseconds after a change, so that many changes make one search
_ALL_AGAIN: Final = 2000
"""Changed records from which the whole kind is sought through again."""


class Findings(QObject):
    """The pairs of each kind; looks again, behind the window, for what has changed."""

    changed = Signal(str)
    """The kind of which other pairs are known now."""
    moved = Signal()
    """A search began, ended or was stopped."""

    def __init__(self, company: Company, kinds: Sequence[Entity], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._company, self._kinds = company, list(kinds)
        self.pairs: dict[str, list[Pair]] = {}
        self.begun = False
        self._queue: list[tuple[Entity, tuple[int, ...]]] = []
        self.seeker = Seeker(company, self)
        self.seeker.found.connect(self._found)
        self.seeker.ended.connect(self._next)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_A_MOMENT)
        self._later.timeout.connect(self._next)

    def running(self) -> bool:
        """Whether a search is under way."""
        return self.seeker.running()

    def seek_all(self, first: str = "") -> None:
        """Look through every kind, one of them first."""
        self.begun = True
        self.seeker.stop()
        in_order = sorted(self._kinds, key=lambda entity: entity.name != first)
        self._queue = [(entity, ()) for entity in in_order]
        self._next()

    def stop(self) -> None:
        """Stop looking; what was found so far stays."""
        self._queue.clear()
        self.seeker.stop()
        self.moved.emit()

    def follow(self, changed: Changed, *, at_once: bool) -> None:
        """Something was saved: look again at the records that it concerns, now or once `go_on` is called."""
        if not self.begun:
            return
        for entity in self._kinds:
            if entity.name in changed.tables:
                self._drop_gone(entity)
            rows = self._touched(entity, changed)
            if rows is None or len(rows) > _ALL_AGAIN:
                self._put(entity, ())
            elif rows:
                self._put(entity, tuple(rows))
        if at_once:
            self.go_on()

    def go_on(self) -> None:
        """Look at what has changed meanwhile."""
        if self._queue and not self.running():
            self._later.start()

    def _next(self, _kind: str = "") -> None:
        if not self.seeker.running() and self._queue:
            self.seeker.seek(*self._queue.pop(0))
        self.moved.emit()

    def _found(self, kind: str, pairs: list[Pair], among: tuple[int, ...]) -> None:
        if among:
            kept = [pair for pair in self.pairs.get(kind, ()) if not {pair.one, pair.other} & set(among)]
            pairs = sorted([*kept, *pairs], key=lambda pair: -pair.score)
        self.pairs[kind] = pairs
        self.changed.emit(kind)

    def _put(self, entity: Entity, rows: tuple[int, ...]) -> None:
        """Have a kind sought through once more: for some rows, or () for all."""
        waiting = [one for kind, one in self._queue if kind is entity]
        self._queue = [(kind, one) for kind, one in self._queue if kind is not entity]
        if () in waiting or not rows:
            self._queue.append((entity, ()))
        else:
            self._queue.append((entity, tuple({*rows, *(row for one in waiting for row in one)})))

    def _drop_gone(self, entity: Entity) -> None:
        """Records that are not there any more are no duplicates: they are not shown until the search has ended."""
        pairs = self.pairs.get(entity.name, [])
        asked = {row for pair in pairs for row in (pair.one, pair.other)}
        there = {
            row
            for (row,) in self._company.execute(
                f"SELECT id FROM {quoted(entity.name)} WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(asked)),),
            )
        }
        if asked - there:
            self.pairs[entity.name] = [pair for pair in pairs if {pair.one, pair.other} <= there]

    def _touched(self, entity: Entity, changed: Changed) -> set[int] | None:
        """The records of a kind that a change concerns; None for so many that all are looked through."""
        tables = {entity.name, *(one.model.table() for one in entity.children)}
        if tables & set(changed.runs) or "not_the_same" in changed.tables:
            return None
        rows = set(changed.rows.get(entity.name, ()))
        for one in entity.children:
            table = one.model.table()
            rows |= {
                row
                for (row,) in self._company.execute(
                    f"SELECT {quoted(one.link)} FROM {quoted(table)} WHERE id IN (SELECT value FROM json_each(?))",
                    (json.dumps(list(changed.rows.get(table, ()))),),
                )
                if row is not None
            }
        return rows
