"""Editors of what is chosen rather than typed: one of a few, yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from crm_desktop.entity.columns import Column
from crm_desktop.entity.fields import Choice
from crm_desktop.i18n import _
from crm_desktop.ui.record.editor import Editor, NoWheel

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window


class ChoiceEditor(Editor):
    """One of a few; blank where the field may be."""

    def __init__(self, window: Window, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(window, column)
        self.box = QComboBox(parent)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.setMaxVisibleItems(14)
        self.box.setMinimumContentsLength(4)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._adopt(self.box)
        self.box.installEventFilter(NoWheel(self.box))
        choice = column.kind
        assert isinstance(choice, Choice)
        if not choice.required:
            self.box.addItem("", None)
        for option in choice.options:
            self.box.addItem(_(option.title), option.key)
        self.box.activated.connect(self._chosen)
        self.box.currentIndexChanged.connect(self._moved)
        self._loading = False

    def raw(self) -> Any:
        return self.box.currentData()

    def set_raw(self, raw: Any) -> None:
        self._loading = True
        place = self.box.findData(raw)
        if place < 0:
            # A choice that is offered no more, or none made yet where one is needed.
            self.box.insertItem(0, self.kind.show(raw), raw)
            place = 0
        self.box.setCurrentIndex(place)
        self._loading = False

    def typed(self) -> str:
        return self.box.currentText()

    def type(self, text: str) -> None:
        self.box.setCurrentIndex(self.box.findData(self.kind.read(text, self.window.today())))

    def holds_keys(self) -> bool:
        return self.box.view().isVisible()

    def _moved(self) -> None:
        if not self._loading:
            self.changed.emit()

    def _chosen(self) -> None:
        self.finished.emit()


class TickEditor(Editor):
    """Yes or no; a value that is neither stays so until the box is clicked."""

    def __init__(self, window: Window, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(window, column)
        self.box = QCheckBox(parent)
        self._adopt(self.box)
        self._given: Any = None
        self._touched = False
        self.box.clicked.connect(self._clicked)

    def raw(self) -> Any:
        return int(self.box.isChecked()) if self._touched else self._given

    def set_raw(self, raw: Any) -> None:
        self._given, self._touched = raw, False
        self.box.setChecked(bool(raw))

    def typed(self) -> str:
        return self.kind.show(self.raw())

    def type(self, text: str) -> None:
        self.box.setChecked(bool(self.kind.read(text, self.window.today())))
        self._clicked()

    def _clicked(self) -> None:
        self._touched = True
        self.changed.emit()
        self.finished.emit()
