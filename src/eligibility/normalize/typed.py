"""Types: what several types of one thing share.

"Type 1 or |2 diabetes", "bipolar I or |II disorder", "hepatitis B or |C infection".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import Join
from eligibility.normalize.parts import Part
from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_TYPE = re.compile(r"(?:[A-Z]|[IVX]{1,4}|\d{1,2}[a-z]?)$")
_MOST = 6
"""Types of one thing that are read together."""
TYPED = "type"
_LENGTH = 2
"""Tokens of a type with its letter: "type B"."""
_LONGEST = 4
"""Tokens of what stands before a type."""


class _Head(Struct, gc=False):
    """What the last of several types is of: its type at token `place`, and what stands behind that, up to `last`."""

    draft: Draft
    place: int
    last: int


def is_type(place: int, tokens: Tokens) -> bool:
    """Whether a token reads like a type: "B", "II", "2a"."""
    return _TYPE.match(tokens.written[place]) is not None


def share_heads_of_types(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Gives each of several types the thing that is said once, after the last of them."""
    if TYPED in tokens.words:
        _name_types(parts, joins, tokens, lexicon)
    for place in range(len(parts) - 1, 0, -1):
        head = _head(parts[place], tokens) if joins[place - 1] in {"or", "and"} else None
        if head is None:
            continue
        first = place - 1
        while first > 0 and place - first < _MOST and _bare(parts[first], tokens) is not None:
            first -= 1
        typed = _typed(parts[first], tokens)
        if typed is not None:
            _complete(parts[first : place + 1], typed, head, tokens, lexicon)


def _name_types(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """ "|Type A| or type B aortic dissection": names a type by what stands behind the next one."""
    for place in range(len(parts) - 2, -1, -1):
        words, of = parts[place].last, parts[place + 1].first
        if joins[place] not in {"or", "and", "comma"} or words is None or of is None or of.entity is None:
            continue
        entity, first = of.entity, words.first
        letter = first + _LENGTH
        typed = tokens.folded[first] == tokens.folded[entity.first] == TYPED and entity.last - entity.first > _LENGTH
        if not typed or of.kind != "occurrence" or words.last > letter or not is_type(letter - 1, tokens):
            continue
        behind = tokens.surface(entity.first + _LENGTH, entity.last)
        written = tokens.surface(first, letter)
        rule = named_together([written, behind], entity, lexicon)
        words.last = letter
        _name(words, first, rule, entity)
        assert words.entity is not None
        words.entity.name = f"{written.lower()[: len(TYPED)]}{written[len(TYPED) :]} {behind}" if rule is None else None
        parts[place + 1].bound = True


def _complete(parts: Sequence[Part], typed: tuple[int, int], head: _Head, tokens: Tokens, lexicon: Lexicon) -> None:
    """Names all of some types, if the rules know the last of them."""
    before = tokens.surface(typed[0], typed[1] - 1).split()
    behind = tokens.surface(head.place + 1, head.last).split()
    said = head.draft.entity
    assert said is not None
    rule = named_together([*before, tokens.written[head.place], *behind], said, lexicon)
    if rule is None:
        return
    parts[-1].parts = [one for one in parts[-1].parts if not _within(one.tree, head.place, head.place + 1)]
    _name(head.draft, min(head.place, head.draft.first), rule, said)
    for part in parts[1:-1]:
        bare = _bare(part, tokens)
        if bare is not None:
            full = [*before, tokens.written[bare.first], *behind]
            _name(bare, bare.first, named_together(full, said, lexicon), said)
    first = next(draft for draft in parts[0].drafts() if draft.first == typed[0])
    if first.entity is not None and first.last == typed[1]:
        return
    first.last = typed[1]
    _name(first, typed[0], named_together([*before, tokens.written[typed[1] - 1], *behind], said, lexicon), said)
    parts[0].parts = [one for one in parts[0].parts if one.tree is first or not _within(one.tree, *typed)]


def _name(draft: Draft, first: int, rule: ConceptRule | None, like: Entity) -> None:
    draft.kind, draft.first = "occurrence", first
    draft.entity = Entity(first, draft.last, like.domain, rule, like.modifiers[:], by="shared")
    draft.reach(first, draft.last)


def _within(tree: object, first: int, last: int) -> bool:
    return isinstance(tree, Draft) and first <= tree.first and tree.last <= last


def _head(part: Part, tokens: Tokens) -> _Head | None:
    """A type with what it is of behind it: "|2 diabetes", "|II disorder"."""
    found = part.drafts()[:2]
    if not found:
        return None
    one, two = found[0], found[-1]
    if one.kind == "words" and one.last - one.first == 1 and two.first == one.last and _is_thing(two):
        return _Head(two, one.first, two.last) if is_type(one.first, tokens) else None
    unknown = _is_thing(one) and one.entity is not None and one.entity.rule is None
    if unknown and one.last - one.first > 1 and is_type(one.first, tokens):
        return _Head(one, one.first, one.last)
    return None


def _is_thing(draft: Draft) -> bool:
    return draft.kind == "occurrence" and draft.entity is not None


def _bare(part: Part, tokens: Tokens) -> Draft | None:
    """The draft of an item that is nothing but a type."""
    found = part.drafts()
    if len(found) != 1 or found[0].kind != "words" or found[0].last - found[0].first != 1:
        return None
    return found[0] if is_type(found[0].first, tokens) else None


def _typed(part: Part, tokens: Tokens) -> tuple[int, int] | None:
    """The tokens of a thing with its type in which an item ends: "|type 1|", "|bipolar I|", "|hepatitis B|"."""
    found = part.drafts()[-2:]
    if not found or found[-1].kind not in {"words", "occurrence"}:
        return None
    first, last = found[-1].first, found[-1].last
    if last - first == 1 and len(found) > 1 and found[0].last == first and found[0].kind == "occurrence":
        first = found[0].first
    return (first, last) if 1 < last - first <= _LONGEST and is_type(last - 1, tokens) else None


def named_together(full: Sequence[str], entity: Entity, lexicon: Lexicon) -> ConceptRule | None:
    """The concept that an item names together with what it shares, in the domain of its neighbour.

    What it shares may be a short form, and then stands for its long one: "congenital or acquired |LQTS|".
    """
    rule = lexicon.named(" ".join(full))
    if rule is None and full[-1].isupper() and len(full) > 1 and len(full[-1]) > 1:
        short = lexicon.short_form(full[-1])
        rule = None if short is None else lexicon.named(" ".join([*full[:-1], short.name]))
    return rule if rule is not None and rule.domain == entity.domain else None
