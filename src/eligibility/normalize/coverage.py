"""Coverage: how many words of a criterion say something, and how many of those no node accounts for.

Words that join and words for people say nothing by themselves. A modifier does, and so does a cue that narrows what
stands beside it ("candidates for"): where no leaf has taken it, the tree says less than the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from eligibility.normalize.drafts import Draft
from eligibility.normalize.modifying import modifiers_of
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_first, _last = attrgetter("first"), attrgetter("last")

_SILENT = frozenset(
    {"FILLER", "LINK", "OF", "COMMA", "AND", "OR", "SEMI", "STOP", "LP", "RP", "COLON", "SLASH", "BUT", "NOR"}
)
_PLAIN = frozenset({"ENTITY", "WORDS", "WHEN", "SEX", "AGE", "ATTESTATION"})
"""Chunks that are leaves, or times of leaves, and so always in the tree."""
_TAKEN = frozenset({"MODIFIER", "VALUE", "REF", "LIMIT", "OTHERWISE"})
"""Chunks that are nothing by themselves: a leaf or an operator takes them, or they are lost."""
_ENDS = frozenset({"COMMA", "AND", "OR", "SEMI", "STOP", "RP", "WHEN", "OF"})
_CUES = frozenset({"FILLER", "LINK"})
_TELLING = _CUES | {"OF"}
_CONDITION = "condition"
_NEEDED = "treatment"
"""What is said of a thing by a treatment that it needs; where no thing is named, the treatment says it all."""
_HAD = frozenset({_CONDITION, "drug"})
_ALTERNATIVES = (["OR", "ENTITY"], ["OR", "WORDS"], ["OR", "MODIFIER"])
_SAID_OF = frozenset({"STATUS", "WHEN"})
_PARTED = frozenset({"COMMA", "AND", "OR", "SEMI", "STOP", "LP", "COLON"})
"""Tags of what parts an item from those before it."""
_LIGHT = frozenset({"FILLER", "STATUS", "MODIFIER"})
_PREPOSITIONS = frozenset({"on", "to", "after", "of", "from", "for", "during", "before", "with"})
_JOINTS = (["OR"], ["AND"], ["SLASH"])
_JOINING = frozenset({"OR", "AND", "SLASH", "COMMA"})
_BEHIND = 2
"""Chunks that stand behind a preposition without an object of its own: "|or intolerant of|"."""
_SIGNS = frozenset({"≥", "≤", ">", "<", ">=", "<="})
"""Signs of comparators, which say nothing where no limit has them."""
_IDLE = frozenset({"any", "non"})
"""Words that a noun phrase may leave out: what they say is in the tree without them."""


def said_and_lost(
    tokens: Tokens, chunks: Sequence[Chunk], drafts: Sequence[Draft], heard: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """How many tokens of a criterion say something, and how many of those no leaf accounts for.

    Args:
        tokens: the criterion.
        chunks: its chunks.
        drafts: the leaves that were made of them.
        heard: the tokens that operators were read from: how many of a list there must be, and in which case.
    """
    said, inside, doubtful = _sorted(tokens, chunks, drafts)
    lost, count = 0, len(tokens)
    if not _SIGNS.isdisjoint(tokens.words):
        idle = [tokens.folded[one.first] for one in chunks if one.tag == "FILLER" and one.value is None]
        lost = sum(map(_SIGNS.__contains__, idle))
        said += lost
    for draft in drafts:
        if draft.kind == "words" or (draft.kind == "age" and not draft.limits):
            lost += draft.last - draft.first
    if not doubtful and inside == count:
        return said, lost
    taken = bytearray(count)
    for draft in drafts:
        for first, last in _taken(draft, tokens):
            taken[first:last] = b"\x01" * (last - first)
    for first, last in heard:
        taken[first:last] = b"\x01" * (last - first)
    for chunk in doubtful:
        if taken.find(0, chunk.first, chunk.last) >= 0:
            lost += chunk.last - chunk.first
    if inside == count:
        return said, lost
    dropped = sum(1 for place in _outside(chunks, count) if not taken[place] and _speaks(tokens.folded[place]))
    return said + dropped, lost + dropped


def _sorted(tokens: Tokens, chunks: Sequence[Chunk], drafts: Sequence[Draft]) -> tuple[int, int, list[Chunk]]:
    """How many tokens say something, how many are in a chunk, and the chunks that a leaf may not have taken."""
    said, inside = 0, sum(map(_last, chunks)) - sum(map(_first, chunks))
    given: Callable[[Chunk], bool] | None = None
    reached: bytearray | None = None
    doubtful: list[Chunk] = []
    for place, chunk in enumerate(chunks):
        tag = chunk.tag
        if tag in _PLAIN:
            said += chunk.last - chunk.first
        elif tag not in _SILENT:
            said += chunk.last - chunk.first
            if tag == "STATUS":
                given = given or _given(drafts)
                if not given(chunk) or chunk.value.attrs.get("narrows"):
                    doubtful.append(chunk)
            elif tag == "NEG":
                if chunk.value.attrs.get("narrows"):
                    doubtful.append(chunk)
            elif tag == "TOWARD":
                reached = reached or _reached(drafts, len(tokens))
                if not reached[chunk.first]:
                    doubtful.append(chunk)
            elif tag in _TAKEN:
                doubtful.append(chunk)
        elif tag in _TELLING and (
            (tag in _CUES and isinstance(cue := chunk.value, CueRule) and cue.attrs and _narrows(cue, chunks, place))
            or (tag == "OF" and _relates(chunks, place))
            or (tag == "LINK" and _dangles(chunks, place, tokens))
        ):
            said += chunk.last - chunk.first
            doubtful.append(chunk)
    return said, inside, doubtful


def _reached(drafts: Sequence[Draft], count: int) -> bytearray:
    """The tokens over which a leaf reaches: "|allergy to| egg", but not "|did not tolerate| or refused statins"."""
    reached = bytearray(count)
    for draft in drafts:
        first, last = draft.extent
        reached[first:last] = b"\x01" * (last - first)
    return reached


def _given(drafts: Sequence[Draft]) -> Callable[[Chunk], bool]:
    """Tells whether a leaf may have its status from a chunk: one after it, or any where none is after it.

    "Using" says by which means, and gives none.
    """
    end = max((draft.first for draft in drafts), default=-1)
    latest = max((draft.first for draft in drafts if draft.status is not None or draft.whenever), default=-1)
    return lambda chunk: (
        latest >= chunk.last or (end < chunk.last and latest >= 0) or bool(chunk.value.attrs.get("means"))
    )


def _narrows(cue: CueRule, chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a cue says more than the tree.

    Some do only where nothing follows ("yoga |experience", "men who |drink"), some only between two things ("phobia
    |to needles").
    """
    said = cue.attrs
    if not said.get("narrows"):
        return False
    if said.get("either"):
        return _is_alternative(chunks, place)
    if said.get("timed"):
        return any(one.tag == "WHEN" for one in chunks[place + 2 : place + 4])
    if said.get("between"):
        return _is_between(chunks, place)
    if said.get("relation") == _NEEDED and _begins(chunks, place):
        return False
    behind = place > 0 and chunks[place - 1].tag == "ENTITY"
    ends = place + 1 == len(chunks) or chunks[place + 1].tag in _ENDS
    return (behind and ends) if said.get("last") else (ends or not said.get("objectless"))


def _begins(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether nothing stands before a place that something could be related to: "|requiring| dialysis"."""
    before = place - 1
    while before >= 0 and chunks[before].tag in _LIGHT:
        before -= 1
    return before < 0 or chunks[before].tag in _PARTED


def _relates(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether "of" joins a condition to another, or to a drug: "recurrence |of melanoma", "overdose |of codeine".

    Where the two are one thing, a leaf has taken both, and what stands between.
    """
    if not 0 < place < len(chunks) - 1 or not chunks[place - 1].tag == chunks[place + 1].tag == "ENTITY":
        return False
    before, after = chunks[place - 1].value, chunks[place + 1].value
    return before.domain == _CONDITION and after.domain in _HAD


def _dangles(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> bool:
    """Whether a preposition has the object of another one: "progressed |on| or intolerant of imatinib"."""
    if not 0 < place < len(chunks) - _BEHIND or chunks[place + 1].tag not in _JOINING:
        return False
    if tokens.folded[chunks[place].first] not in _PREPOSITIONS:
        return False
    if chunks[place].last - chunks[place].first > 1 or chunks[place - 1].tag != "ENTITY":
        return False
    tags = [chunk.tag for chunk in chunks[place + 1 : place + 4] if chunk.tag != "COMMA"]
    return tags[:1] in _JOINTS and tags[1:2] != ["LINK"]


def _is_alternative(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether "or" and a thing follow a place, and none stands before it: "|diagnosis| or treatment for depression"."""
    if place and chunks[place - 1].tag == "ENTITY":
        return False
    tags = [chunk.tag for chunk in chunks[place + 1 : place + 4] if chunk.tag != "COMMA"][:2]
    return tags in _ALTERNATIVES


def _is_between(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a thing stands on either side of a place; small words and times may stand between."""
    before, after = place - 1, place + 1
    while before >= 0 and chunks[before].tag in _SAID_OF:
        before -= 1
    while after < len(chunks) and (
        chunks[after].tag in _LIGHT or (chunks[after].tag == "OR" and chunks[after - 1].tag == "STATUS")
    ):
        after += 1
    return before >= 0 and after < len(chunks) and chunks[before].tag == chunks[after].tag == "ENTITY"


def _speaks(word: str) -> bool:
    return word[0].isalpha() and word not in _IDLE


def _outside(chunks: Sequence[Chunk], count: int) -> list[int]:
    """The tokens that are in no chunk: modifiers in a noun phrase, and hyphens."""
    out: list[int] = []
    place = 0
    for chunk in chunks:
        if chunk.first > place:
            out += range(place, chunk.first)
        place = chunk.last
    out += range(place, count)
    return out


def _taken(draft: Draft, tokens: Tokens) -> Iterator[tuple[int, int]]:
    """The tokens that are in a leaf, in a field of their own.

    What a hyphen ties to the name of a drug is said of another thing: "thyroid cancer, radioiodine|-refractory|".
    """
    if draft.kind in {"words", "attestation", "definition"}:
        yield draft.extent
        return
    yield draft.first, draft.last
    for limit in (*draft.limits, *draft.durations, *draft.counts, *draft.restated):
        yield limit.first, limit.last
        for end in (limit.lower, limit.upper):
            if end is not None and end.ref_tokens is not None:
                yield end.ref_tokens
    if len(draft.restated) > 1:
        yield draft.restated[0].first, draft.restated[-1].last
    if draft.when is not None:
        yield draft.when.first, draft.when.last
    for place in (draft.anchor, draft.value_tokens, draft.other, draft.said):
        if place is not None:
            yield place
    given = draft.entity is not None and draft.entity.domain == "drug"
    for modifier in modifiers_of(draft):
        if not given or modifier.first < draft.last or tokens.folded[modifier.first - 1] != "-":
            yield modifier.first, modifier.last
