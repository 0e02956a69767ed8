"""The search for duplicates behind the window: a thread of its own, how far it is, and a way to stop it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal

from crm_desktop.entity.company import Company
from crm_desktop.entity.describe import Entity
from crm_desktop.errors import Cancelled

_CREEP: Final = 0.06
"""How many steps a search takes is not known: with each the bar goes this share of the way that is left."""


class Seeker(QObject):
    """Seeks the duplicates of one kind after another; `found` comes on the window's thread.

    Only one search runs at a time; a new one ends the one before.
    """

    found = Signal(str, object, object)
    """The kind, its pairs (alike.asking.Pair), and the records among which they were sought; () for all."""
    told = Signal(float)
    """How far the search is, from 0 to 1."""
    ended = Signal(str)
    """The kind; sent in any case, after `found` where it was found."""
    _over = Signal(object, object, object, object)

    def __init__(self, company: Company, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._company = company
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._over.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def seek(self, entity: Entity, among: Sequence[int] = ()) -> None:
        """Begin a search; with `among` only for the pairs of these records."""
        self.stop()
        self._stop = stop = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(entity, tuple(among), stop), name="duplicates", daemon=True
        )
        self._thread.start()

    def running(self) -> bool:
        """Whether a search is under way, or has ended and its findings are still on their way."""
        return self._thread is not None

    def stop(self) -> None:
        """End the search, and wait until it has let go of the file."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(20)
            self._thread = None

    def _run(self, entity: Entity, among: tuple[int, ...], stop: threading.Event) -> None:
        from crm_desktop.alike.asking import pairs
        from crm_desktop.alike.dismissing import undismissed

        share = 0.0

        def pulse() -> None:
            nonlocal share
            if stop.is_set():
                raise Cancelled
            share += (1 - share) * _CREEP
            self.told.emit(share)

        result: Any = None
        try:
            result = undismissed(self._company, entity, pairs(self._company, entity, among=among, pulse=pulse))
        except Cancelled:
            result = None
        except BaseException as error:
            self._over.emit(entity, error, among, stop)
            return
        finally:
            with contextlib.suppress(Exception):
                self._company.journal.db.close()
        self._over.emit(entity, result, among, stop)

    def _hand_over(self, entity: Entity, result: Any, among: tuple[int, ...], stop: threading.Event) -> None:
        if stop is not self._stop:
            return
        self._thread = None
        if isinstance(result, BaseException):
            self.ended.emit(entity.name)
            raise result
        if result is not None and not stop.is_set():
            self.found.emit(entity.name, result, among)
        self.ended.emit(entity.name)
