"""Work of the wizard on the worker: nothing gets through to the wizard meanwhile, and failures are told."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from crm_desktop.errors import Told
from crm_desktop.ui import tasks
from crm_desktop.ui.importing.veil import Veil
from crm_desktop.ui.widgets import could_not
from crm_desktop.values.memory import give_back

Asked = Callable[[], bool]
Work = Callable[[Callable[..., None], Asked], Any]


def _undisturbed(work: Work, tell: Callable[..., None], cancelled: Asked) -> Any:
    """Do it without a search for garbage: that walks every cell of a long list while the window stands still."""
    gc.disable()
    try:
        return work(tell, cancelled)
    finally:
        give_back()
        # What is there now stays until the wizard closes and need not be walked again.
        gc.freeze()
        gc.enable()


def _carefully(work: Work) -> Work:
    return lambda tell, cancelled: _undisturbed(work, tell, cancelled)


class AtWork(QObject):
    """One piece of work at a time, and one aside that nobody has to wait for."""

    rested = Signal()
    """What was under way is done, or was stopped."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._task: tasks.Task | None = None
        self._aside: tasks.Task | None = None
        self.veil = Veil(over, self.stop)

    def busy(self) -> bool:
        """Whether something is under way."""
        return self._task is not None

    def has_aside(self) -> bool:
        """Whether something is done aside."""
        return self._aside is not None

    def stop(self) -> None:
        """Ask what is under way to stop."""
        if self._task is not None:
            self._task.cancel()

    def end(self) -> None:
        """The wizard closes: what it held may be cleared away."""
        self.put_aside()
        gc.unfreeze()

    def do(
        self,
        work: Work,
        then: Callable[[Any], object],
        title: str,
        failed: Callable[[BaseException], object] | None = None,
        *,
        cancellable: bool = True,
    ) -> None:
        """Do `work(tell, cancelled)`, then `then(result)`; without `failed` a person's error is told in a sentence."""
        if self._task is not None:
            return
        self.put_aside()

        def hand_over(act: Callable[[Any], object], with_: Any) -> None:
            self._task = None
            self.veil.lift()
            act(with_)
            self.rested.emit()

        def tell_failure(error: BaseException) -> None:
            if failed is not None:
                failed(error)
            elif isinstance(error, Told):
                could_not(self._over, error)

        self.veil.cover()
        self._task = tasks.run(
            _carefully(work), lambda result: hand_over(then, result), lambda error: hand_over(tell_failure, error),
            title=title, cancellable=cancellable, parent=self._over,
        )  # fmt: skip

    def aside(self, work: Work, then: Callable[[Any], object], title: str) -> None:
        """Do `work` while the person goes on, in the place of what was aside before; it gives way to `do`."""
        self.put_aside()

        def hand_over(result: Any) -> None:
            if self._aside is task:
                self._aside = None
                then(result)

        def failed(error: BaseException) -> None:
            if self._aside is task:
                self._aside = None
                if isinstance(error, Told):
                    could_not(self._over, error)

        task = self._aside = tasks.run(_carefully(work), hand_over, failed, title=title, parent=self._over, unseen=True)

    def put_aside(self) -> None:
        """Stop what is done aside; its result counts no more."""
        if self._aside is not None:
            self._aside.cancel()
            self._aside = None
