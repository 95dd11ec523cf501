"""The five documents and the reference folder, opened from a folder that the caller names."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from egov.documents.locate import Document, ReadError

DOCUMENTS = {
    "news2021": "000_c68f78451d92cb8a.txt",
    "report2022": "001_940000f00b2c2455.txt",
    "news2022": "002_042cf3962562546d.txt",
    "articles2020": "003_bcbffdc52c38e4ee.txt",
    "news2020": "004_258f816d649d20a8.txt",
}
"""Key in ``sources`` → file name of the text copy, in the order in which mentions are counted."""

REFERENCE = (
    "capacity_2016_means.csv",
    "egdi_china.csv",
    "hardware_index_other_months.csv",
    "hardware_weekly_price_index.csv",
    "province_covariates.csv",
    "province_scores_2019.csv",
    "city_scores_2019.csv",
)


@dataclass(frozen=True)
class Corpus:
    """The documents by key, and the folder of the reference files."""

    documents: dict[str, Document]
    reference: Path

    @classmethod
    def open(cls, folder: str | Path) -> Corpus:
        """Open the documents' folder; ``reference`` is its sibling, as in ``shared/sources``, ``shared/reference``.

        The folder may also be their common parent. :class:`ReadError` lists every file that is missing.
        """
        folder = Path(folder)
        if (folder / "sources").is_dir():
            folder = folder / "sources"
        if not folder.is_dir():
            raise ReadError(
                f"no folder {folder}: name the folder that holds the five documents "
                f"({', '.join(DOCUMENTS.values())}), for example SOURCES=../shared/sources"
            )
        reference = folder.parent / "reference"
        missing = [name for name in DOCUMENTS.values() if not (folder / name).is_file()]
        missing += [f"../reference/{name}" for name in REFERENCE if not (reference / name).is_file()]
        if missing:
            raise ReadError(f"in {folder} these files are missing: {', '.join(missing)}")
        return cls({key: Document.read(key, folder / name) for key, name in DOCUMENTS.items()}, reference)

    def __getitem__(self, source: str) -> Document:
        """The document of that key."""
        return self.documents[source]

    def reference_rows(self, name: str) -> list[dict[str, str]]:
        """The rows of a reference file as strings; :class:`ReadError` names what is not as expected, and where."""
        try:
            text = (self.reference / name).read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise ReadError(f"{name}: not UTF-8 at byte {error.start}") from None
        reader = csv.DictReader(io.StringIO(text, newline=""))
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise ReadError(f"{name}, line {reader.line_num}: not one cell for each column")
            rows.append(_Cells(row, name))
        return rows


class _Cells(dict[str, str]):
    """A row of a reference file: a column that is not there is an error of the file."""

    def __init__(self, row: dict[str, str], name: str) -> None:
        """Keep the cells and the file's name."""
        super().__init__(row)
        self._name = name

    def __missing__(self, column: str) -> str:
        raise ReadError(f"{self._name}: no column {column!r}")
