import io
import sys
from pathlib import Path

import pytest
from rich.console import Console

from eligibility.report import trial_report
from eligibility.tree import Criterion, Not, StructuredTrial, Unstructured

HERE = Path(__file__).parent
EVERY_NODE = StructuredTrial.model_validate_json((HERE / "trial.json").read_text("utf8"))


def drawn(trial: StructuredTrial, **options) -> str:
    console = Console(file=io.StringIO(), width=100, markup=False, highlight=False, **options)
    console.print(trial_report(trial))
    return console.file.getvalue()


def test_every_kind_of_node_is_drawn():
    assert drawn(EVERY_NODE) == (HERE / "trial.txt").read_text("utf8")


def test_colour_adds_nothing_but_colour():
    coloured = drawn(EVERY_NODE, force_terminal=True, color_system="standard")
    assert "\x1b[" in coloured
    assert "\x1b[31m\ufffd" not in coloured


@pytest.mark.parametrize("text", ["\x1b]0;title\x07", "a\0b", "\ud800", "\u202eabc", "\r\n\v", "[/]", "[link=x]y"])
def test_hostile_text_reaches_no_terminal(text):
    shown = drawn(of_one(text))
    assert shown.isprintable() or {c for c in shown if not c.isprintable()} == {"\n"}
    assert shown.encode("utf8")


def test_markup_in_a_text_is_shown_as_it_is():
    assert "[bold red]x[/bold red]" in drawn(of_one("[bold red]x[/bold red]"))


def test_deep_trees_are_drawn():
    constraint = Unstructured(text="core", span=(0, 0), reason="deep")
    for _ in range(sys.getrecursionlimit()):
        constraint = Not.model_construct(child=constraint)
    assert "core" in drawn(of_one("deep", constraint))


def of_one(text: str, constraint=None) -> StructuredTrial:
    constraint = constraint or Unstructured(text=text, span=(0, 0), reason="unknown words")
    only = Criterion.model_construct(
        id="I1", kind="inclusion", text=text, span=(0, 0), constraint=constraint, checkable="none", coverage=0.0
    )
    return StructuredTrial.model_construct(trial_id=None, criteria=(only,))
