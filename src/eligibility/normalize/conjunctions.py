"""Conjunctions: what is read as asked besides, although no word says "and".

"Obesity |before| pregnancy" and "rash |(itching)" are read as two things, both of which are asked. How the two go
together is not in the tree, so the reader is told, unless a qualifier says it ("rash |due to penicillin|"). A comma,
"and", "with" and "without" say themselves that both are meant, and so do people and what is said of them ("pregnant
|women", "men |over 50").

"Cancer |other than| skin cancer" is cancer, and no skin cancer: who has both is taken for an exception. So the reader
is told of that too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Literal

from eligibility.normalize.beside import is_judged, is_said_besides
from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.drafts import WHO, Draft, Op, Tree, drafts_of, first_of, last_of
from eligibility.normalize.source import Source
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tree import Node, Occurrence, Span

_last = attrgetter("last")

_SAYS = frozenset({"AND", "OR", "SEMI", "STOP", "BUT", "NOR", "NEG", "WHEN", "IF", "MUST"})
"""Chunks between two things that say how they go together."""
_STOPS = frozenset({"SEMI", "STOP"})
_LIGHT = frozenset({"FILLER", "STATUS", "MODIFIER", "RP"})
_HAVING = frozenset({"with", "having", "has", "have", "had"})
_RELATING = frozenset({"in", "by", "from", "for", "as"})
"""Links by which what people have is told from: "diabetics |diagnosed in| a screening"."""
_APART = WHO | {"words"}
"""Kinds of leaves that are never one with another: people, and words that were left as they are."""

_CLOSER = frozenset({"side-by-side", "means-apart", "complement-apart", "other-bearer"})
"""Codes that say more closely how two things may be one."""

Joint = Literal["said", "again", "exception", "bracket", "inferred"]
_SAID_OF: dict[Joint, tuple[str, Literal["info", "warning"], str]] = {
    "inferred": ("both-inferred", "warning", "read as two things that are both asked, and may be one"),
    "bracket": ("bracket-added", "info", "what brackets add is read as asked besides"),
    "exception": ("exception-apart", "info", "who has the exception is taken for one, whatever else they have"),
}


def note_conjunctions(  # noqa: PLR0913 - what is read, and how
    tree: Tree, drafts: Sequence[Draft], chunks: Sequence[Chunk], source: Source, notes: Notes, *, allows: bool
) -> None:
    """Notes the conjunctions of an item that no word says.

    Args:
        tree: what the item says.
        drafts: its leaves.
        chunks: its chunks.
        source: where its words stand.
        notes: takes the diagnostics.
        allows: whether it says of something that it is allowed.
    """
    if not _may_conjoin(tree):
        return
    joiners: list[int] | None = None
    both: set[tuple[int, int]] | None = None
    closer: set[int] = set()
    shares = False
    allowed = _allowed(chunks, tree) if allows else frozenset()
    for one, other in pairwise(drafts):
        alike, shares = shares, one.entity is not None and one.entity.by == "shared"
        if other.first in allowed and one.first not in allowed and one.kind == other.kind == "occurrence":
            both = set(_conjunctions(tree)) if both is None else both
            if (id(one), id(other)) in both:
                note_exception(source.span(one.first, other.last), notes)
                continue
        if one.kind in _APART or other.kind in _APART or one.first >= other.first or not _may_be_one(one, other):
            continue
        joiners = _joiners(chunks) if joiners is None else joiners
        at = bisect_left(joiners, one.last)
        if at < len(joiners) and joiners[at] < other.first:
            continue
        joint = _joint(one, other, chunks, source)
        if joint == "again":
            joint = "inferred" if alike else "said"
        if joint == "said":
            continue
        if both is None:
            both, closer = set(_conjunctions(tree)), notes.ends(_CLOSER)
        place = source.span(one.first, other.last)
        if (id(one), id(other)) in both and (joint != "inferred" or place[1] not in closer):
            code, severity, message = _SAID_OF[joint]
            notes.add(code, severity, message, place)


def _joiners(chunks: Sequence[Chunk]) -> list[int]:
    """Where what says how two things go together begins."""
    tags = tags_of(chunks)
    return [
        chunks[place].first
        for place, tag in enumerate(tags)
        if tag in _SAYS
        and not (tag == "OR" and place and tags[place - 1] == "STATUS")
        and not (tag in _STOPS and tags[place + 1 : place + 2] == ["EXCEPT"])
    ]


def _allowed(chunks: Sequence[Chunk], tree: Tree) -> frozenset[int]:
    """Where those things begin that are no reason to exclude, as they are allowed: "|influenza vaccine| is allowed"."""
    out: list[int] = []
    pending: list[int] = []
    for chunk in chunks:
        if chunk.tag in _STOPS:
            pending = []
        elif chunk.tag == "ENTITY":
            pending.append(chunk.first)
        elif chunk.tag == "OPTIONAL_AFTER":
            out += pending
    return frozenset(out) & {draft.first for draft in _denied(tree)} if out else frozenset()


def _denied(tree: Tree) -> Iterator[Draft]:
    """The leaves of which a tree says that they are not there."""
    if isinstance(tree, Op):
        for part in tree.parts:
            yield from drafts_of(part) if tree.kind == "not" else _denied(part)


def note_listed_exceptions(own: Node | None, listed: Node, span: Span, notes: Notes) -> None:
    """Notes the exceptions that a list holds from what its lead-in says.

    Args:
        own: what the lead-in says; None where it says nothing.
        listed: what is listed.
        span: where the lead-in stands.
        notes: takes the diagnostics.
    """
    named = (next(node.find(Occurrence), None) for node in (own, listed) if node is not None)
    if own is not None and None not in named:
        note_exception(span, notes)


def note_exception(span: Span, notes: Notes) -> None:
    """Notes that who has an exception is taken for one, whatever else they have.

    Args:
        span: where what is said and its exception stand.
        notes: takes the diagnostics.
    """
    code, severity, message = _SAID_OF["exception"]
    notes.add(code, severity, message, span)


def _may_conjoin(tree: Tree) -> bool:
    """Whether a conjunction may be in a tree: in mere alternatives there is none."""
    return isinstance(tree, Op) and (tree.kind == "all_of" or any([isinstance(part, Op) for part in tree.parts]))  # noqa: C419 - a list is quicker here


def _may_be_one(one: Draft, other: Draft) -> bool:
    """Whether two things may be one: people and what they have are not, but for how that was found; nor "T3 |N0|"."""
    if one.entity is not None and other.entity is not None and one.entity.limit and other.entity.limit:
        return False
    return not (one.people or other.people) or (one.people and other.link in _RELATING)


def _conjunctions(tree: Tree) -> Iterator[tuple[int, int]]:
    """The last leaf and the first one of each two that stand side by side in a conjunction, by their identity."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Op):
            stack.extend(node.parts)
            if node.kind == "all_of":
                for one, other in pairwise(node.parts):
                    yield id(last_of(one)), id(first_of(other))


def _joint(one: Draft, other: Draft, chunks: Sequence[Chunk], source: Source) -> Joint:
    """How what stands between two leaves says that both are meant.

    What is said "again" may be of several that share a noun: "|liver or| renal failure, i.e. dialysis".
    """
    end = one.extent[1] if one.last <= one.extent[1] <= other.first else one.last
    place = bisect_left(chunks, end, key=_last) + 1
    between: list[Chunk] = []
    while place < len(chunks) and chunks[place].last <= other.first:
        between.append(chunks[place])
        place += 1
    tags = tags_of(between)
    if any(chunk.tag == "EXAMPLE" and chunk.value.attrs.get("same") for chunk in between):
        return "again"
    if "EXCEPT" in tags:
        return "exception" if one.kind == other.kind == "occurrence" else "said"
    if other.bracketed and not one.bracketed and "LP" in tags:
        return "said" if other.in_denial or one.kind == other.kind == "measurement" else "bracket"
    if "COMMA" in tags or other.related:
        return "said"
    if "attestation" in {one.kind, other.kind}:
        return "said" if is_judged(other, chunks, place) else "inferred"
    telling = [chunk for chunk in between if chunk.tag not in _LIGHT]
    having = len(telling) == 1 and source.tokens.folded[telling[0].first] in _HAVING
    return "said" if having or is_said_besides(one, other, between, source.tokens) else "inferred"
