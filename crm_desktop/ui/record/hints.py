"""Remarks below a field while one types: another record has the same name, number or address already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui.record import alike
from crm_desktop.ui.record.children import ChildRows
from crm_desktop.ui.record.fieldbox import FieldBox

if TYPE_CHECKING:
    from crm_desktop.ui.record.form import RecordForm

WAIT_MS: Final = 350


class Hints(QObject):
    """Asks a moment after typing stops, through indexes only, and never keeps anyone from saving."""

    def __init__(self, form: RecordForm) -> None:
        super().__init__(form)
        self._form = form
        self._watched = alike.watched(form.entity)
        self._asked: set[str] = set()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.show_now)

    def ask(self, name: str) -> None:
        """A field was changed: look for others like it soon."""
        if name in self._watched:
            self._asked.add(name)
            self._wait.start()

    def show_now(self) -> None:
        """Look at once for the fields asked for."""
        self._wait.stop()
        for name in sorted(self._asked & set(self._form.boxes)):
            box = self._form.boxes[name]
            self._show(box, self._found(name, box))
        self._asked.clear()

    def _found(self, name: str, box: FieldBox) -> alike.Alike | None:
        company, entity, row = self._form.window_.company, self._form.entity, self._form.row
        try:
            if isinstance(box.part, ChildRows):
                return alike.by_children(company, entity, box.part.children_, box.part.table.lines.held.rows(), row)
            return alike.by_field(company, entity, name, self._form.body.readable(), row)
        except Refused:
            return None

    def _show(self, box: FieldBox, found: alike.Alike | None) -> None:
        if found is None:
            box.set_hint("")
            return
        text = _("“{title}” has the same: {value}. Show it").format(title=found.title, value=found.value)
        if found.value == found.title:
            text = _("“{title}” is there already. Show it").format(title=found.title)
        kind = self._form.entity.name
        box.set_hint(text, lambda: self._form.wants_record.emit(kind, found.row))
