"""The records a person has chosen to work on: some that are listed, or all that match a question but a few."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from crm_desktop.entity import query
from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.query import ListQuery

MOST_WITHOUT: Final = 1000
"""So many exceptions still make a question shorter than a list."""


@dataclass(frozen=True)
class Chosen:
    """`count` records: those in `ids`, or where there is a question all that match it, but not those in `ids`."""

    count: int
    ids: Sequence[int]
    question: ListQuery | None = None

    @classmethod
    def listed(cls, ids: Sequence[int]) -> Chosen:
        """Exactly these."""
        return cls(len(ids), ids)

    def rows(self, company: Company, entity: Entity, today: date) -> Sequence[int]:
        """Their ids."""
        if self.question is None:
            return self.ids
        found = query.ids(company, entity, self.question, today=today)
        if not self.ids:
            return found
        without = set(self.ids)
        return array("q", (row for row in found if row not in without))

    def condition(self, company: Company, entity: Entity, today: date) -> tuple[str, dict[str, Any]]:
        """The same as an SQL condition over {t}'s alias t, with its parameters."""
        listed = json.dumps(list(self.ids))
        if self.question is None:
            return "t.id IN (SELECT value FROM json_each(:chosen))", {"chosen": listed}
        where, parameters = query.matching(company, entity, self.question, today)
        if self.ids:
            where += " AND t.id NOT IN (SELECT value FROM json_each(:chosen))"
            parameters["chosen"] = listed
        return where, parameters
