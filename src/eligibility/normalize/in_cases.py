"""In cases: what is said where its condition holds is an exception, a limit in a case, or an implication."""

from __future__ import annotations

from typing import Any

from lark import Tree as Phrase

from eligibility.normalize.conditions import Conditions
from eligibility.normalize.drafts import Op, Tree
from eligibility.normalize.excepted_states import name_state
from eligibility.normalize.excepting import case_excepted
from eligibility.normalize.exceptions import but_for
from eligibility.normalize.instead import extend, instead, only_last
from eligibility.normalize.outline import Outline
from eligibility.tree import Kind


def where(phrase: Phrase[Any], body: Phrase[Any], said: tuple[Tree, Tree], conditions: Conditions, kind: Kind) -> Tree:
    """What is said, where its condition holds.

    Args:
        phrase: both in the phrase tree: "if A, B", "B if A".
        body: what is said, in it.
        said: what is said, and its condition, as they were read.
        conditions: the conditions of the criterion.
        kind: the list that it stands in.
    """
    consequence, when = said
    outline = conditions.outline
    leads = phrase.data == "if_then"
    if not leads and body.data == "excepted" and (case := case_excepted(body, consequence, when)) is not None:
        return case
    if conditions.is_exception(phrase):
        return but_for(consequence, when, outline.tokens, kind, unless=conditions.is_clausal(phrase))
    cases = None
    if not leads:
        cases = instead(consequence, when, kind) or extend(consequence, when) or only_last(consequence, when)
    if not leads and cases is None and isinstance(consequence, Op):
        if consequence.kind == "all_of" and outline.adds(body):
            consequence.parts[-1] = conditions.joined(phrase, when, consequence.parts[-1], leads=False)
            return consequence
        if consequence.kind == "any_of":
            cases = _offered(body, consequence, when, outline)
    return cases or conditions.joined(phrase, when, consequence, leads=leads)


def _offered(body: Phrase[Any], asked: Op, when: Tree, outline: Outline) -> Tree | None:
    """ "Gout, |or asthma if severe|": a condition behind the second of two is said of that; None of any others."""
    if not outline.offers(body):
        return None
    if name_state(when, asked.parts[-1], outline.chunks, outline.tokens):
        return Op("any_of", [*asked.parts[:-1], when])
    return Op("any_of", [*asked.parts[:-1], Op("all_of", [asked.parts[-1], when])])
