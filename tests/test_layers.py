"""Who may import whom, and how long a module may grow."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "crm_desktop"
MODULES = sorted(PACKAGE.rglob("*.py"))
AREAS = (
    "company", "customers", "timeline", "agenda", "pipeline", "catalogue", "orders", "invoices", "letters", "reports",
    "handover",
)  # fmt: skip
GROUND = ("errors", "i18n", "paths", "writing")
MAY = {
    "values": ("values",),
    "store": ("values", "store"),
    "entity": ("values", "store", "entity"),
    "alike": ("values", "store", "entity", "alike"),
    "exchange": ("values", "store", "entity", "alike", "exchange"),
    "ui": ("values", "store", "entity", "alike", "exchange", "ui"),
}
LATER = {
    "company": (),
    "customers": ("company",),
    "timeline": ("company",),
    "agenda": ("company", "timeline"),
    "catalogue": ("company", "customers"),
    "pipeline": ("company", "customers", "catalogue"),
    "orders": ("company", "customers", "catalogue", "pipeline"),
    "invoices": ("company", "customers", "catalogue", "pipeline", "orders"),
    "letters": ("company", "customers", "timeline", "agenda", "catalogue", "pipeline", "orders", "invoices"),
    "reports": AREAS,
    "handover": AREAS,
}
LONGEST = 400


def part_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def is_window(path: Path) -> bool:
    """Whether a module may know Qt: in ui/, in a folder ui/ of an area, or called ui.py."""
    return "ui" in path.relative_to(PACKAGE).with_suffix("").parts


@cache
def imports(path: Path) -> list[str]:
    """Every module that a file imports, lazily or not; those for type checking only are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = [ast.Pass()]
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def ours(path: Path) -> set[str]:
    """The parts of our own package that a file imports."""
    return {name.split(".")[1] for name in imports(path) if name.startswith("crm_desktop.")} - {part_of(path)}


def test_qt_is_imported_in_the_window_only() -> None:
    wrong = {
        name_of(path): found
        for path in MODULES
        if part_of(path) != "app" and not is_window(path)
        and (found := [name for name in imports(path) if name.startswith(("PySide6", "pyqtgraph"))])
    }  # fmt: skip
    assert wrong == {}


def test_arrows_point_one_way() -> None:
    wrong = {}
    for path in MODULES:
        part = part_of(path)
        allowed: set[str] | None = None
        if part in MAY:
            allowed = {*GROUND, *MAY[part], *(("reports",) if part == "reports" else ())}
        elif part in LATER:
            allowed = {*GROUND, "values", "store", "entity", "documents", *LATER[part]}
            allowed |= {"ui", "exchange"} if is_window(path) else set()
        if allowed is not None and (found := ours(path) - allowed - {"__version__"}):
            wrong[name_of(path)] = sorted(found)
    assert wrong == {}


def test_no_module_outgrows_its_subject() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
