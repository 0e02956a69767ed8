"""One field on a form: its label above, its editor, and below it help, a hint or what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.i18n import language
from crm_desktop.ui import theme
from crm_desktop.ui.record.children import ChildRows
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.record.editor import Editor
from crm_desktop.ui.widgets.labels import label, restyle

TWO_COLUMNS = 620
"""A form narrower than this has one column."""


class AccessKeys:
    """Gives each label a letter of its own: one of its own letters, in Chinese one of the English word behind it."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {letter.upper() for letter in taken}

    def label(self, title: str, english: str) -> str:
        """The title with its access key, or plain where no letter is left."""
        plain = title.replace("&", "&&")
        if language() == "en":
            for place, letter in enumerate(title):
                if self._take(letter):
                    return title[:place].replace("&", "&&") + "&" + title[place:].replace("&", "&&")
            return plain
        for letter in english:
            if self._take(letter):
                return f"{plain}(&{letter.upper()})"
        return plain

    def _take(self, letter: str) -> bool:
        if not (letter.isascii() and letter.isalpha()) or letter.upper() in self._taken:
            return False
        self._taken.add(letter.upper())
        return True


class FieldBox(QWidget):
    """Label, editor and a line below. `part` is an editor or the table of child rows."""

    def __init__(
        self, part: Editor | ChildRows, title: str, required: bool, help: str, *, bare: bool = False, wide: bool = False
    ) -> None:
        super().__init__()
        self.part, self.wide = part, wide
        self._help = help
        self._fault: str | None = None
        self._hint: ClickText | None = None
        self.editor_widget: QWidget = part if isinstance(part, ChildRows) else part.widget
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(4))
        self.name = label("", "secondary", 12)
        self.name.setText(title)
        self.name.setBuddy(self._focus_widget())
        if isinstance(self.editor_widget, QCheckBox):
            self.editor_widget.setText(title)
            self.name.setText(" ")
            self.name.setBuddy(None)  # type: ignore[arg-type]
        if required and not isinstance(part, ChildRows):
            part.set_required()
        if not bare:
            self.column.addLayout(self._heading(required))
        self.column.addWidget(self.editor_widget)
        self.note = label(help, "secondary", 11.5, wrap=True)
        self.note.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.note.setVisible(bool(help))
        self.column.addWidget(self.note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def fault(self) -> str | None:
        """The sentence of its fault, if any."""
        return self._fault

    def set_fault(self, sentence: str | None) -> None:
        """Show what is wrong below the field, or the help again."""
        self._fault = sentence
        self.part.set_fault(sentence)
        self.note.setText(sentence or self._help)
        self.note.setVisible(bool(sentence or self._help))
        restyle(self.note, tone="bad" if sentence else "secondary")

    def set_hint(self, text: str, run: Callable[[], object] | None = None) -> None:
        """A remark below the field that stops nobody and can be clicked; "" takes it away."""
        if self._hint is not None:
            self.column.removeWidget(self._hint)
            self._hint.hide()
            self._hint.deleteLater()
            self._hint = None
        if text:
            self._hint = ClickText(text, run, "warning", lines=2, size=12)
            self.column.addWidget(self._hint)

    def hint(self) -> ClickText | None:
        """The remark that is shown, if any."""
        return self._hint

    def focus(self) -> None:
        """Put the cursor into the field; of child rows into the first faulty cell."""
        if isinstance(self.part, ChildRows):
            self.part.focus_fault()
        else:
            self.part.focus()

    def _focus_widget(self) -> QWidget:
        return self.part.table if isinstance(self.part, ChildRows) else self.part.focus_part()

    def _heading(self, required: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(3))
        row.addWidget(self.name)
        if required:
            star = label("*", "bad", 12)
            star.setAccessibleName("")
            row.addWidget(star)
        row.addStretch(1)
        return row


class FieldGrid(QWidget):
    """Fields in two columns; wide ones take both, and a narrow form has one."""

    def __init__(self, boxes: Iterable[FieldBox] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = list(boxes)
        self._columns = 0
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(theme.px(20))
        self.grid.setVerticalSpacing(theme.px(12))
        self.arrange()

    def set_boxes(self, boxes: Iterable[FieldBox]) -> None:
        """Show other fields."""
        self.boxes = list(boxes)
        self._columns = 0
        self.arrange()

    def arrange(self) -> None:
        """Lay the fields out for the width there is."""
        columns = 2 if self.width() >= theme.px(TWO_COLUMNS) else 1
        if columns == self._columns:
            return
        self._columns = columns
        while self.grid.takeAt(0) is not None:
            pass
        row = column = 0
        for box in self.boxes:
            span = columns if box.wide else 1
            if column + span > columns:
                row, column = row + 1, 0
            self.grid.addWidget(box, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
        for number in range(2):
            self.grid.setColumnStretch(number, 1 if number < columns else 0)
            self.grid.setColumnMinimumWidth(number, 0)
        self._chain()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def minimumSizeHint(self) -> QSize:
        # Two columns side by side must not keep the form from becoming narrow enough for one.
        return QSize(theme.px(240), super().minimumSizeHint().height())

    def _chain(self) -> None:
        """Tab goes in the order of the fields, however they are laid out."""
        before: Any = None
        for box in self.boxes:
            now = box._focus_widget()
            if before is not None:
                QWidget.setTabOrder(before, now)
            before = now
