"""Chapter 04 run whole on other lists of scores: without cities, and with invented scores of every year and kind.

Nothing in its cells is edited. What is said of provinces of 2019 is the same each time, in words and in tables.
"""

import random
import re
import shutil

import nbformat
import pandas as pd
import pytest

from egov.book.inputs import repository_root
from egov.tables import data_folder

pytestmark = pytest.mark.slow
ENDS = {"低": (52, 65), "中": (65, 80), "高": (80, 90), "非常高": (90, 100)}
ADDED = [("province", 2017), ("province", 2018), ("city", 2018), ("province", 2020), ("city", 2020), ("city", 2021)]
SOURCE = 'invented,nobody,"Invented scores",,2023,repost,fair,invented,,,https://example.org,figures only\n'


def invented(folder, kind, year):
    """A score somewhere within the band of each unit, ranked."""
    bands = pd.read_csv(folder / "published/capacity_bands.csv", dtype=str, keep_default_na=False)
    own = bands[(bands["unit_type"] == kind) & (bands["year"] == str(year))]
    rng = random.Random(f"{kind} {year}")
    score = [round(rng.uniform(*ENDS[band]), 2) for band in own["value"]]
    own = own.assign(printed=[f"{x:.2f}" for x in score], value=[f"{x:.6g}" for x in score], source="invented")
    rank = pd.Series(score, own.index).rank(ascending=False, method="min").astype(int).astype(str)
    return own.assign(rank_as_printed=rank, place="list, rank " + rank, line="", col="")


def run(folder, monkeypatch):
    """Sentences of the chapter, English without addresses, as they are shown on the tables of a folder."""
    monkeypatch.setenv("EGOV_DATA", str(folder))
    monkeypatch.delenv("EGOV_PUBLISH", raising=False)  # writes, into that folder
    shown = []
    monkeypatch.setattr("egov.chapter.claims.display", lambda what, **_: shown.append(what["text/markdown"]))
    monkeypatch.setattr("egov.plots.show", lambda figure: None)
    monkeypatch.setattr("egov.plots.show_table", lambda *args: None)
    names = {}
    for cell in nbformat.read(repository_root() / "notebooks" / "04_regional.ipynb", 4).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, cell.id, "exec"), names)
    english = (re.split(r'<div class="(?:finding )?zh"', text)[0] for text in shown)
    return [re.sub(r"\]\([^)]*\)", "]", text) for text in english]


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The chapter as it is, without cities, and with more lists: sentences and folder of each."""
    found = {}
    for name in ("as it is", "no cities", "more"):
        folder = tmp_path_factory.mktemp(name.replace(" ", "")) / "data"
        shutil.copytree(data_folder(), folder)
        path = folder / "published/province_scores.csv"
        scores = pd.read_csv(path, dtype=str, keep_default_na=False)
        if name == "no cities":
            scores = scores[scores["unit_type"] == "province"]
        if name == "more":
            scores = pd.concat([scores, *(invented(folder, *key) for key in ADDED)])[scores.columns]
            sources = (folder / "sources.csv").read_text(encoding="utf-8").splitlines(keepends=True)
            text = "".join([sources[0], *sorted([*sources[1:], SOURCE])])
            (folder / "sources.csv").write_text(text, encoding="utf-8")
        scores.sort_values(["unit_type", "unit", "year"]).to_csv(path, index=False, lineterminator="\n")
        with pytest.MonkeyPatch.context() as monkeypatch:
            found[name] = run(folder, monkeypatch), folder
    return found


def tables(folder):
    return {path.name: path.read_text(encoding="utf-8").splitlines() for path in sorted(folder.glob("derived/*.csv"))}


def test_without_cities_only_what_is_said_of_cities_goes(runs):
    (before, folder), (after, without) = runs["as it is"], runs["no cities"]
    gone = [text for text in before if text not in after]
    finding = [text for text in gone if "eastern provincial units stood" in text]
    assert len(finding) == 1  # lists the gaps in printed scores by kind
    told = re.sub(r"; [^;]* cities in 2019", "", finding[0])
    assert re.sub(r"\s", "", told) in [re.sub(r"\s", "", text) for text in after]
    assert all(re.search("[Cc]it(y|ies)", text) for text in gone)
    assert len(after) == len(before) - len(gone) + 1
    for name, rows in tables(folder).items():
        assert [row for row in rows if not row.startswith("city,")] == [
            row for row in tables(without)[name] if not row.startswith("city,")
        ], name


def test_more_lists_are_judged_each_by_itself(runs):
    (before, folder), (after, more) = runs["as it is"], runs["more"]
    assert [text for text in before if text not in after and "eastern provincial units stood" not in text] == []
    for kind, year in ADDED:
        named = f"{'provinces' if kind == 'province' else 'cities'} of {year}"
        assert sum(f"The judgement on record, {named}" in text for text in after) == 1
    old, new = tables(folder), tables(more)
    for name in ("score_validation.csv", "regional_gaps.csv", "model_comparison.csv"):
        assert set(old[name]) < set(new[name])
    assert [name for name in old if old[name] != new[name]] == [
        "model_comparison.csv", "regional_gaps.csv", "score_validation.csv"
    ]  # fmt: skip
    added = [line for line in new["score_validation.csv"] if line not in old["score_validation.csv"]]
    assert len(added) == 32 * len(ADDED)
