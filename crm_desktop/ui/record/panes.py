"""The parts of the detail pane, each a widget made from what `entity.summary` tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFont, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.entity.query import ListQuery
from crm_desktop.entity.summary import Belonging, Change, Fact, Happened, Summary, Way
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import (
    Avatar,
    Card,
    ElidedLabel,
    Pill,
    SectionTitle,
    Stats,
    button,
    flow,
    icon_button,
    label,
)

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

DEMI = QFont.Weight.DemiBold
KEPT_FACTS = 40


def head(told: Summary) -> QWidget:
    """Face, title, the line under it, and the pills."""
    made = QWidget()
    column = _column(made, 10)
    line = QHBoxLayout()
    line.setSpacing(theme.px(12))
    line.addWidget(Avatar(told.title), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(theme.px(2))
    words.addWidget(label(told.title, size=15, weight=DEMI, wrap=True))
    if told.subtitle:
        words.addWidget(label(told.subtitle, "secondary", wrap=True))
    line.addLayout(words, 1)
    column.addLayout(line)
    if told.pills:
        column.addWidget(flow(*(Pill(pill.text, pill.tone) for pill in told.pills), gap=6))
    return made


def figures(told: Summary) -> QWidget:
    """Up to three sums side by side."""
    return Stats(told.figures)


def next_step(step: tuple[str, str, bool]) -> QWidget:
    """What is to be done next, and when."""
    what, when, late = step
    made = QWidget()
    column = _column(made, 8)
    column.addWidget(SectionTitle(_("Next step")))
    card = Card(kind="soft", padding=12, gap=2)
    card.add(label(what, weight=DEMI, wrap=True))
    if when:
        card.add(label(_("{when} · late").format(when=when) if late else when, "bad" if late else "secondary"))
    column.addWidget(card)
    return made


def ways(found: Sequence[Way], window: Window) -> QWidget:
    """Numbers and addresses, each with a button to copy it; a click on it calls or writes."""
    made = QWidget()
    column = _column(made, 2)
    column.addWidget(SectionTitle(_("Reach")))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(10))
    grid.setVerticalSpacing(theme.px(2))
    grid.setColumnStretch(1, 1)
    for place, way in enumerate(found):

        def copy(way: Way = way) -> None:
            QGuiApplication.clipboard().setText(way.raw)
            window.toast(_("{text} is copied.").format(text=way.text))

        grid.addWidget(label(way.title, "secondary"), place, 0)
        grid.addWidget(_link(way.text, lambda raw=way.raw: _reach(raw)), place, 1)
        grid.addWidget(icon_button("copy", _("Copy {text}").format(text=way.text), copy), place, 2)
    column.addLayout(grid)
    return made


def belonging(found: Belonging, window: Window, new: Callable[[], object]) -> QWidget:
    """The newest records of another kind that link here; the heading leads to them all."""
    made = QWidget()
    column = _column(made, 4)
    line = QHBoxLayout()
    line.addWidget(SectionTitle(f"{found.entity.plural}  {found.total:,}"))
    line.addStretch()
    line.addWidget(
        icon_button("add", _("New {kind}").format(kind=found.entity.singular.lower()), new)
    )
    column.addLayout(line)
    for fact in found.rows:
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        row.addWidget(_link(fact.title, lambda fact=fact: window.open_record(fact.kind, fact.row), strong=True))
        row.addWidget(ElidedLabel(fact.text, "secondary"), 1)
        column.addLayout(row)
    if found.total > len(found.rows) and hasattr(window, "show_list"):
        asked = ListQuery(linked=(found.field, found.of))
        text = _("Show all {n}").format(n=f"{found.total:,}")
        column.addWidget(
            button(text, lambda: window.show_list(found.entity.name, asked), "quiet"),  # type: ignore[attr-defined]
            0,
            Qt.AlignmentFlag.AlignLeft,
        )
    return made


def timeline(found: Sequence[Happened], window: Window, writable: bool) -> tuple[QWidget, QLineEdit | None]:
    """What happened, newest first, with a line to add to it."""
    made = QWidget()
    column = _column(made, 8)
    column.addWidget(SectionTitle(_("Timeline")))
    field = None
    if writable:
        field = QLineEdit()
        field.setPlaceholderText(_("Add a note and press Enter…"))
        field.setAccessibleName(_("Add a note"))
        column.addWidget(field)
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(10))
    grid.setVerticalSpacing(theme.px(8))
    grid.setColumnStretch(2, 1)
    for place, one in enumerate(found):
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(one.when, "secondary"), place, 0, top)
        grid.addWidget(Pill(one.pill.text, one.pill.tone), place, 1, top)
        text = one.text if len(one.text) <= 240 else one.text[:239] + "…"
        grid.addWidget(_link(text, lambda one=one: window.edit_record(one.kind, one.row), wrap=True), place, 2)
    column.addLayout(grid)
    if not found:
        column.addWidget(label(_("Nothing has happened yet."), "secondary"))
    return made, field


def remarks(text: str) -> QWidget:
    """The record's own remarks."""
    made = QWidget()
    column = _column(made, 6)
    column.addWidget(SectionTitle(_("Remarks")))
    shown = label(text if len(text) <= 1200 else text[:1199] + "…", wrap=True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(shown)
    return made


def facts(found: Sequence[Fact], window: Window) -> QWidget:
    """The other fields, a title and a value on each line."""
    made = QWidget()
    column = _column(made, 8)
    column.addWidget(SectionTitle(_("Details")))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(theme.px(6))
    grid.setColumnStretch(1, 1)
    for place, fact in enumerate(found[:KEPT_FACTS]):
        name = label(fact.title, "secondary", wrap=True)
        name.setFixedWidth(theme.px(112))
        grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
        if fact.kind:
            value: QWidget = _link(fact.text, lambda fact=fact: window.open_record(fact.kind, fact.row), wrap=True)
        else:
            value = label(fact.text, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(value, place, 1)
    column.addLayout(grid)
    return made


def changes(found: Sequence[Change], undo: Callable[[int], object]) -> QWidget:
    """What was changed, when and how it was before; each can be undone on its own."""
    made = QWidget()
    column = _column(made, 8)
    column.addWidget(SectionTitle(_("Changes")))
    for change in found:
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        words = QVBoxLayout()
        words.setSpacing(theme.px(1))
        head = _("{title} (undone)").format(title=change.title) if change.undone else change.title
        words.addWidget(label(head, "secondary" if change.undone else "text", wrap=True))
        words.addWidget(label(" · ".join([change.when, *change.lines[:6]]), "secondary", 12, wrap=True))
        line.addLayout(words, 1)
        if not change.undone:
            name = _("Undo “{title}”").format(title=change.title)
            line.addWidget(
                icon_button("undo", name, lambda entry=change.entry: undo(entry)), 0, Qt.AlignmentFlag.AlignTop
            )
        column.addLayout(line)
    return made


def _column(widget: QWidget, gap: int) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(gap))
    return column


class _Link(QLabel):
    """Words that can be clicked, or chosen by Tab and pressed."""

    def __init__(self, text: str, run: Callable[[], object], strong: bool, wrap: bool) -> None:
        super().__init__(text)
        self._run = run
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(theme.TEXT_PX, DEMI if strong else QFont.Weight.Normal))
        self.setWordWrap(wrap)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(text)
        self.setProperty("link", True)

    def mouseReleaseEvent(self, event: object) -> None:
        if event.button() == Qt.MouseButton.LeftButton:  # type: ignore[attr-defined]
            self._run()

    def keyPressEvent(self, event: object) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):  # type: ignore[attr-defined]
            self._run()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]


def _link(text: str, run: Callable[[], object], *, strong: bool = False, wrap: bool = False) -> QLabel:
    return _Link(text, run, strong, wrap)


def _reach(raw: str) -> None:
    """Hand a number or an address to the program that the system has for it."""
    if "@" in raw:
        QDesktopServices.openUrl(QUrl("mailto:" + raw))
    elif raw.lower().startswith(("http://", "https://", "www.")):
        QDesktopServices.openUrl(QUrl.fromUserInput(raw))
    else:
        QDesktopServices.openUrl(QUrl("tel:" + "".join(one for one in raw if one.isdigit() or one == "+")))

