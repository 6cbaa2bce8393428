"""Labels of arms and time points: which one a row means, and the protocol's codes given to them."""

from __future__ import annotations

from curate.forms.extraction_cells import Refusals, SheetRows, Typed
from curate.forms.extraction_values import NotTaken
from curate.model.decision import Mapping
from curate.model.protocol import Protocol, normalised
from curate.parse.protocol_keys import nearest


class Labels:
    """The labels of a study's sheet, blocks ``arms`` and ``times``."""

    def __init__(self, study: str, protocol: Protocol, rows: SheetRows, refusals: Refusals) -> None:
        self._study = study
        self._protocol = protocol
        self._rows = rows
        self._refusals = refusals
        self._used: dict[str, set[str]] = {"arms": set(), "times": set()}
        self._labels = {block: self._labels_of(block) for block in ("arms", "times")}

    def use(self, block: str, label: str) -> None:
        """Note that an entry uses a label."""
        self._used[block].add(normalised(label))

    def mappings(self) -> tuple[Mapping, ...]:
        """Return the codes given to the labels that were used; call after all rows are read.

        A label that is an alias of its code needs none, unless the study has two arms of that code: each
        then gets the code with its own label behind it.
        """
        made = []
        for block, kind in (("arms", "arm"), ("times", "timepoint")):
            aliases = self._protocol.aliases(kind)
            codes = sorted(set(aliases.values()))
            rows = [row for row in self._rows[block] if normalised(row["label"]) in self._used[block]]
            meant = [row["code"] or aliases.get(normalised(row["label"]), "") for row in rows]
            for row, code in zip(rows, meant, strict=True):
                if code and code not in codes:
                    self._refusals.add(
                        row.where("code"), f"no {kind} has the code {code!r} ({nearest(code, codes)})"
                    )
                    continue
                several = kind == "arm" and meant.count(code) > 1
                if code and (several or aliases.get(normalised(row["label"])) != code):
                    full = f"{code}/{row['label']}" if several else code
                    made.append(
                        Mapping(self._study, kind, row["label"], full, "person", "extraction form")
                    )
        return tuple(made)

    def _labels_of(self, block: str) -> dict[str, Typed]:
        """Return normalised label → its row; a label that stands twice is refused."""
        labels: dict[str, Typed] = {}
        for row in self._rows[block]:
            label = normalised(row["label"])
            if label in labels:
                self._refusals.add(row.where("label"), f"{row['label']!r} stands twice")
            elif label:
                labels[label] = row
        return labels

    def meant(self, row: Typed, column: str, block: str, number: str) -> str:
        """Return the label that a row means: its own block's row `number`, or what was typed.

        A spreadsheet that did not calculate still shows the old label; then the row number decides.
        """
        text = row[column]
        own = next((r for r in self._rows[block] if number and r.key == f"{block[:-1]}:{number}"), None)
        if own is not None and normalised(text) in ("", normalised(row.fixed.get(column, ""))):
            text = own["label"]
        if not text:
            raise NotTaken(
                column, "the arm has no name" if block == "arms" else "the time point has no name"
            )
        if normalised(text) not in self._labels[block]:
            what = "arms" if block == "arms" else "time points"
            known = [each["label"] for each in self._labels[block].values()]
            raise NotTaken(column, f"{text!r} is not among the {what} above ({nearest(text, known)})")
        self.use(block, text)
        return self._labels[block][normalised(text)]["label"]


def key_parts(key: str) -> tuple[str, str, str]:
    """Return number of the arm, code, and number of the time of a row key; empty for rows without."""
    parts = key.split(":")
    if len(parts) < 3:
        return "", "", ""
    return parts[1], parts[2], parts[3] if len(parts) > 3 else ""
