"""What is not understood of a modifier lowers the coverage, and what is taken to be shared says so."""

import pytest

from eligibility import parse_criterion


def codes(text, kind="exclusion"):
    return [one.code for one in parse_criterion(text, kind=kind).diagnostics]


@pytest.mark.parametrize(
    "text",
    ["Dizziness for several weeks", "Treatment with oral or intravenous iron", "Asthma in the other", "Severe zorgles"],
)
def test_a_modifier_of_nothing_known_is_not_covered(text):
    assert parse_criterion(text).coverage < 1


@pytest.mark.parametrize("text", ["Additional active eye infection", "Blood pressure stable"])
def test_a_modifier_that_is_kept_is_covered(text):
    assert parse_criterion(text).coverage == 1


def test_a_leaf_reaches_to_its_modifiers():
    leaf = parse_criterion("Additional active eye infection").constraint
    assert leaf.text == "Additional active eye infection"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Untreated adrenal or thyroid cancer", "modifier-shared"),
        ("Suspected peritonitis or appendicitis", "modifier-shared"),
        ("Uncontrolled gout, epilepsy and psoriasis", "modifier-shared"),
        ("Newly diagnosed gout or psoriasis", "modifier-of-first"),
        ("Acute gastritis or esophagitis", "modifier-of-first"),
        ("Severe psoriasis, eczema", "modifier-of-first"),
        ("Grade 3 neuropathy or rash", "modifier-of-first"),
        ("At least two strokes or seizures", "modifier-of-first"),
        ("Cirrhosis or hepatitis with albumin < 3 g/dL", "modifier-of-last"),
        ("Gout or psoriasis with nephropathy", "modifier-of-last"),
        ("Gout, epilepsy or psoriasis not well controlled", "modifier-of-last"),
        ("Tricuspid valve repair or replacement", "premodifier-shared"),
        ("Dermatological and not having cardiac disease", "head-across-negation"),
    ],
)
def test_what_is_shared_says_so(text, code):
    assert code in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Free of renal or cardiac disease",
        "Renal or cardiac disease",
        "Liver biopsy or lesion",
        "Gout, or psoriasis with nephropathy",
        "Gout, or psoriasis not well controlled",
        "Gout not well controlled",
    ],
)
def test_what_stands_under_one_negation_or_is_whole_or_apart_says_nothing(text):
    assert codes(text) == []


def test_what_the_packs_do_not_know_is_called_with_the_noun_that_it_shares():
    first = parse_criterion("Meningeal or spinal cord disease").constraint.children[0]
    assert first.concept.name == "meningeal disease"
    assert first.concept.text == "Meningeal"
