"""The thread that answers lists: order, giving way, dropping, ending."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject

from crm_desktop.errors import Refused
from crm_desktop.ui.listing.reading import LATER, Reader, reader_of, stop
from tests.ui.list_window import ListWindow, add_customers

SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most}) SELECT count(*) FROM n"


@pytest.fixture
def window(tmp_path: Path, qtbot: Any) -> Iterator[ListWindow]:
    made = ListWindow(tmp_path)
    yield made
    made.close()


@pytest.fixture
def reader(window: ListWindow) -> Reader:
    return reader_of(window.company)


def test_an_answer_comes_on_the_thread_of_the_window(window: ListWindow, reader: Reader, qtbot: Any) -> None:
    add_customers(window, 3)
    seen: list[tuple[int, str]] = []

    def count() -> tuple[int, str]:
        found = window.company.execute("SELECT count(*) FROM customer").fetchone()[0]
        return found, threading.current_thread().name

    reader.ask(count, lambda answer: seen.append((*answer, threading.current_thread().name)))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(3, "list-reader", threading.main_thread().name)]


def test_waiting_a_moment_hands_the_answer_over_at_once(reader: Reader) -> None:
    seen: list[int] = []
    assert reader.ask(lambda: 7, seen.append).wait(5)
    assert seen == [7]


def test_a_count_gives_way_to_rows_and_is_done_after_them(window: ListWindow, reader: Reader, qtbot: Any) -> None:
    seen: list[str] = []
    began = threading.Event()

    def count() -> int:
        began.set()
        return int(window.company.execute(SLOW.format(most=3_000_000)).fetchone()[0])

    reader.ask(count, lambda answer: seen.append(f"count {answer}"), rank=LATER)
    assert began.wait(5)
    reader.ask(lambda: 1, lambda _answer: seen.append("rows"))
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=20_000)
    assert seen == ["rows", "count 3000000"]


def test_a_dropped_question_is_broken_off_and_never_answered(window: ListWindow, reader: Reader, qtbot: Any) -> None:
    seen: list[object] = []
    began = threading.Event()

    def endless() -> Any:
        began.set()
        return window.company.execute(SLOW.format(most=10_000_000_000)).fetchone()

    question = reader.ask(endless, seen.append)
    assert began.wait(5)
    question.drop()
    reader.ask(lambda: "next", seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["next"]


def test_nothing_is_handed_to_an_owner_that_is_gone(reader: Reader, qtbot: Any) -> None:
    seen: list[object] = []
    owner = QObject()
    reader.ask(lambda: 1, seen.append, owner=owner)
    shiboken6.delete(owner)
    reader.ask(lambda: 2, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [2]


def test_what_is_refused_is_told_to_whoever_asked(reader: Reader, qtbot: Any) -> None:
    told: list[str] = []

    def refuse() -> None:
        raise Refused("There is no such column.")

    reader.ask(refuse, lambda _answer: None, lambda why: told.append(why.sentence))
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["There is no such column."]


def test_stopping_breaks_off_what_is_under_way(window: ListWindow, reader: Reader) -> None:
    began = threading.Event()

    def endless() -> Any:
        began.set()
        return window.company.execute(SLOW.format(most=10_000_000_000)).fetchone()

    reader.ask(endless, lambda _answer: None)
    assert began.wait(5)
    stop(window.company)
    assert reader_of(window.company) is not reader
