"""Columns that hold a province with its city in one piece (浙江省杭州市): they fill both fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crm_desktop.entity.describe import Entity
from crm_desktop.exchange.assigning import ColumnPlan
from crm_desktop.exchange.fillable import WHOLE_ADDRESS
from crm_desktop.exchange.headingwords import squeezed
from crm_desktop.exchange.tables import Table, as_text
from crm_desktop.values.places import split_address

_HEADINGS: Final = frozenset(
    ("地区", "所在地区", "所属地区", "客户地区", "省市", "省市区", "所在省市", "所在地", "省份", "省", "省份城市")
)
_LOOKED_AT: Final = 2000
_MOST: Final = 0.8
"""The share of the places that must have a province and a city."""


def take_places_apart(entity: Entity, table: Table, planned: Sequence[ColumnPlan]) -> None:
    """Let such a column fill province and city where no other column does."""
    if not {"region", "city", "street"} <= set(entity.fields()):
        return
    for plan in planned:
        others = {other.target for other in planned if other is not plan}
        if squeezed(plan.heading) not in _HEADINGS or others & {"region", "city", WHOLE_ADDRESS}:
            continue
        if plan.target != "region" and not (plan.target or "").startswith("custom:"):
            continue
        places = {as_text(row[plan.index]).strip() for row in table.body[:_LOOKED_AT]} - {""}
        parts = [split_address(place) for place in places]
        whole = sum(1 for region, city, _rest in parts if region and city)
        # What is more than province and city would be lost beside a street of the list's own.
        if places and whole >= _MOST * len(places) and not ("street" in others and any(part[2] for part in parts)):
            plan.target, plan.why = WHOLE_ADDRESS, "content"
            return
