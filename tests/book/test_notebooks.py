"""Every committed notebook as strict nbval and the book need it, and the runner that executes them."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from egov.book import notebooks, rules
from egov.book.inputs import Use, modules_used, repository_root, use_of
from egov.tables import TABLES

ROOT = repository_root()
FILES = notebooks.notebook_files(ROOT)


def test_there_are_notebooks():
    assert FILES, "notebooks/ holds no notebook: nothing would be proven"


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_notebook_keeps_the_rules(path):
    assert rules.problems(ROOT, path) == []


def test_nearly_every_cell_is_compared():
    cells = [cell for path in FILES for _, cell in notebooks.code_cells(notebooks.read(path))]
    marks = ("NBVAL_IGNORE_OUTPUT", "NBVAL_SKIP")
    ignored = [
        cell
        for cell in cells
        if {"nbval-ignore-output", "nbval-skip"} & set(cell.metadata.get("tags", []))
        or any(mark in cell.source for mark in marks)
    ]
    assert len(ignored) <= 0.02 * len(cells)


def good() -> nbformat.NotebookNode:
    """A notebook that keeps every rule."""
    figure = new_output("display_data", data={"image/svg+xml": "<svg/>", "text/plain": "<Figure>"})
    cell = new_code_cell("show(fig)", execution_count=1, outputs=[figure], id="b")
    cell.metadata = {
        "egov": {"rows": ["capacity_bands"]},
        "mystnb": {"image": {"alt": "Bands of 31 provinces by year, 2017–2021"}},
    }
    nb = new_notebook(cells=[new_markdown_cell("# Title\n\n中文摘要", id="a"), nbformat.from_dict(cell)])
    return notebooks.normalise(nb)


def broken(tmp_path: Path, change) -> str:
    """Change the good notebook and return what the rules say."""
    nb = good()
    change(nb)
    path = tmp_path / "x.ipynb"
    path.write_text(nbformat.writes(nb) + "\n", encoding="utf-8")
    return "\n".join(rules.problems(ROOT, path))


def output(nb, **data):
    """Replace the figure by another output."""
    nb.cells[1].outputs = [new_output("display_data", data=data)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda nb: nb.cells[1].update(execution_count=None), "never executed"),
        (lambda nb: nb.cells[1].update(source="show(fig);"), "ends in `;`"),
        (lambda nb: nb.cells[1].update(source=" "), "empty"),
        (lambda nb: output(nb, **{"image/png": "aGk="}), "bitmap"),
        (lambda nb: output(nb, **{"text/plain": "<object at 0x7f00deadbeef>"}), "memory address"),
        (lambda nb: output(nb, **{"text/plain": f"{ROOT}/data"}), "repository's folder"),
        (lambda nb: nb.cells[1].outputs.append(new_output("stream", name="stderr", text="W")), "stderr"),
        (lambda nb: nb.cells[1].metadata.pop("mystnb"), "without alt text"),
        (lambda nb: nb.cells[1].metadata.pop("egov"), "names no rows"),
        (lambda nb: nb.cells[1].metadata.mystnb.image.update(alt="The east leads by 3.2"), "'3.2'"),
        (lambda nb: nb.cells[0].update(source="Title"), "first cell"),
        (lambda nb: nb.cells[0].update(source="# Title"), "中文摘要"),
        (lambda nb: nb.cells[0].update(source="# T 中文摘要 {doc}`x`"), "shows raw"),
        (lambda nb: nb.cells[0].update(source="# T 中文摘要\n\n:::{note}\nx\n:::"), "shows raw"),
        (lambda nb: nb.cells[1].update(source="x = 1\n" * 41), "41 lines"),
        (lambda nb: nb.cells[1].update(source="from egov.results import data"), "imports egov.results"),
        (lambda nb: nb.cells[1].update(source="claim(True, 'One.')"), "its Chinese"),
        (lambda nb: nb.cells[1].update(source="glue('a', 1)"), "glue"),
        (lambda nb: nb.metadata.update(widgets={}), "left by an editor"),
        (lambda nb: nb.cells[1].metadata.update(collapsed=True), "left by an editor"),
    ],
)
def test_each_rule_is_noticed(tmp_path, change, message):
    assert broken(tmp_path, lambda nb: None) == ""
    assert message in broken(tmp_path, change)


@pytest.fixture
def repository(tmp_path) -> Path:
    """A small repository: one table, two wings, one notebook that reads the table through a wing."""
    files = {
        "data/contiguity.csv": "a\n1\n",
        "requirements.txt": "",
        "egov/__init__.py": "",
        "egov/tables/__init__.py": "",
        "egov/tables/load.py": "from pathlib import Path\n\n\ndef load(name):\n"
        "    return (Path(__file__).parents[2] / 'data' / f'{name}.csv').read_text()\n",
        "egov/plots/__init__.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    write(tmp_path, "from egov.tables.load import load\nprint(load('contiguity'))")
    (tmp_path / ".cache" / "matplotlib").mkdir(parents=True)
    (tmp_path / ".cache" / "matplotlib" / "fontlist-test.json").touch()  # no figure is drawn here
    return tmp_path


def write(repository: Path, *sources: str) -> Path:
    """Write the small repository's notebook."""
    path = repository / "notebooks" / "one.ipynb"
    path.parent.mkdir(exist_ok=True)
    cells = [new_code_cell(source, id=f"c{i}") for i, source in enumerate(sources)]
    path.write_text(nbformat.writes(new_notebook(cells=cells)), encoding="utf-8")
    return path


def run(repository: Path, **options) -> tuple[int, str]:
    """Execute what is stale; return the number of failures and what was said."""
    with contextlib.redirect_stdout(io.StringIO()) as said, ThreadPoolExecutor(1) as pool:
        # in a thread: a browser test before it may have left an event loop in this one
        failures = pool.submit(notebooks.execute, repository, **options).result()
    return failures, said.getvalue()


@pytest.mark.slow
def test_runs_only_when_an_input_changed(repository):
    path = repository / "notebooks" / "one.ipynb"
    assert "1 to run" in run(repository)[1]
    executed = path.read_bytes()
    assert json.loads(executed)["cells"][0]["outputs"][0]["text"] == ["a\n", "1\n", "\n"]
    assert executed.endswith(b"}\n")
    os.utime(path, (1, 1))
    assert "none to run" in run(repository)[1]

    (repository / "egov" / "plots" / "__init__.py").write_text("X = 1\n")  # not imported: nothing to do
    (repository / "data" / "sources.csv").write_text("a\n")  # not read
    assert "none to run" in run(repository)[1]

    notebook = json.loads(executed)
    notebook["cells"][0]["outputs"][0]["text"] = ["forged\n"]  # an output edited by hand is stale
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert "file written" in run(repository)[1]
    assert path.read_bytes() == executed

    for name, text in (
        ("data/contiguity.csv", "a\n2\n"),
        ("data/units.csv", "a\n"),  # borders name units
        ("requirements.txt", "x==1\n"),
        ("egov/tables/__init__.py", "from egov import plots\n"),
        ("egov/plots/__init__.py", "X = 2\n"),  # imported through tables now
    ):
        (repository / name).write_text(text)
        assert "1 to run" in run(repository)[1], name
    os.utime(path, (1, 1))
    run(repository, force=True)
    assert path.stat().st_mtime == 1, "same bytes, but the file was touched"


def test_a_failing_cell_is_named_and_the_file_left_alone(repository):
    path = write(repository, "x = 1", "raise ValueError('no such band')")
    before = path.read_bytes()
    failures, said = run(repository)
    assert failures == 1
    assert path.read_bytes() == before
    for part in ("one.ipynb", "code cell 2", "raise ValueError", "no such band"):
        assert part in said
    assert run(repository, only=["on"])[0] == 1, "a name may be cut short"
    assert not notebooks.is_fresh(repository, notebooks.read(path)), "a failure must not be remembered as fresh"


def test_one_run_names_every_untrue_sentence(repository, monkeypatch):
    monkeypatch.setenv("EGOV_DATA", "elsewhere")
    claim = "class ClaimError(AssertionError): pass\n\n\n"
    path = write(
        repository,
        f"{claim}raise ClaimError('The south leads')",
        "raise ClaimError('The north leads')",
        "import os\n\nassert 'elsewhere' not in os.environ['EGOV_DATA'], 'other tables than the runner looks at'",
        "1 / 0",
        "raise ClaimError('not reached')",
    )
    before = path.read_bytes()
    failures, said = run(repository)
    assert (failures, path.read_bytes()) == (1, before)
    assert said.index("The south leads") < said.index("The north leads") < said.index("ZeroDivisionError")
    assert "other tables" not in said
    assert "not reached" not in said


@pytest.fixture
def no_kernels(monkeypatch):
    """What runs when, and which tables stay, is the same whoever executes the cells: here this process does."""

    async def execute(root, path, nb):
        fresh = nbformat.from_dict(json.loads(json.dumps(nb)))
        for _, cell in notebooks.code_cells(fresh):
            try:
                with contextlib.chdir(path.parent), contextlib.redirect_stdout(io.StringIO()) as said:
                    exec(cell.source, {})
            except Exception as error:
                raise notebooks.NotebookError(f"{path.name}: {error}") from error
            cell.outputs = [new_output("stream", name="stdout", text=said.getvalue())]
        return notebooks.normalise(fresh)

    monkeypatch.setattr(notebooks, "_run", execute)


PUBLISH = (
    "from pathlib import Path\n\n\ndef publish(name, text):\n"
    "    Path(f'../data/derived/{name}.csv').write_text(text)\n\n\n"
)


def test_a_chapter_that_fails_midway_leaves_its_tables(repository, no_kernels):
    table = repository / "data" / "derived" / "mobility.csv"
    table.parent.mkdir()
    table.write_text("old")
    _, broken, _ = chapters(
        repository,
        a=f"{PUBLISH}publish('audit', 'x')",
        b=f"{PUBLISH}publish('mobility', 'new')\npublish('yoy_odds', 'new')\n1 / 0",
        c="def load(name):\n    return name\n\n\nload('mobility')",
    )
    failures, said = run(repository)
    assert failures == 2
    assert table.read_text() == "old"
    assert not (table.parent / "yoy_odds.csv").exists()
    assert "c.ipynb: not run, for b.ipynb failed" in said
    assert (table.parent / "audit.csv").read_text() == "x", "a chapter that does not depend on it runs"
    broken.write_text(broken.read_text().replace("1 / 0", "1 / 1"), encoding="utf-8")
    assert run(repository)[0] == 0
    assert table.read_text() == "new"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_a_run_that_is_stopped_leaves_nothing_half_done(repository, how):
    table, other = (repository / "data" / "derived" / f"{name}.csv" for name in ("mobility", "yoy_odds"))
    table.parent.mkdir()
    table.write_text("old")
    wait = "import pathlib, time\nif pathlib.Path('../slow').exists():\n    time.sleep(60)\n"
    (path,) = chapters(repository, b=f"{PUBLISH}publish('mobility', 'new')\npublish('yoy_odds', 'new')\n{wait}")
    (repository / "notebooks" / "one.ipynb").unlink()
    (repository / "slow").touch()
    before = path.read_bytes()
    code = (
        "import pathlib, signal, sys\nfrom egov.__main__ import main\nfrom egov.book import inputs\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background job ignores it
        "inputs.repository_root = lambda: pathlib.Path(sys.argv[1])\nsys.exit(main(['execute']))"
    )
    runner = subprocess.Popen(
        [sys.executable, "-c", code, str(repository)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8",
    )  # fmt: skip
    until = time.monotonic() + 60
    while not other.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert other.exists(), "the chapter never came to its second table"
    for _ in range(1 + (how is signal.SIGTERM)):  # `make` hands it on, so that it comes twice
        runner.send_signal(how)
    said = runner.communicate(timeout=30)[0]
    assert "FAILED" not in said, "a chapter that was stopped did not fail"
    assert runner.returncode == (130 if how is not signal.SIGKILL else -how), (
        "stopped, not failed: no other chapter begins"
    )
    assert path.read_bytes() == before
    if how is not signal.SIGKILL:
        assert table.read_text() == "old"
        assert not other.exists()
        return
    (repository / "slow").unlink()  # nobody can tidy up behind that one: the next run does
    assert run(repository)[0] == 0
    assert (table.read_text(), other.read_text()) == ("new", "new")


def test_a_rewritten_table_runs_its_readers_again(repository, no_kernels):
    first, second = chapters(
        repository,
        a=f"{PUBLISH}publish('mobility', '1')",
        b="def load(name):\n    print(open(f'../data/derived/{name}.csv').read())\n\n\nload('mobility')",
    )
    (repository / "data" / "derived").mkdir()
    assert run(repository)[0] == 0
    assert '"1\\n"' in second.read_text()
    first.write_text(first.read_text().replace("'1'", "'2'"), encoding="utf-8")
    assert run(repository)[0] == 0
    assert '"2\\n"' in second.read_text(), "the reader was fresh before its table changed"
    assert "none to run" in run(repository)[1]
    (repository / "data" / "derived" / "mobility.csv").write_text("3")
    said = run(repository)[1]
    assert "a.ipynb" in said, "a derived table changed by hand is written anew"
    assert "b.ipynb" not in said, "and its reader is fresh again"
    assert (repository / "data" / "derived" / "mobility.csv").read_text() == "2"


def test_an_address_in_an_output_fails_the_run(repository):
    write(repository, "object()")
    failures, said = run(repository)
    assert failures == 1
    assert "code cell 1" in said
    assert "memory address" in said


def reached(code: str | Use) -> set[str]:
    """The modules of the real tree that this code uses, by their path below ``egov``."""
    use = use_of(code) if isinstance(code, str) else code
    return {path.relative_to(ROOT / "egov").as_posix() for path in modules_used(ROOT, use)[0]}


def test_of_sources_the_cited_rows_count_and_of_declarations_those_of_tables_used(tmp_path, monkeypatch):
    def digest():
        return notebooks.inputs_digest(tmp_path, nb)

    for name in ("sources.csv", "published/hardware_weekly.csv"):
        (tmp_path / "data" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "data" / name).write_bytes((ROOT / "data" / name).read_bytes())
    nb = new_notebook(cells=[new_code_cell("from egov.tables import load\nload('hardware_weekly')")])
    sources, before = tmp_path / "data/sources.csv", digest()
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text + "zz,A,B,,2030,report,good,c,,,,d\n", encoding="utf-8")
    monkeypatch.setitem(TABLES, "egdi", replace(TABLES["egdi"], title="another"))
    assert digest() == before
    sources.write_text(text.replace("hardware_weekly_1,", "hardware_weekly_1,The "), encoding="utf-8")
    assert digest() != before
    sources.write_text(text, encoding="utf-8")
    monkeypatch.setitem(TABLES, "hardware_weekly", replace(TABLES["hardware_weekly"], min_rows=2))
    assert digest() != before
    nb.cells[0].source += "\nload('sources')"
    before = digest()
    sources.write_text(text + "zz,A,B,,2030,report,good,c,,,,d\n", encoding="utf-8")
    assert digest() != before


def test_a_method_counts_for_its_users_and_the_tools_for_none():
    bands = reached("from egov.plots import band_flow\nfrom egov.tables import load")
    rounding = reached("from egov.methods.rounding import printed\nfrom egov.plots import dot_plot")
    assert "plots/alluvial.py" in bands - rounding
    assert "plots/dots.py" in rounding - bands
    assert "methods/rounding.py" in rounding - bands
    assert {"tables/load.py", "tables/schemas/capacity.json"} <= bands
    methods = use_of("from egov.methods import bounds, power")  # functions of theirs are called `at`
    assert "*" not in modules_used(ROOT, methods)[1]
    for path in FILES:
        used = reached(notebooks.use(notebooks.read(path)))
        assert not any(name.startswith(("book/", "documents/")) for name in used)


def test_every_name_of_the_plots_counts_with_its_module():
    import egov.plots

    for name in egov.plots.__all__:
        file = egov.plots._WHERE[name].removeprefix("egov.").replace(".", "/") + ".py"
        assert file in reached(f"from egov.plots import {name}"), name


def test_what_a_chapter_reads_and_publishes_is_read_from_its_code():
    use = use_of("frame = load('units', corrected=True)\nrow = at('audit', check='x')\npublish('transitions', frame)")
    assert (use.tables, use.publishes, use.unknown) == ({"units", "audit"}, {"transitions"}, False)
    assert use_of("rows = check(load)").tables == {"*"}
    assert use_of("%run other.ipynb").unknown
    assert use_of("import importlib").unknown
    assert use_of("eval('load')").unknown
    pandas = use_of("frame.eval('a > b')\nnp.add.at(table, where, 1)\nframe.at[0, 'a']")
    assert (pandas.tables, pandas.unknown) == (set(), False)
    assert use_of("from egov.chapter import findings\nfindings()").findings


def chapters(repository: Path, **sources: str) -> list[Path]:
    """Notebooks of these names in a small repository."""
    out = []
    for name, source in sources.items():
        path = repository / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(nbformat.writes(new_notebook(cells=[new_code_cell(source, id="c")])), encoding="utf-8")
        out.append(path)
    return out


def upstream(root: Path, files: list[Path]) -> dict[Path, set[Path]]:
    """Notebook -> those that it waits for."""
    return notebooks.upstream({path: notebooks.needs(root, notebooks.read(path))[0] for path in files})


def test_notebooks_run_in_the_order_of_what_they_read(tmp_path):
    reads, writes, last = chapters(
        tmp_path, a="load('transitions')", b="publish('transitions', f)\nload('units')", c="findings()"
    )
    before = upstream(tmp_path, [reads, writes, last])
    assert before == {reads: {writes}, writes: set(), last: {reads, writes}}


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ({"a": "publish('mobility', f)", "b": "publish('mobility', f)"}, "b.ipynb and a.ipynb both publish 'mobility'"),
        ({"a": "publish(name, f)"}, "a.ipynb: publish() names its table by a literal"),
        (
            {"a": "publish('mobility', f)\nload('audit')", "b": "publish('audit', f)\nload('mobility')"},
            "wait for one another",
        ),
    ],
)
def test_an_order_that_cannot_be_is_told(tmp_path, sources, message):
    with pytest.raises(notebooks.NotebookError, match=re.escape(message)):
        upstream(tmp_path, chapters(tmp_path, **sources))


def test_every_derived_table_is_published_by_one_notebook():
    published = [name for path in FILES for name in notebooks.use(notebooks.read(path)).publishes]
    assert sorted(published) == sorted(name for name, table in TABLES.items() if table.folder == "derived")
    upstream(ROOT, FILES)


@pytest.mark.slow  # the rules hold every text cell to it in each run
def test_a_chapter_reads_well_elsewhere():
    """Rendered by nbconvert, as JupyterLab and a repository's preview do, no page shows raw markup."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(template_name="basic", exclude_input=True)
    for path in FILES:
        page = exporter.from_notebook_node(notebooks.read(path))[0]
        assert not [raw for raw in ("{glue", "{ref", "{doc", "{csv", ":::") if raw in page], path.name


def test_mark_proven_needs_every_cell_compared(repository):
    path = write(repository, "print(1)")
    nb = notebooks.normalise(notebooks.read(path))
    nb.cells[0].outputs = [new_output("stream", name="stdout", text="1\n")]
    path.write_text(notebooks.serialise(nb), encoding="utf-8")
    assert notebooks.mark_proven(repository, path, nb, notebooks.freshness_key(repository, nb))
    assert not notebooks.mark_proven(repository, path, nb, "another digest")
    nb.cells[0].metadata["tags"] = ["nbval-ignore-output"]
    assert not notebooks.mark_proven(repository, path, nb, notebooks.freshness_key(repository, nb))
