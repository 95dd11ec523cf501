"""The Chinese edition: catalogues of what is translated, and whether each unit of the English has its Chinese.

A catalogue is a gettext file (``.po``, Babel reads and writes it) of ``book/zh``: one for each page and chapter, one
for each file of table declarations, one for what the page writers say. ``python -m egov translate`` brings them up to
date: new units are empty, changed ones are marked ``fuzzy`` with the old English beside them, gone ones are dropped.
Whoever has looked at a changed unit takes the mark away. ``make lint`` names what is left while ``book/_config.yml``
has the edition on (``egov_chinese: true``).
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections import ChainMap
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel.messages import Catalog
from babel.messages.pofile import read_po, unescape, write_po
from jinja2.ext import extract_from_ast

from egov.book import editions_units as units
from egov.book.render import PAGES, english, render
from egov.plots.theme import CHINESE, SVG
from egov.tables.schemas import FILES, TABLES
from egov.tables.schemas.fields import read_tables
from egov.tables.write import write_if_changed

FOLDER = "book/zh"
TERMS = "book/terms.csv"
WRITERS = "egov/book"
"""The modules whose sentences, marked by ``_()``, stand on generated pages."""
_GROUP = re.compile(r"(?m)^```\{terms\} (.+)\n```$")
_COMMIT = re.compile(r"(?<!\})`[^`]+`|\d[\w.,-]*\w|\d")
WRITTEN_HERE = "book/_build/zh_pages"
"""Where page writers put Chinese pages, by the names of the English ones."""
Translator = Callable[..., str]
_DRAWN, _LATIN, _NUMBER = re.compile(r"<!--(.*?)-->", re.DOTALL), re.compile(r"[A-Za-z]{3,}"), re.compile(r"\d+\.\d+")
LATIN = {"Cliff", "delta", "Holm", "Logit", "Wilson"}
"""Words that a figure in Chinese may hold."""
VALUES = {
    "platform_counters": ("metric_en", "unit_of_measure", "place"),
    "policy_events": ("place",),
    "sources": ("title_en", "publisher"),
    "score_intervals": ("method",),
    "bizenv_recovered": ("tier",),
    **dict.fromkeys(("capacity_bands", "capacity_leaders", "bizenv_scores", "policies", "institutions"), ("place",)),
}
"""Columns in English words that profiles and chapters show; the data pages show them as they are."""


def is_on(root: Path) -> bool:
    """Whether the book has its Chinese edition: the one switch."""
    config = root / "book" / "_config.yml"
    return config.is_file() and bool(_yaml(config)["sphinx"]["config"].get("egov_chinese"))


def _yaml(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def contents(root: Path) -> list[tuple[str, list[str]]]:
    """The book's parts in order: caption, and the names of their pages, or patterns of names; first the front page."""

    def names(entries: list[dict[str, Any]]) -> Iterator[str]:
        for entry in entries:
            yield entry.get("file") or entry["glob"]
            yield from names(entry.get("sections", []))

    found = _yaml(root / "book" / "_toc.yml")
    return [("", [found["root"]]), *((part["caption"], list(names(part["chapters"]))) for part in found["parts"])]


def pages(root: Path) -> list[Path]:
    """The pages written by hand, and the chapters; what page writers write is not among them."""
    names = [name for _, names in contents(root) for name in names if not written(name)]
    return [path for name in names for end in (".md", ".ipynb") if (path := root / f"{name}{end}").is_file()]


@lru_cache(maxsize=1)
def terms(path: Path) -> dict[str, str]:
    """English, alone and after its Chinese, -> Chinese: from the table of terms and the names of units."""
    data = path.parents[1] / "data"
    found = {name: name for name in (*TABLES, *(row["source"] for row in _rows(data / "sources.csv")))}
    for row in [*_rows(path), *_rows(data / "units.csv")]:
        english, chinese = row.get("en") or row["name_en"].partition(" (")[0], row.get("zh") or row["unit"]
        found.setdefault(english, chinese)
        found[f"{chinese} {english}"] = chinese
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def page(text: str, root: Path, language: str, translate: units.Translate) -> str:
    """A Markdown page in one language; ``{terms}`` is a group of the table of terms."""

    def group(match: re.Match[str]) -> str:
        rows = [row for row in _rows(root / TERMS) if row["group"] == match[1]]
        for row in rows if language == units.LANGUAGE else ():
            row["meaning"] = translate(row["meaning"], f"meaning of {row['en']}")
        return render("terms.md", rows=rows, chinese=language == units.LANGUAGE).rstrip()

    return _GROUP.sub(group, units.page(text, language, translate))


@lru_cache(maxsize=64)
def _texts(path: Path, changed: int) -> dict[str, str]:
    """What a catalogue says of the English as it is; ``changed`` is the file's time stamp."""
    return {m.id: m.string for m in read(path) if m.id and m.string and not m.fuzzy}  # type: ignore[misc]


def texts(root: Path, name: str) -> dict[str, str]:
    """Unit -> its Chinese, of one catalogue; a unit without one is not in it."""
    path = root / FOLDER / f"{name}.po"
    return _texts(path, path.stat().st_mtime_ns) if path.is_file() else {}


def translator(root: Path, language: str) -> Translator:
    """What page writers put their sentences through: ``_("{n} rows", n=3)``; sentences of declarations as well."""
    if language != units.LANGUAGE:
        return english
    names = ["book/page_writers", *(f"tables/{name}" for name in (*FILES, "common", "values"))]
    found = ChainMap(*(texts(root, name) for name in reversed(names)))  # no copy: called for every link

    def say(message: str, **values: object) -> str:
        return english(found.get(message, message), **values)

    return say


def N_(message: str) -> str:
    """Mark a message that is translated where it is used."""
    return message


def written(docname: str) -> bool:
    """Whether a page writer writes the page, in each language."""
    return docname.startswith(("book/units", "book/tables"))


def _of_changes(translate: units.Translate) -> units.Translate:
    """The page of changes: what commits and dates it names is masked, and of its rows only the kind is a word."""

    def say(unit: str, kind: str) -> str:
        if unit in TABLES:
            return unit
        if not re.search(r": .*(?:row|→)", unit):
            return units.masked(unit, translate, kind, _COMMIT)
        for word in ("row added", "row removed", "empty"):
            if word in unit:
                unit = re.sub(rf"(?<=: |→ ){word}(?=\]| →|$)", translate(word, "change"), unit)
        return unit

    return say


def inputs(root: Path, docname: str) -> list[Path]:
    """What a Chinese page depends on beside its English source."""
    if written(docname):
        return [root / WRITTEN_HERE / f"{docname}.md"]
    return [root / FOLDER / f"{docname}.po", root / TERMS]


def source(root: Path, docname: str, suffix: str, text: str, language: str) -> str:
    """The source of a page in one language; what nobody has translated yet stays English."""
    if written(docname) and language == units.LANGUAGE:
        return (root / WRITTEN_HERE / f"{docname}.md").read_text(encoding="utf-8")
    found = texts(root, docname) if language == units.LANGUAGE else {}
    return _put(root, docname, suffix, text, language, lambda unit, kind: found.get(unit, unit))


def _put(root: Path, docname: str, suffix: str, text: str, language: str, translate: units.Translate) -> str:
    """The source of a page or a chapter in one language, by a translation of its units."""
    if suffix != ".ipynb":
        return page(text, root, language, _of_changes(translate) if docname == "book/changes" else translate)
    nb = json.loads(text)
    units.notebook(nb, language, translate, terms(root / TERMS))
    return json.dumps(nb, ensure_ascii=False)


def wanted(root: Path) -> dict[str, dict[str, str]]:
    """Catalogue -> its units, each with what it is, in the order in which they stand."""
    out: dict[str, dict[str, str]] = {}
    for path in pages(root):
        name = path.relative_to(root).with_suffix("").as_posix()
        found = out[name] = {}
        _put(root, name, path.suffix, path.read_text(encoding="utf-8"), units.LANGUAGE, _collect(found))
    for name in FILES:
        found = out[f"tables/{name}"] = {}
        for table in read_tables(root / "egov" / "tables" / "schemas" / f"{name}.json"):
            told = [(f"{table.name}: {key}", getattr(table, key)) for key in ("title", "description", "gaps")]
            for f in table.own_fields:
                told += [(f"{table.name}.{f.name}: {key}", getattr(f, key)) for key in ("description", "unit")]
            for where, text in told:
                _collect(found)(text, where)
    found = out["tables/common"] = {}
    for field in {f.name: f for table in TABLES.values() for f in table.fields if f not in table.own_fields}.values():
        for text in (field.description, field.unit):
            _collect(found)(text, field.name)
    found = out["tables/values"] = {}
    for name, columns in VALUES.items():
        rows = _rows(root / "data" / TABLES[name].path)
        for column in columns:
            for value in dict.fromkeys(row[column] for row in rows):
                if column == "place":
                    units.masked(value, _collect(found), f"{name}: {column}", units.PLACE)
                else:
                    _collect(found)(value, f"{name}: {column}")
    found = out["book/page_writers"] = {caption: "caption" for caption, _ in contents(root) if caption}
    config, cited = _yaml(root / "book" / "_config.yml"), _yaml(root / "CITATION.cff")["title"]
    short = config["sphinx"]["config"]["html_short_title"]
    for title in (cited, config["title"], short, config["author"], config["copyright"]):
        found.setdefault(title, "title of the book, or who made it")
    for path in sorted((root / WRITERS).iterdir()):
        for message in _said(path):
            found.setdefault(message, path.name)
    return {name: found for name, found in out.items() if found}


def _said(path: Path) -> Iterator[str]:
    """What a page writer's module marks, by ``_("…")``, ``tables._("…")`` or ``N_("…")``, or its template by ``_``.

    Babel's own reader of Python takes ``_(row["unit"])`` for a message, and sees none in an f-string before 3.12.
    """
    if path.suffix == ".jinja":
        tree = PAGES.parse(path.read_text(encoding="utf-8"))
        yield from (message[0] for _, _, message in extract_from_ast(tree, ("_",), babel_style=False))
    elif path.suffix == ".py":
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            marks = isinstance(call, ast.Call) and (getattr(call.func, "id", "") or getattr(call.func, "attr", ""))
            if marks in ("_", "N_") and call.args and isinstance(call.args[0], ast.Constant):
                yield call.args[0].value


def _collect(found: dict[str, str]) -> units.Translate:
    """A translation that keeps what it is asked, where that has words, and changes nothing."""

    def keep(unit: str, kind: str) -> str:
        if units.has_words(unit):
            found.setdefault(unit, kind)
        return unit

    return keep


def read(path: Path) -> Catalog:
    """A catalogue, or an empty one; Babel writes the old English of a changed unit and reads it as a comment."""
    text = path.read_bytes() if path.is_file() else b""
    catalog = read_po(io.BytesIO(text), locale="zh_CN", charset="utf-8")
    for message in catalog:
        was = [line.removeprefix("| msgid ") for line in message.user_comments if line.startswith("| msgid ")]
        message.previous_id = [unescape(line) for line in was]
        message.user_comments = [line for line in message.user_comments if not line.startswith("| ")]
    return catalog


def serialise(catalog: Catalog) -> str:
    """A catalogue as text: no dates, no line numbers, each unit on a line, in the order of the page."""
    out = io.BytesIO()
    for message in catalog:
        message.flags &= {"fuzzy"}  # a percent sign or a brace in a sentence is no format
    write_po(out, catalog, width=0, no_location=True, omit_header=True, ignore_obsolete=True, include_previous=True)
    return out.getvalue().decode()


def update(root: Path) -> list[str]:
    """Bring every catalogue up to date; the names of those that changed."""
    changed, folder = [], root / FOLDER
    todo = wanted(root)
    for name, found in todo.items():
        template = Catalog(locale="zh_CN", charset="utf-8")
        for unit, kind in found.items():
            template.add(unit, auto_comments=[kind])
        catalog = read(folder / f"{name}.po")
        was = {message.id: message.previous_id for message in catalog if message.fuzzy}
        catalog.update(template)
        for message in catalog:
            if message.fuzzy and message.id in was:
                message.previous_id = was[message.id]
        if write_if_changed(folder / f"{name}.po", serialise(catalog)):
            changed.append(name)
    for path in folder.rglob("*.po"):
        if path.relative_to(folder).with_suffix("").as_posix() not in todo:
            path.unlink()
            changed.append(path.stem)
    return changed


def state(root: Path) -> dict[str, dict[str, list[str]]]:
    """Catalogue -> its units that are ``aligned``, ``to look at`` and ``missing``.

    To look at is what is marked because its English changed, and what has other addresses or places than the English.
    """
    out = {}
    for name, found in wanted(root).items():
        catalog = read(root / FOLDER / f"{name}.po")
        out[name] = sides = {"aligned": [], "to look at": [], "missing": []}
        for unit in found:
            message = catalog.get(unit)
            text = message.string if message is not None else ""
            wrong = text and (message.fuzzy or units.fixed(text) != units.fixed(unit))
            sides["to look at" if wrong else "aligned" if text else "missing"].append(unit)
    return out


def report(root: Path) -> str:
    """How far each page's Chinese is aligned with its English, page by page."""
    counts = {name: [len(found) for found in sides.values()] for name, sides in state(root).items()}
    counts["all"] = [sum(column) for column in zip(*counts.values(), strict=True)]
    lines = ["{:>8}{:>12}{:>9}  {}".format(*found, name) for name, found in counts.items()]
    return "\n".join([f"{'aligned':>8}{'to look at':>12}{'missing':>9}  page", *lines])


def figures(root: Path) -> Iterator[str]:
    """What is wrong with the Chinese drawings of the chapters: none, English words, other numbers than the English."""
    for path in (path for path in pages(root) if path.suffix == ".ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for data in (output.get("data", {}) for output in cell.get("outputs", [])):
                if SVG not in data:
                    continue
                english, chinese = (set(_DRAWN.findall("".join(data.get(kind, "")))) for kind in (SVG, CHINESE))
                wrong = sorted(text for text in chinese if set(_LATIN.findall(text)) - LATIN)
                numbers = [set(_NUMBER.findall(" ".join(texts))) for texts in (english, chinese)]
                wrong += sorted(numbers[0] ^ numbers[1]) if chinese else ["no drawing"]
                yield from (f"notebooks/{path.name}: figure of {cell['id']}, in Chinese: {text!r}" for text in wrong)


def problems(root: Path) -> list[str]:
    """Every unit without a Chinese text that somebody has looked at, page and unit named; faults of figures."""
    return [
        f"{FOLDER}/{name}.po: {side}: {unit[:100]!r}"
        for name, sides in state(root).items()
        for side in ("to look at", "missing")
        for unit in sides[side]
    ] + list(figures(root))
