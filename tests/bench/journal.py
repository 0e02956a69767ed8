"""What the journal costs: bulk inserts, bulk changes with their undo, each against the same without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crm_desktop.areas import new_company
from crm_desktop.customers.model import Customer
from crm_desktop.entity import records
from crm_desktop.store.triggers import make_triggers
from crm_desktop.store.undo import undo
from tests.bench.measure import Figure, at_most, seconds

COLUMNS = ("name", "name_key", "code", "type", "status", "city", "region", "street", "created")


def rows(size: int) -> list[tuple[Any, ...]]:
    return [
        (f"Company {n}", f"company {n}", f"C{n:07d}", "company", "lead", "上海", "上海", f"Street {n}", "2026-01-01")
        for n in range(size)
    ]


def measure(folder: Path, size: int | None) -> list[Figure]:
    made = rows(size or 100_000)
    company = new_company(folder / "journal.crm")
    journal = company.journal
    journal.before_commit.clear()  # the search index is no part of this measurement
    names = ", ".join(COLUMNS)
    sql = f"INSERT INTO customer ({names}) VALUES ({', '.join('?' * len(COLUMNS))})"

    def journalled() -> None:
        with journal.entry("Insert"):
            journal.bulk_insert(Customer, COLUMNS, made)

    def one_by_one() -> None:
        with journal.entry("Insert"):
            for row in made[:20_000]:
                journal.execute(sql, row)

    def bare(count: int) -> None:
        connection = company.file.db.connection()
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(sql, made[:count])
        connection.execute("COMMIT")

    def without(work: Any) -> None:
        """Run `work` with no trigger on the table, in an empty table."""
        connection = company.file.db.connection()
        connection.execute("PRAGMA query_only = OFF")
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_temp_master WHERE type = 'trigger' AND tbl_name = 'customer'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER temp."{trigger}"')
        work()

    def arm() -> None:
        """Give the table its triggers back."""
        without(lambda: None)
        make_triggers(company.file.db.connection(), Customer)

    def empty() -> None:
        without(lambda: company.file.db.connection().execute("DELETE FROM customer"))
        arm()

    ours, theirs = [], []
    for _round in range(4):
        empty()
        ours.append(seconds(journalled))
        empty()
        without(lambda: None)
        theirs.append(seconds(lambda: bare(len(made))))
        arm()
    figures = [at_most("bulk insert, journalled against bare", min(ours), min(theirs), 1.15, rows=len(made))]

    ids = [row[0] for row in company.execute("SELECT id FROM customer")]
    entity = company.entity("customer")
    turn = iter(range(1000))

    def change() -> None:
        records.change_field(company, entity, ids, "tier", f"A{next(turn)}")

    def bare_change() -> None:
        connection = company.file.db.connection()
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("UPDATE customer SET tier = ?", (f"B{next(turn)}",))

    def mix() -> None:
        """Give the rows eight values in no order."""
        connection = company.file.db.connection()
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("UPDATE customer SET tier = substr('ABCDEFGH', 1 + (id * 7919) / 13 % 8, 1)")

    def scatter() -> None:
        """Give each row a value of its own."""
        connection = company.file.db.connection()
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("UPDATE customer SET tier = 'T' || (id * 7919)")

    for before, prepare in (("one value", bare_change), ("eight values", mix), ("a value each", scatter)):
        times = []
        for _round in range(3):
            without(prepare)
            arm()
            times.append((seconds(change), seconds(lambda: undo(journal))))
            without(lambda: None)
            times[-1] += (seconds(bare_change),)
            arm()
        changed, undone, bare_time = (min(part) for part in zip(*times, strict=True))
        what = f"of one field with {before}, against bare UPDATE"
        figures.append(at_most(f"bulk change {what}", changed, bare_time, 2.0, rows=len(ids)))
        figures.append(at_most(f"undo of a change {what}", undone, bare_time, 3.0, ms=round(undone * 1000)))
    company.close()
    return figures
