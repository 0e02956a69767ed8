"""Numbers that another record has already: the next free one of the same make, or the row stays out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from crm_desktop.exchange.decisions import FAIL, NEXT, NUMBERS, SKIP
from crm_desktop.exchange.merging import shown
from crm_desktop.exchange.rules import Taken, heading_of
from crm_desktop.exchange.settled import SKIPPED, Settled
from crm_desktop.i18n import _

_END: Final = re.compile(r"(.*?)(\d+)", re.DOTALL)


class FreeNumbers:
    """The highest number of each make (SO-2026-, seven digits) among those that are taken."""

    def __init__(self, taken: Iterable[object]) -> None:
        self._taken = {str(value) for value in taken}
        self._highest: dict[str, int] = {}
        for text in self._taken:
            self._note(text)

    def next_after(self, text: str) -> str:
        """The next free number of the same make; a text without digits gets a 2 at its end."""
        found = _END.fullmatch(text)
        if found is None:
            made, number = f"{text}-", 1
            width = 1
        else:
            made, width = found.group(1), len(found.group(2))
            number = max(self._highest.get(made, 0), int(found.group(2)))
        while (free := f"{made}{number + 1:0{width}d}") in self._taken:
            number += 1
        self.take(free)
        return free

    def take(self, text: str) -> None:
        """A number is in use by now."""
        self._taken.add(text)
        self._note(text)

    def _note(self, text: str) -> None:
        found = _END.fullmatch(text)
        if found is not None and len(found.group(2)) <= 18:
            made, number = found.group(1), int(found.group(2))
            if number > self._highest.get(made, 0):
                self._highest[made] = number


def settle_numbers(settled: Settled, fresh: Sequence[int]) -> None:
    """New records whose number is taken: failed with the next free one named, given that, or passed over."""
    intake, decisions = settled.intake, settled.intake.sheet.decisions
    taken = Taken(intake)
    for name, made in taken.names.items():
        values = intake.fields[name]
        free: FreeNumbers | None = None
        mine = {value for place in fresh if (value := values[place]) is not None}
        for place in fresh:
            value = values[place]
            if value is None:
                continue
            if not taken.has(name, value):
                taken.add(name, value)
                continue
            if free is None:
                free = FreeNumbers([*taken.values(name), *mine])
            proposed = free.next_after(str(value))
            settled.clashes[place] = (name, proposed)
            choice = decisions.choice(intake.row_number(place))
            way = choice.way if choice is not None and choice.way in (FAIL, NEXT, SKIP) else decisions.way_of(NUMBERS)
            if way == NEXT:
                if values is intake.fields[name]:
                    values = intake.fields[name] = list(values)
                values[place] = proposed
            elif way == SKIP:
                settled.outcomes[place] = SKIPPED
            else:
                sentence = _("{field} “{value}” is taken by another record. The next free one is “{free}”.")
                text = sentence.format(field=made.title, value=shown(made, value), free=proposed)
                settled.fail(place, text, heading_of(intake, name))
