// Where a typed number stands on the page: the words that say it, and which of several is meant.

const SIGNS = /[−–‒﹣－]/g;

export function bare(text) {
  return text
    .replace(SIGNS, "-").replace(/[·∙•]/g, ".").replace(/\s/g, "")
    .replace(/^[([{<>=≤≥±~,;:*†‡§]+/, "").replace(/[)\]},;:%*†‡§a-z]+$/i, "").replace(/\.$/, "");
}

const EDGES = /[()[\]/;±=,]/;
const RANGE = /(?<=\d%?)-(?=\d)/;

// Whether two words stand close by on one line.
function beside(one, two) {
  return Boolean(one && two) && level(one.slice(1), two.slice(1)) && two[1] - one[3] < 0.6 * (one[4] - one[2]) && one[1] < two[1];
}

// Whether a word is an end of a range whose dash, or "to", is a word of its own: "4 – 7", "4 to 7".
function endOfRange(words, place) {
  const joins = (at) => words[at] && ["-", "to"].includes(words[at][0].replace(SIGNS, "-"));
  const digit = (at) => words[at] && /\d/.test(words[at][0]);
  const behind = joins(place - 1) && digit(place - 2) && beside(words[place - 2], words[place - 1]) && beside(words[place - 1], words[place]);
  const before = joins(place + 1) && digit(place + 2) && beside(words[place], words[place + 1]) && beside(words[place + 1], words[place + 2]);
  return behind || before;
}

// The places of a number on a page: on its own, as a whole word or a part such as "12.3(9.9)" and "12/30" have; and
// within something else, which it may be only by chance: a range (unless it is a limit), a raised mark, "7th".
export function standing({ words, raised = new Set() }, text, limit = false) {
  const wanted = bare(text);
  const found = { own: [], parts: [] };
  if (!wanted) return found;
  words.forEach((word, place) => {
    const plain = word[0].replace(SIGNS, "-").replace(/[·∙•]/g, ".");
    const ends = plain.split(RANGE);
    if (bare(plain) !== wanted && !ends.some((end) => bare(end) === wanted || end.split(EDGES).map(bare).includes(wanted))) return;
    const whole = bare(plain) === wanted || !ends.slice(1).length;
    const alone = !raised.has(place) && !/\d(st|nd|rd|th)\b/i.test(plain) && (limit || (whole && !endOfRange(words, place)));
    (alone ? found.own : found.parts).push(word.slice(1));
  });
  return found;
}

function middle([x0, top, x1, bottom]) {
  return [(x0 + x1) / 2, (top + bottom) / 2];
}

function level(one, two) {
  return Math.abs(middle(one)[1] - middle(two)[1]) < Math.max(one[3] - one[1], two[3] - two[1]) * 0.7;
}

// Whether a word of the arm's name stands before the place on its line, or above it in its column.
function named(box, names) {
  return names.some((name) => {
    const before = level(name, box) && name[2] <= box[0] + 1 && box[0] - name[2] < 130;
    const above = name[3] <= box[1] && name[0] < box[2] && name[2] > box[0] && box[1] - name[3] < 260;
    return before || above;
  });
}

function holds(outer, box) {
  const [x, y] = middle(box);
  return outer[0] <= x && x <= outer[2] && outer[1] <= y && y <= outer[3];
}

// The table in one of whose cells a place lies; a leaf of a file without pages is all cells.
function tableOf(tables, box) {
  return tables.find((table) => holds(table.box, box) && (!table.cells || table.cells.some((cell) => holds(cell, box))));
}

// Which of the places where a number stands on its own is meant: the only one; the only one in a table; else the only
// one that has most in its favour, being on the line of what the row has already, or beside or under the arm's name where
// all are in one table; else, right of the row's first number, the nearest on that line. Null where none can be defended.
export function choose(own, near, order, { words = [], tables = [] } = {}, arm = "") {
  if (own.length === 1) return own[0];
  const tabled = own.filter((box) => tableOf(tables, box));
  if (tabled.length === 1) return tabled[0];
  const parts = arm.toLowerCase().split(/[^\p{L}\d]+/u).filter((part) => part.length > 2);
  const names = words.filter((word) => parts.includes(word[0].toLowerCase().replace(/[^\p{L}\d]/gu, ""))).map((word) => word.slice(1));
  const onRow = (held, box) => level(held, box) && tableOf(tables, held) === tableOf(tables, box);
  const around = [...new Set(tabled.map((box) => tableOf(tables, box)))];
  const heads = around.length === 1 ? names.filter((name) => holds(around[0].box, name)).map((name) => around[0].cells?.find((cell) => holds(cell, name)) ?? name) : [];
  const scored = (tabled.length ? tabled : own).map((box) => [2 * near.some((held) => onRow(held, box)) + named(box, heads), box]);
  const most = Math.max(0, ...scored.map(([score]) => score));
  const best = scored.filter(([score]) => score === most).map(([, box]) => box);
  if (!most) return null;
  if (best.length === 1) return best[0];
  if (most < 2) return null;
  const anchor = middle(near[0]);
  const behind = order > 1 ? best.filter((box) => middle(box)[0] >= anchor[0]) : best;
  return (behind.length ? behind : best).sort((one, two) => Math.abs(middle(one)[0] - anchor[0]) - Math.abs(middle(two)[0] - anchor[0]))[0];
}
