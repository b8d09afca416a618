"""Lists: the parts of a list get the limits, times and heads that they share, and the operators that join them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Literal

from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft, Op, Tree, all_of, any_of, drafts_of
from eligibility.normalize.items import Part, Said, attach_limit, item_tree, said_tree, with_examples

Join = Literal["and", "or", "comma", "colon"]
Kind = Literal["inclusion", "exclusion"]
Operator = Literal["and", "or"]
_NEARBY = 8
"""Items back in which the event of a further time is looked for."""


def join_of(tags: Sequence[str]) -> Join:
    """What a separator says: and, or, a bare comma (which means what the next word of the list says), a colon."""
    found = set(tags)
    if found & {"OR", "NOR", "SLASH"}:
        return "or"
    if found & {"AND", "BUT"}:
        return "and"
    return "colon" if "COLON" in found else "comma"


def join_people(parts: list[Part], joins: list[Join]) -> None:
    """Makes "men and |women with diabetes" one item: whoever it is, the rest is asked of both."""
    place = 0
    while place < len(parts) - 1:
        left, right = parts[place], parts[place + 1]
        if joins[place] != "colon" and _only_people(left) and right.parts and _is_person(right.parts[0].tree):
            people = any_of([left.parts[0].tree, right.parts[0].tree])
            if people is not None:
                right.parts[0] = Said(people, right.parts[0].negation)
            del parts[place], joins[place]
        else:
            place += 1


def _only_people(part: Part) -> bool:
    return len(part.parts) == 1 and part.limit is None and part.when is None and _is_person(part.parts[0].tree)


def _is_person(tree: Tree) -> bool:
    return all(draft.kind == "sex" for draft in drafts_of(tree))


def share_limits(parts: list[Part], joins: list[Join]) -> None:
    """Gives each limit without a subject the subject before it, and each measurement without a limit the one after."""
    for place, part in enumerate(parts):
        if part.limit is not None and place and not any(draft.subject for draft in part.drafts()):
            _share_head(parts, place, joins[place - 1])
    for place in range(len(parts) - 1, 0, -1):
        measured = [d for d in parts[place].drafts() if d.kind == "measurement" and not d.bracketed]
        if measured and measured[0].limits:
            _share_back(parts, place, joins, measured[0])


def _share_head(parts: list[Part], place: int, join: Join) -> None:
    """ "HbA1c > 7 % or |< 9 %": the subject of the limit before."""
    limit = parts[place].limit
    at = place - 1
    while at > 0 and not parts[at].parts:
        at -= 1
    before = parts[at] if parts[at].parts else None
    if before is None or limit is None:
        return
    draft = next((d for d in reversed(before.recent()) if d.kind in {"measurement", "age"}), None)
    if draft is None:
        return
    parts[place].limit = None
    if not draft.limits:
        attach_limit(draft, limit)
        return
    again = draft.again()
    again.extent = (limit.first, limit.last)
    attach_limit(again, limit)
    negation = next((said.negation for said in before.parts if draft in drafts_of(said.tree)), 0)
    parts[place].parts.append(Said(again, negation))


def _share_back(parts: list[Part], place: int, joins: list[Join], source: Draft) -> None:
    """ "ALT and |AST > 3 x ULN": the limit is on both."""
    at = place - 1
    while at >= 0 and joins[at] != "colon":
        found = parts[at].drafts()
        last = found[-1] if found else None
        if last is None or last.kind != "measurement" or last.limits or last.values or last.entity is None:
            return
        last.limits.extend(source.limits)
        at -= 1


def share_times(parts: list[Part], joins: list[Join]) -> None:
    """Gives each time the events before it in the list that have none, and a leading time all that follow."""
    for place, part in enumerate(parts):
        if part.when is not None and not part.drafts():
            if place == 0:
                if _forward(parts, part.when, 0):
                    part.when = None
                continue
            when, part.when = part.when, None
            events = _events_before(parts, place, joins)
            for draft in events:
                draft.when = when
            if not events:
                _once_more(parts, place, when)
        else:
            found = [draft for draft in part.recent() if not draft.bracketed]
            timed = next((d for d in found if d.when is not None), None)
            if timed is not None and part.leading and timed.when is not None:
                _forward(parts, timed.when, place)
                continue
            anew = part.clausal or (part.own_status and place > 0)
            if timed is not None and timed.when is not None and found[0] is timed and not anew:
                for draft in _events_before(parts, place, joins):
                    draft.when, draft.anchor = timed.when, timed.anchor


def _once_more(parts: list[Part], place: int, when: When) -> None:
    """ "surgery in the past 6 months or |within the next 6 months": the same event at another time."""
    nearby = (part.last_open for part in reversed(parts[max(0, place - _NEARBY) : place]))
    named = next((draft for draft in nearby if draft is not None and draft.named), None)
    if named is None:
        parts[place].when = when
        return
    again = named.again()
    again.when, again.extent = when, (when.first, when.last)
    parts[place].parts.append(Said(again))


def _forward(parts: list[Part], when: When, place: int) -> bool:
    """Gives a leading time to the events after its item that have none; says whether there were any."""
    given = False
    for part in islice(parts, place + 1, None):
        for draft in part.drafts():
            if draft.when is not None:
                return given
            if draft.kind == "occurrence" and not draft.bracketed:
                draft.when = when
                given = True
    return given


def _events_before(parts: list[Part], place: int, joins: list[Join]) -> list[Draft]:
    """The events in the items before one, back to the first that has a time or a limit of its own."""
    out: list[Draft] = []
    at = place - 1
    while at >= 0 and joins[at] != "colon":
        found = [d for d in parts[at].recent() if not d.bracketed]
        if any(d.when is not None or d.limits for d in found):
            break
        events = [d for d in found if d.kind in {"occurrence", "words", "attestation"}]
        out.extend(d for d in events[-1:] if d.kind == "occurrence")
        at -= 1
    return out


def join(parts: list[Part], joins: list[Join], kind: Kind) -> Tree | None:
    """The tree of a list: "and" binds tighter than "or", a comma is what the next "and" or "or" says."""
    for place, part in enumerate(parts):
        if part.listed and place < len(parts) - 1:
            return _counted(parts, joins, place, kind)
        if part.examples and place < len(parts) - 1:
            parts, joins = _exemplified(parts, joins, place)
            break
    if "colon" in joins:
        return _under_headings(parts, joins, kind)
    if len(parts) == 1:
        return item_tree(parts[0])
    operators = resolve(joins, parts, kind)
    if (chosen := next((place for place, part in enumerate(parts) if part.either and place), None)) is not None:
        parts, operators = _chosen(parts, operators, chosen)
    head = _shared_head(parts, operators)
    tree = _precedence(*_negated_runs(parts, operators))
    return all_of([each for each in (head, tree) if each is not None])


def _shared_people(parts: list[Part]) -> Tree | None:
    """ "pregnant or lactating |women": takes "women" out of the last item, as all of them are."""
    last = parts[-1].parts
    if len(last) != 2 or any(len(part.parts) != 1 for part in parts[:-1]):
        return None
    people = last[-1].tree
    if not isinstance(people, Draft) or people.kind != "sex" or last[0].negation != last[1].negation:
        return None
    if not all(draft.kind == "occurrence" for part in parts[:-1] for draft in part.drafts()):
        return None
    parts[-1].parts = last[:-1]
    return people


def _chosen(parts: list[Part], joins: list[Operator], place: int) -> tuple[list[Part], list[Operator]]:
    """ "A and either |B or C|": the alternatives become one item."""
    end = place
    while end < len(joins) and joins[end] == "or":
        end += 1
    tree = _precedence(*_negated_runs(parts[place : end + 1], joins[place:end]))
    one = Part(parts=[Said(tree)] if tree is not None else [])
    return [*parts[:place], one, *parts[end + 1 :]], [*joins[:place], *joins[end:]]


def _shared_head(parts: list[Part], joins: list[Operator]) -> Tree | None:
    """ "diabetes with |nephropathy or |retinopathy": takes "diabetes" out of the first item, as it is with either."""
    if len(parts) < 2 or "or" not in joins:
        return None
    if (people := _shared_people(parts)) is not None:
        return people
    if len(parts[0].parts) < 2 or parts[0].must:
        return None
    first = parts[0].drafts()
    following = [found[0] for part in parts[1:] if (found := part.drafts())]
    if not following or parts[0].parts[-1].negation != parts[0].parts[0].negation:
        return None
    count = _head_length(parts, first, following)
    head, parts[0].parts = parts[0].parts[:count], parts[0].parts[count:]
    return said_tree(head)


def _head_length(parts: list[Part], first: list[Draft], following: list[Draft]) -> int:
    """How many trees at the front of the first item are its head; 0 for none."""
    who = next((place for place, said in enumerate(parts[0].parts) if not _is_who(said.tree)), 0)
    if any(_is_who(said.tree) for part in parts[1:] for said in part.parts):
        who = 0
    tail = first[-1].entity
    if tail is None or first[0].kind not in {"occurrence", "measurement", "age", "sex"} or first[-1].link is None:
        return who
    alike = all(d.entity is not None and d.entity.domain == tail.domain or d.link == first[-1].link for d in following)
    if not alike or any(part.clausal for part in parts[1:]):
        return who
    return len(parts[0].parts) - 1


def _is_who(tree: Tree) -> bool:
    return all(draft.kind in {"sex", "age"} for draft in drafts_of(tree))


def _shared_people(parts: list[Part]) -> Tree | None:
    """ "pregnant or lactating |women": takes "women" out of the last item, as all of them are."""
    last = parts[-1].parts
    if len(last) != 2 or any(len(part.parts) != 1 for part in parts[:-1]):
        return None
    people = last[-1].tree
    if not isinstance(people, Draft) or people.kind != "sex" or last[0].negation != last[1].negation:
        return None
    if not all(draft.kind == "occurrence" for part in parts[:-1] for draft in part.drafts()):
        return None
    parts[-1].parts = last[:-1]
    return people


def _chosen(parts: list[Part], joins: list[Operator], place: int) -> tuple[list[Part], list[Operator]]:
    """ "A and either |B or C|": the alternatives become one item."""
    end = place
    while end < len(joins) and joins[end] == "or":
        end += 1
    tree = _precedence(*_negated_runs(parts[place : end + 1], joins[place:end]))
    one = Part(parts=[Said(tree)] if tree is not None else [])
    return [*parts[:place], one, *parts[end + 1 :]], [*joins[:place], *joins[end:]]


def _shared_head(parts: list[Part], joins: list[Operator]) -> Tree | None:
    """ "diabetes with |nephropathy or |retinopathy": takes "diabetes" out of the first item, as it is with either."""
    if len(parts) < 2 or "or" not in joins:
        return None
    if (people := _shared_people(parts)) is not None:
        return people
    if len(parts[0].parts) < 2 or parts[0].must or any(part.clausal for part in parts[1:]):
        return None
    first = parts[0].drafts()
    if len(first) < 2 or first[0].kind not in {"occurrence", "measurement", "age", "sex"}:
        return None
    if first[-1].link is None and first[0].kind != "sex":
        return None
    tail = first[-1].entity
    if tail is None or parts[0].parts[-1].negation != parts[0].parts[0].negation:
        return None
    following = [found[0] for part in parts[1:] if (found := part.drafts())]
    alike = all(d.entity is not None and d.entity.domain == tail.domain or d.link == first[-1].link for d in following)
    if not following or not alike or any(len(part.drafts()) > 1 for part in parts[1:]):
        return None
    head = parts[0].parts[:-1]
    parts[0].parts = parts[0].parts[-1:]
    return said_tree(head)


def _negated_runs(parts: list[Part], joins: list[Operator]) -> tuple[list[Tree | None], list[Operator]]:
    """The trees of the items, those under one negation made one: "no A, B or C" is that none of them holds."""
    trees: list[Tree | None] = []
    between: list[Operator] = []
    place = 0
    while place < len(parts):
        end = place
        while end + 1 < len(parts) and _continues(parts[end], parts[end + 1]):
            end += 1
        if trees or place:
            between.append(joins[place - 1])
        trees.append(item_tree(parts[place]) if end == place else _one_negation(parts[place : end + 1], joins[place:end]))
        place = end + 1
    return trees, between


def _continues(left: Part, right: Part) -> bool:
    if not left.parts or not right.parts:
        return False
    return left.parts[-1].negation != 0 and left.parts[-1].negation == right.parts[0].negation


def _one_negation(parts: list[Part], joins: list[Operator]) -> Tree | None:
    """Items under one negation: what stands before it, and that none of the rest holds."""
    negation = parts[0].parts[-1].negation
    before = [said for said in parts[0].parts if said.negation != negation]
    inside = [all_of([said.tree for said in part.parts if said.negation == negation]) for part in parts]
    after = [said for part in parts[1:] for said in part.parts if said.negation != negation]
    denied = any_of([tree for tree in inside if tree is not None])
    out = [said_tree(before), Op("not", [denied]) if denied is not None else None, said_tree(after)]
    return all_of([tree for tree in out if tree is not None])


def _counted(parts: list[Part], joins: list[Join], place: int, kind: Kind) -> Tree | None:
    """ "at least two of the following: A, B, C"."""
    rest = [tree for part in parts[place + 1 :] if (tree := item_tree(part)) is not None]
    count = parts[place].count
    if not rest:
        counted = None
    elif count == -1:
        counted = all_of(rest)
    elif count is not None and count > 1:
        counted = Op("at_least", rest, count)
    else:
        counted = any_of(rest)
    before = join(parts[:place], joins[: max(0, place - 1)], kind) if place else None
    own = [tree for tree in (before, item_tree(parts[place]), counted) if tree is not None]
    return all_of(own)


def _exemplified(parts: list[Part], joins: list[Join], place: int) -> tuple[list[Part], list[Join]]:
    """ "diseases such as A, B and C": the items after "such as" are examples of what stands before."""
    examples = any_of([tree for part in parts[place + 1 :] if (tree := item_tree(part)) is not None])
    joined = with_examples(item_tree(parts[place]), examples)
    return [*parts[:place], Part(parts=[Said(joined)] if joined is not None else [])], joins[:place]


def _under_headings(parts: list[Part], joins: list[Join], kind: Kind) -> Tree | None:
    """ "cardiac disease: A or B": what stands before a colon holds together with what it introduces."""
    trees: list[Tree] = []
    start = 0
    for place, one in enumerate([*joins, "colon"]):
        if one == "colon":
            tree = join(parts[start : place + 1], joins[start:place], kind)
            if tree is not None:
                trees.append(tree)
            start = place + 1
    return all_of(trees)


def resolve(joins: list[Join], parts: list[Part], kind: Kind) -> list[Operator]:
    """The operator of each separator."""
    out: list[Operator] = []
    following: Operator | None = None
    for place in range(len(joins) - 1, -1, -1):
        one = joins[place]
        if one == "or":
            following = "or"
        elif one == "and":
            following = "or" if _either(parts[place], parts[place + 1], kind) else "and"
        elif following is None:
            following = "or" if kind == "exclusion" else "and"
        out.append(following)
    return out[::-1]


def _either(left: Part, right: Part, kind: Kind) -> bool:
    """Whether "and" means that either will do: between people, and between things in an exclusion list.

    Nobody is both male and female; and who excludes "pregnant and lactating women" means either.
    """
    ends = (left.drafts()[-1:], right.drafts()[:1])
    if all(found and found[0].kind == "sex" for found in ends):
        return True
    if kind != "exclusion":
        return False
    sides = [next((d for d in part.drafts() if d.entity is not None), None) for part in (left, right)]
    domains = {side.entity.domain if side is not None and side.entity is not None else None for side in sides}
    return len(domains) == 1 and None not in domains


def _precedence(trees: list[Tree | None], joins: list[Operator]) -> Tree | None:
    """ "A or B and C" is A or (B and C)."""
    either: list[Tree] = []
    every: list[Tree] = []
    for place, tree in enumerate(trees):
        if place and joins[place - 1] == "or" and every:
            either.append(Op("all_of", every) if len(every) > 1 else every[0])
            every = []
        if tree is not None:
            every.append(tree)
    if every:
        either.append(Op("all_of", every) if len(every) > 1 else every[0])
    return any_of(either)
