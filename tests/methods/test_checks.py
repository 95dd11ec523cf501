"""Bad input by its kinds: missing labels and numbers, columns and rows by name, order that does not matter, ties."""

import itertools
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.miscmodels.ordinal_model import OrderedModel

from egov.methods.bounds import Band, BoundsError, CountAbove, Known, Linear, Mean, Order, System
from egov.methods.contingency import counts, ordered_table, proportional_odds, score_distribution
from egov.methods.forecasting import pool_weights, score_records, written_probabilities
from egov.methods.homogeneity import homogeneity_test
from egov.methods.interval_regression import (
    BandTrajectory,
    IntervalRegression,
    RandomInterceptIntervalRegression,
)
from egov.methods.mantel_haenszel import exact_conditional_test, stratified_tables
from egov.methods.ordered_logit import OrderedLogit, fit_many, unit_weights
from egov.methods.ordinal import cliffs_delta, delta_interval, jackknife_interval
from egov.methods.permutation import holm, jonckheere_test, permutation_test, smirnov_test, stratified_test
from egov.methods.power import detectable_effect
from egov.methods.rank_correlation import rank_correlations, resampled_correlations
from egov.methods.scoring import (
    crps_of_draws,
    interval_score,
    log_score,
    paired_difference,
    ranked_probability_score,
)
from egov.methods.transitions import row_shares
from egov.methods.weights import round_schemes, scheme_mean, weight_vertices
from tests.methods.interval_regression.panel import panel

SETTINGS = settings(max_examples=20, deadline=None, derandomize=True)
DATA = panel()
LIMITS, TERMS = DATA[["lower", "upper"]], ["east", "gdp", "year"]
DESIGN = DATA[TERMS].assign(one=1.0)
MOVES = np.array([[0, 1, 1], [0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 0], [1, 1, 0]])
CODES, GROUP, STRATUM = [3, 2, 2, 1, 3, 3, 1, 2], [1, 1, 0, 0, 1, 0, 0, 1], list("nnnnssss")


# -- a missing label is refused by name wherever labels are taken -----------------------------------------------------


def labelled(n):
    """Labels of n rows in four groups."""
    return [f"g{i % 4}" for i in range(n)]


TAKES_LABELS = {
    "IntervalRegression groups": (200, lambda g: IntervalRegression(LIMITS, DESIGN, groups=g)),
    "random intercept groups": (200, lambda g: RandomInterceptIntervalRegression(LIMITS, DESIGN, groups=g)),
    "OrderedLogit groups": (200, lambda g: OrderedLogit(DATA["band"], DATA[TERMS], groups=g)),
    "unit_weights groups": (8, lambda g: unit_weights(g, 5)),
    "unit_weights strata": (8, lambda g: unit_weights(np.arange(8), 5, strata=g)),
    "homogeneity_test by": (6, lambda g: homogeneity_test(MOVES, g, n_resamples=9)),
    "paired_difference cluster": (8, lambda g: paired_difference(np.arange(8.0), np.ones(8), g, n_resamples=99)),
    "stratified_test stratum": (8, lambda g: stratified_test(CODES, GROUP, g)),
    "stratified_tables stratum": (8, lambda g: stratified_tables(GROUP, GROUP, g)),
    "trajectory unit": (8, lambda g: BandTrajectory(np.zeros(8), np.ones(8), np.ones((8, 1)), g, np.arange(8))),
    "trajectory year": (8, lambda g: BandTrajectory(np.zeros(8), np.ones(8), np.ones((8, 1)), np.arange(8), g)),
}


@pytest.mark.parametrize("taker", TAKES_LABELS)
@pytest.mark.parametrize("kind", ["none", "nan", "text of nan", "masked", "categorical", "series"])
def test_a_missing_label_is_refused(taker, kind):
    n, call = TAKES_LABELS[taker]
    given_labels, row = labelled(n), n - 2
    if kind in ("none", "nan"):
        given_labels[row] = None if kind == "none" else float("nan")
    elif kind == "text of nan":
        given_labels[row] = np.nan
        given_labels = np.array(given_labels)  # numpy writes "nan"
    elif kind == "masked":
        given_labels = np.ma.array(given_labels, mask=np.arange(n) == row)
    else:
        given_labels[row] = None
        given_labels = pd.Series(given_labels, dtype="category" if kind == "categorical" else object)
        given_labels = given_labels.array if kind == "categorical" else given_labels
    with pytest.raises(ValueError, match=rf"row {row}: the label is missing"):
        call(given_labels)


def test_labels_of_two_kinds_are_not_pooled():
    with pytest.raises(ValueError, match="groups, row 1: the label 1 is of another kind than '1'"):
        unit_weights(["1", 1, "1"], 5)


def test_truth_values_are_truth_values():
    for bad in (None, float("nan"), "False", 2):
        with pytest.raises(ValueError, match="group, row 5"):
            stratified_test(CODES, [*GROUP[:5], bad, *GROUP[6:]], STRATUM)
    for outcome, group in (([1, None, 0], [1, 0, 1]), ([1, 0, 1], [1, "no", 0])):
        with pytest.raises(ValueError, match="row 1"):
            stratified_tables(outcome, group, ["a", "a", "b"])
    with pytest.raises(ValueError, match="group and stratum have different rows"):
        stratified_test(CODES, pd.Series(GROUP), pd.Series(STRATUM, index=range(8)[::-1]))


# -- a missing number is refused by name ------------------------------------------------------------------------------

NAN = float("nan")
MISSING_NUMBERS = {
    "limits": (lambda: IntervalRegression([[65, 80], [80, NAN]], np.ones((2, 1))), "row 1"),
    "design": (lambda: IntervalRegression([[65, 80], [80, 90]], [[1], [NAN]]), "row 1, column 'x0'"),
    "category": (lambda: OrderedLogit([0, 1, None], np.arange(3.0)[:, None]), "row 2: the category"),
    "ordered design": (lambda: OrderedLogit([0, 1, 1], [[1], [NAN], [0]]), "row 1, column 'x0'"),
    "codes of many": (lambda: fit_many([0, NAN], np.ones((2, 1)), np.ones((1, 2)), 1.0), "codes, row 1"),
    "weights of many": (lambda: fit_many([0, 1], np.ones((2, 1)), [[1, NAN]], 1.0), "weights, row 0, column 1"),
    "cliff": (lambda: cliffs_delta([1, 2], [1, NAN]), "group 2, row 1"),
    "permutation": (lambda: permutation_test([1, None], [1, 2]), "group 1, row 1"),
    "jonckheere": (lambda: jonckheere_test([[1, 2], [2, 3], [NAN]]), "group 3, row 0"),
    "stratified": (lambda: stratified_test([NAN, *CODES[1:]], GROUP, STRATUM), "codes, row 0"),
    "counts": (lambda: counts([1, NAN], "margin"), "margin is .*expected whole counts"),
    "counts of none": (lambda: counts([1, None], "margin"), "margin is .*expected whole counts"),
    "delta of counts": (lambda: delta_interval([2, NAN], [2, 2]), "counts of the first sample at .1."),
    "law": (lambda: score_distribution([2, 2], [2, 2], [[0.5, NAN], [0.5, 0.5]]), "group 0, category 1"),
    "odds": (lambda: proportional_odds([0.5, 0.5], [0.5, 0.5], [NAN, 1]), "shifts, row 0"),
    "power": (lambda: detectable_effect(4, 4, [4, NAN]), "margin is"),
    "trajectory limits": (lambda: BandTrajectory([0, 1], [1, NAN], np.ones((2, 1)), [1, 2], [1, 2]), "upper, row 1"),
    "trajectory design": (lambda: BandTrajectory([0, 1], [1, 2], [[1], [NAN]], [1, 2], [1, 2]), "row 1, column 'x0'"),
    "draws": (lambda: crps_of_draws([[1.0], [NAN]], [1.0]), "draws: a number is missing .* row 1, column 0"),
    "value of draws": (lambda: crps_of_draws([[1.0], [2.0]], [NAN]), "value, row 0"),
    "pool": (lambda: pool_weights([[0.5, NAN]]), "between 0 and 1"),
    "forecast": (lambda: ranked_probability_score([[0.5, 0.5], [NAN, 0.5]], [0, 1]), "forecast 1"),
    "outcome": (lambda: log_score([[0.5, 0.5]] * 2, [0, None]), "outcome, row 1"),
    "outcome of a series": (lambda: log_score([[0.5, 0.5]], pd.Series([NAN], index=["a"])), "outcome, row 'a'"),
    "interval": (lambda: interval_score([1, NAN], [2, 2], [1, 1], 0.9), "row 1: interval nan to 2"),
    "value": (lambda: interval_score([1, 1], [2, 2], [1, NAN], 0.9), "row 1: .*value nan"),
    "paired": (lambda: paired_difference([1, NAN], [1, 1], ["a", "b"]), "score, row 1"),
    "reference": (lambda: paired_difference([1, 1], [np.inf, 1], ["a", "b"]), "reference, row 0"),
    "holm": (lambda: holm([0.01, NAN, 0.03]), "p, row 1"),
    "one unit": (lambda: jackknife_interval(lambda kept: 0.5, 1), "n is 1: expected two"),
    "random intercept design": (
        lambda: RandomInterceptIntervalRegression([[65, 80]] * 3, [[1], [1], [NAN]], groups=[1, 1, 2]),
        "row 2, column 'x0'",
    ),
    "written": (lambda: written_probabilities([[0.5, NAN]]), "row 0, category 1"),
    "odds ratio": (lambda: exact_conditional_test([[[1, 2], [NAN, 2]]]), "whole and none negative"),
    "rankings": (lambda: rank_correlations([[1, 2]], [[1, NAN]]), "y at .0, 1."),
    "resampled": (lambda: resampled_correlations([[1, NAN]], [1, 2], np.array([[0, 1]])), "x at .0, 1."),
    "rows": (lambda: row_shares([[1, NAN], [1, 1]]), "counts at .0, 1."),
    "known": (lambda: Known("a", NAN), "nan is no figure"),
    "coefficient": (lambda: Linear({"a": NAN}, "3"), "a: nan"),
    "weight of a mean": (lambda: Mean(["a", "b"], "3", {"a": 1, "b": NAN}), "weight of b: nan"),
    "infinite weight": (lambda: Mean(["a", "b"], "3", {"a": 1, "b": np.inf}), "weight of b: inf"),
    "distance": (lambda: Order(["a", "b"], by=NAN), "by: nan"),
    "end of a band": (lambda: Band("a", NAN, 3), "nan is no figure"),
    "unit": (lambda: System(["a", None]), "None among the members"),
    "count above": (lambda: CountAbove(np.float64(1.5), "3"), "count 1.5 cannot be"),
    "table": (lambda: System(["a"]).also(Known("a", "3")).violations({"a": NAN}), "a: the value is missing"),
    "part": (lambda: weight_vertices(["80.0", None], "83.0"), "part 1 is missing"),
    "whole": (lambda: round_schemes(["80.0", "90.0"], None, 10), "the whole is missing"),
    "scheme": (lambda: scheme_mean([70, NAN], ["80", "90"]), "weight 1 is missing"),
}


@pytest.mark.parametrize("case", MISSING_NUMBERS)
def test_a_missing_number_is_refused(case):
    call, message = MISSING_NUMBERS[case]
    with pytest.raises(ValueError, match=message):
        call()


def test_a_record_without_its_unit_is_refused():
    one = {"record": "a", "unit_type": "city", "unit": "x", "year": 2022, "band": ["low", "high"]}
    records = pd.DataFrame(one | {"probability": [0.25, 0.75]})
    known = pd.DataFrame({"unit_type": ["city"], "unit": ["x"], "year": [2022], "band": ["high"]})
    for wrong in ({"unit": [None]}, {"band": [None]}):
        with pytest.raises(ValueError, match="row 0, column"):
            score_records(records, known.assign(**wrong), ["low", "high"])
    with pytest.raises(ValueError, match="row 1, column 'unit'"):
        score_records(records.assign(unit=["x", None]), known, ["low", "high"])


def test_messages_show_plain_numbers():
    with pytest.raises(BoundsError, match=r"^162 is no figure"):
        Known("a", np.float64(162.0))
    with pytest.raises(ValueError, match="group 'a' lies in two strata"):
        unit_weights(np.array(["a", "a"]), 3, strata=[0, 1])


# -- columns by name, rows that belong together -----------------------------------------------------------------------

ORDERED = OrderedLogit(DATA["band"], DATA[TERMS]).fit()
SCORES = IntervalRegression(LIMITS, DESIGN).fit()
FORMULA = IntervalRegression.from_formula("lower + upper ~ C(year) + east * gdp", DATA).fit()
SHARED = RandomInterceptIntervalRegression(LIMITS, DESIGN, groups=DATA["unit"]).fit()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_order_of_columns_does_not_matter(order):
    terms = [TERMS[i] for i in order]
    pd.testing.assert_frame_equal(ORDERED.predict(DATA[terms]), ORDERED.predict(DATA[TERMS]))
    again = OrderedLogit(DATA["band"], DATA[terms]).fit()
    np.testing.assert_allclose(again.predict(DATA[TERMS]), ORDERED.predict(), atol=1e-8)
    for results in (SCORES, SHARED):
        expected = results.predict(DESIGN)
        pd.testing.assert_series_equal(results.predict(DESIGN[[*terms, "one"]]), expected)
        np.testing.assert_array_equal(results.predict(DESIGN[["one", *terms]]), expected)
        np.testing.assert_array_equal(results.predict(DESIGN.to_numpy()), expected)  # an array goes by position
    refitted = IntervalRegression(LIMITS, DESIGN[["one", *terms]]).fit()
    np.testing.assert_allclose(refitted.predict(DESIGN), SCORES.predict(DESIGN), atol=1e-6)
    pd.testing.assert_series_equal(FORMULA.predict(DATA[terms]), FORMULA.predict(DATA))


@pytest.mark.parametrize("results", [ORDERED, SCORES, SHARED], ids=["ordered", "interval", "random intercept"])
def test_columns_that_do_not_belong_are_refused(results):
    design = DATA[TERMS] if results is ORDERED else DESIGN
    with pytest.raises(ValueError, match="missing gdp"):
        results.predict(design.drop(columns="gdp"))
    with pytest.raises(ValueError, match="unknown unit"):
        results.predict(design.assign(unit=1))
    with pytest.raises(ValueError, match="missing gdp; unknown x"):
        results.predict(design.rename(columns={"gdp": "x"}))
    with pytest.raises(ValueError, match=f"expected {len(design.columns)} columns"):
        results.predict(design.to_numpy()[:, :-1])
    with pytest.raises(ValueError, match="row 3, column 'gdp'"):
        results.predict(design.assign(gdp=design["gdp"].where(design.index != 3)))
    with pytest.raises(ValueError, match="column 'gdp' of the design stands twice"):
        results.predict(pd.concat([design, design[["gdp"]]], axis=1))


def test_results_evaluate_the_formula():
    new = pd.DataFrame({"year": [0, 4], "gdp": [0.5, 0.5], "east": [1, 0]}, index=["p", "q"])
    assert FORMULA.predict(new).index.tolist() == ["p", "q"]
    np.testing.assert_array_equal(FORMULA.predict(new), FORMULA.model.predict(FORMULA.params, new))
    with pytest.raises(ValueError, match="no column 'gdp'"):
        FORMULA.predict(new.drop(columns="gdp"))
    with pytest.raises(ValueError, match="row 'q', column 'gdp': the value is missing"):
        FORMULA.predict(new.assign(gdp=[1.0, None]))


def test_missing_values_of_a_formula_are_named():
    for column in ("gdp", "unit", "lower"):
        holed = DATA.assign(**{column: DATA[column].where(DATA.index != 7)})
        with pytest.raises(ValueError, match=f"row 7, column '{column}': the value is missing"):
            IntervalRegression.from_formula("lower + upper ~ gdp", holed, groups="unit")


def test_rows_of_another_order_are_refused():
    turned = DATA.iloc[::-1]
    for call in (
        lambda: IntervalRegression(LIMITS, turned[TERMS].assign(one=1.0)),
        lambda: IntervalRegression(LIMITS, DESIGN, groups=turned["unit"]),
        lambda: OrderedLogit(DATA["band"], turned[TERMS]),
        lambda: paired_difference(DATA["upper"], DATA["lower"], turned["unit"]),
    ):
        with pytest.raises(ValueError, match="different rows: first 0 against 199"):
            call()
    with pytest.raises(ValueError, match="consecutive years in order"):
        homogeneity_test(pd.DataFrame(MOVES, columns=[2019, 2018, 2020]))


# -- order of categories ----------------------------------------------------------------------------------------------


def test_text_has_no_order():
    x = np.array([0, 1, 1, 0, 0, 1.0])[:, None]
    text = ["低", "中", "高", "低", "高", "中"]
    for unordered in (text, np.array(text), pd.Series(text), pd.Categorical(text)):
        with pytest.raises(ValueError, match=r"ordered"):
            OrderedLogit(unordered, x)
    ordered = pd.Categorical(text, categories=["低", "中", "高", "非常高"], ordered=True)
    assert OrderedLogit(ordered, x).category_names == ["低", "中", "高"]


def test_the_reference_meets_no_unused_category():
    """statsmodels returns its start values where a category is unused; ours leaves the category out."""
    band = pd.Series(pd.Categorical(DATA["band"], categories=range(5), ordered=True))
    ours = OrderedLogit(band, DATA[TERMS]).fit()
    np.testing.assert_allclose(ours.params, ORDERED.params)
    theirs = OrderedModel(DATA["band"], DATA[TERMS], distr="logit")
    assert sorted(set(DATA["band"])) == [0, 1, 2, 3]  # what the comparison in test_model rests on
    fitted = theirs.fit(method="bfgs", disp=0)
    assert fitted.mle_retvals["converged"]
    assert not np.allclose(fitted.params, theirs.start_params)


# -- order of rows and names of groups do not matter ------------------------------------------------------------------

ROWS = st.randoms(use_true_random=False)
CLUSTERED = (
    IntervalRegression(LIMITS, DESIGN, groups=DATA["unit"] % 4).fit(SCORES.params),
    OrderedLogit(DATA["band"], DATA[TERMS], groups=DATA["unit"] % 4).fit(ORDERED.params),
)


@SETTINGS
@given(ROWS, st.permutations(range(4)))
def test_rows_and_names_of_groups_do_not_matter(random, names):
    order = list(range(len(DATA)))
    random.shuffle(order)
    groups = DATA["unit"] % 4
    renamed = groups.map(dict(enumerate(names))).map("group {}".format)
    moved, design = DATA.iloc[order], DESIGN.iloc[order]
    one = CLUSTERED[0]
    two = IntervalRegression(moved[["lower", "upper"]], design, groups=renamed.iloc[order]).fit(SCORES.params)
    np.testing.assert_allclose(two.bse, one.bse, rtol=1e-6)
    one = CLUSTERED[1]
    two = OrderedLogit(moved["band"], moved[TERMS], groups=renamed.iloc[order]).fit(ORDERED.params)
    np.testing.assert_allclose(two.bse, one.bse, rtol=1e-6)
    codes, member = DATA["band"], DATA["east"] == 1
    strata = groups.map({0: "a", 1: "a", 2: "b", 3: "b"})
    again = strata.map({"a": "z", "b": "y"}).iloc[order]
    few = slice(0, 60)
    first = stratified_test(codes[few], member[few], strata[few])
    back = np.argsort(order)[few]
    second = stratified_test(moved["band"].iloc[back], member.iloc[order].iloc[back], again.iloc[back])
    assert (first.statistic, first.p, first.sizes) == (
        second.statistic,
        pytest.approx(first.p, rel=1e-12),
        second.sizes,
    )


@SETTINGS
@given(ROWS, st.lists(st.integers(0, 3), min_size=4, max_size=10), st.lists(st.integers(0, 3), min_size=4, max_size=10))
def test_samples_have_no_order(random, x, y):
    shuffled = [random.sample(s, len(s)) for s in (x, y)]
    first, second = permutation_test(x, y), permutation_test(*shuffled)
    assert (first.statistic, first.p) == (second.statistic, second.p)
    assert 0 < first.p <= 1
    assert 0 < smirnov_test(x, y) == smirnov_test(*shuffled) <= 1
    assert cliffs_delta(*shuffled) == cliffs_delta(x, y)
    np.testing.assert_array_equal(ordered_table(shuffled)[0], ordered_table([x, y])[0])


@settings(SETTINGS, max_examples=3)
@given(ROWS)
def test_order_of_constraints_and_units_does_not_matter(random):
    units = list("abcd")
    known = [Known("a", "71.2"), Mean(["a", "b"], "65.0"), Mean(units, "60.0"), CountAbove(2, "60.0")]
    expected = System(units, known, lower=0, upper=100).bounds_all()
    found = System(random.sample(units, 4), random.sample(known, 4), lower=0, upper=100).bounds_all()
    pd.testing.assert_frame_equal(found.loc[units], expected, atol=1e-7)


# -- what is not defined has no small p-value -------------------------------------------------------------------------


def test_no_variation_gives_no_small_p():
    assert permutation_test([2, 2, 2], [2, 2]).p == 1
    assert jonckheere_test([[1, 1], [1], [1, 1]]).p == 1
    assert stratified_test([1] * 8, GROUP, STRATUM).p == 1
    assert homogeneity_test(np.zeros((6, 3), dtype=int), k=2, n_resamples=99).p == 1
    assert paired_difference(np.ones(8), np.ones(8), labelled(8), n_resamples=99).p == 1


# -- ties of exact arithmetic are ties --------------------------------------------------------------------------------


def test_sums_equal_in_exact_arithmetic_are_ties():
    """0.1 + 0.2 - 0.3 is not zero in floats: every sign pattern must still count as at least as far."""
    score = np.array([0.1, 0.2, 0.0])
    assert paired_difference(score, np.array([0.0, 0.0, 0.3]), ["a", "b", "c"], n_resamples=999).p == 1


@SETTINGS
@given(st.lists(st.integers(-9, 9), min_size=3, max_size=7).filter(lambda t: sum(t) != 0))
def test_sign_flips_against_exact_fractions(tenths):
    """The p-value of tenths summed in floats is that of their exact sums, drawn with the same signs."""
    exact = [Fraction(t, 10) for t in tenths]
    rng, n = np.random.default_rng(3), 499
    rng.multinomial(len(exact), np.full(len(exact), 1 / len(exact)), size=n)
    signs = rng.choice([-1.0, 1.0], size=(n, len(exact)))
    hits = sum(abs(sum(int(s) * e for s, e in zip(row, exact, strict=True))) >= abs(sum(exact)) for row in signs)
    score = np.array([t / 10 for t in tenths])
    found = paired_difference(score, np.zeros(len(exact)), range(len(exact)), n_resamples=n, seed=3)
    assert found.p == (1 + hits) / (1 + n)
