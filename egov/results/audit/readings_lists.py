"""Numbers that stand beside a list in prose: the number as printed, and the names that the list has.

The number is a :class:`~egov.results.audit.readings.Reading`; the names are short and stand, in this order, on the
lines given. ``tests/results/test_audit_documents.py`` finds them there.
"""

from __future__ import annotations

from typing import NamedTuple

from egov.results.audit.readings import Reading


class Listed(NamedTuple):
    """A number, and the names beside it on lines ``first`` to ``last``; 0: they are part of the number's fragment."""

    name: str
    what: str
    reading: Reading
    value: int
    names: tuple[str, ...]
    first: int
    last: int


_LISTS = """
# report2022
method.insist | principles of method | ch. 1 §1 (三) | 290:8 | 三个坚持 | 3
    坚持无感评估、坚持目标导向、坚持综合分析
method.strengthen | lines of thought that are strengthened | ch. 1 §1 (三) | 296:7 | 四个强化 | 4
    强化用户感知、强化数据应用、强化过程公开、强化结果运用
method.aspects | aspects that the indicators cover | ch. 1 §1 (四) | 306:89 | 5个方面 | 5
    服务成效度、办理成熟度、方式完备度、事项覆盖度、指南准确度
platforms.province | provinces whose platforms Table 1-2 lists | ch. 1 §1 (六) | 352:1 357-372 | 32 个省级 | 32
    北京、湖北、天津、湖南、河北、广东、山西、广西、内蒙古、海南、辽宁、重庆、吉林、四川、
    黑龙江、贵州、上海、云南、江苏、西藏、浙江、陕西、安徽、甘肃、福建、青海、江西、宁夏、山东、
    新疆、河南、新疆生产 建设兵团
platforms.city | cities whose platforms Table 1-3 lists | ch. 1 §1 (六) | 376:1 381-396 | 32 个重点 | 32
    广州、太原、武汉、呼和浩特、哈尔滨、合肥、沈阳、福州、成都、南昌、南京、郑州、西安、长沙、
    长春、南宁、济南、海口、杭州、贵阳、大连、昆明、青岛、拉萨、深圳、兰州、厦门、西宁、宁波、
    银川、石家庄、乌鲁木齐
rose.province.very_high | provinces named as risen to the highest band | ch. 2 §4 | 563:32 | 8个地区 | 8
    河北、吉林、福建、山东、河南、湖北、重庆、宁夏
rose.province.high | provinces named as risen to the second band | ch. 2 §4 | 563:61 | 3个地区 | 3
    西藏、陕西、甘肃
rose.city.very_high | cities named as risen to the highest band | ch. 2 §4 | 565:29 | 5 个地区 | 5
    武汉、哈尔滨、成都、贵阳、昆明
rose.city.high | cities named as risen to the second band | ch. 2 §4 | 565:75 | 6 个地区 | 6
    西安、太原、呼和浩特、南宁、拉萨、兰州
上海.six | standards that begin with one (上海) | box 2 | 494:75 | 六个一 | 6
    一次告知、一表申请、一口受理、一网办理、统一发证、一体管理
江苏.levels | levels of service that are named (江苏) | ch. 2 §3 (江苏) | 496:177 inside | 市县乡村五级 | 5
    市、县、乡、村
江苏.shops | levels that have service shops (江苏) | ch. 2 §3 (江苏) | 496:137 inside | 省市县三级 | 3
    省、市、县
江苏.policies | levels whose policies are gathered (江苏) | box 3 | 503:106 inside | 国家、省、市三级 | 3
    国家、省、市
南京.levels | levels of the platform (南京) | ch. 2 §3 (南京) | 544:121 inside | 市、区、镇街三级 | 3
    市、区、镇街
nation.levels | levels of service in the nation (digest) | digest 4 | 202:146 inside | 省、市、县、乡、村五级 | 5
    省、市、县、乡、村
nation.levels.2 | levels of service in the nation (chapter 3) | ch. 3 §1 (二) | 671:138 inside | 省市县乡村五级 | 5
    省、市、县、乡、村
河北.levels | levels of service (河北) | ch. 2 §4 (河北) | 567:27 inside | 省、市、县、乡、村五级 | 5
    省、市、县、乡、村
吉林.levels | levels of service (吉林) | ch. 3 §2 (吉林) | 792:153 inside | 省市县乡村五级 | 5
    省、市、县、乡、村
宁夏.levels | levels of service (宁夏) | ch. 2 §4 (宁夏) | 628:59 inside | 区市县乡村五级 | 5
    区、市、县、乡、村
江西.levels | levels of mobile service (江西) | ch. 3 §2 (江西) | 863:82 inside | 省市县三级 | 3
    省、市、县
陕西.levels | levels of service (陕西) | ch. 3 §2 (陕西) | 1029:145 inside | 省、市、县、乡、村的五级 | 5
    省、市、县、乡、村
西藏.levels | levels whose service items are counted (西藏) | box 46 | 1016:80 | 五级 | 5
    自治区级、地市级、县区级、乡镇(街道)级、村居级
贵州.five | ways of handling anywhere (贵州) | box 6 | 532:21 | 五个通办 | 5
    一网通办、全省通办、跨省通办、一窗通办、一证通办
贵州.three | projects of the reform (贵州) | box 6 | 532:47 | 三大攻坚工程 | 3
    数据融通、事项标准化、流程再造
福建.three | sides from which the environment is watched (福建) | box 13 | 590:100 | 三个方面 | 3
    日常监测、满意度调查、核验督导
重庆.seven | kinds of information linked (重庆) | ch. 2 §4 (重庆) | 620:129 | 7大类信息 | 7
    身份信息、健康信息、社保信息、医保信息、办事信息、个人信息、电子证照
plenums | plenary sessions that named digital government | ch. 3 §1 (一) | 648:126 | 两次 | 2
    四中全会、五中全会
regions | regions named | ch. 3 §2 | 695:34 | 七大地理区域 | 7
    华北、东北、华东、华中、华南、西南、西北
regions.next | regions that follow the first | ch. 3 §2 | 697:43 | 三个地区 | 3
    华中、华南、西南
regions.near | regions that lie close together | ch. 3 §2 | 697:88 | 两个区域 | 2
    华北、东北
members.华北 | members of 华北 named | ch. 3 §2 (华北) | 725:30 | 5 个省级 | 5
    北京市、天津市、河北省、山西省、内蒙古自治区
members.东北 | members of 东北 named | ch. 3 §2 (东北) | 778:19 | 3个省级 | 3
    黑龙江省、吉林省、辽宁省
members.华东 | members of 华东 named | ch. 3 §2 (华东) | 815:35 | 7 个省级 | 7
    上海市、江苏省、浙江省、安徽省、福建省、江西省、山东省
members.华中 | members of 华中 named | ch. 3 §2 (华中) | 888:19 | 3 个省级 | 3
    河南省、湖北省、湖南省
members.华南 | members of 华南 named | ch. 3 §2 (华南) | 925:22 | 3个省级 | 3
    广东省、广西壮族自治区、海南省
members.西南 | members of 西南 named | ch. 3 §2 (西南) | 964:24 | 5 个省级 | 5
    重庆市、四川省、贵州省、云南省、西藏自治区
members.西北 | members of 西北 named | ch. 3 §2 (西北) | 1025:45 | 6 个省级 | 6
    陕西省、甘肃省、青海省、宁夏回族自治区、新疆维吾尔自治区、新疆生产建设兵团
very_high.华北 | provinces of 华北 named in the highest band | ch. 3 §2 (华北) | 725:60 | 2 个地区 | 2
    北京市、河北省
very_high.华东 | provinces of 华东 named in the highest band | ch. 3 §2 (华东) | 815:111 | 6 个地区 | 6
    上海市、江苏省、浙江省、安徽省、福建省、山东省
very_high.city.华东 | cities of 华东 named in the highest band | ch. 3 §2 (华东) | 817:51 | 5 个地区 | 5
    南京、杭州、青岛、宁波、合肥
very_high.西南 | provinces of 西南 named in the highest band | ch. 3 §2 (西南) | 966:12 964-966 | 3 个地区 | 3
    重庆市、四川省、贵州省
rose.city.西南 | cities of 西南 named as risen | ch. 3 §2 (西南) | 968:133 | 3 个城市 | 3
    成都市、贵阳市、昆明市
内蒙古.four | ways of handling (内蒙古) | ch. 3 §2 (内蒙古) | 761:132 769-769 | 四办 | 4
    一网办、掌上办、一次办、帮您办
辽宁.stages | stages of a building permit (辽宁) | box 28 | 806:78 | 4 个阶段 | 4
    立项、规划、施工、验收
江苏.four | ways in which licences are reformed (江苏) | ch. 3 §2 (江苏) | 827:71 | 四种方式 | 4
    直接取消审批、审批改为备案、实行告知承诺、优化审批服务
浙江.two | life cycles (浙江) | ch. 3 §2 (浙江) | 835:61 | 两个 | 2
    个人出生、企业准入
山东.two | life cycles (山东) | box 35 | 879:23 | 两个全生命周期 | 2
    企业从开办、个人从出生
重庆.six | departments that feed the data base (重庆) | ch. 3 §2 (重庆) | 972:199 | 6 个部门 | 6
    公安、民政、人力社保、卫生健康、司法、残联
云南.three | ways in which hotlines were merged (云南) | box 45 | 1008:81 | 3 种方式 | 3
    整体并入、双号并行、设分中心
陕西.four | points of access (陕西) | ch. 3 §2 (陕西) | 1029:120 | 四端 | 4
    移动端、PC 端、自助端、大厅端
宁夏.nine | common systems (宁夏) | ch. 3 §2 (宁夏) | 1055:86 | 9 个共性 | 9
    身份认证、政务服务事项管理、电子证照、电子签章、公共支付、好差评、投诉反馈、空间地理信息、社会信用
兵团.four | ways in which licences are reformed (新疆兵团) | box 52 | 1077:95 | 四种方式 | 4
    直接取消审批、审批改为备案、实行告知承诺、优化审批服务
# news2020
unified.2020 | things that the platform unifies | article, part 2 | 27:304 | 七個統 | 7
    身份認證、證照服務、事項服務、投訴建議、好差評、用戶服務、搜索服務
linked.2020 | things that the platform links | article, part 3 | 37:97 | 五通 | 5
    用戶通、系統、數據通、證照通、業
# news2022
unified.2022 | things that the platform unifies | article, part 2 | 39:74 | 七个统一 | 7
    统一身份认证、统一证照服务、统一事项服务、投诉建议、统一好评差评、统一用户服务、统一搜索服务
cases | best cases named | city news | 73:89 77-77 | 8个综合类案例 | 8
    知识产权服务业、医疗产业、融资租赁、现代物流业、公共管理服务、高新技术产业、跨境贸易便利化、
    强化人才保障
# news2021
southwest | provinces of the southwest that share services | article, part 2 (regions) | 51:65 | 五省区市 | 5
    重庆、四川、贵州、云南、西藏
# articles2020
dimensions | sides of the business environment | article 2, §01 | 2:563 | 4个方面 | 4
    市场环境、政务环境、法律政策环境、人文环境
grades | grades named in order | article 2, §02 | 2:1416 | 7个等级 | 7
    A+、A、A-、B+、B、B-、C
grades.words | words for the grades | article 2, §02 | 2:1416 | 7个等级 | 7
    标杆、领先、前列、中上、中等、落后、托底
first_four | provinces named as the first four | article 2, §03 | 2:1828 | 前四名 | 4
    北京、上海、广东、四川
above.1 | regions named as above the national mean (summary) | article 2, §01 | 2:1053 | 四个地区 | 4
    华东、西南、华北、华南
above.2 | regions named as above the national mean | article 2, §04 | 2:2340 | 四个地区 | 4
    华东、西南、华北、华南
features | features of the business environment | article 2, §05 | 2:3098 | 三大特点 | 3
    层次化特征明显、均衡程度、不同区域
重庆.hundred | rates that are to be one hundred percent (重庆) | article 4 | 4:1381 | 五个100% | 5
    事项覆盖率、对象覆盖率、渠道覆盖率、差评整改率、差评回访率
tencent.three | fields of a private operator | article 6 | 6:296 | 三个领域 | 3
    民生服务、企业服务、政务协同
"""
"""``# source``; then for each list: name, what is counted, place, line and column of the number, where the names stand
where that is another line, the number as printed, its value; the names in indented lines."""


def _read(text: str) -> tuple[Listed, ...]:
    """The lists of :data:`_LISTS`."""
    out: list[Listed] = []
    source = ""
    for line in text.strip().split("\n"):
        if line.startswith("#"):
            source = line[2:]
        elif line.startswith(" "):
            names = tuple(name.strip() for name in line.split("、") if name.strip())
            out[-1] = out[-1]._replace(names=out[-1].names + names)
        else:
            name, what, place, where, printed, value = (part.strip() for part in line.split(" | "))
            spot, _, names_at = where.partition(" ")
            row, col = (int(n) for n in spot.split(":"))
            first, last = (row, row)
            if names_at:
                first, last = (0, 0) if names_at == "inside" else (int(n) for n in names_at.split("-"))
            out.append(Listed(name, what, Reading(source, place, row, col, printed), int(value), (), first, last))
    return tuple(out)


LISTED = _read(_LISTS)
"""Every number beside a list, in the order of the documents."""
