"""Every line of the acceptance list of imports has its test, and the table in README.md beside this names it."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
README = Path(__file__).with_name("README.md")
LINES = [*range(1, 16), *range(20, 36), *range(40, 48), *range(50, 60), *range(60, 73)]
"""The numbers of the acceptance list: opening, cells, columns, duplicates, running and undoing."""


@lru_cache(maxsize=1)
def functions() -> frozenset[str]:
    """The name of every test there is."""
    return frozenset(
        node.name
        for path in TESTS.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def table() -> dict[int, list[str]]:
    """The tests that the table names, by line."""
    rows = re.findall(r"^\| I(\d\d) \| (.+?) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    return {int(number): re.findall(r"`(test_\w+)`", tests) for number, tests in rows}


def test_every_line_of_the_list_has_a_test_that_is_there() -> None:
    there, named = functions(), table()
    assert sorted(named) == LINES
    assert {number: tests for number, tests in named.items() if not tests or set(tests) - there} == {}


def test_the_table_names_every_test_that_is_called_after_its_line() -> None:
    called: dict[int, list[str]] = {}
    for name in sorted(functions()):
        if found := re.match(r"test_i(\d\d)_", name):
            called.setdefault(int(found[1]), []).append(name)
    assert table() == called


def test_a_test_called_after_a_line_is_of_a_line() -> None:
    numbers = {int(found[1]) for name in functions() if (found := re.match(r"test_i(\d\d)_", name))}
    assert numbers - set(LINES) == set()
