"""Every published, reference and derived table, declared once: the JSON files of this folder.

>>> TABLES["capacity_bands"].full_key
('unit_type', 'unit', 'year', 'mention')
"""

from __future__ import annotations

from pathlib import Path

from egov.tables.schemas.fields import Field, ForeignKey, Table, read_tables

FILES = (
    "capacity",
    "bizenv",
    "hardware",
    "national",
    "events",
    "reference",
    "derived_national",
    "derived_hardware",
    "derived_audit",
    "derived_year_over_year",
    "derived_recovered",
    "derived_regional",
    "derived_headlines",
)
"""The files in the order in which the codebook and the data package list their tables."""

TABLES: dict[str, Table] = {
    table.name: table for file in FILES for table in read_tables(Path(__file__).with_name(f"{file}.json"))
}

# the words of the documents that more than one module needs
UNIT_TYPES = TABLES["capacity_bands"].field("unit_type").values
BANDS = TABLES["capacity_bands"].field("value").values
BAND_LIMITS = TABLES["capacity_bands"].field("value").limits
REGIONS = TABLES["capacity_regions"].field("region").values
PROVINCES = TABLES["bizenv_scores"].field("province").values
GRADES = TABLES["bizenv_grades"].field("better").values[::-1]  # from the lowest to the best
DIMENSIONS = TABLES["bizenv_dimensions"].field("dimension").values
FAMILIES = TABLES["hardware_index"].field("family").values
INDUSTRIES = TABLES["hardware_industries"].field("industry").values

__all__ = ["BANDS", "TABLES", "UNIT_TYPES", "Field", "ForeignKey", "Table"]
