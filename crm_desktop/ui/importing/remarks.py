"""What reading a list noticed, as calm lines: a few at once, the rest on request."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.i18n import _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import IconLabel, button, label

SHOWN = 2


class Remarks(QWidget):
    """Sentences with a mark before each; hidden where there are none."""

    def __init__(
        self, parent: QWidget | None = None, *, icon: str = "info", tone: str = "secondary", at_once: int = SHOWN
    ) -> None:
        super().__init__(parent)
        self._icon, self._tone, self._at_once = icon, tone, at_once
        self._lines: list[str] = []
        self._open = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def put(self, lines: Sequence[str]) -> None:
        """Show these sentences, each once."""
        fresh = list(dict.fromkeys(lines))
        if fresh != self._lines:
            self._lines, self._open = fresh, False
        self._fill()

    def texts(self) -> list[str]:
        """All sentences, shown or folded."""
        return list(self._lines)

    def _fill(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.setVisible(bool(self._lines))
        # One more line takes no more room than the button that would fold it away.
        many = len(self._lines) > self._at_once + 1
        folded = many and not self._open
        shown = self._lines[: self._at_once] if folded else self._lines[:40]
        for sentence in shown:
            self._column.addWidget(self._line(sentence))
        if folded:
            rest = len(self._lines) - self._at_once
            more = button(n_("{n} more remark", "{n} more remarks", rest), self._unfold, "link", "chevron-down")
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        elif many:
            less = button(_("Fewer remarks"), self._fold, "link", "chevron-up")
            self._column.addWidget(less, 0, Qt.AlignmentFlag.AlignLeft)

    def _line(self, sentence: str) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(IconLabel(self._icon, self._tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(sentence, "secondary", wrap=True), 1)
        return made

    def _unfold(self) -> None:
        self._open = True
        self._fill()

    def _fold(self) -> None:
        self._open = False
        self._fill()


class FaultMark(IconLabel):
    """The mark before what is said of a cell."""

    def __init__(self) -> None:
        super().__init__("warning", "warning")
        self.hide()

    def set_role(self, role: str, tone: str) -> None:
        """Show another mark."""
        self._role, self._tone = role, tone
        self._draw()
