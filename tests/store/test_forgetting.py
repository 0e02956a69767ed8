"""Deleted records that go for good: nothing of them is left, everything else can still be undone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from crm_desktop.errors import Refused
from crm_desktop.store import history
from crm_desktop.store.company_file import CompanyFile
from crm_desktop.store.forgetting import compact, forget
from crm_desktop.store.sets import change_each
from crm_desktop.store.undo import next_redo, next_undo, redo, restore, undo
from tests.store.conftest import Book, Shelf
from tests.store.test_journal import STEPS, _step, snapshot


def shelves(file: CompanyFile, *names: str) -> list[Shelf]:
    with file.journal.entry("New"):
        made = [Shelf.create(name=name) for name in names]
        for shelf in made:
            Book.create(title=f"Book of {shelf.name}", shelf=shelf)
    return made


def test_a_forgotten_record_takes_its_family_and_its_history_along(file: CompanyFile) -> None:
    (secret,) = shelves(file, "Secret shelf")
    with file.journal.entry("Edit"):
        secret.name = "Renamed secret"
        secret.save()
    with file.journal.entry("Delete"):
        secret.delete_instance()
    assert forget(file.journal, [one for one in history.trash(file.journal) if one.table == "shelf"]) == 2
    assert history.trash(file.journal) == []
    assert history.of_record(file.journal, "shelf", secret.id) == []
    compact(file.journal)
    data = b"".join(path.read_bytes() for path in file.path.parent.glob(f"{file.path.name}*"))
    assert b"Secret shelf" not in data and b"Renamed secret" not in data


def test_a_change_whose_records_are_gone_cannot_be_undone_and_the_one_before_it_can(file: CompanyFile) -> None:
    first, second = shelves(file, "A", "B")
    with file.journal.entry("Wider"):
        first.width = 80
        first.save()
    with file.journal.entry("Delete B") as deleting:
        second.delete_instance()
    forget(file.journal, history.trash(file.journal))
    with pytest.raises(Refused, match="too old"):
        undo(file.journal, deleting.id)
    newest = next_undo(file.journal)
    assert newest is not None and newest[1] == "Wider"
    undo(file.journal)
    assert Shelf.get_by_id(first.id).width is None


def test_of_records_deleted_together_the_others_can_still_come_back(file: CompanyFile) -> None:
    both = shelves(file, "A", "B")
    with file.journal.entry("Delete both") as deleting:
        for shelf in both:
            shelf.delete_instance()
    forget(file.journal, [one for one in history.trash(file.journal) if (one.table, one.row) == ("shelf", both[0].id)])
    assert [one.values["name"] for one in history.trash(file.journal) if one.table == "shelf"] == ["B"]
    restore(file.journal, "shelf", both[1].id, "Restore B")
    assert [book.title for book in Book.select()] == ["Book of B"]
    undo(file.journal)
    assert undo(file.journal, deleting.id).conflicts == ()
    assert [shelf.name for shelf in Shelf.select()] == ["B"]


def test_what_a_bulk_change_knew_of_a_forgotten_record_goes_too_and_its_undo_still_works(file: CompanyFile) -> None:
    made = shelves(file, *(f"Shelf {number}" for number in range(80)))
    with file.journal.entry("Rename all") as renaming:
        change_each(file.journal, Shelf, ["name"], {shelf.id: (f"Hidden {shelf.id:03}",) for shelf in made})
    with file.journal.entry("Delete the first"):
        made[0].delete_instance()
    forget(file.journal, history.trash(file.journal))
    compact(file.journal)
    data = b"".join(path.read_bytes() for path in file.path.parent.glob(f"{file.path.name}*"))
    assert b"Hidden 001" not in data and b"Hidden 002" in data
    assert undo(file.journal, renaming.id).conflicts == ()
    assert [shelf.name for shelf in Shelf.select().order_by(Shelf.id)] == [f"Shelf {n}" for n in range(1, 80)]


def test_a_record_that_is_back_is_not_forgotten(file: CompanyFile) -> None:
    (shelf,) = shelves(file, "A")
    with file.journal.entry("Delete"):
        shelf.delete_instance()
    found = history.trash(file.journal)
    undo(file.journal)
    assert forget(file.journal, found) == 0
    redo(file.journal)
    undo(file.journal)
    assert [one.name for one in Shelf.select()] == ["A"]


def test_a_deletion_that_was_done_again_is_forgotten_with_both_its_lines(file: CompanyFile) -> None:
    (shelf,) = shelves(file, "A")
    with file.journal.entry("Delete"):
        shelf.delete_instance()
    undo(file.journal)
    redo(file.journal)
    forget(file.journal, history.trash(file.journal))
    assert file.journal.execute("SELECT count(*) FROM journal_change WHERE op = 'D'").fetchone() == (0,)
    newest = next_undo(file.journal)
    assert newest is not None and newest[1] == "New"
    assert undo(file.journal).conflicts == ()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_was_done_before_an_emptied_trash_stays_sound_and_undoes(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, str]]
) -> None:
    with CompanyFile(tmp_path_factory.mktemp("forget") / "a.crm", [Shelf, Book], create=True) as file:
        for what, number, text in steps:
            if what == "undo" and next_undo(file.journal):
                undo(file.journal)
            elif what == "redo" and next_redo(file.journal):
                redo(file.journal)
            elif what == "undo_old":
                there = snapshot(file)
                forget(file.journal, history.trash(file.journal))
                assert snapshot(file) == there
                assert history.trash(file.journal) == []
            elif what not in ("undo", "redo"):
                _step(file, what, number, text)
        while next_undo(file.journal):
            undo(file.journal)
            assert file.problems() == []
        while next_redo(file.journal):
            redo(file.journal)
            assert file.problems() == []
