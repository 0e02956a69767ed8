"""What Qt can do on its own while Python loads the rest of the program: look for the fonts of the system."""

from __future__ import annotations

import sys
from threading import Thread

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

STYLE = "Fusion"


def begin() -> None:
    """Make the application, and have its fonts looked for beside."""
    application()
    Thread(target=QFontDatabase.families, name="fonts", daemon=True).start()


def application() -> QApplication:
    """The one application, in our style from the beginning: to set it later costs a class of 600 names."""
    made = QApplication.instance()
    return made if isinstance(made, QApplication) else QApplication([sys.argv[0], "-style", STYLE])
