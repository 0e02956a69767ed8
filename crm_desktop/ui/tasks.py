"""Long work away from the window: one worker, progress with a count, a way to stop, the result on the GUI thread.

The worker is a thread of Python's own: threads made by Qt lose the database connection between two calls.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from crm_desktop.errors import Cancelled, Told
from crm_desktop.i18n import _
from crm_desktop.store.row import db

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from PySide6.QtWidgets import QWidget

    from crm_desktop.ui.widgets import Progress

AFTER_MS: Final = 400
"""Work that ends sooner shows no panel."""
_TELL_EVERY: Final = 0.05  # seconds between two counts sent to the window


class Tell(Protocol):
    """How work says how far it is: so many of a total, where that is known, and what it is doing."""

    def __call__(self, done: int, total: int | None = None, doing: str = "") -> None: ...


class Unseen(QObject):
    """Stands for the panel of work that shows nothing; with its parent goes whoever waited for the result."""

    def show_count(self, done: int, total: int | None = None, doing: str = "") -> None:
        """Nothing is shown."""

    def finish(self) -> None:
        """The work is done."""
        self.deleteLater()


Work = Callable[[Tell, Callable[[], bool]], Any]

_worker: ThreadPoolExecutor | None = None
_running: set[Task] = set()


class Task(QObject):
    """One piece of work, from `run` until its result has been handed over."""

    _ended = Signal(object, object)
    _told = Signal(object, object, str)

    def __init__(
        self,
        work: Work,
        then: Callable[[Any], object] | None,
        failed: Callable[[BaseException], object] | None,
        panel: Progress | Unseen,
        parent: QWidget | None,
    ) -> None:
        super().__init__()
        self._work, self._then, self._failed, self._panel, self._parent = work, then, failed, panel, parent
        self._stopped = threading.Event()
        self._last = 0.0
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop; it does so at its next count."""
        self._stopped.set()

    def cancelled(self) -> bool:
        """Whether the person asked it to stop."""
        return self._stopped.is_set()

    def tell(self, done: int, total: int | None = None, doing: str = "") -> None:
        """Called by the work, as often as it likes."""
        now = time.monotonic()
        if now - self._last >= _TELL_EVERY or done == total:
            self._last = now
            self._told.emit(done, total, doing)

    def do(self) -> None:
        """The work itself, on the worker; its connection to the file is given back in any case."""
        result, error = None, None
        try:
            if self._stopped.is_set():
                raise Cancelled
            result = self._work(self.tell, self.cancelled)
        except BaseException as caught:
            error = caught
        finally:
            if db.obj is not None and not db.is_closed():
                db.close()
        self._ended.emit(result, error)

    def _show(self, done: int, total: int | None, doing: str) -> None:
        if self in _running and isValid(self._panel):
            self._panel.show_count(done, total, doing)

    def _end(self, result: Any, error: BaseException | None) -> None:
        _running.discard(self)
        self.deleteLater()
        if not isValid(self._panel):
            # Its window has been closed meanwhile: nobody is there to be told.
            return
        self._panel.finish()
        if error is None:
            if self._then is not None:
                self._then(result)
            return
        if not isinstance(error, Told | Cancelled):
            sys.excepthook(type(error), error, error.__traceback__)
        if self._failed is not None:
            self._failed(error)
        elif isinstance(error, Told):
            from crm_desktop.ui.widgets import could_not

            could_not(self._parent, error)


def run(
    work: Work,
    then: Callable[[Any], object] | None = None,
    failed: Callable[[BaseException], object] | None = None,
    *,
    title: str,
    cancellable: bool = True,
    parent: QWidget | None = None,
    unseen: bool = False,
) -> Task:
    """Do `work(tell, cancelled)` on the worker, one after another; `then(result)` comes on the GUI thread.

    `failed(error)` is told what kept it from ending: `Told`, `Cancelled`, or a fault of the program (which the crash
    window shows as well). Without `failed` a `Told` is shown as a sentence. Each piece of work makes its own journal
    entry, so one that is cancelled or fails leaves the file as it was. `unseen` work shows no panel.
    """
    global _worker
    from crm_desktop.ui.widgets import Progress

    if _worker is None:
        from concurrent.futures import ThreadPoolExecutor

        _worker = ThreadPoolExecutor(1, thread_name_prefix="worker")
    over = parent if parent is not None else QApplication.activeWindow()
    panel: Progress | Unseen
    if unseen:
        panel = Unseen(over)
    else:
        panel = Progress(title, (lambda: task.cancel()) if cancellable else None, over, AFTER_MS)
    task = Task(work, then, failed, panel, over)
    _running.add(task)
    _worker.submit(task.do)
    return task


def telling(toast: Callable[[str], object], over: QWidget | None) -> Callable[[BaseException], None]:
    """What a window says of a change that was stopped or could not be."""

    def tell(why: BaseException) -> None:
        from crm_desktop.ui.widgets import could_not

        if isinstance(why, Cancelled):
            toast(_("Stopped. Nothing was changed."))
        elif isinstance(why, Told):
            could_not(over, why)

    return tell


def running() -> int:
    """How many pieces of work are under way or wait."""
    return len(_running)


def stop_all(seconds: float = 30) -> None:
    """Ask all of them to stop and wait until the worker has let go of the file."""
    for task in list(_running):
        task.cancel()
    if _worker is not None and _running:
        _worker.submit(lambda: None).result(seconds)
