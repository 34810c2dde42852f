"use strict";
// One listener for each map, however many cells; one tab stop, moved with the arrow keys.
const WORD = { a: "agrees", i: "inconclusive", d: "disagrees", n: "not checked" };
for (const map of document.querySelectorAll(".map")) {
  const values = JSON.parse(document.getElementById(map.dataset.values).textContent);
  const told = map.parentElement.nextElementSibling;
  const cell = (row, column) => map.children[row]?.children[column];
  const place = (at) => [[...map.children].indexOf(at.parentElement),
    [...at.parentElement.children].indexOf(at)];
  const show = (at) => {
    const column = place(at)[1] - 1, row = at.parentElement.dataset.row;
    const scalar = map.children.length === 1 && map.children[0].children.length === 2 && !row;
    const index = scalar && "" in values ? "" : (row ? row + "," : "") + column;
    const found = values[index];
    let text = `${map.dataset.name}[${index}] ${WORD[at.className]}`;
    if (found) {
      text += `: formula ${found[0]}, numeric ${found[1]}, difference ${found[2]}, ` +
        `allowed ${found[3]}, in trial ${found[4]}` + (found[5] ? ` (${found[5]})` : "");
    }
    told.textContent = text;
    at.setAttribute("aria-label", text);
  };
  let stop = map.querySelector("i.d") || map.querySelector("i.i") || map.querySelector("i");
  stop.tabIndex = 0;
  const move = (to) => {
    if (!to || to.tagName !== "I") return;
    stop.removeAttribute("tabindex");
    stop = to;
    stop.tabIndex = 0;
    stop.focus();
  };
  map.addEventListener("mouseover", (e) => { if (e.target.tagName === "I") show(e.target); });
  map.addEventListener("focusin", (e) => { if (e.target.tagName === "I") show(e.target); });
  map.addEventListener("click", (e) => move(e.target));
  map.addEventListener("keydown", (e) => {
    const [row, column] = place(stop), last = stop.parentElement.children.length - 1;
    const to = { ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
      Home: [row, 1], End: [row, last] }[e.key];
    if (!to) return;
    e.preventDefault();
    move(cell(...to));
  });
}
