"""Intervals: "time from A to B < 6 hours" says how long before B it was that A happened.

So do "interval between A and B of at least 3 weeks" and "at least 3 weeks between A and B".
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import Kind, When
from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

LENGTHS = frozenset({"time", "delay", "interval", "duration", "period", "gap"})
"""Words for how long it is from one thing to another."""
_FROM, _BETWEEN = "from", "between"
BEGINS = frozenset({_FROM, _BETWEEN})
"""Words before the first of the two things."""
_JOINTS = {_FROM: frozenset({"to", "until", "till"}), _BETWEEN: frozenset({"and"})}
"""Words between the two things, by the word before the first."""
_STATED = frozenset({"FILLER", "WORDS", "ENTITY", "REF"})
"""Tags of what may be told to be the end."""
_SAID_OF = frozenset({"OF", "COLON", "MUST", "FILLER"})
"""Tags of what may stand between the end and how long it is."""
_PASSED = frozenset({"elapsed", "passed", "have", "has", "must", "should", "with", "apart"})
"""Words between how long it is and "between"."""
_BY_THE_WAY = frozenset({"FILLER", "OF", "STATUS"})
"""Tags of what stands before what happened, and says no more than when: "the |prior| surgery"."""
_THE = "the"
_WITHIN: Kind = "within"
_SINCE = frozenset({"SINCE", "FROM"})
"""Words between how long an interval is and its beginning, as tags of time.lark."""
_SMALL = frozenset({"a", "an", "the", "of", "is", "be"})
_LONGEST = 5
"""Chunks of what happened, or of its end."""


class _Interval(Struct, frozen=True, gc=False):
    """An interval: the chunks that it ends before, what happened, how long before its end, and where words lead to it.

    Attributes:
        last: the place of the chunk behind it.
        event: what happened.
        length: how long before its end that was.
        limit: the same as a limit.
        end: the tokens of what it ended with.
    """

    last: int
    event: Chunk
    length: Chunk
    limit: Limit
    end: tuple[int, int]


def intervals(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each interval from what happened as the time of that.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: knows the anchors.
    """
    out: list[Chunk] = []
    place = 0
    while place < len(chunks):
        found = _told_before(chunks, place, tokens, lexicon) or _told_after(chunks, place, tokens, lexicon)
        if found is None:
            out.append(chunks[place])
            place += 1
            continue
        if found.length is chunks[place]:
            _pass_over(out, tokens)
        out += _as_time(found, chunks[place].first, chunks[found.last - 1].last, tokens, lexicon)
        place = found.last
    return out


def _pass_over(out: list[Chunk], tokens: Tokens) -> None:
    """Takes no notice of a word for how long it is right before that: "|interval of| at least 3 weeks between"."""
    at = len(out) - 1 - (out[-1:] != [] and out[-1].tag == "OF")
    if at >= 0 and _is_length(out[at].first, out[at].last, tokens):
        out[at:] = [Chunk("FILLER", out[at].first, out[-1].last)]


def _told_after(chunks: Sequence[Chunk], place: int, tokens: Tokens, lexicon: Lexicon) -> _Interval | None:
    """The interval that begins at a chunk, with how long it is behind it: "time from A to B |of less than a week|"."""
    chunk = chunks[place]
    begin = next((at for at in range(chunk.first, _behind(chunks, place)) if tokens.folded[at] in BEGINS), None)
    if begin is None or begin == chunk.first or not _is_length(chunk.first, begin, tokens):
        return None
    two = _things(chunks, place, begin, tokens, lexicon)
    if two is None:
        return None
    event, joint = two
    at = joint + 1
    while at < len(chunks) and at - joint < _LONGEST and chunks[at].tag in _STATED:
        at += 1
    named = (chunks[joint].first + 1, chunks[at - 1].last)
    while at < len(chunks) and chunks[at].tag in _SAID_OF:
        at += 1
    limit = _length(chunks[at]) if at < len(chunks) and chunks[at].tag == "LIMIT" else None
    if limit is None or named[0] == named[1]:
        return None
    return _Interval(at + 1, event, chunks[at], limit, named)


def _behind(chunks: Sequence[Chunk], place: int) -> int:
    """The token up to which an interval that begins at a chunk may say "from" or "between"."""
    return chunks[min(place + 1, len(chunks) - 1)].last if chunks[place].tag in _STATED else chunks[place].first


def _told_before(chunks: Sequence[Chunk], place: int, tokens: Tokens, lexicon: Lexicon) -> _Interval | None:
    """The interval of which a chunk says how long it is: "|at least 3 weeks| between A and B"."""
    limit = _length(chunks[place])
    begin = None if limit is None else _between(chunks, place, tokens)
    two = None if begin is None else _things(chunks, place, begin, tokens, lexicon)
    if limit is None or two is None:
        return None
    event, joint = two
    first = chunks[joint].first + 1
    end = _named(chunks, joint + 1, first, tokens, lexicon)
    return None if end is None else _Interval(end, event, chunks[place], limit, (first, chunks[end - 1].last))


def _between(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The token "between" or "from" that ends a chunk, or follows it with words of how time goes by."""
    last = chunks[place].last
    for at in range(last - 1, max(chunks[place].first, last - _LONGEST), -1):
        if tokens.folded[at] in BEGINS:
            return at
    for chunk in chunks[place + 1 : place + _LONGEST]:
        words = tokens.folded[chunk.first : chunk.last]
        passed = words[: words.index(_BETWEEN)] if _BETWEEN in words else words
        if chunk.tag not in {"WORDS", "MUST", "FILLER"} or not _PASSED.issuperset(passed):
            return None
        if len(passed) < len(words):
            return chunk.first + len(passed)
    return None


def _length(chunk: Chunk) -> Limit | None:
    """How long an interval is that a chunk says the length of; None for a bare length, or anything else."""
    limit: Limit | None = chunk.value if chunk.tag == "LIMIT" else None
    within = chunk.tag == "WHEN" and chunk.value.kind == _WITHIN
    if within or (chunk.tag == "WHEN" and (chunk.value.kind == "lasting" or chunk.value.side in _SINCE)):
        limit = chunk.value.limit
    return limit if limit is not None and limit.calendar and (limit.compared or within) else None


def _is_length(first: int, last: int, tokens: Tokens) -> bool:
    """Whether some tokens are a word for how long it is, with small words around it."""
    words = [word for word in tokens.folded[first:last] if word not in _SMALL]
    return bool(words) and LENGTHS.issuperset(words)


def _things(
    chunks: Sequence[Chunk], place: int, begin: int, tokens: Tokens, lexicon: Lexicon
) -> tuple[Chunk, int] | None:
    """What happened behind a "from" or "between", and the place of the word before what it ended with.

    Args:
        chunks: the chunks.
        place: that of the word, or one before it.
        begin: the token of the word.
        tokens: the criterion.
        lexicon: knows the anchors.
    """
    joints = _JOINTS[tokens.folded[begin]]
    at = place
    while at < len(chunks) and chunks[at].last <= begin + 1:
        at += 1
    first = at
    while at < len(chunks) and at - first < _LONGEST:
        if chunks[at].first > begin and _is_joint(chunks[at], joints, tokens):
            event = _happened(chunks[first:at], begin + 1, chunks[at].first, tokens, lexicon)
            return None if event is None else (event, at)
        at += 1
    return None


def _is_joint(chunk: Chunk, joints: frozenset[str], tokens: Tokens) -> bool:
    """Whether a chunk is the word between the two things, or a time that begins with it: "|until randomization|"."""
    return tokens.folded[chunk.first] in joints and (chunk.last == chunk.first + 1 or chunk.tag == "WHEN")


def _happened(chunks: Sequence[Chunk], first: int, last: int, tokens: Tokens, lexicon: Lexicon) -> Chunk | None:
    """What some chunks say happened, which is one thing: "the last |surgery|", "|stroke| onset", "symptom onset"."""
    named = [chunk for chunk in chunks if chunk.tag == "ENTITY"]
    if len(named) > 1 or (named and named[0].value.domain == "measurement"):
        return None
    if not named:
        return _known(first, last, tokens, lexicon)
    event = named[0]
    before = [chunk for chunk in chunks if chunk.last <= event.first and chunk.tag not in _BY_THE_WAY]
    if before and not _is_since(tokens.folded[first : event.first], lexicon):
        return None
    return event if event.last == last or _anchor(event.last, last, tokens, lexicon) is not None else None


def _known(first: int, last: int, tokens: Tokens, lexicon: Lexicon) -> Chunk | None:
    """What is only known as an anchor; words where it is nothing that happens by itself: "diagnosis"."""
    cue = lexicon.phrases.cue(tokens.folded[first:last], "anchor")
    if cue is None:
        return None
    rule = lexicon.named(str(cue.attrs.get("event", "")))
    return (
        Chunk("WORDS", first, last)
        if rule is None
        else Chunk("ENTITY", first, last, Entity(first, last, rule.domain, rule))
    )


def _is_since(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether words before an event say no more than which, or what of it: "the last", "the end of"."""
    phrase = lexicon.phrases.get(["since", *words])
    return phrase is not None and "since" in phrase.cues


def _named(chunks: Sequence[Chunk], place: int, first: int, tokens: Tokens, lexicon: Lexicon) -> int | None:
    """The place behind what is named from a place and token on: a known anchor, or one thing; None for nothing."""
    for at in range(min(len(chunks), place + _LONGEST), place, -1):
        if _anchor(first, chunks[at - 1].last, tokens, lexicon) is not None:
            return at
    at = place
    while at < len(chunks) and chunks[at].tag in {"FILLER", "MODIFIER"}:
        at += 1
    return at + 1 if at < len(chunks) and chunks[at].tag in {"ENTITY", "WORDS"} else None


def _anchor(first: int, last: int, tokens: Tokens, lexicon: Lexicon) -> str | None:
    """The name of the anchor that some tokens are."""
    words = tokens.folded[first:last]
    if words[:1] == [_THE] and lexicon.phrases.get(words) is None:
        words = words[1:]
    cue = lexicon.phrases.cue(words, "anchor")
    return None if cue is None else cue.name


def _as_time(found: _Interval, first: int, last: int, tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """An interval as what happened and when, over some tokens."""
    begin, end = found.end
    anchor = _anchor(begin, end, tokens, lexicon)
    if anchor is None:
        anchor = tokens.surface(begin + (tokens.folded[begin] == _THE), end).lower()
    event, length = found.event, found.length
    leads = length.first < event.first
    begin, end = (length.first, min(length.last, event.first)) if leads else (event.last, length.last)
    kind: Kind = _WITHIN if length.tag == "WHEN" and length.value.kind == _WITHIN else "distant"
    when = When(begin, end, kind, found.limit, side="BEFORE", anchor=anchor, inferred="window-turned")
    time = Chunk("WHEN", begin, end, when)
    if not leads:
        return [Chunk("FILLER", first, event.first), event, time]
    out = [time, event, Chunk("FILLER", event.last, last)]
    if end < event.first:
        out.insert(1, Chunk("FILLER", end, event.first))
    return out
