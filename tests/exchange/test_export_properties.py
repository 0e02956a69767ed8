"""Whatever a record holds comes back from the list it was written into, or it is said of the cell that it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from crm_desktop.entity import custom, records
from crm_desktop.entity.company import Company
from crm_desktop.exchange import importing
from crm_desktop.exchange.failed import write_failed
from crm_desktop.exchange.reading import read
from crm_desktop.exchange.report import SheetReport
from crm_desktop.exchange.writing import export_list
from crm_desktop.values.celltext import LONGEST, cell_length
from tests.exchange.lists import TODAY, bring, csv_file, plans
from tests.fresh import fresh_company

FEW = settings(max_examples=14, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])

HARD = (
    "=1+1", "+86 138", "-5", "@SUM(A1)", "'=x", "''", "\t=1", "a\rb", "a\r\nb\nc", "a\x00b", "\x0b", "a\x85b\u2028c",
    "\N{RIGHT-TO-LEFT MARK}\u05d0\u05d1 \u0627\u0628", "\N{GRINNING FACE}\N{ZERO WIDTH JOINER}\N{WOMAN}", "e\u0301",
    "#N/A", "1.0", "007", "1e5", "1.38E+10", "TRUE", "2024-03-05", "3/4/2026", "_x0041_", "a; b", "a\\,b;c", "合计",
    "Total", "NULL", "-", "0", "10%", "BEGIN:VCARD", "END:VCARD", '"q",', "  x ", "\u3000x",
    "x" * 33_000, "😀" * 17_000,
)  # fmt: skip
TEXTS = st.sampled_from(HARD) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)
MOBILES = st.sampled_from(["+86 154 0013 8000", "15400139000"])


@dataclass
class Kept:
    """A company in which each example has the kind to itself, and the columns that its lists have."""

    company: Company
    kind: str
    columns: list[str] = field(default_factory=list)

    def filled(self, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """The rows as its only records, each found by its code; what they hold."""
        self.emptied()
        entity = self.company.entity(self.kind)
        made = entity.fields()
        for values in rows:
            phones = values.pop("phones", [])
            typed = {name: made[name].read(raw, TODAY) if isinstance(raw, str) else raw for name, raw in values.items()}
            typed[entity.title] = typed.get(entity.title) or "N"
            children = {"reach": [{"type": "mobile", "value": phone} for phone in phones]} if phones else {}
            records.save(self.company, entity, typed, children=children)
        return self.held()

    def emptied(self) -> None:
        with self.company.journal.entry("emptied"):
            self.company.execute(f'DELETE FROM "{self.kind}"')

    def held(self) -> dict[str, dict[str, Any]]:
        entity = self.company.entity(self.kind)
        key = "code" if "code" in self.columns else entity.title
        found = {}
        for (row,) in self.company.execute(f'SELECT id FROM "{self.kind}" ORDER BY id').fetchall():
            values = records.read(self.company, entity, row)
            child = records.read_children(self.company, entity.child("reach"), row) if entity.children else []
            values["reach"] = [(one["type"], one["value"]) for one in child]
            found[str(values[key])] = {name: values[name] for name in (*self.columns, "reach")}
        return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@pytest.fixture(scope="module")
def company(folder: Path) -> Iterator[Company]:
    with fresh_company(folder / "any.crm") as made:
        yield made


@pytest.fixture(scope="module")
def customers(company: Company) -> Kept:
    entity = company.entity("customer")
    sorts = ("text", "number", "day", "tick")
    own = [custom.add(company, entity, f"Own {sort}", sort) for sort in sorts]
    return Kept(company, "customer", ["code", "name", "notes", "city", "street", "created", *own])


CUSTOMERS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(("name", "notes", "city", "street", "x_own_text"), TEXTS),
            **dict.fromkeys(("created", "x_own_day"), DAYS),
            "x_own_number": st.integers(-(10**12), 10**12), "x_own_tick": st.sampled_from([0, 1]),
            "phones": st.lists(MOBILES, max_size=2, unique=True),
        },
    ),
    min_size=1, max_size=4,
)  # fmt: skip


def as_it_may_come_back(value: Any, ending: str, told: str) -> bool:
    """Whether a value that came back otherwise was said to be no value, or to be too long for a cell."""
    if not isinstance(value, str):
        return False
    return ("#N/A" in told and value == "#N/A") or (ending == ".xlsx" and cell_length(value) > LONGEST)


def lost(before: Mapping[str, Any], after: Mapping[str, Any], ending: str, report: SheetReport) -> list[Any]:
    """What came back otherwise, though nobody has said so."""
    told = " ".join(report.warnings)
    return [
        (name, value, after[name])
        for name, value in before.items()
        if after[name] != value and not as_it_may_come_back(value, ending, told)
    ]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@FEW
@given(rows=CUSTOMERS)
def test_any_customers_come_back_from_their_list(
    customers: Kept, folder: Path, ending: str, rows: list[dict[str, Any]]
) -> None:
    company, path = customers.company, folder / f"list{ending}"
    before = customers.filled([{**row, "code": f"C{at}"} for at, row in enumerate(rows)])
    export_list(
        company, company.entity("customer"), path, columns=[*customers.columns, "mobile"], today=TODAY
    )  # fmt: skip
    over = bring(company, path, into="customer", match="overwrite").sheets[0]
    assert customers.held() == before and (over.updated, over.created) == (0, 0)
    customers.emptied()
    report = bring(company, path, into="customer", match="new").sheets[0]
    after = customers.held()
    assert {failure.sentence for failure in report.failures} <= {"Name is needed."}, "a name of #N/A is none"
    assert [lost(values, after[code], ending, report) for code, values in before.items() if code in after] == [
        [] for _code in after
    ]
    assert len(after) + report.failed == len(before)


@FEW
@given(
    st.lists(
        st.tuples(
            st.integers(-(10**13), 10**13), st.integers(0, 10**12), st.integers(0, 10_000), st.integers(-(10**9), 10**9)
        ),
        min_size=1, max_size=4,
    ),
    st.sampled_from([".xlsx", ".csv"]),
)  # fmt: skip
def test_any_amounts_come_back_to_the_last_digit(
    company: Company, folder: Path, rows: list[tuple[int, ...]], ending: str
) -> None:
    names = ("price", "cost", "tax_rate", "stock")
    goods = Kept(company, "product", ["code", *names])
    path = folder / f"goods{ending}"
    before = goods.filled(
        [{"code": f"P{at}", "name": f"Tea {at}", **dict(zip(names, row, strict=True))} for at, row in enumerate(rows)]
    )
    export_list(company, company.entity("product"), path, columns=["name", *goods.columns], today=TODAY)
    goods.emptied()
    assert bring(company, path, into="product").sheets[0].created == len(rows)
    assert goods.held() == before


@pytest.mark.parametrize(("kind", "version"), [("contact", "3.0"), ("contact", "4.0"), ("customer", "3.0")])
@FEW
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {}, optional={**dict.fromkeys(("notes", "city", "street"), TEXTS), "phones": st.lists(MOBILES, max_size=1)}
        ),
        min_size=1, max_size=4,
    ),
    name=TEXTS,
)  # fmt: skip
def test_any_cards_come_back(
    company: Company, folder: Path, kind: str, version: str, rows: list[dict[str, Any]], name: str
) -> None:
    people = Kept(company, kind, ["name", "notes", "city", "street"])
    before = people.filled([{**row, "name": f"{at}{name}"} for at, row in enumerate(rows)])
    path = folder / "cards.vcf"
    export_list(company, company.entity(kind), path, cards=version, today=TODAY)
    over = bring(company, path, into=kind, match="overwrite").sheets[0]
    assert people.held() == before and over.created == 0
    people.emptied()
    assert bring(company, path, into=kind, match="new").sheets[0].created == len(rows)
    assert people.held() == before


PLAIN = TEXTS.filter(lambda text: not any(category(sign) == "Cc" and sign not in "\t\n\r" for sign in text))
"""A text file of control characters is taken for no text."""


@FEW
@given(st.lists(st.tuples(PLAIN, PLAIN), min_size=1, max_size=4), PLAIN.filter(lambda text: len(text) < 100))
def test_any_rows_that_were_left_out_come_back_as_they_stood(
    company: Company, folder: Path, cells: list[tuple[str, str]], heading: str
) -> None:
    rows = [(f"X{at}", "", *pair) for at, pair in enumerate(cells)]
    path = csv_file(folder, [("Order No", "Customer", "Note", f"{heading}!"), *rows])
    (plan,) = plans(company, path, into="order")
    report = importing.run(company, [plan], today=TODAY)
    failed = folder / "failed.xlsx"
    assert write_failed(report, failed) == report.sheets[0].failed == len(rows)
    table = read(failed, header=1).tables[0]
    assert table.headings[: len(plan.table.headings)] == plan.table.headings
    for stood, back in zip(report.sheets[0].failed_rows, table.body, strict=True):
        for cell, again in zip(stood, back, strict=False):
            assert again == cell or (isinstance(cell, str) and unlike(cell, again))


def unlike(cell: str, again: Any) -> bool:
    """Whether a text that no cell can hold came back as much as it can, or was said to be cut."""
    whole = re.sub("[\ufffe\uffff]", "", re.sub("\r\n?", "\n", cell)).strip() or None
    return again == whole or (cell_length(cell) > LONGEST and "cut: a cell holds" in again)
