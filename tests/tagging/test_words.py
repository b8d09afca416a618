"""Tokens, the forms under which words are looked up, and the phrases that are found."""

import random
import re

import pytest

from eligibility.rules import load_builtin
from eligibility.tagging import folding, lexicon
from eligibility.tagging import tokens as module
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens, lookup_words, phrase_words


def shown(tokens):
    marks = zip(tokens.glued, tokens.numeric, tokens.folded, strict=True)
    return " ".join("~" * glued + "#" * number + word for glued, number, word in marks)


def test_tokens(token_case):
    text, tokens = token_case.split(" | ")
    assert shown(Tokens(text)) == tokens


def test_folding(fold_case):
    word, folded = fold_case.split(" | ")
    assert fold(word) == folded


def test_two_spellings_of_one_word_are_one():
    pairs = [("colour", "color"), ("foetal", "fetal"), ("programme", "program"), ("metastases", "metastasis")]
    assert [fold(british) == fold(american) for british, american in pairs] == [True] * len(pairs)


@pytest.mark.parametrize("text", ["non-ischemic stroke", "non - ischemic stroke", "non ischemic stroke"])
def test_a_hyphen_inside_a_word_is_not_looked_up(text):
    words, places = lookup_words(Tokens(text))
    assert words == ["non", "ischemic", "stroke"]
    assert [Tokens(text).folded[place] for place in places] == words


@pytest.mark.parametrize("text", ["3-5", "fever - cough", "- fever", "fever -"])
def test_other_hyphens_are_looked_up(text):
    assert "-" in lookup_words(Tokens(text))[0]


def test_places_and_forms_fit_the_text():
    letters = "aZ1 .,-'s()^é²\u00a0\n\x00/+_"
    dice = random.Random(3)
    for _ in range(500):
        text = "".join(dice.choices(letters, k=dice.randrange(40)))
        tokens = Tokens(text)
        written = [tokens.surface(at, at + 1) for at in range(len(tokens))]
        assert written == tokens.written
        assert sorted(tokens.starts) == tokens.starts
        assert all(word and not word.isspace() for word in tokens.folded)


def test_spaces_cut_as_the_whole_does(monkeypatch):
    pieces = [
        "1",
        "10",
        "000",
        "2,5",
        ",",
        ".",
        "e",
        "g",
        "i",
        "E",
        "e.g",
        "i.e",
        "or",
        "&",
        "-",
        "gout",
        "m^2",
        "'s",
        "",
    ]
    dice = random.Random(5)
    texts = [
        "".join(piece + dice.choice(["", " ", " ", "  ", "\n"]) for piece in dice.choices(pieces, k=dice.randrange(9)))
        for _ in range(5000)
    ]
    texts = [text for text in texts if text]
    cut = [shown(Tokens(text)) for text in texts]
    assert any("#10000" in said.replace(" ", "") for said in cut)
    monkeypatch.setattr(module._Read, "__getitem__", lambda self, said: ((said, said, True, len(said), False, 0),))
    monkeypatch.setattr(module, "_SPACED_NUMBER", lambda text: True)
    assert [shown(Tokens(text)) for text in texts] == cut


def test_what_is_kept_of_words_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "_seen", type(module._seen)())
    monkeypatch.setattr(module, "_MOST", 8)
    texts = [f"word{number} and {'y' * number}" for number in range(100)]
    first = [shown(Tokens(text)) for text in texts]
    assert len(module._seen) <= 8
    assert max(map(len, module._seen)) <= 48
    assert [shown(Tokens(text)) for text in reversed(texts)] == first[::-1]


def test_phrases(phrase_case, tagger):
    text, name = phrase_case.split(" | ")
    found = {phrase.meaning.concept.name for phrase in tagger.lexicon.find(Tokens(text)) if phrase.meaning.concept}
    assert (name in found) if name[0] != "!" else (name[1:] not in found)


def test_plain_phrases_are_cut_as_all_others_are():
    letters = "aB1 -.,'+"
    dice = random.Random(4)
    names = [name for concept in load_builtin().concepts for name in (concept.name, *concept.synonyms)]
    texts = names + ["".join(dice.choices(letters, k=dice.randrange(1, 16))) for _ in range(3000)]
    for text in texts:
        assert phrase_words(text) == lookup_words(Tokens(text))[0], text


def test_no_british_spelling_is_passed_over():
    names = [name for concept in load_builtin().concepts for name in (concept.name, *concept.synonyms)]
    words = {word for name in names for word in re.findall("[a-z]{6,}", name.lower())}
    words |= {
        "fibre",
        "fibres",
        "litre",
        "centre",
        "metre",
        "leucocyte",
        "oestradiol",
        "programme",
        "sulphate",
        "dialysed",
    }
    british = {word for word in words if any(pattern.search(word) for pattern, _ in folding._BRITISH)}
    assert len(british) > 100
    assert all(map(folding._MAYBE_BRITISH, british))


@pytest.mark.parametrize(
    ("word", "domain"),
    [("Zorkitis", "condition"), ("zorkemias", "condition"), ("zorkectomy", "procedure"), ("disease", "condition"),
     ("zork", None), ("itis", None)],
)  # fmt: skip
def test_heads_and_endings_tell_a_domain(word, domain, tagger):
    assert tagger.lexicon.domain_of(fold(word), word) == domain


def test_what_is_kept_of_domains_is_bounded(tagger, monkeypatch):
    monkeypatch.setattr(lexicon, "_MOST", 8)
    monkeypatch.setattr(tagger.lexicon, "_domains", {})
    words = [f"zork{'o' * number}sis" for number in range(80)]
    first = [tagger.lexicon.domain_of(fold(word), word) for word in words]
    assert len(tagger.lexicon._domains) <= 8
    assert [tagger.lexicon.domain_of(fold(word), word) for word in words[::-1]] == first[::-1]
