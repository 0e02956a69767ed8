"""The window. Nothing in it knows the business; what it shows it learns from entities.

PySide puts an import of its own in place of Python's, which reads the source of every module loaded after it to see
whether that wants its `__feature__` names. We use none, so Python's own import is put back: a tenth of a start.

A thread that works beside the window gives way to it within half a millisecond, not within five as Python has it: to
draw one list Qt asks Python for a thousand texts and colours, and waits for its turn at each.
"""

import builtins
import sys

from crm_desktop.ui import qtnames
from crm_desktop.ui.qtload import spared

qtnames.install()
with spared(__spec__.cached):
    import PySide6.QtCore  # noqa: F401

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
sys.setswitchinterval(0.0005)
