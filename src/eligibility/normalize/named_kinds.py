"""Kinds that have a name of their own, behind a modifier alone: "chronic or |acute pancreatitis|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part, Said
from eligibility.normalize.statuses import only_status, union
from eligibility.normalize.typed import named_together
from eligibility.rules import ConceptRule, CueRule
from eligibility.tagging.chunks import Entity, Modifier, modifier
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_MODIFYING = ("severity", "modifier")
_PRESENT, _PLANNED = "present", "planned"
_PAIR = 2
_BETWEEN = 2
"""Tokens up to which what stands between a status and a modifier may end: "active, |or| chronic"."""


def unname_kinds(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Takes a modifier or status out of the name of a thing where another one stands before it alone.

    "Chronic or |acute pancreatitis|" is pancreatitis, chronic or acute, as "acute or chronic pancreatitis" is; "current
    or |former smokers|" smoke or have smoked.
    """
    for place in range(len(parts) - 1):
        part, following = parts[place], parts[place + 1]
        if joins[place] not in LISTING or not (part.modifiers or only_status(part, tokens, denied=True)):
            continue
        draft = following.parts[0].tree if following.parts else None
        if not isinstance(draft, Draft) or draft.kind != "occurrence" or draft.entity is None:
            continue
        if part.status is not None and following.own_status:
            continue
        if part.status is not None and not part.modifiers and joins[place] == "or":
            if part.status[0] == _PLANNED and _is_kind(draft, draft.entity, part.status):
                _plan_besides(part, following, draft, draft.entity)
            else:
                _unname_status(draft, draft.entity, part.status, tokens, lexicon)
        elif part.modifiers and not _before(draft.entity) and part.modifiers[-1].last <= draft.entity.first:
            again = _named_apart(part, draft, draft.entity, tokens, lexicon)
            if again is None:
                _unname(draft.entity, tokens, lexicon)
            else:
                part.parts, part.modifiers = [Said(again, following.parts[0].negation)], []
    for place in range(len(parts) - _PAIR):
        status = parts[place].status
        if status is not None and joins[place : place + _PAIR] == ["comma", "or"]:
            _modify_by_status(parts[place], status, parts[place + 1 : place + 1 + _PAIR], tokens)


def _named_apart(part: Part, draft: Draft, entity: Entity, tokens: Tokens, lexicon: Lexicon) -> Draft | None:
    """The thing of its own that the modifiers of an item name with the noun of the next, where either has several.

    "|Primary progressive| or secondary progressive multiple sclerosis", "|relapsing| or primary progressive ...".
    """
    first = entity.first
    twice = all(lexicon.modifies(tokens.folded[place : place + 1]) for place in (first, first + 1))
    several = len(part.modifiers) > 1 or (twice and not lexicon.modifies(tokens.folded[first : first + 2]))
    if not several or part.parts or entity.rule is None or entity.last - first <= _PAIR:
        return None
    span = part.modifiers[0].first, part.modifiers[-1].last
    words = tokens.surface(*span)
    names = ([words, tokens.surface(place, entity.last)] for place in range(first + 1, entity.last))
    rule = next((rule for name in names if (rule := named_together(name, entity, lexicon)) is not None), None)
    if rule is None:
        return None
    again = draft.again()
    again.first, again.last = again.extent = span
    again.entity = Entity(*span, entity.domain, rule, by="shared")
    return again


def _is_kind(draft: Draft, entity: Entity, status: tuple[str, int, int]) -> bool:
    """Whether a modifier stands right behind a status and "or": "planned or |recent| surgery"."""
    first = entity.modifiers[0].first if entity.modifiers else entity.first
    return first < entity.first and status[2] < first <= status[2] + _BETWEEN and draft.status == status[0]


def _plan_besides(part: Part, following: Part, draft: Draft, entity: Entity) -> None:
    """Makes two things of what is planned and what is of some kind: "|planned| or recent surgery"."""
    again = draft.again()
    again.entity = replace(entity, modifiers=entity.modifiers[1:])
    assert part.status is not None
    again.extent = part.status[1:]
    part.parts.append(Said(again, following.parts[0].negation))
    draft.status = part.status = None


def _modify_by_status(part: Part, status: tuple[str, int, int], behind: Sequence[Part], tokens: Tokens) -> None:
    """Makes a modifier of "active" where it is listed with others before a name: "|active|, untreated or latent"."""
    first, last = behind
    draft = last.parts[0].tree if last.parts else None
    listed = first.modifiers and not first.parts and not (first.own_status or last.own_status)
    if not listed or not isinstance(draft, Draft) or draft.entity is None or not draft.entity.modifiers:
        return
    if status[0] != draft.status or status[0] != _PRESENT or not only_status(part, tokens, denied=True):
        return
    like = first.modifiers[0]
    name = tokens.surface(status[1], status[2])
    part.modifiers, part.status, draft.status = [replace(like, name=name, first=status[1], last=status[2])], None, None


def _unname(entity: Entity, tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes the modifier that a name begins with a modifier of the rest, where the rest is known by itself."""
    cue = _first_cue(entity, _MODIFYING, tokens, lexicon)
    if cue is not None and _cut(entity, tokens, lexicon):
        entity.modifiers.append(modifier(cue, entity.first - 1, entity.first))


def _unname_status(
    draft: Draft, entity: Entity, status: tuple[str, int, int], tokens: Tokens, lexicon: Lexicon
) -> None:
    """Makes one of two of the status before a name and of the status or modifier that it begins with."""
    before = _before(entity)
    first = before[0].first if before else entity.first
    if not status[2] < first <= status[2] + _BETWEEN:
        return
    value: str | None = None
    if not before:
        cue = _first_cue(entity, ("status", *_MODIFYING), tokens, lexicon)
        if cue is None:
            return
        if not _cut(entity, tokens, lexicon):
            entity.rule, entity.first, entity.by = None, entity.first + 1, "shared"
        draft.first = entity.first
        if cue.kind == "status":
            value = union(status[0], str(cue.attrs.get("value")))
        else:
            entity.modifiers.insert(0, modifier(cue, first, entity.first))
    draft.reach(status[1], status[2])
    draft.status = value
    if _before(entity):
        said = entity.modifiers[0]
        entity.modifiers[0] = replace(said, first=status[1], name=tokens.surface(status[1], said.last))


def _before(entity: Entity) -> list[Modifier]:
    """The modifiers that stand before a name, in their order; those behind it come later."""
    return [one for one in entity.modifiers if one.first < entity.first]


def _first_cue(entity: Entity, kinds: Sequence[str], tokens: Tokens, lexicon: Lexicon) -> CueRule | None:
    """The cue of some kinds that a name of several words begins with."""
    if entity.rule is None or entity.last - entity.first < 2:
        return None
    meaning = lexicon.phrases.get((tokens.folded[entity.first],))
    cues = meaning.cues if meaning is not None else {}
    return next((cues[kind] for kind in kinds if kind in cues), None)


def _cut(entity: Entity, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Takes the first word out of a name, where the rest is known by itself; gives whether it is."""
    rest = tokens.surface(entity.first + 1, entity.last)
    rule = named_together(rest.split(), entity, lexicon) or _short_name(rest, entity, lexicon)
    if rule is not None:
        entity.rule, entity.first = rule, entity.first + 1
    return rule is not None


def _short_name(written: str, entity: Entity, lexicon: Lexicon) -> ConceptRule | None:
    """What a short form alone is, if it is of the same domain: "active or latent |TB|"."""
    words = Tokens(written)
    found = (one.meaning.concept for one in lexicon.find(words) if one.last - one.first == len(words))
    return next((rule for rule in found if rule is not None and rule.domain == entity.domain), None)
