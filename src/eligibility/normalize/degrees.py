"""Degrees over lists: "|severe heart or |liver disease", "|suspected sepsis or |meningitis".

How bad and how sure the first of several things is, is taken to be said of all; how long it lasts, of the first alone.
Either is noted, as nothing in the words says which; where each has a word of its own, nothing is open.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import WHO, Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Entity, Modifier, modifier
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_SURE = "certainty"
_CONTROL = "control"
_RISK = "risk"
_PHASE = "phase"
_DEGREES = frozenset({"severity", _CONTROL, "symptoms", _RISK, _SURE, _PHASE})
"""Kinds of modifiers that say how bad or how sure something is, or in which phase."""
RECENT = "recency"
"""The name of a modifier that says how long ago something was, of whatever kind that is."""
_FROM = "from"
"""The word in which what is said of all that follows ends: "not recovered |from|"."""
_SCALE = "scale"
_SHARED = "shared"
_OPEN = frozenset({"chronicity", "treatment", "spread", "laterality", _SCALE})
"""Kinds that may as well be of the first only: "acute pancreatitis or |cholecystitis"."""
_MOST = 5
"""Things of one list over which a degree reaches: of a longer one the first alone is likely meant."""
_PAIR = 2
_FAR = 32
"""Things of a list among which is looked for its end."""
_ANY = "any"
"""The word before what has no degree of another: "severe asthma or |any| cirrhosis"."""


def share_degrees(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Shares the degree of the first of several things with those after it.

    Args:
        parts: the items of the list.
        joins: what stands between them.
        tokens: the criterion.
        lexicon: knows the degrees that names begin with ("|severe| asthma").
    """
    begun = _Begun(tokens, lexicon)
    if joins and joins[-1] == "or":
        _note_behind(parts[-2], parts[-1])
    place = 0
    while place < len(joins):
        draft = _led(parts[place]) if joins[place] in LISTING else None
        said = [] if draft is None else begun.of_list(draft, parts[place + 1])
        if draft is None or not said:
            place += 1
            continue
        spread = begun.folded[said[-1].last - 1] == _FROM
        end = _end(parts, joins, place, draft, anything=spread)
        if end == place + 1 and any(one.name == RECENT for one in said) and _happens(parts[end]):
            _leave(draft, said)
        shared = _shared_kinds(parts, joins, place, end)
        place += 1
        while place < end:
            following = parts[place].drafts()[0]
            entity = following.entity
            if begun.folded[following.extent[0] - 1] == _ANY:
                break
            own = set() if entity is None else begun.kinds(entity) | ({_SCALE} if following.limits else set())
            if entity is None or own:
                if own.isdisjoint(one.kind for one in said):
                    _leave(draft, said)
                break
            held = said if _shares_head(draft, entity) else [one for one in said if one.kind in shared]
            entity.modifiers = [*(replace(one, shared=True) for one in held if one.name), *entity.modifiers]
            _leave(draft, [one for one in said if one not in held])
            place += 1


def _note_behind(before: Part, part: Part) -> None:
    """Notes how the last of two conditions is controlled, which both may be: "gout or asthma |not controlled|"."""
    two = part.last
    if two is None or two.entity is None or not two.entity.modifiers or part.paused or len(part.parts) > 1:
        return
    one = before.last
    if one is None or one.entity is None or _led(part) is None:
        return
    said = [said for said in two.entity.modifiers if said.first >= two.entity.last and said.kind == _CONTROL]
    alike = one.kind == two.kind and one.entity.domain == two.entity.domain and one.entity.rule is not two.entity.rule
    if said and alike and not (one.entity.modifiers or one.limits or one.when is not None or one.bracketed):
        two.entity.alone = ("last", said[0].first, said[-1].last)


def _shares_head(draft: Draft, entity: Entity) -> bool:
    """Whether the degree stands before the noun of both: "acute or chronic hepatitis B or |C|"."""
    one, two = draft.entity.rule if draft.entity is not None else None, entity.rule
    if entity.by != _SHARED or one is None or two is None or (draft.entity is not None and draft.entity.by == _SHARED):
        return False
    return one.name.split()[0] == two.name.split()[0]


class _Begun:
    """The degrees before names, and those that the names of concepts begin with."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        self.folded, self.phrases = tokens.folded, lexicon.phrases

    def of_list(self, draft: Draft, following: Part) -> list[Modifier]:
        """The degrees of a thing that may be said of what is listed with it as well."""
        entity = draft.entity
        assert entity is not None
        said = [one for one in entity.modifiers if one.last <= entity.first and one.kind in _DEGREES | _OPEN]
        said.extend(Modifier(_SCALE, "", one.first, one.last) for one in draft.limits)
        begun = None if said else self._first(entity)
        return [begun] if begun is not None and self._is_free(begun, entity, following) else said

    def kinds(self, entity: Entity) -> set[str]:
        """The kinds of degrees that a thing has of its own."""
        said = {one.kind for one in entity.modifiers if one.last <= entity.first}
        if (begun := self._first(entity)) is not None:
            said.add(begun.kind)
        return said & (_DEGREES | _OPEN)

    def _first(self, entity: Entity) -> Modifier | None:
        """The degree that the name of a concept begins with: "|decompensated| cirrhosis"."""
        if entity.last - entity.first == 1:
            return None
        said = self.folded[entity.first : entity.last - 1]
        last = entity.first + (said.index(_RISK) + _PAIR if _RISK in said else 1)
        phrase = self.phrases.get(self.folded[entity.first : last])
        cue = (phrase.cues.get("severity") or phrase.cues.get("modifier")) if phrase is not None else None
        return modifier(cue, entity.first, last) if cue is not None else None

    def _is_free(self, begun: Modifier, entity: Entity, following: Part) -> bool:
        """Whether the first word of a name may be said of other things: "|severe| asthma", not "|unstable| angina"."""
        first = self.folded[entity.first]
        if begun.kind in _OPEN or begun.name == first:
            short = begun.kind == "severity" or entity.last - entity.first == _PAIR
            return short and self._names(self.folded[entity.first + 1 : entity.last])
        if begun.kind == _RISK:
            return self._names(self.folded[begun.last : entity.last])
        bare = [one.entity for one in following.drafts()[:1] if one.entity is not None and not one.entity.modifiers]
        return begun.kind in _DEGREES and any(self._names([first, *self.folded[one.first : one.last]]) for one in bare)

    def _names(self, words: Sequence[str]) -> bool:
        phrase = self.phrases.get(words)
        return phrase is not None and phrase.concept is not None


def _led(part: Part) -> Draft | None:
    """The one thing that an item names, which people may stand before; nothing more is said of it."""
    last = part.parts[-1].tree if part.parts else None
    if not isinstance(last, Draft) or last.entity is None or last.when is not None or last.bracketed:
        return None
    if last.limits and (last.kind != "occurrence" or last.limits[-1].last > last.first):
        return None
    return last if all(draft.kind in WHO or draft.people for draft in part.drafts()[:-1]) else None


def _end(parts: Sequence[Part], joins: Sequence[Join], place: int, draft: Draft, *, anything: bool) -> int:
    """Where what is listed with a thing, of its domain or of any, ends: "not recovered from |surgery or gout|"."""
    negation = parts[place].parts[-1].negation
    at = place + 1
    while (
        at < min(len(parts), place + _FAR)
        and joins[at - 1] in LISTING
        and _goes_on(parts[at], draft, negation, anything=anything)
    ):
        at += 1
        if len(parts[at - 1].parts) > 1:
            break
    return at


def _goes_on(part: Part, draft: Draft, negation: int, *, anything: bool) -> bool:
    """Whether an item begins with one more thing of a domain, or of any, and says nothing anew."""
    first = part.parts[0].tree if part.parts and part.parts[0].negation == negation else None
    if not isinstance(first, Draft) or first.entity is None or draft.entity is None or first.link is not None:
        return False
    anew = part.own_status or part.own_negation or part.clausal or part.people or part.relative
    again = first.entity.rule is not None and first.entity.rule is draft.entity.rule
    alike = first.kind == draft.kind and (anything or first.entity.domain == draft.entity.domain)
    return alike and not anew and not again and not first.bracketed


def _happens(part: Part) -> bool:
    """Whether an item names something of another kind that may be as recent: "recent stroke or |bypass surgery"."""
    first = part.first
    if first is None or first.kind != "occurrence" or first.entity is None or first.link is not None:
        return False
    anew = part.own_status or part.own_negation or part.clausal or part.people or part.relative
    return not (anew or first.when or first.entity.modifiers)


def _shared_kinds(parts: Sequence[Part], joins: Sequence[Join], place: int, end: int) -> frozenset[str]:
    """The kinds of degrees that are taken to hold for all of a list.

    It is closed by "and" or "or", with no comma before it where that is the only one; it is short, unless what is said
    is how sure it all is; and none before the last has a limit or a time of its own.
    """
    between = joins[place : end - 1]
    if all(one == "comma" for one in between) or (len(between) == 1 and parts[place + 1].paused):
        return frozenset()
    if any(draft.when is not None or draft.limits for part in parts[place + 1 : end - 1] for draft in part.drafts()):
        return frozenset()
    return _DEGREES if end - place <= _MOST else frozenset({_SURE})


def _leave(draft: Draft, said: Sequence[Modifier]) -> None:
    """Notes of a thing what is taken to be said of it alone."""
    if said and draft.entity is not None:
        draft.entity.alone = ("first", said[0].first, said[-1].last)
