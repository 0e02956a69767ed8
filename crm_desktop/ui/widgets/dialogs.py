"""Questions and sentences to the person: the button names the act, Esc changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.errors import Told
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.widgets.buttons import button
from crm_desktop.ui.widgets.cards import IconLabel, Unrolled, scrolled
from crm_desktop.ui.widgets.labels import label
from crm_desktop.ui.widgets.pressing import PushButton

_TITLE = 48
"""So high the title bar of the system may be."""


class Dialog(QDialog):
    """The frame of a small dialog: heading and text, `body` for more, and a row of buttons."""

    def __init__(
        self, parent: QWidget | None, title: str, text: str = "", *, icon: str = "", tone: str = "text"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(theme.px(420))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(20), theme.px(20), theme.px(20), theme.px(16))
        outer.setSpacing(theme.px(16))
        self._top = top = QHBoxLayout()
        self._rolls = False
        top.setSpacing(theme.px(14))
        if icon:
            top.addWidget(IconLabel(icon, tone, 24), 0, Qt.AlignmentFlag.AlignTop)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(8))
        self.heading = label(title, size=15, weight=QFont.Weight.DemiBold, wrap=True)
        self.body.addWidget(self.heading)
        if text:
            self.text = label(text, "secondary", wrap=True)
            self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.text.setMinimumWidth(theme.px(360))
            self.body.addWidget(self.text)
        top.addLayout(self.body, 1)
        outer.addLayout(top, 1)
        self.row = QHBoxLayout()
        self.row.setSpacing(theme.px(8))
        self.row.addStretch(1)
        outer.addLayout(self.row)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._make_room()
        return done

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._make_room()

    def take_least_height(self) -> None:
        """As high as what it holds needs, within the screen."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(self.width(), min(self.sizeHint().height(), self._highest()))

    def _highest(self) -> int:
        """How high the screen lets it be below the title bar of the system."""
        return self.screen().availableGeometry().height() - _TITLE

    def _make_room(self) -> None:
        """Grow with what has come in; Qt does not by itself where text wraps. What no screen holds is rolled."""
        layout = self.layout()
        assert layout is not None
        high = layout.minimumSize().height()
        if layout.hasHeightForWidth():
            high = max(high, layout.heightForWidth(self.width()))
        room = self._highest()
        if high > room and not self._rolls:
            self._roll()
            layout.activate()  # or it would hold the dialog at the height it needed before
            self.resize(self.width(), room)
            self.move(self.x(), self.screen().availableGeometry().top())
        elif self.height() > room:
            self.resize(self.width(), room)
        elif layout.hasHeightForWidth() and high > self.height():
            self.resize(self.width(), min(high, room))

    def _roll(self) -> None:
        """Put what stands above the buttons into an area that is rolled, so that these stay in sight."""
        self._rolls = True
        focus = self.focusWidget()
        self._top.removeItem(self.body)
        self.body.setParent(None)
        inside = Unrolled()
        self.body.setContentsMargins(0, 0, theme.px(10), 0)
        inside.setLayout(self.body)
        area = scrolled(inside, self.windowTitle())
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._top.addWidget(area, 1)
        if focus is not None:
            focus.setFocus()
            area.ensureWidgetVisible(focus)

    def add_button(self, made: QPushButton, *, default: bool = False) -> QPushButton:
        """Put a button at the right end; the default one takes Enter and has the focus at first."""
        self.row.addWidget(made)
        made.setDefault(default)
        if default:
            made.setFocus()
        return made


def show(dialog: QDialog) -> int:
    """Show a dialog until it is answered; what it ended with. Nothing of it stays behind the window."""
    answer = dialog.exec()
    dialog.deleteLater()
    return answer


def question(parent: QWidget | None, title: str, text: str, do_label: str, danger: bool = False) -> Dialog:
    """The dialog that `ask` shows."""
    dialog = Dialog(parent, title, text, icon="warning" if danger else "", tone="bad")
    cancel = button(_("Cancel"), dialog.reject)
    act = button(do_label, dialog.accept, "danger" if danger else "primary")
    dialog.add_button(cancel, default=danger)
    dialog.add_button(act, default=not danger)
    return dialog


def ask(parent: QWidget | None, title: str, text: str, do_label: str, danger: bool = False) -> bool:
    """Whether the person wants it done; with `danger` Enter cancels."""
    return show(question(parent, title, text, do_label, danger)) == QDialog.DialogCode.Accepted


class WayButton(PushButton):
    """One way to go: its name, and below it what it means."""

    def __init__(self, name: str, explanation: str) -> None:
        super().__init__()
        self.setProperty("role", "way")
        self.setAccessibleName(name)
        self.setAccessibleDescription(explanation)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(10))
        column.setSpacing(theme.px(2))
        for text in (label(name, weight=QFont.Weight.DemiBold, wrap=True), label(explanation, "secondary", wrap=True)):
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            text.setVisible(bool(text.text()))
            column.addWidget(text)

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.heightForWidth(width)


def choice(parent: QWidget | None, title: str, text: str, choices: Sequence[tuple[str, str]]) -> Dialog:
    """The dialog that `choose` shows; it ends with 1 + the number of the choice, or 0."""
    dialog = Dialog(parent, title, text)
    for number, (name, explanation) in enumerate(choices):
        made = WayButton(name, explanation)
        made.clicked.connect(lambda _checked=False, n=number: dialog.done(n + 1))
        dialog.body.addWidget(made)
        made.setDefault(number == 0)
        if number == 0:
            made.setFocus()
    dialog.add_button(button(_("Cancel"), dialog.reject))
    return dialog


def choose(parent: QWidget | None, title: str, text: str, choices: Sequence[tuple[str, str]]) -> int | None:
    """Which of several ways to go, each a (name, explanation); None where the person went back."""
    answer = show(choice(parent, title, text, choices))
    return answer - 1 if answer else None


def _height_of(detail: str) -> int:
    """The height of a box for a text of this length, within bounds: one line takes one line."""
    metrics = QFontMetrics(theme.font())
    wide = metrics.boundingRect(QRect(0, 0, theme.px(430), 10_000), Qt.TextFlag.TextWrapAnywhere, detail)
    return min(wide.height() + theme.px(18), theme.px(130))


def telling(
    parent: QWidget | None, title: str, text: str, detail: str | None = None, *, tone: str = "warning"
) -> Dialog:
    """The dialog that `sentence` shows."""
    dialog = Dialog(parent, title, text, icon={"bad": "error", "warning": "warning"}.get(tone, "info"), tone=tone)
    if detail:
        shown = QPlainTextEdit(detail)
        shown.setReadOnly(True)
        shown.setAccessibleName(_("Details"))
        shown.setMinimumWidth(theme.px(460))
        shown.setFixedHeight(_height_of(detail))
        shown.setTabChangesFocus(True)
        dialog.body.addWidget(shown)
        copy = button(_("Copy details"), None, icon="copy")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(f"{title}\n{text}\n\n{detail}"))
        copy.clicked.connect(lambda: copy.setText(_("Copied")))
        dialog.row.insertWidget(0, copy)
    dialog.add_button(button(_("Close"), dialog.accept, "primary"), default=True)
    return dialog


def sentence(
    parent: QWidget | None, title: str, text: str, detail: str | None = None, *, tone: str = "warning"
) -> None:
    """Tell the person something that went another way, with details that can be copied."""
    show(telling(parent, title, text, detail, tone=tone))


def could_not(parent: QWidget | None, why: Told) -> None:
    """Tell the person that something was refused or failed."""
    sentence(parent, _("This could not be done"), why.sentence, why.detail)
