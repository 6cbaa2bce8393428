// Where a typed number stands on the page: the words that say it, and which of several is meant.

const SIGNS = /[−–‒﹣－]/g;

export function bare(text) {
  return text
    .replace(SIGNS, "-").replace(/[·∙•]/g, ".").replace(/\s/g, "")
    .replace(/^[([{<>=≤≥±~,;:*†‡§]+/, "").replace(/[)\]},;:%*†‡§a-z]+$/i, "").replace(/\.$/, "");
}

// All places of a number: whole words, and the parts of a word such as "12.3(9.9)" or "12/30".
export function candidates(words, text) {
  const wanted = bare(text);
  if (!wanted) return [];
  const found = [];
  for (const word of words) {
    const plain = bare(word[0]);
    const parts = word[0].replace(SIGNS, "-").replace(/[·∙•]/g, ".").split(/[()[\]/;±=,]|(?<=\d)-(?=\d)/).map(bare);
    if (plain === wanted || parts.includes(wanted)) found.push(word.slice(1));
  }
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

// Which place is meant: the only one; else the only one that has most in its favour, being on the line of what the
// row has already, or beside or under the arm's name; else, right of the row's first number, the nearest of these.
export function choose(found, near, order, words = [], arm = "") {
  if (found.length === 1) return found[0];
  const parts = arm.toLowerCase().split(/[^\p{L}\d]+/u).filter((part) => part.length > 2);
  const names = words.filter((word) => parts.includes(word[0].toLowerCase().replace(/[^\p{L}\d]/gu, ""))).map((word) => word.slice(1));
  const scored = found.map((box) => [2 * near.some((held) => level(held, box)) + named(box, names), box]);
  const most = Math.max(0, ...scored.map(([score]) => score));
  const best = scored.filter(([score]) => score === most).map(([, box]) => box);
  if (!most) return null;
  if (best.length === 1) return best[0];
  if (most < 2) return null;
  const anchor = middle(near[0]);
  const behind = order > 1 ? best.filter((box) => middle(box)[0] >= anchor[0]) : best;
  return (behind.length ? behind : best).sort((one, two) => Math.abs(middle(one)[0] - anchor[0]) - Math.abs(middle(two)[0] - anchor[0]))[0];
}
