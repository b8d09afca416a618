"""Unknown sorts: a word that no rule knows before a name says which kind of it is meant, "|zorbic| anemia"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.compounds import Piece, is_hyphenated
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

BY_UNKNOWN = "unknown sort"
"""How the domain of a thing is told of which a word that no rule knows says the kind."""
_SORTED = frozenset({"condition", "procedure", "device"})
_LEAST = 4
"""Letters of a word that may say of what kind a thing is."""
_ADJECTIVE = 6
"""Letters of an adjective that is told by its ending."""
_ADJECTIVES = ("ic", "al", "ous", "oid", "ar", "ive", "form", "ary", "ile")
"""How adjectives end."""
_NO_NOUNS = ("ed", "ing", "s", "ly", "ate", "ize", "ise", "ify", "est", "able", "ible", "ful", "less")
"""How verbs end, adverbs, and adjectives that tell of no kind."""
_SHORT = range(2, 6)
"""Letters of short forms."""
_ROMAN = frozenset("IVX")
"""What numbers of types are written with: "type |III| fracture"."""
_INITIAL = ["."]
"""What stands before the rest of a name, "B|.| burgdorferi", and before another sentence."""
_CLAUSAL = frozenset(
    {"to", "can", "may", "will", "shall", "should", "must", "would", "could", "might", "not", "who", "that", "which",
     "they", "we", "he", "she", "patient", "subject", "participant", "person", "it"}
)  # fmt: skip
"""Words before a verb."""


def is_unknown_sort(place: int, head: int, pieces: Sequence[Piece], tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether a plain word before a condition, a procedure or a device may say of what kind that is.

    An adjective may, a name in the middle of a sentence ("|Harlow| tumor"), and a short form; a noun only where one
    word follows that is the head of many names ("|quoxin| tumor"), as it may be a verb else.

    Args:
        place: the piece of the word.
        head: the piece of the concept that it stands before, with nothing but sorts between.
        pieces: the noun phrase.
        tokens: the criterion.
        lexicon: the heads of the rules; a word that the rules know as anything else tells of no kind.
    """
    first, last, _ = pieces[place]
    meaning = pieces[head][2]
    if meaning is None or meaning.concept is None or last != first + 1:
        return False
    sorted_ = meaning.concept.domain in _SORTED or meaning.generic
    if not sorted_ or not _is_unknown(first, tokens, lexicon) or is_hyphenated(place + 1, pieces, tokens):
        return False
    word, written = tokens.folded[first], tokens.written[first]
    begin, end, _ = pieces[head]
    if written.isupper():
        short = len(written) in _SHORT and not _ROMAN.issuperset(written)
        return short and not tokens.surface(begin, end).isupper()
    if written[0].isupper() and first:
        return len(word) >= _LEAST and _is_name(first, begin, tokens)
    if len(word) >= _ADJECTIVE and word.endswith(_ADJECTIVES):
        return True
    headed = end == begin + 1 and tokens.folded[begin] in lexicon.heads
    return headed and len(word) >= _LEAST and _is_noun(place, head, pieces, tokens)


def _is_unknown(first: int, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether the rules say nothing of a word that is no part of a longer one, and not the rest of a Latin name."""
    word = tokens.folded[first]
    if not word.isalpha() or lexicon.phrases.get([word]) is not None:
        return False
    glued = first and tokens.numeric[first - 1] and tokens.glued[first]
    return not glued and tokens.folded[max(0, first - 1) : first] != _INITIAL


def _is_name(first: int, begin: int, tokens: Tokens) -> bool:
    """Whether a word with a capital is a name in the middle of a sentence; a title has capitals throughout."""
    amid = first == 1 or tokens.written[first - 1][0].islower()
    return amid and tokens.written[begin][0].islower() and tokens.written[first][1:].islower()


def _is_noun(place: int, head: int, pieces: Sequence[Piece], tokens: Tokens) -> bool:
    """Whether a word is a noun by itself: behind another thing, or before one more noun, a part of a name."""
    first = pieces[place][0]
    before = pieces[place - 1][2] if place else None
    if (before is not None and before.concept is not None) or (head + 1 < len(pieces) and pieces[head + 1][2] is None):
        return False
    return not tokens.folded[first].endswith(_NO_NOUNS) and _CLAUSAL.isdisjoint(
        tokens.folded[max(0, first - 1) : first]
    )
