"""Lists of which nothing says what binds tighter say so; where the words tell, nothing is said."""

import pytest

from eligibility import parse, parse_criterion


def codes(text, kind="inclusion"):
    return [one.code for one in parse_criterion(text, kind=kind).diagnostics]


@pytest.mark.parametrize("text", ["Gout or asthma and psoriasis", "Gout and asthma or psoriasis"])
def test_it_is_said_that_and_binds_tighter(text):
    assert codes(text) == ["and-before-or"]


@pytest.mark.parametrize(
    "text",
    [
        "Gout and asthma, or psoriasis",
        "Gout or asthma, and psoriasis",
        "Gout or asthma and treatment with steroids",
        "Either gout or both asthma and psoriasis",
        "Men with gout or women with asthma and psoriasis",
    ],
)
def test_what_the_words_tell_needs_no_diagnostic(text):
    assert codes(text) == []


@pytest.mark.parametrize("text", ["Gout, current or former smoker", "Age ≥ 40 years, gout or psoriasis"])
def test_it_is_said_that_commas_add(text):
    assert codes(text) == ["comma-inferred"]


@pytest.mark.parametrize(
    ("text", "noted"), [("Stroke, QTc > 450 ms", ["comma-inferred"]), ("Heart failure, NYHA class III or IV", [])]
)
def test_it_is_said_that_a_comma_adds_a_limit_to_what_excludes(text, noted):
    assert codes(text, "exclusion") == noted


@pytest.mark.parametrize("text", ["Gout, asthma or psoriasis", "Either age ≥ 40 years, gout or psoriasis"])
def test_plain_alternatives_need_no_diagnostic(text):
    assert codes(text) == []


@pytest.mark.parametrize(
    "text", ["Gout and asthma", "Use of heparin or aspirin and clopidogrel", "Gout as well as asthma"]
)
def test_it_is_said_that_either_of_two_excludes(text):
    assert codes(text, "exclusion") == ["either-inferred"]


@pytest.mark.parametrize(
    "text",
    [
        "Gout, asthma and psoriasis",
        "Hepatitis B and C",
        "Patients with gout and patients with asthma",
        "Pregnant and lactating women",
        "Both gout and asthma",
        "Gout together with asthma",
    ],
)
def test_what_excludes_plainly_needs_no_diagnostic(text):
    assert codes(text, "exclusion") == []


@pytest.mark.parametrize(
    "text", ["Recent stroke or craniotomy", "Recent (< 2 months) stroke, uncontrolled asthma or gout"]
)
def test_it_is_said_that_only_the_first_is_recent(text):
    assert "modifier-of-first" in codes(text, "exclusion")


@pytest.mark.parametrize(
    "lead", ["None of the following:", "Participants must not have:", "Patients are excluded if they have any of:"]
)
@pytest.mark.parametrize("end", ["", ", and"])
def test_each_member_of_a_denied_list_is_denied(lead, end):
    (criterion,) = parse(f"Inclusion Criteria:\n- {lead}\n  - gout{end}\n  - asthma\n").criteria
    denied = criterion.constraint
    assert denied.type == "not"
    assert denied.child.type == "any_of"
    assert [leaf.concept.name for leaf in denied.child.children] == ["gout", "asthma"]


def test_a_list_of_what_is_allowed_excludes_nobody():
    text = "Exclusion Criteria:\n- Any cancer. The following are allowed:\n  - melanoma\n  - lymphoma\n"
    (criterion,) = parse(text).criteria
    cancer, denied = criterion.constraint.children
    assert (cancer.concept.name, denied.type, denied.child.type) == ("cancer", "not", "any_of")
    assert [leaf.concept.name for leaf in denied.child.children] == ["melanoma", "lymphoma"]


@pytest.mark.parametrize(
    ("lead", "noted"),
    [
        ("Diagnosis of:", ["either-inferred"]),
        ("Histologically confirmed diagnosis of", ["either-inferred"]),
        ("Eligible diagnoses include:", []),
        ("The following diseases are eligible:", []),
    ],
)
def test_any_of_the_kinds_that_are_listed_will_do(lead, noted):
    (criterion,) = parse(f"Inclusion Criteria:\n- {lead}\n  - gout\n  - asthma\n").criteria
    either = next(node for node in criterion.constraint.walk() if node.type == "any_of")
    assert [leaf.concept.name for leaf in either.children] == ["gout", "asthma"]
    assert [one.code for one in criterion.diagnostics] == noted


def test_all_diagnoses_are_asked_where_the_list_says_so():
    (criterion,) = parse("Inclusion Criteria:\n- Diagnosis of:\n  - gout, and\n  - asthma\n").criteria
    assert criterion.constraint.type == "all_of"
    assert not criterion.diagnostics


@pytest.mark.parametrize(
    "text", ["a. gout; b. asthma; c. stroke", "1. gout; 2. asthma; 3. stroke", "i. gout; ii. asthma; iii. stroke"]
)
def test_letters_of_items_in_running_text_say_nothing(text):
    criterion = parse_criterion(text, kind="exclusion")
    assert [leaf.concept.name for leaf in criterion.constraint.children] == ["gout", "asthma", "stroke"]
    assert criterion.coverage == 1


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("Gout with tophi, fever or nephropathy", ["with-inferred"]),
        ("Gout with tophi or fever", []),
        ("Gout with tophi, asthma with fever, or psoriasis", []),
    ],
)
def test_it_is_said_that_what_is_listed_may_not_come_with_the_first(text, noted):
    assert codes(text, "exclusion") == noted


def test_it_is_said_that_what_an_ability_is_about_stands_elsewhere():
    assert codes("Receiving, or willing to receive, aspirin") == ["complement-apart"]
