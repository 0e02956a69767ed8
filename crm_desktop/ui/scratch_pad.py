"""The scratch pad: a place to type at once, kept as it is typed, and filed to a record now or later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from crm_desktop.entity import records
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.happenings import note_kind
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.record.links import AboutEditor
from crm_desktop.ui.unsaved import keeper_of
from crm_desktop.ui.widgets.buttons import TextBox, button
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.labels import label
from crm_desktop.ui.window import moment

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

PLACE: Final = "scratch"


class ScratchPad(Dialog):
    """Closed, it keeps its text for the next time; filed, the text becomes a note and the pad is empty again."""

    def __init__(self, window: Window, parent: QWidget | None = None) -> None:
        super().__init__(parent, _("Scratch pad"))
        self.window_ = window
        kind = note_kind(window.company)
        assert kind is not None
        self.kind: Entity = kind
        self.setMinimumWidth(theme.px(560))
        kept = keeper_of(window).get(PLACE)
        self.text_ = TextBox(str(kept.held) if kept is not None else "")
        self.text_.setAccessibleName(_("Scratch pad"))
        self.text_.setPlaceholderText(_("Anything. It is kept as you type."))
        self.text_.setMinimumHeight(theme.px(220))
        self.text_.setTabChangesFocus(True)
        self.text_.textChanged.connect(self.keep)
        self.about = AboutEditor(window, window.company.column(kind, "about"))
        self.about.line.setAccessibleName(_("File it to"))
        self.about.line.setPlaceholderText(_("To a customer, a contact, a deal… or to nobody yet"))
        self.on_top = QCheckBox(_("Stays on top"))
        self.on_top.setToolTip(_("Shown above everything else: a memo"))
        self.fault = label("", "bad", wrap=True)
        self.fault.hide()
        for part in (self.text_, self.about.widget, self.on_top, self.fault):
            self.body.addWidget(part)
        self.add_button(button(_("Close"), self.reject))
        act = self.add_button(button(_("File as a note"), self.file, "primary", tip="Ctrl+Return"))
        act.setAutoDefault(False)
        self.text_.installEventFilter(self)
        self.text_.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.file()
                return True
        return super().eventFilter(watched, event)

    def keep(self) -> None:
        """Keep the text for the next time."""
        keeper_of(self.window_).put(PLACE, self.text_.toPlainText() or None)

    def file(self) -> None:
        """Make a note of the text, about the record chosen or about nothing yet."""
        text = self.text_.toPlainText().strip()
        try:
            if not text:
                raise Refused(_("The pad is empty; type something first."))
            about = self.about.raw()
        except Refused as refused:
            self.fault.setText(refused.sentence)
            self.fault.show()
            return
        now = moment(self.window_)
        values: dict[str, Any] = {self.kind.title: text, "at": now.isoformat(timespec="seconds")}
        if about is not None:
            values["kind"], values["row"] = about
        if self.on_top.isChecked():
            values["pinned"] = 1
        if self.window_.attempt(lambda: records.save(self.window_.company, self.kind, values), self) is None:
            return
        self.text_.clear()
        self.accept()
        self.window_.toast(_("Kept as a note"), undo=True)
