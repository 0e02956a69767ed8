"""What a person typed into a form and has not saved yet, as plain values, and put back into the form."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from crm_desktop.entity.unsaved import unsaved
from crm_desktop.errors import Refused
from crm_desktop.i18n import _
from crm_desktop.ui.record import memos
from crm_desktop.ui.record.children import ChildRows
from crm_desktop.ui.record.draft import ABOUT
from crm_desktop.ui.unsaved import keeper_of

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow
    from crm_desktop.ui.record.form import RecordForm


class Typed(QObject):
    """Keeps what is typed into one form until it is saved or thrown away."""

    def __init__(self, form: RecordForm, given: Mapping[str, Any] | None) -> None:
        super().__init__(form)
        self._form, self._given = form, given
        self._place = self._here()
        self._keeper = keeper_of(form.window_)
        form.dirty.connect(self._changed)

    def take_up(self) -> datetime | None:
        """Put back what was typed and never saved; when that was, or None where there is nothing."""
        kept = self._keeper.get(self._place)
        if kept is None or not isinstance(kept.held, dict):
            return None
        taken = [name for name, held in kept.held.items() if self._form.take(name, held)]
        return kept.at if taken else None

    def forget(self) -> None:
        """It was saved, or is not wanted."""
        self._keeper.put(self._place, None)

    def _here(self) -> str:
        return place_of(self._form.entity.name, self._form.row, self._given)

    def _changed(self, is_dirty: bool) -> None:
        if self._place != self._here():  # the new record has been saved
            self.forget()
            self._place = self._here()
        held = typed_in(self._form) if is_dirty else {}
        self._keeper.put(self._place, held or None)


def place_of(kind: str, row: int | None, given: Mapping[str, Any] | None) -> str:
    """Where the form of a record keeps what is typed: by its id, a new one's by what it was given."""
    if row is not None:
        return f"{kind}:{row}"
    return f"{kind}:{json.dumps(dict(given or {}), sort_keys=True, ensure_ascii=False, default=str)}"


def form_of(place: str) -> tuple[str, int | None, dict[str, Any]] | None:
    """The kind, the id and what it was given of the form that keeps its text there; None for no form's place."""
    kind, colon, rest = place.partition(":")
    if not colon:
        return None
    if rest.isdecimal():
        return kind, int(rest), {}
    given = json.loads(rest)
    return (kind, None, given) if isinstance(given, dict) else None


Left = tuple[str, Callable[[], object]]
"""The title of what was never saved, and what goes on with it."""


def tell_left(window: MainWindow) -> None:
    """Say of what was typed last that it was never saved, with a way to go on."""
    found = (_left(window, place) for place in unsaved(window.company))
    left = next((one for one in found if one is not None), None)
    if left is not None:
        title, go_on = left
        text = _("“{title}” was not saved when the program ended.").format(title=title)
        window.notice(text, _("Go on"), go_on, stays=True)


def _left(window: MainWindow, place: str) -> Left | None:
    """What is half written there, a form, a memo or something of an area's; None for what shows itself."""
    found = form_of(place)
    if found is None:
        return None
    kind, row, given = found
    if kind == memos.PLACE:
        return memos.left(window, given)
    for page in window.places:
        if page.left is not None and (other := page.left(window, kind, given)) is not None:
            return other
    company = window.company
    entity = next((one for one in company.entities if one.name == kind), None)
    if entity is None or (row is not None and row not in company.titles(entity, [row])):
        return None
    if row is not None:
        return company.title(entity, row), partial(window.edit_record, kind, row)
    title = _("New {kind}").format(kind=entity.singular.lower())
    return title, partial(window.new_record, kind, given)


def typed_in(form: RecordForm) -> dict[str, dict[str, Any]]:
    """Of each field that is not as it began its raw value, or its text where that cannot be read; the rows of lists."""
    found: dict[str, dict[str, Any]] = {}
    for name in form.touched():
        part = form.boxes[name].part
        if isinstance(part, ChildRows):
            # An open cell is left alone: whoever types in it has not done yet.
            if part.table.lines.held.is_changed():
                found[name] = {"rows": part.table.lines.held.rows()}
            continue
        if not form.body.differs(name):
            continue
        try:
            found[name] = {"raw": part.raw()}
        except Refused:
            found[name] = {"text": part.typed()}
    return found


def put_back(form: RecordForm, name: str, held: Mapping[str, Any]) -> bool:
    """Put one of these into its field; False where the form has no such field any more."""
    part = form.boxes[name].part if name in form.boxes else None
    if part is None:
        return False
    if isinstance(part, ChildRows):
        part.take(held.get("rows") or [])
    elif "text" in held:
        part.type(held["text"])
    else:
        raw = held.get("raw")
        part.set_raw(tuple(raw) if name == ABOUT and raw else raw)
    return True
