"""Inabilities: what is listed by its verb with what somebody is unable to do is nothing that they do.

"Unable to walk |or exercise|" is unable to exercise; "unable to walk |or asthma|" is two things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from eligibility.normalize.complements import is_denied, is_finite, leaf
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.chunks import Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

UNABLE = frozenset(map(fold, ("unable", "inability", "cannot", "incapable")))
"""Words with which names of what somebody cannot do begin."""
_VERBS = frozenset(
    map(
        fold,
        (
            "to", "abstain", "attend", "avoid", "breathe", "climb", "communicate", "complete", "comply",
            "do", "eat", "drink", "exercise", "follow", "have", "hear", "hold", "ingest", "lie", "maintain",
            "participate", "perform", "read", "receive", "refrain", "run", "see", "sit", "speak", "stand",
            "stop", "swallow", "take", "tolerate", "undergo", "understand", "use", "walk", "wear", "write",
        ),
    )
)  # fmt: skip
"""What somebody may be unable to do, and how more of that begins."""
_DONE = frozenset(
    map(fold, ("undergo", "perform", "tolerate", "complete", "wear", "avoid", "abstain", "refrain", "stop"))
)
"""Those of them that say of nobody by themselves what they have: "unable to consent, |undergo| biopsy, or ..."."""
_ABLE = frozenset({"occurrence", "measurement", "words", "attestation"})
"""Kinds of what somebody may be unable to do."""
_TO = fold("to")
_JOINED = frozenset({"or", "and", "comma"})
_NOUNS = frozenset({"of"})
"""Words behind what is then no verb: "|use of| insulin"."""
_SEPARATORS = frozenset({",", "/", "or", "and"})
_OPENING = 4
"""Tokens back from a thing to the verb that its item begins with."""


def share_inabilities(
    parts: Sequence[Part],
    joins: list[Join],
    deny: Callable[[Iterable[Part]], None],
    tokens: Tokens,
    lexicon: Lexicon,
) -> None:
    """Names, or denies, what is listed behind something that somebody is unable to do.

    Who does not attest that they will do one thing and another will not do either one, or the other.

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them; it is changed.
        deny: denies all that some items say.
        tokens: the criterion.
        lexicon: knows names of inabilities.
    """
    unable = False
    for place, part in enumerate(parts):
        before = parts[place - 1].last if place else None
        unable = unable or (before is not None and _is_inability(before, tokens))
        said = part.parts[0] if len(part.parts) == 1 else None
        draft = leaf(said) if said is not None else None
        verb = _verb(draft, tokens) if draft is not None else None
        if place and _is_refused(said, verb, parts[place - 1], joins[place - 1], tokens) and draft is not None:
            deny([Part(parts=part.parts)])
            joins[place - 1] = "or"
            if draft.kind != "attestation":
                draft.kind, draft.cue, draft.entity, draft.topic = "attestation", None, None, "compliance"
            draft.reach(verb or draft.first, draft.last)
            continue
        if not unable or said is None or verb is None or said.negation or joins[place - 1] not in LISTING:
            unable = False
            continue
        _say_unable(said, verb, deny, tokens, lexicon)


def _is_refused(said: Said | None, verb: int | None, before: Part, joined: Join, tokens: Tokens) -> bool:
    """Whether an item is a deed that is listed with one that somebody does not attest."""
    if said is None or verb is None or said.negation or joined not in _JOINED:
        return False
    draft = leaf(said)
    if draft is None or (joined == "comma" and tokens.folded[verb + 1] in _NOUNS):
        return False
    return _is_deed(draft, verb, tokens) and _refuses(before)


def _refuses(part: Part) -> bool:
    """Whether an item ends in what somebody does not attest: "|refuses to use contraception| or to stop smoking"."""
    last = part.parts[-1] if part.parts else None
    if last is None or not last.negation:
        return False
    denied = (leaf(said) for said in part.parts if said.negation == last.negation)
    return any(draft is not None and draft.kind == "attestation" for draft in denied)


def _is_deed(draft: Draft, verb: int, tokens: Tokens) -> bool:
    """Whether what begins with a verb is something to do: "or |to stop smoking|", "or |lie flat|", not "or take X"."""
    if draft.kind == "attestation":
        return draft.cue is not None and not draft.cue.attrs.get("denied")
    if draft.entity is None or draft.entity.rule is None:
        return False
    domain = draft.entity.domain
    word = tokens.folded[verb]
    return domain == "observation" or word in _DONE or (word == _TO and domain != "condition")


def _is_inability(draft: Draft, tokens: Tokens) -> bool:
    """Whether a name says that somebody is unable to do something: "|inability to swallow|"."""
    entity = draft.entity
    if entity is None or draft.kind != "occurrence" or draft.bracketed or draft.when is not None:
        return False
    return entity.rule is not None and tokens.folded[entity.first] in UNABLE


def _verb(draft: Draft, tokens: Tokens) -> int | None:
    """Where the verb stands that the item of a thing begins with, if it begins with one."""
    if draft.kind not in _ABLE or draft.limits or draft.values or draft.status:
        return None
    start = draft.first
    while start > draft.first - _OPENING and start and tokens.folded[start - 1] not in _SEPARATORS:
        start -= 1
    begins = start and tokens.folded[start - 1] in _SEPARATORS and tokens.folded[start] in _VERBS
    begins = begins and not is_finite(start, tokens)
    return start if begins else None


def _say_unable(
    said: Said, verb: int, deny: Callable[[Iterable[Part]], None], tokens: Tokens, lexicon: Lexicon
) -> None:
    """Makes a thing the name of what somebody is unable to do, or what they do not attest to be able to."""
    draft = leaf(said)
    assert draft is not None
    deed = tokens.surface(verb + (tokens.folded[verb] == _TO), draft.last)
    rule = lexicon.named(f"unable to {deed}")
    if rule is not None:
        draft.kind = "occurrence"
        draft.entity = Entity(draft.first, draft.last, rule.domain, rule, by="premodifier")
    elif not is_denied(said):
        if draft.kind != "attestation":
            draft.kind, draft.cue, draft.entity, draft.topic = "attestation", None, None, "compliance"
        deny([Part(parts=[said])])
    draft.reach(verb, draft.last)
