"""What a column holds, told from its values."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from crm_desktop.exchange.columns import column_content
from crm_desktop.exchange.tables import Cell

COLUMNS: list[tuple[str, list[Cell]]] = [
    ("mobile", ["13800138000", "139 1234 5678", "+86 137-0000-1111"]),
    ("mobile", [13800138000, 13912345678]),
    ("mobile", ["13800138000", "13912345678/13700001111", None, "１３６００００２２２２"]),
    ("landline", ["021-61234567", "0512-65551234", "(010)61234567"]),
    ("landline", ["021-61234567转8012", "0571-87654321-102", "400-820-1234"]),
    ("phone", ["13800138000", "021-61234567", "+1 418 656 9254", "0512-65551234"]),
    ("phone", ["030-0074321", "(5) 555-4729", "0621-08460", "(171) 555-7788"]),
    ("email", ["a@example.com", "Zhang San <b@example.com>", "c@example.cn; d@example.cn"]),
    ("url", ["https://example.com/a", "www.example.cn", "example.com.cn"]),
    ("date", ["2024-03-05", "2024/3/6", "2024.3.7"]),
    ("date", ["2024年3月5日", "20240306", "3月7日"]),
    ("date", ["7/4/1996", "16/11/1996 10:30", "5 Mar 2024"]),
    ("date", [date(2024, 3, 5), datetime(2024, 3, 6, 10, 0)]),
    ("amount", ["¥1,234.50", "￥12", "1,234.5元", "5万"]),
    ("amount", ["12.50", "1,200.00", "(400.00)"]),
    ("number", ["12", "3.5", "1000"]),
    ("number", [12, 3.5, 200]),
    ("percent", ["5%", "12.5 %"]),
    ("postcode", ["200120", "215000", "310000", "100080"]),
    ("tax_number", ["91310115MA1K3XYW1A", "913205057890123456"]),
    ("person_name", ["张三", "欧阳娜娜", "李四", "王小明"]),
    ("person_name", ["Maria Anders", "Ana Trujillo", "Antonio Moreno", "Thomas Hardy"]),
    ("company_name", ["上海明远贸易有限公司", "苏州恒达机电厂", "宁波海川商行"]),
    ("company_name", ["Smith & Sons Ltd", "Meier GmbH", "Acme Inc."]),
    ("province", ["江苏", "浙江省", "上海市", "广西壮族自治区"]),
    ("city", ["苏州", "宁波市", "上海", "广东省深圳市"]),
    ("gender", ["男", "女", "男"]),
    ("gender", ["M", "F", "f"]),
    ("boolean", ["是", "否", "是"]),
    ("boolean", [True, False]),
    ("boolean", ["1", "0", "0", "1"]),
    ("code", ["110101199003076789", "32050519881212001X"]),
    ("code", ["AW-0001", "SKU2024", "P-77/3"]),
    ("text", ["老客户，付款及时", "call again in May", "已寄样品"]),
    ("blank", [None, None]),
    ("blank", []),
]


@pytest.mark.parametrize(
    ("content", "values"), COLUMNS, ids=[f"{content}-{n}" for n, (content, _v) in enumerate(COLUMNS)]
)
def test_i46_a_column_is_known_by_its_values(content: str, values: list[Cell]) -> None:
    assert column_content(values).content == content


def test_the_share_that_fits_is_told() -> None:
    guess = column_content(["13800138000", "13912345678", "ask him", None, "13700001111"])
    assert (guess.content, guess.share, guess.filled) == ("mobile", 0.75, 4)
    assert guess.others["phone"] == 0.75


def test_few_fitting_values_make_no_guess() -> None:
    guess = column_content(["a@example.com", "ask", "by phone", "none", "later"])
    assert guess.content == "text"


def test_a_long_column_is_judged_by_a_sample_from_all_over_it() -> None:
    guess = column_content(["x"] * 300 + [f"139{n:08}" for n in range(19_000)])
    assert (guess.content, guess.filled) == ("mobile", 400)
