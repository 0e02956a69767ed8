"""How many of the pairs that the page of duplicates shows in its groups are ones, and how many ones it shows.

Each list is imported as contacts (or customers) through the product's own import, without its column of the truth, and
every row as a record of its own; then the engine behind the page is asked.
"""

from __future__ import annotations

import csv
import os
import re
import time
from datetime import date
from itertools import combinations
from pathlib import Path

from crm_desktop.alike.asking import grouped, likely, pairs
from crm_desktop.areas import new_company
from crm_desktop.exchange import importing, reading
from tests.bench import corrupting
from tests.bench.measure import Figure
from tests.bench.people import large_company, name_of
from tests.exchange.lists import SHARED

REAL = Path(os.environ.get("CRM_DEDUPE_DATA") or SHARED / "dedupe")
"""A folder with lists whose truth is in a column rec_id."""
TRUTH = "rec_id"
PRECISION, RECALL = 0.99, 0.95
MINUTE = 60.0
TODAY = date(2026, 11, 23)
SEEDS = (11, 12)


def measure(folder: Path, size: int | None) -> list[Figure]:
    figures = []
    for path in sorted(REAL.glob("*.csv")) if REAL.is_dir() else ():
        figures += measure_list(folder, path, "contact", path.stem)
    for profile in corrupting.PROFILES:
        for seed in SEEDS:
            path = folder / "people.csv"
            corrupting.write_people(path, profile, seed)
            figures += measure_list(folder, path, "contact", f"{profile.name}, seed {seed}")
    for seed in SEEDS:
        path = folder / "companies.csv"
        corrupting.write_chinese_companies(path, 1500, seed)
        figures += measure_list(folder, path, "customer", f"Chinese companies, seed {seed}")
    rows = size or 100_000
    large = corrupting.Profile(f"{rows:,} people", rows * 6 // 10, rows * 4 // 10, 1, 1, 3)
    corrupting.write_people(folder / "people.csv", large, SEEDS[0])
    figures += measure_list(folder, folder / "people.csv", "contact", large.name)
    seconds = figures[-1].detail["s"]
    figures.append(Figure(f"{large.name} among themselves, s", seconds, f"<= {MINUTE:g}", seconds <= MINUTE, seconds,
                          MINUTE, {"cpu_s": figures[-1].detail["cpu_s"]}))  # fmt: skip
    return figures + measure_speed(folder, rows)


def measure_list(folder: Path, path: Path, kind: str, name: str) -> list[Figure]:
    """Precision and recall of the pairs of one list."""
    truth = _without_truth(path, folder / "list.csv")
    company = new_company(_fresh(folder / "dedupe.crm"))
    plans = importing.plan(company, reading.read(folder / "list.csv"), into=kind, match="new", today=TODAY)
    report = importing.run(company, plans, today=TODAY)
    # A row without any name is refused as a contact: its pairs count as missed.
    refused = {failure.row_number - 2 for failure in report.sheets[0].failures}
    taken = [place for place in range(len(truth)) if place not in refused]
    ids = [row for (row,) in company.execute(f"SELECT id FROM {kind} ORDER BY id")]
    original = dict(zip(ids, (truth[place] for place in taken), strict=True))
    original |= {-1 - place: truth[place] for place in refused}
    start, begun = time.process_time(), time.perf_counter()
    groups_found = grouped(pairs(company, company.entity(kind)))
    found = {pair for group in groups_found for pair in combinations(group.rows, 2)}
    seconds, wall = time.process_time() - start, time.perf_counter() - begun
    company.close()
    groups: dict[str, list[int]] = {}
    for row, one in original.items():
        groups.setdefault(one, []).append(row)
    true = {pair for rows in groups.values() for pair in combinations(rows, 2)}
    hits = len(found & true)
    precision, recall = hits / max(1, len(found)), hits / max(1, len(true))
    return [
        Figure(f"precision: {name}", precision, f">= {PRECISION}", precision >= PRECISION, hits, len(found),
               {"pairs": len(found), "wrong": len(found) - hits}),
        Figure(f"recall: {name}", recall, f">= {RECALL}", recall >= RECALL, hits, len(true),
               {"of": len(true), "missed": len(true) - hits, "rows": len(ids), "cpu_s": round(seconds, 2),
                "s": round(wall, 2)}),
    ]  # fmt: skip


def _without_truth(path: Path, target: Path) -> list[str]:
    """Write the list without its column of the truth; returns for each row which original it is."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        headings, *rows = csv.reader(file, skipinitialspace=True)
    at = headings.index(TRUTH)
    with target.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([*row[:at], *row[at + 1 :]] for row in (headings, *rows))
    return [re.sub(r"-(?:org|dup).*", "", row[at]) for row in rows]


def _fresh(path: Path) -> Path:
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    return path


def measure_speed(folder: Path, rows: int) -> list[Figure]:
    """So many records among themselves, and as many rows of a list against them."""
    import random

    company = large_company(_fresh(folder / "large.crm"), rows, index=False)
    entity = company.entity("customer")
    random_ = random.Random(5)
    probes = {
        "name": [name_of(random_) for _row in range(rows)],
        "mobile": [f"1{random_.choice('3578')}{random_.randrange(10**9):09d}" for _row in range(rows)],
        "street": [f"{random_.randrange(999)} Long Road" for _row in range(rows)],
        "email": [f"user{row}@example.com" for row in range(rows)],
    }
    figures = []
    for name, limit, work in (
        (f"{rows:,} records among themselves, CPU s", MINUTE, lambda: pairs(company, entity)),
        (f"{rows:,} rows against {rows:,} records, CPU s", 5.0, lambda: likely(company, entity, probes)),
    ):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        figures.append(Figure(name, cpu, f"<= {limit:g}", cpu <= limit, cpu, limit, {"wall_s": round(wall, 1)}))
    company.close()
    return figures
