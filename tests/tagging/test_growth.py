"""Tagging takes time in proportion to the text, and what is kept for speed stays small."""

import gc
import random
import time

import pytest

from eligibility.grammar import shapes
from eligibility.grammar.limit_shapes import limit_template
from eligibility.grammar.shapes import Prefixes

PIECES = {
    "digits": "7",
    "numbers": "7 ",
    "thousands": "111,",
    "spaced thousands": "111 ",
    "brackets": "(",
    "pairs of brackets": "(7) ",
    "and": "and ",
    "hyphens": "-",
    "hyphens in words": "non-",
    "hyphens between numbers": "7-",
    "comparators": "≥ 7 or ",
    "a unit without end": "7 mg/",
    "reference limits": "the institutional ",
    "letters": "x",
    "letters and full stops": "e.",
    "powers": "m^2",
    "concepts": "stage asthma ",
    "unknown words": "zork ",
    "spaces": " ",
}
LONG = {"digits", "brackets", "and", "hyphens", "hyphens in words", "letters", "unknown words", "spaces"}
"""Pieces that are tagged so fast that only a long text tells."""


def seconds(tagger, text, repeats):
    """How long tagging takes; the shortest of some times."""
    times = []
    gc.collect()
    gc.disable()
    for _ in range(repeats):
        start = time.process_time()
        tagger.tag(text)
        times.append(time.process_time() - start)
    gc.enable()
    return min(times)


@pytest.mark.parametrize("name", PIECES)
def test_time_grows_with_the_text(name, tagger):
    piece = PIECES[name]
    size = 50_000 if name in LONG else 10_000
    tagger.tag(piece * 100)
    short = seconds(tagger, (piece * size)[:size], 3)
    long = seconds(tagger, (piece * size)[:size] * 8, 1)
    assert long < 0.05 + 3 * 8 * short


def test_what_is_kept_of_shapes_is_bounded(monkeypatch):
    monkeypatch.setattr(shapes, "_MOST", 12)
    dice = random.Random(5)
    tags = ["NUM", "UNIT", "GE", "LE", "AND", "OR", "TO", "COMMA", "SLASH", "INCLUSIVE"]
    runs = [dice.choices(tags, k=dice.randrange(1, 9)) for _ in range(200)]
    few = Prefixes("quantity", "limit", limit_template)
    found = [few.longest(run, 0) for run in runs]
    assert few._kept <= 12
    monkeypatch.undo()
    many = Prefixes("quantity", "limit", limit_template)
    assert [many.longest(run, 0) for run in runs] == found
    assert any(one is not None and one[0] > 2 for one in found)


def test_a_beginning_is_no_longer_than_may_be():
    limits = Prefixes("quantity", "limit", limit_template)
    found = limits.longest(["NUM", *["COMMA", "NUM"] * 40], 0)
    assert found is not None
    assert found[0] == shapes.LONGEST - 1
