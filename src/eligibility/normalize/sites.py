"""Sites: where something is measured, of several places: "spine or |hip T-score", "T-score at the spine or |hip"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft
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


def name_sites(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
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


def _name_behind(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens, lexicon: Lexicon) -> None:
    """ "T-score ≤ -2.5 at the spine, |hip| or |wrist|": the first item's limit is on what is measured at each place."""
    said = [one.tree for one in parts[0].parts[-2:]]
    source = said[0] if len(said) == _PAIR else None
    if not isinstance(source, Draft) or not source.limits or source.last > source.limits[0].first:
        return
    words = [said[1], *(one.parts[0].tree for one in parts[1:] if len(one.parts) == 1)]
    if len(words) != len(parts) or not set(joins) <= LISTING:
        return
    drafts = [one for one in words if isinstance(one, Draft)]
    sites = [_site(one, source, tokens, lexicon) for one in drafts]
    if len(drafts) != len(parts) or None in sites or drafts[0].link not in _PLACED:
        return
    for draft, site in zip(drafts, sites, strict=True):
        draft.kind, draft.entity, draft.first = "measurement", site, site.first if site is not None else draft.first
        draft.link, draft.limits = None, [*source.limits]
    drafts[0].reach(*source.extent)
    del parts[0].parts[-2]
