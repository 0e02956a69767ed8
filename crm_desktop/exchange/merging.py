"""Rows of a list that mean one record become one: the first row's values stand, blanks are filled from the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from crm_desktop.entity.custom import PREFIX
from crm_desktop.entity.fields import Choice, Kind, Link, LongText, Text
from crm_desktop.exchange.assigning import NOTES
from crm_desktop.exchange.columnreading import closed
from crm_desktop.exchange.details import Details, Sorts
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.report import MOST_LISTED, Difference
from crm_desktop.exchange.resolving import RowRef
from crm_desktop.values.inparts import holds, repeated
from crm_desktop.values.text import fold


def merge(intake: Intake, leaders: list[int], differences: list[Difference]) -> set[int]:
    """Bring the values of later rows of a record to its first row; returns the later rows that added anything."""
    later = [place for place, leader in enumerate(leaders) if leader != place]
    added: set[int] = set()
    if later:
        lines: dict[int, list[str]] = {}
        for name, kind, values in value_columns(intake):
            _merge_values(intake, leaders, later, kind, values, name, added, differences, lines)
        _keep_lines(intake, lines)
        for place in later:
            names = intake.tags.pop(place, [])
            known = intake.tags.setdefault(leaders[place], [])
            fresh = [name for name in names if name not in known]
            known += fresh
            if fresh:
                added.add(place)
    for details in intake.details.values():
        _merge_details(details, leaders, bool(later), added)
    return added


def value_columns(intake: Intake) -> Iterator[tuple[str, Kind, list[Any]]]:
    """Every column of raw values: fields by name, and the custom fields to be made under "custom:Title"."""
    fields = intake.entity.model._meta.fields
    for name, values in intake.fields.items():
        yield name, fields[name], values
    for made in intake.new_fields:
        yield f"custom:{made.title}", new_kind(made.type), made.values


def new_kind(type: str) -> Kind:
    """The kind of a custom field that is still to be made."""
    from crm_desktop.entity import custom

    made: Kind = custom.field_of("", type, ())
    return made


def _merge_values(
    intake: Intake,
    leaders: list[int],
    later: list[int],
    kind: Kind,
    values: list[Any],
    name: str,
    added: set[int],
    differences: list[Difference],
    lines: dict[int, list[str]],
) -> None:
    heading = next((plan.heading for plan in intake.sheet.columns if plan.target == name), name.removeprefix("custom:"))
    for place in later:
        value, leader = values[place], leaders[place]
        if value is None or same(value, values[leader]):
            continue
        if values[leader] is None:
            values[leader] = value
            added.add(place)
        elif (sign := sign_of(kind, name)) is not None:
            if value not in values[leader].split(sign):
                values[leader] = f"{values[leader]}{sign}{value}"
                added.add(place)
        else:
            kept, offered = named(intake, kind, values[leader]), named(intake, kind, value)
            if offered:
                lines.setdefault(leader, []).append(f"{heading}: {offered}")
                if intake.field(NOTES) is not None:
                    added.add(place)
            if len(differences) < MOST_LISTED:
                title = title_at(intake, leader)
                differences.append(Difference(intake.row_number(place), 0, title, name, kept, offered))


def _keep_lines(intake: Intake, lines: dict[int, list[str]]) -> None:
    """What two rows of one record say differently goes to the notes, so that nothing is lost."""
    made = intake.entity.fields().get(NOTES)
    if not lines or made is None:
        return
    values = intake.fields.setdefault(NOTES, [None] * intake.count)
    for leader, texts in lines.items():
        values[leader] = "\n".join(filter(None, (values[leader], *dict.fromkeys(texts))))


def sign_of(kind: Kind, name: str) -> str | None:
    """What stands between the texts of several rows where a field keeps them all: notes and fields of the owner."""
    if isinstance(kind, LongText):
        return "\n"
    own = name.startswith((PREFIX, "custom:"))
    return "; " if own and isinstance(kind, Text) and not isinstance(kind, Choice) else None


def title_at(intake: Intake, place: int) -> str:
    """What a row's record is called."""
    values = intake.fields.get(intake.entity.title)
    value = values[place] if values is not None else None
    return value if isinstance(value, str) else ""


def same(one: Any, other: Any) -> bool:
    """Whether two raw values are the same to a reader."""
    if one == other:
        return True
    return isinstance(one, str) and isinstance(other, str) and closed(fold(one)) == closed(fold(other))


def named(intake: Intake, kind: Kind, raw: Any) -> str:
    """The same, a link by what its record is called, or will be."""
    entity = intake.company.entity_of(kind.rel_model) if isinstance(kind, Link) else None
    if entity is None or not isinstance(raw, int):
        return shown(kind, raw)
    if raw < 0:
        return intake.new[entity.name].titles[-raw - 1] if entity.name in intake.new else ""
    return intake.company.titles(entity, [raw]).get(raw, "")


def shown(kind: Kind, raw: Any) -> str:
    """A raw value for a list of differences."""
    if raw is None or isinstance(raw, RowRef):
        return ""
    try:
        return kind.show(raw)
    except (ValueError, TypeError):
        return str(raw)


def _repeated(owners: Sequence[int], keys: Sequence[Any]) -> bool:
    """Whether any pair comes twice."""
    several = repeated(keys)
    pairs = [pair for pair in zip(owners, keys, strict=True) if pair[1] in several] if several else []
    return len(set(pairs)) < len(pairs)


def _merge_details(details: Details, leaders: list[int], later: bool, added: set[int]) -> None:
    """Give child rows to the first row of their record, each only once; rows with a blank key are none."""
    keys = details.keys()
    plain = bool(details.children.slots)
    owners = details.owners
    raw = details.columns.get(details.children.key, [])
    twins = later or (plain and _repeated(owners, keys))
    if not holds(raw, None) and not twins:
        return
    kinds = Sorts(details.children).of_all(details)
    seen: set[tuple[Any, ...]] = set()
    kept: list[int] = []
    compared = [details.columns[name] for name in details.columns if name not in ("type", "label")]
    for at, owner in enumerate(owners):
        if raw[at] is None:
            continue
        leader = leaders[owner]
        if plain:
            parts = (keys[at],) if len(compared) == 1 and keys[at] is not None else [column[at] for column in compared]
            identity = (leader, kinds[at], *parts)
            if identity in seen:
                continue
            seen.add(identity)
        kept.append(at)
        if leader != owner:
            added.add(owner)
    details.keep(kept, [leaders[owners[at]] for at in kept])
