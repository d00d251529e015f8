"use strict";
// Works out every verdict again under other codings and with propositions given up: semantics.md, section 4,
// by walking the arrays in the JSON above. Numbers stand for terms, values and labels in the order given there.
(() => {
  const data = JSON.parse(document.getElementById("compiled").textContent);
  const byId = (id) => document.getElementById(id);
  const first = data.first;

  // ---- verdicts

  // A cell made ready: its functions in one array of nodes [rank of the block, child ...] with 0 false and 1 true.
  function prepared(cell) {
    if (cell.order === undefined) return cell;
    const order = data.orders[cell.order];
    const rank = new Map(order.map((block, n) => [block.join(), n]));
    const nodes = [null, null];
    const root = new Map();
    for (const which of [cell.scope, cell.conditions, cell.strict, cell.all].flat()) {
      if (typeof which !== "number" || root.has(which)) continue;
      const { blocks, nodes: own, root: top } = data.functions[which];
      const ranks = blocks.map((block) => rank.get(block.join()));
      const moved = (n) => (n < 2 ? n : n - 2 + start);
      const start = nodes.length;
      for (const [block, ...children] of own) nodes.push([ranks[block], ...children.map(moved)]);
      root.set(which, moved(top));
    }
    const roots = (list) => list.map((which) => root.get(which));
    return {
      ...cell, order, nodes, sizes: order.map((block) => (block.length === 1 ? 2 : data.values[block[0]].length)),
      scopeRoot: typeof cell.scope === "number" ? roots([cell.scope]) : [],
      conditionRoots: roots(cell.conditions), strictRoots: roots(cell.strict), allRoots: roots(cell.all),
      before: cell.change ? rank.get([cell.term, -1].join()) : undefined,
    };
  }
  const cells = data.cells.map(prepared);

  // The values of the outcome (a bit each) for which all functions are true in some world that `allowed` admits.
  // One walk over all arrays at once, block by block; where several values are open, what is found is kept.
  function left(cell, roots, allowed) {
    const last = cell.order.length - 1;
    const everything = (1 << cell.sizes[last]) - 1;
    const known = new Map();
    function walk(state) {
      if (state.includes(0)) return 0;
      const open = state.filter((n) => n !== 1);
      if (!open.length) return everything;
      let block = last;
      for (const n of open) block = Math.min(block, cell.nodes[n][0]);
      const values = allowed[block];
      const key = values.length > 1 ? open.join() : null;
      if (key !== null && known.has(key)) return known.get(key);
      let found = 0;
      for (const value of values) {
        const below = walk(open.map((n) => (cell.nodes[n][0] === block ? cell.nodes[n][value + 1] : n)));
        found |= block === last ? below & (1 << value) : below;
        if (found === everything) break;
      }
      if (key !== null) known.set(key, found);
      return found;
    }
    return walk(roots);
  }

  const direction = (before, now) => (now < before ? 0 : now === before ? 1 : 2);

  // The outcomes left, a bit each: values, or for a change falls, steady, rises from each value before.
  function outcomes(cell, roots, allowed) {
    if (!cell.change) return left(cell, roots, allowed);
    let found = 0;
    for (const before of allowed[cell.before]) {
      const narrowed = allowed.with(cell.before, [before]);
      const now = left(cell, roots, narrowed);
      for (let value = 0; value < cell.sizes.at(-1); value++) if (now & (1 << value)) found |= 1 << direction(before, value);
    }
    return found;
  }

  function observed(cell, coded) {
    const now = coded[cell.period - first][cell.term];
    let seen = 0;
    if (!cell.change) for (const value of now) seen |= 1 << value;
    else for (const before of coded[cell.period - 1 - first][cell.term]) for (const value of now) seen |= 1 << direction(before, value);
    return seen;
  }

  const SWITCH = [[0], [1]];
  const ALL = Array.from({ length: 32 }, (_, size) => Array.from({ length: size }, (_, n) => n));
  const single = (bits) => bits && (bits & (bits - 1)) === 0;

  // The verdict and what it rests on; `coded` holds values by period and term, `off` the labels given up.
  function judged(cell, coded, off) {
    if (cell.limit) return { verdict: "unknown" };
    if (!cell.testable) return { verdict: "untestable" };
    const here = cell.order.length - 1;
    const allowed = cell.order.map((block, n) => {
      if (block.length === 1) return SWITCH[off.has(block[0]) ? 0 : 1];
      const values = n === here ? [] : coded[cell.period + block[1] - first][block[0]];
      return values.length ? values : ALL[cell.sizes[n]];
    });
    const seen = observed(cell, coded);
    if (cell.scopeRoot.length && !left(cell, cell.scopeRoot, allowed)) return { verdict: "out of scope", seen };
    const possible = outcomes(cell, cell.scopeRoot, allowed);
    const prediction = outcomes(cell, [...cell.scopeRoot, ...cell.strictRoots], allowed);
    if (!prediction) {
      const holds = left(cell, [...cell.scopeRoot, ...cell.conditionRoots], allowed);
      return { verdict: holds ? "incoherent" : "denies conditions", possible, prediction, seen };
    }
    const leans = cell.tendencies.some((label) => !off.has(label));
    const expectation = leans ? outcomes(cell, [...cell.scopeRoot, ...cell.allRoots], allowed) : null;
    const found = { possible, prediction, expectation, seen };
    if (!seen) return { verdict: "unobserved", ...found };
    if (!(prediction & seen)) return { verdict: "contradicted", ...found };
    if (single(seen) && prediction === seen) return { verdict: "predicted", ...found };
    if (expectation && !(expectation & seen)) return { verdict: "against expectation", ...found };
    if (single(seen) && expectation === seen) return { verdict: "expected", ...found };
    const silent = prediction === possible && (!expectation || expectation === prediction);
    return { verdict: silent ? "silent" : "permitted", ...found };
  }

  // ---- what has been changed

  const termOf = new Map(data.terms.map((term, n) => [term, n]));
  const periodOf = new Map(data.periods.map((id, n) => [id, n]));
  const labelOf = new Map(data.labels.map((label, n) => [label, n]));
  const changes = new Map(); // "PERIOD:TERM" -> "VALUE", as `checker check --set` takes them
  const givenUp = new Set();

  function places(name, value) {
    const cut = name.indexOf(":");
    const period = periodOf.get(name.slice(0, cut)), term = termOf.get(name.slice(cut + 1));
    if (period === undefined || term === undefined) return null;
    const values = value === "missing" ? [] : value.split("|").map((each) => data.values[term].indexOf(each));
    return values.includes(-1) ? null : { period, term, values };
  }
  const written = (name) => {
    const { period, term } = places(name, "missing");
    const values = data.coded[period][term];
    return values.length ? values.map((value) => data.values[term][value]).join("|") : "missing";
  };
  function recoded(more) {
    const coded = data.coded.map((row) => row.slice());
    for (const [name, value] of [...changes, ...more]) {
      const { period, term, values } = places(name, value);
      coded[period][term] = values;
    }
    return coded;
  }
  const off = () => new Set([...givenUp].map((label) => labelOf.get(label)).filter((n) => n !== undefined));
  const verdictOf = (cell, more = []) => judged(cell, recoded(more), off()).verdict;

  // ---- the smallest change that flips a cell: the answer compiled in, or one recoding, or two

  function candidates(cell) {
    const coded = recoded([]);
    const found = [];
    const asked = new Set();
    for (const which of [cell.scope, cell.conditions, cell.strict, cell.all].flat())
      if (typeof which === "number") for (const block of data.functions[which].blocks) asked.add(block.join());
    if (cell.change) asked.add([cell.term, -1].join());
    cell.order.forEach((block, n) => {
      if (block.length === 1 || n === cell.order.length - 1 || !asked.has(block.join())) return;
      const [term, back] = block;
      const now = coded[cell.period + back - first][term];
      if (!now.length) return;
      data.values[term].forEach((value, place) => {
        if (now.length === 1 && now[0] === place) return;
        found.push([`${data.periods[cell.period + back - first]}:${data.terms[term]}`, value]);
      });
    });
    return found;
  }
  function smallestChange(place) {
    const cell = cells[place], now = verdictOf(cell);
    const answer = (recodings) => ({ recodings, verdict: verdictOf(cell, recodings) });
    if (!changes.size && !givenUp.size && data.fewest[place]) return answer(data.fewest[place].map(split));
    const single = cell.order === undefined ? [] : candidates(cell);
    for (const one of single) if (verdictOf(cell, [one]) !== now) return answer([one]);
    for (let a = 0; a < single.length; a++)
      for (let b = a + 1; b < single.length; b++)
        if (single[a][0] !== single[b][0] && verdictOf(cell, [single[a], single[b]]) !== now) return answer([single[a], single[b]]);
    return null;
  }
  const split = (text) => { const cut = text.lastIndexOf("="); return [text.slice(0, cut), text.slice(cut + 1)]; };

  // ---- what the page shows

  const spoken = (value) => value.replaceAll("|", " or ");
  const headingOf = (period) => data.headings[period - first];
  function say(name) { const cut = name.indexOf(":"); return `${name.slice(cut + 1)} (${data.headings[periodOf.get(name.slice(0, cut))]})`; }
  function element(name, text, kind) {
    const made = document.createElement(name);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }
  function outcomeWords(cell, bits) {
    const names = cell.outcomes.filter((_, n) => bits & (1 << n));
    if (!names.length) return "nothing";
    return names.map((name) => (cell.change ? data.arrows[name] : name)).join(" ");
  }
  const matrix = new Map([...document.querySelectorAll(".matrix td[data-place]")].map((td) => [Number(td.dataset.place), td]));
  const original = new Map([...matrix].map(([place, td]) => [place, { kind: td.className, says: td.querySelector(".says")?.innerHTML, open: td.querySelector(".open-word") !== null }]));

  function showCell(place, found, touched) {
    const td = matrix.get(place), was = data.verdict[place], before = original.get(place);
    const changed = found.verdict !== was;
    const cell = cells[place];
    td.querySelector(".glyph").textContent = data.verdicts[found.verdict].glyph;
    td.querySelector(".word").textContent = found.verdict;
    td.className = touched ? `tone-${data.verdicts[found.verdict].tone}${changed ? " changed" : ""}` : before.kind;
    const open = td.querySelector(".open-word");
    if (open) open.hidden = touched;
    const note = td.querySelector(".was");
    note.hidden = !changed;
    note.textContent = changed ? `was ${was}` : "";
    const says = td.querySelector(".says");
    if (!says) return;
    if (!touched || found.prediction === undefined) says.innerHTML = touched ? "" : before.says;
    else {
      const usual = found.expectation && found.expectation !== found.prediction ? ` · usually ${outcomeWords(cell, found.expectation)}` : "";
      says.textContent = outcomeWords(cell, found.prediction) + usual;
    }
  }

  // Whether a change bears on what a cell is made from; whether it is open is not worked out again then.
  function isTouched(cell, gone) {
    if (cell.order === undefined) return false;
    const at = (block) => `${data.periods[cell.period + block[1] - first]}:${data.terms[block[0]]}`;
    return cell.order.some((block) => (block.length === 1 ? gone.has(block[0]) : changes.has(at(block))));
  }

  let results = [];
  function refresh() {
    const began = performance.now();
    const coded = recoded([]), gone = off();
    const some = changes.size + givenUp.size > 0;
    results = cells.map((cell) => judged(cell, coded, gone));
    results.forEach((found, place) => showCell(place, cells[place].limit ? { verdict: data.verdict[place] } : found, some && isTouched(cells[place], gone)));
    const moved = results.map((found, place) => place).filter((place) => !cells[place].limit && results[place].verdict !== data.verdict[place]);
    showControls();
    showSummary(moved);
    document.documentElement.dataset.milliseconds = String(performance.now() - began);
  }

  function showControls() {
    for (const select of document.querySelectorAll("#controls select")) {
      const changed = changes.has(select.name);
      select.value = changed ? changes.get(select.name) : written(select.name);
      const td = select.parentElement;
      if (td.classList.contains("changed") !== changed) td.classList.toggle("changed", changed);
      const note = td.querySelector(".was");
      if (note) note.remove();
      if (changed) td.append(element("span", `was ${spoken(written(select.name))}`, "was"));
    }
    for (const box of document.querySelectorAll("#controls input")) {
      box.checked = !givenUp.has(box.name);
      box.parentElement.classList.toggle("changed", givenUp.has(box.name));
    }
  }

  function count(number, one, many) { return `${number} ${number === 1 ? one : many}`; }
  function showSummary(moved) {
    const some = changes.size + givenUp.size > 0;
    const parts = [];
    if (changes.size) parts.push(count(changes.size, "recoding", "recodings"));
    if (givenUp.size) parts.push(count(givenUp.size, "proposition given up", "propositions given up"));
    const said = some ? `${parts.join(", ")}: ${moved.length ? count(moved.length, "verdict changes", "verdicts change") : "no verdict changes"}.` : "";
    const lines = moved.map((place) => `${cells[place].theory} in ${headingOf(cells[place].period)}: ${results[place].verdict}, was ${data.verdict[place]}`);
    byId("changes").hidden = !some;
    byId("changes-said").textContent = said;
    byId("what-if-result").hidden = !some;
    byId("changed-codings").replaceChildren(
      ...[...changes].map(([name, value]) => element("li", `${say(name)}: ${spoken(value)} instead of ${spoken(written(name))}`)),
      ...[...givenUp].map((label) => element("li", `${label} given up`)));
    byId("changed-title").textContent = moved.length ? "Verdicts that change" : "No verdict changes";
    byId("changed-verdicts").replaceChildren(...lines.map((line) => element("li", line)));
    const fragment = new URLSearchParams([...[...changes].map(([name, value]) => ["set", `${name}=${value}`]), ...[...givenUp].map((label) => ["without", label])]);
    byId("permalink").href = `#${fragment}`;
    byId("command").textContent = ["checker check", data.case, ...[...changes].map(([name, value]) => `--set ${quoted(`${name}=${value}`)}`), ...[...givenUp].map((label) => `--without ${quoted(label)}`)].join(" ");
    clearTimeout(pending);
    pending = setTimeout(() => showAddress(some ? `#${fragment}` : ""), 300);
    byId("spoken").textContent = some ? [said, ...lines.slice(0, 6)].join(" ") : "All codings and propositions as they were.";
  }
  // Browsers allow few changes of the address in a short time; the last one of a series counts.
  let pending = 0;
  function showAddress(fragment) {
    if (fragment || /^#(set|without)=/.test(location.hash)) history.replaceState(null, "", fragment || location.pathname + location.search);
  }
  const quoted = (text) => (/^[\w:=.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

  function change(name, value) {
    if (!places(name, value)) return;
    if (value === written(name)) changes.delete(name);
    else changes.set(name, value);
  }
  function reset() { changes.clear(); givenUp.clear(); refresh(); }
  function restore() {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (!asked.has("set") && !asked.has("without")) return false;
    changes.clear();
    givenUp.clear();
    for (const text of asked.getAll("set")) change(...split(text));
    for (const label of asked.getAll("without")) if (document.getElementsByName(label).length) givenUp.add(label);
    refresh();
    return true;
  }

  // ---- details of a cell, in a dialog

  const dialog = byId("detail");
  const articles = new Map([...document.querySelectorAll("article.cell-detail")].map((article) => [article.id, article]));
  let home = null;
  function openDetail(id) {
    putBack();
    const article = articles.get(id);
    const mark = document.createComment("");
    article.replaceWith(mark);
    home = { article, mark };
    byId("detail-body").append(article);
    const place = Number(article.dataset.place), some = changes.size + givenUp.size > 0;
    byId("detail-changed").hidden = !some;
    byId("detail-changed").textContent = some ? `Under your changes the verdict is: ${results[place].verdict}. What follows explains the verdict under the codings of the case.` : "";
    article.querySelector(".found").textContent = "";
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    dialog.setAttribute("aria-label", article.querySelector("h4").textContent.replace(/\s+/g, " ").trim());
  }
  function putBack() {
    if (home) home.mark.replaceWith(home.article);
    home = null;
  }
  dialog.addEventListener("close", putBack);
  byId("detail-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link) {
      const id = decodeURIComponent(link.getAttribute("href").slice(1));
      if (articles.has(id) && !document.documentElement.classList.contains("all-verdicts")) {
        event.preventDefault();
        openDetail(id);
      } else if (dialog.open) dialog.close();
      reveal(id);
    }
    const button = event.target.closest("button[data-find]");
    if (button) showSmallest(button);
  });
  function reveal(id) {
    const part = document.getElementById(id)?.closest("details");
    if (part) part.open = true;
  }

  function showSmallest(button) {
    const place = Number(button.dataset.find), found = smallestChange(place);
    const into = button.parentElement.querySelector(".found");
    if (!found) { into.textContent = "No change of one or two codings flips this verdict."; return; }
    const what = found.recodings.map(([name, value]) => `${say(name)} ${value} instead of ${spoken(changes.get(name) ?? written(name))}`).join(" and ");
    into.replaceChildren(`${what}: ${found.verdict}. `);
    const apply = element("button", "Apply it to the page");
    apply.type = "button";
    apply.addEventListener("click", () => {
      for (const [name, value] of found.recodings) change(name, value);
      refresh();
      if (dialog.open) dialog.close();
      matrix.get(place).querySelector("a").focus();
    });
    into.append(apply);
  }

  // ---- begin

  document.documentElement.classList.add("js");
  const parts = [...document.querySelectorAll("details.part, details.events")];
  for (const part of parts) part.open = false;
  addEventListener("beforeprint", () => { for (const part of document.querySelectorAll("details")) part.open = true; });
  byId("controls").addEventListener("change", (event) => {
    const { target } = event;
    if (target.tagName === "SELECT") change(target.name, target.value);
    else if (target.checked) givenUp.delete(target.name);
    else givenUp.add(target.name);
    refresh();
  });
  byId("controls").addEventListener("submit", (event) => event.preventDefault());
  for (const id of ["reset", "reset-here"]) byId(id).addEventListener("click", reset);
  byId("show-all").addEventListener("click", (event) => {
    const all = document.documentElement.classList.toggle("all-verdicts");
    event.target.textContent = all ? "hide them again" : "read them all here";
    event.target.setAttribute("aria-expanded", String(all));
  });
  addEventListener("hashchange", () => { if (!restore()) follow(); });
  function follow() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (articles.has(id)) openDetail(id);
    else reveal(id);
  }
  if (!restore()) { results = cells.map((cell, place) => ({ verdict: data.verdict[place] })); follow(); }
})();
