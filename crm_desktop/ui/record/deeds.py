"""What can be done with the record in the pane: a row of buttons and a menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.happenings import note_kind
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.actions import record_actions
from crm_desktop.ui.icons import icon
from crm_desktop.ui.record.facts import Way
from crm_desktop.ui.record.panes import follow_way
from crm_desktop.ui.record.trashing import to_trash
from crm_desktop.ui.widgets.buttons import button, icon_button, menu_button
from crm_desktop.ui.widgets.flowing import flow

if TYPE_CHECKING:
    from crm_desktop.ui.record.detail import DetailPane


class Deeds(QWidget):
    """Edit, write a note, call, mail, make a record that links here, and the rest in a menu."""

    def __init__(self, pane: DetailPane, title: str, row: int, ways: Sequence[Way]) -> None:
        super().__init__()
        self._pane, self._window, self._entity = pane, pane.window_, pane.entity
        self._title, self._row = title, row
        self.edit = button(_("Edit"), lambda: self._window.edit_record(self._entity.name, row))
        parts: list[QWidget] = [self.edit]
        if self._entity.ticked is not None and self._is_open():
            parts.append(button(_("Done"), self.finish, icon="check", tip=_("Say how it went (F7)")))
        if note_kind(self._window.company) is not None:
            parts.append(button(_("Log it"), pane.write_note, tip=_("Write down what was said or done")))
        for mark in ("phone", "mail"):
            first = next((way for way in ways if way.icon == mark), None)
            if first is not None:
                parts.append(self._reach(first))
        self.makes = self._new_menu()
        if not self.makes.isEmpty():
            parts.append(menu_button(_("New"), self.makes))
        parts.append(self._rest(ways))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(flow(*parts, gap=6))

    def new(self, kind: str, values: dict[str, Any]) -> None:
        """Open the form of a record that belongs to this one."""
        self._window.new_record(kind, values)

    def finish(self) -> None:
        """Tick it off, with a line on how it went."""
        from crm_desktop.ui.finishing import finish

        finish(self._window, self._entity.name, self._row, self._pane)

    def delete(self) -> None:
        """Move the record to the trash."""
        to_trash(self._window, self._entity, self._row, self._pane)

    def makeable(self) -> list[tuple[Entity, dict[str, Any]]]:
        """Kinds that link here, then those that are about anything, with the values a new one begins with."""
        own_parts = {children.model for children in self._entity.children}
        found: dict[str, tuple[Entity, dict[str, Any]]] = {}
        for other, name in self._window.company.referrers(self._entity):
            if other.model not in own_parts and not other.about and not other.hidden:
                found.setdefault(other.name, (other, {name: self._row}))
        for other in self._window.company.entities:
            if other.about:
                found[other.name] = (other, {"kind": self._entity.name, "row": self._row})
        return list(found.values())

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        about_before = False
        for other, values in self.makeable():
            if other.about and not about_before and not menu.isEmpty():
                menu.addSeparator()
            about_before = other.about
            text = _("New {kind}").format(kind=other.singular.lower())
            action = menu.addAction(icon(other.icon), text)
            action.triggered.connect(lambda _on=False, k=other.name, v=values: self.new(k, v))
        if note_kind(self._window.company) is not None:
            menu.addAction(icon("pin"), _("New memo…"), self.new_memo)
        return menu

    def new_memo(self) -> None:
        """Write a memo that sticks to this record."""
        from crm_desktop.ui.record.memos import ask_memo

        ask_memo(self._window, (self._entity.name, self._row), None, self._pane)

    def _is_open(self) -> bool:
        from crm_desktop.ui.finishing import to_finish

        return bool(to_finish(self._window, self._entity.name, self._row))

    def _reach(self, way: Way) -> QToolButton:
        made = icon_button(way.icon, _called(way), lambda: self._follow(way), framed=True)
        made.setFixedSize(theme.px(32), theme.px(30))
        return made

    def _follow(self, way: Way) -> None:
        """Call or write: as an area does it, else by the system."""
        better = next((one for one in record_actions(self._window) if one.icon == way.icon), None)
        if better is not None:
            better.run()
        else:
            follow_way(way)

    def _rest(self, ways: Sequence[Way]) -> QToolButton:
        menu = QMenu(self)
        for way in ways:
            action = menu.addAction(icon(way.icon), _called(way).replace("&", "&&"))
            action.triggered.connect(lambda _on=False, w=way: follow_way(w))
        if ways:
            menu.addSeparator()
        for offered in record_actions(self._window):
            menu.addAction(icon(offered.icon), offered.shown(), offered.run)
        copy = menu.addAction(icon("copy"), _("Copy the name"))
        copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(self._title))
        menu.addSeparator()
        menu.addAction(icon("trash"), _("Delete {kind}").format(kind=self._entity.singular.lower())).triggered.connect(
            lambda: self.delete()
        )
        made = icon_button("more", _("More actions"), None, framed=True)
        made.setFixedSize(theme.px(32), theme.px(30))
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setMenu(menu)
        self.rest = menu
        return made


def _called(way: Way) -> str:
    """What following it does, in words."""
    names = {"phone": _("Call {number}"), "mail": _("Write to {number}"), "world": _("Open {number}")}
    return names[way.icon].format(number=way.text)
