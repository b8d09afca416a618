"""Attested lists: what stands in a list with a complement is attested, and denied, as that is.

"Unable to undergo angiography |or biopsy" is two, each denied; "accepts surgery |or physiotherapy|" is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from eligibility.normalize.attested_means import COMPRISING, JUDGED, take_means
from eligibility.normalize.avoided import STOPPED, begins_avoided, is_avoided
from eligibility.normalize.complements import governs, is_bare, is_denied, leaf, says_itself, take, topic_of
from eligibility.normalize.consents import signed_consent, take_given
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.judges import is_judge, take_fitness, take_judges
from eligibility.normalize.parts import Part, Said
from eligibility.normalize.scopes import ASKED
from eligibility.tagging.tokens import Tokens

_TAKEN = frozenset({"occurrence", "measurement", "words", "attestation"})
_SAID = frozenset({"words", "attestation"})
_MARKS = ("must", "whom", "examples", "listed_at")
"""What of an item counts the trees that came before something."""
_GIVEN_TO = frozenset({"to", "for"})
"""Words between a consent and what it is given to."""
_STUDIED = frozenset({"of", "with", "on", "for", "using", "involving", "testing", "evaluating", "investigating"})
"""Words between a study that somebody takes part in and what it is about."""
_CONSENT = "consent"
_COMPLIANCE = "compliance"
_OBJECT = {
    _CONSENT: _GIVEN_TO,
    _COMPLIANCE: frozenset({"with"}),
    "availability": frozenset({"for"}),
    "participation": _STUDIED,
}
"""Words between an attestation of a topic and what it is about, which is then nothing that the patient has."""
_OPEN = frozenset({"drug", "procedure", "device"})
"""The domains of what is done or taken, that a list of complements may go on with."""
_PURPOSE = frozenset({"for", "via", "during", "using", "through"})
"""Words between what somebody cannot do or take, and what for or how that would be."""
_TRAINED = frozenset({"exercise", "physical exercise", "exercise training", "exercise test"})
"""Concepts of what somebody does, that a list of what they are able to do may go on with."""
_TRIED = frozenset({"drug", "device"})
"""The domains of what studies try: "in a trial of a drug |or device|"."""
_PAIR = 2
_NOT_TO = ["not", "to"]
"""What a promise ends in to do without what follows: "agree not to"."""
_LANGUAGE = "language"
_SPOKEN = frozenset({"speak", "read", "write", "understand", "communicate", "converse"})
"""Verbs that a language follows."""
_SHORT = 3
"""Tokens of a verb and what it is done to: "keep a diary"."""
_LONGEST = 8
"""Tokens of the words that go on with a complement."""

Deny = Callable[[Iterable[Part]], None]


def share_attestations(parts: list[Part], joins: list[Join], deny: Deny, tokens: Tokens) -> None:
    """Gives attestations their complements, and lets what is listed with a complement be attested as well.

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them; what is denied together is denied one by one, so "and" becomes "or".
        deny: denies all that some items say.
        tokens: the criterion.
    """
    if len(parts) > 1:
        _say_verbs(parts)
        take_judges(parts, joins)
    if tokens.words >= JUDGED or not COMPRISING.isdisjoint(tokens.words):
        take_means(parts, joins, tokens)
    for part in parts:
        take_given(part, tokens)
    _AttestedList(parts, joins, deny, tokens).share()
    for at in range(len(parts) - 2, -1, -1):
        if joins[at] in {"and", "or"}:
            _share_complement(parts[at], parts[at + 1])
        if joins[at] == "or":
            _deny_apart(parts[at], parts[at + 1], deny)
        if joins[at] not in LISTING:
            continue
        if _speaks_alike(parts[at], parts[at + 1], tokens):
            parts[at].drafts()[-1].reach(*parts[at + 1].drafts()[0].extent)
        elif (signed := signed_consent(parts[at], parts[at + 1], tokens)) is not None:
            parts[at].parts[-1] = signed
        else:
            continue
        parts[at].parts += parts[at + 1].parts[1:]
        del parts[at + 1], joins[at]


def _speaks_alike(part: Part, following: Part, tokens: Tokens) -> bool:
    """Whether a language is named behind several verbs: "able to |speak| and |read English|" is one attestation."""
    if not part.parts or not following.parts:
        return False
    one, two = leaf(part.parts[-1]), leaf(following.parts[0])
    if one is None or two is None or one.when is not None or two.when is not None:
        return False
    denied = [bool(said.negation) for said in (part.parts[-1], following.parts[0])]
    if not topic_of(one) == topic_of(two) == _LANGUAGE or denied[0] != denied[1]:
        return False
    return one.extent[1] == one.last and tokens.folded[one.last - 1] in _SPOKEN


def _say_verbs(parts: Sequence[Part]) -> None:
    """Keeps a verb that stands alone: "able to give consent and |to return|"."""
    for part in parts:
        if part.verb is not None and not part.parts and part.linked > part.verb + 1:
            part.parts.append(Said(Draft("words", part.verb, part.linked)))


class _AttestedList:
    """The items of a list in which something is attested."""

    def __init__(self, parts: list[Part], joins: list[Join], deny: Deny, tokens: Tokens) -> None:
        self.parts, self.joins, self.deny, self.tokens = parts, joins, deny, tokens

    def share(self) -> None:
        """Gives each attestation its complement, with those that are listed behind it."""
        place = 0
        while place < len(self.parts):
            part = self.parts[place]
            take_fitness(part)
            at = next((at for at, said in enumerate(part.parts) if self._leads(leaf(said))), None)
            place = place + 1 if at is None else self._attest_from(place, at)

    def _attest_from(self, place: int, at: int) -> int:
        """Attests what is listed with the complement of an item; gives the place of the next item."""
        part = self.parts[place]
        target = part.parts[at]
        governed = governs(leaf(target)) or self._takes_object(leaf(target))
        last = self._complete(part, at) if governed else part.last
        if last is None:
            return place + 1
        end = self._end(place, last, target)
        together = not target.negation or topic_of(leaf(target)) == _LANGUAGE
        if together and "or" in self.joins[place : end - 1]:
            end = self._unite(place, end)
        for other in range(place + 1, end):
            self._attest(self.parts[other], target)
            if target.negation and is_denied(target):
                self.joins[other - 1] = "or"
        return end

    def _leads(self, draft: Draft | None) -> bool:
        """Whether a list of what is attested may begin with it: "able to read |and to follow instructions"."""
        return draft is not None and (governs(draft) or topic_of(draft) == "language" or self._takes_object(draft))

    def _takes_object(self, draft: Draft | None) -> bool:
        """Whether what is consented to, or complied with, follows: "consent |to| biopsy"."""
        if draft is None or governs(draft) or draft.last == len(self.tokens.folded):
            return False
        words = _OBJECT.get(topic_of(draft), frozenset())
        end = draft.extent[1]
        return not words.isdisjoint((*self.tokens.folded[end - 1 : end + 1], self.tokens.folded[draft.last]))

    def _unite(self, place: int, end: int) -> int:
        """Makes alternatives what one attestation is about: "accepts surgery |or physiotherapy|".

        Args:
            place: the item of the attestation.
            end: past the last item that is attested as well.

        Returns:
            Past the last that is left.
        """
        kept = [self.parts[place]]
        between: list[Join] = []
        for at in range(place + 1, end):
            target = next((one for one in map(leaf, reversed(kept[-1].parts)) if topic_of(one)), None)
            if target is None or not _is_alternative(self.parts[at]):
                kept.append(self.parts[at])
                between.append(self.joins[at - 1])
                continue
            for draft in self.parts[at].drafts():
                take(draft, target)
        self.parts[place:end], self.joins[place : end - 1] = kept, between
        return place + len(kept)

    def _complete(self, part: Part, at: int) -> Draft | None:
        """Puts what follows an attestation in its item into it; gives the last, None where more stands behind it."""
        target = leaf(part.parts[at])
        assert target is not None
        last: Draft = target
        stop = min((mark for name in _MARKS if (mark := getattr(part, name)) and mark > at), default=len(part.parts))
        end = at + 1
        kept: list[Said] = []
        while (
            end < stop and (draft := leaf(part.parts[end])) is not None and self._belongs(draft, last, part.parts[at])
        ):
            if draft.when is not None and target.when is not None:
                break
            if draft.kind == "attestation":
                kept.append(part.parts[end])
                target = target if governs(draft) else draft
            else:
                take(draft, target)
            end, last = end + 1, draft
            if topic_of(draft) == "consent" and not self._takes_object(draft):
                break
        whole, gone = end == len(part.parts), end - at - 1 - len(kept)
        part.parts[at + 1 : end] = kept
        for name in _MARKS:
            if (mark := getattr(part, name)) and mark >= end:
                setattr(part, name, mark - gone)
        self._take_purpose(part, at, end - gone)
        return last if whole else None

    def _take_purpose(self, part: Part, at: int, place: int) -> None:
        """Takes what something that cannot be done would be for, or by: "unable to use CPAP |for sleep apnea|"."""
        target = leaf(part.parts[at])
        if target is None or not part.parts[at].negation or place >= len(part.parts):
            return
        first = leaf(part.parts[place])
        place += first is None or first.link not in _PURPOSE
        while place < len(part.parts):
            draft = leaf(part.parts[place])
            if draft is None or draft.link not in _PURPOSE or draft.reason or draft.people or draft.limits:
                return
            take(draft, target)
            part.drop(place)

    def _belongs(self, draft: Draft, last: Draft, target: Said) -> bool:
        """Whether a draft says no more than what is attested.

        Who, why, and what is measured are more. So is a concept of the rules that is the first thing of which it is
        attested ("able to undergo |a biopsy"), but not what is said of that ("willing to keep a diary |of the pain"),
        nor what somebody will do without ("willing to stop |aspirin").
        """
        if draft.kind not in _TAKEN or draft.bracketed or draft.people or draft.reason or draft.limits or draft.values:
            return False
        if draft.kind in _SAID or (draft.entity is not None and draft.entity.rule is None):
            return True
        listed = last is leaf(target) and begins_avoided(draft, self.parts, self.joins, self.tokens)
        if governs(leaf(target)) and (listed or self._is_left(draft, last, leaf(target))):
            return True
        if topic_of(last) == "participation" or topic_of(leaf(target)) == "consent" or self._takes_object(last):
            return draft.link is not None or last.extent[1] == last.last
        if not target.negation:
            return last.kind != "attestation" or bool(last.topic)
        said = leaf(target)
        return said is not None and said.cue is not None and bool(said.cue.attrs.get("hindered"))

    def _is_left(self, draft: Draft, last: Draft, target: Draft | None) -> bool:
        """Whether somebody will do without something: "willing to stop |aspirin|", "agrees not to |smoke|".

        So it is with what is listed with that: "unable to stop aspirin |or warfarin|".
        """
        words = self.tokens.folded[last.extent[1] - 1 : draft.first]
        if last is not target and target is not None:
            words += self.tokens.folded[target.first : last.first]
        return self.tokens.folded[last.last - _PAIR : last.last] == _NOT_TO or not STOPPED.isdisjoint(words)

    def _end(self, place: int, last: Draft, target: Said) -> int:
        """Where the list ends that an item with a complement begins: behind the last "and" or "or"."""
        end = at = place + 1
        while at < len(self.parts) and self.joins[at - 1] in LISTING:
            if not self._goes_on(self.parts[at], last, target) and not _is_verb(self.parts, at, listed=at > place + 1):
                break
            at += 1
            if self.joins[at - 2] != "comma":
                end = at
        return end

    def _goes_on(self, part: Part, last: Draft, target: Said) -> bool:
        """Whether an item is attested as what was before it is: "|and to follow instructions", "|or biopsy"."""
        if not part.parts or part.own_status or part.own_negation or part.clausal or part.people or part.limit:
            return False
        first = leaf(part.parts[0])
        if first is not None and says_itself(part, first, target, self.tokens):
            return False
        if first is None or governs(first) or not (self._belongs(first, last, target) or _is_trained(first)):
            return False
        if part.verb is not None or first.kind == "attestation":
            return part.verb is not None or _is_asked(first)
        second = leaf(part.parts[1]) if len(part.parts) > 1 else first
        unexplained = second is not first and (second is None or not (second.reason or _is_asked(second)))
        return first.when is None and not unexplained and _is_alike(first, last, target, self.tokens)

    def _attest(self, part: Part, target: Said) -> None:
        """Makes what an item says what is attested, and denied, as the target is."""
        said, governor = part.parts[0], leaf(target)
        draft = leaf(said)
        assert draft is not None and governor is not None
        if draft.kind != "attestation":
            draft.kind, draft.cue, draft.entity = "attestation", governor.cue, None
            draft.topic = topic_of(governor)
            self._complete(part, 0)
            said.negation = 0 if is_denied(target) else target.negation
        if part.verb is not None:
            draft.reach(part.verb, part.verb + 1)
        if target.negation and is_denied(target) and not said.negation:
            self.deny([Part(parts=[said])])


def _is_alternative(part: Part) -> bool:
    """Whether an item names another thing that is attested, and says nothing for itself."""
    first = leaf(part.parts[0])
    said = part.verb is not None or first is None or first.kind == "attestation"
    return not said and not any(map(is_denied, part.parts))


def _is_alike(first: Draft, last: Draft, target: Said, tokens: Tokens) -> bool:
    """Whether what an item begins with may be attested with what was attested last."""
    if first.kind == "words":
        spoken = topic_of(last) == _LANGUAGE and _is_language(first, tokens)
        near = last.kind != "attestation" and last.entity is None and first.last - first.first <= _LONGEST
        return spoken or near
    if topic_of(leaf(target)) == _COMPLIANCE and (_is_unnamed(first) or _is_trained(first)):
        return True
    avoided = is_avoided(first, leaf(target), last, tokens)
    if avoided or (first.link in _GIVEN_TO and topic_of(leaf(target)) == "consent"):
        return True
    one, two = first.entity, last.entity
    if topic_of(leaf(target)) == "participation" and last is not leaf(target) and one is not None:
        return one.domain in _TRIED or (two is not None and one.domain == two.domain)
    if topic_of(last) == "consent" and one is not None:
        return one.domain in _OPEN and not governs(last)
    return one is not None and two is not None and one.domain == two.domain and one.domain in _OPEN


def _is_language(draft: Draft, tokens: Tokens) -> bool:
    """Whether a word that nothing names may be a language: "speaks English or |Urdu|"."""
    return draft.link is None and draft.last - draft.first == 1 and tokens.written[draft.first][0].isupper()


def _is_trained(draft: Draft) -> bool:
    """Whether a draft names exercise: "unable to perform the tests |and exercises|"."""
    rule = draft.entity.rule if draft.entity is not None else None
    return rule is not None and rule.name in _TRAINED


def _is_unnamed(draft: Draft) -> bool:
    """Whether a draft is named by no concept of the rules, but by a plain noun: "laboratory |tests|"."""
    return draft.entity is not None and draft.entity.rule is None and not draft.limits


def _is_verb(parts: list[Part], at: int, *, listed: bool) -> bool:
    """Whether an item is a verb among what is attested: "unable to read, |write| or speak", "or |keep a diary|"."""
    part = parts[at]
    first = leaf(part.parts[0]) if len(part.parts) == 1 else None
    if first is None or first.kind != "words" or first.when or first.limits or first.modifiers or part.link:
        return False
    if part.own_status or part.own_negation or part.clausal or part.people or part.limit:
        return False
    if first.last - first.first > _SHORT:
        return False
    following = parts[at + 1] if at + 1 < len(parts) else None
    if following is None or not following.parts:
        return listed
    return listed or following.verb is not None or _is_asked(leaf(following.parts[0]))


def _is_asked(draft: Draft | None) -> bool:
    """Whether a draft attests what is asked of people: "|speak English|"."""
    return (
        draft is not None and draft.cue is not None and not draft.cue.attrs.get("denied") and topic_of(draft) in ASKED
    )


def _deny_apart(part: Part, following: Part, deny: Deny) -> None:
    """Denies by itself what is attested behind "or": who is "unwilling to cooperate |or sign the form|" is either."""
    if not part.parts or not following.parts or not any(map(is_denied, part.parts)):
        return
    shared = part.parts[-1].negation
    if shared and all(said.negation == shared for said in following.parts) and topic_of(following.last):
        for said in following.parts:
            said.negation = 0
        deny([following])


def _share_complement(part: Part, following: Part) -> None:
    """ "Unwillingness |or inability to use contraception": what one is unable to do is what one is unwilling to do."""
    one = leaf(part.parts[0]) if part.parts else None
    if one is None or not is_bare(one) or not following.parts:
        return
    if len(part.parts) > 1:
        if not is_judge(part.parts[1:]):
            return
        one.reach(*part.drafts()[-1].extent)
        del part.parts[1:]
    if not governs(leaf(following.parts[0])):
        return
    for said in following.parts:
        draft = leaf(said)
        if draft is None or draft.kind != "attestation":
            return
        one.reach(*draft.extent)
        if not governs(draft):
            one.topic = topic_of(draft)
            return
