"""The project's own reference tables: units, borders, sources, corrections."""

from __future__ import annotations

from egov.tables.schemas.capacity import REGIONS
from egov.tables.schemas.fields import UNIT, UNIT_TYPE, Field, Table, province_key

BELTS = ("east", "central", "west", "northeast")

UNITS = Table(
    "units",
    "",
    "The 64 units",
    "32 provincial units (31 provinces and 新疆兵团) and 32 cities, with their groupings, coordinates and tiles.",
    ("unit_type", "unit"),
    (
        UNIT_TYPE,
        Field("unit", "string", "short Chinese name, as Tables A-3 and A-4 print it"),
        Field("name_zh", "string", "full official name"),
        Field("name_en", "string", "English name"),
        Field("adcode", "string", "six-digit administrative code", pattern=r"\d{6}", required=False),
        Field("region7", "category", "region in the report's seven-region scheme", values=REGIONS),
        Field("belt", "category", "economic belt of the statistics bureau", values=BELTS),
        Field(
            "north_south",
            "category",
            "side of the Qinling–Huaihe line, by the larger part",
            values=("north", "south"),
        ),
        Field("straddles", "boolean", "whether the line crosses the unit, so that the side is a convention"),
        Field("parent", "string", "province of a city", required=False),
        Field("capital", "string", "seat of a province", required=False),
        Field("lon", "number", "longitude of the seat or city", unit="degrees east", minimum=73, maximum=136),
        Field("lat", "number", "latitude of the seat or city", unit="degrees north", minimum=3, maximum=54),
        Field("lonlat_source", "string", "where the coordinates come from"),
        Field("is_capital", "boolean", "whether a city is its province's capital", required=False),
        Field("tile_col", "integer", "column of its tile, from 0 in the west", minimum=0, maximum=20),
        Field("tile_row", "integer", "row of its tile, from 0 in the north", minimum=0, maximum=20),
        Field("order", "integer", "position in Table A-3 or A-4", minimum=1, maximum=32),
    ),
    min_rows=64,
)

CONTIGUITY = Table(
    "contiguity",
    "",
    "Land borders between the 31 provinces",
    "Symmetric: each border stands twice. 海南–广东 is across a strait and flagged.",
    ("unit", "neighbour"),
    (
        UNIT,
        Field("neighbour", "string", "a province that borders on it"),
        Field("kind", "category", "land border, or strait", values=("land", "strait")),
    ),
    min_rows=120,
    own_foreign_keys=province_key("unit") + province_key("neighbour"),
    gaps="新疆兵团 has no territory of its own and no row.",
)

SOURCES = Table(
    "sources",
    "",
    "Where the figures come from",
    "The five documents and the outside figures: publisher, date, how far to trust them, licence.",
    ("source",),
    (
        Field("source", "string", "key", pattern=r"[a-z0-9_]+"),
        Field("publisher", "string", "who published it"),
        Field("title_en", "string", "title in English, ours"),
        Field("title_zh", "string", "title in Chinese", required=False),
        Field("published_on", "string", "date of publication, as exact as known", pattern=r"\d{4}(-\d{2}){0,2}"),
        Field(
            "kind",
            "category",
            "what sort of publication",
            values=(
                "report",
                "newspaper",
                "index_release",
                "official_statistics",
                "international_survey",
                "repost",
                "web_page",
                "gazetteer",
            ),
        ),
        Field("reliability", "category", "how far to trust it", values=("very good", "good", "fair")),
        Field("reliability_note", "string", "why"),
        Field("text_copy", "string", "file name of our text copy, where there is one", required=False),
        Field("sha256", "string", "SHA-256 of the text copy", pattern=r"[0-9a-f]{64}", required=False),
        Field("address", "string", "where it was read, where known", required=False),
        Field("licence_note", "string", "what may be carried over"),
    ),
    min_rows=10,
)

CORRECTIONS = Table(
    "corrections",
    "",
    "Repairs that a check settles",
    "A known slip is never mended in the data: it is a row here, applied on load on request. `expect` guards it: "
    "where the table no longer shows it, applying is an error.",
    ("table", "key", "field"),
    (
        Field("table", "string", "table it applies to"),
        Field("key", "string", "the row's key, `column=value` joined by `;`"),
        Field("field", "string", "the column"),
        Field("printed", "string", "what is printed"),
        Field("corrected", "string", "what it should be"),
        Field("reason", "string", "what is wrong"),
        Field("evidence", "string", "the check that settles it"),
        Field("expect", "string", "value that the table must still hold"),
    ),
    min_rows=0,
)

TABLES = (UNITS, CONTIGUITY, SOURCES, CORRECTIONS)
