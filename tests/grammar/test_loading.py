"""Grammars are found, extended by alternatives, and refused with a reason."""

import shutil

import pytest
from lark.exceptions import UnexpectedInput

from eligibility.errors import EligibilityError, PackError
from eligibility.grammar import load_grammar, loading


def test_an_alternative_of_a_pack_is_read():
    with pytest.raises(UnexpectedInput):
        load_grammar("number").parse("umpteen")
    assert load_grammar("number", extra={"TEENS": ['"umpteen"']}).parse("umpteen") == "umpteen"


def test_no_alternatives_leave_the_grammar_as_it_is():
    assert load_grammar("number", extra={"words": []}).parse("two") == "two"


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ({"nothing": ['"x"']}, "wasn't defined"),
        ({"words": ["missing"]}, "'missing' for words.*not defined"),
        ({"words": ['"a" "a"', 'words "and" words']}, 'alternative .words "and" words. for words'),
        ({"cardinal": ["small"]}, "alternative 'small' for cardinal"),
    ],
)
def test_an_alternative_that_does_not_fit_is_named(extra, says):
    with pytest.raises(PackError, match=says) as caught:
        load_grammar("number", extra=extra)
    assert caught.value.code == "grammar-conflict"


@pytest.mark.parametrize("alternative", ["/a+/", '"open', "x: y", "%import z", '"a"\nstart: "b"', "{x}", ""])
def test_an_alternative_outside_the_notation_is_refused(alternative):
    with pytest.raises(PackError, match="write rules") as caught:
        load_grammar("number", extra={"words": [alternative]})
    assert caught.value.code == "grammar-notation"


def test_a_rule_name_is_checked():
    with pytest.raises(PackError, match="cannot be the name"):
        load_grammar("number", extra={'words: "x"\nother': ['"y"']})


def test_an_unknown_grammar_names_those_there_are():
    with pytest.raises(EligibilityError, match=r"'numbre'.*number.*unit"):
        load_grammar("numbre")


def test_in_a_wheel_grammars_are_inside_the_package(tmp_path, monkeypatch, root):
    shutil.copytree(root / "grammars", tmp_path / "grammars")
    monkeypatch.setattr(loading, "_HOMES", (tmp_path / "grammars", tmp_path / "missing"))
    assert loading.grammar_path("unit") == tmp_path / "grammars" / "unit.lark"


def test_missing_grammars_are_said_to_be_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "_HOMES", (tmp_path,))
    with pytest.raises(EligibilityError, match="there are none"):
        loading.grammar_path("unit")
