// The matrix of chances, what happened, the headline: filled anew after every change.
function showing(data, judge, state, words) {
  const PARTS = ["fits", "quiet", "against", "undecided", "claimed", "refuted"];
  const { cells, judged, observed, recordOver } = judge, { sides, inWords, isPale, percent } = words;
  const claims = Object.fromEntries(Object.entries(data.claims).map(([theory, labels]) => [theory, labels.map((label) => data.labels.indexOf(label)).filter((n) => n >= 0)]));
  const tdOf = new Map([...document.querySelectorAll(".matrix td[data-place]")].map((td) => [Number(td.dataset.place), td]));
  const byId = (id) => document.getElementById(id);
  const ofCell = (cell) => `${cell.theory} ${cell.explains}`, outcomeNames = (cell, bits) => cell.outcomes.filter((_, n) => bits & (1 << n));
  const arrowsOf = (cell, names) => (names.length ? names.map((name) => (cell.change ? data.arrows[name] : name)).join(" ") : "nothing");
  const change = (td, part, text) => { const at = td.querySelector(part); if (at && at.textContent !== text) at.textContent = text; };

  // All that is shown of one cell under some codings.
  function look(cell, coded) {
    const off = state.off(cell.theory), found = judged(cell, coded, off), chances = sides(found), whole = chances.fits[1];
    const names = claims[cell.theory] ?? [];
    let claimed = 0n;
    if (found.all && names.length && chances.refuted[0]) {
      const alone = sides(judged(cell, coded, new Set([...off, ...names]))).refuted;
      claimed = chances.refuted[0] - (alone[0] * whole) / alone[1];
      if (claimed < 0n) claimed = 0n;
    }
    return { cell, found, chances, claimed };
  }
  const share = (weight, whole) => (Number((weight * 1_000_000n) / whole) / 10_000).toFixed(2);
  function fill(place, { cell, found, chances, claimed }, before) {
    const td = tdOf.get(place), [fits, whole] = chances.fits, isKnown = Boolean(found.all);
    const widths = { ...Object.fromEntries(words.SIDES.map((side) => [side, share(chances[side][0], whole)])), claimed: share(claimed, whole), refuted: share(chances.refuted[0] - claimed, whole) };
    td.querySelector(".bar").replaceChildren(...PARTS.filter((part) => Number(widths[part])).map((part) => {
      const made = element("i", "", part);
      made.style.setProperty("--w", widths[part]);
      return made;
    }));
    change(td, ".n b", isKnown || found.verdict === "untestable" ? percent([fits, whole]) : "–");
    change(td, ".words", isKnown || found.verdict === "untestable" ? inWords(chances) : "not worked out");
    td.classList.toggle("pale", isPale(chances));
    const says = found.prediction === undefined || found.prediction === null ? null : outcomeNames(cell, found.prediction);
    const usual = says && found.expectation && found.expectation !== found.prediction ? outcomeNames(cell, found.expectation) : null;
    td.querySelector(".says [aria-hidden]").replaceChildren(...(says ? [element("span", usual ? "usually" : "says", "lead"), ` ${arrowsOf(cell, usual ?? says)}`] : []));
    change(td, ".says-words", says ? `; it says: ${words.listed(says, "or")}${usual ? `, usually ${words.listed(usual, "or")}` : ""}; ` : "");
    const was = before && before.found !== found ? percent(before.chances.fits) : "", now = percent(chances.fits), isMoved = was && was !== now;
    td.classList.toggle("changed", Boolean(isMoved));
    td.querySelector(".was")?.remove();
    if (isMoved) td.querySelector("a").append(element("span", `was ${was}`, "was"));
  }

  // The row above: the level, the levels that are likely, and the change; the first cell of a column stands for all.
  function fillSeen(table, coded) {
    const judgedCells = [...table.querySelectorAll("tbody:not(.seen) tr:first-child td[data-place]")].map((td) => cells[td.dataset.place]);
    [...table.querySelectorAll(".seen td[data-period]")].forEach((td, n) => {
      const cell = judgedCells[n], now = levelOf(coded, cell, cell.period), then = levelOf(coded, cell, cell.period - 1), all = observed(cell, coded);
      const [name, chance] = all.length ? all.reduce((a, b) => (b[1][0] > a[1][0] ? b : a)) : [now ? "" : "not coded", null];
      td.classList.toggle("in-doubt", Boolean(now) && now.low !== now.high);
      if (td.querySelector(".course")) td.querySelector(".course").hidden = !now;
      if (now) for (const [key, value] of Object.entries({ at: now.at, low: now.low, high: now.high, before: then ? then.at : now.at })) td.style.setProperty(`--${key}`, value);
      const order = data.values[cell.term], band = now ? [...new Set([now.low, now.at, now.high])].sort((a, b) => a - b).map((level) => order[level]) : [];
      const what = td.querySelector(".what"), arrow = cell.change && data.arrows[name];
      what.replaceChildren(element("b", `${arrow ? `${arrow} ` : ""}${name || words.listed(band, "or")}`), chance ? ` ${percent(chance)}` : "");
      change(td, ".levels", words.listed(band, "or"));
    });
  }
  function levelOf(coded, cell, period) {
    const coding = coded[period - data.first]?.[cell.term];
    if (!coding?.weights) return null;
    const whole = coding.weights.reduce((a, b) => a + b, 0n), likely = coding.weights.flatMap((weight, n) => (10n * weight >= whole ? [n] : []));
    return { at: coding.weights.reduce((a, weight, n) => (weight > coding.weights[a] ? n : a), 0), low: likely[0], high: likely.at(-1) };
  }

  function headlineOf(looks, coded) {
    const rivals = new Map();
    for (const each of looks) if (each.cell.explains === data.explained && !data.benchmarks.includes(each.cell.theory)) rivals.set(each.cell.theory, [...(rivals.get(each.cell.theory) ?? []), each]);
    const own = [...rivals.values()][0] ?? [], isChange = Boolean(own[0]?.cell.change);
    const turns = own.flatMap(({ cell }, n) => {
      const all = observed(cell, coded), seen = all.length ? all.reduce((a, b) => (b[1][0] > a[1][0] ? b : a))[0] : "";
      return seen && (!isChange || seen !== "steady") ? [{ n, period: cell.period, seen }] : [];
    });
    return { turns, ...words.headline([...rivals].map(([theory, each]) => ({ theory, chances: each.map(({ chances }) => chances) })), turns, isChange) };
  }

  // ---- records: worked out when there is time, for what has changed

  const records = new Map([...document.querySelectorAll(".matrix tbody:not(.seen) tr")].map((row) => [row,
    { unrefuted: row.querySelector(".unrefuted")?.textContent, both: row.querySelector(".both")?.textContent }]));
  // They are worked out beside the page, so that it never waits for them; at once where a browser allows no such thing.
  let asked = 0, worker = null, pause = 0;
  function askWorker(question, answer) {
    if (worker === null) {
      const source = `"use strict";${recording};${judging};let own;onmessage=({data:[n,data,places,coded,off]})=>{if(data){own=judging(data);return}`
        + "postMessage([n,own.recordOver(places.map((place)=>own.cells[place]),coded,new Set(off))])}";
      try {
        worker = new Worker(URL.createObjectURL(new Blob([source])));
        worker.postMessage(["", data]);
      } catch { worker = false; }
    }
    const [n, places, coded, off] = question;
    if (!worker) { setTimeout(() => answer([n, recordOver(places.map((place) => cells[place]), coded, off)]), 60); return; }
    const listen = ({ data: found }) => { if (found[0] === n) { worker.removeEventListener("message", listen); answer(found); } };
    worker.addEventListener("message", listen);
    worker.postMessage([n, null, places, coded, [...off]]);
  }
  function fillRecords(coded) {
    const rows = [...records.keys()], round = ++asked;
    // What is still being worked out for an earlier change is of no use any more.
    if (worker && worker.isBusy) { worker.terminate(); worker = null; }
    if (!state.isChanged()) {
      for (const row of rows) { change(row, ".unrefuted", records.get(row).unrefuted); change(row, ".both", records.get(row).both ?? ""); }
      return;
    }
    for (const row of rows) { change(row, ".unrefuted", "…"); change(row, ".both", "…"); }
    const show = (row, found) => {
      change(row, ".unrefuted", found ? percent(found.unrefuted) : "–");
      change(row, ".both", found?.both ? percent(found.both) : "–");
    };
    const next = () => {
      const row = rows.shift();
      if (worker) worker.isBusy = Boolean(row);
      if (!row) return;
      const places = [...row.querySelectorAll("td[data-place]")].map((td) => Number(td.dataset.place)).filter((place) => cells[place].testable);
      if (places.some((place) => cells[place].limit)) { show(row, null); next(); return; }
      askWorker([`${round} ${row.dataset.theory}`, places, coded, state.off(row.dataset.theory)], ([, found]) => {
        if (round !== asked) return;
        show(row, found);
        next();
      });
      if (worker) worker.isBusy = true;
    };
    clearTimeout(pause);
    pause = setTimeout(next, 120);
  }

  function sort(by) {
    const turns = lastTurns, weight = (row) => {
      if (by === "unrefuted") return -(parseFloat(row.querySelector(".unrefuted")?.textContent.replace("<", "")) || 0);
      const own = [...row.querySelectorAll("td[data-place]")].map((td) => latest[td.dataset.place]);
      return -turns.reduce((sum, { n }) => sum + (own[n] ? Number((own[n].chances.fits[0] * 1_000_000n) / own[n].chances.fits[1]) : 0), 0);
    };
    const title = (row) => row.querySelector("th").textContent;
    for (const body of document.querySelectorAll(".matrix .rivals")) {
      const rows = [...body.rows];
      body.append(...rows.sort((a, b) => (by === "title" ? title(a).localeCompare(title(b)) : weight(a) - weight(b) || title(a).localeCompare(title(b)))));
    }
  }

  let base = null, latest = [], lastTurns = [];
  const looks = (coded) => cells.map((cell) => look(cell, coded));
  function refresh() {
    const began = performance.now(), coded = state.coded(), isFirst = base === null;
    const before = latest;
    latest = looks(coded);
    if (isFirst && !state.isChanged()) base = latest;
    base ??= cells.map((cell) => lookFiled(cell));
    if (!isFirst || state.isChanged()) {
      latest.forEach((each, place) => { if (each.found !== before[place]?.found || each.claimed !== before[place].claimed) fill(place, each, base[place]); });
      for (const table of document.querySelectorAll(".matrix")) fillSeen(table, coded);
      fillRecords(coded);
    }
    const { title, beneath, turns } = headlineOf(latest, coded);
    lastTurns = turns;
    if (byId("headline").textContent !== title) byId("headline").textContent = title;
    if (byId("beneath").textContent !== beneath) byId("beneath").textContent = beneath;
    document.documentElement.dataset.milliseconds = String(performance.now() - began);
  }
  function lookFiled(cell) { const found = judged(cell, judge.filed, new Set()); return { cell, found, chances: sides(found) }; }
  return { refresh, sort, look, get latest() { return latest; }, get turns() { return lastTurns; }, get base() { return base; }, ofCell, arrowsOf, outcomeNames };
}

function element(name, content, kind) {
  const made = document.createElement(name);
  made.append(...(Array.isArray(content) ? content : [content]));
  if (kind) made.className = kind;
  return made;
}
