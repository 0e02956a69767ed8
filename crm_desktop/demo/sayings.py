"""What is said and planned at a customer of the invented company: only what can be true of it on that day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, TypeVar

from crm_desktop.demo.chance import Chance
from crm_desktop.demo.company import House
from crm_desktop.demo.customers import Known

_TRIES: Final = 4
_JOINT: Final = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z])|(?<=[A-Za-z.])(?=[\u4e00-\u9fff])")

T = TypeVar("T")


def traits(known: Known, day: date) -> list[str]:
    """What is true of a customer on a day: that it is a business, has bought something, owes what is overdue."""
    found = ["business"] if known.contacts else []
    if known.bought is not None and known.bought <= day:
        found.append("bought")
    if any(due < day and (paid is None or day < paid) for due, paid in known.owed):
        found.append("owing")
    return found


def fitting(house: House, what: str, usual: Sequence[T], known: Known, day: date) -> list[T]:
    """The texts of a sort that fit a customer on a day."""
    only = house.texts["only"]
    return [*usual, *(text for trait in traits(known, day) for text in only[trait].get(what, ()))]


def another(chance: Chance, texts: Sequence[str], said: set[str]) -> str:
    """One of some texts, rather one that was not said yet."""
    text = chance.of(texts)
    for _time in range(_TRIES):
        if text not in said:
            break
        text = chance.of(texts)
    said.add(text)
    return text


def spaced(text: str) -> str:
    """A Chinese text with room around foreign names."""
    return text if text.isascii() else _JOINT.sub(" ", text)


def plan_steps(house: House, customers: Sequence[Known]) -> None:
    """Put what follows from orders and invoices in the place of some next steps."""
    chance = house.chance("steps")
    for known in customers:
        has = traits(known, house.today)
        trait = "owing" if "owing" in has else "bought"
        if trait in has and chance.likely(0.5):
            step = chance.of(house.texts["only"][trait]["next_steps"])
            house.company.execute(
                "UPDATE customer SET next_step = ? WHERE id = ? AND next_step IS NOT NULL", (step, known.id)
            )
