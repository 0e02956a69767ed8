"""The encoding of a text file, found on the whole file and named as people know it."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import Final

from crm_desktop.errors import Refused
from crm_desktop.i18n import _, listed

ENCODINGS: Final = {
    "UTF-8": "utf-8",
    "GB18030": "gb18030",
    "Big5": "cp950",
    "Shift-JIS": "cp932",
    "UTF-16 LE": "utf-16-le",
    "UTF-16 BE": "utf-16-be",
    "Windows-1252": "cp1252",
    "Windows-1250": "cp1250",
    "Windows-1251": "cp1251",
    "EUC-KR": "cp949",
}
"""What a person may choose, by the name shown."""

_ALIASES: Final = {
    "gbk": "GB18030", "gb2312": "GB18030", "cp936": "GB18030", "ansi": "GB18030", "utf-8-sig": "UTF-8", "big5": "Big5",
    "utf-16": "UTF-16 LE", "shift_jis": "Shift-JIS", "sjis": "Shift-JIS", "latin-1": "Windows-1252",
    "iso-8859-1": "Windows-1252", "iso8859-1": "Windows-1252", "ascii": "UTF-8", "us-ascii": "UTF-8",
}  # fmt: skip
_BOMS: Final = (
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "UTF-16 BE"),
)
_SAMPLE: Final = 2_000_000
_EAST_ASIAN: Final = re.compile("[⺀-鿿가-힯豈-﫿＀-￯𠀀-𲎯]")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_ASCII: Final = re.compile(r"[\x00-\x7f]+")
_BASIC_ALPHABETS: Final = re.compile("[А-яЁё]+|[Ά-ώ]+|[א-ת]+|[ء-ْ]+|[À-ÖØ-öø-ÿ]+")
_FREQUENT: Final = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战"
    "先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白"
    "教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且"
    "究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值"
    "号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞"
    "男女士姓址邮编箱职户客司限有贸售购买卖订货款票税注备账银姐先李王刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许"
    "傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔崔康毛邱秦伟芳娜敏静丽强磊军洋勇艳杰娟涛超霞刚英玉萍药预"
    "公司經電話號碼機聯絡備註與們國會學說這個時來對發為過進實關點業東車門見長問開間無廣陳張劉楊趙黃吳許鄭謝葉蘇羅灣臺台區縣鄉鎮樓層"
    "務員產資訊貨單價額費總計應該辦處書報導數據類種請選擇網頁圖樣質連絡線傳統證從給覺認識設議論試還運邊遠達適選鄰鐵錢銀錄鍵鏡難雲"
)
_KANA: Final = frozenset(map(chr, range(0x3041, 0x30FF)))
_PUNCTUATION: Final = frozenset(
    "、。，．；：？！（）「」『』“”‘’《》〈〉【】—…～·￥％＋－／＊＃＠＆＝｜　"
) | frozenset(map(chr, range(0xFF10, 0xFF1A)))


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str, int]:
    """The text, the name of its encoding, and how many characters could not be read."""
    if encoding is not None:
        return _decoded(_without_bom(data), named(encoding))
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _decoded(data[len(bom) :], name)
    wide = _unmarked_utf16(data)
    if wide:
        return _decoded(data, wide)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, _eight_bit(data))
    if not text.isascii() and not _EAST_ASIAN.search(text) and _is_gb_in_disguise(text):
        return _decoded(data, "GB18030")
    return text, "UTF-8", 0


def unreadable_note(count: int, encoding: str) -> str:
    """The sentence about characters that an encoding does not have."""
    sentence = _("{n} characters cannot be read as {encoding} and stand as “�”. Try another encoding.")
    return sentence.format(n=f"{count:,}", encoding=encoding)


def named(encoding: str) -> str:
    """The name shown for an encoding however it was written; an unknown one is refused."""
    wanted = encoding.strip().lower().replace("_", "-").replace(" ", "-")
    for name, codec in ENCODINGS.items():
        if wanted in (name.lower().replace(" ", "-"), codec):
            return name
    found = _ALIASES.get(wanted) or _ALIASES.get(wanted.replace("-", "_"))
    if found:
        return found
    try:
        return codecs.lookup(wanted).name
    except LookupError:
        sentence = _("The encoding “{name}” is not known. Known are: {names}.")
        raise Refused(sentence.format(name=encoding, names=listed(ENCODINGS)), field="encoding") from None


def _codec(name: str) -> str:
    return ENCODINGS.get(name, name)


def _decoded(data: bytes, name: str) -> tuple[str, str, int]:
    try:
        return data.decode(_codec(name)), name, 0
    except UnicodeDecodeError:
        text = data.decode(_codec(name), "replace")
        return text, name, text.count("�")


def _without_bom(data: bytes) -> bytes:
    for bom, _name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :]
    return data


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark: the zero bytes of ASCII characters stand all on one side."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if even + odd < 2 or (even + odd) < len(data) * 0.005:
        return None
    name = "UTF-16 LE" if odd > even else "UTF-16 BE"
    if max(even, odd) < (even + odd) * 0.95:
        return None
    text, _name, lost = _decoded(data, name)
    usual = sum(1 for char in text[:4000] if char.isascii() or "一" <= char <= "鿿" or char in _PUNCTUATION)
    return name if not lost and usual > len(text[:4000]) * 0.7 else None


def _is_gb_in_disguise(text: str) -> bool:
    """Whether UTF-8 text is GBK that happens to be valid: 女 and 预约 read as Ů and ԤԼ.

    Letters of one alphabet in words, or within words of ASCII letters, speak for UTF-8; runs that stand alone in a
    cell, mix alphabets and give everyday Chinese characters speak for GBK.
    """
    for_gb = for_utf8 = 0
    for match in _NOT_ASCII.finditer(text):
        run, start, end = match.group(), match.start(), match.end()
        before, after = text[start - 1 : start], text[end : end + 1]
        if (
            before.isalpha()
            or after.isalpha()
            or (len(run) > 2 and _BASIC_ALPHABETS.fullmatch(run))
            or not _is_everyday_gb(run)
            or (_is_sign_or_accent(run) and (before.isdigit() or after.isdigit() or " " in (before, after)))
        ):
            for_utf8 += 1
        else:
            for_gb += 1
        if for_gb + for_utf8 > 20_000:
            break
    return for_gb > for_utf8


def _is_sign_or_accent(run: str) -> bool:
    return not any(map(str.isalpha, run)) or (len(run) == 1 and run < "\u0100")


def _is_everyday_gb(run: str) -> bool:
    try:
        chars = run.encode("utf-8").decode("gb18030")
    except UnicodeDecodeError:
        return False
    return all(_is_common_gb(char) for char in chars)


def _is_common_gb(char: str) -> bool:
    """One of the 3,755 commonest characters (GB 2312, first level) or Chinese punctuation."""
    if char in _PUNCTUATION:
        return True
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def _is_common_big5(char: str) -> bool:
    if char in _PUNCTUATION:
        return True
    try:
        code = char.encode("big5")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xA4 <= code[0] <= 0xC6


def _is_common_sjis(char: str) -> bool:
    if char in _PUNCTUATION or char in _KANA:
        return True
    try:
        code = char.encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0x88 <= code[0] <= 0x98


def _eight_bit(data: bytes) -> str:
    """The likeliest encoding of text that is not valid UTF-8."""
    foreign = _ASCII.sub("", data.decode("utf-8", "replace"))
    if foreign and foreign.count("�") < len(foreign) * 0.01:
        return "UTF-8"
    scores = {"GB18030": _likelihood(data, "GB18030")}
    if scores["GB18030"] > 1.4 or (scores["GB18030"] >= 1 and _all_common_gb(data)):
        return "GB18030"
    scores.update({name: _likelihood(data, name) for name in ("Big5", "Shift-JIS")})
    best = max(scores, key=lambda name: scores[name])
    if scores[best] >= 0.9 and _western(data) < 0.9:
        return best
    if _western(data) >= 0.7:
        return "Windows-1252"
    return _by_statistics(data) or (best if scores[best] > 0.5 else "Windows-1252")


def _likelihood(data: bytes, name: str) -> float:
    """From 0 to about 2: the share of common characters, of the very frequent ones, less what could not be read."""
    text, _name, lost = _decoded(data, name)
    counts = Counter(_ASCII.sub("", _spread(text)))
    total = counts.total()
    if not total:
        return 0.0
    common = {"GB18030": _is_common_gb, "Big5": _is_common_big5, "Shift-JIS": _is_common_sjis}[name]
    usual = sum(n for char, n in counts.items() if common(char))
    frequent = sum(n for char, n in counts.items() if char in _FREQUENT or (name == "Shift-JIS" and char in _KANA))
    return usual / total + frequent / total - 5 * lost / total


def _all_common_gb(data: bytes) -> bool:
    """Whether every character is a common one as GB18030: of another encoding that is so in the shortest texts only."""
    text, _name, lost = _decoded(data, "GB18030")
    return not lost and all(map(_is_common_gb, _ASCII.sub("", _spread(text))))


def _spread(text: str) -> str:
    """Enough of a long text to judge it, from all over it."""
    if len(text) < _SAMPLE:
        return text
    step = len(text) // 20
    return "".join(text[at : at + _SAMPLE // 20] for at in range(0, len(text), step))


def _western(data: bytes) -> float:
    """The share of high bytes that would be accented letters inside words of ASCII letters in Windows-1252."""
    text = _spread(data.decode("cp1252", "replace"))
    accented = inside = 0
    for match in _NOT_ASCII.finditer(text):
        run = match.group()
        near = text[match.start() - 1 : match.start()].isalpha() or text[match.end() : match.end() + 1].isalpha()
        accented += len(run)
        if (len(run) == 1 and (near or not run.isalpha())) or (len(run) == 2 and near and run.isalpha()):
            inside += len(run)
    return inside / accented if accented else 1.0


def _by_statistics(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 1 << 20]).best()
    if best is None:
        return None
    try:
        return named(best.encoding)
    except Refused:
        return None
