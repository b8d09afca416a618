"""Lists: the items of a list become one tree."""

from __future__ import annotations

from itertools import pairwise

from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.normalize.as_one import (
    before_exceptions,
    bound_together,
    denied_of_people,
    is_lone_exception,
    limited_together,
    said_of_people,
    with_lone_exceptions,
)
from eligibility.normalize.asking import ask, ask_first, cases_of, only_people, take_condition
from eligibility.normalize.attaching import attach_limit
from eligibility.normalize.both import first_choice, is_chosen
from eligibility.normalize.cuts import bare_cut, closing_cuts, comma_cuts
from eligibility.normalize.drafts import Op, Tree, all_of, any_of
from eligibility.normalize.examples import example_of, exemplified
from eligibility.normalize.excepted_states import state_apart
from eligibility.normalize.grouping import group_alternatives, is_wider, listed_with, said_of_both
from eligibility.normalize.heads import own_status_after, shared_head, with_heads
from eligibility.normalize.item_trees import item_tree
from eligibility.normalize.joins import Join, Operator, is_by_sex, resolve
from eligibility.normalize.members import are_all_asked, is_made_of, is_measured, is_one_asked
from eligibility.normalize.other_people import other_people
from eligibility.normalize.parts import Part, Said
from eligibility.normalize.precedence import negated_runs, precedence
from eligibility.normalize.reasons import group_reasons
from eligibility.normalize.ways import join_means
from eligibility.tree import Kind

_PAIR = 2


def join(parts: list[Part], joins: list[Join], kind: Kind) -> Tree | None:
    """The tree of a list: "and" binds tighter than "or", a comma is what the next "and" or "or" says."""
    alone = len(parts) == 1 and parts[0].counted is None and parts[0].whom is None
    return item_tree(parts[0]) if alone else _list_tree(parts, joins, kind)


def _list_tree(parts: list[Part], joins: list[Join], kind: Kind) -> Tree | None:
    """The tree of a list of several items, or of one that others are counted in or asked of."""
    for place, part in enumerate(parts):
        if part.listed and (place < len(parts) - 1 or part.counted is not None):
            return _counted(parts, joins, place, kind)
        if part.examples is not None and part.parts and place < len(parts) - 1:
            parts, joins = _exemplified(parts, joins, place, kind)
            break
    if (tree := _divided_by_people(parts, joins, kind)) is not None:
        return tree
    if (end := before_exceptions(parts, joins)) < len(parts):
        said = [_related(parts[:end], joins[: end - 1], kind), *map(item_tree, parts[end:])]
        return all_of([tree for tree in said if tree is not None])
    return _related(parts, joins, kind)


def _divided_by_people(parts: list[Part], joins: list[Join], kind: Kind) -> Tree | None:
    """The tree of a list in which something else is asked of others, or excludes them; None of any other."""
    if (second := _second_demand(parts, joins)) is not None:
        sides = [join(parts[:second], joins[: second - 1], kind), join(parts[second:], joins[second:], kind)]
        return all_of([side for side in sides if side is not None])
    cases = cases_of(parts, joins) if kind == "exclusion" else []
    return _in_cases(parts, joins, cases) if cases else None


def _related(parts: list[Part], joins: list[Join], kind: Kind) -> Tree | None:
    """The tree of a list that is said of the same people, once what belongs together in it is one item."""
    if any(part.bound for part in parts):
        parts, joins = bound_together(parts, joins)
    if "or" in joins and any(map(is_lone_exception, parts)):
        parts, joins = with_lone_exceptions(parts, joins)
    if len(parts) == 1:
        if kind == "inclusion" and parts[0].whom:
            ask(parts, [])
        elif kind == "inclusion" and parts[0].whom == 0 and parts[0].parts:
            ask_first(parts[0])
        return item_tree(parts[0])
    if (tree := _alternatives_apart(parts, joins, kind)) is not None:
        return tree
    if "or" in joins:
        parts, joins = group_reasons(parts, joins)
    if "or" in joins and (len(joins) > 1 or len(parts[0].parts) > 1):
        parts, joins = limited_together(parts, joins)
    if "comma" in joins and len(parts) > _PAIR:
        parts, joins = denied_of_people(*said_of_people(parts, joins))
    if "colon" in joins:
        return _under_headings(parts, joins, kind)
    operators = resolve(joins, parts, kind)
    people = ask(parts, operators) if kind == "inclusion" and any(part.whom for part in parts) else None
    if people is not None:
        return _implied(people, _joined(parts, operators))
    if kind == "inclusion" and (cuts := closing_cuts(parts, operators) or bare_cut(parts, joins, operators)):
        return _all_joined(parts, operators, cuts)
    who = take_condition(parts, operators) if parts and kind == "inclusion" else None
    return _implied(who, _joined(parts, operators))


def _implied(who: Tree | None, asked: Tree | None) -> Tree | None:
    """What is asked of some people; either alone where the other is not there."""
    return (who or asked) if who is None or asked is None else Op("implies", [who, asked])


def _alternatives_apart(parts: list[Part], joins: list[Join], kind: Kind) -> Tree | None:
    """Alternatives that are other people, or with what is said of both or of the last alone; None where none is so."""
    if others := other_people(parts, joins):
        runs = pairwise([0, *others, len(parts)])
        sides = [join(parts[first:end], joins[first : end - 1], kind) for first, end in runs]
        return any_of([side for side in sides if side is not None])
    if "or" not in joins or len(parts) <= _PAIR:
        return None
    if said_of_both(parts, joins):
        both = [_related(parts[:-1], joins[:-1], kind), item_tree(parts[-1])]
        return all_of([tree for tree in both if tree is not None])
    if place := listed_with(parts, joins):
        sides = [*map(item_tree, parts[:place]), _related(parts[place:], joins[place:], kind)]
        return any_of([tree for tree in sides if tree is not None])
    return None


def _in_cases(parts: list[Part], joins: list[Join], cases: list[int]) -> Tree | None:
    """What excludes all, and what excludes some people: "renal failure, or |in women, |pregnancy or lactation"."""
    trees = [join(parts[: cases[0]], joins[: max(0, cases[0] - 1)], "exclusion")] if cases[0] else []
    for case, end in pairwise([*cases, len(parts)]):
        who, what = item_tree(parts[case]), join(parts[case + 1 : end], joins[case + 1 : end - 1], "exclusion")
        trees.append(all_of([tree for tree in (who, what) if tree is not None]))
    return any_of([tree for tree in trees if tree is not None])


def _second_demand(parts: list[Part], joins: list[Join]) -> int | None:
    """Where others are asked something else: "men must be sterile, |and women must use contraception"."""
    first = next((place for place, part in enumerate(parts) if part.must), len(parts))
    for place in range(first + 1, len(parts)):
        if parts[place].must and joins[place - 1] == "and" and parts[place].drafts()[0].kind == "sex":
            return place
    return None


def _joined(parts: list[Part], operators: list[Operator]) -> Tree | None:
    """The tree of several items and the operators between them."""
    if len(parts) > _PAIR:
        parts, operators = join_means(parts, operators)
    if (chosen := first_choice(parts)) is not None:
        parts, operators = _chosen(parts, operators, chosen)
    if cuts := comma_cuts(parts, operators):
        return _all_joined(parts, operators, cuts)
    parts, operators = with_heads(parts, operators)
    if len(parts) > _PAIR and (first := _divided(parts, operators)) is not None:
        parts, operators = _chosen(parts, operators, first)
    if len(parts) > _PAIR and (end := own_status_after(parts, operators)):
        parts, operators = _first_as_one(parts, operators, end)
    if "and" in operators and "or" in operators:
        parts, operators = group_alternatives(parts, operators)
    head = shared_head(parts, operators)
    tree = precedence(*negated_runs(parts, operators))
    if isinstance(head, Op) and isinstance(tree, Op) and head.kind == tree.kind == "not":
        return Op("not", [Op("all_of", [*head.parts, *tree.parts])])
    return all_of([each for each in (head, tree) if each is not None])


def _all_joined(parts: list[Part], operators: list[Operator], cuts: list[int]) -> Tree | None:
    """The tree of a list of lists, all of which hold."""
    sides = [_joined(parts[first:end], operators[first : end - 1]) for first, end in pairwise([0, *cuts, len(parts)])]
    return all_of([tree for tree in sides if tree is not None])


def _first_as_one(parts: list[Part], joins: list[Operator], end: int) -> tuple[list[Part], list[Operator]]:
    """The first items of a list as one: "infection with |A or |B|, or a history of C"."""
    tree = _joined(parts[:end], joins[: end - 1])
    return [Part(parts=[Said(tree)] if tree is not None else []), *parts[end:]], joins[end - 1 :]


def _divided(parts: list[Part], operators: list[Operator]) -> int | None:
    """Where limits on one thing begin that hold for a sex each, and stand beside more that holds for all.

    "BMI < 35 and |weight ≥ 50 kg for men or ≥ 45 kg for women".
    """
    for place, operator in enumerate(operators):
        if operator == "or" and is_by_sex(parts[place], parts[place + 1]):
            beside = operators[:place][-1:] + operators[place + 1 : place + 2]
            return place if "and" in beside else None
    return None


def _chosen(parts: list[Part], joins: list[Operator], place: int) -> tuple[list[Part], list[Operator]]:
    """ "A and either |B or C|", "asthma found by either |A or B|": the alternatives are one item, with what leads."""
    end = place
    while end < len(joins) and is_chosen(parts, joins, place, end):
        end += 1
    own, head = parts[place], parts[place].either or 0
    if head and head == len(own.parts) and end > place and (state := state_apart(own.parts[-1])) is not None:
        own = replace(own, parts=[*own.parts[:-1], *state])
    if head == len(own.parts) or any(said.negation for said in own.parts[:head]):
        head = 0
    first = replace(own, parts=own.parts[head:], must=None)
    tree = precedence(*negated_runs([first, *parts[place + 1 : end + 1]], joins[place:end]))
    rest = [Said(tree)] if tree is not None else []
    one = replace(own, parts=[*own.parts[:head], *rest], either=None) if head else Part(parts=rest)
    return [*parts[:place], one, *parts[end + 1 :]], [*joins[:place], *joins[end:]]


def _counted(parts: list[Part], joins: list[Join], place: int, kind: Kind) -> Tree | None:
    """ "at least two of the following: A, B, C"."""
    if parts[place].counted is not None and (sides := _counted_again(parts, joins, place)):
        return any_of([tree for some, between in sides if (tree := join(some, between, kind)) is not None])
    own, members, between = _members(parts, joins, place)
    count = own.count
    end = _beside(members, between) if "next" not in between else len(members)
    more, members, between = join(members[end:], between[end:], kind), members[:end], between[: max(0, end - 1)]
    rest = _alternatives(members, between, kind, denied_together=own.at_most is None and (count is None or count == 1))
    if own.counted is not None and len(rest) < max(2, count or 0):
        return _uncounted(parts, joins, place, own.counted, kind)
    if count is None and kind == "inclusion" and "or" not in between and all(is_measured(part) for part in members):
        count = -1
    said = [item_tree(own), so_many(count, rest, own.at_most), more]
    if joins[max(0, place - _PAIR) : place] == ["or", "and"] and is_wider(parts[place - _PAIR], parts[place - 1]):
        said.insert(0, item_tree(parts[place - 1]))
        place, joins = place - 1, joins[: place - 1]
    listed = [tree for tree in said if tree is not None]
    before = join(parts[:place], joins[: max(0, place - 1)], kind) if place else None
    if before is not None and joins[place - 1] == "or":
        return any_of([before, *([] if (one := all_of(listed)) is None else [one])])
    return all_of([*([] if before is None else [before]), *listed])


def _counted_again(parts: list[Part], joins: list[Join], place: int) -> list[tuple[list[Part], list[Join]]]:
    """The lists that several counts part: "either two of A, B and C |or one of D and E|"; none where there is one."""
    places = range(place + _PAIR, len(parts))
    cuts = [0, *(at for at in places if parts[at].counted is not None and joins[at - 1] == "or"), len(parts)]
    return [(parts[a:b], joins[a : b - 1]) for a, b in pairwise(cuts)] if len(cuts) > _PAIR else []


def so_many(count: int | None, trees: list[Tree], at_most: int | None = None) -> Tree | None:
    """So many of some trees, at least: -1 is all of them, None is any; or so many at most."""
    if at_most is not None:
        more = so_many(at_most + 1, trees)
        fewer = None if more is None else Op("not", [more])
        least = so_many(count, trees) if count else None
        return all_of([tree for tree in (least, fewer) if tree is not None])
    if count == -1:
        return all_of(trees)
    if count is not None and count > 1 and trees:
        return Op("at_least", trees, count)
    return any_of(trees)


def _members(parts: list[Part], joins: list[Join], place: int) -> tuple[Part, list[Part], list[Join]]:
    """The item that announces a list, and the members of the list: the items after it, and what it ends in itself.

    Before a colon it ends in what all of them are ("two of the following |symptoms: A, B").
    """
    own = parts[place]
    members, between = parts[place + 1 :], joins[place + 1 :]
    if own.listed_at < len(own.parts) and joins[place : place + 1] != ["colon"]:
        first = replace(own, parts=own.parts[own.listed_at :], listed=False, must=None)
        own = replace(own, parts=own.parts[: own.listed_at])
        members, between = [first, *members], joins[place:]
    return own, members, between


def _beside(members: list[Part], between: list[Join]) -> int:
    """Where what stands beside a list begins: "two of A, B or C, |and D"; its length where nothing does."""
    end = next((at for at, one in enumerate(between) if one == "or"), len(between))
    following = range(end + 1, len(between))
    beside = (at + 1 for at in following if between[at] == "and" and members[at + 1].comma)
    asked = (at + 1 for at in range(len(between)) if members[at + 1].relative and members[at + 1].comma)
    return next(beside, next(asked, len(members)))


def _alternatives(members: list[Part], between: list[Join], kind: Kind, *, denied_together: bool) -> list[Tree]:
    """The trees of the members of a list; what semicolons divide is one member each."""
    if "next" in between:
        trees: list[Tree | None] = []
        start = 0
        for place, one in enumerate([*between, "next"]):
            if one == "next":
                trees.append(join(members[start : place + 1], between[start:place], kind))
                start = place + 1
        if denied_together and not any(part.own_negation for part in members):
            trees = _denied(trees)
    elif denied_together:
        mixed = "or" in between and "and" in between
        operators: list[Operator] = ["and" if mixed and one == "and" else "or" for one in between]
        trees, operators = negated_runs(members, operators)
        trees = _alternatives_of(trees, operators)
    else:
        trees = [item_tree(part) for part in members]
    return [tree for tree in trees if tree is not None]


def _alternatives_of(trees: list[Tree | None], operators: list[Operator]) -> list[Tree | None]:
    """The trees that "and" joins as one each: "any of A, or |B and C|"."""
    if "and" not in operators:
        return trees
    either = precedence(trees, operators)
    return [*either.parts] if isinstance(either, Op) and either.kind == "any_of" else [either]


def _denied(trees: list[Tree | None]) -> list[Tree | None]:
    """What "none of the following" denies, denied together."""
    inside = [tree.parts[0] for tree in trees if isinstance(tree, Op) and tree.kind == "not"]
    denied = any_of(inside)
    return trees if denied is None or len(inside) < len(trees) else [Op("not", [denied])]


def _uncounted(parts: list[Part], joins: list[Join], place: int, limit: Limit, kind: Kind) -> Tree | None:
    """ "at least two of the planned doses": it is the one thing that is there so often."""
    parts[place].listed = False
    draft = next(
        (draft for draft in Part(parts=parts[place].parts[parts[place].listed_at :]).drafts() if draft.subject), None
    )
    if draft is not None:
        attach_limit(draft, limit)
    return join(parts, joins, kind)


def _exemplified(parts: list[Part], joins: list[Join], place: int, kind: Kind) -> tuple[list[Part], list[Join]]:
    """ "diseases such as A, B and C": the items after "such as" are examples of what stands before.

    Limits that are asked for are all asked: "adequate function including |ANC ≥ 1.5 x 10^9/L and bilirubin ≤ 1 mg/dL|".
    """
    first = parts[place]
    first = first if first.examples else replace(first, same=False)
    end = next((at for at in range(place + 1, len(parts)) if _says_more(parts[at], joins[at - 1])), len(parts))
    closed = end
    if first.same and end > place + _PAIR and is_measured(parts[place + 1]) and parts[place + 1].either is None:
        end = next((at for at in range(place + _PAIR, end) if not is_measured(parts[at])), end)
    if end < closed and joins[end - 1] == "and" and not parts[end].paused:
        end += 1
    between = joins[place : end if end < closed else end - 1]
    count = min(first.examples or len(first.parts), len(first.parts))
    of = first.parts[:count]
    listed = [first.parts[count:], *(part.parts for part in parts[place + 1 : end])]
    trees = [example_of(one, of, same=first.same) for one in listed]
    examples = any_of([tree for tree in trees if tree is not None])
    members = bool(of) and first.members and is_made_of(of, listed, joins[place : end - 1], kind)
    if members or (kind == "inclusion" and are_all_asked(of, listed, between)):
        examples, first = all_of([tree for tree in trees if tree is not None]), replace(first, same=True)
    elif is_one_asked(of, listed, first, kind):
        first = replace(first, same=True)
    if parts[place].same and _is_definition(parts[place + 1 : end], between):
        examples = _defining(parts[place:end], joins[place : end - 1], count)
        of = of if first.examples else []
    said = of if examples is None else exemplified(of, examples, first) if of else [Said(examples)]
    one = replace(first, parts=said, examples=None)
    return [*parts[:place], one, *parts[end:]], [*joins[:place], *joins[end - 1 :]]


def _is_definition(parts: list[Part], joins: list[Join]) -> bool:
    """Whether what says a thing again is a list with a meaning of its own: of limits, or of so many things."""
    return any(part.listed for part in parts) or ("and" in joins and any(map(is_measured, parts)))


def _defining(parts: list[Part], joins: list[Join], count: int) -> Tree | None:
    """What defines a thing, where "and" stands in it: "hepatitis, i.e. |ALT > 100 U/L and jaundice"."""
    own = parts[0].parts[count:] if parts[0].examples else parts[0].parts
    members = [replace(part, examples=None) for part in (replace(parts[0], parts=own), *parts[1:])]
    skipped = 0 if own else 1
    return join(members[skipped:], joins[skipped:], "inclusion")


def _says_more(part: Part, join: Join) -> bool:
    """Whether an item is no further example: "cancer, including lymphoma, |who have pain", "..., and |aged over 18"."""
    if part.relative:
        return True
    if join != "and" or not part.parts:
        return False
    first = part.drafts()[0]
    return part.clausal or part.own_negation or part.must is not None or first.kind in {"age", "sex", "attestation"}


def _under_headings(parts: list[Part], joins: list[Join], kind: Kind) -> Tree | None:
    """ "cardiac disease: A or B": what stands before a colon holds together with what it introduces."""
    if kind == "inclusion" and joins[0] == "colon" and only_people(parts[0]):
        who, asked = item_tree(parts[0]), join(parts[1:], joins[1:], kind)
        if who is not None and asked is not None:
            return Op("implies", [who, asked])
    trees: list[Tree] = []
    start = 0
    for place, one in enumerate([*joins, "colon"]):
        if one == "colon":
            tree = join(parts[start : place + 1], joins[start:place], kind)
            if tree is not None:
                trees.append(tree)
            start = place + 1
    return all_of(trees)
