"""Senses: a short form of several things means what the company that it keeps tells: "RA or |AS|", "|AS| and angina".

The words that tell stand in the rules, at each concept (`beside`). Where none of them is in the criterion, those of the
document's other criteria tell; else a short form means what it is an abbreviation of anywhere, or nothing known.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import repeat
from operator import attrgetter

from msgspec import Struct

from eligibility.rules import ConceptRule
from eligibility.tagging.folding import fold
from eligibility.tagging.meanings import Meaning, meaning_of
from eligibility.tagging.tokens import Tokens

_words = attrgetter("words")
_COMPANY = "company"
"""What the words of a document are kept as."""
_TELLING = 3
"""Words of a document that have to speak for a meaning, and none for another one."""
_COMPARED = frozenset("<>≤≥=")
_MEASURED = "measurement"
_BEHIND = "with without within according diagnosed who patient by despite treated requiring since after for on"
_ENDS = frozenset({",", ";", ".", ")", "/", "or", "and", *_BEHIND.split()})
"""What follows the last word of a name."""
_BUT = {"ET": frozenset({"al"}), "HE": frozenset[str]()}
"""What follows words that are small ones in capitals only there: "ET |al|"."""
_ID_EST = "IE"
"""What is a short form only where its comma is one of a list: "IE|, or|"."""
_LISTED = frozenset({"or", "and", ")", ";"})
_OFF = "off"
"""What is opposed to "ON", which is then no short form."""
_SHORT = 3
"""Letters of a word in capitals that may be a short form itself."""


class Sense(Struct, frozen=True, gc=False):
    """One of the meanings of a short form.

    Attributes:
        meaning: the meaning.
        company: words of a criterion that tell that it is this one, folded.
    """

    meaning: Meaning
    company: frozenset[str]


def sense_of(rule: ConceptRule, written: str, *, digits: bool) -> Sense:
    """What a short form means beside the words that a rule names.

    Args:
        rule: the rule.
        written: the short form.
        digits: whether there is a number in digits in it.
    """
    meaning = meaning_of({}, rule, None, exact=True, digits=digits)
    return Sense(meaning, frozenset(map(fold, rule.beside[written])))


def keep_company(criteria: Sequence[Tokens]) -> None:
    """Tells each of the criteria of a document the words of all of them."""
    words = frozenset[str]().union(*map(_words, criteria))
    deque(map(setattr, criteria, repeat(_COMPANY), repeat(words)), maxlen=0)


def in_company(senses: Sequence[Sense], usual: Meaning, last: int, tokens: Tokens) -> Meaning:
    """The meaning of a short form that most words of a criterion speak for, or else those of its document.

    Args:
        senses: those that it may have.
        usual: what it means where no word tells, and where two are told alike.
        last: the token behind it: what is measured has its value there.
        tokens: the criterion.
    """
    measures = usual.concept is not None and usual.concept.domain == _MEASURED
    if measures and last < len(tokens) and (tokens.numeric[last] or tokens.folded[last] in _COMPARED):
        senses = [one for one in senses if one.meaning.concept and one.meaning.concept.domain == _MEASURED]
    told = [len(one.company & tokens.words) for one in senses]
    if not any(told):
        told = [len(one.company & getattr(tokens, _COMPANY, tokens.words)) for one in senses]
        told = told if max(told, default=0) == sum(told) >= _TELLING else []
    most = max(told, default=0)
    return senses[told.index(most)].meaning if most and told.count(most) == 1 else usual


def is_small_word(first: int, last: int, tokens: Tokens) -> bool:
    """Whether a small word in capitals may be that, and no short form: no name ends in it, or all is in capitals there.

    "Currently |ON| methotrexate", "the |ON| or OFF state", "DEFINED |AS| FOLLOWS".
    """
    behind, word = tokens.folded[last : last + 2], tokens.written[last - 1]
    if word in _BUT:
        ends = not _BUT[word].intersection(behind[:1])
    elif word == _ID_EST:
        ends = not behind or behind[0] in _LISTED or (behind[0] == "," and not _LISTED.isdisjoint(behind[1:]))
    else:
        ends = not behind or (behind[0] in _ENDS and _OFF not in behind)
    if not ends:
        return True
    beside = (*tokens.written[max(0, first - 1) : first], *tokens.written[last : last + 1])
    return any(len(word) > _SHORT and word.isupper() for word in beside)
