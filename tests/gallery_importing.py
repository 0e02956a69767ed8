"""Pictures of the import wizard in the states that a plain list does not show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from PySide6.QtWidgets import QApplication, QDialog

from crm_desktop import i18n
from crm_desktop.entity import records
from crm_desktop.entity.parts import ImportProfile
from crm_desktop.exchange.profiles import KeptColumn, profile_named, spec_of
from crm_desktop.ui.importing import ImportWizard
from crm_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from tests.gallery import Gallery

STATES = (
    "import-choose", "import-hidden", "import-fill", "import-zeros", "import-faults", "import-twins", "import-likely",
    "import-trash", "import-there", "import-words", "import-fields", "import-done", "import-undone", "import-profile",
    "import-profiles",
)  # fmt: skip
_ROWS = [
    ("客户名称", "客户编号", "联系人", "手机", "电话", "邮编", "邮箱", "城市", "客户状态", "下次联系"),
    ("虚构明远贸易有限公司", "X-901", "张伟", 15400138000, 1088889999, 10010, "zhang@example.com", "北京", "重点客户",
     "03/04/2027"),
    ("虚构明远贸易有限公司", "X-901", "李娜", 15412345678, 1088889999, 10010, "li@example.com", "北京", None,
     "05/06/2027"),
    ("样例恒达机电厂", "X-902", "王芳", "1.54E+10", 75583345678, 518000, "wang#example", "深圳", "观望中",
     "07/08/2027"),
    (None, "X-903", "赵敏", None, None, 200120, "zhao@example.com", "上海", None, None),
    ("试验云栖文创", "X-904", "孙悦", 15400001111, 57183345678, 310000, "sun@example.com", "杭州", "观望中", None),
]  # fmt: skip


def draw(gallery: Gallery, window: MainWindow, settle: Callable[[float], None], folder: Path) -> None:
    """Every state that is wanted."""
    wanted = [name for name in STATES if gallery.wanted(name)]
    if not wanted:
        return
    if "import-choose" in wanted:
        first = ImportWizard(window, "customer", None)
        first.show()
        settle(0.4)
        gallery.save("import-choose", first)
        _close(first)
    _prepare(window)
    wizard = ImportWizard(window, "customer", _list(folder))
    wizard.show()
    settle(0.3)
    _rest(wizard, settle)
    if "import-hidden" in wanted:
        wizard.file.panel.hidden.click()
        _rest(wizard, settle)
        gallery.save("import-hidden", wizard)
        wizard.file.panel.hidden.click()
        _rest(wizard, settle)
    wizard.next.click()
    settle(0.6)
    if "import-fill" in wanted:
        wizard.columns.table.setCurrentIndex(wizard.columns.table.columns.index(2, 0))
        wizard.columns.tag.setText("2026")
        settle(0.4)
        gallery.save("import-fill", wizard)
    _profiles(gallery, wizard, settle, wanted)
    if "import-fields" in wanted:
        _while_open(wizard.columns.ask_fields, lambda dialog: gallery.save("import-fields", dialog), settle)
    wizard.next.click()
    _rest(wizard, settle)
    _checks(gallery, wizard, settle, wanted)
    wizard.next.click()
    _rest(wizard, settle)
    if "import-done" in wanted:
        gallery.save("import-done", wizard)
    wizard.undo_import()
    _rest(wizard, settle)
    if "import-undone" in wanted:
        gallery.save("import-undone", wizard)
    _close(wizard)


def _profiles(gallery: Gallery, wizard: ImportWizard, settle: Callable[[float], None], wanted: list[str]) -> None:
    """The menu of import profiles with one in use, and the list of all of them."""
    if not {"import-profile", "import-profiles"} & set(wanted):
        return
    page, company = wizard.columns, wizard.window_.company
    sheet = page.sheet()
    assert sheet is not None
    kept = spec_of(company, sheet.plan)
    other = [KeptColumn(heading, None) for heading in ("传真", "网址")]
    fair, supplier = ("展会名单", "供应商客户表") if i18n.language() == "zh_CN" else ("Trade fair", "Supplier's list")
    for name, columns in ((fair, kept.columns[:-1] + tuple(other)), (supplier, kept.columns)):
        spec = replace(kept, columns=columns).to_json()
        with company.journal.entry(name):
            ImportProfile.create(name=name, kind="customer", spec=spec)
    page.profiles.use(profile_named(company, fair))
    _rest(wizard, settle)
    if "import-profile" in wanted:
        menu, button = page.profiles.menu, page.profiles.button
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        settle(0.3)
        gallery.save("import-profile", wizard, menu)
        menu.close()
    if "import-profiles" in wanted:
        _while_open(page.profiles.ask_which, lambda dialog: gallery.save("import-profiles", dialog), settle)
    page.profiles.take_back()


def _checks(gallery: Gallery, wizard: ImportWizard, settle: Callable[[float], None], wanted: list[str]) -> None:
    page = wizard.check_page
    for name in ("zeros", "faults", "twins", "likely", "trash", "there"):
        if f"import-{name}" not in wanted:
            continue
        page.set_filter("all" if name == "zeros" else name)
        if name == "zeros":
            page.questions.show_next()
        settle(0.3)
        if name == "faults":
            page.go_to_next_fault()
        settle(0.4)
        gallery.save(f"import-{name}", wizard)
    page.set_filter("all")
    if "import-words" in wanted:
        _while_open(page.ask_words, lambda dialog: gallery.save("import-words", dialog), settle)


def _prepare(window: MainWindow) -> None:
    """Records that the list meets: one that is there, one in the trash, and one that is probably the same."""
    company = window.company
    entity = company.entity("customer")
    records.save(company, entity, {"name": "样例恒达机电厂", "code": "X-902", "city": "东莞"})
    gone = records.save(company, entity, {"name": "试验云栖文创", "code": "X-904"})
    records.delete(company, entity, [gone])
    records.save(company, entity, {"name": "虚构明远贸易", "city": "北京"})


def _list(folder: Path) -> Path:
    book = openpyxl.Workbook()
    for row in _ROWS:
        book.active.append(list(row))
    book.active.row_dimensions[4].hidden = True
    path = folder / "展会名单.xlsx"
    book.save(path)
    return path


def _while_open(ask: Callable[[], object], draw: Callable[[QDialog], object], settle: Callable[[float], None]) -> None:
    """Draw the dialog that `ask` opens, and close it."""
    from PySide6.QtCore import QTimer

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and not isinstance(dialog, ImportWizard):
            settle(0.3)
            draw(dialog)
            dialog.reject()

    QTimer.singleShot(400, look)
    ask()


def _rest(wizard: ImportWizard, settle: Callable[[float], None]) -> None:
    """Wait until the wizard has done what it was asked."""
    settle(0.2)
    while wizard.busy():
        settle(0.2)
    settle(0.4)


def _close(wizard: ImportWizard) -> None:
    wizard.session.touched = False
    wizard.hide()
    wizard.deleteLater()
