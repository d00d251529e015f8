// Two theories side by side, and where the doubt about one verdict lies: worked out for what is chosen.

// For each coding that a cell asks and that is in doubt: the chance of fitting under each of its values.
function swings(app, cell, coded) {
  const { data, judge, words, state } = app, off = state.off(cell.theory), found = [];
  for (const n of cell.asked ?? []) {
    const [term, back] = cell.blocks[n], at = cell.period + back - data.first, coding = coded[at][term];
    if (!coding.weights || coding.weights.filter(Boolean).length < 2) continue;
    const whole = coding.weights.reduce((a, b) => a + b, 0n);
    // A value that is hardly right is no news.
    const values = coding.weights.flatMap((weight, value) => {
      if (!weight || 20n * weight < whole) return [];
      const changed = coded.map((row) => row.slice());
      changed[at][term] = judge.coding(term, [value]);
      const [fits, all] = words.sides(judge.judged(cell, changed, off)).fits;
      return [{ value: data.values[term][value], chance: [weight, whole], fits: Number((fits * 10_000n) / all) / 100, exact: [fits, all] }];
    });
    if (values.length < 2) continue;
    const sorted = values.toSorted((a, b) => a.fits - b.fits);
    found.push({ period: at, term, name: `${data.periods[at]}:${data.terms[term]}`, low: sorted[0], high: sorted.at(-1), values, width: sorted.at(-1).fits - sorted[0].fits });
  }
  return found.sort((a, b) => b.width - a.width);
}

function comparing(app) {
  const { data, judge, words, state, show, byId } = app, one = byId("two-one"), other = byId("two-other"), body = byId("two-body");
  if (!one) return { refresh() {} };
  const { cells } = judge;
  const placesOf = (key) => cells.flatMap((cell, place) => (show.ofCell(cell) === key ? [place] : []));
  const says = (place) => {
    const { cell, found } = show.latest[place];
    if (found.prediction === undefined || found.prediction === null) return "claims nothing (out of scope)";
    const isUsual = found.expectation && found.expectation !== found.prediction;
    return `${isUsual ? "usually" : "says"} ${show.arrowsOf(cell, show.outcomeNames(cell, isUsual ? found.expectation : found.prediction))}`;
  };
  const bitsOf = ({ found }) => found.expectation || found.prediction;
  function relation(a, b) {
    const [x, y] = [bitsOf(a), bitsOf(b)];
    if (x === undefined || x === null || y === undefined || y === null) return "one of them claims nothing";
    return x === y ? "say the same" : x & y ? "can both be right" : "exclude each other";
  }
  function decides(a, b, coded) {
    const other = new Map(swings(app, b.cell, coded).map((each) => [each.name, each])), own = swings(app, a.cell, coded), best = { width: 0 };
    for (const each of [...own, ...[...other.values()].filter(({ name }) => !own.some((known) => known.name === name))]) {
      const left = own.find(({ name }) => name === each.name), right = other.get(each.name), [fa, fb] = [a, b].map(({ chances }) => Number((chances.fits[0] * 10_000n) / chances.fits[1]) / 100);
      const gaps = each.values.map(({ value }) => [value, (left?.values.find((v) => v.value === value)?.fits ?? fa) - (right?.values.find((v) => v.value === value)?.fits ?? fb)]).sort((x, y) => x[1] - y[1]);
      const width = gaps.at(-1)[1] - gaps[0][1];
      if (width > best.width) Object.assign(best, { width, each, gaps });
    }
    return best.width >= 1 ? best : null;
  }
  function refresh() {
    const coded = state.coded(), [left, right] = [placesOf(one.value), placesOf(other.value)], heads = byId("two-heads").children;
    const title = (key) => data.titles[key.split(" ")[0]];
    [heads[1].textContent, heads[2].textContent] = [title(one.value), title(other.value)];
    body.replaceChildren(...left.flatMap((place, n) => {
      const [a, b] = [show.latest[place], show.latest[right[n]]];
      if (!b) return [];
      const words_ = ({ chances }) => `${words.percent(chances.fits)} fits`, decided = one.value === other.value ? null : decides(a, b, coded);
      const period = element("th", data.headings[a.cell.period - data.first]);
      period.scope = "row";
      const next = decided ? [`${data.spoken[decided.each.term]}, ${data.headings[decided.each.period]}: ${decided.gaps.at(-1)[0]} speaks for ${title(one.value)}, ${decided.gaps[0][0]} for ${title(other.value)}`] : ["no coding in doubt moves one against the other"];
      return [element("tr", [period, element("td", [says(place), element("small", words_(a))]), element("td", [says(right[n]), element("small", words_(b))]), element("td", relation(a, b)), element("td", next)])];
    }));
  }
  for (const select of [one, other]) select.addEventListener("change", refresh);
  return { refresh };
}

function doubting(app) {
  const { data, judge, words, state, show, byId } = app, theory = byId("doubt-theory"), period = byId("doubt-period"), body = byId("doubt-body"), SHOWN = 10;
  if (!theory) return { refresh() {} };
  const { cells } = judge, bar = (low, high, mark, kind) => {
    const track = element("span", [], "track-line"), range = element("i", [], kind), dot = element("b", []);
    range.style.left = `${low}%`;
    range.style.width = `${Math.max(0.4, high - low)}%`;
    dot.style.left = `${mark}%`;
    track.append(range, dot);
    track.ariaHidden = "true";
    return track;
  };
  const number = ([weight, whole]) => Number((weight * 10_000n) / whole) / 100;
  function refresh() {
    const place = cells.findIndex((cell) => show.ofCell(cell) === theory.value && String(cell.period) === period.value), cell = cells[place], now = show.latest[place];
    if (!cell) return;
    const coded = state.coded(), fits = now.chances.fits, own = swings(app, cell, coded).filter(({ width }) => width >= 0.5);
    const rows = own.slice(0, SHOWN).map((each) => element("tr", [
      Object.assign(element("th", `${data.spoken[each.term]}${each.period + data.first === cell.period ? "" : `, ${data.headings[each.period]}`}`), { scope: "row" }),
      element("td", bar(each.low.fits, each.high.fits, number(fits), "swing")),
      element("td", `${words.percent(each.low.exact)} if ${each.low.value}, ${words.percent(each.high.exact)} if ${each.high.value}`)]));
    const readings = [["as coded", number(words.sides(judge.judged(cell, judge.filed, new Set())).fits), words.percent(words.sides(judge.judged(cell, judge.filed, new Set())).fits)], ...data.choices.map(({ label, codings, aside }) => {
      const changed = judge.filed.map((row) => row.slice());
      for (const [at, term, values, weights] of codings) changed[at][term] = judge.coding(term, values, weights);
      const gone = new Set((aside[cell.theory] ?? []).map((each) => data.labels.indexOf(each))), chance = words.sides(judge.judged(cell, changed, gone)).fits;
      return [label, number(chance), words.percent(chance)];
    })];
    const dumbbells = readings.map(([label, at, text]) => element("tr", [Object.assign(element("th", label), { scope: "row" }), element("td", bar(Math.min(at, readings[0][1]), Math.max(at, readings[0][1]), at, "reach")), element("td", text)]));
    const table = (caption, lines, heads) => element("div", [element("table", [element("caption", caption), element("thead", [element("tr", heads.map((head) => Object.assign(element("th", head), { scope: "col" })))]), element("tbody", lines)], "swings")], "scroll");
    const title = `${data.titles[cell.theory]}, ${data.headings[cell.period - data.first]}: fits in ${words.percent(fits)} of all ways in which the case may stand`;
    body.replaceChildren(
      rows.length ? table(`${title}. How that changes with one coding at a time`, rows, ["Coding", "0 to 100 %", "Chance that it fits"]) : element("p", `${title}. No coding in doubt changes that.`),
      ...(data.choices.length ? [table("The same where the case is read otherwise", dumbbells, ["Reading or indicator", "0 to 100 %", "Chance that it fits"])] : []),
      ...(state.isChanged() || !data.bySource[place] ? [] : [element("p", `If codings that rest on one source err together, it is ${data.bySource[place]}.`, "small")]));
  }
  for (const select of [theory, period]) select.addEventListener("change", refresh);
  return { refresh };
}
