"""A real browser over every page of the built book."""

from __future__ import annotations

import gzip
import json
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from statistics import median
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.book.crawl import AXE, DATA_PAGES, DESK, PHONE, PROFILES, UNMARKED, Visit, axe_script, crawl, pages_of
from tests.conftest import served

pytestmark = pytest.mark.browser

PACKED = (".woff", ".woff2", ".png", ".jpg", ".gz", ".pdf", ".zip")  # a server does not gzip these again
CHAPTER_MEDIAN, PAGE_LARGEST = 700_000, 1_000_000  # bytes on a first visit, gzipped, figures included
FIRST_MEDIAN = 150_000  # likewise, over all pages
CACHED_MEDIAN = 120_000  # once the files that every page shares are there
AUDIT_WORDS = 6_000
PROFILE_LARGEST, DATA_LARGEST = 60_000, 200_000  # likewise: a unit's page, a data page


@pytest.fixture(scope="module")
def visits(chromium, site, html) -> dict[tuple[str, int], Visit]:
    """Every page, opened once on a phone and once on a desk."""
    return crawl(site, html, chromium)


@pytest.fixture(scope="module")
def context(browser):
    """A reader's browser, which keeps the files that all pages share."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context):
    """A page of one's own."""
    page = context.new_page()
    yield page
    page.close()


def gathered(visits: dict[tuple[str, int], Visit], what: str) -> list[str]:
    """Collect one kind of fault over all visits, with page and width."""
    return [f"{page} at {width}: {fault}" for (page, width), v in visits.items() for fault in getattr(v, what)]


def foreign(visit: Visit, site: str) -> set[str]:
    """The addresses on other hosts that the page asked for."""
    return {url for url in visit.requests if not url.startswith((site, "data:"))}


def test_no_request_to_another_host(visits, site):
    assert not {url for visit in visits.values() for url in foreign(visit, site)}


def test_no_failed_request(visits):
    assert not gathered(visits, "failed")


def test_no_script_error(visits):
    assert not gathered(visits, "errors")


def test_no_sideways_scrolling(visits):
    assert not gathered(visits, "overflow")


def test_chinese_is_marked_whatever_script_wrote(visits):
    assert not gathered(visits, "unmarked")


def test_no_serious_violation(visits):
    """axe-core: nothing serious or critical on the desk, on the phone, in the dark."""
    assert not gathered(visits, "axe")


def test_what_axe_would_find_is_noticed(browser, site):
    """A picture without words; text that hardly shows, by day or by night alone, where all looks had passed."""
    page = browser.new_page(reduced_motion="reduce")
    page.add_init_script(axe_script())
    page.goto(f"{site}/book/how-to-read.html", wait_until="load")
    known: list[str] = [""]

    def found(mode="light"):
        page.emulate_media(color_scheme=mode)
        faults, known[0], _ = page.evaluate(AXE, [known[0], "", mode, True])
        return {rule for rule, *_ in faults}

    assert found() == set()
    page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"x.png\">')")
    assert found() == {"image-alt"}
    assert found() == {"image-alt"}, "what failed is not taken as passed"
    page.evaluate("document.querySelector('article > img').remove()")
    for mode, colour in (("light", "#ccc"), ("dark", "#333")):
        style = f"html[data-theme={mode}] article p:last-of-type {{ color: {colour} !important }}"
        sheet = page.add_style_tag(content=style)
        assert "color-contrast" in found(mode), mode
        assert "color-contrast" in found(mode), "what failed is not taken as passed"
        sheet.evaluate("(e) => e.remove()")
        assert found(mode) == set()
    page.close()


PLANTED = {
    "book/units/2-request": '<img src="gone.png" alt="one"><img src="http://elsewhere.example/x.png" alt="one">',
    "book/units/3-script": '<p>未标</p><script>throw new Error("planted")</script>',
    "book/units/4-link": '<a href="gone.html">one</a><a href="#gone">one</a>',
    "book/units/5-phone": "<style>@media (max-width: 400px) { #one { width: 700px; color: #ccc } }</style>",
    "book/units/6-desk": "<style>@media (min-width: 1000px) { #one { width: 2000px; color: #ccc } }</style>",
    "book/tables/2-names": '<img src="../../_static/favicon.svg"><a href="0.html"> </a><button></button>',
    "book/tables/3-dark": '<style>html[data-theme="dark"] #one { color: #333 }</style>',
    "book/tables/4-colour": "<style>#one { color: #222; background: #fff } #two { color: #444; text-decoration: none }"
    "</style>",
}
"""Faults at the end of a generated page, which two without them go before."""
END = '<p id="one">Some <a href="0.html" id="two">words</a> more</p>'


@pytest.fixture(scope="module")
def planted(tmp_path_factory, html, chromium):
    """A site of a profile and a data page, each twice as they are, then once with each fault: its folder and visits."""
    top = tmp_path_factory.mktemp("planted")
    for name in ("_static", "_images"):
        (top / name).symlink_to(html / name)
    for page in ("book/units/gansu", "book/tables/capacity_regions"):
        text = (html / page).with_suffix(".html").read_text(encoding="utf-8")
        folder = page.rpartition("/")[0]
        (top / folder).mkdir(parents=True)
        faults = {name: fault for name, fault in PLANTED.items() if name.startswith(folder)}
        for name, fault in {f"{folder}/0": "", f"{folder}/1": "", **faults}.items():
            changed = text.replace("</article>", f"{fault}{END}</article>")
            assert changed != text
            (top / f"{name}.html").write_text(changed, encoding="utf-8")
    with served(top) as site:
        yield top, site, crawl(site, top, chromium)


def test_a_fault_of_each_kind_on_a_generated_page_is_found(planted):
    top, site, visits = planted
    here = {(page.removesuffix(".html").rpartition("-")[2], width): v for (page, width), v in visits.items()}

    def told(what):
        return {place for place, visit in here.items() if getattr(visit, what)}

    assert {place for place, visit in here.items() if foreign(visit, site)} == {("request", 1280)}
    assert told("failed") == {("request", 1280)}
    assert told("errors") == {("request", 1280), ("script", 1280)}
    assert told("unmarked") == {("script", 375), ("script", 1280)}
    assert told("overflow") == {("phone", 375), ("desk", 1280)}
    names, link = {"image-alt", "link-name", "button-name"}, {"link-in-text-block"}
    assert {place: {one.partition(":")[0] for one in here[place].axe} for place in told("axe")} == {
        ("phone", 375): {"color-contrast"},
        ("desk", 1280): {"color-contrast"},
        ("names", 375): names,
        ("names", 1280): names,
        ("dark", 1280): {"color-contrast"},
        ("colour", 375): link,
        ("colour", 1280): link,
    }
    broken = [line for line in broken_links(top) if line.startswith("book/units/4-link") and "gone" in line]
    assert [line.rpartition(": ")[2] for line in broken] == ["no such anchor", "no such file"]


def test_one_title_one_viewport_and_readable_addresses(html):
    faults = []
    for name in pages_of(html):
        text = re.sub(r"<svg\b.*?</svg>", "", (html / name).read_text(encoding="utf-8"), flags=re.DOTALL)
        faults += [f"{name}: {tag}" for tag in ("<title", 'name="viewport"') if text.count(tag) != 1]
        faults += [f"{name}: {address}" for address in re.findall(r'<section id="(id\d+)"', text)]
    assert not faults


def test_page_weight(visits, html, record_property):
    """Gzipped as a server sends it; shared are the files that every page asks for."""

    def weight(url: str) -> int:
        path = html / unquote(urlsplit(url).path).lstrip("/")
        data = path.read_bytes() if path.is_file() else b""
        return len(data) if path.suffix in PACKED else len(gzip.compress(data, 6))

    asked = {
        page: {urlsplit(url)._replace(query="").geturl() for url in visit.requests if url.startswith("http")}
        for (page, width), visit in visits.items()
        if width == DESK["width"] and page not in ("index.html", "genindex.html", "search.html")
    }
    cost = {url: weight(url) for urls in asked.values() for url in urls}
    shared = {url for url in cost if "/_static/" in url}
    first = {page: sum(cost[url] for url in urls) for page, urls in asked.items()}
    again = {page: sum(cost[url] for url in urls - shared) for page, urls in asked.items()}
    table = "\n".join(f"{first[p]:>9,} first {again[p]:>9,} cached  {p}" for p in sorted(first, key=first.get))
    print(f"\n{table}")
    chapters = [page for page in first if page.startswith("notebooks/")]
    profiles = [page for page in first if page.startswith(PROFILES)]
    tables = [page for page in first if page.startswith(DATA_PAGES)]
    assert len(profiles) == 64
    assert len(chapters) == 9, "prose pages are light; they would flatter the median"
    assert median(first[page] for page in chapters) < CHAPTER_MEDIAN, table
    assert median(again[page] for page in chapters) < CACHED_MEDIAN, table
    assert max(first.values()) < PAGE_LARGEST, table
    assert median(first.values()) < FIRST_MEDIAN, table
    assert again["notebooks/03_audit.html"] < CACHED_MEDIAN, table
    assert max(again[page] for page in profiles) < PROFILE_LARGEST, table
    assert max(again[page] for page in tables) < DATA_LARGEST, table


def test_the_audit_chapter_is_short(page, site):
    page.set_viewport_size(DESK)
    page.goto(f"{site}/notebooks/03_audit.html")
    assert len(page.locator("article").text_content().split()) < AUDIT_WORDS  # what is folded counts


class Anchors(HTMLParser):
    """Collects the ids and the links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note every id, name of an anchor, link, picture and script."""
        for key, value in attrs:
            if value and (key == "id" or (key == "name" and tag == "a")):
                self.ids.add(value)
            if value and ((key == "href" and tag in ("a", "link", "area")) or key == "src"):
                self.links.add(value)


def broken_links(html: Path) -> list[str]:
    """Each link of the built pages, rows that are loaded later among them, that leads to no file or no anchor."""
    parsed = {}
    for name in pages_of(html):
        parsed[name] = Anchors()
        text = (html / name).read_text(encoding="utf-8")
        parsed[name].feed(text)
        for rows in re.findall(r'data-rows="([^"]+)"', text):  # loaded when asked for
            script = (html / name).parent / rows
            parsed[name].feed(json.loads(script.read_text(encoding="utf-8").strip()[len("egovRows(") : -2]))
    broken = []
    for name, page in parsed.items():
        for link in sorted(page.links):
            if re.match(r"(https?:)?//|mailto:|data:|javascript:", link):
                continue
            target = urlsplit(urljoin(f"/{name}", link))
            path = unquote(target.path).lstrip("/") or "index.html"
            path += "index.html" if path.endswith("/") else ""
            if not (html / path).is_file():
                broken.append(f"{name}: {link}: no such file")
            elif target.fragment and path in parsed and unquote(target.fragment) not in parsed[path].ids:
                broken.append(f"{name}: {link}: no such anchor")
    return broken


def test_every_internal_link_and_anchor_resolves(html):
    assert not broken_links(html)


@pytest.mark.parametrize("words", ["东强西弱", "Guizhou", "guizhou 贵州"], ids=["Chinese", "English", "both"])
def test_search_finds(page, site, words):
    page.goto(f"{site}/search.html?q={words}")
    page.wait_for_selector("#search-results ul.search li a", timeout=10_000)
    assert page.locator("#search-results ul.search li").count() > 0
    assert not page.evaluate(UNMARKED)


def test_search_button_opens_and_leads_to_the_search_page(page, site):
    page.set_viewport_size(DESK)
    page.goto(site, wait_until="networkidle")
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input[name=q]").fill("东强西弱")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=*")
    page.wait_for_selector("#search-results ul.search li a", timeout=10_000)


def test_light_and_dark(browser, site):
    page = browser.new_page(viewport=DESK, color_scheme="dark")
    page.goto(site, wait_until="networkidle")
    read = "() => [document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor]"
    theme, dark = page.evaluate(read)
    assert theme == "dark"
    page.evaluate("document.querySelector('.theme-switch-button').click()")
    modes = {theme: dark, **dict([page.evaluate(read)])}
    page.evaluate("document.querySelector('.theme-switch-button').click()")
    modes |= dict([page.evaluate(read)])
    assert len(set(modes.values())) == 2
    visible = page.locator(".theme-switch-button svg.theme-switch >> visible=true").count()
    assert visible >= 1, "the theme button shows no icon"
    page.close()


def test_opens_from_the_disk(browser, html):
    """The book also opens by file://, without a server."""
    page = browser.new_page(viewport=DESK)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto((html / "index.html").as_uri())
    page.wait_for_selector("article h1")
    page.wait_for_load_state("networkidle")
    assert page.url.endswith("/notebooks/00_findings.html")
    assert not failed
    page.close()


def test_data_is_published_byte_for_byte(root, html):
    tables = [*(root / "data").rglob("*.csv"), *(root / "data").glob("*.json")]
    assert tables
    for table in tables:
        assert (html / table.relative_to(root)).read_bytes() == table.read_bytes(), table.name


def rows_shown(page) -> list[str]:
    """The ids of the rows that are not filtered out, in the order shown."""
    return page.evaluate("[...document.querySelectorAll('#rows tbody tr:not([hidden])')].map((row) => row.id)")


def test_the_table_of_units_sorts_and_filters(page, site):
    page.set_viewport_size(DESK)
    page.goto(f"{site}/book/units.html")
    page.wait_for_selector(".rows-bar")
    everyone = rows_shown(page)
    assert len(everyone) == 64

    head = page.locator("#rows thead th", has_text="2021")
    head.get_by_role("button").focus()
    page.keyboard.press("Enter")  # by keyboard, lowest band first
    assert head.get_attribute("aria-sort") == "ascending"
    bands = page.evaluate("[...document.querySelectorAll('#rows td:last-child')].map((c) => c.dataset.value)")
    order = ["低", "中", "高", "非常高"]
    assert bands == sorted(bands, key=order.index)
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "none"
    assert rows_shown(page) == everyone

    box = page.get_by_role("searchbox", name="Find")
    for words in ("贵州", "guizhou"):
        box.fill(words)
        assert rows_shown(page) == ["guizhou"]
        assert page.evaluate("new URLSearchParams(location.search).get('q')") == words
        assert "1 of 64" in page.locator(".rows-status").inner_text()
    box.fill("no such unit")
    assert rows_shown(page) == []
    box.fill("")
    page.get_by_label("Type").select_option(label="City")
    page.get_by_label("Region").select_option(label="西南 Southwest")
    assert sorted(rows_shown(page)) == ["chengdu", "guiyang", "kunming", "lhasa"]
    page.locator(".rows-bar").get_by_label("2021").select_option("非常高")
    assert set(shown := rows_shown(page)) < {"chengdu", "guiyang", "kunming", "lhasa"}
    for year in range(2017, 2022):
        options = page.locator(".rows-bar").get_by_label(str(year)).locator("option")
        bands = options.evaluate_all("(all) => all.map((one) => one.value)")
        assert bands == ["", "非常高", "高", "中", "低"]
    page.goto(page.url)  # the address keeps the choice
    page.wait_for_selector(".rows-bar")
    assert rows_shown(page) == shown


def test_the_map_leads_to_profiles_by_keyboard(page, site):
    page.set_viewport_size(DESK)
    page.goto(f"{site}/book/units.html")
    slider = page.get_by_role("radio", checked=True)
    latest = slider.get_attribute("id")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert page.get_by_role("radio", checked=True).get_attribute("id") == f"year-{int(latest[-4:]) - 1}"
    tile = page.get_by_role("link", name=re.compile(rf"^甘肃 Gansu.* in {int(latest[-4:]) - 1}"))
    tile.focus()
    assert tile.evaluate("(e) => getComputedStyle(e).outlineStyle") != "none", "focus cannot be seen"
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/units/gansu.html")
    assert page.locator("article h1").inner_text().startswith("Gansu 甘肃省")


def assert_source_in_sight(page, size, figure="printed"):
    """The row that was followed shows its figure, document, place and line, whole and without scrolling."""
    heads = page.locator("#rows thead th").all_inner_texts()
    cells = [page.locator("tr:target td").nth(heads.index(name)) for name in (figure, "source", "place", "line:col")]
    for cell in [one for one in cells if one.text_content()]:  # line and column are empty where there is no text copy
        box = cell.bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= size["width"], f"{cell.inner_text()} is clipped"
        assert 0 <= box["y"] < size["height"], f"{cell.inner_text()} is not in sight"


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", ["audit", "platform_counters", "hardware_index", "hardware_weekly"])
def test_a_followed_row_opens_as_a_card(browser, site, html, name, size, script):
    context = browser.new_context(viewport=size, java_script_enabled=script)
    page = context.new_page()
    text = (html / f"book/tables/{name}.html").read_text(encoding="utf-8")
    if later := re.search(r'data-rows="([^"]+)"', text):  # a long table loads its rows by script
        text += json.loads((html / "book/tables" / later[1]).read_text(encoding="utf-8").strip()[len("egovRows(") : -2])
    rows = re.findall(r'<tr id="([^"]+)">', text)
    page.goto(f"{site}/book/tables/{name}.html#{unescape(rows[len(rows) // 2])}")
    if later and not script:
        assert page.locator(f"a[href$='{name}.csv']").first.is_visible()
        return context.close()
    page.wait_for_selector("tr:target")
    assert_source_in_sight(page, size, "published" if name == "audit" else "printed")
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    if script:
        assert page.get_by_role("button", name="Copy citation").is_visible()
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_figure_is_followed_to_its_row_and_source(page, site, size):
    """Where is this number from? Two clicks from a profile to document, place and line."""
    page.set_viewport_size(size)
    page.goto(f"{site}/book/units/gansu.html")
    page.locator("a.row-link[href*='capacity_bands']").first.click()
    page.wait_for_url("**/book/tables/capacity_bands.html#row-*")
    row = page.locator("tr:target")
    assert_source_in_sight(page, size)
    assert re.search(rf"Table A-3.*line \d+, column \d+.*{re.escape(unquote(page.url))}", row.locator("q").inner_text())
    row.locator("a[href*='sources.html']").click()
    page.wait_for_url("**/book/tables/sources.html#row-report2022")


def test_rows_keep_their_roles_as_cards(page, site):
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/book/tables/capacity_regions.html")
    page.wait_for_selector(".rows-bar")
    assert page.get_by_role("row").count() == 8
    assert page.locator("#rows tbody tr").first.evaluate("(e) => getComputedStyle(e).display") == "block"
    label = page.evaluate("getComputedStyle(document.querySelector('#rows tbody td'), '::before').content")
    assert label == '"region"'


def test_a_table_reads_without_script(browser, site):
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/book/units.html")
    assert page.locator("#rows tbody tr").count() == 64
    assert page.locator("a.tile").count() == 64
    page.get_by_text("2018", exact=True).first.click()
    shown = page.evaluate("[...document.querySelectorAll('a.tile [data-year]')].filter((e) => e.offsetParent).length")
    assert shown == page.locator("a.tile [data-year='2018'] >> visible=true").count() == 64
    context.close()


def test_figures_can_be_read_on_a_phone(page, site):
    """A figure is drawn anew for a phone and fits it; one without such a drawing scrolls in its own box and says so."""
    page.set_viewport_size(PHONE)
    page.goto(f"{site}/notebooks/01_data.html", wait_until="networkidle")
    boxes = page.locator(".figure-box")
    assert boxes.count() > 2
    for box in boxes.all():
        if box.locator("source").count():
            assert box.locator("img").evaluate("(e) => e.currentSrc").endswith("-narrow.svg")
            assert 300 <= box.locator("img").bounding_box()["width"] <= PHONE["width"]
            assert box.evaluate("(e) => e.scrollWidth <= e.clientWidth")
        else:
            assert box.locator("img").bounding_box()["width"] >= 520
            assert box.evaluate("(e) => [e.scrollWidth > e.clientWidth, e.tabIndex]") == [True, 0]
            assert "swipe" in box.evaluate("(e) => getComputedStyle(e, '::before').content")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


FIRST = {
    "Guizhou": "units/guizhou.html",
    "贵州省": "units/guizhou.html",
    "Gansu": "units/gansu.html",
    "甘": "units/gansu.html",
    "88.07": "tables/capacity_means.html",
    "指南准确度": "notebooks/02_indicators.html",
    "Guizohu": "units/guizhou.html",  # two letters exchanged
    "东强西若": "notebooks/04_regional.html",  # the last character should be 弱
}


@pytest.mark.parametrize("words", FIRST)
@pytest.mark.parametrize(("edition", "count"), [("", r"\d+ page"), ("zh/", r".*找到 \d+ 页")], ids=["en", "zh"])
def test_search_finds_the_right_page_first(page, site, edition, count, words):
    page.goto(f"{site}/{edition}search.html?q={words}")
    page.wait_for_selector("#search-results ul.search li a", timeout=10_000)
    assert re.match(count, page.locator("#search-results [role=status]").inner_text())
    first = page.locator("#search-results ul.search li > a").first.get_attribute("href")
    assert first.split("#")[0].endswith(FIRST[words])  # of a table, the row itself


def test_a_page_that_is_not_there_leads_on_from_any_depth(page, site, html):
    for address in ("gone.html", "book/tables/deep/gone.html"):
        page.route("**/*gone.html", lambda r: r.fulfill(status=404, path=html / "404.html", content_type="text/html"))
        page.goto(f"{site}/{address}")
        page.get_by_role("link", name="All units").click()
        page.wait_for_url(f"{site}/book/units.html")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_five_questions_are_answered_within_three_clicks_of_the_landing_page(page, site, size):
    page.set_viewport_size(size)

    def from_landing(*names):
        page.goto(f"{site}/notebooks/00_findings.html")
        for name in names:
            page.locator("article").get_by_role("link", name=name, exact=True).first.click()
            page.wait_for_load_state()  # all of the page, before its tiles are counted

    from_landing("Is the gap closing?")
    page.wait_for_url("**/04_regional.html#is-the-gap-closing")
    assert page.locator("#is-the-gap-closing").evaluate("(e) => Math.abs(e.getBoundingClientRect().top)") < 200
    from_landing("How is Gansu doing?")
    assert page.get_by_role("link", name=re.compile(r"甘肃 Gansu.*high.*in 2021")).is_visible()
    from_landing("Which provinces rose?")
    marks = page.evaluate(
        "[...document.querySelectorAll('a.tile i')].filter((e) => e.offsetParent && e.textContent.includes('▲')).length"
    )
    told = page.locator(".year-told p >> visible=true").inner_text()
    assert marks == sum(map(int, re.findall(r"(\d+) rose", told))) > 0
    from_landing("How do I get the data in Excel, SQL or R?")
    assert page.locator("article a[href$='egov.xlsx']").first.is_visible()
    page.goto(f"{site}/search.html?q=88.07")  # typed into the box of any page
    page.locator("#search-results ul.search li a").first.click()
    page.wait_for_selector("tr:target")
    assert "88.07" in page.locator("tr:target").inner_text()
    assert_source_in_sight(page, size)
