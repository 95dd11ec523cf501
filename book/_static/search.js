// Looks through the text of the book, which searchindex.js holds: whatever stands on a page is found, Chinese or not.
(() => {
  "use strict";
  const asked = (new URLSearchParams(location.search).get("q") ?? "").trim();
  const out = document.getElementById("search-results");
  const plain = (text) => text.toLowerCase().replace(/[−–]/g, "-");
  const hits = (text, word) => text.split(word).length - 1;
  const element = (name, attributes, ...children) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  };

  // A word that stands nowhere: one letter wrong, missing, too many, or two exchanged. A number is never forgiven.
  const near = (word, everything) => {
    if (/\d/.test(word) || word.length < 3) return word;
    const han = /[\u3400-\u9fff]/.test(word), any = han ? "[\u3400-\u9fff]" : "[a-z]";
    const safe = [...word].map((c) => c.replace(/[^\p{L}]/u, "\\$&"));
    const forms = safe.flatMap((c, i) => {
      const [before, after] = [safe.slice(0, i).join(""), safe.slice(i + 1)];
      return [before + any + after.join(""), before + any + c + after.join(""), before + after.join(""),
        before + (after[0] ?? "") + c + after.slice(1).join("")];
    }).concat(safe.join("") + any);
    const edge = han ? "" : "\\b", counts = new Map();
    for (const [found] of everything.matchAll(new RegExp(`${edge}(?:${forms.join("|")})${edge}`, "g")))
      counts.set(found, (counts.get(found) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? word;
  };

  const closeness = (text, word, weight) => (text.includes(word) ? weight * (1 + 3 * word.length / text.length) : 0);

  function rank(pages, words) {
    return pages.flatMap(([name, title, parts, other = ""]) => {  // other: its title in the other edition
      const weight = name.startsWith("notebooks/") ? 2 : 1, tops = [title, other].map(plain), top = tops.join(" ");
      const found = parts.map(([anchor, head, text]) => {
        const [heading, body] = [plain(head), plain(text)];
        const held = words.filter((word) => heading.includes(word) || body.includes(word));
        const told = weight * (anchor ? 1 : 3);  // what a page says at its head is what it is about
        const close = held.map((word) => closeness(heading, word, 8) + Math.log2(1 + hits(body, word)) * told);
        return { anchor, head, text, held, score: close.reduce((a, b) => a + b, 0) };
      }).filter((part) => part.held.length);
      const all = (held) => words.every((word) => top.includes(word) || held.includes(word));
      if (!all(found.flatMap((part) => part.held))) return [];
      const rows = name.startsWith("book/tables/");
      const together = found.filter((part) => all(part.held));
      if (rows && found.length && !together.length) return [];
      const best = (together.length ? together : found).sort((a, b) => b.score - a.score);
      const said = rows ? 0 : found.reduce((sum, part) => sum + part.score, 0);
      const titled = words.reduce((sum, word) => sum + Math.max(...tops.map((t) => closeness(t, word, 10))), 0);
      return [{ name, title, best, score: titled + (best[0]?.score ?? 0) + weight * Math.log2(1 + said) }];
    }).sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
  }

  // The text around the first of the words, which are set off.
  function excerpt(text, words) {
    const at = Math.max(0, Math.min(...words.map((w) => plain(text).indexOf(w)).filter((i) => i >= 0), text.length) - 60);
    const piece = (at ? "… " : "") + text.slice(at, at + 200).trim() + (at + 200 < text.length ? " …" : "");
    const line = element("p", { className: "context" }, ...bilingual(piece));
    for (const node of [...line.childNodes].flatMap((n) => (n.nodeType === 3 ? [n] : [n.firstChild]))) {
      let rest = node;
      for (let word; (word = words.find((w) => plain(rest.data).includes(w)));) {
        const hit = rest.splitText(plain(rest.data).indexOf(word));
        rest = hit.splitText(word.length);
        hit.replaceWith(element("mark", {}, hit.data));
      }
    }
    return line;
  }

  window.egovSearch = (pages) => {
    const everything = plain(pages.flatMap(([, title, parts, other = ""]) => [title, other, ...parts.flat()]).join("\n"));
    const typed = plain(asked).match(/[\u3400-\u9fff]+|[^\s\u3400-\u9fff，、。]+/g) ?? [];
    const words = typed.map((word) => (everything.includes(word) ? word : near(word, everything)));
    const found = rank(pages, words);
    const status = element("p", { className: "search-summary", role: "status" });
    const changed = words.filter((word, i) => word !== typed[i]);
    const n = found.length;
    const told = changed.length
      ? said(`${n} page${n === 1 ? "" : "s"} for ${words.join(" ")}: nothing is spelt as you typed it`,
        `没有与输入完全一致的内容；按“${words.join(" ")}”找到 ${n} 页`)
      : said(`${n} page${n === 1 ? "" : "s"} for ${asked}`, `“${asked}”：找到 ${n} 页`);
    status.append(...bilingual(told));
    const list = element("ul", { className: "search" });
    for (const { name, title, best } of found.slice(0, 60)) {
      const address = (anchor) => `${name}.html` + (anchor ? `#${encodeURIComponent(anchor)}` : "");
      const row = name.startsWith("book/tables/") ? best[0]?.anchor : "";  // of a table, the first row found
      const item = element("li", {}, element("a", { href: address(row) }, ...bilingual(title)));
      for (const { anchor, head, text } of best.slice(0, 3)) {
        if (anchor) item.append(element("div", {}, element("a", { href: address(anchor) }, ...bilingual(head))));
        if (text) item.append(excerpt(text, words));
      }
      list.append(item);
    }
    out.replaceChildren(status, list);
  };
  document.querySelectorAll('input[name="q"]').forEach((box) => { box.value = asked; });
  if (asked) document.body.append(element("script", { src: "searchindex.js" }));
})();
