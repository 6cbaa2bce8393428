"""Measure the queue: two readers of some thousand facts are compared, and what they disagree on is ranked.

    python benchmarks/ranking.py [--pairs 5000] [--seed 1]

A made-up review: each study has two outcomes in two arms with mean, SD and n. Each reader leaves out or mistakes
one item in six, as double-extracted trials show for a single reader (decimal slips, swapped digits, SE for SD,
a neighbour's number, an omission). Prints the processor time of comparing all pairs with what explains them, and
of ranking the disagreements by how far they could move the pooled estimates. The first of two runs is not counted.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from dataclasses import replace

from curate.model.protocol import Arm, Comparison, Outcome, Protocol, Timepoint
from curate.model.record import Record, Study
from curate.reconcile.compare import AGREEING, Pair
from curate.reconcile.impact import Impact, Open, impacts
from curate.reconcile.pairs import Reader, Said, Tables, pairs
from curate.reconcile.values import Value

OUTCOMES, ARMS = ("depression", "anxiety"), ("ketamine", "control")
STATISTICS = ("mean", "sd", "n")
ERROR_RATE = 1 / 6


def protocol() -> Protocol:
    """Return a protocol that compares the two arms on each outcome."""
    return Protocol(
        "made up",
        basis_of_truth="single",
        outcomes=tuple(Outcome(code, code) for code in OUTCOMES),
        arms=tuple(Arm(code, code) for code in ARMS),
        timepoints=(Timepoint("end", "end"),),
        comparisons=tuple(
            Comparison(code, code, (code,), ("ketamine",), ("control",), ("end",), "SMD", basis="final")
            for code in OUTCOMES
        ),
    )


def truth(study: str, chance: random.Random) -> list[Record]:
    """Return what one study's report prints."""
    found = []
    for outcome in OUTCOMES:
        for arm in ARMS:
            key = f"{study}|{arm}||{outcome}|end|final||||"
            values = (
                chance.gauss(12 - 3 * (arm == "ketamine"), 2),
                chance.uniform(4, 9),
                chance.randint(15, 120),
            )
            for statistic, value in zip(STATISTICS, values, strict=True):
                text = str(value) if statistic == "n" else f"{value:.2f}"
                found.append(
                    Record(
                        key=f"{key}|{statistic}",
                        result_key=key,
                        study=study,
                        study_name=study,
                        arms=(arm,),
                        comparators=(),
                        outcome=outcome,
                        timepoint="end",
                        statistic=statistic,
                        value=text,
                        number=float(text),
                        basis="final",
                        basis_of_truth="double_agreed",
                    )
                )
    return found


def read(record: Record, chance: random.Random) -> Record | None:
    """Return what a reader makes of a number; None when it is left out."""
    if chance.random() >= ERROR_RATE or record.number is None:
        return record
    text = record.value
    wrong = {
        "omitted": "",
        "decimal": f"{record.number * 10:g}",
        "digits": text[1] + text[0] + text[2:] if len(text) > 1 else text,
        "se": f"{record.number / math.sqrt(30):.2f}" if record.statistic == "sd" else "",
        "other": f"{record.number + chance.randint(1, 9):g}",
    }[chance.choice(["omitted", "decimal", "digits", "se", "other"])]
    try:
        return replace(record, value=wrong, number=float(wrong)) if wrong else None
    except ValueError:  # "." changed places with a digit
        return None


def compare(readers: list[dict[str, Record]]) -> list[Pair]:
    """Return every pair of what two readers say, each with what explains it worked out."""
    said = [
        [Said(one.key, one.statistic, Value(one.value)) for one in reader.values()] for reader in readers
    ]
    found = pairs(Reader(said[0]), Reader(said[1]), Tables(each for every in said for each in every))
    for pair in found:
        _ = pair.finding
    return list(found)


def rank(
    found: list[Pair], readers: list[dict[str, Record]], studies: list[Study], plan: Protocol
) -> list[Impact]:
    """Return the impact of every disagreement, the largest first."""
    agreed = [readers[0][pair.key] for pair in found if pair.finding.difference in AGREEING]
    open_facts = [
        Open(pair.key, pair.key.partition("|")[0], tuple(reader.get(pair.key) for reader in readers))
        for pair in found
        if pair.finding.difference not in AGREEING
    ]
    return sorted(impacts(open_facts, agreed, studies, plan), key=lambda impact: -impact.shift)


def main() -> None:
    """Make the review, compare, rank, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pairs", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    each = len(OUTCOMES) * len(ARMS) * len(STATISTICS)
    studies = [Study(name, name) for name in (f"s{at}" for at in range(math.ceil(asked.pairs / each)))]
    printed = [record for study in studies for record in truth(study.id, chance)]
    readers = [
        {found.key: found for record in printed if (found := read(record, chance))} for _ in range(2)
    ]
    for counted in (False, True):
        start = time.process_time()
        found = compare(readers)
        compared = time.process_time()
        queue = rank(found, readers, studies, protocol())
        ranked = time.process_time()
        if counted:
            print(
                f"{len(found)} pairs compared in {compared - start:.2f} s; {len(queue)} disagreements of "
                f"{len(studies)} studies ranked in {ranked - compared:.2f} s; in all {ranked - start:.2f} s"
            )


if __name__ == "__main__":
    main()
