// Two people changed one protocol: what the other changed, and mine put into it.

const nameOf = (row, place) => row.code || row.name || (row.dimension ? `${row.dimension} ${row.comparison}`.trim() : `number ${place + 1}`);

function named(rows, single) {
  const held = new Map();
  for (const [place, row] of rows.entries()) {
    const name = single ? "" : nameOf(row, place);
    held.set(held.has(name) ? `${name}, number ${place + 1}` : name, row);
  }
  return held;
}

const differs = (one, two, field) => (one?.[field.name] ?? "") !== (two?.[field.name] ?? "");

export function differences(sections, before, after) {
  const lines = [];
  for (const { kind, title, single, fields } of sections) {
    const [old, now] = [named(before[kind], single), named(after[kind], single)];
    for (const [name, row] of now) {
      const other = fields.filter((field) => differs(old.get(name), row, field)).map((field) => field.title);
      if (!old.has(name)) lines.push(`${title}: ${name} is new`);
      else if (other.length) lines.push(`${title}${name ? `, ${name}` : ""}: ${other.join(", ")} changed`);
    }
    for (const name of old.keys()) if (!now.has(name)) lines.push(`${title}: ${name} is gone`);
  }
  return lines.length ? lines : ["the order of entries, or a comment in review.toml"];
}

// Field by field: what I changed since `before` goes into `theirs`; where both changed a field, mine stands.
export function merged(sections, before, mine, theirs) {
  return Object.fromEntries(sections.map(({ kind, single, fields }) => {
    const [old, own, other] = [before, mine, theirs].map((entries) => named(entries[kind], single));
    const kept = [...other].filter(([name]) => own.has(name) || !old.has(name));
    const rows = kept.map(([name, row]) => {
      const changed = own.has(name) ? fields.filter((field) => differs(old.get(name), own.get(name), field)) : [];
      return { ...row, ...Object.fromEntries(changed.map((field) => [field.name, own.get(name)[field.name]])) };
    });
    const added = [...own].filter(([name]) => !other.has(name) && !old.has(name)).map(([, row]) => ({ ...row }));
    return [kind, [...rows, ...added]];
  }));
}
