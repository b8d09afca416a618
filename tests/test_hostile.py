"""Text that nobody should write: parsing it never raises, never runs away, and always gives a tree that JSON takes."""

import gc
import time

import pytest

from eligibility import parse, parse_criterion
from eligibility.tree import StructuredTrial, brief, simplify

ODD = {
    "empty": "",
    "space": " \t\r\n\f\v\u00a0\u2003\u3000",
    "no criteria": "-----\n*\n\n•\n***",
    "heading alone": "Inclusion Criteria:",
    "headings alone": "Inclusion Criteria:\n\nExclusion Criteria:\n\n",
    "binary": bytes(range(256)).decode("latin-1") * 8,
    "NULs": "\x00" * 50,
    "NULs in a criterion": "* Age\x00 ≥ \x0018 years\x00\n* \x00",
    "lone surrogate": "\ud800",
    "surrogates in a criterion": "Age \udfff≥ 18\ud83d years and \udc00HbA1c < 7 %",
    "right to left": "גיל 18 עד 65 שנים",
    "right to left marks": "\u202eAge ≥ 18 years\u202c and \u200fno stroke\u200e",
    "other scripts": "年齢18歳以上 возраст от 18 до 65 лет ηλικία ≥ 18",
    "joined emoji": "👩\u200d⚕️ aged ≥ 18 🏴\U000e0067\U000e007f",
    "combining": "a" + "\u0301" * 300 + "ge ≥ 18",
    "private use": "\ue000\uf8ff\U0010fffd age > 18",
    "one long word": "x" * 20_000,
    "one long number": "HbA1c > " + "9" * 5_000 + " %",
    "long decimals": "HbA1c > 0." + "0" * 5_000 + "1 %",
    "huge power": "ANC > 10^" + "9" * 400 + "/L and platelets > 10⁹⁹⁹⁹⁹/L",
    "huge exponent": "glucose > 1e999999 mg/dL",
    "divided by zero": "score > 1/0 and age 0/0 years",
    "odd digits": "Age ≥ ١٨ years, ², ½, ⅷ, 一 or 18٣",
    "superscripts": "²⁹⁹ ≥ ⁹/L ⁻³ x10⁻",
    "open brackets": "(" * 3_000,
    "closed brackets": ")" * 3_000,
    "crossed brackets": "([)]" * 1_000,
    "nested brackets": "fever (" * 400 + "cough" + ")" * 400,
    "nested conditions": "if fever then (" * 300,
    "nested exceptions": "except (fever unless " * 300,
    "nested negation": "not (no " * 300,
    "nested lists": "\n".join("  " * level + f"- at least {level} of the following:" for level in range(200)),
    "nested either": "either (fever or " * 200,
    "ten thousand ands": "and " * 10_000,
    "ten thousand brackets": "(" * 5_000 + ")" * 5_000,
    "ten thousand bullets": "* " * 10_000,
    "a thousand bullets": "* fever\n" * 1_000,
    "a thousand headings": "Inclusion Criteria:\nExclusion Criteria:\n" * 500,
    "escapes": "\\" * 3_000,
    "entities": "&amp;amp;" * 300 + "&#xD800; &#0; &#99999999999; &lt",
    "backwards range": "Age 80-18 years and HbA1c between 9 and 7 %",
    "comparators": "≥≤><=≥ 5 >>> 3 <= < 2",
    "commas": ",,,,;;;;::::....////" * 50,
}


@pytest.mark.parametrize("name", ODD)
def test_a_tree_comes_of_it(name):
    trial = parse(ODD[name])
    assert StructuredTrial.model_validate_json(trial.model_dump_json()) == trial
    for criterion in trial.criteria:
        assert brief(criterion.constraint)
        assert brief(simplify(criterion.constraint))
    assert trial.criteria or trial.diagnostics


@pytest.mark.parametrize("name", ODD)
def test_one_criterion_comes_of_it(name):
    criterion = parse_criterion(ODD[name], kind="exclusion")
    assert 0 <= criterion.coverage <= 1
    assert brief(criterion.constraint)


@pytest.mark.parametrize("name", ["empty", "space", "no criteria", "heading alone", "headings alone"])
def test_what_holds_no_criteria_says_so(name):
    trial = parse(ODD[name])
    assert not trial.criteria
    assert "no-criteria" in {one.code for one in trial.diagnostics}


def test_what_is_odd_does_not_hide_what_is_plain():
    trial = parse(ODD["NULs in a criterion"] + "\n* Age ≥ 18 years\n* \ud800\n* HbA1c < 7 %")
    said = [brief(one.constraint) for one in trial.criteria]
    assert "age ≥18 a" in said
    assert 'measurement "hemoglobin A1c" <7 %' in said


CHEAP = ["(", ")", "[", "()", "* ", "- ", "• ", ",", ", ", "; ", ". ", ": ", "7", "x", "/", "\x00", "א", "a.b."]
"""What takes no time: 50 kB against 400 kB."""

DEAR = [
    "and ", "or ", "fever and ", "fever, ", "fever or ", "no ", "not ", "if ", "if fever ", "fever (if ",
    "unless ", "except fever ", "either ", "≥ 5 ", "≥", "18-", "18-80 ", "1 ", "0, 1, ", "1. ", "1) ", "(a) ",
    "a) ", "(fever ", "-a", "10^9/L ", "mg/", "x 10", "&amp;", "\\", "\\> ", "HbA1c ", "HbA1c > 7 % and ", "ALT, AST ",
    "> 3 x ULN ", "within 3 months ", "3 months to ", "age ", "women ", "history of ", "severe ", "stage III ",
    "fever: cough ", "\n- fever", "the ", "of ", "who must ", "consent ", "two of the following: ", "such as ",
    "did not tolerate or refused statins, ", "at least 4 weeks since diagnosis; ", "parents of girls with gout, ",
    "unless asthma and gout ", "not pregnant or using contraception, ", "< 18 or > 75 years or ", "use of opioids or ",
    "gout with asthma and ", "T1 or T2, ", "heart attack (HA) pain ", "not reduced below 5 ", "ALT (AST and GGT) ≤ 2, ",
    "ALT or AST < 2, bilirubin < 3, ", "or, in the past year, ", "abnormality on ECG, gout; ",
    "condition that, in the investigator's opinion, is bad; ", "renal: creatinine < 2; ", "gout x 3 months ",
    "Patients with gout and no asthma are eligible. ", "1. any of:\ngout\n",
    "surgery or biopsy within a week or during study, ",
    "GFR ≥ 60 mL/min can be used (", "fall in SBP of ≥ 20 mmHg or DBP of ≥ 10 mmHg, ",
    "ALT ≤ 2 or ≤ 3 x ULN, whichever is lower, ", "ALT ≤ 3 (≤ 5 if gout; ≤ 4 if asthma) ", "except: gout; asthma; ",
    "HIV-, ",
]  # fmt: skip
"""What is read word by word: 6 kB against 48 kB."""


RUNS = [(one, 50_000, 0.02) for one in CHEAP] + [(one, 6_000, 0.002) for one in DEAR]


@pytest.mark.parametrize(("piece", "length", "noise"), RUNS, ids=[repr(piece) for piece, *_ in RUNS])
def test_time_is_linear(piece, length, noise):
    """Eight times the text takes eight times as long, or at most 1.6 times that, in the best of some attempts."""
    ratios = []
    for rounds in (1, 2, 4):
        ratios.append(seconds(piece, 8 * length, rounds) / max(seconds(piece, length, 2 * rounds), noise))
        if ratios[-1] < 8 * 1.6:
            return
    pytest.fail(f"8 times the text takes {min(ratios):.1f} times as long")


@pytest.mark.parametrize("begun", ["<", "</", "<b", "<p "])
def test_a_tag_that_does_not_end_is_linear(begun):
    text = begun + " " * 400_000
    assert seconds(text, len(text), 1) < 8 * 1.6 * max(seconds(text, len(text) // 8, 2), 0.02)


def seconds(piece: str, length: int, rounds: int) -> float:
    """The processor time that a text of one piece over and over takes: the least of some, as all above it is noise."""
    text = (piece * (length // len(piece) + 1))[:length]
    best = float("inf")
    gc.disable()
    try:
        for _ in range(rounds):
            began = time.process_time()
            parse(text)
            best = min(best, time.process_time() - began)
    finally:
        gc.enable()
    return best
