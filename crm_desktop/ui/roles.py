"""What a model tells the delegates beside the text that is shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt

RawRole: Final = Qt.ItemDataRole.UserRole + 1  # the value itself, as it is stored
ToneRole: Final = Qt.ItemDataRole.UserRole + 2  # a tone of the theme: "good", "bad", …, or None
IdRole: Final = Qt.ItemDataRole.UserRole + 3  # the id of the row's record
