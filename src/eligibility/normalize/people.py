"""People: whom the items of a list are about, where several say it together.

"Men and |women with asthma", "gout or |asthma patients in pain", "smoking and |non-smoking women".
"""

from __future__ import annotations

import re

from eligibility.normalize.attaching import ages
from eligibility.normalize.drafts import Draft, Tree, all_of, any_of, drafts_of, first_of, sexes
from eligibility.normalize.joins import Join, name_other_ages
from eligibility.normalize.parts import Part, Said, said_tree
from eligibility.tagging.tokens import Tokens

_PAIR = 2
_WITH = "with"
_WHO = "who"
_OF_WOMEN = frozenset({"menopause", "pregnancy", "lactation", "postpartum state", "surgical menopause", "premenopause"})
"""Concepts that are of women alone."""
_ATTRIBUTIVE = re.compile(
    r"(?:ic|al|ive|ous|ar|ary|(?<!pl)ant|(?<!m)ent|ed|ory|able|ible|ile|less|free|form|immune|partum|term|stage|obese"
    r"|weight|healthy|elderly|feeding|nursing|ating|young|old|fit|well|frail|grade|risk|positive|negative)$",
    re.IGNORECASE,
)
"""How words end that may stand before people: "|pregnant| or nursing women", but not "|smokers| or pregnant women"."""

_AGED = frozenset({"sex", "age", "definition"})
"""Kinds of leaves that say who people are."""
_GROUPS = frozenset({"definition", "sex"})
_OF_AGE = frozenset({"definition", "age"})
_YOUNG = frozenset({"boy", "girl"})
"""Words for the young of a sex."""
_EITHER = frozenset({"and", "or"})
_LISTED = _EITHER | {"comma"}


def join_people(parts: list[Part], joins: list[Join], tokens: Tokens) -> None:
    """Makes "men and |women with diabetes" one item: whoever it is, the rest is asked of both."""
    for place in range(len(joins)):
        if joins[place] != "colon" and _described(parts[place], parts[place + 1]):
            _keep_apart(parts[place], parts[place + 1], tokens)
    _join_denied(parts, joins)
    young = not _YOUNG.isdisjoint(tokens.words)
    place = 0
    while place < len(parts) - 1:
        left, right = parts[place], parts[place + 1]
        if young and joins[place] in _LISTED and _are_of_one_sex(left, right, tokens):
            one, two = left.drafts()[-1], right.drafts()[0]
            two.reach(*one.extent)
            right.parts[:0] = left.parts[:-1]
            del parts[place], joins[place]
        elif _is_alternative(parts, joins, place + 1, tokens):
            place += 1
        elif joins[place] != "colon" and _ends_in_people(left) and _begins_with_people(right) and _differ(left, right):
            people = any_of([left.parts[-1].tree, right.parts[0].tree])
            if people is not None:
                right.parts[:1] = [*left.parts[:-1], Said(people, right.parts[0].negation)]
            del parts[place], joins[place]
        elif joins[place] in {"and", "or"} and _both_of_an_age(parts, joins, place):
            people = any_of([tree for said in (left.parts, right.parts[:1]) if (tree := said_tree(said)) is not None])
            right.parts[:1] = [] if people is None else [Said(people)]
            del parts[place], joins[place]
        elif joins[place] in {"and", "or"} and _each_of_an_age(left, right):
            sides = [said_tree(left.parts), said_tree(right.parts[:_PAIR])]
            people = any_of([tree for tree in sides if tree is not None])
            right.parts[:_PAIR] = [Said(people)] if people is not None else []
            del parts[place], joins[place]
        elif joins[place] in {"and", "or"} and (count := _count_described(left, right)):
            _join_described(left, right, count)
            del parts[place], joins[place]
        elif joins[place] in {"and", "or"} and _described(left, right):
            start = _first_described(parts, joins, place, tokens)
            either = any_of([part.parts[0].tree for part in parts[start : place + _PAIR]])
            right.parts[:1] = [] if either is None else [Said(either)]
            del parts[start : place + 1], joins[start : place + 1]
            place = start
        else:
            place += 1


def join_ages(parts: list[Part], joins: list[Join], tokens: Tokens) -> None:
    """Makes "children or |adults with gout" one item: whoever they are, the rest is asked of all: "women and children".

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them.
        tokens: the criterion.
    """
    for place in range(len(parts) - 1, 0, -1):
        right = parts[place] if place < len(parts) else None
        if right is None or joins[place - 1] not in _EITHER or len(right.parts) < _PAIR:
            continue
        count = next((at for at, said in enumerate(right.parts) if not _is_group(said, _OF_AGE)), 0)
        if not count or not _have(right.parts[count].tree, tokens):
            continue
        start = place
        while start and joins[start - 1] in _LISTED and not parts[start - 1].clausal:
            before = parts[start - 1]
            grouped = bool(before.parts) and all(_is_group(said, _GROUPS) for said in before.parts)
            if not grouped and not name_other_ages(before.drafts(), Part(parts=right.parts[:count]).drafts()):
                break
            start -= 1
        said = [*(part.parts for part in parts[start:place]), right.parts[:count]]
        groups = any_of([tree for one in said if (tree := said_tree(one)) is not None])
        if start < place and groups is not None:
            right.parts = [Said(groups), *right.parts[count:]]
            del parts[start:place], joins[start:place]


def _have(tree: Tree, tokens: Tokens) -> bool:
    """Whether something is said behind people to be what they have: "adults |with gout|", "living |with HIV|"."""
    following = first_of(tree)
    return following.link == _WITH or tokens.folded[following.extent[0] - 1] == _WITH


def _is_group(said: Said, kinds: frozenset[str]) -> bool:
    """Whether a tree is no more than what people of an age are called, or those of a sex."""
    return not said.negation and all(draft.kind in kinds for draft in drafts_of(said.tree))


def _join_denied(parts: list[Part], joins: list[Join]) -> None:
    """Makes one item of all that people are not: "men or |non-pregnant, |non-lactating women| aged 18 to 50"."""
    for place in range(len(joins) - 1, -1, -1):
        left, right = parts[place], parts[place + 1]
        if joins[place] != "comma" or len(left.parts) != 1 or len(right.parts) < _PAIR:
            continue
        person = next((said for said in right.parts if not _is_none(said)), right.parts[0])
        if _is_none(left.parts[0]) and _is_none(right.parts[0]) and _is_person(person.tree) and not person.negation:
            right.parts[:0] = left.parts
            del parts[place], joins[place]


def _is_none(said: Said) -> bool:
    """Whether a tree says in one word that something is not there: "non-pregnant"."""
    draft = said.tree
    return bool(said.negation) and isinstance(draft, Draft) and draft.entity is not None and draft.entity.denied


def _is_alternative(parts: list[Part], joins: list[Join], place: int, tokens: Tokens) -> bool:
    """Whether the people of an item stand for themselves: behind "or" those of both sexes, and those of a clause."""
    if joins[place - 1] == "or" and (_both_follow(parts, joins, place) or _goes_on(parts, joins, place)):
        return True
    return joins[place - 1] in {"and", "or"} and _begins_clause(parts[place], tokens)


def _goes_on(parts: list[Part], joins: list[Join], place: int) -> bool:
    """Whether "and" says more of the people behind a comma, and of no others: "male, or |female and sterile|".

    So it does behind "either": "either male or |female and sterile|". What it says are alternatives, then.
    """
    part, before, end = parts[place], parts[place - 1], place + 1
    offered = before.either is not None and len(before.parts) == 1
    if not (part.paused or offered) or part.last is None or part.last.kind != "sex":
        return False
    if joins[place : place + 1] != ["and"]:
        return False
    more = parts[end]
    others = more.first is None or more.first.kind in _AGED or more.others or more.people
    if more.comma or others or not {"or", "comma"}.issuperset(joins[end:]):
        return False
    more.either = 0 if more.either is None else more.either
    before.either = None if offered else before.either
    return True


def _both_of_an_age(parts: list[Part], joins: list[Join], place: int) -> bool:
    """Whether a comma parts an age from people of either sex: "non-pregnant women or men, |18 to 40 years old|"."""
    left, right = parts[place], parts[place + 1]
    if not _ends_in_people(left) or left.clausal or len(right.parts) != 1 or joins[place + 1 : place + 2] != ["comma"]:
        return False
    before, age = left.drafts(), parts[place + 2]
    plain = all(draft.kind in {"sex", "occurrence"} and draft.when is None and not draft.limits for draft in before)
    aged = age.drafts()[0].kind == "age" if age.parts else age.limit is not None and ages(age.limit)
    return plain and aged and _is_person(right.parts[0].tree) and not right.limit


def _begins_clause(part: Part, tokens: Tokens) -> bool:
    """Whether a clause is about the people behind a comma, and no others: "men, or |women who are sterile|".

    What the clause says are alternatives, then.
    """
    first = part.first
    if first is None or not part.paused or first.kind != "sex" or tokens.folded[first.last : first.last + 1] != [_WHO]:
        return False
    part.either = 1 if part.either is None else part.either
    return True


def _each_of_an_age(left: Part, right: Part) -> bool:
    """Whether people of each sex are of an age, and the rest is asked of both: "men > 50 or women > 60 |with gout|"."""
    if len(left.parts) != _PAIR or len(right.parts) <= _PAIR or left.when or left.limit:
        return False
    pairs = [[said.tree for said in part.parts[:_PAIR] if not said.negation] for part in (left, right)]
    if any(sorted(d.kind for d in pair if isinstance(d, Draft)) != ["age", "sex"] for pair in pairs):
        return False
    following = first_of(right.parts[_PAIR].tree)
    one, two = (sexes(d for d in pair if isinstance(d, Draft)) for pair in pairs)
    return one != two and following.link == _WITH and all(d.limits for d in (*_aged(left), *_aged(right)))


def _aged(part: Part) -> list[Draft]:
    return [said.tree for said in part.parts[:_PAIR] if isinstance(said.tree, Draft) and said.tree.kind == "age"]


def _both_follow(parts: list[Part], joins: list[Join], place: int) -> bool:
    """Whether others stand behind "or" who are of both sexes: "pregnant women, or |men and women with asthma"."""
    if joins[place : place + 1] != ["and"] or len(parts[place].parts) != 1 or not _ends_in_people(parts[place]):
        return False
    return _begins_with_people(parts[place + 1]) and _differ(parts[place], parts[place + 1])


def join_kinds(parts: list[Part], joins: list[Join], tokens: Tokens, people: frozenset[tuple[str, ...]]) -> None:
    """Makes "gout or |asthma patients with pain" one item: whichever they have, the rest is said of all patients."""
    for place in range(len(parts) - 1, 0, -1):
        if place >= len(parts) or len(parts[place].parts) < _PAIR or joins[place - 1] not in {"and", "or"}:
            continue
        right = parts[place]
        last = right.parts[0].tree.last if isinstance(right.parts[0].tree, Draft) else len(tokens.folded)
        named = tokens.folded[last : last + 1]
        if not _is_kind(right.parts[0]) or named == [_WHO] or tuple(named) not in people:
            continue
        start = place
        while start and joins[start - 1] != "colon" and len(parts[start - 1].parts) == 1:
            if not _is_kind(parts[start - 1].parts[0]) or parts[start - 1].clausal:
                break
            start -= 1
        if start == place:
            continue
        kinds = any_of([tree for part in parts[start : place + 1] if (tree := said_tree(part.parts[:1])) is not None])
        if kinds is not None:
            for draft in drafts_of(kinds):
                draft.people = True
            right.parts = [Said(kinds), *right.parts[1:]]
            del parts[start:place], joins[start:place]


def _is_kind(said: Said) -> bool:
    """Whether a condition that nothing more is said of may tell which people are meant."""
    draft = said.tree
    if not isinstance(draft, Draft) or draft.kind != "occurrence" or said.negation or draft.limits or draft.when:
        return False
    return draft.entity is not None and draft.entity.domain == "condition"


def join_opposed(parts: list[Part], joins: list[Join]) -> None:
    """Makes "surgical and |non-surgical procedures at home" one item: either will do, and the rest holds of both."""
    place = 0
    while place < len(parts) - 1:
        left, right = parts[place], parts[place + 1]
        if joins[place] in {"and", "or"} and _opposed(left, right):
            either = any_of([one for said in (left.parts[-1], right.parts[0]) if (one := said_tree([said]))])
            right.parts = [*left.parts[:-1], *([] if either is None else [Said(either)]), *right.parts[1:]]
            del parts[place], joins[place]
        else:
            place += 1


def _opposed(left: Part, right: Part) -> bool:
    """Whether one item denies what the other says."""
    if not left.parts or not right.parts or bool(left.parts[-1].negation) == bool(right.parts[0].negation):
        return False
    one, two = left.parts[-1].tree, right.parts[0].tree
    if not isinstance(one, Draft) or not isinstance(two, Draft) or one.entity is None or two.entity is None:
        return False
    bare = not (one.limits or two.limits or one.when or two.when or one.entity.modifiers or two.entity.modifiers)
    return bare and two.entity.denied and one.entity.rule is not None and one.entity.rule is two.entity.rule


def _count_described(left: Part, right: Part) -> int:
    """How many trees say who others are that an item begins with: "men and |non-pregnant women| aged 18 to 50"."""
    at = next((at for at, said in enumerate(right.parts) if _is_person(said.tree)), 0)
    if not at or not _ends_in_people(left) or left.clausal or right.clausal:
        return 0
    said = [one.tree for one in right.parts[:at]]
    plain = all(isinstance(tree, Draft) and tree.kind == "occurrence" and tree.link is None for tree in said)
    others = sexes(drafts_of(left.parts[-1].tree)) != sexes(drafts_of(right.parts[at].tree))
    return at + 1 if plain and others and not right.parts[at].negation and not left.parts[-1].negation else 0


def _join_described(left: Part, right: Part, count: int) -> None:
    """Makes "healthy men and |non-pregnant women" one item; what only denies something of the others leaves the rest.

    So both are healthy here; but in "pregnant women and |healthy men" each are what is said of them.
    """
    who, rest = right.parts[:count], right.parts[count:]
    kept = left.parts[:-1] if all(said.negation for said in who[:-1]) else []
    people = any_of([tree for tree in (said_tree(left.parts[len(kept) :]), said_tree(who)) if tree is not None])
    right.parts = [*kept, *([] if people is None else [Said(people)]), *rest]


def _is_attributive(draft: Draft, tokens: Tokens) -> bool:
    """Whether a word may stand before people, as one does that has the rest of its name from the next: "|pre-|"."""
    if draft.entity is not None and draft.entity.by == "shared":
        return True
    return _ATTRIBUTIVE.search(tokens.surface(draft.last - 1, draft.last)) is not None


def _described(left: Part, right: Part) -> bool:
    """ "pregnant or |lactating women with gout": two things, and the people that the second says both of.

    What a comma parts from them is no other thing that they are: "pregnant|, or sexually active women with gout|".
    """
    if len(left.parts) != 1 or len(right.parts) < _PAIR or not _is_person(right.parts[1].tree):
        return False
    if right.apart and len(right.parts) > _PAIR:
        return False
    one, two = left.parts[0], right.parts[0]
    if (
        one.negation
        or two.negation
        or right.parts[1].negation
        or left.limit is not None
        or left.clausal
        or right.clausal
    ):
        return False
    return all(
        isinstance(said.tree, Draft) and said.tree.kind == "occurrence" and not said.tree.limits for said in (one, two)
    )


def _first_described(parts: list[Part], joins: list[Join], place: int, tokens: Tokens) -> int:
    """The first of what commas list before what people are: "|diabetic, |hypertensive or obese men".

    What women alone can be is listed with no more than its like: "|pregnant|, nursing or postpartum women".
    """
    of_women = all(_is_of_women(part.parts[0].tree) for part in parts[place : place + _PAIR])
    while place and joins[place - 1] == "comma":
        before = parts[place - 1]
        tree = before.parts[0].tree if len(before.parts) == 1 else None
        if not isinstance(tree, Draft) or tree.kind != "occurrence" or tree.limits or tree.people:
            break
        if before.parts[0].negation or before.limit is not None or before.clausal or of_women != _is_of_women(tree):
            break
        if not _is_attributive(tree, tokens):
            break
        place -= 1
    return place


def _is_of_women(tree: Tree) -> bool:
    """Whether a leaf names what women alone have."""
    rule = tree.entity.rule if isinstance(tree, Draft) and tree.entity is not None else None
    return rule is not None and rule.name in _OF_WOMEN


def _keep_apart(left: Part, right: Part, tokens: Tokens) -> None:
    """Makes "pregnant women" one where what stands before is nothing that women are: "|smokers| or pregnant women"."""
    thing = left.parts[0].tree
    if not isinstance(thing, Draft):
        return
    if thing.people or not _is_attributive(thing, tokens):
        who = all_of([said.tree for said in right.parts])
        right.parts = right.parts if who is None else [Said(who)]


def _begins_with_people(part: Part) -> bool:
    limit = part.limit
    aged = limit is None or (limit.calendar and bool(part.parts) and part.drafts()[0].link is None)
    return bool(part.parts) and aged and _is_person(part.parts[0].tree)


def _ends_in_people(part: Part) -> bool:
    return bool(part.parts) and part.limit is None and part.when is None and _is_person(part.parts[-1].tree)


def _differ(left: Part, right: Part) -> bool:
    """Whether others are named: "men and |women", but not "pregnant women, or |women who plan to be".

    What only one sex can have is of that alone: "postmenopausal women or |men".
    """
    if left.parts[-1].negation != right.parts[0].negation:
        return False
    before = [draft.entity.rule for said in left.parts[:-1] for draft in drafts_of(said.tree) if draft.entity]
    if any(rule is not None and rule.name in _OF_WOMEN for rule in before):
        return False
    return sexes(drafts_of(left.parts[-1].tree)) != sexes(drafts_of(right.parts[0].tree))


def _are_of_one_sex(left: Part, right: Part, tokens: Tokens) -> bool:
    """Whether people of one sex have two names, of the grown and of the young: "men and |boys with hemophilia"."""
    if not left.parts or not right.parts:
        return False
    one, two = left.parts[-1].tree, right.parts[0].tree
    if not isinstance(one, Draft) or not isinstance(two, Draft) or one.kind != "sex" or two.kind != "sex":
        return False
    if left.limit or left.when or min(len(left.parts), len(right.parts)) > 1 or not _begins_with_people(right):
        return False
    alike = sexes([one]) == sexes([two]) and left.parts[-1].negation == right.parts[0].negation
    return alike and tokens.folded[one.first] != tokens.folded[two.first]


def _is_person(tree: Tree) -> bool:
    return all(draft.kind == "sex" for draft in drafts_of(tree))
