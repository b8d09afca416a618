"""Modifiers over lists: "|severe or |moderate asthma", "|severe renal or |hepatic disease"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.degrees import RECENT
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.limiting import give_limit
from eligibility.normalize.modifying import leave_modifiers
from eligibility.normalize.parts import Part, Said
from eligibility.tagging.chunks import Entity, Modifier, modifier
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.located import IN_PART, OF_BODY, OF_PARTS, SITE
from eligibility.tagging.tokens import Tokens

_SETTING = "setting"
_WORDS = 2
"""Words of a modifier that is looked for in a name."""
_TAKING = frozenset({"on", "taking", "using", "receiving"})
"""Words behind which something else is modified, that is taken."""
_SIDE = "laterality"
_EYE = "eye"
"""What the modifiers are called that say which eye it is."""
_ELSEWHERE = frozenset(
    f"conditions-{field}"
    for field in ("cardiology", "dental", "endocrinology", "hematology", "hepatology-gastroenterology", "nephrology",
                  "obstetrics-gynecology", "psychiatry", "pulmonology", "social", "urology")
)  # fmt: skip
"""Packs of illnesses that are in no eye."""
_PLANNED, _PRESENT = "planned", "present"
_SPREAD = "spread"
"""The kind of modifiers that say how far a tumor has spread."""
_TOGETHER = frozenset(
    ["severity", "control", "symptoms", "treatment", "chronicity", "spread", "certainty", "laterality"]
)
"""Kinds of modifiers that are no alternatives to one another."""
_CERTAINTY = "certainty"
_ALTERNATIVE = frozenset({"or", "/"})
"""What stands between modifiers that are."""


def part_spread(parts: list[Part], joins: list[Join]) -> None:
    """Makes an item of its own of how far something has spread, where that is said of what the next item names.

    "HER2-negative |locally advanced| or metastatic breast cancer" is HER2-negative, and breast cancer of either spread.
    """
    for place in range(len(parts) - 2, -1, -1):
        part, last = parts[place], parts[place].last
        if joins[place] != "or" or last is None or not part.modifiers or part.modifiers[0].first < last.last:
            continue
        if any(one.kind != _SPREAD for one in part.modifiers) or not _is_named_first(parts[place + 1]):
            continue
        said, part.modifiers = part.modifiers, []
        parts.insert(place + 1, Part(modifiers=said, together=True))
        joins.insert(place, "and")


def _is_named_first(part: Part) -> bool:
    first = part.first
    return first is not None and first.kind == "occurrence" and first.link is None


def share_modifiers(parts: list[Part], joins: list[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Puts a modifier that stands alone to the one that the next item begins with: "|severe or |moderate asthma"."""
    _say_behind(parts, joins)
    for place in range(len(parts) - 2, -1, -1):
        part = parts[place]
        if not part.modifiers or joins[place] not in LISTING:
            continue
        following = parts[place + 1].drafts()
        entity = following[0].entity if following else None
        counted = entity is not None and _is_counted(part, following[0], entity, tokens, lexicon)
        if entity is not None and (counted or part.scale is not None) and _leveled(part, following[0], entity, tokens):
            continue
        if not only_modifies(part, parts[place + 1]):
            if entity is not None:
                _leave_said(parts, joins, place, entity, tokens)
            continue
        beside = parts[place + 1].modifiers or (entity.modifiers if entity is not None else [])
        if entity is not None and all(is_behind(said, entity) for said in beside) and joins[place] in {"and", "or"}:
            _part_modifier(following[0], entity, tokens, lexicon)
            beside = entity.modifiers
        one, two = part.modifiers[-1], next((said for said in beside if not is_behind(said, entity)), None)
        both = two is not None and _hold_both(one, two, joins[place], tokens, closed=_is_closed(parts, joins, place))
        if _is_alternative(parts, joins, place):
            beside[:] = [said for said in beside if said is not two]
        elif two is not None and not both and _reaches(one, two, tokens):
            own = _alike(part.modifiers)
            two.first, two.name = own[0].first, tokens.surface(own[0].first, two.last)
            beside.extend(part.modifiers[: -len(own)])
        elif entity is not None and (both or joins[place] == "comma"):
            beside[:0] = part.modifiers
        else:
            if entity is not None:
                _leave_beside(part, parts[place + 1], entity, alone=joins[place] == "or")
            continue
        if following:
            following[0].reach(part.modifiers[0].first, part.modifiers[-1].last)
        parts[place + 1].own_negation = parts[place + 1].own_negation or part.own_negation
        del parts[place], joins[place]


def _say_behind(parts: list[Part], joins: list[Join]) -> None:
    """Gives modifiers between a thing and a denial to the thing: "gout, |acute or chronic|, without tophi"."""
    for place in range(len(parts) - 2, 0, -1):
        part, before = parts[place], parts[place - 1].last_open
        denied = parts[place + 1].own_negation and not part.own_negation
        if not (denied and part.modifiers) or joins[place - 1 : place + 1] != ["comma", "comma"]:
            continue
        if before is None or before.kind != "occurrence" or before.entity is None:
            continue
        if only_modifies(part, parts[place + 1]):
            before.entity.modifiers.extend(part.modifiers)
            before.reach(part.modifiers[0].first, part.modifiers[-1].last)
            del parts[place], joins[place - 1]


def _leave_said(parts: list[Part], joins: list[Join], place: int, entity: Entity, tokens: Tokens) -> None:
    """Hands the modifiers of an item that says more on to the next one's thing, or makes a thing of its own of them."""
    part, following = parts[place], parts[place + 1]
    draft = following.drafts()[0]
    if joins[place] == "or" and _is_timed(part, draft):
        if draft.status == _PRESENT and draft.when is None:
            _take_recent(part, draft)
        elif draft.when is not None and draft.status != _PLANNED:
            _time_apart(part, following, entity)
        else:
            _leave_beside(part, following, entity, alone=True)
    elif part.link is not None and joins[place] in {"and", "or"}:
        link = part.link
        _hand_on(part, draft, entity, tokens)
        _run_on(parts, joins, place, link)


def _take_recent(part: Part, draft: Draft) -> None:
    """Gives a thing that is there now the time in which it was: "|recent (within a month)| or current use of X"."""
    draft.when, part.when, draft.status, draft.whenever = part.when, None, None, True
    draft.reach(part.modifiers[0].first, part.modifiers[-1].last)
    part.modifiers = []


def _time_apart(part: Part, following: Part, entity: Entity) -> None:
    """Makes a thing of its own of a kind with its own time: "|oral (within a month)| or inhaled (a week) steroids"."""
    again = following.drafts()[0].again()
    again.entity = replace(entity, modifiers=part.modifiers)
    again.extent, again.when, part.when = (part.modifiers[0].first, part.modifiers[-1].last), part.when, None
    part.parts.append(Said(again, following.parts[0].negation))
    part.modifiers = []


def _reaches(one: Modifier, two: Modifier, tokens: Tokens) -> bool:
    """Whether a modifier goes on to the one that the next item begins with: not "mild or on |inhaled| steroids"."""
    between = slice(one.last, two.first)
    return one.last <= two.first and True not in tokens.numeric[between] and _TAKING.isdisjoint(tokens.folded[between])


def _hold_both(one: Modifier, two: Modifier, join: Join, tokens: Tokens, *, closed: bool) -> bool:
    """Whether two modifiers say different things that hold together: "|severe|, uncontrolled asthma".

    Before alternatives they do where the first says how sure something is, or ends alternatives of its own: "|proven|,
    acute or chronic gout", "|mild or severe|, acute or chronic gout"; "|severe|, acute or chronic gout" is one list.
    """
    if join not in {"comma", "and"} or one.kind == two.kind or not {one.kind, two.kind} <= _TOGETHER:
        return False
    if _ALTERNATIVE.isdisjoint(tokens.folded[two.first : two.last]):
        return True
    return join == "comma" and (one.kind == _CERTAINTY or closed)


def _is_closed(parts: Sequence[Part], joins: Sequence[Join], place: int) -> bool:
    """Whether the modifier of an item ends alternatives of its own kind: "|mild or severe|, acute or chronic gout"."""
    one = parts[place].modifiers[-1]
    if joins[place] != "comma" or not place or joins[place - 1] != "or":
        return False
    before = parts[place - 1]
    return only_modifies(before, parts[place]) and before.modifiers[-1].kind == one.kind


def is_behind(said: Modifier, entity: Entity | None) -> bool:
    """Whether a modifier stands behind the name that it is said of: "disease that is |unresectable|"."""
    return entity is not None and said.first >= entity.last


def _is_timed(part: Part, draft: Draft) -> bool:
    """Whether an item only says how recent something is, with its time, or of which kind, where each has its own."""
    if part.when is None or part.parts or part.limit or part.duration or part.value or part.own_negation:
        return False
    return draft.when is not None or all(one.name == RECENT for one in part.modifiers)


def _leave_beside(part: Part, following: Part, entity: Entity, *, alone: bool) -> None:
    """Leaves a modifier without the noun of the next item as words, unless that item is a plan of the same.

    "|Recent| or planned surgery" is surgery that is recent, and besides it what is planned. What is denied with them is
    so in both items: "no |medical| or psychiatric illness".
    """
    planned = following.drafts()[0]
    if not alone or planned.status != _PLANNED or (planned.when is not None and part.when is None):
        denied = part.own_negation or not following.own_negation
        leave_modifiers(part.modifiers, part, following.parts[0].negation if denied else 0)
        return
    again = planned.again()
    again.status, again.entity = None, replace(entity, modifiers=[*part.modifiers, *entity.modifiers])
    again.extent = (part.modifiers[0].first, part.modifiers[-1].last)
    if part.when is not None:
        again.when, part.when = part.when, None
        again.reach(again.when.first, again.when.last)
    part.parts.append(Said(again, following.parts[0].negation))
    part.modifiers = []


def _part_modifier(draft: Draft, entity: Entity, tokens: Tokens, lexicon: Lexicon) -> None:
    """Parts a modifier from the name that it is in: "locally advanced or |metastatic| breast cancer"."""
    for end in range(entity.first + 1, min(entity.first + _WORDS, entity.last - 1) + 1):
        said, rest = (lexicon.phrases.get(tokens.folded[a:b]) for a, b in ((entity.first, end), (end, entity.last)))
        cue = (said.cues.get("modifier") or said.cues.get("severity")) if said is not None else None
        if cue is None or rest is None or rest.concept is None or rest.concept.domain != entity.domain:
            continue
        entity.modifiers.append(modifier(cue, entity.first, end))
        entity.rule, entity.first, draft.first = rest.concept, end, end
        return


def _alike(modifiers: list[Modifier]) -> list[Modifier]:
    """The last modifiers that are of one kind: "|locally advanced unresectable| or metastatic"."""
    start = len(modifiers) - 1
    while (
        start
        and modifiers[start - 1].kind == modifiers[-1].kind
        and modifiers[start - 1].last == modifiers[start].first
    ):
        start -= 1
    return modifiers[start:]


def _run_on(parts: list[Part], joins: list[Join], place: int, link: str) -> None:
    """Makes an item whose modifier has gone to the next one with it, where that goes on with it."""
    part, following = parts[place], parts[place + 1]
    if not _goes_on(part, following):
        return
    following.drafts()[0].link = link
    following.parts[:0] = part.parts
    following.must, following.whom = part.must, part.whom
    del parts[place], joins[place]


def _goes_on(part: Part, following: Part) -> bool:
    """Whether an item and the next are one, as only the modifier of its last word is said twice.

    "Surgery for |locally advanced or |metastatic melanoma".
    """
    marked = (following.must, following.whom, following.examples, following.either, part.examples, part.either)
    waiting = part.limit or part.when or part.duration or part.value or part.listed or following.listed
    own = following.own_negation or following.own_status or following.clausal
    return bool(part.parts) and not (part.modifiers or waiting or own) and all(place is None for place in marked)


def _is_counted(part: Part, draft: Draft, entity: Entity, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether an item is a number of what the next one has another number of: "≥ 2 |moderate| or ≥ 1 severe flares"."""
    limit, said = part.limit, part.modifiers[-1]
    if limit is None or limit.last != part.modifiers[0].first or not limit.compared or limit.amount.ref is not None:
        return False
    if not entity.modifiers and tokens.numeric[entity.first - 1]:
        _part_modifier(draft, entity, tokens, lexicon)
    beside = entity.modifiers[0] if entity.modifiers else None
    if limit.amount.unit_tokens is not None or beside is None or beside.kind != said.kind:
        return False
    return beside.last <= entity.first and tokens.numeric[beside.first - 1]


def _leveled(part: Part, draft: Draft, entity: Entity, tokens: Tokens) -> bool:
    """Makes an item the next one's, at its own level, or as often as it says.

    "Regionally advanced (stage III) or |metastatic (stage IV) melanoma", "≥ 2 moderate or |≥ 1 severe flares|".

    Returns:
        Whether the item says no more than how it is modified, and its level.
    """
    limit = part.limit
    if part.parts or limit is None or part.when or part.duration or part.value or part.own_negation:
        return False
    again = draft.again()
    again.entity = replace(entity, modifiers=part.modifiers, by="shared")
    again.extent = (part.modifiers[0].first, limit.last)
    part.modifiers, part.limit = [], None
    give_limit(again, limit, part, tokens)
    part.parts.append(Said(again))
    return True


def share_over_heads(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """What modifies the first of several adjectives with one noun modifies all: "untreated lung or |skin cancer".

    One that has modifiers of its own has no others, nor has one whose name begins with one: "left ventricular or
    |right| ventricular failure".
    """
    for place in range(len(parts) - 1):
        one, two = _only_entity(parts[place]), _only_entity(parts[place + 1])
        if one is None or two is None or one.by != "shared" or one.domain != two.domain or joins[place] == "colon":
            continue
        if parts[place].own_negation != parts[place + 1].own_negation:
            continue
        _share_level(parts[place].drafts()[0], parts[place + 1].drafts()[0])
        _share_level_behind(parts[place].drafts()[0], parts[place + 1])
        if not two.modifiers:
            said = [replace(said, shared=True) for said in one.modifiers if said.last <= one.first]
            two.modifiers = [] if said and _begins_with_own(two, tokens, lexicon) else said


def _begins_with_own(entity: Entity, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether the name of a thing begins with a modifier: "|secondary| adrenal insufficiency"."""
    return entity.last - entity.first > 1 and lexicon.modifies((tokens.folded[entity.first],))


def _share_level(one: Draft, two: Draft) -> None:
    """ "stage III lung or |skin cancer": the stage before the first of several adjectives is that of all."""
    if not two.limits and one.scale is not None and len(one.limits) == 1 and one.limits[0].last <= one.first:
        two.limits, two.scale = [*one.limits], one.scale


def _share_level_behind(one: Draft, part: Part) -> None:
    """ "Lung or |skin cancer of stage III": the stage behind the noun of several adjectives is that of all."""
    two = part.drafts()[0]
    if one.limits or two.scale is None or len(two.limits) != 1 or two.limits[0].first < two.last:
        return
    one.limits, one.scale = [*two.limits], two.scale


def _only_entity(part: Part) -> Entity | None:
    """What an item names first, if it does so with its first word."""
    tree = part.parts[0].tree if part.parts else None
    return tree.entity if isinstance(tree, Draft) and tree.kind == "occurrence" else None


def _hand_on(part: Part, draft: Draft, entity: Entity, tokens: Tokens) -> None:
    """ "treatment with |oral or |inhaled steroids": the modifier at the end of an item goes to the next item's."""
    one, two = part.modifiers[-1], entity.modifiers[0] if entity.modifiers else None
    if two is None or not one.last <= two.first < entity.first or True in tokens.numeric[one.last : two.first]:
        leave_modifiers(part.modifiers, part)
        return
    draft.reach(part.modifiers[0].first, two.last)
    two.first, two.name = one.first, tokens.surface(one.first, two.last)
    entity.modifiers[:0] = part.modifiers[:-1]
    part.modifiers = []


def share_behind(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens) -> None:
    """What stands behind the last of several things of one domain holds of all: "uveitis or |keratitis in one eye".

    On which side holds of what is there and of what is done: "infection or |surgery of the left eye".

    Where each has a time of its own, that is what stands behind the last time; where each has a limit, in which
    setting all are measured: "saturation ≤ 90 % or PaO2 ≤ 60 mmHg |on room air|".
    """
    for place in range(len(parts) - 1, 0, -1):
        two = _last_draft(parts[place])
        if two is None or two.entity is None or not two.entity.modifiers or joins[place - 1] in {"colon", "next"}:
            continue
        one = _last_draft(parts[place - 1])
        if one is None or one.entity is None:
            continue
        alike = one.entity.domain == two.entity.domain
        if not alike and not OF_BODY.issuperset((one.entity.domain, two.entity.domain)):
            continue
        join = joins[place - 1]
        said = [modifier for modifier in two.entity.modifiers if _is_shared(modifier, one.entity, join, tokens)]
        said = said if alike else [modifier for modifier in said if modifier.kind == _SIDE]
        if one.when is not None and two.when is not None and one.when is not two.when:
            said = [modifier for modifier in said if modifier.first >= two.when.last]
        elif one.when is not None:
            continue
        if one.limits:
            said = [modifier for modifier in said if modifier.kind == _SETTING]
        if said and not any(other.behind for other in one.entity.modifiers):
            one.entity.modifiers.extend(replace(modifier, shared=True) for modifier in said)


def _is_shared(said: Modifier, one: Entity, join: Join, tokens: Tokens) -> bool:
    """Whether a modifier behind the second of two things is the first one's too.

    Where something is, is only said of what needs it, before "or": "fracture or |injury of the ankle". Which eye it is
    is said of no illness of other parts: "diabetes or |cataract in either eye".
    """
    placed = not IN_PART.isdisjoint(tokens.folded[one.last : one.last + 1])
    bare = one.last - one.first == 1 and tokens.folded[one.first] in OF_PARTS and not placed
    if said.name == _EYE and not bare and one.rule is not None and one.rule.pack in _ELSEWHERE:
        return False
    return said.behind and (said.kind != SITE or (join in {"or", "and"} and bare))


def _last_draft(part: Part) -> Draft | None:
    """The last thing that an item says, where that is one draft."""
    tree = part.parts[-1].tree if part.parts else None
    return tree if isinstance(tree, Draft) else None


def only_modifies(part: Part, following: Part) -> bool:
    """Whether an item says nothing but a modifier, and a denial of the next one: "no |severe or |mild asthma"."""
    more = part.parts or part.limit or part.when or part.duration or part.value or part.listed
    denies = part.own_negation and (following.own_negation or not following.parts or not following.parts[0].negation)
    return bool(part.modifiers) and not more and not denies


def _is_alternative(parts: Sequence[Part], joins: Sequence[Join], place: int) -> bool:
    """Whether a status alone will do as well as the modifier: "active or |chronic, bleeding"."""
    before = parts[place - 1] if place else None
    return before is not None and before.own_status and not before.parts and joins[place - 1] == "or"
