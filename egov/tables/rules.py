"""What a table must hold beside the types of its cells: the declaration's rules, one function each.

Every function takes a :class:`Read` table and raises :class:`~egov.tables.errors.TableError` at the first cell that
breaks its rule.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

import pandas as pd

from egov.tables.errors import TableError
from egov.tables.printed import plain, read_figure, read_rank
from egov.tables.schemas import TABLES, UNIT_TYPES
from egov.tables.schemas.fields import Field, Table, row_order

_NO_VALUE = {"nan", "na", "n/a", "nil", "null", "none", "-", "--", "—", "…", "?", "inf", "-inf"}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
_ROW = r"^(.*), row ([0-9]+)$"
_SET_IN = re.compile("box |Table ")
"""What may stand within the text of a chapter."""
_BRACKETS = str.maketrans("〔〕（）", "()()")


@dataclass(frozen=True)
class Read:
    """A table as it was read: typed cells indexed by their line in the file, and how to read another table's text."""

    table: Table
    frame: pd.DataFrame
    raw: Callable[[str], pd.DataFrame]

    def refuse(self, row: object, column: str, expected: str, hint: str = "") -> None:
        """Raise the error that names the cell; ``column`` may list several."""
        names = column.split(", ")
        value = self.frame.loc[row, column] if len(names) == 1 else ", ".join(map(str, self.frame.loc[row, names]))
        value = None if value is pd.NA else value
        raise TableError(self.table.path, expected, row=int(row), column=column, value=value, hint=hint)  # type: ignore[call-overload]

    def where(self, wrong: pd.Series) -> Iterator[object]:
        """The first row of those that are wrong, where there is one."""
        wrong = wrong.fillna(False).astype(bool)
        if wrong.any():
            yield wrong.idxmax()


def values(read: Read) -> None:
    """Each cell is among the field's values, in its range, of its form; a date is one; no word stands for nothing."""
    for field in read.table.fields:
        form = re.compile(field.pattern or "(?s).*")
        low = -math.inf if field.minimum is None else field.minimum
        high = math.inf if field.maximum is None else field.maximum
        for row, cell in read.frame[field.name].dropna().items():
            if field.type in ("integer", "number"):
                good = low <= cell <= high
            elif field.values or field.type == "boolean":
                good = not field.values or cell in field.values
            else:
                good = _of_form(field, form, cell) and cell.casefold() not in _NO_VALUE and cell[:1] not in ("#", "=")
            if not good:
                read.refuse(row, field.name, field.expected)


def _of_form(field: Field, form: re.Pattern[str], cell: str) -> bool:
    """Whether the text is of the field's form and, where that is a date's, a day of the calendar."""
    if not form.fullmatch(cell):
        return False
    try:
        return not field.dated or all(date.fromisoformat(f"{day}-01"[:10]) for day in _DAY.findall(cell))
    except ValueError:
        return False


def keys(read: Read) -> None:
    """Each key stands once, its mentions count from one."""
    table, frame, key = read.table, read.frame, list(read.table.full_key)
    for row in read.where(frame.duplicated(key)):
        same = frame[key].eq(frame.loc[row, key]) | (frame[key].isna() & frame.loc[row, key].isna())
        hint = f"duplicate of row {frame.index[same.all(axis=1)][0]}"
        read.refuse(row, ", ".join(key), f"each key ({', '.join(key)}) once", hint)
    if table.published:
        groups = frame.groupby(list(table.key), observed=True, dropna=False)["mention"]
        for row in read.where(groups.rank() != frame["mention"]):
            read.refuse(row, "mention", f"{int(groups.rank()[row])}", "mentions of a key count from 1")


def places(read: Read) -> None:
    """A row has its line and column where the source has a text copy, and only there."""
    if not read.table.published:
        return
    copies = read.raw("sources")
    copied = read.frame["source"].isin(copies.loc[copies["text_copy"] != "", "source"])
    for column in ("line", "col"):
        for row in read.where(read.frame[column].isna() == copied):
            told = "a whole number (there is a text copy)" if copied[row] else "nothing (there is no text copy)"
            read.refuse(row, column, told)


def stands(read: Read) -> None:
    """A spot of a document holds one figure; rows of one place stand together, but for a box or table set into it; a
    row of a printed table has its own line or two, and rows follow in their order."""
    if not read.table.published:
        return
    held = read.frame.dropna(subset=["line", "col"]).sort_values(["source", "line", "col"], kind="stable")
    spot = held.groupby(["source", "line", "col"])["printed"]
    for row in read.where(held["printed"] != spot.transform("first")):
        read.refuse(row, "line, col", "a line and column of its own", f"{spot.transform('first')[row]!r} is there")
    for _, own in held.groupby("source", sort=False):
        runs = [(place, [*rows]) for place, rows in groupby(own.index, own["place"].get)]
        last: dict[str, int] = {}
        for n, (place, rows) in enumerate(runs):
            between = runs[last.get(place, n) + 1 : n]
            if not all(_SET_IN.match(other) for other, _ in between):
                stray, among = (rows, between[-1][0]) if len(rows) < len(between[-1][1]) else (between[-1][1], place)
                read.refuse(stray[0], "place, line", "a line beside those of its place", f"it is among {among}")
            last[place] = n
        of = own["place"].str.extract(_ROW).dropna().assign(line=own["line"])
        number = pd.to_numeric(of[1])
        wrong = (of[0] == of[0].shift()) & (
            (number < number.shift()) | ((of["line"] == of["line"].shift()) & (number != number.shift()))
        )
        wrong |= of["line"] > of.groupby([0, 1])["line"].transform("min") + 1
        for row in read.where(wrong):
            read.refuse(row, "place, line", "rows of a printed table in their order, each on its own line")


def foreign_keys(read: Read) -> None:
    """What points to another table's row finds it there."""
    for key in read.table.foreign_keys:
        itself = key.table == read.table.name
        other = read.frame if itself else read.raw(key.table)
        path = read.table.path if itself else other.attrs["path"]
        for column, wanted in key.where:
            other = other[other[column] == wanted]
        known = set(zip(*(other[c] for c in key.targets), strict=True))
        here = read.frame[list(key.columns)]
        for column, wanted in key.when:
            here = here[read.frame.loc[here.index, column].astype(str) == wanted]
        unknown = [cells not in known for cells in zip(*(here[c] for c in here), strict=True)]
        for row in read.where(here.notna().all(axis=1) & pd.Series(unknown, index=here.index, dtype=bool)):
            hint = f"no {', '.join(map(str, here.loc[row]))} there"
            read.refuse(row, key.columns[-1], f"a key of {path}", hint)


def pairs(read: Read) -> None:
    """What a column settles is the same in all its rows; columns are filled together; two ends are in order."""
    frame, table = read.frame, read.table
    for column, settled in table.settles:
        for other in settled:
            first = frame.groupby(column, observed=True)[other].transform("first")
            for row in read.where(frame[other].astype(str) != first.astype(str)):
                start = frame.index[frame[column] == frame.loc[row, column]][0]
                read.refuse(row, other, str(first[row]), f"{column} {frame.loc[row, column]} has it in row {start}")
    for columns in table.together:
        filled = frame[list(columns)].notna()
        for row in read.where(filled.any(axis=1) & ~filled.all(axis=1)):
            read.refuse(row, filled.columns[~filled.loc[row]][0], f"a value, as {', '.join(columns)} go together")
    numbers = {f.name for f in table.fields if f.type in ("integer", "number")}
    for low in numbers:
        for word, end in (("lower", "upper"), ("from", "to"), ("base_year", "year")):
            high = low.replace(word, end)
            if high != low and high in numbers:
                for row in read.where(frame[low] > frame[high]):
                    read.refuse(row, low, f"at most {plain_number(frame.loc[row, high])}", f"column {high} holds it")


def conditions(read: Read) -> None:
    """What the declaration says of a row's cells, and of columns that hold each value once."""
    frame = read.frame
    for columns in map(list, read.table.unique):
        for row in read.where(frame.duplicated(columns) & frame[columns].notna().all(axis=1)):
            read.refuse(row, ", ".join(columns), "each once")

    def of(names: pd.Series, column: str) -> pd.Series:
        """A column of the rows that are named, as a condition asks for it: ``@of(parent, 'belt')``."""
        return names.map(frame.set_index(read.table.key[-1])[column])

    for condition, told in read.table.holds:
        named = [c for c in read.table.columns if re.search(rf"\b{c}\b", condition)]
        for row in read.where(~frame.eval(condition, engine="python", local_dict={"of": of}).fillna(True).astype(bool)):
            read.refuse(row, named[-1], told, ", ".join(f"{c} {frame.loc[row, c]}" for c in named[:-1]))


def dates(read: Read) -> None:
    """No figure is of a later year, month or week than its source."""
    if read.table.published:
        sources = read.raw("sources").set_index("source")["published_on"]
        on = read.frame["source"].map(sources)
        for column in ("year", "month", "week_ending", "edition", "issued_in"):
            if column in read.frame:
                late = [a[: len(b)] > b[: len(a)] for a, b in zip(read.frame[column].astype(str), on, strict=True)]
                for row in read.where(pd.Series(late, index=on.index, dtype=bool)):
                    read.refuse(row, column, f"{on[row]} at the latest", "its source was published then")


def estimates(read: Read) -> None:
    """An estimate lies within its interval, a p-value and a share of chances from 0 to 1, chances add up to 1."""
    frame, table = read.frame, read.table
    if table.folder != "derived":
        return
    for column in {"estimate", "value", "median", "effect"} & set(frame) if {"lower", "upper"} <= set(frame) else ():
        for row in read.where((frame[column] < frame["lower"]) | (frame[column] > frame["upper"])):
            read.refuse(row, column, "a number from lower to upper")
    for column, most in (("p", 1), ("p_holm", 1), ("se", math.inf)):
        low = frame["p"] if column == "p_holm" and "p" in frame else 0
        if column in frame:
            for row in read.where((frame[column] < low) | (frame[column] > most)):
                read.refuse(row, column, "a p-value, at least p where it is corrected" if most == 1 else "at least 0")
    if "probability" in frame and "band" in table.key:
        whole = frame.groupby([c for c in table.key if c != "band"], observed=True)["probability"].transform("sum")
        for row in read.where((whole - 1).abs() > 0.001):
            read.refuse(row, "probability", f"chances that add up to 1, not {whole[row]:g}")


def _plainer(text: str) -> str:
    return "".join(text.split()).translate(_BRACKETS)


def _differ(said: str, wanted: str) -> bool:
    """Neither text is short for the other, its characters in their order: 福, 福建; 新疆兵团, 新疆生产建设兵团."""
    short, long = sorted((said, wanted), key=len)
    rest = iter(long)
    return not short or not all(character in rest for character in short)


def plain_number(value: object) -> str:
    """A number of a table as a message says it."""
    return f"{float(value):g}"  # type: ignore[arg-type]


def repairs(read: Read) -> None:
    """A correction is of a table that there is."""
    if read.table.name == "corrections":
        for row in read.where(~read.frame["table"].isin(TABLES)):
            read.refuse(row, "table", "the name of a table")
        for row, name, column in zip(read.frame.index, read.frame["table"], read.frame["field"], strict=True):
            if column not in TABLES[name].columns:
                read.refuse(row, "field", f"a column of {TABLES[name].path}")


def panel(read: Read) -> None:
    """Every unit of a panel, every year of each, and enough rows; borders stand in both directions."""
    table, frame = read.table, read.frame
    for unit_type, (first, last) in table.years.items():
        part = frame[frame["unit_type"] == unit_type]
        units = read.raw("units")
        absent = [unit for unit in units.loc[units["unit_type"] == unit_type, "unit"] if unit not in set(part["unit"])]
        if absent:
            raise TableError(table.path, f"rows for {', '.join(absent)}", column="unit", hint="missing units")
        years = set(range(first, max([last, *part["year"]]) + 1))
        for unit, have in part.groupby("unit", sort=False)["year"]:
            if missing := sorted(years - set(have)):
                expected = f"a row for every year from {first} to {max(years)}"
                hint, row = f"missing year {', '.join(map(str, missing))}", int(have.index[-1])
                raise TableError(table.path, expected, row=row, column="year", value=unit, hint=hint)
    if table.symmetric:
        rows = [*frame[[*table.key, *frame.columns.difference(table.key)]].itertuples(index=False, name=None)]
        there = set(rows)
        alone = [(b, a, *rest) not in there for a, b, *rest in rows]
        for row in read.where(pd.Series(alone, index=frame.index, dtype=bool)):
            read.refuse(row, ", ".join(table.key), "its counterpart, as each stands in both directions")
    whole = "unit_type" not in table.columns or set(UNIT_TYPES) <= set(frame["unit_type"]) or frame.empty
    least = min(table.min_rows, 1) if table.folder == "derived" else table.min_rows
    if whole and len(frame) < least:  # a kind of unit may be left out
        raise TableError(table.path, f"at least {least} rows", value=len(frame), hint="the table is cut short")


def order(read: Read) -> None:
    """Rows of the data are in the order of their key."""
    if TABLES.get(read.table.name) is not read.table:
        return
    frame, key = read.frame, list(read.table.full_key)
    cells = frame[key].astype(object).where(frame[key].notna(), "")
    order = map(row_order(read.table), cells.itertuples(index=False, name=None))
    for row, (before, after) in zip(frame.index[1:], pairwise(order), strict=False):
        if before > after:
            read.refuse(row, ", ".join(key), "rows in the order of their key", "`make tidy` sorts them")


def printed(read: Read) -> None:
    """The machine form says what is printed: the same words, a number that reads so, or a rank in words."""
    table, frame = read.table, read.frame
    for column, other in table.agree:
        said, wanted = (frame[c].fillna("").astype(str).map(_plainer) for c in (column, other))
        for row in read.where(pd.Series(map(_differ, said, wanted), index=frame.index)):
            hint = f"{frame.loc[row, other]!r} is printed" if other == "printed" else f"as in column {other}"
            read.refuse(row, column, str(frame.loc[row, other]), hint)
    if "qualifier" in frame:
        for row, text in frame["printed"].items():
            reads = read_figure(text)
            if reads.qualifier not in ("exact", frame.loc[row, "qualifier"]):
                read.refuse(row, "qualifier", reads.qualifier, f"{text!r} is printed")
            if reads.percent != (frame.loc[row, "unit_of_measure"] == "percent"):
                read.refuse(row, "unit_of_measure", "percent" if reads.percent else "a unit", f"{text!r} is printed")
    for column, said in (("value", "printed"), ("change", "change_printed")):  # 点, points, stands behind a change
        if not table.published or column not in table.columns or said not in table.columns:
            continue
        numeric = table.field(column).type in ("integer", "number")
        signed = pd.Series(column == "change", frame.index)
        if "measure" in frame:
            signed |= frame["measure"].isin(table.signs_in_words)
        if not numeric and not table.figures_as_text:
            continue
        for row, value, text, free in zip(frame.index, frame[column], frame[said], signed, strict=True):
            if value == text or (pd.isna(value) and pd.isna(text)):
                continue
            text = text.replace("点", "") if column == "change" and isinstance(text, str) else text
            try:
                zero = free and text == "持平"  # a word for a change of zero
                reads = Decimal(0) if zero else read_figure(text).value if numeric else Decimal(read_rank(text))
            except (TypeError, ValueError) as error:
                read.refuse(row, said, "a figure", "" if pd.isna(text) else str(error))
            ends = {float(reads), -float(reads)} if free else {float(reads)}
            if value not in ends if numeric else value != plain(reads):
                read.refuse(row, column, plain(reads), f"{text!r} is printed")


RULES = (values, keys, foreign_keys, places, stands, pairs, conditions, dates, estimates, repairs, panel)
"""In the order in which they are looked at."""
AS_PRINTED = (printed, order)
"""What holds for a table without its corrections alone."""
