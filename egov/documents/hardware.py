"""The Yongkang hardware index of June 2021: the release at the end of the news document.

:mod:`egov.documents.hardware_release` reads the prose of any month, :mod:`egov.documents.hardware_names` holds the
names it knows; the other months in hand come as figures, see :mod:`egov.documents.reference`.
"""

from __future__ import annotations

from collections import Counter

from egov.documents.corpus import Corpus
from egov.documents.hardware_names import FAMILIES
from egov.documents.hardware_release import read
from egov.documents.hardware_rows import Row
from egov.documents.locate import Document, ReadError

SOURCE = "news2021"
MONTH = "2021-06"
FIGURES = {"hardware_index": 54, "hardware_breadth": 32, "hardware_industries": 33}
"""How many figures the June 2021 release prints, table by table."""


def extract(corpus: Corpus) -> dict[str, list[Row]]:
    """The rows of ``hardware_index``, ``hardware_breadth`` and ``hardware_industries`` for June 2021."""
    return june_2021(corpus[SOURCE])


def june_2021(document: Document) -> dict[str, list[Row]]:
    """The June 2021 release; :class:`ReadError` where a family or a figure of it is missing."""
    rows = read(document.passage(r"(?m)^中国·永康五金指数\s*$")).rows
    families = list(dict.fromkeys(row["family"] for row in rows["hardware_index"]))
    months = list(dict.fromkeys(row["month"] for row in rows["hardware_index"]))
    if families != list(FAMILIES.values()) or months != [MONTH]:
        raise ReadError(
            f"document {document.source!r}, hardware release: families {families} of {months}, "
            f"expected {list(FAMILIES.values())} of {MONTH}"
        )
    for table, expected in FIGURES.items():
        if len(rows[table]) != expected:
            count = Counter(str(row["place"]) for row in rows[table])
            raise ReadError(
                f"document {document.source!r}, hardware release: {len(rows[table])} figures for {table}, expected "
                f"{expected}; read " + ", ".join(f"{n} in {place}" for place, n in count.items())
            )
    return rows
