"""Opens the pages of the built book, at both widths, and keeps what the browser saw there and what axe-core found.

English pages written by hand, and two of each generated kind, are opened on a phone and on a desk. Any other is
opened on a desk, and its window then made as narrow as a phone: what a first visit there does is done by the scripts
and styles that it shares with them. On these others axe runs where an element is of a kind that it has not passed: of
another tag, attribute, look or parent (``axe.js``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tests.conftest import FLAGS

PHONE, DESK = {"width": 375, "height": 812}, {"width": 1280, "height": 900}
LEFT = "net::ERR_ABORTED"  # the page was left before its icon had come
PROFILES, DATA_PAGES = "book/units/", "book/tables/"
THEME: dict[str, str] = {}
"""Rule -> the theme's own element that breaks it. Empty: nothing of the theme's does at present."""
LANES = 3  # pages open at a time: while one waits for the network, others work
LATER = "() => new Promise((done) => setTimeout(done, 400))"
"""The theme waits for 300 milliseconds before it looks which boxes scroll in a window of another width."""
ALONE = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
"""A request to another host is noted and goes nowhere."""

DRAWN = """async () => {
  await document.fonts.ready;
  for (const _ of "12") await new Promise((done) => requestAnimationFrame(done));
}"""
OVERFLOWING = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const clipped = (e) => {
    for (let p = e.parentElement; p && p !== document.body; p = p.parentElement)
      if (getComputedStyle(p).overflowX !== "visible") return true;
    return false;
  };
  return [...document.querySelectorAll("main *")]
    .filter((e) => e.getBoundingClientRect().right > wide + 1 && !clipped(e))
    .slice(0, 5)
    .map((e) => e.tagName.toLowerCase() + "." + e.className + " " + Math.round(e.getBoundingClientRect().right))
    .concat([document.documentElement.scrollWidth + " > " + wide]);
}"""
UNMARKED = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const { data, parentElement: holder } = walker.currentNode;
    const told = holder.closest("[lang|=zh], script, style, noscript");
    if (/[\\u3400-\\u9fff]/.test(data) && !told) found.push(data.trim());
  }
  return found;
}"""
AXE = Path(__file__).with_name("axe.js").read_text(encoding="utf-8")


@dataclass
class Visit:
    """What the browser saw while it opened one page at one width."""

    requests: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    overflow: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)


def pages_of(html: Path) -> list[str]:
    """List the addresses of all pages, relative to the site."""
    found = (path.relative_to(html).as_posix() for path in html.rglob("*.html"))
    return sorted(page for page in found if not page.startswith(("_static/", "_sources/")))


def kind(page: str) -> str:
    """The folder of generated pages, of either edition, that the page lies in; empty for one written by hand.

    Nothing on a generated page is fetched late.
    """
    folder = page.rpartition("/")[0] + "/"
    return folder if folder.endswith((PROFILES, DATA_PAGES)) else ""


def some(pages: list[str]) -> list[str]:
    """Every page of the English edition that is written by hand, and two of each generated kind."""
    english = [page for page in pages if not page.startswith("zh/")]
    kinds = dict.fromkeys(filter(None, map(kind, english)))
    by_hand = [page for page in english if not kind(page)]
    return by_hand + [page for one in kinds for page in [p for p in english if kind(p) == one][:2]]


def axe_script() -> str:
    """The script that the package axe-playwright-python ships."""
    return (Path(find_spec("axe_playwright_python").origin).parent / "axe.min.js").read_text(encoding="utf-8")


@dataclass
class Passed:
    """What axe has found no fault with: looks of text, and kinds of elements on pages without faults."""

    looks: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


async def violations(page, passed: Passed, mode: str = "light", closely: bool = True) -> list[str] | None:
    """What axe finds on the open page, serious or critical: in markup and colours, in the dark in colours alone.

    None where the page is not looked at closely and all on it is of kinds that have passed.
    """
    await page.emulate_media(color_scheme=mode, reduced_motion="reduce")
    faults, looks, kinds = await page.evaluate(AXE, [" ".join(passed.looks), " ".join(passed.kinds), mode, closely])
    if not (closely or faults or kinds):
        return None
    passed.looks.update(looks.split())
    passed.kinds.update(kinds.split() if mode == "light" else ())
    return [": ".join(one) for one in faults if THEME.get(one[0]) != one[1]]


class _Window:
    """A page of the browser, and the visit that whatever it asks for, fails at or says belongs to."""

    def __init__(self, page, site: str) -> None:
        """Listen to the page."""
        self.page, self.site, self.visit = page, site, Visit()
        page.on("console", lambda m: self.visit.errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: self.visit.errors.append(str(e)))
        page.on("request", lambda r: self.visit.requests.add(r.url))
        page.on("requestfailed", lambda r: self.visit.failed.append(r.url) if r.failure != LEFT else None)
        page.on("response", lambda r: self.visit.failed.append(r.url) if r.status >= 400 else None)

    async def open(self, name: str, size: dict[str, int], visit: Visit) -> None:
        """Go to a page, and wait until nothing more is fetched."""
        if not kind(self.page.url):  # an empty page is quicker to bring to another width and mode than a chapter
            await self.page.goto("about:blank")
        self.visit = visit
        await self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        await self.page.set_viewport_size(size)
        await self.page.goto(f"{self.site}/{name}", wait_until="load" if kind(name) else "networkidle")
        await self.look()

    async def resize(self, size: dict[str, int], visit: Visit) -> None:
        """Give the window another width."""
        self.visit = visit
        await self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        await self.page.set_viewport_size(size)
        await self.look()

    async def look(self) -> None:
        """Once all is drawn, note what does not fit and what is not marked as Chinese."""
        overflow, unmarked = await self.page.evaluate(f"({DRAWN})().then(() => [({OVERFLOWING})(), ({UNMARKED})()])")
        self.visit.overflow += overflow
        self.visit.unmarked += unmarked


async def _lane(context, site: str, names: Iterator[str], closely: set[str], passed: Passed, seen: dict) -> None:
    """Open those of the pages that no other lane has opened, one after the other.

    A page on which axe sees by day, on the desk, nothing new, shows nothing new in the dark and on a phone either.
    """
    window = _Window(await context.new_page(), site)
    for name in names:
        desk, phone = (seen.setdefault((name, size["width"]), Visit()) for size in (DESK, PHONE))
        if name.endswith("index.html"):  # leads on
            await window.open(name, PHONE, phone)
            await window.open(name, DESK, desk)
            continue
        await window.open(name, DESK, desk)
        found = await violations(window.page, passed, closely=name in closely)
        if found is not None:
            desk.axe += found + await violations(window.page, passed, "dark")
        if name in closely:
            await window.open(name, PHONE, phone)
        else:
            await window.resize(PHONE, phone)
        if found is not None:
            await window.page.evaluate(LATER)
            phone.axe += await violations(window.page, passed)


def crawl(site: str, html: Path, chromium: str) -> dict[tuple[str, int], Visit]:
    """(page, width) -> what was seen: every page of both editions on a phone and on a desk, there in the dark too."""

    async def through() -> dict[tuple[str, int], Visit]:
        from playwright.async_api import async_playwright

        names, passed, seen = pages_of(html), Passed(), {}
        closely = some(names)
        left = iter(sorted(names, key=lambda name: name not in closely))
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *ALONE])
            context = await browser.new_context()
            await context.add_init_script(axe_script())
            await asyncio.gather(*(_lane(context, site, left, set(closely), passed, seen) for _ in range(LANES)))
            await browser.close()
        return seen

    with ThreadPoolExecutor(1) as pool:  # the browser of other tests has an event loop in this thread
        return pool.submit(asyncio.run, through()).result()
