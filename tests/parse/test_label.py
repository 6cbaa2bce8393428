import pytest

from curate.parse.label import (
    Label,
    adjusted_of,
    analysis_set_of,
    basis_of,
    is_everyone,
    is_p_label,
    missing_data_of,
    read_contrast,
    read_label,
)
from curate.parse.unit import is_unit, split_unit


@pytest.mark.parametrize(
    ("printed", "text", "n"),
    [
        ("Ketamine (n = 22)", "Ketamine", "22"),
        ("Placebo, N=1,204", "Placebo", "1204"),
        ("Control (n=20 patients)", "Control", "20"),
        ("RFC (n 5 376)", "RFC", "376"),  # "=" coded as 5
        ("GV (n \x03 53)", "GV", "53"),
        ("Usual care†", "Usual care", ""),
        ("5 mg", "5 mg", ""),
    ],
)
def test_group_sizes_come_out_of_labels(printed, text, n):
    label = read_label(printed)
    assert isinstance(label, Label)
    assert (label.text, label.n) == (text, n)


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Ketamine vs placebo", ("Ketamine", "placebo")),
        ("Mean difference, drug minus placebo", ("drug", "placebo")),
        ("P value, A versus B", ("A", "B")),
        ("Difference (95% CI)", ("", "")),
        ("HR (95% CI)", ("", "")),
    ],
)
def test_contrasts(text, sides):
    contrast = read_contrast(text)
    assert contrast is not None
    assert (contrast.left, contrast.right) == sides


def test_no_contrast():
    assert read_contrast("Placebo") is None


def test_words_of_a_label():
    assert basis_of("Change from baseline") == "change"
    assert basis_of("Baseline") == "baseline"
    assert basis_of("Week 4") == ""
    assert adjusted_of("Adjusted difference") == "yes"
    assert adjusted_of("Unadjusted OR") == "no"
    assert analysis_set_of("modified intention-to-treat population") == "mITT"
    assert analysis_set_of("Safety population") == "safety"
    assert is_p_label("P value*")
    assert not is_p_label("Placebo")
    assert is_everyone("All patients")
    assert not is_everyone("Allopurinol")


def test_units():
    assert split_unit("Home systolic BP (mm Hg)") == ("Home systolic BP", "mm Hg")
    assert split_unit("Weight, kg") == ("Weight", "kg")
    assert split_unit("BMI [kg/m2]") == ("BMI", "kg/m2")
    assert split_unit("Race (white)") == ("Race (white)", "")
    assert is_unit("(mL/min)")
    assert not is_unit("Male")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Modified intent-to-treat", "mITT"),
        ("the mITT set", "mITT"),
        ("Intention to treat", "ITT"),
        ("ITT", "ITT"),
        ("full analysis set", "ITT"),
        ("FAS", "ITT"),
        ("Per-protocol", "PP"),
        ("PP", "PP"),
        ("safety set", "safety"),
        ("As treated", "safety"),
        ("Completers", "completers"),
        ("observed cases", "completers"),
        ("Treatment", "unclear"),
    ],
)
def test_every_analysis_set_is_told_by_its_words(text, code):
    assert analysis_set_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Last observation carried forward", "LOCF"),
        ("LOCF", "LOCF"),
        ("baseline-observation-carried-forward", "BOCF"),
        ("bocf", "BOCF"),
        ("Mixed model for repeated measures", "MMRM"),
        ("MMRM", "MMRM"),
        ("Multiple imputation", "MI"),
        ("Observed data only", "observed"),
        ("complete case", "observed"),
        ("Complete-case analysis", "observed"),
        ("complete remission", "unclear"),
    ],
)
def test_every_way_with_missing_data_is_told_by_its_words(text, code):
    assert missing_data_of(text) == code
