"""An import profile used on a list: how well it fits, what its columns become, and what the two lack of each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, NamedTuple

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice
from crm_desktop.errors import Refused
from crm_desktop.exchange import keptcells
from crm_desktop.exchange.choicewords import can_create
from crm_desktop.exchange.decisions import CREATE, LEAVE, Decisions
from crm_desktop.exchange.filling_down import fill_down
from crm_desktop.exchange.headings import Known, placed
from crm_desktop.exchange.headingwords import Vocabulary, vocabulary
from crm_desktop.exchange.mapping import SheetPlan, give_way, remap
from crm_desktop.exchange.profiles import Profile, bare_headings, is_ours, profiles_of
from crm_desktop.exchange.tables import Table, as_text, cleaned
from crm_desktop.i18n import _, listed, n_
from crm_desktop.values.text import fold

FITS: Final = 0.5
"""The share of a profile's columns that a list must have for the profile to be offered."""
_MOST_NAMED: Final = 5


class Fit(NamedTuple):
    """How many columns of a profile a list has, of how many."""

    found: int
    wanted: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.found / max(1, self.wanted)


@dataclass
class Misfit:
    """What a profile and a list lack of each other."""

    lacking: list[str] = field(default_factory=list)
    """Headings of the profile that the list lacks, but those that it would leave out."""
    unknown: list[str] = field(default_factory=list)
    """Columns of the list that the profile does not know; they are what they were understood to be."""
    gone: list[str] = field(default_factory=list)
    """Fields of the owner's that are no longer there; their columns are what they were understood to be."""

    def sentence(self, name: str) -> str:
        """What a person must know of it, for a profile of that name; nothing where all went together."""
        parts = [
            sentence.format(columns=_some(names))
            for sentence, names in (
                (_("not in this list: {columns}"), self.lacking),
                (_("not in the profile, so left as understood: {columns}"), self.unknown),
                (_("fields of your own that are gone: {columns}"), self.gone),
            )
            if names
        ]
        if not parts:
            return ""
        return _("Import profile “{name}”: {parts}.").format(name=name, parts=_("; ").join(parts))


class Used(NamedTuple):
    """A sheet planned as a profile says, and what did not go together."""

    plan: SheetPlan
    profile: Profile
    misfit: Misfit

    @property
    def sentence(self) -> str:
        """What did not go together, as a person must know it."""
        return self.misfit.sentence(self.profile.name)


def fit(profile: Profile, table: Table, known: Known | None = None) -> Fit:
    """How well a list fits a profile, with its headings where they are or where the profile has them."""
    return _placed(profile, table, known)[1]


def fitting(company: Company, table: Table, known: Known | None = None) -> list[tuple[Profile, Fit]]:
    """The profiles that fit a list, the best first; of two that fit alike the one that knows more of its columns."""
    kinds = {entity.name for entity in company.entities}
    pairs = [(one, fit(one, table, known)) for one in profiles_of(company) if one.kind in kinds]
    return sorted(
        (pair for pair in pairs if pair[1].share >= FITS), key=lambda pair: (-pair[1].share, -pair[1].found)
    )  # fmt: skip


def use(
    company: Company, sheet: SheetPlan, profile: Profile, *, today: date, known: Known | None = None
) -> Used:  # fmt: skip
    """A sheet as a profile says, whatever it was to become; the sheet itself stays as it is.

    Refused where the kind is no longer there, or the list has not one column of the profile.
    """
    if profile.kind not in {entity.name for entity in company.entities}:
        sentence = _("The import profile “{name}” is for a kind of record that this company does not have.")
        raise Refused(sentence.format(name=profile.name), "profile")
    table, found = _placed(profile, sheet.table, known)
    if not found.found:
        raise Refused(_misfit(profile, table), "profile")
    plan = _as_understood(company, sheet, table, profile.kind, today)
    used = Used(plan, profile, Misfit())
    entity = company.entity(profile.kind)
    words = vocabulary(company, entity, told=True)
    places = _places(profile, table)
    for at, kept in enumerate(profile.spec.columns):
        if at not in places:
            if kept.heading and kept.target is not None:
                used.misfit.lacking.append(kept.heading)
            continue
        column = plan.columns[places[at]]
        there, target = _target(company, entity, kept.target, profile.spec.titles, words)
        if there:
            column.target, column.why = target, "profile"
        else:
            used.misfit.gone.append(target or "")
    for column in plan.columns:
        if column.why == "profile":
            give_way(plan.columns, column, column.target, words)
    taken = set(places.values())
    headings = bare_headings(table)
    used.misfit.unknown = [one.heading for one in plan.columns if one.index not in taken and not is_ours(one.heading)
                    and (headings[one.index] or any(row[one.index] is not None for row in table.body))]  # fmt: skip
    used.misfit.gone = list(dict.fromkeys(used.misfit.gone))
    _settle(company, entity, plan, profile, places, words)
    return used


def _misfit(profile: Profile, table: Table) -> str:
    """Why a profile cannot be used on a list at all."""
    columns = profile.spec.columns
    if profile.spec.header_row is None:
        sentence = _(
            "The import profile “{name}” is for lists without headings and with {n} columns; “{sheet}” is none."
        )
        return sentence.format(name=profile.name, n=len(columns), sheet=table.name)
    sentence = _("“{sheet}” has none of the columns of the import profile “{name}”: {columns}.")
    names = [one.heading for one in columns if one.heading]
    return sentence.format(sheet=table.name, name=profile.name, columns=_some(names))


def _as_understood(company: Company, sheet: SheetPlan, table: Table, kind: str, today: date) -> SheetPlan:
    """The sheet as that kind without the profile; where it is that already, what was chosen or remembered stays."""
    begun = replace(sheet, table=table, corrections=dict(sheet.corrections), filled_down=set(sheet.filled_down))
    plan = remap(company, begun, kind, today=today)
    if sheet.kind == kind and table is sheet.table:
        for column, before in zip(plan.columns, sheet.columns, strict=True):
            if before.why in ("chosen", "remembered"):
                column.target, column.why = before.target, before.why
    return plan


def _settle(
    company: Company, entity: Entity, plan: SheetPlan, profile: Profile, places: Mapping[int, int], words: Vocabulary
) -> None:
    """What the profile says beside the columns: of records that are there, of words, days and blanks."""
    spec = profile.spec
    plan.match, plan.date_order, plan.near = spec.match, spec.date_order, spec.near
    settled = spec.decisions({at: plan.table.headings[place] for at, place in places.items()})
    plan.decisions = _that_hold(company, entity, settled, spec.titles, words)
    for at, place in places.items():
        if spec.columns[at].filled_down:
            fill_down(plan, place)


def _that_hold(
    company: Company, entity: Entity, settled: Decisions, titles: Mapping[str, str], words: Vocabulary
) -> Decisions:
    """What was settled, without what concerns fields or choices that are gone."""

    def now(target: str) -> str | None:
        there, found = _target(company, entity, target, titles, words)
        return found if there and found in words.targets else None

    def means(target: str, key: str) -> bool:
        made = entity.fields().get(target)
        if not isinstance(made, Choice):
            return False
        return key == LEAVE or (key == CREATE and can_create(target)) or key in made.by_key

    settled.fields = {name: way for target, way in settled.fields.items() if (name := now(target))}
    settled.clearing = {name for target in settled.clearing if (name := now(target))}
    settled.words = {
        (name, word): key
        for (target, word), key in settled.words.items()
        if (name := now(target)) and means(name, key)
    }  # fmt: skip
    return settled


def _target(
    company: Company, entity: Entity, target: str | None, titles: Mapping[str, str], words: Vocabulary
) -> tuple[bool, str | None]:
    """Whether a target is still there, and what it is now; what it was called where it is not."""
    if target is None or target in words.targets or target == "notes+" or target.startswith("custom:"):
        return True, target
    title = titles.get(target, target)
    again = keptcells.existing(company, entity, title)
    return (True, again.name) if again is not None else (False, title)


# Which column is which ------------------------------------------------------------------------------------------------


def _placed(profile: Profile, table: Table, known: Known | None) -> tuple[Table, Fit]:
    """The table with its headings in the profile's row where more of them stand there, and how well that fits."""
    as_it_is = _fit(profile, table)
    row = profile.spec.header_row
    if row is None or row == table.header_row or as_it_is.share == 1:
        return table, as_it_is
    if not _may_head(profile, table, row - table.first_row):
        return table, as_it_is
    other = placed(table, row, known=known)
    there = _fit(profile, other)
    return (other, there) if there.found > as_it_is.found else (table, as_it_is)


def _may_head(profile: Profile, table: Table, at: int) -> bool:
    """Whether any heading of a profile stands in a row or the one below it; a look at that spares reading all rows."""
    if not 0 <= at < len(table.rows):
        return False
    there = {fold(cleaned(as_text(cell))) for row in table.rows[at : at + 2] for cell in row} - {""}
    wanted = {fold(part) for one in profile.spec.columns for part in (one.heading, *one.heading.split(" / "))}
    return bool(there & wanted)


def _fit(profile: Profile, table: Table) -> Fit:
    columns = profile.spec.columns
    counted = [at for at, one in enumerate(columns) if one.target is not None] or list(range(len(columns)))
    places = _places(profile, table)
    if profile.spec.header_row is None and len(table.headings) != len(columns):
        # Without headings only the number of columns tells lists apart.
        return Fit(0, len(counted))
    return Fit(sum(at in places for at in counted), len(counted))


def _places(profile: Profile, table: Table) -> dict[int, int]:
    """Which column of a list each column of a profile is."""
    if (profile.spec.header_row is None) != (table.header_row is None):
        return {}
    there = {key: at for at, key in enumerate(_keys(bare_headings(table)))}
    wanted = _keys([one.heading for one in profile.spec.columns])
    return {at: there[key] for at, key in enumerate(wanted) if key in there}


def _keys(headings: Sequence[str]) -> list[tuple[str, int]]:
    """What tells columns apart: the folded heading and which of those alike it is; without one, its place."""
    keys: list[tuple[str, int]] = []
    seen: dict[str, int] = {}
    for at, heading in enumerate(headings):
        key = fold(heading)
        seen[key] = seen.get(key, 0) + 1
        keys.append((key, seen[key]) if key else ("", at))
    return keys


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _MOST_NAMED
    shown = listed(name[:40] for name in names[:_MOST_NAMED])
    return shown + (n_(" and {n} more", " and {n} more", rest) if rest > 0 else "")
