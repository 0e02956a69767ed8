"""Which way each field of a record that is there already goes, and how both values of one are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crm_desktop.entity.fields import Kind, Link
from crm_desktop.exchange import keptcells
from crm_desktop.exchange.assigning import NOTES
from crm_desktop.exchange.decisions import FILL, OVERWRITE
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.keptcells import NewField
from crm_desktop.exchange.merging import shown, sign_of, value_columns
from crm_desktop.exchange.settled import Settled
from crm_desktop.store.row import quoted


class Rules:
    """What was settled, by row and by column of the list."""

    def __init__(self, settled: Settled, mode: str, ways: Mapping[int, str]) -> None:
        self.settled, self.intake, self._mode, self._ways = settled, settled.intake, mode, ways
        self.columns = list(value_columns(self.intake))
        decisions = self.intake.sheet.decisions
        self.clearing = {name for name in decisions.clearing if self._may_be_blank(name)}
        self._fields = self._by_name(decisions.fields)
        self._picks = {
            place: self._by_name(choice.fields)
            for number, choice in decisions.rows.items()
            if choice.fields and (place := self.intake.sheet.table.place_of(number)) is not None
        }
        self._follows = {name for name, _kind, _values in self.columns if _follows(self.intake, name)}
        self._known: dict[str, list[str]] = {}
        self._notes: dict[int, str] = {}

    def way(self, leader: int) -> str:
        """What is done with a row's record."""
        return self._ways.get(leader, self._mode)

    def hows(self, leader: int) -> list[str]:
        """The way of each column for one row."""
        way = self.way(leader)
        if way not in self._known:
            self._known[way] = [self._how(name, way, {}) for name, _kind, _values in self.columns]
        picks = self._picks.get(leader)
        if not picks:
            return self._known[way]
        return [self._how(name, way, picks) for name, _kind, _values in self.columns]

    def _how(self, name: str, way: str, picks: Mapping[str, str]) -> str:
        """What follows from other fields of its row (the sums of a line) is never overwritten by itself."""
        how = picks.get(name) or self._fields.get(name) or way
        return FILL if how == OVERWRITE and name in self._follows else how

    def keep_both(
        self, changes: dict[str, Any], lines: list[str], leader: int, name: str, kind: Kind, old: Any, new: Any
    ) -> None:
        """Add to a text that takes several values, else note the value of the list in a line."""
        sign = sign_of(kind, name)
        if sign is not None:
            fresh = [part for part in new.split(sign) if part not in old.split(sign)]
            if fresh:
                changes[name] = sign.join([old, *fresh])
            return
        offered = self._title(kind, new) if isinstance(kind, Link) else shown(kind, new)
        if not offered:
            return
        if self.intake.field(NOTES) is not None:
            lines.append(f"{heading_of(self.intake, name) or getattr(kind, 'title', name)}: {offered}")
        else:
            self._beside(changes, leader, name, kind, offered)

    def lay_down(self, changes: dict[str, Any], lines: list[str], leader: int, row: int) -> None:
        """Put the lines into the remarks, those that are not there yet."""
        if not lines:
            return
        known = changes.get(NOTES)
        if known is None:
            known = self._present_notes(row)
        fresh = [line for line in lines if line not in known.split("\n")]
        if fresh:
            changes[NOTES] = "\n".join(filter(None, (known, *fresh)))

    def _present_notes(self, row: int) -> str:
        name = quoted(self.intake.field(NOTES).column_name)
        sql = f"SELECT {name} FROM {quoted(self.intake.entity.name)} WHERE id = ?"
        found = self.intake.company.execute(sql, (row,)).fetchone()
        return found[0] or "" if found else ""

    def _beside(self, changes: dict[str, Any], leader: int, name: str, kind: Kind, offered: str) -> None:
        """For a kind without remarks: a text field of the owner's beside the field."""
        intake = self.intake
        title = keptcells.original(getattr(kind, "title", name))
        there = keptcells.existing(intake.company, intake.entity, title)
        if there is not None:
            changes.setdefault(there.name, offered)
            return
        made = next((made for made in intake.new_fields if made.title == title), None)
        if made is None:
            made = NewField(title, "text", [None] * intake.count)
            intake.new_fields.append(made)
        made.values[leader] = offered
        changes[f"custom:{title}"] = offered

    def _title(self, kind: Link, value: Any) -> str:
        entity = self.intake.company.entity_of(kind.rel_model)
        if entity is None or not isinstance(value, int):
            return ""
        if value < 0:
            return self.intake.new[entity.name].titles[-value - 1]
        return self.intake.company.titles(entity, [value]).get(value, "")

    def _by_name(self, ways: Mapping[str, str]) -> Mapping[str, str]:
        """The ways by column; what was settled for “custom:Title” holds for the field of that title."""
        intake, found = self.intake, {}
        for target, way in ways.items():
            there = None
            if target.startswith("custom:"):
                title = target.removeprefix("custom:").strip()
                title = keptcells.free_title(intake.company, intake.entity, title)
                there = keptcells.existing(intake.company, intake.entity, title)
            found[there.name if there is not None else target] = way
        return found

    def _may_be_blank(self, name: str) -> bool:
        made = self.intake.field(name)
        return made is not None and made.null and not made.required


class Taken:
    """The values of fields of which no two records may have the same, as far as they are asked for."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self.names = {
            name: made for name, made in intake.entity.fields().items() if made.unique and name in intake.fields
        }
        self._values: dict[str, set[Any]] = {}

    def values(self, name: str) -> set[Any]:
        """All values of a field that are there."""
        if name not in self._values:
            column = quoted(self.names[name].column_name)
            sql = f"SELECT {column} FROM {quoted(self._intake.entity.name)} WHERE {column} IS NOT NULL"
            self._values[name] = {value for (value,) in self._intake.company.execute(sql)}
        return self._values[name]

    def has(self, name: str, value: Any) -> bool:
        """Whether a record has that value already."""
        return value is not None and value in self.values(name)

    def add(self, name: str, value: Any) -> None:
        """One more record has it."""
        if value is not None:
            self.values(name).add(value)


def heading_of(intake: Intake, target: str) -> str | None:
    """The heading of the column that fills a target."""
    return next((plan.heading for plan in intake.sheet.columns if plan.target == target), None)


def _follows(intake: Intake, name: str) -> bool:
    """Whether a column follows from others of its row (the sums of a line) and is never written by itself."""
    values: dict[str, Any] = dict.fromkeys(field for field in intake.entity.fields() if field != name)
    before = dict(values)
    intake.entity.model.derive(values)
    return name in values and name not in before
