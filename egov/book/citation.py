"""How to cite the compendium, and which version it is.

Each version stands in one place: that of the data in ``CITATION.cff``, that of the software in ``pyproject.toml``.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import yaml


def load_citation(path: Path) -> dict[str, str]:
    """Title, version, authors, date of release, address, BibTeX entry …; ``ValueError`` for no title, version, author.

    A dataset without a date of release has none in its citation: nothing is made up.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key in ("title", "version", "authors"):
        if not raw.get(key):
            raise ValueError(f"{path.name}: no {key}")
    authors = [
        a.get("name") or " ".join(filter(None, (a.get("given-names"), a.get("family-names")))) for a in raw["authors"]
    ]
    project = path.with_name("pyproject.toml")
    software = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"] if project.is_file() else ""
    facts = {
        "title": str(raw["title"]),
        "version": str(raw["version"]),
        "software": software,
        "authors": " and ".join(authors),
        "released": str(raw.get("date-released") or ""),
        "year": str(raw.get("date-released") or "")[:4],
        "address": f"https://doi.org/{raw['doi']}" if raw.get("doi") else str(raw.get("url") or ""),
        "abstract": " ".join(str(raw.get("abstract") or "").split()),
        "keywords": ", ".join(raw.get("keywords") or ()),
    }
    return facts | {"bibtex": bibtex(facts)}


def citation(facts: dict[str, str]) -> str:
    """The citation as a sentence.

    >>> citation({"authors": "A", "title": "T? S", "version": "1", "year": "", "address": ""})
    'A. T? S. Version 1.'
    """
    year = f" ({facts['year']})" if facts["year"] else ""
    address = f" {facts['address']}" if facts["address"] else ""
    return f"{facts['authors']}{year}. {facts['title']}. Version {facts['version']}.{address}"


def bibtex(facts: dict[str, str]) -> str:
    """The citation as a BibTeX entry; the team's name and the title keep their letters."""
    entry = {"author": f"{{{facts['authors']}}}", "title": f"{{{facts['title']}}}", "version": facts["version"]}
    entry |= {"year": facts["year"], "url": facts["address"]}
    lines = [f"  {name:7} = {{{value}}}," for name, value in entry.items() if value]
    return "\n".join(["@misc{egov_compendium,", *lines, "}"])


def csl_json(facts: dict[str, str]) -> str:
    """The citation as CSL-JSON, which Zotero and pandoc read."""
    item = {
        "id": "egov_compendium",
        "type": "dataset",
        "title": facts["title"],
        "author": [{"literal": name} for name in facts["authors"].split(" and ")],
        "version": facts["version"],
        "issued": {"date-parts": [[int(part) for part in facts["released"].split("-")]]} if facts["released"] else None,
        "URL": facts["address"],
    }
    return json.dumps([{k: v for k, v in item.items() if v}], ensure_ascii=False, indent=2) + "\n"
