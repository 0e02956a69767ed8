"""Where records came from: file, sheet and row, kept in an import's journal entry as runs of numbers.

For 100,000 new records that is one line of text: their ids are consecutive, their rows nearly so. An entry's detail
holds for each sheet and kind the ids "made" and "changed", and in step with them the rows "made_rows", "changed_rows".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crm_desktop.values.patterns import late

if TYPE_CHECKING:
    from crm_desktop.entity.company import Company

_RUN: Final = late(r"(\d+)(?:-(\d+))?")
DETAIL: Final = "import"
"""Under which key an entry's detail holds what an import keeps."""


class Origin(NamedTuple):
    """One row of a list that a record came from, or was changed by."""

    file: str
    sheet: str
    row: int

    @property
    def sheet_tells(self) -> bool:
        """Whether the sheet's name says more than that of the file."""
        return bool(self.sheet) and self.sheet not in (self.file, self.file.rpartition(".")[0])


def runs(numbers: Iterable[int]) -> str:
    """Numbers in their order as text, ascending runs shortened: 2-5000 5003."""
    numbers = list(numbers)
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return f"{numbers[0]}-{numbers[-1]}"
    parts: list[str] = []
    first = last = -1
    for number in numbers:
        if number == last + 1 and first >= 0:
            last = number
            continue
        if first >= 0:
            parts.append(f"{first}-{last}" if last > first else str(first))
        first = last = number
    if first >= 0:
        parts.append(f"{first}-{last}" if last > first else str(first))
    return " ".join(parts)


def pairs(text: str) -> Iterator[tuple[int, int]]:
    """First and last number of each run."""
    for found in _RUN.finditer(text):
        first = int(found.group(1))
        yield first, int(found.group(2) or first)


def origins(detail: Mapping[str, Any], kind: str, record: int) -> list[Origin]:
    """The rows from which an import made or changed a record, by its entry's detail."""
    kept = detail.get(DETAIL) or {}
    found = []
    for sheet in kept.get("sheets", ()):
        of_kind = (sheet.get("from") or {}).get(kind) or {}
        for part in ("made", "changed"):
            for place in _places(of_kind.get(part, ""), record):
                row = _nth(of_kind.get(f"{part}_rows", ""), place)
                if row is not None:
                    found.append(Origin(kept.get("source", ""), sheet.get("sheet", ""), row))
    return found


def _places(text: str, wanted: int) -> list[int]:
    found, before = [], 0
    for first, last in pairs(text):
        if first <= wanted <= last:
            found.append(before + wanted - first)
        before += last - first + 1
    return found


def _nth(text: str, place: int) -> int | None:
    for first, last in pairs(text):
        if place <= last - first:
            return first + place
        place -= last - first + 1
    return None


def ranges_of(company: Company, entry: int, kind: str) -> list[tuple[int, int]]:
    """The ids of the records of a kind that an import made or changed, as ascending runs that do not touch."""
    from crm_desktop.store import history

    done = history.entry(company.journal, entry)
    kept = (done.detail.get(DETAIL) or {}) if done is not None else {}
    found: list[tuple[int, int]] = []
    for sheet in kept.get("sheets", ()):
        of_kind = (sheet.get("from") or {}).get(kind) or {}
        found += [*pairs(of_kind.get("made", "")), *pairs(of_kind.get("changed", ""))]
    return _joined(sorted(found))


def _joined(found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in found:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
