// The argument of a verdict as a drawing: codings, propositions, conclusion. Python lays the boxes out; this draws them.
function drawGraph(into, graph, listed, open) {
  if (!graph) { into.remove(); return; }
  const SVG = "http://www.w3.org/2000/svg";
  const made = (name, attributes, ...children) => {
    const found = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) found.setAttribute(key, value);
    found.append(...children);
    return found;
  };
  const [width, height, placed, edges] = graph, boxes = placed.map(([x, y, n]) => [x, y, ...listed[n]]), WIDE = 250, LINE = 16, high = (lines) => LINE * lines.length + 14;
  const svg = made("svg", { viewBox: `0 0 ${width} ${height}`, class: "argument", "aria-hidden": "true", style: `width: ${width}px` });
  for (const [from, to] of edges) {
    const [[x, y, , , ...own], [right, top, , , ...other]] = [boxes[from], boxes[to]], left = x + WIDE, half = (left + right) / 2, start = y + high(own) / 2, end = top + high(other) / 2;
    svg.append(made("path", { d: `M${left} ${start}C${half} ${start} ${half} ${end} ${right} ${end}`, class: "edge" }));
  }
  for (const [x, y, kind, anchor, ...lines] of boxes) {
    const box = made("g", { class: `box ${kind}`, transform: `translate(${x} ${y})` }, made("rect", { width: WIDE, height: high(lines), rx: 4 }));
    lines.forEach(([text, style = ""], n) => box.append(made("text", { x: 10, y: 19 + LINE * n, class: style }, text)));
    if (anchor) { box.classList.add("leads"); box.addEventListener("click", () => open(anchor)); }
    svg.append(box);
  }
  into.replaceChildren(svg);
  into.tabIndex = 0;
  into.role = "group";
  into.ariaLabel = "The argument as a drawing; the same stands below in words";
}
