"""The question about zeros that numbers and codes may have lost at their beginning: put back in one click."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from PySide6.QtWidgets import QWidget

from crm_desktop.exchange.lost_zeros import LostZeros
from crm_desktop.i18n import _
from crm_desktop.ui.widgets import Banner

_SHOWN = 3


class ZerosQuestion(Banner):
    """Hidden where no zero may be lost; `answer(True)` puts them back, `answer(False)` leaves the cells as they are."""

    def __init__(self, answer: Callable[[bool], object], parent: QWidget | None = None) -> None:
        super().__init__("", "warning", _("Put the zeros back"), lambda: answer(not self.restored), parent)
        self.restored = False

    def put(self, columns: Sequence[LostZeros], settled: Set[str]) -> None:
        """Ask about these columns, or say that it was done with those that are settled."""
        self.setVisible(bool(columns))
        if not columns:
            return
        left = [one for one in columns if one.heading not in settled]
        self.restored = not left
        text = " ".join(one.sentence() if left else one.done() for one in (left or columns)[:_SHOWN])
        self.text.setText(text)
        self.setAccessibleName(text)
        assert self.action is not None
        self.action.setText(_("Put the zeros back") if left else _("Leave the cells as they are"))
