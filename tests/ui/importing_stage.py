"""The import wizard over a real company file and real small files, driven by its widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.entity import query
from crm_desktop.entity.query import ListQuery
from crm_desktop.ui.importing import ImportWizard
from crm_desktop.ui.importing.wizard import CHECK, COLUMNS, DONE
from tests.ui.list_window import TODAY, ListWindow

Key = Qt.Key
WAIT_MS = 20_000

HEADINGS = ("客户名称", "联系人", "手机", "邮箱", "城市")
PEOPLE = (
    ("上海明远贸易有限公司", "张伟", "13800138000", "zhang@mingyuan.example", "上海"),
    ("北京华信科技有限公司", "欧阳娜娜", "13912345678", "ouyang@huaxin.example", "北京"),
    ("苏州宏达机械厂", "王芳", "13916204471", "wang#hongda.example", "苏州"),
)


class Stage:
    """A window, and one wizard at a time over it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.window = ListWindow(folder)
        self.wizard: ImportWizard

    @property
    def company(self) -> Any:
        return self.window.company

    # Files ----------------------------------------------------------------------------------------------------------

    def workbook(
        self, rows: Sequence[Sequence[Any]], name: str = "list.xlsx", **sheets: Sequence[Sequence[Any]]
    ) -> Path:
        """A workbook with these rows, and more sheets by name; one called hidden_… is hidden."""
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(list(row))
        for title, more in sheets.items():
            sheet = book.create_sheet(title)
            for row in more:
                sheet.append(list(row))
            if title.startswith("hidden_"):
                sheet.sheet_state = "hidden"
        path = self.folder / name
        book.save(path)
        return path

    def text(self, content: str, name: str = "list.csv", encoding: str = "utf-8") -> Path:
        """A text file."""
        path = self.folder / name
        path.write_bytes(content.encode(encoding))
        return path

    # The wizard -----------------------------------------------------------------------------------------------------

    def open(self, path: Path | None = None, kind: str | None = None, text: str | None = None) -> ImportWizard:
        """Open the wizard and wait until it has read."""
        self.wizard = ImportWizard(self.window, kind, path, text)
        self.qtbot.addWidget(self.wizard, before_close_func=_let_go)
        self.wizard.show()
        self.wizard.activateWindow()
        self.qtbot.waitUntil(self.wizard.isActiveWindow)
        if path is not None or text is not None:
            self.wait(lambda: self.wizard.session.reading is not None or bool(self.wizard.file.fault()))
        return self.wizard

    def wait(self, until: Callable[[], Any]) -> None:
        """Wait until it holds and the wizard is at rest: nothing is done, nor counted aside."""

        def at_rest() -> bool:
            return not self.wizard.busy() and not self.wizard.check_page.is_counting()

        self.qtbot.waitUntil(lambda: bool(until()) and at_rest(), timeout=WAIT_MS)
        self.activate()

    def activate(self) -> None:
        """Give the wizard the focus back once the panel of long work is gone: without a desktop nobody does."""
        if self.wizard.isVisible() and QApplication.activeWindow() is None:
            self.wizard.activateWindow()
            self.qtbot.waitUntil(self.wizard.isActiveWindow)

    def focused(self) -> QWidget:
        """What has the focus, once anything has: Qt ends the program where a key is sent to nobody."""
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return QApplication.focusWidget()

    def rest(self) -> None:
        """Wait until the wizard is at rest."""
        self.wait(lambda: True)

    def to_columns(self) -> ImportWizard:
        """Go on to the columns."""
        self.activate()
        self.wizard.next.click()
        assert self.wizard.step() == COLUMNS
        return self.wizard

    def to_check(self) -> ImportWizard:
        """Go on to the check."""
        if self.wizard.step() != COLUMNS:
            self.to_columns()
        self.wizard.next.click()
        self.wait(lambda: self.wizard.step() == CHECK)
        return self.wizard

    def to_done(self) -> ImportWizard:
        """Go on to the end."""
        if self.wizard.step() != CHECK:
            self.to_check()
        self.wizard.next.click()
        self.wait(lambda: self.wizard.step() == DONE)
        return self.wizard

    def choose_target(self, row: int, typed: str) -> None:
        """Choose what a column becomes by typing and Enter."""
        table, chooser = self.wizard.columns.table, self.wizard.columns.chooser
        table.selectionModel().setCurrentIndex(
            table.columns.index(row, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        QTest.keyClick(table, Key.Key_Space)
        assert chooser.isVisible()
        chooser.search.setText(typed)
        QTest.keyClick(chooser.search, Key.Key_Return)
        assert not chooser.isVisible()

    def targets(self) -> dict[str, str | None]:
        """What the columns of the shown sheet become, by heading."""
        sheet = self.wizard.columns.sheet()
        assert sheet is not None
        return {plan.heading: plan.target for plan in sheet.plan.columns}

    def edit(self, row: int, section: int, text: str) -> None:
        """Type into a cell of the check and press Enter."""
        table = self.wizard.check_page.table
        table.setCurrentIndex(table.rows.index(row, section))
        table.setFocus()
        QTest.keyClick(table, Key.Key_F2)
        editor = QApplication.focusWidget()
        assert isinstance(editor, QLineEdit)
        editor.selectAll()
        QTest.keyClick(editor, Key.Key_Delete)
        editor.insert(text)
        QTest.keyClick(editor, Key.Key_Return)
        page = self.wizard.check_page
        sheet = page.chips.current()
        assert sheet is not None
        # Qt takes the text over a moment after the key.
        self.qtbot.waitUntil(lambda: table.state() != QAbstractItemView.State.EditingState)
        self.wait(lambda: sheet.checked is not None)

    # What is in the file --------------------------------------------------------------------------------------------

    def rows(self, kind: str, *columns: str) -> list[tuple[str, ...]]:
        """The records of a kind as a list shows them, by these columns, in the order they came in."""
        entity = self.company.entity(kind)
        asked = ListQuery(columns=columns)
        ids = sorted(query.ids(self.company, entity, asked, today=TODAY))
        kinds = [self.company.column(entity, name).kind for name in columns]
        page = query.page(self.company, entity, ids, columns)
        return [tuple(kind.show(raw) for kind, raw in zip(kinds, page[row], strict=True)) for row in ids]

    def count(self, kind: str) -> int:
        """How many records of a kind there are."""
        return query.count(self.company, self.company.entity(kind), ListQuery(), today=TODAY)


def _let_go(wizard: ImportWizard) -> None:
    """At the end of a test nothing is asked."""
    wizard.done(0)


def answer(text: str) -> list[str]:
    """Press the button of that name in the next question; what the question says is in the list afterwards."""
    said: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or isinstance(dialog, ImportWizard):
            QTimer.singleShot(20, look)
            return
        said.append(dialog.windowTitle())
        next(one for one in dialog.findChildren(QPushButton) if one.text().replace("&", "") == text).click()

    QTimer.singleShot(0, look)
    return said
