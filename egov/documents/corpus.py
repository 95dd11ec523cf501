"""The five documents and the reference folder, opened from a folder that the caller names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
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

    def reference_rows(self, name: str) -> list[Cells]:
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
            rows.append(Cells(row, name, reader.line_num))
        return rows


class Cells(dict[str, str]):
    """A row of a reference file; a cell that is not as expected is told with file, row, column and value.

    >>> Cells({"rank": "45"}, "a.csv", 2).whole("rank")
    45
    """

    def __init__(self, row: dict[str, str], name: str, number: int) -> None:
        """Keep the cells, the file's name and the row's number."""
        super().__init__(row)
        self.name, self.number = name, number

    def __missing__(self, column: str) -> str:
        """A column that is not there is an error of the file."""
        raise ReadError(f"{self.name}: no column {column!r}")

    def error(self, column: str, expected: str) -> ReadError:
        """What is wrong with a cell, and where."""
        return ReadError(f"{self.name}, row {self.number}, column {column!r}: {self[column]!r} is not {expected}")

    def figure(self, column: str) -> Decimal:
        """A finite number."""
        try:
            value = Decimal(self[column])
        except InvalidOperation:
            value = Decimal("nan")
        if not value.is_finite():
            raise self.error(column, "a number")
        return value

    def whole(self, column: str) -> int:
        """A whole number."""
        if (value := self.figure(column)) != int(value):
            raise self.error(column, "a whole number")
        return int(value)

    def one_of(self, column: str, known: Iterable[str]) -> str:
        """A name that must be among the known ones."""
        if self[column] not in known:
            raise self.error(column, f"one of {', '.join(known)}")
        return self[column]
