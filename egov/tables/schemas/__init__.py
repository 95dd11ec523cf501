"""Every published and reference table, declared once.

>>> TABLES["capacity_bands"].full_key
('unit_type', 'unit', 'year', 'mention')
"""

from __future__ import annotations

from egov.tables.schemas import (
    bizenv,
    capacity,
    derived_audit,
    derived_hardware,
    derived_headlines,
    derived_national,
    derived_recovered,
    derived_regional,
    derived_year_over_year,
    events,
    hardware,
    national,
    reference,
)
from egov.tables.schemas.fields import BANDS, UNIT_TYPES, Field, ForeignKey, Table

TABLES: dict[str, Table] = {
    t.name: t
    for module in (
        capacity,
        bizenv,
        hardware,
        national,
        events,
        reference,
        derived_national,
        derived_hardware,
        derived_audit,
        derived_year_over_year,
        derived_recovered,
        derived_regional,
        derived_headlines,
    )
    for t in module.TABLES
}

__all__ = ["BANDS", "TABLES", "UNIT_TYPES", "Field", "ForeignKey", "Table"]
