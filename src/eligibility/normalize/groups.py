"""Groups: what stands in brackets behind something in an item, or in its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lark import Tree as Phrase
from msgspec.structs import replace

from eligibility.normalize.asides import (
    are_alternatives,
    aside,
    further,
    is_item_number,
    is_limited,
    take_amounts,
    take_cases,
    take_modifiers,
    takes_case,
)
from eligibility.normalize.asking import demand
from eligibility.normalize.brackets import conditional_limits, group_named, is_alias, is_other_unit, limit_in_group
from eligibility.normalize.cases import asked_of_one_sex
from eligibility.normalize.comparators import compare_alike
from eligibility.normalize.drafts import Draft, Op, drafts_of
from eligibility.normalize.excepted_states import is_allowed_state
from eligibility.normalize.excepting import Statements
from eligibility.normalize.instead import Case
from eligibility.normalize.items import ItemReader
from eligibility.normalize.kinds import take_kinds
from eligibility.normalize.otherwise import is_let, or_else, takes_allowed
from eligibility.normalize.outline import Outline
from eligibility.normalize.parts import Part, Said, Scope
from eligibility.normalize.reactions import opens_reaction, react_alike
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon

_AMOUNTS = frozenset({"LIMIT", "WHEN", "REF"})
"""Tags of limits and times, and of what a limit is a multiple of."""
_MODIFYING = frozenset({"MODIFIER", "STATUS", "AND", "OR", "COMMA", "SLASH"})
_WHO = frozenset({"SEX", "ENTITY"})
"""Tags of people of one sex."""
_PAIR = 2
_SAYS_AGAIN = frozenset({"OR", "COMMA", "FILLER"})
_EQUAL = frozenset(map(fold, ("equivalent", "equal", "approximately", "about", "approx", "to", "of", ".")))
"""Words that say that a limit in brackets is the same as the one before them."""


class GroupReader:
    """Reads the groups of one criterion.

    Args:
        statements: reads what stands in them where that is a statement of its own.
        outline: the phrase tree, with its tokens and chunks.
        items: reads limits, times and modifiers.
        lexicon: knows reactions and the kinds of things.
    """

    def __init__(self, statements: Statements, outline: Outline, items: ItemReader, lexicon: Lexicon) -> None:
        self.statements, self.outline, self.items, self.lexicon = statements, outline, items, lexicon
        self.tokens = outline.tokens

    def read(self, phrase: Phrase[Any], part: Part, scope: Scope, before: list[Part]) -> None:
        """What stands in brackets: an abbreviation, a limit, a time, examples, a condition, or a further statement."""
        inner = next(child for child in phrase.children if isinstance(child, Phrase))
        inside = self.outline.inside(inner)
        last = part.last
        opened, closed = self.outline.chunk(phrase.children[0]).first, self.outline.chunk(phrase.children[-1]).last
        grouped = self._is_of_group(opened, closed, inner, part, scope)
        if grouped or not inside or is_item_number(inside, self.tokens):
            return
        if last is not None and opens_reaction(last, closed, part, self.tokens, self.lexicon):
            self.items.reacts = True
            if not part.parts and (self._is_level(inside) or all(chunk.tag == "LIMIT" for chunk in inside)):
                self.items.take(inside, part, scope)
            return
        if last is not None and is_alias(inside, last, self.tokens):
            last.last = closed
            last.reach(opened, closed)
            return
        if inside[0].tag == "OR" and takes_allowed(inside[1:], part):
            return
        if _MODIFYING.issuperset(chunk.tag for chunk in inside):
            take_modifiers(inside, part, scope, self.items)
            if last is not None:
                last.reach(opened, closed)
            return
        if last is not None and (group := limit_in_group(inside, opened, self.tokens)) is not None:
            part.conditions = (*part.conditions, Case(group[1], group[0].value))
        else:
            self._said_more(inner, inside, (opened, part), scope, before)

    def _is_of_group(self, opened: int, closed: int, inner: Phrase[Any], part: Part, scope: Scope) -> bool:
        """Whether brackets name a group that an item is asked of, "(Arm A)", or ask more of it: "(Arm B: |gout|)"."""
        whose = group_named(opened, closed, part.last, self.tokens)
        if whose is None:
            return False
        if whose.last == closed - 1:
            part.case = (whose, max(0, len(part.parts) - 1))
            return True
        inside = self.outline.inside(inner)
        rest = None if scope.negation else self._behind_colon(inner)
        if rest is None or "SEMI" in tags_of(inside) or limit_in_group(inside, opened, self.tokens) is not None:
            return False
        tree = self.statements.criterion(rest, Scope(status=scope.status), part)
        if tree is not None:
            part.parts.append(demand(Said(tree), whose, self.statements.kind))
        return tree is not None

    def _behind_colon(self, inner: Phrase[Any]) -> Phrase[Any] | None:
        """What stands behind a colon at the beginning of statements, or after their first item; None without one."""
        first, *more = inner.children
        if not isinstance(first, Phrase) or first.data != "list":
            return None
        colon = next((at for at, one in enumerate(first.children[:_PAIR]) if self.outline.is_colon(one)), None)
        return None if colon is None else Phrase("criterion", [Phrase("list", first.children[colon + 1 :]), *more])

    def _said_more(
        self,
        inner: Phrase[Any],
        inside: list[Chunk],
        behind: tuple[int, Part],
        scope: Scope,
        before: list[Part],
    ) -> None:
        """What stands in brackets, from a token on behind an item: a limit, a time, a condition, or a statement."""
        opened, part = behind
        again = self._past_equals(inside)
        if again and is_other_unit(inside[again:], part.last):
            self.items.heard += [(one.first, one.last) for one in inside[:again]]
            inside = inside[again:]
        if all(chunk.tag in _AMOUNTS for chunk in inside) or self._is_level(inside) or are_alternatives(inside):
            take_amounts(inside, opened, part, scope, self.items)
            return
        conditional = conditional_limits(inner, self.outline.inside)
        for condition, limits in conditional:
            self.items.take(limits[:-1], part, scope)
            self._conditional(limits[-1], condition, part, before)
        if not conditional and not take_cases(inside, part, before, self.tokens):
            self._further(inner, inside, part, scope, before)

    def _further(
        self, inner: Phrase[Any], inside: list[Chunk], part: Part, scope: Scope, before: Sequence[Part]
    ) -> None:
        """A further statement in brackets: a case, who is asked, or an aside."""
        last = part.last
        outside, self.statements.denied = self.statements.denied, bool(scope.negation)
        tree = self.statements.criterion(inner, Scope(status=scope.status), part)
        self.statements.denied = outside
        if isinstance(tree, Draft) and last is not None and len(inside) == _PAIR and inside[1].tag == "LIMIT":
            compare_alike(tree, last)
        if tree is None or takes_case(tree, inside, part) or take_kinds(tree, part, self.tokens, self.lexicon):
            return
        excludes = self.statements.kind == "exclusion"
        tree = tree if excludes or inside[0].tag not in _WHO else asked_of_one_sex(tree, [*before, part])
        if (excludes or scope.negation) and is_allowed_state(tree, last, inside, self.tokens):
            tree = Op("not", [tree])
        if self.items.reacts and last is not None:
            react_alike(last, drafts_of(tree), self.tokens, self.lexicon)
        if next(inner.find_data("only_if"), None) is not None and (part.parts or part.limit):
            part.case = (tree, max(0, len(part.parts) - 1))
        elif inside[0].tag == "OR" and is_let(tree, last, part):
            part.parts[-1] = or_else(part.parts[-1], tree)
        elif excludes != bool(scope.negation) and (more := further(tree, last)) is not None:
            part.parts[-1] = replace(part.parts[-1], tree=Op("any_of", [part.parts[-1].tree, more]))
        else:
            part.same = inside[0].tag == "EXAMPLE" and bool(inside[0].value.attrs.get("same"))
            aside(tree, tags_of(inside), part, scope, self.tokens)

    def _past_equals(self, inside: list[Chunk]) -> int:
        """How many chunks say that a limit behind them is another again: "(|or| 9 mmol/L)", "(|i.e.,| 7 mmol/L)"."""
        at = 0
        while at < len(inside) - 1 and (
            inside[at].tag in _SAYS_AGAIN
            or _EQUAL.issuperset(self.tokens.folded[inside[at].first : inside[at].last])
            or (inside[at].tag == "EXAMPLE" and inside[at].value.attrs.get("same"))
        ):
            at += 1
        return at

    def _is_level(self, inside: list[Chunk]) -> bool:
        """Whether brackets hold a level of a scale, and no more: "hemorrhage |(grade ≥ 3)|"."""
        if tags_of(inside) != ["WORDS", "LIMIT"]:
            return False
        return tuple(self.tokens.folded[inside[0].first : inside[0].last]) in self.items.said.scales

    def _conditional(self, chunk: Chunk, condition: Phrase[Any], part: Part, before: list[Part]) -> None:
        """ "AST and ALT ≤ 2.5 x ULN (≤ 5 x ULN if liver metastases are present)"."""
        case = self.statements.statement(condition, Scope(), None)
        if case is not None and is_limited([*before, part]):
            part.conditions = (*part.conditions, Case(case, chunk.value))
