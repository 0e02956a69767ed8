"""Memos: sticky cards on top of a record's page or on Home, each in the colour of what it is for, with its word."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.entity import records
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice
from crm_desktop.entity.happenings import Happening, note_kind
from crm_desktop.errors import Refused
from crm_desktop.i18n import _, labelled
from crm_desktop.ui import theme
from crm_desktop.ui.half_written import HalfWritten, State, named_place
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.record.links import AboutEditor
from crm_desktop.ui.widgets.buttons import TextBox, button, icon_button
from crm_desktop.ui.widgets.chips import Chip
from crm_desktop.ui.widgets.dialogs import Dialog, show
from crm_desktop.ui.widgets.flowing import flow
from crm_desktop.ui.widgets.labels import label
from crm_desktop.ui.window import moment
from crm_desktop.values.text import shorten

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

LINES: Final = 5
PLACE: Final = "memo"


class MemoCard(QFrame):
    """One memo: its word and colour, its text, and buttons to take it off or away."""

    def __init__(self, window: Window, memo: Happening) -> None:
        super().__init__()
        self.window_, self.memo = window, memo
        self.setProperty("banner", memo.tone)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(6), theme.px(6), theme.px(9))
        column.setSpacing(theme.px(2))
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(label(memo.pill, memo.tone, 12, QFont.Weight.DemiBold), 1)
        short = shorten(memo.text, 40)
        for icon, name, run in (
            ("check", _("Done: {what}").format(what=short), self.done),
            ("trash", _("Delete memo: {text}").format(text=short), self.remove),
        ):
            made = icon_button(icon, name, run)
            made.setFixedSize(theme.px(26), theme.px(24))
            made.setStyleSheet("padding: 0;")
            top.addWidget(made)
        column.addLayout(top)
        said = labelled(memo.with_, memo.text) if memo.with_ else memo.text
        text = ClickText(said, self.edit, lines=LINES)
        text.setAccessibleName(f"{memo.pill}: {said}")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, theme.px(6), 0)
        row.addWidget(text)
        column.addLayout(row)
        column.addStretch(1)

    def edit(self) -> None:
        """Change it."""
        ask_memo(self.window_, None, self.memo.row, self)

    def done(self) -> None:
        """Take it off; the note itself stays in the timeline."""
        kind, text = self.window_.company.entity(self.memo.kind), shorten(self.memo.text, 60)
        title = _("Memo done: {text}").format(text=text)
        saved = self.window_.attempt(
            lambda: records.save(self.window_.company, kind, {"pinned": 0}, row=self.memo.row, title=title), self
        )
        if saved is not None:
            self.window_.toast(title, undo=True)

    def remove(self) -> None:
        """Move it to the trash."""
        company, kind = self.window_.company, self.window_.company.entity(self.memo.kind)
        if self.window_.attempt(lambda: records.delete(company, kind, [self.memo.row]), self):
            self.window_.toast(_("Deleted: {title}").format(title=shorten(self.memo.text, 60)), undo=True)


def cards(window: Window, memos: Sequence[Happening]) -> QWidget:
    """Memos one below the other."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(6))
    for memo in memos:
        column.addWidget(MemoCard(window, memo))
    return made


class MemoRow(QWidget):
    """Memos side by side, as high as the highest needs to be; it does not make the page around it wrap."""

    def __init__(self, window: Window, memos: Sequence[Happening], *more: QWidget) -> None:
        super().__init__()
        self._inside = QWidget(self)
        row = QHBoxLayout(self._inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        for memo in memos:
            row.addWidget(MemoCard(window, memo), 1)
        for part in more:
            row.addWidget(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self._inside.layout()
        assert layout is not None
        height = layout.heightForWidth(self.width()) if layout.hasHeightForWidth() else layout.sizeHint().height()
        self.setFixedHeight(height)
        self._inside.setGeometry(0, 0, self.width(), height)


class MemoDialog(Dialog):
    """A memo that is written or changed: its text, what it is for, and where it sticks."""

    def __init__(
        self, window: Window, kind: Entity, about: tuple[str, int] | None, row: int | None, parent: QWidget | None
    ) -> None:
        super().__init__(parent, _("Memo") if row is not None else _("New memo"))
        self.window_, self.kind, self.note = window, kind, row
        values = records.read(window.company, kind, row) if row is not None else {}
        if values.get("kind") and values.get("row"):
            about = (values["kind"], values["row"])
        self.setMinimumWidth(theme.px(500))
        self.text_ = TextBox(str(values.get(kind.title) or ""))
        self.text_.setAccessibleName(_("Memo"))
        self.text_.setMinimumHeight(theme.px(110))
        self.text_.setTabChangesFocus(True)
        self.text_.installEventFilter(self)
        self.about = AboutEditor(window, window.company.column(kind, "about"))
        self.about.line.setAccessibleName(_("Sticks to"))
        self.about.line.setPlaceholderText(_("To a customer, a contact, a deal…; left blank, to Home"))
        self.about.set_raw(about)
        self.fault = label("", "bad", wrap=True)
        self.fault.hide()
        given = {"row": row} if row is not None else {"about": about}
        self.kept = HalfWritten(window, named_place(PLACE, **given), self._state, self._show_state)
        for part in (self.text_, self._marks(values.get("mark")), self.about.widget, self.kept, self.fault):
            self.body.addWidget(part)
        self.add_button(button(_("Cancel"), self.reject))
        self.add_button(button(_("Save"), self.save, "primary", tip="Ctrl+Return"))
        self.kept.begin()
        self.text_.textChanged.connect(self.kept.keep)
        self.about.changed.connect(self.kept.keep)
        self.text_.setFocus()

    def _marks(self, chosen: str | None) -> QWidget:
        made = self.kind.fields()["mark"]
        assert isinstance(made, Choice)
        self.marks = {option.key: Chip(made.show(option.key), checkable=True) for option in made.options}
        for key, chip in self.marks.items():
            chip.clicked.connect(partial(self._choose, key))
        self._choose(chosen or made.options[0].key)
        return flow(*self.marks.values(), gap=6)

    def _choose(self, key: str, _on: bool = True) -> None:
        self.mark = key
        for other, chip in self.marks.items():
            chip.setChecked(other == key)
        self.kept.keep()

    def _state(self) -> State:
        try:
            about = self.about.raw()
        except Refused:  # a name that is not whole yet
            about = None
        return {"text": self.text_.toPlainText(), "mark": self.mark, "about": list(about) if about else None}

    def _show_state(self, state: State) -> None:
        self.text_.setPlainText(state["text"])
        if state["mark"] in self.marks:
            self._choose(state["mark"])
        if state["about"] != self._state()["about"]:
            self.about.set_raw(_there(self.window_, state["about"]))

    def reject(self) -> None:
        """Esc, Cancel or the window's cross: nothing that was typed is lost without a question."""
        if self.kept.may_be_left(self, self.windowTitle(), self.save):
            super().reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
                return True
        return super().eventFilter(watched, event)

    def save(self) -> None:
        """Keep it, or say what it lacks."""
        text = self.text_.toPlainText().strip()
        try:
            if not text:
                raise Refused(_("The memo is empty; type something first."))
            about = self.about.raw()
        except Refused as refused:
            self.fault.setText(refused.sentence)
            self.fault.show()
            return
        values: dict[str, Any] = {self.kind.title: text, "pinned": 1, "mark": self.mark}
        values["kind"], values["row"] = about or (None, None)
        if self.note is None:
            values["at"] = moment(self.window_).isoformat(timespec="seconds")
        title = (_("New memo: {text}") if self.note is None else _("Change memo: {text}")).format(
            text=shorten(text, 60)
        )
        saved = self.window_.attempt(
            lambda: records.save(self.window_.company, self.kind, values, row=self.note, title=title), self
        )
        if saved is not None:
            self.kept.forget()
            self.accept()


def _there(window: Window, about: Sequence[Any] | None) -> tuple[str, int] | None:
    """The record that a kept memo is about, if it is there still."""
    if about is None:
        return None
    kind, row = about
    entity = next((one for one in window.company.entities if one.name == kind), None)
    return (kind, row) if entity is not None and row in window.company.titles(entity, [row]) else None


def left(window: Window, given: Mapping[str, Any]) -> tuple[str, Callable[[], object]] | None:
    """The title of a memo that was half written when the program ended, and what goes on with it."""
    row, about = given.get("row"), _there(window, given.get("about"))
    kind = note_kind(window.company)
    if kind is None or (row is not None and row not in window.company.titles(kind, [row])):
        return None
    if row is None and given.get("about") and about is None:
        return None
    title = _("Memo") if row is not None else _("New memo")
    return title, lambda: ask_memo(window, about, row, window if isinstance(window, QWidget) else None)


def ask_memo(window: Window, about: tuple[str, int] | None, row: int | None, parent: QWidget | None) -> None:
    """Write a new memo about a record or about nothing, or change one (`row`)."""
    kind = note_kind(window.company)
    if kind is None:
        return
    dialog = window.attempt(lambda: MemoDialog(window, kind, about, row, parent), parent)
    if dialog is not None:
        show(dialog)
