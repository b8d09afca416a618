"""What one means, said in many ways: `paraphrases/said.txt`."""

from pathlib import Path

import pytest

from eligibility import parse_criterion
from eligibility.tree import same, simplify
from eligibility.tree.negation import negation_normal_form

LINES = Path(__file__).with_name("paraphrases").joinpath("said.txt").read_text("utf8").splitlines()


def cases():
    """The kind of list, what is meant, and another way to say it."""
    kind, meant = "", ""
    for line in LINES:
        if line.startswith("= "):
            meant = line.removeprefix("= ").removeprefix("[E] ")
            kind = "exclusion" if line.startswith("= [E] ") else "inclusion"
        elif line and not line.startswith("#"):
            yield kind, meant, line


@pytest.mark.parametrize(("kind", "meant", "said"), list(cases()))
def test_another_way_to_say_it_means_the_same(kind, meant, said):
    assert same(regular(said, kind), regular(meant, kind))


def regular(text, kind):
    """What a criterion means, in the form that two ways of saying the same share."""
    return simplify(negation_normal_form(simplify(parse_criterion(text, kind=kind).constraint)))
