"use strict";
// Judges every cell again under other codings and with propositions given up: semantics.md, section 4.
// The functions of a cell are multiplied out once, for the propositions asserted, into one diagram of what the theory
// claims; the readings, the exact chance of every verdict and the leading reading are then read off it. Numbers stand
// for terms, values, labels and verdicts in the order given in the data; chances are whole numbers over a common whole.
function judging(data) {
  const first = data.first, verdicts = Object.keys(data.verdicts), OPEN = "open";
  const MAX_NODES = 50_000, MAX_STATES = 50_000;
  class LimitReached extends Error {}

  // ---- codings: for each period and term the values coded, lowest first, and the weight of every value

  const evenly = (values, size) => Array.from({ length: size }, (_, n) => (values.includes(n) ? 1n : 0n));
  function coding(term, values, weights = null) {
    const own = !values.length ? null : weights?.length ? weights.map(BigInt) : evenly(values, data.values[term].length);
    return { values, weights: own, key: `${values}:${own}` };
  }
  const filed = data.coded.map((row) => row.map((values, term) => coding(term, values)));
  for (const [period, term, weights] of data.doubtful) filed[period][term] = coding(term, filed[period][term].values, weights);

  // ---- cells made ready: functions as nodes [rank of the block, child ...], each once, 0 false and 1 true

  function prepared(cell) {
    if (cell.order === undefined) return cell;
    const blocks = data.orders[cell.order];
    const groups = [cell.scope, cell.conditions, cell.strict, cell.all];
    const asked = blocks.map((block, n) => n).filter((n) => blocks[n].length > 1);
    const inFileOrder = asked.toSorted((a, b) => blocks[a][1] - blocks[b][1] || blocks[a][0] - blocks[b][0]);
    return {
      ...cell, blocks, here: blocks.length - 1, groups, asked, shape: JSON.stringify([cell.order, cell.change, ...groups]),
      sizes: blocks.map((block) => (block.length === 1 ? 2 : data.values[block[0]].length)),
      switches: blocks.filter((block) => block.length === 1).map(([label]) => label),
      rankOf: new Map(inFileOrder.map((n, place) => [n, place])), known: new Map(),
      before: cell.change ? blocks.findIndex((block) => block.join() === [cell.term, -1].join()) : undefined,
    };
  }
  function table(most) {
    const nodes = [null, null], unique = new Map();
    function node(block, children) {
      if (children.every((child) => child === children[0])) return children[0];
      const key = `${block}:${children}`;
      if (!unique.has(key)) unique.set(key, nodes.push([block, ...children]) - 1);
      if (nodes.length > most) throw new LimitReached();
      return unique.get(key);
    }
    return { nodes, node };
  }
  const listed = data.nodes ? data.nodes.split(";").map((node) => node.split(",").map((digits) => parseInt(digits, 36))) : [];
  const cells = data.cells.map(prepared);
  const codingAt = (cell, block, coded) => coded[cell.period + block[1] - first][block[0]];

  // ---- the diagram of a cell: nodes { block, children }, and leaves that say what the theory claims

  // The same cell with its blocks in another order; the outcome stays last.
  function reordered(cell, order) {
    const blocks = order.map((n) => cell.blocks[n]);
    return { ...cell, blocks, sizes: order.map((n) => cell.sizes[n]), before: cell.change ? order.indexOf(cell.before) : undefined };
  }

  const diagrams = new Map();
  function compiled(cell, off) {
    const key = `${cell.shape} ${cell.switches.filter((label) => off.has(label))}`;
    if (!diagrams.has(key)) diagrams.set(key, multiplied(cell, off));
    return diagrams.get(key);
  }
  function multiplied(cell, off, certain = null, most = MAX_NODES) {
    const { blocks, groups, here, sizes } = cell, every = (1 << sizes[here]) - 1;
    const { nodes, node } = table(most), rank = new Map(blocks.map((block, n) => [block.join(), n])), loaded = new Map();
    // A node of the data, with the switches set and what is certain taken so, in the order of the cell's blocks.
    function load(number) {
      if (number < 2) return number;
      if (!loaded.has(number)) {
        const [place, ...children] = listed[number - 2], block = data.blocks[place], name = block.join();
        const own = children.map((child) => (child < 2 ? child : number - child + 1));
        loaded.set(number, block.length === 1 ? load(own[off.has(block[0]) ? 0 : 1]) : certain?.has(name) ? load(own[certain.get(name)]) : chosen(rank.get(name), own.map(load)));
      }
      return loaded.get(number);
    }
    // The node that asks a block and goes on from there, where some of what follows may stand before it in the order.
    const choices = new Map();
    function chosen(block, children) {
      const top = Math.min(...children.map((n) => (n < 2 ? Infinity : nodes[n][0])));
      if (top > block) return node(block, children);
      const key = `${block}:${children}`;
      if (!choices.has(key))
        choices.set(key, node(top, Array.from({ length: sizes[top] }, (_, value) => chosen(block, children.map((n) => at(n, top, value))))));
      return choices.get(key);
    }
    const and = new Map();
    function both(a, b) {
      if (a === b || b === 1) return a;
      if (a === 1) return b;
      if (a === 0 || b === 0) return 0;
      const key = a < b ? `${a} ${b}` : `${b} ${a}`;
      if (!and.has(key)) {
        const block = Math.min(nodes[a][0], nodes[b][0]);
        and.set(key, node(block, Array.from({ length: sizes[block] }, (_, value) => both(at(a, block, value), at(b, block, value)))));
      }
      return and.get(key);
    }
    const blockOf = (n) => (n < 2 ? here : nodes[n][0]);
    const at = (n, block, value) => (n > 1 && nodes[n][0] === block ? nodes[n][value + 1] : n);
    const levels = (n) => (n < 2 ? n * every : nodes[n].slice(1).reduce((bits, child, value) => bits | (child << value), 0));
    const conjunction = (group) => group.map(load).reduce(both, 1);

    const entries = [], unique = new Map(), known = new Map();
    function entry(key, made) {
      if (!unique.has(key)) unique.set(key, entries.push(made) - 1);
      return unique.get(key);
    }
    const leaf = (claim) => entry(`leaf ${Object.values(claim)}`, { block: here, ...claim });
    function walk(scope, conditions, strict, all, before) {
      if (scope === 0) return leaf({ before, inScope: false, denies: false, levels: 0, expected: 0 });
      if (conditions === 0) strict = 0;
      if (strict === 0) all = 0;
      const waits = cell.change && before === undefined, state = [scope, conditions, strict, all];
      const block = Math.min(waits ? cell.before : here, ...state.map(blockOf));
      if (block === here) return leaf({ before, inScope: true, denies: conditions === 0, levels: levels(strict), expected: levels(all) });
      const key = `${before} ${state}`;
      if (known.has(key)) return known.get(key);
      const children = Array.from({ length: sizes[block] }, (_, value) => walk(
        ...state.map((n) => at(n, block, value)), waits && block === cell.before ? value : before));
      const same = children.every((child) => child === children[0]);
      known.set(key, same ? children[0] : entry(`${block}:${children}`, { block, children }));
      if (known.size > most) throw new LimitReached();
      return known.get(key);
    }
    return { entries, root: walk(...groups.map(conjunction), undefined) };
  }

  // ---- the table of verdicts, in one world

  const direction = (before, now) => (now < before ? 0 : now === before ? 1 : 2);
  function outcomes(cell, before, levels) {
    if (!cell.change) return levels;
    let found = 0;
    for (let level = 0; level < cell.sizes[cell.here]; level++) if (levels & (1 << level)) found |= 1 << direction(before, level);
    return found;
  }
  function verdictIn(cell, claim, level) {
    if (!claim.inScope) return "out of scope";
    if (claim.denies) return "denies conditions";
    if (!claim.levels) return "incoherent";
    if (level === undefined) return "unobserved";
    const bit = 1 << level, every = (1 << cell.sizes[cell.here]) - 1, happened = outcomes(cell, claim.before, bit);
    if (!(claim.levels & bit)) return "contradicted";
    if (outcomes(cell, claim.before, claim.levels) === happened) return "predicted";
    if (claim.expected && !(claim.expected & bit)) return "against expectation";
    if (outcomes(cell, claim.before, claim.expected) === happened) return "expected";
    return claim.levels !== every || (claim.expected && claim.expected !== every) ? "permitted" : "silent";
  }
  const inOrder = (found) => verdicts.filter((verdict) => found.has(verdict));
  const read = (found) => (found.size === 1 ? found.values().next().value : OPEN);

  // ---- what the codings let the theory claim, all values of `allowed` taken together (null: any)

  function claimsUnder(cell, diagram, allowed) {
    const seen = new Set([diagram.root]), claims = [];
    for (const n of seen) {
      const { block, children } = diagram.entries[n];
      if (!children) claims.push(diagram.entries[n]);
      else (allowed[block] ?? children.map((_, value) => value)).forEach((value) => seen.add(children[value]));
    }
    return claims;
  }

  // ---- draws: one pass down the diagram, level by level, over the sets of nodes that draws lead to

  // Of two draws the more probable one is better, then that with fewer values that are not coded, then the lower one.
  const better = (a, b) => a.weight !== b.weight ? a.weight > b.weight : a.odd !== b.odd ? a.odd < b.odd : a.code < b.code;
  const along = (a, b) => ({ weight: a.weight * b.weight, odd: a.odd + b.odd, code: a.code + b.code });

  // For each block the values that a draw may take with their weights; null where the coding is missing.
  function optionsOf(cell, coded) {
    return cell.blocks.map((block, n) => {
      if (block.length === 1) return [];
      const { values, weights } = codingAt(cell, block, coded);
      if (weights === null) return null;
      const shift = 16n * BigInt(cell.asked.length - 1 - cell.rankOf.get(n));
      return weights.flatMap((weight, value) => (weight ? [{ value, weight, odd: values.includes(value) ? 0 : 1, code: BigInt(value) << shift }] : []));
    });
  }

  function spread(cell, diagram, coded) {
    const options = optionsOf(cell, coded);
    const wholes = options.map((own) => (own?.length ? own.reduce((sum, { weight }) => sum + weight, 0n) : 1n));
    const alone = options.map((own) => (own?.length ? own.reduce((a, b) => (better(b, a) ? b : a)) : null));
    const layers = Array.from({ length: cell.here + 1 }, () => new Map());
    let states = 0;
    function arrive(numbers, weight, best, level) {
      const nodes = [...new Set(numbers)].sort((a, b) => a - b);
      const at = Math.min(...nodes.map((n) => diagram.entries[n].block));
      for (let skipped = level; skipped < at; skipped++) {
        weight *= wholes[skipped];
        if (alone[skipped]) best = along(best, alone[skipped]);
      }
      const key = nodes.join(), old = layers[at].get(key);
      if (old) {
        old.weight += weight;
        if (better(best, old.best)) old.best = best;
      } else {
        layers[at].set(key, { nodes, weight, best });
        if (++states > MAX_STATES) throw new LimitReached();
      }
    }
    arrive([diagram.root], 1n, { weight: 1n, odd: 0, code: 0n }, 0);
    for (let level = 0; level < cell.here; level++) {
      for (const { nodes, weight, best } of layers[level].values()) {
        const asks = (n) => diagram.entries[n].block === level;
        const beyond = nodes.filter((n) => !asks(n)), here = nodes.filter(asks).map((n) => diagram.entries[n].children);
        if (options[level] === null) arrive([...beyond, ...here.flat()], weight, best, level + 1);
        else for (const option of options[level])
          arrive([...beyond, ...here.map((children) => children[option.value])], weight * option.weight, along(best, option), level + 1);
      }
    }
    // The outcome is drawn last.
    const found = new Map(), whole = wholes.reduce((a, b) => a * b);
    for (const { nodes, weight, best } of layers[cell.here].values())
      for (const option of options[cell.here] ?? [null]) {
        const verdict = read(new Set(nodes.map((n) => verdictIn(cell, diagram.entries[n], option?.value))));
        const share = option ? weight * option.weight : weight, draw = option ? along(best, option) : best;
        const old = found.get(verdict);
        if (!old) found.set(verdict, { weight: share, best: draw });
        else found.set(verdict, { weight: old.weight + share, best: better(draw, old.best) ? draw : old.best });
      }
    return { found, whole };
  }

  // ---- a cell judged; `coded` as `filed` is, `off` the labels given up

  function judged(cell, coded, off) {
    if (cell.limit) return { verdict: "unknown" };
    if (!cell.testable) return { verdict: "untestable", chance: [1n, 1n], near: [], readings: ["untestable"] };
    const key = [cell.switches.filter((label) => off.has(label)),
      ...cell.asked.map((n) => codingAt(cell, cell.blocks[n], coded).key)].join(" ");
    if (!cell.known.has(key)) {
      try { cell.known.set(key, worked(cell, coded, compiled(cell, off))); } catch (error) {
        if (!(error instanceof LimitReached)) throw error;
        cell.known.set(key, { verdict: "unknown" });
      }
    }
    return cell.known.get(key);
  }
  function worked(cell, coded, diagram) {
    const { found, whole } = spread(cell, diagram, coded);
    const ranked = inOrder(found).map((verdict) => [verdict, found.get(verdict).weight]);
    const [verdict, weight] = ranked.reduce((a, b) => (b[1] > a[1] ? b : a));
    const near = ranked.filter(([other, own]) => other !== verdict && 100n * (weight - own) <= BigInt(data.near) * whole);
    const { code } = found.get(verdict).best;
    const drawn = (n) => [Number((code >> (16n * BigInt(cell.asked.length - 1 - cell.rankOf.get(n)))) & 0xffffn)];
    const codings = cell.blocks.map((block) => (block.length === 1 ? null : codingAt(cell, block, coded)));
    const inReading = claimsUnder(cell, diagram, codings.map((own, n) => (own?.weights ? drawn(n) : null))).filter((claim) => claim.inScope);
    const said = (levels) => inReading.reduce((bits, claim) => bits | outcomes(cell, claim.before, claim[levels]), 0);
    const now = codings[cell.here].values;
    const readings = new Set(claimsUnder(cell, diagram, codings.map((own) => (own?.values.length ? own.values : null))).flatMap(
      (claim) => (now.length ? now : [undefined]).map((level) => verdictIn(cell, claim, level))));
    return {
      verdict, chance: [weight, whole], near: near.sort((a, b) => (a[1] < b[1] ? 1 : a[1] > b[1] ? -1 : 0)).map(([other, own]) => [other, [own, whole]]),
      all: ranked.map(([other, own]) => [other, [own, whole]]), readings: inOrder(readings),
      prediction: inReading.length ? said("levels") : null, expectation: inReading.length ? said("expected") : null,
    };
  }

  // The chance of each outcome, [name, [weight, whole]]; empty where it is not coded now and before.
  function observed(cell, coded) {
    const now = coded[cell.period - first][cell.term].weights;
    if (!cell.change) return now ? shares(cell, now.map((weight, value) => [value, weight])) : [];
    const before = cell.period > first ? coded[cell.period - 1 - first][cell.term].weights : null;
    return now && before ? shares(cell, before.flatMap((one, b) => now.map((other, n) => [direction(b, n), one * other]))) : [];
  }
  function shares(cell, pairs) {
    const sums = cell.outcomes.map(() => 0n);
    for (const [outcome, weight] of pairs) sums[outcome] += weight;
    const whole = sums.reduce((a, b) => a + b);
    return cell.outcomes.map((name, n) => [name, [sums[n], whole]]).filter(([, [weight]]) => weight);
  }

  // A chance in whole per cents, as `labels.figure` of the command line has it.
  function figure([weight, whole]) {
    if (weight && 200n * weight <= whole) return "<1";
    if (weight < whole && 200n * weight >= 199n * whole) return ">99";
    const quotient = (100n * weight) / whole, twice = 2n * ((100n * weight) % whole);
    return String(twice > whole || (twice === whole && quotient % 2n) ? quotient + 1n : quotient);
  }

  return { cells, filed, coding, judged, observed, figure, recordOver: recording({ multiplied, reordered, optionsOf, verdictIn, direction, LimitReached }, data) };
}
