"""A static page that looks as the list of customers should: input of tests.gallery_kit, with invented names."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.i18n import language
from crm_desktop.ui import theme
from crm_desktop.ui.delegates import delegate_for
from crm_desktop.ui.roles import ToneRole
from crm_desktop.ui.rowtable import RowTable
from crm_desktop.ui.widgets import (
    Avatar,
    Card,
    Chip,
    ElidedLabel,
    FilterChip,
    Pill,
    SectionTitle,
    Stats,
    TableCard,
    button,
    flow,
    icon_button,
    label,
    scrolled,
    title,
)

# Name, person, phone, city, stage, what is owed, days since the last touch, next step.
ROWS = """
上海明远贸易有限公司|张伟|138 0013 8000|上海|Customer|¥12,480.00|2|Send quote
Blauer See Delikatessen|Hanna Moos|0621-08460|Mannheim|Lead||0|Call Thursday
北京华信科技|欧阳娜娜|010-6552 8820|北京|Customer||5|Visit 27 Nov
Berglunds snabbköp|Christina Berglund|0921-12 34 65|Luleå|Key account|¥86,210.50|1|Renew contract
苏州宏达机械厂|王经理|139 1620 4471|苏州|Cooling 26 d|¥3,000.00|26|—
Around the Horn|Thomas Hardy|(171) 555-7788|London|Customer||8|Invoice
广州南粤食品|陈嘉|020-8765 4321|广州|Pool||41|Claim
Bólido Comidas|Martín Sommer|(91) 555 22 82|Madrid|Customer|¥920.00|3|Ship order
杭州云栖文创|林子墨|137 5718 2290|杭州|Lead||0|Send samples
Bon app’|Laurence Lebihan|91.24.45.40|Marseille|Customer||12|—
深圳市博纳电子|李明朗|0755-2688 9010|深圳|Overdue|¥41,377.20|1|Dunning letter
Bottom-Dollar Markets|Elizabeth Lincoln|(604) 555-4729|Tsawwassen|Customer||6|Call Friday
成都锦城茶业|周一鸣|028-8512 7788|成都|Key account||1|Lunch 3 Dec
Cactus Comidas|Patricio Simpson|(1) 135-5555|Buenos Aires|Customer||9|—
""".strip().splitlines()
STAGES = {
    "Customer": ("客户", "good"),
    "Lead": ("线索", "accent"),
    "Key account": ("重点客户", "violet"),
    "Cooling 26 d": ("26 天未联系", "warning"),
    "Pool": ("公海", "neutral"),
    "Overdue": ("逾期", "bad"),
}


def t(english: str, chinese: str) -> str:
    """Invented text of the gallery in the language drawn."""
    return chinese if language() == "zh_CN" else english


def table() -> RowTable:
    """The list of customers."""
    heads = (
        t("Customer", "客户"),
        t("Main contact", "主要联系人"),
        t("Phone", "电话"),
        t("City", "城市"),
        t("Stage", "阶段"),
        t("Owes", "欠款"),
        t("Last touched", "最近联系"),
        t("Next step", "下一步"),
    )
    model = QStandardItemModel(0, len(heads))
    model.setHorizontalHeaderLabels(heads)
    model.setHeaderData(5, Qt.Orientation.Horizontal, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, 7)
    for row in ROWS:
        name, person, phone, city, stage, owes, days, following = row.split("|")
        chinese, tone = STAGES[stage]
        touched = {"0": t("today", "今天"), "1": t("yesterday", "昨天")}.get(
            days, t(f"{days} days ago", f"{days} 天前")
        )
        texts = (name, person, phone, city, t(stage, chinese), owes, touched, following)
        cells = [QStandardItem(text) for text in texts]
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
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(*[theme.px(16)] * 4)
    column.setSpacing(theme.px(12))
    top = QHBoxLayout()
    top.setSpacing(theme.px(14))
    top.addWidget(Avatar("Berglunds snabbköp"))
    who = QVBoxLayout()
    who.setSpacing(theme.px(2))
    who.addWidget(label("Berglunds snabbköp", size=15, weight=QFont.Weight.DemiBold))
    since = t("Luleå, Sweden · Key account · since 2019", "瑞典 吕勒奥 · 重点客户 · 2019 年起")
    who.addWidget(ElidedLabel(since, "secondary"))
    top.addLayout(who, 1)
    column.addLayout(top)
    acts = flow(
        button(t("Call", "致电")),
        button(t("Mail", "邮件")),
        button(t("Log", "记录")),
        button(t("New order", "新订单"), part="primary"),
        icon_button("more", t("More", "更多"), framed=True),
    )
    column.addWidget(acts)
    owes, year, deals = t("Owes", "欠款"), t("This year", "今年"), t("Open deals", "进行中商机")
    column.addWidget(Stats([(owes, "¥86,210.50", "bad"), (year, "¥214,900", "text"), (deals, "2 · ¥120k", "text")]))
    column.addWidget(SectionTitle(t("Next step", "下一步")))
    following = Card(kind="soft", padding=12, gap=2)
    following.add(label(t("Renew contract C-0031", "续签合同 C-0031"), weight=QFont.Weight.DemiBold))
    when = t("Friday 27 Nov · notice period ends in 14 days", "11月27日 周五 · 14 天后截止")
    following.add(label(when, "secondary", wrap=True))
    column.addWidget(following)
    column.addWidget(SectionTitle(t("Timeline", "动态")))
    grid = QGridLayout()
    grid.setColumnStretch(2, 1)
    for row, (when, what, tone, text) in enumerate(
        [
            (
                t("yesterday", "昨天"),
                t("Call", "电话"),
                "accent",
                t("Price is fine, wants delivery before Christmas", "价格可以，希望圣诞前到货"),
            ),
            ("18 Nov", t("Mail", "邮件"), "neutral", t("Sent quote Q-0229, ¥48,300.00", "已发报价 Q-0229，¥48,300.00")),
            ("12 Nov", t("Paid", "收款"), "good", "INV-0987, ¥22,100.00"),
        ]
    ):
        grid.addWidget(label(when, "secondary"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Pill(what, tone), row, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(text, wrap=True), row, 2)
    column.addLayout(grid)
    column.addStretch(1)
    card = Card(padding=0)
    card.add(scrolled(inside, "Berglunds snabbköp"))
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
        Chip(t("All", "全部"), checkable=True),
        Chip(t("Key accounts", "重点客户"), 42, checkable=True),
        Chip(t("Not touched 30 days", "30 天未联系"), 117, checkable=True),
        Chip(t("Owes money", "有欠款"), 23, checkable=True),
        Chip(t("Public pool", "公海"), 64, checkable=True),
        Chip(t("Save this view", "保存此视图"), icon="add"),
    ]
    chips[0].setChecked(True)
    row = QHBoxLayout()
    row.setSpacing(theme.px(8))
    row.addWidget(flow(*chips), 1)
    for chip in (
        FilterChip(t("Region: 华东", "区域：华东")),
        Chip(t("Filter", "筛选"), icon="add"),
        Chip(t("Columns", "列")),
    ):
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
    outer.addLayout(row)
    body = QHBoxLayout()
    body.setSpacing(theme.px(12))
    body.addWidget(TableCard(rows), 1)
    body.addWidget(detail())
    outer.addLayout(body, 1)
    return page
