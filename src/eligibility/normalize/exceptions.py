"""Exceptions: what is said, but for something."""

from __future__ import annotations

from eligibility.normalize.drafts import Op, Tree, drafts_of
from eligibility.tagging.tokens import Tokens


def but_for(body: Tree | None, exception: Tree, tokens: Tokens, *, asked: bool) -> Tree:
    """What is said, but for an exception.

    "A except B" is A and not B; "no A except B", that no A is there but B; "A unless B", asked, is A where B is not.

    Args:
        body: what is said; None where nothing is said before the exception.
        exception: what is excepted.
        tokens: the criterion.
        asked: whether "unless" says of whom it is asked.
    """
    none = Op("not", [exception])
    if body is None:
        return none
    if asked:
        if isinstance(body, Op) and body.kind == "implies":
            body.parts[0] = also(body.parts[0], none)
            return body
        return Op("implies", [none, body])
    if isinstance(body, Op) and body.kind == "not":
        return Op("not", [also(body.parts[0], none)])
    if isinstance(body, Op) and body.kind == "any_of" and _is_other(body.parts[-1], tokens):
        body.parts[-1] = also(body.parts[-1], none)
        return body
    return also(body, none)


def also(body: Tree, none: Tree) -> Op:
    """A body and what must not hold besides; of several exceptions one flat conjunction."""
    if isinstance(body, Op) and body.kind == "all_of":
        body.parts.append(none)
        return body
    return Op("all_of", [body, none])


def _is_other(tree: Tree, tokens: Tokens) -> bool:
    """ "A or |another B| except C": the exception is one from what the others are."""
    modifiers = (one for draft in drafts_of(tree) if draft.entity is not None for one in draft.entity.modifiers)
    return any("other" in tokens.folded[one.last - 1] for one in modifiers)
