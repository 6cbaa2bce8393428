// The pages of a report. The picture lies under an SVG whose units are the points of the page, so that boxes land on print.

import { get, make } from "./page.mjs";

const SVG = "http://www.w3.org/2000/svg";
const STEPS = [0.5, 0.65, 0.8, 1, 1.25, 1.6, 2, 2.6];

function shape(name, attributes, title = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (title) {
    const said = document.createElementNS(SVG, "title");
    said.textContent = title;
    made.append(said);
  }
  return made;
}

function rectangle([x0, top, x1, bottom], kind, title = "", room = 1) {
  const size = { x: x0 - room, y: top - room, width: Math.max(x1 - x0 + 2 * room, 1), height: Math.max(bottom - top + 2 * room, 1) };
  return shape("rect", { ...size, class: kind, rx: 1.5 }, title);
}

// A cell of a file that has no pages: its frame and its lines.
function leafCell({ box, lines, look }) {
  const [x0, top, x1, bottom] = box;
  const made = shape("g", { class: `leaf ${look || "cell-of-table"}` });
  made.append(shape("rect", { x: x0, y: top, width: x1 - x0, height: bottom - top }));
  lines.forEach((line, place) => {
    const text = shape("text", { x: look === "name" || look === "caption" || look === "note" ? x0 + 2 : x0 + 6, y: top + 12 + 13 * place });
    text.textContent = line;
    made.append(text);
  });
  return made;
}

export function around(words) {
  return [
    Math.min(...words.map((word) => word[1])), Math.min(...words.map((word) => word[2])),
    Math.max(...words.map((word) => word[3])), Math.max(...words.map((word) => word[4])),
  ];
}

export class Viewer {
  constructor({ onMark = null, onPage = null } = {}) {
    this.svg = document.getElementById("svg");
    this.scroll = document.getElementById("scroll");
    this.report = "";
    this.page = 0;
    this.turning = 0;
    this.pages = [];
    this.size = [595, 842];
    this.words = [];
    this.raised = new Set();
    this.tables = [];
    this.zoom = null;
    this.layers = new Map();
    this.onMark = onMark;
    this.onPage = onPage;
    this.groups = {};
    this.clicks = new WeakMap();
    this.#controls();
    this.#drag();
  }

  async open(report, page = 1) {
    if (report !== this.report) {
      this.report = report;
      this.page = 0;
      this.turning = 0;
      this.outline = get(`/pages/${report}.json`);
      this.outline.catch(() => { if (this.report === report) this.report = ""; });
    }
    // Whoever opens it again meanwhile waits for the same outline; another report that was opened meanwhile is shown.
    const outline = await this.outline;
    if (this.report !== report) return;
    if (outline.pages !== this.pages) {
      this.pages = outline.pages;
      this.pictures = outline.pictures;
      document.getElementById("page-count").textContent = this.pages.length || "–";
      this.#thumbnails();
    }
    await this.show(page);
  }

  async show(page) {
    const wanted = Math.min(Math.max(page, 1), this.pages.length);
    if (!wanted || (wanted === this.page && wanted === this.turning)) return;
    this.turning = wanted;
    const report = this.report;
    const layer = await this.layer(wanted);
    if (this.turning !== wanted || this.report !== report) return;
    // Page, picture and words change together: what is typed meanwhile stands on the page that is still seen.
    this.page = wanted;
    document.getElementById("page-number").value = String(wanted);
    this.size = layer.size;
    this.words = layer.words;
    this.raised = new Set(layer.raised ?? []);
    this.tables = layer.tables ?? [{ box: [0, 0, ...layer.size], cells: null }];
    this.drawn = layer.drawn ?? [];
    this.#draw();
    this.scroll.scrollTop = 0;
    for (const thumb of document.querySelectorAll("#thumbs button")) {
      const here = Number(thumb.dataset.page) === wanted;
      thumb.toggleAttribute("aria-current", here);
      if (here) thumb.scrollIntoView({ block: "nearest" });
    }
    if (wanted < this.pages.length) this.#ahead(wanted + 1);
    await this.onPage?.(wanted);
  }

  async layer(page) {
    const key = `${this.report}/${page}`;
    if (!this.layers.has(key)) this.layers.set(key, get(`/pages/${this.report}/${page}.json`));
    try {
      return await this.layers.get(key);
    } catch (error) {
      this.layers.delete(key);
      throw error;
    }
  }

  #ahead(page) {
    if (!this.pictures) return;
    const picture = new Image();
    picture.src = `/pages/${this.report}/${page}.png`;
  }

  #draw() {
    const [width, height] = this.size;
    this.svg.replaceChildren();
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("aria-label", this.pictures ? `Page ${this.page} of the report` : this.pages[this.page - 1].join(", "));
    if (this.pictures) this.svg.append(shape("image", { href: `/pages/${this.report}/${this.page}.png`, width, height }));
    else this.svg.append(...this.drawn.map(leafCell));
    for (const name of ["own", "machine", "found", "places", "here", "drag"]) {
      this.groups[name] = shape("g", { class: `layer-${name}` });
      this.svg.append(this.groups[name]);
    }
    this.#sized();
  }

  #sized() {
    const [width, height] = this.size;
    const fit = Math.max(this.scroll.clientWidth - 18, 200) / width;
    const scale = this.zoom ?? (this.pictures ? fit : Math.min(fit, 1.25));
    this.svg.setAttribute("width", width * scale);
    this.svg.setAttribute("height", height * scale);
  }

  zoomBy(steps) {
    const now = this.svg.getBoundingClientRect().width / this.size[0];
    const order = steps > 0 ? STEPS : [...STEPS].reverse();
    this.zoom = order.find((step) => (steps > 0 ? step > now * 1.05 : step < now / 1.05)) ?? this.zoom ?? now;
    this.#sized();
  }

  put(group, boxes, kind, { title = () => "", click = null, room = 1 } = {}) {
    const place = this.groups[group];
    if (!place) return [];
    place.replaceChildren();
    return boxes.map((box, number) => {
      const made = rectangle(box, kind, title(number), room);
      if (click) {
        made.classList.add("clickable");
        this.clicks.set(made, () => click(number));
      }
      place.append(made);
      return made;
    });
  }

  number(group, boxes) {
    for (const [place, box] of boxes.entries()) {
      if (place > 8) break;
      const label = shape("text", { x: box[0] - 2, y: box[1] - 1.5, class: "place-number" });
      label.textContent = String(place + 1);
      this.groups[group]?.append(label);
    }
  }

  async point(page, box, kind = "here") {
    if (page && page !== this.page) await this.show(page);
    this.put("here", box ? [box] : [], kind, { room: 2 });
    if (box) this.toSight(box);
  }

  toSight([x0, top, , bottom]) {
    const scale = this.svg.getBoundingClientRect().width / this.size[0];
    const [from, to] = [this.scroll.scrollTop, this.scroll.scrollTop + this.scroll.clientHeight];
    if (top * scale < from + 20 || bottom * scale > to - 20) {
      this.scroll.scrollTop = Math.max((top + bottom) / 2 * scale - this.scroll.clientHeight / 2, 0);
    }
    if (x0 * scale < this.scroll.scrollLeft || x0 * scale > this.scroll.scrollLeft + this.scroll.clientWidth) {
      this.scroll.scrollLeft = Math.max(x0 * scale - 40, 0);
    }
  }

  // Marking

  #at(event) {
    const frame = this.svg.getBoundingClientRect();
    return [(event.clientX - frame.left) / frame.width * this.size[0], (event.clientY - frame.top) / frame.height * this.size[1]];
  }

  // The words whose middles lie in a box; a line that is drawn through words marks these.
  inside([x0, top, x1, bottom]) {
    const level = (top + bottom) / 2;
    return this.words.filter((word) => {
      const [x, y] = [(word[1] + word[3]) / 2, (word[2] + word[4]) / 2];
      const through = bottom - top < word[4] - word[2] && word[2] <= level && level <= word[4];
      return x >= x0 && x <= x1 && (through || (y >= top && y <= bottom));
    });
  }

  under([x, y]) {
    return this.words.find((word) => x >= word[1] - 1 && x <= word[3] + 1 && y >= word[2] - 1 && y <= word[4] + 1);
  }

  // The words of one cell: neighbours on the line without a wide gap, "12.3 (9.9)".
  cellOf(word) {
    if (!this.pictures) return [word];
    const height = word[4] - word[2];
    const line = this.words
      .filter((other) => Math.abs((other[2] + other[4]) / 2 - (word[2] + word[4]) / 2) < height * 0.4)
      .sort((one, two) => one[1] - two[1]);
    let [first, last] = [line.indexOf(word), line.indexOf(word)];
    const numeric = (text) => /[\d±()[\]·–−-]/.test(text) && !/[A-Za-z]{3}/.test(text);
    while (first > 0 && line[first][1] - line[first - 1][3] < height * 0.55 && numeric(line[first - 1][0])) first -= 1;
    while (last + 1 < line.length && line[last + 1][1] - line[last][3] < height * 0.55 && numeric(line[last + 1][0])) last += 1;
    return line.slice(first, last + 1);
  }

  #drag() {
    if (!this.onMark) return;
    let start = null;
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      start = this.#at(event);
      this.svg.setPointerCapture(event.pointerId);
    });
    const box = (event) => {
      const end = this.#at(event);
      return [Math.min(start[0], end[0]), Math.min(start[1], end[1]), Math.max(start[0], end[0]), Math.max(start[1], end[1])];
    };
    this.svg.addEventListener("pointermove", (event) => {
      if (!start) return;
      const words = this.inside(box(event));
      this.put("drag", [box(event)], "dragging", { room: 0 });
      for (const word of words) this.groups.drag.append(rectangle(word.slice(1), "dragged", "", 0.5));
    });
    this.svg.addEventListener("pointerup", (event) => {
      if (!start) return;
      const marked = box(event);
      let words = this.inside(marked);
      if (marked[2] - marked[0] < 3 && marked[3] - marked[1] < 3) {
        const hit = document.elementsFromPoint(event.clientX, event.clientY).find((each) => this.clicks.has(each));
        if (hit) { start = null; this.groups.drag?.replaceChildren(); this.clicks.get(hit)(); return; }
        const word = this.under(start);
        words = word ? this.cellOf(word) : [];
      }
      start = null;
      this.groups.drag?.replaceChildren();
      if (words.length) this.onMark(words.map((word) => word[0]).join(" "), around(words));
    });
    this.svg.addEventListener("pointercancel", () => { start = null; this.groups.drag?.replaceChildren(); });
  }

  // Pages and search

  #thumbnails() {
    const list = document.getElementById("thumbs");
    list.replaceChildren(...this.pages.map((names, place) => make("li", {},
      make("button", {
        type: "button", data: { page: place + 1 }, title: names.join(", ") || `page ${place + 1}`,
        class: names.some((name) => name.startsWith("Table")) ? "has-table" : "",
        on: { click: () => this.show(place + 1) },
      },
      ...(this.pictures ? [make("img", { src: `/pages/${this.report}/${place + 1}/small.png`, alt: `page ${place + 1}`, loading: "lazy" })] : []),
      make("span", {}, this.pictures ? names.filter((name) => name.startsWith("Table")).map((name) => name.replace("Table ", "T")).join(" ") || String(place + 1) : names.join(", ")),
      ))));
  }

  #controls() {
    document.getElementById("page-back")?.addEventListener("click", () => this.show(this.page - 1));
    document.getElementById("page-on")?.addEventListener("click", () => this.show(this.page + 1));
    document.getElementById("zoom-in")?.addEventListener("click", () => this.zoomBy(1));
    document.getElementById("zoom-out")?.addEventListener("click", () => this.zoomBy(-1));
    const number = document.getElementById("page-number");
    number?.addEventListener("change", () => this.show(Number.parseInt(number.value, 10) || this.page));
    new ResizeObserver(() => this.#sized()).observe(this.scroll);
    const search = document.getElementById("search");
    search?.addEventListener("keydown", async (event) => {
      if (event.key === "Enter") { event.preventDefault(); await this.find(search.value, event.shiftKey ? -1 : 1); }
      if (event.key === "Escape") { event.preventDefault(); this.afterSearch?.(); }
    });
    document.addEventListener("keydown", (event) => {
      if (document.querySelector("dialog[open]")) return;
      if (event.key === "PageDown" || event.key === "PageUp") {
        event.preventDefault();
        this.show((this.turning || this.page) + (event.key === "PageDown" ? 1 : -1));
      }
      if (event.altKey && (event.key === "+" || event.key === "=")) { event.preventDefault(); this.zoomBy(1); }
      if (event.altKey && (event.key === "-" || event.key === "−")) { event.preventDefault(); this.zoomBy(-1); }
      const literal = event.target instanceof HTMLElement && event.target.matches("input:not(.cell), textarea, select");
      if (event.key === "/" && !literal && !event.target.dataset?.slash) { event.preventDefault(); search?.focus(); search?.select(); }
    });
  }

  matches(words, wanted) {
    const found = [];
    for (let place = 0; place < words.length; place += 1) {
      let text = "";
      for (let end = place; end < words.length && end < place + 12; end += 1) {
        text += (end > place ? " " : "") + words[end][0].toLowerCase();
        if (text.includes(wanted)) {
          if (end === place || !words.slice(place + 1, end + 1).map((word) => word[0].toLowerCase()).join(" ").includes(wanted)) {
            found.push(around(words.slice(place, end + 1)));
          }
          break;
        }
        if (text.length > wanted.length + 40) break;
      }
    }
    return found;
  }

  async find(text, step) {
    const wanted = text.trim().toLowerCase().replace(/\s+/g, " ");
    const said = document.getElementById("search-said");
    if (!wanted) return;
    const last = this.last?.wanted === wanted && this.last.page === this.page ? this.last : { page: this.page, place: step > 0 ? -1 : Infinity };
    for (let turn = 0; turn <= this.pages.length; turn += 1) {
      const page = ((this.page - 1 + step * turn) % this.pages.length + this.pages.length) % this.pages.length + 1;
      const hits = this.matches((await this.layer(page)).words, wanted);
      let place = step > 0 ? 0 : hits.length - 1;
      if (turn === 0) place = Number.isFinite(last.place) ? last.place + step : place;
      if (hits[place]) {
        if (page !== this.page) await this.show(page);
        this.put("found", hits, "found", { room: 1 });
        this.groups.found.children[place]?.classList.add("now");
        this.toSight(hits[place]);
        this.last = { wanted, page, place };
        said.textContent = `${place + 1} of ${hits.length} on page ${page}`;
        return;
      }
    }
    said.textContent = "not found";
  }
}
