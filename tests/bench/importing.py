"""A whole import of 100,000 rows by 12 columns, against what merely parsing or reading the same workbook takes.

Once as it stands, once with likely twins looked for and joined (`--near fill`).
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Figure, at_most, peak_of
from tests.bench.people import TOWNS, name_of

HEADINGS = ("客户名称", "客户编号", "", "手机", "电话", "邮箱", "省份", "城市", "地址", "等级", "来源", "备注")
THIRD = {"customers": "邮编", "customers with a person each": "联系人"}
"""The third column makes the difference: one record a row, or two."""
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
ROUNDS = 4
MOST_MEMORY = 400
"""Megabytes that the program may ever hold."""
FEW, MOST_SECONDS = 10_000, 20.0
"""Rows of a list that a small business has, and how long they may take with likely twins looked for."""
OURS = """
import sys, time
from datetime import date
from pathlib import Path
from crm_desktop.areas import new_company
from crm_desktop.exchange import importing, reading
from crm_desktop.exchange.decisions import LIKELY, Decisions
company = new_company(Path(sys.argv[2]))
start = time.perf_counter()
source = reading.read(Path(sys.argv[1]))
sheets = importing.plan(company, source, today=date(2026, 11, 23))
if sys.argv[3] != "-":
    sheets[0].near, sheets[0].decisions = True, Decisions({LIKELY: sys.argv[3]})
report = importing.run(company, sheets, today=date(2026, 11, 23))
print(time.perf_counter() - start, report.sheets[0].read, report.sheets[0].created)
company.close()
"""
CALAMINE = """
import sys, time
from python_calamine import CalamineWorkbook
start = time.perf_counter()
rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
print(time.perf_counter() - start, len(rows))
"""
OPENPYXL = """
import sys, time
import openpyxl
start = time.perf_counter()
rows = [row for row in openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True)]
print(time.perf_counter() - start, len(rows))
"""


def write(path: Path, rows: int, third: str = "联系人") -> None:
    """An invented customer list as Excel would save it."""
    import openpyxl

    random_ = random.Random(3)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("客户")
    sheet.append([heading or third for heading in HEADINGS])
    for number in range(rows):
        person = random_.choice(FAMILY) + "".join(random_.choice(GIVEN) for _n in range(random_.choice((1, 2))))
        postcode = f"{random_.randrange(10**6):06d}"
        sheet.append((
            f"{name_of(random_)} {number}", f"C{number:06d}", person if third == "联系人" else postcode,
            int(f"1{random_.choice('3578')}{random_.randrange(10**9):09d}"), f"021-{random_.randrange(10**8):08d}",
            f"user{number}@example.com", random_.choice(TOWNS[:8]), random_.choice(TOWNS[:8]),
            f"{random_.randrange(999)} 号长安路", random_.choice("ABC"), random_.choice(("展会", "转介绍", "网站")),
            "喜欢上午联系" if number % 3 else None,
        ))  # fmt: skip
    book.save(path)


def measure(folder: Path, size: int | None) -> list[Figure]:
    rows = size or 100_000
    figures = []
    for name, third in THIRD.items():
        path = folder / f"{third}.xlsx"
        write(path, rows, third)
        ours, parse = [], []
        for turn in range(ROUNDS):
            parse.append(_run(CALAMINE, path)[0])
            seconds, read, created = _run(OURS, path, folder / f"{third}{turn}.crm", "-")
            assert read == created == rows, (read, created)
            ours.append(seconds)
        figures.append(
            at_most(f"import of {name}, against calamine", min(ours), min(parse), 4.0,
                    ours_s=round(min(ours), 2), parse_s=round(min(parse), 2), rows=rows)
        )  # fmt: skip
        read_only = _run(OPENPYXL, path)[0]
        figures.append(
            at_most(f"import of {name}, against openpyxl", min(ours), read_only, 0.5, openpyxl_s=round(read_only, 2))
        )
        if held := peak_of(_command(OURS, path, folder / f"{third}.crm", "-")):
            figures.append(at_most(f"import of {name}, memory in MB", held, 1, MOST_MEMORY))
    return figures + _near(folder, rows)


def _near(folder: Path, rows: int) -> list[Figure]:
    """The import with likely twins looked for: of the whole list against its parse, of a short one in seconds."""
    path, short = folder / "near.xlsx", folder / "near-short.xlsx"
    write(path, rows)
    write(short, min(rows, FEW))
    parse = min(_run(CALAMINE, path)[0] for _turn in range(ROUNDS))
    seconds, read, created = _run(OURS, path, folder / "near.crm", "fill")
    held = peak_of(_command(OURS, path, folder / "near-again.crm", "fill"))
    assert read == rows and rows * 0.9 < created <= rows, (read, created)
    in_all = _run(OURS, short, folder / "near-short.crm", "fill")[0]
    name = "import with likely twins"
    return [
        at_most(f"{name}, against calamine", seconds, parse, 10.0, ours_s=round(seconds, 2), parse_s=round(parse, 2),
                rows=rows, joined=round(read - created), peak_mb=round(held)),
        at_most(f"{name} of {min(rows, FEW):,} rows, s", in_all, 1, MOST_SECONDS),
    ]  # fmt: skip


def _command(code: str, *arguments: Path | str) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def _run(code: str, *arguments: Path | str) -> list[float]:
    done = subprocess.run(_command(code, *arguments), capture_output=True, text=True, check=True)
    return [float(word) for word in done.stdout.split()]
