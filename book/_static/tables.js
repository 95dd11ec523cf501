// Sort, filter, link and cite the rows of a table marked class="rows". Without this script it is a plain table.
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
      const button = element("button", { type: "button" }, ...bilingual(name));
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
        const order = { none: said("order of the file", "文件原顺序"), ascending: said("ascending", "升序"),
          descending: said("descending", "降序") }[next];
        say(said(`Sorted by ${name}: ${order}`, `按“${name}”排序：${order}`));
      });
    });

    // Filters: words in any column, and a list for each column marked data-pick; the page's address keeps them.
    const asked = new URLSearchParams(location.search);
    const bar = element("form", { class: "rows-bar", role: "search", "aria-label": said("Filter the rows", "筛选") });
    const box = element("input", { type: "search", placeholder: said("Guizhou, 2021 …", "贵州 2021 …"), autocomplete: "off" });
    bar.append(element("label", {}, element("span", {}, ...bilingual(said("Find", "查找"))), box));
    const picks = heads.flatMap((head, column) => {
      if (!("pick" in head.dataset)) return [];
      const seen = new Map(rows.map(({ cells: { [column]: cell } }) => [value(cell), cell?.textContent.trim()]));
      const order = head.dataset.order?.split("|").reverse();
      const name = head.dataset.name;
      const list = element("select", {}, element("option", { value: "" }, said("all", "全部")));
      for (const one of order ?? seen.keys()) {
        if (!one) continue;
        const words = seen.get(one) ?? one;
        list.append(element("option", han.test(words) ? { value: one, lang: "zh-Hans" } : { value: one }, words));
      }
      list.value = asked.get(name) ?? "";
      if (list.selectedIndex < 0) list.value = "";
      bar.append(element("label", {}, element("span", {}, ...bilingual(name)), list));
      list.addEventListener("change", filter);
      return [[column, list, name]];
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
      const kept = new URLSearchParams([["q", box.value], ...picks.map(([, list, name]) => [name, list.value])]
        .filter(([, text]) => text));
      try { history.replaceState(null, "", (kept.size ? `?${kept}` : location.pathname) + location.hash); }
      catch { /* a page from the disk has no address to keep */ }
      say(shown === rows.length ? said(`${shown} rows`, `共 ${shown} 行`)
        : said(`${shown} of ${rows.length} rows`, `${rows.length} 行中的 ${shown} 行`));
    }
    box.value = asked.get("q") ?? "";
    filter();

    // Every row of a data page can be linked to; the one that was followed says how to cite it.
    if (table.classList.contains("units")) return;
    table.tHead.rows[0].append(element("td", { role: "cell" }));
    for (const row of rows) {
      const here = element("a", { href: `#${row.id}`, class: "row-here", "aria-label": said("Link to this row", "本行的链接") }, "#");
      row.append(element("td", { role: "cell", class: "here" }, here));
    }
    const names = heads.map((head) => head.dataset.name);
    const documents = new Map([...document.querySelectorAll("#documents dt")].map((key) =>
      [key.textContent, key.nextElementSibling.textContent]));
    function cite() {
      const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      document.querySelector("td.cite")?.remove();
      if (row?.closest("table") !== table) return;
      const held = (name) => value(row.cells[names.indexOf(name)]);
      const key = names.filter((_, i) => "key" in heads[i].dataset).map((name) => `${name} ${held(name)}`).join(", ");
      const [line, col] = held("line:col").split(":");
      const printed = held("printed") || held("published"), source = held("source");
      const place = [documents.get(source) ?? source, held("place"), line && said(`line ${line}, column ${col} of the text copy`, `文本副本第 ${line} 行第 ${col} 列`)];
      const words = [
        [printed && `“${printed}”`, place.filter(Boolean).join(", ")].filter(Boolean).join(": "),
        said(`Row ${key} of ${table.dataset.table}, in: `, `数据表 ${table.dataset.table} 中 ${key} 一行，载于：`) +
          table.closest("[data-cite]").dataset.cite.replace(/\.$/, ""),
        decodeURI(location.href),
      ].filter(Boolean).join(". ");
      const button = element("button", { type: "button" }, said("Copy citation", "复制引文"));
      button.addEventListener("click", async () => {
        try { await navigator.clipboard.writeText(words); button.textContent = said("Copied", "已复制"); }
        catch { getSelection().selectAllChildren(row.querySelector("q")); button.textContent = said("Selected: copy it", "已选中，请复制"); }
      });
      const all = element("a", { href: "#rows" }, said("Close", "关闭"));
      row.append(element("td", { role: "cell", class: "cite" }, element("q", {}, ...bilingual(words)), button, all));
      row.scrollIntoView({ block: innerWidth > 600 ? "nearest" : "start" });
      (table.closest(".rows-box") ?? table).scrollIntoView({ block: "nearest" });
    }
    addEventListener("hashchange", cite);
    cite();
  }
  // A large table is a script of its own, loaded when asked for: by the button, a link to a row, a search in the address.
  const later = document.querySelector(".rows-later");
  window.egovRows = (html) => {
    const meanings = JSON.parse(later.dataset.meanings);
    later.innerHTML = html;
    for (const head of later.querySelectorAll("th")) head.title = meanings[head.textContent] ?? head.title;
    for (const fold of later.querySelectorAll("summary")) fold.textContent = said("Documents named here", "此处提到的文献");
    if (location.hash) location.replace(location.hash); // the row was not there when its link was followed
    enhance(later.querySelector("table.rows"));
  };
  const load = () => {
    if (!later.dataset.rows) return;
    document.head.append(element("script", { src: later.dataset.rows }));
    delete later.dataset.rows;
  };
  const asks = () => location.hash.startsWith("#row") || location.search.length > 1;
  const start = () => {
    document.querySelectorAll("table.rows").forEach(enhance);
    if (!later) return;
    later.querySelector("button").addEventListener("click", load);
    addEventListener("hashchange", () => asks() && load());
    if (asks()) load();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
