"""Lists as owners of small businesses have them, made anew for each test; everybody in them is invented."""

from __future__ import annotations

from pathlib import Path

import openpyxl


def wechat(folder: Path) -> Path:
    """A messenger's address book: GBK, a tab before each number against Excel, remarks that say more than names."""
    lines = [
        "微信好友导出  共5人,,,,,",
        "昵称,备注名,微信号,手机号,地区,标签",
        "阳光🌞,张伟-明远贸易,zhangwei88,\t13800138000,中国大陆 上海 浦东,客户;老客户",
        "A小李,李娜,wxid_8f3k2,\t13912345678/13700001111,中国大陆 江苏 苏州,客户",
        "静静,王芳（采购）,wf_1990,,浙江 宁波,供应商",
        "大海,,dahai_77,\t86-13600002222,广东 深圳,",
        "Coco,,coco2020,,,客户",
    ]
    path = folder / "微信通讯录.csv"
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    return path


def register(folder: Path) -> Path:
    """A register on paper's pattern: title, two rows of merged headings, notes above, a total and remarks below."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "客户登记表"
    rows = [
        ["2024年度客户资料登记表", *[None] * 8],
        ["制表人：王会计", None, None, None, None, None, None, "打印日期：2024-12-31", None],
        ["序号", "基本信息", None, None, "联系方式", None, None, "合作情况", None],
        [None, "单位名称", "税号", "详细地址", "联系人", "电话", "邮箱", "首次合作", "年采购额（万元）"],
        [1, "上海明远贸易有限公司", "91310000MA1K3YJ12X", "上海市浦东新区世纪大道100号", "张经理", 13800138000,
         "zhang@example.com", "2019年3月5号", 12.5],
        [2, "苏州恒达机电有限公司", "91320500MA1K3YJ23X", "江苏省苏州市工业园区星湖街328号", "李娜 女士",
         "0512-62345678转802", "li@example.com；li2@example.com", "20.6.1", 8],
        [3, "宁波海川包装厂", None, "宁波市鄞州区中山东路1号3楼", "王总（老板）", "13700001111 / 13600002222", None,
         "2021/11/23", 3.2],
        ["合计", "3家", None, None, None, None, None, None, 23.7],
        ["注：以上资料仅限内部使用，不得外传。", *[None] * 8],
    ]  # fmt: skip
    for row in rows:
        page.append(row)
    for span in ("A1:I1", "A2:C2", "A3:A4", "B3:D3", "E3:G3", "H3:I3", "A9:I9"):
        page.merge_cells(span)
    path = folder / "客户登记表2024.xlsx"
    book.save(path)
    return path


def phones(folder: Path) -> Path:
    """What a spreadsheet makes of telephone numbers, and everything that people write beside them."""
    lines = [
        "Name\tPhone\tMail\tLast spoken to",
        "Dr. Ann Lee\t1.3800138000E+10\tann@example.com\t3/25/2024",
        "Mr Bob Ray (buyer)\t+86 139 1234 5678; office 021-50000001 ext 12\tbob@example,com\t4/5/2024",
        "Lee, Cid\t1.38E+10\t<cid@example.com>\t2024-05-06",
        "Frau Dora Ott\t'0049 30 3456789\tdora(at)example.com\t",
        "张总\t13700001111.0\t\t12/31/2023",
        "\t13600001111\t\t",
    ]
    path = folder / "phones.txt"
    path.write_bytes(b"\xff\xfe" + "\r\n".join(lines).encode("utf-16-le"))
    return path


def addresses(folder: Path) -> Path:
    """Delivery notes typed by hand: address in one cell, receiver and number in it, dates as text, wide figures."""
    book = openpyxl.Workbook()
    page = book.active
    rows = [
        ["客户", "收货地址", "老板电话", "生日", "开始合作", "欠款", "等级", "备注"],
        ["好又多超市", "浙江省杭州市西湖区文三路１号", "１３８００１３８０００", "农历八月十五", "2024.3.5",
         "￥1,234.50", "A", "送货前打电话\n走后门"],
        ["老王五金店", "广东深圳南山区科技园南路2号", "0755-26001234", "5月17日", "24年3月", "1.2万", "B级", None],
        ["  李记   水果  ", "北京市朝阳区建国路88号 100022", "010 8888 9999", "1990/5/17", "去年", "无", None, "未定"],
        ["好又多 超市", None, "13912345678", None, None, "-", None, None],
        [None] * 8,
        ["以上为老客户，以下空白", *[None] * 7],
    ]  # fmt: skip
    for row in rows:
        page.append(row)
    path = folder / "送货客户.xlsx"
    book.save(path)
    return path


def german(folder: Path) -> Path:
    """A German owner's list: semicolons, code page 1252, decimal commas, German words and months."""
    lines = [
        "Kundenliste Stand 31.12.2024;;;;;;;;",
        ";;;;;;;;",
        "Kd.-Nr.;Firma;Ansprechpartner;Straße;PLZ;Ort;Telefon;E-Mail;Letzter Kontakt;Umsatz",
        "00012;Blauer Morgen GmbH;Müller, Hans;Hauptstr. 5;01067;Dresden;0351 / 123456;hans@example.de;3. März 2024;"
        "1.234,50 €",
        "00013;Käse & Söhne KG;Frau Özgür;Am Markt 1a;8010;Graz;+43 316 123456;kaese@example.at;1. Dez. 2023;"
        "12.000,00 €",
        '00014;"Weiß; Partner";Dr. Jörg Groß;;80331;München;(089) 55 66 77;;;0,00 €',
        ";;;;;;;Summe:;;13.234,50 €",
    ]
    path = folder / "Kunden.csv"
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    return path


ALL = (wechat, register, phones, addresses, german)
