"""Opens the pages of the built book, at both widths, and keeps what the browser saw there and what axe-core found.

Those of :func:`some` are opened on a phone and on a desk. A generated page like them is opened on a desk, and its
window then made as narrow as a phone: what a first visit there would do otherwise is done by what they share.

Most of axe's time goes where it looks at the same again and again: the frame of a page, a hundred profiles, the rows
of a table. What its rules of a serious or critical impact find rests on an element's tag, attributes, style and
whether it holds text, on the same of what stands around it and within it, and on nothing that it says. So a part of a
page (an element with all in it, below all that it stands in) of which axe had no complaint is left out where it stands
again, on this page or another, with the same tags, attributes and styles; see ``own`` in :data:`AXE` for what counts.
Repeats among neighbours count once, and the cells of a row by their number.

Likewise for the contrast of text, element by element: text that looks alike has the same contrast. Where an element
and all those around it have the colours, backgrounds, sizes and weights of one that axe passed, here or on another
page, it is not measured again. What axe could not decide is not taken as passed. Text that is placed freely, so that
it may lie on something other than what surrounds it, is always measured.
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
AXE = """async ([known, everything]) => {
  document.getAnimations().forEach((one) => one.finish());
  const passed = new Set(known.split(" ")), fresh = new Set(), faults = [];
  const hash = (text) => {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let i = 0; i < text.length; i++) {
      a = Math.imul(a ^ text.charCodeAt(i), 2654435761);
      b = Math.imul(b ^ text.charCodeAt(i), 1597334677);
    }
    return (4294967296 * (b & 2097151) + (a >>> 0)).toString(36);
  };
  const once = (find, kept = new Map()) => (e) => {
    if (!kept.has(e)) kept.set(e, find(e));
    return kept.get(e);
  };
  const style = once((e) => getComputedStyle(e));
  const written = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  const run = async (where, how) => {
    if (!window.axe) (0, eval)(await axeSource());
    const result = await axe.run(where, { resultTypes: ["violations"], preload: false, ...how });
    result.violations = result.violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
    for (const { id, nodes } of result.violations)
      faults.push(...nodes.map((n) => [id, n.target.join(" "), n.html.slice(0, 120)]));
    return result;
  };

  // 1. Markup: where a part of the page is new
  const words = /^(id|href|src|srcset|alt|title|style|content|placeholder|value|datetime|cite|name|for|width|height|aria-label|data-.*)$/;
  const drawn = /^(d|points|transform|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|viewBox|fill|stroke.*|offset)$/;
  const toOthers = /^(aria-(labelledby|describedby|controls|owns|details|errormessage|activedescendant|flowto)|headers|list|for)$/;
  const byId = (value) => value.split(/\\s+/).map((id) => document.getElementById(id));
  const told = (e) => Boolean(e?.textContent.trim() || e?.matches("[alt], [aria-label], [title]") ||
    e?.querySelector("[alt], [aria-label], [title]"));
  const times = {}, targets = new Set();
  if (everything)
    for (const e of document.querySelectorAll("*"))
      for (const { name, value } of e.attributes) {
        if (["id", "accesskey"].includes(name)) times[value] = (times[value] ?? 0) + 1;
        if (toOthers.test(name)) byId(value).forEach((one) => targets.add(one));
      }
  const counts = (e, { name, value }) => {  // what counts of an attribute; of most the words do not
    if (["id", "accesskey"].includes(name)) return times[value] > 1;
    if (toOthers.test(name)) return byId(value).map(told);
    if (name === "content" && (e.httpEquiv || e.name === "viewport")) return value;
    if (name === "style" && value.includes("!important")) return value;
    if (name === "lang" && /^(en|zh|zh-CN|zh-Hans)$/.test(value)) return true;
    if (name === "href" && /^(#|javascript:)/.test(value)) return value[0];
    if (words.test(name) || (e.namespaceURI.endsWith("svg") && drawn.test(name))) return Boolean(value.trim());
    return value;
  };
  const own = (e) => {
    const s = style(e), overflow = s.overflow;
    return [
      e.localName, ...[...e.attributes].map((one) => `${one.name}=${counts(e, one)}`), written(e),
      e.localName === "tr" && e.children.length, e.labels && [...e.labels].map(told),
      s.display, s.visibility, s.position, s.opacity, s.clip, s.clipPath, overflow, overflow !== "visible" &&
      [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight].map((by) => Math.min(by, 14)),
    ].join();
  };
  const parts = new Map(), again = [];
  const part = (e, above = "") => {  // its number, and whether others refer to something in it
    const here = hash(above + own(e)), within = new Set();
    let named = targets.has(e) || e.rowSpan > 1 || e.matches("label[for]");
    for (const child of e.children) {
      const [one, kept] = part(child, here);
      named ||= kept;
      if (within.has(one) && !kept && !child.matches("td, th, option")) again.push(child);
      within.add(one);
    }
    parts.set(e, hash([here, ...[...within].sort()].join()));
    return [parts.get(e), named];
  };
  if (everything && !passed.has(part(document.documentElement)[0])) {
    const exclude = [], tried = [], places = again.map((e) => {
      const place = [e, e.parentElement, e.nextSibling];
      e.remove();
      return place;
    });
    const choose = (e) => {
      if (!passed.has(parts.get(e))) tried.push(parts.get(e));
      else if (e.getElementsByTagName("*").length > 9) return exclude.push(e);
      return [...e.children].forEach(choose);
    };
    choose(document.documentElement);
    const rules = { "color-contrast": { enabled: false }, "link-in-text-block": { enabled: false } };
    const { violations } = await run(exclude.length ? { exclude } : document, { rules });
    if (!violations.length) tried.forEach((one) => fresh.add(one));
    for (const [e, parent, next] of places.reverse()) parent.insertBefore(e, next);
  }

  // 2. Colours: where a text or a link looks like none before
  let places = 0;
  const bare = (s) => [s.opacity, s.filter, s.mixBlendMode, s.backgroundImage].join() === "1,none,normal,none";
  const solid = (s) => bare(s) && s.backgroundColor.startsWith("rgb(");
  const ground = once((e) => {  // what is painted behind the element's text
    if (!e) return "";
    const s = style(e), behind = ground(e.parentElement);
    const own = [s.opacity, s.filter, s.mixBlendMode, s.backgroundImage, s.backgroundColor].join();
    if (["absolute", "fixed"].includes(s.position) && !solid(s)) return hash(behind + own + ++places);
    return own === "1,none,normal,none,rgba(0, 0, 0, 0)" ? behind : hash(behind + own);
  });
  const look = once((e) => {
    const s = style(e);
    return hash([ground(e), s.color, s.fontSize, s.fontWeight, s.textShadow].join());
  });
  const shade = (colour) => {
    const [r, g, b] = colour.match(/\\d+/g).map((n) => (n / 255 <= 0.03928 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const plain = (e) => {  // text in one colour on another, well apart: decided, whatever partly covers it
    const s = style(e), all = [];
    for (let one = e; one; one = one.parentElement) all.push(style(one));
    const under = all.find(({ backgroundColor }) => backgroundColor !== "rgba(0, 0, 0, 0)");
    if (!under || !all.every(bare) || !solid(under) || !s.color.startsWith("rgb(") || s.textShadow !== "none") return false;
    const [low, high] = [shade(s.color), shade(under.backgroundColor)].sort((a, b) => a - b);
    const large = parseFloat(s.fontSize) >= (s.fontWeight >= 700 ? 18.66 : 24);
    return high / low >= (large ? 3 : 4.5);
  };
  const block = once((e) => (style(e).display === "inline" ? block(e.parentElement) : e));
  const beside = once((e) => {  // is there text beside the links?
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      if (walker.currentNode.data.trim() && !walker.currentNode.parentElement.closest("a, button, [role=link], [role=button]")) return true;
    return false;
  });
  const link = (e) => {
    const all = [];
    for (let one = e; one !== block(e).parentElement; one = one.parentElement) {
      const s = style(one);
      all.push(look(one), one.className, s.textDecoration, s.border, s.outline, s.fontStyle, s.fontFamily);
    }
    return hash(all.join());
  };
  const kinds = new Map();
  const add = (kind, e) => passed.has(kind) || kinds.set(kind, [...(kinds.get(kind) ?? []), e]);
  for (const e of document.body.querySelectorAll("*")) {
    const text = written(e) || e.matches("input, select, textarea"), leads = e.matches("a[href], [role=link]");
    if (!(text || leads) || e.ownerSVGElement || !e.checkVisibility({ visibilityProperty: true })) continue;
    if (text) add(look(e), e);
    if (leads && beside(block(e))) add(link(e), e);
  }
  for (const some of [(all) => all.slice(0, 3), (all) => all.slice(3)]) {  // all, where axe decided on none of three
    const include = [...kinds.values()].flatMap(some);
    if (!include.length) continue;
    const how = { runOnly: ["color-contrast", "link-in-text-block"], resultTypes: ["violations", "passes"], elementRef: true };
    const { passes, violations } = await run({ include }, how);
    const of = (rules) => rules.flatMap(({ id, nodes }) => nodes.map((n) => (id === "color-contrast" ? look : link)(n.element)));
    of(passes).forEach((one) => fresh.add(one));
    of(violations).forEach((one) => fresh.delete(one));
    [...fresh, ...of(violations)].forEach((one) => kinds.delete(one));
    for (const [kind, [e]] of kinds)
      if (kind === look(e) && plain(e)) fresh.add(kind);
  }
  return [faults, [...fresh].join(" ")];
}"""


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


async def violations(page, known: set[str], *, markup: bool = True) -> list[str]:
    """What axe finds on the open page, serious or critical, in its markup and in its colours, or in these alone."""
    faults, passed = await page.evaluate(AXE, [" ".join(known), markup])
    known.update(passed.split())
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
        self.visit = visit
        await self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        await self.page.set_viewport_size(size)
        await self.page.goto(f"{self.site}/{name}", wait_until="load" if kind(name) else "networkidle")
        await self.look()

    async def resize(self, size: dict[str, int], visit: Visit) -> None:
        """Give the window another width."""
        self.visit = visit
        await self.page.set_viewport_size(size)
        await self.look()

    async def look(self) -> None:
        """Once all is drawn, note what does not fit and what is not marked as Chinese."""
        await self.page.evaluate(DRAWN)
        self.visit.overflow += await self.page.evaluate(OVERFLOWING)
        self.visit.unmarked += await self.page.evaluate(UNMARKED)


async def _lane(context, site: str, names: Iterator[str], closely: set[str], known: set[str], seen: dict) -> None:
    """Open those of the pages that no other lane has opened, one after the other."""
    window = _Window(await context.new_page(), site)
    for name in names:
        desk, phone = (seen.setdefault((name, size["width"]), Visit()) for size in (DESK, PHONE))
        if name in closely:
            await window.open(name, PHONE, phone)
        else:
            await window.open(name, DESK, desk)
            await window.resize(PHONE, phone)
        leads_on = name.endswith("index.html")
        phone.axe += [] if leads_on else await violations(window.page, known)
        if name in closely:
            await window.open(name, DESK, desk)
        else:
            await window.page.set_viewport_size(DESK)
        if leads_on:
            continue
        desk.axe += await violations(window.page, known)
        await window.page.emulate_media(color_scheme="dark")
        await window.page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
        desk.axe += await violations(window.page, known, markup=False)


def crawl(site: str, html: Path, chromium: str) -> dict[tuple[str, int], Visit]:
    """(page, width) -> what was seen: every page of both editions on a phone and on a desk, there in the dark too."""

    async def through() -> dict[tuple[str, int], Visit]:
        from playwright.async_api import async_playwright

        names, known, seen = pages_of(html), set(), {}
        left = iter(names)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *ALONE])
            context = await browser.new_context()
            await context.expose_function("axeSource", axe_script)
            await asyncio.gather(*(_lane(context, site, left, set(some(names)), known, seen) for _ in range(LANES)))
            await browser.close()
        return seen

    with ThreadPoolExecutor(1) as pool:  # the browser of other tests has an event loop in this thread
        return pool.submit(asyncio.run, through()).result()
