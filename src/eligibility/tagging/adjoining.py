"""Adjoining words: those that are one thing by themselves, and say something of a name that they stand beside."""

from __future__ import annotations

from eligibility.tagging.activities import ACTIVITIES, with_activities
from eligibility.tagging.attributive import ATTRIBUTIVE, with_attributes
from eligibility.tagging.befallen import SUSTAINED, with_befallen
from eligibility.tagging.both_kinds import BOTH, with_both_kinds
from eligibility.tagging.carriers import CARRIER, with_carriers
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.exposures import EXPOSED, with_exposures
from eligibility.tagging.lengths_after import NEXT, with_lengths_after
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.partners import TOGETHER, with_partners
from eligibility.tagging.returned import RETURNED, with_returns
from eligibility.tagging.tokens import Tokens
from eligibility.tagging.types_behind import TYPE, with_types_behind

ADJOINING = ACTIVITIES | ATTRIBUTIVE | EXPOSED | TOGETHER | {BOTH, CARRIER, NEXT, RETURNED, SUSTAINED, TYPE}
"""Words, folded, without one of which there is none."""


def with_adjoining(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with each such word as what it says of a name, or as what it is by itself.

    Args:
        chunks: those of a criterion, in reading order.
        tokens: the criterion, in which one of the words is.
        lexicon: knows what phrases mean.
    """
    words = tokens.words
    if not ACTIVITIES.isdisjoint(words):
        chunks = with_activities(chunks, tokens)
    if BOTH in words:
        chunks = with_both_kinds(chunks, tokens)
    if RETURNED in words:
        chunks = with_returns(chunks, tokens, lexicon)
    if NEXT in words:
        chunks = with_lengths_after(chunks, tokens, lexicon)
    if not TOGETHER.isdisjoint(words):
        chunks = with_partners(chunks, tokens)
    if not ATTRIBUTIVE.isdisjoint(words):
        chunks = with_attributes(chunks, tokens)
    if CARRIER in words:
        chunks = with_carriers(chunks, tokens)
    if not EXPOSED.isdisjoint(words):
        chunks = with_exposures(chunks, tokens, lexicon)
    if SUSTAINED in words:
        chunks = with_befallen(chunks, tokens, lexicon)
    return with_types_behind(chunks, tokens, lexicon) if TYPE in words else chunks
