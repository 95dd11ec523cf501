// Small helps for every page: language of Chinese passages, boxes that scroll sideways can be reached by keyboard.
document.addEventListener("DOMContentLoaded", () => {
  // Chinese passages are announced and broken as Chinese.
  for (const box of document.querySelectorAll(".zh-summary, .zh")) box.lang = "zh-Hans";

  // Every claim stands in English and Chinese; readers of English may leave the Chinese out. Without this script both show.
  const article = document.querySelector(".bd-article");
  if (article?.querySelector("div.zh:not(.finding)")) {
    const root = document.documentElement;
    const button = document.createElement("button");
    button.className = "zh-switch";
    button.type = "button";
    const set = (shown) => {
      root.classList.toggle("zh-hidden", !shown);
      button.setAttribute("aria-pressed", shown);
      button.textContent = shown ? "隐藏中文 · Hide Chinese" : "显示中文 · Show Chinese";
    };
    let shown = navigator.language.startsWith("zh");
    try { shown = JSON.parse(localStorage.getItem("egov-zh")) ?? shown; } catch { /* no storage: the browser's language decides */ }
    set(shown);
    button.addEventListener("click", () => {
      shown = !shown;
      set(shown);
      try { localStorage.setItem("egov-zh", shown); } catch { /* not remembered */ }
    });
    article.prepend(button);
  }

  // A figure on a narrow screen keeps a readable size and scrolls in a box of its own.
  for (const image of document.querySelectorAll(".bd-article .cell_output img[src$='.svg']")) {
    const box = document.createElement("div");
    box.className = "figure-box";
    image.replaceWith(box);
    box.append(image);
  }

  const boxes = document.querySelectorAll(".figure-box, .facts-box, .cell_output .output, .cell_output, .highlight pre, " +
    ".pst-scrollable-table-container, mjx-container[display='true']");
  const names = { "figure-box": "Figure", "facts-box": "Table", highlight: "Listing" };
  const mark = () => {
    for (const box of boxes) {
      const scrolls = box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible";
      box.classList.toggle("scrolls", scrolls);
      if (scrolls && !box.hasAttribute("tabindex")) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", `${names[box.classList[0]] ?? "Table or listing"}, scrolls sideways`);
      } else if (!scrolls && box.getAttribute("aria-label")?.endsWith("scrolls sideways")) {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }
  };
  mark();
  addEventListener("load", mark);
  addEventListener("resize", mark);
});
