"""What is to become of each row of a list: created, updated, unchanged, skipped or failed; still nothing is written."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.entity.fields import Email, Link, Phone, Tick
from crm_desktop.entity.records import blank
from crm_desktop.exchange.companions import plan_companions
from crm_desktop.exchange.completing import complete
from crm_desktop.exchange.deciding import Deciding, Restore, restore_chosen
from crm_desktop.exchange.decisions import LIKELY, NEW, TRASH
from crm_desktop.exchange.freenumbers import settle_numbers
from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.matching import matched
from crm_desktop.exchange.merging import merge
from crm_desktop.exchange.near import find_likely
from crm_desktop.exchange.personnames import NICKNAME
from crm_desktop.exchange.rules import heading_of
from crm_desktop.exchange.settled import CREATED, FAILED, SKIPPED, UNCHANGED, UPDATED, Settled
from crm_desktop.exchange.trashed import find_trashed
from crm_desktop.i18n import _
from crm_desktop.store.row import quoted
from crm_desktop.values.inparts import holds


def settle(intake: Intake, mode: str, *, restore: Restore | None = None, look: bool = False) -> Settled:
    """Decide over every row; `mode` is one of decisions.MATCHES.

    `restore` brings a deleted record back; None in a mere check. `look`: likely and deleted records are looked for even
    where nothing was settled of them.
    """
    decisions = intake.sheet.decisions
    matching = matched(intake, existing=mode != NEW or decisions.touch_rows or look)
    intake.pulse()
    settled = Settled(intake, matching, [CREATED] * intake.count)
    if intake.sheet.near and mode != NEW and (look or decisions.rows or decisions.way_of(LIKELY) != NEW):
        find_likely(intake, matching)
        intake.pulse()
    if mode != NEW and (look or decisions.rows or decisions.way_of(TRASH) != NEW):
        find_trashed(intake, matching)
    if decisions.touch_rows or (look and mode == NEW):
        settled.found = matching.copy() if look else matching
        Deciding(settled, mode).run()
        restore_chosen(settled, restore)
    for place, sentence in matching.conflicts.items():
        settled.fail(place, sentence, None)
    added = merge(intake, matching.leaders, settled.differences)
    complete(settled, mode, settled.ways)
    _settle_new(settled)
    settled.companions = plan_companions(intake, settled)
    for along in settled.companions:
        added.update(along.places)
    _settle_later_rows(settled, added)
    settled.failures.sort(key=lambda failure: failure.row_number)
    return settled


# New records ----------------------------------------------------------------------------------------------------------


def _settle_new(settled: Settled) -> None:
    intake, matching = settled.intake, settled.matching
    fresh = [
        place
        for place, leader in enumerate(matching.leaders)
        if leader == place and place not in matching.records and settled.outcomes[place] not in (FAILED, SKIPPED)
    ]
    if settled.restores:
        # A mere check brings nothing back: what a row then adds to its record is not known yet.
        for place in settled.restores.keys() & set(fresh):
            settled.outcomes[place] = UPDATED
        fresh = [place for place in fresh if place not in settled.restores]
    _name_the_nameless(intake, fresh)
    _begin_a_series(intake, fresh)
    _fail_incomplete(settled, fresh)
    settle_numbers(settled, [place for place in fresh if settled.outcomes[place] != FAILED])
    if intake.entity.check is not None:
        _fail_faulty(settled, fresh)
    settled.creates = [place for place in fresh if settled.outcomes[place] == CREATED]
    chosen = set(settled.creates)
    everyone = len(chosen) == intake.count
    for name, details in intake.details.items():
        rows = range(len(details.owners))
        mine = rows if everyone else [at for at in rows if details.owners[at] in chosen]
        known = settled.new_children.get(name)
        settled.new_children[name] = [*known, *mine] if known else mine
    for place in settled.creates if intake.tags else ():
        if intake.tags.get(place):
            settled.new_tags[place] = intake.tags[place]


def _name_the_nameless(intake: Intake, fresh: Sequence[int]) -> None:
    """New people without a name are called by their mail or number, so that a list of mere addresses comes in."""
    entity = intake.entity
    values = intake.fields.get(entity.title)
    every = intake.company.columns(entity)
    ways = {column.children.name for name in entity.match if (column := every[name]).slot and column.children}
    further = [name for name, column in every.items() if column.children and column.children.name in ways]
    columns = [every[name] for name in dict.fromkeys((*entity.match, *further))]
    slots = [column for column in columns if column.slot is not None and column.children is not None]
    own = [name for name in entity.match if entity.person and isinstance(entity.fields().get(name), Phone | Email)]
    named = values is not None and not holds(values, None)
    if named or not (slots or own) or not entity.fields()[entity.title].required:
        return
    values = intake.fields[entity.title] = list(values or [None] * intake.count)
    nameless = {place for place in fresh if values[place] is None}
    if entity.person and NICKNAME in intake.fields:
        for place in nameless:
            values[place] = intake.fields[NICKNAME][place]
        nameless = {place for place in nameless if values[place] is None}
    for name in reversed(own):
        for place in nameless if name in intake.fields else ():
            values[place] = intake.fields[name][place] or values[place]
    for column in reversed(slots):
        assert column.children is not None and column.slot is not None
        details = intake.details.get(column.children.name)
        if details is None:
            continue
        wanted = column.slot.where.items()
        for at in range(len(details.owners) - 1, -1, -1):
            if details.owners[at] in nameless and all(details.columns[name][at] == value for name, value in wanted):
                values[details.owners[at]] = details.columns[column.slot.field][at]


def _begin_a_series(intake: Intake, fresh: Sequence[int]) -> None:
    """New records begin at the first of the stages they pass where the list says nothing of stages."""
    for name, made in intake.entity.fields().items():
        other = intake.company.entity_of(made.rel_model) if isinstance(made, Link) else None
        if other is None or not made.required or name in intake.fields or "position" not in other.fields():
            continue
        first = intake.company.execute(f"SELECT id FROM {quoted(other.name)} ORDER BY position, id LIMIT 1").fetchone()
        if first is not None and fresh:
            chosen = set(fresh)
            intake.fields[name] = [first[0] if place in chosen else None for place in range(intake.count)]
            sentence = _("The list says nothing of {field}: new records begin at “{first}”.")
            called = intake.company.titles(other, [first[0]])[first[0]]
            intake.warnings.append(sentence.format(field=made.title, first=called))


def _fail_incomplete(settled: Settled, fresh: Sequence[int]) -> None:
    intake = settled.intake
    for name, made in intake.entity.fields().items():
        if not made.required or isinstance(made, Tick):
            continue
        if made.default is not None:
            _fail_unread(settled, name, fresh)
            continue
        values = intake.fields.get(name)
        if values is not None and not holds(values, None, ""):
            continue
        for place in fresh:
            if values is None or values[place] in (None, ""):
                sentence, heading = intake.needed.get(place) or (
                    _("{field} is needed.").format(field=made.title),
                    heading_of(intake, name),
                )
                settled.fail(place, sentence, heading)


def _fail_unread(settled: Settled, name: str, fresh: Sequence[int]) -> None:
    """A needed day that could not be read is not today: its row fails."""
    values = settled.intake.fields.get(name)
    if values is None:
        return
    for place in fresh:
        if values[place] is None and place in settled.intake.needed:
            settled.fail(place, *settled.intake.needed[place])


def _fail_faulty(settled: Settled, fresh: Sequence[int]) -> None:
    """What the kind's own check refuses."""
    intake = settled.intake
    assert intake.entity.check is not None
    start = blank(intake.entity)
    for place in fresh:
        if settled.outcomes[place] != CREATED:
            continue
        values = dict(start)
        values.update({name: column[place] for name, column in intake.fields.items() if column[place] is not None})
        for name, sentence in (intake.entity.check(intake.company, values, {}) or {}).items():
            settled.fail(place, sentence, heading_of(intake, name))


# Rows that follow another ---------------------------------------------------------------------------------------------


def _settle_later_rows(settled: Settled, added: set[int]) -> None:
    """Later rows of a record share its fate; they count as updates where they added anything."""
    reasons = {failure.row_number: failure for failure in settled.failures}
    for place, leader in enumerate(settled.matching.leaders):
        if place == leader or settled.outcomes[place] == FAILED:
            continue
        fate = settled.outcomes[leader]
        if fate == FAILED:
            failure = reasons[settled.intake.row_number(leader)]
            settled.fail(place, failure.sentence, failure.column)
        elif fate == SKIPPED:
            settled.outcomes[place] = SKIPPED
        elif fate == CREATED:
            settled.outcomes[place] = UPDATED if place in added else UNCHANGED
        else:
            settled.outcomes[place] = UPDATED if place in added and fate == UPDATED else UNCHANGED
