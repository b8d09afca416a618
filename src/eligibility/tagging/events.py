"""Events that times are told from, where nothing else happens: "at least 4 weeks since last surgery"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Chunk, Entity, tags_of
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_HAPPENS = frozenset({"ENTITY", "WORDS", "ATTESTATION", "DEFINITION", "AGE", "LIMIT"})
"""Tags of what a time may be on, or who is so old by it: "newborns |within 6 hours of birth|"."""
_BEGINS = frozenset({"diagnosis", "onset"})
"""Anchors that are what a condition behind "of" begins with: "less than 5 years since diagnosis |of gout|"."""
_OF = "OF"
_ENTRIES = frozenset({"enrollment", "randomization", "presentation"})
"""Anchors at which someone enters the study, or comes to be seen."""
_CONDITION = "condition"
_FIRST = "first"
_PREGNANCY, _GESTATION = "pregnancy", "gestational age"
"""What has first weeks, and what these are a limit on."""
_BIRTH, _ONSET = "birth", "onset"
_REASONS = frozenset({("for",), ("due", "to"), (fold("because"), "of")})
"""Words before what something was done for."""
_NEWBORN = frozenset(map(fold, ("newborn", "neonate", "infant", "baby")))
"""Words for people who have just been born."""
_SINCE = "SINCE"
_COUNTED = frozenset({_OF, "FROM"})
"""Words before what a time is told from that do not say on which side: "at least 3 weeks |from| surgery"."""
_LISTING = frozenset({"COMMA", "AND", "OR", "SEMI"})
"""Tags between the times of a list."""
_WITHIN = _LISTING | {"ENTITY", "WORDS", "STATUS", "FILLER", "MODIFIER", "OF", "LP", "RP"}
"""Tags of what may stand between a time since something and the next."""
_LISTED = _LISTING | {"SEX"}
"""Tags of what stands before an item, or is of whom it is said."""
_ADDING = frozenset({"AND", "OR"})
"""Tags of what adds to an event."""
_INSIDE = frozenset({"within", "in", "during"})
"""Words before the time in which what comes behind a comma happens: "|within| a day after surgery, fever"."""
_LENGTH = "time"
_WITH_TIME = 3
"""Chunks of a condition and "with time" behind it."""
_LONGEST = 6
"""Tokens of the name of an event."""


def with_events(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each event that a time is told from as what happened, where nothing else is said to have.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: knows the events, and the names of anchors.
    """
    chunks = _compared_alike(_lengths(chunks, tokens))
    if not _NEWBORN.isdisjoint(tokens.words):
        chunks = _ages(chunks, tokens)
    if _FIRST in tokens.words:
        _first_weeks(chunks, lexicon)
    for place in range(len(chunks) - 1):
        if chunks[place + 1].tag == "WHEN" and _enters(chunks[place], tokens, lexicon):
            chunks[place] = replace(chunks[place], tag="FILLER")
            chunks[place + 1] = _after(chunks[place + 1])
    last = max((place for place, chunk in enumerate(chunks) if chunk.tag in _HAPPENS), default=-1)
    before = listed = False
    out: list[Chunk] = []
    for place, chunk in enumerate(chunks):
        told = chunk.tag == "WHEN" and (not before or (chunk.value.anchor == _BIRTH and _is_item(chunks, place)))
        when = chunk.value if told and _looks_back(chunk.value) else None
        listed = listed or (chunk.tag == "WHEN" and not before and chunk.value.side == _SINCE)
        before = (before and not (listed and chunk.tag in _LISTING)) or chunk.tag in _HAPPENS
        if when is None:
            out.append(chunk)
        elif _is_beginning(when, chunks[place + 1 : place + 3]):
            out.append(replace(chunk, value=replace(when, anchor=None, open=True)))
            chunks[place + 1] = replace(chunks[place + 1], tag="FILLER", value=None)
        else:
            adds = place <= last and _adds(when, chunks, place + 1, tokens)
            alone = (
                place > last
                or adds
                or (when.anchor == _BIRTH and _is_item(chunks, place))
                or _since(chunks, place + 1)
                or _is_reasoned(chunks[place + 1 : place + 3], tokens)
            )
            found = _event(chunk, when, tokens, lexicon) if alone else [chunk]
            unknown = adds and len(found) == 1 and when.anchor in _BEGINS
            out += [Chunk("WORDS", chunk.first, chunk.last)] if unknown else found
    return out


def _first_weeks(chunks: list[Chunk], lexicon: Lexicon) -> None:
    """Makes the first weeks of a pregnancy a limit on how far it has gone: "|in the first 12 weeks of| pregnancy"."""
    for place, chunk in enumerate(chunks[:-1]):
        when: When | None = chunk.value if chunk.tag == "WHEN" and chunk.value.kind == "opening" else None
        if when is None or when.limit is None or when.limit.upper is None:
            continue
        at = place + 1 + (chunks[place + 1].tag == _OF)
        pregnancy = chunks[min(at, len(chunks) - 1)]
        rule = pregnancy.value.rule if pregnancy.tag == "ENTITY" and (when.open or at > place + 1) else None
        age = lexicon.named(_GESTATION) if rule is not None and rule.name in {_PREGNANCY, _GESTATION} else None
        if age is None:
            continue
        limit = replace(when.limit, first=when.first, last=when.last, lower=None, compared=True)
        chunks[place] = Chunk("LIMIT", when.first, when.last, limit)
        chunks[at] = replace(pregnancy, value=Entity(pregnancy.first, pregnancy.last, age.domain, age))


def _ages(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with how long after birth the newly born are as their age: "infants |within 6 hours of birth|"."""
    out: list[Chunk] = []
    for chunk in chunks:
        when: When | None = chunk.value if chunk.tag == "WHEN" else None
        if when is not None and out and when.anchor == _BIRTH and when.direction == "after" and when.limit is not None:
            at = len(out) - 1 - (out[-1].tag == "COMMA" and len(out) > 1)
            most = when.limit.upper
            if most is not None and _are_newborn(out[at], tokens):
                limit = replace(when.limit, first=chunk.first, last=chunk.last, compared=True, aged=True)
                limit = limit if when.limit.lower != most else replace(limit, lower=None)
                out[at + 1 :] = [Chunk("LIMIT", chunk.first, chunk.last, limit)]
                continue
        out.append(chunk)
    return out


def _are_newborn(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a chunk names people who have just been born."""
    return chunk.tag in {"DEFINITION", "ENTITY", "WORDS"} and tokens.folded[chunk.last - 1] in _NEWBORN


def _enters(chunk: Chunk, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether a chunk only says that someone comes, or enters the study: "|randomized| within a day of a stroke"."""
    if chunk.tag not in {"WORDS", "FILLER"} or chunk.modifiers:
        return False
    cue = lexicon.phrases.cue(tokens.folded[chunk.first : chunk.last], "anchor")
    return cue is not None and cue.name in _ENTRIES


def _after(chunk: Chunk) -> Chunk:
    """The time at which someone enters the study, as one after something: "enrolled within a week |of| a stroke"."""
    when: When = chunk.value
    return replace(chunk, value=replace(when, side="AFTER")) if when.limit is not None and when.side == _OF else chunk


def _since(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether another time since something is what is listed next: "4 weeks since surgery, |2 weeks since| a fall"."""
    at = place
    while at < len(chunks) and chunks[at].tag in _LISTING:
        at += 1
    return place < at < len(chunks) and chunks[at].tag == "WHEN" and bool(chunks[at].value.side == _SINCE)


def _adds(when: When, chunks: Sequence[Chunk], place: int, tokens: Tokens) -> bool:
    """Whether what stands behind a time is added to the event that it is told from, or an alternative to that.

    So it is behind "and" or "or", as "a month since surgery |or chemotherapy|", "since birth |and no fever|", and
    in a list of what time has passed since: "less than a month since surgery|, radiotherapy or chemotherapy|".
    """
    following = chunks[place].tag if place < len(chunks) else ""
    if following in _ADDING:
        return True
    return following == "COMMA" and tokens.folded[chunks[place - 1].first] not in _INSIDE


def _is_item(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a time since birth is an item by itself, of a list or of people: "lactating, or |a week post partum|"."""
    ends = place + 1 == len(chunks) or chunks[place + 1].tag in _LISTING
    if not place or not ends or chunks[place - 1].tag not in _LISTED or not any(chunk.tag == "OR" for chunk in chunks):
        return False
    return all(chunk.tag not in {"WHEN", "LINK"} for chunk in chunks[:place])


def _is_reasoned(following: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether it is said for what an event was, so that nothing else happened: "a month after surgery |for cancer|"."""
    if tags_of(following) != ["LINK", "ENTITY"] or following[1].value.domain != _CONDITION:
        return False
    return tuple(tokens.folded[following[0].first : following[0].last]) in _REASONS


def _compared_alike(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks with a bare time since something on the side of the one before it.

    "At least 4 weeks since chemotherapy and |2 weeks since| radiotherapy": at least 2 weeks, too.
    """
    out: list[Chunk] = []
    first: Limit | None = None
    for chunk in chunks:
        when: When | None = chunk.value if chunk.tag == "WHEN" else None
        limit = when.limit if when is not None and when.side == _SINCE else None
        if when is None or limit is None:
            first = first if when is None and chunk.tag in _WITHIN else None
            out.append(chunk)
            continue
        if limit.compared:
            first = None if limit.lower is not None and limit.upper is not None else limit
        elif first is not None and first.lower is not None:
            limit = replace(
                limit, upper=None, lower_inclusive=first.lower_inclusive, compared=True, inferred="comparator-shared"
            )
        elif first is not None:
            limit = replace(
                limit, lower=None, upper_inclusive=first.upper_inclusive, compared=True, inferred="comparator-shared"
            )
        out.append(replace(chunk, value=replace(when, limit=limit)))
    return out


def _looks_back(when: When) -> bool:
    """Whether a time says how long ago the event was that it is told from."""
    told_from = when.direction == "after" or when.side in _COUNTED
    return when.limit is not None and when.anchor is not None and told_from


def _is_beginning(when: When, following: Sequence[Chunk]) -> bool:
    """Whether a time is told from the beginning of a condition that follows."""
    if when.anchor not in _BEGINS or tags_of(following) != ["OF", "ENTITY"]:
        return False
    return bool(following[1].value.domain == _CONDITION)


def _event(chunk: Chunk, when: When, tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """A time and the event that it is told from; the time alone where that is no concept of the rules."""
    for first in range(max(chunk.first + 1, chunk.last - _LONGEST), chunk.last):
        phrase = lexicon.phrases.get(tokens.folded[first : chunk.last])
        cue = None if phrase is None else phrase.cues.get("anchor")
        if phrase is None or cue is None or cue.name != when.anchor:
            continue
        began = _began(first, chunk.last, tokens, lexicon)
        rule = began or phrase.concept or lexicon.named(str(cue.attrs.get("event", "")))
        if rule is None:
            break
        told = replace(when, last=first, anchor=None, open=True)
        entity = Entity(first, chunk.last - (began is not None), rule.domain, rule)
        return [Chunk("WHEN", chunk.first, first, told), Chunk("ENTITY", first, chunk.last, entity)]
    return [chunk]


def _began(first: int, last: int, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """The condition of which the onset is meant: "3 months after |stroke| onset"."""
    phrase = lexicon.phrases.get(tokens.folded[first : last - 1]) if tokens.folded[last - 1] == _ONSET else None
    rule = None if phrase is None else phrase.concept
    return rule if rule is not None and rule.domain == _CONDITION else None


def _lengths(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with "time since diagnosis |of at least| 6 months" as a time, and no number on something else.

    Of a condition with a time since its diagnosis, that is how long ago it was.
    """
    out: list[Chunk] = []
    for chunk in chunks:
        out.append(chunk)
        if chunk.tag != "LIMIT" or not chunk.value.calendar:
            continue
        at = len(out) - 2 - (len(out) > 1 and out[-2].tag == "OF")
        since = out[at] if at > 0 else None
        if since is None or since.tag != "WHEN" or since.value.side != _SINCE or since.value.limit is not None:
            continue
        if tokens.folded[since.first - 1] != _LENGTH or out[at - 1].last != since.first:
            continue
        first = since.first - 1
        when = replace(since.value, first=first, last=chunk.last, kind="distant", limit=chunk.value)
        named = [one.value.domain for one in out[max(0, at - _WITH_TIME) : at] if one.tag == "ENTITY"]
        if named == [_CONDITION] and when.anchor in _BEGINS:
            when = replace(when, side=None, anchor=None, inferred="window-turned")
        out[at - 1 :] = [Chunk("WHEN", first, chunk.last, when)]
    return out
