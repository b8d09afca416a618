"""Told: what else a criterion says of its limits and times, beside them or elsewhere, and in which cases they hold."""

from __future__ import annotations

from collections.abc import Set

from eligibility.grammar.units import Units
from eligibility.tagging.alternate_times import ELAPSED, FOR, with_alternate_times, with_elapsed
from eligibility.tagging.anchors import anchored
from eligibility.tagging.besides import MAY, SEVERALLY, names_out_of_brackets, with_each, with_means_permitted
from eligibility.tagging.births import BORN, dated_births
from eligibility.tagging.bracketed_limits import limits_out_of_brackets
from eligibility.tagging.bracketed_times import BRACKET, FEWEST_BRACKETS, WASHED, with_bracketed_times
from eligibility.tagging.bracketed_units import OPENING, bracketed_units
from eligibility.tagging.case_limits import with_cases_said
from eligibility.tagging.cases import cases
from eligibility.tagging.changed_again import changed_again
from eligibility.tagging.changing import AMOUNTS, CHANGES, amounts_of_change, changing
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.closing_commas import CONTRASTS, without_closing_commas
from eligibility.tagging.counted_results import FOUND, counted_results, counted_values
from eligibility.tagging.courses import FROM, with_courses
from eligibility.tagging.deviations import DEVIATIONS, deviations
from eligibility.tagging.events import with_events
from eligibility.tagging.formulas import EQUAL, without_formulas
from eligibility.tagging.further_anchors import JOINTS, with_further_anchors
from eligibility.tagging.hanging import WITHOUT, without_hanging
from eligibility.tagging.inserted import WHICHEVER, with_choice, with_inserted
from eligibility.tagging.intervals import BEGINS, intervals
from eligibility.tagging.item_scores import ITEM, QUESTIONS, item_scores, single_items
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.parted_cases import with_cases_parted
from eligibility.tagging.places_counted import PLACES, with_places
from eligibility.tagging.portions import MOVES, OF, of_weight, portions
from eligibility.tagging.rates import RATES, rated
from eligibility.tagging.regimens import COURSES, counted_regimens
from eligibility.tagging.repeated_units import without_repeated_units
from eligibility.tagging.rests import RESTS, rested
from eligibility.tagging.result_nouns import VALUES, with_results
from eligibility.tagging.shared_comparators import AND, with_shared_comparators
from eligibility.tagging.spans import PERIODS, with_spans
from eligibility.tagging.state_anchors import BEFORE, with_state_anchors
from eligibility.tagging.timed_values import AT, TIMES, timed_values
from eligibility.tagging.tokens import Tokens
from eligibility.tagging.units_of_cases import units_of_cases

_COMMAS = frozenset({",", "、"})
"""Signs between items, in the writings that texts come in."""


class Told:
    """Takes what else is said of limits and times to them.

    Args:
        lexicon: names what is limited, and the events that times are told from.
        units: reads units.
    """

    def __init__(self, lexicon: Lexicon, units: Units) -> None:
        self.lexicon, self.units = lexicon, units

    def in_cases(self, chunks: list[Chunk], tokens: Tokens, *, limited: bool) -> list[Chunk]:
        """The chunks with the cases in which limits hold told apart."""
        tags = tags_of(chunks)
        if limited and tags.count("LIMIT") > 1:
            chunks = with_cases_said(chunks, tokens, self.lexicon)
            tags = tags_of(chunks)
        if "IF" in tags and limited:
            chunks = with_cases_parted(chunks)
        if tags.count("SEX") > 1 or ("M" in tokens.written and "F" in tokens.written):
            chunks = cases(chunks, tokens, self.lexicon)
        return chunks

    def added(self, chunks: list[Chunk], tokens: Tokens, read: Set[str]) -> list[Chunk]:
        """The chunks with what else is said of limits and times, of which there are some with the tags `read`."""
        if "WHEN" in read:
            chunks = self._timed(chunks, tokens)
        elif not WASHED.isdisjoint(tokens.words):
            chunks = with_bracketed_times(chunks, tokens)
        if not read.isdisjoint({"LIMIT", "WHEN"}) and not BEGINS.isdisjoint(tokens.words):
            chunks = intervals(chunks, tokens, self.lexicon)
        if read and not PERIODS.isdisjoint(tokens.words):
            chunks = with_spans(chunks, tokens, self.lexicon)
        if read and not ELAPSED.isdisjoint(tokens.words):
            chunks = with_elapsed(chunks, tokens)
        if "LIMIT" in read:
            if not CONTRASTS.isdisjoint(tokens.words) and not _COMMAS.isdisjoint(tokens.words):
                chunks = without_closing_commas(chunks, tokens)
            chunks = self._limited(chunks, tokens)
        return chunks

    def _timed(self, chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
        """The chunks with what times are told from, and the times that are said in part."""
        if not _COMMAS.isdisjoint(tokens.words):
            if WHICHEVER in tokens.words:
                chunks = with_choice(chunks)
            chunks = with_inserted(anchored(chunks, tokens, self.lexicon), tokens)
        if FOR in tokens.words:
            chunks = with_alternate_times(chunks, tokens, self.lexicon)
        if not JOINTS.isdisjoint(tokens.words):
            chunks = with_further_anchors(chunks, tokens)
        if FROM in tokens.words:
            chunks = with_courses(chunks, tokens)
        if BRACKET in tokens.words and tokens.folded.count(BRACKET) >= FEWEST_BRACKETS:
            chunks = with_bracketed_times(chunks, tokens)
        if FOR in tokens.words and not BEFORE.isdisjoint(tokens.words):
            chunks = with_state_anchors(chunks, tokens)
        return with_events(chunks, tokens, self.lexicon)

    def _counted(self, chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
        """The chunks with the numbers of items and of results told apart from what these have."""
        if not FOUND.isdisjoint(tokens.words):
            chunks = counted_results(chunks)
        if OF in tokens.words:
            chunks = counted_values(chunks)
        if not QUESTIONS.isdisjoint(tokens.words):
            chunks = single_items(chunks, tokens)
        return item_scores(chunks, tokens, self.lexicon) if ITEM in tokens.words else chunks

    def _limited(self, chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
        """The chunks with what else is said of limits taken to them."""
        chunks = self._when_found(chunks, tokens)
        if not RATES.isdisjoint(tokens.words):
            chunks = rated(chunks, tokens, self.lexicon, self.units)
        if OF in tokens.words:
            chunks = portions(chunks, tokens, self.lexicon)
        if not MOVES.isdisjoint(tokens.words):
            chunks = of_weight(chunks, tokens, self.lexicon)
        if not COURSES.isdisjoint(tokens.words):
            chunks = counted_regimens(chunks, tokens, self.lexicon)
        if not CHANGES.isdisjoint(tokens.words):
            chunks = changing(chunks, tokens)
        if not EQUAL.isdisjoint(tokens.words):
            chunks = without_formulas(chunks, tokens)
        if not DEVIATIONS.isdisjoint(tokens.words):
            chunks = deviations(chunks, tokens)
        chunks = self._counted(chunks, tokens)
        if not RESTS.isdisjoint(tokens.words):
            chunks = rested(chunks, tokens)
        if not SEVERALLY.isdisjoint(tokens.words):
            chunks = with_each(chunks, tokens)
        if not MAY.isdisjoint(tokens.words):
            chunks = with_means_permitted(chunks, tokens, self.lexicon)
        if not AMOUNTS.isdisjoint(tokens.words):
            chunks = changed_again(amounts_of_change(chunks, tokens, self.lexicon), tokens, self.lexicon)
        chunks = self._measured(chunks, tokens)
        return without_hanging(chunks, tokens) if WITHOUT in tokens.words else chunks

    def _measured(self, chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
        """The chunks with nouns for results, and units apart from their numbers, taken to the limits."""
        if not VALUES.isdisjoint(tokens.words):
            chunks = with_results(chunks, tokens)
        if not PLACES.isdisjoint(tokens.words):
            chunks = with_places(chunks, tokens)
        if not OPENING.isdisjoint(tokens.words):
            chunks = without_repeated_units(chunks, tokens, self.units)
            chunks = bracketed_units(names_out_of_brackets(limits_out_of_brackets(chunks)), tokens, self.units)
            if "SEX" in tags_of(chunks):
                chunks = units_of_cases(chunks, tokens, self.units)
        return chunks

    def _when_found(self, chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
        """The chunks with the times at which values are taken, and weeks of birth, told apart from other limits."""
        if AND in tokens.words:
            chunks = with_shared_comparators(chunks, tokens)
        if BORN in tokens.words:
            chunks = dated_births(chunks, tokens)
        if AT in tokens.words and not TIMES.isdisjoint(tokens.words):
            chunks = timed_values(chunks, tokens, self.lexicon)
        return chunks
