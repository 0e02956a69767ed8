"""The parts of the pane beside a list, each made of the facts it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFont, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from crm_desktop.entity.happenings import Happening
from crm_desktop.i18n import _, labelled, n_
from crm_desktop.ui import theme
from crm_desktop.ui.record.childfacts import ChildFact
from crm_desktop.ui.record.clicktext import ClickText, lines_of
from crm_desktop.ui.record.facts import Fact, Facts, Figured, Way
from crm_desktop.ui.record.linkedfacts import COUNTED, LinkedGroup
from crm_desktop.ui.widgets.buttons import button, icon_button
from crm_desktop.ui.widgets.cards import Card, IconLabel
from crm_desktop.ui.widgets.flowing import flow
from crm_desktop.ui.widgets.labels import Avatar, Pill, SectionTitle, Stats, label
from crm_desktop.values.dates import relative_day

Open = Callable[[str, int], object]
LABEL_WIDTH = 108
NARROW = 84
MOST_LINES = 8
"""Of a linked record's name or an address: as many as any of them takes."""
MOST_TITLE_LINES = 4
SHORT = 24
"""Letters of a part that is not parted itself."""


def follow_way(way: Way) -> None:
    """Hand an address over to the system: its telephone, mail program or browser."""
    QDesktopServices.openUrl(QUrl(way.address))


def column(gap: int = 6) -> tuple[QWidget, QVBoxLayout]:
    """An empty column without margins."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(gap))
    return made, layout


def section(title: str, gap: int = 6) -> tuple[QWidget, QVBoxLayout]:
    """A column under a small heading."""
    made, layout = column(gap)
    layout.addWidget(SectionTitle(title))
    return made, layout


def head(facts: Facts) -> QWidget:
    """Avatar, name and what tells the record from others."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(14))
    row.addWidget(Avatar(facts.title), 0, Qt.AlignmentFlag.AlignTop)
    texts = QVBoxLayout()
    texts.setSpacing(theme.px(2))
    name = label(facts.title[:300], size=15, weight=QFont.Weight.DemiBold, wrap=True)
    name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    subtitle = label(_unbroken(facts.subtitle[:300]), "secondary", wrap=True)
    subtitle.setAccessibleName(facts.subtitle)
    for text in (name, subtitle):
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        texts.addWidget(text)
    if not facts.subtitle:  # shown before it has a parent it would be a window of its own
        subtitle.hide()
    row.addLayout(texts, 1)
    return made


def _unbroken(text: str) -> str:
    """The parts of a line kept whole where it wraps: a number cut in two cannot be read out."""
    parts = text.split(" · ")
    return "\u00a0· ".join(_whole(part) if len(part) <= SHORT else part for part in parts)


def _whole(part: str) -> str:
    """A short text that does not wrap: Chinese would anywhere, so a word joiner stands between its letters."""
    if part.isascii():
        return part.replace(" ", "\u00a0")
    return "\u2060".join(part.replace(" ", "\u00a0"))


class Tiles(QWidget):
    """Up to three figures in one frame; in a narrow pane the last one stands below."""

    def __init__(self, figures: Sequence[Figured]) -> None:
        super().__init__()
        self._figures = [(one.title, one.value, one.tone, one.note) for one in figures]
        self._rows: list[Stats] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(6))
        self._needed = _stats(self._figures).sizeHint().width()
        self._lay(len(self._figures))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = len(self._figures) if self._needed <= self.width() else max(1, len(self._figures) - 1)
        if fits != len(self._rows[0].tiles):
            self._lay(fits)

    def _lay(self, beside: int) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        parts = [self._figures[:beside], self._figures[beside:]]
        self._rows = [_stats(part) for part in parts if part]
        for row in self._rows:
            self._column.addWidget(row)
            row.show()


def _stats(figures: Sequence[tuple[str, str, str, str]]) -> Stats:
    """The kit's figures, a little closer together: three have to fit beside a list."""
    made = Stats(figures)
    for tile in made.tiles:
        if (layout := tile.layout()) is not None:
            layout.setContentsMargins(theme.px(9), theme.px(8), theme.px(9), theme.px(8))
    return made


def next_step(step: tuple[str, str, bool], done: Callable[[], object]) -> QWidget:
    """What comes next, in the one box that stands out; a day that is past in red, and said."""
    made, layout = section(_("Next step"), 7)
    card = Card(kind="soft", padding=12, gap=0)
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    texts = QVBoxLayout()
    texts.setSpacing(theme.px(3))
    what, when, late = step
    if what:
        texts.addWidget(_wrapped(what, weight=QFont.Weight.DemiBold))
    if when:
        said = _("{when} · overdue").format(when=when) if late else when
        texts.addWidget(_wrapped(said, "bad" if late else "secondary"))
    row.addLayout(texts, 1)
    if what:
        tick = button(_("Done"), done, icon="check", tip=_("Say how it went (F7)"))
        tick.setAccessibleName(_("Done: {what}").format(what=what))
        row.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
    card.column.addLayout(row)
    layout.addWidget(card)
    return made


def open_things(
    found: Sequence[Happening], today: date, open_record: Open, done: Callable[[str, int], object]
) -> QWidget:
    """What is still to be done, each with a box to tick off and its day; what is late in red, and said."""
    made, layout = column(6)
    for one in found:
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        said = labelled(one.with_, one.text) if one.with_ else one.text
        tick = icon_button("circle", _("Done: {what}").format(what=said), partial(done, one.kind, one.row))
        tick.setFixedSize(theme.px(24), theme.px(22))
        tick.setStyleSheet("padding: 0;")
        row.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Pill(one.pill, one.tone), 0, Qt.AlignmentFlag.AlignTop)
        text = ClickText(said, partial(open_record, one.kind, one.row), lines=2)
        row.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
        when, tone = _due(one.when, today)
        day = label(when, tone)
        day.setToolTip(one.when.replace("T", " "))
        row.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
        text.setAccessibleName(", ".join(filter(None, (one.pill, said, when))))
        layout.addLayout(row)
    return made


def _due(when: str, today: date) -> tuple[str, str]:
    """When something is due: its day and time, and how late it is."""
    if not when:
        return "", "secondary"
    day = date.fromisoformat(when[:10])
    if day < today:
        return n_("{n} day late", "{n} days late", (today - day).days), "bad"
    clock = when[11:16] if "T" in when and when[11:16] != "00:00" else ""
    return f"{relative_day(day, today)} {clock}".strip(), "secondary"


def tags(names: Sequence[str], tones: dict[str, str]) -> QWidget:
    """The tags as pills."""
    from crm_desktop.values.text import fold

    return flow(*(Pill(name, tones.get(fold(name), "neutral")) for name in names), gap=5)


def details(title: str, facts: Sequence[Fact], open_record: Open) -> QWidget:
    """Fields as rows of label and value."""
    made, layout = section(title)
    for fact in facts:
        layout.addLayout(_fact_row(fact, open_record))
    return made


def child_rows(title: str, rows: Sequence[ChildFact], count: int, open_record: Open) -> QWidget:
    """Child rows in a line each, with buttons to copy what can be called or written to."""
    made, layout = section(title)
    labels = [theme.text_width(row.label, theme.font()) + theme.px(6) for row in rows if row.label]
    width = min(max(labels, default=0), theme.px(NARROW))
    for row in rows:
        layout.addLayout(_child_row(row, width, open_record))
    if count > len(rows):
        layout.addWidget(label(_("and {n} more").format(n=f"{count - len(rows):,}"), "secondary"))
    return made


def linked(group: LinkedGroup, open_record: Open, show_all: Callable[[LinkedGroup], object] | None) -> QWidget:
    """The records of one kind that link here."""
    title = group.title if group.count <= len(group.rows) else f"{group.title} · {counted(group.count)}"
    made, layout = section(title)
    for row in group.rows:
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        go = partial(open_record, group.entity.name, row.row)
        name = ClickText(row.title, go, weight=QFont.Weight.Medium)
        line.addWidget(name)
        if row.state:
            line.addWidget(Pill(row.state, row.tone))
        line.addWidget(elided(row.rest), 1)
        layout.addLayout(line)
    if group.count > len(group.rows) and show_all is not None:
        layout.addWidget(more(_("Show all {n}").format(n=counted(group.count)), lambda: show_all(group)))
    return made


def counted(count: int) -> str:
    """A bounded count as text: "23", "1,000+"."""
    return f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"


def timeline(
    found: Sequence[Happening], today: date, open_record: Open, offer: Callable[[Happening, QMenu], object]
) -> QWidget:
    """Notes, events and tasks, one below the other; `offer` adds to the menu of one what can be done with it."""
    made, layout = column(8)
    days = [relative_day(date.fromisoformat(one.when[:10]), today) if one.when else "" for one in found]
    width = max([theme.px(60), *(theme.text_width(day, theme.font()) for day in days)]) + theme.px(4)
    for one, day in zip(found, days, strict=True):
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        when = label(day, "secondary")
        when.setFixedWidth(width)
        when.setToolTip(one.when.replace("T", " "))
        row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        if one.pinned:
            row.addWidget(IconLabel("pin", "accent_text", 14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Pill(one.pill, one.tone), 0, Qt.AlignmentFlag.AlignTop)
        said = labelled(one.with_, one.text) if one.with_ else one.text
        text = ClickText(said, partial(open_record, one.kind, one.row), lines=3)
        text.offer = partial(offer, one)
        text.setAccessibleName(f"{when.text()}, {one.pill}: {said}")
        row.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(row)
    return made


def _fact_row(fact: Fact, open_record: Open) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addWidget(_label(fact.title, theme.px(LABEL_WIDTH)), 0, Qt.AlignmentFlag.AlignTop)
    if fact.target is not None:
        kind, number = fact.target
        row.addWidget(
            ClickText(fact.text, lambda: open_record(kind, number), lines=MOST_LINES), 1, Qt.AlignmentFlag.AlignTop
        )
    elif fact.way is not None:
        way = fact.way
        text = ClickText(fact.text, lambda: follow_way(way), "accent_text", lines=MOST_LINES)
        row.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_copy(fact.text), 0, Qt.AlignmentFlag.AlignTop)
    elif fact.tone is not None:
        if fact.alarm:
            row.addWidget(IconLabel("warning", fact.tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Pill(fact.text, fact.tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
    else:
        row.addWidget(_wrapped(fact.text[:2000]), 1, Qt.AlignmentFlag.AlignTop)
    return row


def _child_row(fact: ChildFact, width: int, open_record: Open) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    if fact.label:
        row.addWidget(_label(fact.label, width), 0, Qt.AlignmentFlag.AlignTop)
    if fact.way is not None:
        way = fact.way
        # A long address takes a second line rather than losing its end; beside a remark it keeps to one.
        lines = 1 if fact.rest else MOST_LINES
        text = ClickText(fact.text, lambda: follow_way(way), "accent_text", lines=lines)
        row.addWidget(text, lines > 1, Qt.AlignmentFlag.AlignTop)
    elif fact.target is not None:
        kind, number = fact.target
        row.addWidget(ClickText(fact.text, lambda: open_record(kind, number)))
    elif fact.whole:
        row.addWidget(_wrapped(" · ".join(filter(None, (fact.text, fact.rest)))), 1, Qt.AlignmentFlag.AlignTop)
    else:
        row.addWidget(ClickText(fact.text))
    if not fact.whole and (fact.rest or fact.way is None):
        row.addWidget(elided(fact.rest), 1)
    if fact.amount:
        row.addWidget(label(fact.amount, tabular=True))
    elif fact.label:
        row.addWidget(_copy(fact.copied), 0, Qt.AlignmentFlag.AlignTop)
    return row


def _label(text: str, width: int) -> QLabel:
    """What a value is called; a long title goes on in further lines."""
    made = label("", "secondary")
    lines = lines_of(text, made.font(), width, MOST_TITLE_LINES)
    made.setText("\n".join(lines))
    made.setToolTip(text if lines[-1].endswith("…") else "")
    made.setAccessibleName(text)
    made.setFixedWidth(width)
    return made


def _wrapped(text: str, tone: str = "text", weight: QFont.Weight = QFont.Weight.Normal) -> QLabel:
    made = label(text, tone, weight=weight, wrap=True)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def elided(text: str) -> QWidget:
    """A quiet text that gives way where there is no room."""
    made = ClickText(text, None, "secondary")
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    made.setSizePolicy(policy)
    return made


def _copy(text: str) -> QToolButton:
    def copy() -> None:
        QGuiApplication.clipboard().setText(text)

    made = icon_button("copy", _("Copy {text}").format(text=text), copy)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setFixedSize(theme.px(22), theme.px(20))
    made.setStyleSheet("padding: 0;")
    return made


def more(text: str, run: Callable[[], object]) -> QWidget:
    """A quiet text that shows more of what stands above it."""
    made = ClickText(text, run, "accent_text", size=12)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made
