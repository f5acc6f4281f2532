
"use strict";
for (const report of document.querySelectorAll(".report")) {
  const all = (selector) => [...report.querySelectorAll(selector)];
  const sentences = new Map(all(".s").map((s) => [s.dataset.id, s]));
  const told = all("[data-evidence]");
  const evidence = (item) => item.dataset.evidence.split(" ").map((id) => sentences.get(id)).filter(Boolean);
  const by = new Map();  // sentence -> what points at it
  for (const item of told) for (const s of evidence(item)) by.set(s, [...(by.get(s) || []), item]);
  const brief = report.querySelector(".brief");
  const items = told.filter((item) => brief.contains(item) && !item.matches(".note"));
  const notes = all(".note");
  const cited = [...sentences.values()].filter((s) => by.has(s));

  // Light: what the pointer is on, else what has the focus, with its other side.
  let hovered = null, lit = [], timer = 0;
  const owner = (node) => node instanceof Element ? node.closest(".report [data-evidence], .report .s") : null;
  const others = (node) => node.matches(".s") ? by.get(node) || [] : evidence(node);
  function light() {
    const focused = report.contains(document.activeElement) ? owner(document.activeElement) : null;
    const from = hovered || focused;
    const now = from ? [from, ...others(from)] : [];
    for (const node of lit) node.classList.remove("lit");
    for (const node of lit = now.length > 1 ? now : []) node.classList.add("lit");
    const passages = new Set(lit.flatMap((node) => (node.dataset.passage || "").split(" ")));
    for (const path of all(".threads path")) path.classList.toggle("on", passages.has(path.dataset.passage));
    clearTimeout(timer);
    if (from && from.matches(".s")) timer = setTimeout(() => reveal(others(from)), 250);
  }
  // The brief scrolls by itself, so what a sentence is evidence for can come into view without moving the article.
  function reveal(nodes) {
    const inside = nodes.filter((node) => brief.contains(node));
    if (!inside.length || brief.scrollHeight <= brief.clientHeight) return;
    const pane = brief.getBoundingClientRect();
    const seen = (node) => { const r = node.getBoundingClientRect(); return r.bottom > pane.top && r.top < pane.bottom; };
    if (!inside.some(seen)) brief.scrollTop += inside[0].getBoundingClientRect().top - pane.top - brief.clientHeight / 3;
  }
  report.addEventListener("mouseover", (e) => { hovered = owner(e.target); light(); });
  report.addEventListener("mouseleave", () => { hovered = null; light(); });
  report.addEventListener("focusin", light);
  report.addEventListener("focusout", () => setTimeout(light));

  // Focus: items and notes by keys and click; of the cited sentences one at a time is a stop of the Tab key.
  for (const node of [...items, ...notes]) node.tabIndex = -1;
  cited.forEach((s, i) => { s.tabIndex = i ? -1 : 0; });
  function go(node) {
    if (!node) return;
    if (node.matches(".s")) for (const s of cited) s.tabIndex = s === node ? 0 : -1;
    const closed = node.closest("details:not([open])");
    if (closed) closed.open = true;
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest" });
    hovered = null;
    light();
  }
  let origin = null;
  const current = () => owner(document.activeElement);
  function step(list, way) {
    const here = current();
    let at = list.indexOf(here);
    if (at < 0 && here) {
      const after = list.findIndex((node) => here.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);
      at = way > 0 ? (after < 0 ? list.length : after) - 1 : (after < 0 ? list.length : after);
    } else if (at < 0) at = way > 0 ? -1 : list.length;
    go(list[Math.max(0, Math.min(list.length - 1, at + way))]);
  }
  function follow() {
    const here = current();
    if (!here) return;
    if (!here.matches(".s")) { origin = here; go(evidence(here)[0]); return; }
    const trail = origin ? evidence(origin) : [];
    const next = trail.indexOf(here) + 1;
    if (next && next < trail.length) go(trail[next]);
    else if (next) go(origin);
    else { origin = null; go(others(here)[0]); }
  }
  const keys = {
    j: () => step(items, 1), k: () => step(items, -1), n: () => step(notes, 1), p: () => step(notes, -1),
    ArrowDown: () => step(cited, 1), ArrowUp: () => step(cited, -1), Enter: follow,
    x: () => { const here = current(); const box = here && here.querySelector("input"); if (box) box.click(); },
    Escape: () => { if (origin && current() !== origin) go(origin); else { origin = null; document.activeElement.blur(); } },
  };
  document.addEventListener("keydown", (e) => {
    const mine = report.contains(document.activeElement) || (document.activeElement === document.body && report.matches(":first-child"));
    if (!mine || e.ctrlKey || e.metaKey || e.altKey || !keys[e.key]) return;
    const active = document.activeElement;
    if (e.key === "Enter" && active.matches("a, summary, input")) return;
    if (e.key.startsWith("Arrow") && !active.matches(".s")) return;
    e.preventDefault();
    keys[e.key]();
  });

  // Ticks: kept by this browser, under the digest of the article's text.
  const shelf = "summarise " + report.dataset.digest;
  const boxes = all("input[data-key]");
  const count = report.querySelector(".done");
  function tell() {
    const pressing = boxes.filter((box) => !box.closest("details"));
    if (count) count.textContent = `${pressing.filter((box) => box.checked).length} of ${pressing.length} ticked`;
  }
  function stored() {
    try { const kept = JSON.parse(localStorage.getItem(shelf)); return Array.isArray(kept) ? kept : []; } catch { return []; }
  }
  const ticked = new Set(stored());
  for (const box of boxes) {
    box.checked = ticked.has(box.dataset.key);
    box.addEventListener("change", () => {
      ticked[box.checked ? "add" : "delete"](box.dataset.key);
      try { localStorage.setItem(shelf, JSON.stringify([...ticked])); } catch { /* the page's storage is off: ticks last as long as the page */ }
      tell();
    });
  }
  tell();

  // Paper cannot be unfolded: what is folded is printed open, also where the style alone cannot do so.
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = all(".claims details:not([open])");
    for (const node of unfolded) node.open = true;
  });
  addEventListener("afterprint", () => { for (const node of unfolded) node.open = false; });

  // Threads: a line in the gutter from each passage to those that say the same, or the contrary.
  const article = report.querySelector(".article");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "threads");
  svg.setAttribute("aria-hidden", "true");
  article.append(svg);
  function draw() {
    svg.replaceChildren();
    const groups = new Map();
    for (const s of sentences.values()) for (const passage of (s.dataset.passage || "").split(" ")) {
      if (passage && passage !== "cut") groups.set(passage, [...(groups.get(passage) || []), s]);
    }
    const box = article.getBoundingClientRect();
    const edge = svg.getBoundingClientRect().width - 5;
    const lanes = [];  // each the lowest point taken in it
    for (const [passage, group] of groups) {
      const ys = group.map((s) => { const r = s.getClientRects()[0]; return r.top + r.height / 2 - box.top; });
      const first = Math.min(...ys), last = Math.max(...ys);
      let lane = lanes.findIndex((taken) => taken < first);
      if (lane < 0) lane = lanes.length;
      lanes[lane] = last;
      const x = edge - 7 - (lane * 5) % (edge - 7);
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", ys.map((y, i) => i === 0 ? `M${edge} ${y}H${x}` : `M${x} ${ys[i - 1]}V${y}H${edge}`).join(""));
      path.setAttribute("class", passage.split("-")[0]);
      path.dataset.passage = passage;
      svg.append(path);
    }
  }
  // Margin: each paragraph's notes stand beside it, or below those before, without pushing the text apart.
  const margins = all(".notes");
  article.classList.add("laid");
  function lay() {
    let free = 0;
    for (const notes of margins) {
      notes.style.top = `${free = Math.max(free, notes.parentElement.offsetTop)}px`;
      free += notes.offsetHeight + 6;
    }
    article.style.minHeight = margins.length && getComputedStyle(margins[0]).position === "absolute" ? `${free}px` : "";
  }
  const watch = new ResizeObserver(() => { lay(); draw(); });
  for (const node of [article, ...margins]) watch.observe(node);
}
