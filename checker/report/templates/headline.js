// The headline after a reader's changes, word for word as report/words/headline.py has it; a test compares them.
function headlines(data, figure) {
  const SIDES = ["fits", "quiet", "against", "refuted", "undecided"], NAMED = 2, TURNS = 3;
  const WORDS = { fits: "fits", quiet: "says nothing against", against: "spoke against, not excluded", refuted: "contradicted", undecided: "undecided" };
  const NUMBERS = "none one two three four five six seven eight nine ten eleven twelve".split(" ");
  const number = (count) => NUMBERS[count] ?? String(count);
  const percent = (chance) => `${figure(chance)}\u00a0%`;
  const isClear = ([weight, whole]) => 5n * weight >= 3n * whole, isSure = ([weight, whole]) => 20n * weight >= 17n * whole;
  const listed = (words, last = "and") => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`);
  const started = (words) => words.charAt(0).toUpperCase() + words.slice(1);
  const of = (some, all) => (some === all ? `all ${number(all)} theories` : `${number(some)} of ${number(all)} theories`);

  // The chance of each side, [weight, whole], of what `judged` found.
  function sides(found) {
    const whole = found.all?.[0][1][1] ?? 1n, sums = Object.fromEntries(SIDES.map((side) => [side, 0n]));
    if (!found.all) sums[data.verdicts[found.verdict].side] = 1n;
    for (const [verdict, [weight]] of found.all ?? []) sums[data.verdicts[verdict].side] += weight;
    return Object.fromEntries(SIDES.map((side) => [side, [sums[side], whole]]));
  }
  const best = (chances) => SIDES.reduce((a, b) => (chances[b][0] > chances[a][0] ? b : a));
  function inWords(chances) {
    const most = best(chances);
    return !isClear(chances[most]) ? "unclear" : isSure(chances[most]) ? WORDS[most] : `probably ${WORDS[most]}`;
  }
  const isPale = (chances) => !isClear(chances[best(chances)]);

  // `rivals` are [theory, cells' sides by period]; `turns` are { period, seen } where something happened.
  function headline(rivals, turns, isChange) {
    const ranked = (n, side) => rivals.map(({ theory, chances }) => [theory, chances[n][side]])
      .sort(([, a], [, b]) => (b[0] * a[1] > a[0] * b[1] ? 1 : b[0] * a[1] < a[0] * b[1] ? -1 : 0));
    const title = (theory) => data.titles[theory], clear = (n, side) => ranked(n, side).filter(([, chance]) => isClear(chance));
    const subject = ({ period, seen }) => `${isChange ? { rises: "the rise", falls: "the fall", steady: "the steady course" }[seen] : "what happened"}${data.subjects[period - data.first]}`;
    function who(likely) {
      if (!likely.length) return "no theory is likely to fit";
      const probably = likely.every(([, chance]) => isSure(chance)) ? "" : "probably ";
      if (likely.length <= NAMED) return `${listed(likely.map(([theory]) => title(theory)))} ${probably}${likely.length === 1 ? "fits" : "fit"}`;
      return `${of(likely.length, rivals.length)} ${probably}fit`;
    }
    function first() {
      if (!turns.length) return isChange ? "Nothing rose or fell that the theories could account for" : "No outcome is coded";
      if (turns.length > TURNS) return counted();
      const told = new Map();
      for (const turn of turns) {
        const words = who(clear(turn.n, "fits"));
        told.set(words, [...(told.get(words) ?? []), subject(turn)]);
      }
      return started([...told].map(([words, subjects]) => `${words} ${listed(subjects, words.startsWith("no ") ? "or" : "and")}`).join("; "));
    }
    function counted() {
      const counts = rivals.map(({ theory, chances }) => [theory, turns.filter(({ n }) => isClear(chances[n].fits)).length]);
      const most = Math.max(...counts.map(([, count]) => count)), what = isChange ? "rises and falls" : "periods";
      if (!most) return `No theory is likely to fit any of the ${number(turns.length)} ${what}`;
      const names = counts.filter(([, count]) => count === most).map(([theory]) => title(theory));
      const all = names.length <= NAMED ? listed(names) : of(names.length, rivals.length), more = names.length < rivals.length ? ", more than any other theory" : "";
      return `${started(all)} probably ${names.length === 1 ? "fits" : "fit"} ${number(most)} of the ${number(turns.length)} ${what}${more}`;
    }
    function against() {
      const clauses = turns.length > TURNS ? [] : turns.flatMap((turn) => {
        const likely = clear(turn.n, "refuted");
        if (!likely.length) return [];
        const low = figure(likely.at(-1)[1]), high = percent(likely[0][1]), spread = `${low}\u00a0%` === high ? high : `${low} to ${high}`;
        const whom = likely.length <= NAMED ? listed(likely.map(([theory, chance]) => `${title(theory)} (${percent(chance)})`)) : `${of(likely.length, rivals.length)} (${spread})`;
        return [`${subject(turn)} ${likely.every(([, chance]) => isSure(chance)) ? "" : "probably "}contradicts ${whom}`];
      });
      return clauses.length ? `${started(clauses.join("; "))}.` : "";
    }
    function built() {
      const names = rivals.filter(({ theory }) => data.built.includes(theory)).map(({ theory }) => title(theory));
      if (!names.length) return "";
      if (names.length === 1) return `${rivals.length > 1 ? names[0] : "It"} was built on this case, so its fit is no test.`;
      const some = names.length === rivals.length ? "All of them" : `${started(number(names.length))} of the ${number(rivals.length)}`;
      return `${some} were built on this case, so their fit is no test.`;
    }
    return { title: `${first()}.`, beneath: [against(), built()].filter(Boolean).join(" ") };
  }
  return { SIDES, sides, inWords, isPale, headline, listed, percent };
}
