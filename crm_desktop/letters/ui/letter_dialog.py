"""The dialog in which a letter is written: mail, message or fax, of a template, to whom, with files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from crm_desktop.errors import Told
from crm_desktop.i18n import N_, _, listed
from crm_desktop.letters import recipients
from crm_desktop.letters.fields import named_in
from crm_desktop.letters.handing import Sent
from crm_desktop.letters.letter import Template, language_for, plain_letter, ship_templates, templates, written
from crm_desktop.letters.ui import handing
from crm_desktop.letters.ui.additions import LETTER
from crm_desktop.letters.ui.parts import Files, LetterText, RecipientList
from crm_desktop.ui import theme
from crm_desktop.ui.dropping import FileDrops, no_files
from crm_desktop.ui.half_written import HalfWritten, State, named_place
from crm_desktop.ui.placement import take_size
from crm_desktop.ui.record.clicktext import ClickText
from crm_desktop.ui.switch import Switch
from crm_desktop.ui.widgets import Dialog, IconLabel, ask, button, icon_button, label, number_box
from crm_desktop.ui.widgets.buttons import TextLine

if TYPE_CHECKING:
    from crm_desktop.ui.window import Window

WAYS: Final = (("mail", N_("E-mail"), "mail"), ("message", N_("WeChat"), "wechat"), ("fax", N_("Fax"), "print"))
_DEEDS: Final = {"mail": N_("Open in mail program"), "message": N_("Copy for WeChat"), "fax": N_("Show the fax…")}
_TOLD: Final = {
    "mail": N_("Your mail program opens with this letter; you send it there. This program sends nothing itself."),
    "message": N_("The text is copied; you paste it into WeChat. This program sends nothing itself."),
    "fax": N_("The fax is set as a page to print or to hand to a fax printer. This program sends nothing itself."),
}
_NOBODY: Final = {
    "mail": N_("No mail address is known here. Type one below, or add it to the record."),
    "message": N_("Nobody is known here. Copy the text, or add a person to the record."),
    "fax": N_("No fax number is known here. Type one below, or add it to the record."),
}
_FURTHER: Final = {"mail": N_("Further addresses, parted by commas"), "fax": N_("Another fax number"), "message": ""}


class LetterDialog(Dialog):
    """Write to whoever belongs to a record; what is handed over is written down on the timeline."""

    def __init__(self, window: Window, kind: str, row: int, way: str = "mail") -> None:
        entity = window.company.entity(kind)
        title = window.company.title(entity, row).replace("\n", " ")[:80]
        super().__init__(window if isinstance(window, QWidget) else None, _("Write to {title}").format(title=title))
        self.window_, self.about = window, (kind, row)
        self._filled = ("", "")
        self._way, self._typed = way or "mail", dict[str, str]()
        place = named_place(LETTER, kind=kind, row=row)
        self.kept = HalfWritten(
            window, place, self._state, self._show_state, changed=self._worth_keeping, again=self.refill
        )
        self._templates: list[Template] = []
        ship_templates(window.company)
        self.setMinimumWidth(theme.px(660))
        self.body.addWidget(self._switch())
        self.body.addLayout(self._fields())
        self.body.addLayout(self._below())
        self.add_button(button(_("Cancel"), self.reject))
        self.draft = self.add_button(button(_("Save as draft…"), self.save, icon="save"))
        self.deed: QPushButton = self.add_button(button("", self.hand_over, "primary"), default=True)
        self._put_templates()
        self._go(way or "mail")
        self._asked = way
        self.kept.begin()
        for typed in (self.subject.textChanged, self.letter.textChanged, self.further.textChanged, self.people.ticked,
                      self.template.currentIndexChanged, self.switch.chosen, self.files.changed):  # fmt: skip
            typed.connect(lambda *_given: self.kept.keep())
        take_size(self, theme.px(720), theme.px(780))
        self.drops = FileDrops(self, self._promise, self._take_files)
        self.template.setFocus()

    def _promise(self) -> str:
        return _("Send along with the mail") if self.way() == "mail" else ""

    def _take_files(self, names: list[str]) -> None:
        if text := no_files(names):
            self.window_.toast(text)
        for name in names:
            if Path(name).is_file():
                self.files.attach(Path(name))

    # Building ----------------------------------------------------------------------------------------------------

    def _switch(self) -> QWidget:
        self.switch = Switch(_("How it goes"), [(_(text), icon) for _name, text, icon in WAYS])
        self.switch.chosen.connect(lambda _number: self._other_way())
        return self.switch

    def _fields(self) -> QGridLayout:
        self.template = QComboBox()
        self.template.setMaxVisibleItems(14)
        self.template.currentIndexChanged.connect(lambda _at: self._other_template())
        self.edit = icon_button("edit", _("Edit this template"), self._edit_template, framed=True)
        self.people = RecipientList()
        self.people.ticked.connect(self._refill_unless_edited)
        self.nobody = label("", "secondary", wrap=True)
        self.further = TextLine()
        self.pages = number_box(0, 500, _("Pages that follow"))
        self.subject = TextLine()
        self.subject.setMaxLength(300)
        self.subject.textChanged.connect(lambda _text: self._say_blanks())
        self.letter = LetterText(_("Letter text"), 12)
        self.letter.textChanged.connect(self._say_blanks)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.template, 1)
        line.addWidget(self.edit)
        people = QVBoxLayout()
        people.setSpacing(theme.px(6))
        for part in (self.people, self.nobody, self.further):
            people.addWidget(part)
        self._named(grid, _("Template"), self.template, line)
        self._named(grid, _("To"), self.people, people)
        self.pages_name = self._named(grid, _("Pages that follow"), self.pages, self.pages)
        self.subject_name = self._named(grid, _("Subject"), self.subject, self.subject)
        self._named(grid, _("Letter text"), self.letter, self.letter)
        grid.setRowStretch(grid.rowCount() - 1, 1)
        return grid

    def _named(self, grid: QGridLayout, name: str, field: QWidget, part: QWidget | QLayout) -> QWidget:
        row = grid.rowCount()
        made = label(name, "secondary")
        made.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(name)
        tall = isinstance(field, RecipientList | LetterText)
        made.setContentsMargins(0, theme.px(7) if tall else 0, 0, 0)
        grid.addWidget(made, row, 0, Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter)
        if isinstance(part, QWidget):
            grid.addWidget(part, row, 1)
        else:
            grid.addLayout(part, row, 1)
        return made

    def _below(self) -> QVBoxLayout:
        self.blanks = QWidget()
        self.blank_names = label("", "warning", wrap=True)
        row = QHBoxLayout(self.blanks)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(IconLabel("warning", "warning", 18))
        row.addWidget(self.blank_names, 1)
        row.addWidget(button(_("Go there"), self.to_blank))
        self.again = ClickText(_("Fill in the template again"), self.refill, "accent_text")
        self.files = Files(self.window_, *self.about)
        self.told = label("", "secondary", 12, wrap=True)
        self.fault = label("", "bad", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(theme.px(8))
        for part in (self.kept, self.blanks, self.again, self.files, self.told, self.fault):
            column.addWidget(part)
        self.fault.hide()
        return column

    # Filling in --------------------------------------------------------------------------------------------------

    def way(self) -> str:
        """How the letter goes: "mail", "message" or "fax"."""
        return WAYS[self.switch.number()][0]

    def chosen(self) -> Template:
        """The template that is filled in."""
        return self._templates[max(0, self.template.currentIndex())]

    def choose(self, name: str) -> None:
        """Take the template of a name."""
        self.template.setCurrentIndex([one.name for one in self._templates].index(name))

    def refill(self) -> None:
        """Fill the template in anew, over what was typed."""
        company, to = self.window_.company, next(iter(self.people.chosen()), None)
        made = written(company, self.chosen(), *self.about, to, self.way(), self.window_.today())
        self._filled = (made.subject.text, made.text.text)
        self.subject.setText(made.subject.text)
        self.letter.setPlainText(made.text.text)
        self._say_blanks()

    def edited(self) -> bool:
        """Whether subject or text were changed by hand."""
        return (self.subject.text(), self.letter.toPlainText()) != self._filled

    def to_blank(self) -> None:
        """Go to the first field that is blank."""
        if not self.letter.select_blank():
            self.subject.setFocus()
            self.subject.selectAll()

    def _go(self, way: str) -> None:
        self.switch.show_number([name for name, _title, _icon in WAYS].index(way))
        self._other_way()

    def _worth_keeping(self) -> bool:
        return self.edited() and bool(self.letter.toPlainText().strip())

    def _state(self) -> State:
        """What stands here, to be kept until it is handed over."""
        return {
            "way": self.way(), "template": self.chosen().id, "to": [one.name for one in self.people.chosen()],
            "further": self.further.text(), "subject": self.subject.text(), "text": self.letter.toPlainText(),
            "files": [one if isinstance(one, int) else str(one) for one in self.files.files],
        }  # fmt: skip

    def _show_state(self, state: State) -> None:
        """Put back what was kept; it goes the way that was asked for."""
        at = next((at for at, one in enumerate(self._templates) if one.id == state["template"]), 0)
        self.template.setCurrentIndex(at)
        self._go(self._asked or state["way"])
        for name in {one.name for one in self.people.chosen()} ^ set(state["to"]):
            self.people.tick(name, name in state["to"])
        self._typed[state["way"]] = state["further"]
        self.further.setText(self._typed.get(self.way(), ""))
        self.subject.setText(state["subject"])
        self.letter.setPlainText(state["text"])
        self.files.attach_again(state["files"])

    def _put_templates(self) -> None:
        company = self.window_.company
        wanted = language_for(company, *self.about)
        at = self.template.currentIndex()
        self._templates = [plain_letter(wanted), *templates(company, wanted)]
        self.template.blockSignals(True)
        self.template.clear()
        for one in self._templates:
            tongue = {"en": _("English"), "zh_CN": _("Chinese")}[one.language]
            self.template.addItem(f"{one.name} · {tongue}" if one.id else _("Without a template"))
        self.template.setCurrentIndex(max(0, at))
        self.template.blockSignals(False)

    def _edit_template(self) -> None:
        one = self.chosen()
        if one.id:
            self.window_.edit_record("letter_template", one.id)
        else:
            self.window_.new_record("letter_template", {"language": one.language, "text": self.letter.toPlainText()})
        self._put_templates()
        self._refill_unless_edited()

    def _put_people(self) -> None:
        """Those who can be reached this way; where nobody has a fax number, the people whom one may be for."""
        way, company, today = self.way(), self.window_.company, self.window_.today()
        found = recipients.of_record(company, *self.about, way, today)
        self.nobody.setVisible(not found)
        if way == "fax" and not found:
            known = recipients.of_record(company, *self.about, "message", today)
            found = [replace(one, address="") for one in known]
        self.people.put(found, recipients.proposed(found, self.chosen().role))
        self.people.setVisible(bool(found))
        self.nobody.setText(_(_NOBODY[way]))

    def _other_way(self) -> None:
        way = self.way()
        self._put_people()
        # A mail address is no fax number: each way has what was typed for it.
        self._typed[self._way] = self.further.text()
        self._way = way
        self.further.setText(self._typed.get(way, ""))
        self.further.setVisible(way != "message")
        self.further.setPlaceholderText(_(_FURTHER[way]))
        self.further.setAccessibleName(_(_FURTHER[way]))
        for part in (self.pages, self.pages_name):
            part.setVisible(way == "fax")
        for part in (self.subject, self.subject_name):
            part.setVisible(way != "message")
        self.files.setVisible(way == "mail")
        self.draft.setVisible(way == "mail")
        self.deed.setText(_(_DEEDS[way]))
        self.told.setText(_(_TOLD[way]))
        self._refill_unless_edited()

    def _other_template(self) -> None:
        self._put_people()
        self._refill_unless_edited()

    def _refill_unless_edited(self) -> None:
        if not self.edited():
            self.refill()
        self._say_blanks()

    def _say_blanks(self) -> None:
        names = named_in(f"{self.subject.text()}\n{self.letter.toPlainText()}")
        self.blank_names.setText(_("Nothing is known for: {names}").format(names=listed(names)))
        self.blanks.setVisible(bool(names))
        self.again.setVisible(self.edited() and self.kept.isHidden())
        self.fault.hide()

    def reject(self) -> None:
        """Close without a trace; what was typed is not thrown away unasked."""
        if not self._worth_keeping() or self._given_up():
            self.kept.forget()
            super().reject()

    def _given_up(self) -> bool:
        text = _("It was handed to nobody yet, and is kept nowhere.")
        return ask(self, _("Discard this letter?"), text, _("Discard"), danger=True)

    # Handing over ------------------------------------------------------------------------------------------------

    def sent(self) -> Sent:
        """The letter as it stands."""
        way = self.way()
        more = [one.strip() for one in self.further.text().replace("，", ",").replace(";", ",").split(",")]
        subject = "" if way == "message" else self.subject.text().strip()
        files = tuple(self.files.files) if way == "mail" else ()
        typed = tuple(filter(None, more)) if way != "message" else ()
        return Sent(way, self.people.chosen(), subject, self.letter.toPlainText().strip(), typed, files)

    def hand_over(self) -> None:
        """Hand it to the mail program, to the clipboard, or show the fax; then it is written down."""
        self._do(lambda: handing.hand_over(self, self.sent()))

    def save(self) -> None:
        """Write the draft where the person says; then it is written down."""
        self._do(lambda: handing.save_draft(self, self.sent()))

    def _do(self, deed: Callable[[], str]) -> None:
        try:
            said = deed()
        except Told as told:
            self.fault.setText(told.sentence)
            self.fault.show()
            self.letter.select_blank()
            return
        if said:
            self.kept.forget()
            self.accept()
            self.window_.toast(said, undo=True)
