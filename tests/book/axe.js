async ([known, mode]) => {
  const { dataset } = document.documentElement;
  for (let n = 0; "theme" in dataset && dataset.theme !== mode; n++) {
    if (n > 100) throw new Error(`the page does not turn ${mode}`);
    await new Promise((done) => requestAnimationFrame(done));
  }
  const alike = new Set(), taken = [];
  const takeOut = (e) => {
    taken.push([e, e.parentElement, e.nextSibling]);
    e.remove();
  };
  const putBack = () => taken.splice(0).reverse().forEach(([e, parent, next]) => parent.insertBefore(e, next));
  for (const row of document.querySelectorAll(".rows tbody tr")) {  // eight stand for all that say other words alike
    const said = /((?:id|href|title|aria-label|data-[-a-z]+)=)"[^"]+"|>[^<]*[^<\s][^<]*/g;
    const kind = row.outerHTML.replace(said, (_, name) => name ?? ">…");
    if (alike.has(kind) && row.sectionRowIndex >= 8) takeOut(row);
    alike.add(kind);
  }
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
    const result = await axe.run(where, { resultTypes: ["violations"], preload: false, ...how });
    result.violations = result.violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
    for (const { id, nodes } of result.violations)
      faults.push(...nodes.map((n) => [id, n.target.join(" "), n.html.slice(0, 120)]));
    return result;
  };

  const ofColour = ["color-contrast", "link-in-text-block"];

  // 1. Markup: where a part of the page is new
  const among = (list) => new RegExp(`^(${list.trim().replace(/\s+/g, "|")})$`);
  const words = among(`href src srcset alt title content placeholder value datetime cite name width height
    aria-label data-.*`);
  const drawn = among("d points transform x y x1 x2 y1 y2 cx cy r rx ry viewBox fill stroke.* offset");
  const toOthers = among(`for headers list aria-labelledby aria-describedby aria-controls aria-owns aria-details
    aria-errormessage aria-activedescendant aria-flowto`);
  const frames = "iframe, frame, object, embed, audio, video", unlike = "td, th, option, link, meta, script, style";
  const byId = (value) => value.split(/\s+/).map((id) => document.getElementById(id));
  const told = (e) => Boolean(e?.textContent.trim() || e?.matches("[alt], [aria-label], [title]") ||
    e?.querySelector("[alt], [aria-label], [title]"));
  const times = {}, targets = new Set();
  for (const e of document.querySelectorAll("*"))
    for (const { name, value } of e.attributes) {
      if (["id", "accesskey"].includes(name)) times[value] = (times[value] ?? 0) + 1;
      if (toOthers.test(name)) byId(value).forEach((one) => targets.add(one));
    }
  const counts = (e, { name, value }) => {  // what counts of an attribute; of most the words do not
    if (["id", "accesskey"].includes(name)) return times[value] > 1;
    if (toOthers.test(name)) return byId(value).map(told);
    if (name === "content" && (e.httpEquiv || e.name === "viewport")) return value;
    if (name === "style" && !value.includes("!important")) return value.replace(/[\d.]+/g, "0");
    if (name === "lang" && /^(en|zh|zh-CN|zh-Hans)$/.test(value)) return true;
    if (name === "href" && /^(#|javascript:)/.test(value)) return value[0];
    if (words.test(name) || (e.namespaceURI.endsWith("svg") && drawn.test(name))) return value.trim() ? "…" : value;
    return value;
  };
  const own = (e) => {
    const s = style(e), overflow = s.overflow;
    return [
      e.localName, ...[...e.attributes].map((one) => `${one.name}=${counts(e, one)}`), written(e),
      e.localName === "tr" && e.children.length, e.labels && [...e.labels].map(told), e.matches(frames) && Math.random(),
      e.localName === "style" && e.textContent,
      s.display, s.visibility, s.position, s.opacity, s.clip, s.clipPath, overflow, overflow !== "visible" &&
      [e.scrollWidth - e.clientWidth, e.scrollHeight - e.clientHeight].map((by) => Math.min(by, 14)),
    ].join();
  };
  const parts = new Map(), again = [];
  const part = (e, above = "") => {  // its number, and whether others refer to something in it
    const here = hash(above + own(e)), within = new Set();
    let named = targets.has(e) || e.rowSpan > 1 || e.matches("label[for], [accesskey]");
    for (const child of e.children) {
      const [one, kept] = part(child, here);
      named ||= kept;
      if (within.has(one) && !kept && !child.matches(unlike)) again.push(child);
      within.add(one);
    }
    parts.set(e, hash([here, ...[...within].sort()].join()));
    return [parts.get(e), named];
  };
  // 2. Colours: where a text or a link looks like none before
  const bare = (s) => [s.opacity, s.filter, s.mixBlendMode, s.backgroundImage].join() === "1,none,normal,none";
  const solid = (s) => bare(s) && s.backgroundColor.startsWith("rgb(");
  const free = new Set();
  const ground = once((e) => {  // what is painted behind the element's text
    if (!e) return "";
    const s = style(e), behind = ground(e.parentElement);
    const own = [s.opacity, s.filter, s.mixBlendMode, s.backgroundImage, s.backgroundColor].join();
    if (["absolute", "fixed"].includes(s.position) && !solid(s)) {
      free.add(`${Math.random()} ${free.size}`);
      return [...free].at(-1);
    }
    return own === "1,none,normal,none,rgba(0, 0, 0, 0)" ? behind : hash(behind + own);
  });
  const look = once((e) => {
    const s = style(e);
    return hash([ground(e), s.color, s.fontSize, s.fontWeight, s.textShadow].join());
  });
  const shade = (colour) => {
    const linear = (n) => (n <= 10 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = colour.match(/\d+/g).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const plain = (e) => {  // text in one colour on another, well apart: decided, whatever partly covers it
    const s = style(e), all = [];
    for (let one = e; one; one = one.parentElement) all.push(style(one));
    const under = all.find(({ backgroundColor }) => backgroundColor !== "rgba(0, 0, 0, 0)");
    if (!under || !all.every(bare) || !solid(under)) return false;
    if (!s.color.startsWith("rgb(") || s.textShadow !== "none") return false;
    const [low, high] = [shade(s.color), shade(under.backgroundColor)].sort((a, b) => a - b);
    const large = parseFloat(s.fontSize) >= (s.fontWeight >= 700 ? 18.66 : 24);
    return high / low >= (large ? 3 : 4.5);
  };
  const block = once((e) => (style(e).display === "inline" ? block(e.parentElement) : e));
  const controls = "a, button, [role=link], [role=button]";
  const beside = once((e) => {  // is there text beside the links?
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      if (walker.currentNode.data.trim() && !walker.currentNode.parentElement.closest(controls)) return true;
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
  const kinds = new Map(), kindOf = { "color-contrast": look, "link-in-text-block": link };
  const add = (kind, e) => passed.has(kind) || kinds.set(kind, [...(kinds.get(kind) ?? []), e]);
  for (const e of document.body.querySelectorAll("*")) {
    const text = written(e) ? e.textContent.trim().length > 1 : e.matches("input, select, textarea");
    const leads = e.matches("a[href], [role=link]");
    if (!(text || leads) || e.ownerSVGElement || !e.checkVisibility({ visibilityProperty: true })) continue;
    if (text) add(look(e), e);
    if (leads && beside(block(e))) add(link(e), e);
  }

  // 3. Run: repeats are taken out for the time, but for those whose colours are looked at
  const root = document.documentElement, first = (all) => all.slice(0, 1), others = (all) => all.slice(1);
  const whole = mode === "light" || kinds.size ? part(root)[0] : "";
  const markup = mode === "light" && !passed.has(whole), kept = new Set();
  for (const e of [...kinds.values()].flatMap(first))
    for (let one = e; one; one = one.parentElement) kept.add(one);
  again.filter((e) => !kept.has(e)).forEach(takeOut);
  if (markup) {
    const exclude = [], tried = [];
    const choose = (e) => {
      if (!passed.has(parts.get(e))) tried.push(parts.get(e));
      else if (e.getElementsByTagName("*").length > 9) return exclude.push(e);
      return [...e.children].forEach(choose);
    };
    choose(root);
    const minor = axe._audit.rules.filter(({ impact }) => ["minor", "moderate"].includes(impact)).map(({ id }) => id);
    const rules = Object.fromEntries([...minor, ...ofColour].map((id) => [id, { enabled: false }]));
    const { violations } = await run(exclude.length ? { exclude } : document, { rules });
    if (!violations.length) tried.forEach((one) => fresh.add(one));
  }
  for (const some of [first, others]) {  // others, where axe decided on none of the first
    const include = [...kinds.values()].flatMap(some);
    if (!include.length) continue;
    if (some === others || include.some((e) => free.has(ground(e)))) putBack();
    const how = { runOnly: ofColour, resultTypes: ["violations", "passes"], elementRef: true };
    const { passes, violations } = await run({ include }, how);
    const of = (rules) => rules.flatMap(({ id, nodes }) => nodes.map(({ element }) => kindOf[id](element)));
    of(passes).forEach((one) => fresh.add(one));
    of(violations).forEach((one) => fresh.delete(one));
    for (const [kind, [e]] of kinds) if (kind === look(e) && plain(e)) fresh.add(kind);
    [...fresh, ...of(violations)].forEach((one) => kinds.delete(one));
  }
  putBack();
  return [faults, [...fresh].join(" ")];
}
