"""The tables of the capability assessment (2022 edition, year assessed 2021)."""

from __future__ import annotations

from egov.tables.schemas.fields import BAND, BANDS, UNIT, UNIT_KEY, UNIT_TYPE, YEAR, Field, Table, province_key, value

_CODE = Field("code", "string", "indicator code: `total`, `A`…`E`, or `A1`…", pattern=r"(total|[A-E]([1-9](-[1-9])?)?)")
REGIONS = ("华北", "东北", "华东", "华中", "华南", "西南", "西北")
_REGION = Field("region", "category", "one of the report's seven regions", values=REGIONS)

CAPACITY_BANDS = Table(
    "capacity_bands",
    "published",
    "Capability bands of 64 units",
    "Tables A-3 and A-4: the band of each of 32 provincial units (2017–2021) and 32 cities (2018–2021).",
    ("unit_type", "unit", "year"),
    (UNIT_TYPE, UNIT, YEAR, value("the band", "category", values=BANDS, ordered=True)),
    min_rows=288,
    gaps="Cities have no 2017. Scores behind the bands are not published, but for 2019 (see province_scores).",
    own_foreign_keys=UNIT_KEY,
    years={"province": (2017, 2021), "city": (2018, 2021)},
)

CAPACITY_MEANS = Table(
    "capacity_means",
    "published",
    "National means of the index and its indicators",
    "Means over the 32 provincial units or 32 cities, and how many units stand above: chapter 4, the digest, and "
    "earlier years where a mean is printed. One code means different things for provinces and cities (A2 …), so "
    "the name stands beside it.",
    ("unit_type", "year", "code", "measure"),
    (
        UNIT_TYPE,
        YEAR,
        _CODE,
        Field(
            "measure",
            "category",
            "what is printed: the mean, the number of units above it, their share",
            values=("mean", "n_above", "share_above"),
        ),
        Field("name_zh", "string", "name of the indicator"),
        Field("name_en", "string", "name of the indicator in English"),
        value("points (0–100) for a mean, units for n_above, percent for share_above", minimum=0, maximum=100),
    ),
    min_rows=126,
    shares=("share_above",),
    gaps="Counts above the mean are not printed for the five first-level indicators, nor for the cities' total.",
)

CAPACITY_REGIONS = Table(
    "capacity_regions",
    "published",
    "Regional means 2021",
    "Mean index of the provincial units in each of the report's seven regions.",
    ("region", "year", "measure"),
    (
        _REGION,
        YEAR,
        Field("measure", "category", "what is printed", values=("mean",)),
        value("points (0–100)", minimum=0, maximum=100),
    ),
    min_rows=7,
    gaps="No regional mean is printed for another year, nor for cities.",
)

CAPACITY_DISTRIBUTION = Table(
    "capacity_distribution",
    "published",
    "How many units stand in each band",
    "Counts and shares of units by band that a text states: chapter 2 for 2021, and every count that a document "
    "states for another year, 2016 included.",
    ("unit_type", "year", "band", "measure"),
    (
        UNIT_TYPE,
        YEAR,
        BAND,
        Field("measure", "category", "count of units or share of all", values=("count", "share")),
        value("units for count, percent for share", minimum=0, maximum=100),
    ),
    min_rows=20,
    shares=("share",),
)

CAPACITY_LEADERS = Table(
    "capacity_leaders",
    "published",
    "The ten leading units by first-level indicator",
    "Tables 2-3 and 2-4, and the same lists in the chapter's text. The order within a list is administrative, not "
    "a rank.",
    ("unit_type", "code", "unit"),
    (UNIT_TYPE, _CODE, UNIT, YEAR, value("the unit", "string")),
    min_rows=100,
    own_foreign_keys=UNIT_KEY,
)

CAPACITY_RISERS = Table(
    "capacity_risers",
    "published",
    "The (+) marks of 2021",
    "Units that Tables 2-1 and 2-2 mark as risen to a higher band.",
    ("unit_type", "year", "unit"),
    (UNIT_TYPE, YEAR, UNIT, value("always `rise`", "string", values=("rise",))),
    min_rows=22,
    own_foreign_keys=UNIT_KEY,
)

CAPACITY_LISTINGS = Table(
    "capacity_listings",
    "published",
    "Units that a table or a sentence lists under a band or a move",
    "Beyond Tables A-3 and A-4: the cells of Tables 2-1 and 2-2, the risers that chapter 2 names, and the "
    "statements of chapter 3 on each region. What the audit holds against the bands. The three leaders of 2016 come "
    "from the reference folder; Table A-3 starts with 2017.",
    ("unit_type", "year", "unit", "relation"),
    (
        UNIT_TYPE,
        YEAR,
        UNIT,
        Field("relation", "category", "stands in a band, or rose to it", values=("band", "rise")),
        Field(
            "from_band",
            "category",
            "band before the rise, as stated",
            values=BANDS,
            ordered=True,
            required=False,
        ),
        value("the band stated", "category", values=BANDS, ordered=True),
    ),
    min_rows=100,
    gaps="`printed` is the unit's name as printed; where the text copy breaks a name at a page end, the part "
    "before the break.",
    own_foreign_keys=UNIT_KEY,
)

INDICATORS = Table(
    "indicators",
    "published",
    "The two indicator systems",
    "Tables A-1 (provinces: 5, 21, 55) and A-2 (cities: 5, 17, 41).",
    ("unit_type", "code"),
    (
        UNIT_TYPE,
        _CODE,
        Field("level", "integer", "1 first-level, 2 second-level, 3 third-level", minimum=1, maximum=3),
        Field("parent", "string", "code of the parent; empty at the first level", required=False),
        Field("name_zh", "string", "name as printed; spaces of the layout and a bracket behind the name removed"),
        Field("name_en", "string", "our English name"),
        value("the code", "string"),
    ),
    min_rows=144,
    gaps="No weights are printed. The text copy of Table A-2 lacks the code E: there `printed` is the name.",
)

POLICIES = Table(
    "policies",
    "published",
    "Provincial digital-government plans",
    "Table A-5: fifteen policy documents. `printed` is the document number.",
    ("region", "document_number"),
    (
        Field("region", "string", "provincial unit; key into units"),
        Field("document_number", "string", "number as printed"),
        Field("title_zh", "string", "name of the document"),
        Field("issued_in", "integer", "year in the document number", minimum=2010, maximum=2030),
        Field("covers_from", "integer", "first year of the plan, from its title", minimum=2010, required=False),
        Field("covers_to", "integer", "last year of the plan, from its title", minimum=2010, required=False),
        value("the number in its official form, year in 〔〕", "string"),
    ),
    min_rows=15,
    own_foreign_keys=province_key("region"),
    gaps="The table is headed *some regions*: a province that is absent may have a plan.",
)

INSTITUTIONS = Table(
    "institutions",
    "published",
    "Provincial data and service institutions",
    "Table A-6: institutions by provincial unit, their type and level, at the end of 2021.",
    ("region", "name_zh"),
    (
        Field("region", "string", "provincial unit; key into units"),
        Field("name_zh", "string", "name of the institution"),
        Field(
            "type",
            "category",
            "kind of body as printed: 行政 administrative, 事业 public institution, 法定机构 statutory",
            values=("行政", "事业", "法定机构"),
        ),
        Field(
            "level",
            "category",
            "rank as printed: full or deputy department level",
            values=("副厅级", "正厅级"),
            ordered=True,
        ),
        Field("position", "integer", "position in Table A-6", minimum=1),
        value("the name", "string"),
    ),
    min_rows=42,
    own_foreign_keys=province_key("region"),
    gaps="A snapshot; no year of foundation.",
)

CLAIMS = Table(
    "claims",
    "published",
    "Statements that fit no other table",
    "Growth rates, limits of the bands, numbers of indicators, regions, institutions and units, counts of moves and of "
    "units by region: single figures that the audit holds against the tables.",
    ("claim",),
    (
        Field("claim", "string", "short id in English", pattern=r"[a-z0-9_]+"),
        Field("subject_en", "string", "what is counted or measured, in our words"),
        Field("year", "integer", "year the figure is about", minimum=2000, maximum=2040, required=False),
        Field("base_year", "integer", "year compared with, for a growth", minimum=2000, required=False),
        Field("unit_of_measure", "string", "unit of the value"),
        Field(
            "qualifier",
            "category",
            "whether the figure is exact or open",
            values=("exact", "over", "about", "nearly"),
        ),
        value("a number"),
    ),
    gaps="Eight figures on who was assessed, on institutions and on plans are counts as well and stand in "
    "`platform_counters` too, each with the same line and column: count a figure once where both tables are read.",
)

TABLES = (
    CAPACITY_BANDS,
    CAPACITY_MEANS,
    CAPACITY_REGIONS,
    CAPACITY_DISTRIBUTION,
    CAPACITY_LEADERS,
    CAPACITY_RISERS,
    CAPACITY_LISTINGS,
    INDICATORS,
    POLICIES,
    INSTITUTIONS,
    CLAIMS,
)
