"""Reactions: what "allergy to" and "intolerance to" are followed by is their object, and is not taken or had.

"Allergy to |penicillin or |sulfonamides" is two allergies: the reaction is repeated, each keeps its own concept.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from eligibility.normalize.contraindications import advised_too, advises_against, domain_of, fits, own_entity
from eligibility.normalize.drafts import Draft, Op, Tree, drafts_of, last_of
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.modifying import share_reaction
from eligibility.normalize.parts import Part, Said
from eligibility.normalize.reaction_objects import (
    OBJECTS,
    bare_reaction,
    is_of_drug,
    may_be_object,
    named_object,
    object_of,
    object_place,
    reaction_of,
)
from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens, lookup_words

_DOMAIN = "condition"
_TOWARD = "to"
_ALLERGY = "allergy to"
_DRUG = "drug"
_DONE = "procedure"
_ADVISED = OBJECTS | {_DONE}
"""Domains of what may be contraindicated."""
_TREATED = "therapy"
"""What the names of procedures end in that are listed with drugs."""
_WITHIN = frozenset({"of", "in"})
_ABUSED = frozenset({"abuse of", "misuse of", "dependence on"})
"""Reactions that are to a substance as it is taken, so that a time behind it is theirs."""
_BEHIND = 3
"""Items among which the first of several examples is looked for; the words for them may have one of their own."""
_LONGEST = 6


def turn(draft: Draft, reaction: str) -> None:
    """Makes what a draft names the object of a reaction."""
    entity = draft.entity or Entity(draft.first, draft.last, _DOMAIN, modifiers=draft.modifiers, by="toward")
    draft.kind, draft.toward = "occurrence", reaction
    domain = domain_of(reaction, entity)
    draft.entity = Entity(entity.first, entity.last, domain, entity.rule, entity.modifiers, by="toward")


def react(draft: Draft, part: Part) -> None:
    """Makes a draft that comes into an item the object of the reaction said before it.

    "Allergy to |penicillin"; and of examples of an object: "allergy to antibiotics such as |penicillin".
    """
    if part.toward is not None and draft.kind in {"occurrence", "words", "measurement"}:
        (cue, first, end), part.toward = part.toward, None
        draft.reach(first, end)
        turn(draft, cue.name)
        return
    of = part.last if part.examples is not None else None
    if of is not None and of.toward is not None and fits(draft, of, of.toward):
        turn(draft, of.toward)


def opens_reaction(draft: Draft, closed: int, part: Part, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Takes a reaction that brackets part from what it is to: "hypersensitivity |(rash, fever) to| penicillin".

    Args:
        draft: what stands before the brackets.
        closed: the token behind them.
        part: the item, which then waits for the object.
        tokens: the criterion.
        lexicon: knows the reactions.

    Returns:
        Whether it is one; what the brackets say is how one reacts, and nothing else that is asked.
    """
    if tokens.folded[closed : closed + 1] != [_TOWARD] or part.parts[-1].tree is not draft or draft.limits:
        return False
    own = draft.modifiers if draft.entity is None else draft.entity.modifiers
    for first in sorted({draft.first, *(one.first for one in own)}):
        cue = lexicon.phrases.cue((*tokens.folded[first : draft.last], _TOWARD), "toward")
        if cue is not None:
            part.parts.pop()
            part.toward = (cue, first, closed + 1)
            part.modifiers.extend(one for one in own if one.first < first)
            return True
    return False


def completes(chunk: Chunk, part: Part, tokens: Tokens) -> bool:
    """Lets a chunk complete the object of a reaction ("allergy to a component |of the vaccine"); says if it does."""
    last = part.last
    if last is None or last.toward is None or _WITHIN.isdisjoint(tokens.folded[last.last : chunk.first]):
        return False
    last.last, part.link = chunk.last, None
    last.reach(chunk.first, chunk.last)
    return True


def reacts_either(part: Part, tokens: Tokens) -> bool:
    """Whether an item begins with words for either of two reactions: "no response, |intolerance or allergy to| A"."""
    first = part.first
    return first is not None and first.toward is not None and "or" in tokens.folded[first.extent[0] : first.first]


def share_reactions(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Lets a reaction hold for all that is listed with its object, and names each reaction that the rules know."""
    given = _share_objects(parts, joins, tokens, lexicon)
    place = 0
    while place < len(parts):
        _react_to_examples(parts, place, tokens, lexicon)
        last = _open_last(parts[place])
        reaction = reaction_of(last, tokens, lexicon) if last is not None else None
        place += 1
        if reaction is None:
            continue
        _share_object(parts, joins, place - 1, tokens, lexicon)
        end, beyond = _ends(parts, joins, place - 1, tokens, lexicon)
        listed = [_one(part) for part in parts[place:end]]
        if end < beyond and last is not None:
            _leave_open(last, tokens, lexicon)
        if place - 2 in given:
            _share_further(parts, place - 2, given, listed)
        for one in listed:
            turn(one, reaction)
            share_reaction(last, one)
        place += len(listed)
    for draft in (draft for part in parts for draft in part.drafts()):
        if draft.toward is not None:
            name_reaction(draft, draft.toward, tokens, lexicon)


def react_alike(of: Draft, others: Sequence[Draft], tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes a reaction of what is said again or exemplified, as it is of what a reaction is to.

    "Allergy to NSAIDs such as |ibuprofen|", "allergy to antibiotics |(penicillin)|".
    """
    reaction = reaction_of(of, tokens, lexicon)
    for draft in others if reaction is not None else ():
        if may_be_object(draft) and fits(draft, of, str(reaction), tokens):
            turn(draft, str(reaction))
            share_reaction(of, draft)


def _react_to_examples(parts: Sequence[Part], place: int, tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes reactions of the examples in an item, or in the one behind it: "allergy to NSAIDs, e.g. |ibuprofen|"."""
    part = parts[place]
    if not part.examples:
        return
    behind = next((after.parts[:1] for after in parts[place + 1 : place + _BEHIND] if after.parts), [])
    said = part.parts[part.examples :] or behind
    of = last_of(part.parts[part.examples - 1].tree)
    react_alike(of, [draft for one in said for draft in drafts_of(one.tree)], tokens, lexicon)


def except_objects(body: Tree, exception: Tree, tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes a reaction of what is excepted from one: "allergy to penicillin but not |to cephalosporins|"."""
    before = last_of(body)
    excepted = drafts_of(exception)
    reaction = reaction_of(before, tokens, lexicon) if excepted[0].link == _TOWARD else None
    for draft in excepted if reaction is not None and all(map(may_be_object, excepted)) else ():
        turn(draft, str(reaction))
        name_reaction(draft, str(reaction), tokens, lexicon)


def _share_object(parts: Sequence[Part], joins: Sequence[Join], place: int, tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives the reactions listed before an item its object: "|allergy, |intolerance or contraindication to heparin"."""
    of = parts[place].parts[0].tree
    if not isinstance(of, Draft) or (first := object_place(of, tokens, lexicon)) is None:
        return
    at = place - 1
    while at >= 0 and joins[at] in LISTING and len(parts[at].parts) == 1:
        draft = parts[at].last
        phrase = None
        if draft is not None and draft.kind in {"occurrence", "words"} and draft.toward is None and draft.when is None:
            words, _ = lookup_words(Tokens(f"{tokens.surface(draft.first, draft.last)} to"))
            phrase = lexicon.phrases.get(tuple(words))
        if draft is None or phrase is None or "toward" not in phrase.cues:
            return
        own = draft.modifiers if draft.entity is None else draft.entity.modifiers
        draft.first, draft.last = first, of.last
        draft.entity, draft.modifiers = None, own
        if of.toward is not None and of.entity is not None:
            draft.entity = replace(of.entity, modifiers=own)
        turn(draft, phrase.cues["toward"].name)
        at -= 1


def _share_objects(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> frozenset[int]:
    """ "Allergy |or contraindication to latex", "inadequate response |or intolerance to A": both are to the one thing.

    Returns:
        The places of the items that have been given the object of another.
    """
    given: set[int] = set()
    for place in range(len(parts) - 2, -1, -1):
        part, following = parts[place], parts[place + 1]
        bare = part.parts[0].tree if len(part.parts) == 1 else None
        if not isinstance(bare, Draft) or joins[place] == "colon" or bare.toward is not None or bare.limits:
            continue
        reaction, words = bare_reaction(bare, tokens, lexicon), is_of_drug(bare, tokens)
        found = object_of(following, tokens, lexicon) if reaction or words else None
        if found is None:
            continue
        own = bare.modifiers if bare.entity is None else bare.entity.modifiers
        copy = Draft("words", found.first, found.last, own_entity(found, reaction), modifiers=[*own, *found.modifiers])
        if reaction:
            copy.reach(*bare.extent)
            turn(copy, reaction)
            part.parts[0].tree = copy
        else:
            again = found.again()
            again.link = _TOWARD
            part.parts.append(Said(again, part.parts[0].negation))
        given.add(place)
    return frozenset(given)


def _share_further(parts: Sequence[Part], place: int, given: frozenset[int], objects: Sequence[Draft]) -> None:
    """Gives items that have the first of some objects the others too: "|intolerance| or allergy to latex or |iron|"."""
    while objects and place in given:
        said = parts[place].parts[-1]
        if isinstance(said.tree, Draft):
            alike = [said.tree, *(_alike(said.tree, draft) for draft in objects)]
            parts[place].parts[-1] = Said(Op("any_of", [*alike]), said.negation)
        place -= 1


def _alike(of: Draft, draft: Draft) -> Draft:
    """The same that a draft says of its object, of another object."""
    again = draft.again()
    if of.toward is not None:
        turn(again, of.toward)
        again.reach(*of.extent)
        share_reaction(of, again)
    return again


def objects_of(
    parts: Sequence[Part], joins: Sequence[Join], place: int, tokens: Tokens, lexicon: Lexicon
) -> Sequence[Draft]:
    """What a reaction that an item begins with is to, there and in the items behind it; none where it is none.

    Args:
        parts: the items of a list.
        joins: what stands between them.
        place: that of the item.
        tokens: the criterion.
        lexicon: knows the reactions.
    """
    first = object_of(parts[place], tokens, lexicon)
    if first is None:
        return ()
    end, _ = _ends(parts, joins, place, tokens, lexicon)
    return [first, *(draft for part in parts[place + 1 : end] for draft in part.drafts())]


def _ends(
    parts: Sequence[Part], joins: Sequence[Join], place: int, tokens: Tokens, lexicon: Lexicon
) -> tuple[int, int]:
    """Where the list ends whose first item is an object: after the last object that "and" or "or" stands before.

    Beside it where what may be objects ends; what stands between may as well be things of their own, as something else
    ends the list that they are in: "allergy to latex, |aspirin| or asthma".
    """
    end = at = place + 1
    announced = joins[place - 1 : place] == ["colon"]
    between = (*LISTING, "next") if announced else LISTING
    of = parts[place]
    while at < len(parts) and joins[at - 1] in between:
        again = _is_told_again(parts[at], of)
        either = joins[at - 1] == "or" and advised_too(parts[at], of)
        if not again and not either and not _goes_on(parts[at], of, tokens, lexicon):
            break
        of = parts[at] if again else of
        at += 1
        if announced or joins[at - 2] != "comma":
            end = at
    return end, at


def _leave_open(draft: Draft, tokens: Tokens, lexicon: Lexicon) -> None:
    """Notes that the words of a reaction are taken not to be said of what is listed behind its object."""
    if draft.entity is not None:
        found = named_object(draft, tokens, lexicon)
        first = draft.extent[0]
        draft.entity.alone = ("first", first, draft.last if found is None or found.first == first else found.first)


def _goes_on(part: Part, before: Part, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether an item is one object more: "|aspirin", "|any component of the vaccine", or of the kind of the first."""
    of = _open_last(before)
    abused = of is not None and of.toward in _ABUSED
    if not part.parts or part.own_status or part.own_negation or part.clausal or part.people or part.when:
        return False
    found = part.drafts()
    whole = all(
        "of" in tokens.folded[one.last : two.first] or (one.kind == "words" and one.last == two.first)
        for one, two in pairwise(found)
    )
    if not whole or found[-1].last - found[0].first > _LONGEST:
        return False
    advised = str(of.toward) if of is not None else ""
    if all(may_be_object(draft, timed=abused) and fits(draft, of, advised, tokens) for draft in found):
        return True
    if len(found) != 1:
        return False
    return _is_alike(found[0], of) or _is_given_besides(found[0], of) or _is_caused(found[0], tokens, lexicon)


def _is_told_again(part: Part, of: Part) -> bool:
    """Whether "to" says again that something is contraindicated, of whatever kind: "to MRI or |to gadolinium|"."""
    one = part.parts[0].tree if len(part.parts) == 1 else None
    if not isinstance(one, Draft) or one.link != _TOWARD or one.entity is None or one.entity.domain not in _ADVISED:
        return False
    plain = one.toward is None and one.when is None and not one.limits and not part.own_negation
    last = _open_last(of)
    return plain and last is not None and (last.link == _TOWARD or advises_against(last))


def _open_last(part: Part) -> Draft | None:
    """What an item ends in, but for brackets behind it: "contraindication to |MRI| (pacemaker)"."""
    last = part.last
    return (part.last_open or last) if last is not None and last.bracketed else last


def _is_alike(draft: Draft, before: Draft | None) -> bool:
    """Whether a draft names something of the domain of the object before it: "contraindications to MRI or |CT".

    A therapy is listed with drugs too: "intolerance to cyclosporine or |phototherapy|".
    """
    one, two = draft.entity, before.entity if before is not None else None
    if one is None or two is None or one.rule is None or two.rule is None or draft.limits or draft.when is not None:
        return False
    if draft.toward is not None or one.rule.domain != _DONE:
        return False
    return two.rule.domain == _DONE or (two.rule.domain == _DRUG and one.rule.name.endswith(_TREATED))


def _is_given_besides(draft: Draft, before: Draft | None) -> bool:
    """Whether a drug is listed with a procedure that is contraindicated, and so is too: "to MRI or |gadolinium|"."""
    if before is None or not advises_against(before) or draft.entity is None or not may_be_object(draft):
        return False
    one, two = draft.entity.rule, before.entity.rule if before.entity is not None else None
    return one is not None and two is not None and (one.domain, two.domain) == (_DRUG, _DONE)


def _is_caused(draft: Draft, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether a draft names what happens to somebody, to which the rules know an allergy: "or |bee stings|"."""
    if draft.entity is None or draft.entity.domain != _DOMAIN or draft.limits or (draft.toward or draft.when):
        return False
    rule = lexicon.named(f"{_ALLERGY} {tokens.surface(draft.first, draft.last)}")
    return rule is not None and rule.domain == _DOMAIN


def _one(part: Part) -> Draft:
    """All that an item names as one: "any component |of the vaccine"."""
    first, *rest = part.drafts()
    if rest:
        first.kind, first.entity, first.last = "words", None, rest[-1].last
        first.reach(*rest[-1].extent)
        part.parts = [Said(first, part.parts[0].negation)]
    return first


def name_reaction(draft: Draft, reaction: str, tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives a reaction its own concept, where the rules have one for it."""
    said = tokens.surface(draft.first, draft.last)
    rule = lexicon.named(f"{reaction} {said}") or lexicon.named(f"{said} {reaction.rpartition(' ')[0]}")
    if rule is not None and rule.domain == _DOMAIN and draft.entity is not None:
        draft.entity.rule, draft.toward = rule, None
