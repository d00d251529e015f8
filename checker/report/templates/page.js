// What the page shows, under the codings of the case and under those that a reader chooses instead.
(() => {
  const data = JSON.parse(document.getElementById("compiled").textContent);
  const byId = (id) => document.getElementById(id);
  const first = data.first;
  const { cells, observed, judged } = judging(data);

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
    made.append(...breakable(text));
    if (kind) made.className = kind;
    return made;
  }
  // A text with its terms broken only after `_` and `,` and before `(`, as the filter `breakable` of the templates does.
  const breakable = (text) => text.split(/(?<=[_,])(?=\S)|(?<=\w)(?=\()/).flatMap((part, n) => (n ? [document.createElement("wbr"), part] : [part]));
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

  // The row `observed`: the first cell of a column stands for all of it, which are judged by the same outcome.
  const seenAs = [...document.querySelectorAll(".matrix")].flatMap((table) => {
    const judgedCells = table.querySelectorAll("td[data-place]");
    return [...table.querySelectorAll(".observed td")].map((td, n) => ({ td, cell: cells[judgedCells[n].dataset.place], before: td.innerHTML }));
  });
  function showObserved({ td, cell, before }, coded) {
    if (cell.change && cell.period === first) return;
    const now = observed(cell, coded), was = observed(cell, data.coded);
    const words = (bits) => listed(cell.outcomes.filter((_, n) => bits & (1 << n))) || "not coded";
    td.classList.toggle("changed", now !== was);
    td.innerHTML = before;
    if (now === was) return;
    const arrows = cell.change && now ? element("span", outcomeWords(cell, now), "arrow") : "";
    if (arrows) arrows.ariaHidden = "true";
    td.replaceChildren(arrows, ` ${words(now)} `, element("span", `was ${words(was)}`, "was"));
  }
  const listed = (words) => [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(" or ");

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
    for (const each of seenAs) showObserved(each, coded);
    for (const note of document.querySelectorAll(".as-coded")) note.hidden = !some;
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
    const made = [
      ...[...changes].map(([name, value]) => `${say(name)}: ${spoken(value)} instead of ${spoken(written(name))}`),
      ...[...givenUp].map((label) => `${label} given up`)];
    const command = [data.command, ...[...changes].map(([name, value]) => `--set ${quoted(`${name}=${value}`)}`), ...[...givenUp].map((label) => `--without ${quoted(label)}`)].join(" ");
    byId("changed-codings").replaceChildren(...made.map((change) => element("li", change)));
    byId("changes-on-paper").replaceChildren(...(some ? [`The verdicts in the tables are those with these changes: ${made.join("; ")}. On the command line: `, ...breakable(command)] : []));
    byId("changed-title").textContent = moved.length ? "Verdicts that change" : "No verdict changes";
    byId("changed-verdicts").replaceChildren(...lines.map((line) => element("li", line)));
    const fragment = new URLSearchParams([...[...changes].map(([name, value]) => ["set", `${name}=${value}`]), ...[...givenUp].map((label) => ["without", label])]);
    byId("permalink").href = `#${fragment}`;
    byId("command").replaceChildren(...breakable(command));
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
