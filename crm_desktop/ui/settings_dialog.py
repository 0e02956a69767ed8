"""The settings: the company, how the window looks, where things lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QFont
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.entity.company import Company
from crm_desktop.entity.settings import COUNTRY, change, has_amounts, kept_days, other_size, takes_long
from crm_desktop.errors import Cancelled
from crm_desktop.i18n import LANGUAGES, N_, _, language
from crm_desktop.paths import log_folder
from crm_desktop.store import history
from crm_desktop.ui import tasks, theme
from crm_desktop.ui.company_form import HOME, Rows, country_field, currency_field, name_field
from crm_desktop.ui.own_dialog import summary
from crm_desktop.ui.placement import take_size
from crm_desktop.ui.widgets import Dialog, ElidedLabel, ask, button, label, scrolled, sentence
from crm_desktop.values.currencies import minor_digits

SCHEMES: Final = {"system": N_("As the system has it"), "light": N_("Light"), "dark": N_("Dark")}

KEPT: Final = {365: N_("1 year"), history.KEPT_DAYS: N_("2 years"), 1826: N_("5 years"), 0: N_("as long as the file")}


class Settled(Protocol):
    """What the dialog changes in the window."""

    company: Company

    def use_language(self, wanted: str) -> bool: ...
    def use_scheme(self, wanted: theme.Scheme) -> None: ...
    def use_high_contrast(self, on: bool) -> None: ...
    def compact_rows(self) -> bool: ...
    def use_compact_rows(self, on: bool) -> None: ...
    def toast(self, text: str) -> object: ...


class SettingsDialog(Dialog):
    """Nothing is changed before Save; the company's part is one change that can be undone."""

    def __init__(self, window: Settled, backup_text: str, back_up: Callable[[], object], parent: QWidget) -> None:
        super().__init__(parent, _("Settings"))
        self._window, self._then = window, back_up
        company = window.company
        self._inside = QWidget()
        self._sections = QVBoxLayout(self._inside)
        self._sections.setSpacing(theme.px(8))
        self.name = name_field(company.setting("name") or "")
        self.currency = currency_field(company.setting("currency") or "CNY")
        rows = self._section(_("Your company"))
        rows.add_row(_("Name"), self.name)
        rows.add_row(_("Currency"), self.currency)
        self.country = country_field(company.country())
        rows.add_row(_("Country"), self.country, _(HOME))
        rows.add_row(_("On your letters"), _place(summary(company), _("Change…"), self._change_own))
        self.keep = _choices({str(days): _(text) for days, text in KEPT.items()}, str(kept_days(company)))
        self.keep.setToolTip(_("What is older cannot be undone or restored any more; the last month always can."))
        rows.add_row(_("Keep history for"), self.keep)
        rows = self._section(_("Appearance"))
        self.language = _choices(LANGUAGES, language())
        self.scheme = _choices({name: _(text) for name, text in SCHEMES.items()}, theme.scheme())
        self.compact = QCheckBox(_("Compact rows in lists"))
        self.compact.setChecked(window.compact_rows())
        self.contrast = QCheckBox(_("High contrast"))
        self.contrast.setChecked(theme.high_contrast())
        self.contrast.setToolTip(_("Otherwise only where the system wants it"))
        rows.add_row(_("Language"), self.language)
        rows.add_row(_("Colours"), self.scheme)
        rows.add_row(_("Contrast"), self.contrast)
        rows.add_row(_("Lists"), self.compact)
        rows = self._section(_("Where things lie"))
        folder = company.path.parent
        rows.add_row(_("Company file"), _place(str(company.path), _("Show"), lambda: _show(str(folder))))
        rows.add_row(_("Backup"), _place(backup_text, _("Back up…"), self._back_up))
        logs = log_folder()
        rows.add_row(_("Log"), _place(str(logs), _("Show"), lambda: _show(str(logs))))
        self._sections.addStretch(1)
        self._sections.setContentsMargins(0, 0, theme.px(12), 0)
        self.body.addWidget(scrolled(self._inside, _("Settings")), 1)
        self.add_button(button(_("Cancel"), self.reject))
        self.add_button(button(_("Save"), self.save, "primary"), default=True)
        take_size(self, theme.px(580), self._inside.sizeHint().height() + theme.px(130))
        self.name.setFocus()

    def _change_own(self) -> None:
        """A name that was typed here and is not saved yet goes along."""
        from crm_desktop.ui.own_dialog import OwnDialog

        dialog = OwnDialog(self._window.company, self)
        dialog.fields["name"].setText(self.name.text())
        if dialog.exec():
            self.name.setText(self._window.company.setting("name") or "")
        dialog.deleteLater()

    def _back_up(self) -> None:
        self.reject()
        self._then()

    def save(self) -> None:
        """Take everything over."""
        if not self._may_be_saved():
            return
        wanted = {
            "name": self.name.text(), "currency": self.currency.currentData(), COUNTRY: self.country.currentData(),
            history.KEEP: self.keep.currentData(),
        }  # fmt: skip
        company = self._window.company
        if not takes_long(company, wanted):
            change(company, wanted)
            self.accept()
            self._change_looks()
            return
        self.accept()
        told = tasks.telling(self._window.toast, self.parentWidget())

        def failed(why: BaseException) -> None:
            self._change_looks()
            told(why)

        tasks.run(
            lambda tell, cancelled: change(company, wanted, pulse=_pulse(tell, cancelled)),
            lambda _count: self._change_looks(), failed, title=_("Reading telephone numbers anew"),
            parent=self.parentWidget(),
        )  # fmt: skip

    def _change_looks(self) -> None:
        if self.compact.isChecked() != self._window.compact_rows():
            self._window.use_compact_rows(self.compact.isChecked())
        if self.scheme.currentData() != theme.scheme():
            self._window.use_scheme(self.scheme.currentData())
        if self.contrast.isChecked() != theme.high_contrast():
            self._window.use_high_contrast(self.contrast.isChecked())
        if self.language.currentData() != language():
            self._window.use_language(self.language.currentData())

    def _may_be_saved(self) -> bool:
        currency, old = self.currency.currentData(), self._window.company.setting("currency") or "CNY"
        return currency == old or self._agreed(old, currency)

    def _agreed(self, old: str, new: str) -> bool:
        """Amounts are never converted, so where there are any another currency is worth a question, or is no use."""
        if not has_amounts(self._window.company):
            return True
        if minor_digits(old) != minor_digits(new):
            sentence(self, _("The currency stays {old}").format(old=old), other_size(old, new))
            return False
        text = _("Amounts that are in the file already are not converted: {old} 100 becomes {new} 100.")
        return ask(self, _("Change the currency?"), text.format(old=old, new=new), _("Change currency"))

    def _section(self, text: str) -> Rows:
        heading = label(text, weight=QFont.Weight.DemiBold)
        heading.setContentsMargins(0, theme.px(8), 0, 0)
        self._sections.addWidget(heading)
        rows = Rows()
        self._sections.addWidget(rows)
        return rows


def _pulse(tell: tasks.Tell, cancelled: Callable[[], bool]) -> Callable[[int, int], None]:
    def pulse(done: int, total: int) -> None:
        if cancelled():
            raise Cancelled
        tell(done, total)

    return pulse


def _choices(choices: Mapping[str, str], chosen: str) -> QComboBox:
    made = QComboBox()
    for key, text in choices.items():
        made.addItem(text, key)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    return made


def _place(text: str, act: str, run: Callable[[], object]) -> QWidget:
    """A place that cannot be typed, with a button beside it."""
    made = QWidget()
    made.setAccessibleName(text)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px(8))
    row.addWidget(ElidedLabel(text), 1)
    shown = button(act, run)
    row.addWidget(shown)
    made.setFocusProxy(shown)
    return made


def _show(folder: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
