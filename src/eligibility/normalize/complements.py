"""Complements: what someone is willing, able or unable to do belongs to the attestation, and is asked of nobody alone.

"Willing to |undergo a biopsy" is one attestation, and asks for no biopsy; "unable to undergo angiography |or biopsy" is
two, each denied. Why someone is unable to is no part of what they are unable to do: it is there, and stands for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Said
from eligibility.normalize.scopes import ASKED
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.tokens import Tokens

_TAKEN = frozenset({"occurrence", "measurement", "words", "attestation"})
_SAID = frozenset({"words", "attestation"})
_MARKS = ("must", "whom", "examples", "listed_at")
"""What of an item counts the trees that came before something."""
_FINITE = ("s", "ed", "ing")
"""How verbs end that do not go on with an infinitive: "able to walk and |receives| insulin"."""
_JOINS = frozenset({"and", "or", "comma"})
_OPEN = frozenset({"drug", "procedure", "device"})
"""The domains of what is done or taken, that a list of complements may go on with."""
_NEAR = 4
"""Chunks before a study in which the words for taking part in it are looked for."""
_SHORT = 3
"""Tokens of a verb and what it is done to: "keep a diary"."""
_LONGEST = 8
"""Tokens of the words that go on with a complement."""

Deny = Callable[[Iterable[Part]], None]


def governs(draft: Draft | None) -> bool:
    """Whether a draft is an attestation that says nothing without a complement: "willing to", "unable to"."""
    return (
        draft is not None
        and draft.kind == "attestation"
        and draft.cue is not None
        and bool(draft.cue.attrs.get("weak"))
    )


def begins_verb(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a link is a verb that goes on with an infinitive: "able to read and |to follow instructions"."""
    if chunk.value is None:
        return False
    word = tokens.folded[chunk.first]
    return word == "to" or (chunk.value.name == "verb" and not word.endswith(_FINITE))


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
    if draft is None or _topic(draft) != "participation":
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
    if draft.kind != "attestation" or draft.link != "to" or last is None or _topic(last) != "consent":
        return
    timed = part.status is not None and part.status[1] >= last.extent[1]
    if last.cue is not None and not last.cue.attrs.get("denied") and not timed:
        draft.reach(*last.extent)
        part.parts.pop()


def share_attestations(parts: list[Part], joins: list[Join], deny: Deny) -> None:
    """Gives attestations their complements, and lets what is listed with a complement be attested as well.

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them; what is denied together is denied one by one, so "and" becomes "or".
        deny: denies all that some items say.
    """
    place = 0
    while place < len(parts):
        part = parts[place]
        place += 1
        at = next((at for at, said in enumerate(part.parts) if _leads(_draft(said))), None)
        if at is None:
            continue
        target = part.parts[at]
        last = _complete(part, at) if governs(_draft(target)) else part.last
        if last is None:
            continue
        for other in parts[place : _end(parts, joins, place - 1, last, target)]:
            _attest(other, target, deny)
            if target.negation and _denied(target):
                joins[place - 1] = "or"
            place += 1
    for at in range(len(parts) - 2, -1, -1):
        if joins[at] in {"and", "or"}:
            _share_complement(parts[at], parts[at + 1])


def _leads(draft: Draft | None) -> bool:
    """Whether a list of what is attested may begin with a draft: "able to read |and to follow instructions"."""
    return draft is not None and (governs(draft) or _topic(draft) == "language")


def _complete(part: Part, at: int) -> Draft | None:
    """Puts what follows an attestation in its item into it; gives the last of it, None where more stands behind it."""
    target = _draft(part.parts[at])
    assert target is not None
    last: Draft = target
    stop = min((mark for name in _MARKS if (mark := getattr(part, name)) and mark > at), default=len(part.parts))
    end = at + 1
    kept: list[Said] = []
    while end < stop and (draft := _draft(part.parts[end])) is not None and _belongs(draft, last, part.parts[at]):
        if draft.when is not None and target.when is not None:
            break
        if draft.kind == "attestation":
            kept.append(part.parts[end])
            target = target if governs(draft) else draft
        else:
            _take(draft, target)
        end, last = end + 1, draft
        if draft.kind == "attestation" and _topic(draft) == "consent":
            break
    whole, gone = end == len(part.parts), end - at - 1 - len(kept)
    part.parts[at + 1 : end] = kept
    for name in _MARKS:
        if (mark := getattr(part, name)) and mark >= end:
            setattr(part, name, mark - gone)
    return last if whole else None


def _take(draft: Draft, target: Draft) -> None:
    target.reach(*draft.extent)
    target.durations.extend(draft.durations)
    if target.when is None:
        target.when, target.anchor = draft.when, draft.anchor


def _belongs(draft: Draft, last: Draft, target: Said) -> bool:
    """Whether a draft says no more than what is attested.

    Who, why, and what is measured are more. So is a concept of the rules that is the first thing of which it is
    attested ("able to undergo |a biopsy"), but not what is said of that ("willing to keep a diary |of the pain").
    """
    if draft.kind not in _TAKEN or draft.bracketed or draft.people or draft.reason or draft.limits or draft.values:
        return False
    if draft.kind in _SAID or (draft.entity is not None and draft.entity.rule is None):
        return True
    if _topic(last) == "participation":
        return True
    return not target.negation and last.kind != "attestation"


def _end(parts: list[Part], joins: list[Join], place: int, last: Draft, target: Said) -> int:
    """Where the list ends that an item with a complement begins: after the last that "and" or "or" stands before."""
    end = at = place + 1
    while at < len(parts) and joins[at - 1] in _JOINS:
        if not _goes_on(parts[at], last, target) and not _is_verb(parts, at, listed=at > place + 1):
            break
        at += 1
        if joins[at - 2] != "comma":
            end = at
    return end


def _goes_on(part: Part, last: Draft, target: Said) -> bool:
    """Whether an item is attested as what was before it is: "|and to follow instructions", "|or biopsy"."""
    if not part.parts or part.own_status or part.own_negation or part.clausal or part.people or part.limit:
        return False
    first = _draft(part.parts[0])
    if first is None or not _belongs(first, last, target) or governs(first):
        return False
    if part.verb is not None or first.kind == "attestation":
        return part.verb is not None or _is_asked(first)
    second = _draft(part.parts[1]) if len(part.parts) > 1 else first
    unexplained = second is not first and (second is None or not second.reason)
    if first.when is not None or unexplained:
        return False
    if first.kind == "words":
        return last.kind != "attestation" and last.entity is None and first.last - first.first <= _LONGEST
    one, two = first.entity, last.entity
    return one is not None and two is not None and one.domain == two.domain and one.domain in _OPEN


def _is_verb(parts: list[Part], at: int, *, listed: bool) -> bool:
    """Whether an item is a verb among what is attested: "unable to read, |write| or speak", "or |keep a diary|"."""
    part = parts[at]
    first = _draft(part.parts[0]) if len(part.parts) == 1 else None
    if first is None or first.kind != "words" or first.when or first.limits or first.modifiers or part.link:
        return False
    if part.own_status or part.own_negation or part.clausal or part.people or part.limit:
        return False
    if first.last - first.first > _SHORT:
        return False
    following = parts[at + 1] if at + 1 < len(parts) else None
    if following is None or not following.parts:
        return listed
    return listed or following.verb is not None or _is_asked(_draft(following.parts[0]))


def _is_asked(draft: Draft | None) -> bool:
    """Whether a draft attests what is asked of people: "|speak English|"."""
    return draft is not None and draft.cue is not None and not draft.cue.attrs.get("denied") and _topic(draft) in ASKED


def _attest(part: Part, target: Said, deny: Deny) -> None:
    """Makes what an item says what is attested, and denied, as the target is."""
    said, governor = part.parts[0], _draft(target)
    draft = _draft(said)
    assert draft is not None and governor is not None
    if draft.kind != "attestation":
        draft.kind, draft.cue, draft.entity = "attestation", governor.cue, None
        draft.topic = _topic(governor)
        _complete(part, 0)
        said.negation = 0 if _denied(target) else target.negation
    if part.verb is not None:
        draft.reach(part.verb, part.verb + 1)
    if target.negation and _denied(target) and not said.negation:
        deny([Part(parts=[said])])


def _share_complement(part: Part, following: Part) -> None:
    """ "Unwillingness |or inability to use contraception": what one is unable to do is what one is unwilling to do."""
    one = _draft(part.parts[0]) if len(part.parts) == 1 else None
    if one is None or not governs(one) or one.topic or one.extent != (one.first, one.last) or not following.parts:
        return
    if not governs(_draft(following.parts[0])):
        return
    for said in following.parts:
        draft = _draft(said)
        if draft is None or draft.kind != "attestation":
            return
        one.reach(*draft.extent)
        if not governs(draft):
            one.topic = _topic(draft)
            return


def _draft(said: Said) -> Draft | None:
    return said.tree if isinstance(said.tree, Draft) else None


def _denied(said: Said) -> bool:
    draft = _draft(said)
    return draft is not None and draft.cue is not None and bool(draft.cue.attrs.get("denied"))


def _topic(draft: Draft) -> str:
    return str(draft.cue.attrs.get("topic")) if draft.kind == "attestation" and draft.cue is not None else ""
