"""States without a name: "brain metastases |unless treated and stable|" excepts those metastases that are so.

So is it of what is allowed or excludes only where it is so: "stroke |(allowed if > 6 months ago)|".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft, Op, Tree, drafts_of
from eligibility.normalize.modifying import name_again, one_of
from eligibility.normalize.parts import Said
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_AROUND = frozenset({"FILLER", "WHEN", "LIMIT"})
_SAID = _AROUND | {"MODIFIER", "AND", "OR", "COMMA"}
"""Tags of what may be said of something without naming it."""
_GIVEN = "drug"
_BEFORE = frozenset({"STATUS", "FILLER", "MODIFIER", "OF", "COMMA"})
"""Tags of what may stand between "but not" and the thing."""
_PAIR = 2
_NEAR = 3
"""Chunks back from a thing's denial in which it is said when else it was: "|past|, but not"."""
_FEW = 8
"""States, and exceptions before them, that are looked at."""


def name_state(said: Tree, body: Tree | None, chunks: Sequence[Chunk], tokens: Tokens) -> bool:
    """Makes of words that only modify one thing, time it or say its dose, that thing with what they say of it.

    Args:
        said: the state, as an exception or a condition has it; it is changed.
        body: what it is a state of.
        chunks: those of the criterion.
        tokens: its tokens.

    Returns:
        Whether all that is said is now of that thing.
    """
    if isinstance(body, Op) and body.kind == "all_of" and len(body.parts) <= _FEW:
        body = body.parts[0] if all(_is_denied(part) for part in body.parts[1:]) else body
    if not isinstance(body, Draft) or body.kind != "occurrence" or body.entity is None:
        return False
    drafts = drafts_of(said)
    if len(drafts) > _FEW:
        return False
    named = [_name_draft(draft, body, chunks, tokens) for draft in drafts]
    return all(named)


def state_apart(said: Said) -> tuple[Said, Said] | None:
    """Something, and the same in the state that is said behind it: "gout that is either |severe| or treated".

    None where no state is said so.
    """
    draft = said.tree
    entity = draft.entity if isinstance(draft, Draft) and draft.kind == "occurrence" else None
    if entity is None or not isinstance(draft, Draft) or said.negation:
        return None
    behind = [one for one in entity.modifiers if one.first >= entity.last]
    if not behind:
        return None
    whole = replace(draft, entity=replace(entity, modifiers=[one for one in entity.modifiers if one not in behind]))
    return Said(whole), said


def _is_denied(tree: Tree) -> bool:
    return isinstance(tree, Op) and tree.kind == "not"


def is_allowed_state(tree: Tree, body: Draft | None, inside: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether brackets say in which state what stands before them is allowed: "asthma |(mild cases allowed)|".

    Args:
        tree: what they say; the state is then named as that of the thing before.
        body: what stands before them.
        inside: their chunks.
        tokens: the criterion.
    """
    return inside[-1].tag == "OPTIONAL_AFTER" and name_state(tree, body, inside, tokens)


def _name_draft(draft: Draft, body: Draft, chunks: Sequence[Chunk], tokens: Tokens) -> bool:
    """Names one draft so; gives whether it is one."""
    entity = body.entity
    if entity is None or draft.entity is not None or draft.values:
        return False
    if draft.kind != "words" or draft.link is not None or draft.limits:
        if not (draft.nameless and draft.limits and entity.domain == _GIVEN):
            return False
        draft.nameless = False
    inside = [chunk for chunk in chunks if draft.first <= chunk.first and chunk.last <= draft.last]
    tags = {chunk.tag for chunk in inside}
    if "OR" in tags:
        either = one_of([chunk for chunk in inside if chunk.tag not in _AROUND], tokens)
        inside = [chunk for chunk in inside if chunk.tag in _AROUND] + ([] if either is None else [either])
    said = [one for chunk in inside if chunk.tag == "MODIFIER" for one in chunk.value]
    if not tags <= _SAID or not (said or draft.when or draft.durations or draft.limits):
        return False
    name_again(draft, body, entity, [replace(one, behind=True) for one in said])
    draft.modifiers = []
    return True


def at_another_time(exception: Tree, chunks: Sequence[Chunk]) -> Draft | None:
    """What is excepted as it is now, as it was: "|past| but not current gout"; None where no other time is said.

    Args:
        exception: what is excepted.
        chunks: those of the criterion.
    """
    if not isinstance(exception, Draft) or exception.kind != "occurrence" or exception.status is None:
        return None
    place = next((at for at, chunk in enumerate(chunks) if chunk.first == exception.first), 0)
    while place and chunks[place - 1].tag in _BEFORE:
        place -= 1
    if place < _PAIR or chunks[place - 1].tag != "EXCEPT":
        return None
    said = next((one for one in chunks[max(0, place - _NEAR) : place - 1] if one.tag == "STATUS"), None)
    if said is None or chunks[place - 2].tag not in {"STATUS", "COMMA"}:
        return None
    value = str(said.value.attrs.get("value"))
    if value == exception.status:
        return None
    return replace(exception, status=value, when=None, anchor=None, limits=[], extent=(said.first, said.last))
