"""The window. Nothing in it knows the business; what it shows it learns from entities.

PySide puts an import of its own in place of Python's, which reads the source of every module loaded after it to see
whether that wants its `__feature__` names. We use none, so Python's own import is put back: a tenth of a start.
"""

import builtins

from crm_desktop.ui.qtload import spared

with spared(__spec__.cached):
    import PySide6.QtCore  # noqa: F401

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
