"""Planted slips: a copy of the tables with one figure changed, and whether the audit contradicts.

The redundancies are written out in ``egov.results.audit.redundancies``; the operators are fixed: the last digit one
up or down, two neighbouring digits swapped, a band one step up or down.
"""

from __future__ import annotations

from collections import Counter

import pytest

from egov.results.audit import LEAST_CAUGHT
from egov.results.audit.mutation import all_mutants, mutants_of, shares, tally, trials
from egov.results.audit.redundancies import REDUNDANCIES, Redundancy
from egov.results.audit.tables import Row, Tables
from egov.tables import load


def test_the_list_is_whole():
    names = [r.name for r in REDUNDANCIES]
    assert len(names) == len(set(names))
    assert {r.kind for r in REDUNDANCIES} == {"equality", "range"}
    mutants = all_mutants(Tables(load))
    assert {m.redundancy for m in mutants} == set(names)
    assert len(mutants) > 2000


def _row(printed: str, value: str) -> Row:
    key = {"region": "华东", "year": 2021, "measure": "mean", "mention": 1}
    where = {"source": "s", "place": "p", "line": None, "col": None}
    return Row("capacity_regions", {**key, "printed": printed, "value": value, **where})


@pytest.mark.parametrize(
    ("printed", "value", "expected"),
    [
        ("88.07", "88.07", {("88.08", "88.08"), ("88.06", "88.06"), ("80.87", "80.87"), ("88.70", "88.7")}),
        ("19", "19", {("20", "20"), ("18", "18"), ("91", "91")}),
        ("0", "0", {("1", "1")}),
        ("2.26 亿", "226000000", {("2.27 亿", "227000000"), ("2.25 亿", "225000000"), ("2.62 亿", "262000000")}),
        ("62.50%", "62.5", {("62.51%", "62.51"), ("62.49%", "62.49"), ("26.50%", "26.5"), ("65.20%", "65.2"),
                            ("62.05%", "62.05")}),
        ("六", "6", {("7", "7"), ("5", "5")}),
        ("非常高", "非常高", {("高", "高")}),
        ("中", "中", {("高", "高"), ("低", "低")}),
        ("B+", "B+", {("A-", "A-"), ("B", "B")}),
    ],
)  # fmt: skip
def test_operators(printed, value, expected):
    redundancy = Redundancy("r", "equality", "t", "why", lambda t, row: True)
    made = {(m.printed, m.value) for m in mutants_of(redundancy, 0, _row(printed, value))}
    assert made == expected


def test_a_change_carries_its_sign():
    redundancy = Redundancy("r", "equality", "t", "why", lambda t, row: True)
    made = {(m.printed, m.value) for m in mutants_of(redundancy, 0, _row("0.59", "-0.59"))}
    assert ("0.60", "-0.6") in made


def test_a_copy_shares_what_it_does_not_change():
    tables = Tables(load)
    rows = tables.all("capacity_regions")
    copy = tables.with_row("capacity_regions", 0, printed="1.00", value="1")
    assert copy.all("capacity_regions")[0].number == 1
    assert tables.all("capacity_regions")[0].number != 1
    assert copy.all("capacity_regions")[1] is rows[1]


@pytest.mark.slow
def test_a_sample_of_planted_slips_is_caught():
    """Eighty of the list, run anew; the whole list is compared with ``derived/audit_planted.csv`` by test-slow."""
    table = shares(tally(trials(load, sample=80, seed=1))).query("redundancy == 'all'").set_index("kind")
    for kind, least in LEAST_CAUGHT.items():
        assert table["share"][kind] >= least


def test_the_whole_list_is_in_the_table():
    planted = load("audit_planted")
    listed = Counter(m.redundancy for m in all_mutants(Tables(load)))
    assert planted.groupby("redundancy")["mutants"].sum().to_dict() == dict(listed)
    assert (planted["caught"] <= planted["noticed"]).all()
    assert (planted["noticed"] <= planted["mutants"]).all()


def test_share_caught_in_all():
    table = shares(load("audit_planted")).query("redundancy == 'all'").set_index("kind")
    for kind, least in LEAST_CAUGHT.items():
        assert table["share"][kind] >= least


def test_an_audit_reads_a_changed_folder(tmp_path):
    """From a data folder on disk: the way a planted slip would come."""
    import shutil
    from functools import partial

    from egov.results import audit
    from egov.tables import data_folder

    folder = tmp_path / "data"
    shutil.copytree(data_folder(), folder)
    path = folder / "published" / "capacity_means.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count("62.5,1,62.50%") >= 1
    path.write_text(text.replace("62.5,1,62.50%", "62.6,1,62.60%", 1), encoding="utf-8", newline="\n")
    before, after = audit.table(load), audit.table(partial(load, data=folder))
    changed = after[after["verdict"].isin(audit.FAULTS) & ~before["verdict"].isin(audit.FAULTS)]
    assert changed["family"].tolist() == ["share_above"]
