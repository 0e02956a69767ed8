"""Long work: on a thread of its own, told as it goes, stopped on request, handed over on the window's thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.errors import Cancelled, Refused
from crm_desktop.store.row import db
from crm_desktop.ui import tasks
from crm_desktop.ui.soon import soon
from crm_desktop.ui.tasks import Tell
from crm_desktop.ui.widgets import Progress

Cancel = Callable[[], bool]


@pytest.fixture
def over(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    yield made
    tasks.stop_all()


def test_the_result_comes_on_the_window_s_thread_from_work_on_another(qtbot: QtBot, over: QWidget) -> None:
    seen: list[tuple[int, int]] = []
    here = threading.get_ident()

    def work(_tell: Tell, _cancelled: Cancel) -> int:
        return threading.get_ident()

    tasks.run(work, lambda there: seen.append((there, threading.get_ident())), title="Work", parent=over)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != here
    assert seen[0][1] == here
    assert tasks.running() == 0


def test_short_work_shows_no_panel_and_long_work_shows_its_count(qtbot: QtBot, over: QWidget) -> None:
    go = threading.Event()
    done: list[object] = []

    def work(tell: Tell, _cancelled: Cancel) -> None:
        tell(1200, 5000, "Reading")
        go.wait(10)

    task = tasks.run(work, done.append, title="Reading the list", parent=over)
    panel = task._panel
    assert not panel.isVisible()
    qtbot.waitUntil(panel.isVisible)
    assert panel.count.text() == "1,200 of 5,000"
    assert panel.doing.text() == "Reading"
    go.set()
    qtbot.waitUntil(lambda: done == [None])
    qtbot.waitUntil(lambda: not isValid(panel))


def test_stopping_leaves_the_file_as_it_was(qtbot: QtBot, company: Company, over: QWidget) -> None:
    ended: list[BaseException] = []
    begun = threading.Event()

    def work(tell: Tell, cancelled: Cancel) -> None:
        with company.journal.entry("Many customers"):
            for number in range(100_000):
                records.save(company, company.entity("customer"), {"name": f"Customer {number}"})
                begun.set()
                tell(number, 100_000)
                if cancelled():
                    raise Cancelled

    task = tasks.run(work, None, ended.append, title="Many", parent=over)
    assert begun.wait(10)
    qtbot.waitUntil(task._panel.isVisible)
    task._panel.reject()
    assert not task._panel.stop.isEnabled()
    qtbot.waitUntil(lambda: bool(ended))
    assert isinstance(ended[0], Cancelled)
    assert company.execute("SELECT count(*) FROM customer").fetchone()[0] == 0


def test_work_that_cannot_be_cancelled_offers_no_stop(qtbot: QtBot, over: QWidget) -> None:
    done: list[object] = []
    task = tasks.run(lambda _t, _c: 7, done.append, title="Checking", cancellable=False, parent=over)
    assert not task._panel.stop.isVisibleTo(task._panel)
    qtbot.waitUntil(lambda: done == [7])


def test_the_worker_gives_its_connection_back_after_each_piece_of_work(
    qtbot: QtBot, company: Company, over: QWidget
) -> None:
    states: list[bool] = []

    def asks(_tell: Tell, _cancelled: Cancel) -> None:
        states.append(db.is_closed())
        company.execute("SELECT 1")

    for number in (1, 2):
        tasks.run(asks, title="Asking", parent=over)
        qtbot.waitUntil(lambda n=number: len(states) == n and tasks.running() == 0)
    assert states == [True, True]


def test_a_refusal_reaches_failed_and_a_fault_reaches_the_crash_window_too(
    qtbot: QtBot, over: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed: list[type[BaseException]] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, _error, _trace: crashed.append(kind))
    ended: list[BaseException] = []

    def refuses(_tell: Tell, _cancelled: Cancel) -> None:
        raise Refused("Not this list.")

    def breaks(_tell: Tell, _cancelled: Cancel) -> None:
        raise ZeroDivisionError

    tasks.run(refuses, None, ended.append, title="One", parent=over)
    tasks.run(breaks, None, ended.append, title="Two", parent=over)
    qtbot.waitUntil(lambda: len(ended) == 2)
    assert [type(error) for error in ended] == [Refused, ZeroDivisionError]
    assert crashed == [ZeroDivisionError]


def test_one_piece_of_work_after_another(qtbot: QtBot, over: QWidget) -> None:
    at_once, most, done = [0], [0], []

    def work(_tell: Tell, _cancelled: Cancel) -> None:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        time.sleep(0.02)
        at_once[0] -= 1

    for _n in range(4):
        tasks.run(work, done.append, title="Work", parent=over)
    assert tasks.running() == 4
    qtbot.waitUntil(lambda: len(done) == 4)
    assert most == [1]


def test_what_is_to_be_done_soon_is_left_undone_where_its_owner_is_gone(qtbot: QtBot) -> None:
    done: list[str] = []
    owner, other = QWidget(), QWidget()
    qtbot.addWidget(other)
    soon(owner, lambda: done.append("gone"))
    soon(other, lambda: done.append("there"))
    delete(owner)
    qtbot.waitUntil(lambda: done == ["there"])
    qtbot.wait(30)
    assert done == ["there"]


def test_stop_all_waits_until_the_worker_is_free(qtbot: QtBot, over: QWidget) -> None:
    begun, free = threading.Event(), threading.Event()

    def work(_tell: Tell, cancelled: Cancel) -> None:
        begun.set()
        while not cancelled():
            time.sleep(0.01)
        free.set()
        raise Cancelled

    tasks.run(work, None, lambda _error: None, title="Endless", parent=over)
    assert begun.wait(10)
    tasks.stop_all()
    assert free.is_set()
    qtbot.waitUntil(lambda: tasks.running() == 0)
    assert not [panel for panel in over.findChildren(Progress) if panel.isVisible()]
