"""Rows inserted by whole columns: stored as by single rows, indexed, one line of history, nothing left when stopped."""

from __future__ import annotations

import pytest

from crm_desktop.errors import Cancelled
from crm_desktop.store.company_file import CompanyFile
from crm_desktop.store.undo import undo
from tests.store.conftest import Book, Shelf


def indexes(file: CompanyFile) -> set[str]:
    return {name for (name,) in file.journal.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}


def insert(file: CompanyFile, count: int, **columns: object) -> range:
    return file.journal.bulk_insert_columns(Shelf, columns, count, lambda: None)  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [1, 2, 999, 1250, 7003])
def test_columns_come_in_as_rows_whether_they_vary_or_not(file: CompanyFile, count: int) -> None:
    names = [f"S{number}" for number in range(count)]
    with file.journal.entry("Many"):
        ids = insert(file, count, name=names, width=[7] * count, picture=[None] * count)
    assert ids == range(1, count + 1)
    stored = file.journal.execute("SELECT id, name, width, picture FROM shelf ORDER BY id").fetchall()
    assert [tuple(row) for row in stored] == [(row, name, 7, None) for row, name in zip(ids, names, strict=True)]


def test_values_that_are_equal_and_yet_not_the_same_stay_apart(file: CompanyFile) -> None:
    with file.journal.entry("Pictures"):
        insert(file, 3, name=["a", "b", "c"], picture=[1, 1.0, True])
    kinds = file.journal.execute("SELECT typeof(picture) FROM shelf ORDER BY id").fetchall()
    assert [kind for (kind,) in kinds] == ["integer", "real", "integer"]


def test_no_rows_leave_no_line(file: CompanyFile) -> None:
    with file.journal.entry("Nothing"):
        assert insert(file, 0, name=[]) == range(0)
    assert file.journal.execute("SELECT count(*) FROM journal_entry").fetchone()[0] == 0


def test_many_rows_find_their_indexes_again_and_are_one_line_that_undoes(file: CompanyFile) -> None:
    before = indexes(file)
    with file.journal.entry("One"):
        shelf = Shelf.create(name="A")
    with file.journal.entry("Many"):
        books = {"title": [f"T{n}" for n in range(5000)], "shelf": [shelf.id] * 5000}
        file.journal.bulk_insert_columns(Book, books, 5000, lambda: None)
        lines = file.journal.execute("SELECT op, row, after FROM journal_change WHERE tbl = 'book'").fetchall()
    assert [tuple(line) for line in lines] == [("R", 1, 5000)]
    assert indexes(file) == before
    assert file.problems(thorough=True) == []
    plan = file.journal.execute("EXPLAIN QUERY PLAN SELECT id FROM book WHERE shelf = 1").fetchone()
    assert "INDEX" in plan[3]
    undo(file.journal)
    assert Book.select().count() == 0


def test_a_bulk_that_is_stopped_leaves_rows_and_indexes_as_they_were(file: CompanyFile) -> None:
    before = indexes(file)
    with file.journal.entry("One"):
        shelf = Shelf.create(name="A")

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled), file.journal.entry("Many"):
        books = {"title": ["T"] * 60_000, "shelf": [shelf.id] * 60_000}
        file.journal.bulk_insert_columns(Book, books, 60_000, stop)
    assert indexes(file) == before
    assert Book.select().count() == 0
    with file.journal.entry("Again"):
        Book.create(title="after", shelf=shelf)
    assert file.problems(thorough=True) == []
