"""What the command box answers to some words: records of all kinds, things that can be done, a record to make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from crm_desktop.entity import query
from crm_desktop.entity.begun import begun
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Link, Text
from crm_desktop.entity.finding import is_named_by_another, leading
from crm_desktop.entity.misspelt import FEW, similar
from crm_desktop.i18n import _, labelled
from crm_desktop.values.text import fold, has_cjk, search_text

MOST: Final = 30
"""Records found at most."""
OF_A_KIND: Final = 6
"""Records of one kind shown at most."""
COMMANDS: Final = 6
"""Commands shown beside records at most."""
PATIENCE: Final = 0.006
"""Seconds of the processor that records are looked for at a key; what this leaves out is found once typing pauses."""
OPENED: Final = 12
"""Records opened last that are offered before anything is typed; those before them still rank higher when sought."""


class Command(Protocol):
    """A command as the window's actions give it."""

    @property
    def text(self) -> str: ...
    @property
    def keys(self) -> tuple[str, ...]: ...
    @property
    def icon(self) -> str: ...
    @property
    def menu(self) -> str: ...
    @property
    def run(self) -> Callable[[], object]: ...
    @property
    def possible(self) -> bool: ...


@dataclass(frozen=True)
class Answer:
    """One line to choose; a heading has nothing to run."""

    text: str
    why: str = ""
    icon: str = ""
    keys: str = ""
    run: Callable[[], object] | None = None
    tip: str = ""

    @property
    def choosable(self) -> bool:
        """Whether it is more than a heading."""
        return self.run is not None

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.text, self.why, self.keys) if part)

    def same_as(self, other: Answer) -> bool:
        """Whether it is the same line, found again."""
        return (self.text, self.why, self.icon, self.keys) == (other.text, other.why, other.icon, other.keys)


Opener = Callable[[str, int], object]
Maker = Callable[[str, dict[str, str]], object]


class Answers:
    """Finds the answers of one window."""

    def __init__(
        self,
        company: Company,
        commands: Callable[[], Sequence[Command]],
        open_record: Opener,
        new_record: Maker,
        kinds: Sequence[str],
    ) -> None:
        """`kinds` are those that a record may be made of from the words, the likeliest first."""
        self._company, self._commands = company, commands
        self._open, self._new, self._kinds = open_record, new_record, kinds
        self._known: dict[str, str] = {}
        self._cut = False
        """Whether patience ended before all records were looked through."""

    def to(self, words: str, recent: Iterable[tuple[str, int]] = (), found: list[Answer] | None = None) -> list[Answer]:
        """The lines for what has been typed; the `recent` records, opened last, where that is nothing.

        `found` are the records, where they have been looked for already.
        """
        if not words.strip():
            return self._recent(recent) + self._doable("", COMMANDS * 2)
        self._cut = False
        if found is None:
            found, self._cut = self._records(words, recent, patience=PATIENCE)
        done = self._doable(words, COMMANDS)
        if not found and self._cut:
            return done
        if not found or found[0].text == _("Similar"):
            return done + found + self._makeable(words.strip())
        wanted = fold(words)
        if done and self._begins(done[1].text, wanted) and not fold(found[1].text).startswith(wanted):
            return done + found
        return found + done

    def is_spoken(self, text: str) -> bool:
        """Whether it is known how a text is spoken."""
        return text in self._known

    def keep_spoken(self, known: dict[str, str]) -> None:
        """Find commands by what `spoken` gave, too."""
        self._known.update(known)

    def worth_more(self, words: str) -> bool:
        """Whether a thorough search may find more, and is not too slow for so few letters."""
        plain = fold(words).strip()
        return self._cut or len(plain) > (1 if has_cjk(plain) else 2)

    def records(self, words: str, recent: Iterable[tuple[str, int]] = (), thorough: bool = False) -> list[Answer]:
        """The records that hold the words, by kind: those called so, those that were opened last, the others.

        A kind with very many matches leaves no room for others; `thorough` asks for those as well, and for similar ones
        where few are found; that takes longer.
        """
        return self._records(words, recent, thorough=thorough)[0]

    def _records(
        self, words: str, recent: Iterable[tuple[str, int]], *, thorough: bool = False, patience: float = 0
    ) -> tuple[list[Answer], bool]:
        """The lines, and whether patience ended before all was looked through."""
        index = self._company.index
        ids: dict[str, list[int]] = {}
        found = index.find(words, MOST, first=tuple(recent), leading=leading(self._company.entities), patience=patience)
        cut = found.cut
        while found:
            for kind, row in found:
                ids.setdefault(kind, []).append(row)
            rest = [kind for kind in index.kinds if kind not in ids]
            if not (thorough and rest and len(found) == MOST):
                break
            found = index.find(words, MOST, rest)
        kinds = [self._company.entity(kind) for kind in ids]
        named = {entity: self._named(entity, ids[entity.name][:OF_A_KIND]) for entity in kinds}
        wanted = fold(words).strip()
        # Who is called so comes before who only works there, and whoever is meant before what was once said about them
        # and what is written to all of them.
        kinds.sort(key=lambda entity: (entity.about or entity.serves, _likeness(entity, named[entity], wanted)))
        lines: list[Answer] = []
        for entity in kinds:
            lines.append(Answer(entity.plural))
            lines += named[entity]
        if thorough and sum(map(len, ids.values())) < FEW:
            lines += self._similar(words)
        return lines, cut

    def _similar(self, words: str) -> list[Answer]:
        """Under one heading, the likeliest first."""
        found = similar(self._company.index, words, OF_A_KIND)
        named = {
            (kind, row): line
            for kind in dict.fromkeys(kind for kind, _row in found)
            for row, line in self._described(
                self._company.entity(kind), [row for name, row in found if name == kind]
            ).items()
        }
        lines = [named[one] for one in found if one in named]
        return [Answer(_("Similar")), *lines] if lines else []

    def _recent(self, recent: Iterable[tuple[str, int]]) -> list[Answer]:
        kept = list(recent)[:OPENED]
        ids: dict[str, list[int]] = {}
        known = {entity.name for entity in self._company.entities}
        for kind, row in kept:
            if kind in known:
                ids.setdefault(kind, []).append(row)
        lines: dict[tuple[str, int], Answer] = {}
        for kind, rows in ids.items():
            entity = self._company.entity(kind)
            lines.update({(kind, row): line for row, line in self._described(entity, rows).items()})
        found = [lines[record] for record in kept if record in lines]
        return [Answer(_("Opened last")), *found] if found else []

    def _named(self, entity: Entity, rows: Sequence[int]) -> list[Answer]:
        described = self._described(entity, rows)
        return [described[row] for row in rows if row in described]

    def _described(self, entity: Entity, rows: Sequence[int]) -> dict[int, Answer]:
        names = (entity.title, *entity.subtitle)
        kinds = [self._company.column(entity, name).kind for name in names]
        lines = {}
        for row, values in query.page(self._company, entity, rows, names).items():
            texts = [kind.show(raw).replace("\n", " ") for kind, raw in zip(kinds, values, strict=True)]
            why = " · ".join(text for text in texts[1:] if text)
            run = _opening(self._open, entity.name, row)
            lines[row] = Answer(texts[0] or f"#{row}", why, entity.icon, run=run)
        return lines

    def _doable(self, words: str, most: int) -> list[Answer]:
        wanted = fold(words).split()
        lines = []
        for command in self._commands():
            text = fold(f"{command.text} {command.menu}") + self._known.get(command.text, "")
            if command.possible and all(word in text for word in wanted):
                usual = next(iter(command.keys), "")
                lines.append(Answer(command.text, command.menu, command.icon, usual, command.run))
        lines.sort(key=lambda line: self._distance(line.text, fold(words)))
        named: dict[str, Answer] = {}
        for line in lines:
            named.setdefault(line.text, line)  # a page stands in two menus, and is one thing to do
        lines = list(named.values())
        return [Answer(_("Commands")), *lines[:most]] if lines else []

    def _begins(self, text: str, words: str) -> bool:
        """Whether a command's name begins with the words, as written or by its pinyin."""
        return any(form.startswith(words) for form in self._forms(text))

    def _distance(self, text: str, words: str) -> int:
        """0 where a command's name begins with the words, 1 where it holds them, 2 where only its menu does."""
        if self._begins(text, words):
            return 0
        forms = self._forms(text)
        return 1 if all(any(word in form for form in forms) for word in words.split()) else 2

    def _forms(self, text: str) -> list[str]:
        return [fold(text), *self._known.get(text, "").split("\n")]

    def _makeable(self, words: str) -> list[Answer]:
        lines = []
        for kind in self._kinds:
            entity = self._company.entity(kind)
            titled = entity.fields().get(entity.title)
            if not isinstance(titled, Text) or isinstance(titled, Link) or not titled.required:
                continue
            values = begun(entity, words)
            if not values:
                continue
            text = _("New {kind} “{words}”").format(kind=entity.singular.lower(), words=words)
            titles = {name: self._company.column(entity, name).title for name in values}
            told = " · ".join(labelled(titles[name], value) for name, value in values.items())
            why = "" if list(values) == [entity.title] else told
            lines.append(Answer(text, why, "add", run=_making(self._new, kind, values)))
        return [Answer(_("Make a new record")), *lines] if lines else []


def _likeness(entity: Entity, lines: Sequence[Answer], words: str) -> int:
    """0 where a title begins with the words, as written or by its pinyin; 1 where one holds them; 2 for the others."""
    if is_named_by_another(entity):
        return 2
    best = 2
    for line in lines:
        forms = search_text([line.text])
        if any(form.startswith(words) for form in forms.split("\n")):
            return 0
        if best == 2 and all(word in forms for word in words.split()):
            best = 1
    return best


def spoken(texts: Iterable[str]) -> dict[str, str]:
    """Texts with their pinyin and its initials; slow the first time, so it may be asked on another thread."""
    return {text: search_text([text]) for text in texts}


def _opening(open_record: Opener, kind: str, row: int) -> Callable[[], object]:
    return lambda: open_record(kind, row)


def _making(new_record: Maker, kind: str, values: dict[str, str]) -> Callable[[], object]:
    return lambda: new_record(kind, values)
