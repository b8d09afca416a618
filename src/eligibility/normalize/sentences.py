"""Sentences: the phrase tree of a criterion becomes a tree of drafts."""

from __future__ import annotations

from typing import Any

from lark import Token
from lark import Tree as Phrase
from msgspec.structs import replace

from eligibility.normalize.absences import time_absences
from eligibility.normalize.asking import asked_of_all, asks_of, demand
from eligibility.normalize.barring import bars, breaking
from eligibility.normalize.both import ask_besides, had_with, is_one_of_them
from eligibility.normalize.cases import each_of_their_own
from eligibility.normalize.companions import deny_companion
from eligibility.normalize.complements import fill
from eligibility.normalize.conditions import Conditions
from eligibility.normalize.drafts import Op, Tree, all_of, any_of
from eligibility.normalize.either_told import tell_either
from eligibility.normalize.excepted_states import name_state
from eligibility.normalize.excepting import ExceptionReader
from eligibility.normalize.exceptions import (
    allow_introduced,
    allow_listed,
    also,
    but_for,
    denies,
    except_more,
    is_of,
    is_of_both,
    kept_beside,
    part_from_rest,
)
from eligibility.normalize.finishing import finish, restrict
from eligibility.normalize.grouping import note_commas
from eligibility.normalize.groups import GroupReader
from eligibility.normalize.in_cases import where
from eligibility.normalize.instances import exemplify
from eligibility.normalize.instead import (
    case_of,
    hold_instead,
    is_widened,
    set_apart,
    settle_case,
    widened,
)
from eligibility.normalize.introduced import Role
from eligibility.normalize.item_trees import item_tree
from eligibility.normalize.items import ItemReader
from eligibility.normalize.joins import Join, join_of
from eligibility.normalize.judges import verdict_at
from eligibility.normalize.limiting import settle_count
from eligibility.normalize.list_sharing import AMOUNTS, ListSharing
from eligibility.normalize.lists import join
from eligibility.normalize.means import fold_means
from eligibility.normalize.mixed_lists import ask_apart
from eligibility.normalize.negating import denied_with
from eligibility.normalize.open_links import leaves_link, relate_on
from eligibility.normalize.openings import Openings
from eligibility.normalize.otherwise import say_again
from eligibility.normalize.outline import Outline
from eligibility.normalize.parts import Part, Scope
from eligibility.normalize.reactions import reacts_either
from eligibility.normalize.scopes import carry, leaves_open
from eligibility.normalize.small_words import SmallWords
from eligibility.normalize.statuses import settle_status
from eligibility.normalize.trailing import close_degree, close_denial
from eligibility.normalize.wanted import Wanted
from eligibility.tagging.eligible_if import LET_IN
from eligibility.tagging.lexicon import Lexicon
from eligibility.tree import Kind

_APART = (["COMMA", "AND"], ["COMMA", "OR"])
"""What parts an item from all that stands before it."""
_FEW = 8
"""Limits in cases of one criterion up to which each is held in what stands before it."""
_BACK = 16
"""Items before a conditional limit that it may be about."""
_NOTE = ["note", ":"]
"""How a note begins."""
_OF_SOME = frozenset({"SEX", "DEFINITION"})
"""Tags of people of whom others may be no part."""


class SentenceReader:
    """Reads the phrase tree of one criterion.

    Args:
        outline: its phrase tree, with its tokens and chunks.
        kind: the list that it stands in.
        said: words that its items are read by.
        lexicon: names what shared heads and tails make up ("hepatitis B or |C").
    """

    def __init__(self, outline: Outline, kind: Kind, lexicon: Lexicon, said: SmallWords) -> None:
        self.outline, self.kind, self.lexicon = outline, kind, lexicon
        self.tokens = tokens = outline.tokens
        self.chunks = outline.chunks
        self.items = ItemReader(tokens, said, kind)
        self.said = said
        self._openings: Openings | None = None
        self.timed = not outline.tagged.isdisjoint(AMOUNTS)
        self.allows = "OPTIONAL_AFTER" in outline.tagged
        self.sharing = ListSharing(outline, self.items, lexicon)
        self.leads = False
        self.allowed: Tree | None = None
        self.conditions = Conditions(outline, kind)
        self.denied = self.permits = self.apart = False
        self.instances = 0
        self.introduces: Role | None = None
        self.tail = Part()
        self.scope = Scope()

    @property
    def openings(self) -> Openings:
        """What the small words at the head of an item say, where it follows others; many criteria are one item."""
        if self._openings is None:
            wanted = Wanted(self.tokens, self.said, self.items.kind)
            self._openings = Openings(self.outline, self.items.negations, wanted)
        return self._openings

    def read(self, scope: Scope | None = None, *, leads: bool = False) -> Tree | None:
        """The tree of drafts of the criterion; None where there is nothing in it.

        Afterwards `tail` is its last item and `scope` what still holds there, for the list that it may introduce;
        `introduces` says what that list is to it: "cancer, |except:|", "women |must:|".

        Args:
            scope: what a lead-in has said that holds for this item of its list.
            leads: whether a list follows: a time without an event is then kept for the list, in `tail`.
        """
        self.leads = self.sharing.leads = leads
        self.permits = leads and self.allows and self.outline.introduces() == "let in"
        tree = self.criterion(self.outline.phrase, scope or Scope(), None)
        if leads and self.introduces is None:
            self.introduces = self.outline.introduces()
        if leads and self.introduces is None and self.kind == "inclusion" and asks_of(self.tail):
            self.introduces = "asked"
        return fold_means(tree) if self.items.finds and tree is not None else tree

    def criterion(self, phrase: Phrase[Any], scope: Scope, outer: Part | None) -> Tree | None:
        """The tree of some statements: those of the criterion, or those in the brackets of an item, `outer`."""
        trees: list[Tree] = []
        outside = self.apart
        case: Tree | None = None
        for child in phrase.children:
            self.apart = bool(trees) or outer is not None
            if not isinstance(child, Phrase):
                case = self.conditions.case_before(child) or case
                continue
            bare = self.conditions.bare_limit(child, trees) if case is not None else None
            if self.allows:
                self.items.later = outer is None and (bool(trees) or self.tokens.folded[: len(_NOTE)] == _NOTE)
            self.items.denied = self.allows and self.kind == "inclusion" and outer is None and denies(trees)
            if trees and case is None and self.outline.begins_with_exception(child):
                trees[-1] = self._excepted(child, replace(scope), outer, trees[-1]) or trees[-1]
                continue
            if outer is not None and trees and self._goes_on_excepting(phrase, child, trees):
                trees = [except_more(trees[0], self.listed_as("exclusion", child, None))]
                continue
            tree = bare or self.statement(child, replace(scope), outer)
            if tree is not None and trees and (named := self._exemplify(child, trees[-1], tree)) is not None:
                trees[-1] = named
            elif tree is not None and case is not None:
                trees.append(self.conditions.in_case(tree, case))
            elif tree is not None and tree is self.allowed and outer is None:
                trees[-1:] = [self._but_for(before, self._of_that(tree, before)) for before in trees[-1:]]
            elif trees and isinstance(tree, Op) and tree.kind == "implies" and self._lets_in_more(child, tree, trees):
                trees[-1] = widened(trees[-1], tree)
            elif tree is not None and not self._stands_in(tree, trees):
                limited = self.conditions.take_limited()
                tree = set_apart(trees, tree, limited) if limited else tree
                trees.append(self._breaking(child, tree) if trees and outer is None else tree)
            case = None
        self.apart = outside
        either = (self.kind == "exclusion" and outer is None) or self.outline.ends_in_or(phrase)
        if len(trees) > 1 and not either and not _OF_SOME.isdisjoint(self.outline.tagged):
            trees = each_of_their_own(trees)
        return any_of(trees) if either else all_of(trees)

    def _breaking(self, statement: Phrase[Any], tree: Tree) -> Tree:
        """What a statement behind others says; where these exclude, who breaks what it demands is excluded, too."""
        return breaking(tree) if self.kind == "exclusion" and self.outline.demands(statement) else tree

    def _goes_on_excepting(self, phrase: Phrase[Any], statement: Phrase[Any], trees: list[Tree]) -> bool:
        """Whether brackets hold an exception, which what semicolons part from it goes on: "(except gout; |lupus|)"."""
        only = len(trees) == 1 and isinstance(trees[0], Op) and trees[0].kind == "not" and statement.data == "list"
        named = only and self.outline.first(statement).tag == "ENTITY"
        return named and self.outline.begins_with_exception(phrase.children[0])

    def _of_that(self, tree: Tree, before: Tree) -> Tree:
        """What is allowed, where it names nothing, as a state of what stands before it: "stroke; |allowed if mild|"."""
        name_state(tree, before, self.chunks, self.tokens)
        return tree

    def _but_for(self, before: Tree, tree: Tree) -> Tree:
        """What stands before what is allowed, less that; what is asked is only so less what it denies."""
        if self.kind == "exclusion":
            return also(before, tree)
        exception = tree.parts[0] if isinstance(tree, Op) else tree
        if not is_of(exception, before, self.tokens):
            return before
        return but_for(before, exception, self.tokens, self.kind, unless=False)

    def _exemplify(self, statement: Phrase[Any], before: Tree, tree: Tree) -> Tree | None:
        """What is said before a statement that gives examples of it: "Statins. |Examples are atorvastatin, ...|"."""
        if "EXAMPLE" not in self.outline.tagged or self.outline.inside(statement)[0].tag != "EXAMPLE":
            return None
        return exemplify(before, tree)

    def _lets_in_more(self, statement: Phrase[Any], tree: Op, before: list[Tree]) -> bool:
        """Whether a statement lets in whom the limit before it leaves out: "|BMI up to 32 may be included if fit|"."""
        if self.kind == "exclusion":
            return False
        chunks = self.outline.inside(statement)
        said = self.tokens.folded[chunks[0].first : chunks[-1].last]
        return not LET_IN.isdisjoint(said) and is_widened(before[-1], tree)

    def _stands_in(self, tree: Tree, before: list[Tree]) -> bool:
        """Lets a statement that is a limit in some case, and no more, hold in the statement before it."""
        case = case_of(tree) if before and self.timed and self.instances < _FEW else None
        restricted = hold_instead(before[-1], case, self.kind) if case is not None else None
        if restricted is not None:
            before[-1] = restricted
            self.instances += 1
        return restricted is not None

    def _excepted(self, phrase: Phrase[Any], scope: Scope, outer: Part | None, body: Tree | None = None) -> Tree | None:
        """What is said, less its exceptions; the reader of these is not kept, as it knows this one."""
        return ExceptionReader(self, self.outline, self.items, self.openings.both, self.lexicon).read(
            phrase, scope, outer, body
        )

    def statement(self, phrase: Phrase[Any], scope: Scope, outer: Part | None) -> Tree | None:
        """The tree of one statement."""
        name = str(phrase.data)
        self.introduces = None
        if name == "list":
            return self.listed(phrase, scope, outer)
        if name == "excepted":
            return self._excepted(phrase, scope, outer)
        clauses = [child for child in phrase.children if isinstance(child, Phrase)]
        if name == "only_if":
            tree = self.statement(clauses[0], scope, outer)
            return self.conditions.hold(phrase, tree)
        return self._conditioned(phrase, clauses, scope, outer)

    def _conditioned(
        self, phrase: Phrase[Any], clauses: list[Phrase[Any]], scope: Scope, outer: Part | None
    ) -> Tree | None:
        """ "if A, B" and "B if A"."""
        leads = phrase.data == "if_then"
        condition, body = clauses if leads else reversed(clauses)
        permits = not leads and (outer is None or self._excludes()) and self.conditions.lets_in(phrase, body)
        self.permits = permits
        consequence = self.statement(body, replace(scope), outer)
        self.permits = False
        tail, after = self.tail, self.scope
        when = self.conditions.hold(phrase, self.statement(condition, Scope(), None))
        if self.leads and outer is None:
            self._introduce(leads=leads, permits=permits, open_side=(consequence if leads else when) is None)
            if leads:
                self.tail, self.scope = tail, after
        if consequence is None and when is not None:
            return self._judged(when, body, outer, permits=permits)
        if consequence is None or when is None:
            if self.leads and when is None and self.kind == "inclusion" and self.outline.excludes(body):
                self.scope.negation = self.items.negations.turn(0)
            return consequence
        consequence = self.conditions.same_subject(consequence)
        if permits:
            return self._permitted(consequence, when)
        if not leads and name_state(when, consequence, self.chunks, self.tokens):
            return Op("all_of", [consequence, when]) if isinstance(when, Op) and when.kind == "not" else when
        return where(phrase, body, (consequence, when), self.conditions, self.kind)

    def _introduce(self, *, leads: bool, permits: bool, open_side: bool) -> None:
        """Tells what a list is to a condition: "if female, |...|", "bilirubin ≤ 3 mg/dL if all of |...|"."""
        if open_side:
            self.introduces = "asked" if leads else "let in" if permits else "case"

    def _excludes(self) -> bool:
        """Whether what is said, or what stands before the brackets that it is said in, excludes."""
        return self.kind == "exclusion" or self.denied

    def _judged(self, when: Tree, body: Phrase[Any], outer: Part | None, *, permits: bool) -> Tree:
        """ "Patients are excluded |if they have gout|", "may take part |if ...|": what is said of who does.

        In brackets it says of what stands before them when that does not exclude: "stroke |(allowed if mild)|".
        """
        if permits and outer is not None:
            name_state(when, outer.last, self.chunks, self.tokens)
            return Op("not", [when])
        if permits and self.kind == "exclusion":
            self.allowed = Op("not", [when])
            return self.allowed
        return Op("not", [when]) if self.kind == "inclusion" and self.outline.excludes(body) else when

    def _permitted(self, case: Tree, when: Tree) -> Tree:
        """ "Patients with asthma may be enrolled |if FEV1 ≥ 60 %": what is asked of them, or an exception.

        Where nothing stands before it, and it excludes, it is of those of whom it is not so.
        """
        name_state(when, case, self.chunks, self.tokens)
        if self.kind == "inclusion":
            return Op("implies", [case, when])
        if not self.apart:
            return Op("all_of", [case, Op("not", [when])])
        self.allowed = Op("not", [Op("all_of", [case, when])])
        return self.allowed

    def listed_as(self, kind: Kind, phrase: Phrase[Any], outer: Part | None) -> Tree | None:
        """The tree of an exception, as it would be in a list of criteria of some kind; who is let in is excepted."""
        outside, permits = self.kind, self.permits
        self.kind, self.permits = kind, permits or outside == "exclusion"
        tree = self.listed(phrase, Scope(), outer)
        self.kind, self.permits = outside, permits
        return tree

    def listed(self, phrase: Phrase[Any], scope: Scope, outer: Part | None) -> Tree | None:
        """The tree of a list: its items, one after the other, and what stands between them."""
        parts: list[Part] = []
        joins: list[Join] = []
        pending: list[str] = []
        barred = concedes = closed = False
        previous: Phrase[Any] | None = None
        separator: Phrase[Any] | None = None
        openings: Openings | None = None
        for child in phrase.children:
            if child.data == "separator":
                pending = self.outline.joining(child)
                separator = child
                continue
            part = Part()
            if parts:
                joins.append(join_of(pending))
                if scope.negation or scope.status or scope.family or scope.attested or scope.optional:
                    self._carry(child, scope, pending, parts[-1])
                if concedes and pending == ["OR"] and not parts[-1].own_negation and parts[-1].either is None:
                    parts[-1].either = 0
                openings = openings or self.openings
                part = openings.open(child, scope, parts[-1], pending)
                openings.relate(child, part, joins, (separator, previous), phrase.children)
                added = part.relative and pending == ["COMMA"] and self.outline.begins(child, "with")
                concedes = added or "BUT" in pending
            self._item(child, part, scope, parts)
            if openings is not None and openings.instead:
                say_again(part, parts[-1])
            if self.timed and (self.kind == "inclusion" or part.freed or part.clear):
                time_absences(part, self.tokens)
            part.inner_negation = part.inner_negation or part.beside
            if scope.pending and not self.leads:
                settle_status(part, scope, self.tokens)
            part.comma = pending == ["COMMA", "AND"]
            part.paused = pending in _APART
            part.apart = part.paused and "comma" not in joins
            if parts:
                closed = closed or joins[-2:-1] == ["and"]
                self._fit(child, part, parts[-1], joins, closed=closed)
            parts.append(part)
            if part.barred:
                barred = bars(parts, joins, self.items.negations, last=child is phrase.children[-1])
            previous, pending = child, []
        if openings is not None:
            openings.both.end_in(separator if pending else None, joins)
            allow_introduced(parts, joins)
        self.sharing.share(parts, joins, self.kind, outer, scope)
        if self.allows and not self.permits and any(part.allowed for part in parts):
            return self._allow(parts, joins, scope, outer)
        tree = self._joined(parts, joins, scope, outer)
        return Op("not", [tree]) if barred and tree is not None else tree

    def _carry(self, item: Phrase[Any], scope: Scope, separator: list[str], before: Part) -> None:
        """Ends what of a scope holds no longer in an item that follows another."""
        if scope.optional:
            opening = self.outline.opening(item)
            scope.optional = leaves_open(scope, separator, self.outline.tags(item), opening, self.kind)
            scope.opted = False
        if scope.negation or scope.status or scope.family or scope.attested:
            carry(scope, separator, self.outline.leading(item), before, kind=self.kind, tokens=self.tokens)

    def _fit(self, item: Phrase[Any], part: Part, before: Part, joins: list[Join], *, closed: bool) -> None:
        """Fits an item to the one before it, now that it is read: what stands between them, and what it exemplifies.

        Args:
            item: the item in the phrase tree.
            part: what it says.
            before: the item before it.
            joins: what stands between the items so far; the last is changed.
            closed: whether an "and" has ended the list already.
        """
        if part.counted is not None and is_one_of_them(self.outline.first(item), self.outline):
            ask_besides(part, joins)
        elif part.denied_on:
            joins[-1] = "or"
        elif joins[-1] == "and" and closed and had_with(before, self.tokens):
            part.together = True
        elif joins[-1] == "or" and leaves_link(before, self.tokens):
            relate_on(part, before, joins)
        elif joins[-1] == "comma" and self.items.reacts and reacts_either(part, self.tokens):
            joins[-1] = "or"
        elif self.outline.says_how(item):
            joins[-1] = "and" if joins[-1] == "comma" else joins[-1]
            part.either = part.either or 0
        if self._openings is not None and self._openings.inferred and part.first is not None:
            part.first.comma_inferred = True
        if part.examples == 0 and before.examples is None:
            before.examples, before.same, before.members = len(before.parts), part.same, part.members
            before.asked = part.asked

    def _allow(self, parts: list[Part], joins: list[Join], scope: Scope, outer: Part | None) -> Tree | None:
        """Makes what "is allowed" an exception where the rest excludes; else nobody is asked for it, and it goes.

        So does that by which a limit may be met: "hydroxyurea is allowed |to meet this criterion|".
        """
        allow_listed(parts, joins, self.tokens, apart=self.apart)
        excludes = self.kind == "exclusion" or (outer is not None and self.denied)
        excludes = excludes or self.items.excepts or (self.items.denied and all(part.allowed for part in parts))
        kept, allowed = kept_beside(parts, excludes=excludes, bracketed=outer is not None)
        if not kept:
            return None
        if len(allowed) == len(parts) and (self.items.denied or is_of_both(parts, self.tokens)):
            return self._allow_both(parts, joins, scope, outer)
        self.items.negations.deny(parts[place] for place in allowed)
        part_from_rest(allowed, parts, joins)
        tree = self._joined([parts[place] for place in kept], [joins[place - 1] for place in kept[1:]], scope, outer)
        if len(allowed) == len(parts):
            self.allowed = tree
        return tree

    def _allow_both(self, parts: list[Part], joins: list[Join], scope: Scope, outer: Part | None) -> Tree | None:
        """What is allowed of those who have one thing and not another: "who have gout |and no tophi| are eligible"."""
        outside, self.kind = self.kind, "inclusion" if is_of_both(parts, self.tokens) else "exclusion"
        tree = self._joined(parts, joins, scope, outer)
        self.kind = outside
        self.allowed = None if tree is None else Op("not", [tree])
        return self.allowed

    def _joined(self, parts: list[Part], joins: list[Join], scope: Scope, outer: Part | None) -> Tree | None:
        """The tree of a list whose items have been read."""
        cased = self.kind == "inclusion" and bool(parts) and parts[-1].case is not None
        asked = asked_of_all(parts, joins) if cased else None
        for place, part in enumerate(parts):
            if part.case is not None and part.parts and asked is None:
                who, at = part.case
                part.parts[at] = demand(part.parts[at], who, self.kind)
                if place and parts[place - 1].case is not None and self.kind == "inclusion":
                    joins[place - 1] = "and"
            state = part.own_negation and not part.parts and bool(part.modifiers)
            finish(part, parts, leads=self.leads and outer is None and place == len(parts) - 1)
            if state and not denied_with(part, parts[place + 1 : place + 2]):
                self.items.negations.deny([part])
            if part.conditions:
                restrict(parts[max(0, place - _BACK) : place + 1], part.conditions, self.kind)
        if outer is None and parts:
            self.tail, self.scope = parts[-1], scope
        verdict = verdict_at(parts, joins, self.tokens) if "comma" in joins else None
        if verdict is not None:
            rest = join(parts[1:], joins[1:], self.kind) if verdict == 0 else join(parts[:-1], joins[:-1], self.kind)
            trees = (rest, item_tree(parts[verdict])) if verdict else (item_tree(parts[verdict]), rest)
            return all_of([tree for tree in trees if tree is not None])
        if self.timed and self.kind == "inclusion":
            tell_either(parts, joins)
        tree = join(parts, joins, self.kind)
        if asked is not None and tree is not None:
            tree = Op("implies", [asked, tree])
        if tree is not None and joins and outer is None and self.kind == "inclusion":
            note_commas(tree, joins)
            listed = any(part.either is not None or part.listed for part in parts)
            tree = ask_apart(tree, joins, listed=listed or parts[-1].paused) if len(joins) > 1 else tree
        return settle_case(tree) if tree is not None and self.timed and self.kind == "exclusion" else tree

    def _item(self, phrase: Phrase[Any], part: Part, scope: Scope, before: list[Part]) -> None:
        attests = "ATTESTATION" in self.outline.tagged
        for child in phrase.children:
            if isinstance(child, Token):
                places = self.outline.runs[child.value]
                if not attests:
                    self.items.take(map(self.chunks.__getitem__, places), part, scope)
                    continue
                for place in places:
                    self.items.take((self.chunks[place],), part, scope)
                    if self.chunks[place].tag == "ATTESTATION":
                        fill(part.last, self.chunks, place + 1)
            else:
                GroupReader(self, self.outline, self.items, self.lexicon).read(child, part, scope, before)
        if part.waiting is not None:
            settle_count(part, None, self.tokens)
        if scope.optional:
            part.open = not part.parts
        if (
            scope.negation
            and part.own_negation
            and not (
                scope.neither or part.parts or part.status or part.modifiers or part.listed or part.limit or part.value
            )
        ):
            deny_companion(part, scope, self.outline.behind(phrase))
        if scope.negation and scope.verbal and part.own_negation and not self.leads:
            close = close_degree if part.modifiers else close_denial
            close(part, scope, self.items.negations, self.tokens)
