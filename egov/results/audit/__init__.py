"""Chapter *Auditing the documents*: every statement that figures elsewhere repeat or limit, turned into a checked row.

A check is stated in :mod:`~egov.results.audit.check`'s terms, in a *family*: a function that yields checks of one
shape. The families stand in one module a subject; :func:`run` runs them, :func:`table` gives ``derived/audit.csv``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from egov.results.audit import families as _families  # noqa: F401  (states every check)
from egov.results.audit.check import (
    AUDIT,
    KINDS,
    VERDICT_WORDS,
    VERDICTS,
    Check,
    Equal,
    Family,
    Holds,
    Open,
    Registry,
    Result,
    Same,
    Within,
)
from egov.results.audit.quantity import AuditError, Figure, Quantity
from egov.results.audit.slips import FAULTS, SLIPS, Slip, addresses, by_slip, slip_table
from egov.results.audit.tables import Load, Tables
from egov.results.wording import minus, number_word

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "AUDIT",
    "DOCUMENTS",
    "FAULTS",
    "KINDS",
    "LEAST_CAUGHT",
    "SLIPS",
    "VERDICTS",
    "VERDICT_WORDS",
    "AuditError",
    "Check",
    "Equal",
    "Family",
    "Figure",
    "Holds",
    "Open",
    "Quantity",
    "Registry",
    "Result",
    "Same",
    "Slip",
    "Tables",
    "Within",
    "addresses",
    "by_slip",
    "family_table",
    "findings",
    "in_order",
    "open_table",
    "planted",
    "planted_shares",
    "planted_table",
    "repairs",
    "run",
    "slip_table",
    "summary",
    "table",
    "verdicts_in_words",
]

DOCUMENTS = {
    "report2022": "Capability report 2022",
    "articles2020": "Articles 2020 (business environment, Chongqing)",
    "news2020": "News on the 2020 edition",
    "news2021": "Newspaper page 2021",
    "hardware": "Yongkang hardware index",
    "news2022": "Feature 2022",
    "outside": "Outside figures",
}
"""The documents of the summary; the hardware release stands on the newspaper page of 2021 and counts apart."""


def run(load: Load, registry: Registry = AUDIT) -> list[Result]:
    """Every check with its verdict, families in their order.

    Raises :class:`AuditError` for a check that is not well stated.
    """
    return registry.run(Tables(load))


def table(load: Load, registry: Registry = AUDIT) -> pd.DataFrame:
    """``derived/audit.csv``: one row a check, sorted by id."""
    import pandas as pd

    frame = pd.DataFrame(run(load, registry), columns=list(Result._fields))
    for column in ("line", "col"):
        frame[column] = frame[column].astype("Int64")
    frame.insert(4, "document", [document(r.source, r.place) for r in frame.itertuples()])
    for column in ("place", "table", "row", "recomputed", "note"):
        frame[column] = frame[column].replace("", None)
    return frame.sort_values("check").reset_index(drop=True)


def document(source: str, place: str) -> str:
    """The document of :data:`DOCUMENTS` that a source key and place belong to.

    >>> document("news2021", "hardware release, trade, §1"), document("egdi_survey", "2022 edition, country table")
    ('hardware', 'outside')
    """
    if source.startswith("hardware") or place.startswith("hardware"):
        return "hardware"
    return source if source in DOCUMENTS else "outside"


def summary(audit: pd.DataFrame, by: str = "document") -> pd.DataFrame:
    """How many checks have which verdict: ``by`` (document or kind), checks, one column a verdict; last row ``all``."""
    import pandas as pd

    counts = audit.groupby([by, "verdict"], observed=True).size().unstack("verdict", fill_value=0)
    order = list(DOCUMENTS if by == "document" else KINDS if by == "kind" else dict.fromkeys(audit[by]))
    counts = counts.reindex([o for o in order if o in counts.index]).reindex(columns=list(VERDICTS), fill_value=0)
    whole = counts.sum().rename("all").to_frame().T
    out = pd.concat([counts, whole]).rename_axis(by).rename_axis(columns=None)
    out.insert(0, "checks", out.sum(axis=1))
    return out.reset_index()


def family_table(audit: pd.DataFrame, registry: Registry = AUDIT) -> pd.DataFrame:
    """One row a family: its name, kind, what it is about, checks, and how many of them agree or round."""
    import pandas as pd

    rows = []
    for name, family in registry.families.items():
        mine = audit[audit["family"] == name]
        fine = int(mine["verdict"].isin(["agrees", "rounding"]).sum())
        open_ = int((mine["verdict"] == "not_checkable").sum())
        rows.append((name, family.kind, family.about, len(mine), fine, open_, len(mine) - fine - open_))
    return pd.DataFrame(rows, columns=["family", "kind", "about", "checks", "fine", "open", "faults"])


def in_order(audit: pd.DataFrame) -> pd.DataFrame:
    """The rows sorted by document and kind, in the order of the summary."""
    places = {name: i for i, name in enumerate([*DOCUMENTS, *KINDS])}
    return audit.sort_values(["document", "kind", "check"], key=lambda c: c.map(places) if c.name != "check" else c)


def verdicts_in_words(audit: pd.DataFrame, undecided: str = VERDICT_WORDS["not_checkable"]) -> pd.DataFrame:
    """The same rows with verdicts as the chapter says them and true minus signs in what was worked out.

    ``undecided`` is given where a table has a word of its own.
    """
    words = VERDICT_WORDS | {"not_checkable": undecided}
    worked_out = audit["recomputed"].map(minus, na_action="ignore")
    return audit.assign(verdict=audit["verdict"].astype(str).map(words), recomputed=worked_out)


def repairs(corrections: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """``corrections.csv`` with ``row`` in words; ``groups`` names the groups of the business-environment article."""
    names = dict(zip(groups["group"].astype(str), groups["name_zh"].astype(str), strict=True))
    rows = []
    for key in corrections["key"]:
        cells = dict(part.split("=", 1) for part in key.split(";"))
        group = [names[cells.pop("group")]] if "group" in cells else []
        told = [f"{column} {value}" for column, value in cells.items()]
        rows.append(", ".join([*group, *told]).replace("_", " "))
    return corrections.assign(row=rows)


def open_table(audit: pd.DataFrame) -> pd.DataFrame:
    """What cannot be decided, and why; without the families that the chapter tells elsewhere."""
    told = audit["family"].isin(["fall", "composite", "unprinted_member"])
    rows = audit[(audit["verdict"] == "not_checkable") & ~told]
    rows = verdicts_in_words(rows)
    return rows[["check", "claim", "published", "recomputed", "note"]].reset_index(drop=True)


def planted(frame: pd.DataFrame) -> Mapping[str, str]:
    """How many planted slips of ``derived/audit_planted.csv`` the audit catches, by kind, in words."""
    from egov.results.audit.mutation import shares

    table = shares(frame)
    whole = table[table["redundancy"] == "all"].set_index("kind")
    out = {"planted_all": f"{int(frame['mutants'].sum()):,}"}
    for kind in ("equality", "range"):
        row = whole.loc[kind]
        out[f"planted_{kind}"] = f"{int(row['caught']):,} of {int(row['mutants']):,}"
        out[f"planted_{kind}_share"] = f"{100 * row['share']:.1f}"
    parts = table[(table["redundancy"] != "all") & (table["kind"] == "equality")]
    out["planted_full"] = str(int((parts["caught"] == parts["mutants"]).sum()))
    out["planted_equalities"] = str(len(parts))
    weak = parts[parts["share"] < LEAST_CAUGHT["equality"]].sort_values("share")
    out["planted_weak"] = "; ".join(f"{r.redundancy} ({int(r.caught)} of {int(r.mutants)})" for r in weak.itertuples())
    return out


LEAST_CAUGHT = {"equality": 0.9, "range": 0.4}
"""Least share of planted slips that the audit has to catch, by kind of redundancy; a test holds it."""


def planted_table(load: Load) -> pd.DataFrame:
    """``derived/audit_planted.csv``; see :mod:`~egov.results.audit.mutation`."""
    from egov.results.audit import mutation

    return mutation.planted_table(load)


def planted_shares(frame: pd.DataFrame) -> pd.DataFrame:
    """For the chapter: kind, redundancy, why, mutants, caught, noticed, share caught in percent as text."""
    from egov.results.audit.mutation import shares

    out = shares(frame)
    return out.assign(share=[f"{100 * s:.1f}" for s in out["share"]]).drop(columns="table")


def findings(audit: pd.DataFrame) -> Mapping[str, str]:
    """The chapter's sentences with their numbers, by name."""
    counts = audit["verdict"].value_counts()
    slips = by_slip(audit)
    outside = slips[slips["document"] == "outside"]
    kinds = audit["kind"].value_counts()
    total = len(audit)
    fine = int(counts.get("agrees", 0) + counts.get("rounding", 0))
    faulty = sum(int(counts.get(v, 0)) for v in FAULTS)
    falls = audit[audit["family"] == "fall"]
    composites = audit[audit["family"] == "composite"]
    out = {
        "checks": f"{total:,}",
        "families": str(audit["family"].nunique()),
        "agrees": f"{int(counts.get('agrees', 0)):,}",
        "rounding": str(int(counts.get("rounding", 0))),
        "open": str(int(counts.get("not_checkable", 0))),
        "contradicts": str(int(counts.get("contradicts", 0))),
        "misprint": str(int(counts.get("misprint", 0))),
        "faults": str(faulty),
        "entries": str(slips["slip"].nunique()),
        "entries_outside": number_word(outside["slip"].nunique()),
        "fine_share": f"{100 * fine / total:.1f}",
        "decided": f"{fine + faulty:,}",
        "equality": str(int(kinds.get("equality", 0))),
        "falls": str(len(falls)),
        "falls_earlier": str(int((falls["verdict"] == "not_checkable").sum())),
        "composites": str(len(composites)),
        "composites_outside": str(int((composites["verdict"] == "not_checkable").sum())),
    }
    unnamed = [c.split(".")[2] for c in audit["check"] if c.startswith("leading.") and c.endswith(".unnamed")]
    out["unnamed_count"], out["unnamed"] = str(len(unnamed)), ", ".join(unnamed)
    tables = audit[audit["family"].isin(["share_above", "listed_band", "listed_rise", "mark", "band_count"])]
    bad = int(tables["verdict"].isin(FAULTS).sum())
    limits = audit.loc[audit["family"] == "band_limits", "verdict"].isin(FAULTS).any()
    out["tables_checks"], out["tables_faults"] = str(len(tables)), number_word(bad)
    out["headline"] = (
        f"Of {total:,} statements checked, {fine:,} hold ({out['rounding']} of them only once rounding is allowed "
        f"for), {out['open']} cannot be decided, and {faulty} fail; the chapter tells them in {out['entries']} "
        f"entries. Of {len(tables)} checks on which band a unit stands in, on the (+) marks and on shares above the "
        f"mean, {out['tables_faults']} {'fail' if bad > 1 else 'fails'}"
        f"{'; the limits of the bands are stated inconsistently' if limits else ''}."
    )
    failing = f"有 {bad} 项不成立" if bad else "无一不成立"
    vague = "，但各组的分数界限前后表述不一" if limits else ""
    out["headline_zh"] = (
        f"共核对 {total:,} 处陈述：{fine:,} 处成立（其中 {out['rounding']} 处须计入四舍五入），"
        f"{out['open']} 处无法核对，{faulty} 处不成立，本章归为 {out['entries']} 条逐一说明；"
        f"有关各地能力分组、“(+)”标记和超过平均值占比的 {len(tables)} 项核对中，{failing}{vague}。"
    )
    return out


def readings_table(load: Load) -> pd.DataFrame:
    """``derived/audit_readings.csv``: the fragments that the audit reads beyond the published tables."""
    import pandas as pd

    from egov.results.audit.readings import Reading, all_readings

    return pd.DataFrame(all_readings(), columns=list(Reading._fields))


DERIVED = {"audit": table, "audit_readings": readings_table, "audit_planted": planted_table}
