"""Columns of other programs' lists: how many are mapped right before anybody has clicked.

What is right stands in mapping_truth.tsv, one line a column: a target, custom (a field of its own), out (left out), or
several of them where an owner could mean either. A line without a heading says what the rows of the sheet are; "-": of
no kind, left out until somebody says; "payment!": a person says so first, as a bank's statement also holds what was
spent.
Suppliers' and shippers' own numbers are no customer numbers: supplier 1 and shipper 1 are two companies.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from crm_desktop.areas import new_company
from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing
from crm_desktop.exchange.headingwords import known_headings
from crm_desktop.exchange.mapping import SheetPlan
from crm_desktop.exchange.reading import read
from tests.bench.measure import Figure
from tests.exchange.lists import SHARED, TODAY

TRUTH = Path(__file__).with_name("mapping_truth.tsv")


@dataclass
class Sheet:
    """What is right for one sheet of one file."""

    file: str
    name: str
    """"*": whichever sheet the file has first."""
    kind: str
    chosen: bool
    answers: dict[str, set[str]] = field(default_factory=dict)


@dataclass
class Found:
    """How one sheet was understood."""

    sheet: Sheet
    kind: str
    wrong: list[tuple[str, str]] = field(default_factory=list)
    """Heading and what it was taken for."""

    @property
    def right(self) -> int:
        return len(self.sheet.answers) - len(self.wrong)


def truth() -> list[Sheet]:
    """The table of right answers, by sheet."""
    sheets: list[Sheet] = []
    with TRUTH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not row["heading"]:
                kind = row["answer"]
                sheets.append(Sheet(row["file"], row["sheet"], kind.rstrip("!"), kind.endswith("!")))
            else:
                sheets[-1].answers[row["heading"]] = set(row["answer"].split("|"))
    return sheets


def understood(company: Company, folder: Path) -> Iterator[Found]:
    """Every sheet of the table as the program takes it, nothing remembered from another."""
    read_once: dict[tuple[str, bool], list[SheetPlan]] = {}
    for sheet in truth():
        key = (sheet.file, sheet.chosen)
        if key not in read_once:
            source = read(folder / sheet.file, known=known_headings(company))
            into = sheet.kind if sheet.chosen else None
            read_once[key] = importing.plan(company, source, into=into, today=TODAY)
        plan = next(plan for plan in read_once[key] if sheet.name in ("*", plan.table.name))
        yield _compared(sheet, plan)


def _compared(sheet: Sheet, plan: SheetPlan) -> Found:
    found = Found(sheet, plan.kind or "-")
    said = {column.heading: _answer(column.target) for column in plan.columns}
    filled = {column.heading for column in plan.columns if set(plan.table.column(column.index)) - {None}}
    for heading in sorted(filled - set(sheet.answers)) if sheet.answers else ():
        raise ValueError(f"{sheet.file}: the table of right answers lacks “{heading}”")
    for heading, answers in sheet.answers.items():
        answer = said.get(heading, "no such heading") if found.kind == sheet.kind else f"in a list of {found.kind}"
        if answer not in answers:
            found.wrong.append((heading, answer))
    return found


def _answer(target: str | None) -> str:
    if target is None:
        return "out"
    return "custom" if target.startswith("custom:") or target == "notes+" else target


def measure(folder: Path, size: int | None) -> list[Figure]:
    if not SHARED.is_dir():
        print("  mapping: skipped, the sample lists are not beside the project")
        return []
    with new_company(folder / "mapping.crm") as company:
        found = list(understood(company, SHARED))
    for one in found:
        if one.kind != one.sheet.kind:
            print(f"  {one.sheet.file} [{one.sheet.name}]: taken for {one.kind}, is {one.sheet.kind}")
        for heading, answer in one.wrong:
            right = " or ".join(sorted(one.sheet.answers[heading]))
            print(f"  {one.sheet.file} [{one.sheet.name}] {heading}: {answer}, should be {right}")
    alone = [one for one in found if not one.sheet.chosen]
    told = [one for one in found if one.sheet.chosen]
    kinds = sum(one.kind == one.sheet.kind for one in alone)
    return [
        _share("columns mapped right with no click", alone, 0.95),
        _share("columns of bank statements, the kind chosen", told, 0.95),
        Figure("sheets whose kind is right, or rightly open", kinds / len(alone), ">= 0.95", kinds >= 0.95 * len(alone),
               kinds, len(alone), {"of": len(alone)}),
    ]  # fmt: skip


def _share(name: str, found: list[Found], least: float) -> Figure:
    columns = sum(len(one.sheet.answers) for one in found)
    right = sum(one.right for one in found)
    share = right / columns
    return Figure(name, share, f">= {least:g}", share >= least, right, columns, {"right": right, "of": columns})
