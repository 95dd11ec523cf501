# ruff: noqa: E501 (rows of tables and of a release are one line)
"""The pages that say how to extend the book, followed to the letter on one copy: a year, scores, a month, a week,
a covariate, a document and a chapter go in, and a book comes out whose sentences are true.

What is run are the pages' own listings. What a page leaves to the reader, the test does as a reader would: the other
units of a year, the text of a release and of a document, and in step 4 a sentence for each that is no longer true.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from egov.book import editions
from egov.documents.corpus import DOCUMENTS, REFERENCE
from tests.documents.hardware_releases import INVENTED

ROOT = Path(__file__).resolve().parents[2]
BANDS = ["低", "中", "高", "非常高"]
SHARED = Path(os.environ.get("EGOV_SOURCES", ROOT.parent / "shared" / "sources")).resolve()
BULLETIN = "简报\n一、用户\n截至2023年6月，国家平台注册用户超过8.9亿人。\n二、规划\n贵州省数字政府建设规划（黔府发〔2022〕7号）印发。\n"
RELEASE = INVENTED["THREE_FAMILIES"].text.replace("2026年1月", "2021年7月").replace("2025年12月", "2021年6月")
RELEASE = RELEASE.replace("\n1月份", "\n7月份").replace("2026年2月", "2021年8月")
pytestmark = pytest.mark.slow


def listings(page, language, heading=""):
    """The page's listings of one language, below one heading, as they are typed."""
    text = (ROOT / page).read_text(encoding="utf-8")
    part = re.search(rf"^## {re.escape(heading)}.*?(?=^## |\Z)", text, re.M | re.S)[0] if heading else text
    return [textwrap.dedent(code) for code in re.findall(rf"^ *```{language}\n(.*?)^ *```$", part, re.M | re.S)]


def sh(copy, code, good=True):
    """Run a listing in the copy, as typed; the environment is the one at hand, never brought up to date."""
    code = re.sub(r"^make ", "make -o .venv/.synced ", code, flags=re.M)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("EGOV", "PYTEST"))}
    done = subprocess.run(["bash", "-ec", code], cwd=copy, env=env, capture_output=True, encoding="utf-8", check=False)
    assert not good or done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


def added(code):
    """The part of a listing that adds rows, without the commands behind it."""
    return re.sub(r"^make .*\n|^\.venv.*\n", "", code, flags=re.M)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The repository as committed and edited, and what is remembered as proven."""
    top = tmp_path_factory.mktemp("extend") / "copy"
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in names.splitlines():
        if (ROOT / name).is_file():
            (top / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, top / name)
    (top / ".venv").symlink_to(sys.prefix)
    if (ROOT / ".cache/matplotlib").is_dir():
        shutil.copytree(ROOT / ".cache/matplotlib", top / ".cache/matplotlib")
    return top


def year_of_bands(code):
    """The listing with the rows of all units for its one: rises, falls, and returns of those that had moved before."""
    (row,) = re.findall(r"^province,北京,.*\n", code, re.M)
    _, _, year, band = row.split(",")[:4]
    history = {}
    with (ROOT / "data/published/capacity_bands.csv").open(encoding="utf-8", newline="") as file:
        for one in csv.DictReader(file):
            if int(one["year"]) < int(year):
                history.setdefault((one["unit_type"], one["unit"]), []).append(BANDS.index(one["value"]))
    rows, moves = [], {"rise": 0, "fall": 0, "return": 0}
    for n, ((kind, unit), codes) in enumerate(history.items()):
        now = codes[-1]
        if codes[-1] != codes[-2] and n % 2:
            now = codes[-2]
        elif n % 7 == 1:
            now = min(3, now + 1)
        elif n % 9 == 4:
            now = max(0, now - 1)
        moves["return"] += codes[-1] != codes[-2] and now == codes[-2]
        moves["rise"] += now > codes[-1]
        moves["fall"] += now < codes[-1]
        rows.append(
            row.replace(f"province,北京,{year},{band},1,{band}", f"{kind},{unit},{year},{BANDS[now]},1,{BANDS[now]}")
        )
    assert all(moves.values()), moves
    return code.replace(row, "".join(rows))


def scores_of_cities(row):
    """The row of one city for all of them, each with a score within its band of that year."""
    year = row.split(",")[2]
    with (ROOT / "data/published/capacity_bands.csv").open(encoding="utf-8", newline="") as file:
        bands = {
            one["unit"]: one["value"]
            for one in csv.DictReader(file)
            if (one["unit_type"], one["year"]) == ("city", year)
        }
    middle = {
        unit: (55, 72.5, 85, 92)[BANDS.index(band)] - n / 20 for n, (unit, band) in enumerate(sorted(bands.items()))
    }
    ranked = enumerate(sorted(middle, key=middle.get, reverse=True), start=1)
    return "".join(
        row.replace("广州,2021,2,96.45,1,96.45", f"{unit},{year},{n},{middle[unit]:.6g},1,{middle[unit]:.2f}")
        for n, unit in ranked
    )


def rewrite(copy):
    """Step 4 for all chapters at once, so that each runs once more: a sentence whose condition is false gives way to
    one that is true. Simulations draw a tenth, which changes nothing of the way."""
    for path in (copy / "notebooks").glob("*.ipynb"):
        nb = nbformat.read(path, as_version=4)
        for cell in nb.cells:
            if cell.cell_type == "code" and re.search(r"^ *claim\(", cell.source, re.M):
                cell.source = ast.unparse(Rewritten().visit(ast.parse(cell.source)))
            cell.source = re.sub(r"\b(\d+)0_000\b", r"\1_000", cell.source) if cell.cell_type == "code" else cell.source
        path.write_text(nbformat.writes(nb), encoding="utf-8")


def stopped(copy, code, after):
    """Run a command until it has said something, a little longer, and stop it; every file is as it was."""
    kept = {path: path.read_bytes() for name in ("data", "notebooks") for path in (copy / name).rglob("*.*")}
    env = {k: v for k, v in os.environ.items() if not k.startswith(("EGOV", "PYTEST"))} | {"PYTHONUNBUFFERED": "1"}
    runner = subprocess.Popen(code.split(), cwd=copy, env=env, stdout=subprocess.PIPE, encoding="utf-8")
    assert after in runner.stdout.readline()
    time.sleep(3)
    runner.send_signal(signal.SIGTERM)
    runner.communicate(timeout=60)
    assert runner.returncode == 130
    assert {path: path.read_bytes() for name in ("data", "notebooks") for path in (copy / name).rglob("*.*")} == kept


def write_chinese(copy):
    """A Chinese text for each unit that has none or another's, in the catalogues that ``make translate`` brought up to date."""
    for path in (copy / "book/zh").rglob("*.po"):
        catalogue = editions.read(path)
        for message in catalogue:
            if message.id and (message.fuzzy or not message.string):
                message.string, message.previous_id = f"新：{message.id}", []
                message.flags.discard("fuzzy")
        path.write_text(editions.serialise(catalogue), encoding="utf-8")


class Rewritten(ast.NodeTransformer):
    """``claim(holds, …)`` becomes: where it holds, the same; else a sentence that says so, with that as condition."""

    def visit_Expr(self, node):
        """A claim is a statement of its own."""
        call = node.value
        if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "claim":
            return node
        holds = ast.unparse(call.args[0])
        kept = "".join(f", {k.arg}={ast.unparse(k.value)}" for k in call.keywords if k.arg.startswith("finding"))
        en, zh = (
            "With the figures of the new year, what was said here is no longer so.",
            "加入新一年后，原先的说法不再成立。",
        )
        text = f"if {holds}:\n    pass\nelse:\n    claim(not ({holds}), {en!r}, {zh!r}{kept})"
        (choice,) = ast.parse(text).body
        choice.body = [node]
        return choice


def test_the_pages_are_followed(copy):
    page = "book/extend.md"
    add_year_and_scores(copy, page)
    for heading in ("Add a week of the market's prices", "Add a covariate"):
        sh(copy, listings(page, "bash", heading)[0])
    declare_variable(copy)
    add_month(copy)
    add_document(copy, page)
    add_chapter(copy, page)
    bring_in(copy, page)
    look(copy)


def add_year_and_scores(copy, page):
    """A year of bands of all units and scores of its cities."""
    name_edition, bands, scores = listings(page, "bash", "Add a year of bands")
    sh(copy, name_edition + year_of_bands(bands))
    (score,) = re.findall("^city,广州.*\n", scores, re.M)
    sh(copy, scores.replace(score, scores_of_cities(score)))


def declare_variable(copy):
    """The new covariate's name among those of its table."""
    declared = copy / "egov/tables/schemas/national.json"
    text, count = re.subn(
        r'("name": "variable".*?"categories": \[)', r'\1"internet_users_10k", ', declared.read_text("utf-8")
    )
    assert count == 1
    declared.write_text(text, encoding="utf-8")


def add_month(copy):
    """A month of the hardware index: the release's text, its source, read and written."""
    (copy / "july.txt").write_text(RELEASE, encoding="utf-8")
    row = "hardware_2021_07,Invented,Yongkang hardware index for 2021-07,,2021-08-12,index_release,good,invented,,,,figures only"
    sh(copy, f"cat >> data/sources.csv <<'END'\n{row}\nEND\nmake tidy")
    read, write = listings("book/howto-hardware.md", "bash")
    assert "2021-07,production" in sh(copy, read)
    assert "2021-07: " in sh(copy, added(write.replace(".venv/", "exec .venv/")))


def add_document(copy, page):
    """A document: a count from its place, a policy from a reader; without the documents, not."""
    if not SHARED.is_dir():
        return
    for folder, names in (("sources", DOCUMENTS.values()), ("reference", REFERENCE)):
        (copy.parent / "shared" / folder).mkdir(parents=True)
        for name in names:
            (copy.parent / "shared" / folder / name).symlink_to(SHARED.parent / folder / name)
    (copy.parent / "shared/sources/bulletin2023.txt").write_text(BULLETIN, encoding="utf-8")
    digest = hashlib.sha256(BULLETIN.encode()).hexdigest()
    row = f"bulletin2023,Invented,A bulletin,,2023-07,newspaper,fair,invented,bulletin2023.txt,{digest},,figures only"
    sh(copy, f"cat >> data/sources.csv <<'END'\n{row}\nEND\nmake tidy")
    corpus, extract = (copy / "egov/documents" / name for name in ("corpus.py", "extract.py"))
    text = corpus.read_text("utf-8")
    corpus.write_text(
        text.replace("DOCUMENTS = {\n", 'DOCUMENTS = {\n    "bulletin2023": "bulletin2023.txt",\n'), encoding="utf-8"
    )
    places, run = listings(page, "bash", "Add a document")
    sh(copy, places)
    (module,) = listings(page, "python", "Add a document")
    (copy / "egov/documents/bulletin.py").write_text(module, encoding="utf-8")
    text = extract.read_text("utf-8").replace("    bizenv,\n", "    bizenv,\n    bulletin,\n")
    extract.write_text(text, encoding="utf-8")
    before = {path.name: path.read_bytes() for path in (copy / "data/published").iterdir()}
    said = sh(copy, run.replace("make book\n", ""))
    after = {path.name: path.read_bytes() for path in (copy / "data/published").iterdir()}
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"platform_counters.csv", "policies.csv"}, said  # what was added by hand stays
    assert "bulletin2023" in after["policies.csv"].decode()


def add_chapter(copy, page):
    """A chapter: the page's claim and map, the metadata it shows, its line in the contents, its figure looked at."""
    nb = nbformat.v4.new_notebook()
    code = [part for part in listings(page, "python") if "广西" not in part and "def " not in part]
    loads, claim, tile = (
        next(p for p in code if word in p) for word in ("import load", "import at, claim", "tile_map")
    )
    metadata = json.loads(listings(page, "json", "Add a chapter")[0])
    nb.cells = [
        new_markdown_cell('# Mine\n\n<div class="zh-summary" lang="zh">\n\n**中文摘要**　试验。\n\n</div>', id="mine-top"),
        new_code_cell("from egov.tables import load\n\n" + "\n".join(re.findall("^(?:bands|units) = .*$", loads, re.M)), id="mine-1"),
        new_code_cell(claim, id="mine-2"), new_code_cell(tile, id="mine-3", metadata=metadata),
    ]  # fmt: skip
    nbformat.write(nb, copy / "notebooks/09_mine.ipynb")
    toc = copy / "book/_toc.yml"
    (line,) = listings(page, "yaml", "Add a chapter")
    last = "      - file: notebooks/08_recovered\n"
    toc.write_text(toc.read_text("utf-8").replace(last, last + textwrap.indent(line, " " * 6)), encoding="utf-8")
    sh(copy, listings(page, "bash", "Add a chapter")[0])


def bring_in(copy, page):
    """The four commands, and step 4 where a sentence is no longer true."""
    (commands,) = listings(page, "bash", "Bring in what you added")
    tidy, translate, check, book = commands.splitlines()
    sh(copy, f"{tidy}\n{translate}")
    write_chinese(copy)
    assert "09_mine.ipynb, cell mine-3: a new figure" in sh(copy, check, good=False)
    with (copy / "tests/book/figures_seen.csv").open("a", encoding="utf-8") as file:
        file.write("09_mine,mine-3,Bands by unit,ok,ok,ok,a map\n")
    run = ".venv/bin/python -m egov execute 01_data"
    stopped(copy, run, "1 to run")
    before = (copy / "notebooks/01_data.ipynb").read_bytes()
    assert "01_data: no longer true: In 2022, " in sh(copy, run, good=False)
    assert (copy / "notebooks/01_data.ipynb").read_bytes() == before
    rewrite(copy)
    assert "The book stands" in sh(copy, book)
    sh(copy, f"{tidy}\n{translate}")  # what the chapters print anew
    write_chinese(copy)
    assert "All tables and 10 notebook(s) as they should be" in sh(copy, check)


def look(copy):
    """The new chapter's sentence with the numbers of its rows; each new row on its page."""
    html = copy / "book/_build/html"
    said = re.sub("<[^>]*>", "", (html / "notebooks/09_mine.html").read_text("utf-8"))
    assert "In 2021, 16 provincial units stood in the highest band, more than the 8 of 2019." in said
    for table, anchor in (("capacity_bands", "province-北京-2022"), ("province_scores", "city-广州-2021"),
                          ("hardware_index", "2021-07-production-总指数-value"), ("province_covariates", "北京-2020-internet_users_10k"),
                          ("hardware_weekly", "twelve_industries-2022-12-04-value")):  # fmt: skip
        assert f'id="row-{anchor}"' in (html / f"book/tables/{table}.html").read_text("utf-8"), table
