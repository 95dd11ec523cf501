"""The audit: its verdicts against what is known of the documents, where figures stand, its errors, its arithmetic."""

from __future__ import annotations

import shutil
from fractions import Fraction
from functools import cache, partial
from pathlib import Path

import pandas as pd
import pytest

from egov import audit
from egov.audit import Audit, AuditError, Check, Equal, Figure, Holds, Open, Quantity, Same, Tables, Within, read
from egov.tables import TABLES, data_folder, load
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor

kept = cache(load)


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return audit.checks(kept)


def verdict(frame: pd.DataFrame, check: str) -> str:
    return frame.set_index("check")["verdict"][check]


def test_every_share_and_every_repeat_has_a_check(frame):
    shares = kept("capacity_means").query("measure == 'share_above'")
    assert (frame["family"] == "share_above").sum() == len(shares) == 39
    from egov.audit.printed import REPEATED

    repeats = sum((kept(t)["mention"] > 1).sum() for t in REPEATED)
    limits = (kept("claims").query("mention > 1")["claim"] == "band_very_high_from").sum()
    assert (frame["family"] == "repeat").sum() == repeats - limits


KNOWN = """
misprint repeat.capacity_means.province.2021.A.mean.2
contradicts repeat.platform_counters.national.全国.data_sharing_calls.2021.2
contradicts fall.province.2021.山西
contradicts whole_number.四川.national_systems_share
contradicts counter_share.贵州.front_staff_cut
contradicts box.9
contradicts plan_number.series.河南
contradicts score_rank.福建
contradicts left_out.footnote
misprint figure_cited.figure.3-3.706
misprint indicator_text.province.E1-1
misprint group_size.yangtze_belt
misprint unprinted_member.湖南.as_printed
misprint listed.江苏.levels
rounding growth.A.2020.2021.2
rounding band_share.city.2021.shares
rounding month_to_month.2023-06.production.总指数
not_checkable composite.2021-06.production.生产市场需求景气指数.value
not_checkable leading.province.安徽.unnamed
agrees growth.total.2017.2021
agrees regions_to_nation.1
agrees counter_share.宁夏.users_above_population
agrees balance_rank.北京
agrees box.10
"""
"""What was read in the documents by hand before the audit was written."""


@pytest.mark.parametrize("line", KNOWN.split("\n")[1:-1])
def test_known_verdicts(frame, line):
    expected, check = line.split(" ")
    assert verdict(frame, check) == expected


def test_shares_above_the_mean_without_the_audit(frame):
    """An independent recomputation of one family: counts over 32, half up, in integers."""
    means = kept("capacity_means")
    keys = ["unit_type", "year", "code"]
    both = means[means["measure"] == "share_above"].merge(means[means["measure"] == "n_above"], on=keys)
    hundredths = (both["value_y"].astype(int) * 100000 // 32 + 5) // 10  # 32 provinces, 32 cities
    assert (hundredths == (both["value_x"] * 100).round().astype(int)).all()
    assert set(frame.loc[frame["family"] == "share_above", "verdict"]) == {"agrees"}


def test_falls_without_the_audit(frame):
    bands = kept("capacity_bands").sort_values(["unit_type", "unit", "year"])
    places = bands["value"].cat.codes
    step = places.groupby([bands["unit_type"], bands["unit"]], observed=True).diff()
    assert (step < 0).sum() == (frame["family"] == "fall").sum()


def test_every_fault_belongs_to_one_slip_and_says_what_it_means(frame):
    slips = audit.by_slip(frame)
    assert set(slips["slip"]) == {slip.name for slip in audit.SLIPS if not slip.awaited}
    assert slips["note"].notna().all()
    with pytest.raises(AuditError, match=r"growth\.total"):
        audit.by_slip(
            frame.assign(verdict=frame["verdict"].mask(frame["check"] == "growth.total.2017.2021", "misprint"))
        )
    with pytest.raises(AuditError, match="remove it"):
        audit.by_slip(frame.assign(verdict=frame["verdict"].mask(frame["check"] == "box.9", "agrees")))


def test_every_check_leads_to_the_row_that_holds_its_figure(frame):
    """Exactly: the row is on the data page, and it has the document, the line and the column of the check."""
    pages: dict[str, dict[str, dict[str, str]]] = {}
    for check in frame.dropna(subset=["row"]).itertuples():
        if check.table not in pages:
            table = TABLES[check.table]
            rows = read_raw(table, data_folder()).to_dict("records")
            pages[check.table] = {row_anchor(table, row): row for row in rows}
        row = pages[check.table][check.row]
        assert (row["source"], row["line"]) == (check.source, "" if pd.isna(check.line) else str(check.line)), (
            check.check
        )
        if check.published == row["printed"]:
            assert row["col"] == ("" if pd.isna(check.col) else str(check.col)), check.check
    assert set(frame.loc[frame["row"].isna(), "family"]) == {"transcription", "census"}  # on a whole table
    assert frame["table"].notna().all()


def test_corrections_are_settled_by_a_check_and_apply(frame):
    for row in kept("corrections").itertuples():
        assert verdict(frame, row.evidence) in ("misprint", "not_checkable"), row.evidence
    results = audit.AUDIT.run(partial(kept, corrected=True), ["group_once", "group_size", "group_mean", "growth"])
    assert {r.verdict for r in results} == {"agrees"}


def _reads(tmp_path: Path, table: str, change):
    """What loads the tables, one of them with other rows; the others are as they were."""
    folder = Path(shutil.copytree(data_folder(), tmp_path / "data"))
    path = folder / TABLES[table].path
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, *sorted(set(change(rows))), ""]), encoding="utf-8")
    changed = load(table, data=folder)
    return lambda name: changed if name == table else kept(name)


def test_a_later_year_of_bands_is_no_business_of_this_report(frame, tmp_path):
    """A year for every unit, 2022: 2021 stays the report's year, the proved slip stays proved."""
    reads = _reads(tmp_path, "capacity_bands", lambda rows: rows + [row.replace(",2021,", ",2022,") for row in rows])
    more = reads("capacity_bands")
    assert len(more) == len(kept("capacity_bands")) + 64
    assert more["year"].max() == 2022
    after = audit.checks(reads)
    pd.testing.assert_frame_equal(after, frame)
    assert verdict(after, "fall.province.2021.山西") == "contradicts"
    audit.by_slip(after)


def test_scores_of_cities_are_no_business_of_the_provinces(frame, tmp_path):
    reads = _reads(tmp_path, "province_scores", lambda rows: [row for row in rows if not row.startswith("city,")])
    assert len(reads("province_scores")) < len(kept("province_scores"))
    without = audit.checks(reads)
    for family in ("score_band", "score_rank"):
        pd.testing.assert_frame_equal(*(f[f["family"] == family].reset_index(drop=True) for f in (without, frame)))
    assert verdict(frame, "transcription.province_scores") == "agrees"


def test_a_release_that_does_not_lead_back_to_the_last_is_a_slip(frame, tmp_path):
    """Two invented months: the level rose by more than the change says."""
    rows = [("2022-11", "value", "92.1"), ("2022-12", "value", "95.1"), ("2022-12", "change", "1.1")]
    made = [f"{m},production,总指数,{what},Composite,,{n},1,{n},hardware_2023_06,made up,," for m, what, n in rows]
    after = audit.checks(_reads(tmp_path, "hardware_index", lambda rows: rows + made))
    assert verdict(after, "month_to_month.2022-12.production.总指数") == "contradicts"
    slips = audit.by_slip(after)
    assert slips.loc[slips["slip"] == "release", "document"].tolist() == ["hardware"]
    assert set(slips["slip"]) == {slip.name for slip in audit.SLIPS}


# definitions

FIGURE = Figure("50.00%", "report2022", "Table 2-1")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Check("a", "claim", "50.00%", Same("x")), "expected a Figure"),
        (lambda: Check("a", "claim", FIGURE, "agrees"), "expected Equal, Same"),
        (lambda: Check("a", "claim", FIGURE, Open(), wrong="wrong"), "unknown verdict 'wrong'"),
        (lambda: Check("a", "claim", FIGURE, Open(), kind="equal"), "unknown kind 'equal'"),
        (lambda: Check("a b", "claim", FIGURE, Open()), "without blanks"),
        (lambda: Check("a", "", FIGURE, Open()), "no claim"),
        (lambda: Check("a", "claim", Figure("5"), Holds(True, "")), "names no source"),
        (lambda: Figure(50.0), "float: give the string"),
        (lambda: Figure("50", value=50.0), "binary float"),
        (lambda: Quantity.of(0.5), "binary float"),
        (lambda: Quantity.of(1) / 0, "reaches zero"),
        (lambda: Figure("第一").number, "is no number"),
        (lambda: Audit().family("a", kind="equal")(lambda t: ()), "unknown kind 'equal'"),
        (lambda: Audit().run(kept, ["a"]), "no family 'a'"),
        (lambda: _one(lambda t: [Check("a", "claim", FIGURE, Open())] * 2), "'mine.a' stands twice"),
        (lambda: _one(lambda t: ["a"]), "family 'mine': states 'a', expected a Check"),
        (lambda: _one(lambda t: None), "family 'mine': states nothing"),
        (lambda: _one(lambda t: []), "family 'mine' states no check"),
        (lambda: _one(lambda t: [t.one("claims", claim="none")]), "no row with claim 'none'"),
        (lambda: _one(lambda t: [t.one("claims", year_of="2021")]), "no column 'year_of'"),
        (lambda: _one(lambda t: [t.one("claims", claim="cities")["shown"]]), "no column 'shown'"),
        (lambda: _one(lambda t: t.all("nowhere")), "unknown table 'nowhere'"),
    ],
)
def test_broken_definitions_are_clear(make, words):
    with pytest.raises(AuditError, match=words):
        make()


def _one(state):
    mine = Audit()
    mine.family("mine", kind="count")(state)
    return mine.run(kept)


RULE = """
[mine]
kind = "equality"
about = "Shares"
[[mine.check]]
each = "capacity_means: unit_type=city, measure=share_above, code=A1"
with.n = "capacity_means: unit_type=city, year={year}, code={code}, measure=n_above"
name = "{code}"
claim = "{n.printed} of 32"
equal = "n.counted / 32 * 100"
"""


def _rules(tmp_path: Path, text: str) -> list:
    mine = Audit()
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    read(mine, tmp_path / "mine.toml")
    return mine.run(kept)


def test_a_row_states_a_check(tmp_path):
    [result] = _rules(tmp_path, RULE)
    assert (result.check, result.verdict) == ("mine.A1", "agrees")
    assert result.claim.endswith(" of 32")
    assert result.table == "capacity_means"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("equal =", "equals =", r"mine.toml \[mine\] check 1: unknown key 'equals'"),
        ("equal =", "note =", r"check 1: no test: expected one of equal, same"),
        ('name = "{code}"', "", "check 1: no 'name'"),
        ("equal =", "holds =", "check 1: no 'shown'"),
        ("n.counted", "m.counted", "check 1: 'm.counted / 32 [*] 100': name 'm' is not defined"),
        ("n.counted", "n.__class__", "is not allowed in a formula"),
        ("n.counted", "(lambda: n)()", "is not allowed in a formula"),
        ("n.counted / 32", "n.counted / ", "is no formula"),
        ("each = ", 'columns = ["a"]\nrows = [[1, 2]]\neach = ', "has 2 values for 1 columns"),
        ("measure=n_above", "measure=none", "check 1: table 'capacity_means' has no row with"),
        ("measure=n_above", "measured=n_above", "check 1: table 'capacity_means' has no column 'measured'"),
        ("capacity_means: unit_type=city, measure", "nowhere: measure", "check 1: unknown table 'nowhere'"),
        ('kind = "equality"', "", r"mine.toml \[mine\]: 'kind' is unknown or missing"),
        ("[[mine.check]]", "[mine.check]", r"\[mine\]: check is no list: head each check with \[\[mine.check\]\]"),
        ("each = ", 'rows = [["A1"]]\neach = ', "check 1: columns and rows go together"),
        ("each = ", 'columns = ["a"]\neach = ', "check 1: columns and rows go together"),
        ("each = ", 'columns = "a"\nrows = [["A1"]]\neach = ', "check 1: columns is 'a': expected a list"),
        ("each = ", 'columns = ["a"]\nrows = ["A1"]\neach = ', "check 1: A1 has 0 values for 1 columns"),
        ("with.n = ", "with = ", "check 1: with is 'capacity_means: .*': expected names, as with.n = "),
        ('equal = "n.counted / 32 * 100"', "equal = 62", "check 1: equal is 62: expected a text in quotes"),
        ('equal = "n.counted', 'places = "2"\nequal = "n.counted', "check 1: places is '2': expected a whole number"),
        ("[mine]", "[mine", "mine.toml: "),
    ],
)
def test_a_broken_row_names_its_entry(tmp_path, old, new, words):
    with pytest.raises(AuditError, match=words):
        _rules(tmp_path, RULE.replace(old, new, 1))


def test_the_blocks_of_the_howto_page_run(tmp_path, monkeypatch):
    """Each TOML block is a file; what follows prints the lines shown, or refuses in the words shown."""
    page = (Path(__file__).resolve().parents[2] / "book" / "howto-audit.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    ran = []
    for block in page.split("```")[1::2]:
        kind, _, text = block.partition("\n")
        if kind == "toml":
            (tmp_path / ("slips.toml" if "meaning = " in text else "mine.toml")).write_text(text, encoding="utf-8")
        elif kind == "python" and "planted" not in text:
            lines: list[str] = []
            names["print"] = lambda *words, lines=lines: lines.append(" ".join(map(str, words)))
            exec(text, names)
            ran.append(lines)
        elif kind == "text" and ran and ran[-1]:
            assert "\n".join(ran.pop()) == text.rstrip("\n")
    assert not any(ran), "what a block prints stands behind it"
    [slip] = audit.read_slips(tmp_path / "slips.toml")
    assert slip.has("beds.Ash")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[a]\ntitle = "A"\nmeaning = "b"\n',
            r"slips.toml \[a\] has title, meaning: expected a title, a list",
        ),
        ('[a]\ntitle = "A"\nmeaning = "b"\nchecks = "c.d"\n', "a list of checks"),
        ('[a]\ntitle = "A"\nmeaning = "b"\ncheck = ["c.d"]\n', r"\[a\] has title, meaning, check: "),
        ("[a\n", "slips.toml: "),
    ],
)
def test_a_broken_slip_is_named(tmp_path, text, words):
    (tmp_path / "slips.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AuditError, match=words):
        audit.read_slips(tmp_path / "slips.toml")


def test_rows_of_another_report_need_a_figure_and_its_place():
    with pytest.raises(AuditError, match="table 'wards': no 'place' in the row"):
        Audit(extra={"wards": [{"value": "1", "printed": "1", "source": "x"}]}).run(kept)


# arithmetic


def result(figure: Figure, test, **more) -> str:
    return _one(lambda t: [Check("a", "claim", figure, test, **more)])[0].verdict


def printed(text: str, **more) -> Figure:
    return Figure(text, "report2022", "x", **more)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("59.38%", Fraction(1900, 32), "agrees"),  # a tie: half up
        ("59.37%", Fraction(1900, 32), "contradicts"),
        ("88.06", Fraction("88.065"), "agrees"),  # a tie: half to even
        ("88.07", Fraction("88.0749"), "agrees"),
        ("31.91%", (1 - Fraction(7511, 11032)) * 100, "contradicts"),
    ],
)
def test_rounding_is_exact(text, value, expected):
    assert result(printed(text), Equal(Quantity.of(value))) == expected


def test_intervals_explain_a_difference_of_rounding():
    a, b = printed("84.64"), printed("80.76")
    assert result(printed("4.79%"), Equal((a.rounded / b.rounded - 1) * 100)) == "rounding"
    assert result(printed("4.75%"), Equal((a.rounded / b.rounded - 1) * 100)) == "contradicts"
    assert Quantity.total([a.rounded, b.rounded]) == a.rounded + b.rounded


def test_a_figure_in_yi_rounds_in_yi():
    figure = printed("2.26 亿", value=Fraction(226_000_000))
    assert result(figure, Equal(Quantity.of(226_400_000))) == "agrees"
    assert result(figure, Equal(Quantity.of(226_600_000))) == "contradicts"


def test_limits_are_closed_and_may_be_rounded():
    assert result(printed("90.00"), Within(90, 100)) == "agrees"
    assert result(printed("89.99"), Within(90, 100)) == "contradicts"
    assert result(printed("89.99"), Within(90, 100), wrong="not_checkable") == "not_checkable"
    low, high = printed("92.40").rounded, printed("94.45").rounded
    assert result(printed("92.39"), Within(low, high)) == "contradicts"  # the two intervals meet in one open point
    assert result(printed("92.40"), Within(low, high)) == "agrees"
    assert result(printed("92.4"), Within(printed("92.43").rounded, None)) == "rounding"
    assert result(printed("94.46"), Within(low, high)) == "contradicts"


def test_tables_forget_nothing_but_what_is_changed():
    tables = Tables(kept)
    row = tables.rows("capacity_bands", unit_type="province", year=2021, value="非常高")[0]
    with tables.changed(row, value="低", printed="低"):
        assert row not in tables.rows("capacity_bands", unit_type="province", year=2021, value="非常高")
    assert row in tables.rows("capacity_bands", unit_type="province", year=2021, value="非常高")
