"""One number of each derived table of chapter 07, computed again by other means; open counts in the small."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from egov.methods.open_counts import Span, values_allowed
from egov.methods.ordinal import cliffs_delta
from egov.tables import load


def test_growth_from_two_printed_figures():
    grown = load("counter_growth").set_index(["metric", "from_as_of", "reading"])
    items = grown.loc[("provincial_application_items_mean", "2018", "strict")]  # means of 1353 and 1655, rounded
    assert items["lower"] == pytest.approx(100 * (1654.5 / 1353.5 - 1), abs=5e-5)
    assert items["upper"] == pytest.approx(100 * (1655.5 / 1352.5 - 1), abs=5e-5)
    persons = grown.loc[("national_and_provincial_personal_users", "2018", "strict")]  # 339 million, 73 million more
    assert persons["lower"] == pytest.approx(100 * (339.5 / 267 - 1), abs=5e-5)
    assert persons["upper"] == pytest.approx(100 * (338.5 / 265 - 1), abs=5e-5)
    wide = grown[grown["joined"]].reset_index().pivot(index=["metric", "from_as_of"], columns="reading")
    assert (wide["lower"]["strict"] <= wide["lower"]["habit"]).all()
    assert (wide["upper"]["strict"].fillna(np.inf) >= wide["upper"]["habit"]).all()


def test_index_and_its_parts():
    survey = load("egdi").query("source == 'egdi_survey'").pivot(index="edition", columns="measure", values="value")
    tried = load("egdi_weights").set_index(["edition", "scheme"])
    mean = survey.loc[2008, ["online_service", "human_capital", "telecom_infrastructure"]] @ [0.34, 0.33, 0.33]
    assert tried.at[(2008, "online_034"), "recomputed"] == pytest.approx(mean, abs=5e-8)
    fits = tried[tried["reproduced"]].reset_index()
    assert fits.loc[fits["scheme"] != "equal", "edition"].tolist() == [2008, 2010]
    parts = load("egdi_decomposition").set_index(["from_edition", "to_edition", "part"])["value"]
    telecom = survey.at[2020, "telecom_infrastructure"] - survey.at[2018, "telecom_infrastructure"]
    assert parts[2018, 2020, "telecom_infrastructure"] == pytest.approx(telecom / 3, abs=5e-8)
    for (first, last), own in parts.groupby(["from_edition", "to_edition"]):
        assert own.drop("total", level="part").sum() == pytest.approx(own.xs("total", level="part").item(), abs=1e-12)
        change = survey.at[last, "egdi"] - survey.at[first, "egdi"]
        assert parts[first, last, "total"] == pytest.approx(change, abs=1e-12)


def test_offices_against_scipy():
    bands = load("capacity_bands").query("unit_type == 'province' and year == 2021 and unit != '新疆兵团'")
    code, has = bands["value"].cat.codes.to_numpy(), bands["unit"].isin(load("policies")["region"]).to_numpy()
    row = load("office_associations").set_index(["exposure", "outcome"]).loc[("plan_listed", "band")]
    delta = 2 * mannwhitneyu(code[has], code[~has]).statistic / (has.sum() * (~has).sum()) - 1
    assert row["effect"] == pytest.approx(delta, abs=5e-5)
    draws = np.random.default_rng(7).permuted(np.tile(code, (20_000, 1)), axis=1)
    score = np.sign(draws[:, has, None] - draws[:, None, ~has]).sum(
        axis=(1, 2), dtype=int
    )  # whole numbers: ties are ties
    seen = np.sign(np.subtract.outer(code[has], code[~has])).sum(dtype=int)
    assert (np.abs(score) >= abs(seen)).mean() == pytest.approx(row["p"], abs=0.01)


def test_delta_is_extreme_where_the_extreme_units_join():
    """The chapter tries only the highest and the lowest of the units that are not listed: brute force agrees."""
    codes = np.random.default_rng(7).integers(0, 4, 9)
    listed, others = codes[:3], np.sort(codes[3:])
    for more in (2, 3):
        found = [
            cliffs_delta([*listed, *others[list(kept)]], np.delete(others, kept)).estimate
            for kept in combinations(range(6), more)
        ]
        ends = [(others[:more], others[more:]), (others[-more:], others[:-more])]
        tried = [cliffs_delta([*listed, *joins], rest).estimate for joins, rest in ends]
        assert tried == pytest.approx([min(found), max(found)])


@pytest.mark.parametrize(
    ("value", "qualifier", "rounded", "reading", "lower", "upper"),
    [
        (9942, "exact", False, "strict", 9942, 9942),
        (488_000_000, "exact", True, "strict", 487_500_000, 488_500_000),
        (10**9, "over", True, "strict", 10**9, None),
        (62 * 10**9, "over", True, "habit", 62 * 10**9, 63 * 10**9),
        (900, "nearly", False, "strict", 0, 900),
        (900, "nearly", False, "habit", 800, 900),
        (5, "about", False, "strict", 0, None),
    ],
)
def test_values_that_a_count_allows(value, qualifier, rounded, reading, lower, upper):
    assert values_allowed(F(value), qualifier, rounded=rounded, reading=reading) == Span(lower, upper)


def test_changes_hold_every_pair_of_values():
    assert Span(F(5), None).percent_since(Span(F(1), None)) == Span(F(-100), None)
    assert Span(F(3), F(3)).percent_since(Span(F(0), F(4))) == Span(F(-25), None)
    assert Span(F(3), F(4)) - Span(F(1), F(2)) == Span(F(1), F(3))
    assert Span(F(3), None) - Span(F(1), None) == Span(None, None)
    for wrong, told in (({"reading": "loose"}, "reading 'loose'"), ({"reading": "habit"}, "qualifier 'roughly'")):
        with pytest.raises(ValueError, match=told):
            values_allowed(F(1), "roughly", rounded=False, **wrong)
    with pytest.raises(ValueError, match="no finite decimal"):
        values_allowed(F(1, 3), "exact", rounded=True)
