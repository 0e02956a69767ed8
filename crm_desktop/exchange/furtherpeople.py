"""Several people in one row of a list: 联系人1, 手机1, 联系人2, 手机2, or Contact 1 Name, Contact 1 Phone …"""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.entity.describe import Companion, Entity
from crm_desktop.exchange.fillable import MOST_PEOPLE
from crm_desktop.exchange.headingwords import Vocabulary, squeezed
from crm_desktop.exchange.personheadings import person_of, without_person


def further_people(
    entity: Entity, words: Vocabulary, headings: Mapping[int, str], planned: Mapping[int, str | None]
) -> dict[int, str | None]:
    """The columns of the second person of a row and of those after: the target of each.

    None: a column that is kept as it stands, because nothing of it must be taken for the first person's.
    """
    said = {at: person_of(heading) for at, heading in headings.items()}
    for companion in entity.companions:
        names = {
            number for base, number, _told in said.values() if number > 1 and _is_name(entity, companion, words, base)
        }
        if names:
            return _assigned(entity, companion, words, said, names, planned)
    return {}


def _assigned(
    entity: Entity,
    companion: Companion,
    words: Vocabulary,
    said: Mapping[int, tuple[str, int, bool]],
    further: set[int],
    planned: Mapping[int, str | None],
) -> dict[int, str | None]:
    title = next(iter(companion.columns))
    first = {title, entity.title} if entity.person else {title}
    found: dict[int, str | None] = {}
    taken: set[str] = set()
    for at, (base, number, _told) in said.items():
        if number not in further:
            continue
        role = title if _is_name(entity, companion, words, base) else _role(words, base)
        target = f"{role}_{number}"
        if role is not None and number <= MOST_PEOPLE and target not in taken and target in words.targets:
            taken.add(target)
            found[at] = target
        elif planned.get(at) is not None and _may_be_the_firsts(words, planned[at], first):
            found[at] = None
    if companion.through:
        return found
    # What the first person has under the same heading is that person's, and not the company's.
    bases = {squeezed(base) for base, number, _told in said.values() if number in further}
    for at, (base, number, _told) in said.items():
        role = _role(words, base)
        if number == 1 and squeezed(base) in bases and role is not None and role != title and role not in taken:
            taken.add(role)
            found[at] = role
    return found


def _role(words: Vocabulary, base: str) -> str | None:
    """Which target of a companion a heading without its number means."""
    return words.people.get(squeezed(base)) or words.people.get(squeezed(without_person(base)))


def _is_name(entity: Entity, companion: Companion, words: Vocabulary, base: str) -> bool:
    """Whether a heading without its number names a person."""
    title = next(iter(companion.columns))
    wanted = {title, entity.title} if companion.through else {title}
    if words.people.get(squeezed(base)) == title and companion.through:
        return True
    return any(one.target in wanted and one.confidence > 0.8 for one in words.candidates(base))


def _may_be_the_firsts(words: Vocabulary, target: str | None, first: set[str]) -> bool:
    known = words.targets.get(target or "")
    return target in first or (known is not None and known.several)
