"""Sites: where something is measured, of several places: "spine or |hip T-score", "T-score at the spine or |hip"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from operator import itemgetter

from eligibility.normalize.drafts import Draft, Op, Tree
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part
from eligibility.tagging.chunks import Entity
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

_PAIR = 2
_LONGEST = 3
"""Tokens of the name of a place."""
_MEASURED = "measurement"
_PLACED = frozenset({"at", "in", "of"})


def name_sites(parts: list[Part], joins: list[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes measurements of the places of one, where the rules know what is measured at each of them.

    Only what the lexicon names by the place and the measurement together is changed.

    Args:
        parts: the items of a list, which are changed.
        joins: what stands between them.
        tokens: their criterion.
        lexicon: what the rules name.
    """
    source: Draft | None = None
    for place in range(len(parts) - 2, -1, -1):
        source, words = source or parts[place + 1].first, parts[place].last
        listed = joins[place] in LISTING and source is not None and source.link is None
        site = _site(words, source, tokens, lexicon) if listed else None
        if words is None or site is None:
            source = None
        else:
            words.kind, words.entity, words.first = "measurement", site, site.first
    if parts:
        _name_behind(parts, joins, tokens, lexicon)


def _site(words: Draft | None, source: Draft | None, tokens: Tokens, lexicon: Lexicon) -> Entity | None:
    """What words name together with the end of a measurement's name: "lumbar spine" with "femoral neck |T-score|"."""
    if words is None or source is None or words.kind != "words" or words.limits or words.when:
        return None
    if source.kind != _MEASURED or source.entity is None or source.entity.rule is None:
        return None
    for begin in (words.extent[0], words.first):
        place = tokens.surface(begin, words.last)
        for first in range(source.first, source.last) if words.last - begin <= _LONGEST else ():
            rule = lexicon.named(f"{place} {tokens.surface(first, source.last)}")
            if rule is not None and rule.domain == _MEASURED and rule is not source.entity.rule:
                return Entity(begin, words.last, rule.domain, rule, by="shared")
    return None


def _name_behind(parts: list[Part], joins: list[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """ "T-score ≤ -2.5 at the spine, |hip| or |wrist|": the limit before the places is on what is measured at each.

    Beside something else the places are one item: "osteoporosis with |T-score ≤ -2.5 at the spine or hip|".
    """
    for start, part in enumerate(parts):
        said = [one.tree for one in part.parts[-_PAIR:]]
        source = said[0] if len(said) == _PAIR else None
        if not isinstance(source, Draft) or not source.limits or source.last > source.limits[0].first:
            continue
        places = [said[1], *_places(parts, joins, start)]
        found = [(one, _site(one, source, tokens, lexicon)) for one in places if isinstance(one, Draft)]
        named = [(draft, site) for draft, site in takewhile(itemgetter(1), found) if site is not None]
        if not named or named[0][0].link not in _PLACED:
            continue
        for draft, site in named:
            draft.kind, draft.entity, draft.first = "measurement", site, site.first
            draft.link, draft.limits = None, [*source.limits]
        named[0][0].reach(*source.extent)
        del part.parts[-_PAIR]
        end = start + len(named)
        if len(named) > 1 and (len(named) < len(parts) or len(part.parts) > 1):
            either = "or" in joins[start : end - 1]
            part.parts[-1].tree = Op("any_of" if either else "all_of", [draft for draft, _ in named])
            del parts[start + 1 : end], joins[start : end - 1]
        return


def _places(parts: Sequence[Part], joins: Sequence[Join], start: int) -> list[Tree]:
    """What the items behind one name that name only one thing each."""
    out: list[Tree] = []
    for joined, part in zip(joins[start:], parts[start + 1 :], strict=True):
        if joined not in LISTING or len(part.parts) != 1:
            break
        out.append(part.parts[0].tree)
    return out
