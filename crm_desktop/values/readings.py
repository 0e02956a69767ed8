"""How Chinese is read where the common reading of a character is the wrong one: surnames, places, words of business.

A digit after a syllable is its tone; ü is written v, as it is typed.
"""

from __future__ import annotations

from functools import cache
from typing import Final

# Surnames of one character; the usual reading of the surname first, another that is met after a slash.
_SURNAMES: Final = """
仇 qiu2|解 xie4|区 ou1|區 ou1|朴 piao2|查 zha1|翟 zhai2/di2|覃 qin2/tan2|单 shan4|單 shan4|盖 ge3/gai4|蓋 ge3/gai4|
乐 yue4/le4|樂 yue4/le4|任 ren2|华 hua4|華 hua4|缪 miao4|繆 miao4|秘 bi4|折 she2|员 yun4|員 yun4|贠 yun4|洗 xian3|
种 chong2|種 chong2|黑 he4|繁 po2|隗 wei3/kui2|曾 zeng1|甯 ning4|燕 yan1|召 shao4|过 guo1|過 guo1|哈 ha3|撒 sa4|
葛 ge3|薄 bo2|佴 nai4|干 gan1|句 gou1|会 gui4|會 gui4|炅 gui4|郇 xun2/huan2|那 na1|粘 nian2|乜 nie4|牟 mou2/mu4|
於 yu1|阚 kan4|郗 xi1/chi1|郄 qie4/xi4|相 xiang4|要 yao1|么 yao1|祭 zhai4|占 zhan1|重 chong2|莘 shen1/xin1|适 kuo4|
谌 chen2/shen4|諶 chen2/shen4|都 du1|揣 chuai3|纪 ji3|紀 ji3|角 jue2|闕 que1|賁 ben1|被 pi1|费 fei4/bi4|費 fei4/bi4|
鈄 tou3|观 guan4|冠 guan4|行 xing2/hang2|间 jian4|将 jiang4|校 jiao4|令 ling2|率 shuai4|蕃 po2/bo1|少 shao4|
肖 xiao1|长 chang2/zhang3|只 zhi1|卜 bu3
"""

# Surnames of two characters, both as they are read and as they are recognised.
_COMPOUND_SURNAMES: Final = """
万俟 mo4 qi2|萬俟 mo4 qi2|尉迟 yu4 chi2|尉遲 yu4 chi2|长孙 zhang3 sun1|長孫 zhang3 sun1|澹台 tan2 tai2|
澹臺 tan2 tai2|欧阳 ou1 yang2|歐陽 ou1 yang2|上官 shang4 guan1|司马 si1 ma3|司馬 si1 ma3|诸葛 zhu1 ge3|
諸葛 zhu1 ge3|司徒 si1 tu2|司空 si1 kong1|司寇 si1 kou4|夏侯 xia4 hou2|皇甫 huang2 fu3|东方 dong1 fang1|
東方 dong1 fang1|慕容 mu4 rong2|令狐 ling2 hu2|宇文 yu3 wen2|公孙 gong1 sun1|公孫 gong1 sun1|轩辕 xuan1 yuan2|
軒轅 xuan1 yuan2|鲜于 xian1 yu2|鮮于 xian1 yu2|闾丘 lv2 qiu1|閭丘 lv2 qiu1|单于 chan2 yu2|單于 chan2 yu2|
申屠 shen1 tu2|太叔 tai4 shu1|公冶 gong1 ye3|宗政 zong1 zheng4|濮阳 pu2 yang2|濮陽 pu2 yang2|淳于 chun2 yu2|
仲孙 zhong4 sun1|钟离 zhong1 li2|鍾離 zhong1 li2|呼延 hu1 yan2|南宫 nan2 gong1|南宮 nan2 gong1|拓跋 tuo4 ba2|
独孤 du2 gu1|獨孤 du2 gu1|百里 bai3 li3|东郭 dong1 guo1|南门 nan2 men2|西门 xi1 men2|西門 xi1 men2|第五 di4 wu3|
赫连 he4 lian2|赫連 he4 lian2|亓官 qi2 guan1|端木 duan1 mu4|巫马 wu1 ma3|公西 gong1 xi1|漆雕 qi1 diao1|
乐正 yue4 zheng4|壤驷 rang3 si4|公良 gong1 liang2|夹谷 jia2 gu3|宰父 zai3 fu3|谷梁 gu3 liang2|穀梁 gu3 liang2|
段干 duan4 gan1|左丘 zuo3 qiu1|梁丘 liang2 qiu1|东门 dong1 men2|羊舌 yang2 she2|微生 wei1 sheng1|完颜 wan2 yan2|
完顏 wan2 yan2|纳兰 na4 lan2|納蘭 na4 lan2|叶赫 ye4 he4|爱新 ai4 xin1|范姜 fan4 jiang1|張簡 zhang1 jian3|
张简 zhang1 jian3
"""

# Surnames of one character: the Hundred Family Surnames and those common today, simplified and traditional.
_FAMILY_NAMES: Final = """
赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任
袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴
谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解
应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬
全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党
翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都
耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓
公肖付闫覃佟仝朴区佘冼洗尉员贠逢种黑繁折秘召过哈撒么要粘祭占苟原卿檀但付代候邸岳揭战智海涂展禚亢况逮郇牟甯眭睢宓代邝
邬阳信木来麦练丘洛青楚由官苑迟鹿操禤弥庹衣颉晋闵藏尧揣谌隽佴晟炅妫缑商区帅趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴華魏謝鄒喻竇
雲蘇範魯韋馬鳳費賀湯羅畢鄔樂時傅齊顧黃蕭貝計談龐紀項閔強賈婁顏鍾駱萬盧繆應賁鄧鬱單諸龔陸榮儲烏車侯寧欒鈄厲劉龍葉薊從
賴藺喬陰聞黨譚貢勞酈郟農溫莊閻連習魚庾滿廣闕東歐聶闞簡饒養須豐關權蓋區員種過戰練蓮鄺
"""

# Characters whose first reading in a dictionary is not the one that they have in names.
_IN_NAMES: Final = """
长 chang2|長 chang2|都 du1|朝 chao2|厦 xia4|廈 xia4|为 wei2|為 wei2|茄 qie2|柜 gui4|担 dan1|载 zai4|的 de5|得 de2|
地 di4
"""

# Places and words, where a character has another reading than by itself.
_WORDS: Final = """
天台县 tian1 tai1 xian4|重庆 chong2 qing4|重慶 chong2 qing4|长春 chang2 chun1|长沙 chang2 sha1|长江 chang2 jiang1|
长安 chang2 an1|长城 chang2 cheng2|长治 chang2 zhi4|长兴 chang2 xing1|长乐 chang2 le4|长宁 chang2 ning2|
长虹 chang2 hong2|长丰 chang2 feng1|长葛 chang2 ge3|长岛 chang2 dao3|长寿 chang2 shou4|长三角 chang2 san1 jiao3|
店长 dian4 zhang3|董事长 dong3 shi4 zhang3|厂长 chang3 zhang3|校长 xiao4 zhang3|院长 yuan4 zhang3|部长 bu4 zhang3|
局长 ju2 zhang3|科长 ke1 zhang3|处长 chu4 zhang3|会长 hui4 zhang3|所长 suo3 zhang3|组长 zu3 zhang3|队长 dui4 zhang3|
市长 shi4 zhang3|村长 cun1 zhang3|成长 cheng2 zhang3|增长 zeng1 zhang3|家长 jia1 zhang3|行长 hang2 zhang3|
银行 yin2 hang2|銀行 yin2 hang2|支行 zhi1 hang2|分行 fen1 hang2|总行 zong3 hang2|商行 shang1 hang2|车行 che1 hang2|
行业 hang2 ye4|行情 hang2 qing2|同行 tong2 hang2|农行 nong2 hang2|工行 gong1 hang2|建行 jian4 hang2|
中行 zhong1 hang2|招行 zhao1 hang2|交行 jiao1 hang2|央行 yang1 hang2|五金行 wu3 jin1 hang2|洋行 yang2 hang2|
音乐 yin1 yue4|音樂 yin1 yue4|乐器 yue4 qi4|乐队 yue4 dui4|乐团 yue4 tuan2|乐谱 yue4 pu3|琴行 qin2 hang2|
乐山 le4 shan1|乐清 yue4 qing1|乐平 le4 ping2|乐亭 lao4 ting2|乐陵 lao4 ling2|乐园 le4 yuan2|乐购 le4 gou4|
会计 kuai4 ji4|會計 kuai4 ji4|厦门 xia4 men2|廈門 xia4 men2|大厦 da4 sha4|大廈 da4 sha4|成都 cheng2 du1|
首都 shou3 du1|都市 du1 shi4|都江堰 du1 jiang1 yan4|昌都 chang1 du1|花都 hua1 du1|朝阳 chao2 yang2|朝陽 chao2 yang2|
六安 lu4 an1|六合 lu4 he2|蚌埠 beng4 bu4|番禺 pan1 yu2|台州 tai1 zhou1|丽水 li2 shui3|浚县 xun4 xian4|
铅山 yan2 shan1|泌阳 bi4 yang2|尉犁 yu4 li2|洪洞 hong2 tong2|蔚县 yu4 xian4|大城县 dai4 cheng2 xian4|
单县 shan4 xian4|荥经 ying2 jing1|枞阳 zong1 yang2|郫都 pi2 du1|涡阳 guo1 yang2|莘庄 xin1 zhuang1|莘县 shen1 xian4|
吴堡 wu2 bu3|解放 jie3 fang4|解决 jie3 jue2|解答 jie3 da2|种子 zhong3 zi5|种植 zhong4 zhi2|种业 zhong3 ye4|
种类 zhong3 lei4|单位 dan1 wei4|单价 dan1 jia4|单号 dan1 hao4|黑龙江 hei1 long2 jiang1|黑河 hei1 he2|黑猫 hei1 mao1|
黑马 hei1 ma3|黑金 hei1 jin1|黑色 hei1 se4|盖州 gai4 zhou1|华东 hua2 dong1|华南 hua2 nan2|华北 hua2 bei3|
华中 hua2 zhong1|华西 hua2 xi1|华为 hua2 wei2|华润 hua2 run4|华联 hua2 lian2|华泰 hua2 tai4|华夏 hua2 xia4|
华强 hua2 qiang2|华新 hua2 xin1|区域 qu1 yu4|区县 qu1 xian4|查询 cha2 xun2|查看 cha2 kan4|任务 ren4 wu4|
任意 ren4 yi4|员工 yuan2 gong1|宁波 ning2 bo1|宁夏 ning2 xia4|和平 he2 ping2|应用 ying4 yong4|应收 ying1 shou1|
应付 ying1 fu4|燕郊 yan1 jiao1|燕京 yan1 jing1|重要 zhong4 yao4|重点 zhong4 dian3|重工 zhong4 gong1|
重型 zhong4 xing2|重机 zhong4 ji1|重复 chong2 fu4|重新 chong2 xin1|折扣 zhe2 kou4|折叠 zhe2 die2|秘书 mi4 shu1|
洗衣 xi3 yi1|洗车 xi3 che1|洗涤 xi3 di2|干洗 gan1 xi3|干燥 gan1 zao4|干果 gan1 guo3|饼干 bing3 gan1|干部 gan4 bu4|
调味 tiao2 wei4|调料 tiao2 liao4|空调 kong1 tiao2|参差 cen1 ci1|出差 chu1 chai1|人参 ren2 shen1|海参 hai3 shen1|
校对 jiao4 dui4|校准 jiao4 zhun3|率先 shuai4 xian1|便宜 pian2 yi2|供应 gong1 ying4|弹簧 tan2 huang2|处理 chu3 li3|
传记 zhuan4 ji4|模具 mu2 ju4|量具 liang2 ju4|测量 ce4 liang2|扎染 za1 ran3|包扎 bao1 za1|暖和 nuan3 huo5|
藏族 zang4 zu2|西藏 xi1 zang4|茄子 qie2 zi5|雪茄 xue3 jia1|大夫 dai4 fu5|结实 jie1 shi5|朴素 pu3 su4|朴实 pu3 shi2|
仇恨 chou2 hen4|曾经 ceng2 jing1|薄荷 bo4 he5|薄膜 bao2 mo2|薄壁 bao2 bi4|尉氏 wei4 shi4|召开 zhao4 kai1|
要求 yao1 qiu2|相机 xiang4 ji1|相册 xiang4 ce4|相框 xiang4 kuang4|照相 zhao4 xiang4|发廊 fa4 lang2|美发 mei3 fa4|
理发 li3 fa4|假发 jia3 fa4|将军 jiang1 jun1|强力 qiang2 li4|倔强 jue2 jiang4|反省 fan3 xing3|给水 ji3 shui3|
石家庄 shi2 jia1 zhuang1|那曲 na4 qu3|观察 guan1 cha2|观光 guan1 guang1|冠军 guan4 jun1|间隔 jian4 ge2|
少年 shao4 nian2|少数 shao3 shu4|台湾 tai2 wan1|没有 mei2 you3|教育 jiao4 yu4|教学 jiao4 xue2|教练 jiao4 lian4|
其他 qi2 ta1|其它 qi2 ta1|盛大 sheng4 da4|宿迁 su4 qian1|宿州 su4 zhou1|宿舍 su4 she4|葛洲坝 ge3 zhou1 ba4|
费用 fei4 yong4|检测 jian3 ce4|无锡 wu2 xi1|车间 che1 jian1|和记 he2 ji4|乐高 le4 gao1|乐视 le4 shi4|
行政 xing2 zheng4|行李 xing2 li3
"""


def _table(lines: str) -> dict[str, tuple[str, ...]]:
    rows = (row.split(" ", 1) for row in lines.replace("\n", "").split("|") if row)
    return {characters: tuple(readings.split()) for characters, readings in rows}


@cache
def surnames() -> dict[str, tuple[str, ...]]:
    """Surnames of one character with their readings as surnames, the usual one first."""
    return {character: tuple(readings[0].split("/")) for character, readings in _table(_SURNAMES).items()}


@cache
def family_names() -> frozenset[str]:
    """Surnames of one character, however they are read."""
    return frozenset(_FAMILY_NAMES.replace("\n", "")) | surnames().keys()


@cache
def compound_surnames() -> dict[str, tuple[str, ...]]:
    """Surnames of two characters, each with its two syllables."""
    return _table(_COMPOUND_SURNAMES)


@cache
def in_names() -> dict[str, str]:
    """Characters with the reading that they usually have in names, against the dictionary's first."""
    return {character: readings[0] for character, readings in _table(_IN_NAMES).items()}


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Places and words with the syllables that they have together."""
    return _table(_WORDS)
