"""Opens every page of the built book once at each width, and keeps what the browser saw there and what axe-core found.

Most of axe's time goes into the contrast of text, element by element. Text that looks alike has the same contrast:
where an element and all those around it have the colours, backgrounds, sizes and weights of one that axe passed, here
or on another page, it is not measured again. What axe could not decide is not taken as passed. Text that is placed
freely, so that it may lie on something other than what surrounds it, is always measured.
"""

from __future__ import annotations

import asyncio
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
ROWS = ".rows tbody tr:nth-child(n+9)"  # alike: eight rows of a table stand for all; left in, axe walks through each

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
AXE = """async ([rows, known, options]) => {
  document.querySelectorAll(rows).forEach((row) => row.remove());
  document.getAnimations().forEach((one) => one.finish());
  const faults = [], passed = new Set(known), looks = new Map(), kinds = new Map();
  const run = async (where, more) => {
    const result = await axe.run(where, { resultTypes: ["violations"], preload: false, ...more });
    for (const { id, impact, nodes } of result.violations)
      if (["serious", "critical"].includes(impact))
        faults.push(...nodes.map((n) => [id, n.target.join(" "), n.html.slice(0, 120)]));
    return result;
  };
  const hash = (text) => {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let i = 0; i < text.length; i++) {
      a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
      b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
    }
    return 4294967296 * (b & 2097151) + (a >>> 0);
  };
  const look = (e) => {
    if (!e) return 0;
    if (!looks.has(e)) {
      const s = getComputedStyle(e), free = ["absolute", "fixed"].includes(s.position) ? looks.size : "";
      looks.set(e, hash([look(e.parentElement), free, s.color, s.backgroundColor, s.backgroundImage, s.opacity,
        s.fontSize, s.fontWeight, s.textShadow, s.filter, s.mixBlendMode].join()));
    }
    return looks.get(e);
  };
  await run(document, options);
  for (const e of document.body.querySelectorAll("*")) {
    const written = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    const shown = e.checkVisibility({ visibilityProperty: true });
    if (!shown || !(written || e.matches("input, select, textarea")) || passed.has(look(e))) continue;
    kinds.set(look(e), [...(kinds.get(look(e)) ?? []), e]);
  }
  for (const some of [(all) => all.slice(0, 3), (all) => all.slice(3)]) {  // all, where axe decided on none of three
    const include = [...kinds.values()].flatMap(some);
    if (!include.length) continue;
    const told = { runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true };
    const result = await run({ include }, told);
    for (const { element } of result.passes.flatMap((rule) => rule.nodes)) passed.add(look(element));
    for (const { element } of result.violations.flatMap((rule) => rule.nodes)) kinds.delete(look(element));
    passed.forEach((one) => kinds.delete(one));
  }
  return [faults, [...passed]];
}"""
WITHOUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
BY_COLOUR = {"runOnly": ["link-in-text-block"]}  # beside contrast, what a change of colours alone can break


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

    Nothing on a generated page is fetched late, and axe looks at two of each kind as closely as at those by hand.
    """
    folder = page.rpartition("/")[0] + "/"
    return folder if folder.endswith((PROFILES, DATA_PAGES)) else ""


def some(pages: list[str]) -> list[str]:
    """Every page that is written by hand, and two of each generated kind."""
    kinds = dict.fromkeys(filter(None, map(kind, pages)))
    by_hand = [page for page in pages if not kind(page)]
    return by_hand + [page for one in kinds for page in [p for p in pages if kind(p) == one][:2]]


def axe_script() -> str:
    """The script that the package axe-playwright-python ships."""
    return (Path(find_spec("axe_playwright_python").origin).parent / "axe.min.js").read_text(encoding="utf-8")


async def violations(page, known: set[int], options: dict) -> list[str]:
    """What axe finds on the open page, serious or critical: by the rules of the options, and in contrast."""
    faults, passed = await page.evaluate(AXE, [ROWS, sorted(known), options])
    known.update(passed)
    return [": ".join(one) for one in faults if THEME.get(one[0]) != one[1]]


async def _through(browser, site: str, names: list[str], size: dict[str, int], known: set[int]) -> dict:
    """Open the pages one after the other; a request to another host is noted and stopped."""
    seen: dict[tuple[str, int], Visit] = {}
    context = await browser.new_context(viewport=size, reduced_motion="reduce")
    await context.add_init_script(axe_script())
    page, visit = await context.new_page(), Visit()
    page.on("console", lambda m: visit.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: visit.errors.append(str(e)))
    page.on("requestfailed", lambda r: visit.failed.append(r.url) if r.failure != LEFT else None)
    page.on("response", lambda r: visit.failed.append(r.url) if r.status >= 400 else None)

    async def note(route):
        visit.requests.add(route.request.url)
        await (route.continue_() if route.request.url.startswith((site, "data:")) else route.abort())

    await page.route("**/*", note)  # routing also switches the browser's cache off
    closely = set(some(names))
    for name in names:
        visit = seen[name, size["width"]] = Visit()
        await page.emulate_media(color_scheme="light")
        await page.goto(f"{site}/{name}", wait_until="load" if kind(name) else "networkidle")
        visit.overflow = await page.evaluate(OVERFLOWING)
        visit.unmarked = await page.evaluate(UNMARKED)
        if name.endswith("index.html"):  # leads on at once
            continue
        if name in closely or (size == DESK and not name.startswith("zh/")):
            visit.axe = await violations(page, known, WITHOUT_CONTRAST)
        if size == DESK and name in closely:
            await page.emulate_media(color_scheme="dark")
            visit.axe += await violations(page, known, BY_COLOUR)
    await context.close()
    return seen


def crawl(site: str, html: Path, chromium: str) -> dict[tuple[str, int], Visit]:
    """(page, width) -> what was seen: every page on a phone and on a desk.

    axe looks at every page of the English edition on the desk, and at those of :func:`some`, of both editions, on the
    phone too and in the dark: generated pages of the Chinese edition have the markup and colours of the English ones.
    """

    async def both() -> list[dict]:
        from playwright.async_api import async_playwright

        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            known: set[int] = set()
            seen = await asyncio.gather(*(_through(browser, site, pages_of(html), s, known) for s in (PHONE, DESK)))
            await browser.close()
            return seen

    with ThreadPoolExecutor(1) as pool:  # the browser of other tests has an event loop in this thread
        return {place: visit for part in pool.submit(asyncio.run, both()).result() for place, visit in part.items()}
