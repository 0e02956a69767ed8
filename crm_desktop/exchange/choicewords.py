"""Words of a list that are none of a field's choices: asked about once each, then meant, made a choice, or left out."""

from __future__ import annotations

from crm_desktop.entity.custom import PREFIX
from crm_desktop.entity.fields import Choice
from crm_desktop.exchange.assigning import ColumnPlan
from crm_desktop.exchange.columnreading import Read
from crm_desktop.exchange.decisions import CREATE, LEAVE
from crm_desktop.exchange.intake import Intake, some_of
from crm_desktop.exchange.tables import as_text
from crm_desktop.i18n import _
from crm_desktop.values.text import clean, fold


def settle_words(intake: Intake, plan: ColumnPlan, name: str, read: Read) -> None:
    """Do with the words that a column of choices does not know what was settled; the others stay faults of cells."""
    made = intake.entity.fields()[name]
    assert isinstance(made, Choice)
    cells = intake.cells(plan.index)
    settled = intake.sheet.decisions.words
    unknown = intake.unknown_words.setdefault(name, {})
    counted: dict[str, str] = {fold(word): word for word in unknown}
    left: list[str] = []
    values = list(read.values)
    for place in list(read.faults):
        word = clean(as_text(cells[place]))
        known = counted.setdefault(fold(word), word)
        unknown[known] = unknown.get(known, 0) + 1
        way = settled.get((name, fold(word)))
        if way == CREATE and can_create(name):
            values[place] = _made(intake, name, known)
        elif way in made.by_key:
            values[place] = way
        elif way == LEAVE:
            intake.lost.setdefault(plan.heading, set()).add(place)
        else:
            left.append(known)
            continue
        del read.faults[place]
    read.values = values
    if left:
        sentence = _("{column}: the words {words} are none of its choices and are kept beside it.")
        intake.warnings.append(sentence.format(column=plan.heading, words=some_of(list(dict.fromkeys(left)))))


def can_create(name: str) -> bool:
    """Whether a field may get one more choice: those of the owner's own may."""
    return name.startswith(PREFIX)


def _made(intake: Intake, name: str, word: str) -> str:
    """The key of a choice that is made along with the import."""
    fresh = intake.new_choices.setdefault(name, [])
    if word not in fresh:
        fresh.append(word)
    return word
