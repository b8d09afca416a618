"""The automaton takes what Lark takes, and makes Lark's trees."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import UnexpectedInput

from eligibility.grammar.loading import STARTS
from eligibility.grammar.shapes import Shapes

GRAMMARS = {name: Shapes(name, STARTS[name]) for name in ("quantity", "time", "criterion")}
LONGEST = 7


@pytest.mark.parametrize("name", GRAMMARS)
@settings(max_examples=400)
@given(data=st.data())
def test_any_tags_are_read_as_lark_reads_them(name, data):
    shapes = GRAMMARS[name]
    tags = data.draw(st.lists(st.sampled_from(sorted(shapes.terminals)), max_size=LONGEST))
    assert_alike(shapes, tags)


@pytest.mark.parametrize("name", GRAMMARS)
@given(data=st.data())
def test_tags_that_go_on_are_read_as_lark_reads_them(name, data):
    """Sequences that follow the automaton, so that most are long, and many accepted."""
    shapes = GRAMMARS[name]
    stack, tags = shapes.automaton.start, []
    for _ in range(LONGEST):
        further = {tag: to for tag in shapes.terminals if (to := shapes.automaton.follow(stack, tag)) is not None}
        if not further:
            break
        tags.append(data.draw(st.sampled_from(sorted(further))))
        stack = further[tags[-1]]
    assert_alike(shapes, tags)


def assert_alike(shapes, tags):
    stack = shapes.automaton.start
    for tag in tags:
        stack = None if stack is None else shapes.automaton.follow(stack, tag)
    taken = stack is not None and shapes.automaton.accepts(stack)
    try:
        expected = shapes.lark.parse(tags)
    except UnexpectedInput:
        assert not taken
        with pytest.raises(LookupError):
            shapes.automaton.tree(tags)
    else:
        assert taken
        assert shapes.automaton.tree(tags) == expected
