// What stands in the page for readers without JavaScript and is brought into it only when it is asked for.
function storing() {
  const kept = new Map();
  for (const part of document.querySelectorAll("details.part")) {
    const stored = part.querySelector("noscript");
    if (!stored) continue;
    const fragment = () => {
      if (!kept.has(part)) {
        const template = document.createElement("template");
        template.innerHTML = stored.textContent;
        kept.set(part, template.content);
      }
      return kept.get(part);
    };
    part.fragment = fragment;
    part.addEventListener("toggle", () => { if (part.open) fillIn(part); });
  }
  function fillIn(part) {
    if (part.isFilled) return;
    part.isFilled = true;
    part.append(part.fragment().cloneNode(true));
    for (const each of part.querySelectorAll(".chances")) Object.assign(each, { tabIndex: 0, role: "group", ariaLabel: `Chances: ${each.closest("article").querySelector("h3").textContent}` });
  }
  const parts = [...document.querySelectorAll("details.part")].filter((part) => part.fragment);
  return {
    // The element of this id as it is stored, not to be changed; null where there is none.
    find(id) {
      if (!id) return null;
      for (const part of parts) {
        const found = part.fragment().getElementById(id);
        if (found) return found;
      }
      return null;
    },
    all: (selector) => parts.flatMap((part) => [...part.fragment().querySelectorAll(selector)]),
    // Opens the part that holds it and goes there.
    show(id) {
      const part = parts.find((each) => each.fragment().getElementById(id));
      if (!part) return;
      fillIn(part);
      part.open = true;
      document.getElementById(id)?.scrollIntoView();
    },
  };
}
