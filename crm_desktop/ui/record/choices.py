"""Editors of what is chosen rather than typed: one of a few, yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCheckBox, QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from crm_desktop.entity.columns import Column
from crm_desktop.entity.fields import Choice, Choices
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
            self.box.setItemData(0, _("Nothing chosen"), Qt.ItemDataRole.AccessibleTextRole)
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


class SeveralBox(QComboBox):
    """A box whose list has a tick before each entry and stays open while they are set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.view().viewport().installEventFilter(self)
        self.view().installEventFilter(self)

    def entries(self) -> list[QStandardItem]:
        """The entries of the list."""
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        return [model.item(row) for row in range(model.rowCount())]

    def paintEvent(self, event: QEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.text
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        key = event.key() if isinstance(event, QKeyEvent) and pressed else None
        if event.type() == QEvent.Type.MouseButtonRelease or key == Qt.Key.Key_Space:
            self._turn(self.view().currentIndex().row())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hidePopup()
            return True
        return super().eventFilter(watched, event)

    def _turn(self, row: int) -> None:
        if row < 0:
            return
        entry = self.entries()[row]
        on = entry.checkState() == Qt.CheckState.Checked
        entry.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)


class ChoicesEditor(Editor):
    """Some of a few, each with a tick; letters typed go to the entry that begins so."""

    def __init__(self, window: Window, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(window, column)
        self.box = SeveralBox(parent)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.setMinimumContentsLength(4)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._adopt(self.box)
        self.box.installEventFilter(NoWheel(self.box))
        choice = column.kind
        assert isinstance(choice, Choices)
        self.choice = choice
        self._raw: str | None = None
        self._loading = True
        for option in choice.options:
            self.box.addItem(_(option.title), option.key)
        for entry in self.box.entries():
            entry.setCheckable(True)
            entry.setCheckState(Qt.CheckState.Unchecked)
        model = self.box.model()
        assert isinstance(model, QStandardItemModel)
        model.itemChanged.connect(self._ticked)
        self._loading = False

    def raw(self) -> Any:
        return self._raw

    def set_raw(self, raw: Any) -> None:
        self._loading = True
        keys = self.choice.keys(raw)
        for entry in self.box.entries():
            on = entry.data(Qt.ItemDataRole.UserRole) in keys
            entry.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._loading = False
        self._show(raw)

    def typed(self) -> str:
        return self.choice.show(self._raw)

    def type(self, text: str) -> None:
        self.set_raw(self.choice.read(text, self.window.today()))
        self.changed.emit()

    def holds_keys(self) -> bool:
        return self.box.view().isVisible()

    def _ticked(self) -> None:
        if self._loading:
            return
        keys = [
            entry.data(Qt.ItemDataRole.UserRole)
            for entry in self.box.entries()
            if entry.checkState() == Qt.CheckState.Checked
        ]
        self._show(self.choice.joined(keys))
        self.changed.emit()

    def _show(self, raw: str | None) -> None:
        self._raw = raw
        self.box.text = self.choice.show(raw)
        self.box.setToolTip(self.box.text)
        self.box.setAccessibleDescription(self.box.text)
        self.box.update()


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
