"""The panel shown over long work: what is done, how much of it, and a way to stop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets.buttons import button
from crm_desktop.ui.widgets.labels import ElidedLabel, label


class Progress(QDialog):
    """Blocks its window while work runs; appears only where the work outlasts `after_ms`. Esc stops the work."""

    def __init__(
        self, title: str, cancel: Callable[[], object] | None = None, parent: QWidget | None = None, after_ms: int = 400
    ) -> None:
        super().__init__(parent)
        self._cancel, self._over = cancel, False
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(theme.px(420))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(20), theme.px(20), theme.px(16))
        column.setSpacing(theme.px(10))
        column.addWidget(label(title, size=15, weight=QFont.Weight.DemiBold, wrap=True))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(title)
        column.addWidget(self.bar)
        self.doing = ElidedLabel("", "secondary")
        self.count = label("", "secondary", tabular=True)
        row = QHBoxLayout()
        row.addWidget(self.doing, 1)
        row.addWidget(self.count)
        column.addLayout(row)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.stop = button(_("Stop"), self.reject)
        foot.addWidget(self.stop)
        column.addLayout(foot)
        self.stop.setVisible(cancel is not None)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._appear)
        self._wait.start(after_ms)

    def show_count(self, done: int, total: int | None = None, doing: str = "") -> None:
        """How far the work is: of `total` where that is known."""
        self.doing.setText(doing)
        if total:
            # A QProgressBar counts with 32 bits; thousandths serve any number of rows.
            self.bar.setRange(0, 1000)
            self.bar.setValue(min(1000, done * 1000 // total))
            self.count.setText(_("{done} of {total}").format(done=f"{done:,}", total=f"{total:,}"))
        else:
            self.bar.setRange(0, 0)
            self.count.setText(f"{done:,}" if done else "")

    def finish(self) -> None:
        """The work has ended, in whatever way: take the panel away."""
        self._over = True
        self._wait.stop()
        self.done(QDialog.DialogCode.Accepted)
        self.deleteLater()

    def reject(self) -> None:
        """Esc, the button or the window's cross: ask the work to stop; the panel stays until it has."""
        if self._over:
            super().reject()
        elif self._cancel is not None and self.stop.isEnabled():
            self.stop.setEnabled(False)
            self.stop.setText(_("Stopping…"))
            self._cancel()

    def _appear(self) -> None:
        if not self._over:
            self.show()
