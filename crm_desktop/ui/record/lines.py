"""Editors of one value in a line or a box of text: words, figures, amounts, remarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.entity.columns import Column
from crm_desktop.entity.fields import Money, Number, Price
from crm_desktop.entity.texts import LIMIT
from crm_desktop.errors import Refused
from crm_desktop.store.row import quoted
from crm_desktop.ui import theme
from crm_desktop.ui.record.editor import Editor
from crm_desktop.ui.record.suggest import SuggestingLine, Suggestion
from crm_desktop.ui.widgets.buttons import TextBox, TextLine
from crm_desktop.values.currencies import minor_digits, symbol_of
from crm_desktop.values.money import format_plain
from crm_desktop.values.text import fold

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

NEWEST: Final = 20_000
"""Rows looked through for the words of a column: enough to know them, quick in any table."""


class LineEditor(Editor):
    """A line of text. What was put in and not touched comes out as the very same raw value."""

    def __init__(self, window: Window, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(window, column)
        self._given: tuple[str, Any] = ("", None)
        self.line = self._make_line(parent)
        self.line.setMaxLength(LIMIT + 1)
        self._adopt(self.line)
        self.line.textEdited.connect(lambda _text: self.changed.emit())
        self.line.editingFinished.connect(self._finish)

    def raw(self) -> Any:
        text = self.line.text()
        if text == self._given[0]:
            return self._given[1]
        return self.kind.read(text, self.window.today())

    def set_raw(self, raw: Any) -> None:
        text = self.shown(raw)
        if text != self.line.text():
            self.line.setText(text)
            self.line.setCursorPosition(0)
        # The line may change what it is given (line ends, length); what it holds then stands for the raw value.
        self._given = (self.line.text(), raw)

    def typed(self) -> str:
        return self.line.text()

    def type(self, text: str) -> None:
        self.line.setText(text)
        self.changed.emit()

    def focus(self) -> None:
        super().focus()
        self.line.end(False)

    def shown(self, raw: Any) -> str:
        """The text in which a value is edited."""
        return "" if raw is None else str(raw)

    def _make_line(self, parent: QWidget | None) -> QLineEdit:
        return TextLine(parent)

    def _finish(self) -> None:
        self._tidy()
        self.finished.emit()

    def _tidy(self) -> None:
        """Nothing to tidy in free text: it stays as typed."""


class BirthdayEditor(LineEditor):
    """A birthday, which may lack its year or be in the lunar calendar."""

    def shown(self, raw: Any) -> str:
        # A whole date as in any field for a day; the others in words, which can be read back.
        return raw if raw and raw[0].isdigit() else self.kind.show(raw)


class FigureLine(TextLine):
    """A line for figures: on the right, of one width, a sign of currency in grey before them."""

    def __init__(self, sign: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = sign.strip()
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFont(theme.font(tabular=True))
        if self._sign:
            self.setTextMargins(theme.text_width(self._sign, theme.font()) + theme.px(4), 0, 0, 0)

    def drop_sign(self) -> None:
        """In a narrow cell the sign only takes room."""
        self._sign = ""
        self.setTextMargins(0, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._sign:
            painter = QPainter(self)
            painter.setFont(theme.font())
            painter.setPen(theme.tone_text("secondary"))
            room = QRect(theme.px(9), 0, self.width(), self.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self._sign)


class FigureEditor(LineEditor):
    """A number, an amount or a price; shown in thousands once the line is left."""

    def shown(self, raw: Any) -> str:
        if raw is None:
            return ""
        if isinstance(self.kind, Money):
            return format_plain(raw, Money.currency, grouped=True)
        if isinstance(self.kind, Price):
            unit = 10 ** (4 - minor_digits(Money.currency))
            if raw % unit == 0:
                return format_plain(raw // unit, Money.currency, grouped=True)
            return Number.show(self.kind, raw)
        return self.kind.show(raw)

    def _make_line(self, parent: QWidget | None) -> QLineEdit:
        priced = isinstance(self.kind, Money | Price)
        return FigureLine(symbol_of(Money.currency) if priced else "", parent)

    def _tidy(self) -> None:
        if self.line.text() == self._given[0]:
            return
        try:
            raw = self.raw()
        except Refused:
            return
        self.set_raw(raw)


class WordEditor(LineEditor):
    """A line that offers the words which the column has already; any other may be typed."""

    def __init__(self, window: Window, column: Column, parent: QWidget | None = None) -> None:
        self._words: list[str] | None = None
        super().__init__(window, column, parent)

    def holds_keys(self) -> bool:
        return isinstance(self.line, SuggestingLine) and self.line.is_open()

    def words(self) -> list[str]:
        """The words in use, the most frequent first; read when they are first needed."""
        if self._words is None:
            made: Any = self.column.field if self.column.field is not None else self.column.kind
            table, column = quoted(made.model.table()), quoted(made.column_name)
            self._words = [
                word
                for (word,) in self.window.company.execute(
                    f"SELECT v FROM (SELECT {column} AS v FROM {table} ORDER BY id DESC LIMIT {NEWEST})"
                    " WHERE v IS NOT NULL GROUP BY v ORDER BY count(*) DESC, v LIMIT 500"
                )
            ]
        return self._words

    def _make_line(self, parent: QWidget | None) -> QLineEdit:
        made = SuggestingLine(self._offer, parent)
        made.chosen.connect(self._take)
        return made

    def _offer(self, text: str) -> Sequence[Suggestion]:
        wanted = fold(text)
        found = [word for word in self.words() if wanted in fold(word)]
        found.sort(key=lambda word: not fold(word).startswith(wanted))
        if [fold(word) for word in found] == [wanted]:
            return ()
        return [Suggestion(word, word) for word in found[:20]]

    def _take(self, suggestion: Suggestion) -> None:
        self.line.setText(suggestion.value)
        self.changed.emit()
        self.finished.emit()


class GrowingText(TextBox):
    """A box of text as high as its text needs, from `least` to `most` lines; Tab leaves it."""

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.left: list[Any] = []
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        for listener in self.left:
            listener()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()
            return
        super().wheelEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._grow()

    def _grow(self) -> None:
        # The layout of a QPlainTextEdit counts its height in lines as wrapped.
        lines = max(self._least, min(self._most, int(self.document().size().height())))
        margin = 2 * (theme.px(4) + 2 + round(self.document().documentMargin()))
        height = lines * self.fontMetrics().lineSpacing() + margin
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)


class TextEditor(Editor):
    """Several lines of text."""

    def __init__(self, window: Window, column: Column, parent: QWidget | None = None) -> None:
        super().__init__(window, column)
        self._given: tuple[str, Any] = ("", None)
        self._loading = False
        self.box = GrowingText(3, 8, parent)
        self._adopt(self.box)
        self.box.textChanged.connect(self._edited)
        self.box.left.append(self.finished.emit)

    def raw(self) -> Any:
        text = self.box.toPlainText()
        return self._given[1] if text == self._given[0] else self.kind.read(text, self.window.today())

    def set_raw(self, raw: Any) -> None:
        text = "" if raw is None else str(raw)
        if text != self.box.toPlainText():
            self._loading = True
            self.box.setPlainText(text)
            self._loading = False
        self._given = (self.box.toPlainText(), raw)

    def typed(self) -> str:
        return self.box.toPlainText()

    def type(self, text: str) -> None:
        self.box.setPlainText(text)

    def is_wide(self) -> bool:
        return True

    def _edited(self) -> None:
        if not self._loading:
            self.changed.emit()
