"""Lines of the tables and keys of a TOML text, which tomllib does not tell."""

from __future__ import annotations

import re

Places = dict[tuple[str, int, str], int]
"""Table, number of the entry from 0, key (empty for the header) → line from 1."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?")
_KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*(\.[^=]*)?=")


def places(text: str) -> Places:
    """Return where the tables and keys of `text` stand.

    Lines inside multi-line strings and lists are passed over. A key above all tables has the empty
    entry key of a table of its own name, which is how ``outcomes = …`` at the top is reported.
    """
    found: Places = {}
    table, index, inside = "", 0, ""
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if inside:
            inside = "" if inside in line else inside
            continue
        header = _HEADER.fullmatch(line)
        if header:
            table, _, below = header[2].replace('"', "").replace("'", "").partition(".")
            if below:  # [comparison.options]: a key of the last comparison
                index = max(counts.get(table, 1) - 1, 0)
                found.setdefault((table, index, below), number)
            else:
                index = counts.get(table, 0)
                counts[table] = index + 1
                found.setdefault((table, index, ""), number)
            continue
        key = _KEY.match(line)
        if key:
            found.setdefault((table, index, key[1]) if table else (key[1], 0, ""), number)
            inside = _opened(line[key.end() :])
    return found


def _opened(value: str) -> str:
    """Return what must come before the value that begins on this line ends, or nothing."""
    for quotes in ('"""', "'''"):
        if value.count(quotes) == 1:
            return quotes
    bare = re.sub(r'"(\\.|[^"\\])*"|\'[^\']*\'|#.*', "", value)
    return "]" if bare.count("[") > bare.count("]") else ""
