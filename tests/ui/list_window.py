"""A window for the tests of lists: a real company file, a real memory, and a note of what a page asked of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from crm_desktop.app import logbook
from crm_desktop.entity import records
from crm_desktop.entity.company import Company
from crm_desktop.errors import Told
from crm_desktop.ui import theme
from crm_desktop.ui.listing import reading
from crm_desktop.ui.listing.page import ListPage
from crm_desktop.ui.memory import WindowMemory
from tests.fresh import fresh_company

TODAY = date(2026, 11, 23)


class Pane(QWidget):
    """Stands where the pane of one record stands, and notes which it was told to show."""

    def __init__(self, _window: Any, _entity: Any) -> None:
        super().__init__()
        self.shown: list[int | None] = []

    def show_record(self, row: int | None) -> None:
        self.shown.append(row)


class ListWindow(QObject):
    """What a list page needs of its window."""

    changed = Signal(object)

    def __init__(self, folder: Path, company: Company | None = None) -> None:
        super().__init__()
        self.company = company or fresh_company(folder / "list.crm")
        self.memory = WindowMemory(folder / "window.json")
        self.company.journal.after_commit.append(self.changed.emit)
        self.told: list[str] = []
        self.toasts: list[tuple[str, bool]] = []
        self.notices: list[tuple[str, str, Callable[[], object]]] = []
        self.asked: list[tuple[Any, ...]] = []
        self.said = ""
        self._hosts: list[QMainWindow] = []

    def show_list(
        self,
        qtbot: Any,
        kind: str = "customer",
        size: tuple[int, int] = (1366, 700),
        make_detail: Callable[[Any, Any], QWidget] = lambda _window, _entity: QWidget(),
    ) -> ListPage:
        """A list in a window of its own, in light colours, once it has settled; it ends with this one."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, "light")
        page = ListPage(self, self.company.entity(kind), make_detail=make_detail)  # type: ignore[arg-type]
        host = QMainWindow()
        self._hosts.append(host)
        host.setCentralWidget(page)
        host.resize(*size)
        host.show()
        settle(page, qtbot)
        return page

    def close(self) -> None:
        for host in self._hosts:
            host.close()
            host.deleteLater()
        QApplication.processEvents()
        reading.stop(self.company)
        self.company.close()

    def today(self) -> date:
        return TODAY

    def open_record(self, kind: str, row: int) -> None:
        self.asked.append(("open", kind, row))

    def new_record(
        self, kind: str, values: dict[str, Any] | None = None, after: Callable[[int], None] | None = None
    ) -> None:
        self.asked.append(("new", kind, values))

    def edit_record(self, kind: str, row: int) -> None:
        self.asked.append(("edit", kind, row))

    def open_page(self, kind: str, row: int) -> None:
        raise NotImplementedError

    def logbook(self) -> Any:
        return logbook()

    def toast(self, text: str, undo: bool = False) -> None:
        self.toasts.append((text, undo))

    def notice(self, text: str, action: str, run: Callable[[], object], *, stays: bool = False) -> None:
        self.notices.append((text, action, run))

    def attempt(self, work: Callable[[], Any], parent: QWidget | None = None) -> Any:
        try:
            return work()
        except Told as told:
            self.told.append(told.sentence)
            return None

    def import_into(self, kind: str | None, path: Path | None = None) -> None:
        self.asked.append(("import", kind))

    def paste_into(self, kind: str, text: str) -> None:
        self.asked.append(("paste", kind, text))

    def export(self, kind: str, query: Any, ids: Sequence[int] | None = None) -> None:
        self.asked.append(("export", kind, query, None if ids is None else list(ids)))

    def status(self, text: str) -> None:
        self.said = text


NAMES = (
    "上海明远贸易有限公司", "Blauer See Delikatessen", "北京华信科技", "Berglunds snabbköp", "苏州宏达机械厂",
    "Around the Horn", "广州南粤食品", "Bólido Comidas", "杭州云栖文创", "Bon app’", "深圳市博纳电子",
    "Bottom-Dollar Markets", "成都锦城茶业", "Cactus Comidas", "宁波海曙酒店用品", "Folk och fä HB", "青岛海丰水产",
    "Königlich Essen", "武汉长江包装", "La maison d’Asie",
)  # fmt: skip
CITIES = ("上海", "Mannheim", "北京", "Luleå", "苏州", "London", "广州", "Madrid", "杭州", "Marseille")
STATES = ("customer", "lead", "customer", "key", "dormant", "customer", "lost")


def settle(page: ListPage, qtbot: Any) -> None:
    """Wait until what the list shows is what the file has."""
    qtbot.wait(1)
    qtbot.waitUntil(lambda: page.table.settled() and not page.figures.busy() and not page._stale, timeout=10_000)
    qtbot.wait(1)


def double_click(over: QWidget, at: QPoint) -> None:
    """As a person does it: Qt's own leaves the button pressed for whatever test comes next."""
    QTest.mouseDClick(over, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseRelease(over, Qt.MouseButton.LeftButton, pos=at)


def add_customers(window: ListWindow, count: int) -> list[int]:
    """Customers with a city, a state and a next step each, in one entry."""
    entity = window.company.entity("customer")
    made = []
    with window.company.journal.entry("Add customers"):
        for n in range(count):
            name = NAMES[n % len(NAMES)] + (f" {n // len(NAMES) + 1}" if n >= len(NAMES) else "")
            values = {
                "name": name,
                "city": CITIES[n % len(CITIES)],
                "status": STATES[n % len(STATES)],
                "next_on": f"2026-12-{n % 28 + 1:02d}" if n % 3 else None,
            }
            made.append(records.save(window.company, entity, values))
    return made
