// Cards: the reasons of a verdict, or a coding with its evidence, in a dialog whose address can be sent on.
function cards(app) {
  const { data, words, state, show, vault, byId } = app;
  const dialog = byId("card"), body = byId("card-body");
  const isCell = (id) => id.startsWith("cell."), exists = (id) => Boolean(id) && Boolean(vault.find(id));
  let shown = "";

  function fill(into, id) {
    const article = vault.find(id).cloneNode(true);
    article.removeAttribute("id");
    for (const each of article.querySelectorAll("[id]")) each.removeAttribute("id");
    article.removeAttribute("aria-labelledby");
    into.replaceChildren(article);
    for (const part of article.querySelectorAll(".chances")) Object.assign(part, { tabIndex: 0, role: "group", ariaLabel: `Chances: ${article.querySelector("h3").textContent}` });
    // What stands once in the page is whole in every card.
    const same = article.querySelector(".same");
    same?.replaceWith(...[...vault.find(decodeURIComponent(same.querySelector("a").hash.slice(1))).querySelectorAll("p[dir], .evidence")].map((each) => each.cloneNode(true)));
    if (id.startsWith("coding.")) article.append(...uses(id));
    if (!isCell(id)) return article;
    const place = Number(article.dataset.place), graph = element("div", "", "graph");
    article.querySelector(".sentence").after(graph);
    drawGraph(graph, data.graphs[place], data.boxes, (anchor) => state.open(anchor));
    if (state.isChanged()) article.querySelector("h3").after(element("p", underChanges(place), "under-changes"));
    return article;
  }
  // The verdicts that rest on a coding, and how the command line names it.
  function uses(id) {
    const cells = vault.all("article.cell-detail").filter((each) => [...each.querySelectorAll("a")].some((link) => link.getAttribute("href") === `#${id}`));
    const links = cells.flatMap((each, n) => {
      const link = element("a", each.querySelector("h3").firstChild.textContent + data.headings[each.dataset.period - data.first]);
      link.href = `#${each.id}`;
      return n ? [", ", link] : [link];
    });
    return links.length ? [element("p", ["Verdicts that rest on it: ", ...links, "."], "small")] : [element("p", "No verdict rests on it.", "small")];
  }
  function underChanges(place) {
    const { found } = show.latest[place];
    if (found.verdict === "unknown") return "With your changes this cell is not worked out again here. What follows explains the verdict without them.";
    const all = found.all?.toSorted((a, b) => (a[1][0] < b[1][0] ? 1 : a[1][0] > b[1][0] ? -1 : 0)).map(([each, chance]) => `${each} ${words.percent(chance)}`).join(", ") ?? found.verdict;
    const open = found.readings?.length > 1 ? ` As then coded, it may be ${words.listed(found.readings, "or")}.` : "";
    return `With your changes: ${all}.${open} What follows explains the verdict without them.`;
  }
  function refresh() {
    const id = exists(state.card) && (isCell(state.card) || state.card.startsWith("coding.") || state.card.startsWith("rule.")) ? state.card : "";
    if (!id) {
      if (dialog.open) dialog.close();
      shown = "";
      if (state.card && !id) vault.show(state.card);
      return;
    }
    const article = fill(body, id);
    if (!dialog.open) dialog.showModal();
    if (shown !== id) dialog.scrollTop = 0;
    shown = id;
    dialog.setAttribute("aria-label", article.querySelector("h3").textContent.replace(/\s+/g, " ").trim());
  }
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); state.close(); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) state.close(); });
  byId("card-close").addEventListener("click", state.close);
  byId("card-back").addEventListener("click", state.undo);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const id = decodeURIComponent(link.hash.slice(1));
    if (!id || id.includes("=") || document.getElementById(id)) { if (dialog.open && id && !id.includes("=")) state.close(); return; }
    if (!exists(id)) return;
    event.preventDefault();
    if (isCell(id) || id.startsWith("coding.") || id.startsWith("rule.")) state.open(id);
    else { state.close(); vault.show(id); }
  });
  app.fillCard = fill;
  return { refresh };
}

// The reasons of one cell stand on the page itself.
function reasons({ vault, byId, fillCard }) {
  const theory = byId("why-theory"), period = byId("why-period"), body = byId("why-body");
  function refresh() {
    const found = vault.all("article.cell-detail").find((each) => each.dataset.theory === theory.value && each.dataset.period === period.value);
    if (found) fillCard(body, found.id);
  }
  for (const select of [theory, period]) select.addEventListener("change", refresh);
  return { refresh };
}
