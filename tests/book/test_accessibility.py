"""axe-core over every page: no serious or critical violation outside a short named list of the theme's own."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 812}
THEME: dict[str, str] = {}
"""Rule -> the theme's own element that breaks it. Empty: nothing of the theme's does at present."""
ROWS = ".rows tbody tr:nth-child(n+9)"  # alike: eight rows of a table stand for all; left in, axe walks through each
GENERATED = ("book/units/", "book/tables/")


def axe_script() -> str:
    """The script that the package axe-playwright-python ships."""
    spec = find_spec("axe_playwright_python")
    if spec is None or spec.origin is None:
        pytest.skip("the package axe-playwright-python, which ships axe-core, is not installed")
    return (Path(spec.origin).parent / "axe.min.js").read_text(encoding="utf-8")


def violations(page, script: str) -> list[str]:
    """What axe finds on the open page, serious or critical."""
    page.evaluate(script)
    found = page.evaluate(
        """async (rows) => {
          document.querySelectorAll(rows).forEach((row) => row.remove());
          const result = await axe.run(document, { resultTypes: ["violations"] });
          return result.violations.filter((v) => ["serious", "critical"].includes(v.impact))
            .flatMap((v) => v.nodes.map((n) => [v.id, n.target.join(" "), n.html.slice(0, 120)]));
        }""",
        ROWS,
    )
    return [": ".join(one) for one in found if THEME.get(one[0]) != one[1]]


def pages_of(html: Path) -> list[str]:
    """Every page, relative to the site, but the front door, which leads on at once."""
    names = sorted(path.relative_to(html).as_posix() for path in html.rglob("*.html"))
    return [name for name in names if not name.startswith(("_static/", "_sources/", "index.html"))]


def some(pages: list[str]) -> list[str]:
    """Every page that is written by hand, and two of each generated kind."""
    kept = [page for page in pages if not page.startswith(GENERATED)]
    return kept + [page for kind in GENERATED for page in [p for p in pages if p.startswith(kind)][:2]]


@pytest.mark.parametrize(
    ("size", "mode", "choose"),
    [(DESK, "light", list), (DESK, "dark", some), (PHONE, "light", some)],
    ids=["desk", "dark", "phone"],
)
def test_no_serious_violation(browser, site, html, size, mode, choose):
    script = axe_script()
    context = browser.new_context(viewport=size, color_scheme=mode, reduced_motion="reduce")
    page = context.new_page()
    faults = []
    for name in choose(pages_of(html)):
        page.goto(f"{site}/{name}", wait_until="load")
        faults += [f"{name}: {fault}" for fault in violations(page, script)]
    context.close()
    assert not faults, "\n".join(faults[:40])


def test_a_fault_is_noticed(browser, site):
    script = axe_script()
    page = browser.new_page()
    page.goto(f"{site}/book/units.html", wait_until="load")
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"x.png\">')")
    assert any(fault.startswith("image-alt") for fault in violations(page, script))
    page.close()
