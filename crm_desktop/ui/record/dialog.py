"""The form as a sheet of its own: title above, form in the middle, buttons that stay at the foot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.i18n import _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.dropping import FileDrops, no_files
from crm_desktop.ui.half_written import as_typed, leaving
from crm_desktop.ui.record.attached import attach_dropped
from crm_desktop.ui.record.childlines import worked_fields
from crm_desktop.ui.record.form import RecordForm
from crm_desktop.ui.record.typed import Typed
from crm_desktop.ui.widgets.buttons import button
from crm_desktop.ui.widgets.cards import IconLabel
from crm_desktop.ui.widgets.dialogs import show
from crm_desktop.ui.widgets.labels import Avatar, ElidedLabel, label
from crm_desktop.values.folding import shorten

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

SAVE, DISCARD, STAY = "save", "discard", "stay"


class FormDialog(QDialog):
    """One record's form. Ctrl+S saves and stays, Enter or Ctrl+Enter saves and closes, Esc closes with a question."""

    saved = Signal(object)
    """The id, each time the record has been saved."""

    def __init__(
        self,
        window: Window,
        entity: Entity,
        row: int | None = None,
        values: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.window_, self.entity = window, entity
        self._taken_up: datetime | None = None
        self._given = {name: raw for name, raw in (values or {}).items() if name != entity.title}
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setSizeGripEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = QFrame()
        self._head.setProperty("bar", "top")
        self._head_row = QHBoxLayout(self._head)
        self._head_row.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(11))
        self._head_row.setSpacing(theme.px(12))
        column.addWidget(self._head)
        self._middle = QVBoxLayout()
        column.addLayout(self._middle, 1)
        column.addWidget(self._foot())
        self._keys()
        self.form: RecordForm
        self._dropped: list[str] = []
        self._put(row, values)
        self._take_size()
        self.drops = FileDrops(self, self._promise, self._take_files)

    # What it shows -----------------------------------------------------------------------------------------------

    def _put(self, row: int | None, values: Mapping[str, Any] | None) -> None:
        """Show the form of a record in place of the one before."""
        old = getattr(self, "form", None)
        if old is not None:
            self._middle.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.form = RecordForm(self.window_, self.entity, row, values, self)
        self.form.dirty.connect(self._show_state)
        self.form.saved.connect(self._was_saved)
        self.form.wants_record.connect(self._leave_for)
        self._middle.addWidget(self.form)
        self._typed = Typed(self.form, values)
        self._taken_up = self._typed.take_up()
        self._show_title()
        self._show_state()

    def _show_title(self) -> None:
        title = self.form.title()
        self.setWindowTitle(title)
        while (item := self._head_row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if self.form.row is None:
            self._head_row.addWidget(IconLabel(self.entity.icon, "accent_text", 22))
        else:
            self._head_row.addWidget(Avatar(title, 30))
        name = ElidedLabel(title)
        name.setFont(theme.font(16, QFont.Weight.DemiBold))
        self._head_row.addWidget(name, 1)
        if self.form.row is not None:
            self._head_row.addWidget(label(self.entity.singular, "secondary"))

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("bar", "bottom")
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(20), theme.px(11), theme.px(20), theme.px(11))
        row.setSpacing(theme.px(8))
        self.state = label("", "secondary", 12)
        row.addWidget(self.state)
        self.afresh = button(_("Start afresh"), lambda: self.form.begin_again(), tip=_("Throws away what was typed"))
        row.addWidget(self.afresh)
        row.addStretch(1)
        self.cancel = button(_("&Cancel"), self.reject)
        self.save_more = button(_("Save and &new"), self.save_and_new, tip="Ctrl+Shift+S")
        self.save_button = button(_("&Save"), self.save_and_close, "primary", tip="Ctrl+Enter")
        self.save_button.setDefault(True)
        for made in (self.cancel, self.save_more, self.save_button):
            row.addWidget(made)
        return foot

    def _keys(self) -> None:
        for keys, run in (
            ("Ctrl+S", self.save),
            ("Ctrl+Shift+S", self.save_and_new),
            ("Ctrl+Return", self.save_and_close),
            ("Ctrl+Enter", self.save_and_close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(run)

    def _show_state(self) -> None:
        changed = self.form.is_changed()
        if not changed:
            self._taken_up = None
        self.afresh.setVisible(self._taken_up is not None)
        if self._taken_up is not None:
            text = as_typed(self._taken_up)
        elif changed:
            text = _("Not saved yet")
        elif self.form.saved_at is not None:
            text = _("Saved {time}").format(time=self.form.saved_at.strftime("%H:%M"))
        else:
            text = ""
        if self._dropped:
            waiting = n_(
                "{n} file is attached when it is saved", "{n} files are attached when it is saved", len(self._dropped)
            )
            text = f"{text} · {waiting}" if text else waiting
        self.state.setText(text)
        self.save_more.setVisible(self.form.row is None or self.form.saved_at is not None)

    # What it does ------------------------------------------------------------------------------------------------

    def save(self) -> int | None:
        """Save and stay; None where something is wrong."""
        return self.window_.attempt(self.form.save, self)

    def save_and_close(self) -> None:
        """Save, and close where that went well."""
        if self.save() is not None:
            self.accept()

    def save_and_new(self) -> None:
        """Save, and begin the next record of the kind, with what this one was given (its customer, say)."""
        if self.save() is not None:
            self._put(None, self._given)
            self.form.focus_first()

    def reject(self) -> None:
        """Esc, Cancel or the window's cross: never loses what was typed without a question."""
        if self.may_close():
            super().reject()

    def may_close(self) -> bool:
        """Whether it may be closed; asks where something is not saved."""
        if not self.form.is_changed() and not self._dropped:
            return True
        answer = self.ask_leaving()
        if answer == SAVE:
            return self.save() is not None
        if answer == DISCARD:
            self._typed.forget()
        return answer == DISCARD

    def ask_leaving(self) -> str:
        """What to do with changes that are not saved."""
        return (STAY, DISCARD, SAVE)[show(leaving(self, self.form.title()))]

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        super().closeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._start)

    def _start(self) -> None:
        if not self.form.isAncestorOf(self.focusWidget() or self):
            self.form.focus_first()

    def _promise(self) -> str:
        """What letting files go on the form does: a new record gets them once it is saved."""
        if self.form.row is None:
            return _("Attach when it is saved")
        return _("Attach to {title}").format(title=shorten(self.form.title(), 24))

    def _take_files(self, names: list[str]) -> None:
        if self.form.row is not None:
            attach_dropped(self.window_, self.entity, self.form.row, names, self)
            return
        if text := no_files(names):
            self.window_.toast(text)
        self._dropped += [name for name in names if Path(name).is_file() and name not in self._dropped]
        self._show_state()

    def _was_saved(self, row: int) -> None:
        if self._dropped:
            attach_dropped(self.window_, self.entity, row, self._dropped, self)
            self._dropped = []
        self._show_title()
        self._show_state()
        self.saved.emit(row)

    def _leave_for(self, kind: str, row: int) -> None:
        if self.may_close():
            super().reject()
            self.window_.open_record(kind, row)

    def _take_size(self) -> None:
        """As large as the form wants and the screen has room for."""
        screen = self.screen().availableGeometry()
        has_sums = any(worked_fields(children) for children in self.entity.children)
        wanted = theme.px(1120 if has_sums else 900)
        hint = self.form.body.page.sizeHint().height() + theme.px(120)
        self.resize(min(wanted, screen.width() - 40), max(min(hint, screen.height() - 70), theme.px(360)))
        self.setMinimumSize(theme.px(420), theme.px(320))
