"""The section of a form with the fields that the owner added, and the dialog that adds one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.entity import custom
from crm_desktop.entity.describe import Entity
from crm_desktop.entity.parts import CustomField
from crm_desktop.errors import Refused, Told
from crm_desktop.i18n import _
from crm_desktop.ui import theme
from crm_desktop.ui.record.fieldbox import FieldGrid
from crm_desktop.ui.widgets.buttons import TextLine, button
from crm_desktop.ui.widgets.cards import Card
from crm_desktop.ui.widgets.dialogs import Dialog
from crm_desktop.ui.widgets.labels import label, restyle

if TYPE_CHECKING:
    from crm_desktop.ui.record.formbody import FormBody
    from crm_desktop.ui.window import Window


class OwnFields(QWidget):
    """The owner's fields on a form; they come and go while it is open, and nothing typed is lost."""

    def __init__(self, form: FormBody) -> None:
        super().__init__()
        self._form = form
        self.card = Card(padding=16, gap=12)
        self.card.add(label(_("Own fields"), size=14, weight=QFont.Weight.DemiBold))
        self.grid = FieldGrid()
        self.card.add(self.grid)
        self.add = button(_("Add a field…"), self.ask, "quiet", "custom-field")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.card)
        column.addWidget(self.add)
        column.setAlignment(self.add, Qt.AlignmentFlag.AlignLeft)
        self.names: list[str] = []
        self.refresh()

    def refresh(self) -> None:
        """Show the fields that the kind has now."""
        columns = self._form.window_.company.columns(self._form.entity)
        wanted = [name for name, column in columns.items() if column.custom]
        for gone in [name for name in self.names if name not in wanted]:
            box = self._form.boxes.pop(gone)
            box.hide()
            box.deleteLater()
        for name in wanted:
            if name not in self._form.boxes:
                self._form.draft.first.setdefault(name, None)
                self._form.field_box(name)
        self.names = wanted
        self.grid.set_boxes([self._form.boxes[name] for name in wanted])
        self.card.setVisible(bool(wanted))

    def ask(self) -> None:
        """Ask for a new field; the cursor goes to it."""
        dialog = FieldDialog(self._form.window_, self._form.entity, self)
        if dialog.exec() and dialog.made is not None:
            self.refresh()
            self._form.boxes[dialog.made].focus()


class FieldDialog(Dialog):
    """Asks for the title and the type of a new field; `made` is its column once it is there."""

    def __init__(self, window: Window, entity: Entity, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            _("Add a field to {kind}").format(kind=entity.plural),
            _("It is there for every record of this kind, in lists, filters, import and export too."),
        )
        self._window, self._entity = window, entity
        self.made: str | None = None
        self.title = TextLine()
        self.type = QComboBox()
        type_field = CustomField._meta.fields["type"]
        for option in type_field.options:
            self.type.addItem(_(option.title), option.key)
        self.choices = QPlainTextEdit()
        self.choices.setTabChangesFocus(True)
        self.choices.setFixedHeight(theme.px(96))
        self.choices.setPlaceholderText(_("One to a line."))
        self.fault = label("", "bad", 12, wrap=True)
        self.fault.hide()
        self._named(_("&Title"), self.title)
        self._named(_("T&ype"), self.type)
        self.choices_label = self._named(_("&Words to choose from"), self.choices)
        self.body.addWidget(self.fault)
        self.add_button(button(_("Cancel"), self.reject))
        self.add_button(button(_("Add field"), self.accept, "primary"), default=True)
        self.type.currentIndexChanged.connect(self._show_choices)
        self._show_choices()
        self.title.setFocus()

    def accept(self) -> None:
        """Add the field; what is wrong is said here and the dialog stays."""
        words = self.choices.toPlainText().split("\n")
        try:
            self.made = custom.add(
                self._window.company, self._entity, self.title.text(), self.type.currentData(), words
            )
        except Told as told:
            at = told.field if isinstance(told, Refused) else None
            self.fault.setText(told.sentence)
            self.fault.show()
            for name, part in (("title", self.title), ("choices", self.choices)):
                restyle(part, fault=name == at)
                if name == at:
                    part.setFocus()
            self._fit()
            return
        super().accept()

    def _named(self, title: str, part: QWidget) -> QWidget:
        name = label(title, "secondary", 12)
        name.setBuddy(part)
        part.setAccessibleName(title.replace("&", ""))
        self.body.addWidget(name)
        self.body.addWidget(part)
        return name

    def _show_choices(self) -> None:
        wanted = self.type.currentData() == "choice"
        self.choices.setVisible(wanted)
        self.choices_label.setVisible(wanted)
        self._fit()

    def _fit(self) -> None:
        """As high as what is shown now needs."""
        if (layout := self.layout()) is not None:
            layout.activate()
        self.adjustSize()
