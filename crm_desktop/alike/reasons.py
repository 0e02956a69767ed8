"""Why two records are taken for one, in words a person understands: same phone, sounds alike, one digit differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from crm_desktop.alike import evidence, weights
from crm_desktop.alike.evidence import Evidence
from crm_desktop.alike.forms import spoken
from crm_desktop.alike.judging import Judged
from crm_desktop.alike.population import Coded, Population
from crm_desktop.alike.weights import DIFFERS, NEAR, SAME
from crm_desktop.i18n import N_, _
from crm_desktop.values.companies import is_cut_name
from crm_desktop.values.text import fold, has_cjk

_SAME: Final = {
    evidence.PHONE: N_("same phone"),
    evidence.MAIL: N_("same mail address"),
    evidence.SITE: N_("same domain"),
    evidence.STREET: N_("same address"),
    evidence.BIRTHDAY: N_("same birthday"),
}
_NEAR: Final = {
    evidence.STREET: N_("nearly the same address"),
    evidence.MAIL: N_("mail address with one sign different"),
}
_DIFFERENT: Final = {
    evidence.PHONE: N_("different phone"),
    evidence.MAIL: N_("different mail address"),
    evidence.BIRTHDAY: N_("different birthday"),
    evidence.STREET: N_("different address"),
    evidence.GIVEN: N_("different given name"),
    evidence.FAMILY: N_("different family name"),
    evidence.CALLED: N_("different name"),
}
_UNTOLD_DIFFERENCES: Final = (
    evidence.SITE, evidence.OWN, evidence.POSTCODE, evidence.REGION, evidence.WORD, evidence.HANDLE, evidence.TOWN,
)  # fmt: skip
"""Differences that say too little to be told."""


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for two records being one, or (`against`) for their being two."""

    sort: str
    """The sort of evidence, as in `alike.evidence`."""
    columns: tuple[str, ...]
    """The columns that it is about, by name."""
    marked: str
    """The sentence, marked; {field} stands for the title of the field."""
    field: str = ""
    own: bool = False
    """Whether the field is one of the owner's own, whose title is not translated."""
    against: bool = False

    @property
    def text(self) -> str:
        """The reason in the language in force."""
        return _(self.marked).format(field=self.field if self.own else _(self.field))


def reasons(people: Population, judged: Judged, at: int) -> tuple[Reason, ...]:
    """Why pair number `at` is taken for one, the strongest first; after that what speaks against it."""
    found: list[tuple[float, Reason]] = []
    one, other = int(judged.one[at]), int(judged.other[at])
    names = {evidence.FAMILY, evidence.GIVEN}
    if evidence.GIVEN in judged.levels:
        found += _of_name(people, judged, at)
    for name, coded in people.columns.items():
        level = int(judged.levels[name][at])
        if name in names or level == weights.MISSING:
            continue
        if level == DIFFERS:
            found += _against(coded)
            continue
        marked = _same(people, coded, one, other) if level == SAME else _near(people, coded, one, other)
        found.append((_strength(coded.sort, level), _reason(coded.evidence, coded.sort, marked)))
    found.sort(key=lambda pair: -pair[0])
    return tuple(reason for _strength, reason in found)


def _strength(sort: str, level: int) -> float:
    chances = weights.CHANCES[sort]
    share = chances.usual if level == SAME else chances.near
    return -weights.bits(share) + weights.bits(chances.one[0] / chances.companions[0])


def _reason(one: Evidence, sort: str, marked: str, *, against: bool = False) -> Reason:
    return Reason(sort, one.columns, marked, one.title, one.custom, against)


def _against(coded: Coded) -> list[tuple[float, Reason]]:
    if coded.sort in _UNTOLD_DIFFERENCES:
        return []
    marked = _DIFFERENT.get(coded.sort, N_("{field}: different"))
    strength = weights.bits(weights.CHANCES[coded.sort].one[2])
    return [(strength, _reason(coded.evidence, coded.sort, marked, against=True))]


def _same(people: Population, coded: Coded, one: int, other: int) -> str:
    if coded.sort == evidence.CALLED:
        name = coded.evidence.columns[0]
        texts = [fold(str(people.value(name, row) or "")) for row in (one, other)]
        if texts[0] == texts[1]:
            return N_("same name")
        if any(map(is_cut_name, texts)):
            return N_("same name, but cut off within words like Ltd or 有限公司")
        towns = people.towns[one], people.towns[other]
        if towns[0] != towns[1]:
            return N_("same name, but for the town and words like Ltd or 有限公司")
        return N_("same name, but for words like Ltd or 有限公司")
    return _SAME.get(coded.sort, N_("{field}: the same"))


def _near(people: Population, coded: Coded, one: int, other: int) -> str:
    left, right = _closest(coded, one, other)
    if coded.sort == evidence.CALLED:
        return _near_name(left, right)
    if coded.sort == evidence.PHONE:
        if len(left) != len(right) and (left.endswith(right.lstrip("0")) or right.endswith(left.lstrip("0"))):
            return N_("same phone, once without the area code")
        return N_("phone with one digit different")
    if coded.sort == evidence.BIRTHDAY:
        if "--" in (left[:2], right[:2]):
            return N_("same birthday, once without the year")
        if left[4:6] == right[6:] and left[6:] == right[4:6]:
            return N_("birthday with day and month exchanged")
        return N_("birthday with one digit different")
    return _NEAR.get(coded.sort, N_("{field}: nearly the same"))


def _closest(coded: Coded, one: int, other: int) -> tuple[str, str]:
    """The two values of two rows that are least different."""
    mine, yours = ([coded.forms[code] for code in coded.codes[row] if code >= 0] for row in (one, other))
    return min(((left, right) for left in mine for right in yours), key=lambda pair: OSA.distance(*pair))


def _near_name(left: str, right: str) -> str:
    if left.startswith(right) or right.startswith(left):
        return N_("one name is the beginning of the other")
    if has_cjk(left) and spoken(left) == spoken(right):
        return N_("name sounds alike")
    return N_("name with a letter different")


def _of_name(people: Population, judged: Judged, at: int) -> list[tuple[float, Reason]]:
    """People: what the two parts of their names say together."""
    family, given = (people.columns[name] for name in (evidence.FAMILY, evidence.GIVEN))
    levels = [int(judged.levels[name][at]) for name in (evidence.FAMILY, evidence.GIVEN)]
    one, other = int(judged.one[at]), int(judged.other[at])
    words = family.forms
    mine, yours = ([int(coded.codes[row, 0]) for coded in (family, given)] for row in (one, other))
    strength = sum(_strength(sort, level) for sort, level in zip((evidence.FAMILY, evidence.GIVEN), levels, strict=True)
                   if level >= NEAR)  # fmt: skip
    if levels == [NEAR, NEAR] and set(mine) & set(yours):
        return [(strength, _reason(given.evidence, evidence.GIVEN, N_("family and given name exchanged")))]
    if min(levels) == SAME or (max(levels) == SAME and 0 in levels):
        marked = N_("same name") if min(levels) == SAME else N_("same name, as far as it is known")
        return [(strength, _reason(given.evidence, evidence.GIVEN, marked))]
    found: list[tuple[float, Reason]] = []
    for coded, level, left, right in zip((family, given), levels, mine, yours, strict=True):
        if level == DIFFERS:
            found += _against(coded)
        elif level >= NEAR:
            marked = N_("{field}: the same") if level == SAME else _near_part(words[left], words[right])
            found.append((_strength(coded.sort, level), _reason(coded.evidence, coded.sort, marked)))
    return found


def _near_part(left: str, right: str) -> str:
    if left.startswith(right) or right.startswith(left):
        return N_("{field}: one is short for the other")
    if has_cjk(left) or (spoken(left) == spoken(right) and OSA.distance(left, right) > 1):
        return N_("{field}: sounds alike")
    return N_("{field}: a letter different")
