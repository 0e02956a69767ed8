"""Who reports to whom at the customers of the invented company, who is for it, and who has a say in which deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from crm_desktop.customers.model import Reporting
from crm_desktop.demo.chance import Chance, spread
from crm_desktop.demo.company import House
from crm_desktop.demo.customers import Known
from crm_desktop.demo.rows import insert
from crm_desktop.pipeline.model import DealPerson

_ATTITUDES: Final = spread(**{"for": 40, "neutral": 30, "against": 12})
_MOST: Final = 2_000
"""Customers whose people are asked how they stand; more would tell nothing new."""


def hang(house: House, customers: Sequence[Known]) -> None:
    """Hang the people of each customer below those who decide, a few below two; note how some of them stand."""
    chance = house.chance("power")
    ranks = {job: rank for rank, (job, *_rest) in enumerate(house.texts["jobs"])}
    rows: list[dict[str, Any]] = []
    for known in [one for one in customers if one.contacts][:_MOST]:
        ids = [contact for contact, _name in known.contacts]
        marks = ",".join("?" * len(ids))
        jobs = house.company.execute(f"SELECT id, job_title FROM contact WHERE id IN ({marks})", ids).fetchall()
        order = [row for row, job in sorted(jobs, key=lambda pair: (ranks.get(pair[1], 99), pair[0]))]
        rows += _lines(order)
        for row in order:
            if chance.likely(0.5):
                attitude = chance.of(_ATTITUDES)
                house.company.execute("UPDATE contact SET attitude = ? WHERE id = ?", (attitude, row))
    insert(house.company.journal, Reporting, rows)


def _lines(order: Sequence[int]) -> list[dict[str, Any]]:
    """Everybody below the first; from the third on below the second, the last also below the first."""
    rows = [
        {"contact": row, "boss": order[min(1, place // 2)], "type": "solid", "position": 1}
        for place, row in enumerate(order)
        if place
    ]
    if len(order) > 2:
        rows.append({"contact": order[-1], "boss": order[0], "type": "dotted", "position": 2})
    return rows


def take_sides(house: House, deals: Mapping[int, Known]) -> None:
    """Name the people in each deal, with what they do in it and how they stand."""
    chance = house.chance("sides")
    rows: list[dict[str, Any]] = []
    for deal, known in deals.items():
        if len(known.contacts) < 2 or not chance.likely(0.7):
            continue
        for place, (contact, _name) in enumerate(known.contacts[:4], 1):
            rows.append(_side(chance, deal, contact, place))
    insert(house.company.journal, DealPerson, rows)


def _side(chance: Chance, deal: int, contact: int, place: int) -> dict[str, Any]:
    role = "decides signs" if place == 1 else chance.of(("buys", "influences", "uses", "blocks", "buys receives"))
    attitude = "against" if role == "blocks" else chance.of(_ATTITUDES)
    return {"opportunity": deal, "contact": contact, "role": role, "attitude": attitude, "position": place}
