"""What a table must hold beside the types of its cells: the declaration's rules, one function each.

Every function takes a :class:`Read` table and raises :class:`~egov.tables.errors.TableError` at the first cell that
breaks its rule.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, groupby, islice, pairwise

import pandas as pd

from egov.tables.corrections import apply
from egov.tables.errors import TableError
from egov.tables.printed import plain, read_figure, read_rank
from egov.tables.schemas import BAND_LIMITS, BANDS, TABLES, UNIT_TYPES
from egov.tables.schemas.fields import Field, Table, row_order

_NO_VALUE = {"nan", "na", "n/a", "nil", "null", "none", "-", "--", "—", "…", "?", "inf", "-inf"}
_DAY = re.compile("[0-9]{4}(?:-[0-9]{2}){0,2}")
_ROW = re.compile(r"(.*), row ([0-9]+)$")
_SET_IN = re.compile("box |Table ")
"""What may stand within the text of a chapter."""
_BRACKETS = str.maketrans("〔〕（）", "()()")


@dataclass(frozen=True)
class Read:
    """A table as it was read: typed cells by column, None where one is empty, the same as a frame, all
    declarations, and how to read another table's text. The first row stands in line 2 of the file."""

    table: Table
    cells: Mapping[str, list]
    frame: pd.DataFrame
    known: Mapping[str, Table]
    other: Callable[[str], Mapping[str, list[str]]]

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.frame)

    def rows(self, columns: Iterable[str]) -> list[tuple]:
        """The rows' cells in these columns."""
        return [*zip(*(self.cells[c] for c in columns), strict=True)]

    def refuse(self, row: int, column: str, expected: str, hint: str = "") -> None:
        """Raise the error that names the cell in the row of this position; ``column`` may list several."""
        values = [self.cells[name][row] for name in column.split(", ")]
        value = values[0] if len(values) == 1 else ", ".join("" if v is None else str(v) for v in values)
        raise TableError(self.table.path, expected, row=row + 2, column=column, value=value, hint=hint)

    def where(self, wrong: Iterable[object]) -> Iterator[int]:
        """The position of the first row of those that are wrong, where there is one."""
        yield from islice((n for n, bad in enumerate(wrong) if bad is not pd.NA and bad), 1)


def values(read: Read) -> None:
    """Each cell is among the field's values, in its range, of its form; a date is one; no word stands for nothing."""
    for field in read.table.fields:
        form = re.compile(field.pattern or "(?s).*")
        low = -math.inf if field.minimum is None else field.minimum
        high = math.inf if field.maximum is None else field.maximum
        wrong = set()
        for cell in set(read.cells[field.name]) - {None}:
            if field.type in ("integer", "number"):
                good = low <= cell <= high
            elif field.values or field.type == "boolean":
                good = not field.values or cell in field.values
            else:
                good = _of_form(field, form, cell) and cell.casefold() not in _NO_VALUE and cell[:1] not in ("#", "=")
            wrong |= set() if good else {cell}
        for row in read.where(cell in wrong for cell in read.cells[field.name] if wrong):
            read.refuse(row, field.name, field.expected, read.table.allows(field.name))


def _of_form(field: Field, form: re.Pattern[str], cell: str) -> bool:
    """Whether the text is of the field's form and, where that is a date's, a day of our times; two in their order."""
    if not form.fullmatch(cell):
        return False
    try:
        days = [date.fromisoformat(f"{day}-01-01"[:10]) for day in _DAY.findall(cell) if field.dated]
        return days == sorted(days) and all(1900 <= day.year < 2100 for day in days)
    except ValueError:
        return False


def keys(read: Read) -> None:
    """Each key stands once, its mentions count from one."""
    table, key = read.table, read.table.full_key
    first: dict[tuple, int] = {}
    for row, cells in enumerate(read.rows(key)):
        if first.setdefault(cells, row) != row:
            hint = f"duplicate of row {first[cells] + 2}"
            read.refuse(row, ", ".join(key), f"each key ({', '.join(key)}) once", hint)
    if table.published:
        count: dict[tuple, int] = {}
        ranks = {}
        for *cells, _, row in sorted(((*c, n) for n, c in enumerate(read.rows(key))), key=lambda c: c[-2]):
            ranks[row] = count[tuple(cells)] = count.get(tuple(cells), 0) + 1
        for row in read.where(ranks[n] != mention for n, mention in enumerate(read.cells["mention"])):
            read.refuse(row, "mention", f"{ranks[row]}", "mentions of a key count from 1")


def places(read: Read) -> None:
    """A row has its line and column where the source has a text copy, and only there."""
    if not read.table.published:
        return
    sources = read.other("sources")
    copied = {source for source, copy in zip(sources["source"], sources["text_copy"], strict=True) if copy}
    for column in ("line", "col"):
        for row in read.where((cell is None) == (source in copied) for cell, source in read.rows((column, "source"))):
            has = read.cells["source"][row] in copied
            read.refuse(
                row, column, f"{'a whole number' if has else 'nothing'} (there is {'a' if has else 'no'} text copy)"
            )


def stands(read: Read) -> None:
    """A spot of a document holds one figure; chapters and sections follow in their order; rows of one place stand
    together, but for a box or table set into it; a row of a printed table has its own line or two, in order too."""
    if not read.table.published:
        return
    source, place, line, col, text = (read.cells[c] for c in ("source", "place", "line", "col", "printed"))
    held = [n for n in range(len(line)) if line[n] and col[n]]
    held.sort(key=lambda n: (source[n], line[n], col[n]))
    for a, b in pairwise(held):
        if (source[a], line[a], col[a]) == (source[b], line[b], col[b]) and text[a] != text[b]:
            read.refuse(b, "line, col", "a line and column of its own", f"{text[a]!r} is there")
    for _, group in groupby(held, source.__getitem__):
        own = [*group]
        runs = [(there, [*rows]) for there, rows in groupby(own, place.__getitem__)]
        last: dict[str, int] = {}
        for n, (there, rows) in enumerate(runs):
            between = runs[last.get(there, n) + 1 : n]
            if not all(_SET_IN.match(other) for other, _ in between):
                stray, among = (rows, between[-1][0]) if len(rows) < len(between[-1][1]) else (between[-1][1], there)
                read.refuse(stray[0], "place, line", "a line beside those of its place", f"it is among {among}")
            last[there] = n
        heads: dict[str, list[tuple[list[int], int]]] = {}
        for row in own:
            head = re.split("[,(]", place[row])[0]
            numbers = [*map(int, re.findall("[0-9]+", head))]
            heads.setdefault(re.split("[0-9]", head)[0], [([], -1)]).append((numbers, row))
        for placed in heads.values():
            for (before, _), (here, row), (behind, after) in zip(placed, placed[1:], placed[2:], strict=False):
                if here > behind:
                    stray = row if before <= behind else after
                    read.refuse(stray, "place, line", "chapters, sections and tables in their order")
        of, number, at = "", 0, 0
        starts: dict[str, int] = {}
        for row in own:
            if found := _ROW.match(place[row]):
                same, before, above = found[1] == of, number, at
                of, number, at = found[1], int(found[2]), line[row]
                wrong = same and (number < before or (at == above and number != before))
                if wrong or at > starts.setdefault(place[row], at) + 1:
                    read.refuse(row, "place, line", "rows of a printed table in their order, each on its own line")


def foreign_keys(read: Read) -> None:
    """What points to another table's row finds it there."""
    for key in read.table.foreign_keys:
        itself = key.table == read.table.name
        there = read.cells if itself else read.other(key.table)
        columns, wanted = (*key.targets, *(c for c, _ in key.where)), tuple(value for _, value in key.where)
        known = zip(*(there[c] for c in columns), strict=True)
        known = {row[: len(key.targets)] for row in known if row[len(key.targets) :] == wanted}
        asked = [all(str(cell) == value for cell, (_, value) in zip(row, key.when, strict=True))
                 for row in read.rows([c for c, _ in key.when])] or [True] * len(read)  # fmt: skip
        here = [tuple(c if itself or c is None else str(c) for c in cells) for cells in read.rows(key.columns)]
        for row in read.where(
            a and None not in cells and cells not in known for a, cells in zip(asked, here, strict=True)
        ):
            path = read.known[key.table].path
            read.refuse(row, key.columns[-1], f"a key of {path}", f"no {', '.join(map(str, here[row]))} there")


def pairs(read: Read) -> None:
    """What a column settles is the same in all its rows; columns are filled together; two ends are in order."""
    table = read.table
    for column, settled in table.settles:
        for other in settled:
            first: dict[object, int] = {}
            rows = read.rows((column, other))
            for row in read.where(rows[first.setdefault(c, n)][1] != value for n, (c, value) in enumerate(rows)):
                start = first[rows[row][0]]
                told = f"{column} {rows[row][0]} has it in row {start + 2}"
                read.refuse(row, other, str(rows[start][1]), told)
    for columns in table.together:
        rows = read.rows(columns)
        for row in read.where(None in cells and {*cells} != {None} for cells in rows):
            told = f"a value, as {', '.join(columns)} go together"
            read.refuse(row, columns[rows[row].index(None)], told)
    numbers = [f.name for f in table.fields if f.type in ("integer", "number")]
    for low in numbers:
        for word, end in (("lower", "upper"), ("from", "to"), ("base_year", "year")):
            high = low.replace(word, end)
            if high != low and high in numbers:
                rows = read.rows((low, high))
                for row in read.where(None not in ends and ends[0] > ends[1] for ends in rows):
                    read.refuse(row, low, f"at most {rows[row][1]:g}", f"column {high} holds it")


def conditions(read: Read) -> None:
    """What the declaration says of a row's cells, and of columns that hold each value once."""
    frame = read.frame
    for columns in map(list, read.table.unique):
        for row in read.where(frame.duplicated(columns) & frame[columns].notna().all(axis=1)):
            read.refuse(row, ", ".join(columns), "each once")

    def of(names: pd.Series, column: str) -> pd.Series:
        """A column of the rows that are named, as a condition asks for it: ``@of(parent, 'belt')``."""
        return names.map(frame.set_index(read.table.key[-1])[column])

    def total(numbers: pd.Series, *by: pd.Series) -> pd.Series:
        """The sum over the rows that agree in these columns: ``@total(value, month)``."""
        return numbers.groupby([*by], observed=True).transform("sum")

    def beside(name: str, column: str) -> pd.Series:
        """A table's column where it first has the row's key: ``@beside('capacity_bands', 'value')``."""
        there = read.cells if name == read.table.name else read.other(name)
        first: dict[tuple[str, ...], object] = {}
        for *key, value in zip(*(there[c] for c in (*read.table.key, column)), strict=True):
            first.setdefault(tuple(map(str, key)), value)
        return pd.Series([first.get(tuple(map(str, key))) for key in read.rows(read.table.key)], index=frame.index)

    def limit(bands: pd.Series, end: int) -> pd.Series:
        """Where each band begins (``end`` 0) or ends (1): ``@limit(value, 0)``."""
        return bands.map(dict(zip(BANDS, BAND_LIMITS[end:], strict=False)))

    helpers = {"of": of, "total": total, "beside": beside, "limit": limit}
    limits = ", ".join(f"{band} to {high:g}" for band, high in zip(BANDS, BAND_LIMITS[1:], strict=True))
    for condition, told in read.table.holds:
        named = [c for c in read.table.columns if re.search(rf"\b{c}\b", condition)]
        for row in read.where(~frame.eval(condition, engine="python", local_dict=helpers).fillna(True).astype(bool)):
            beside_it = ", ".join(f"{c} {frame.loc[row, c]}" for c in named[:-1])
            read.refuse(row, named[-1], told.replace("{limits}", limits), beside_it)


def dates(read: Read) -> None:
    """No figure is of a later year, month or week than its source, but for a plan that the source states."""
    if read.table.published:
        sources = dict(zip(*(read.other("sources")[c] for c in ("source", "published_on")), strict=True))
        planned = [basis == "stated" for basis in read.cells.get("as_of_basis", [""] * len(read))]
        for column in {"year", "month", "week_ending", "edition", "issued_in", "as_of"} & {*read.table.columns}:
            rows = [(str(cell), sources[source]) for cell, source in read.rows((column, "source"))]
            for row in read.where(
                not plan and cell[: len(on)] > on[: len(cell)] for plan, (cell, on) in zip(planned, rows, strict=True)
            ):
                read.refuse(row, column, f"{rows[row][1]} at the latest", "its source was published then")


def estimates(read: Read) -> None:
    """An estimate lies within its interval, a p-value and a share of chances from 0 to 1, chances add up to 1."""
    frame, table = read.frame, read.table
    if table.folder != "derived":
        return
    for column in ("estimate", "value", "median", "effect") if {"lower", "upper"} <= set(frame) else ():
        if column in frame:
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


def repairs(read: Read) -> None:
    """A correction is of one row of a table that there is, and of a cell that holds what it expects."""
    if read.table.name == "corrections":
        for row, name in enumerate(read.cells["table"]):
            if name not in TABLES:
                read.refuse(row, "table", "the name of a table")
        for name in dict.fromkeys(read.cells["table"]):
            apply(TABLES[name], read.other(name), read.frame)


def panel(read: Read) -> None:
    """Every unit of a panel, every year of each, and enough rows; borders stand in both directions."""
    table = read.table
    for unit_type, (first, last) in table.years.items():
        have: dict[str, dict[int, int]] = {}
        for row, (kind, unit, year) in enumerate(read.rows(("unit_type", "unit", "year"))):
            if kind == unit_type:
                have.setdefault(unit, {})[year] = row
        units = zip(*(read.other("units")[c] for c in ("unit_type", "unit")), strict=True)
        if absent := [unit for kind, unit in units if kind == unit_type and unit not in have]:
            raise TableError(table.path, f"rows for {', '.join(absent)}", column="unit", hint="missing units")
        last = max([last, *chain.from_iterable(have.values())])
        for unit, years in have.items():
            if missing := [str(year) for year in range(first, last + 1) if year not in years]:
                told, row = f"a row for every year from {first} to {last}", [*years.values()][-1] + 2
                hint = f"missing year {', '.join(missing)}"
                raise TableError(table.path, told, row=row, column="year", value=unit, hint=hint)
    if table.symmetric:
        rows = read.rows((*table.key, *(c for c in table.columns if c not in table.key)))
        there = set(rows)
        for row in read.where((b, a, *rest) not in there for a, b, *rest in rows):
            read.refuse(row, ", ".join(table.key), "its counterpart, as each stands in both directions")
    kinds = {kind: read.cells["unit_type"].count(kind) for kind in UNIT_TYPES if "unit_type" in read.cells}
    least = min(table.min_rows, 1) if table.folder == "derived" else table.min_rows
    if (all(kinds.values()) or not any(kinds.values())) and len(read) < least:  # a kind of unit may be left out
        hint = ", ".join(["the table is cut short", *(f"{n} of {kind}" for kind, n in kinds.items())])
        raise TableError(table.path, f"at least {least} rows", value=len(read), hint=hint)


def order(read: Read) -> None:
    """Rows of the data are in the order of their key."""
    if TABLES.get(read.table.name) is read.table:
        key = read.table.full_key
        order = map(row_order(read.table), (["" if c is None else c for c in cells] for cells in read.rows(key)))
        for row in read.where(before > after for before, after in pairwise(order)):
            read.refuse(row + 1, ", ".join(key), "rows in the order of their key", "`make tidy` sorts them")


def printed(read: Read) -> None:
    """The machine form says what is printed: the same words, a number that reads so, or a rank in words."""
    table = read.table
    for column, other in table.agree:
        rows = [tuple(cell or "" for cell in cells) for cells in read.rows((column, other))]
        unlike = str.__ne__ if table.field(column).values else _differ
        differ = {cells for cells in set(rows) if unlike(*map(_plainer, cells))}
        for row in read.where(cells in differ for cells in rows):
            hint = f"{rows[row][1]!r} is printed" if other == "printed" else f"as in column {other}"
            read.refuse(row, column, rows[row][1], hint)
    if "qualifier" in table.columns:
        for row, (text, qualifier, unit) in enumerate(read.rows(("printed", "qualifier", "unit_of_measure"))):
            reads = read_figure(text)
            if qualifier != reads.qualifier and (reads.qualifier, qualifier) != ("exact", "about"):  # said elsewhere
                read.refuse(row, "qualifier", reads.qualifier, f"{text!r} is printed")
            if reads.percent != (unit == "percent"):
                read.refuse(row, "unit_of_measure", "percent" if reads.percent else "a unit", f"{text!r} is printed")
    for column, said in (("value", "printed"), ("change", "change_printed")):  # 点, points, stands behind a change
        if not table.published or column not in table.columns or said not in table.columns:
            continue
        numeric = table.field(column).type in ("integer", "number")
        if not numeric and not table.figures_as_text:
            continue
        measures = read.cells.get("measure", [""] * len(read))
        for row, ((value, text), measure) in enumerate(zip(read.rows((column, said)), measures, strict=True)):
            if value == text:
                continue
            free = column == "change" or measure in table.signs_in_words
            figure = text.replace("点", "") if column == "change" and text else text
            try:
                zero = free and text == "持平"  # a word for a change of zero
                reads = Decimal(0) if zero else read_figure(figure).value if numeric else Decimal(read_rank(figure))
            except (TypeError, ValueError) as error:
                read.refuse(row, said, "a figure", str(error) if text else "")
            ends = {float(reads), -float(reads)} if free else {float(reads)}
            if value not in ends if numeric else value != plain(reads):
                read.refuse(row, column, plain(reads), f"{text!r} is printed")


RULES = (values, keys, foreign_keys, places, stands, pairs, conditions, dates, estimates, repairs, panel)
"""In the order in which they are looked at."""
AS_PRINTED = (printed, order)
"""What holds for a table without its corrections alone."""
