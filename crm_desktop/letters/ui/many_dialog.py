"""Mail drafts for everybody who is selected: a template, by role, into a folder; who is left out is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import QComboBox, QFileDialog

from crm_desktop.errors import Told
from crm_desktop.i18n import _, language, listed, n_
from crm_desktop.letters.handing import enclosed
from crm_desktop.letters.letter import Template, ship_templates, templates
from crm_desktop.letters.many import Batch, prepare, write_drafts
from crm_desktop.letters.model import LetterTemplate
from crm_desktop.letters.ui.parts import Files, LetterText
from crm_desktop.ui import tasks, theme
from crm_desktop.ui.company_form import Rows
from crm_desktop.ui.placement import take_size
from crm_desktop.ui.places import usual_folder
from crm_desktop.ui.widgets import Dialog, button, label
from crm_desktop.ui.window import moment
from crm_desktop.values.showndates import show_date

if TYPE_CHECKING:
    from crm_desktop.ui.main_window import MainWindow

NAMED: Final = 6


class ManyDialog(Dialog):
    """Shows how many drafts there will be, the first of them, and who is left out and why."""

    def __init__(self, window: MainWindow, kind: str, rows: Sequence[int]) -> None:
        super().__init__(
            window, _("Mail drafts for {what}").format(what=window.company.entity(kind).count(len(rows))),
            _("Each gets a draft of their own in a folder. Open them in your mail program and send them there; this"
              " program sends nothing itself."),
        )  # fmt: skip
        self.window_, self.kind, self.rows = window, kind, list(rows)
        self.batch = Batch(())
        ship_templates(window.company)
        self._templates = templates(window.company, language())
        self.template, self.role = QComboBox(), QComboBox()
        for one in self._templates:
            tongue = {"en": _("English"), "zh_CN": _("Chinese")}[one.language]
            self.template.addItem(f"{one.name} · {tongue}")
        self.role.addItem(_("The first one known"), None)
        for option in LetterTemplate.role.options:
            self.role.addItem(_(option.title), option.key)
        fields = Rows()
        fields.add_row(_("Template"), self.template)
        role_name = fields.add_row(_("To whom"), self.role)
        self.body.addWidget(fields)
        self.role.setVisible(kind == "customer")
        role_name.setVisible(kind == "customer")
        self.count = label("", weight=QFont.Weight.DemiBold, wrap=True)
        self.left_out = label("", "warning", wrap=True)
        self.first = LetterText(_("The first draft"), 10)
        self.first.setReadOnly(True)
        self.files = Files(window, "", 0)
        for part in (self.count, self.left_out, self.first, self.files):
            self.body.addWidget(part)
        self.add_button(button(_("Cancel"), self.reject))
        self.deed = self.add_button(button(_("Write the drafts…"), self.ask, "primary", "mail"), default=True)
        take_size(self, theme.px(640), theme.px(640))
        self.template.currentIndexChanged.connect(lambda _at: self._other_template())
        self.role.currentIndexChanged.connect(lambda _at: self.refill())
        self._other_template()
        self.template.setFocus()

    def chosen(self) -> Template | None:
        """The template that is filled in."""
        return self._templates[self.template.currentIndex()] if self._templates else None

    def choose(self, name: str) -> None:
        """Take the template of a name."""
        self.template.setCurrentIndex([one.name for one in self._templates].index(name))

    def refill(self) -> None:
        """Fill the template in for everybody, and tell what comes of it."""
        template = self.chosen()
        self.batch = Batch(())
        if template is None:
            self._tell(_("There is no letter template yet. Make one first."))
            return
        try:
            role, today = self.role.currentData(), self.window_.today()
            self.batch = prepare(self.window_.company, self.kind, self.rows, template, role, today)
        except Told as told:
            self._tell(told.sentence)
            return
        self._tell(n_("{n} draft", "{n} drafts", len(self.batch.drafts)))

    def ask(self) -> None:
        """Ask for a folder and write the drafts into it."""
        folder = QFileDialog.getExistingDirectory(self, _("Where the drafts go"), str(usual_folder()))
        if folder:
            self.write(Path(folder))

    def write(self, folder: Path) -> None:
        """Write the drafts away from the window, and close."""
        template, company, batch = self.chosen(), self.window_.company, self.batch
        assert template is not None
        name = f"{template.name} {show_date(self.window_.today(), 'zh_CN')}"
        now, paths = moment(self.window_), [one for one in self.files.files if isinstance(one, Path)]

        def work(tell: Any, cancelled: Callable[[], bool]) -> Path:
            return write_drafts(
                company, batch, folder, name, enclosed=enclosed(company, paths), now=now, progress=tell,
                cancelled=cancelled,
            )  # fmt: skip

        def then(target: Path) -> None:
            self.accept()
            text = n_("{n} draft written and logged", "{n} drafts written and logged", len(batch.drafts))
            self.window_.notice(text, _("Show folder"), partial(_show, target))

        tasks.run(work, then, title=_("Writing mail drafts"), parent=self)

    def _other_template(self) -> None:
        template = self.chosen()
        self.role.blockSignals(True)
        self.role.setCurrentIndex(max(0, self.role.findData(template.role if template is not None else None)))
        self.role.blockSignals(False)
        self.refill()

    def _tell(self, count: str) -> None:
        batch = self.batch
        self.count.setText(count)
        lines = []
        if batch.without_address:
            told = n_("{n} without a mail address", "{n} without a mail address", len(batch.without_address))
            lines.append(f"{told}: {_some(batch.without_address)}")
        lacking: dict[tuple[str, ...], list[str]] = {}
        for name, lacks in batch.with_blanks:
            lacking.setdefault(lacks, []).append(name)
        for lacks, names in lacking.items():
            told = _("{n} without {lacks}")
            lines.append(f"{told.format(n=f'{len(names):,}', lacks=', '.join(lacks))}: {_some(names)}")
        self.left_out.setText("\n".join(lines))
        self.left_out.setVisible(bool(lines))
        first = batch.drafts[0] if batch.drafts else None
        shown = f"{first.to.name} <{first.to.address}>\n{first.subject}\n\n{first.text}" if first is not None else ""
        self.first.setPlainText(shown)
        self.first.setVisible(first is not None)
        self.deed.setEnabled(first is not None)


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return listed(names[:NAMED]) + (_(", ") + _("and {n} more").format(n=f"{more:,}") if more > 0 else "")


def _show(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
