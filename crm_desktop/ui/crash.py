"""Faults of the program: into the log, and once each before the person, who goes on working."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion
from PySide6.QtWidgets import QApplication

from crm_desktop import __version__
from crm_desktop.errors import Cancelled, Told
from crm_desktop.paths import log_folder

LOG_NAME: Final = "crm-desktop.log"
LOG_SIZE: Final = 1_000_000
LOG_COPIES: Final = 3
_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_log = logging.getLogger("crm_desktop")


class LogFile(logging.Handler):
    """The rotating log; opened when there is first something to write, as most days there is not."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(logging.WARNING)
        self._folder = folder
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self._file is None:
                self._file = self._open()
            self._file.handle(record)
        except OSError:
            self.handleError(record)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()

    def _open(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler

        place = (self._folder or log_folder()) / LOG_NAME
        file = RotatingFileHandler(place, maxBytes=LOG_SIZE, backupCount=LOG_COPIES, encoding="utf-8")
        file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        return file


def detail_of(error: BaseException, trace: TracebackType | None) -> str:
    """What a developer needs to know of a fault: versions and the way to it."""
    import platform
    import traceback

    lines = [
        f"CRM Desktop {__version__}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
        "",
        *traceback.format_exception(type(error), error, trace),
    ]
    return "\n".join(line.rstrip("\n") for line in lines)


def _way(trace: TracebackType | None) -> list[tuple[str, int]]:
    """The lines that led to a fault: the same ones, the same fault."""
    lines = []
    while trace is not None:
        lines.append((trace.tb_frame.f_code.co_filename, trace.tb_lineno))
        trace = trace.tb_next
    return lines


class Crashes(QObject):
    """Takes every fault that nobody caught, whatever thread it comes from."""

    _caught = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self._seen: set[tuple[Any, ...]] = set()
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self, folder: Path | None = None) -> None:
        """Listen to Python, its threads and Qt, and keep a log."""
        logging.getLogger().addHandler(LogFile(folder))
        sys.excepthook = self.caught
        threading.excepthook = lambda told: self.caught(
            told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
        )
        qInstallMessageHandler(self._from_qt)

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log it, and show it the first time; a `Told` that nobody showed becomes its sentence."""
        if issubclass(kind, KeyboardInterrupt):
            app = QApplication.instance()
            if app is not None:
                app.quit()
            return
        if issubclass(kind, Cancelled):
            return
        if not isinstance(error, Told):
            self.count += 1
            _log.error("%s", detail_of(error, trace))
        place = (kind, *_way(trace))
        if place not in self._seen or isinstance(error, Told):
            self._seen.add(place)
            self._caught.emit((error, trace))

    def _show(self, caught: tuple[BaseException, TracebackType | None]) -> None:
        error, trace = caught
        from crm_desktop.ui.crash_window import CrashWindow
        from crm_desktop.ui.widgets import could_not

        over = QApplication.activeModalWidget() or QApplication.activeWindow()
        if isinstance(error, Told):
            could_not(over, error)
        else:
            CrashWindow(detail_of(error, trace), over).exec()

    def _from_qt(self, level: QtMsgType, _context: object, text: str) -> None:
        if text.startswith("This plugin does not support"):
            # What a platform without a screen says of each window.
            return
        logging.getLogger("qt").log(_LEVELS.get(level, logging.WARNING), "%s", text)
