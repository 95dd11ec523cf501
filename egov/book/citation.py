"""How to cite the compendium, read from ``CITATION.cff``: as a sentence and as a BibTeX entry."""

from __future__ import annotations

from pathlib import Path


def load_citation(path: Path) -> dict[str, str]:
    """Title, version, authors, address and BibTeX entry; ``ValueError`` where the file lacks one of the first three.

    A dataset without a date of release has none in its citation: nothing is made up.
    """
    import yaml

    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key in ("title", "version", "authors"):
        if not raw.get(key):
            raise ValueError(f"{path.name}: no {key}")
    authors = [
        a.get("name") or " ".join(filter(None, (a.get("given-names"), a.get("family-names")))) for a in raw["authors"]
    ]
    facts = {
        "title": str(raw["title"]),
        "version": str(raw["version"]),
        "authors": " and ".join(authors),
        "year": str(raw.get("date-released") or "")[:4],
        "address": f"https://doi.org/{raw['doi']}" if raw.get("doi") else str(raw.get("url") or ""),
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
    lines = [
        "@misc{egov_compendium,",
        f"  author  = {{{{{facts['authors']}}}}},",
        f"  title   = {{{{{facts['title']}}}}},",
    ]
    lines += [f"  version = {{{facts['version']}}},"]
    lines += [f"  year    = {{{facts['year']}}},"] if facts["year"] else []
    lines += [f"  url     = {{{facts['address']}}},"] if facts["address"] else []
    return "\n".join([*lines, "}"])
