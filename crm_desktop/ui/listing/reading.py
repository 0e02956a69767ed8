"""What lists ask of the database away from the window: one thread with its own connection, urgent questions first."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Callable
from queue import PriorityQueue
from typing import Any, Final

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from sqlcipher3 import dbapi2 as sqlite

from crm_desktop.entity.company import Company
from crm_desktop.errors import Told

URGENT: Final = 0
"""What the person waits for: the rows of a list."""
LOOK_UP: Final = 20_000
"""Steps of the database's machine, below a millisecond, between two looks whether the answer is still wanted."""
LATER: Final = 1
"""What may come after: counts and sums. It gives way when something urgent is asked."""


class Question:
    """One thing asked: `then` gets the answer on the window's thread, unless it is dropped before."""

    def __init__(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], object],
        failed: Callable[[Told], object] | None,
        rank: int,
        owner: QObject | None,
    ) -> None:
        self.rank = rank
        self.work = work
        self.dropped = False
        self.ended = threading.Event()
        self.result: Any = None
        self.error: BaseException | None = None
        self._then, self._failed = then, failed
        self._owner = owner

    def drop(self) -> None:
        """The answer is not wanted any more: work that is under way is broken off."""
        self.dropped = True

    def wait(self, seconds: float) -> bool:
        """Wait a moment; an answer that comes in time is handed over at once. Whether it did."""
        if not self.ended.wait(seconds):
            return False
        self.hand_over()
        return True

    def hand_over(self) -> None:
        """Give the answer to whoever asked, once, on the window's thread."""
        if self.dropped or (self._owner is not None and not shiboken6.isValid(self._owner)):
            return
        self.dropped = True
        if self.error is None:
            self._then(self.result)
        elif isinstance(self.error, Told) and self._failed is not None:
            self._failed(self.error)
        else:
            raise self.error


class Reader(QObject):
    """The thread of one company file. Threads made by Qt would lose the connection between two calls."""

    _answered = Signal(object)

    def __init__(self, company: Company) -> None:
        super().__init__()
        self.company = company
        self._numbers = itertools.count()
        self._waiting: PriorityQueue[tuple[int, int, Question | None]] = PriorityQueue()
        self._current: Question | None = None
        self._connection: Any = None
        self._stopped = False
        self._answered.connect(lambda question: question.hand_over(), Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="list-reader", daemon=True)
        self._thread.start()

    def ask(
        self,
        work: Callable[[], Any],
        then: Callable[[Any], object],
        failed: Callable[[Told], object] | None = None,
        *,
        rank: int = URGENT,
        owner: QObject | None = None,
    ) -> Question:
        """Have `work()` done on the thread; `then(answer)` or `failed(why)` comes on the window's thread.

        Where it is asked for an `owner`, nothing comes once that is gone.
        """
        question = Question(work, then, failed, rank, owner)
        self._waiting.put((rank, next(self._numbers), question))
        return question

    def stop(self) -> None:
        """End the thread and give its connection back; nothing more is answered."""
        self._stopped = True
        self._waiting.put((-1, -1, None))
        self._thread.join(10)

    def _give_way(self) -> bool:
        """Asked by the database every now and then: whether to break the present question off."""
        current = self._current
        if self._stopped or current is None or current.dropped:
            return True
        if current.rank == URGENT or self._waiting.empty():
            return False
        return self._waiting.queue[0][0] < current.rank

    def _run(self) -> None:
        try:
            while True:
                rank, number, question = self._waiting.get()
                if question is None:
                    return
                if not question.dropped and not self._answer(question) and not self._stopped:
                    self._waiting.put((rank, number, question))
        finally:
            with contextlib.suppress(sqlite.ProgrammingError):
                self.company.journal.db.close()

    def _answer(self, question: Question) -> bool:
        """Do the work; False where it was broken off and is to be done again."""
        self._current = question
        try:
            self._connect()
            question.result = question.work()
        except sqlite.OperationalError as error:
            if "interrupted" in str(error):
                return False
            question.error = error
        except BaseException as error:
            question.error = error
        finally:
            self._current = None
        question.ended.set()
        if not question.dropped and not self._stopped:
            self._answered.emit(question)
        return True

    def _connect(self) -> None:
        connection = self.company.journal.db.connection()
        if connection is not self._connection:
            self._connection = connection
            connection.set_progress_handler(self._give_way, LOOK_UP)


_readers: dict[int, Reader] = {}


def reader_of(company: Company) -> Reader:
    """The reader of an open company, started when it is first needed."""
    found = _readers.get(id(company))
    if found is None or found.company is not company:
        found = _readers[id(company)] = Reader(company)
    return found


def stop(company: Company) -> None:
    """End the reader of a company; to be called before the company is closed."""
    found = _readers.pop(id(company), None)
    if found is not None:
        found.stop()
