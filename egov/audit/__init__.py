"""Whether documents agree with themselves and each other: printed figures held against what repeats or limits them.

A check holds one printed :class:`Figure` against something else (:class:`Equal`, :class:`Same`, :class:`Within`,
:class:`Holds`, :class:`Open`) and gets a verdict, rounding taken exactly. Checks are rows of TOML files
(:mod:`egov.audit.rules`) or functions in families of an :class:`Audit`; :data:`AUDIT` is this book's.
"""

from __future__ import annotations

import pandas as pd

from egov.audit import bizenv, hardware, printed  # noqa: F401  (state the families that are code)
from egov.audit.book import AUDIT, DATA, LISTS, READINGS
from egov.audit.check import (
    FAULTS,
    KINDS,
    VERDICTS,
    Audit,
    Check,
    Equal,
    Holds,
    Open,
    Result,
    Same,
    Within,
)
from egov.audit.planted import LEAST_CAUGHT, REDUNDANCIES, planted, shares
from egov.audit.quantity import AuditError, Figure, Quantity
from egov.audit.rules import read
from egov.audit.slips import SLIPS, Slip, by_slip, read_slips
from egov.audit.tables import Load, Tables

__all__ = [
    "AUDIT",
    "DOCUMENTS",
    "FAULTS",
    "KINDS",
    "LEAST_CAUGHT",
    "REDUNDANCIES",
    "SLIPS",
    "VERDICTS",
    "Audit",
    "AuditError",
    "Check",
    "Equal",
    "Figure",
    "Holds",
    "Open",
    "Quantity",
    "Result",
    "Same",
    "Slip",
    "Tables",
    "Within",
    "by_slip",
    "checks",
    "planted",
    "read",
    "read_slips",
    "readings",
    "shares",
]

for _name in ("report", "text", "counters", "bizenv", "hardware", "outside"):
    read(AUDIT, DATA / f"{_name}.toml")

DOCUMENTS = {
    "report2022": "Capability report 2022",
    "articles2020": "Articles 2020 (business environment, Chongqing)",
    "news2020": "News on the 2020 edition",
    "news2021": "Newspaper page 2021",
    "hardware": "Yongkang hardware index",
    "news2022": "Feature 2022",
    "outside": "Outside figures",
}
"""The documents; the hardware release stands on the newspaper page of 2021 and counts apart."""


def checks(load: Load, audit: Audit = AUDIT) -> pd.DataFrame:
    """``derived/audit.csv``: one row a check with its verdict, sorted by id.

    Raises :class:`AuditError` for a check that is not well stated, naming its family.
    """
    frame = pd.DataFrame(audit.run(load), columns=list(Result._fields))
    frame = frame.astype({"line": "Int64", "col": "Int64"})
    release = frame["source"].str.startswith("hardware") | frame["place"].str.startswith("hardware")
    document = frame["source"].where(frame["source"].isin(list(DOCUMENTS)), "outside").mask(release, "hardware")
    frame.insert(4, "document", document)
    texts = ["place", "table", "row", "recomputed", "note"]
    frame[texts] = frame[texts].replace("", None)
    return frame.sort_values("check", ignore_index=True)


def readings() -> pd.DataFrame:
    """``derived/audit_readings.csv``: the fragments that the audit reads beside the tables, each place once."""
    frame = pd.DataFrame([*READINGS, *LISTS])[["source", "place", "line", "col", "printed"]]
    return frame.drop_duplicates(ignore_index=True)
