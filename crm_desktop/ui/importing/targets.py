"""What a column of a list may become, grouped as the form is, and found by any word that means it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.exchange import keptcells
from crm_desktop.exchange.assigning import NOTES
from crm_desktop.exchange.cellfits import joins
from crm_desktop.exchange.fillable import OFFERED_PEOPLE, Target
from crm_desktop.exchange.headingwords import squeezed, vocabulary
from crm_desktop.i18n import _
from crm_desktop.values.text import clean, fold


@dataclass(frozen=True)
class TargetChoice:
    """One thing to choose: the target, its title, the group it stands in, and its other names."""

    target: str | None
    title: str
    group: str
    icon: str = ""
    words: tuple[str, ...] = ()
    numbered: bool = False
    """Of the fifth person of a row and those after: offered where it is asked for by its number."""


class Choices:
    """Everything the columns of one kind of record may become."""

    def __init__(self, company: Company, entity: Entity) -> None:
        self.company, self.entity = company, entity
        self._words = vocabulary(company, entity)
        self._names: dict[str, list[str]] = {}
        for word, name in self._words.words.items():
            if name is not None:
                self._names.setdefault(name, []).append(word)
        self._fields = self._fixed()
        self._without = self._no_field()

    def title(self, target: str | None) -> str:
        """How a target is called."""
        if target is None:
            return _("Left out")
        if target.startswith("custom:"):
            return target.removeprefix("custom:").strip()
        if target == "notes+":
            return _("Added to the remarks")
        known = self._words.targets.get(target)
        return known.title if known is not None else target

    def icon(self, target: str | None) -> str:
        """The mark before a target that is no plain field."""
        if target is None:
            return "minus"
        if target.startswith("custom:"):
            return "custom-field"
        return "note" if target == "notes+" else ""

    def is_new(self, target: str | None) -> bool:
        """Whether a target is a field of the owner's that is yet to be made."""
        if target is None or not target.startswith("custom:"):
            return False
        title = keptcells.free_title(self.company, self.entity, target.removeprefix("custom:").strip())
        return keptcells.existing(self.company, self.entity, title) is None

    def takes_several(self, target: str | None) -> str:
        """What becomes of two columns with one target: "each", "joined", or "first" (the others are kept beside)."""
        known = self._words.targets.get(target or "")
        if known is None or known.several:
            return "each"
        if known.companion is not None or known.children is not None:
            return "first"
        return "joined" if joins(known.kind) is not None else "first"

    def needed(self) -> Target | None:
        """The column that names each record, where nothing else can."""
        known = self._words.targets.get(self.entity.title)
        made = self.entity.fields().get(self.entity.title)
        return known if made is not None and made.required and made.default is None else None

    def found(self, typed: str, heading: str) -> list[TargetChoice]:
        """What fits the words typed, in the order of the groups; all of it where nothing is typed."""
        wanted = clean(typed)
        own = self._own(wanted or heading)
        if not wanted:
            return [*(choice for choice in self._fields if not choice.numbered), own, *self._without]
        folded, key = fold(wanted), squeezed(wanted)
        found = [choice for choice in self._fields if _fits(choice, folded, key)]
        return [*found, *(choice for choice in self._without if _fits(choice, folded, key)), own]

    def _own(self, title: str) -> TargetChoice:
        text = _("New field of your own: “{title}”").format(title=title)
        return TargetChoice(f"custom:{title}", text, _("Your own fields"), "custom-field")

    def _fixed(self) -> list[TargetChoice]:
        left = dict(self._words.targets)
        made: list[TargetChoice] = []
        for section in self.entity.sections:
            for name in section.fields:
                if name in left:
                    made.append(self._choice(left.pop(name), _(section.title)))
        others: dict[str, list[TargetChoice]] = {}
        for target in left.values():
            group = self._group(target)
            others.setdefault(group, []).append(self._choice(target, group))
        made += [choice for group in others.values() for choice in group]
        made.sort(key=lambda choice: choice.group == _("Your own fields"))
        return made

    def _no_field(self) -> list[TargetChoice]:
        made = []
        if NOTES in self._words.targets:
            made.append(TargetChoice("notes+", _("Add to the remarks"), _("Without a field"), "note"))
        made.append(TargetChoice(None, _("Leave out"), _("Without a field"), "minus"))
        return made

    def _choice(self, target: Target, group: str) -> TargetChoice:
        return TargetChoice(
            target.name,
            target.title,
            group,
            words=tuple(self._names.get(target.name, ())),
            numbered=target.which > OFFERED_PEOPLE,
        )

    def _group(self, target: Target) -> str:
        if target.own:
            return _("Your own fields")
        if target.companion is not None:
            return self.company.entity(target.companion.kind).singular
        children = target.children or (target.column.children if target.column is not None else None)
        if children is not None:
            return _(children.title)
        return _("More")


def _fits(choice: TargetChoice, folded: str, key: str) -> bool:
    if choice.numbered and not any(map(str.isdigit, folded)):
        return False
    if folded in fold(choice.title) or folded in fold(choice.group):
        return True
    return bool(key) and any(key in word for word in choice.words)


def twice(choices: Choices, targets: Sequence[str | None]) -> dict[int, str]:
    """Columns whose target another column has too: what becomes of them, "joined" or "first"."""
    places: dict[str, list[int]] = {}
    for at, target in enumerate(targets):
        if target is not None and not target.startswith("custom:") and target != "notes+":
            places.setdefault(target, []).append(at)
    found = {}
    for target, columns in places.items():
        how = choices.takes_several(target)
        if len(columns) > 1 and how != "each":
            found.update(dict.fromkeys(columns, how))
    return found
