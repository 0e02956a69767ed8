"""What lists ask of the database away from the window: one thread with its own connection, urgent questions first."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Callable
from queue import PriorityQueue
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from sqlcipher3 import dbapi2 as sqlite

from crm_desktop.entity.company import Company
from crm_desktop.errors import Told

URGENT: Final = 0
"""What the person waits for: the rows of a list."""
LATER: Final = 1
"""What may come after: counts and sums. It gives way when something urgent is asked."""


class Question:
    """One thing asked: `then` gets the answer on the window's thread, unless it is dropped before."""

    def __init__(
        self,
        reader: Reader,
        work: Callable[[], Any],
        then: Callable[[Any], object],
        failed: Callable[[Told], object] | None,
        rank: int,
    ) -> None:
        self.rank = rank
        self.work = work
        self.dropped = False
        self.ended = threading.Event()
        self.result: Any = None
        self.error: BaseException | None = None
        self._reader = reader
        self._then, self._failed = then, failed

    def drop(self) -> None:
        """The answer is not wanted any more: work that is under way is broken off."""
        self.dropped = True
        self._reader.break_off(self)

    def wait(self, seconds: float) -> bool:
        """Wait a moment; an answer that comes in time is handed over at once. Whether it did."""
        if not self.ended.wait(seconds):
            return False
        self.hand_over()
        return True

    def hand_over(self) -> None:
        """Give the answer to whoever asked, once, on the window's thread."""
        if self.dropped:
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
        self._guard = threading.Lock()
        self._current: Question | None = None
        self._connection: Any = None
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
    ) -> Question:
        """Have `work()` done on the thread; `then(answer)` or `failed(why)` comes on the window's thread."""
        question = Question(self, work, then, failed, rank)
        self._waiting.put((rank, next(self._numbers), question))
        with self._guard:
            if rank == URGENT and self._current is not None and self._current.rank == LATER:
                self._interrupt()
        return question

    def break_off(self, question: Question) -> None:
        """Stop the work on one question, where it is under way."""
        with self._guard:
            if self._current is question:
                self._interrupt()

    def stop(self) -> None:
        """End the thread and give its connection back; nothing more is answered."""
        self._waiting.put((-1, -1, None))
        with self._guard:
            if self._current is not None:
                self._current.dropped = True
                self._interrupt()
        self._thread.join(10)

    def _interrupt(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite.ProgrammingError):
                self._connection.interrupt()

    def _run(self) -> None:
        try:
            while True:
                rank, number, question = self._waiting.get()
                if question is None:
                    return
                if not question.dropped and not self._answer(question) and not question.dropped:
                    self._waiting.put((rank, number, question))
        finally:
            self._connection = None
            with contextlib.suppress(sqlite.ProgrammingError):
                self.company.journal.db.close()

    def _answer(self, question: Question) -> bool:
        """Do the work; False where it was broken off and is to be done again."""
        with self._guard:
            self._current = question
        try:
            self._connection = self.company.journal.db.connection()
            question.result = question.work()
        except sqlite.OperationalError as error:
            if "interrupted" in str(error):
                return False
            question.error = error
        except BaseException as error:
            question.error = error
        finally:
            with self._guard:
                self._current = None
        question.ended.set()
        if not question.dropped:
            self._answered.emit(question)
        return True


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
