"""What a person settles of an import before it runs: for groups of rows, for one row, for single fields and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from crm_desktop.errors import Refused
from crm_desktop.i18n import _, listed

FILL, SKIP, OVERWRITE, MERGE, NEW = "fill", "skip", "overwrite", "merge", "new"
RESTORE, NEXT, FAIL = "restore", "next", "fail"
MATCHES: Final = (FILL, SKIP, OVERWRITE, MERGE, NEW)
"""What is done with rows of records that are there already: their blanks filled, nothing, overwritten, both values
kept (the one of the list as a remark), made anew."""
FIELD_WAYS: Final = (FILL, SKIP, OVERWRITE, MERGE)
"""The same for one field: filled where blank, never touched, overwritten, both values kept."""

TWINS, LIKELY, TRASH, SEVERAL, NUMBERS = "twins", "likely", "trash", "several", "numbers"
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    TWINS: (FILL, NEW, SKIP),
    LIKELY: (NEW, FILL, OVERWRITE, MERGE, SKIP),
    TRASH: (NEW, RESTORE, SKIP),
    SEVERAL: (FAIL, NEW, SKIP),
    NUMBERS: (FAIL, NEXT, SKIP),
}
"""Groups of rows beside those of records that are there, and what may be done with each; the first is usual.

twins: rows of the list that mean one record. likely: rows that probably are a record that is there, or one another.
trash: rows whose record was deleted. several: rows that fit several records at once. numbers: rows whose number
another record has.
"""

LEAVE, CREATE = "-", "+"
"""For a word that is none of a field's choices: left out, or made one more choice. Any other is the key it means."""


@dataclass(frozen=True)
class RowChoice:
    """What is done with one row. `record`: which of the records that it may be is meant."""

    way: str | None = None
    """One of MATCHES or of the group's own ways; None: as the group."""
    record: int | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    """Ways of single fields of this row, by target."""


@dataclass
class Decisions:
    """Everything that was settled for one sheet beside the way of all its rows."""

    groups: dict[str, str] = field(default_factory=dict)
    rows: dict[int, RowChoice] = field(default_factory=dict)
    """By the row's number in the file."""
    fields: dict[str, str] = field(default_factory=dict)
    """Ways of single fields, by target; they count before the way of a group or a row."""
    clearing: set[str] = field(default_factory=set)
    """Targets whose blanks in the list empty the field of a record that is overwritten."""
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    """By target and folded word: the key it means, LEAVE or CREATE."""
    zeros: set[str] = field(default_factory=set)
    """Headings of the columns in which zeros that may be lost are put back."""
    country: str = ""
    """Whose numbers those without a country code are, by its ISO 3166 code; blank: the company's own."""
    keep_faulty: bool = True
    """Whether the text of a cell that could not be taken as it stands is kept in the remarks or beside its field."""

    def way_of(self, group: str) -> str:
        """What is done with the rows of a group."""
        return self.groups.get(group, GROUPS[group][0])

    def choice(self, row_number: int) -> RowChoice | None:
        """What was settled for one row."""
        return self.rows.get(row_number)

    def copy(self) -> Decisions:
        """The same, which further settling here does not change."""
        return replace(
            self, groups=dict(self.groups), rows=dict(self.rows), fields=dict(self.fields), words=dict(self.words),
            clearing=set(self.clearing), zeros=set(self.zeros),
        )  # fmt: skip

    @property
    def touch_rows(self) -> bool:
        """Whether anything was settled that may change what a row becomes."""
        return bool(self.rows or self.groups)

    def check(self) -> None:
        """Refused for a way that does not exist."""
        for group, way in self.groups.items():
            if group not in GROUPS or way not in GROUPS[group]:
                refuse_unless_in(way, GROUPS.get(group, ()), group)
        for name, way in self.fields.items():
            refuse_unless_in(way, FIELD_WAYS, name)


def refuse_unless_in(word: str, words: tuple[str, ...], field: str) -> None:
    """Refused where a word is none of some."""
    if word not in words:
        raise Refused(_("“{word}” is none of: {words}.").format(word=word, words=listed(words)), field)
