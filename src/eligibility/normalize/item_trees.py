"""The tree that an item becomes, once it has been read."""

from __future__ import annotations

from eligibility.normalize.asked_of import names_whom
from eligibility.normalize.drafts import Op, Tree
from eligibility.normalize.examples import example_of, exemplified
from eligibility.normalize.parts import Part, said_tree


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
