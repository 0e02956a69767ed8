"""Provinces and cities of China with the short names people write."""

from __future__ import annotations

import re
from typing import Final

PROVINCES: Final = {
    "北京": "北京市", "天津": "天津市", "河北": "河北省", "山西": "山西省", "内蒙古": "内蒙古自治区", "辽宁": "辽宁省",
    "吉林": "吉林省", "黑龙江": "黑龙江省", "上海": "上海市", "江苏": "江苏省", "浙江": "浙江省", "安徽": "安徽省",
    "福建": "福建省", "江西": "江西省", "山东": "山东省", "河南": "河南省", "湖北": "湖北省", "湖南": "湖南省",
    "广东": "广东省", "广西": "广西壮族自治区", "海南": "海南省", "重庆": "重庆市", "四川": "四川省", "贵州": "贵州省",
    "云南": "云南省", "西藏": "西藏自治区", "陕西": "陕西省", "甘肃": "甘肃省", "青海": "青海省",
    "宁夏": "宁夏回族自治区", "新疆": "新疆维吾尔自治区", "台湾": "台湾省",
    "香港": "香港特别行政区", "澳门": "澳门特别行政区",
}  # fmt: skip
"""The full name of each province, by its short one."""

_FORMER_NAMES: Final = ("广西省", "新疆省", "宁夏省", "西藏省", "广西自治区", "宁夏自治区", "新疆自治区")
_PROVINCE_NAMES: Final = frozenset((*PROVINCES, *PROVINCES.values(), *_FORMER_NAMES))
_CITY_NAMES: Final = (
    "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 "
    "忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 沈阳 大连 鞍山 抚顺 本溪 "
    "丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 延边 哈尔滨 齐齐哈尔 鸡西 "
    "鹤岗 双鸭山 大庆 佳木斯 七台河 牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 "
    "泰州 宿迁 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 义乌 昆山 合肥 芜湖 蚌埠 淮南 马鞍山 "
    "淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 "
    "景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 "
    "日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 "
    "信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲 湘潭 衡阳 "
    "邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 "
    "梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 "
    "贺州 河池 来宾 崇左 海口 三亚 三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 "
    "宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 "
    "大理 西双版纳 拉萨 日喀则 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 "
    "武威 张掖 平凉 酒泉 庆阳 定西 陇南 西宁 海东 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密 "
    "喀什 台北 高雄 九龙 新界"
)
_CITIES: Final = frozenset(_CITY_NAMES.split())


_CITY_FIRST: Final = re.compile(r"[一-鿿]{2,9}?(?:自治州|地区|市|盟)")


def is_province(text: str) -> bool:
    """Whether a text is the full or short name of a province, region or municipality."""
    return text in _PROVINCE_NAMES


def is_city(text: str) -> bool:
    """Whether a text is a Chinese city, with or without 市 and its province before it."""
    for full in ("自治区", "特别行政区", "省"):
        head, found, rest = text.partition(full)
        if found and rest and is_province(head + full):
            text = rest
    return text.removesuffix("市") in _CITIES


def town_before(text: str) -> str:
    """The province or city with which a company's name begins (上海 of 上海明远贸易), or nothing."""
    for length in (2, 3, 4):
        if text[:length] in _CITIES or text[:length] in PROVINCES:
            return text[:length]
    return ""


def split_address(text: str) -> tuple[str | None, str | None, str | None]:
    """Province, city and the rest of a Chinese address in one piece; what it does not begin with is None.

    上海市浦东新区张江路88号 is 上海市, 上海市, 浦东新区张江路88号; any other text is all rest.
    """
    rest = "".join(text.split()) if any("一" <= sign <= "鿿" for sign in text) else text.strip()
    names = sorted(_PROVINCE_NAMES, key=len, reverse=True)
    province = next((name for name in names if rest.startswith(name)), None)
    region = PROVINCES.get(province, province) if province is not None else None
    left = rest.removeprefix(province) if province is not None else rest
    if region is not None and region.endswith("市"):
        left = left.removeprefix("市辖区").removeprefix(region)
        return region, region, left or None
    found = _CITY_FIRST.match(left)
    city = found.group() if found is not None and (region is not None or is_city(found.group())) else None
    if city is None:
        known = next((name for name in (left[:4], left[:3], left[:2]) if name in _CITIES), None)
        city = known if region is not None or known is not None else None
    if region is None and city is None:
        return None, None, text.strip() or None
    return region, city, (left.removeprefix(city) if city else left) or None
