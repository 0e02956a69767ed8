"""What is half written in a dialog (a memo, a letter) outlives the program: it is kept as it is typed, and offered."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.unsaved import keeper_of
from crm_desktop.ui.widgets.buttons import button
from crm_desktop.ui.widgets.dialogs import Dialog, show
from crm_desktop.ui.widgets.labels import label
from crm_desktop.values.dates import relative_day

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

DISCARD, SAVE = 1, 2
State = Mapping[str, Any]
"""What stands in a dialog, as plain values."""


def named_place(what: str, **given: Any) -> str:
    """Where what is half written is kept, by what it is and whom it is about."""
    return f"{what}:{json.dumps(given, sort_keys=True, ensure_ascii=False)}"


def as_typed(at: datetime) -> str:
    """That what is shown was typed before and never saved; the time of today, the day before any other."""
    day, clock = at.date(), at.strftime("%H:%M")
    when = clock if day == date.today() else f"{relative_day(day, date.today())} {clock}"
    return _("As typed {when}, not saved yet").format(when=when)


def leaving(parent: QWidget | None, title: str) -> Dialog:
    """The question before changes are lost; it ends with SAVE, DISCARD or 0 (stay)."""
    dialog = Dialog(
        parent,
        _("Save the changes to {title}?").format(title=title),
        _("They are lost if you go on without saving."),
    )
    dialog.add_button(button(_("Keep editing"), dialog.reject))
    dialog.add_button(button(_("Discard changes"), lambda: dialog.done(DISCARD)))
    dialog.add_button(button(_("Save"), lambda: dialog.done(SAVE), "primary"), default=True)
    return dialog


class HalfWritten(QWidget):
    """Keeps what stands in a dialog until it is saved or discarded; says what was taken up, and can begin afresh."""

    def __init__(
        self,
        window: Window,
        place: str,
        read: Callable[[], State],
        show: Callable[[State], object],
        *,
        changed: Callable[[], bool] | None = None,
        again: Callable[[], object] | None = None,
    ) -> None:
        """`changed` and `again` serve where to compare with how it began, or to show that, is not enough."""
        super().__init__()
        self._keeper, self._place = keeper_of(window), place
        self._read, self._show = read, show
        self._changed, self._again = changed, again
        self._begun: State = {}
        self._done = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self.told = label("", "secondary", 12, wrap=True)
        row.addWidget(self.told, 1)
        self.afresh = button(_("Start afresh"), self.begin_afresh, tip=_("Throws away what was typed"))
        row.addWidget(self.afresh)
        self.hide()

    def begin(self) -> None:
        """The dialog is as it begins: put back what was typed there and never saved."""
        self._begun = dict(self._read())
        kept = self._keeper.get(self._place)
        if kept is not None and isinstance(kept.held, dict):
            self._show({**self._begun, **kept.held})
            self.told.setText(as_typed(kept.at))
            self.setVisible(self.changed())

    def changed(self) -> bool:
        """Whether anything was typed."""
        return self._changed() if self._changed is not None else self._read() != self._begun

    def keep(self) -> None:
        """Something was typed, or taken back."""
        if not self._begun or self._done:
            return
        changed = self.changed()
        self._keeper.put(self._place, dict(self._read()) if changed else None)
        if not changed:
            self.hide()

    def may_be_left(self, dialog: QWidget, title: str, save: Callable[[], object]) -> bool:
        """Whether the dialog may be closed: asks where something was typed, and saves it or throws it away."""
        if not self.changed():
            return True
        answer = show(leaving(dialog, title))
        if answer == SAVE:
            save()
        elif answer == DISCARD:
            self.forget()
        return answer == DISCARD

    def forget(self) -> None:
        """It was saved, or is not wanted."""
        self._done = True
        self._keeper.put(self._place, None)

    def begin_afresh(self) -> None:
        """Throw away what was typed."""
        if self._again is not None:
            self._again()
        else:
            self._show(self._begun)
        self.keep()
