"""Planted slips: tables with one figure changed, and whether the audit contradicts."""

from __future__ import annotations

from functools import cache

import pytest

from egov.audit import AUDIT, FAULTS, LEAST_CAUGHT, REDUNDANCIES, shares
from egov.audit.planted import Redundancy, all_mutants, mutants_of, trials
from egov.audit.tables import Row
from egov.tables import load

kept = cache(load)


@pytest.fixture(scope="module")
def tables():
    return AUDIT.tables(kept)


@pytest.fixture(scope="module")
def mutants(tables):
    return all_mutants(tables)


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
        ("六", "6", {("7", "7"), ("5", "5")}),
        ("非常高", "非常高", {("高", "高")}),
        ("中", "中", {("高", "高"), ("低", "低")}),
        ("B+", "B+", {("A-", "A-"), ("B", "B")}),
    ],
)  # fmt: skip
def test_operators(printed, value, expected):
    made = {(m.printed, m.value) for m in mutants_of(Redundancy("r", "equality", "t", "why"), _row(printed, value))}
    assert made == expected


def test_a_change_carries_its_sign():
    made = mutants_of(Redundancy("r", "equality", "t", "why"), _row("0.59", "-0.59"))
    assert ("0.60", "-0.6") in {(m.printed, m.value) for m in made}


def test_the_whole_list_is_in_the_table(mutants):
    planted = kept("audit_planted")
    assert planted.groupby("redundancy")["mutants"].sum().to_dict() == {
        r.name: sum(m.redundancy is r for m in mutants) for r in REDUNDANCIES
    }
    assert (planted["caught"] <= planted["noticed"]).all()
    assert (planted["noticed"] <= planted["mutants"]).all()


def test_share_caught():
    table = shares(kept("audit_planted")).query("redundancy == 'all'").set_index("kind")
    for kind, least in LEAST_CAUGHT.items():
        assert table["share"][kind] >= least


def test_parts_that_read_a_cell_are_all_that_its_change_can_touch(tables, mutants):
    """A sample of the list on the whole audit, every family anew on tables read anew: the same verdict each."""
    chosen = mutants[7::400]
    before = {r.check: r.verdict for r in AUDIT.run(tables)}
    for trial in trials(tables, chosen):
        table, position = trial.mutant.row.cell
        fresh = AUDIT.tables(kept)
        fresh.all(table)[position].change(printed=trial.mutant.printed, value=trial.mutant.value)
        now = {r.check: r.verdict for r in AUDIT.run(fresh)}
        caught = any(v in FAULTS and before.get(c) not in FAULTS for c, v in now.items())
        assert (trial.caught, trial.noticed) == (caught, now != before), trial.mutant
