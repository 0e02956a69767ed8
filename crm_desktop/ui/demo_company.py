"""The demo company: built in a folder of its own beside the program's data, cleared away by the next one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from crm_desktop import paths
from crm_desktop.errors import Cancelled, Told
from crm_desktop.i18n import _, language
from crm_desktop.store.lock import FileLock
from crm_desktop.ui import tasks
from crm_desktop.ui.places import SUFFIX

FOLDER: Final = "demo-"


def build(
    make: Callable[[Path, str, Callable[..., None]], None],
    then: Callable[[Path], object],
    failed: Callable[[BaseException], object],
) -> None:
    """Have `make(path, language, progress)` build it on the worker; `then(path)` or `failed(why)` comes after.

    No company may be open meanwhile: the kinds of record are bound to one file at a time.
    """
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=FOLDER, dir=paths.data_folder()))
    path = folder / f"{_('Demo company')}{SUFFIX}"
    wanted = language()

    def work(tell: Any, cancelled: Callable[[], bool]) -> None:
        def told(done: int, total: int | None = None, *_more: Any) -> None:
            if cancelled():
                raise Cancelled
            tell(done, total)

        make(path, wanted, told)

    def give_up(error: BaseException) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        failed(error)

    tasks.run(work, lambda _nothing: then(path), give_up, title=_("Building the demo company"))


def sweep() -> None:
    """Remove demo companies of earlier days that no window has open."""
    for folder in paths.data_folder().glob(FOLDER + "*"):
        try:
            for file in folder.glob("*" + SUFFIX):
                FileLock(file).release()
        except Told:
            continue
        shutil.rmtree(folder, ignore_errors=True)
