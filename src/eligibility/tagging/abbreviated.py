"""Names with an abbreviation amid them: "tumor necrosis factor (TNF) inhibitor", "hepatitis B virus (HBV) infection".

Such a name is looked for as if the brackets were not there, else with the abbreviation in the place of what it stands
for: "epidermal growth factor receptor (EGFR) mutation" is an EGFR mutation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligibility.tagging.letters import spelled_out
from eligibility.tagging.lexicon import Match, Matches
from eligibility.tagging.meanings import Meaning
from eligibility.tagging.phrases import Node, Phrases
from eligibility.tagging.tokens import Tokens

OPENS = "("
_CLOSES = ")"
_HYPHEN = "-"
_MOST = 5
"""Tokens of an abbreviation: "PD-(L)1" has more, "PD-L1" four."""
_BEFORE, _BEHIND = 8, 6
"""Words of a name before its abbreviation, and behind it."""
_FEWEST = 2
"""Letters of an abbreviation."""


def with_abbreviated(found: Matches, tokens: Tokens, phrases: Phrases) -> None:
    """Adds the names with an abbreviation amid them to the phrases of a text.

    Args:
        found: the phrases; they are changed.
        tokens: the text.
        phrases: those of the rules.
    """
    more = [match for group in _abbreviations(tokens) for match in _names(*group, tokens, phrases)]
    if not more:
        return
    for listed, added in (
        (found.spoken, more),
        (found.several, more),
        (found.measured, [match for match in more if match[2].measured]),
    ):
        listed.extend(added)
        listed.sort(key=_extent)


def _extent(match: Match) -> tuple[int, int]:
    return match[0], match[1]


def _abbreviations(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """The brackets between words that hold nothing but an abbreviation: where they open, and where they end."""
    folded, count = tokens.folded, len(tokens)
    for opened in range(1, count - 3):
        if folded[opened] != OPENS or not folded[opened - 1][0].isalnum() or not tokens.glued[opened + 1]:
            continue
        closed = next((at for at in range(opened + 2, min(opened + _MOST + 2, count)) if folded[at] == _CLOSES), None)
        if closed is None or closed + 1 == count or not all(tokens.glued[opened + 1 : closed + 1]):
            continue
        behind = closed + 1 + (folded[closed + 1] == _HYPHEN)
        if behind >= count or not folded[behind][0].isalpha():
            continue
        letters = list(filter(str.isalpha, tokens.surface(opened + 1, closed)))
        if len(letters) >= _FEWEST and sum(map(str.isupper, letters)) * 2 >= len(letters):
            yield opened, closed + 1


def _names(opened: int, end: int, tokens: Tokens, phrases: Phrases) -> Iterator[Match]:
    """The names that go on over brackets."""
    words, places = _words(range(max(0, opened - 2 * _BEFORE), opened), tokens)
    behind, ends = _words(range(end, min(len(tokens), end + 2 * _BEHIND)), tokens)
    known = False
    for start in range(max(0, len(words) - _BEFORE), len(words)):
        node = _walk(phrases.tree.get(words[start]), words[start + 1 :])
        for last, meaning in _go_on(node, behind[:_BEHIND], ends):
            known = True
            yield places[start], last, meaning
    if known:
        return
    short, _ = _words(range(opened + 1, end - 1), tokens)
    written = [letter for letter in tokens.surface(opened + 1, end - 1) if letter.isalpha()]
    first = spelled_out(written, opened, tokens)
    if first is not None:
        node = _walk(phrases.tree.get(short[0]), short[1:])
        for last, meaning in _go_on(node, behind[:_BEHIND], ends):
            yield first, last, meaning


def _words(places: Sequence[int], tokens: Tokens) -> tuple[list[str], list[int]]:
    """The words at some places, without hyphens, and where each stands."""
    kept = [at for at in places if tokens.folded[at] != _HYPHEN]
    return [tokens.folded[at] for at in kept], kept


def _walk(node: Node | None, words: Sequence[str]) -> Node | None:
    for word in words:
        node = node.more.get(word) if node is not None and node.more is not None else None
    return node


def _go_on(node: Node | None, words: Sequence[str], places: Sequence[int]) -> Iterator[tuple[int, Meaning]]:
    """What the words say from a node on, each time that a concept ends, and where."""
    for at, word in enumerate(words):
        node = node.more.get(word) if node is not None and node.more is not None else None
        if node is None:
            return
        phrase = node.said()
        if phrase is not None and phrase.concept is not None and phrase.meaning.spoken:
            yield places[at] + 1, phrase.meaning
