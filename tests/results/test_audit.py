"""The audit: its rows against the contract, its verdicts against what is known of the documents, its errors."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from egov.results import audit
from egov.results.audit import AuditError, Check, Equal, Figure, Holds, Open, Quantity, Registry, Same, Within
from egov.results.audit.tables import Tables
from egov.tables import TABLES, data_folder, load
from egov.tables.load import read_raw
from egov.tables.rows import row_anchor


@pytest.fixture(scope="module")
def frame():
    return audit.table(load)


def verdict(frame, check: str) -> str:
    return frame.set_index("check")["verdict"][check]


def test_contract(frame):
    assert len(frame) >= 200
    assert frame["check"].is_unique
    assert set(frame["kind"]) == set(audit.KINDS)
    assert set(frame["verdict"]) == set(audit.VERDICTS)
    for column in ("check", "kind", "claim", "source", "line", "published", "recomputed", "verdict", "note"):
        assert column in TABLES["audit"].columns
    assert set(frame["source"]) <= set(load("sources")["source"])


def test_every_share_above_the_mean_has_a_check(frame):
    shares = load("capacity_means").query("measure == 'share_above'")
    assert (frame["family"] == "share_above").sum() == len(shares) == 39


def test_every_repeat_has_a_check(frame):
    from egov.results.audit.generic import REPEATED

    repeats = sum((load(t)["mention"] > 1).sum() for t in REPEATED)
    limits = (load("claims").query("mention > 1")["claim"] == "band_very_high_from").sum()
    assert (frame["family"] == "repeat").sum() == repeats - limits


KNOWN = {
    "repeat.capacity_means.province.2021.A.mean.2": "misprint",
    "repeat.capacity_means.province.2021.A.mean.3": "agrees",
    "growth.total.2017.2021": "agrees",
    "growth.A.2020.2021.1": "agrees",
    "growth.A.2020.2021.2": "rounding",
    "regions_to_nation.1": "agrees",
    "band_share.city.2021.shares": "rounding",
    "band_share.province.2021.shares": "agrees",
    "fall.province.2021.山西": "contradicts",
    "repeat.platform_counters.national.全国.data_sharing_calls.2021.2": "contradicts",
    "repeat.platform_counters.province.上海.whole_process_online_items.2021.2": "agrees",
    "whole_number.四川.national_systems_share": "contradicts",
    "whole_number.湖北.province_vertical_systems_share": "agrees",
    "counter_share.贵州.front_windows_cut": "agrees",
    "counter_share.贵州.front_staff_cut": "contradicts",
    "counter_share.川渝.shared_items_online_share": "agrees",
    "counter_share.宁夏.users_above_population": "agrees",
    "sum.西藏.items_published": "agrees",
    "box.9": "contradicts",
    "box.10": "agrees",
    "figure_cited.figure.3-3.706": "misprint",
    "figure_cited.figure.3-1.695": "agrees",
    "indicator_text.province.E1-1": "misprint",
    "plan_number.series.河南": "contradicts",
    "bizenv_counts.strategies.1": "contradicts",
    "bizenv_counts.strategies.half": "agrees",
    "group_size.yangtze_belt": "misprint",
    "group_mean.jing_jin_ji": "agrees",
    "group_mean.northeast_revival": "agrees",
    "unprinted_member.湖南.as_printed": "misprint",
    "unprinted_member.湖南.five": "not_checkable",
    "unprinted_member.湖南.安徽": "agrees",
    "unprinted_member.云南.11": "agrees",
    "unprinted_member.云南.10": "not_checkable",
    "balance_rank.北京": "agrees",
    "composite.2021-06.production.生产市场需求景气指数.value": "not_checkable",
    "composite.2021-06.production.总指数.value": "agrees",
    "month_to_month.2023-06.production.总指数": "rounding",
    "score_rank.福建": "contradicts",
    "score_band.安徽": "agrees",
    "repeat.egdi.2022.rank.2": "agrees",
    "listed.江苏.levels": "misprint",
    "listed.宁夏.nine": "agrees",
    "same_name.安徽.app": "contradicts",
    "same_name.cases.kind": "not_checkable",
    "indicator_code.city.E": "misprint",
    "left_out.footnote": "contradicts",
    "leading.province.北京": "agrees",
    "leading.province.安徽.unnamed": "not_checkable",
    "city_order.非常高": "not_checkable",
    "rank_words.四川.legal": "agrees",
    "rank_words.天津.weakest": "not_checkable",
    "heading.2021-06.production.生产市场需求景气指数.84": "agrees",
    "breadth_sign.2021-06.market.总指数": "not_checkable",
    "numbering.Table.A-5": "agrees",
}


@pytest.mark.parametrize(("check", "expected"), KNOWN.items())
def test_known_verdicts(frame, check, expected):
    assert verdict(frame, check) == expected


def test_tables_of_bands_are_sound(frame):
    parts = frame[frame["family"].isin(["listed_band", "listed_rise", "mark", "band_count", "share_above"])]
    assert set(parts["verdict"]) <= {"agrees", "not_checkable"}
    assert len(parts[parts["verdict"] == "not_checkable"]) == 4  # what concerns 2016, before Table A-3


def test_every_fault_belongs_to_one_slip_and_says_what_it_means(frame):
    slips = audit.by_slip(frame)
    assert set(slips["slip"]) == {slip.name for slip in audit.SLIPS if not slip.awaited}
    named = slips[slips["note"].isna()]
    assert named.empty, named["check"].tolist()


def test_a_fault_without_a_slip_is_an_error(frame):
    changed = frame.assign(verdict=frame["verdict"].mask(frame["check"] == "box.10", "contradicts"))
    with pytest.raises(AuditError, match=r"growth\.total"):
        audit.by_slip(
            changed.assign(verdict=changed["verdict"].mask(frame["check"] == "growth.total.2017.2021", "misprint"))
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
        place = "" if pd.isna(check.line) else str(check.line)
        assert (row["source"], row["line"]) == (check.source, place), check.check
        if check.published == row["printed"]:
            assert row["col"] == ("" if pd.isna(check.col) else str(check.col)), check.check
    whole = frame[frame["row"].isna()]
    assert set(whole["family"]) == {"transcription", "census"}  # statements on a whole table
    assert frame["table"].notna().all()


def test_addresses_are_those_of_the_data_pages(frame):
    addresses = dict(zip(frame["check"], audit.addresses(frame), strict=True))
    digest = addresses["repeat.capacity_means.province.2021.A.mean.2"]
    assert digest == "../book/tables/capacity_means.html#row-province-2021-A-mean-m2"
    assert addresses["box.9"] == "../book/tables/audit_readings.html#row-report2022-145-1"
    assert addresses["transcription.claims"] == "../book/tables/claims.html"
    mine = frame.head(1).assign(table=None, row=None)
    assert audit.addresses(mine) == [f"../book/tables/sources.html#row-{mine['source'].item()}"]
    slips = audit.slip_table(frame).set_index("slip")["published"]
    assert slips["service_effectiveness"] == [("84.64 (digest 2, line 198)", digest)]


def test_figures_that_stand_in_two_tables_are_the_same():
    """Eight statements on the assessment are counts as well; nothing else is in both tables."""
    where = ["source", "line", "col"]
    claims, counters = (load(name).dropna(subset="line") for name in ("claims", "platform_counters"))
    both = claims.merge(counters, on=where, suffixes=("", "_counter"))
    assert sorted(both["line"].unique()) == [204, 321, 352, 376, 655]
    assert len(both) == 8
    assert (both["printed"] == both["printed_counter"]).all()
    assert (both["value"] == both["value_counter"]).all()
    assert (both["qualifier"].astype(str) == both["qualifier_counter"].astype(str)).all()


def test_summary_adds_up(frame):
    for by in ("document", "kind"):
        table = audit.summary(frame, by)
        assert table["checks"].iloc[-1] == len(frame) == table["checks"].iloc[:-1].sum()


def test_findings_are_computed(frame):
    found = audit.findings(frame)
    assert found["checks"].replace(",", "") == str(len(frame))
    assert str(sum(not slip.awaited for slip in audit.SLIPS)) == found["entries"]
    assert found["tables_faults"] == "none"
    assert "the limits of the bands are stated inconsistently" in found["headline"]
    assert all(found[name] in found["headline_zh"] for name in ("checks", "rounding", "open", "faults", "entries"))


def test_repairs_are_told_in_words():
    table = audit.repairs(load("corrections"), load("bizenv_groups"))
    assert table["row"].iloc[0] == "长江经济带发展, measure stated size, mention 1"
    assert not table["row"].str.contains("[=_;]").any()


def test_composites_outside_are_those_of_the_hardware_chapter(frame):
    from egov.results.hardware_weights import groups

    table = groups(load("hardware_index"))
    cells = {
        (r.month, r.family, r.component, m): s
        for r in table.itertuples()
        for m, s in (("value", r.level), ("change", r.change))
    }
    checks = frame[frame["family"] == "composite"]
    assert len(checks) == len(cells)
    for row in checks.itertuples():
        _, month, kind, component, measure = row.check.split(".")
        assert (row.verdict == "agrees") == (cells[month, kind, component, measure] == "inside"), row.check


def test_corrections_are_settled_by_a_check_and_apply(frame):
    corrections = load("corrections")
    assert 0 < len(corrections) <= 10
    for row in corrections.itertuples():
        assert verdict(frame, row.evidence) in ("misprint", "not_checkable"), row.evidence
    repaired = load("bizenv_members", corrected=True).query("group == 'central_rise'")
    assert repaired["province"].is_unique
    assert repaired["value"].tolist() == repaired["province"].tolist()
    means = load("capacity_means", corrected=True).query("year == 2021 and code == 'A' and measure == 'mean'")
    assert means.query("unit_type == 'province'")["value"].nunique() == 1
    assert load("bizenv_members").query("group == 'central_rise'")["province"].duplicated().any()


def test_repaired_tables_have_no_such_fault():
    tables = Tables(lambda name: load(name, corrected=True))
    results = audit.AUDIT.run(tables, ["group_once", "group_size", "group_mean", "growth"])
    assert {r.verdict for r in results} == {"agrees"}


# broken definitions


FIGURE = Figure("50.00%", "report2022", "Table 2-1")


def test_a_dozen_lines_make_a_check():
    mine = Registry()

    @mine.family("half", kind="equality", reads=("claims",))
    def half(t):
        """A share from its count."""
        n = t.one("claims", claim="provincial_units").figure.counted
        yield Check("16", "16 of all provinces", FIGURE, Equal(16 / n * 100))

    [result] = mine.run(Tables(load))
    assert (result.check, result.verdict, result.recomputed) == ("half.16", "agrees", "50")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Check("a", "claim", "50.00%", Same("x")), "expected a Figure"),
        (lambda: Check("a", "claim", FIGURE, "agrees"), "expected Equal, Same"),
        (lambda: Check("a", "claim", FIGURE, Open(), wrong="wrong"), "unknown verdict 'wrong'"),
        (lambda: Check("a", "claim", FIGURE, Open(), kind="equal"), "unknown kind 'equal'"),
        (lambda: Check("a b", "claim", FIGURE, Open()), "without blanks"),
        (lambda: Check("a", "", FIGURE, Open()), "no claim"),
        (lambda: Figure(50.0), "float: give the string"),
        (lambda: Figure("50", value=50.0), "binary float"),
        (lambda: Quantity.of(0.5), "binary float"),
        (lambda: Quantity.of(1) / 0, "reaches zero"),
        (lambda: Figure("第一").number, "is no number"),
        (lambda: Registry().family("a", kind="equal"), "unknown kind 'equal'"),
        (lambda: Registry().family("a"), "family 'a': no kind: expected one of equality"),
        (lambda: Registry().family("a", kind="count", reads="claims"), "give a tuple of tables"),
        (lambda: Registry().family("a", kind="count", reads=("nowhere",)), "unknown table 'nowhere'"),
        (lambda: Registry().run(Tables(load), ["a"]), "no family 'a'"),
    ],
)
def test_broken_definitions_are_clear(make, words):
    with pytest.raises(AuditError, match=words):
        make()


def _one_family(state, **more):
    registry = Registry()
    registry.family("mine", kind="count", **more)(state)
    return registry


def test_broken_families_are_clear():
    def twice(t):
        yield Check("a", "claim", FIGURE, Open())
        yield Check("a", "claim", FIGURE, Open())

    def unread(t):
        t.rows("claims")
        yield from ()

    def no_source(t):
        yield Check("a", "claim", Figure("5"), Holds(True, ""))

    def nothing(t):
        yield "a"

    def no_number(t):
        yield Check("a", "claim", Figure("五", "report2022", "ch. 1"), Equal(Quantity.of(5)))

    def no_such_cell(t):
        yield Check("a", t.one("claims", claim="cities")["shown"], FIGURE, Open())

    def no_row(t):
        yield Check("a", "claim", t.one("claims", claim="none").figure, Open())

    def no_column(t):
        yield Check("a", "claim", t.one("claims", year_of="2021").figure, Open())

    with pytest.raises(AuditError, match=r"check 'mine\.a' stands twice"):
        _one_family(twice).run(Tables(load))
    with pytest.raises(AuditError, match="does not declare it in `reads`"):
        _one_family(unread).run(Tables(load))
    with pytest.raises(AuditError, match="names no source"):
        _one_family(no_source).run(Tables(load))
    with pytest.raises(AuditError, match="family 'mine': states 'a', expected a Check"):
        _one_family(nothing).run(Tables(load))
    with pytest.raises(AuditError, match="family 'mine': states nothing: yield a Check"):
        _one_family(lambda t: None).run(Tables(load))
    with pytest.raises(AuditError, match="family 'mine' states no check"):
        _one_family(lambda t: iter(())).run(Tables(load))
    with pytest.raises(AuditError, match=r"family 'mine': check 'a': '五' \(ch. 1\) is no number"):
        _one_family(no_number).run(Tables(load))
    with pytest.raises(AuditError, match=r"family 'mine': table 'claims' has no column 'shown': it has claim,"):
        _one_family(no_such_cell, reads=("claims",)).run(Tables(load))
    with pytest.raises(AuditError, match="no row with claim 'none'"):
        _one_family(no_row, reads=("claims",)).run(Tables(load))
    with pytest.raises(AuditError, match="no column 'year_of'"):
        _one_family(no_column, reads=("claims",)).run(Tables(load))
    registry = _one_family(nothing)
    with pytest.raises(AuditError, match="stands twice"):
        registry.family("mine", kind="count")


HOWTO = Path(__file__).resolve().parents[2] / "book" / "howto-audit.md"


def test_the_howto_page_prints_what_it_says(capsys):
    code = re.findall(r"```python\n(.*?)```", HOWTO.read_text(encoding="utf-8"), re.S)
    shown = re.findall(r"```text\n(.*?)```", HOWTO.read_text(encoding="utf-8"), re.S)
    exec(code[0], {})
    assert capsys.readouterr().out == shown[0]
    names = {"Check": Check, "Equal": Equal, "mine": Registry()}
    exec(code[1].replace("from egov.results.audit import AUDIT", "").replace("@AUDIT", "@mine"), names)
    assert {r.verdict for r in names["mine"].run(Tables(load))} == {"agrees"}


def test_the_errors_of_the_howto_page_are_those_that_come():
    said = re.findall(r"```text\n(.*?)```", HOWTO.read_text(encoding="utf-8"), re.S)[1].splitlines()

    def run(state, **more):
        return lambda: _one_family(state, **more).run(Tables(load))

    word, figure = Figure("五", "report2022", "ch. 1"), FIGURE
    made = [
        lambda: Registry().family("mine"),
        lambda: Registry().family("mine", kind="count", reads=("nowhere",)),
        run(lambda t: iter([t.rows("claims")])),
        run(lambda t: iter([t.one("claims", claim="none")]), reads=("claims",)),
        run(lambda t: iter([t.one("claims", claim="cities")["shown"]]), reads=("claims",)),
        run(lambda t: iter([Check("A", "claim", word, Equal(Quantity.of(5)))])),
        run(lambda t: iter(())),
        run(lambda t: iter([Check("A", "claim", figure, Open())] * 2)),
        lambda: Check("A", "claim", figure, Open(), wrong="wrong"),
        lambda: Figure(50.0),
    ]
    for make, line in zip(made, said, strict=True):
        with pytest.raises(AuditError) as error:
            make()
        assert str(error.value).startswith(line.removesuffix("…").rstrip())


# arithmetic


def result(figure: Figure, test, **more) -> str:
    return _one_family(lambda t: iter([Check("a", "claim", figure, test, **more)])).run(Tables(load))[0].verdict


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


def test_a_figure_in_yi_rounds_in_yi():
    figure = printed("2.26 亿", value=Fraction(226_000_000))
    assert result(figure, Equal(Quantity.of(226_400_000))) == "agrees"
    assert result(figure, Equal(Quantity.of(226_600_000))) == "contradicts"


def test_limits_are_closed():
    assert result(printed("90.00"), Within(90, 100)) == "agrees"
    assert result(printed("89.99"), Within(90, 100)) == "contradicts"
    assert result(printed("89.99"), Within(90, 100), wrong="not_checkable") == "not_checkable"


def test_limits_that_are_rounded():
    low, high = printed("92.40").rounded, printed("94.45").rounded
    assert result(printed("92.39"), Within(low, high)) == "contradicts"  # the two intervals meet in one open point
    assert result(printed("92.40"), Within(low, high)) == "agrees"
    assert result(printed("92.4"), Within(printed("92.43").rounded, None)) == "rounding"
    assert result(printed("94.46"), Within(low, high)) == "contradicts"
