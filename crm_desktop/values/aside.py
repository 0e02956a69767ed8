"""Work done in a process of its own: threads share one Python, and what needs it long keeps the others waiting."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")


class AsideError(Exception):
    """The process could not do what it was asked for: whoever asked has to do it."""


class Aside:
    """One process, which does one thing after another."""

    def __init__(self, prepare: Callable[[], object]) -> None:
        """`prepare` is done there first; the process is begun beside this thread."""
        from concurrent.futures import ThreadPoolExecutor

        self._asking = ThreadPoolExecutor(1)
        self._prepare = prepare
        self._begun = self._asking.submit(self._begin)

    def begin(self, work: Callable[..., T], *given: Any) -> Future[T]:
        """What the work returns there, in its turn; AsideError, now or later, where there is no process any more.

        It and all it is given have to be such as `pickle` takes.
        """
        try:
            return self._asking.submit(self._do, work, given)
        except RuntimeError as fault:
            raise AsideError from fault

    def do(self, work: Callable[..., T], *given: Any) -> T:
        """The same, waited for."""
        return self.begin(work, *given).result()

    def close(self) -> None:
        """Let the process end when it is done with what it has begun; that takes it a moment."""
        Thread(target=self._end).start()

    def _begin(self) -> tuple[Connection, BaseProcess]:
        import multiprocessing

        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_serve, args=(there, self._prepare), daemon=True)
        process.start()
        # The process sees the end of it only where nobody else holds its side.
        there.close()
        return here, process

    def _do(self, work: Callable[..., T], given: tuple[Any, ...]) -> T:
        try:
            here, _process = self._begun.result()
            here.send((work, given))
            well, found = here.recv()
        except (OSError, EOFError) as fault:
            # Nothing more is asked of it: a connection that is closed refuses it.
            self._end_of_talk()
            raise AsideError from fault
        if not well:
            raise AsideError(found)
        return found  # type: ignore[no-any-return]

    def _end_of_talk(self) -> None:
        if self._begun.exception() is None:
            self._begun.result()[0].close()

    def _end(self) -> None:
        self._asking.shutdown()
        self._end_of_talk()
        if self._begun.exception() is None:
            process = self._begun.result()[1]
            process.join(5)
            if process.is_alive():
                process.kill()
                process.join()


def _serve(there: Connection, prepare: Callable[[], object]) -> None:
    """Do what is asked for until nobody is there to ask."""
    import signal

    # Ctrl+C in a terminal is for the program, and what goes wrong here is told by it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        prepare()
        while True:
            there.send(_answer(*there.recv()))
    except (OSError, EOFError):
        return


def _answer(work: Callable[..., Any], given: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return True, work(*given)
    except Exception as fault:
        return False, repr(fault)
