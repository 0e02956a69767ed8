"""Words that are none of a field's choices, each asked about once: what it means, a new choice, beside, or left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice
from crm_desktop.exchange.choicewords import can_create
from crm_desktop.exchange.decisions import CREATE, LEAVE
from crm_desktop.exchange.intake import listed
from crm_desktop.i18n import _, n_
from crm_desktop.ui import theme
from crm_desktop.ui.widgets import Banner, Dialog, button, label, scrolled
from crm_desktop.values.text import fold

Words = dict[tuple[str, str], str]
_MOST = 200
"""Words asked about one by one."""


class WordsQuestion(Banner):
    """How many words are none of the choices, and the way to settle them; hidden where there are none."""

    def __init__(self, ask: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__("", "warning", _("Say what they mean…"), ask, parent)
        self.hide()

    def put(self, unknown: Mapping[str, Mapping[str, int]], settled: Mapping[tuple[str, str], str]) -> None:
        """Tell of these words, those that are not settled yet by name."""
        self.setVisible(bool(unknown))
        left = [word for target, words in unknown.items() for word in words if (target, fold(word)) not in settled]
        text = _("Every word that is none of its field's choices is settled.")
        if left:
            text = _("Words that are none of their field's choices: {words}.").format(words=listed(left))
        self.text.setText(text)
        self.setAccessibleName(text)


class WordsDialog(Dialog):
    """`words()` is what was settled, once it was accepted."""

    def __init__(
        self,
        parent: QWidget | None,
        entity: Entity,
        unknown: Mapping[str, Mapping[str, int]],
        settled: Mapping[tuple[str, str], str],
    ) -> None:
        text = _("What does each of them mean? What is not settled is kept beside its field, so that nothing is lost.")
        super().__init__(parent, _("Words that are none of the choices"), text)
        self.setMinimumWidth(theme.px(600))
        self.boxes: dict[tuple[str, str], QComboBox] = {}
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, theme.px(8), 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(2, 1)
        for at, heading in enumerate((_("Field"), _("Word"), _("Means"))):
            grid.addWidget(label(heading, "secondary", 12, QFont.Weight.DemiBold), 0, at)
        for target, words in unknown.items():
            made = entity.fields().get(target)
            if isinstance(made, Choice):
                for word, count in list(words.items())[: _MOST - len(self.boxes)]:
                    self._ask(grid, target, made, word, count, settled)
        grid.setRowStretch(len(self.boxes) + 1, 1)
        area = scrolled(inside, _("Words that are none of the choices"))
        area.setMinimumHeight(theme.px(min(380, 60 + 40 * len(self.boxes))))
        self.body.addWidget(area, 1)
        self.add_button(button(_("Cancel"), self.reject))
        self.add_button(button(_("&Settle"), self.accept, "primary"), default=True)
        if self.boxes:
            next(iter(self.boxes.values())).setFocus()

    def words(self) -> Words:
        """What each word means, for those that were settled."""
        return {key: box.currentData() for key, box in self.boxes.items() if box.currentData()}

    def _ask(
        self, grid: QGridLayout, target: str, made: Choice, word: str, count: int,
        settled: Mapping[tuple[str, str], str],
    ) -> None:  # fmt: skip
        key = (target, fold(word))
        box = QComboBox()
        box.addItem(_("Kept beside the field"), "")
        for option in made.options:
            box.addItem(made.show(option.key), option.key)
        if can_create(target):
            box.addItem(_("A new choice: “{word}”").format(word=word), CREATE)
        box.addItem(_("Left out"), LEAVE)
        box.setCurrentIndex(max(0, box.findData(settled.get(key, ""))))
        box.setAccessibleName(_("“{word}” in {field} means").format(word=word, field=made.title))
        row = len(self.boxes) + 1
        grid.addWidget(label(made.title, "secondary"), row, 0)
        grid.addWidget(label(f"{word} · {n_('{n} row', '{n} rows', count)}"), row, 1)
        grid.addWidget(box, row, 2)
        self.boxes[key] = box
