"""Activities: during what something is felt or found: "pain |on climbing stairs|", "SpO2 < 90 % |during sleep|"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, Modifier, pairs_at
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

ACTIVITIES = frozenset(
    map(
        fold,
        (
            "walking", "running", "standing", "sitting", "lying", "kneeling", "squatting", "bending", "lifting",
            "climbing", "movement", "motion", "activity", "exercise", "exercising", "exertion", "effort", "ambulation",
            "sleep", "sleeping", "coughing", "sneezing", "swallowing", "chewing", "eating", "speaking", "reading",
            "intercourse", "urination", "voiding", "micturition", "defecation",
        ),
    )
)  # fmt: skip
"""Words for what somebody does, in the forms in which it is said during what something is felt."""
_DURING = frozenset({"while", "whilst", "when", "during", "on", "upon"})
_WITH = "with"
"""A preposition that an activity stands behind only where something is felt: "difficulty |with| walking" is one."""
_FELT = frozenset(
    map(fold, ("pain", "ache", "discomfort", "dyspnea", "dyspnoea", "breathlessness", "breath", "stiffness", "angina"))
)
_DEGREES = frozenset({"minimal", "mild", "moderate", "light", "ordinary", "physical", "strenuous", "heavy", "active"})
"""Words that may stand before an activity: "on |minimal| exertion"."""
_LINKS, _JOINS = frozenset({"LINK", "IF", "BUT", "WORDS"}), frozenset({"OR", "AND", "SLASH"})
_NAMES, _BESIDE = frozenset({"ENTITY", "WORDS"}), frozenset({"ENTITY", "WORDS", "MODIFIER"})
_LINKED = frozenset((link, name) for link in _LINKS for name in _BESIDE)
_BEFORE = _DURING | {_WITH}
_STATE, _DOMAINS = "condition", frozenset({"condition", "measurement"})
_SETTING = "setting"
_LONGEST = 3
"""The most tokens of a name of an activity that no rule knows: "climbing the stairs"."""
_AMOUNTS = frozenset({"m", "km", "[ft_i]", "[mi_i]", "min", "h", "s"})
"""Units of how far or how long somebody does something, which goes with it: "on walking |200 m|"."""


def with_activities(chunks: Sequence[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks, with each activity during which something is felt or found as the setting of it.

    What the rules know as an observation stays one beside what is felt, of which it is no case: "pain |when| walking".

    Args:
        chunks: those of a criterion in which an activity is named, in reading order.
        tokens: the criterion.
    """
    out: list[Chunk] = []
    place = 0
    for at in pairs_at(chunks, _LINKED):
        if at < place or at == 0 or tokens.folded[chunks[at].first] not in _BEFORE:
            continue
        out += chunks[place:at]
        place = at
        found = _found(out, chunks[place], tokens)
        end = _ended(chunks, place, tokens) if found is not None else None
        if end is None:
            continue
        first, last, again = chunks[place].first, chunks[end - 1].last, out[-1].tag in _JOINS
        known = any(chunk.tag == "ENTITY" for chunk in chunks[place + 1 : end])
        if known and not again and found == _STATE:
            out.append(Chunk("FILLER" if tokens.folded[first] == _WITH else "LINK", first, chunks[place].last))
            place += 1
            continue
        if again:
            first = out[-2].first
            del out[-2:]
        out.append(Chunk("MODIFIER", first, last, [Modifier(_SETTING, _SETTING, first, last, behind=True)]))
        place = end
    return [*out, *chunks[place:]]


def _found(before: Sequence[Chunk], link: Chunk, tokens: Tokens) -> str | None:
    """The domain of what is felt or found before a preposition, or limited there; None for anything else."""
    if link.tag not in _LINKS or link.last - link.first != 1:
        return None
    at, word = len(before) - 1, tokens.folded[link.first]
    if before[at].tag in _JOINS and at > 1 and _is_setting(before[at - 1]):
        at -= 2
    if at and before[at].tag == "LIMIT" and not before[at].value.calendar:
        at -= 1
    if before[at].tag != "ENTITY" or before[at].value.domain not in _DOMAINS:
        return None
    during = word in _DURING or (word == _WITH and tokens.folded[before[at].last - 1] in _FELT)
    domain: str = before[at].value.domain
    return domain if during else None


def _is_setting(chunk: Chunk) -> bool:
    """Whether a chunk is another setting: "chest pain |at rest| or during exercise"."""
    return chunk.tag == "MODIFIER" and chunk.value[0].kind == _SETTING


def _ended(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place behind the activities that follow a preposition; None where none does."""
    end = _named(chunks, place + 1, tokens)
    while end is not None and end + 1 < len(chunks) and _goes_on(chunks, end):
        again = chunks[end + 1].tag in _LINKS and tokens.folded[chunks[end + 1].first] in _DURING
        further = _named(chunks, end + 1 + again, tokens)
        if further is None:
            break
        end = further
    return end


def _goes_on(chunks: Sequence[Chunk], place: int) -> bool:
    """Whether a chunk joins activities; a comma does before the last but one: "on walking|,| standing or sitting"."""
    return chunks[place].tag in _JOINS or (
        chunks[place].tag == "COMMA" and place + 2 < len(chunks) and chunks[place + 2].tag in _JOINS
    )


def _named(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place behind an activity, and how far or how long somebody does it; None where none is named."""
    if place >= len(chunks) or chunks[place].tag not in _BESIDE:
        return None
    if _DEGREES.issuperset(tokens.folded[chunks[place].first : chunks[place].last]):
        place += 1
    if place >= len(chunks) or chunks[place].tag not in _NAMES:
        return None
    chunk = chunks[place]
    if chunk.last - chunk.first > _LONGEST or ACTIVITIES.isdisjoint(tokens.folded[chunk.first : chunk.last]):
        return None
    further = chunks[place + 1 : place + 2]
    return place + 1 + bool(further and further[0].tag == "LIMIT" and further[0].value.amount.unit in _AMOUNTS)
