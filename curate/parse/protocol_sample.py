"""The words of review.toml: a comment for each kind of table, and the sample of a new review."""

from __future__ import annotations

COMMENTS = {
    "review": """\
The protocol of the review. Text after # is a comment.
basis_of_truth is the least that may be pooled: double_agreed, adjudicated, verified, single
or program_only.""",
    "outcome": """\
What is measured. direction says which end of the scale is good (lower, higher); minimum and
maximum are the ends of the scale, for the checks; kind is continuous or binary; aliases are
labels, as reports print them, that mean exactly this (capitals and extra spaces do not
matter).""",
    "arm": """\
Kinds of arms. role is experimental or control, or left out for arms that take no part in a
comparison.""",
    "timepoint": """\
Windows of time, in days after the anchor. prefer says which of several times in one window
is meant: closest (to target_days), latest or earliest. The days are recorded; a label comes
into a window by its aliases or by `curate map`.""",
    "comparison": """\
Each comparison is one pooled estimate: experimental minus (or over) control. outcomes and
timepoints stand in order of preference. measure is MD, SMD, SMD1 (Glass's delta) or ROM
(continuous), RR, OR or RD (binary), IRR or IRD (rates) or HR (survival). basis is final,
change or any. options may differ from those of the review, such
as { method = "DL" }, and say what is assumed where reports are silent (docs/conversions.md).""",
    "rule": """\
Each person counts once in a pooled estimate. Where a study has several eligible results, a
rule picks: action prefer takes the first of order (or of the comparison's own order) that
is there; for arms, combine merges them; split parts the group that they share among them, and
covary keeps it whole and allows for the covariance (docs/pooling.md). Without a rule such
results are refused. dimension: outcome, timepoint, basis, adjusted, analysis_set, report or arm.""",
    "item": """\
Questions of the codebook, extracted and reconciled like numbers. kind is text, number,
category (with choices) or date; per is study, arm or result.""",
    "person": """\
Who extracts and decides. A trainee never makes a pair with another trainee, nor alone.""",
    "options": """\
Conventions of effect sizes and pooling, recorded with each result. profile: curate, metafor or
cochrane-revman (Review Manager); what else is said here goes before it. smd_variance: LS, LS2, UB,
AV, H0, metapsy or revman. smd_correction: exact, approximate or none (Cohen's d). zero_cells: only0,
all, if0all, none, tacc or total_once. method: REML, ML, DL, PM, EB, HE, HS, HSk, SJ, GENQ (weights
by people), CE (common effect), MH (Mantel-Haenszel) or PETO. ci: auto (Hartung-Knapp when there are
more than two studies and tau2 > 0, else Wald), knha, adhoc, t or z. prediction: riley (t on k - 2
df), t (k - 1), z or test (that of ci). level: of the intervals, percent.
ci_level_printed: level assumed for a printed interval that does not name its own, 0 to
refuse it. The values here are those in use.""",
}
"""Kind of table → what to know when filling it."""

SAMPLE = """\
# The protocol of the review, and its authority: change it here (or in the workbook of `curate
# protocol --form`), and the next command stores the new version. Text after # is a comment. This
# is a complete sample. Replace what is not yours; lists may be as long as you need.

[review]
title = {title}
# The least that may be pooled: double_agreed, adjudicated, verified, single or program_only.
basis_of_truth = "verified"


# Outcomes, one for each instrument. direction says which end of the scale is good; minimum and
# maximum are its ends, for the checks. aliases are labels, as reports print them, that mean
# exactly this (capitals and extra spaces do not matter). Labels that are no alias wait for
# `curate map`. codebook says in a line what counts, where reports may have several definitions.

[[outcome]]
code = "caps5"
label = "CAPS-5"
kind = "continuous"          # or "binary"
minimum = 0
maximum = 80
direction = "lower"          # lower scores are better
unit = "points"
items = 1                    # scores are whole numbers: means that none can have are found
aliases = ["CAPS-5 total", "CAPS-5 total score", "Clinician-Administered PTSD Scale for DSM-5"]
codebook = "Total severity score, past week where it is given, else past month."

[[outcome]]
code = "pcl5"
label = "PCL-5"
minimum = 0
maximum = 80
direction = "lower"
unit = "points"
aliases = ["PCL-5 total score", "PTSD Checklist for DSM-5"]

[[outcome]]
code = "madrs"
label = "MADRS"
minimum = 0
maximum = 60
direction = "lower"
unit = "points"
aliases = ["MADRS total score", "Montgomery-Åsberg Depression Rating Scale"]

[[outcome]]
code = "dissociation"
label = "Dissociation (adverse event)"
kind = "binary"
direction = "lower"          # fewer events are better
aliases = ["Dissociation", "Dissociative symptoms"]


# Kinds of arms. role is experimental or control.

[[arm]]
code = "ketamine"
label = "Ketamine"
role = "experimental"
aliases = ["Ketamine group", "Ketamine 0.5 mg/kg"]

[[arm]]
code = "midazolam"
label = "Midazolam"
role = "control"
aliases = ["Midazolam group"]

[[arm]]
code = "placebo"
label = "Placebo"
role = "control"
aliases = ["Placebo group", "Saline", "Normal saline"]


# Windows of time, in days after the anchor. prefer says which of several times in one window is
# meant: closest (to target_days), latest or earliest. The days are recorded; a label comes into
# a window by its aliases or by `curate map`.

[[timepoint]]
code = "24h"
label = "24 hours"
target_days = 1
from_days = 0.5
to_days = 2
anchor = "first dose"
prefer = "closest"
aliases = ["24 h", "24 hours after infusion", "Day 1"]

[[timepoint]]
code = "7d"
label = "7 days"
target_days = 7
from_days = 5
to_days = 10
anchor = "first dose"
aliases = ["Day 7", "1 week", "Week 1"]

[[timepoint]]
code = "end"
label = "End of treatment"
anchor = "first dose"
prefer = "latest"
aliases = ["At end of treatment", "Post-treatment", "Endpoint"]


# Each comparison is one pooled estimate, experimental against control. outcomes and timepoints
# stand in order of preference. measure is MD or SMD for continuous outcomes, RR, OR or RD for
# binary ones. basis is final, change or any (any lets final scores and changes meet in one pool).

[[comparison]]
code = "ptsd_24h"
label = "PTSD symptoms at 24 hours"
outcomes = ["caps5", "pcl5"]
experimental = ["ketamine"]
control = ["midazolam", "placebo"]
timepoints = ["24h"]
measure = "SMD"
basis = "final"

[[comparison]]
code = "ptsd_end"
label = "PTSD symptoms at end of treatment"
outcomes = ["caps5", "pcl5"]
experimental = ["ketamine"]
control = ["midazolam", "placebo"]
timepoints = ["end", "7d"]
measure = "SMD"
basis = "final"

[[comparison]]
code = "madrs_24h"
label = "Depression at 24 hours"
outcomes = ["madrs"]
experimental = ["ketamine"]
control = ["midazolam", "placebo"]
timepoints = ["24h"]
measure = "MD"

[[comparison]]
code = "dissociation"
label = "Dissociation"
outcomes = ["dissociation"]
experimental = ["ketamine"]
control = ["midazolam", "placebo"]
timepoints = ["24h", "end"]
measure = "RR"
options = { method = "DL" }  # what differs from [options] below


# Each person counts once in a pooled estimate. Where a study has several eligible results, a rule
# picks: prefer takes the first of order that is there (without order: the comparison's own); for
# arms, combine merges them (or split, covary: docs/pooling.md). Without a rule such results are
# refused. dimension: outcome, timepoint, basis, adjusted, analysis_set, report or arm.

[[rule]]
dimension = "outcome"
action = "prefer"

[[rule]]
dimension = "timepoint"
action = "prefer"

[[rule]]
dimension = "analysis_set"
action = "prefer"
order = ["ITT", "mITT", "PP"]

[[rule]]
dimension = "arm"
action = "combine"


# Questions of the codebook, extracted and reconciled like numbers. kind is text, number, category
# (with choices) or date; per is study, arm or result.

[[item]]
code = "design"
question = "Design of the trial"
kind = "category"
choices = ["parallel", "crossover", "single arm", "non-randomised"]
codebook = "For a crossover, extract the first period where it is reported apart."

[[item]]
code = "dose"
question = "Dose of ketamine"
per = "arm"
codebook = "As printed, with its unit: 0.5 mg/kg, or mg/kg per hour, are not the same."

[[item]]
code = "infusions"
question = "Number of doses"
kind = "number"
per = "arm"

[[item]]
code = "route"
question = "Route"
kind = "category"
choices = ["intravenous", "intranasal", "intramuscular", "oral", "other"]
per = "arm"

[[item]]
code = "population"
question = "Population"
kind = "category"
choices = ["military", "civilian", "mixed", "not stated"]

[[item]]
code = "funding"
question = "Funding"
codebook = "Verbatim, from the funding or acknowledgement section."


# Who extracts and decides; the name is what they give to --as. Two extractors make a pair unless
# both are trainees (trainee = true).

[[person]]
name = "reader-a"

[[person]]
name = "reader-b"

[[person]]
name = "lead"


# Conventions of effect sizes and pooling, recorded with each result; these are the defaults.

[options]
profile = "curate"           # or "metafor", "cochrane-revman": all that is not said below
smd_variance = "LS"          # or "UB", the unbiased one
method = "REML"              # or "DL", "PM" …; "CE" is the common effect
ci = "auto"                  # Hartung-Knapp if k > 2 and tau2 > 0, else Wald; or "knha", "adhoc", "t", "z"
level = 95                   # of the intervals, percent
ci_level_printed = 95        # assumed for a printed interval that does not name its level; 0 refuses it
"""
