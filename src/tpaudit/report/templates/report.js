(() => {
  "use strict";
  const root = document.documentElement, $ = (id) => document.getElementById(id);
  const form = $("filters"), count = $("count"), names = ["owner", "phase", "segment", "severity", "text"];

  // What an entry belongs to stands on it, or on the touchpoint in the inventory to which its first link leads.
  const origin = (element) => {
    if (element.dataset.o !== undefined) return element.dataset;
    const link = element.querySelector('a[href^="#"]');
    const target = link && $(link.getAttribute("href").slice(1));
    return target ? target.dataset : {};
  };
  const entries = [...document.querySelectorAll("[data-f],[data-m],details.rule tbody tr")].map((element) => {
    const at = origin(element);
    return {
      element, owners: at.o ? at.o.split(" ") : [], phases: at.p ? at.p.split(" ") : [], segments: at.s ? at.s.split(" ") : [], severity: element.dataset.v || element.closest("[data-v]")?.dataset.v,
      counted: !element.matches("[data-m]"), text: null, hidden: false,
    };
  });
  const groups = [...document.querySelectorAll("details.rule")].map((element) => ({
    element, rows: entries.filter((entry) => element.contains(entry.element)), shown: element.querySelector("summary .n"),
  }));

  const apply = (state) => {
    const text = (state.text || "").toLocaleLowerCase();
    let shown = 0, total = 0;
    for (const entry of entries) {
      let keep = (!state.owner || entry.owners.includes(state.owner)) && (!state.phase || entry.phases.includes(state.phase)) &&
        (!state.segment || !entry.segments.length || entry.segments.includes(state.segment)) &&
        (!state.severity || entry.severity === undefined || entry.severity === state.severity);
      if (keep && text) {
        entry.text ??= entry.element.textContent.toLocaleLowerCase();
        keep = entry.text.includes(text);
      }
      if (entry.hidden === keep) { entry.hidden = !keep; entry.element.hidden = !keep; }
      if (entry.counted) { total += 1; shown += keep ? 1 : 0; }
    }
    for (const group of groups) {
      const left = group.rows.filter((row) => !row.hidden).length;
      group.element.hidden = left === 0;
      group.shown.textContent = left;
    }
    for (const part of document.querySelectorAll("[data-seg]")) part.hidden = Boolean(state.segment) && part.dataset.seg !== state.segment;
    if (text || state.owner || state.phase || state.segment || state.severity)
      for (const part of document.querySelectorAll("details.further")) part.open = true;
    const some = names.some((name) => state[name]);
    count.textContent = some ? count.dataset.text.replace("#", shown).replace("%", total) : "";
  };

  // The view lives in the fragment, so that it can be shared: #owner=csm&at=decisions; a plain #decisions is a place.
  const read = () => {
    const fragment = location.hash.slice(1);
    if (!fragment.includes("=")) return fragment ? { at: fragment } : {};
    return Object.fromEntries(new URLSearchParams(fragment));
  };
  const state = () => Object.fromEntries(names.map((name) => [name, form.elements[name].value]).filter(([, value]) => value));
  const write = (at) => {
    const parameters = new URLSearchParams(state());
    if (![...parameters].length) { history.replaceState(null, "", at ? "#" + at : location.pathname + location.search); return; }
    if (at) parameters.set("at", at);
    history.replaceState(null, "", "#" + parameters);
  };
  const reveal = (at) => {
    const target = at && $(at);
    if (!target) return;
    root.classList.remove("filtering");  // only what is laid out has a place to go to
    for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    target.scrollIntoView();
  };
  const load = () => {
    const wanted = read();
    if (location.hash.includes("=") || !location.hash) for (const name of names) {
      const field = form.elements[name];
      field.value = wanted[name] || "";
      if (field.value !== (wanted[name] || "")) field.value = "";
    } else write(wanted.at);
    apply(state());
    reveal(wanted.at);
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => { root.classList.add("filtering"); apply(state()); write(read().at); });
  form.addEventListener("reset", () => setTimeout(() => { apply(state()); write(read().at); }));
  addEventListener("hashchange", load);

  // Sorting: a button in each head of a column; dates and numbers by value.
  const numeric = (text) => { const found = text.match(/-?\d+(?:[.,]\d+)?/); return found ? parseFloat(found[0].replace(",", ".")) : NaN; };
  const key = (row, index, number) => {
    const cell = row.cells[index], time = cell.querySelector("time");
    return time ? time.dateTime || time.textContent : number ? numeric(cell.textContent) : cell.textContent.trim();
  };
  for (const table of document.querySelectorAll(".sortable,.found")) for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1, number = head.classList.contains("n");
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down === 1 ? "ascending" : "descending");
      const compare = new Intl.Collator(root.lang, { numeric: true }).compare;
      const rows = [...table.tBodies[0].rows].map((row) => [key(row, head.cellIndex, number), row]);
      rows.sort(([a], [b]) => down * (number ? (isNaN(a) ? (isNaN(b) ? 0 : 1) : isNaN(b) ? -1 : a - b) : compare(a, b)));
      table.tBodies[0].append(...rows.map(([, row]) => row));
    });
  }

  // Dark or light, remembered where the browser allows it.
  const theme = $("theme"), dark = matchMedia("(prefers-color-scheme: dark)");
  const memory = { get: () => { try { return localStorage.getItem("tpaudit-theme"); } catch { return null; } }, set: (value) => { try { localStorage.setItem("tpaudit-theme", value); } catch { /* not allowed here */ } } };
  const now = () => root.dataset.theme || (dark.matches ? "dark" : "light");
  const show = () => theme.setAttribute("aria-pressed", String(now() === "dark"));
  const kept = memory.get();
  if (kept === "dark" || kept === "light") root.dataset.theme = kept;
  theme.hidden = false;
  theme.addEventListener("click", () => { root.dataset.theme = now() === "dark" ? "light" : "dark"; memory.set(root.dataset.theme); show(); });
  show();

  // Paper shows everything.
  let closed = [];
  addEventListener("beforeprint", () => { closed = [...document.querySelectorAll("details:not([open])")]; for (const part of closed) part.open = true; });
  addEventListener("afterprint", () => { for (const part of closed) part.open = false; });

  load();
})();
