"""Every row of what the program promises about customers has tests through the window; README.md beside names them."""

from __future__ import annotations

import re
from pathlib import Path

from tests.named import named_tests, table

README = Path(__file__).with_name("README.md")
ROWS = (
    "S2", "S7", "S12", "S13", "S37", "S38", "S39", "S40", "S45", "S46", "S47", "S48", "S49", "S55", "S61", "S62", "S63",
    "S81", "S127", "W4", "W8", "W14",
)  # fmt: skip
WINDOWS = frozenset({"qtbot", "window", "chart", "book", "home", "page"})
"""Fixtures that are a window, or need one."""


def through_the_window() -> dict[str, list[str]]:
    """The tests called after a row that do it through the window."""
    found: dict[str, list[str]] = {}
    for name, fixtures in sorted(named_tests().items()):
        row = re.match(r"test_([sw]\d+)_", name)
        if row is not None and fixtures & WINDOWS:
            found.setdefault(row[1].upper(), []).append(name)
    return found


def test_every_row_has_a_test_that_does_it_through_the_window() -> None:
    assert [row for row in ROWS if row not in through_the_window()] == []


def test_the_table_names_every_test_that_is_called_after_its_row() -> None:
    assert table(README, r"([SW]\d+) \| [^|]+") == through_the_window()
