"""Every line of the acceptance list of imports has its test, and the table in README.md beside this names it."""

from __future__ import annotations

import re
from pathlib import Path

from tests.named import named_tests, table

README = Path(__file__).with_name("README.md")
LINES = [*range(1, 16), *range(20, 36), *range(40, 48), *range(50, 60), *range(60, 73)]
"""The numbers of the acceptance list: opening, cells, columns, duplicates, running and undoing."""


def named() -> dict[int, list[str]]:
    """The tests that the table names, by line."""
    return {int(number): tests for number, tests in table(README, r"I(\d\d)").items()}


def test_every_line_of_the_list_has_a_test_that_is_there() -> None:
    there, lines = set(named_tests()), named()
    assert sorted(lines) == LINES
    assert {number: tests for number, tests in lines.items() if not tests or set(tests) - there} == {}


def test_the_table_names_every_test_that_is_called_after_its_line() -> None:
    called: dict[int, list[str]] = {}
    for name in sorted(named_tests()):
        if found := re.match(r"test_i(\d\d)_", name):
            called.setdefault(int(found[1]), []).append(name)
    assert named() == called


def test_a_test_called_after_a_line_is_of_a_line() -> None:
    numbers = {int(found[1]) for name in named_tests() if (found := re.match(r"test_i(\d\d)_", name))}
    assert numbers - set(LINES) == set()
