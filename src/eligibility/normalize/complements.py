"""Complements: what someone is willing, able or unable to do belongs to the attestation, and is asked of nobody alone.

"Willing to |undergo a biopsy" is one attestation, and asks for no biopsy; "unable to undergo angiography |or biopsy" is
two, each denied. Why someone is unable to is no part of what they are unable to do: it is there, and stands for itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_FINITE = ("s", "ed", "ing")
"""How verbs end that do not go on with an infinitive: "able to walk and |receives| insulin"."""
_TAKING = frozenset({"take", "use", "receive", "consume", "need", "require", "undergo", "get", "have"})
"""Verbs, folded, of what somebody has or is given."""
_NEAR = 4
"""Chunks before a study in which the words for taking part in it are looked for."""


def governs(draft: Draft | None) -> bool:
    """Whether a draft is an attestation that says nothing without a complement: "willing to", "unable to"."""
    return (
        draft is not None
        and draft.kind == "attestation"
        and draft.cue is not None
        and bool(draft.cue.attrs.get("weak"))
    )


def leaf(said: Said) -> Draft | None:
    """The leaf that a tree of an item is, if it is one."""
    return said.tree if isinstance(said.tree, Draft) else None


def is_denied(said: Said) -> bool:
    """Whether the words of an attestation deny it: "unable to"."""
    draft = leaf(said)
    return draft is not None and draft.cue is not None and bool(draft.cue.attrs.get("denied"))


def topic_of(draft: Draft | None) -> str:
    """What an attestation is about by its own words; "" for what is none."""
    if draft is None or draft.kind != "attestation" or draft.cue is None:
        return ""
    return str(draft.cue.attrs.get("topic"))


def is_bare(draft: Draft) -> bool:
    """Whether a draft attests something, and has nothing yet of what that is: "able"."""
    return governs(draft) and not draft.topic and draft.extent == (draft.first, draft.last)


def take(draft: Draft, target: Draft) -> None:
    """Makes what a draft says a part of an attestation."""
    target.reach(*draft.extent)
    target.durations.extend(draft.durations)
    if target.when is None:
        target.when, target.anchor = draft.when, draft.anchor


def begins_verb(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a link is a verb that goes on with an infinitive: "able to read and |to follow instructions"."""
    if chunk.value is None:
        return False
    word = tokens.folded[chunk.first]
    return word == "to" or (chunk.value.name == "verb" and not is_finite(chunk.first, tokens))


def says_itself(part: Part, first: Draft, target: Said, tokens: Tokens) -> bool:
    """Whether an item has a predicate of its own, and is no complement: "refuses insulin or |takes metformin|".

    A bare verb is one only behind what a noun completes: "refuse insulin or |take metformin|", not "refuse to inject
    insulin or |take metformin|".
    """
    verb = part.linked - 1
    if first.link is None or verb < 0 or tokens.folded[verb] not in _TAKING:
        return False
    governor = leaf(target)
    of_nouns = governor is not None and is_denied(target) and "to" not in tokens.folded[governor.first : governor.last]
    return of_nouns or is_finite(verb, tokens)


def is_finite(place: int, tokens: Tokens) -> bool:
    """Whether a verb goes on with no infinitive, by its ending: "able to walk and |receives| insulin"."""
    return tokens.written[place].lower().endswith(_FINITE)


def fill(draft: Draft | None, chunks: Sequence[Chunk], place: int) -> None:
    """Lets an attestation reach over what no tree has: "willing to |participate" says nothing else of a patient."""
    if draft is None or not governs(draft):
        _reach_back(draft, chunks, place - 2)
        return
    while place < len(chunks) and chunks[place].tag == "FILLER":
        chunk = chunks[place]
        if chunk.value is not None and chunk.value.kind == "filler":
            draft.reach(chunk.first, chunk.last)
        place += 1


def _reach_back(draft: Draft | None, chunks: Sequence[Chunk], place: int) -> None:
    """Lets a study reach back over the words for taking part in it: "|current participation in |a device trial"."""
    if draft is None or topic_of(draft) != "participation":
        return
    first, part = place, None
    while place >= 0 and place > first - _NEAR and chunks[place].tag in {"FILLER", "LINK", "STATUS"}:
        chunk = chunks[place]
        if chunk.tag == "FILLER" and chunk.value is not None and chunk.value.kind == "filler":
            part = chunk
        if part is not None and chunk.tag != "LINK":
            draft.reach(chunk.first, chunk.last)
        if chunk.tag == "STATUS":
            break
        place -= 1


def consents_to(draft: Draft, part: Part) -> None:
    """Makes what is consented to one with the consent: "consent to |use contraception", not "consent prior to ..."."""
    last = part.last
    if draft.kind != "attestation" or draft.link != "to" or last is None or topic_of(last) != "consent":
        return
    timed = part.status is not None and part.status[1] >= last.extent[1]
    if last.cue is not None and not last.cue.attrs.get("denied") and not timed:
        draft.reach(*last.extent)
        part.parts.pop()
