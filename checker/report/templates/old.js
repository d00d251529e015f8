// What the page shows, under the codings of the case and under those that a reader chooses instead.
(() => {
  const data = JSON.parse(document.getElementById("compiled").textContent);
  const byId = (id) => document.getElementById(id);
  const first = data.first;
  const { cells, filed, coding, judged, observed, figure } = judging(data);
  const percent = (chance) => `${figure(chance)}\u00a0%`;

  // ---- what has been changed

  const termOf = new Map(data.terms.map((term, n) => [term, n]));
  const periodOf = new Map(data.periods.map((id, n) => [id, n]));
  const labelOf = new Map(data.labels.map((label, n) => [label, n]));
  const changes = new Map(); // "PERIOD:TERM" -> "VALUE", as `checker check --set` takes them
  const givenUp = new Set();
  const isChanged = () => changes.size + givenUp.size > 0;

  function places(name, value) {
    const cut = name.indexOf(":");
    const period = periodOf.get(name.slice(0, cut)), term = termOf.get(name.slice(cut + 1));
    if (period === undefined || term === undefined) return null;
    const values = value === "missing" ? [] : value.split("|").map((each) => data.values[term].indexOf(each));
    return values.includes(-1) ? null : { period, term, values };
  }
  function asFiled(name) {
    const { period, term } = places(name, "missing"), { values, weights } = filed[period][term];
    return { words: values.map((value) => data.values[term][value]).join("|") || "missing", isCertain: isSure(values, weights) };
  }
  const isSure = (values, weights) => values.length < 2 && (weights === null || weights.filter(Boolean).length === 1);
  function recoded(more) {
    const coded = filed.map((row) => row.slice());
    for (const [name, value] of [...changes, ...more]) {
      const { period, term, values } = places(name, value);
      coded[period][term] = coding(term, values);
    }
    return coded;
  }
  const off = () => new Set([...givenUp].map((label) => labelOf.get(label)).filter((n) => n !== undefined));

  // ---- a small change that brings another verdict to the lead: one coding or two, values that are likely first

  const MAX_PAIRS = 600, LIKELY = 100;
  function candidates(cell) {
    const coded = recoded([]), found = [];
    for (const n of cell.asked) {
      const [term, back] = cell.blocks[n], period = cell.period + back - first;
      if (n === cell.here) continue;
      const { weights } = coded[period][term], whole = weights?.reduce((a, b) => a + b, 0n);
      data.values[term].forEach((value, place) => {
        const chance = weights ? Number((weights[place] * 1000n) / whole) : 0;
        if (chance < 1000) found.push({ name: `${data.periods[period]}:${data.terms[term]}`, value, chance });
      });
    }
    return found.sort((a, b) => b.chance - a.chance);
  }
  function smallestChange(place) {
    const cell = cells[place];
    if (cell.blocks === undefined) return null;
    const gone = off(), leads = (more) => judged(cell, recoded(more.map(({ name, value }) => [name, value])), gone).verdict, now = leads([]);
    const every = candidates(cell), likely = every.filter(({ chance }) => chance >= LIKELY);
    const singles = (from) => from.map((one) => [one]);
    const pairs = (from) => from.flatMap((b, n) => from.slice(0, n).filter((a) => a.name !== b.name).map((a) => [a, b])).slice(0, MAX_PAIRS);
    for (const tries of [() => singles(likely), () => pairs(likely), () => singles(every), () => pairs(every)])
      for (const recodings of tries()) {
        const verdict = leads(recodings);
        if (verdict !== now) return { recodings, verdict };
      }
    return null;
  }
  const split = (text) => { const cut = text.lastIndexOf("="); return [text.slice(0, cut), text.slice(cut + 1)]; };

  // ---- what the page shows

  const spoken = (value) => value.replaceAll("|", " or ");
  const headingOf = (period) => data.headings[period - first];
  function say(name) { const { period, term } = places(name, "missing"); return `${data.spoken[term]}, ${data.headings[period]}`; }
  function element(name, text, kind) {
    const made = document.createElement(name);
    made.append(...breakable(text));
    if (kind) made.className = kind;
    return made;
  }
  // A text with its terms broken only after `_` and `,` and before `(`, as the filter `breakable` of the templates does.
  const breakable = (text) => text.split(/(?<=[_,])(?=\S)|(?<=\w)(?=\()/).flatMap((part, n) => (n ? [document.createElement("wbr"), part] : [part]));
  const listed = (words) => [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(" or ");
  function outcomeWords(cell, bits) {
    const names = cell.outcomes.filter((_, n) => bits & (1 << n));
    if (!names.length) return "nothing";
    return names.map((name) => (cell.change ? data.arrows[name] : name)).join(" ");
  }
  function saidBy(cell, { prediction, expectation }) {
    if (prediction === undefined || prediction === null) return "";
    const usual = expectation && expectation !== prediction ? ` · usually ${outcomeWords(cell, expectation)}` : "";
    return `says ${outcomeWords(cell, prediction)}${usual}`;
  }
  // What comes near to the leading verdict, and the one verdict of the codings without their doubts where it is another.
  function besides({ verdict, near = [], readings }) {
    const others = near.map(([other, chance]) => `or ${other} ${percent(chance)}`);
    return [...others, ...(readings?.length === 1 && readings[0] !== verdict ? [`as coded: ${readings[0]}`] : [])].join(", ");
  }
  const led = ({ verdict, chance }) => (chance ? `${verdict} ${percent(chance)}` : verdict);

  // What stood in a cell of the tables before any change, to be put back.
  const matrix = new Map([...document.querySelectorAll(".matrix td[data-place]")].map((td) => [Number(td.dataset.place), td]));
  const text = (td, part) => td.querySelector(part)?.textContent ?? "";
  const original = new Map([...document.querySelectorAll(".matrix td")].map((td) => [td,
    { kind: td.className, html: td.innerHTML, word: text(td, ".word"), chance: text(td, ".chance") }]));
  function putBackCell(td) {
    const before = original.get(td);
    if (td.innerHTML !== before.html) td.innerHTML = before.html;
    if (td.className !== before.kind) td.className = before.kind;
  }
  function showCell(place, found) {
    const td = matrix.get(place), before = original.get(td), cell = cells[place];
    putBackCell(td);
    if (found === base[place] && !isUnknown(place)) return;
    const note = td.querySelector(".was");
    note.hidden = false;
    if (isUnknown(place)) { note.textContent = "without your changes: not worked out again here"; return; }
    const chance = found.chance ? percent(found.chance) : "", isMoved = found.verdict !== before.word;
    td.querySelector(".glyph").textContent = data.verdicts[found.verdict].glyph;
    td.querySelector(".word").textContent = found.verdict;
    td.querySelector(".chance").textContent = chance;
    td.querySelector(".near").textContent = besides(found);
    const isWeak = found.chance && 2n * found.chance[0] < found.chance[1];
    td.className = `tone-${data.verdicts[found.verdict].tone}${isWeak ? " weak" : ""}${isMoved ? " changed" : ""}`;
    note.hidden = !isMoved && chance === before.chance;
    note.textContent = isMoved ? `was ${before.word} ${before.chance}` : `was ${before.chance}`;
    td.querySelector(".says").textContent = saidBy(cell, found);
  }
  const isUnknown = (place) => base[place].verdict === "unknown";

  // The row `observed`: the first cell of a column stands for all of it, which are judged by the same outcome.
  const seenAs = [...document.querySelectorAll(".matrix")].flatMap((table) => {
    const judgedCells = table.querySelectorAll("td[data-place]");
    return [...table.querySelectorAll(".observed td[data-period]")].map((td, n) => ({ td, cell: cells[judgedCells[n].dataset.place] }));
  });
  function seenWords(cell, coded) {
    const all = observed(cell, coded);
    if (!all.length) return { name: "not coded", chance: "" };
    const [name, chance] = all.reduce((a, b) => (b[1][0] > a[1][0] ? b : a));
    return { name, chance: percent(chance) };
  }
  function showObserved({ td, cell }, coded) {
    putBackCell(td);
    const now = seenWords(cell, coded), was = seenWords(cell, filed);
    const isMoved = now.name !== was.name;
    if (!isMoved && now.chance === was.chance) return;
    td.classList.toggle("changed", isMoved);
    const arrow = cell.change && data.arrows[now.name] ? element("span", data.arrows[now.name], "arrow") : "";
    if (arrow) arrow.ariaHidden = "true";
    td.replaceChildren(arrow, arrow ? " " : "", element("span", now.name, "word"), " ", element("span", now.chance, "chance"),
      " ", element("span", `was ${isMoved ? `${was.name} ` : ""}${was.chance}`.trim(), "was"));
  }

  // The chances over all periods are not worked out again: where they may be others, none is shown.
  function showTrack(row, moved) {
    const isMoved = [...row.querySelectorAll("td[data-place]")].some((td) => moved.has(Number(td.dataset.place)));
    for (const td of row.querySelectorAll("td.track[data-period]")) {
      putBackCell(td);
      if (isMoved) td.replaceChildren(element("span", "…", "quiet"), element("span", "not worked out again here", "unseen"));
    }
  }

  const filedAlone = () => cells.map((cell) => judged(cell, filed, new Set()));
  let base = null, results = [];
  function refresh() {
    const began = performance.now();
    base ??= filedAlone();
    const coded = recoded([]), gone = off(), some = isChanged();
    results = cells.map((cell, place) => (some && !isUnknown(place) && cell.known ? judged(cell, coded, gone) : base[place]));
    results.forEach((found, place) => (some ? showCell(place, found) : putBackCell(matrix.get(place))));
    const touched = new Set(results.map((_, place) => place).filter((place) => some && (isUnknown(place) || results[place] !== base[place])));
    const moved = [...touched].filter((place) => !isUnknown(place) && results[place].verdict !== original.get(matrix.get(place)).word);
    for (const each of seenAs) showObserved(each, coded);
    for (const row of document.querySelectorAll(".matrix tr")) showTrack(row, touched);
    for (const note of document.querySelectorAll(".as-coded")) note.hidden = !some;
    showControls();
    showSummary(moved);
    document.documentElement.dataset.milliseconds = String(performance.now() - began);
  }

  function showControls() {
    for (const select of document.querySelectorAll("#controls select")) {
      const changed = changes.has(select.name), own = [...select.options].find((option) => option.defaultSelected);
      select.value = changed ? changes.get(select.name) : own.value;
      // What an address asks for need not be among the choices.
      if (select.selectedIndex < 0) select.add(new Option(spoken(changes.get(select.name)), changes.get(select.name), false, true));
      const td = select.parentElement;
      if (td.classList.contains("changed") !== changed) td.classList.toggle("changed", changed);
      const note = td.querySelector(".was");
      if (note) note.remove();
      if (changed) td.append(element("span", `was ${own.text}`, "was"));
    }
    for (const box of document.querySelectorAll("#controls input")) {
      box.checked = !givenUp.has(box.name);
      box.parentElement.classList.toggle("changed", givenUp.has(box.name));
    }
  }

  function count(number, one, many) { return `${number} ${number === 1 ? one : many}`; }
  function showSummary(moved) {
    const some = isChanged(), parts = [];
    if (changes.size) parts.push(count(changes.size, "recoding", "recodings"));
    if (givenUp.size) parts.push(count(givenUp.size, "proposition given up", "propositions given up"));
    const said = some ? `${parts.join(", ")}: ${moved.length ? `another verdict leads in ${count(moved.length, "cell", "cells")}` : "the same verdicts lead"}.` : "";
    const before = (place) => original.get(matrix.get(place));
    const lines = moved.map((place) => `${data.titles[cells[place].theory]}, ${headingOf(cells[place].period)}: ${led(results[place])}, was ${before(place).word} ${before(place).chance}`.trim());
    byId("changes").hidden = !some;
    byId("changes-said").textContent = said;
    byId("what-if-result").hidden = !some;
    const made = [
      ...[...changes].map(([name, value]) => `${say(name)}: ${spoken(value)} instead of ${spoken(asFiled(name).words)}`),
      ...[...givenUp].map((label) => `${label} given up`)];
    const command = [data.command, ...[...changes].map(([name, value]) => `--set ${quoted(`${name}=${value}`)}`), ...[...givenUp].map((label) => `--without ${quoted(label)}`)].join(" ");
    byId("changed-codings").replaceChildren(...made.map((change) => element("li", change)));
    byId("changes-on-paper").replaceChildren(...(some ? [`The verdicts in the tables are those with these changes: ${made.join("; ")}. On the command line: `, ...breakable(command)] : []));
    byId("changed-title").textContent = moved.length ? "Verdicts that lead now" : "The same verdicts lead";
    byId("changed-verdicts").replaceChildren(...lines.map((line) => element("li", line)));
    const fragment = new URLSearchParams([...[...changes].map(([name, value]) => ["set", `${name}=${value}`]), ...[...givenUp].map((label) => ["without", label])]);
    byId("permalink").href = `#${fragment}`;
    for (const code of [byId("command"), ...document.querySelectorAll(".command-of-changes")]) code.replaceChildren(...breakable(command));
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
    if (value === "") changes.delete(name);
    if (value === "" || !places(name, value)) return;
    const { words, isCertain } = asFiled(name);
    if (value === words && isCertain) changes.delete(name);
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
    byId("detail-changed").hidden = !isChanged();
    byId("detail-changed").textContent = isChanged() ? underChanges(Number(article.dataset.place)) : "";
    byId("found").textContent = "";
    // The evidence stands in the appendix, once.
    for (const link of article.querySelectorAll(".codings-used > li > a")) {
      const evidence = document.getElementById(link.hash.slice(1))?.querySelector(".evidence");
      if (evidence && !link.parentElement.querySelector(".evidence")) link.parentElement.append(evidence.cloneNode(true));
    }
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    dialog.setAttribute("aria-label", article.querySelector("h4").textContent.replace(/\s+/g, " ").trim());
  }
  function underChanges(place) {
    const { all, readings, verdict } = results[place];
    if (verdict === "unknown") return "With your changes this cell is not worked out again here. What follows explains the verdict without your changes.";
    const chances = all?.toSorted((a, b) => (a[1][0] < b[1][0] ? 1 : a[1][0] > b[1][0] ? -1 : 0)).map(([each, chance]) => `${each} ${percent(chance)}`).join(", ") ?? verdict;
    const open = readings.length > 1 ? ` As then coded, it may be ${listed(readings)}.` : "";
    return `With your changes: ${chances}.${open} What follows explains the verdict without your changes.`;
  }
  function putBack() {
    if (home) home.mark.replaceWith(home.article);
    home = null;
  }
  dialog.addEventListener("close", putBack);
  byId("find").addEventListener("click", showSmallest);
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
  });
  function reveal(id) {
    const part = document.getElementById(id)?.closest("details");
    if (part) part.open = true;
  }

  function showSmallest() {
    const place = Number(home.article.dataset.place), found = smallestChange(place), into = byId("found");
    if (!found) { into.textContent = "No change of one coding does, and none of the likelier changes of two."; return; }
    const what = found.recodings.map(({ name, value }) => `${say(name)} ${value} instead of ${spoken(changes.get(name) ?? asFiled(name).words)}`).join(" and ");
    into.replaceChildren(`${what}: then ${found.verdict} leads. `);
    const apply = element("button", "Apply it to the page");
    apply.type = "button";
    apply.addEventListener("click", () => {
      for (const { name, value } of found.recodings) change(name, value);
      refresh();
      dialog.close();
      matrix.get(place).querySelector("a").focus();
    });
    into.append(apply);
  }

  // ---- the controls of the codings: first as in the case, without a value, where in doubt; then every value, for certain

  for (const row of document.querySelectorAll("#controls tr[data-term]")) {
    const term = Number(row.dataset.term);
    data.periods.forEach((period, n) => {
      const { values, weights } = filed[n][term], select = document.createElement("select"), sure = isSure(values, weights);
      const option = (text, value, isFiled) => select.add(new Option(text, value, isFiled, isFiled));
      const words = values.map((value) => data.values[term][value]).join(" or ");
      if (!sure) option(values.length > 1 ? words : `${words}, ${percent([weights[values[0]], weights.reduce((a, b) => a + b)])}`, "", true);
      data.values[term].forEach((value, place) => {
        const isFiled = values.length === 1 && values[0] === place;
        option(isFiled && !sure ? `${value} for certain` : value, value, isFiled && sure);
      });
      option("missing", "missing", !values.length);
      select.name = `${period}:${data.terms[term]}`;
      select.ariaLabel = `${data.spoken[term]}, ${data.headings[n]}`;
      row.insertCell().append(select);
    });
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
  if (!restore()) follow();
  // Ready before the first change.
  (window.requestIdleCallback ?? setTimeout)(() => { base ??= filedAlone(); });
})();
