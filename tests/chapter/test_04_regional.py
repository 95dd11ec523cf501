"""The chapter's own fits against R 4.2.2 (survival 3.5.3, MASS 7.3.58.2), on the rows that the chapter uses.

The rows are those of the chapter's ``design`` written as CSV; ``lo`` and ``hi`` are the logits of the band's limits,
``a`` and ``b`` the same with NA for an infinite end, and ``west`` is the first level of ``belt``::

    survreg(Surv(a, b, type = "interval2") ~ belt + south + t, d, dist = "gaussian",
            control = survreg.control(rel.tolerance = 1e-13, maxiter = 200))
    polr(factor(code) ~ belt + south + t, d, Hess = TRUE, control = list(reltol = 1e-15, maxit = 1000))

Neither has a random intercept, so the chapter's primary model was maximised with ``optim(method = "BFGS")`` over the
likelihood with the intercept summed out on the grid ``u = seq(-9, 9, 0.05)``::

    gap <- function(z1, z0) log(ifelse(z0 > 0, pnorm(-z0) - pnorm(-z1), pnorm(z1) - pnorm(z0)))
    each <- sapply(u, function(v) gap((hi - X %*% beta - w * v) / s, (lo - X %*% beta - w * v) / s))
    -sum(log(rowSums(exp(sweep(rowsum(each, d$unit), 2, dnorm(u, log = TRUE), "+"))) * 0.05))

Errors are those from the Hessian: survreg's errors by cluster are off for intervals in this version.
"""

import hashlib

import nbformat
import numpy as np
import pandas as pd
import pytest

from egov.book.inputs import repository_root
from egov.methods.interval_regression import IntervalRegression, RandomInterceptIntervalRegression
from egov.methods.ordered_logit import OrderedLogit
from egov.tables import data_folder, load
from egov.tables.schemas import BANDS

FORMULA = "lower + upper ~ C(belt, Treatment('west')) + south + t"
LIMITS = np.array([0.0, 65, 80, 90, 100])

LAST = 2021
"""Year of the last band that R saw."""
CLOSE = 1e-3
# (Intercept), central, east, northeast, south, t, log scale; errors; log-likelihood
SURVREG = {
    "province": (
        [1.259591, 0.283617, 0.604787, 0.371643, 0.551942, 0.127824, -0.878002],
        [0.070069, 0.107737, 0.095206, 0.142226, 0.083102, 0.027535, 0.082801],
        -132.792867,
    ),
    "city": (
        [1.167837, 0.256103, 0.520275, 0.465294, 0.530952, 0.115704, -0.872318],
        [0.086386, 0.124471, 0.107280, 0.147379, 0.096503, 0.038662, 0.092814],
        -109.194764,
    ),
}
# (Intercept), lon, lat, t, log scale; provinces
SURVREG_PLACE = ([1.803482, 0.318522, -0.352788, 0.124379, -0.911970], -132.634057)
# central, east, northeast, south, t, then the thresholds 0|1, 1|2, 2|3; errors; log-likelihood
POLR = {
    "province": (
        [1.153158, 2.553714, 1.591359, 2.342440, 0.504969, -2.905074, 0.595912, 3.924051],
        [0.462284, 0.447689, 0.602554, 0.402779, 0.125030, 0.609059, 0.312238, 0.471938],
        -133.123348,
    ),
    "city": (
        [0.985102, 2.091208, 1.960094, 2.212302, 0.466568, -3.364000, 1.050614, 4.114193],
        [0.512227, 0.494797, 0.624490, 0.460485, 0.167334, 1.025270, 0.391516, 0.561629],
        -108.789392,
    ),
}
# as SURVREG, then the deviation of the intercepts
OPTIM = {
    "province": (
        [1.251162, 0.275289, 0.616096, 0.383473, 0.589494, 0.137724, -1.424235, 0.367171],
        [0.130762, 0.200701, 0.174195, 0.262768, 0.154005, 0.019858, 0.115429, 0.061300],
        -104.356701,
    ),
    "city": (
        [1.141889, 0.264610, 0.571697, 0.477417, 0.561129, 0.134328, -1.673842, 0.415553],
        [0.156528, 0.229117, 0.203286, 0.269871, 0.179635, 0.025785, 0.157783, 0.070299],
        -77.752546,
    ),
}
KINDS = ("province", "city")


@pytest.fixture(scope="module")
def rows():
    units = load("units")[["unit_type", "unit", "belt", "north_south", "lon", "lat", "order"]]
    frame = load("capacity_bands").merge(units, on=["unit_type", "unit"]).query("year <= @LAST")
    code = frame["value"].astype(str).map(BANDS.index)
    south, t = (frame["north_south"] == "south") * 1.0, frame["year"] - 2019.0
    frame = frame.assign(
        code=code, lower=LIMITS[code], upper=LIMITS[code + 1], south=south, t=t, belt=frame["belt"].astype(str)
    )
    frame = frame.sort_values(["unit_type", "order", "year"])
    own = {kind: frame[frame["unit_type"] == kind].reset_index(drop=True) for kind in KINDS}
    return {
        k: f.assign(lon=(f["lon"] - f["lon"].mean()) / 10, lat=(f["lat"] - f["lat"].mean()) / 10)
        for k, f in own.items()
    }


def columns(data):
    dummies = {belt: (data["belt"] == belt) * 1.0 for belt in ("central", "east", "northeast")}
    return pd.DataFrame({**dummies, "south": data["south"], "t": data["t"]})


@pytest.mark.parametrize("kind", KINDS)
def test_interval_regression_is_survreg(rows, kind):
    params, errors, log_likelihood = SURVREG[kind]
    fitted = IntervalRegression.from_formula(FORMULA, rows[kind]).fit()
    np.testing.assert_allclose(fitted.params, params, atol=CLOSE)
    np.testing.assert_allclose(fitted.bse, errors, atol=CLOSE)
    assert fitted.llf == pytest.approx(log_likelihood, abs=CLOSE)


def test_longitude_and_latitude_are_survreg(rows):
    params, log_likelihood = SURVREG_PLACE
    fitted = IntervalRegression.from_formula("lower + upper ~ lon + lat + t", rows["province"]).fit()
    np.testing.assert_allclose(fitted.params, params, atol=CLOSE)
    assert fitted.llf == pytest.approx(log_likelihood, abs=CLOSE)


@pytest.mark.parametrize("kind", KINDS)
def test_ordered_logit_is_polr(rows, kind):
    params, errors, log_likelihood = POLR[kind]
    fitted = OrderedLogit(rows[kind]["code"], columns(rows[kind])).fit()
    table = fitted.coefficients()
    np.testing.assert_allclose(table["estimate"], params, atol=CLOSE)
    np.testing.assert_allclose(table["se"], errors, atol=CLOSE)
    assert fitted.llf == pytest.approx(log_likelihood, abs=CLOSE)


@pytest.mark.parametrize("kind", KINDS)
def test_odds_of_the_chapter_are_those_of_polr(kind):
    held = load("regional_opinions").astype({"unit_type": str})
    own = held[(held["unit_type"] == kind) & (held["measure"] == "odds ratio")].set_index("contrast")["estimate"]
    east, south = POLR[kind][0][1], POLR[kind][0][3]
    assert own["east_west"] == pytest.approx(np.exp(east), abs=0.0051)
    assert own["south_north"] == pytest.approx(np.exp(south), abs=0.0051)


@pytest.mark.parametrize("kind", KINDS)
def test_the_primary_model_is_the_maximum_that_r_finds(rows, kind):
    params, errors, log_likelihood = OPTIM[kind]
    fitted = RandomInterceptIntervalRegression.from_formula(FORMULA, rows[kind], groups="unit").fit()
    np.testing.assert_allclose(fitted.params, params, atol=CLOSE)
    np.testing.assert_allclose(np.sqrt(np.diag(fitted.normalized_cov_params)), errors, atol=CLOSE)
    assert fitted.llf == pytest.approx(log_likelihood, abs=CLOSE)


# ------------------------------------------------------------------------- one number of each table, computed anew
def test_gaps_of_printed_scores_by_a_plain_mean():
    scores, units = load("province_scores"), load("units").set_index(["unit_type", "unit"])
    table = load("regional_gaps").set_index(["unit_type", "year", "contrast", "method", "weighting"])["estimate"]
    for kind in KINDS:
        own = scores[(scores["unit_type"] == kind) & (scores["year"] == 2019)]
        belt = [units.loc[(kind, unit), "belt"] for unit in own["unit"]]
        mean = own["value"].astype(float).groupby(belt).mean()
        assert table[kind, 2019, "east_west", "published_scores", "unit"] == pytest.approx(
            mean["east"] - mean["west"], abs=0.006
        )


def test_the_record_is_the_file_that_was_committed_before_the_scores():
    record = data_folder() / "score_intervals_record.csv"
    digest = "cf25909b24f499d1207826b282ff2592f2bec8f9823c47585ce80e8cb84454ea"
    assert hashlib.sha256(record.read_bytes()).hexdigest() == digest


def test_the_judgement_on_record():
    record = load("score_intervals_record").astype({"unit_type": str})
    scores = load("province_scores").astype({"unit_type": str})[["unit_type", "unit", "year", "value"]]
    both = record.merge(scores, on=["unit_type", "unit", "year"])
    both = both.query("unit_type == 'city' and year == 2019").astype({"value": float})
    below, above = (both["lower"] - both["value"]).clip(lower=0), (both["value"] - both["upper"]).clip(lower=0)
    assert len(both) == 32
    assert (below + above == 0).sum() == 26
    score = both["upper"] - both["lower"] + 2 / 0.1 * (below + above)
    judged = load("score_validation").query("unit_type == 'city' and year == 2019")
    assert judged["record_score"].mean() == pytest.approx(score.mean(), abs=0.005)


def test_histories_permuted_by_other_random_numbers(rows):
    table = load("regional_histories").set_index(["unit_type", "contrast", "years"])
    wide = rows["province"].pivot(index="unit", columns="year", values="code").rank()
    south = rows["province"].drop_duplicates("unit").set_index("unit")["south"].reindex(wide.index).to_numpy()
    score = wide.mean(axis=1).to_numpy()
    rng = np.random.default_rng(99)
    dealt = rng.permuted(np.tile(south, (40_000, 1)), axis=1) @ score
    expected = south.sum() * score.mean()
    p = (np.abs(dealt - expected) >= abs(south @ score - expected) - 1e-9).mean()
    assert table.loc[("province", "south_north", "all years"), "p"] == pytest.approx(p, abs=0.0012)


def test_the_parts_of_a_change_add_up():
    wide = load("regional_change_parts").pivot(index=["unit_type", "contrast"], columns="part", values="estimate")
    np.testing.assert_allclose(wide["built_in"] + wide["beyond"], wide["total"], atol=0.151)


@pytest.mark.parametrize("kind", KINDS)
def test_score_intervals_lie_in_their_bands(kind):
    own = load("score_intervals").query("unit_type == @kind")
    assert ((own["band_lower"] <= own["lower"]) & (own["lower"] <= own["median"])).all()
    assert ((own["median"] <= own["upper"]) & (own["upper"] <= own["band_upper"])).all()


# --------------------------------------------------------------------------------- lists of scores that cannot be right
def source(name):
    """A cell of the chapter."""
    notebook = nbformat.read(repository_root() / "notebooks" / "04_regional.ipynb", 4)
    return next(cell.source for cell in notebook.cells if cell.id == name)


def cells(*chosen):
    """The names that some cells of the chapter leave behind."""
    names = {}
    for name in chosen:
        exec(compile(source(name), name, "exec"), names)
    return names


@pytest.fixture(scope="module")
def checked_scores():
    """The check of the chapter itself, from its cells."""
    return cells("856e0060", "9r0upa01", "9r0upb02", "sc0resa1")["checked_scores"]


# ---------------------------------------------------------- against esda 2.8, libpysal 4.14 and inequality 1.1
RING = [(i, (i + 1) % 12) for i in range(12)] + [(0, 4), (2, 9), (5, 11)]
VALUES = np.array([80 + 10 * np.sin(1.7 * i) + i for i in range(12)])


@pytest.fixture(scope="module")
def neighbours():
    """The names of the chapter's cell on neighbours, run on its own scores."""
    return cells("856e0060", "9r0upa01", "9r0upb02", "sc0resa1", "rea1oth1")


def test_moran_and_joins_are_esdas(neighbours):
    statistics = neighbours | {"matrix": np.zeros((12, 12))}
    for i, j in RING:
        statistics["matrix"][i, j] = statistics["matrix"][j, i] = 1
    code = {name: type(f)(f.__code__, statistics) for name, f in neighbours.items() if name in ("morans_i", "joins")}
    assert code["morans_i"](VALUES, -1) == pytest.approx(-0.15064030106450513, abs=1e-12)
    assert code["joins"](1.0 * (VALUES.mean() < VALUES), -1) == 3
    assert code["joins"](1.0 * (VALUES.mean() >= VALUES), -1) == 2


def test_borders_between_provinces_of_the_highest_band_by_a_loop(neighbours):
    land, band = load("contiguity").query("kind == 'land'"), load("capacity_bands").query("year == 2019")
    top = set(band[(band["unit_type"] == "province") & (band["value"] == "非常高")]["unit"])
    borders = {frozenset(pair) for pair in land[["unit", "neighbour"]].itertuples(index=False)}
    found = neighbours["neighbours"].set_index("statistic")["value"]
    assert found["borders between two provinces in 非常高"] == sum(border <= top for border in borders)


def test_theil_is_that_of_the_package():
    belts = np.repeat(["east", "west", "northeast"], [5, 4, 3])
    names = cells("856e0060") | {"scored": {("ring", 2019): pd.DataFrame({"score": VALUES, "belt": belts})}}
    exec(source("rea1the1").partition("\ninequality =")[0], names)
    found = names["theil_parts"]("ring", 2019, "belt", resamples=99)
    assert found["total"] == pytest.approx(3.35842580107046, abs=1e-12)
    assert found["between"] == pytest.approx(0.39469, abs=1e-5)


def changed(row, **values):
    table = load("province_scores").copy()
    for column, value in values.items():
        table[column] = table[column].astype(object)
        table.loc[table.index[row], column] = value
    return table


def invented(kind, year, n=99):
    """Scores in the middle of the units' bands of a year, as rows of the table of scores."""
    own = load("capacity_bands").query("unit_type == @kind and year == @year").head(n)
    middle = own["value"].astype(str).map({"低": 55.0, "中": 72.5, "高": 85.0, "非常高": 95.0})
    return own.assign(value=middle, rank_as_printed=1)


def test_scores_as_they_are_pass(checked_scores):
    lists = {key: len(part) for key, part in checked_scores(load("province_scores")).items()}
    assert lists[("province", 2019)] == 31
    assert lists[("city", 2019)] == 32


def test_each_kind_and_year_is_a_list_of_its_own(checked_scores):
    table = load("province_scores")
    before, provinces = checked_scores(table), table[table["unit_type"] == "province"]
    added = [invented("province", 2018), invented("city", 2018), invented("province", 2021, 27)]
    after = checked_scores(pd.concat([table, *added]))
    assert [*after] == [("province", 2018), ("city", 2018), ("province", 2019), ("city", 2019), ("province", 2021)]
    assert [len(part) for part in after.values()] == [32, 32, 31, 32, 27]
    alone = checked_scores(provinces)
    assert [*alone] == [("province", 2019)]
    for lists in (after, alone):
        pd.testing.assert_frame_equal(lists["province", 2019], before["province", 2019])


def test_a_unit_twice_is_refused(checked_scores):
    table = load("province_scores")
    with pytest.raises(ValueError, match=f"more than one score of {table['unit'].iloc[3]}"):
        checked_scores(pd.concat([table, table.iloc[[3]]]))


@pytest.mark.parametrize("score", [12.5, 99.99])
def test_a_score_outside_its_band_is_refused(checked_scores, score):
    table = load("province_scores")
    bands = load("capacity_bands").set_index(["unit_type", "unit", "year"])["value"]
    middle = [bands[tuple(key)] in ("中", "高") for key in table[["unit_type", "unit", "year"]].itertuples(index=False)]
    row = middle.index(True)
    with pytest.raises(ValueError, match=f"outside the printed band: {table['unit'].iloc[row]} {score} is not in"):
        checked_scores(changed(row, value=score))


def test_a_unit_without_a_band_is_refused(checked_scores):
    with pytest.raises(ValueError, match="no band of that year for 香港"):
        checked_scores(changed(0, unit="香港"))


def test_a_year_without_bands_is_refused(checked_scores):
    cities = invented("city", 2018).assign(year=2017)
    with pytest.raises(ValueError, match=f"no band of that year for {cities['unit'].iloc[0]} 2017"):
        checked_scores(pd.concat([load("province_scores"), cities]))


@pytest.mark.parametrize("kind", KINDS)
def test_too_few_scores_of_a_kind_are_refused(checked_scores, kind):
    table = load("province_scores")
    few = pd.concat([table[table["unit_type"] != kind], table[table["unit_type"] == kind].head(12)])
    with pytest.raises(ValueError, match=f"12 scores of {kind} for 2019, expected 20 or more"):
        checked_scores(few)


def test_too_few_scores_of_another_year_are_refused(checked_scores):
    with pytest.raises(ValueError, match="3 scores of province for 2020, expected 20 or more"):
        checked_scores(pd.concat([load("province_scores"), invented("province", 2020, 3)]))


def test_a_list_without_a_group_is_refused(checked_scores):
    units = load("units").set_index(["unit_type", "unit"])["belt"]
    table = invented("province", 2020)
    table = table[[units["province", unit] != "east" for unit in table["unit"]]]
    with pytest.raises(ValueError, match="province, 2020: a group of a gap has fewer than two scores"):
        checked_scores(pd.concat([load("province_scores"), table]))


def test_the_scores_that_decide_are_not_missing(checked_scores):
    table = load("province_scores")
    with pytest.raises(ValueError, match="no scores of province for 2019, which decide between the models"):
        checked_scores(table[table["unit_type"] == "city"])


def test_a_province_without_residents_is_named():
    def without(name):
        table = load(name)
        return table[table["unit"] != "海南"] if name == "province_covariates" else table

    names = cells("856e0060") | {"load": without}
    with pytest.raises(ValueError, match="no census population of 海南, which weights the gaps"):
        exec(source("9r0upa01"), names)


def test_the_interval_of_a_change_by_other_draws(rows):
    """East less centre beyond what the scale builds in, by other random numbers and a plain mean over a bell curve."""
    data = rows["province"]
    own_trends = f"{FORMULA} + C(belt, Treatment('west')):t + south:t"
    fitted = RandomInterceptIntervalRegression.from_formula(own_trends, data, groups="unit").fit()
    end = fitted.model.exog[data["year"] == LAST]
    own_trend = [":t" in name for name in fitted.model.exog_names[: end.shape[1]]]
    frozen = end.copy()
    frozen[:, own_trend] *= -1.0  # the first year is two years before 2019, as the last is after
    params = np.random.default_rng(7).multivariate_normal(fitted.params, fitted.cov_params(), 4_000)
    nodes, weights = np.polynomial.hermite_e.hermegauss(21)
    spread = np.hypot(np.exp(params[:, -2]), params[:, -1])[:, None, None] * nodes
    scores = [
        100 / (1 + np.exp(-(params[:, :-2] @ x.T)[..., None] - spread)) @ (weights / weights.sum())
        for x in (end, frozen)
    ]
    belt = data.loc[data["year"] == LAST, "belt"].to_numpy()
    beyond = np.diff(
        [s[:, belt == "east"].mean(axis=1) - s[:, belt == "central"].mean(axis=1) for s in scores[::-1]], axis=0
    )
    held = (
        load("regional_change_parts")
        .set_index(["unit_type", "contrast", "part"])
        .loc["province", "east_central", "beyond"]
    )
    np.testing.assert_allclose([held["lower"], held["upper"]], np.quantile(beyond, [0.025, 0.975]), atol=0.4)
