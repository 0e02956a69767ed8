"""Draws every page and dialog on an invented company: `python -m tests.gallery OUT [--only NAME]`.

Each in both languages and both schemes, full and empty; some at 150 % too. A picture is named
page-language-scheme[-150].png.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from crm_desktop import areas, demo, i18n
from crm_desktop.app import BUSINESS
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.ui import language as languages
from crm_desktop.ui import theme
from crm_desktop.ui.first_run import FirstRun
from crm_desktop.ui.importing import ImportWizard
from crm_desktop.ui.kind_page import KindPage
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.record.dialog import FormDialog
from crm_desktop.ui.settings_dialog import SettingsDialog

SIZE = (1366, 820)
SIDES = [(language, scheme) for language in ("en", "zh_CN") for scheme in ("light", "dark")]
SIDES += [("zh_CN", "light-strong"), ("en", "dark-strong")]
LARGE = ("home", "customer", "form-customer", "import-2")
"""What is drawn at 150 % as well."""
LIST = """客户名称,联系人,手机,邮箱,城市,等级,生意规模
测试贸易有限公司,张三丰,13900000001,zhang@example.com,上海,A,大
样例科技有限公司,李四光,139-0000-0002;021-55550000,li@example.com,北京,B,中
虚构食品厂,王经理,1.39E+10,wang#example,苏州,,小
Sample Trading Ltd,Ada Moss,+44 20 7946 0000,ada@example.com,London,C,small
"""


class Forgetful(dict[str, Any]):
    """A window memory that keeps nothing beyond the window."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key, default)

    def set(self, key: str, value: object) -> None:
        self[key] = value


class NoDesk:
    """Stands where the program opens and closes files: a gallery does neither."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_given: None


def settle(seconds: float = 0.3) -> None:
    """Let the window do what it put off, and take what its threads bring."""
    end, turns = time.monotonic() + seconds, int(seconds / 0.015)
    # On a busy machine the time may pass in a few turns that leave things half laid out.
    while turns > 0 or time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)
        turns -= 1


def throw_away(company: Company) -> None:
    """Put records of several kinds into the trash."""
    for kind, rows in (("event", [1, 2]), ("opportunity", [3]), ("note", [5, 6, 7])):
        for row in rows:
            records.delete(company, company.entity(kind), [row])


class Gallery:
    """One language and one scheme at one scale."""

    def __init__(self, out: Path, tail: str, only: str, large: bool) -> None:
        self.out, self.tail, self.only, self.large = out, tail, only, large

    def settle(self, seconds: float = 0.3) -> None:
        """Let the window do what it put off."""
        settle(seconds)

    def wanted(self, name: str) -> bool:
        return self.only in name and (not self.large or name in LARGE)

    def save(self, name: str, base: QWidget, *over: QWidget) -> None:
        """A picture of one widget with others laid over it where they stand."""
        picture = base.grab()
        for widget in over:
            painter = QPainter(picture)
            painter.drawPixmap(base.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0))), widget.grab())
            painter.end()
        picture.save(str(self.out / f"{name}-{self.tail}.png"))

    def dialog(self, name: str, made: QDialog, before: Callable[[], object] = lambda: None) -> None:
        made.show()
        settle()
        before()
        settle()
        self.save(name, made)
        made.hide()
        made.deleteLater()

    def window(self, company: Company) -> MainWindow:
        desk: Any = NoDesk()
        made = MainWindow(company, Forgetful(), desk, BUSINESS.places, BUSINESS.home, BUSINESS.logbook)
        made.resize(*SIZE)
        made.start()
        made.show()
        settle(0.4)
        return made

    def draw(self, full: Company, listed: Path) -> None:
        window = self.window(full)
        for page in ("home", *(place.name for place in BUSINESS.places), "trash", "history"):
            if self.wanted(page):
                if page == "trash":
                    throw_away(full)
                window.show_page(page)
                settle(1.5 if page == "home" else 0.7)
                self.save(page, window)
        if not self.large or self.only:
            self.over_the_list(window)
        self.forms(window)
        self.importing(window, listed)
        from tests import gallery_importing

        if any(self.wanted(name) for name in gallery_importing.STATES):
            gallery_importing.draw(self, window, settle, listed.parent)
        if self.wanted("duplicates"):
            from tests import gallery_duplicates

            gallery_duplicates.draw(self, window, settle)
        if self.wanted("record-page"):
            self.record_page(window)
        if self.wanted("org-chart"):
            from tests import gallery_people

            gallery_people.draw(self, window)
        self.views(window)
        if any(self.wanted(f"many-{part}") for part in ("selected", "bulk", "paste", "hand-over")):
            from tests import gallery_many

            gallery_many.draw(self, window)
        if any(map(self.wanted, ("letter-mail", "letter-blanks", "letter-message", "letter-fax", "letter-many",
                                 "letter-own", "visit-sheet", "fax-sheet"))):  # fmt: skip
            from tests import gallery_letters

            gallery_letters.draw(self, window)
        if self.wanted("quick-log"):
            self.quick_log(window)
        if self.wanted("memo") or self.wanted("finish"):
            self.small_questions(window)
        if self.wanted("scratch-pad"):
            from crm_desktop.ui.scratch_pad import ScratchPad

            self.dialog("scratch-pad", ScratchPad(window, window))
        if self.wanted("settings"):
            self.dialog("settings", SettingsDialog(window, "", lambda: None, window))  # type: ignore[arg-type]
        window.hide()
        window.deleteLater()
        settle(0.1)

    def views(self, window: MainWindow) -> None:
        from tests import gallery_views

        if any(self.wanted(name) for name in gallery_views.NAMES):
            gallery_views.draw(self, window, settle)

    def quick_log(self, window: MainWindow) -> None:
        from crm_desktop.ui.quick_log import QuickLog

        line = "电话 5分钟 价格可以 下周二10点" if i18n.language() == "zh_CN" else "call 5min price ok next tue 10"
        window.show_page("customer")
        settle(0.7)
        row = window.list_shown().view.current_id()  # type: ignore[union-attr]
        dialog = QuickLog(window, window.logbook(), ("customer", row or 1), window)
        self.dialog("quick-log", dialog, lambda: dialog.log.line.setText(line))

    def small_questions(self, window: MainWindow) -> None:
        from crm_desktop.ui.finishing import FinishDialog
        from crm_desktop.ui.record.memos import MemoDialog

        company, chinese = window.company, i18n.language() == "zh_CN"
        row, what = company.execute("SELECT id, title FROM task WHERE done_at IS NULL LIMIT 1").fetchone()
        finish = FinishDialog(window, company.entity("task"), row, what, window)

        def answer() -> None:
            finish.log.line.setText("收到，很满意" if chinese else "arrived, they like it")
            finish.next.setText("下周二10点 送报价" if chinese else "next tue 10 bring the quote")

        self.dialog("finish", finish, answer)
        (note,) = company.execute("SELECT id FROM note WHERE pinned = 1 AND row IS NOT NULL LIMIT 1").fetchone()
        self.dialog("memo", MemoDialog(window, company.entity("note"), None, note, window))

    def record_page(self, window: MainWindow) -> None:
        window.show_page("customer")
        settle(0.7)
        row = window.list_shown().view.current_id()  # type: ignore[union-attr]
        busiest = window.company.execute(
            'SELECT customer FROM "order" o GROUP BY customer ORDER BY EXISTS (SELECT 1 FROM note n WHERE n.pinned = 1'
            " AND n.kind = 'customer' AND n.row = o.customer) DESC, count(*) DESC LIMIT 1"
        ).fetchone()
        window.open_page("customer", busiest[0] if busiest else row or 1)
        settle(0.7)
        self.save("record-page", window)
        window.page()._back_to_list()  # type: ignore[union-attr]

    def first_run(self) -> None:
        if self.wanted("first-run"):
            first = FirstRun(lambda _language: None)
            first.show()
            settle()
            self.save("first-run", first)
            first.hide()

    def empty(self, company: Company) -> None:
        pages = [page for page in ("home", "customer", "opportunity", "trash") if self.wanted(f"empty-{page}")]
        if not pages:
            return
        window = self.window(company)
        for page in pages:
            window.show_page(page)
            settle(0.7)
            self.save(f"empty-{page}", window)
        window.hide()
        window.deleteLater()

    def over_the_list(self, window: MainWindow) -> None:
        """What lies over a list: the search box, no match, the menus of filters and columns, the bulk change."""
        window.show_page("customer")
        page = window.page()
        assert isinstance(page, KindPage)
        shown = page.list("customer")
        settle(0.5)
        if self.wanted("search-box"):
            window.finder.open("zhang")
            settle(0.5)
            self.save("search-box", window)
            window.finder.open("qqqq zz")
            settle(0.6)
            self.save("search-box-nothing", window)
            window.finder.forget()
            settle(0.1)
        for name in ("filter", "columns"):
            if self.wanted(f"list-{name}"):
                window.registry.run(f"lists.{name}")
                settle(0.4)
                popup = QApplication.activePopupWidget()
                self.save(f"list-{name}", window, *([popup] if popup is not None else []))
                shown.panels.close()
                settle(0.1)
        if self.wanted("list-no-match"):
            shown.head.search.setText("qqqq zz")  # type: ignore[attr-defined]
            settle(0.8)
            self.save("list-no-match", window)
            shown.head.search.clear()  # type: ignore[attr-defined]
            settle(0.5)

    def forms(self, window: MainWindow) -> None:
        company = window.company
        for kind in ("customer", "contact", "opportunity", "order", "invoice", "event"):
            entity = company.entity(kind)
            if self.wanted(f"form-{kind}"):
                newest = company.execute(f'SELECT max(id) FROM "{kind}"').fetchone()[0]
                self.dialog(f"form-{kind}", FormDialog(window, entity, newest))
        if self.wanted("form-new"):
            self.dialog("form-new", FormDialog(window, company.entity("customer")))
        if self.wanted("form-faults"):
            made = FormDialog(window, company.entity("order"))
            self.dialog("form-faults", made, made.save)

    def importing(self, window: MainWindow, listed: Path) -> None:
        if not any(self.wanted(f"import-{step}") for step in (1, 2, 3, 4)):
            return
        wizard = ImportWizard(window, "customer", listed)
        wizard.show()
        settle(1.2)
        for step in (1, 2, 3, 4):
            if self.wanted(f"import-{step}"):
                self.save(f"import-{step}", wizard)
            if step < 4:
                wizard.next.click()
                settle(1.5)
        if wizard.step() == 3:
            wizard.undo_import()
            settle(1.0)
        wizard.hide()
        wizard.deleteLater()


def one_side(out: Path, language: str, scheme: str, only: str) -> None:
    """Draw one language and scheme at the scale that Qt was started with."""
    app = QApplication([])
    large = os.environ.get("QT_SCALE_FACTOR", "1") != "1"
    languages.use(app, language)
    base, _dash, strong = scheme.partition("-")
    theme.apply(app, base, high_contrast=bool(strong))  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        demo.build(path / "demo.crm", lang=language)
        listed = path / "客户名单.csv"
        listed.write_bytes(LIST.encode("gb18030"))
        gallery = Gallery(out, f"{language}-{scheme}" + ("-150" if large else ""), only, large)
        with areas.open_company(path / "demo.crm") as company:
            gallery.draw(company, listed)
        with areas.new_company(path / "new.crm") as company:
            gallery.empty(company)
            gallery.first_run()
    # The process ends here: nothing of the windows is needed any more.
    sys.stdout.flush()
    os._exit(0)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="", help="draw only pages whose name has this")
    parser.add_argument(
        "--side", nargs=2, metavar=("LANGUAGE", "SCHEME"), help="draw only this side: zh_CN dark, en light-strong"
    )
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.here:
        one_side(asked.out, *asked.side, asked.only)
        return
    screen = asked.out / "screen.json"
    width, height = SIZE
    shape = {"name": "screen", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    screen.write_text(json.dumps({"screens": [{**shape, "logicalBaseDpi": 96}]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen.resolve()}"
    for language, scheme in [tuple(asked.side)] if asked.side else SIDES:
        for scale in ("1", "1.5"):
            if scale == "1.5" and (language, scheme) != ("zh_CN", "light"):  # one side shows what is cut off
                continue
            command = [sys.executable, "-m", "tests.gallery", str(asked.out), "--here", "--side", language, scheme]
            command += ["--only", asked.only] if asked.only else []
            subprocess.run(command, check=True, env={**os.environ, "QT_SCALE_FACTOR": scale})
    screen.unlink()
    print(f"{len(list(asked.out.glob('*.png')))} pictures in {asked.out}")


if __name__ == "__main__":
    main()
