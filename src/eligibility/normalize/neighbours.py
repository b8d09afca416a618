"""Neighbours: two things named side by side with no word between, which are both asked although nothing says so.

"Biliary colic |pain" is one thing; "nulliparous |singleton pregnancy" is two.
Which of them it is takes knowledge that the rules lack, so the reader is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from lark import Tree as Phrase

from eligibility.normalize.complements import begins_verb, is_bare
from eligibility.normalize.conjunctions import note_exception
from eligibility.normalize.diagnostics import Notes
from eligibility.normalize.drafts import Draft
from eligibility.normalize.level_ranges import note_sublevels
from eligibility.normalize.outline import Outline
from eligibility.normalize.small_words import SmallWords
from eligibility.normalize.source import Source
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.run_ons import RUN_ON
from eligibility.tagging.short_forms import Expanded

_OWN = frozenset({"with", "with a", "with an", "with the", "of", "having"})
_WHOLE = frozenset({"kg", "cm"})
_THINGS = frozenset({"occurrence", "words", "measurement"})
_ABOUT = frozenset({"WORDS", "FILLER", "LINK", "MODIFIER", "OF", "STATUS", "NEG", "SEX", "LIMIT", "WHEN"})
"""Tags of what may stand between an attestation and what it is about: "unwilling to |accept the use of| a catheter"."""
_GIVEN = frozenset({"consent", "availability"})
"""Topics of what is given or kept for something."""
_LISTED = frozenset({"AND", "OR"})
_VALUED = frozenset({"age", "measurement"})
_SIDE_BY_SIDE = ("ENTITY", "ENTITY")
_AUXILIARY = frozenset({"have", "be"})
_GIVEN_TO = frozenset({"to", "for"})
_TO_WHAT = frozenset({"to", "of"})
"""What an attestation ends in that says nothing without its complement: "willing |to|"."""
_OF_ANOTHER = "read as two things, of which one is what the other is about"


def note_neighbours(outline: Outline, drafts: Sequence[Draft], source: Source, notes: Notes) -> None:
    """Notes the neighbours in an item.

    Args:
        outline: the item.
        drafts: the leaves that were made of it.
        source: where its words stand.
        notes: takes the diagnostics.
    """
    if "ATTESTATION" in outline.tagged:
        _note_complements(outline.chunks, drafts, source, notes)
    if "ENTITY" not in outline.tagged:
        return
    if _SIDE_BY_SIDE not in pairwise(outline.chunk_tags):
        return
    pairs = [(one, other) for one, other in pairwise(outline.chunks) if one.tag == other.tag == "ENTITY"]
    leaves = {id(draft.entity): draft for draft in drafts if draft.entity is not None and not draft.people}
    for one, other in pairs:
        first, second = leaves.get(id(one.value)), leaves.get(id(other.value))
        if first is None or second is None or (one.value.limit is not None and other.value.limit is not None):
            continue
        if first is not second:
            place = source.span(one.first, other.last)
            notes.add("side-by-side", "warning", "read as two things, and may be one", place)


def note_family_ages(outline: Outline, drafts: Sequence[Draft], source: Source, notes: Notes) -> None:
    """Notes the ages of relatives, which no node says: "father |with an age over 50|".

    Args:
        outline: the phrase tree of an item that names relatives.
        drafts: its leaves.
        source: where its words stand.
        notes: takes the diagnostics.
    """
    ages = {token for draft in drafts if draft.kind == "age" and draft.limits for token in range(*draft.extent)}
    of_family = False
    for chunk in outline.chunks:
        if of_family and chunk.first in ages:
            message = "read as the patient's own, and said of the family's"
            notes.add("other-bearer", "warning", message, source.span(chunk.first, chunk.last))
        of_family = chunk.tag == "FAMILY" or (of_family and chunk.tag in _ABOUT and chunk.first not in ages)


def note_bearers(drafts: Sequence[Draft], source: Source, said: SmallWords, notes: Notes) -> None:
    """Notes what is measured of a body and stands with what has its own: "fetal macrosomia |with a weight > 4 kg".

    Args:
        drafts: the leaves of an item.
        source: where its words stand.
        said: words that items are read by.
        notes: takes the diagnostics.
    """
    for before, draft in pairwise(drafts):
        if _is_kin(before) and draft.kind in _VALUED and draft.limits:
            place = source.span(before.first, draft.extent[1])
            notes.add("other-bearer", "warning", "read as the patient's own, and may be the mother's", place)
        if draft.link not in _OWN or not draft.limits or not _is_of_body(draft) or before.kind not in _THINGS:
            continue
        folded = source.tokens.folded[before.first : before.last]
        if any((word,) in said.bearers for word in folded):
            place = source.span(before.first, draft.extent[1])
            message = "read as the patient's own, and may be of what stands before it"
            notes.add("other-bearer", "warning", message, place)


def _is_of_body(draft: Draft) -> bool:
    """Whether a draft measures a whole body, and does not say that it is one: its weight, its length or its age."""
    rule = draft.entity.rule if draft.entity is not None else None
    if draft.kind == "age" or rule is None or draft.kind != "measurement":
        return draft.kind == "age"
    return rule.unit in _WHOLE and draft.last - draft.first == 1


def _is_kin(draft: Draft) -> bool:
    return draft.kind == "sex" and draft.cue is not None and bool(draft.cue.attrs.get("kin"))


def note_unknown(drafts: Sequence[Draft], source: Source, notes: Notes) -> None:
    """Notes limits on what no rule knows, where it is most likely not that which is limited.

    A plain word alone seldom says what is measured ("|onset| at least 3 months"); nor is a length of time one on words,
    nor a bare number before them ("at least |one member| of the family").

    Args:
        drafts: the leaves of an item.
        source: where its words stand.
        notes: takes the diagnostics.
    """
    for draft in drafts:
        if draft.kind != "measurement" or draft.nameless or not draft.limits or draft.entity is not None:
            continue
        limit = draft.limits[0]
        if limit.amount.level:
            note_sublevels(limit, source, notes)
            continue
        counted = limit.last <= draft.first and limit.amount.unit_tokens is None
        plain = draft.last - draft.first == 1 and source.tokens.written[draft.first][1:].islower()
        if limit.calendar or counted or plain:
            place = source.span(*draft.extent)
            notes.add("subject-missing", "warning", "it is not clear what is limited", place)


def note_permitted(permitted: Sequence[Chunk], source: Source, notes: Notes) -> None:
    """Says where a later sentence is taken to let somebody in, and to ask nothing: "gout. |Smokers are eligible|".

    Args:
        permitted: the cues that let somebody in.
        source: the criterion.
        notes: takes the diagnostics.
    """
    for chunk in permitted:
        message = "who are said to be eligible after something else was asked need not be so: nobody is asked for it"
        notes.add("permission-inferred", "info", message, source.span(chunk.first, chunk.last))


def note_run_ons(outline: Outline, source: Source, notes: Notes) -> None:
    """Says where a statement is taken to begin although no mark stands before it."""
    for chunk in outline.chunks if "STOP" in outline.tagged else ():
        if chunk.tag == "STOP" and chunk.value == RUN_ON:
            begun = source.span(chunk.first, chunk.first + 1)
            message = f'taken to begin another statement with "{source.text(begun)}", as no mark stands before it'
            notes.add("run-on", "info", message, begun)


def note_short_forms(expanded: Sequence[Expanded], source: Source, notes: Notes) -> None:
    """Says which short forms are read as their document defines them, where it does so elsewhere."""
    for place, form in expanded:
        if form.long not in source.tokens.text:
            written = source.tokens.written[place]
            message = f'"{written}" is read as "{form.long}", as the text defines it'
            notes.add("short-form", "info", message, source.span(place, place + 1))


def note_exceptions(outline: Outline, source: Source, notes: Notes) -> None:
    """Notes an exception that a criterion begins with, and where what it is one from is not told apart from it."""
    statement = outline.phrase.children[0] if outline.phrase.children else None
    if not isinstance(statement, Phrase) or not outline.begins_with_exception(statement):
        return
    first = statement.children[0]
    chunk = outline.chunk(first.children[0])
    inner = next((child for child in first.children if isinstance(child, Phrase)), None)
    if len(statement.children) > 1 or inner is None or outline.cut_first(inner)[1] is None:
        message = "an exception, and nothing before it that it would be one from"
        notes.add("exception-first", "warning", message, source.span(chunk.first, chunk.last))
    elif "unless" not in source.tokens.folded[chunk.first : chunk.last]:
        note_exception(source.span(chunk.first, outline.inside(statement)[-1].last), notes)


def note_listed_complements(draft: Draft | None, source: Source, notes: Notes) -> None:
    """Notes that what somebody is able or unable to do is listed: "able to: |walk, read|".

    Args:
        draft: the last leaf of what introduces a list.
        source: where its words stand.
        notes: takes the diagnostics.
    """
    if draft is not None and is_bare(draft):
        notes.add("complement-apart", "warning", _OF_ANOTHER, source.span(*draft.extent))


def _note_complements(chunks: Sequence[Chunk], drafts: Sequence[Draft], source: Source, notes: Notes) -> None:
    """Notes what somebody consents to, or is able to have done, and is a leaf of its own: "unable to have |surgery"."""
    leaves = {id(draft.entity): draft for draft in drafts if draft.entity is not None}
    governor: Chunk | None = None
    related = False
    told: set[int] = set()
    for place, chunk in enumerate(chunks if leaves else ()):
        if chunk.tag == "ATTESTATION":
            governor, related = chunk, bool(chunk.value.attrs.get("weak"))
        elif governor is None:
            continue
        elif chunk.tag == "ENTITY":
            draft = leaves.get(id(chunk.value))
            if draft is None:
                continue
            if related and not draft.reason and not draft.people:
                notes.add("complement-apart", "warning", _OF_ANOTHER, source.span(governor.first, chunk.last))
                told.add(governor.first)
            governor = None
        elif chunk.tag in _LISTED and related and _is_verb(chunks[place + 1 : place + 2], source):
            continue
        elif chunk.tag not in _ABOUT or _begins_anew(chunk):
            governor = None
        elif chunk.tag == "LINK" and not governor.value.attrs.get("weak"):
            named = governor.value.attrs.get("topic") in _GIVEN and source.tokens.folded[chunk.first] in _GIVEN_TO
            related = related or named
    for draft in drafts if leaves else ():
        if (
            draft.kind == "attestation"
            and draft.first not in told
            and is_bare(draft)
            and source.tokens.folded[draft.last - 1] in _TO_WHAT
        ):
            notes.add("complement-apart", "warning", _OF_ANOTHER, source.span(*draft.extent))


def _is_verb(following: Sequence[Chunk], source: Source) -> bool:
    """Whether what is listed begins with a verb: "willing to wear a mask and |have| swabs"."""
    if not following or following[0].tag not in {"LINK", "FILLER"}:
        return False
    return begins_verb(following[0], source.tokens) or source.tokens.folded[following[0].first] in _AUXILIARY


def _begins_anew(chunk: Chunk) -> bool:
    """Whether a chunk says of whom something is attested, or why."""
    if not isinstance(chunk.value, CueRule):
        return False
    return bool(chunk.value.kind == "people" or chunk.value.attrs.get("cause"))
