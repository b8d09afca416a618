"""Whatever the chunks of a criterion are, the grammar takes them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eligibility.grammar.phrases import PhraseGrammar

LONGEST = 11
COMMON = ["ENTITY", "LIMIT", "IF", "AND", "OR", "COMMA"]
"""Tags that are drawn more often than others: most of what is repaired are conditions."""
REST = "SEMI STOP LP RP EXCEPT MUST NEG SEX OTHERWISE COLON LISTED LINK WHEN BUT SLASH NOR FILLER"
TAGS = [*COMMON, *COMMON, *REST.split()]


@pytest.fixture(scope="module")
def grammar():
    return PhraseGrammar()


@settings(max_examples=1000)
@given(tags=st.lists(st.sampled_from(TAGS), min_size=1, max_size=LONGEST))
@example(tags=["ENTITY", "LIMIT", "IF", "AND", "LIMIT", "IF", "ENTITY"])
@example(tags=["ENTITY", "IF", "ENTITY", "AND", "LIMIT", "IF"])
def test_any_chunks_have_a_phrase_tree(grammar, tags):
    _, runs, parsed = grammar.parse(tags)
    assert len(parsed) == len(tags)
    assert {place for run in runs for place in run} <= set(range(len(tags)))
