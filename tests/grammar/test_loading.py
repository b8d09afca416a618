"""Grammars are found, extended by alternatives, and refused with a reason."""

import shutil

import pytest
from lark import Lark
from lark.exceptions import UnexpectedInput

from eligibility.errors import EligibilityError, PackError
from eligibility.grammar import load_grammar, loading, prepared
from eligibility.grammar.shapes import Shapes
from eligibility.user_cache import write_sealed


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


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "eligibility"


def test_a_prepared_grammar_reads_what_the_grammar_does(kept, monkeypatch):
    analyzed = Shapes("quantity", "limit")
    assert [path.name.rpartition("-")[0] for path in kept.iterdir()] == ["quantity.lark"]
    monkeypatch.setattr(prepared, "Lark", FromDisk)
    loaded = Shapes("quantity", "limit")
    assert loaded.parse(("GE", "NUM", "UNIT")) == analyzed.parse(("GE", "NUM", "UNIT"))
    assert loaded.terminals == analyzed.terminals
    with pytest.raises(LookupError):
        loaded.parse(("TO", "GE"))


class FromDisk:
    """A Lark that only loads."""

    load = Lark.load


def test_a_damaged_prepared_grammar_is_prepared_anew(kept):
    Shapes("quantity", "limit")
    (file,) = kept.iterdir()
    file.write_bytes(b"x" * 100)
    assert Shapes("quantity", "limit").parse(("GE", "NUM"))
    assert len(file.read_bytes()) > 1000


@pytest.mark.parametrize("content", [b"cos\nno_such_name\n.", b"cno_such_module\nname\n.", b"no pickle"])
def test_a_prepared_grammar_that_names_what_has_moved_is_prepared_anew(kept, content):
    Shapes("quantity", "limit")
    (file,) = kept.iterdir()
    write_sealed(file, content)
    assert Shapes("quantity", "limit").parse(("GE", "NUM"))
    assert len(file.read_bytes()) > 1000


def test_a_grammar_is_prepared_anew_when_one_that_it_imports_has_changed(kept, tmp_path, monkeypatch):
    home = tmp_path / "grammars"
    home.mkdir()
    monkeypatch.setattr(loading, "_HOMES", (home,))
    loading.grammar_text.cache_clear()
    (home / "inner.lark").write_text('thing: "a"\n')
    (home / "outer.lark").write_text("%import .inner.thing -> thing\nstart: thing\n")
    load_grammar("outer").parse("a")
    (home / "inner.lark").write_text('thing: "b"\n')
    loading.grammar_text.cache_clear()
    load_grammar("outer").parse("b")
    loading.grammar_text.cache_clear()
