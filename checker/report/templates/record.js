// The record of a theory over all periods (semantics.md, section 4): every coding is drawn once, for all periods.
// One pass down the diagrams of the periods, in order; a state is the nodes that a draw has come to and the values of
// the codings that a later period asks again. One whole number holds the weights of all tests side by side.
function recording({ multiplied, reordered, optionsOf, verdictIn, direction, LimitReached }, data) {
  const known = new Map();
  const TESTS = ["stands", "noRise", "noFall", "noChange", "right", "rightNoRise", "rightNoFall", "rightNoChange"];
  const MAX_STATES = 1_000_000, MAX_NODES = 500_000;
  const fateOf = (verdict) => ({ refuted: "refuted", fits: "fits" })[data.verdicts[verdict].side] ?? (verdict === "out of scope" ? verdict : "neither");

  // What is true of a period in a draw, by the fates over its open codings and the way the outcome goes.
  function passed(fates, way, isChange) {
    const is = (fate) => fates.size === 1 && fates.has(fate);
    const inside = way !== null && !is("out of scope"), rise = inside && way === "rises", fall = inside && way === "falls";
    const turn = isChange ? rise || fall : inside, stands = !is("refuted"), right = stands && (is("fits") || !turn);
    return [stands, !rise, !fall, !rise && !fall, right, right && !rise, right && !fall, right && !rise && !fall];
  }

  // For a coding that is kept for later periods: the lowest value that leads to the same there, so that fewer are told apart.
  function alikes(stages) {
    const same = new Map();
    function signs({ ids, diagram, beforeId }, id) {
      if (id === beforeId) return (value) => String(value);
      const level = ids.indexOf(id), asked = level < 0 ? [] : diagram.entries.filter(({ block, children }) => block === level && children);
      return (value) => asked.map(({ children }) => children[value]).join();
    }
    return (id, n, value) => {
      const key = `${id} ${n}`;
      if (!same.has(key)) {
        const later = stages.slice(n + 1).map((stage) => signs(stage, id)), seen = new Map(), [, term] = id.split(":");
        same.set(key, data.values[term].map((_, each) => {
          const sign = later.map((of) => of(each)).join("|");
          if (!seen.has(sign)) seen.set(sign, each);
          return seen.get(sign);
        }));
      }
      return same.get(key)[value];
    };
  }

  // `own` are the judged cells of one theory in order. Null past a limit; chances as [weight, whole].
  return function recordOver(own, coded, off) {
    try { return own.length ? recorded(own, coded, off) : null; } catch (error) {
      if (error instanceof LimitReached) return null;
      throw error;
    }
  };

  function recorded(own, coded, off) {
    const nameOf = (cell, block) => (block.length === 1 ? "" : `${cell.period + block[1]}:${block[0]}`);
    const asking = own.map((cell) => new Set(cell.blocks.map((block) => nameOf(cell, block))));
    const stages = own.map((filed, n) => {
      // First what an earlier period asks too, last what only a later one does, so that few values are to be kept.
      const group = (place) => {
        const name = nameOf(filed, filed.blocks[place]);
        return place === filed.here ? 3 : asking.slice(0, n).some((names) => names.has(name)) ? 0 : asking.slice(n + 1).some((names) => names.has(name)) ? 2 : 1;
      };
      const order = filed.blocks.map((_, place) => place).filter((place) => filed.blocks[place].length > 1).sort((a, b) => group(a) - group(b) || a - b);
      const cell = { ...reordered(filed, order), here: order.length - 1 }, found = optionsOf(filed, coded), options = order.map((place) => found[place]);
      const ids = cell.blocks.map((block) => nameOf(cell, block));
      const certain = new Map(cell.blocks.flatMap((block, place) => (place !== cell.here && place !== cell.before && options[place]?.length === 1 ? [[block.join(), options[place][0].value]] : [])));
      // Of levels, too, it is told which way they went, though the theory need not ask for the level before.
      const then = cell.change || options[cell.here] === null ? null : coded[cell.period - 1 - data.first]?.[cell.term];
      const before = then?.weights ? then.weights.flatMap((weight, value) => (weight ? [{ value, weight }] : [])) : null;
      const key = `${cell.shape} ${order} ${[...certain].flat()} ${cell.switches.filter((label) => off.has(label))}`;
      if (!known.has(key)) known.set(key, multiplied(cell, off, certain, MAX_NODES));
      return { cell, options, ids, before, beforeId: before ? `${cell.period - 1}:${cell.term}` : "", diagram: known.get(key) };
    });
    const lastAsked = new Map(), wholeOf = new Map();
    stages.forEach(({ ids, options, before, beforeId }, n) => [[beforeId, before], ...ids.map((id, level) => [id, options[level]])].forEach(([id, own]) => {
      if (!id || !own) return;
      lastAsked.set(id, n);
      wholeOf.set(id, own.reduce((sum, { weight }) => sum + weight, 0n));
    }));
    const whole = [...wholeOf.values()].reduce((a, b) => a * b, 1n), width = BigInt(whole.toString(2).length + 1);
    const every = (1n << width) - 1n, maskOf = (flags) => flags.reduce((bits, flag, n) => (flag ? bits | (every << (width * BigInt(n))) : bits), 0n);
    const sameAs = alikes(stages);
    let states = new Map([["", { kept: new Map(), weight: TESTS.reduce((sum, _, n) => sum | (1n << (width * BigInt(n))), 0n) }]]), count = 0;
    stages.forEach((stage, n) => { states = through(stage, n, states); });
    const packed = [...states.values()].reduce((sum, { weight }) => sum + weight, 0n);
    const share = Object.fromEntries(TESTS.map((name, n) => [name, (packed >> (width * BigInt(n))) & every]));
    const given = whole - share.noRise - share.noFall + share.noChange;
    return {
      unrefuted: [share.stands, whole],
      both: given ? [share.right - share.rightNoRise - share.rightNoFall + share.rightNoChange, given] : null,
    };

    function through({ cell, options, ids, diagram, before: then, beforeId }, n, before) {
      const layers = Array.from({ length: cell.here + 1 }, () => new Map());
      const isKept = (id) => id === beforeId || lastAsked.get(id) > n;
      function arrive(numbers, kept, weight, from) {
        const nodes = [...new Set(numbers)].sort((a, b) => a - b), at = Math.min(...nodes.map((each) => diagram.entries[each].block));
        for (let level = from; level < at; level++) {
          const id = ids[level];
          if (!id || !options[level]) continue;
          if (kept.has(id)) { if (!isKept(id)) { kept = new Map(kept); kept.delete(id); } } else if (!isKept(id)) weight *= wholeOf.get(id);
        }
        const key = `${nodes}|${[...kept].flat()}`, old = layers[at].get(key);
        if (old) old.weight += weight;
        else {
          layers[at].set(key, { nodes, kept, weight });
          if (++count > MAX_STATES) throw new LimitReached();
        }
      }
      // What is kept of a value that is drawn here or was drawn before.
      function keeping(kept, id, value) {
        const stands = isKept(id) && id !== beforeId ? sameAs(id, n, value) : value;
        if (isKept(id) && kept.get(id) === stands) return kept;
        const next = new Map(kept);
        if (isKept(id)) next.set(id, stands);
        else next.delete(id);
        return next;
      }
      const ways = (kept, level) => (kept.has(ids[level]) ? [{ value: kept.get(ids[level]), weight: 1n }] : options[level]);
      for (const { kept, weight } of before.values()) arrive([diagram.root], kept, weight, 0);
      for (let level = 0; level < cell.here; level++) for (const { nodes, kept, weight } of layers[level].values()) {
        const asks = (each) => diagram.entries[each].block === level;
        const beyond = nodes.filter((each) => !asks(each)), here = nodes.filter(asks).map((each) => diagram.entries[each].children);
        if (options[level] === null) arrive([...beyond, ...here.flat()], kept, weight, level + 1);
        else for (const option of ways(kept, level))
          arrive([...beyond, ...here.map((children) => children[option.value])], keeping(kept, ids[level], option.value), weight * option.weight, level + 1);
      }
      const after = new Map(), masks = new Map(), isSeen = options[cell.here] !== null;
      const tellsWay = isSeen && cell.change && options[cell.before] !== null;
      const earlier = (kept) => (!then ? [null] : kept.has(beforeId) ? [{ value: kept.get(beforeId), weight: 1n }] : then);
      for (const { nodes, kept, weight } of layers[cell.here].values()) for (const option of isSeen ? ways(kept, cell.here) : [null]) for (const old of earlier(kept)) {
        const key = `${nodes}|${option?.value}|${old?.value}`;
        if (!masks.has(key)) {
          const claims = nodes.map((each) => diagram.entries[each]);
          const came = old ? old.value : tellsWay ? claims.find((claim) => claim.before !== undefined)?.before : undefined;
          const way = !isSeen ? null : came === undefined ? "steady" : ["falls", "steady", "rises"][direction(came, option.value)];
          masks.set(key, maskOf(passed(new Set(claims.map((claim) => fateOf(verdictIn(cell, claim, option?.value)))), way, cell.change)));
        }
        const left = weight * (option?.weight ?? 1n) * (old?.weight ?? 1n) & masks.get(key);
        if (!left) continue;
        let next = option ? keeping(kept, ids[cell.here], option.value) : kept;
        if (old) {
          next = new Map(next);
          if (lastAsked.get(beforeId) > n) next.set(beforeId, sameAs(beforeId, n, old.value));
          else next.delete(beforeId);
        }
        const state = [...next].flat().join(), known = after.get(state);
        if (known) known.weight += left;
        else after.set(state, { kept: next, weight: left });
      }
      return after;
    }
  }
}
