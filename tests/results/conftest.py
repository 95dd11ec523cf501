"""What the tests of results share: the data with one more year of bands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from egov.tables import data_folder


@pytest.fixture(scope="session")
def next_year(tmp_path_factory) -> Path:
    """A copy of the data with one more year of bands: everyone at 中 or below rises, 北京 falls."""
    folder = tmp_path_factory.mktemp("more") / "data"
    shutil.copytree(data_folder(), folder)
    path = folder / "published" / "capacity_bands.csv"
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    last = raw["year"].max()
    new = raw[raw["year"] == last].assign(year=str(int(last) + 1))
    value = new["value"].map({"低": "中", "中": "高", "高": "高", "非常高": "非常高"})
    value[new["unit"] == "北京"] = "高"
    new = new.assign(value=value, printed=value)
    text = pd.concat([raw, new]).sort_values(["unit_type", "unit", "year"])
    path.write_text(text.to_csv(index=False, lineterminator="\n"), encoding="utf-8")
    return folder
