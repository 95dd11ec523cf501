// Small helps for every page: language of Chinese passages, boxes that scroll sideways can be reached by keyboard.

// A text as nodes, its Chinese marked as Chinese: for whatever a script writes on a page.
const bilingual = (text) => text.split(/([\u3400-\u9fff](?:[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]*[\u3400-\u9fff])?)/)
  .filter(Boolean).map((part) => {
    if (!/[\u3400-\u9fff]/.test(part)) return part;
    const span = document.createElement("span");
    [span.lang, span.textContent] = ["zh-Hans", part];
    return span;
  });

// What a script says, in the language of the page.
const said = (english, chinese) => (document.documentElement.lang.startsWith("zh") ? chinese : english);

document.addEventListener("DOMContentLoaded", () => {
  // The other edition opens at the same heading, row or search.
  for (const link of document.querySelectorAll("a.edition")) {
    link.addEventListener("click", () => { link.href = link.href.replace(/[?#].*/, "") + location.search + location.hash; });
  }

  // A chapter can be read as text and pictures, or with the code behind them: remembered. Without this script all shows.
  const article = document.querySelector(".bd-article");
  if (article?.querySelector("div.cell div.cell_input")) {
    const button = document.createElement("button");
    let shown = location.hash.startsWith("#code");
    const set = () => {
      document.documentElement.classList.toggle("code-hidden", !shown);
      button.textContent = shown ? said("Hide code", "隐藏代码") : said("Show code", "显示代码");
    };
    try { shown = JSON.parse(localStorage.getItem("egov-code")) ?? shown; } catch { /* no storage: the default */ }
    set();
    button.type = "button";
    button.className = "switch";
    button.addEventListener("click", () => {
      shown = !shown;
      set();
      try { localStorage.setItem("egov-code", shown); } catch { /* not remembered */ }
    });
    article.querySelector("h1")?.after(button);
  }

  const boxes = document.querySelectorAll(".figure-box, .facts-box, .cell_output .output, .cell_output, .highlight pre, " +
    ".pst-scrollable-table-container, mjx-container[display='true']");
  const names = { "figure-box": said("Figure", "图"), "facts-box": said("Table", "表"), highlight: said("Listing", "代码") };
  const sideways = said("scrolls sideways", "可左右滚动");
  const label = (box, i) => {
    const told = box.querySelector("img[alt]")?.alt || box.querySelector("caption")?.textContent ||
      box.closest("section")?.querySelector("h1, h2, h3, h4")?.firstChild?.textContent || "";
    return `${names[box.classList[0]] ?? said("Table or listing", "表或代码")} ${i + 1}${told ? `: ${told.slice(0, 120)}` : ""}${said(", ", "，")}${sideways}`;
  };
  const mark = () => {
    boxes.forEach((box, i) => {
      const scrolls = box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible";
      box.classList.toggle("scrolls", scrolls);
      if (scrolls && !box.hasAttribute("tabindex")) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", label(box, i));
      } else if (!scrolls && box.getAttribute("aria-label")?.endsWith(sideways)) {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    });
  };
  mark();
  addEventListener("load", mark);
  document.fonts.ready.then(mark); // letters of another width can make a line scroll
  new ResizeObserver(mark).observe(document.body); // also when a fold opens
});
