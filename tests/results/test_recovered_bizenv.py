"""Recovered scores and ranks: against a linear program written here, with witnesses for every end; repairs needed."""

from fractions import Fraction
from functools import cache, partial
from itertools import pairwise, permutations

import numpy as np
import pytest
from scipy.optimize import linprog

from egov.methods.bounds import mean_of
from egov.results import recovered, recovered_bizenv
from egov.results.recovered_bizenv import TIERS
from egov.tables import load as read
from egov.tables import remembered

TOLERANCE = 0.005


@pytest.fixture(scope="module")
def load():
    return remembered(read)


@pytest.fixture(scope="module")
def table(load):
    return load("bizenv_recovered").set_index(["province", "tier"])


@pytest.fixture(scope="module")
def rankings(load):
    return recovered_bizenv.rankings(load)


class Article:
    """The article as plain arrays, read here anew: nothing of the package but the loader."""

    def __init__(self, load):
        units = load("units")
        own = units[(units["unit_type"] == "province") & (units["unit"] != "新疆兵团")]
        self.names = own["unit"].tolist()
        self.place = {name: j for j, name in enumerate(self.names)}
        self.region = dict(zip(own["unit"], own["region7"], strict=True))
        scores = load("bizenv_scores").query("mention == 1")
        self.scores = scores[scores["measure"] == "score"].set_index("province")["printed"].astype(float)
        self.ranks = scores[scores["measure"] == "rank"].set_index("province")["value"].astype(int).to_dict()
        lists = load("bizenv_lists").query("mention == 1").sort_values("position")
        self.ranks |= {n: r for r, n in enumerate(lists[lists["list"] == "top_ten"]["value"], start=1)}
        self.lists = lists
        self.rows, self.ends = [], []
        for name, value in self.scores.items():
            self.within({name: 1.0}, value - 0.005, value + 0.005)
        groups = load("bizenv_groups").query("mention == 1 and measure == 'mean'")
        members = load("bizenv_members").query("mention == 1")
        for row in groups.itertuples():
            own = members[members["group"] == row.group]["value"].tolist()
            if row.group == "nation":
                own = self.names
            if row.group == "central_rise":
                own = ["湖北", "湖南", "河南", "山西", "江西", "安徽"]
            value = float(row.printed)
            self.within(dict.fromkeys(own, 1 / len(own)), value - 0.005, value + 0.005)

    def row(self, coefficients):
        out = np.zeros(len(self.names))
        for name, c in coefficients.items():
            out[self.place[name]] += c
        return out

    def within(self, coefficients, low, high):
        own = self.row(coefficients)
        self.rows += [own, -own]
        self.ends += [high, -low]

    def regional(self, name):
        own = [n for n in self.names if self.region[n] == name]
        return self.row(dict.fromkeys(own, 1 / len(own)))

    def order_rows(self):
        stated = self.lists[self.lists["list"] == "regions_order"]["value"].tolist()
        nation = self.row(dict.fromkeys(self.names, 1 / len(self.names)))
        out = [self.regional(b) - self.regional(a) for a, b in pairwise(stated)]
        out += [nation - self.regional(n) for n in self.lists[self.lists["list"] == "regions_above_mean"]["value"]]
        return out + [
            self.regional(n) - nation for n in self.lists[self.lists["list"] == "regions_below_mean"]["value"]
        ]

    def chain(self, ranking):
        listed = sorted(self.names, key=ranking.get)
        return [self.row({b: 1.0, a: -1.0}) for a, b in pairwise(listed)]

    def solve(self, cost, more=()):
        rows, ends = [*self.rows, *more], [*self.ends, *[0.0] * len(more)]
        return linprog(cost, A_ub=np.array(rows), b_ub=np.array(ends), bounds=(0, 100), method="highs")

    def free(self):
        left = [n for n in self.names if n not in self.ranks]
        places = sorted(set(range(1, len(self.names) + 1)) - set(self.ranks.values()))
        return left, places


@pytest.fixture(scope="module")
def article():
    return Article(read)


@pytest.fixture(scope="module")
def by_hand(article):
    """Tier → every complete ranking that a linear program finds feasible, with its constraints."""

    @cache
    def tried(tier):
        left, places = article.free()
        more = article.order_rows() if tier == TIERS[2] else []
        # a province alone first, so that few of the permutations are left to try
        alone = {n: article.solve(article.row({n: 1.0}), more).fun for n in left}
        highest = {n: -article.solve(-article.row({n: 1.0}), more).fun for n in left}
        known = sorted(article.scores.items(), key=lambda item: article.ranks[item[0]])
        able = {}
        for name in left:
            able[name] = [
                r
                for r in places
                if all(highest[name] >= s - 0.005 for n, s in known if article.ranks[n] > r)
                and all(alone[name] <= s + 0.005 for n, s in known if article.ranks[n] < r)
            ]
        rankings = []
        for order in permutations(places):
            ranking = dict(zip(left, order, strict=True))
            if any(r not in able[n] for n, r in ranking.items()):
                continue
            extra = [*more, *article.chain({**article.ranks, **ranking})]
            if article.solve(np.zeros(len(article.names)), extra).status == 0:
                rankings.append((ranking, extra))
        return rankings

    return tried


def test_bounds_from_rounding_are_those_of_a_linear_program(article, table, load):
    for name in recovered_bizenv.unprinted(load):
        cost = article.row({name: 1.0})
        assert table.at[(name, TIERS[0]), "lower"] == pytest.approx(article.solve(cost).fun, abs=TOLERANCE)
        assert table.at[(name, TIERS[0]), "upper"] == pytest.approx(-article.solve(-cost).fun, abs=TOLERANCE)


@pytest.mark.slow
@pytest.mark.parametrize("tier", TIERS[1:])
def test_bounds_and_ranks_are_those_of_all_rankings_tried_one_by_one(article, by_hand, table, load, tier):
    left, _ = article.free()
    for name in recovered_bizenv.unprinted(load):
        cost = article.row({name: 1.0})
        low = min(article.solve(cost, extra).fun for _, extra in by_hand(tier))
        high = max(-article.solve(-cost, extra).fun for _, extra in by_hand(tier))
        assert table.at[(name, tier), "lower"] == pytest.approx(low, abs=TOLERANCE)
        assert table.at[(name, tier), "upper"] == pytest.approx(high, abs=TOLERANCE)
        if name in left:
            ranks = sorted({ranking[name] for ranking, _ in by_hand(tier)})
            assert table.at[(name, tier), "ranks"] == "|".join(map(str, ranks))


def test_complete_rankings_are_those_tried_one_by_one(by_hand, rankings, article):
    left, _ = article.free()
    expected = {tuple(ranking[n] for n in left) for ranking, _ in by_hand(TIERS[2])}
    assert {tuple(row) for row in rankings[left].itertuples(index=False)} == expected
    assert len(rankings) == len(expected)


@pytest.mark.parametrize("tier", TIERS)
def test_each_end_is_attained_by_a_table_that_satisfies_everything(load, table, tier):
    system = recovered_bizenv.system(load, tier)
    for name in recovered_bizenv.unprinted(load):
        for side in ("lower", "upper"):
            witness = system.witness(name, side)
            assert system.violations(witness).max() < 1e-6
            assert witness[name] == pytest.approx(table.at[(name, tier), side], abs=1e-4)


def test_tiers_never_widen(table, load):
    for name in recovered_bizenv.unprinted(load):
        own = table.loc[name]
        assert own["lower"].is_monotonic_increasing
        assert own["upper"].is_monotonic_decreasing
        sets = [set(own.at[tier, "ranks"].split("|")) for tier in TIERS]
        assert sets[0] >= sets[1] >= sets[2]


def test_known_results(table):
    held = table["ranks"].xs(TIERS[2], level="tier")
    assert held["广西"] == "28|30|31"
    assert held["新疆"] == "27|28|30|31"
    assert held["西藏"] == "26|27|28|30|31"
    assert held["宁夏"] == held["青海"] == "19|27|28"
    assert held["湖南"] == "26|27"
    assert (held["江苏"], held["福建"], held["云南"]) == ("5", "14", "15")


def test_regions_are_bounded_by_the_same_systems(load):
    table = load("bizenv_regions").set_index(["region", "tier"])
    for tier in TIERS:
        system = recovered_bizenv.system(load, tier)
        for name, members in recovered_bizenv.regions(load).items():
            for side in ("lower", "upper"):
                witness = system.witness(mean_of(members), side)
                assert witness[members].mean() == pytest.approx(table.at[(name, tier), side], abs=1e-4)


def test_half_up_and_half_even_give_the_same_bounds_and_both_keep_clear(load):
    out = recovered_bizenv.consistency(load)
    assert out["compatible"].all()
    assert (out[["margin_half_up", "margin_half_even"]] > 0.002).all(axis=None)
    assert out["bounds_differ_by"].iloc[0] == 0
    assert out["margin_half_up"].iloc[-1] == pytest.approx(0.0054, abs=1e-4)


def test_as_printed_the_article_contradicts_itself(load):
    assert not recovered_bizenv.system(load, TIERS[0], corrected=False).feasible()
    found = recovered_bizenv.conflicts(load).set_index("reading")
    assert found["least"].all()
    once = set(found.at["named twice, counted once", "constraints"].split("; "))
    means = {f"mean of {g}" for g in ("nation", "eastern_leading", "central_rise", "northeast_revival")}
    assert once == means | {"mean of western_development", "score of 安徽"}
    assert found["size"].to_dict() == {
        "named twice, counted twice": 7,
        "named twice, counted once": 6,
        "divided by the stated size": 9,
    }


def test_each_repair_alone_is_not_enough(load):
    everyone = recovered_bizenv.provinces(load)["unit"]
    for lists in recovered_bizenv.readings(load).values():
        own = recovered_bizenv.System(everyone, recovered_bizenv.rounding(load, lists=lists), lower=0, upper=100)
        assert not own.feasible()


def test_readings_are_only_those_of_repaired_groups(load):
    plain = partial(_with_corrections_undone, load)
    assert recovered_bizenv.readings(plain) == {}


def _with_corrections_undone(load, name, corrected=False):
    return load(name)


def test_grades_follow_the_scores(load, table):
    cuts = recovered_bizenv.grade_cuts(load)
    assert (cuts["lower"] < cuts["upper"]).all()
    assert (cuts["fives"] != "").all()
    grades = table["grades"].xs(TIERS[2], level="tier")
    assert grades["江苏"] == "A|A-"
    assert grades["福建"] == grades["云南"] == "B"
    assert grades["湖南"] == "B-"
    holders = [name for name, text in grades.items() if "C" in text.split("|")]
    assert set(holders) == {"广西", "西藏", "新疆"}


def test_unknown_tier_is_refused(load):
    with pytest.raises(ValueError, match="expected one of rounding"):
        recovered_bizenv.system(load, "everything")


def test_frames_of_the_figures(load, rankings):
    tables = (load("bizenv_recovered"), load("bizenv_rankings"))
    grid = recovered.possibilities(load, *tables)
    assert grid.groupby("province")["rankings"].sum().eq(len(rankings)).all()
    assert set(grid[grid["rankings"] == 0]["tier"]) == {TIERS[1]}
    assert Fraction(len(grid[grid["tier"] == TIERS[2]])) == sum(
        len(t.split("|")) for t in tables[0].set_index("tier").loc[[TIERS[2]], "ranks"]
    )
