"""What the installer is made of, without making it: that takes minutes and is done on each system for that system."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPEC = ast.parse((ROOT / "build_installer.spec").read_text(encoding="utf-8"))


def tuples() -> list[set[str]]:
    """The lists of plain names that the loops of the specification go through."""
    loops = (node.iter for node in ast.walk(SPEC) if isinstance(node, ast.For))
    return [{part.value for part in one.elts if isinstance(part, ast.Constant)}
            for one in loops if isinstance(one, ast.Tuple)]  # fmt: skip


def test_every_library_the_program_needs_goes_along_with_its_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[<>=;\s]", line)[0] for line in project["dependencies"]}
    (along,) = (names for names in tuples() if "peewee" in names)
    assert along == needed | {"shiboken6"}


def test_data_is_collected_of_modules_that_are_there() -> None:
    (data,) = (names for names in tuples() if "openpyxl" in names and "peewee" not in names)
    for name in data:
        assert __import__(name)


def test_the_specification_is_sound_python_and_finds_its_files() -> None:
    assert isinstance(SPEC.body[0], ast.Expr)
    paths = re.findall(r'HERE((?: / "[^"]+")+)', (ROOT / "build_installer.spec").read_text(encoding="utf-8"))
    assert paths
    for path in paths:
        assert ROOT.joinpath(*re.findall(r'"([^"]+)"', path)).exists()
