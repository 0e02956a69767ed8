"""What may be done with rows, in words: the ways of `exchange.decisions` as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from crm_desktop.exchange.decisions import (
    FAIL,
    FILL,
    GROUPS,
    LIKELY,
    MATCHES,
    MERGE,
    NEW,
    NEXT,
    NUMBERS,
    OVERWRITE,
    RESTORE,
    SEVERAL,
    SKIP,
    TRASH,
    TWINS,
)
from crm_desktop.i18n import N_, _

THERE: Final = "there"
"""The rows whose records are there already; what is done with them is the match of the whole list."""
GROUP_NAMES: Final = (
    (THERE, N_("There already")),
    (LIKELY, N_("Probably the same")),
    (TWINS, N_("Twice in the list")),
    (SEVERAL, N_("Fit several")),
    (TRASH, N_("In the trash")),
    (NUMBERS, N_("Number taken")),
)
_QUESTIONS: Final = {
    THERE: N_("What is done with rows whose record is there already?"),
    LIKELY: N_("These rows probably are a record that is there, or another row. Nothing is joined unless you say so."),
    TWINS: N_("These rows mean the same record as another row of the list."),
    SEVERAL: N_("Each of these rows fits several records. Choose beside each which one is meant."),
    TRASH: N_("The records of these rows were deleted before."),
    NUMBERS: N_("The numbers of these rows belong to other records."),
}
_MATCH_WAYS: Final = {
    FILL: N_("Fill blanks"),
    SKIP: N_("Pass over"),
    OVERWRITE: N_("Overwrite"),
    MERGE: N_("Keep both values"),
    NEW: N_("Make new ones"),
}
_GROUP_WAYS: Final = {
    (TWINS, FILL): N_("Join them to one record"),
    (TWINS, NEW): N_("Make each a record"),
    (TWINS, SKIP): N_("Take only the first"),
    (LIKELY, FILL): N_("Same: fill blanks"),
    (LIKELY, OVERWRITE): N_("Same: overwrite"),
    (LIKELY, MERGE): N_("Same: keep both values"),
    (TRASH, NEW): N_("Make new ones"),
    (TRASH, RESTORE): N_("Restore the old ones"),
    (SEVERAL, FAIL): N_("Leave them out"),
    (NUMBERS, FAIL): N_("Leave them out"),
    (NUMBERS, NEXT): N_("Take the next free number"),
}
FIELD_NAMES: Final = (
    ("", N_("As for all")),
    (FILL, N_("Fill blanks")),
    (SKIP, N_("Never change")),
    (OVERWRITE, N_("Overwrite")),
    (MERGE, N_("Keep both values")),
)


def ways_of(group: str) -> Sequence[str]:
    """What may be done with the rows of a group, the usual first."""
    return MATCHES if group == THERE else GROUPS[group]


def way_name(group: str, way: str) -> str:
    """How a way is called for a group."""
    return _(_GROUP_WAYS.get((group, way)) or _MATCH_WAYS[way])


def question(group: str) -> str:
    """What is asked above the rows of a group."""
    return _(_QUESTIONS[group])
