"""The tables of the business-environment article (2020 report)."""

from __future__ import annotations

from egov.tables.schemas.fields import Field, Table, province_key, value

MEASURES = (
    "score",
    "rank",
    "grade",
    "gdp_per_capita_rank",
    "balance_rank",
    "market_rank",
    "government_rank",
    "legal_rank",
    "culture_rank",
)
GRADES = ("C", "B-", "B", "B+", "A-", "A", "A+")
GROUPS = (
    "nation",
    "yangtze_delta",
    "maritime_silk_road",
    "eastern_leading",
    "jing_jin_ji",
    "yangtze_belt",
    "central_rise",
    "yellow_river",
    "northeast_revival",
    "western_development",
    "silk_road_belt",
)
DIMENSIONS = ("market", "government", "legal", "culture")
PROVINCES = (
    *("北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江"),
    *("安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆"),
    *("四川", "贵州", "云南", "西藏", "陕西", "甘肃", "青海", "宁夏", "新疆"),
)
"""The 31 provinces that the article ranks, in the administrative order of Table A-3."""

_GROUP = Field("group", "category", "development strategy, or the nation", values=GROUPS)
_DIMENSION = Field(
    "dimension",
    "category",
    "sub-environment: market 市场, government 政务, legal 法律政策, culture 人文",
    values=DIMENSIONS,
)
_PROVINCE = Field("province", "string", "one of the 31 provinces; key into units", values=PROVINCES)

BIZENV_SCORES = Table(
    "bizenv_scores",
    "published",
    "Business environment of 22 provinces",
    "Score, rank, grade, and ranks of GDP per capita, balance and the four sub-environments, for the provinces whose "
    "paragraph the article prints. Grades and ranks that the article gives once more elsewhere are further mentions.",
    ("province", "measure"),
    (
        _PROVINCE,
        Field("measure", "category", "what is printed", values=MEASURES),
        value("a score (points), a rank (1 is best; a word such as 倒数第二 counted from 31) or a grade", "string"),
    ),
    min_rows=190,
    own_foreign_keys=province_key("province"),
    gaps="Nine of 31 provinces have no paragraph; that of 北京 states no number for the GDP rank.",
)

BIZENV_GROUPS = Table(
    "bizenv_groups",
    "published",
    "Means and stated sizes of development strategies",
    "Ten strategies (the article says nine) and the nation.",
    ("group", "measure"),
    (
        _GROUP,
        Field("name_zh", "string", "name of the strategy"),
        Field("measure", "category", "mean score or number of provinces stated", values=("mean", "stated_size")),
        value("points for a mean, provinces for a size", minimum=0, maximum=100),
    ),
    min_rows=20,
    gaps="The means of the seven regions are shown only in a picture.",
)

BIZENV_MEMBERS = Table(
    "bizenv_members",
    "published",
    "Members of the strategies in the order printed",
    "Slips are kept as printed: a name doubled, a stated size that the list does not have.",
    ("group", "position"),
    (
        _GROUP,
        Field("position", "integer", "position in the printed list, from 1", minimum=1),
        _PROVINCE,
        value("the province", "string"),
    ),
    min_rows=70,
    own_foreign_keys=province_key("province"),
)

BIZENV_LISTS = Table(
    "bizenv_lists",
    "published",
    "Ordered lists and statements of order",
    "The ten best provinces in order; the grades given in prose; the seven regions in the order stated.",
    ("list", "position"),
    (
        Field(
            "list",
            "category",
            "which list: the ten best, members of a grade in prose, regions in order, regions above and below the mean,"
            " strategies above and below the mean, balanced and unbalanced provinces named",
            values=(
                "top_ten",
                "grade_A+",
                "grade_A",
                "grade_B",
                "grade_B-",
                "regions_order",
                "regions_above_mean",
                "regions_below_mean",
                "strategies_above_mean",
                "strategies_below_mean",
                "balanced_top_ten_named",
                "unbalanced_in_top_ten",
                "balanced_in_top_four",
            ),
        ),
        Field("position", "integer", "position in the printed list, from 1", minimum=1),
        Field("name_zh", "string", "member: a province (key into units), a region, or a strategy"),
        value("the member", "string"),
    ),
)

BIZENV_DIMENSIONS = Table(
    "bizenv_dimensions",
    "published",
    "The four sub-environments",
    "National means, the five leading provinces, and the scores printed for them.",
    ("dimension", "measure", "rank"),
    (
        _DIMENSION,
        Field(
            "measure",
            "category",
            "national mean, provinces above it, a leading province, its score",
            values=("mean", "n_above", "leader", "score"),
        ),
        Field("rank", "integer", "rank of the leader, from 1; 0 for a figure of the nation", minimum=0),
        Field("province", "string", "the leader; key into units", values=PROVINCES, required=False),
        value("points, provinces, or the leader's name", "string"),
    ),
    min_rows=20,
    own_foreign_keys=province_key("province"),
)

TABLES = (BIZENV_SCORES, BIZENV_GROUPS, BIZENV_MEMBERS, BIZENV_LISTS, BIZENV_DIMENSIONS)
