"""The first step: which list, and what it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.i18n import _
from crm_desktop.ui.importing.choosing import ChoosePanel
from crm_desktop.ui.importing.read_panel import ReadPanel
from crm_desktop.ui.importing.session import ImportSession
from crm_desktop.ui.memory import Memory


class FilePage(QWidget):
    """The drop zone until a list was read, then the list itself."""

    path_chosen = Signal(object)
    pasted = Signal(str)
    unlocked = Signal(str)

    def __init__(
        self, session: ImportSession, company: Company, memory: Memory, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.setAcceptDrops(True)
        self._place = QStackedLayout(self)
        self.choosing = ChoosePanel(memory)
        self.choosing.chosen.connect(self.path_chosen)
        self.choosing.pasted.connect(self.pasted)
        self.choosing.unlocked.connect(self.unlocked)
        self.panel = ReadPanel(session, company)
        self.panel.other_file.connect(self.choosing.ask)
        self._place.addWidget(self.choosing)
        self._place.addWidget(self.panel)

    def refresh(self) -> None:
        """Show what was read."""
        self._place.setCurrentIndex(1 if self._session.reading is not None else 0)
        self.panel.refresh()

    def show_fault(self, sentence: str, *, ask_password: bool = False) -> None:
        """Say why a list could not be read, and offer another try."""
        self.choosing.show_fault(sentence, ask_password=ask_password)
        self._place.setCurrentIndex(0)

    def fault(self) -> str:
        """What is wrong with the file that was chosen last; nothing where it was read."""
        shown = self._place.currentIndex() == 0 and self.choosing.fault is not None
        return self.choosing.fault.text.text() if shown and self.choosing.fault is not None else ""

    def chosen_path(self) -> Path | None:
        """The file that was read."""
        return self._session.how.path

    def hindrance(self) -> str:
        """Why the next step cannot be taken; nothing where it can."""
        if self._session.reading is None or self._place.currentIndex() == 0:
            return _("Choose a list first.")
        if not self._session.included():
            return _("Every sheet is left out. Tick the one that is to come in.")
        return ""

    def arrive(self) -> None:
        """Called when the step is shown."""
        self.refresh()
        if self._place.currentIndex() == 0:
            self.choosing.choose.setFocus()
        else:
            self.panel.preview.setFocus()
