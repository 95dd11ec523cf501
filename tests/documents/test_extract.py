"""With the five documents: extraction gives the published tables to the byte, and every figure is verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from egov.documents import verify
from egov.documents.corpus import Corpus
from egov.documents.extract import rows_by_table
from egov.documents.write import rows_text
from egov.tables.schemas import TABLES

pytestmark = pytest.mark.documents


def test_extraction_gives_the_published_bytes(corpus: Corpus, root: Path) -> None:
    tables = rows_by_table(corpus)
    assert set(tables) == {name for name, table in TABLES.items() if table.published}
    for name, rows in tables.items():
        path = root / "data" / TABLES[name].path
        assert rows_text(TABLES[name], rows).encode() == path.read_bytes(), name


def test_every_published_figure_stands_where_it_says(corpus: Corpus, root: Path) -> None:
    report = verify.verify(corpus, root / "data")
    assert report.misses == []
    assert sum(report.checked.values()) >= 2180
