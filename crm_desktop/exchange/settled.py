"""What was decided over every row of a list, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from crm_desktop.exchange.intake import Intake
from crm_desktop.exchange.matching import Matching
from crm_desktop.exchange.report import Difference, Failure

if TYPE_CHECKING:
    from crm_desktop.exchange.companions import CompanionPlan

CREATED: Final = "created"
UPDATED: Final = "updated"
UNCHANGED: Final = "unchanged"
SKIPPED: Final = "skipped"
FAILED: Final = "failed"


@dataclass
class Settled:
    """The fate of every row and all that is to be written."""

    intake: Intake
    matching: Matching
    outcomes: list[str]
    creates: list[int] = field(default_factory=list)
    """Leading rows of new records, in the order of the list."""
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    """New values of records that are there, by leading row and name of column ("custom:Title" for a new field)."""
    new_children: dict[str, Sequence[int]] = field(default_factory=dict)
    """Which child rows are to be added, by name of `Children`: places in the details."""
    positions: dict[str, dict[int, int]] = field(default_factory=dict)
    """The last position among the child rows of a record that is there, by name of `Children` and leading row."""
    new_tags: dict[int, list[str]] = field(default_factory=dict)
    companions: list[CompanionPlan] = field(default_factory=list)
    found: Matching | None = None
    """What matching had found before it was changed by what was settled; None where nothing was."""
    ways: dict[int, str] = field(default_factory=dict)
    """What is done with records that are there, by leading row, where that is not as for all rows."""
    restores: dict[int, int] = field(default_factory=dict)
    """Deleted records that rows bring back, by leading row."""
    clashes: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Rows whose number another record has: the column, and the next one that is free."""
    linked: dict[str, set[int]] = field(default_factory=dict)
    """By kind the ids of the records that links named and that were made along."""
    failures: list[Failure] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    def leader(self, place: int) -> int:
        return self.matching.leaders[place]

    def record(self, leader: int) -> int | None:
        """The id of the record that is there already."""
        return self.matching.records.get(leader)

    def fail(self, place: int, sentence: str, column: str | None) -> None:
        """Leave a row out, once."""
        if self.outcomes[place] != FAILED:
            self.outcomes[place] = FAILED
            self.failures.append(Failure(self.intake.row_number(place), sentence, column))
