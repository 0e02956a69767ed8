"""Draws the kit in light and dark, both languages, at 100 % and 150 %: `python -m tests.gallery_kit OUT`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QProgressBar,
    QRadioButton,
    QTextEdit,
    QWidget,
)

from crm_desktop.ui import language as languages
from crm_desktop.ui import theme
from crm_desktop.ui.actions import Action
from crm_desktop.ui.icons import ROLES
from crm_desktop.ui.keys import KeyList
from crm_desktop.ui.shell import Shell
from crm_desktop.ui.widgets import (
    Avatar,
    Banner,
    Card,
    Chip,
    Dialog,
    ElidedLabel,
    EmptyState,
    FilterChip,
    IconLabel,
    Pill,
    Progress,
    SearchBox,
    SectionTitle,
    Stats,
    button,
    flow,
    icon_button,
    label,
    menu_button,
    number_box,
)
from crm_desktop.ui.widgets.dialogs import choice, question, telling
from tests.gallery_lookalike import customers_page, t

PAGES = {
    "home": ("Home", "首页"),
    "customers": ("Customers", "客户"),
    "contacts": ("Contacts", "联系人"),
    "calendar": ("Calendar", "日历"),
    "pipeline": ("Pipeline", "商机"),
    "orders": ("Orders", "订单"),
    "invoices": ("Invoices", "发票"),
    "product": ("Products", "产品"),
    "staff": ("Staff", "员工"),
}


class Names(dict[str, str]):
    """A memory that forgets."""

    def set(self, key: str, value: object) -> None:
        """Nothing is kept of a gallery."""


def shell(build: Callable[[], QWidget] = customers_page) -> Shell:
    """The window around that page."""
    made = Shell(Names(), "明远贸易 2026.crm — CRM Desktop")
    for name, words in PAGES.items():
        made.add_page(name, t(*words), name, build, name in ("product", "staff"))
    made.registry.add(
        Action("new", t("&New customer", "新建客户(&N)"), "Ctrl+N", "add", lambda: None, "file"),
        Action("import", t("&Import…", "导入(&I)…"), "Ctrl+Shift+I", "import", lambda: None, "file", group=1),
        Action("undo", t("Undo “Change stage”", "撤销“更改阶段”"), "Ctrl+Z", "undo", lambda: None, "edit"),
        Action("open", t("&Open", "打开(&O)"), "Ctrl+O", "folder-open", lambda: None, "record", when=lambda: False),
        Action("settings", t("&Settings…", "设置(&S)…"), "Ctrl+,", "settings", lambda: None, "tools", place="settings"),
    )
    made.start()
    made.show_page("customers")
    made.status_line.set_state(t("Backed up and proven 11 minutes ago", "11 分钟前已备份并验证"))
    made.status_line.set_undo(
        t("Undo: “Change stage of Berglunds snabbköp” (Ctrl Z)", "撤销：“更改 Berglunds snabbköp 的阶段”（Ctrl Z）")
    )
    made.status_line.set_selection(t("1 of 1,248 selected", "已选 1 / 1,248"))
    return made


def controls() -> QWidget:
    """Every control in each state."""
    page = QWidget()
    page.setObjectName("page")
    columns = QHBoxLayout(page)
    columns.setContentsMargins(24, 24, 24, 24)
    columns.setSpacing(24)
    for part in (_buttons(), _fields(), _marks()):
        columns.addWidget(part, 1)
    page.resize(1180, 760)
    return page


def _buttons() -> QWidget:
    card = Card()
    card.add(SectionTitle(t("Buttons", "按钮")))
    for part in ("primary", "plain", "quiet", "danger", "link"):
        off = button(t("Disabled", "不可用"), part=part)
        off.setEnabled(False)
        card.add(
            flow(
                button(t("Save customer", "保存客户"), part=part),
                button(t("Import", "导入"), part=part, icon="import"),
                off,
            )
        )
    menu = QMenu(card)
    menu.addAction(t("Board", "看板"))
    ticked = button(t("Checked", "已选中"))
    ticked.setCheckable(True)
    ticked.setChecked(True)
    card.add(
        flow(
            menu_button(t("Board", "看板"), menu),
            ticked,
            icon_button("edit", "Edit"),
            icon_button("print", "Print", framed=True),
        )
    )
    card.add(SectionTitle(t("Chips and pills", "标签")))
    on = Chip(t("All", "全部"), 1248, checkable=True)
    on.setChecked(True)
    off_chip = Chip(t("Disabled", "不可用"), 3)
    off_chip.setEnabled(False)
    card.add(
        flow(
            on,
            Chip(t("Owes money", "有欠款"), 23, checkable=True),
            FilterChip(t("City: Luleå", "城市：吕勒奥")),
            off_chip,
        )
    )
    card.add(flow(*[Pill(t(tone.capitalize(), "状态"), tone) for tone in theme.TONES]))
    card.add(
        flow(*[Avatar(name, 30) for name in ("Berglund", "Around", "张伟", "李明", "王芳", "Cactus", "Ernst", "Øst")])
    )
    card.add(SectionTitle(t("Icons", "图标")))
    card.add(flow(*[IconLabel(role) for role in ROLES], gap=7))
    card.column.addStretch(1)
    return card


def _fields() -> QWidget:
    card = Card()
    card.add(SectionTitle(t("Fields", "字段")))
    empty = QLineEdit()
    empty.setPlaceholderText(t("Name of the company", "公司名称"))
    off = QLineEdit(t("Disabled", "不可用"))
    off.setEnabled(False)
    wrong = QLineEdit("name@")
    wrong.setProperty("fault", True)
    locked = QLineEdit(t("Read only", "只读"))
    locked.setReadOnly(True)
    combo = QComboBox()
    combo.addItems([t("Customer", "客户"), t("Lead", "线索")])
    free = QComboBox()
    free.setEditable(True)
    free.addItem("华东")
    no_combo = QComboBox()
    no_combo.addItem(t("Disabled", "不可用"))
    no_combo.setEnabled(False)
    dated = QDateEdit()
    dated.setCalendarPopup(True)
    focused = QLineEdit(t("Has the focus", "有焦点"))
    focused.setObjectName("focused")
    text = QTextEdit(t("Prefers mornings. Speaks German.", "喜欢上午联系，会说德语。"))
    text.setMaximumHeight(70)
    search = SearchBox(t("Search in this list", "在列表中查找"), keys="Ctrl F")
    for field in (
        QLineEdit("Berglunds snabbköp"),
        empty,
        focused,
        wrong,
        locked,
        off,
        combo,
        free,
        no_combo,
        number_box(0, 99, "Days"),
        dated,
        text,
        search,
    ):
        card.add(field)
    wrong_label = label(
        t("A mail address has a name, an @ and a domain.", "邮箱地址应包含名称、@ 和域名。"), "bad", wrap=True
    )
    card.column.insertWidget(5, wrong_label)
    card.column.addStretch(1)
    return card


def _marks() -> QWidget:
    card = Card()
    card.add(SectionTitle(t("Choices", "选项")))
    for checked, enabled in ((True, True), (False, True), (True, False), (False, False)):
        row = QHBoxLayout()
        for made in (QCheckBox(t("Sends mail", "发送邮件")), QRadioButton(t("By region", "按区域"))):
            made.setAutoExclusive(False)
            made.setChecked(checked)
            made.setEnabled(enabled)
            row.addWidget(made)
        card.column.addLayout(row)
    part = QCheckBox(t("Some of them", "部分"))
    part.setTristate(True)
    part.setCheckState(Qt.CheckState.PartiallyChecked)
    card.add(part)
    card.add(SectionTitle(t("Progress", "进度")))
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setValue(40)
    card.add(bar)
    card.add(SectionTitle(t("Banners", "提示条")))
    card.add(
        Banner(
            t("This file lies in a synchronised folder.", "此文件位于同步文件夹中。"),
            "warning",
            t("Why?", "为什么？"),
            closable=True,
        )
    )
    card.add(Banner(t("Import finished: 91 customers.", "导入完成：91 个客户。"), "good"))
    card.add(
        Banner(
            t("The last backup failed: the disk is full.", "上次备份失败：磁盘已满。"),
            "bad",
            t("Back up now", "立即备份"),
        )
    )
    card.add(Banner(t("Prices are shown without tax.", "价格均为不含税价。"), "accent"))
    stats = Stats([(t("Owes", "欠款"), "¥86,210.50", "bad"), (t("This year", "今年"), "¥214,900", "text")])
    card.add(stats)
    narrow = ElidedLabel(
        t(
            "A long line that is cut with an ellipsis where it does not fit at all",
            "一行很长的文字，放不下时用省略号结尾，鼠标停留可看全文",
        )
    )
    narrow.setMaximumWidth(220)
    card.add(narrow)
    card.column.addStretch(1)
    return card


def empty_page() -> QWidget:
    """What a page without records says."""
    return EmptyState(
        "customers",
        t("No customers yet", "还没有客户"),
        t(
            "Bring in the Excel list you have, or add the first one by hand.",
            "导入您现有的 Excel 名单，或手动添加第一个客户。",
        ),
        [
            (t("Import a list…", "导入名单…"), "import", lambda: None),
            (t("New customer", "新建客户"), "add", lambda: None),
        ],
    )


def dialogs(over: Shell) -> dict[str, QWidget]:
    """Each dialog of the kit."""
    progress = Progress(t("Importing customers.xlsx", "正在导入 客户.xlsx"), lambda: None, over)
    progress.show_count(41_377, 100_000, t("Sheet “Customers”", "工作表“客户”"))
    made: dict[str, QWidget] = {
        "ask": question(
            over,
            t("Empty the trash?", "清空回收站？"),
            t("37 records are deleted for good. This cannot be undone.", "37 条记录将被永久删除，无法撤销。"),
            t("Empty the trash", "清空回收站"),
            danger=True,
        ),
        "choose": choice(
            over,
            t("This list was imported before", "此名单已导入过"),
            t("What should happen with the rows that are there already?", "已存在的行如何处理？"),
            [
                (t("Fill blanks only", "仅填补空白"), t("Nothing that is there is changed.", "不更改已有内容。")),
                (
                    t("Overwrite", "覆盖"),
                    t("The file wins; the old values stay in the history.", "以文件为准；旧值保留在历史记录中。"),
                ),
            ],
        ),
        "sentence": telling(
            over,
            t("The file could not be read", "无法读取文件"),
            t(
                "customers.xls is protected by a password. Open it in Excel, save it without one, and import it again.",
                "客户.xls 受密码保护。请在 Excel 中打开，取消密码后保存，再重新导入。",
            ),
            "BadZipFile: File is not a zip file\nat row 0",
        ),
        "keys": KeyList(over.registry.commands(), over),
        "progress": progress,
    }
    return made


def draw(out: Path, scale: str) -> None:
    """All pictures at the scale this process runs at."""
    app = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(app, QApplication)
    for scheme in ("light", "dark"):
        for code in ("en", "zh_CN"):
            theme.apply(app, scheme)  # type: ignore[arg-type]
            languages.use(app, code)
            tail = f"{scheme}-{code}-{scale}.png"

            def save(widget: QWidget, name: str, tail: str = tail) -> None:
                app.processEvents()
                widget.grab().save(str(out / f"{name}-{tail}"))

            _draw_windows(save)


def _draw_windows(save: Callable[[QWidget, str], None]) -> None:
    window = shell()
    window.resize(1360, 860)
    window.show()
    save(window, "customers")
    window.top.tabs.setFocus()
    window.toast(t("3 customers deleted", "已删除 3 个客户"), t("Undo", "撤销"))
    window.toast(
        t("Exported 1,248 customers to customers.xlsx", "已将 1,248 个客户导出到 客户.xlsx"),
        t("Show", "打开"),
        tone="good",
    )
    save(window, "toasts")
    window.toasts.clear()
    window.resize(1024, 640)
    save(window, "narrow")
    window.resize(800, 560)
    save(window, "narrowest")
    window.resize(1100, 700)
    menu = next(action.menu() for action in window.menuBar().actions()[2:3])
    menu.popup(window.mapToGlobal(QPoint(10, 10)))
    save(menu, "menu")
    menu.close()
    for name, dialog in dialogs(window).items():
        dialog.show()
        save(dialog, f"dialog-{name}")
        if isinstance(dialog, Progress):
            dialog.finish()
        elif isinstance(dialog, Dialog):
            dialog.accept()
    window.close()
    empty = shell(empty_page)
    empty.resize(1100, 700)
    empty.show()
    save(empty, "empty")
    empty.close()
    sheet = controls()
    sheet.show()
    sheet.activateWindow()
    focused = sheet.findChild(QLineEdit, "focused")
    assert focused is not None
    focused.setFocus()
    save(sheet, "controls")
    sheet.close()


def main() -> int:
    """Draw at both scales, each in a process of its own, as Qt reads its scale only once."""
    if len(sys.argv) == 3:
        draw(Path(sys.argv[1]), sys.argv[2])
        return 0
    if len(sys.argv) != 2:
        print("usage: python -m tests.gallery_kit OUT", file=sys.stderr)
        return 2
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for scale, factor in (("100", "1"), ("150", "1.5")):
        surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": factor}
        subprocess.run([sys.executable, "-m", "tests.gallery_kit", str(out), scale], env=surroundings, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
