"""What noun phrases name, and the words that are left."""

import pytest


def test_nouns(noun_case, tagger, plain, marked):
    tagged = tagger.tag(plain(noun_case))
    spans = [
        ("-" * chunk.value.denied + chunk.value.domain, chunk.first, chunk.last)
        for chunk in tagged.chunks
        if chunk.tag == "ENTITY"
    ]
    assert marked(tagged.tokens, spans) == noun_case


@pytest.mark.parametrize(
    ("text", "modifiers"),
    [("severe cough", ["severe"]), ("cough", []), ("severe or mild cough", ["mild"])],
)
def test_modifiers_stand_beside_the_concept(text, modifiers, tagger):
    entities = [chunk.value for chunk in tagger.tag(text).chunks if chunk.tag == "ENTITY"]
    assert [modifier.name for modifier in entities[-1].modifiers] == modifiers
    assert entities[-1].rule.name == "cough"
