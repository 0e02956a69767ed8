"""The journal: entries, undo, redo, conflicts, history and trash, on a real file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlite

from crm_desktop.errors import Refused
from crm_desktop.store import history
from crm_desktop.store.company_file import CompanyFile
from crm_desktop.store.undo import next_redo, next_undo, redo, restore, undo
from tests.store.conftest import Book, Shelf


def snapshot(file: CompanyFile) -> dict[str, list[Any]]:
    return {
        table: [tuple(row) for row in file.journal.execute(f"SELECT * FROM {table} ORDER BY id")]
        for table in ("shelf", "book")
    }


def test_a_write_outside_an_entry_is_refused(file: CompanyFile) -> None:
    file.journal.execute("SELECT 1")
    with pytest.raises(Exception, match=r"readonly|read-only"):
        Shelf.create(name="A")
    assert Shelf.select().count() == 0


def test_an_entry_that_fails_leaves_nothing(file: CompanyFile) -> None:
    with pytest.raises(ZeroDivisionError), file.journal.entry("Two shelves"):
        Shelf.create(name="A")
        raise ZeroDivisionError
    assert snapshot(file) == {"shelf": [], "book": []}
    assert history.entries(file.journal) == []


def test_an_entry_that_changes_nothing_leaves_no_line(file: CompanyFile) -> None:
    with file.journal.entry("Nothing"):
        pass
    assert history.entries(file.journal) == []


def test_undo_and_redo_walk_back_and_forth(file: CompanyFile) -> None:
    states = [snapshot(file)]
    with file.journal.entry("New shelf"):
        shelf = Shelf.create(name="A", width=80, picture=b"\x00\xff\x01")
    states.append(snapshot(file))
    with file.journal.entry("Wider"):
        shelf.width = 120
        shelf.save()
    states.append(snapshot(file))
    with file.journal.entry("Delete"):
        shelf.delete_instance()
    states.append(snapshot(file))
    for state in reversed(states[:-1]):
        assert undo(file.journal).conflicts == ()
        assert snapshot(file) == state
    with pytest.raises(Refused):
        undo(file.journal)
    for state in states[1:]:
        assert redo(file.journal).conflicts == ()
        assert snapshot(file) == state
    with pytest.raises(Refused):
        redo(file.journal)
    assert undo(file.journal).title == "Delete"
    assert snapshot(file) == states[2]


def test_something_new_ends_redo(file: CompanyFile) -> None:
    with file.journal.entry("A"):
        Shelf.create(name="A")
    undo(file.journal)
    assert next_redo(file.journal) is not None
    with file.journal.entry("B"):
        Shelf.create(name="B")
    assert next_redo(file.journal) is None
    assert next_undo(file.journal) == (3, "B")


def test_undoing_an_old_entry_keeps_what_was_changed_since(file: CompanyFile) -> None:
    with file.journal.entry("New"):
        shelf = Shelf.create(name="A", width=1)
    with file.journal.entry("Both") as both:
        shelf.name, shelf.width = "B", 2
        shelf.save()
    with file.journal.entry("Name only"):
        shelf.name = "C"
        shelf.save()
    outcome = undo(file.journal, both.id)
    assert Shelf.get().name == "C"
    assert Shelf.get().width == 1
    assert [(c.field, c.why) for c in outcome.conflicts] == [("name", "changed since")]


def test_undoing_an_insert_spares_a_row_that_was_changed_or_used_since(file: CompanyFile) -> None:
    with file.journal.entry("Three") as three:
        shelves = [Shelf.create(name=name) for name in "ABC"]
    with file.journal.entry("Edit"):
        shelves[0].name = "mine"
        shelves[0].save()
    with file.journal.entry("Use"):
        Book.create(title="T", shelf=shelves[1])
    outcome = undo(file.journal, three.id)
    assert [shelf.name for shelf in Shelf.select().order_by(Shelf.id)] == ["mine", "B"]
    assert {(c.row, c.why) for c in outcome.conflicts} == {
        (shelves[0].id, "changed since"),
        (shelves[1].id, "in use by newer records"),
    }


def test_an_edit_that_was_undone_itself_is_no_conflict(file: CompanyFile) -> None:
    with file.journal.entry("New") as new:
        shelf = Shelf.create(name="A")
    with file.journal.entry("Edit"):
        shelf.name = "B"
        shelf.save()
    undo(file.journal)
    assert undo(file.journal, new.id).conflicts == ()
    assert Shelf.select().count() == 0


def test_deleting_a_parent_brings_its_children_back_on_undo(file: CompanyFile) -> None:
    with file.journal.entry("New"):
        shelf = Shelf.create(name="A")
        first = Book.create(title="one", shelf=shelf)
        Book.create(title="two", shelf=shelf, lender=first)
    before = snapshot(file)
    with file.journal.entry("Delete shelf"):
        shelf.delete_instance()
    assert snapshot(file) == {"shelf": [], "book": []}
    assert {deleted.table for deleted in history.trash(file.journal)} == {"shelf", "book"}
    assert undo(file.journal).conflicts == ()
    assert snapshot(file) == before


@pytest.mark.parametrize("number", range(6))
def test_a_row_deleted_and_inserted_again_under_its_id_is_as_it_was_after_the_undo(
    file: CompanyFile, number: int
) -> None:
    with file.journal.entry("New"):
        book = Book.create(title="one", shelf=Shelf.create(name="A"))
        Book.create(title="two", shelf=book.shelf, lender=book)
    before = snapshot(file)
    with file.journal.entry("Make it anew"):
        _remake(book, number, "x")
    after = snapshot(file)
    assert undo(file.journal).conflicts == ()
    assert snapshot(file) == before
    assert redo(file.journal).conflicts == ()
    assert snapshot(file) == after


def test_a_row_made_anew_and_changed_since_is_kept(file: CompanyFile) -> None:
    with file.journal.entry("New"):
        book = Book.create(title="one", shelf=Shelf.create(name="A"))
    with file.journal.entry("Make it anew") as made:
        _remake(book, 0, "x")
    with file.journal.entry("Edit"):
        Book.update(title="mine").where(Book.id == book.id).execute()
    assert [(one.row, one.why) for one in undo(file.journal, made.id).conflicts] == [(book.id, "changed since")]
    assert Book.get_by_id(book.id).title == "mine"


def test_restoring_from_the_trash_is_a_change_of_its_own(file: CompanyFile) -> None:
    with file.journal.entry("New"):
        shelves = [Shelf.create(name=name) for name in "AB"]
        Book.create(title="one", shelf=shelves[0])
        Book.create(title="two", shelf=shelves[1])
    with file.journal.entry("Delete both"):
        for shelf in shelves:
            shelf.delete_instance()
    restore(file.journal, "shelf", shelves[1].id, "Restore B")
    assert [shelf.name for shelf in Shelf.select()] == ["B"]
    assert [book.title for book in Book.select()] == ["two"]
    undo(file.journal)
    assert Shelf.select().count() == Book.select().count() == 0


def test_what_lost_its_link_to_a_deleted_record_gets_it_back_when_that_is_restored(file: CompanyFile) -> None:
    with file.journal.entry("New"):
        shelf = Shelf.create(name="A")
        lender, other = (Book.create(title=title, shelf=shelf) for title in ("lender", "other"))
        _lent, changed, free = (Book.create(title=t, shelf=shelf, lender=lender) for t in ("lent", "changed", "free"))
    with file.journal.entry("Delete the lender"):
        free.lender = None
        free.save()
        lender.delete_instance()
        free.delete_instance()
    with file.journal.entry("Another lender"):
        Book.update(lender=other).where(Book.id == changed.id).execute()
    restore(file.journal, "book", lender.id, "Restore the lender")
    lenders = {book.title: book.lender_id for book in Book.select()}
    assert lenders == {"lender": None, "other": None, "lent": lender.id, "changed": other.id}
    undo(file.journal)
    assert {book.title: book.lender_id for book in Book.select()} == {"other": None, "lent": None, "changed": other.id}
    assert file.problems() == []


def test_records_deleted_together_link_again_in_whatever_order_they_are_restored(file: CompanyFile) -> None:
    with file.journal.entry("New"):
        shelf = Shelf.create(name="A")
        lender = Book.create(title="lender", shelf=shelf)
        lent = Book.create(title="lent", shelf=shelf, lender=lender)
    for first, second in ((lender, lent), (lent, lender)):
        with file.journal.entry("Delete both"):
            lender.delete_instance()
            Book.get_by_id(lent.id).delete_instance()
        restore(file.journal, "book", first.id, "Restore one")
        restore(file.journal, "book", second.id, "Restore the other")
        assert {book.title: book.lender_id for book in Book.select()} == {"lender": None, "lent": lender.id}


def test_a_child_whose_parent_is_gone_is_not_brought_back(file: CompanyFile) -> None:
    with file.journal.entry("New"):
        shelf = Shelf.create(name="A")
        book = Book.create(title="one", shelf=shelf)
    with file.journal.entry("Delete book") as deletion:
        book.delete_instance()
    with file.journal.entry("Delete shelf"):
        shelf.delete_instance()
    outcome = undo(file.journal, deletion.id)
    assert [c.why for c in outcome.conflicts] == ["what it belonged to is gone"]
    assert Book.select().count() == 0
    assert file.problems() == []


def test_a_bulk_insert_is_one_line_and_undoes(file: CompanyFile) -> None:
    with file.journal.entry("Import"):
        ids = file.journal.bulk_insert(Shelf, ["name", "width"], ((f"S{n}", n) for n in range(1000)))
    assert len(ids) == Shelf.select().count() == 1000
    assert history.size(file.journal)[0] == 1
    assert [done.title for done in history.of_record(file.journal, "shelf", ids[500])] == ["Import"]
    full = snapshot(file)
    undo(file.journal)
    assert Shelf.select().count() == 0
    redo(file.journal)
    assert snapshot(file) == full
    undo(file.journal)
    assert Shelf.select().count() == 0


def test_a_bulk_insert_that_fails_leaves_the_triggers_in_place(file: CompanyFile) -> None:
    with pytest.raises(sqlite.IntegrityError), file.journal.entry("Import"):
        file.journal.bulk_insert(Shelf, ["name"], [("A",), (None,)])
    with file.journal.entry("One"):
        Shelf.create(name="A")
    undo(file.journal)
    assert Shelf.select().count() == 0


def test_history_shows_before_and_after(file: CompanyFile) -> None:
    with file.journal.entry("New"):
        shelf = Shelf.create(name="A", width=1)
    with file.journal.entry("Rename"):
        shelf.name = "B"
        shelf.save()
    newest = history.of_record(file.journal, "shelf", shelf.id)[0]
    assert newest.title == "Rename"
    assert [(line.field, line.before, line.after) for line in newest.lines] == [("name", "A", "B")]


def test_values_as_of_an_earlier_moment(file: CompanyFile) -> None:
    start = datetime.now(UTC)
    with file.journal.entry("New"):
        shelf = Shelf.create(name="A", width=1)
    file.journal.db.connection().execute("PRAGMA query_only = OFF")
    file.journal.db.connection().execute("UPDATE journal_entry SET at = '2020-01-01T00:00:00.000Z'")
    with file.journal.entry("Rename"):
        shelf.name = "B"
        shelf.save()
    then = history.values_as_of(file.journal, "shelf", shelf.id, start)
    assert then is not None
    assert then["name"] == "A"
    assert history.values_as_of(file.journal, "shelf", shelf.id, datetime(2019, 1, 1, tzinfo=UTC)) is None


def test_pruning_keeps_titles_and_says_that_undo_is_over(file: CompanyFile) -> None:
    with file.journal.entry("New") as new:
        Shelf.create(name="A")
    later = datetime.now(UTC) + timedelta(days=400)
    assert history.prune(file.journal, older_than=timedelta(days=365), now=later) == 1
    assert [done.title for done in history.entries(file.journal)] == ["New"]
    with pytest.raises(Refused, match="too old"):
        undo(file.journal, new.id)
    assert next_undo(file.journal) is None


@pytest.mark.parametrize(
    ("age", "keep", "at_most", "cleared"),
    [(800, 730, 10**9, 1), (700, 730, 10**9, 0), (800, 0, 10**9, 0), (800, 0, 1, 1), (40, 730, 1, 1), (20, 1, 1, 0)],
)
def test_history_is_tidied_by_age_and_size_and_the_last_month_stays(
    file: CompanyFile, age: int, keep: int, at_most: int, cleared: int
) -> None:
    with file.journal.entry("New"):
        Shelf.create(name="A")
    now = datetime.now(UTC) + timedelta(days=age)
    assert history.tidy(file.journal, keep_days=keep, at_most=at_most, now=now) == cleared
    assert (next_undo(file.journal) is None) == bool(cleared)


def test_listeners_hear_what_changed(file: CompanyFile) -> None:
    heard = []
    file.journal.after_commit.append(heard.append)
    with file.journal.entry("New"):
        shelf = Shelf.create(name="A")
        file.journal.bulk_insert(Book, ["title", "shelf"], [("T", shelf.id)] * 3)
    assert heard[0].rows == {"shelf": {shelf.id}}
    assert heard[0].runs == {"book": [(1, 3)]}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["shelf", "book", "rename", "move", "bulk", "drop", "drop_book", "remake", "undo", "undo_old", "redo"]
        ),
        st.integers(0, 5),
        st.text(max_size=4),
    ),
    max_size=25,
)


def _step(file: CompanyFile, what: str, number: int, text: str) -> None:
    shelves, books = list(Shelf.select().order_by(Shelf.id)), list(Book.select().order_by(Book.id))
    with file.journal.entry(what):
        if what == "shelf":
            Shelf.create(name=text, width=number)
        elif what == "bulk":
            file.journal.bulk_insert(Shelf, ["name"], [(text,)] * number)
        elif what == "book" and shelves:
            lender = books[number % len(books)] if books and number % 2 else None
            Book.create(title=text, shelf=shelves[number % len(shelves)], lender=lender)
        elif what == "rename" and shelves:
            shelf = shelves[number % len(shelves)]
            shelf.name = text
            shelf.save()
        elif what == "move" and books and shelves:
            book = books[number % len(books)]
            book.shelf = shelves[number % len(shelves)]
            book.save()
        elif what == "drop" and shelves:
            shelves[number % len(shelves)].delete_instance()
        elif what == "drop_book" and books:
            books[number % len(books)].delete_instance()
        elif what == "remake" and books:
            _remake(books[number % len(books)], number, text)


def _remake(book: Book, number: int, text: str) -> None:
    """Delete a book and insert another under its id, changed before or after, or deleted again."""
    if number % 2:
        book.title = text + "?"
        book.save()
    row, shelf = book.id, book.shelf_id
    book.delete_instance()
    Book.insert(id=row, title=book.title + text + "~", shelf=shelf).execute()
    if number % 3 == 1:
        Book.update(title=book.title + "!").where(Book.id == row).execute()
    elif number % 3 == 2:
        Book.delete().where(Book.id == row).execute()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_undoing_all_and_redoing_all_is_exact(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, str]]
) -> None:
    with CompanyFile(tmp_path_factory.mktemp("undo") / "a.crm", [Shelf, Book], create=True) as file:
        for what, number, text in steps:
            if what == "undo" and next_undo(file.journal):
                undo(file.journal)
            elif what == "redo" and next_redo(file.journal):
                redo(file.journal)
            elif what == "undo_old":
                done = [d for d in history.entries(file.journal) if d.kind == "do" and not d.undone and d.id % 3 == 0]
                if done:
                    undo(file.journal, done[-1].id)
            elif what not in ("undo", "redo"):
                _step(file, what, number, text)
            assert file.problems() == []
    # What follows is exact only where no old entry was undone out of turn.
    with CompanyFile(tmp_path_factory.mktemp("undo") / "b.crm", [Shelf, Book], create=True) as file:
        states = [snapshot(file)]
        for what, number, text in steps:
            if what.startswith(("undo", "redo")):
                continue
            _step(file, what, number, text)
            if snapshot(file) != states[-1]:
                states.append(snapshot(file))
        for state in reversed(states[:-1]):
            assert undo(file.journal).conflicts == ()
            assert snapshot(file) == state
        for state in states[1:]:
            assert redo(file.journal).conflicts == ()
            assert snapshot(file) == state
