"""Conditions: how what holds in a case is joined with the case: "if A, B", "B provided that A", "otherwise B"."""

from __future__ import annotations

from typing import Any, Literal

from lark import Token
from lark import Tree as Phrase

from eligibility.grammar.limits import Limit
from eligibility.normalize.attaching import attach_limit
from eligibility.normalize.drafts import Draft, Op, Tree, drafts_of, last_of
from eligibility.normalize.outline import Outline
from eligibility.rules import CueRule
from eligibility.rules.model import Scalar
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tree import Kind

Joint = Literal["all_of", "any_of"]


class Conditions:
    """The conditions of one criterion.

    Args:
        outline: its phrase tree, with its tokens and chunks.
        kind: the list that it stands in.

    Attributes:
        when: the condition said last.
        measured: what was limited last in a case; a limit that follows may be on it again.
        joint: how these are joined, where they are several.
        limited: what a limit of nothing named, read last, has turned out to be on.
        heard: the tokens of the words that went back to a condition.
    """

    def __init__(self, outline: Outline, kind: Kind) -> None:
        self.outline, self.kind = outline, kind
        self.when: Tree | None = None
        self.measured: list[Draft] = []
        self.joint: Joint = "all_of"
        self.limited: list[Draft] = []
        self.heard: list[tuple[int, int]] = []

    def hold(self, phrase: Phrase[Any], condition: Tree | None) -> Tree | None:
        """Keeps a condition, and gives it: denied where its word says so ("for patients |without| diabetes")."""
        if condition is not None and self._says(phrase, "denied"):
            condition = Op("not", [condition])
        self.when = condition
        return condition

    def lets_in(self, phrase: Phrase[Any], body: Phrase[Any]) -> bool:
        """Whether a condition is one under which people are let in: "patients with asthma |are allowed if| stable"."""
        if any(chunk.tag == "OPTIONAL_AFTER" for chunk in self.outline.inside(body)):
            return True
        return bool(self._says(phrase, "permits"))

    def is_exception(self, phrase: Phrase[Any]) -> bool:
        """Whether what leads is no condition but an exception: "|except for gout|, no joint disease"."""
        return self._word(phrase).tag == "EXCEPT"

    def is_clausal(self, phrase: Phrase[Any]) -> bool:
        """Whether that exception is a clause: "|unless| on dialysis"."""
        said = self._word(phrase)
        return "unless" in self.outline.tokens.folded[said.first : said.last]

    def joined(self, phrase: Phrase[Any], when: Tree, body: Tree, *, leads: bool) -> Tree:
        """A condition and what is said under it.

        In an exclusion list both together exclude, unless it says what must be. So they do where the first is "provided
        that" the second.
        """
        both = self._says(phrase, "both")
        if (self.kind == "exclusion" and not self._asks(phrase)) or both is True or (both and not _is_limited(body)):
            return Op("all_of", [when, body] if leads else [body, when])
        if not leads and ((isinstance(body, Draft) and body.kind == "sex") or self._says(phrase, "only")):
            return Op("implies", [body, when])
        return Op("implies", [when, body])

    def same_subject(self, tree: Tree) -> Tree:
        """ "HbA1c ≤ 8 % if A, or |≤ 9 %| if B": a limit of nothing named is on what the condition before limits."""
        limit = self._bare(tree) if isinstance(tree, Draft) and self.measured else None
        if isinstance(tree, Draft) and limit is not None:
            self.limited = self.measured
            return self._again(limit, tree.extent)
        self._keep(tree)
        return tree

    def _bare(self, draft: Draft) -> Limit | None:
        """The limit that a leaf is, where it names nothing: "|≥ 5 x ULN| if B", or bare numbers, "|> 350| if B"."""
        if draft.nameless:
            return draft.limits[0] if len(draft.limits) == 1 else None
        chunk = self.outline.beginning(draft.first) if draft.kind == "words" else None
        if chunk is None or chunk.tag != "LIMIT" or chunk.last != draft.last:
            return None
        return chunk.value if chunk.value.compared and not chunk.value.calendar else None

    def take_limited(self) -> list[Draft]:
        """What the limit just read has turned out to be on, where it names nothing; told once."""
        limited, self.limited = self.limited, []
        return limited

    def _keep(self, tree: Tree) -> None:
        """Keeps what a tree limits last."""
        self.measured, self.joint = _measured(tree), _joint(tree)

    def _again(self, limit: Limit, extent: tuple[int, int]) -> Tree:
        """What was limited last, all that shares its limit, with another limit."""
        drafts: list[Tree] = []
        for one in self.measured:
            again = one.again()
            again.extent = extent
            own = one.limits[-1]
            attach_limit(again, limit.with_ref_of(own).with_unit_of(own))
            drafts.append(again)
        return drafts[0] if len(drafts) == 1 else Op(self.joint, drafts)

    def case_before(self, stop: Any) -> Tree | None:  # noqa: ANN401 - a Lark token
        """The case that "otherwise" or "in which case" goes back to, where a stop says so."""
        if self.when is None or "OTHERWISE" not in self.outline.tagged:
            return None
        for place in self.outline.runs[stop.value]:
            chunk = self.outline.chunks[place]
            if chunk.tag == "OTHERWISE":
                self.heard.append((chunk.first, chunk.last))
                return Op("not", [self.when]) if chunk.value.attrs.get("turned") else self.when
        return None

    def bare_limit(self, phrase: Phrase[Any], before: list[Tree]) -> Tree | None:
        """A statement that is a limit and nothing else, on what was limited before it: "otherwise |≥ 30|"."""
        inside = self.outline.inside(phrase)
        if before and not self.measured:
            self._keep(before[-1])
        if not self.measured or tags_of(inside) != ["LIMIT"]:
            return None
        return self._again(inside[0].value, (inside[0].first, inside[0].last))

    def in_case(self, tree: Tree, case: Tree) -> Tree:
        """A statement that holds in a case: "if on dialysis A, |otherwise B|"."""
        return Op("implies" if self.kind == "inclusion" else "all_of", [case, self.same_subject(tree)])

    def _says(self, phrase: Phrase[Any], attribute: str) -> Scalar | None:
        """What the word that begins a condition says of it."""
        cue = self._word(phrase).value
        return cue.attrs.get(attribute) if isinstance(cue, CueRule) else None

    def _word(self, phrase: Phrase[Any]) -> Chunk:
        """The word that begins a condition."""
        return self.outline.chunk(next(one for one in phrase.children if isinstance(one, Token) and one.type == "IF"))

    def _asks(self, phrase: Phrase[Any]) -> bool:
        """Whether a conditional says what must be; in an exclusion list the others say what excludes: both together."""
        return any(chunk.tag == "MUST" for chunk in self.outline.inside(phrase))


def _measured(tree: Tree) -> list[Draft]:
    """The last measurement of a tree that is limited, with those before it that have the same limit."""
    found: list[Draft] = []
    for one in reversed(drafts_of(tree)):
        limited = one.kind == "measurement" and bool(one.limits)
        if found and (not limited or one.limits[-1] is not found[-1].limits[-1]):
            break
        if limited:
            found.append(one)
    return found[::-1]


def _joint(tree: Tree) -> Joint:
    """How the last things of a tree are joined."""
    joint: Joint = "all_of"
    while isinstance(tree, Op):
        joint = "any_of" if tree.kind == "any_of" else "all_of"
        tree = tree.parts[-1]
    return joint


def _is_limited(tree: Tree) -> bool:
    """Whether a tree ends in a limit."""
    last = last_of(tree)
    return last.kind == "measurement" and bool(last.limits)
