"""Laws of the pipeline: it never raises, words lead back to the source, nothing is lost, layout does not matter."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eligibility import parse, parse_criterion
from eligibility.grammar import Units
from eligibility.normalize.units import convert, dimension
from eligibility.rules import ConceptRule, load_builtin
from eligibility.tree import (
    Attestation,
    BaseLeaf,
    Criterion,
    Measurement,
    Node,
    Occurrence,
    StructuredTrial,
    Unstructured,
    brief,
    same,
)
from eligibility.tree.trial import MAX_DEPTH
from eligibility.tree.values import encodable

few = settings(max_examples=30)

WORDS = """
    and or nor , / : ; . - no not without if then unless except excluding other ( ) [ ] 0 1 5 18 1/2 ≥ < > ≤ = \\>= =<
    % mg g/dL years age aged men women HbA1c stroke diabetes ALT AST ULN x × within 3 months before screening after for
    at least two of the following including such as either neither must history planned severe mild II III stage class
    to between ± who with patients consent willing opinion positive negative known family last ago since during
    baseline predicted ² 10^9/L &gt; &amp; µ \u200b \x00 \ud800 é א ½ 18-80 1. a) • * ## Inclusion: Exclusion Criteria:
""".split()  # noqa: SIM905 - a list of words is read as words
JOINTS = [" ", " ", " ", " ", "", "\n", "\n* ", "\n\n", "  ", "\t", "\r\n- ", "\n  o ", "\n1. "]

SENTENCES = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINTS)), max_size=30).map(
    lambda pairs: "".join(word + joint for word, joint in pairs)
)
TREES = sorted(Path(__file__).with_name("pipeline").glob("*.txt"))
PIECES = [line.split("||")[0].removeprefix("[E] ").split() for path in TREES for line in path.read_text().splitlines()]
RECOMBINED = st.lists(
    st.tuples(
        st.sampled_from([one for one in PIECES if one]), st.integers(0, 20), st.integers(1, 6), st.sampled_from(JOINTS)
    ),
    max_size=8,
).map(lambda parts: "".join(" ".join(words[at : at + size]) + joint for words, at, size, joint in parts))
"""Pieces of criteria, put together without sense."""
ANY_TEXT = st.text(max_size=80) | st.text(st.characters(), max_size=80) | SENTENCES | RECOMBINED

CRITERIA = [
    "Age between 21 and 70 years",
    "Either sex, aged 40 years or older",
    "HbA1c from 7 % to 10 %",
    "ECOG performance status of 0 or 1",
    "ALT and AST below 3 x ULN",
    "Hemoglobin ≥ 9 g/dL and platelets ≥ 75 x 10^9/L",
    "Creatinine clearance above 50 mL/min",
    "Stroke or myocardial infarction within 6 months before enrollment",
    "No history of asthma, eczema or psoriasis",
    "Malignancy in the past 5 years, except basal cell carcinoma",
    "If diabetic, HbA1c must be below 8 %",
    "Women of childbearing potential must use effective contraception",
    "Treatment with insulin for at least 3 months",
    "Blood pressure above 160/100 mmHg",
    "Able and willing to give written informed consent",
    "Hepatitis B or C",
    "NYHA class II-IV heart failure (of any cause)",
    "Known allergy to penicillin",
    "At least two of the following: fever, cough, dyspnea",
    "Likes to zorble on weekends",
    "Pregnant or breastfeeding",
    "Planned surgery during the study",
]
SEVERAL = st.lists(st.sampled_from(CRITERIA), min_size=2, max_size=6)
ESCAPES = str.maketrans({sign: "\\" + sign for sign in "<>[]*_-"})


def wrapped(text: str) -> str:
    """A text on short lines, a factor kept with its power of ten."""
    return textwrap.fill(text.replace(" x ", "\u00a0x\u00a0"), 24, subsequent_indent="   ")


LAYOUTS = {
    "bullets": lambda at, one: f"* {one}\n",
    "numbers": lambda at, one: f"{at + 1}. {one}\n",
    "numbers in brackets": lambda at, one: f"({at + 1}) {one}\n",
    "indented dashes": lambda at, one: f"    -  {one}\n\n",
    "letters": lambda at, one: f"{chr(97 + at)}. {one}\n",
    "letters in brackets": lambda at, one: f"  {chr(97 + at)}) {one}\n",
    "dots": lambda at, one: f"• {one}\r\n",
    "one paragraph": lambda at, one: f"{at + 1}. {one} ",
    "one paragraph in brackets": lambda at, one: f"({at + 1}) {one}; ",
    "wrapped": lambda at, one: f"{at + 1}. {wrapped(one)}\n",
    "escaped": lambda at, one: f"\\* {one.translate(ESCAPES)}\n",
    "escaped numbers": lambda at, one: f"{at + 1}\\. {one.translate(ESCAPES)}\n",
}


def leaves(trial: StructuredTrial) -> Iterator[tuple[Criterion, BaseLeaf]]:
    for criterion in trial.criteria:
        for node in criterion.constraint.walk():
            if isinstance(node, BaseLeaf):
                yield criterion, node


def quoted(leaf: BaseLeaf) -> list:
    """All in a leaf that has words and a place."""
    written = [getattr(leaf, "as_written", None), *(one.as_written for one in leaf.qualifiers)]
    return [one for one in (leaf, leaf.concept, leaf.window, *written) if one is not None]


def covered(trial: StructuredTrial) -> set[int]:
    """The offsets that lie in a criterion, a heading, a marker or the span of a diagnostic."""
    markers = [one.marker for one in trial.criteria if one.marker is not None]
    spans = [one.span for one in (*trial.criteria, *trial.sections, *markers)]
    spans += [one.span for one in trial.diagnostics if one.span is not None]
    return {at for start, end in spans for at in range(start, end)}


@given(ANY_TEXT)
@example("")
@example("\ud800")
@example("- (\n- )")
@example("patients with seizures and those taking ; note:")
@example("cancer that x 3 months and for 5 months after the interview e.g. heart disease: Clopidogrel 160/95")
@example("or 5, cholecystectomy is allowed (surgery, asthma or gout ) – ")
def test_parse_takes_any_text_and_gives_the_same_again(text):
    assert parse(text) == parse(text)


@given(ANY_TEXT)
@example("")
@example("Inclusion:")
def test_a_criterion_takes_any_text(text):
    assert parse_criterion(text) == parse_criterion(text)
    assert parse_criterion(text, kind="exclusion").kind == "exclusion"


@given(ANY_TEXT)
@example("\ud800 18\ud800")
@example("at 24-36 weeks childbearing potential")
@example("severe, metastases) as suspected)")
@example("(grade childbearing potential thoracentesis 3 lupus,")
def test_words_are_where_their_spans_say(text):
    trial, text = parse(text), encodable(text)
    for criterion, leaf in leaves(trial):
        for one in quoted(leaf):
            start, end = one.span
            assert criterion.span[0] <= start < end <= criterion.span[1]
            assert text[start:end] == one.text
    markers = [one.marker for one in trial.criteria if one.marker is not None]
    for one in (*trial.criteria, *markers):
        start, end = one.span
        assert 0 <= start < end <= len(text)
        assert text[start:end] == one.text
    for section in trial.sections:
        start, end = section.span
        assert 0 <= start < end <= len(text)


@given(ANY_TEXT)
def test_diagnostics_stand_in_the_text(text):
    trial = parse(text)
    for one in (*trial.diagnostics, *(said for criterion in trial.criteria for said in criterion.diagnostics)):
        assert one.span is None or 0 <= one.span[0] <= one.span[1] <= len(text)
        assert one.code
        assert one.message


@given(ANY_TEXT)
@example("* \n\n----\n*")
def test_no_character_is_lost(text):
    trial = parse(text)
    inside = covered(trial)
    lost = [at for at, char in enumerate(trial_text(text)) if not char.isspace() and at not in inside]
    assert lost == []


def trial_text(text: str) -> str:
    """A text, with all that a reader sees nothing of as spaces."""
    return "".join(char if char.isprintable() else " " for char in text)


@given(ANY_TEXT)
@example("\ud800")
def test_json_gives_the_trial_back(text):
    trial = parse(text)
    assert StructuredTrial.model_validate_json(trial.model_dump_json()) == trial


@given(ANY_TEXT)
def test_a_criterion_is_well_formed(text):
    trial = parse(text)
    for kind, letter in (("inclusion", "I"), ("exclusion", "E")):
        ids = [one.id for one in trial.criteria if one.kind == kind]
        assert ids == [f"{letter}{number}" for number in range(1, len(ids) + 1)]
    for criterion in trial.criteria:
        assert 0 <= criterion.coverage <= 1
        assert depth(criterion.constraint) <= MAX_DEPTH
        assert criterion.section is None or trial.sections[criterion.section].kind == criterion.kind
        found = [node for node in criterion.constraint.walk() if isinstance(node, BaseLeaf)]
        undecided = [one for one in found if isinstance(one, Unstructured | Attestation)]
        assert (criterion.checkable == "full") == (not undecided)
        assert (criterion.checkable == "none") == (bool(found) and len(undecided) == len(found))


def depth(node: Node) -> int:
    deepest, level = 0, [node]
    while level:
        deepest, level = deepest + 1, [part for one in level for part in one.parts()]
    return deepest


@given(ANY_TEXT)
def test_a_leaf_says_something(text):
    for _, leaf in leaves(parse(text)):
        if isinstance(leaf, Measurement) and leaf.range is not None:
            assert leaf.range.lower is not None or leaf.range.upper is not None
            assert leaf.relative_to is None or leaf.range.unit == "1"
        if isinstance(leaf, Occurrence):
            assert leaf.concept is not None
        assert leaf.window is None or leaf.window.distance is None or leaf.window.distance.unit in UNITS_OF_TIME


UNITS_OF_TIME = {"s", "min", "h", "d", "wk", "mo", "a"}
TRACKED = {"zorble", "quimpet", "glarn", "wexil", "7"}
SMALL_WORDS = """
    and or nor , / : ; . - no not if then unless except excluding other ( ) ≥ < > ≤ = % mg g/dL years age aged men women
    HbA1c stroke diabetes ALT AST x within months before screening after for the including such as either history mild
    planned severe II to between who with patients consent positive negative known family last ago since during
""".split()  # noqa: SIM905 - a list of words is read as words


@given(st.lists(st.sampled_from([*sorted(TRACKED - {"7"}), *SMALL_WORDS]), max_size=10), st.integers(0, 10))
def test_unknown_words_and_a_number_are_in_a_leaf(words, place):
    """Accounted for: what is no declared filler and no sign stands in some leaf."""
    words = [*words[:place], "7", *words[place:]]
    text = "the " + " ".join(words)
    criterion = parse_criterion(text)
    inside = {at for node in criterion.constraint.walk() if isinstance(node, BaseLeaf) for at in range(*node.span)}
    at = len("the ")
    for word in words:
        assert word not in TRACKED or at in inside, (text, brief(criterion.constraint))
        at += len(word) + 1


@pytest.mark.parametrize("layout", [layout for layout in LAYOUTS if layout != "bullets"])
@few
@given(criteria=SEVERAL)
def test_layout_does_not_matter(layout, criteria):
    assert_alike(criteria, LAYOUTS[layout])


def assert_alike(criteria: list[str], lay_out) -> None:
    listed, other = document(criteria), document(criteria, lay_out)
    assert [one.id for one in listed.criteria] == [one.id for one in other.criteria]
    for one, two in zip(listed.criteria, other.criteria, strict=True):
        assert same(one.constraint, two.constraint), (one.text, two.text)
        assert one.checkable == two.checkable


def document(criteria: list[str], lay_out=LAYOUTS["bullets"]) -> StructuredTrial:
    laid = "".join(lay_out(at, one) for at, one in enumerate(criteria))
    return parse(f"Inclusion Criteria:\n\n{laid}\n\nExclusion Criteria:\n\n{laid}")


@given(SEVERAL)
def test_neighbors_do_not_matter(criteria):
    trial = document(criteria)
    for at, text in enumerate(criteria):
        assert same(trial.criteria[at].constraint, parse_criterion(text).constraint)
        excluded = trial.criteria[at + len(criteria)].constraint
        assert same(excluded, parse_criterion(text, kind="exclusion").constraint)


@pytest.mark.parametrize("text", CRITERIA)
def test_what_stands_before_does_not_matter(text):
    alone = parse_criterion(text).constraint
    for before in ("\n\n  ", "- ", "4. ", "1) ", "(a) ", "\u00a0 ", "\\* "):
        assert same(alone, parse_criterion(before + text).constraint), before


COMPARATORS = {
    "≥": [">=", "\\>=", "=>", "≧", "> or =", ">/=", "&ge;", "&gt;=", "at least ", "no less than ", "not less than "],
    "≤": ["<=", "\\<=", "=<", "≦", "< or =", "</=", "&le;", "&lt;=", "at most ", "no more than ", "not more than "],
    ">": ["\\>", "&gt;", "＞", "more than ", "greater than ", "above ", "exceeding ", "over ", "higher than "],
    "<": ["\\<", "&lt;", "＜", "less than ", "lower than ", "below ", "under ", "fewer than "],
}


@pytest.mark.parametrize(("sign", "spelling"), [(sign, one) for sign, all_of in COMPARATORS.items() for one in all_of])
@pytest.mark.parametrize("text", ["Hemoglobin {}9.5 g/dL", "Age {}50 years", "HbA1c {}8 % and BMI {}30 kg/m2"])
def test_a_comparator_is_the_same_in_every_spelling(sign, spelling, text):
    plain, spelled = (parse_criterion(text.replace("{}", one)).constraint for one in (sign, spelling))
    assert same(plain, spelled)


def rules_with_units() -> list[tuple[ConceptRule, str]]:
    """Each measurement with each unit that it takes and that people write as UCUM does: nobody writes "a" for year."""
    units = Units(load_builtin().units)
    return [
        (rule, unit)
        for rule in load_builtin().concepts
        for unit in dict.fromkeys((rule.unit, *rule.units))
        if unit and unit not in {"1", "a", "cm/a"} and units.ucum(unit) == unit and (rule.name, unit) not in UNREAD
    ]


UNREAD = {("QRS duration", "s"), ("anti-double-stranded DNA antibody", "[IU]/mL")}
"""What is not read yet."""


def test_every_measurement_reads_its_units():
    wrong = []
    for rule, unit in rules_with_units():
        low, high = rule.plausible or (1, 10)
        asked = convert(low + (high - low) * 0.6, rule.unit, unit, molar_mass=rule.molar_mass, formula=rule.formula)
        assert asked is not None, (rule.name, unit)
        number = float(f"{asked:.4g}")
        text = f"{rule.name} ≥ {number:.12g} {unit}"
        if number >= 0 and not reads(text, rule, number, unit):
            wrong.append(text)
    assert wrong == []


def reads(text: str, rule: ConceptRule, number: float, unit: str) -> bool:
    meant = convert(number, unit, rule.unit or "", molar_mass=rule.molar_mass, formula=rule.formula)
    nodes = [node for node in parse_criterion(text).constraint.walk() if isinstance(node, Measurement)]
    return [
        (node.concept and node.concept.name, node.range and node.range.lower, node.range and node.range.unit)
        for node in nodes
    ] == [(rule.name, pytest.approx(meant), rule.unit)]


MEASURED = st.lists(
    st.tuples(
        st.sampled_from(["HbA1c", "ALT", "glucose", "Hemoglobin", "BMI", "platelets", "QTc", "LVEF", "creatinine"]),
        st.sampled_from([">", "≤", "between 1 and", "at least", "of", "5-", "=", "≥ 2 or <"]),
        st.sampled_from(["5", "1.5", "100,000", "12", "140", "0.5"]),
        st.sampled_from(
            ["%", "mg/dL", "mmol/L", "U/L", "x ULN", "kg/m2", "/mm3", "ms", "", "furlongs", "µmol/L", "g/L"]
        ),
        st.sampled_from([" and ", " or ", ", ", "; "]),
    ),
    min_size=1,
    max_size=4,
).map(lambda rows: "".join(" ".join(row) for row in rows))


@given(MEASURED)
def test_a_range_is_what_is_written_in_the_unit_of_its_concept(text):
    units, rules = Units(load_builtin().units), load_builtin()
    criterion = parse_criterion(text)
    doubts = {one.code for one in criterion.diagnostics if one.code.startswith("unit-")}
    for node in criterion.constraint.walk():
        if not isinstance(node, Measurement) or node.range is None or node.concept is None or node.as_written is None:
            continue
        rule = rules.concept(node.concept.name or "")
        if rule is None or rule.unit is None or node.relative_to is not None or doubts:
            continue
        assert node.range.unit is not None
        assert dimension(node.range.unit) == dimension(rule.unit)
        given_unit = units.ucum(node.as_written.unit) if node.as_written.unit else rule.unit
        for end in ("lower", "upper"):
            number = getattr(node.as_written, end)
            said = number is not None and convert(
                number, given_unit or "", rule.unit, molar_mass=rule.molar_mass, formula=rule.formula
            )
            assert getattr(node.range, end) == (None if number is None else pytest.approx(said))


def test_the_same_in_every_process():
    texts = "\n".join(f"* {one}" for one in CRITERIA)
    code = "import sys, eligibility; print(eligibility.parse(sys.stdin.read()).model_dump_json())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=texts,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "1234", "PYTHONUTF8": "1"},
    )
    assert StructuredTrial.model_validate_json(done.stdout) == parse(texts)
