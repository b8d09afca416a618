"""Lists: what is said once and holds for several of their items, in the order in which it is found.

Each kind of thing that is shared has a module of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from eligibility.normalize.acted_on import ACTS, leave_in_words
from eligibility.normalize.acts import date_acts
from eligibility.normalize.asked_people import demand_contraception, join_asked
from eligibility.normalize.attaching import attach_limit, limit_subject
from eligibility.normalize.attested import share_attestations
from eligibility.normalize.bracketed_heads import share_bracketed_heads
from eligibility.normalize.by_value import name_by_values
from eligibility.normalize.causes import share_causes
from eligibility.normalize.changes import name_changes
from eligibility.normalize.class_limits import limit_members, limit_what_is_measured
from eligibility.normalize.combinations import keep_combinations
from eligibility.normalize.comparators import keep_both
from eligibility.normalize.concessions import share_concession
from eligibility.normalize.contraindications import CONTRAINDICATED
from eligibility.normalize.contrasts import drop_contrasted, take_contrasts
from eligibility.normalize.counted_together import count_together
from eligibility.normalize.courses import share_courses
from eligibility.normalize.degrees import share_degrees
from eligibility.normalize.denied_limits import reach_limits, turn_count
from eligibility.normalize.doses import DOSES, take_doses
from eligibility.normalize.durations import name_lasting, share_durations, share_frequencies
from eligibility.normalize.ends import ENDS, share_stopped, time_ends
from eligibility.normalize.equivalents import EQUIVALENTS, settle_equivalents
from eligibility.normalize.exceptions import deny_allowed
from eligibility.normalize.expectancies import expect_least
from eligibility.normalize.further_lengths import share_lasting
from eligibility.normalize.gestation import date_gestation
from eligibility.normalize.grading import share_grades
from eligibility.normalize.inabilities import UNABLE, share_inabilities
from eligibility.normalize.items import ItemReader
from eligibility.normalize.joins import Join
from eligibility.normalize.lacks import LACKS, exclude_each
from eligibility.normalize.leading_times import lead_in, time_class
from eligibility.normalize.leading_words import share_leading_words
from eligibility.normalize.levels import measure, name_by_units, name_lengths, take_substances
from eligibility.normalize.long_past import part_long_past
from eligibility.normalize.marking import bind
from eligibility.normalize.members import ask_for_member
from eligibility.normalize.modifier_lists import (
    part_spread,
    share_behind,
    share_modifiers,
    share_over_heads,
)
from eligibility.normalize.named_kinds import unname_kinds
from eligibility.normalize.named_later import deny_named_later
from eligibility.normalize.new_doses import CHANGES, say_changed
from eligibility.normalize.of_one_age import age_together
from eligibility.normalize.onsets import AGE, ONSET, date_onsets, take_onsets
from eligibility.normalize.outline import Outline
from eligibility.normalize.parts import Part, Scope
from eligibility.normalize.people import join_ages, join_kinds, join_opposed, join_people
from eligibility.normalize.postposed import take_postposed
from eligibility.normalize.prefixes import HYPHEN, share_prefixes
from eligibility.normalize.reaction_causes import take_causes
from eligibility.normalize.reactions import share_reactions
from eligibility.normalize.reference_limits import MULTIPLES, share_references
from eligibility.normalize.respectively import is_paired, pair_off
from eligibility.normalize.results import share_results
from eligibility.normalize.risks import RISK, share_risks
from eligibility.normalize.scopes import leave_out
from eligibility.normalize.shared_domains import share_domains
from eligibility.normalize.sharing import share_limits
from eligibility.normalize.sites import name_sites
from eligibility.normalize.statuses import ANY, end_statuses, find_ever, share_statuses, share_taken
from eligibility.normalize.stranded import share_stranded
from eligibility.normalize.tails import share_nouns
from eligibility.normalize.time_anchors import share_events
from eligibility.normalize.timing import leave_time, share_times
from eligibility.normalize.treated import ask_treatment
from eligibility.normalize.treating import TREATMENTS, pass_times_on
from eligibility.normalize.valued_findings import value_findings
from eligibility.normalize.whichever import WHICHEVER, Choice, choices, choose_limit
from eligibility.normalize.wholes import name_wholes
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Lexicon
from eligibility.tree import Kind

AMOUNTS = frozenset({"WHEN", "LIMIT"})
"""Tags of limits and times."""
_TIMED_CLASS = frozenset({"WHEN", "EXAMPLE"})
"""Tags of a class with examples that have a time."""
_PAIR = 2
_ON = "on"
_SAID_APART = frozenset({"MODIFIER", "STATUS"})
"""Tags of what may be said apart from what it is of."""


@cache
def _last_words(phrases: frozenset[tuple[str, ...]]) -> frozenset[str]:
    """The words in which phrases end; there is one set of phrases for each set of rules."""
    return frozenset(words[-1] for words in phrases)


class ListSharing:
    """What the lists of one criterion share.

    Args:
        outline: the phrase tree of the criterion, with its tokens and chunks.
        items: reads its items.
        lexicon: names what shared heads and tails make up ("hepatitis B or |C").

    Attributes:
        leads: whether another list follows the criterion, for which a time without an event is kept.
    """

    chosen: Sequence[Choice] = ()
    """What says in the criterion which of two limits holds."""

    def __init__(self, outline: Outline, items: ItemReader, lexicon: Lexicon) -> None:
        self.tokens, self.tagged = outline.tokens, outline.tagged
        self.items, self.lexicon = items, lexicon
        self.leads = False
        self.words = outline.tokens.words
        self.timed = not outline.tagged.isdisjoint(AMOUNTS)
        self.ends = not ENDS.isdisjoint(self.words)
        self.ever = ANY in self.words
        self.renewed = not CHANGES.isdisjoint(self.words)
        self.dosed = not DOSES.isdisjoint(self.words)
        apart = self.timed and not lexicon.respectively.isdisjoint(self.words)
        self.respectively = _told_respectively(outline.chunks) if apart else None
        if self.timed and WHICHEVER in self.words:
            self.chosen = choices(outline.chunks)

    def share(self, parts: list[Part], joins: list[Join], kind: Kind, outer: Part | None, scope: Scope) -> None:
        """Gives the items of a list, or what stands around them, what is said once and holds for several.

        Args:
            parts: the items.
            joins: what stands between them.
            kind: the list of criteria that they are read as one of.
            outer: the item in whose brackets they stand, if they do.
            scope: what still holds behind the last of them.
        """
        if self.respectively is not None or (self.timed and is_paired(parts)):
            pair_off(parts, joins, kind, self.respectively)
        if "OPTIONAL" in self.tagged:
            leave_out(parts, joins)
        self._take_objects(parts, joins)
        if self.renewed or self.dosed or self.ends or self.ever:
            self._say_courses(parts, joins)
        if self.items.wholes:
            name_wholes(parts, self.tokens, self.lexicon)
        if self.items.attests or "MUST" in self.tagged:
            self._ask_people(parts, joins, kind)
        if len(parts) > 1:
            share = self._share_denied if "NEG" in self.tagged else self._share_between
            share(parts, joins, scope)
        if self.timed:
            self._share_told(parts, joins, kind)
        if kind == "inclusion":
            self._ask_both(parts, joins)
        if self.items.concedes and len(parts) > 1:
            share_concession(parts, joins)
        if self.items.takes:
            take_substances(draft for part in parts for draft in part.drafts())
        if self.timed and outer is not None:
            deny_allowed(parts, outer, kind)
            self._leave(parts, outer)
        elif self.timed and self.leads and parts:
            lead_in(parts, len(parts) - 1)

    def _take_objects(self, parts: list[Part], joins: list[Join]) -> None:
        """What somebody reacts to, and what something acts on."""
        if self.items.reacts or not CONTRAINDICATED.isdisjoint(self.words):
            share_stranded(parts, joins, self.tokens, self.lexicon)
            take_causes(parts, joins, self.tokens, self.lexicon)
            share_reactions(parts, joins, self.tokens, self.lexicon)
        if not ACTS.isdisjoint(self.words):
            leave_in_words(parts, joins)

    def _ask_people(self, parts: list[Part], joins: list[Join], kind: Kind) -> None:
        """What somebody attests, and who it is demanded of."""
        if self.items.attests:
            share_attestations(parts, joins, self.items.negations.deny, self.tokens)
        if len(parts) > 1:
            join_asked(parts, joins)
        if self.items.attests and kind == "exclusion" and not LACKS.isdisjoint(self.words):
            exclude_each(parts, joins, self.tokens)
        if self.items.attests and kind == "inclusion":
            demand_contraception(parts, joins, self.tokens)

    def _say_courses(self, parts: list[Part], joins: list[Join]) -> None:
        """Says what was changed and how much of it is taken, what has ended, and what may have been at any time."""
        if self.renewed:
            say_changed(parts, self.tokens)
        if self.dosed:
            take_doses(parts, self.tokens)
        if self.ends:
            share_stopped(parts, joins, self.tokens)
            time_ends(parts, self.tokens)
        if self.ever:
            find_ever(parts, joins, self.tokens)

    def _ask_both(self, parts: list[Part], joins: list[Join]) -> None:
        """Makes "and" of strokes, commas and "including" in a list of what is asked for, where both is meant."""
        if "EXAMPLE" in self.tagged and len(parts) == 1:
            ask_for_member(parts[0])
        if "SLASH" in self.tagged:
            keep_both(parts, joins)
        if len(parts) > _PAIR and "comma" in joins:
            ask_treatment(parts, joins, self.tokens)
        if self.items.negations.count and "or" in joins:
            reach_limits(parts, joins)
        if self.items.negations.count and len(parts) == 1 and "LIMIT" in self.tagged:
            turn_count(parts[0])

    def _share_between(self, parts: list[Part], joins: list[Join], scope: Scope) -> None:
        """What the items of a list share beside limits and times."""
        stated = not self.leads and (scope.pending or any(part.status is not None for part in parts))
        if stated:
            end_statuses(parts)
        if HYPHEN in self.words:
            share_prefixes(parts, joins, self.tokens, self.lexicon)
        self._share_people(parts, joins)
        if not self.tagged.isdisjoint(_SAID_APART):
            part_spread(parts, joins)
            take_postposed(parts, joins, self.tokens)
            unname_kinds(parts, joins, self.tokens, self.lexicon)
            share_modifiers(parts, joins, self.tokens, self.lexicon)
        if HYPHEN in self.words:
            share_causes(parts, joins, self.tokens, self.lexicon)
        if "LP" in self.tagged:
            share_bracketed_heads(parts, joins, self.tokens, self.lexicon)
        share_nouns(parts, joins, self.tokens, self.lexicon)
        share_leading_words(parts, joins, self.tokens, self.lexicon)
        bind(parts, joins, self.words)
        if self.items.opposes:
            join_opposed(parts, joins)
        join_kinds(parts, joins, self.tokens, self.items.said.people)
        share_over_heads(parts, joins, self.tokens, self.lexicon)
        share_behind(parts, joins, self.tokens)
        if "VALUE" in self.tagged:
            share_results(parts, joins, self.items.negations)
        if stated:
            share_statuses(parts, joins, self.tokens)
        if _ON in self.words:
            share_taken(parts, joins)
        share_domains(parts, self.tokens, self.lexicon)
        if RISK in self.words:
            share_risks(parts, joins, self.tokens)
        share_degrees(parts, joins, self.tokens, self.lexicon)
        if "SLASH" in self.tagged:
            keep_combinations(parts, joins)
        if "PSEUDO_NEG" in self.tagged:
            share_courses(parts, joins)

    def _share_denied(self, parts: list[Part], joins: list[Join], scope: Scope) -> None:
        """What several items share where a denial between them may be of a later one, or of what one is not."""
        deny_named_later(parts, joins)
        if contrasts := joins.count("comma") > 1:
            take_contrasts(parts, joins)
        self._share_between(parts, joins, scope)
        if contrasts:
            drop_contrasted(parts, joins)

    def _share_people(self, parts: list[Part], joins: list[Join]) -> None:
        """Who it is that something is said of, and what they are unable to do."""
        if "SEX" in self.tagged:
            join_people(parts, joins, self.tokens)
        if "DEFINITION" in self.tagged:
            if joins and "LIMIT" in self.tagged:
                age_together(parts, joins)
            join_ages(parts, joins, self.tokens)
        if self.items.attests or not UNABLE.isdisjoint(self.words):
            share_inabilities(parts, joins, self.items.negations.deny, self.tokens, self.lexicon)

    def _share_told(self, parts: list[Part], joins: list[Join], kind: Kind) -> None:
        """Limits and times, what limits are on the value of, and which of two limits holds."""
        either = "or" in joins
        if either:
            value_findings(parts, joins, self.lexicon)
        self._share_amounts(parts, joins, kind)
        if either and self.chosen:
            choose_limit(parts, joins, self.chosen)

    def _share_amounts(self, parts: list[Part], joins: list[Join], kind: Kind) -> None:
        """The limits and times that several items share, and what they are of."""
        limited = "LIMIT" in self.tagged or any(draft.limits for part in parts for draft in part.drafts())
        if limited:
            limit_members(parts)
            name_sites(parts, joins, self.tokens, self.lexicon)
        if not AMOUNTS.isdisjoint(self.tagged):
            name_lasting(parts, self.tokens, self.lexicon)
            date_acts(parts, self.tokens)
        if len(parts) > 1:
            if limited:
                limit_what_is_measured(parts, joins)
                count_together(parts, joins, self.tokens)
                share_lasting(parts, joins)
                share_limits(parts, joins, self.tokens, kind)
                if not MULTIPLES.isdisjoint(self.words):
                    share_references(parts, joins)
                share_grades(parts, joins, self.tokens)
                share_frequencies(parts, joins)
            self._share_times(parts, joins)
        if parts and self.tagged >= _TIMED_CLASS:
            time_class(parts[-1])
        if not TREATMENTS.isdisjoint(self.words):
            pass_times_on(parts, joins, self.tokens)
        if not EQUIVALENTS.isdisjoint(self.words):
            settle_equivalents(parts, self.tokens)
        drafts = [draft for part in parts for draft in part.drafts()]
        name_lengths(drafts, self.tokens, self.lexicon)
        measure(drafts, self.tokens, self.lexicon)
        if limited:
            expect_least(drafts, self.tokens, kind)
            name_by_values(drafts, self.tokens, self.lexicon)
            name_by_units(parts, self.tokens, self.lexicon)
            if AGE in self.words or any([draft.kind == AGE for draft in drafts]):  # noqa: C419 (a list is quicker here)
                date_onsets(parts, self.tokens, self.lexicon)
            date_gestation(parts, self.tokens, self.lexicon)
        if ONSET in self.words:
            take_onsets(parts, self.tokens, self.lexicon)
        if not _last_words(self.items.said.changes).isdisjoint(self.words):
            name_changes(parts, self.tokens, self.items.said.changes)

    def _share_times(self, parts: list[Part], joins: list[Join]) -> None:
        """When several items are, and how long they last."""
        if "WHEN" in self.tagged and "or" in joins:
            if "STATUS" in self.tagged:
                part_long_past(parts, joins)
            share_events(parts, joins, self.tokens, self.lexicon)
        if "WHEN" in self.tagged or _may_last(parts):
            share_times(parts, joins, self.tokens)
        if not AMOUNTS.isdisjoint(self.tagged):
            share_durations(parts, joins)

    @staticmethod
    def _leave(parts: list[Part], outer: Part) -> None:
        """What found nothing to belong to inside brackets goes to what stands before them."""
        for part in parts:
            if part.limit is not None and not part.parts:
                subject = limit_subject(outer.recent(), part.limit)
                if subject is not None:
                    attach_limit(subject, part.limit)
                    part.limit = None
        leave_time(parts, outer)


def _told_respectively(chunks: Sequence[Chunk]) -> int | None:
    """The token that says that the items of one list go with those of another, each with its own."""
    for chunk in chunks:
        if chunk.tag == "FILLER" and isinstance(chunk.value, CueRule) and chunk.value.kind == "respectively":
            return chunk.first
    return None


def _may_last(parts: Sequence[Part]) -> bool:
    """Whether a length of time is somewhere in a list of which nothing says when it was: "asthma < 3 months"."""
    for part in parts:
        limit = part.limit
        if part.duration is not None or (limit is not None and limit.calendar):
            return True
        for draft in part.drafts():
            if draft.when is not None or draft.durations:
                return True
    return False
