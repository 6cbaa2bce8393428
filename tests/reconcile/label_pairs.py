"""Pairs of labels of one study as two extractors may write them, and whether they are the same thing.

Made for these tests. What the labels alone do not settle counts as different: it must be asked.
"""

SAME = """
arm | Ketamine | ketamine
arm | Ketamine group | Ketamine
arm | Ketamine (n = 22) | Ketamine
arm | Ketamine 0.5 mg/kg | 0.5 mg/kg ketamine
arm | Ketamine 0.5 mg/kg | Ketamine 500 µg/kg
arm | Ketamine 0.50 mg/kg | Ketamine 0·5 mg/kg
arm | Ketamine | Ketamine 0.5 mg/kg
arm | Ketamine | Intravenous ketamine
arm | Ketamine | Ketamine hydrochloride infusion, 0.5 mg/kg over 40 min
arm | Esketamine nasal spray | Esketamine
arm | Placebo | Saline
arm | Placebo | Normal saline 0.9%
arm | Placebo group | placebo
arm | Control | Placebo
arm | Control group | Usual care
arm | Usual care | Treatment as usual
arm | Waiting list | Wait-list control
arm | No treatment | Untreated control
arm | Placebo + ECT | Saline + ECT
arm | Ketamine + ECT | ECT + ketamine
arm | Ketamine plus ECT | Ketamine + ECT
arm | Electroconvulsive therapy (ECT) | ECT
arm | Cognitive behavioural therapy (CBT) | CBT
arm | Group A | group A
arm | Group II | Group 2
arm | Midazolam 0.045 mg/kg | Midazolam
arm | Sham | Sham group
arm | Low-dose ketamine | Ketamine, low dose
arm | Ketamine and ECT | ECT + ketamine
arm | Placebo/ketamine | Saline/ketamine
arm | Two infusions of ketamine | Ketamine, 2 infusions
outcome | MADRS | madrs
outcome | MADRS score | MADRS
outcome | HAM-D 17 | HAMD-17
outcome | HAM-D 17 items | HAM-D-17
outcome | 17-item HAM-D | HAM-D 17
outcome | Beck Depression Inventory (BDI) | BDI
outcome | Montgomery–Åsberg Depression Rating Scale (MADRS) | MADRS
outcome | Hamilton Depression Rating Scale (HDRS) | HDRS
outcome | Pain at rest | Pain, at rest
outcome | Response rate | Rate of response
outcome | Systolic blood pressure | Blood pressure, systolic
outcome | Social functioning | social functioning scale
timepoint | day 14 | week 2
timepoint | Day 14 | 2 weeks
timepoint | D14 | day 14
timepoint | day 7 (±1) | day 7
timepoint | week 1 | day 8
timepoint | 24 h | 24 hours
timepoint | 24 h | 1 day
timepoint | 72 hours | 3 days
timepoint | 90 min | 1.5 h
timepoint | 6 months | 26 weeks
timepoint | 1 year | 12 months
timepoint | 52 weeks | 1 year
timepoint | 6-month follow-up | follow-up (6 mo)
timepoint | two weeks | week 2
timepoint | Post-treatment | End of treatment
timepoint | End of treatment (8 weeks) | week 8
timepoint | End of treatment (8 weeks) | post-treatment
timepoint | baseline | Baseline visit
timepoint | Before treatment | pretreatment
timepoint | M6 | 6 months
timepoint | The end of treatment | end of therapy
"""

DIFFERENT = """
arm | Ketamine 0.5 mg/kg | Ketamine 0.2 mg/kg
arm | 0.5 mg/kg | 0.2 mg/kg
arm | Ketamine 0.5 mg/kg x 6 | Ketamine 0.2 mg/kg x 6
arm | Ketamine 1 mg/kg | Ketamine 10 mg/kg
arm | Ketamine | Esketamine
arm | Ketamine | S-ketamine
arm | Ketamine | Arketamine
arm | Ketamine | Ketamine + ECT
arm | Ketamine | Ketamine + midazolam
arm | Ketamine | Low-dose ketamine
arm | Low-dose ketamine | High-dose ketamine
arm | Single-dose ketamine | Repeated-dose ketamine
arm | Intravenous ketamine | Oral ketamine
arm | Intranasal ketamine | Ketamine iv
arm | Ketamine once weekly | Ketamine twice weekly
arm | Group A | Group B
arm | Group 1 | Group 2
arm | Group I | Group II
arm | Group A | Ketamine
arm | Treatment A | Treatment B
arm | Placebo | Sham
arm | Placebo | Active placebo (midazolam)
arm | Placebo | Usual care
arm | Placebo | Healthy controls
arm | Control | Attention control
arm | Control | Healthy control
arm | Placebo | Placebo + ECT
arm | Midazolam | Active control
arm | Saline | Hypertonic saline
arm | Low dose | 0.2 mg/kg
arm | Anodal stimulation | Cathodal stimulation
arm | Immediate treatment | Delayed treatment
arm | Responders | Non-responders
arm | Treatment | Intervention group
arm | Bilateral ECT | Unilateral ECT
arm | Ketamin | Ketamine
arm | Placebo/ketamine | Ketamine/placebo
arm | Placebo then ketamine | Ketamine then placebo
arm | Placebo/ketamine | Ketamine/saline
arm | Ketamine/midazolam | Midazolam/ketamine
arm | Ketamine 0.5 mg/kg + midazolam 2 mg | Ketamine 2 mg + midazolam 0.5 mg/kg
arm | Ketamine | Placebo/ketamine
outcome | HAM-D 17 | HAM-D 21
outcome | HAM-D | HAM-D 17
outcome | HAM-D | HAM-A
outcome | HAM-D | MADRS
outcome | MADRS | MADRS-S
outcome | BDI | BDI-II
outcome | BDI | BAI
outcome | PANSS positive | PANSS negative
outcome | PANSS | PANSS positive
outcome | MADRS | Response (MADRS)
outcome | Depression (MADRS) | Anxiety (MADRS)
outcome | MADRS | Change in MADRS
outcome | Systolic blood pressure | Diastolic blood pressure
outcome | Pain at rest | Pain on movement
outcome | Worst pain | Average pain
outcome | Response | Remission
outcome | STAI state | STAI trait
outcome | SF-36 physical | SF-36 mental
outcome | Self-rated depression | Clinician-rated depression
outcome | HDL cholesterol | Non-HDL cholesterol
outcome | Morning cortisol | Evening cortisol
outcome | QIDS-SR16 | QIDS-C16
outcome | Time to remission | Time in remission
outcome | Number of patients | Number of items
outcome | Leptin/adiponectin ratio | Adiponectin/leptin ratio
outcome | Change from day 1 to day 7 | Change from day 7 to day 1
outcome | Treatment satisfaction | Satisfaction
timepoint | 24 h | day 1
timepoint | 72 h | day 3
timepoint | endpoint | 8 weeks
timepoint | endpoint | end of treatment
timepoint | End of treatment | End of study
timepoint | day 7 | day 8
timepoint | day 14 | day 15
timepoint | week 2 | week 3
timepoint | 2 weeks | 2 months
timepoint | 4 weeks | 1 month
timepoint | 12 weeks | 3 months
timepoint | 6 months | 6-month follow-up
timepoint | 8 weeks | 8 weeks after end of treatment
timepoint | 2 weeks post-treatment | post-treatment
timepoint | weeks 6-12 | week 12
timepoint | T1 | T2
timepoint | 24 h after the first infusion | 24 h after the last infusion
timepoint | baseline | day 0
timepoint | follow-up | 6-month follow-up
timepoint | 24 h | 24 days
timepoint | visit 2 | week 2
timepoint | End of treatment | end
timepoint | Week 2 of treatment | Week 2 of follow-up
"""


def read(text: str) -> list[tuple[str, str, str]]:
    rows = (line.split(" | ") for line in text.strip().splitlines())
    return [(kind, one, two) for kind, one, two in rows]
