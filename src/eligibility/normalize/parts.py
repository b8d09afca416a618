"""Parts: an item of a list as it is being read, and what is in scope for it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType

from msgspec import Struct, field

from eligibility.grammar.limits import Limit, Side
from eligibility.grammar.whens import When
from eligibility.normalize.drafts import Draft, Op, Tree, all_of, are_leaves, drafts_of, first_of, last_of
from eligibility.normalize.instead import Case
from eligibility.rules import CueRule
from eligibility.rules.model import Scalar
from eligibility.tagging.chunks import Modifier

_tree = attrgetter("tree")
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
    `waived` is whether words that only leave open say so, not "with or without": "|regardless of| prior surgery".
    `neither` is whether the negation is one that reaches to its "nor", and no further.
    `listed` is whether it is one of all that a colon introduces: "none of the following: |asthma, creatinine > 2|".
    """

    negation: int = 0
    status: str | None = None
    family: bool = False
    optional: bool = False
    opted: bool = False
    waived: bool = False
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
        asked: whether one of them is asked for: "therapy including |a taxane|", "therapy must include |bortezomib|".
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
        open: whether all of it is left open: "regardless of age |or prior surgery|".
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
    asked: bool = False
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
    open: bool = False
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
