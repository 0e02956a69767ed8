"""Which tests there are, and which of them a table in a README names."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent


@lru_cache(maxsize=1)
def named_tests() -> dict[str, frozenset[str]]:
    """The name of every test there is, with the fixtures it asks for."""
    return {
        node.name: frozenset(argument.arg for argument in node.args.args)
        for path in HERE.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def table(readme: Path, mark: str) -> dict[str, list[str]]:
    """The tests that the table names, by the mark its rows begin with (a pattern with one group)."""
    rows = re.findall(rf"^\| {mark} \| (.+?) \|$", readme.read_text(encoding="utf-8"), re.MULTILINE)
    return {key: re.findall(r"`(test_\w+)`", tests) for key, tests in rows}
