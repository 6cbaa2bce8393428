"""How often each check cries out over right numbers: ``python benchmarks/false_alarms.py ../shared/bench``.

The numbers are those of seven real trial reports, written down by hand: what a check says of them is either a false
alarm or an error of the report itself. `--write` puts the table into docs/checks.md.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from curate.check import rules
from curate.check.rules import check_on_request, check_records
from curate.effects.result import Result, gather
from curate.model.problem import Problem, Severity
from curate.model.protocol import Outcome, Protocol
from curate.model.record import Record

ROOT = Path(__file__).resolve().parents[1]
CONTRAST = re.compile(r"^(?P<one>.+?) (?:vs\.?|versus) (?P<two>.+)$")
OPERATOR = re.compile(r"^\s*([<>=≤≥]?)\s*(-?[\d.]+)")


def records_of(path: Path) -> list[Record]:
    """Return the annotated numbers of one report as records; an arm's own n stands in where a row has none."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sizes: dict[str, str] = {}
    for row in rows:
        if row["statistic"] == "n" and row["arm"]:
            sizes.setdefault(row["arm"], row["value"])
    found, seen = [], set()
    for row in rows:
        record = _record(path.stem, row)
        if record and record.key not in seen:
            seen.add(record.key)
            found.append(record)
    for result in gather(found):
        arm = "+".join(result.arms)
        if result.record("mean") and not result.record("n") and not result.comparators and arm in sizes:
            like = result.records[0]
            found.append(_like(like, f"{result.key}|n", "n", sizes[arm]))
    return found


def _record(study: str, row: dict[str, str]) -> Record | None:
    given = OPERATOR.match(row["value"].replace("−", "-").replace("·", "."))
    if not given:
        return None
    operator, value = given[1] or "=", given[2]
    contrast = CONTRAST.match(row["arm"])
    arms, others = ((contrast["one"],), (contrast["two"],)) if contrast else ((row["arm"],), ())
    outcome = row["outcome"]
    basis = "change" if "change" in outcome.lower() else "final"
    if row["timepoint"].lower() in ("baseline", "study entry"):
        basis = "baseline"
    place = f"{study}|{row['table_or_section']}|{outcome}|{row['timepoint']}|{row['arm']}"
    return Record(
        key=f"{place}|{row['statistic']}",
        result_key=place,
        study=study,
        study_name=study,
        arms=arms,
        comparators=others,
        outcome=outcome,
        timepoint=row["timepoint"],
        statistic=row["statistic"],
        value=value,
        number=float(value),
        basis=basis,
        adjusted="yes" if "adjust" in (row["arm"] + outcome).lower() else "no",
        operator=operator,
        status="reported",
        decimals=len(value.partition(".")[2]),
        basis_of_truth="verified",
        reading=place,
    )


def _like(record: Record, key: str, statistic: str, value: str) -> Record:
    from dataclasses import replace

    return replace(
        record, key=key, statistic=statistic, value=value, number=float(value), operator="=", decimals=0
    )


def needing(*names: str) -> Callable[[Result], bool]:
    """Return whether a result has numbers of all these statistics (a bar parts alternatives)."""
    wanted = [name.split("|") for name in names]
    return lambda result: all(any(result.record(each) for each in alike) for alike in wanted)


ESTIMATE = "md|rr|or|hr|rd|smd|irr|rom"
PLACES: dict[str, Callable[[Result], bool]] = {
    "sd_not_positive": needing("sd|se"),
    "n_not_count": needing("n|events|event_count|total|people"),
    "events_over_total": needing("events", "total|n"),
    "percent_mismatch": needing("events", "percent", "total|n"),
    "ci_excludes_estimate": needing(f"{ESTIMATE}|mean", "ci_low", "ci_high"),
    "ci_asymmetric": needing(f"{ESTIMATE}|mean", "ci_low", "ci_high"),
    "p_mismatch": needing(ESTIMATE, "ci_low|se"),
    "sign_mismatch": needing("md|rr|or|hr|rd"),
    "p_not_of_test": needing("t|f|z|chi2|r"),
    "ci_width": needing("mean", "sd", "ci_low", "ci_high"),
    "se_for_sd": needing("mean", "sd", "n"),
    "sd_for_se": needing("mean", "se", "n"),
    "duplicate_arms": needing("mean", "sd"),
    "baseline_imbalance": lambda result: (
        result.basis == "baseline" and needing("mean", "sd", "n")(result)
    ),
    "n_differs": needing("n"),
}
"""Code → the results in which the check has something to look at."""


def table(found: Sequence[Problem], results: Sequence[Result]) -> str:
    """Return the table of alarms per check."""
    alarms = Counter(problem.code for problem in found)
    lines = ["| check | severity | results looked at | alarms | per 1,000 |", "|---|---|---:|---:|---:|"]
    for code, severity in sorted(severities()):
        places = sum(PLACES[code](result) for result in results) if code in PLACES else None
        if places is None:
            lines.append(f"| `{code}` | {severity} | needs a protocol | – | – |")
        else:
            share = f"{1000 * alarms[code] / places:.0f}" if places else "–"
            lines.append(f"| `{code}` | {severity} | {places} | {alarms[code]} | {share} |")
    return "\n".join(lines)


def rule_list() -> str:
    """Return every rule with what it finds and its source, from the docstrings."""
    lines = ["| check | severity | finds | source |", "|---|---|---|---|"]
    for rule in (*rules.RECORD_RULES, *rules.EFFECT_RULES, *rules.ON_REQUEST):
        text = " ".join((rule.__doc__ or "").split())
        head, _, rest = text.partition(": ")
        code, _, severity = head.partition(", ")
        finds = rest.split(". ")[0].split(" Hint:")[0].rstrip(".").replace("|", "\\|")
        source = text.partition("Source: ")[2].rstrip(".")
        lines.append(
            f"| {code.replace('``', '`')} | {severity or 'error or warning'} | {finds} | {source} |"
        )
    return "\n".join(lines)


def put(text: str, name: str, part: str) -> str:
    """Return a page with a part of it between its marks replaced."""
    start, end = f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"
    before, _, rest = text.partition(start)
    return before + start + part + end + rest.partition(end)[2]


def severities() -> Iterable[tuple[str, str]]:
    """Yield the code and the severity of each rule on records, from its own docstring."""
    for rule in rules.RECORD_RULES:
        said = (rule.__doc__ or "").split(":")[0]
        code = re.findall(r"``(\w+)``", said)[0]
        word = next((s for s in Severity if s in said), Severity.warning)
        yield code, str(word)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("bench", type=Path)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    found: list[Problem] = []
    results: list[Result] = []
    for path in sorted((asked.bench / "values").glob("*.csv")):
        if path.stem == "gold_index":
            continue
        held = records_of(path)
        outcomes = tuple(Outcome(name, name) for name in sorted({record.outcome for record in held}))
        protocol = Protocol("bench", outcomes=outcomes)
        mine = check_records(held, [], protocol)
        found += mine + check_on_request(held, [], protocol)
        results += gather(held)
        for problem in mine:
            print(f"{problem.code}: {problem.where}: {problem.what}")
    made = table(found, results)
    print(made)
    if asked.write:
        text = asked.write.read_text(encoding="utf-8")
        page = put(put(text, "alarms", made), "rules", rule_list())
        asked.write.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
