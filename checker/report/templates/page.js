// The page put together: what a reader does, and what follows from it.
(() => {
  const data = JSON.parse(document.getElementById("compiled").textContent), byId = (id) => document.getElementById(id);
  const judge = judging(data), words = headlines(data, judge.figure), state = keeping(data, judge), show = showing(data, judge, state, words);
  const vault = storing(), app = { data, judge, words, state, show, vault, byId };
  document.documentElement.classList.add("js");
  // For scripts: what the page shows, as values.
  globalThis.checkerPage = app;
  const parts = [cards(app), panel(app)], later = [reasons(app), comparing(app), doubting(app)];
  let waiting = 0;

  function refresh() {
    show.refresh();
    const told = state.told(), isChanged = state.isChanged(), said = byId("changes-said");
    for (const note of document.querySelectorAll(".as-coded")) note.hidden = !isChanged;
    for (const radio of document.querySelectorAll("input[name^='hinge:']")) radio.checked = radio.value === (state.changes.get(radio.name.slice(6)) ?? "");
    for (const radio of document.querySelectorAll("input[name^='hinge:']")) {
      const small = radio.parentElement.querySelector("small"), { period, term } = state.parsed(radio.name.slice(6), "missing"), { weights } = state.chosen()[period][term];
      if (small) small.textContent = weights ? words.percent([weights[data.values[term].indexOf(radio.value)], weights.reduce((a, b) => a + b)]) : "";
    }
    if (byId("choice")) byId("choice").value = state.choice;
    byId("undo").disabled = !state.canUndo();
    byId("redo").disabled = !state.canRedo();
    byId("reset").disabled = !isChanged;
    const unknown = state.unknown.length ? `The address asks for what this page does not know: ${state.unknown.join("; ")}. ` : "";
    said.hidden = !isChanged && !unknown;
    const link = element("a", "Link to this");
    link.href = state.link();
    said.replaceChildren(unknown, ...(isChanged ? [`With ${told.slice(0, 3).join("; ")}${told.length > 3 ? `; and ${told.length - 3} more changes` : ""}. `, link] : []));
    byId("changes-on-paper").replaceChildren(...(isChanged ? [`This page is as it is with these changes: ${told.join("; ")}. On the command line: ${state.command()}`] : []));
    for (const part of parts) part.refresh();
    // What stands further down follows when the bars have been painted.
    clearTimeout(waiting);
    waiting = setTimeout(() => { for (const part of later) part.refresh(); }, 250);
    byId("spoken").textContent = isChanged ? `${byId("headline").textContent} ${told.slice(-1)}` : "";
  }
  state.onChange(refresh);

  document.addEventListener("change", ({ target }) => {
    if (target.name?.startsWith("hinge:")) state.change(target.name.slice(6), target.value);
    else if (target.id === "choice") state.choose(target.value);
    else if (target.id === "sort") show.sort(target.value);
  });
  // What has the focus is never hidden behind the heads of the table.
  document.addEventListener("focusin", ({ target }) => {
    const head = target.closest?.(".matrix tbody") && target.closest(".matrix").tHead.getBoundingClientRect();
    if (head && target.getBoundingClientRect().top < head.bottom) scrollBy({ top: target.getBoundingClientRect().top - head.bottom - 8, behavior: "instant" });
  });
  byId("undo").addEventListener("click", state.undo);
  byId("redo").addEventListener("click", state.redo);
  byId("reset").addEventListener("click", state.reset);
  byId("beneath").addEventListener("click", () => byId("beneath").classList.toggle("whole"));
  state.restore();
})();
