"""Draws the kit into PNG files to be looked at: `python -m tests.gallery_kit OUT`.

Everything is drawn in light and dark, in both languages, at 100 % and 150 %. The names are invented.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QProgressBar,
    QRadioButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.i18n import language
from crm_desktop.ui import language as languages
from crm_desktop.ui import theme
from crm_desktop.ui.actions import Action
from crm_desktop.ui.delegates import delegate_for
from crm_desktop.ui.icons import ROLES
from crm_desktop.ui.keys import KeyList
from crm_desktop.ui.roles import ToneRole
from crm_desktop.ui.rowtable import RowTable
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
    TableCard,
    button,
    flow,
    icon_button,
    label,
    menu_button,
    number_box,
    title,
)
from crm_desktop.ui.widgets.dialogs import choice, question, telling

# fmt: off
ROWS = [
    ("上海明远贸易有限公司", "张伟", "138 0013 8000", "上海", ("Customer", "客户", "good"), "¥12,480.00", "2 days ago", "Send quote"),
    ("Blauer See Delikatessen", "Hanna Moos", "0621-08460", "Mannheim", ("Lead", "线索", "accent"), "", "today", "Call Thursday"),
    ("北京华信科技", "欧阳娜娜", "010-6552 8820", "北京", ("Customer", "客户", "good"), "", "5 days ago", "Visit 27 Nov"),
    ("Berglunds snabbköp", "Christina Berglund", "0921-12 34 65", "Luleå", ("Key account", "重点客户", "violet"), "¥86,210.50", "yesterday", "Renew contract"),
    ("苏州宏达机械厂", "王经理", "139 1620 4471", "苏州", ("Cooling 26 d", "26 天未联系", "warning"), "¥3,000.00", "26 days ago", "—"),
    ("Around the Horn", "Thomas Hardy", "(171) 555-7788", "London", ("Customer", "客户", "good"), "", "8 days ago", "Invoice"),
    ("广州南粤食品", "陈嘉", "020-8765 4321", "广州", ("Pool", "公海", "neutral"), "", "41 days ago", "Claim"),
    ("Bólido Comidas", "Martín Sommer", "(91) 555 22 82", "Madrid", ("Customer", "客户", "good"), "¥920.00", "3 days ago", "Ship order"),
    ("杭州云栖文创", "林子墨", "137 5718 2290", "杭州", ("Lead", "线索", "accent"), "", "today", "Send samples"),
    ("Bon app’", "Laurence Lebihan", "91.24.45.40", "Marseille", ("Customer", "客户", "good"), "", "12 days ago", "—"),
    ("深圳市博纳电子", "李明朗", "0755-2688 9010", "深圳", ("Overdue", "逾期", "bad"), "¥41,377.20", "yesterday", "Dunning letter"),
    ("Bottom-Dollar Markets", "Elizabeth Lincoln", "(604) 555-4729", "Tsawwassen", ("Customer", "客户", "good"), "", "6 days ago", "Call Friday"),
    ("成都锦城茶业", "周一鸣", "028-8512 7788", "成都", ("Key account", "重点客户", "violet"), "", "1 day ago", "Lunch 3 Dec"),
    ("Cactus Comidas", "Patricio Simpson", "(1) 135-5555", "Buenos Aires", ("Customer", "客户", "good"), "", "9 days ago", "—"),
]
PAGES = [
    ("home", "Home", "首页", False), ("customers", "Customers", "客户", False), ("contacts", "Contacts", "联系人", False),
    ("calendar", "Calendar", "日历", False), ("pipeline", "Pipeline", "商机", False), ("orders", "Orders", "订单", False),
    ("invoices", "Invoices", "发票", False), ("product", "Products", "产品", True), ("staff", "Staff", "员工", True),
]
# fmt: on


def t(english: str, chinese: str) -> str:
    """Invented text of the gallery in the language drawn."""
    return chinese if language() == "zh_CN" else english


class Names(dict[str, str]):
    """A memory that forgets."""

    def set(self, key: str, value: object) -> None:
        """Nothing is kept of a gallery."""


def table() -> RowTable:
    """The list of customers."""
    heads = (
        t("Customer", "客户"), t("Main contact", "主要联系人"), t("Phone", "电话"), t("City", "城市"), t("Stage", "阶段"),
        t("Owes", "欠款"), t("Last touched", "最近联系"), t("Next step", "下一步"),
    )  # fmt: skip
    model = QStandardItemModel(0, len(heads))
    model.setHorizontalHeaderLabels(heads)
    model.setHeaderData(5, Qt.Orientation.Horizontal, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, 7)
    for name, person, phone, city, (stage, stage_cn, tone), owes, touched, following in ROWS:
        cells = [QStandardItem(text) for text in (name, person, phone, city, t(stage, stage_cn), owes, touched, following)]
        cells[4].setData(tone, ToneRole)
        model.appendRow(cells)
    made = RowTable(name=t("Customers", "客户"))
    made.setModel(model)
    model.setParent(made)
    kinds = ("name", "", "", "", "pill", "money", "muted", "")
    for column, (kind, width) in enumerate(zip(kinds, (207, 137, 127, 104, 110, 98, 100, 120), strict=True)):
        made.setItemDelegateForColumn(column, delegate_for(kind, made))
        made.setColumnWidth(column, theme.px(width))
    made.horizontalHeader().setSortIndicatorShown(True)
    made.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    made.selectRow(3)
    made.hovered_row = 6
    return made


def detail() -> Card:
    """The pane of one customer."""
    card = Card(gap=12)
    top = QHBoxLayout()
    top.setSpacing(theme.px(14))
    top.addWidget(Avatar("Berglunds snabbköp"))
    who = QVBoxLayout()
    who.setSpacing(theme.px(2))
    who.addWidget(label("Berglunds snabbköp", size=15, weight=QFont.Weight.DemiBold))
    since = t("Luleå, Sweden · Key account · since 2019", "瑞典 吕勒奥 · 重点客户 · 2019 年起")
    who.addWidget(ElidedLabel(since, "secondary"))
    top.addLayout(who, 1)
    card.column.addLayout(top)
    acts = flow(
        button(t("Call", "致电")), button(t("Mail", "邮件")), button(t("Log", "记录")),
        button(t("New order", "新订单"), part="primary"), icon_button("more", t("More", "更多"), framed=True),
    )  # fmt: skip
    card.add(acts)
    owes, year, deals = t("Owes", "欠款"), t("This year", "今年"), t("Open deals", "进行中商机")
    card.add(Stats([(owes, "¥86,210.50", "bad"), (year, "¥214,900", "text"), (deals, "2 · ¥120k", "text")]))
    card.add(SectionTitle(t("Next step", "下一步")))
    following = Card(kind="soft", padding=12, gap=2)
    following.add(label(t("Renew contract C-0031", "续签合同 C-0031"), weight=QFont.Weight.DemiBold))
    when = t("Friday 27 Nov · notice period ends in 14 days", "11月27日 周五 · 14 天后截止")
    following.add(label(when, "secondary", wrap=True))
    card.add(following)
    card.add(SectionTitle(t("Timeline", "动态")))
    grid = QGridLayout()
    grid.setColumnStretch(2, 1)
    for row, (when, what, tone, text) in enumerate([
        (t("yesterday", "昨天"), t("Call", "电话"), "accent", t("Price is fine, wants delivery before Christmas", "价格可以，希望圣诞前到货")),
        ("18 Nov", t("Mail", "邮件"), "neutral", t("Sent quote Q-0229, ¥48,300.00", "已发报价 Q-0229，¥48,300.00")),
        ("12 Nov", t("Paid", "收款"), "good", "INV-0987, ¥22,100.00"),
    ]):  # fmt: skip
        grid.addWidget(label(when, "secondary"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Pill(what, tone), row, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(text, wrap=True), row, 2)
    card.column.addLayout(grid)
    card.column.addStretch(1)
    card.setFixedWidth(theme.px(372))
    return card


def customers_page() -> QWidget:
    """A static page that looks as look/customers.png does."""
    page = QWidget()
    rows = table()
    page.setFocusProxy(rows)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(theme.px(18), theme.px(16), theme.px(18), theme.px(16))
    outer.setSpacing(theme.px(12))
    head = QHBoxLayout()
    head.setSpacing(theme.px(8))
    head.addWidget(title(t("Customers", "客户")))
    count = label("1,248", "secondary")
    count.setContentsMargins(theme.px(6), 0, 0, 0)
    head.addWidget(count)
    head.addStretch(1)
    head.addWidget(button(t("Import…", "导入…")))
    head.addWidget(button(t("Export…", "导出…")))
    head.addWidget(button(t("New customer", "新建客户"), part="primary", icon="add"))
    outer.addLayout(head)
    chips = [
        Chip(t("All", "全部"), checkable=True), Chip(t("Key accounts", "重点客户"), 42, checkable=True),
        Chip(t("Not touched 30 days", "30 天未联系"), 117, checkable=True), Chip(t("Owes money", "有欠款"), 23, checkable=True),
        Chip(t("Public pool", "公海"), 64, checkable=True), Chip(t("Save this view", "保存此视图"), icon="add"),
    ]  # fmt: skip
    chips[0].setChecked(True)
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addWidget(flow(*chips), 1)
    for chip in (FilterChip(t("Region: 华东", "区域：华东")), Chip(t("Filter", "筛选"), icon="add"), Chip(t("Columns", "列"))):
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
    outer.addLayout(row)
    body = QHBoxLayout()
    body.setSpacing(theme.px(12))
    body.addWidget(TableCard(rows), 1)
    body.addWidget(detail())
    outer.addLayout(body, 1)
    return page


def shell(build: Callable[[], QWidget] = customers_page) -> Shell:
    """The window around that page."""
    made = Shell(Names(), "明远贸易 2026.crm — CRM Desktop")
    for name, english, chinese, in_more in PAGES:
        made.add_page(name, t(english, chinese), name, build, in_more)
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
    made.status_line.set_undo(t("Undo: “Change stage of Berglunds snabbköp” (Ctrl Z)", "撤销：“更改 Berglunds snabbköp 的阶段”（Ctrl Z）"))
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
        card.add(flow(button(t("Save customer", "保存客户"), part=part), button(t("Import", "导入"), part=part, icon="import"), off))
    menu = QMenu(card)
    menu.addAction(t("Board", "看板"))
    ticked = button(t("Checked", "已选中"))
    ticked.setCheckable(True)
    ticked.setChecked(True)
    card.add(flow(menu_button(t("Board", "看板"), menu), ticked, icon_button("edit", "Edit"), icon_button("print", "Print", framed=True)))
    card.add(SectionTitle(t("Chips and pills", "标签")))
    on = Chip(t("All", "全部"), 1248, checkable=True)
    on.setChecked(True)
    off_chip = Chip(t("Disabled", "不可用"), 3)
    off_chip.setEnabled(False)
    card.add(flow(on, Chip(t("Owes money", "有欠款"), 23, checkable=True), FilterChip(t("City: Luleå", "城市：吕勒奥")), off_chip))
    card.add(flow(*[Pill(t(tone.capitalize(), "状态"), tone) for tone in theme.TONES]))
    card.add(flow(*[Avatar(name, 30) for name in ("Berglund", "Around", "张伟", "李明", "王芳", "Cactus", "Ernst", "Øst")]))
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
    for field in (QLineEdit("Berglunds snabbköp"), empty, focused, wrong, locked, off, combo, free, no_combo, number_box(0, 99, "Days"), dated, text, search):
        card.add(field)
    wrong_label = label(t("A mail address has a name, an @ and a domain.", "邮箱地址应包含名称、@ 和域名。"), "bad", wrap=True)
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
    card.add(Banner(t("This file lies in a synchronised folder.", "此文件位于同步文件夹中。"), "warning", t("Why?", "为什么？"), closable=True))
    card.add(Banner(t("Import finished: 91 customers.", "导入完成：91 个客户。"), "good"))
    card.add(Banner(t("The last backup failed: the disk is full.", "上次备份失败：磁盘已满。"), "bad", t("Back up now", "立即备份")))
    card.add(Banner(t("Prices are shown without tax.", "价格均为不含税价。"), "accent"))
    stats = Stats([(t("Owes", "欠款"), "¥86,210.50", "bad"), (t("This year", "今年"), "¥214,900", "text")])
    card.add(stats)
    narrow = ElidedLabel(t("A long line that is cut with an ellipsis where it does not fit at all", "一行很长的文字，放不下时用省略号结尾，鼠标停留可看全文"))
    narrow.setMaximumWidth(220)
    card.add(narrow)
    card.column.addStretch(1)
    return card


def empty_page() -> QWidget:
    """What a page without records says."""
    return EmptyState(
        "customers",
        t("No customers yet", "还没有客户"),
        t("Bring in the Excel list you have, or add the first one by hand.", "导入您现有的 Excel 名单，或手动添加第一个客户。"),
        [(t("Import a list…", "导入名单…"), "import", lambda: None), (t("New customer", "新建客户"), "add", lambda: None)],
    )


def dialogs(over: Shell) -> dict[str, QWidget]:
    """Each dialog of the kit."""
    progress = Progress(t("Importing customers.xlsx", "正在导入 客户.xlsx"), lambda: None, over)
    progress.show_count(41_377, 100_000, t("Sheet “Customers”", "工作表“客户”"))
    made: dict[str, QWidget] = {
        "ask": question(
            over, t("Empty the trash?", "清空回收站？"),
            t("37 records are deleted for good. This cannot be undone.", "37 条记录将被永久删除，无法撤销。"),
            t("Empty the trash", "清空回收站"), danger=True,
        ),
        "choose": choice(
            over, t("This list was imported before", "此名单已导入过"), t("What should happen with the rows that are there already?", "已存在的行如何处理？"),
            [(t("Fill blanks only", "仅填补空白"), t("Nothing that is there is changed.", "不更改已有内容。")),
             (t("Overwrite", "覆盖"), t("The file wins; the old values stay in the history.", "以文件为准；旧值保留在历史记录中。"))],
        ),
        "sentence": telling(
            over, t("The file could not be read", "无法读取文件"),
            t("customers.xls is protected by a password. Open it in Excel, save it without one, and import it again.",
              "客户.xls 受密码保护。请在 Excel 中打开，取消密码后保存，再重新导入。"), "BadZipFile: File is not a zip file\nat row 0",
        ),
        "keys": KeyList(over.registry.commands(), over),
        "progress": progress,
    }  # fmt: skip
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
    window.toast(t("Exported 1,248 customers to customers.xlsx", "已将 1,248 个客户导出到 客户.xlsx"), t("Show", "打开"), tone="good")
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
