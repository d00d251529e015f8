// What a reader has changed, and the address that says it: reading, codings, propositions given up, the open card.
function keeping(data, judge) {
  const first = data.first, listeners = [];
  const termOf = new Map(data.terms.map((term, n) => [term, n])), periodOf = new Map(data.periods.map((id, n) => [id, n]));
  const labelOf = new Map(data.labels.map((label, n) => [label, n])), choiceOf = new Map(data.choices.map((each) => [each.key, each]));
  const known = new Set([...data.labels, ...Object.values(data.claims).flat()]);
  let choice = "", card = "", unknown = [];
  const changes = new Map(); // "PERIOD:TERM" -> value, as `checker check --set` takes them
  const givenUp = new Set(); // "ID" or "THEORY:ID", as `--without` takes them

  // `low`, `low|high`, `missing`, and with chances `low:0.3|high:0.7`.
  function parsed(name, text) {
    const cut = name.indexOf(":"), period = periodOf.get(name.slice(0, cut)), term = termOf.get(name.slice(cut + 1));
    if (period === undefined || term === undefined) return null;
    if (text === "missing") return { period, term, coding: judge.coding(term, []) };
    const order = data.values[term], parts = text.split("|").map((part) => /^(.*):(0?\.\d+|1(?:\.0*)?|0)$/.exec(part) ?? [part, part, null]);
    const values = parts.map(([, value]) => order.indexOf(value)), shares = parts.map(([, , share]) => share);
    if (values.includes(-1) || new Set(values).size < values.length) return null;
    if (shares.every((share) => share === null)) return { period, term, coding: judge.coding(term, values.toSorted((a, b) => a - b)) };
    if (shares.includes(null)) return null;
    const weights = spread(order.length, values, shares);
    return weights && { period, term, coding: judge.coding(term, values.toSorted((a, b) => a - b), weights) };
  }
  // What the chances leave over goes evenly to the other values, as in analysis/verdicts/draws.py.
  function spread(size, values, shares) {
    const scale = 1_000_000n, whole = shares.map((share) => BigInt(Math.round(Number(share) * 1e6))), left = scale - whole.reduce((a, b) => a + b, 0n);
    const others = BigInt(size - values.length);
    if (left < 0n || (!others && left === scale)) return null;
    const weights = Array.from({ length: size }, () => left);
    values.forEach((value, n) => { weights[value] = whole[n] * (others || 1n); });
    return others ? weights : weights.map((weight, n) => (values.includes(n) ? weight : 0n));
  }

  // The case as its files have it, or by the chosen reading; then with the changes.
  function chosen() {
    const coded = judge.filed.map((row) => row.slice());
    for (const [period, term, values, weights] of choiceOf.get(choice)?.codings ?? []) coded[period][term] = judge.coding(term, values, weights);
    return coded;
  }
  function coded(more = []) {
    const now = chosen();
    for (const [name, value] of [...changes, ...more]) {
      const { period, term, coding } = parsed(name, value);
      now[period][term] = coding;
    }
    return now;
  }
  function off(theory) {
    const aside = choiceOf.get(choice)?.aside[theory] ?? [];
    const labels = [...[...givenUp].map((label) => label.replace(`${theory}:`, "")), ...aside];
    return new Set(labels.map((label) => labelOf.get(label)).filter((n) => n !== undefined));
  }
  const isSure = ({ values, weights }) => values.length < 2 && (weights === null || weights.filter(Boolean).length === 1);
  const wordsOf = (term, { values }) => values.map((value) => data.values[term][value]).join(" or ") || "missing";
  const isChanged = () => Boolean(choice || changes.size || givenUp.size);

  function put(name, value) {
    if (!value) return changes.delete(name);
    const found = parsed(name, value);
    if (!found) return false;
    const before = chosen()[found.period][found.term];
    const same = isSure(before) && isSure(found.coding) && String(before.values) === String(found.coding.values);
    return same ? changes.delete(name) : changes.set(name, value);
  }

  // ---- the address: every step is an entry of the history, so that Back takes it back

  const depth = () => history.state?.depth ?? 0;
  let furthest = 0;
  function address() {
    const pairs = [...(choice ? [["read", choice]] : []), ...[...changes].map(([name, value]) => ["set", `${name}=${value}`]),
      ...[...givenUp].map((label) => ["without", label]), ...(card ? [["card", card]] : [])];
    return String(new URLSearchParams(pairs));
  }
  const settings = () => address().replace(/(^|&)card=[^&]*/, "");
  let written = "", steps = new Map();
  function commit() {
    const now = address();
    if (now === written) return;
    written = now;
    furthest = depth() + 1;
    steps.set(furthest, settings());
    try { history.pushState({ depth: furthest }, "", now ? `#${now}` : location.pathname + location.search); } catch { /* Browsers allow few entries in a short time. */ }
  }
  function restore() {
    const asked = new URLSearchParams(location.hash.slice(1));
    const isPlain = !["read", "set", "without", "card"].some((key) => asked.has(key));
    choice = choiceOf.has(asked.get("read")) ? asked.get("read") : "";
    unknown = [];
    if (asked.has("read") && !choice) unknown.push(`the reading ${asked.get("read")}`);
    changes.clear();
    givenUp.clear();
    for (const text of asked.getAll("set")) {
      const cut = text.lastIndexOf("=");
      if (put(text.slice(0, cut), text.slice(cut + 1)) === false && !parsed(text.slice(0, cut), text.slice(cut + 1))) unknown.push(`the coding ${text}`);
    }
    for (const label of asked.getAll("without")) {
      if (known.has(label) || known.has(label.slice(label.indexOf(":") + 1))) givenUp.add(label);
      else unknown.push(`the proposition ${label}`);
    }
    card = isPlain ? decodeURIComponent(location.hash.slice(1)) : asked.get("card") ?? "";
    written = address();
    tell();
  }
  addEventListener("popstate", restore);

  const tell = () => { for (const listener of listeners) listener(); };
  const step = (change) => () => { change(); commit(); tell(); };
  const quoted = (text) => (/^[\w:=.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  return {
    first, parsed, coded, chosen, off, isSure, wordsOf, isChanged, restore,
    get choice() { return choice; }, get changes() { return changes; }, get givenUp() { return givenUp; }, get card() { return card; }, get unknown() { return unknown; },
    get chosenLabel() { return choiceOf.get(choice)?.label ?? ""; },
    onChange: (listener) => listeners.push(listener),
    change(name, value) { step(() => put(name, value))(); },
    // While a slider moves: shown, but no step yet.
    preview(name, value) { put(name, value); tell(); },
    commit() { commit(); tell(); },
    choose(key) { step(() => {
      choice = key;
      // What the reading says anyway is no change.
      for (const [name, value] of [...changes]) put(name, value);
    })(); },
    giveUp(label, gone) { step(() => { if (gone) givenUp.add(label); else givenUp.delete(label); })(); },
    open(id) { if (id !== card) step(() => { card = id; })(); },
    close() { if (card) step(() => { card = ""; })(); },
    reset() { step(() => { choice = ""; changes.clear(); givenUp.clear(); })(); },
    canUndo: () => depth() > 0, canRedo: () => depth() < furthest,
    undo: () => history.back(), redo: () => history.forward(),
    link: () => `#${settings()}`,
    command: () => [data.command, ...(choice ? [choiceOf.get(choice).option] : []), ...[...changes].map(([name, value]) => `--set ${quoted(`${name}=${value}`)}`),
      ...[...givenUp].map((label) => `--without ${quoted(label)}`)].join(" "),
    // Each change in words: what it is, and what it was.
    told() {
      const before = chosen();
      return [
        ...(choice ? [`the reading “${choiceOf.get(choice).label}”`] : []),
        ...[...changes].map(([name, value]) => {
          const { period, term } = parsed(name, value);
          return `${data.spoken[term]}, ${data.headings[period]}: ${value.replaceAll("|", " or ").replaceAll(":", " at ")}, not ${wordsOf(term, before[period][term])}`;
        }),
        ...[...givenUp].map((label) => `${label} given up`),
      ];
    },
  };
}
