"""The button over the columns that uses an import profile on a list, saves one of it, and shows which is in use."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from crm_desktop.errors import Told
from crm_desktop.exchange.profile_use import Fit
from crm_desktop.exchange.profiles import Profile, profiles_of
from crm_desktop.i18n import _
from crm_desktop.ui.actions import plain
from crm_desktop.ui.icons import icon
from crm_desktop.ui.importing.at_work import AtWork
from crm_desktop.ui.importing.session import ImportSession, Sheet
from crm_desktop.ui.importing.using_profiles import (
    changed_since,
    planned_by,
    save_of,
    say_name,
    take,
    take_back,
    that_fit,
)
from crm_desktop.ui.widgets import could_not, menu_button
from crm_desktop.ui.widgets.dialogs import show

_MOST: Final = 9
"""Profiles that are offered; each has a figure for its key."""
_SHOWN: Final = 32
"""Characters of a name that are shown."""


class ProfileMenu(QObject):
    """`button` is to be placed; `sheet` tells which sheet is meant, `replaced` that it was planned anew."""

    replaced = Signal()
    """A sheet was planned anew by a profile, or put back."""
    renamed = Signal()
    """Which profile is in use is told anew."""

    def __init__(
        self, page: QWidget, session: ImportSession, work: AtWork, sheet: Callable[[], Sheet | None]
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._page, self._session, self._work, self._sheet = page, session, work, sheet
        self.menu = QMenu(page)
        self.button = menu_button("", self.menu, icon="import")
        self.uses = [self._act("", f"Ctrl+{n}", "", partial(self._use_at, n - 1)) for n in range(1, _MOST + 1)]
        self.none = self._act(_("No saved profile fits this list"), "", "", lambda: None)
        self.none.setEnabled(False)
        self.menu.addSeparator()
        self.back = self._act("", "Ctrl+Z", "undo", self.take_back)
        self.save = self._act(_("&Save as a profile…"), "Ctrl+S", "save", self.save_as)
        self.manage = self._act(_("&Rename or delete…"), "Ctrl+Shift+S", "edit", self.ask_which)
        self.fitting: list[tuple[Profile, Fit]] = []
        self.menu.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        """Offer what fits the sheet that is shown, and say what is in use."""
        sheet = self._sheet()
        if sheet is None or not sheet.included:
            return
        self.fitting = that_fit(self._session, sheet)[:_MOST]
        used = sheet.profile
        for at, action in enumerate(self.uses):
            action.setVisible(at < len(self.fitting))
            action.setEnabled(at < len(self.fitting))
            if at < len(self.fitting):
                profile, fit = self.fitting[at]
                self._offer(action, at + 1, profile, fit, used is not None and used.name == profile.name)
        self.none.setVisible(not self.fitting)
        has_before = used is not None and used.before is not None
        self.back.setVisible(has_before)
        self.back.setEnabled(has_before)
        if used is not None:
            self.back.setText(_("&Back to before “{name}”").format(name=_short(used.name)))
        self.manage.setEnabled(bool(profiles_of(self._session.company)))
        self.tell()

    def tell(self) -> None:
        """Say on the button which profile is in use, and whether something was changed since."""
        sheet = self._sheet()
        used = sheet.profile if sheet is not None else None
        text = _("Import &profile")
        if sheet is not None and used is not None:
            text = _("&Profile: {name}, changed") if changed_since(self._session, sheet) else _("&Profile: {name}")
            text = text.format(name=_short(used.name))
        self.button.setText(text)
        self.button.setAccessibleName(plain(text))
        self.button.setToolTip(used.name if used is not None and len(used.name) > _SHOWN else "")

    def use(self, profile: Profile) -> None:
        """Plan the sheet that is shown as a profile says."""
        sheet = self._sheet()
        if sheet is None:
            return

        def then(fresh: Sheet) -> None:
            take(self._session, sheet, fresh)
            self.replaced.emit()

        work = lambda _tell, _cancelled: planned_by(self._session, sheet, profile)  # noqa: E731
        self._work.do(work, then, _("Looking at the columns"), cancellable=False)

    def take_back(self) -> None:
        """Put the sheet back to what it was before the profile was used."""
        sheet = self._sheet()
        if sheet is None or sheet.profile is None or sheet.profile.before is None or self._work.busy():
            return
        take_back(self._session, sheet)
        self.replaced.emit()

    def save_as(self) -> None:
        """Ask for a name and keep how the sheet is brought in under it."""
        from crm_desktop.ui.importing.profile_dialogs import ask_name

        sheet = self._sheet()
        if sheet is None or self._work.busy():
            return
        offered = sheet.profile.name if sheet.profile is not None else Path(self._session.how.name).stem
        given = ask_name(self._page, self._session.company, offered)
        if given is None:
            return
        try:
            save_of(self._session, sheet, *given)
        except Told as told:
            could_not(self._page, told)
        self.refresh()
        self.renamed.emit()

    def ask_which(self) -> None:
        """Show all profiles, to rename or delete one."""
        from crm_desktop.ui.importing.profile_dialogs import ProfilesDialog

        if self._work.busy():
            return
        session = self._session
        show(ProfilesDialog(self._page, session.company, lambda name, now: say_name(session, name, now)))
        self.refresh()
        self.renamed.emit()

    # Inside -------------------------------------------------------------------------------------------------------

    def _use_at(self, at: int) -> None:
        if at < len(self.fitting) and not self._work.busy():
            self.use(self.fitting[at][0])

    def _offer(self, action: QAction, number: int, profile: Profile, fit: Fit, in_use: bool) -> None:
        text = _("&{number}  Use “{name}”: {found} of {wanted} columns")
        action.setText(
            text.format(number=number, name=_short(profile.name), found=fit.found, wanted=fit.wanted)
        )  # fmt: skip
        action.setIcon(icon("check" if in_use else "import", "accent_text" if in_use else "secondary"))

    def _act(self, text: str, keys: str, mark: str, run: Callable[[], object]) -> QAction:
        made = QAction(text, self._page)
        if mark:
            made.setIcon(icon(mark))
        if keys:
            made.setShortcut(QKeySequence(keys))
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.triggered.connect(lambda _on=False: run())
        self.menu.addAction(made)
        self._page.addAction(made)
        return made


def _short(name: str) -> str:
    """A name as a menu shows it: cut where it is long, with no letter of it underlined."""
    cut = name if len(name) <= _SHOWN else name[: _SHOWN - 1].rstrip() + "…"
    return cut.replace("&", "&&")
