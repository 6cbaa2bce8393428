"""Our value of every entry of formulas_mpmath.json."""

from __future__ import annotations

from typing import Any

import numpy as np

from curate.effects import counts, measures, paired, printed, single
from curate.effects.convert import (
    clusters,
    groups,
    medians,
    pairs,
    pvalues,
    ratios,
    shared,
    spread,
    standardised,
    survival,
)

Values = dict[str, Any]
FIVE = ("min", "q1", "median", "q3", "max", "n")


def inputs(record: dict[str, Any]) -> dict[str, Any]:
    return {
        name: float(value) if isinstance(value, str | int) and name != "favours" else value
        for name, value in record["inputs"].items()
    }


def from_formula(name: str, i: dict[str, Any]) -> Values | Any:
    """Return our value, or values by field, of one entry of the formulas."""
    if name.partition("_n")[0] in MEDIANS:
        return MEDIANS[name.partition("_n")[0]](*(i[key] for key in FIVE))
    if name.startswith("p_from_t"):
        return pvalues.p_from_t(i["t"], i["df"])
    kind = name.split("_")[0]
    if kind in ("peto", "or", "rr", "rd") and set(i) == set("abcd"):
        return of_table(kind, i["a"], i["a"] + i["b"], i["c"], i["c"] + i["d"])
    return FORMULAS[name](i)


def of_table(kind: str, a: float, n1: float, c: float, n2: float) -> Values:
    """Return a measure of one table; the risk difference as Review Manager has it."""
    if kind == "peto":
        found = counts.peto_odds_ratio(a, n1, c, n2)
        difference, v = counts.observed_less_expected(a, n1, c, n2)
        return {"lnOR": found.yi, "se": found.vi**0.5, "V": v, "O_minus_E": difference}
    if kind == "rd":
        found = counts.risk_difference(a, n1, c, n2, counts.Rule("variance"))
        raw = counts.risk_difference(a, n1, c, n2, counts.Rule("none"))
        return {"rd": found.yi, "se_cc": found.vi**0.5, "se_raw": raw.vi**0.5}
    found = {"or": counts.odds_ratio, "rr": counts.risk_ratio}[kind](a, n1, c, n2)
    return {f"ln{kind.upper()}": found.yi, "se": found.vi**0.5}


def mean_of(function: Any) -> Any:
    return lambda *five: function(*five).mean


def sd_of(function: Any) -> Any:
    return lambda *five: function(*five).sd


def outer(function: Any) -> Any:
    return lambda a, q1, m, q3, b, n: function(a, m, b, n)


def inner(function: Any) -> Any:
    return lambda a, q1, m, q3, b, n: function(q1, m, q3, n)


def as_skewness(function: Any) -> Any:
    return lambda *five: dict(zip(("T", "crit"), function(*five), strict=True))


MEDIANS = {
    "luo2018_S1_mean": mean_of(outer(medians.from_range)),
    "luo2018_S2_mean": mean_of(inner(medians.from_quartiles)),
    "luo2018_S3_mean": mean_of(medians.from_five),
    "wan2014_C1_mean": mean_of(outer(medians.wan_range)),
    "wan2014_C1_sd": sd_of(outer(medians.from_range)),
    "wan2014_C2_mean": mean_of(medians.wan_five),
    "wan2014_C2_sd": sd_of(medians.wan_five),
    "wan2014_C3_mean": mean_of(inner(medians.wan_quartiles)),
    "wan2014_C3_sd": sd_of(inner(medians.from_quartiles)),
    "shi2020_S3_sd": sd_of(medians.from_five),
    "bland2015_sd": sd_of(lambda *five: medians.bland(*five[:5])),
    "hozo2005_sd": sd_of(outer(medians.hozo)),
    "shi2023_skew_S1": as_skewness(outer(medians.skewness_of_range)),
    "shi2023_skew_S2": as_skewness(inner(medians.skewness_of_quartiles)),
    "shi2023_skew_S3": as_skewness(medians.skewness_of_five),
}


def of_difference(se: Any, i: dict[str, Any], **more: Any) -> Values:
    return {"se": se, "sd": spread.sd_from_difference_se(se, i["n1"], i["n2"]), **more}


def combined(i: dict[str, Any]) -> Values:
    several = i.get("groups") or [(i[f"n{k}"], i[f"m{k}"], i[f"sd{k}"]) for k in "12"]
    n, mean, sd = (np.array(column, dtype=float) for column in zip(*several, strict=True))
    return groups.combine(mean, sd, n)._asdict()


def crossover(i: dict[str, Any], function: Any) -> Any:
    return function(i["mE"], i["sdE"], i["mC"], i["sdC"], i["n"], i["corr"])


def cluster_example(i: dict[str, Any]) -> Values:
    size = i["participants"] / i["clusters"]
    effect = clusters.design_effect(size, i["icc"])
    divided = {name: clusters.effective(i[name], effect) for name in ("e1", "n1", "e2", "n2")}
    return {"M": size, "deff": effect, **divided}


def hazard(estimates: measures.Estimates, **more: Any) -> Values:
    return {"lnHR": estimates.yi, "se": estimates.vi**0.5, **more}


def from_log_rank_p(i: dict[str, Any], v: Any) -> Values:
    found = survival.log_rank_from_p(i["p"], v, -1)
    return hazard(printed.from_log_rank(*found), V=found.v, O_minus_E=found.o_minus_e)


def hazard_from_ci(i: dict[str, Any]) -> Values:
    found = printed.from_interval(i["hr"], i["lower"], i["upper"], log=True)
    return hazard(found, V=survival.log_rank(found).v, O_minus_E=survival.log_rank(found).o_minus_e)


def two_groups(i: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(i[name] for name in ("m1", "sd1", "n1", "m2", "sd2", "n2"))


def every_smd(i: dict[str, Any]) -> Values:
    found = {v: measures.standardised_mean_difference(*two_groups(i), v) for v in ("LS", "LS2", "UB")}
    j = measures.small_sample_factor(i["n1"] + i["n2"] - 2)
    d = found["LS"].yi / j
    values = {f"v_{name}": each.vi for name, each in found.items()}
    manager = measures.standardised_mean_difference(*two_groups(i), "revman", "approximate")
    return {
        "d": d,
        "J": j,
        "g": found["LS"].yi,
        "v_d_Cohen": standardised.d_variance(d, i["n1"], i["n2"]),
        "J_approx": manager.yi / d,
        "g_revman": manager.yi,
        "v_RevMan": manager.vi,
        **values,
    }


def glass(i: dict[str, Any]) -> Values:
    plain = measures.glass_delta(*two_groups(i), correction="none")
    found = measures.glass_delta(*two_groups(i))
    return {"delta": plain.yi, "g": found.yi, "v_LS": found.vi}


def ratio_of_means(i: dict[str, Any]) -> Values:
    plain = measures.ratio_of_means(*two_groups(i), corrected=False)
    corrected = measures.ratio_of_means(*two_groups(i))
    return {"lnROM": plain.yi, "lnROM_corrected": corrected.yi, "v": plain.vi}


def changes(i: dict[str, Any]) -> Values:
    by_change = paired.standardised_change(
        i["m_post"], i["sd_post"], i["m_pre"], i["sd_pre"], i["n"], i["r"]
    )
    by_raw = paired.raw_standardised_change(i["m_post"], i["m_pre"], i["sd_pre"], i["n"], i["r"])
    return {"SMCC": by_change.yi, "v_SMCC": by_change.vi, "SMCR": by_raw.yi, "v_SMCR": by_raw.vi}


def treatment_arm(i: dict[str, Any]) -> Values:
    """Return what the rule adds to the events, none and five, of both groups."""
    table = np.array([[0], [i["n_t"]], [5], [i["n_c"]]], dtype=float)
    a, _, c, _ = counts.corrected_tables(table, counts.Rule("tacc"), ratio=True)[:, 0]
    return {"k_t": a, "k_c": c - 5}


def named(estimates: measures.Estimates, first: str, second: str) -> Values:
    return {first: estimates.yi, second: estimates.vi}


FORMULAS = {
    "sd_from_se": lambda i: spread.sd_from_se(i["se"], i["n"]),
    "sd_from_ci_t": lambda i: spread.sd_from_ci(i["lower"], i["upper"], i["n"], 95),
    "sd_from_ci_z": lambda i: spread.sd_from_normal_ci(i["lower"], i["upper"], i["n"], 95),
    "sd_from_ci90_t": lambda i: spread.sd_from_ci(i["lower"], i["upper"], i["n"], i["level"]),
    "sd_from_p_two_groups": lambda i: of_difference(
        spread.se_from_p(i["md"], i["p"], i["n1"] + i["n2"] - 2),
        i,
        t=spread.t_from_p(i["p"], i["n1"] + i["n2"] - 2),
    ),
    "sd_from_t_two_groups": lambda i: of_difference(spread.se_from_t(i["md"], i["t"]), i),
    "sd_from_md_ci": lambda i: of_difference(
        spread.se_from_difference_ci(i["lower"], i["upper"], i["n1"], i["n2"], 95), i
    ),
    "sd_from_F_1df": lambda i: of_difference(
        spread.se_from_f(i["md"], i["F"]), i, t=i["md"] / spread.se_from_f(i["md"], i["F"])
    ),
    "sd_from_iqr": lambda i: spread.sd_from_iqr(i["q1"], i["q3"]),
    "sd_from_iqr_exact": lambda i: spread.sd_from_iqr(i["q1"], i["q3"], spread.NORMAL_IQR),
    "combine_two_groups": combined,
    "combine_three_groups": combined,
    "change_corr_from_sds": lambda i: pairs.change_correlation(
        i["sd_baseline"], i["sd_final"], i["sd_change"]
    ),
    "change_sd_from_corr": lambda i: pairs.change_sd(i["sd_baseline"], i["sd_final"], i["r"]),
    "crossover_md_sddiff": lambda i: (
        pairs.paired_mean_difference(i["md"], i["sd_diff"], i["n"]).vi ** 0.5
    ),
    "crossover_md_corr": lambda i: {
        "sd_diff": pairs.change_sd(i["sdE"], i["sdC"], i["corr"]),
        "se": crossover(i, pairs.crossover_mean_difference).vi ** 0.5,
    },
    "crossover_smd_corr": lambda i: {
        "smd": crossover(i, pairs.crossover_smd).yi,
        "se": crossover(i, pairs.crossover_smd).vi ** 0.5,
    },
    "crossover_smd_from_md": lambda i: pairs.smd_from_paired(i["md"], i["sd_diff"], i["corr"]),
    "crossover_corr_from_sds": lambda i: pairs.change_correlation(i["sdE"], i["sdC"], i["sd_diff"]),
    "cluster_design_effect": cluster_example,
    "cluster_se_inflation": lambda i: clusters.inflated_se(
        i["se"], clusters.design_effect(i["M"], i["icc"])
    ),
    "cluster_deff_unequal": lambda i: clusters.design_effect(i["M"], i["icc"], i["cv"]),
    "shared_control_cov_logRR": lambda i: shared.covariance_of_risk_ratios(i["c"], i["n_c"]),
    "shared_control_cov_logOR": lambda i: shared.covariance_of_odds_ratios(i["c"], i["c"] + i["d"]),
    "shared_control_cov_RD": lambda i: shared.covariance_of_risk_differences(i["c"], i["n_c"]),
    "shared_control_cov_MD": lambda i: shared.covariance_of_mean_differences(i["sd"], i["n_c"]),
    "shared_control_cov_SMD": lambda i: shared.covariance_of_smds(i["d1"], i["d2"], i["n_c"], i["N"]),
    "shared_control_cov_logROM": lambda i: shared.covariance_of_ratios_of_means(
        i["m"], i["sd"], i["n_c"]
    ),
    "tacc_sweeting": treatment_arm,
    "rr_from_or": lambda i: ratios.risk_ratio_from_odds_ratio(i["OR"], i["ACR"]),
    "nnt_from_or": lambda i: ratios.number_needed_to_treat(
        ratios.risk_difference_from_odds_ratio(i["OR"], i["ACR"])
    ),
    "nnt_from_rr": lambda i: ratios.number_needed_to_treat(
        ratios.risk_difference_from_risk_ratio(i["RR"], i["ACR"])
    ),
    "lnratio_se_from_ci": lambda i: (
        printed.from_interval(0.7, i["lower"], i["upper"], level=i["level"], log=True).vi ** 0.5
    ),
    "se_from_p": lambda i: ratios.log_ratio_from_p(i["est"], i["p"]).vi ** 0.5,
    "ci_asymmetry": lambda i: ratios.asymmetry(*np.log([i["est"], i["lower"], i["upper"]])),
    "altman_bland_2011_z": lambda i: ratios.altman_bland_z(i["p"]),
    "hr_from_oe_v": lambda i: hazard(printed.from_log_rank(i["O_minus_E"], i["V"])),
    "hr_from_ci": hazard_from_ci,
    "hr_from_p_events_equal": lambda i: from_log_rank_p(i, survival.variance_from_events(i["events"])),
    "hr_from_p_events_ratio": lambda i: from_log_rank_p(
        i, survival.variance_from_events(i["events"], i["n_research"] / i["n_control"])
    ),
    "hr_from_p_events_by_arm": lambda i: from_log_rank_p(
        i, survival.variance_from_events_by_arm(i["e_research"], i["e_control"])
    ),
    "smd_all_variances": every_smd,
    "glass_delta": glass,
    "rom": ratio_of_means,
    "d_from_t": lambda i: standardised.d_from_t(i["t"], i["n1"], i["n2"]),
    "d_from_r": lambda i: standardised.d_from_r(i["r"]),
    "d_from_lnor": lambda i: named(ratios.smd_from_log_odds_ratio(i["lnor"], i["v"]), "d", "v"),
    "lnor_from_d": lambda i: ratios.log_odds_ratio_from_smd(i["d"], 1).yi,
    "d_from_lnor_cox": lambda i: ratios.smd_from_log_odds_ratio(i["lnor"], 1, ratios.COX).yi,
    "d_ancova": lambda i: named(
        standardised.d_from_adjusted_means(i["md"], i["sd_adj"], i["r"], i["n1"], i["n2"]), "d", "v"
    ),
    "fisher_z": lambda i: named(single.fisher_z(i["r"], i["n"]), "z", "v"),
    "d_from_p_two_sided": lambda i: standardised.d_from_p(i["p"], i["n1"], i["n2"], 1),
    "dppc2_morris2008": lambda i: {},
    "smcc_smcr": changes,
    "p_from_z": lambda i: pvalues.p_from_z(i["z"]),
    "p_from_F": lambda i: pvalues.p_from_f(i["F"], i["df1"], i["df2"]),
    "p_from_chi2": lambda i: pvalues.p_from_chi2(i["chi2"], i["df"]),
    "p_interval_from_rounded_t": lambda i: dict(
        zip(("lo", "hi"), pvalues.p_range_from_t(i["t"], 2, i["df"]), strict=True)
    ),
    "welch_p": lambda i: pvalues.welch(*two_groups(i))._asdict(),
    "debit": lambda i: spread.sd_of_share(i["mean"], i["n"]),
    "fisher_combine": lambda i: {},
}
