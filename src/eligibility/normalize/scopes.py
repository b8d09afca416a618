"""Scopes: what words said before a separator still hold for after it."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part, Scope
from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Kind

_BARE = frozenset({"ENTITY", "WORDS", "WHEN", "OF", "LINK", "group"})
_DONE = frozenset({"drug", "procedure", "device"})
_NEAR = 3
"""Tokens before what is denied in which the word that joins it is looked for."""
_ASKED = frozenset({"MUST", "ATTESTATION"})
_ANEW = _ASKED | {"LIMIT"}
"""What does not go on with what a negation before it denies: "not pregnant, |able to give consent"."""

ASKED = frozenset({"language", "compliance", "consent"})
"""Topics of what is asked of people, and excludes nobody: "cannot read, |understand| or complete the form"."""

_NAMED = frozenset({"ENTITY", "WORDS", "MODIFIER", "OF", "STATUS", "VALUE", "FILLER"})
"""Tags of what may be left open: "regardless of |prior surgery|"."""
_JOINED_TO = frozenset({"with", "on"})
"""Words that an item begins with that says more of people: "regardless of age |or with| asthma"."""

Leading = tuple[set[str], Chunk]
"""The tags of an item, and its first chunk."""
_WHY = frozenset(
    {"due to", "because of", "caused by", "by", "secondary to", "attributable to", "explained by", "fully explained by",
     "completely explained by", "entirely explained by", "better explained by", "accounted for by"}
)  # fmt: skip
"""Words before why something is there: "anemia not |due to| bleeding, hemolysis or cancer"."""
_BEING = frozenset({"ATTESTATION", "STATUS"})
"""Tags of what people are, or do."""
_WHO = frozenset({"who", "that"})
_NOT = frozenset({"not"})


def carry(  # noqa: PLR0913 - a scope, and all that stands around a separator
    scope: Scope, separator: Sequence[str], item: Leading, before: Part, *, kind: Kind, tokens: Tokens
) -> None:
    """Ends what of a scope holds no longer after a separator.

    Args:
        scope: the scope; it is changed.
        separator: the tags of the separator.
        item: what comes after it.
        before: the item before it.
        kind: the list of criteria that the list is read as one of.
        tokens: the criterion.
    """
    verbal = item[1].tag == "LINK" and "ATTESTATION" in item[0] and separator == ["OR"]
    if not (item[1].tag == "ATTESTATION" or verbal) or not {"BUT", "NEXT"}.isdisjoint(separator):
        scope.attested = False
    elif "COMMA" in separator:
        scope.attested = scope.attested and item[1].value.attrs.get("topic") in ASKED
    scope.listed = bool(scope.negation) and (scope.listed or _announces(separator, before))
    if "BUT" in separator:
        scope.negation, scope.status, scope.family, scope.own = 0, None, False, False
    elif scope.negation and "NEXT" in separator and before.own_negation and not before.listed:
        scope.negation = 0
    elif scope.negation and scope.neither:
        scope.neither = "NOR" not in separator
    elif scope.negation and _ends_negation(scope, separator, item, before, kind):
        again = _is_said_again(before, item[1], separator, tokens) or _is_of_people(before, item[1], separator, tokens)
        scope.negation = scope.negation if again else 0


def leaves_open(scope: Scope, separator: Sequence[str], tags: set[str], opening: frozenset[str], kind: Kind) -> bool:
    """Whether what may be so or not goes on behind "or": "regardless of age |or prior surgery|".

    What is excluded "with or without" one thing may be excluded for the other alone: "cirrhosis with or without ascites
    or |hepatitis|".

    Args:
        scope: the scope; something in it is left open.
        separator: the tags of the separator.
        tags: the tags of the item behind it.
        opening: the small words that the item begins with.
        kind: the list of criteria that the list is read as one of.
    """
    if separator != ["OR"] or not tags <= _NAMED or not _JOINED_TO.isdisjoint(opening):
        return False
    return scope.waived or kind == "inclusion"


def leave_out(parts: list[Part], joins: list[Join]) -> None:
    """Takes out what is left open behind "or", and says nothing: "regardless of age |or prior surgery|, with asthma".

    Args:
        parts: the items of a list; they are changed.
        joins: what stands between them; it is changed.
    """
    for place in range(len(parts) - 1, 0, -1):
        if joins[place - 1] == "or" and parts[place].open:
            del parts[place], joins[place - 1]


def _announces(separator: Sequence[str], before: Part) -> bool:
    """Whether an item announces the list behind it, and what is denied is only named there."""
    return before.own_negation and (before.listed or ("COLON" in separator and not before.parts))


def _ends_negation(scope: Scope, separator: Sequence[str], item: Leading, before: Part, kind: Kind) -> bool:
    """Whether a negation holds no longer after a separator.

    One that stands within an item ("seizures |not caused by fever") reaches over no comma, and over "or" only to what
    is of one kind with what it denies; one at the head of a list reaches on until something says otherwise.
    """
    tags, first = item
    if _begins_anew(first, separator, before):
        return True
    if before.attests and first.tag == "ENTITY":
        return before.last is None or not _done_alike(before.last, first.value)
    if before.inner_negation:
        return _ends_inner(scope, separator, item, before, kind)
    instead = kind == "inclusion" and _is_instead(separator, first)
    if (
        instead
        or (first.tag == "LINK" and first.value.attrs.get("contrast"))
        or _is_value(scope, separator, item, before)
    ):
        return True
    if scope.listed or not {"NOR", "OR", "SLASH"}.isdisjoint(separator):
        return (scope.listed and first.tag in _ASKED) or first.tag == "MUST"
    return ("AND" in separator and not tags <= _BARE) or not tags.isdisjoint(_ANEW)


def _ends_inner(scope: Scope, separator: Sequence[str], item: Leading, before: Part, kind: Kind) -> bool:
    """Whether a negation within an item holds no longer; over a comma it does only of what is taken or done alike.

    "Gout not treated with steroids, |colchicine or naproxen", but "pain not relieved by rest, |asthma". What something
    is without goes on where nothing else is listed: "gout without asthma, |cirrhosis, or cancer". Of what is asked for,
    "or" goes on with what was done as well, "stroke with no embolism |or thrombolysis", and a comma with what it may be
    due to: "anemia not due to bleeding, |hemolysis or cancer|".
    """
    if kind == "inclusion" and separator == ["OR"] and not scope.verbal and _may_be_missing(before.last, item):
        return False
    first = item[1]
    if "COMMA" not in separator:
        return not _of_one_kind(before.last, first, verbal=scope.verbal)
    if first.tag != "ENTITY" or before.last is None or before.beside:
        return True
    if kind == "inclusion" and before.last.link in _WHY and before.first is not before.last:
        return not _of_one_kind(before.last, first, verbal=False)
    if not scope.verbal:
        return not _goes_without(before, first, kind)
    return not _done_alike(before.last, first.value)


def _may_be_missing(last: Draft | None, item: Leading) -> bool:
    """Whether something that is had or done is denied, and such a thing follows."""
    tags, first = item
    if last is None or last.kind != "occurrence" or last.limits:
        return False
    if first.tag == "STATUS":
        return first.value.attrs.get("value") == "history" and tags <= _BARE | {"STATUS"}
    return first.tag == "ENTITY" and first.value.domain in _DONE | {"condition"}


def _goes_without(before: Part, first: Chunk, kind: Kind) -> bool:
    """Whether what follows a comma is one more thing that something is without.

    An exclusion list goes on with what it excludes, unless that is of another domain than what is denied.
    """
    head, last = before.first, before.last
    if head is None or last is None or head is last or not _of_one_kind(last, first, verbal=False):
        return False
    domains = [one.entity.domain if one.entity is not None else None for one in (head, last)]
    return kind == "inclusion" or domains[0] != domains[1]


def _is_said_again(before: Part, first: Chunk, separator: Sequence[str], tokens: Tokens) -> bool:
    """Whether an item begins with the word that joins what is denied: "no treatment with steroids or |with| gold"."""
    draft = before.last
    if draft is None or before.attests or first.tag != "LINK" or list(separator) != ["OR"]:
        return False
    return tokens.folded[first.first] in tokens.folded[max(0, draft.first - _NEAR) : draft.first]


def _is_of_people(before: Part, first: Chunk, separator: Sequence[str], tokens: Tokens) -> bool:
    """Whether an item is one more thing that people are not: "those who are not sterile or |using contraception|"."""
    head, last = before.first, before.last
    if list(separator) != ["OR"] or first.tag not in _BEING or head is None or last is None or head is last:
        return False
    if first.value.attrs.get("denied"):
        return False
    between = tokens.folded[head.last : last.first]
    return not _WHO.isdisjoint(between) or (head.people and not _NOT.isdisjoint(between))


def _begins_anew(first: Chunk, separator: Sequence[str], before: Part) -> bool:
    """Whether an item begins with a denial of its own, or names again what is denied before it."""
    if first.tag == "NEG" or (first.tag == "ATTESTATION" and first.value.attrs.get("denied")):
        return True
    return before.own_negation and "OR" in separator and _is_again(before.last, first)


def _is_instead(separator: Sequence[str], first: Chunk) -> bool:
    """Whether what somebody attests will do instead: "not of childbearing potential, |or agrees to contraception|"."""
    return first.tag == "ATTESTATION" and list(separator) == ["COMMA", "OR"]


def _is_value(scope: Scope, separator: Sequence[str], item: Leading, before: Part) -> bool:
    """Whether a value stands behind a denied verb, and goes on with nothing: "not explained |or ALT > 3 x ULN"."""
    tags, first = item
    if separator != ["OR"] or "LIMIT" not in tags or first.tag != "ENTITY" or not scope.verbal:
        return False
    return before.last is not None and before.last.kind == "words"


def _is_again(draft: Draft | None, chunk: Chunk) -> bool:
    """Whether what was denied is named again, as there is more to say of it: "no gout |or gout that is treated".

    Two kinds of a thing are two things: "no systemic antibiotics |or topical antibiotics|".
    """
    if draft is None or draft.entity is None or draft.entity.rule is None or chunk.tag != "ENTITY":
        return False
    kinds = [{one.name for one in entity.modifiers} for entity in (draft.entity, chunk.value)]
    return chunk.value.rule is draft.entity.rule and not (all(kinds) and kinds[0] != kinds[1])


def _done_alike(draft: Draft, entity: Entity) -> bool:
    """Whether two things are done, or taken, alike: "unable to undergo biopsy, |angiography or surgery"."""
    return draft.entity is not None and draft.entity.domain == entity.domain and entity.domain in _DONE


def _of_one_kind(draft: Draft | None, chunk: Chunk, *, verbal: bool) -> bool:
    """Whether what begins with a chunk may go on with what a draft has begun: both are conditions, or neither is.

    A thing does not go on with the verb that is negated: "hypertension not controlled |or stroke".
    """
    if draft is None or chunk.tag not in {"WORDS", "ENTITY"}:
        return False
    if chunk.tag == "WORDS" or draft.entity is None:
        return draft.kind in {"words", "occurrence", "measurement", "attestation"} and not (
            verbal and draft.kind == "words" and chunk.tag == "ENTITY"
        )
    entity: Entity = chunk.value
    return (entity.domain == "condition") == (draft.entity.domain == "condition")
