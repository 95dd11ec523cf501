// Sort, filter and link the rows of a table marked class="rows". Without this script it is a plain table.
(() => {
  "use strict";
  const han = /[\u3400-\u9fff]/;
  const collator = new Intl.Collator("zh-Hans", { numeric: true });
  const value = (cell) => (cell ? cell.dataset.value ?? cell.textContent.trim() : "");
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, text] of Object.entries(attributes)) made.setAttribute(key, text);
    made.append(...children);
    return made;
  };

  function enhance(table) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const original = new Map(rows.map((row, i) => [row, i]));
    const heads = [...table.tHead.rows[0].cells];

    // A card layout takes the table's roles away; they are given back.
    table.setAttribute("role", "table");
    for (const group of [table.tHead, body]) group.setAttribute("role", "rowgroup");
    for (const row of [...rows, table.tHead.rows[0]]) {
      row.setAttribute("role", "row");
      for (const cell of row.cells) {
        if (cell.tagName === "TD") cell.setAttribute("role", "cell");
        else cell.setAttribute("role", cell.scope === "row" ? "rowheader" : "columnheader");
        if (cell.tagName === "TD" && !cell.firstElementChild && han.test(cell.textContent)) cell.lang = "zh-Hans";
      }
    }

    // Sorting: a button in every heading; ascending, descending, as it was.
    const compare = (column, order) => (a, b) => {
      const x = value(a.cells[column]), y = value(b.cells[column]);
      if (order) return order.indexOf(x) - order.indexOf(y);
      const empty = (x === "") - (y === "");
      if (empty) return empty;
      const n = Number(x), m = Number(y);
      return Number.isNaN(n) || Number.isNaN(m) ? collator.compare(x, y) : n - m;
    };
    heads.forEach((head, column) => {
      const name = head.textContent;
      head.dataset.name = name;
      const button = element("button", { type: "button" }, name);
      head.replaceChildren(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")];
        for (const other of heads) other.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", next);
        const by = compare(column, head.dataset.order?.split("|"));
        const sorted = [...rows].sort((a, b) =>
          next === "none" ? original.get(a) - original.get(b)
            : (next === "ascending" ? by(a, b) : by(b, a)) || original.get(a) - original.get(b));
        body.append(...sorted);
        say(`Sorted by ${name}: ${next === "none" ? "order of the file" : next}`);
      });
    });

    // Filters: words in any column, and a list for each column marked data-pick.
    const bar = element("form", { class: "rows-bar", role: "search", "aria-label": "Filter the rows" });
    const box = element("input", { type: "search", placeholder: "贵州, Guizhou, 2021 …", autocomplete: "off" });
    bar.append(element("label", {}, element("span", {}, "Find · 查找"), box));
    const picks = heads.flatMap((head, column) => {
      if (!("pick" in head.dataset)) return [];
      const seen = [...new Set(rows.map((row) => value(row.cells[column])))].filter(Boolean);
      const order = head.dataset.order?.split("|");
      if (order) seen.sort((a, b) => order.indexOf(b) - order.indexOf(a));
      const list = element("select", {}, element("option", { value: "" }, "all"));
      for (const one of seen) list.append(element("option", { value: one }, one));
      bar.append(element("label", {}, element("span", {}, head.dataset.name), list));
      list.addEventListener("change", filter);
      return [[column, list]];
    });
    const status = element("output", { class: "rows-status", "aria-live": "polite" });
    bar.append(status);
    bar.addEventListener("submit", (event) => event.preventDefault());
    box.addEventListener("input", filter);
    (table.closest(".rows-box") ?? table).before(bar);

    const texts = new Map();
    const text = (row) => {
      if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
      return texts.get(row);
    };
    function say(words) { status.textContent = words; }
    function filter() {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        const keep = words.every((word) => text(row).includes(word)) &&
          picks.every(([column, list]) => !list.value || value(row.cells[column]) === list.value);
        row.hidden = !keep;
        shown += keep;
      }
      say(shown === rows.length ? `${rows.length} rows` : `${shown} of ${rows.length} rows`);
    }
    const asked = new URLSearchParams(location.search).get("q");
    if (asked) box.value = asked;
    filter();

    // Every row of a data page can be linked to.
    if (table.dataset.table !== "units" || !table.classList.contains("units")) {
      table.tHead.rows[0].append(element("td", { role: "cell" }));
      for (const row of rows) {
        const here = element("a", { href: `#${row.id}`, class: "row-here", "aria-label": "Link to this row" }, "#");
        row.append(element("td", { role: "cell", class: "here" }, here));
      }
    }
    if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView({ block: "center" });
  }
  const start = () => document.querySelectorAll("table.rows").forEach(enhance);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
