"""Exceptions: what is said, but for something."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import CARE, Draft, Op, Tree, drafts_of
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Kind

_ANY_DRUG = frozenset({"medication", "drug", "medicine"})
"""What any drug is."""
_SEVERAL = 2
_BEFORE = 3
"""Tokens before what is said first among which people are looked for."""
_PEOPLE = frozenset({"patient", "subject", "participant", "individual", "person", "people", "those"})
_ONE = frozenset({"is", "was", "does", "has"})
"""Verbs of one thing."""


def but_for(body: Tree | None, exception: Tree, tokens: Tokens, kind: Kind, *, unless: bool) -> Tree:
    """What is said, but for an exception.

    "A except B" is A and not B; "no A except B", that no A is there but B; "A unless B", asked, is A where B is not.
    Who is excluded for what they do not attest, or lack "unless B", is so where B is not.
    What is excepted from a limit are people: "HbA1c ≤ 8 %, bilirubin ≤ 1.5 x ULN |except in Gilbert's syndrome" asks
    less of them, and of bilirubin only.

    Args:
        body: what is said; None where nothing is said before the exception.
        exception: what is excepted.
        tokens: the criterion.
        kind: the list that it stands in: what is said is asked, or excludes.
        unless: whether the word is "unless".
    """
    none = Op("not", [exception])
    if body is None:
        return none
    if all(draft.kind == "occurrence" for draft in drafts_of(exception)) and (start := _limited(body)) is not None:
        return _but_for_limit(body, start, none, kind)
    if unless and kind == "inclusion":
        return _asked(body, none)
    if (denied := _denied(body, kind)) is not None and not (kind == "exclusion" and _is_lacking(denied, unless=unless)):
        denied.parts = [also(denied.parts[0], none)]
        return body
    if isinstance(body, Op) and body.kind == "any_of" and _is_other(body.parts[-1], tokens):
        body.parts[-1] = also(body.parts[-1], none)
        return body
    return also(body, none)


def _denied(body: Tree, kind: Kind) -> Op | None:
    """What is denied right before an exception: "no surgery", and where it is asked for "melanoma, |no surgery|"."""
    last = body
    if kind == "inclusion" and isinstance(body, Op) and body.kind == "all_of":
        last = body.parts[-1]
    return last if isinstance(last, Op) and last.kind == "not" else None


def denies(trees: Sequence[Tree]) -> bool:
    """Whether the last of some statements of what is asked ends in a denial, from which something may be allowed."""
    return bool(trees) and _denied(trees[-1], "inclusion") is not None


def is_of(exception: Tree, body: Tree, tokens: Tokens) -> bool:
    """Whether an exception is from what a statement denies: a condition from a condition, "|inhaled| steroids".

    Drugs and procedures beside others are none from them: "no anticoagulants; |aspirin| is allowed".
    """
    denied = _denied(body, "inclusion")
    if denied is None:
        return False
    what = denied.parts[0]
    if isinstance(what, Op) and what.kind == "all_of":
        what = what.parts[0]  # what follows are exceptions already
    kinds = _kinds(what, tokens)
    any_drug = not kinds.isdisjoint(_ANY_DRUG)
    given = any_drug and any(one.entity is not None and one.entity.domain in CARE for one in drafts_of(exception))
    return given or not kinds.isdisjoint(_kinds(exception, tokens))


def _kinds(tree: Tree, tokens: Tokens) -> set[str]:
    """Of what kinds things are: their domains, and what drugs and procedures are called by their last words."""
    things = [draft.entity for draft in drafts_of(tree) if draft.entity is not None]
    return {tokens.folded[one.last - 1] if one.domain in CARE else one.domain for one in things}


def _is_lacking(denied: Op, *, unless: bool) -> bool:
    """Whether what is denied excludes by not being there: "no contraception, |except in postmenopausal women|"."""
    kinds = {draft.kind for draft in drafts_of(denied)}
    return "attestation" in kinds or (unless and "words" not in kinds)


def _asked(body: Tree, none: Tree) -> Tree:
    """What is asked only where an exception does not hold."""
    if isinstance(body, Op) and body.kind == "implies":
        body.parts[0] = also(body.parts[0], none)
        return body
    return Op("implies", [none, body])


def _limited(body: Tree) -> int | None:
    """Where the last limit of some trees begins, with all before it that share it; None where they end in no limit."""
    trees = body.parts if isinstance(body, Op) and body.kind in {"all_of", "any_of"} else [body]
    limits = [tree.limits[-1] if isinstance(tree, Draft) and is_limit(tree) else None for tree in trees]
    last = limits[-1]
    if last is None:
        return None
    start = len(trees) - 1
    while start and (before := limits[start - 1]) is not None and before.says_as(last):
        start -= 1
    return start


def is_limit(tree: Tree) -> bool:
    """Whether a tree is a limit on what is measured, and no more."""
    return isinstance(tree, Draft) and tree.kind == "measurement" and bool(tree.limits)


def _but_for_limit(body: Tree, start: int, none: Tree, kind: Kind) -> Tree:
    """Trees of which the last, from a place on, hold only where an exception does not."""
    if not isinstance(body, Op) or body.kind not in {"all_of", "any_of"} or not start:
        return Op("implies", [none, body]) if kind == "inclusion" else also(body, none)
    rest = body.parts[start:]
    last = rest[0] if len(rest) == 1 else Op(body.kind, rest)
    body.parts[start:] = [Op("implies", [none, last]) if kind == "inclusion" else also(last, none)]
    return body


def allow_listed(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, *, apart: bool) -> None:
    """What is listed with what "is allowed" is allowed as well: "inhaled or |topical steroids are permitted".

    Args:
        parts: the list.
        joins: what stands between its items.
        tokens: the criterion.
        apart: whether the list stands for itself, so that none of what it begins with is asked.
    """
    people = apart and len(parts) > 1 and _begins_with_people(parts[0], tokens)
    for place in range(len(parts) - 1, 0, -1):
        before = parts[place - 1]
        joined = joins[place - 1]
        near = (
            joined == "or" or (joined == "comma" and apart) or (joined == "and" and _says_of_all(parts[place], tokens))
        )
        said = not people and any(draft.limits or draft.values for draft in before.drafts())
        if parts[place].allowed and near and before.parts and not said and before.must is None and not before.barred:
            before.allowed, before.helps = True, parts[place].helps


def _begins_with_people(part: Part, tokens: Tokens) -> bool:
    """Whether a statement is of people: "|patients with| HIV and no tuberculosis are eligible"."""
    first = part.first
    return first is not None and not _PEOPLE.isdisjoint(tokens.folded[max(0, first.first - _BEFORE) : first.first])


def _says_of_all(part: Part, tokens: Tokens) -> bool:
    """Whether what is said of an item may be said of several: "gout and |asthma are allowed|", not "|asthma is|"."""
    return part.last is not None and _ONE.isdisjoint(tokens.folded[part.last.last : part.last.last + 1])


def allow_introduced(parts: Sequence[Part], joins: list[Join]) -> None:
    """Makes allowed what a colon behind "are allowed" introduces: "the following are permitted: |aspirin, statins|"."""
    if parts and parts[0].allows and joins[:1] == ["colon"]:
        joins[0] = "or"
        for part in parts:
            part.allowed = True


def kept_beside(parts: Sequence[Part], *, excludes: bool, bracketed: bool) -> tuple[list[int], list[int]]:
    """The items that say something beside what is allowed, and those of them that are allowed, by their places.

    What is allowed excepts from what excludes; nobody is asked for it, so that elsewhere it goes. So does that by
    which a limit may be met: "hydroxyurea is allowed |to meet this criterion|".

    Args:
        parts: the items, at least one of which is allowed.
        excludes: whether they exclude.
        bracketed: whether they stand in brackets, where the cue at the end is of all that stands before it.
    """
    last = max(place for place, part in enumerate(parts) if part.allowed)
    asked = last if bracketed and not excludes else -1
    kept = [
        place
        for place, part in enumerate(parts)
        if not part.helps and (excludes or (not part.allowed and place > asked))
    ]
    return kept, [place for place in kept if parts[place].allowed or (bracketed and place < last)]


def part_from_rest(allowed: Sequence[int], parts: Sequence[Part], joins: list[Join]) -> None:
    """Holds the first of what is allowed together with what stands before it, which it excepts from.

    Args:
        allowed: the places of the items that are allowed.
        parts: the items, which are changed.
        joins: what stands between them; changed.
    """
    known = frozenset(allowed)
    for place in allowed:
        if place and place - 1 not in known:
            joins[place - 1] = "and"
            parts[place].together = True


def is_of_both(parts: Sequence[Part], tokens: Tokens) -> bool:
    """Whether what is allowed is only both together, not either: "patients with gout and |no tophi| are eligible".

    So it is where a part of it is denied, or says what people have who are named before it: "HIV and |CD4 > 350|".
    """
    said = [said for part in parts for said in part.parts]
    if len(said) < _SEVERAL or any(one.negation for one in said):
        return len(said) >= _SEVERAL
    kinds = {draft.kind for one in said for draft in drafts_of(one.tree)}
    return "measurement" in kinds and len(kinds) > 1 and _begins_with_people(parts[0], tokens)


def deny_allowed(parts: Sequence[Part], outer: Part, kind: Kind) -> None:
    """Turns a limit or time in brackets that "is allowed" into what is not: "stroke |(> 6 months ago is allowed)|".

    Args:
        parts: what stands in the brackets.
        outer: the item before them, which excludes.
        kind: the list of criteria that it is one of.
    """
    denied = bool(outer.parts and outer.parts[-1].negation)
    if denied is (kind == "exclusion"):
        return
    for part in parts:
        if not part.allows or part.parts:
            continue
        if part.limit is not None:
            part.limit = part.limit.denied()
        if part.when is not None and part.when.limit is not None:
            part.when = replace(part.when, limit=part.when.limit.denied())


def also(body: Tree, none: Tree) -> Op:
    """A body and what must not hold besides; of several exceptions one flat conjunction."""
    if isinstance(body, Op) and body.kind == "all_of":
        body.parts.append(none)
        return body
    return Op("all_of", [body, none])


def except_more(none: Tree, further: Tree | None) -> Tree:
    """What must not hold, with what must not hold either: "(except gout; |lupus|)"."""
    if further is None or not isinstance(none, Op):
        return none
    excepted = none.parts[0]
    before = excepted.parts if isinstance(excepted, Op) and excepted.kind == "any_of" else [excepted]
    more = further.parts if isinstance(further, Op) and further.kind == "any_of" else [further]
    return Op("not", [Op("any_of", [*before, *more])])


def _is_other(tree: Tree, tokens: Tokens) -> bool:
    """ "A or |another B| except C": the exception is one from what the others are."""
    modifiers = (one for draft in drafts_of(tree) if draft.entity is not None for one in draft.entity.modifiers)
    return any("other" in tokens.folded[one.last - 1] for one in modifiers)
