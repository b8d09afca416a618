"""Drafts: leaves while their limits, times and status are still being found, and the operators over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypeGuard

from msgspec import Struct, field
from msgspec.structs import replace

from eligibility.grammar.limits import Limit
from eligibility.grammar.whens import When
from eligibility.rules import CueRule, DefinitionRule
from eligibility.tagging.chunks import Entity, Modifier
from eligibility.tree import Window

Kind = Literal["occurrence", "measurement", "words", "age", "sex", "attestation", "definition"]
CARE = frozenset({"drug", "procedure", "device", "visit"})
"""Domains of what is given or done: it has no grade, and may be planned."""
STATES = frozenset({"condition", "observation"})
"""Domains of what somebody has, and may be treated for."""
WHO = frozenset({"sex", "age", "definition"})
"""Kinds of leaves that say who somebody is."""
FERTILE = frozenset({"women of childbearing potential", "men of reproductive potential"})
"""Concepts that are people of one sex, and are denied of those who cannot have children."""


class Draft(Struct, eq=False, gc=False):
    """A leaf in the making.

    Attributes:
        kind: what it will be; "words" becomes a measurement when a limit comes, else it stays unstructured.
        first, last: the tokens of the concept (of the words), `last` exclusive.
        entity: what was tagged there.
        limits: its limits, in reading order.
        restated: what stands in brackets behind a limit and says it again ("126 mg/dL |(7.0 mmol/L)").
        when: its time.
        counts: on how many occasions it was measured.
        durations: for how long ("for at least 3 months").
        lasting: the time that the last of these was read from.
        anchor: the words that name the time's anchor, as tokens.
        own: whether it is the patient's own as well as the family's: "|personal or family history of| gout".
        taken: whether it is a substance that is taken, where nothing says how much of it is measured.
        other: the words for whom else than the patient it is said of ("|partner| with hepatitis"), if it is.
        loose: whether it need not be so any more where its time has passed: "|use of| aspirin within a week".
        carried: whether its status was said of something before it: "current gout or |asthma".
        whenever: whether several statuses are said of it, so that any will do: "past or present".
        link: the preposition before it ("of", "with"), if any.
        ahead: whether "will have" stands before it: what is done is then planned.
        said: words that say of it no more than that it is asked for ("is required").
        values: the categories that a measurement may have ("negative"), said in `value_tokens`.
        window: a time that the lead-in of its list has said.
        scale: "grade" or "stage", where its limit is one.
        nameless: whether no words name what is limited.
        toward: the reaction that it is only the object of ("allergy to |penicillin").
        bracketed: whether it stands in brackets, where what follows them does not see it.
        found: whether its name says that it is there: "EGFR |mutation|".
        in_denial: whether it is a limit in brackets behind something denied: "no anemia |(hemoglobin < 10 g/dL)|".
        other_scale: whether it says in brackets what stands before it on another scale: "ECOG ≤ 2 |(Karnofsky ≥ 60)|".
        either_inferred: whether the "and" before it, between two things that exclude, is taken for either.
        and_first: whether the "and" before it is taken to bind tighter than an "or" of its list.
        comma_inferred: whether the comma before it, in a list with an "or" at its end, is taken to add.
        reason: whether it says why something is so ("due to |dementia").
        relation: how it is related to what stands before it, as a cause or a reason, and where the words for that end.
        related: whether what stands before it has a qualifier that says so.
        how: whether it says by what "means" something is done or found ("on |radiography"), or that it was "found" so.
        topic: what it attests, where words elsewhere say so.
        modifiers: those of words that name nothing so far.
        kinds: which kinds of it are meant: "stroke |(ischemic or hemorrhagic)|".
        instance_of: what it is an example of: "steroids such as |prednisone|".
        told: the drug in which its dose is told: "steroids > 10 mg |prednisone| equivalent".
        people: whether it says who, rather than what they have: "women", "|diabetic| patients".
        extent: all tokens that belong to the leaf.
    """

    kind: Kind
    first: int
    last: int
    entity: Entity | None = None
    cue: CueRule | None = None
    definition: DefinitionRule | None = None
    limits: list[Limit] = field(default_factory=list)
    restated: tuple[Limit, ...] = ()
    either: bool = False
    when: When | None = None
    anchor: tuple[int, int] | None = None
    durations: list[Limit] = field(default_factory=list)
    counts: tuple[Limit, ...] = ()
    lasting: When | None = None
    status: str | None = None
    family: bool = False
    own: bool = False
    taken: bool = False
    loose: bool = False
    other: tuple[int, int] | None = None
    carried: bool = False
    whenever: bool = False
    link: str | None = None
    ahead: bool = False
    said: tuple[int, int] | None = None
    values: tuple[str, ...] = ()
    value_tokens: tuple[int, int] | None = None
    window: Window | None = None
    scale: str | None = None
    nameless: bool = False
    toward: str | None = None
    bracketed: bool = False
    found: bool = False
    in_denial: bool = False
    other_scale: bool = False
    either_inferred: bool = False
    and_first: bool = False
    comma_inferred: bool = False
    reason: bool = False
    relation: tuple[str, int] | None = None
    related: bool = False
    how: Literal["", "means", "found"] = ""
    topic: str = ""
    modifiers: list[Modifier] = field(default_factory=list)
    kinds: list[Entity] = field(default_factory=list)
    instance_of: Draft | None = None
    told: tuple[int, int] | None = None
    people: bool = False
    extent: tuple[int, int] = (0, 0)

    def __post_init__(self) -> None:
        self.extent = (self.first, self.last)

    @property
    def subject(self) -> bool:
        """Whether a limit that follows may be on it."""
        return self.kind in {"occurrence", "measurement", "words", "age"}

    @property
    def named(self) -> bool:
        """Whether it is an event or state that a time may limit."""
        return self.kind in {"occurrence", "measurement"}

    @property
    def bare(self) -> bool:
        """Whether it is mere words, or a function of the body that no concept names: its time is that of its tests."""
        if self.kind == "occurrence" and self.entity is not None:
            return self.entity.by == "head" and self.entity.domain == "observation"
        return self.kind == "words"

    def is_tied(self, relation: str) -> bool:
        """Whether it is related so to what stands before it."""
        return self.relation is not None and self.relation[0] == relation

    def reach(self, first: int, last: int) -> None:
        """Take tokens into the leaf's extent."""
        self.extent = (min(self.extent[0], first), max(self.extent[1], last))

    def give_up(self, first: int, last: int) -> None:
        """Give tokens behind the leaf's own, or before them, away to another leaf, with all that lies beyond."""
        begin, end = self.extent
        self.extent = (max(begin, last), end) if last <= self.first else (begin, max(self.last, min(end, first)))

    def again(self) -> Draft:
        """Another leaf on the same concept, without its limits: "HbA1c > 7 % |or < 9 %"."""
        none: dict[str, Any] = dict.fromkeys(("when", "lasting", "anchor", "value_tokens"))
        return replace(self, limits=[], restated=(), durations=[], counts=(), values=(), **none)


class Op(Struct, eq=False, gc=False):
    """An operator over drafts and operators: all_of, any_of, not, implies (condition, consequence), at_least."""

    kind: Literal["all_of", "any_of", "not", "implies", "at_least"]
    parts: list[Draft | Op]
    count: int = 0


Tree = Draft | Op


def sexes(drafts: Iterable[Draft]) -> set[str]:
    """Of which sex the people are that some drafts name: "female", "male", "both"."""
    return {str(draft.cue.attrs.get("sex")) for draft in drafts if draft.kind == "sex" and draft.cue is not None}


def all_of(parts: list[Tree]) -> Tree | None:
    """The conjunction of trees; of one, itself; None of none."""
    return parts[0] if len(parts) == 1 else Op("all_of", parts) if parts else None


def any_of(parts: list[Tree]) -> Tree | None:
    """The disjunction of trees; of one, itself; None of none."""
    return parts[0] if len(parts) == 1 else Op("any_of", parts) if parts else None


def are_leaves(trees: Sequence[Tree]) -> TypeGuard[Sequence[Draft]]:
    """Whether there is no operator among some trees."""
    return Op not in map(type, trees)


def drafts_of(tree: Tree | None) -> list[Draft]:
    """All drafts of a tree, in reading order."""
    if isinstance(tree, Draft):
        return [tree]
    if tree is None:
        return []
    if are_leaves(tree.parts):
        return [*tree.parts]
    out: list[Draft] = []
    stack: list[Tree] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Draft):
            out.append(node)
        else:
            stack.extend(reversed(node.parts))
    return out


def first_of(tree: Tree) -> Draft:
    """The first draft of a tree."""
    while not isinstance(tree, Draft):
        tree = tree.parts[0]
    return tree


def last_of(tree: Tree) -> Draft:
    """The last draft of a tree."""
    while not isinstance(tree, Draft):
        tree = tree.parts[-1]
    return tree
