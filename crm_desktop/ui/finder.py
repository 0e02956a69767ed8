"""The command box of one window: opened on demand, answered at once, and more fully when typing pauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from crm_desktop.ui import recent
from crm_desktop.ui.actions import Command
from crm_desktop.ui.listing.reading import LATER, Question, reader_of

if TYPE_CHECKING:
    from crm_desktop.ui.answers import Answer, Answers
    from crm_desktop.ui.command_box import CommandBox
    from crm_desktop.ui.main_window import MainWindow


class Finder:
    """Makes the box when it is first asked for and answers what is typed into it."""

    def __init__(self, window: MainWindow, kinds: Sequence[str], commands: Callable[[], list[Command]]) -> None:
        """`kinds` are those that a record can be made of from the words."""
        self._window, self._kinds, self._commands = window, kinds, commands
        self.box: CommandBox | None = None
        self.answers: Answers | None = None
        self._more: Question | None = None

    def open(self, words: str = "") -> None:
        """Open the box with these words in its field."""
        if self.box is None:
            self.box = self._made()
        self._learn()
        self.box.open(words)

    def forget(self) -> None:
        """Take the box away: the language has changed, or the window closes."""
        self._drop()
        if self.box is not None:
            self.box.hide()
            self.box.deleteLater()
            self.box = None

    def _made(self) -> CommandBox:
        from crm_desktop.ui.answers import Answers
        from crm_desktop.ui.command_box import CommandBox

        window = self._window
        answers = Answers(window.company, self._commands, window.open_record, window.new_record, self._kinds)
        made = CommandBox(window.middle, self._answer)
        made.paused.connect(self._answer_more)
        self.answers = answers
        return made

    def _learn(self) -> None:
        """Have the commands that this page has besides others read as pinyin, which is slow the first time."""
        from crm_desktop.ui.answers import spoken

        if (answers := self.answers) is None:
            return
        if texts := [command.text for command in self._commands() if not answers.is_spoken(command.text)]:
            reader_of(self._window.company).ask(lambda: spoken(texts), answers.keep_spoken, rank=LATER)

    def _answer(self, typed: str) -> list[Answer]:
        answers, window = self.answers, self._window
        if answers is None:
            return []
        return window.attempt(lambda: answers.to(typed, self._opened())) or []

    def _opened(self) -> list[tuple[str, int]]:
        return recent.records(self._window.memory, self._window.company.path)

    def _answer_more(self, typed: str) -> None:
        """Away from the window: with a million records a thorough search takes its time."""
        self._drop()
        answers, opened = self.answers, self._opened()
        if answers is None or not answers.worth_more(typed):
            return

        def then(found: list[Answer]) -> None:
            if self.box is not None:
                self.box.add(typed, answers.to(typed, found=found))

        self._more = reader_of(self._window.company).ask(
            lambda: answers.records(typed, opened, thorough=True), then, rank=LATER
        )

    def _drop(self) -> None:
        if self._more is not None:
            self._more.drop()
            self._more = None
