"""The chapter's further questions: sub-environments, balance, correlations; and its sentences."""

import re
from itertools import pairwise

import numpy as np
import pytest
from scipy.stats import kendalltau, spearmanr

from egov.results import recovered, recovered_parts
from egov.results import recovered_association as association
from egov.results.recovered_bizenv import measures, rankings
from egov.tables import load as read
from egov.tables import remembered


@pytest.fixture(scope="module")
def load():
    return remembered(read)


@pytest.fixture(scope="module")
def table(load):
    return load("bizenv_associations").set_index(["outcome", "statistic"])


def test_coefficients_are_those_of_scipy():
    rng = np.random.default_rng(3)
    x, y = rng.integers(0, 9, (4, 25)).astype(float), rng.integers(0, 4, (3, 25)).astype(float)
    for i, j in np.ndindex(4, 3):
        assert association.spearman(x, y)[i, j] == pytest.approx(spearmanr(x[i], y[j]).statistic)
        assert association.kendall(x, y)[i, j] == pytest.approx(kendalltau(x[i], y[j]).statistic, abs=1e-6)


@pytest.mark.parametrize(("name", "function"), [("spearman", spearmanr), ("kendall", kendalltau)])
def test_resampled_coefficients_are_those_of_scipy(name, function):
    rng = np.random.default_rng(4)
    x, y = rng.permuted(np.tile(np.arange(20.0), (2, 1)), axis=1), rng.integers(0, 4, 20).astype(float)
    picks = rng.integers(0, 20, (6, 20))
    found = association.resampled(x, y, name, picks)
    for draw, k in np.ndindex(6, 2):
        expected = function(x[k][picks[draw]], y[picks[draw]]).statistic
        assert found[draw, k] == pytest.approx(expected, abs=1e-6)


def test_association_intervals_come_from_all_rankings(load, table):
    outcome = association.outcomes(load)["band_2021"]
    values = [
        spearmanr(
            [-row[u] for u in outcome.index if u in row], [outcome[u] for u in outcome.index if u in row]
        ).statistic
        for row in rankings(load).to_dict("records")
    ]
    row = table.loc[("band_2021", "spearman")]
    assert (row["lower"], row["upper"]) == (
        pytest.approx(min(values), abs=1e-4),
        pytest.approx(max(values), abs=1e-4),
    )
    assert row["n"] == 31
    assert row["rankings"] == len(values)


def test_associations_are_coherent(table):
    assert (table["boot_lower"] <= table["lower"]).all()
    assert (table["upper"] <= table["boot_upper"]).all()
    assert (table["p"] <= table["p_holm"]).all()
    assert (table["p_holm"] <= 1).all()
    income = table.loc["gdp_per_capita_rank"]
    assert (income["lower"] == income["upper"]).all()
    assert set(income["n"]) == {21}


def test_income_p_value_is_near_scipy_s(load, table):
    own = measures(load)[["rank", "gdp_per_capita_rank"]].dropna().astype(int)
    expected = kendalltau(own["rank"], own["gdp_per_capita_rank"], method="exact").pvalue
    assert table.at[("gdp_per_capita_rank", "kendall"), "p"] == pytest.approx(expected, abs=0.006)


def test_balance_ranks_are_recomputed(load):
    out = recovered_parts.balance(load)
    assert out["agrees"].all()
    assert len(out) == 22
    assert out["spread"].is_monotonic_increasing
    for row in out.itertuples():
        four = [row.market_rank, row.government_rank, row.legal_rank, row.culture_rank]
        assert row.spread == pytest.approx(16 * np.var(four))
        assert row.deviation == pytest.approx(np.std(four, ddof=1))


def test_a_broken_balance_rank_is_seen(load):
    def broken(name, **options):
        frame = load(name, **options)
        if name == "bizenv_scores":
            frame = frame.copy()
            frame.loc[(frame["province"] == "河南") & (frame["measure"] == "balance_rank"), "value"] = "26"
        return frame

    assert not recovered_parts.balance(broken)["agrees"].all()


def test_free_balance_ranks_leave_one_for_each(load):
    held = recovered_parts.balance_possible(load)
    free = recovered_parts.free_balance_ranks(load)
    assert len(free) == len(held) == 9
    assert held["新疆"] == held["西藏"] == (7, 9)
    assert set().union(*held.values()) == set(free)


def test_part_ranks_are_possible_and_free(load):
    table = recovered_parts.part_possible(load).set_index("province")
    assert table.at["江苏", "market"] == "4"
    assert table.at["江苏", "culture"] == "5"
    assert table.at["云南", "legal"] == "5"
    for part in recovered_parts.PARTS:
        free = set(recovered_parts.free_ranks(load, part))
        assert {int(r) for r in table.at["新疆", part].split("|")} <= free
    assert (table["combinations"] > 0).all()
    assert (table["combinations"] <= table["all"]).all()


def check_assignment(load, found):
    """Each free rank given out once, and the printed balance order kept with the nine in their places."""
    assert set(found["province"]) == set(recovered_parts.unprinted(load))
    for part in recovered_parts.PARTS:
        held = recovered_parts.part_ranks(load, part)
        everyone = {**held, **dict(zip(found["province"], found[part], strict=True))}
        assert sorted(everyone.values()) == list(range(1, 32))
        assert all(everyone[name] == rank for name, rank in held.items())
    known = recovered_parts.balance(load)[["printed", "spread"]].to_numpy().tolist()
    own = [(row.balance, recovered_parts.spread(row[3:])) for row in found.itertuples()]
    ordered = sorted([*known, *map(list, own)])
    assert all(one[1] <= two[1] for one, two in pairwise(ordered))
    assert len({balance for balance, _ in own}) == 9


def test_a_balance_rank_that_no_ranks_fit_is_not_possible(load):
    assert recovered_parts.assignment(load, "江苏", "balance", 17) is None
    assert "17" not in load("bizenv_part_ranks").set_index("province").at["江苏", "balance"].split("|")


@pytest.mark.slow
def test_every_possible_rank_belongs_to_an_assignment_of_all(load):
    table = load("bizenv_part_ranks").set_index("province")
    columns = ["balance", *recovered_parts.PARTS]
    left = {(name, c, int(r)) for name, row in table.iterrows() for c in columns for r in row[c].split("|")}
    while left:
        name, column, rank = min(left)
        found = recovered_parts.assignment(load, name, column, rank)
        assert found.set_index("province").at[name, column] == rank
        check_assignment(load, found)
        left -= {(row["province"], c, int(row[c])) for _, row in found.iterrows() for c in columns}


def test_part_scores_are_bounded_by_rank_and_mean(load):
    table = recovered_parts.part_bounds(load, shown=2).set_index(["part", "rank"])
    mean, low = 53.1, 0.05
    assert table.at[("government", 1), "lower"] == pytest.approx(mean - low)
    # the second is least where the first has everything it can and the others are level
    assert table.at[("government", 2), "lower"] == pytest.approx((31 * (mean - low) - 100) / 30)
    assert table.at[("market", 1), "upper"] == pytest.approx(80.035)


def test_equal_weights_of_the_sub_environments_are_ruled_out(load):
    own = recovered_parts.part_weights(load)
    assert not own["equal_fits"]
    assert own["equal"][0] > float(own["whole"]) + 0.005


def test_findings_are_filled_and_name_no_missing_value(load):
    found = recovered.findings(load)
    assert len(found) > 60
    for name, text in found.items():
        assert re.fullmatch(r"[a-zA-Z0-9_]+", name)
        assert text, name
        assert not re.search(r"\b(nan|None|inf)\b", text), name
    assert found["rankings_n"] == str(len(rankings(load)))
    for number in re.findall(r"\d+\.\d+", found["headline_zh"]):
        assert number in found["headline"]


def test_tables_for_readers_show_no_keys(load):
    for name in ("bizenv_consistency", "bizenv_grades", "bizenv_part_ranks", "weights_recovered", "weights_shared"):
        text = recovered.shown(load, name).dropna(axis=1, how="all").to_csv()
        assert "|" not in text, name
        assert "rounding+" not in text, name


def test_correlation_frame_holds_three_intervals_an_outcome(load):
    frame = recovered.correlation_tiers(load("bizenv_associations"))
    assert frame.groupby("outcome")["tier"].nunique().eq(3).all()
    assert (frame["lower"] <= frame["upper"]).all()


def test_the_howto_page_prints_what_it_says(root, capsys):
    page = (root / "book" / "howto-bounds.md").read_text(encoding="utf-8")
    names: dict = {}
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(block, names)
    shown = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    assert capsys.readouterr().out == shown[0] + shown[1]
