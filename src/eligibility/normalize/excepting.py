"""Excepting: reads statements with exceptions, "A except B", "A unless B", and what goes on behind an exception."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from lark import Tree as Phrase
from msgspec.structs import replace

from eligibility.normalize.attaching import time_subject
from eligibility.normalize.both import Both
from eligibility.normalize.conditions import Conditions
from eligibility.normalize.drafts import Op, Tree, any_of, drafts_of
from eligibility.normalize.examples import with_examples
from eligibility.normalize.examples_of_rest import are_causes, examples_of_rest, name_as_causes, time_with_examples
from eligibility.normalize.excepted_states import at_another_time, name_state
from eligibility.normalize.exceptions import also, but_for, is_limit
from eligibility.normalize.instead import case_of, hold_instead
from eligibility.normalize.introduced import Role
from eligibility.normalize.items import ItemReader
from eligibility.normalize.list_sharing import AMOUNTS
from eligibility.normalize.outline import Outline
from eligibility.normalize.parts import Part, Scope
from eligibility.normalize.reactions import except_objects
from eligibility.normalize.timing import time_of_all
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Lexicon
from eligibility.tree import Kind

_CLAUSAL = frozenset({"unless", "if", "when", "where", "while"})
_CLOSED = frozenset({"LIMIT", "LP"})
"""Tags of what makes exceptions more than a list of names."""
_NAMING = frozenset({"ENTITY", "WORDS", "ATTESTATION", "SEX", "LP"})
"""Tags of what names something."""
_STATE = frozenset({"MODIFIER", "FILLER", "OR"})
"""Tags of a state that is excepted."""
_PARTED = 3
"""Children of a list of a state and a time."""
_FEW = 8
"""Exceptions of one statement up to which a time after the last is looked at."""


class Statements(Protocol):
    """Reads the statements of a criterion: what exceptions are made from, and what they are.

    Attributes:
        kind: the list that what is read now stands in.
        conditions: the conditions of the criterion.
        introduces: what a list that follows is to what was read last.
        denied: whether what stands before the brackets that are read now is denied.
    """

    kind: Kind
    denied: bool
    conditions: Conditions
    introduces: Role | None

    def criterion(self, phrase: Phrase[Any], scope: Scope, outer: Part | None) -> Tree | None:
        """The tree of several statements."""

    def statement(self, phrase: Phrase[Any], scope: Scope, outer: Part | None) -> Tree | None:
        """The tree of one statement."""

    def listed(self, phrase: Phrase[Any], scope: Scope, outer: Part | None) -> Tree | None:
        """The tree of a list."""

    def listed_as(self, kind: Kind, phrase: Phrase[Any], outer: Part | None) -> Tree | None:
        """The tree of a list, as it would be in a list of criteria of some kind."""


class ExceptionReader:
    """Reads the exceptions of one criterion.

    Args:
        statements: reads its statements.
        outline: its phrase tree.
        items: reads its items.
        both: what its "both" is of.
        lexicon: names what is excepted from reactions ("allergy to penicillins except |amoxicillin|").
    """

    def __init__(
        self, statements: Statements, outline: Outline, items: ItemReader, both: Both, lexicon: Lexicon
    ) -> None:
        self.statements, self.outline, self.items = statements, outline, items
        self.both, self.lexicon = both, lexicon
        self.timed = not outline.tagged.isdisjoint(AMOUNTS)

    def read(self, phrase: Phrase[Any], scope: Scope, outer: Part | None, body: Tree | None = None) -> Tree | None:
        """ "A except B" is A and not B; "no A except B", that no A is there but B; "A unless B", A where B is not.

        Args:
            phrase: what is said, and its exceptions.
            scope: what still holds for it.
            outer: the item in whose brackets it stands.
            body: what the statement before it says, of which it is an exception: "cancer. |Exceptions: melanoma|".
        """
        clauses = [child for child in phrase.children if isinstance(child, Phrase)]
        few, goes_on = len(clauses) <= _FEW, False
        for clause in clauses:
            if clause.data != "exception":
                goes_on = self.outline.is_open(clause)
                body = self.statements.statement(clause, scope, outer)
                continue
            inner = next((child for child in clause.children if isinstance(child, Phrase)), None)
            if inner is not None and body is None and outer is None and len(clauses) == 1:
                inner, first = self.outline.cut_first(inner)
                body = self.statements.listed(first, scope, outer) if first is not None else None
            if goes_on and isinstance(body, Op) and body.kind == "any_of" and inner is not None and few:
                body = self._less_last(body, clause, inner, outer)
                continue
            body = self._less(body, clause, inner, outer, few=few)
        return body

    def _less_last(self, body: Op, clause: Phrase[Any], inner: Phrase[Any], outer: Part | None) -> Tree | None:
        """A list that goes on behind an exception, which is then one from the last thing before it.

        "Gout, asthma |unless mild|, or cancer"; but "gout or asthma |unless mild|" may be of both.
        """
        _, rest = self._cut(inner, clause, body)
        if rest is None:
            return self._less(body, clause, inner, outer, few=True)
        *before, last = body.parts
        less = self._less(last, clause, inner, outer, few=True)
        return any_of([*before, *([] if less is None else [less])])

    def _less(
        self, body: Tree | None, clause: Phrase[Any], inner: Phrase[Any] | None, outer: Part | None, *, few: bool
    ) -> Tree | None:
        """What is said, less one exception; behind the exception may stand more of what is said."""
        more, rest, self.statements.introduces = None, None, None
        if inner is not None:
            inner, rest = self._cut(inner, clause, body) if few else (inner, None)
            if body is not None:
                inner, more = self.outline.resumed(clause.children[0], inner)
                inner, body = self._exemplified(inner, body)
        tree = self._exception(inner, clause, outer) if inner is not None else None
        case = case_of(tree, named=True) if tree is not None and few and self.timed else None
        if (
            body is not None
            and case is not None
            and (cases := hold_instead(body, case, self.statements.kind)) is not None
        ):
            body = cases
        elif tree is not None:
            body = self._without(body, tree, clause, outer, few=few)
        else:
            body = self.both.not_both(body, self.outline.chunk(clause.children[0]))
            self.statements.introduces = "unless" if self._is_clausal(clause) else "except"
        said_on = self.statements.listed(more, Scope(), outer) if more is not None else None
        if said_on is not None and body is not None:
            body = also(body, said_on)
        further = self._further(rest, outer) if rest is not None else None
        if further is None or body is None:
            return body or further
        if rest is not None and self.outline.first(rest).tag == "EXAMPLE":
            time_with_examples(body, further)
            if are_causes(self.outline, clause):
                return name_as_causes(body, further)
        adds = self.statements.kind == "inclusion" and rest is not None and self._is_added(rest)
        return also(body, further) if adds else any_of([body, further])

    def _further(self, rest: Phrase[Any], outer: Part | None) -> Tree | None:
        """What is no exception any more: the rest of a list, or what stands in brackets."""
        if rest.data == "criterion":
            return self.statements.criterion(rest, Scope(), Part())
        return self.statements.listed(rest, Scope(), outer)

    def _is_added(self, rest: Phrase[Any]) -> bool:
        """Whether what is no exception any more stands behind "and": both are asked, then."""
        return next((chunk.tag for chunk in self.outline.before(rest)), None) == "AND"

    def _cut(
        self, inner: Phrase[Any], clause: Phrase[Any], body: Tree | None
    ) -> tuple[Phrase[Any], Phrase[Any] | None]:
        """What is excepted, and what is no exception any more: alternatives, or examples of the rest."""
        untimed = self.timed and body is not None and all(draft.when is None for draft in drafts_of(body))
        clausal = self._is_clausal(clause)
        timed = self.timed and not clausal and body is not None and drafts_of(body)[-1].when is not None
        excepted, rest = self.outline.cut(inner, untimed=untimed and not clausal, timed=timed)
        if untimed and body is not None:
            excepted = self._time_parted(body, excepted)
        if rest is None and self.statements.kind == "exclusion" and body is not None and not _is_denied(body):
            excepted, rest = self.outline.cut_state(excepted)
        if rest is None and "EXAMPLE" in self.outline.tagged and "other" in self._words(clause):
            excepted, rest = self.outline.cut_examples(excepted)
            return (excepted, rest) if rest is not None else examples_of_rest(self.outline, clause, excepted)
        return excepted, rest

    def _time_parted(self, body: Tree, excepted: Phrase[Any]) -> Phrase[Any]:
        """A state that is excepted, with the time that a comma parts from it given to what is said.

        "Antibiotics, other than topical, |within a week|"; so is a time at which something is: "other than gout, |at
        screening|".
        """
        if len(excepted.children) < _PARTED:
            return excepted
        comma, last = excepted.children[-2:]
        if self.outline.tags(last) != {"WHEN"} or self.outline.between(comma) != ["COMMA"]:
            return excepted
        time = self.outline.first(last)
        event = time_subject(drafts_of(body))
        state = all(self.outline.tags(child) <= _STATE for child in excepted.children[:-2])
        if event is None or not (state or time.value.limit is None):
            return excepted
        event.when = replace(time.value, inferred=time.value.inferred or "window-of-all")
        event.reach(time.first, time.last)
        return Phrase("list", excepted.children[:-2])

    def _exemplified(self, inner: Phrase[Any], body: Tree) -> tuple[Phrase[Any], Tree]:
        """What is excepted, and what is said with the examples of it that stand behind the exception."""
        if "EXAMPLE" not in self.outline.tagged:
            return inner, body
        inner, examples = self.outline.examples_apart(inner)
        named = self.statements.criterion(examples, Scope(), Part()) if examples is not None else None
        return inner, (with_examples(body, named) or body) if named is not None else body

    def _without(self, body: Tree | None, tree: Tree, clause: Phrase[Any], outer: Part | None, *, few: bool) -> Tree:
        """What is said, without what is excepted from it.

        A time after the exception is of both, but for that of a clause ("unless treated within a year").
        """
        if body is not None and few and self.timed and not self._is_clausal(clause):
            time_of_all(body, tree, self.outline.tokens)
        self.statements.conditions.when = tree
        of = outer.last if body is None and outer is not None else body
        name_state(tree, of, self.outline.chunks, self.outline.tokens)
        body = at_another_time(tree, self.outline.chunks) if body is None else body
        if self.items.reacts and body is not None:
            except_objects(body, tree, self.outline.tokens, self.lexicon)
        unless = "unless" in self._words(clause)
        return but_for(body, tree, self.outline.tokens, self.statements.kind, unless=unless)

    def _exception(self, excepted: Phrase[Any], clause: Phrase[Any], outer: Part | None) -> Tree | None:
        """What is excepted: "except |A and B|" takes out either, as an exclusion list would; "unless A and B", both.

        Of commas that is clear where a state is excepted: "unless |mild, treated, and stable|".

        So it is of what is measured: "except patients with |undetectable RNA and normal ALT|".
        """
        kind, inside = self.statements.kind, self.outline.inside(excepted)
        tags = {chunk.tag for chunk in inside}
        clausal = self._is_clausal(clause)
        state = clausal and inside[0].tag == "MODIFIER"
        if "AND" in tags and ("COMMA" not in tags or state) and (clausal or _is_measured(inside)):
            kind = "inclusion"
        elif _CLOSED.isdisjoint(tags):
            kind = "exclusion"
        return self.statements.listed_as(kind, excepted, None if _stands_alone(tags) else outer)

    def _is_clausal(self, clause: Phrase[Any]) -> bool:
        """Whether an exception is a clause: "|unless| treated"."""
        return not _CLAUSAL.isdisjoint(self._words(clause))

    def _words(self, clause: Phrase[Any]) -> Sequence[str]:
        """The words that an exception begins with: "|except for| gout", "|other than| asthma"."""
        said = self.outline.chunk(clause.children[0])
        return self.outline.tokens.folded[said.first : said.last]


def case_excepted(body: Phrase[Any], said: Tree, when: Tree) -> Tree | None:
    """ "(except in gout, |where it must be ≤ 9|)": the people of the exception, and what is asked of them.

    Args:
        body: the phrase that something holds in a case of.
        said: what it says.
        when: the case.
    """
    first = body.children[0]
    alone = isinstance(first, Phrase) and first.data == "exception" and isinstance(said, Op) and said.kind == "not"
    if not alone or not isinstance(said, Op) or not is_limit(when):
        return None
    return Op("not", [Op("all_of", [said.parts[0], when])])


def _is_denied(tree: Tree) -> bool:
    return isinstance(tree, Op) and tree.kind == "not"


def _stands_alone(tags: set[str]) -> bool:
    """Whether an exception leaves nothing of it to what stands before its brackets.

    So it is of some people, and what is asked of them, "except in |gout, in whom it must be ≤ 9|", and of what names
    nothing: "prednisone (except |≤ 10 mg/day|)".
    """
    return {"LIMIT", "ENTITY"}.issubset(tags) or _NAMING.isdisjoint(tags)


def _is_measured(chunks: Sequence[Chunk]) -> bool:
    """Whether all that some chunks name is measured."""
    named = [chunk.value.domain for chunk in chunks if chunk.tag == "ENTITY"]
    return bool(named) and set(named) == {"measurement"}
