"""What each table holds, and one loader for all of them.

>>> from egov import tables
>>> tables.load("capacity_regions")["value"].max()
np.float64(93.06)
"""

from __future__ import annotations

from egov.tables.errors import TableError
from egov.tables.load import data_folder, load
from egov.tables.schemas import TABLES

__all__ = ["TABLES", "TableError", "data_folder", "load"]
