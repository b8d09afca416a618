"""Ends of names: what several words name with the end of the next item's name, in a name that the rules know.

"Acute myeloid or lymphoblastic |leukemia|", "deep vein or arterial |thrombosis|". Where what the first of them begins
with makes a known name of the next one as well, it is said of both: "|acute| lymphoblastic leukemia".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from eligibility.normalize.completing import complete, only_words
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import HYPHEN, Tokens

_ONE_MORE = frozenset({"or", "and", "comma"})
_NAMED = frozenset({"occurrence", "measurement"})
_SHARED = "premodifier"
_EXTENT, _MAJOR = "extent", "major"
_SEVERAL = 2
_LONGEST = 16
"""Tokens of an item and of the name whose end it may share, at most."""


class _Whole(Struct, gc=False):
    """What an item begins with, whose end the one before it may share: the words from `first`, and what they name.

    Attributes:
        first: the token that it begins with, a modifier's or that of a word which is not understood.
        draft: what is named.
        entity: the name, which ends it.
    """

    first: int
    draft: Draft
    entity: Entity


def share_ends(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Names items of several words that nothing is known of, and the one whose name ends theirs.

    What the words name without what modifies them is left to who shares single nouns: "acute |ischemic| or hemorrhagic
    stroke".

    Args:
        parts: the items of a list.
        joins: what stands between them.
        tokens: the criterion.
        lexicon: knows the names.
    """
    for place in range(len(parts) - 2, -1, -1):
        said = parts[place].parts
        words = said[0].tree if len(said) == 1 else None
        if not isinstance(words, Draft) or not (words.modifiers or words.last - words.first >= _SEVERAL):
            continue
        if joins[place] not in _ONE_MORE or words.link is not None or only_words(parts[place]) is not words:
            continue
        whole = _whole(parts[place + 1])
        if whole is not None and whole.entity.last - words.first <= _LONGEST:
            _share_end(words, whole, parts[place + 1], tokens, lexicon)


def _share_end(words: Draft, whole: _Whole, following: Part, tokens: Tokens, lexicon: Lexicon) -> None:
    """Names some words, with what modifies them, with the end of a name, if that is a name."""
    first = min([words.first, *(one.first for one in words.modifiers)])
    begun = tokens.folded[first : words.last]
    if words.kind != "words":
        alike = _begun(begun, whole, tokens, lexicon) if _is_ended(words, whole, tokens) else None
    elif whole.draft.kind == "occurrence" and (rule := _ended(first, words.last, whole, tokens, lexicon)) is not None:
        alike = _begun(begun, whole, tokens, lexicon)
        parted = alike is None and first < words.first and not _are_of_name(words, tokens)
        if parted and _ended(words.first, words.last, whole, tokens, lexicon) is not None:
            return
        words.first, words.modifiers = first, []
        words.reach(first, words.last)
        complete(words, rule, whole.entity, ())
        following.bound = True
    else:
        return
    if alike is not None:
        _name(whole, alike, following)


def _are_of_name(words: Draft, tokens: Tokens) -> bool:
    """Whether what modifies some words is a part of many names: "|diffuse large| B-cell", "|major| depressive"."""
    return all(one.kind == _EXTENT or tokens.folded[one.first] == _MAJOR for one in words.modifiers)


def _whole(part: Part) -> _Whole | None:
    """What an item begins with, where that is a name, with words before it that are not understood or without any."""
    drafts = part.drafts()[:2]
    if not drafts:
        return None
    draft = drafts[0]
    if draft.kind == "words" and len(drafts) > 1 and draft.last == drafts[1].first and _is_plain(draft, part):
        draft = drafts[1]
    entity = draft.entity
    if entity is None or draft.kind not in _NAMED or draft.toward is not None or entity.by == "shared":
        return None
    before = [one.first for one in entity.modifiers if one.last <= entity.first]
    return _Whole(min([drafts[0].first, entity.first, *before]), draft, entity)


def _is_plain(words: Draft, part: Part) -> bool:
    """Whether some words are a tree of their item, and nothing is said of them."""
    return part.parts[0].tree is words and not (words.limits or words.when or words.modifiers or words.link)


def _is_ended(words: Draft, whole: _Whole, tokens: Tokens) -> bool:
    """Whether a short name stands for one that ends as another does: "|germline BRCA1| or BRCA2 mutation"."""
    end = tokens.folded[whole.entity.last - 1]
    rule = words.entity.rule if words.entity is not None else None
    return rule is not None and rule.name.endswith(f" {end}") and end not in tokens.folded[words.first : words.last]


def _ended(first: int, last: int, whole: _Whole, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """What some words name with the longest end of a name with which they name anything of its domain."""
    begun, end = tokens.folded[first:last], whole.entity.last
    tried = (begun + tokens.folded[at:end] for at in range(whole.first + 1, end))
    return _first_named(tried, whole, lexicon)


def _begun(words: Sequence[str], whole: _Whole, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """What a name is that begins as some words do, where that is one: "acute myeloid or |lymphoblastic leukemia|"."""
    written = tokens.folded[whole.first : whole.entity.last]
    return _first_named(([*words[:end], *written] for end in range(len(words) - 1, 0, -1)), whole, lexicon)


def _first_named(tried: Iterable[Sequence[str]], whole: _Whole, lexicon: Lexicon) -> ConceptRule | None:
    """The first of some names, folded, that the rules know in the domain of another."""
    phrases = (lexicon.phrases.get([word for word in words if word != HYPHEN]) for words in tried)
    rules = (phrase.concept for phrase in phrases if phrase is not None)
    return next((rule for rule in rules if rule is not None and rule.domain == whole.entity.domain), None)


def _name(whole: _Whole, rule: ConceptRule, part: Part) -> None:
    """Names what an item begins with, and the words before it, by a rule."""
    draft, entity = whole.draft, whole.entity
    if part.first is not draft:
        part.drop(0)
    draft.first = whole.first
    draft.reach(whole.first, draft.last)
    behind = [one for one in entity.modifiers if one.first >= entity.last]
    draft.entity = Entity(whole.first, entity.last, rule.domain, rule, behind, by=_SHARED)
