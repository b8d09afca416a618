"""Routes in their short forms: "oral, |IV| or |IM| corticosteroids", "|SC| injection of heparin".

The letters stand for other things elsewhere (stage IV, sickle cell), so they are routes only among routes, before a
drug, and before a word for how something is given.
"""

from __future__ import annotations

from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Match, Matches
from eligibility.tagging.phrases import Phrases
from eligibility.tagging.tokens import Tokens

_LONG = {"IV": "intravenous", "IM": "intramuscular", "SC": "subcutaneous", "SQ": "subcutaneous", "PO": "oral"}
ROUTES = frozenset(map(str.lower, _LONG))
"""The short forms as they are folded."""
_GIVEN = frozenset(
    map(fold, ("injection", "infusion", "administration", "route", "dose", "bolus", "formulation", "use", "therapy"))
)
"""Words, as they are folded, for how something is given."""
_BETWEEN = frozenset({",", "or", "and", "/"})
_ROUTE = "route"


def with_routes(found: Matches, tokens: Tokens, phrases: Phrases) -> None:
    """Adds the routes that short forms stand for to the phrases of a text; among others one is no part of a name.

    Args:
        found: the phrases; they are changed.
        tokens: the text.
        phrases: those of the rules.
    """
    drugs = {first for first, _, said in found.spoken if said.concept is not None and said.concept.domain == "drug"}
    routes = {first for first, last, said in found.spoken if last == first + 1 and _is_route(said.cues)}
    short = [at for at, written in enumerate(tokens.written) if written in _LONG]
    count = len(tokens)
    more: list[Match] = []
    apart: set[int] = set()
    for at in short:
        beside = _beside(at, -1, tokens), _beside(at, 1, tokens)
        listed = not routes.isdisjoint(beside) or any(other in short and other != at for other in beside)
        behind = at + 1 < count and (at + 1 in drugs or tokens.folded[at + 1] in _GIVEN)
        if not (listed or behind):
            continue
        phrase = phrases.get((fold(_LONG[tokens.written[at]]),))
        if phrase is not None and _is_route(phrase.cues):
            more.append((at, at + 1, phrase.meaning))
            apart.update([at] if listed else ())
    if more:
        found.spoken[:] = [one for one in found.spoken if one[0] not in apart]
        found.spoken.extend(more)
        found.spoken.sort(key=_extent)


def _is_route(cues: object) -> bool:
    """Whether a word says how something is given."""
    cue = cues.get("modifier") if isinstance(cues, dict) else None
    return cue is not None and cue.name == _ROUTE


def _beside(at: int, step: int, tokens: Tokens) -> int:
    """The token beside a short form in a list, on one side of it; the next one where it is in none."""
    at += step
    while 0 <= at < len(tokens) and tokens.folded[at] in _BETWEEN:
        at += step
    return at


def _extent(match: Match) -> tuple[int, int]:
    return match[0], match[1]
