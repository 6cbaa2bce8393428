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

// Which place is meant: the only one, else the only or the nearest one on a line with what the row has already.
export function choose(found, near, order) {
  if (found.length === 1) return found[0];
  if (!found.length || !near.length) return null;
  const level = found.filter((box) => near.some((held) => Math.abs(middle(held)[1] - middle(box)[1]) < (held[3] - held[1]) * 0.7));
  if (level.length === 1) return level[0];
  if (!level.length) return null;
  const anchor = middle(near[0]);
  const behind = order > 1 ? level.filter((box) => middle(box)[0] >= anchor[0]) : level;
  const sorted = (behind.length ? behind : level).sort((one, two) => Math.abs(middle(one)[0] - anchor[0]) - Math.abs(middle(two)[0] - anchor[0]));
  return sorted[0];
}
