"""Chapter 08: scores, ranks and weights by linear programs and loops written here; what is possible is attained."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal
from functools import cache
from itertools import pairwise, permutations, product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix
from scipy.stats import kendalltau, spearmanr

from egov.tables import load

TIERS = ("rounding", "rounding+rank", "rounding+rank+order")
TOLERANCE = 0.005
PARTS = ("market", "government", "legal", "culture")


@pytest.fixture(scope="module")
def table():
    return load("bizenv_recovered").set_index(["province", "tier"])


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
    return Article(load)


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


def test_bounds_from_rounding_are_those_of_a_linear_program(article, table):
    for name in table.index.unique("province"):
        cost = article.row({name: 1.0})
        assert table.at[(name, TIERS[0]), "lower"] == pytest.approx(article.solve(cost).fun, abs=TOLERANCE)
        assert table.at[(name, TIERS[0]), "upper"] == pytest.approx(-article.solve(-cost).fun, abs=TOLERANCE)


@pytest.mark.slow
@pytest.mark.parametrize("tier", TIERS[1:])
def test_bounds_and_ranks_are_those_of_all_rankings_tried_one_by_one(article, by_hand, table, tier):
    left, _ = article.free()
    for name in table.index.unique("province"):
        cost = article.row({name: 1.0})
        low = min(article.solve(cost, extra).fun for _, extra in by_hand(tier))
        high = max(-article.solve(-cost, extra).fun for _, extra in by_hand(tier))
        assert table.at[(name, tier), "lower"] == pytest.approx(low, abs=TOLERANCE)
        assert table.at[(name, tier), "upper"] == pytest.approx(high, abs=TOLERANCE)
        if name in left:
            ranks = sorted({ranking[name] for ranking, _ in by_hand(tier)})
            assert table.at[(name, tier), "ranks"] == "|".join(map(str, ranks))


def test_complete_rankings_are_those_tried_one_by_one(by_hand, article):
    left, _ = article.free()
    rankings = load("bizenv_rankings").pivot(index="ranking", columns="province", values="rank")
    expected = {tuple(ranking[n] for n in left) for ranking, _ in by_hand(TIERS[2])}
    assert {tuple(row) for row in rankings[left].itertuples(index=False)} == expected
    assert len(rankings) == len(expected)


def test_regional_means_of_the_first_tier(article):
    table = load("bizenv_regions").query("tier == 'rounding'").set_index("region")
    for name, row in table.iterrows():
        cost = article.regional(name)
        assert row["lower"] == pytest.approx(article.solve(cost).fun, abs=TOLERANCE)
        assert row["upper"] == pytest.approx(-article.solve(-cost).fun, abs=TOLERANCE)


@pytest.mark.parametrize(("name", "function"), [("spearman", spearmanr), ("kendall", kendalltau)])
def test_association_intervals_come_from_all_rankings(name, function):
    bands = load("capacity_bands").query("unit_type == 'province' and year == 2021 and mention == 1").set_index("unit")
    ranks = load("bizenv_scores").query("measure == 'rank' and mention == 1").set_index("province")["value"].astype(int)
    values = []
    for _, own in load("bizenv_rankings").groupby("ranking"):
        place = pd.concat([ranks, own.set_index("province")["rank"]])
        values.append(function(-place, bands["value"].cat.codes[place.index]).statistic)
    row = load("bizenv_associations").set_index(["outcome", "statistic"]).loc[("band_2021", name)]
    assert [row["lower"], row["upper"]] == pytest.approx([min(values), max(values)], abs=1e-4)
    assert (row["n"], row["rankings"]) == (31, len(values))


# -- sub-environments ----------------------------------------------------------------------------------------------
def test_part_scores_are_bounded_by_rank_and_mean():
    table = load("bizenv_part_scores").set_index(["part", "rank"])
    mean, low = 53.1, 0.05
    assert table.at[("government", 1), "lower"] == pytest.approx(mean - low)
    # the second is least where the first has everything it can and the others are level
    assert table.at[("government", 2), "lower"] == pytest.approx((31 * (mean - low) - 100) / 30, abs=1e-4)
    assert table.at[("market", 1), "upper"] == pytest.approx(80.035)


@pytest.mark.slow
def test_every_possible_rank_belongs_to_an_assignment_of_all():
    """Each rank listed is held while all free ranks go to all nine provinces at once: a set partitioning."""
    table, columns = load("bizenv_part_ranks").set_index("province"), ["balance", *PARTS]
    held = {(name, c, int(r)) for name, row in table.iterrows() for c in columns for r in row[c].split("|")}
    wide = load("bizenv_scores").query("mention == 1").pivot(index="province", columns="measure", values="value")
    four = wide[[f"{part}_rank" for part in PARTS]].astype(int).to_numpy()
    printed, spread = wide["balance_rank"].astype(int).to_numpy(), 16 * four.var(axis=1)
    frames = []
    for name in table.index:
        sets = [[r for n, c, r in held if (n, c) == (name, part)] for part in PARTS]
        for rank, *own in product((r for n, c, r in held if (n, c) == (name, "balance")), *sets):
            between = spread[printed < rank].max() <= 16 * np.var(own) <= spread[printed > rank].min(initial=np.inf)
            if between:
                frames.append((name, rank, *own))
    choices = pd.DataFrame(frames, columns=["province", *columns])
    free = {c: {r for n, d, r in held if d == c and str(r) not in set(table[c])} for c in columns}
    left = set(held)
    while left:
        name, column, rank = min(left)
        mine = choices[(choices["province"] == name) & (choices[column] == rank)]
        others = choices[choices["province"] != name]
        for number in mine.index:  # one choice of the province after the other; what clashes with it goes
            own = mine.loc[number]
            clash = np.logical_or.reduce([(others[c] == own[c]) & (own[c] in free[c]) for c in columns])
            tried = others[~clash]
            once = [tried["province"] == other for other in table.index if other != name]
            once += [tried[c] == r for c in columns for r in free[c] if r != own[c]]
            rows, ones = csr_matrix(np.array(once, dtype=float)), np.ones(len(tried))
            found = milp(0 * ones, constraints=LinearConstraint(rows, 1, 1), bounds=Bounds(0, 1), integrality=ones)
            if found.x is not None:
                break
        assert found.x is not None, (name, column, rank)
        given = pd.concat([mine.loc[[number]], tried[found.x > 0.5]])
        left -= {(row["province"], c, row[c]) for _, row in given.iterrows() for c in columns}


# -- hidden weights ------------------------------------------------------------------------------------------------
def parents():
    """(unit type, parent) → printed means of the parts, of the whole."""
    means = load("capacity_means", corrected=True).query("measure == 'mean' and mention == 1 and year == 2021")
    wholes = means.set_index(["unit_type", "code"])["printed"].to_dict()
    own = load("weights_bounds").groupby(["unit_type", "parent"], observed=True)["mean"].agg(list)
    return {key: (parts, wholes[key]) for key, parts in own.items()}


KNOWN = parents()


def fits(weights, parts, whole):
    """Which rows of weights reproduce the whole: half up, half-open, all parts free in their intervals.

    In thousandths, so that all numbers are whole and nothing is rounded.
    """
    least = np.array([int(Decimal(p) * 1000) - 5 for p in parts])
    low, total, printed = weights @ least, weights.sum(axis=1), int(Decimal(whole) * 1000)
    return (low < (printed + 5) * total) & (low + 10 * total > (printed - 5) * total)


@pytest.mark.parametrize(("step", "units"), [(10.0, 10), (5.0, 20)])
def test_counts_and_schemes_are_those_of_a_loop(step, units):
    table = load("weights_recovered")
    for (unit_type, parent), (parts, whole) in KNOWN.items():
        cuts = np.array(list(itertools.combinations(range(1, units), len(parts) - 1)))
        tried = np.diff(cuts, axis=1, prepend=0, append=units)
        found = {"|".join(f"{w * step:g}" for w in weights) for weights in tried[fits(tried, parts, whole)]}
        own = table[(table["unit_type"] == unit_type) & (table["parent"] == parent) & (table["step"] == step)]
        assert set(own["schemes"]) == {len(found)}
        assert set(own["scheme"].dropna()) == (found if len(found) <= 20 else set())


def test_weight_bounds_are_those_of_linear_programs():
    for (unit_type, parent), own in load("weights_bounds").groupby(["unit_type", "parent"], observed=True):
        means, whole = KNOWN[unit_type, parent]
        parts, n = np.array(means, dtype=float), len(means)
        rows, ends = np.array([parts - 0.005, -(parts + 0.005)]), [float(whole) + 0.005, -(float(whole) - 0.005)]
        for cost, row in zip(np.eye(n), own.itertuples(), strict=True):
            for sign, end in ((1, row.lower), (-1, row.upper)):
                found = linprog(sign * cost, A_ub=rows, b_ub=ends, A_eq=np.ones((1, n)), b_eq=[1], bounds=(0, 1))
                assert end == pytest.approx(sign * found.fun * 100, abs=1e-3)


def test_the_howto_page_prints_what_it_says(root, capsys):
    page = (root / "book" / "howto-bounds.md").read_text(encoding="utf-8")
    names: dict = {}
    for block in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(block, names)
    shown = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    assert capsys.readouterr().out == shown[0] + shown[1]
