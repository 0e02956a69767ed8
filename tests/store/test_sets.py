"""Bulk changes as sets of rows: undo, redo, history and conflicts must tell the same as line for line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.errors import Cancelled
from crm_desktop.store import history, sets
from crm_desktop.store.company_file import CompanyFile
from crm_desktop.store.undo import next_redo, next_undo, redo, undo
from tests.store.conftest import Book, Shelf
from tests.store.test_journal import snapshot


def shelves(file: CompanyFile, count: int, kinds: int = 3) -> list[int]:
    with file.journal.entry("Shelves"):
        rows = ((f"S{number}", number % kinds) for number in range(count))
        return list(file.journal.bulk_insert(Shelf, ["name", "width"], rows))


def widen(file: CompanyFile, ids: list[int], width: Any) -> int:
    with file.journal.entry(f"Width {width}"):
        return sets.change_all(file.journal, Shelf, ids, {"width": width})


def lines_of(file: CompanyFile, row: int) -> list[tuple[str, Any, Any]]:
    return [
        (line.op, line.before, line.after)
        for done in history.of_record(file.journal, "shelf", row)
        for line in done.lines
    ]


def test_a_bulk_change_is_a_few_lines_and_undoes_and_redoes(file: CompanyFile) -> None:
    ids = shelves(file, 10_000, kinds=2)
    before, lines = snapshot(file), history.size(file.journal)[0]
    assert widen(file, ids, 7) == 10_000
    assert history.size(file.journal)[0] - lines == 3 * 2
    after = snapshot(file)
    assert {row[2] for row in after["shelf"]} == {7}
    assert undo(file.journal).conflicts == ()
    assert snapshot(file) == before
    assert redo(file.journal).conflicts == ()
    assert snapshot(file) == after
    assert lines_of(file, ids[4500])[-2:] == [("U", 0, 7), ("I", None, None)]


def test_rows_that_have_the_value_already_are_no_part_of_it(file: CompanyFile) -> None:
    ids = shelves(file, 300)
    assert widen(file, ids, 1) == 200
    assert lines_of(file, ids[1]) == [("I", None, None)]
    assert lines_of(file, ids[2]) == [("U", 2, 1), ("I", None, None)]


def test_a_column_of_many_values_is_one_line_for_each_block_of_rows(file: CompanyFile) -> None:
    ids = shelves(file, 10_000, kinds=10_000)
    before, lines = snapshot(file), history.size(file.journal)[0]
    widen(file, ids, -1)
    assert history.size(file.journal)[0] - lines == 3
    after = snapshot(file)
    assert undo(file.journal).conflicts == ()
    assert snapshot(file) == before
    assert redo(file.journal).conflicts == ()
    assert snapshot(file) == after
    assert lines_of(file, ids[4500])[0] == ("U", 4500, -1)


def test_every_row_may_get_a_value_of_its_own(file: CompanyFile) -> None:
    ids = shelves(file, 5000)
    before = snapshot(file)
    wanted = {row: (f"N{row}" if row % 2 else f"S{row - ids[0]}", b"\x00" if row % 3 else None) for row in ids}
    with file.journal.entry("Each"):
        assert sets.change_each(file.journal, Shelf, ["name", "picture"], wanted) == 4167
    assert {row[0]: (row[1], row[3]) for row in snapshot(file)["shelf"]} == wanted
    assert lines_of(file, ids[6])[:2] == [("U", "S6", "N7"), ("U", None, b"\x00")]
    with file.journal.entry("One"):
        file.journal.execute("UPDATE shelf SET name = 'mine' WHERE id = ?", (ids[6],))
    outcome = undo(file.journal, 2)
    assert [(one.row, one.field, one.why) for one in outcome.conflicts] == [(ids[6], "name", "changed since")]
    left = snapshot(file)["shelf"]
    assert left[6][1] == "mine"
    assert left[:6] + left[7:] == before["shelf"][:6] + before["shelf"][7:]


def test_a_change_of_many_rows_tells_how_far_it_is_and_can_be_stopped(file: CompanyFile) -> None:
    ids = shelves(file, 10_000)
    before = snapshot(file)
    told: list[tuple[int, int]] = []

    def stop() -> None:
        if len(told) == 2:
            raise Cancelled

    with pytest.raises(Cancelled), file.journal.entry("Width"):
        sets.change_all(
            file.journal, Shelf, ids, {"width": 9}, progress=lambda done, total: told.append((done, total)), stop=stop
        )
    assert told == [(4095, 10_000), (8191, 10_000)]
    assert snapshot(file) == before


def test_what_was_changed_or_deleted_since_is_kept_and_listed(file: CompanyFile) -> None:
    ids = shelves(file, 300)
    with file.journal.entry("Width") as entry:
        sets.change_all(file.journal, Shelf, ids, {"width": 9})
    with file.journal.entry("One"):
        file.journal.execute("UPDATE shelf SET width = 11 WHERE id = ?", (ids[5],))
        file.journal.execute("DELETE FROM shelf WHERE id = ?", (ids[6],))
    outcome = undo(file.journal, entry.id)
    assert {(one.row, one.field, one.why) for one in outcome.conflicts} == {
        (ids[5], "width", "changed since"),
        (ids[6], "width", "deleted since"),
    }
    assert [row[2] for row in snapshot(file)["shelf"]][:7] == [0, 1, 2, 0, 1, 11, 1]


def test_undoing_an_insert_spares_rows_that_a_bulk_change_touched_since(file: CompanyFile) -> None:
    ids = shelves(file, 300)
    widen(file, ids[:100], 50)
    outcome = undo(file.journal, 1)
    assert {one.row for one in outcome.conflicts} == set(ids[:100])
    assert len(snapshot(file)["shelf"]) == 100


def test_two_bulk_changes_of_one_entry_go_back_to_the_very_first_value(file: CompanyFile) -> None:
    ids = shelves(file, 300)
    before = snapshot(file)
    with file.journal.entry("Twice"):
        sets.change_all(file.journal, Shelf, ids, {"width": 1})
        sets.change_all(file.journal, Shelf, ids[:200], {"width": 2})
    after = snapshot(file)
    undo(file.journal)
    assert snapshot(file) == before
    redo(file.journal)
    assert snapshot(file) == after


def test_a_record_as_of_a_moment_before_a_bulk_change(file: CompanyFile) -> None:
    ids = shelves(file, 300)
    file.journal.db.connection().execute("PRAGMA query_only = OFF")
    file.journal.db.connection().execute("UPDATE journal_entry SET at = '2020-01-01T00:00:00.000Z'")
    then = datetime(2021, 1, 1, tzinfo=UTC)
    widen(file, ids, 7)
    values = history.values_as_of(file.journal, "shelf", ids[8], then)
    assert values is not None
    assert values["width"] == 2


def test_a_failed_bulk_change_leaves_the_triggers_in_place(file: CompanyFile) -> None:
    ids = shelves(file, 300)
    with pytest.raises(Exception, match="NOT NULL"), file.journal.entry("Names"):
        with file.journal.entry("inner"):
            file.journal.execute("UPDATE shelf SET name = 'x'")
        sets.change_all(file.journal, Shelf, ids, {"name": None})
    with file.journal.entry("One"):
        file.journal.execute("UPDATE shelf SET name = 'y' WHERE id = ?", (ids[0],))
    assert [line.after for line in history.of_record(file.journal, "shelf", ids[0])[0].lines] == ["y"]


VALUES = st.sampled_from([None, 0, 1, 2, 3])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["all", "some", "each", "one", "drop", "twice", "undo", "undo_old", "redo"]),
        st.integers(0, 11),
        VALUES,
        VALUES,
    ),
    max_size=14,
)


def _step(file: CompanyFile, what: str, number: int, value: Any, other: Any) -> None:
    ids = [row[0] for row in file.journal.execute("SELECT id FROM shelf ORDER BY id")]
    with file.journal.entry(what):
        if what in ("all", "twice"):
            sets.change_all(file.journal, Shelf, ids, {"width": value})
        if what in ("some", "twice"):
            sets.change_all(file.journal, Shelf, ids[number % 3 :: 2], {"width": other, "name": f"N{value}"})
        if what in ("each", "twice"):
            new = {row: (f"N{(row + number) % 5}", (value or 0) + row % 2) for row in ids[number % 2 :]}
            sets.change_each(file.journal, Shelf, ["name", "width"], new)
        if what == "one" and ids:
            file.journal.execute("UPDATE shelf SET width = ? WHERE id = ?", (value, ids[number % len(ids)]))
        if what == "drop" and ids:
            file.journal.execute("DELETE FROM shelf WHERE id = ?", (ids[number % len(ids)],))


def _told(folder: Path, steps: list[tuple[str, int, Any, Any]]) -> list[Any]:
    """Everything that can be seen after each step: rows, conflicts, history of each record."""
    seen: list[Any] = []
    with CompanyFile(folder / "a.crm", [Shelf, Book], create=True) as file:
        ids = shelves(file, 12)
        for what, number, value, other in steps:
            outcome = None
            if what == "undo" and next_undo(file.journal):
                outcome = undo(file.journal)
            elif what == "redo" and next_redo(file.journal):
                outcome = redo(file.journal)
            elif what == "undo_old":
                done = [d for d in history.entries(file.journal) if d.kind == "do" and not d.undone]
                if done:
                    outcome = undo(file.journal, done[number % len(done)].id)
            elif what not in ("undo", "redo"):
                _step(file, what, number, value, other)
            kept = {(one.row, one.field, one.why) for one in outcome.conflicts} if outcome else set()
            seen.append((snapshot(file), kept))
        told = [
            [(done.title, sorted((ln.op, ln.field or "", repr(ln.before), repr(ln.after)) for ln in done.lines))
             for done in history.of_record(file.journal, "shelf", row)]
            for row in ids
        ]  # fmt: skip
        while next_undo(file.journal):
            undo(file.journal)
            seen.append(snapshot(file))
        return [seen, told]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_sets_and_single_lines_tell_the_same(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, Any, Any]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sets, "FEWEST", 1000)
        as_lines = _told(tmp_path_factory.mktemp("lines"), steps)
        patch.setattr(sets, "FEWEST", 2)
        for different in (40, 0):
            patch.setattr(sets, "_DIFFERENT", different)
            assert _told(tmp_path_factory.mktemp("sets"), steps) == as_lines
