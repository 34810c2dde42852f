"use strict";
// The numbers of the entry that is pointed at: one listener for a map, whatever its size, and one
// tab stop, from which the arrow keys move.
const VERDICTS = {"-1": "not checked", "0": "agrees", "1": "inconclusive", "2": "disagrees"};
const COLUMNS = ["formula", "numeric", "difference", "allowed"];
const HINT = "Hover, tap or use the arrow keys to see an entry; n goes to the next that does not agree.";

function indexOf(place, shape) {
  const index = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index.unshift(place % shape[axis]);
    place = Math.floor(place / shape[axis]);
  }
  return index.length ? "[" + index.join(",") + "]" : "";
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function equip(map) {
  const id = map.id.slice("map-".length);
  const source = document.getElementById("data-" + id);
  if (!source) return;
  const svg = map.querySelector("svg");
  const cursor = svg.querySelector(".cursor");
  const readout = document.getElementById("readout-" + id);
  const width = Number(svg.dataset.width);
  const height = Number(svg.dataset.height);
  let data = null;
  let here = 0;

  function load() {
    if (data) return;
    data = JSON.parse(source.textContent);
    for (const name of [...COLUMNS, "verdicts", "trial"]) data[name] = data[name].split(" ");
  }

  function show(place) {
    load();
    if (place < 0 || place >= data.verdicts.length) return;
    here = place;
    cursor.setAttribute("x", (place % width) * 10);
    cursor.setAttribute("y", Math.floor(place / width) * 10);
    cursor.setAttribute("visibility", "visible");
    const doubt = data.doubts[place] ? " (" + data.doubts[place] + ")" : "";
    const told = VERDICTS[data.verdicts[place]] + doubt + ", worst in trial " + data.trial[place];
    const name = element("p", undefined, "name");
    name.append(element("span", data.name + indexOf(place, data.shape), "math"), " " + told);
    const list = element("dl");
    for (const column of COLUMNS) {
      const pair = element("div");
      pair.append(element("dt", column), element("dd", data[column][place], "math"));
      list.append(pair);
    }
    readout.replaceChildren(name, list);
  }

  function placeAt(event) {
    const box = svg.getBoundingClientRect();
    const view = svg.viewBox.baseVal;
    const x = view.x + (event.clientX - box.left) / box.width * view.width;
    const y = view.y + (event.clientY - box.top) / box.height * view.height;
    const column = Math.floor(x / 10);
    const line = Math.floor(y / 10);
    return column < 0 || column >= width || line < 0 || line >= height ? -1 : line * width + column;
  }

  function other(step) {
    load();
    for (let place = here + step; place >= 0 && place < data.verdicts.length; place += step) {
      if (Number(data.verdicts[place]) > 0) return place;
    }
    return here;
  }

  const last = () => { load(); return data.verdicts.length - 1; };
  const moves = {
    ArrowRight: () => here + 1, ArrowLeft: () => here - 1,
    ArrowDown: () => here + width, ArrowUp: () => here - width,
    Home: () => here - here % width, End: () => Math.min(here - here % width + width - 1, last()),
    PageDown: () => Math.min(here + 10 * width, last()), PageUp: () => Math.max(here - 10 * width, 0),
    n: () => other(1), p: () => other(-1),
  };

  map.setAttribute("role", "application");
  map.setAttribute("aria-roledescription", "map of entries");
  map.setAttribute("aria-describedby", readout.id);
  map.tabIndex = 0;
  readout.hidden = false;
  readout.append(element("p", HINT, "meta"));
  map.addEventListener("pointermove", event => show(placeAt(event)));
  map.addEventListener("click", event => show(placeAt(event)));
  map.addEventListener("focus", () => { if (map.matches(":focus-visible")) show(here); });
  map.addEventListener("keydown", event => {
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    show(move());
  });
}

document.querySelectorAll(".map").forEach(equip);
addEventListener("beforeprint", () => {
  document.querySelectorAll("details").forEach(one => { one.open = true; });
});
function unfold() {
  const details = location.hash && document.querySelector(location.hash + " > details");
  if (details) details.open = true;
}
addEventListener("hashchange", unfold);
unfold();
