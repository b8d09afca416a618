"""Parts: an item of a list as it is being read, what is in scope for it, and the tree that it becomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType

from msgspec import Struct, field

from eligibility.grammar.limits import Limit, Side
from eligibility.grammar.whens import When
from eligibility.normalize.asked_of import names_whom
from eligibility.normalize.drafts import Draft, Op, Tree, all_of, any_of, are_leaves, drafts_of, first_of, last_of
from eligibility.normalize.instead import Case
from eligibility.rules import CueRule
from eligibility.rules.model import Scalar
from eligibility.tagging.chunks import Modifier

_tree = attrgetter("tree")
_DONE = frozenset({"compliance", "consent", "availability"})
"""Topics of what somebody will do, has done or can do."""
_ON = frozenset({None, "with", "to", "in"})
"""Prepositions by which it goes on, so that nothing is said to happen to it: "affects |compliance"."""
_TO_DO = frozenset({"procedure", "visit"})
"""Domains of what is done with somebody, and is no reason why they cannot."""
_PROMISED = frozenset({"occurrence", "measurement", "words", "attestation"})
"""Kinds of leaves that may be a part of it."""
_COMPOUND = 2
"""Trees of an item that a name and the words right behind it are."""
_NEAR = 4
"""Trees back in which is looked for what examples are of."""
NOTHING: Mapping[str, Scalar] = MappingProxyType({})
"""What a preposition does that does nothing more."""
_MARKS = ("must", "whom", "examples", "either", "listed_at")
"""What counts how many trees of an item came before something."""
_RECENT = 24
"""Trees of an item that what is said next may refer back to."""


class Scope(Struct, gc=False):
    """What words said so far still hold for what follows: "no history of A, |B or C".

    `verbal` is whether a verb is negated ("cannot walk"): then what follows "because of" is the cause, and is there.
    `attested` is whether what was attested last is denied: "unable to read |and speak English".
    `pending` is whether a status was said that nothing has taken yet: "|current or past smoker".
    `domain` is that of what has taken it: "planned surgery, |asthma" plans no asthma.
    `own` is whether what is said of the family is said of the patient too.
    `taken` is whether the status is that of something taken: "|treatment with| thyroxine".
    `loose` is whether with a time that has passed it need not be so any more: "|use of| aspirin within a week".
    `near` is whether the status stands before a name: "|previous| surgery, asthma" speaks of no previous asthma.
    `exampled` is whether examples follow of what has the status: "history of immobility such as |use of a wheelchair".
    `opted` is whether what is optional has been named: "with or without |aura|".
    `neither` is whether the negation is one that reaches to its "nor", and no further.
    `listed` is whether it is one of all that a colon introduces: "none of the following: |asthma, creatinine > 2|".
    """

    negation: int = 0
    status: str | None = None
    family: bool = False
    optional: bool = False
    opted: bool = False
    verbal: bool = False
    neither: bool = False
    pending: bool = False
    attested: bool = False
    domain: str | None = None
    own: bool = False
    taken: bool = False
    loose: bool = False
    near: bool = False
    exampled: bool = False
    listed: bool = False


Reference = tuple[str, tuple[int, int]]


class Said(Struct, gc=False):
    """A tree of an item, and the number of the negation that it stands under; 0 for none."""

    tree: Tree
    negation: int = 0


class Part(Struct, gc=False):
    """An item of a list as it is being read.

    Attributes:
        parts: its trees in reading order; all of them hold together.
        limit: a limit that has found no subject in the item.
        reference: a reference limit of which nothing in the item is a multiple, and where it is said.
        when: a time that has found no event in the item.
        listed: "of the following" was said: the items after it are what is counted.
        listed_at: how many trees came before it: those after it in the item are counted too.
        count: how many of them, where it is said.
        at_most: how many of them at most, where that is said.
        counted: the limit that says so where "of" alone follows it; it may be on one thing ("two of the doses").
        examples: how many trees came before "such as": the last of them is a class, what follows are examples of it.
        same: whether what was said is said again ("i.e."), and no example of it given.
        members: whether what follows is among what was said: "two drugs |including| a diuretic".
        must: how many trees came before "must".
        ahead: whether that "must" says what is to come ("will have |surgery").
        whom: how many trees came before the people of whom they are asked ("a negative test |in women"); none where
            these come first ("|for women, a negative test").
        allowed: whether it says that what it names is allowed.
        helps: whether that is by what a limit may be met, which asks for nothing: "may be transfused |to meet this|".
        allows: whether it says that what follows it is allowed: "the following |are allowed|".
        barred: how many trees came before "are excluded", which denies them and what they are an alternative to.
        exempts: whether brackets at its head except or allow something: "or |(except gout)|".
        own_negation: whether the item negates anew.
        freed: whether it denies that there is none of something: "not free of |seizures".
        clear: whether a length of time is how long there was none of what it denies: "|free of| seizures for a year".
        denied_limit: whether its last limit was denied, and turned round: "not |> 35".
        denied_on: whether what it attests is denied as what was attested before it is.
        link: the preposition just said.
        linked: where it ends.
        waiting: a number after it, of what follows or else of the draft before it ("cirrhosis with |two| varices").
        how: what that preposition does: it may name how something is found ("no fracture |on radiography").
        toward: the reaction just said, and where ("|allergy to penicillin").
        awaiting: a draft whose time still awaits the words that name its anchor.
        either: how many trees came before "either": the "or" after it binds tighter than what stands before it.
        leading: a time was said before the events that it is about.
        bound: whether it shares a noun or limit with the item before it: the "or" between binds tighter than an "and".
        clausal: whether it begins with a verb of its own ("or |has been diagnosed with").
        apart: whether a comma stands before its "and" or "or", and no comma alone between the items of the list.
        added: whether the word "and" stands before it.
        paused: whether a comma stands before its "and" or "or".
        comma: whether a comma stands before its "and".
        people: whether it begins with people of its own ("and |patients with cancer").
        aged: whether the item before it ends in an age, so that years at its head are one: "or |≥ 50 years|".
        others: whether it begins with people of an age ("or |children with cancer").
        beside: whether it says what is not there besides that ("gout, |without tophi").
        slashed: whether only a stroke stands before it ("AST/|ALT|").
        together: whether the "and" before it is one in an exclusion list as well ("|together with| warfarin").
        relative: whether it says more of what stands before it ("a lesion, |which bleeds").
        inner_negation: whether it negates only what follows something in it ("pain |not relieved by rest").
        hindered: whether it says what something hinders: "conditions |that preclude| surgery", "unable to".
        attests: whether that is what someone cannot do, which has the rest of the item for its complement.
        ever: whether that was at any time at all, so that no time after it is that of its events.
        own_status: whether it says anew whether it is past, present or planned.
        once: whether what it says of that is of nothing after it.
        status: which of these it has said last, and where.
        scale: "stage" or "score", said without what it is of: a limit after it is on what stands beside it.
        graded: what it is graded on one scale before another one is said: "|stage III| grade 2 melanoma".
        duration: for how long, said before what it is about.
        modifiers: modifiers that stand without what they modify: "|severe or moderate asthma".
        said_of: what is said of what follows, that is no denial: "|no change in| medication".
        extreme: which end of what follows is to be named: "|minimum| BMI of 30".
        verb: where the verb stands that it begins with ("willing to read and |to follow instructions").
        value: "positive" or "negative", said before what is tested.
        case: when a tree of it holds, said in brackets, and which tree ("≤ 3 x ULN |(if no liver metastases)|").
        conditions: limits that hold instead, under a condition ("(≤ 5 x ULN if liver metastases)").
    """

    parts: list[Said] = field(default_factory=list)
    limit: Limit | None = None
    when: When | None = None
    listed: bool = False
    listed_at: int = 0
    count: int | None = None
    at_most: int | None = None
    counted: Limit | None = None
    examples: int | None = None
    same: bool = False
    members: bool = False
    must: int | None = None
    ahead: bool = False
    whom: int | None = None
    allowed: bool = False
    helps: bool = False
    allows: bool = False
    barred: int = 0
    exempts: bool = False
    own_negation: bool = False
    freed: bool = False
    clear: bool = False
    denied_limit: bool = False
    denied_on: bool = False
    link: str | None = None
    linked: int = -1
    waiting: tuple[Limit, Draft] | None = None
    how: Mapping[str, Scalar] = NOTHING
    toward: tuple[CueRule, int, int] | None = None
    awaiting: Draft | None = None
    either: int | None = None
    leading: bool = False
    bound: bool = False
    clausal: bool = False
    apart: bool = False
    added: bool = False
    paused: bool = False
    comma: bool = False
    people: bool = False
    aged: bool = False
    others: bool = False
    beside: bool = False
    relative: bool = False
    slashed: bool = False
    together: bool = False
    inner_negation: bool = False
    hindered: bool = False
    attests: bool = False
    ever: bool = False
    own_status: bool = False
    once: bool = False
    status: tuple[str, int, int] | None = None
    duration: When | None = None
    scale: tuple[int, int] | None = None
    graded: tuple[Limit, ...] = ()
    modifiers: list[Modifier] = field(default_factory=list)
    said_of: tuple[Modifier, ...] = ()
    extreme: Side | None = None
    verb: int | None = None
    value: tuple[CueRule, int, int] | None = None
    case: tuple[Tree, int] | None = None
    reference: Reference | None = None
    conditions: tuple[Case, ...] = ()

    def drafts(self) -> list[Draft]:
        """All drafts of the item, in reading order."""
        if len(self.parts) == 1:
            tree = self.parts[0].tree
            return [tree] if isinstance(tree, Draft) else drafts_of(tree)
        trees = [*map(_tree, self.parts)]
        return [*trees] if are_leaves(trees) else [draft for tree in trees for draft in drafts_of(tree)]

    def recent(self) -> list[Draft]:
        """The last few drafts of the item, in reading order: as far back as anything said refers."""
        return self.drafts() if len(self.parts) <= _RECENT else Part(parts=self.parts[-_RECENT:]).drafts()

    def drop(self, place: int) -> None:
        """Takes a tree out; what counts the trees before something counts one less behind it."""
        del self.parts[place]
        for name in _MARKS:
            if (mark := getattr(self, name)) is not None and mark > place:
                setattr(self, name, mark - 1)

    @property
    def listed_anew(self) -> bool:
        """Whether a list has just been announced: "two of the following |three"."""
        return self.listed and len(self.parts) == self.listed_at

    @property
    def exemplifies(self) -> bool:
        """Whether what has just been said is to be said again, or exemplified: "gout, defined as |two of ..."."""
        return self.examples is not None and self.examples == len(self.parts)

    @property
    def last(self) -> Draft | None:
        """The last draft, if there is one."""
        if not self.parts:
            return None
        tree = self.parts[-1].tree
        return tree if isinstance(tree, Draft) else last_of(tree)

    @property
    def first(self) -> Draft | None:
        """The first draft, if there is one."""
        if not self.parts:
            return None
        tree = self.parts[0].tree
        return tree if isinstance(tree, Draft) else first_of(tree)

    @property
    def last_open(self) -> Draft | None:
        """The last draft outside brackets, if there is one."""
        for said in reversed(self.parts[-_RECENT:]):
            tree = said.tree
            if not isinstance(tree, Draft):
                return next((draft for draft in reversed(self.recent()) if not draft.bracketed), None)
            if not tree.bracketed:
                return tree
        return None


def said_tree(parts: list[Said]) -> Tree | None:
    """The conjunction of what an item says; what stands under one negation is negated together."""
    if len(parts) == 1:
        return Op("not", [parts[0].tree]) if parts[0].negation else parts[0].tree
    out: list[Tree] = []
    for negation, group in groupby(parts, key=lambda said: said.negation):
        tree = all_of([said.tree for said in group])
        if tree is not None:
            out.append(Op("not", [tree]) if negation else tree)
    return all_of(out)


def item_tree(part: Part) -> Tree | None:
    """The tree of an item: all that it says, with "must" dividing a condition from what it asks."""
    if part.examples and part.examples < len(part.parts):
        return _with_own_examples(part)
    if part.must and part.must < len(part.parts):
        before, after = said_tree(part.parts[: part.must]), said_tree(part.parts[part.must :])
        whom = any(names_whom(said.tree, denied=bool(said.negation)) for said in part.parts[: part.must])
        if before is not None and after is not None and whom:
            return Op("implies", [before, after])
    return said_tree(part.parts)


def _with_own_examples(part: Part) -> Tree | None:
    """ "autoimmune disease such as |lupus": any of the class and its examples."""
    before, after = part.parts[: part.examples], part.parts[part.examples :]
    examples = example_of(after, before, same=part.same)
    if examples is None:
        return said_tree(before)
    return said_tree(exemplified(before, examples, part))


def example_of(said: Sequence[Said], of: Sequence[Said], *, same: bool = False) -> Tree | None:
    """The tree of an example, which may be without something that it is named with: "such as |gout without tophi|".

    Args:
        said: what is said of it.
        of: what is said of its class.
        same: whether it is no example, but says the class again.
    """
    without = [place > 0 and bool(one.negation) and not said[place - 1].negation for place, one in enumerate(said)]
    return all_of([_example(one, of, same=same or lacks) for one, lacks in zip(said, without, strict=True)])


def _example(said: Said, of: Sequence[Said], *, same: bool) -> Tree:
    """The tree of an example: denied only with its class, or where it says so itself ("e.g. |unable to consent|").

    What says a thing again may deny something of its own: "menopause, i.e. |no menses|".
    """
    own = said.negation and (same or (isinstance(said.tree, Draft) and said.tree.kind == "attestation"))
    return Op("not", [said.tree]) if own and all(one.negation != said.negation for one in of) else said.tree


def exemplified(said: list[Said], examples: Tree, part: Part) -> list[Said]:
    """What is said, with examples of the last thing that they can be examples of.

    What "i.e." says again holds together with it, as both are one thing: "anticoagulants, i.e. |warfarin or heparin"
    are no others. Examples are denied with it where they are of its kind ("no infection such as |hepatitis"), and not
    where they give reasons for what is denied within an item ("unable to consent, such as |in dementia").

    Args:
        said: what is said; not empty. It is changed.
        examples: the examples, or what it is said again by ("i.e. |BMI > 30").
        part: the item.
    """
    start, last = _class_of(said, examples), said[-1]
    start -= start == len(said) - 1 and _is_compound(said)
    draft = last_of(last.tree)
    if all(_is_promised(one, said) for one in drafts_of(examples)):
        for one in drafts_of(examples):
            draft.reach(*one.extent)
        return said
    for one in drafts_of(examples) if not part.same else ():
        one.instance_of = last_of(said[start].tree)
    inner = part.inner_negation or part.hindered or draft.kind == "attestation"
    reasons = bool(last.negation) and inner and not _alike(draft, examples)
    while reasons and draft.kind != "attestation" and start and said[start - 1].negation == last.negation:
        start -= 1
    group = said[start:]
    negations = {one.negation for one in group}
    denied = reasons or len(negations) > 1 or is_inability(examples)
    what = said_tree(group) if denied else all_of([one.tree for one in group])
    numbered = part.members and is_number_of(draft)
    examples = _counted_among(examples, draft) if numbered else examples
    if what is None or part.same or numbered or (part.members and is_counted(draft)):
        joined = all_of([tree for tree in (what, examples) if tree is not None])
    else:
        examples = _so_many_of(examples, draft)
        joined = any_of([what, examples]) if len(group) > 1 or denied else with_examples(what, examples)
    said[start:] = [Said(joined or last.tree, 0 if denied else last.negation)]
    return said


def _is_promised(example: Draft, said: Sequence[Said]) -> bool:
    """Whether an example is a part of what somebody will do, or will not: "comply with all visits, incl. |MRI|".

    A condition is why they will not: "unable to comply, e.g. |dementia|".
    """
    draft = said[-1].tree
    if not isinstance(draft, Draft) or draft.kind != "attestation" or draft.cue is None or example.limits:
        return False
    if draft.cue.attrs.get("topic") not in _DONE or draft.link not in _ON:
        return False
    if said[-1].negation or draft.cue.attrs.get("denied"):
        return example.entity is not None and example.entity.domain in _TO_DO
    return example.kind in _PROMISED


def is_inability(tree: Tree) -> bool:
    """Whether a tree denies what it attests, or all that it lists: "unable to consent", which is so by itself."""
    if isinstance(tree, Draft):
        return False
    if tree.kind == "not":
        return all(draft.kind == "attestation" for draft in drafts_of(tree))
    return tree.kind == "any_of" and any(map(is_inability, tree.parts))


def _class_of(said: list[Said], examples: Tree) -> int:
    """The place of what examples are of: the last thing, or one of their kind that what follows it says more of.

    In "drugs that affect the QT interval such as |sotalol" it is drugs, and not the interval.
    """
    end = len(said) - 1
    drafts = drafts_of(said[-1].tree)
    if not end or _alike(drafts[-1], examples) or (drafts[-1].link is None and not said[-1].negation):
        return end
    for place in range(end - 1, max(-1, end - _NEAR), -1):
        if _alike(last_of(said[place].tree), examples):
            return place
    measured = any(draft.kind == "measurement" for draft in drafts_of(examples))
    head = said[0].tree
    return 0 if isinstance(head, Draft) and head.kind == "words" and not measured else end


def _so_many_of(examples: Tree, draft: Draft) -> Tree:
    """As many examples as there have to be of the class: "at least two |antiemetics (ondansetron, ...)|"."""
    if not is_counted(draft) or not isinstance(examples, Op) or examples.kind not in {"any_of", "all_of"}:
        return examples
    least = next(limit.lower.number for limit in draft.limits if limit.lower is not None and limit.lower.number)
    count = int(least) + (not draft.limits[0].lower_inclusive)
    return Op("at_least", examples.parts, count) if len(examples.parts) >= count else examples


def _is_compound(said: Sequence[Said]) -> bool:
    """Whether plain words stand right behind a name, and belong to it: "MRI |contraindications|, e.g. a pacemaker"."""
    if len(said) < _COMPOUND:
        return False
    one, two = said[-_COMPOUND].tree, said[-1].tree
    if not isinstance(one, Draft) or not isinstance(two, Draft) or said[-1].negation != said[-_COMPOUND].negation:
        return False
    return one.entity is not None and two.kind == "words" and one.last == two.first and two.link is None


def is_counted(draft: Draft) -> bool:
    """Whether several of a class are asked for, of which a member is no other choice."""
    rule = draft.entity.rule if draft.entity is not None else None
    counting = draft.kind == "occurrence" or (rule is not None and rule.kind == "count")
    counts = ((limit.lower, int(not limit.lower_inclusive)) for limit in draft.limits if counting)
    return any(one is not None and one.unit is None and (one.number or 0) + more > 1 for one, more in counts)


def is_number_of(draft: Draft) -> bool:
    """Whether a measurement is a number of things, which a number before it is: "3 |prior lines of therapy|"."""
    rule = draft.entity.rule if draft.kind == "measurement" and draft.entity is not None else None
    return rule is not None and rule.kind == "count" and rule.unit == "1"


def _counted_among(examples: Tree, draft: Draft) -> Tree:
    """What is among a number of things: nothing that has to be there where there are only so many at most.

    "At least 2 lines of therapy including |a taxane|" asks for that; "at most 2 including |an adjuvant one|" does not.
    """
    if not any(limit.lower is not None for limit in draft.limits):
        for one in drafts_of(examples):
            one.kind, one.entity = "words", None
    return examples


def _alike(draft: Draft, examples: Tree) -> bool:
    """Whether examples are of the domain of what they would be examples of."""
    first = first_of(examples)
    return draft.entity is not None and first.entity is not None and draft.entity.domain == first.entity.domain


def with_examples(tree: Tree | None, examples: Tree | None) -> Tree | None:
    """A class with its examples: any of them counts."""
    if tree is None or examples is None:
        return tree or examples
    if isinstance(tree, Op) and tree.kind == "all_of":
        joined = any_of([tree.parts[-1], examples])
        return all_of([*tree.parts[:-1], joined]) if joined is not None else tree
    return any_of([tree, examples])
