"""What the File and Tools menus do: company files, lists in and out, backups, checks, settings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from crm_desktop.entity.company import Company
from crm_desktop.entity.query import ListQuery
from crm_desktop.i18n import N_, _, n_
from crm_desktop.ui import health, recent, tasks
from crm_desktop.ui.actions import SAVED_VIEWS, Action
from crm_desktop.ui.places import SUFFIX, ask_open
from crm_desktop.ui.soon import soon
from crm_desktop.ui.templates import save_template
from crm_desktop.ui.widgets import choose, sentence

if TYPE_CHECKING:
    from crm_desktop.ui.export_dialog import Wanted
    from crm_desktop.ui.main_window import MainWindow

Standard = QKeySequence.StandardKey


class Desk(Protocol):
    """Who opens and closes company files: the program itself, of which the window is a part."""

    def open_file(self, path: Path) -> None: ...
    def new_company(self) -> None: ...
    def close_company(self) -> None: ...
    def demo(self) -> None: ...


class FileActions:
    """The acts behind the menus of one window."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        self._window, self._desk = window, desk

    def actions(self) -> list[Action]:
        """The entries of the menus, each with its key."""
        w = self._window
        new, demo, close = map(self._later, (self._desk.new_company, self._desk.demo, self._desk.close_company))

        def chosen() -> bool:
            return w.record_shown() is not None

        return [
            Action("file.new", N_("&New company…"), "Ctrl+Alt+N", "building", new, "file"),
            Action("file.open", N_("&Open a company file…"), Standard.Open, "folder-open", self.open, "file"),
            Action("file.recent", N_("Open &recent…"), "Ctrl+Shift+R", "clock", self.open_recent, "file"),
            Action("file.demo", N_("Open the &demo company"), "Ctrl+Shift+J", "first-run", demo, "file"),
            Action("file.close", N_("&Close company"), "Ctrl+Shift+W", "close", close, "file"),
            *self._lists_elsewhere(),
            Action("everything", N_("Export e&verything…"), "Ctrl+Alt+E", "backup", self.export_everything, "file",
                   group=6),
            Action("view.open", N_("Open a &view from a file…"), "Ctrl+Alt+O", "list", self.open_view, "view", group=4,
                   under=SAVED_VIEWS),
            Action("template", N_("Empty list to &fill in…"), "Ctrl+Alt+T", "table", self.template, "file", group=6),
            Action("backup", N_("&Back up a copy…"), "Ctrl+Shift+B", "backup", self.back_up, "file", group=8),
            Action("compact", N_("&Compact rows"), "Ctrl+Shift+M", "rows-compact",
                   lambda: w.use_compact_rows(not w.compact_rows()), "view", on=w.compact_rows, group=8,
                   under=N_("&Appearance")),
            Action("log", N_("&Quick log…"), "Ctrl+L", "note", w.quick_log, "record", group=20, on_record=True),
            Action("scratch", N_("&Scratch pad…"), "Ctrl+Shift+N", "form", w.scratch_pad, "tools"),
            Action("attach", N_("Attach &files…"), "Ctrl+Shift+A", "attach", self.attach, "record", chosen, group=20,
                   on_record=True),
            Action("attach.clipboard", N_("Attach from the clip&board"), "Ctrl+Shift+V", "paste",
                   self.attach_clipboard, "record", chosen, group=20),
            Action("history", N_("&History"), "Ctrl+H", "history", lambda: w.show_page("history"), "tools"),
            Action("trash", N_("&Trash"), "Ctrl+Shift+X", "trash", lambda: w.show_page("trash"), "tools"),
            Action("check", N_("&Check the file"), "Ctrl+Shift+K", "success", self.check, "tools", group=2),
            Action("settings", N_("&Settings…"), [Standard.Preferences, "Ctrl+,"], "settings", self.settings,
                   "tools", group=3, place="settings"),
            Action("logs", N_("Open the &log folder"), "Ctrl+F1", "log", self.open_logs, "help", group=1),
            Action("about", N_("&About CRM Desktop"), "Shift+F1", "about", self.about, "help", group=2,
                   place="about"),
        ]  # fmt: skip

    def open_file(self, path: Path) -> None:
        self._later(lambda: self._desk.open_file(path))()

    @staticmethod
    def _later(run: Callable[[], None]) -> Callable[[], None]:
        """What takes this window away waits until the menu it was called from has done with it."""
        return lambda: soon(QApplication.instance() or QObject(), run)

    def _lists_elsewhere(self) -> list[Action]:
        """Import and export on the pages that are no lists; lists have their own under the same keys."""
        w = self._window
        return [
            action
            for page in ("home", "trash", "history")
            for action in (
                Action(f"{page}.import", N_("&Import…"), "Ctrl+I", "import", lambda: w.import_into(None), "file",
                       page=page, group=5),
                Action(f"{page}.export", N_("&Export…"), "Ctrl+Shift+E", "export", w.export_first, "file", page=page,
                       group=5),
            )
        ]  # fmt: skip

    # Company files

    def open(self) -> None:
        """Ask for a company file and open it."""
        path = ask_open(self._window, self._window.company.path.parent)
        if path is not None:
            self.open_file(path)

    def open_recent(self) -> None:
        """Choose among the files opened of late."""
        files = [path for path in recent.files(self._window.memory) if path != self._window.company.path]
        if not files:
            sentence(self._window, _("Open recent"), _("No other company file was opened lately."), tone="accent")
            return
        chosen = choose(self._window, _("Open recent"), "", [(path.stem, str(path.parent)) for path in files])
        if chosen is not None:
            self.open_file(files[chosen])

    def drop(self, names: Sequence[str]) -> None:
        """Do with what was dropped on the window what is right for each file."""
        from crm_desktop.ui.dropped import take_in

        take_in(self._window, names)

    # Files of records

    def file_mail(self, path: Path) -> None:
        """Keep a saved mail with whom it is from or to; where that is not certain, the person is asked."""
        from crm_desktop.ui.mail_filing import file_mail

        file_mail(self._window, path)

    def open_view(self, path: Path | None = None) -> None:
        """Open a view of a list that came as a file; without a path the person is asked for it."""
        from crm_desktop.ui.view_files import ask_and_open, open_view

        if path is None:
            ask_and_open(self._window)
        else:
            open_view(self._window, path)

    def attach(self) -> None:
        """Ask for files and attach them to the record in sight."""
        from crm_desktop.ui.record.attached import ask_and_attach

        about = self._window.record_shown()
        if about is not None:
            ask_and_attach(self._window, self._window.company.entity(about[0]), about[1], self._window)

    def attach_clipboard(self) -> None:
        """Attach what was copied to the record in sight."""
        from crm_desktop.ui.record.attached import attach_clipboard

        about = self._window.record_shown()
        if about is not None:
            attach_clipboard(self._window, self._window.company.entity(about[0]), about[1], self._window)

    # Lists in and out

    def import_into(self, kind: str | None, path: Path | None, text: str | None = None) -> None:
        """Bring in a list or copied cells; with neither the wizard asks for the file."""
        from crm_desktop.ui.importing import ImportWizard
        from crm_desktop.ui.widgets.dialogs import show

        show(ImportWizard(self._window, kind, path, text))

    def export_everything(self) -> None:
        """Ask where, then write every kind of record and every attached file."""
        self.export(self._kind_in_sight(), ListQuery(), None, whole=True)

    def template(self) -> None:
        """Write an empty list of the kind in sight, to be filled in and imported."""
        w = self._window
        path = save_template(w, w, w.company.entity(self._kind_in_sight()))
        if path is not None:
            w.notice(_("Written: {name}").format(name=path.name), _("Show folder"), lambda: _open_folder(path.parent))

    def _kind_in_sight(self) -> str:
        shown = self._window.list_shown()
        return shown.entity.name if shown is not None else self._window.places[0].kinds[0]

    def export(self, kind: str, query: ListQuery, ids: Sequence[int] | None, *, whole: bool = False) -> None:
        """Ask what to write and where, then write it on the worker; `whole` has the whole file chosen."""
        from crm_desktop.ui.export_dialog import ExportDialog

        w = self._window
        entity = w.company.entity(kind)
        dialog = ExportDialog(w.company, entity, query, ids, w.memory, w.today(), w)
        if whole:
            dialog.choose("file")
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        path = dialog.ask_place()
        if path is not None:
            self.write(kind, dialog.wanted(path))

    def write(self, kind: str, wanted: Wanted) -> None:
        """Write a list, or the whole file; a notice says where it lies."""
        company, today = self._window.company, self._window.today()
        entity = company.entity(kind)
        told: list[str] = []

        def work(tell: Any, cancelled: Callable[[], bool]) -> int:
            from crm_desktop.exchange.writing import export_everything, export_list

            if wanted.scope == "file":
                return export_everything(company, wanted.path, today=today, progress=tell, cancelled=cancelled)
            return export_list(
                company, entity, wanted.path, query=wanted.query, columns=wanted.columns, ids=wanted.ids,
                cards=wanted.cards, groups=wanted.groups, today=today, progress=tell, cancelled=cancelled, told=told,
            )  # fmt: skip

        def then(written: int) -> None:
            what = n_("{n} row", "{n} rows", written) if wanted.scope == "file" else entity.count(written)
            text = _("{what} written to {name}").format(what=what, name=wanted.path.name)
            if told:
                text = _("{what}. {but}").format(what=text, but=told[0])
            self._window.notice(text, _("Show folder"), lambda: _open_folder(wanted.path.parent))

        tasks.run(work, then, title=_("Writing {name}").format(name=wanted.path.name), parent=self._window)

    # Care of the file

    def back_up(self) -> None:
        """Ask where, copy the open file there, and prove the copy."""
        w = self._window
        made = health.last_backup(w.memory, w.company.path)
        folder = made[1].parent if made is not None and made[1].parent.is_dir() else w.company.path.parent
        stamp = datetime.now().strftime("%Y-%m-%d %H%M")
        offered = folder / f"{w.company.path.stem} {stamp}{SUFFIX}"
        kinds = _("Company file") + f" (*{SUFFIX})"
        name, _kind = QFileDialog.getSaveFileName(w, _("Back up a copy"), str(offered), kinds)
        if name:
            path = Path(name)
            self.back_up_to(path if path.suffix.lower() == SUFFIX else path.with_name(path.name + SUFFIX))

    def back_up_to(self, target: Path) -> None:
        """Copy the open file to `target` on the worker; what lay there stays where the copy fails."""
        company = self._window.company
        if target.resolve() == company.path.resolve():
            text = _("That is the open company file itself. Choose another name or folder for the copy.")
            sentence(self._window, _("This could not be done"), text)
            return

        def then(at: datetime) -> None:
            health.backed_up(self._window.memory, company.path, target, at)
            self._window.show_health()
            text = _("Backed up and proven: {name}").format(name=target.name)
            self._window.notice(text, _("Show folder"), lambda: _open_folder(target.parent))

        title = _("Backing up {name}").format(name=company.path.name)
        work = lambda _tell, _cancelled: copy_of(company, target)  # noqa: E731
        tasks.run(work, then, title=title, cancellable=False, parent=self._window)

    def check(self) -> None:
        """Check the whole file on the worker and tell what was found."""
        company = self._window.company

        def then(answer: tuple[list[str], list[str]]) -> None:
            mended, found = answer
            if not found:
                text = _("The database, its links and its search index are as they should be.")
                if mended:
                    text = _("The search index was damaged. It was made anew from the records.")
                sentence(self._window, _("The file is sound"), text, tone="good")
                return
            text = n_(
                "{n} fault was found. Back up a copy now, then open an older backup or ask for help.",
                "{n} faults were found. Back up a copy now, then open an older backup or ask for help.",
                len(found),
            )
            sentence(self._window, _("The file is not sound"), text, "\n".join(found), tone="bad")

        title = _("Checking {name}").format(name=company.path.name)
        tasks.run(lambda _tell, _cancelled: company.mend(), then, title=title, cancellable=False, parent=self._window)

    def settings(self) -> None:
        """The settings dialog."""
        from crm_desktop.ui.settings_dialog import SettingsDialog
        from crm_desktop.ui.widgets.dialogs import show

        w = self._window
        text = health.place(w.memory, w.company.path, datetime.now())
        show(SettingsDialog(w, text, self.back_up, w))

    def about(self) -> None:
        """Version and licences."""
        from crm_desktop.ui.about import AboutDialog
        from crm_desktop.ui.widgets.dialogs import show

        show(AboutDialog(self._window))

    def open_logs(self) -> None:
        """Show the folder of the log."""
        from crm_desktop.ui.crash_window import open_log_folder

        open_log_folder()


def copy_of(company: Company, target: Path) -> datetime:
    """Copy the open file and prove the copy; when it was done. On the worker."""
    from crm_desktop.store import troubles
    from crm_desktop.store.migrations import copy_proven
    from crm_desktop.writing import replacing

    with troubles.told(), replacing(target) as part:
        copy_proven(company.file.db.connection(), part)
    return datetime.now()


def _open_folder(folder: Path) -> None:
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
