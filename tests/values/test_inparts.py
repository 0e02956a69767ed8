"""Long columns gone through in parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from crm_desktop.values import inparts

LENGTHS = (0, 1, inparts.PART - 1, inparts.PART, inparts.PART + 1, 2 * inparts.PART + 3)


class InPartsOnly(list[Any]):
    """A column that may only be sliced, and never by more than a part."""

    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        assert isinstance(at, slice) and len(found) <= inparts.PART
        return found

    def __iter__(self) -> Iterator[Any]:
        raise AssertionError("the whole column at one go")

    def __contains__(self, _wanted: object) -> bool:
        raise AssertionError("the whole column at one go")

    count = index = __contains__  # type: ignore[assignment]


@pytest.mark.parametrize("length", LENGTHS)
def test_what_is_done_in_parts_is_what_is_done_at_one_go(length: int) -> None:
    column = [number % 7 or None for number in range(length)]
    watched = InPartsOnly(column)
    assert [value for part in inparts.parts(watched) for value in part] == column
    assert inparts.gathered(iter(column)) == column
    assert inparts.mapped(str, column) == list(map(str, column))
    assert list(inparts.distinct(watched)) == list(dict.fromkeys(column))
    assert inparts.count_of(watched, None) == column.count(None)
    assert inparts.holds(watched, None) == (None in column)
    assert not inparts.holds(watched, 8, "")


@pytest.mark.parametrize("length", LENGTHS[1:])
def test_rows_become_columns_and_rows_of_other_widths_are_refused(length: int) -> None:
    rows = [(number, str(number)) for number in range(length)]
    assert inparts.columns_of(InPartsOnly(rows), 2) == [list(column) for column in zip(*rows, strict=True)]
    with pytest.raises(ValueError, match="argument"):
        inparts.columns_of([*rows, (1,)], 2)
