// Runs axe on the open page, if it is one to look at closely or holds a kind of element that no page without faults had.
// [looks, kinds: those passed on other pages, apart by blanks; mode; closely] => [faults, looks passed, kinds seen]
async ([looks, kinds, mode, closely]) => {
  const { dataset } = document.documentElement;
  for (let n = 0; "theme" in dataset && dataset.theme !== mode; n++) {
    if (n > 100) throw new Error(`the page does not turn ${mode}`);
    await new Promise((done) => requestAnimationFrame(done));
  }
  document.getAnimations().forEach((one) => one.finish());
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

  // How an element's text is painted, by its own style and that of all around it; on what, cannot be told where it is free
  const look = once((e) => {
    if (!e) return "";
    const s = style(e);
    return hash([look(e.parentElement), s.color, s.backgroundColor, s.backgroundImage, s.opacity, s.fontSize,
      s.fontWeight, s.textShadow, s.filter, s.mixBlendMode].join());
  });
  const free = once((e) => Boolean(e) && (["absolute", "fixed"].includes(style(e).position) || free(e.parentElement)));

  // What kind of element it is: its tag, attributes, look and parent, but not what its words and addresses say
  const words = new RegExp("^(id|for|headers|href|src|srcset|alt|title|content|placeholder|value|datetime|cite|d|points" +
    "|transform|[xyr]|c[xy]|[xy][12]|width|height|viewBox|aria-(label|labelledby|describedby|controls)|data-.*)$");
  const attribute = ({ name, value }) => {
    if (name === "lang" && /^(en|zh|zh-CN|zh-Hans)$/.test(value)) return name;
    return `${name}=${words.test(name) ? Boolean(value.trim()) : value.replace(/[\d.]+/g, "0")}`;
  };
  const rule = (text) => text.replace(/"[^"]*"|'[^']*'|(?<=:nth-child\()\d+/g, "0");  // a column's name stands before its cells
  const named = (e) => e.textContent.trim() || e.querySelector("[alt]:not([alt='']), [aria-label], [title], title");
  const own = once((e) => e && hash([
    e.localName, ...[...e.attributes].map(attribute).sort(), written(e), style(e).display, style(e).visibility,
    e.matches("a, button, summary, label, th, select, [role]") && Boolean(named(e)),
    e.localName === "style" && [...new Set(e.textContent.split("}").map(rule))].sort(),
  ].join()));
  const kind = once((e) => hash([own(e), own(e.parentElement), look(e)].join()));
  const all = [...document.querySelectorAll("*")], ids = new Set(), seen = new Set(all.map(kind));
  for (const { id } of all) {
    if (id && ids.has(id)) seen.add(hash(`twice ${id}`));
    ids.add(id);
  }
  kinds.split(" ").forEach((one) => seen.delete(one));
  if (!closely && !seen.size) return [[], "", ""];

  const met = new Set();  // a row past the eighth goes, where those before it hold all that it holds
  for (const row of document.querySelectorAll(".rows tbody tr")) {
    const inside = [row, ...row.querySelectorAll("*")].map(kind);
    if (row.sectionRowIndex >= 8 && inside.every((one) => met.has(one))) row.remove();
    inside.forEach((one) => met.add(one));
  }
  const faults = [], passed = new Set(looks.split(" "));
  const run = async (where, how) => {
    const result = await axe.run(where, { resultTypes: ["violations"], preload: false, ...how });
    for (const { id, impact, nodes } of result.violations)
      if (["serious", "critical"].includes(impact))
        faults.push(...nodes.map((n) => [id, n.target.join(" "), n.html.slice(0, 120)]));
    return result;
  };
  // In the dark, markup is as by day: beside contrast, one rule asks for colours
  await run(document, mode === "light" ? { rules: { "color-contrast": { enabled: false } } } : { runOnly: ["link-in-text-block"] });
  const alike = new Map();
  for (const e of document.body.querySelectorAll("*")) {
    const shown = e.checkVisibility({ visibilityProperty: true }), one = free(e) ? e : look(e);
    if (!shown || !(written(e) || e.matches("input, select, textarea")) || passed.has(one)) continue;
    alike.set(one, [...(alike.get(one) ?? []), e]);
  }
  for (const some of [(list) => list.slice(0, 3), (list) => list.slice(3)]) {  // all, where axe decided on none of three
    const include = [...alike.values()].flatMap(some);
    if (!include.length) continue;
    const how = { runOnly: ["color-contrast"], resultTypes: ["violations", "passes"], elementRef: true };
    const { passes, violations } = await run({ include }, how);
    const of = (rules) => rules.flatMap(({ nodes }) => nodes.map(({ element }) => (free(element) ? element : look(element))));
    of(passes).forEach((one) => passed.add(one));
    [...of(violations), ...passed].forEach((one) => alike.delete(one));
  }
  return [faults, [...passed].filter((one) => typeof one === "string").join(" "), faults.length ? "" : [...seen].join(" ")];
}
