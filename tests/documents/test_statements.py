"""What the news articles and the reference folder state for egdi and the capability tables."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from egov.documents import statements
from egov.documents.corpus import Corpus
from egov.documents.locate import ReadError

pytestmark = pytest.mark.documents


def test_ranks(corpus: Corpus) -> None:
    rows = statements.extract(corpus)["egdi"]
    assert [(r["edition"], r["measure"], r["value"], r["source"], r["place"]) for r in rows] == [
        (2020, "rank", 45, "news2021", "headline"),
        (2018, "rank", 65, "news2021", "article, lead"),
        (2020, "rank", 45, "news2021", "article, lead"),
        (2022, "n_members", 193, "news2022", "article, part 1"),
        (2012, "rank", 78, "news2022", "article, part 1"),
        (2022, "rank", 43, "news2022", "article, part 1"),
    ]
    assert not any(r.get("_full") for r in rows)


def test_year_2016(corpus: Corpus) -> None:
    tables = statements.extract(corpus)
    means = {r["measure"]: (r["printed"], r["value"]) for r in tables["capacity_means"]}
    assert means == {"mean": ("77.70", Decimal("77.70")), "n_above": ("17", 17)}
    assert [r["unit"] for r in tables["capacity_listings"]] == ["浙江", "贵州", "江苏"]
    for name in ("capacity_means", "capacity_listings"):
        assert {(r["source"], r["line"], r["col"]) for r in tables[name]} == {("mean2016", None, None)}


@pytest.mark.parametrize(
    ("source", "old", "new", "line"),
    [
        ("news2021", "第65位", "前列", 9),
        ("news2021", "第45位", "前列", 3),
        ("news2022", "193个", "各个", 23),
        ("news2020", "9個增加", "九成增加", 17),
        ("news2020", "首次為零", "首次消失", 17),
    ],
)
def test_damage(damage, source: str, old: str, new: str, line: int) -> None:
    with pytest.raises(ReadError, match=source):
        statements.extract(damage(source, old, new, line))


@pytest.mark.parametrize(("old", "new"), [("浙江 贵州", "浙江"), ("very_high,", "top,"), ("贵州", "桂州")])
def test_damaged_reference(corpus: Corpus, tmp_path: Path, old: str, new: str) -> None:
    shutil.copytree(corpus.reference, tmp_path / "reference", copy_function=shutil.copyfile)
    path = tmp_path / "reference" / statements.REFERENCE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReadError):
        statements.extract(Corpus(corpus.documents, tmp_path / "reference"))
