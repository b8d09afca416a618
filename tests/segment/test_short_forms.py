"""Which short forms a text defines, and what they mean in its criteria."""

import time

import pytest

from eligibility import Measurement, Occurrence, parse
from eligibility.segment.short_forms import short_forms


@pytest.mark.parametrize(
    ("text", "defined"),
    [
        ("Prior use of a plaque suppressing agent (PSA)", {"PSA": "plaque suppressing agent"}),
        ("Proton pump inhibitors (PPIs) are allowed", {"PPI": "Proton pump inhibitors"}),
        ("Treatment with PPIs (proton pump inhibitors)", {"PPI": "proton pump inhibitors"}),
        ("Serum amyloid-A (SAA; any value)", {"SAA": "Serum amyloid-A"}),
        ("Cough severity in mites (mCSi)", {}),
        ("Multiple corneal RNA changes (mCRC)", {"mCRC": "Multiple corneal RNA changes"}),
        ("Anterior segment dysgenesis (both eyes)", {}),
        ("Dry eyes (see below), keratitis (no ulcer)", {}),
        ("Burning. Mouth syndrome (BMS)", {}),
        ("Corneal dystrophy (CD)\nConduct disorder (CD)", {}),
        ("Corneal dystrophy (CD)\ncorneal Dystrophy (CD)", {"CD": "Corneal dystrophy"}),
        ("Vitamin (VN)", {}),
        ("Prior ARPI (abiraterone, apalutamide or darolutamide)", {}),
        ("(ABC) (DEF (", {}),
        ("no brackets, ABC", {}),
    ],
)
def test_what_a_text_defines(text, defined):
    assert short_forms(text) == defined


def leaves(text, kind=Occurrence):
    return [leaf for criterion in parse(text).criteria for leaf in criterion.constraint.find(kind)]


def test_a_document_says_what_its_short_forms_mean():
    text = "Inclusion:\n* Donor-specific antibodies (DSA)\nExclusion:\n* DSA\n* Recent DSA"
    assert {leaf.concept.name for leaf in leaves(text)} == {"donor-specific antibody"}
    (alone,) = leaves("Exclusion:\n* DSA")
    assert alone.concept.name != "donor-specific antibody"


def test_wherever_the_words_stand():
    (inside,) = leaves("Exclusion:\n* DSA (donor-specific antibodies)")
    assert inside.concept.name == "donor-specific antibody"


def test_what_no_pack_knows_has_the_words_for_its_name():
    first, again = leaves("Inclusion:\n* Pacing heel syndrome (PHS)\nExclusion:\n* Severe PHS within 3 months")
    assert (first.concept.name, again.concept.name, again.domain) == (None, "pacing heel syndrome", "condition")
    assert (again.severity, again.window.distance.upper) == ("severe", 3)


def test_a_scale_has_its_limits():
    (again,) = leaves("Inclusion:\n* Heel Pain Scale (HPS) at screening\nExclusion:\n* HPS > 12", Measurement)[-1:]
    assert (again.concept.name, again.range.lower) == ("Heel Pain Scale", 12)


def test_another_name_of_what_a_pack_knows_changes_nothing():
    text = "Inclusion:\n* Peripheral occlusive arterial disease (PAD)\nExclusion:\n* PAD"
    trial = parse(text)
    assert leaves(text)[-1].concept.name == leaves("Exclusion:\n* PAD")[0].concept.name
    assert trial.criteria[-1].diagnostics == ()


def test_the_reader_is_told():
    text = "Inclusion:\n* Donor-specific antibodies (DSA)\nExclusion:\n* New DSA"
    first, again = parse(text).criteria
    assert first.diagnostics == ()
    (note,) = again.diagnostics
    assert (note.code, text[slice(*note.span)]) == ("short-form", "DSA")
    assert "Donor-specific antibodies" in note.message


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("EASI ≥ 12\n* Topical steroids\n* Dupilumab", "atopic dermatitis"),
        ("MMSE 20-26\n* Amyloid on PET\n* Memantine", "Alzheimer disease"),
        ("EASI ≥ 12\n* Topical steroids\n* Dupilumab\n* No dementia", "Alzheimer disease"),
        ("Age ≥ 18 years", "Alzheimer disease"),
    ],
)
def test_a_form_of_several_things_means_what_its_document_tells(company, name):
    text = f"Inclusion:\n* Treated for AD\n* {company}"
    assert leaves(text)[0].concept.name == name


def test_a_word_of_the_grammar_keeps_its_sense():
    text = "Inclusion:\n* Objective response (OR)\nExclusion:\n* GOUT OR ASTHMA"
    assert [leaf.concept.name for leaf in leaves(text)[-2:]] == ["gout", "asthma"]


@pytest.mark.parametrize("unit", ["a blue cat (ABC) ", "ABC (a blue cat) ", "(ABC ", "a b c d (", "ABC(ABC)"])
def test_time_is_linear(unit):
    def seconds(text):
        began = time.process_time()
        short_forms(text)
        return time.process_time() - began

    small, large = unit * (20_000 // len(unit)), unit * (200_000 // len(unit))
    assert min(seconds(large) for _ in range(3)) < 30 * max(min(seconds(small) for _ in range(3)), 0.001)


def test_a_text_may_define_many():
    words = "\n".join(
        f"* {chr(65 + one % 26)}blue {chr(65 + one // 26)}cat ({chr(65 + one % 26)}{chr(65 + one // 26)})"
        for one in range(676)
    )
    assert len(short_forms(words)) <= 101
