// What if: every coding and every rule, to be changed; the most decisive codings first.
function panel({ data, judge, words, state, show, byId }) {
  const aside = byId("panel"), opener = byId("open-panel"), rows = new Map();
  function toggle(open) {
    aside.hidden = !open;
    document.body.classList.toggle("with-panel", open);
    opener.setAttribute("aria-expanded", String(open));
    if (open) { build(); refresh(); aside.querySelector("select").focus({ preventScroll: true }); } else opener.focus({ preventScroll: true });
  }
  opener.addEventListener("click", () => toggle(aside.hidden));
  byId("panel-close").addEventListener("click", () => toggle(false));
  aside.addEventListener("keydown", (event) => { if (event.key === "Escape") toggle(false); });

  // One coding: a value to choose, and how sure it is.
  function control(name) {
    const { period, term } = state.parsed(name, "missing"), label = `${data.spoken[term]}, ${data.headings[period]}`;
    const row = element("div", [], "control"), title = element("p", label, "control-name"), select = document.createElement("select"), slider = document.createElement("input"), told = element("output", "");
    select.ariaLabel = `${label}: value`;
    slider.ariaLabel = `${label}: how sure, in per cent`;
    slider.type = "range";
    Object.assign(slider, { min: 0, max: 100, step: 5 });
    select.append(new Option("as coded", ""), ...data.values[term].map((value) => new Option(value, value)), new Option("missing", "missing"));
    const valueOf = () => select.value || likeliest(period, term);
    select.addEventListener("change", () => state.change(name, select.value));
    const text = () => written(period, term, valueOf(), Number(slider.value) / 100);
    slider.addEventListener("input", () => state.preview(name, text()));
    slider.addEventListener("change", state.commit);
    row.append(title, select, slider, told);
    rows.set(row, () => {
      const now = state.changes.get(name), found = now ? state.parsed(name, now).coding : state.chosen()[period][term];
      const single = now && /^[^|]*$/.test(now) ? now.replace(/:[\d.]+$/, "") : "";
      if (select.value !== single) select.value = single;
      row.classList.toggle("changed", Boolean(now));
      slider.disabled = !found.weights;
      const value = single && single !== "missing" ? single : likeliest(period, term), place = data.values[term].indexOf(value);
      const whole = found.weights?.reduce((a, b) => a + b, 0n), chance = found.weights ? Number((found.weights[place] * 1000n) / whole) / 10 : 0;
      if (document.activeElement !== slider) slider.value = chance;
      told.textContent = found.weights ? `${value} ${words.percent([found.weights[place], whole])}` : "missing";
    });
    return row;
  }
  function likeliest(period, term) {
    const { weights } = state.chosen()[period][term];
    return data.values[term][weights ? weights.reduce((a, weight, n) => (weight > weights[a] ? n : a), 0) : 0];
  }
  // A value at some chance; what is left goes to the other coded values in proportion, or evenly to all others.
  function written(period, term, value, chance) {
    const { values, weights } = state.chosen()[period][term], order = data.values[term], place = order.indexOf(value);
    if (chance >= 1) return value;
    const others = values.filter((each) => each !== place);
    if (!values.includes(place) || !others.length) return `${value}:${chance}`;
    const whole = others.reduce((sum, each) => sum + Number(weights[each]), 0), parts = others.map((each) => [order[each], Math.floor(((1 - chance) * 1000 * Number(weights[each])) / whole) / 1000]);
    return [[value, chance], ...parts].map(([each, share]) => `${each}:${share}`).join("|");
  }

  let isBuilt = false;
  function build() {
    if (isBuilt) return;
    isBuilt = true;
    byId("decisive").append(...data.decisive.map(control));
    const folded = (title, fill) => {
      const part = element("details", [element("summary", title)]);
      part.addEventListener("toggle", () => { if (part.open && part.childElementCount === 1) { part.append(...fill()); refresh(); } });
      return part;
    };
    byId("all-codings").append(...data.periods.map((id, period) => folded(data.headings[period], () => data.codable.map((term) => control(`${id}:${data.terms[term]}`)))));
    byId("all-rules").append(...data.rules.map(({ theory, rules }) => folded(data.titles[theory], () => rules.map(({ label, text }) => {
      const box = document.createElement("input"), name = `${theory}:${label}`;
      box.type = "checkbox";
      box.dataset.rule = name;
      box.addEventListener("change", () => { state.giveUp(label, false); state.giveUp(name, !box.checked); });
      rows.set(box, () => { box.checked = !state.givenUp.has(name) && !state.givenUp.has(label); });
      return element("label", [box, " ", element("b", label), ` ${text}`], "rule-switch");
    }))));
  }
  function refresh() {
    const isChanged = state.isChanged();
    byId("panel-changes").replaceChildren(...state.told().map((told) => element("li", told)));
    byId("panel-none").hidden = isChanged;
    byId("panel-command").hidden = !isChanged;
    byId("command").textContent = state.command();
    byId("permalink").href = state.link();
    if (!aside.hidden) for (const each of rows.values()) each();
  }
  return { refresh };
}
