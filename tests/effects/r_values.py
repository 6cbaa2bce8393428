"""Our value of every entry of conversions.json that has a counterpart."""

from __future__ import annotations

from typing import Any

import numpy as np

from curate.effects import counts, measures, printed, single
from curate.effects.convert import (
    medians,
    pairs,
    ratios,
    shared,
    spread,
    standardised,
    tables,
    transforms,
)

from .formula_values import FIVE, Values


def column(rows: list[Any]) -> np.ndarray[Any, Any]:
    """Return R's numbers, NaN for null, NaN and errors."""
    special = {"Inf": np.inf, "-Inf": -np.inf}
    return np.array(
        [special.get(v, np.nan) if isinstance(v, str) or v is None else v for v in rows], dtype=float
    )


def fivenum(given: dict[str, Any], logs: bool) -> tuple[Values, Values, Values]:
    """Return Luo, Wan and Shi's means and SDs, statistic and critical value, by the numbers that are there."""
    a, q1, m, q3, b, n = (column(given[name]) for name in FIVE)
    if logs:
        with np.errstate(divide="ignore", invalid="ignore"):
            a, q1, m, q3, b = (np.where(x > 0, np.log(np.abs(x)), np.nan) for x in (a, q1, m, q3, b))
    case = np.array(given["case"])
    found = (
        medians.from_range(a, m, b, n),
        medians.from_quartiles(q1, m, q3, n),
        medians.from_five(a, q1, m, q3, b, n),
    )
    skew = (
        medians.skewness_of_range(a, m, b, n),
        medians.skewness_of_quartiles(q1, m, q3, n),
        medians.skewness_of_five(a, q1, m, q3, b, n),
    )
    conditions = [case == 1, case == 2, case == 3]
    values = {
        name: np.select(conditions, [getattr(each, name) for each in found]) for name in ("mean", "sd")
    }
    tests = {
        "tval": np.select(conditions, [each.statistic for each in skew]),
        "crit": np.select(conditions, [each.critical for each in skew]),
    }
    skewed = np.select(conditions, [each.skewed for each in skew])
    tested = {name: np.where(skewed, np.nan, value) for name, value in values.items()}
    return values, tested, tests


def wald(given: dict[str, Any]) -> Values:
    out, low, high, z, p = (column(given[name]) for name in ("out", "lb", "ub", "z", "p"))
    by_ci, by_p = printed.from_interval(out, low, high, log=True), ratios.log_ratio_from_p(out, p)
    by_z = spread.se_from_t(np.log(out), z) ** 2
    vi = np.where(np.isfinite(by_ci.vi), by_ci.vi, np.where(np.isfinite(by_z), by_z, by_p.vi))
    level_90 = spread.se_from_normal_ci(low, high, 90) ** 2
    plain = (
        spread.se_from_normal_ci(low, high, 95),
        spread.se_from_t(out, z),
        spread.se_from_normal_p(out, p),
    )
    identity = np.nanmax(np.stack(plain), axis=0) ** 2  # each row prints one of the three
    return {
        "log": {"yi": np.log(out), "vi": vi},
        "identity": {"yi": out, "vi": identity},
        "t_90": {"yi": out, "vi": level_90},
    }


def reconstructed(given: dict[str, Any], yates: bool) -> Values:
    ratio, phi, chi2, n, n1, events = (
        column(given[name]) for name in ("ori", "ri", "x2i", "ni", "n1i", "n2i")
    )
    several = (
        tables.table_from_odds_ratio(ratio, n, n1, events),
        tables.table_from_phi(phi, n, n1, events),
        tables.table_from_chi2(chi2, n, n1, events, 1, yates=yates),
    )
    cells = [np.nanmax(np.stack(each), axis=0) for each in zip(*several, strict=True)]
    return dict(zip(("ai", "bi", "ci", "di"), cells, strict=True))


TRANSFORMS = {
    "transf_rtoz": transforms.fisher_z,
    "transf_ztor": transforms.inverse_fisher_z,
    "transf_logit": transforms.logit,
    "transf_ilogit": transforms.inverse_logit,
    "transf_arcsin": transforms.arcsine,
    "transf_iarcsin": transforms.inverse_arcsine,
    "transf_pft": lambda x: transforms.double_arcsine(x, 20),
    "transf_abt": transforms.bonett,
    "transf_iabt": transforms.inverse_bonett,
    "transf_ahw": transforms.hakstian_whalen,
    "transf_iahw": transforms.inverse_hakstian_whalen,
    "transf_dtou1": transforms.non_overlap,
    "transf_dtou2": transforms.share_above_same_share,
    "transf_dtou3": transforms.share_above_mean,
    "transf_dtocles": transforms.superiority,
    "transf_dtorpb": transforms.point_biserial_from_balanced_d,
    "transf_lnortord": lambda x: ratios.risk_difference_from_odds_ratio(np.exp(x), 0.2),
    "transf_lnortorr": lambda x: ratios.risk_ratio_from_odds_ratio(np.exp(x), 0.2),
    "transf_lnortod_norm": lambda x: ratios.smd_from_log_odds_ratio(x, 1, ratios.COX).yi,
    "transf_lnortod_logis": lambda x: ratios.smd_from_log_odds_ratio(x, 1).yi,
    "transf_exp_int": lambda x: transforms.log_normal_mean(x, 0.1),
    "transf_dtolnor_norm": lambda x: ratios.log_odds_ratio_from_smd(x, 1, ratios.COX).yi,
    "transf_dtolnor_logis": lambda x: ratios.log_odds_ratio_from_smd(x, 1).yi,
    "transf_dtoovl": transforms.overlap,
    "transf_dtocliffd": transforms.cliffs_delta,
}

N1, N2 = 40, 38


def from_d(d: Any, **more: Any) -> Values:
    """Return d of the two groups and what metaConvert makes of it."""
    lnor = ratios.log_odds_ratio_from_smd(d, standardised.d_variance(d, N1, N2))
    r, z = standardised.biserial_from_d(d, N1, N2), standardised.biserial_z_from_d(d, N1, N2)
    g = measures.standardised(d, N1, N2, "LS2")
    return {
        "d": d,
        "g": g.yi,
        "g_se": g.vi**0.5,
        "d_se": standardised.d_variance(d, N1, N2) ** 0.5,
        "logor": lnor.yi,
        "logor_se": lnor.vi**0.5,
        "r": r.yi,
        "r_se": r.vi**0.5,
        "z": z.yi,
        "z_se": z.vi**0.5,
        **more,
    }


def from_means(m1: float, sd1: Any, m2: float, sd2: Any) -> Values:
    md = measures.mean_difference(m1, sd1, N1, m2, sd2, N2)
    g = measures.standardised_mean_difference(m1, sd1, N1, m2, sd2, N2).yi
    d = g / measures.small_sample_factor(N1 + N2 - 2)
    return from_d(d, md=md.yi, md_se=md.vi**0.5)


def from_se(md: float, se: Any) -> Values:
    return from_d(md / spread.sd_from_difference_se(se, N1, N2), md=md, md_se=se)


def from_adjusted(estimates: measures.Estimates, **more: Any) -> Values:
    d, j = estimates.yi, measures.small_sample_factor(N1 + N2 - 3)  # one covariate
    return {
        "d": d,
        "logor": ratios.log_odds_ratio_from_smd(d, 1).yi,
        "d_se": estimates.vi**0.5,
        "g": j * d,
        "g_se": j * estimates.vi**0.5,
        **more,
    }


def from_log_odds(lnor: Any, se: Any, **more: Any) -> Values:
    smd = ratios.smd_from_log_odds_ratio(lnor, se**2)
    j = measures.small_sample_factor(75 + 75 - 2)
    d, d_se = smd.yi, smd.vi**0.5
    return {"logor": lnor, "logor_se": se, "d": d, "d_se": d_se, "g": j * d, "g_se": j * d_se, **more}


def from_table(table: tables.Table) -> Values:
    a, b, c, d = table
    odds, risks = counts.odds_ratio(a, a + b, c, c + d), counts.risk_ratio(a, a + b, c, c + d)
    return from_log_odds(odds.yi, odds.vi**0.5, logrr=risks.yi, logrr_se=risks.vi**0.5)


def from_changes(sd1: Any, n1: int, sd2: Any, n2: int, m1: float, m2: float) -> Values:
    md = measures.mean_difference(m1, sd1, n1, m2, sd2, n2)
    return {"md": md.yi, "md_se": md.vi**0.5}


def paired_ts() -> Values:
    one, two = standardised.d_from_paired_t(3.2, 36, 0.5), standardised.d_from_paired_t(1.1, 35, 0.5)
    variances = [(1 / n + d**2 / (2 * n)) * 2 * (1 - 0.5) for d, n in ((one, 36), (two, 35))]
    return {"d": one - two, "d_se": sum(variances) ** 0.5}


def quartile_means() -> Values:
    one, two = medians.wan_quartiles(16, 20, 25, N1), medians.wan_quartiles(14, 18, 23, N2)
    return {"md": one.mean - two.mean}


METACONVERT = {
    "means_sd": from_means(23.1, 4.2, 20.4, 4.9),
    "means_se": from_means(23.1, spread.sd_from_se(0.66, N1), 20.4, spread.sd_from_se(0.79, N2)),
    "means_ci": from_means(
        23.1, spread.sd_from_ci(21.7, 24.5, N1, 95), 20.4, spread.sd_from_ci(18.8, 22.0, N2, 95)
    ),
    "md_ci": from_se(2.7, spread.se_from_difference_ci(0.65, 4.75, N1, N2, 95)),
    "md_pval": from_se(2.7, spread.se_from_p(2.7, 0.011, N1 + N2 - 2)),
    "md_se": from_se(2.7, 1.03),
    "student_t": from_d(standardised.d_from_t(2.62, N1, N2)),
    "student_t_pval": from_d(standardised.d_from_p(0.011, N1, N2, 1)),
    "anova_f": from_d(standardised.d_from_f(6.86, N1, N2, 1)),
    "beta_std": from_d(standardised.d_from_standardised_slope(0.29, N1, N2)),
    "beta_unstd": from_d(standardised.d_from_slope(2.7, 4.5, N1, N2)),
    "pt_bis_r": from_d(standardised.d_from_point_biserial(0.29, N1, N2)),
    "ancova_means_sd": from_adjusted(
        standardised.d_from_adjusted_means(
            23.0 - 20.6, np.sqrt((39 * 3.1**2 + 37 * 3.4**2) / 76), 0.6, N1, N2
        ),
        md=23.0 - 20.6,
    ),
    "ancova_t": from_adjusted(standardised.d_from_adjusted_t(3.1, 0.6, N1, N2)),
    "ancova_f": from_adjusted(standardised.d_from_adjusted_t(9.61**0.5, 0.6, N1, N2)),
    "ancova_md_ci": from_adjusted(
        standardised.d_from_adjusted_means(
            2.4,
            spread.sd_from_difference_se(
                spread.se_from_difference_ci(0.9, 3.9, N1, N2 - 1, 95),  # one covariate
                N1,
                N2,
            ),
            0.6,
            N1,
            N2,
        ),
        md=2.4,
    ),
    "pre_post_bonett": from_changes(
        pairs.change_sd(16, 17, 0.8), 36, pairs.change_sd(14, 15, 0.8), 35, 98 - 102, 96 - 98
    ),
    "pre_post_cooper": from_changes(
        pairs.change_sd(16, 17, 0.8), 36, pairs.change_sd(14, 15, 0.8), 35, 98 - 102, 96 - 98
    ),
    "mean_change_sd": from_changes(9.1, 36, 8.2, 35, 8.4, 2.43),
    "paired_t": paired_ts(),
    "or_ci": from_log_odds(np.log(2.1), printed.from_interval(2.1, 1.2, 3.675, log=True).vi ** 0.5),
    "or_pval": from_log_odds(np.log(2.1), ratios.log_ratio_from_p(2.1, 0.01).vi ** 0.5),
    "rr_ci": {
        "logrr": np.log(1.6),
        "logrr_se": printed.from_interval(1.6, 1.1, 2.33, log=True).vi ** 0.5,
    },
    "chisq": from_table(tables.table_from_chi2(7.2, 150, 75, 60, 1, yates=False)),
    "phi": from_table(tables.table_from_phi(0.22, 150, 75, 60)),
    "med_quarts": quartile_means(),
    "2x2": from_table(tables.Table(*map(np.asarray, (12.0, 63.0, 22.0, 53.0)))),
    "cohen_d": from_d(np.asarray(0.6)),
    "pearson_r": {
        "r": 0.3,
        "r_se": (1 - 0.3**2) / np.sqrt(119),
        "z": transforms.fisher_z(0.3),
        "z_se": single.fisher_z(0.3, 120).vi ** 0.5,
    },
}


def as_esc(d: Any) -> Values:
    vi = standardised.d_variance(d, N1, N2)
    return {"es": d, "se": vi**0.5, "var": vi}


ESC = {
    "mean_sd_d": as_esc(METACONVERT["means_sd"]["d"]),
    "mean_sd_g": {
        **as_esc(METACONVERT["means_sd"]["d"]),
        "es": measures.standardised_mean_difference(
            23.1, 4.2, N1, 20.4, 4.9, N2, correction="approximate"
        ).yi,
    },
    "t_d": as_esc(standardised.d_from_t(2.62, N1, N2)),
    "chisq_or": {
        "es": np.exp(ratios.log_odds_ratio_from_smd(standardised.d_from_chi2(7.2, 150, 1), 1).yi)
    },
    "2x2_or": {
        "es": np.exp(METACONVERT["2x2"]["logor"]),
        "se": METACONVERT["2x2"]["logor_se"],
        "var": METACONVERT["2x2"]["logor_se"] ** 2,
    },
    "B": as_esc(standardised.d_from_slope(2.7, 4.5, N1, N2)),
    "beta": as_esc(standardised.d_from_standardised_slope(0.29, N1, N2)),
}


def ours_for_r(content: dict[str, Any]) -> Values:
    """Return our values of each entry of R's conversions, by name."""
    found: Values = {}
    for distribution in ("norm", "lnorm"):
        values, tested, tests = fivenum(content["fivenum_input"], distribution == "lnorm")
        for method in ("default", "luo_wan_shi", "qe", "blue"):
            for test in ("test", "notest"):
                name = f"fivenum__{method}__{test}__{distribution}"
                found |= {f"{name}/{field}": value for field, value in tests.items()}
                if method in ("default", "luo_wan_shi") and distribution == "norm":
                    both = tested if test == "test" else values
                    found |= {f"{name}/{field}": value for field, value in both.items()}
    for name, estimates in wald(content["wald_input"]).items():
        found |= {f"wald_{name}/{field}": value for field, value in estimates.items()}
    for correct in (True, False):
        cells = reconstructed(content["conv2x2_input"], correct)
        found |= {f"conv2x2_correct{str(correct).upper()}/{k}": v for k, v in cells.items()}
    delta = transforms.inverse_logit_estimates([0.5, -1.2], [0.04, 0.2])
    found["delta_ilogit/yi"] = delta.yi
    x = column(content["transf_x"])
    found |= {name: function(x) for name, function in TRANSFORMS.items()}
    v = content["vcalc_input"]
    given = (v["vi"], v["study"], v["grp1"], v["grp2"], v["w1"], v["w2"])
    found["vcalc_grp_w"] = shared.covariance_matrix(*given)
    found["vcalc_grp_w_obs_rho06"] = shared.covariance_matrix(*given, outcome=v["obs"], rho=0.6)
    found["vcalc_time_phi08"] = shared.covariance_matrix(*given, time=v["time"], phi=0.8)
    for kind, several in (("metaConvert", METACONVERT), ("esc", ESC)):
        for name, fields in several.items():
            found |= {f"{kind}/{name}/{field}": value for field, value in fields.items()}
    return found
