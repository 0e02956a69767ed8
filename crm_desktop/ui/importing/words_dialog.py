"""Words that are none of a field's choices, each asked about once: what it means, a new choice, beside, or left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QComboBox, QWidget

from crm_desktop.entity.describe import Entity
from crm_desktop.entity.fields import Choice
from crm_desktop.exchange.choicewords import can_create
from crm_desktop.exchange.decisions import CREATE, LEAVE
from crm_desktop.exchange.intake import some_of
from crm_desktop.i18n import _, n_
from crm_desktop.ui.importing.settling_dialog import SettlingDialog
from crm_desktop.ui.widgets import Banner, label
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
            text = _("Words that are none of their field's choices: {words}.").format(words=some_of(left))
        self.text.setText(text)
        self.setAccessibleName(text)


class WordsDialog(SettlingDialog):
    """`words()` is what was settled, once it was accepted."""

    def __init__(
        self,
        parent: QWidget | None,
        entity: Entity,
        unknown: Mapping[str, Mapping[str, int]],
        settled: Mapping[tuple[str, str], str],
    ) -> None:
        text = _("What does each of them mean? What is not settled is kept beside its field, so that nothing is lost.")
        if not all(map(can_create, unknown)):
            text += " " + _("A new choice can be made for fields of your own; the others have a fixed set.")
        title = _("Words that are none of the choices")
        super().__init__(parent, title, text, (_("Field"), _("Word"), _("Means")), stretch=2)
        self.boxes: dict[tuple[str, str], QComboBox] = {}
        for target, words in unknown.items():
            made = entity.fields().get(target)
            if isinstance(made, Choice):
                for word, count in list(words.items())[: _MOST - len(self.boxes)]:
                    self._ask(target, made, word, count, settled)
        self.close_grid(next(iter(self.boxes.values()), None))

    def words(self) -> Words:
        """What each word means, for those that were settled."""
        return {key: box.currentData() for key, box in self.boxes.items() if box.currentData()}

    def _ask(self, target: str, made: Choice, word: str, count: int, settled: Mapping[tuple[str, str], str]) -> None:
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
        self.add_row(label(made.title, "secondary"), label(f"{word} · {n_('{n} row', '{n} rows', count)}"), box)
        self.boxes[key] = box
