"use strict";
// Works out every verdict again under other codings and with propositions given up: semantics.md, section 4,
// by walking the arrays of the compiled cells. Numbers stand for terms, values and labels in the order given there.
function judging(data) {
  const first = data.first;

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

  return { cells, observed, judged };
}
