"""Windows that stand alone before a company file is open, and bringing any window to the front."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget


class FrontWindow(QWidget):
    """In the middle of the screen. `left` where the person closes it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._over = False
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def to_middle(self) -> None:
        """Put it in the middle of the screen."""
        place = self.frameGeometry()
        place.moveCenter(QGuiApplication.primaryScreen().availableGeometry().center())
        self.move(place.topLeft())

    def end(self) -> None:
        """Close it because it has done its work."""
        self._over = True
        self.close()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if not self._over:
            self._over = True
            self.left.emit()


def to_front(window: QWidget) -> None:
    """Bring a window before all others, as far as the system lets it."""
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)
