"""What Qt can do on its own while Python loads the rest of the program: look for the fonts of the system."""

from __future__ import annotations

import sys
from threading import Thread
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

STYLE: Final = "Fusion"
WORD: Final = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><text y="8" font-size="8">a</text></svg>'


def begin() -> None:
    """Make the application, and have its fonts looked for beside."""
    application()
    Thread(target=_draw_a_word, name="fonts", daemon=True).start()


def application() -> QApplication:
    """The one application, in our style from the beginning: to set it later costs a class of 600 names."""
    made = QApplication.instance()
    return made if isinstance(made, QApplication) else QApplication([sys.argv[0], "-style", STYLE])


def _draw_a_word() -> None:
    """In a picture that nobody sees. Reading one is all that lets Python go on while Qt looks for its fonts."""
    buffer = QBuffer()
    buffer.setData(WORD)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImage().load(buffer, "svg")  # type: ignore[call-overload]
