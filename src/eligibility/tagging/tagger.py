"""The tagger: a criterion's text in, its chunks out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter

from msgspec import Struct

from eligibility.grammar.units import Units
from eligibility.rules import Rules
from eligibility.rules.grammars import alternatives
from eligibility.segment import CleanText
from eligibility.tagging.abbreviated import OPENS, with_abbreviated
from eligibility.tagging.adjoining import ADJOINING, with_adjoining
from eligibility.tagging.amounts import Amounts
from eligibility.tagging.announcing import FOLLOWING, with_announced
from eligibility.tagging.attested_times import AFTER, with_attested_times
from eligibility.tagging.attributes import attributes
from eligibility.tagging.behind_brackets import CLOSING, compared_behind
from eligibility.tagging.bracketed_degrees import with_bracketed_degrees
from eligibility.tagging.by_effect import EFFECTS, with_classes_by_effect
from eligibility.tagging.capitals import CAPITALS, without_small_words
from eligibility.tagging.categories import CATEGORIES, categories
from eligibility.tagging.chunks import DEPTHS, Chunk, tags_of
from eligibility.tagging.citations import citations
from eligibility.tagging.collective import COLLECTIVE, with_counted_classes
from eligibility.tagging.compared_before import SIGN, compared_before
from eligibility.tagging.conversions import EQUALS, without_conversions
from eligibility.tagging.counted_lists import COUNTING, with_counted_lists
from eligibility.tagging.criteria import CRITERION, counted_criteria
from eligibility.tagging.cross_references import cross_references, with_cross_references
from eligibility.tagging.dashes import DASH, FEWEST, dashed
from eligibility.tagging.deeds import done_besides
from eligibility.tagging.described import described
from eligibility.tagging.either_result import BOTH_RESULTS, with_either_result
from eligibility.tagging.eligible_if import LET_IN, eligible_if
from eligibility.tagging.eligible_kinds import ELIGIBLE, with_eligible_kinds
from eligibility.tagging.examined import ABNORMAL, with_examined
from eligibility.tagging.excepted_kinds import excepted_kinds
from eligibility.tagging.extreme_lengths import EXTREMES, with_extreme_lengths
from eligibility.tagging.failures import FAILURES, with_failures
from eligibility.tagging.glued_times import GLUED, with_glued_times
from eligibility.tagging.in_situ import SITU, without_split_situ
from eligibility.tagging.included_ends import INCLUDING, with_included_ends
from eligibility.tagging.infecting import INFECTED, infections
from eligibility.tagging.instruments import INSTRUMENTS, instruments
from eligibility.tagging.item_letters import SECOND, without_item_letters
from eligibility.tagging.judged import OPINIONS, judged
from eligibility.tagging.kin import KIN, with_family_named, with_kin
from eligibility.tagging.leading_cases import LEADING, with_leading_case
from eligibility.tagging.lexicon import Lexicon, Match, Matches
from eligibility.tagging.located import IN_PART, located
from eligibility.tagging.measures import Measures
from eligibility.tagging.non import NON, attested_not
from eligibility.tagging.norms import AGE, FOR, by_age
from eligibility.tagging.nouns import Piece, noun_chunks
from eligibility.tagging.parted_abilities import with_abilities_joined
from eligibility.tagging.parted_reactions import TOWARD, with_reactions_joined
from eligibility.tagging.plans import PLAN, with_plans
from eligibility.tagging.pointing import with_pointers
from eligibility.tagging.rating_scales import SCALES, scales
from eligibility.tagging.ratios import RATIOS, ratios, without_word
from eligibility.tagging.relatives import RELATIVES, with_relatives
from eligibility.tagging.restated import BRACKETS, SEVERAL, restated
from eligibility.tagging.routes import ROUTES, with_routes
from eligibility.tagging.run_ons import RUN_ON, beginnings, may_end
from eligibility.tagging.senses import keep_company
from eligibility.tagging.short_forms import Expanded, ShortForm, ShortForms, expand
from eligibility.tagging.signs import RESULTS, is_of_words, results
from eligibility.tagging.spacing import BETWEEN, spacing
from eligibility.tagging.taking_part import STUDIES, with_studies
from eligibility.tagging.tokens import Tokens, is_inside_word
from eligibility.tagging.told import Told
from eligibility.tagging.topics import COLON, without_topics
from eligibility.tagging.uses import USE, uses
from eligibility.tagging.vague_bounds import BOUNDS, with_vague_bounds
from eligibility.tagging.visits import with_further_visits
from eligibility.tagging.waivers import REQUIRED, with_waivers
from eligibility.tagging.ways_found import ADVERBS, with_ways_found

_GRADED = "++"
"""What a grade is written with that has no figure."""
_SIGNS = {
    "(": "LP", ")": "RP", "[": "LP", "]": "RP", "{": "LP", "}": "RP", ",": "COMMA", "、": "COMMA", ";": "SEMI",
    ":": "COLON",
    "/": "SLASH", "\\": "SLASH", ".": "STOP", "!": "STOP", "?": "STOP", "\n": "STOP",
}  # fmt: skip
_SAID_BY_THE_WAY = OPINIONS | REQUIRED
"""Words of what somebody thinks, and of what need not be done."""
_NAMING = frozenset({None, "FILLER", "ATTESTATION", "SEX"})
"""Tags of phrases of which a limit or time may be a part: "patients |in the study|", "assigned female |at birth|"."""
_CLOSES = frozenset(",.;:)]/")
"""Signs before which a hyphen is no part of a word: "HER2|-|)"."""
_SEVERAL = RATIOS | INSTRUMENTS | SCALES | {BETWEEN, NON, DASH}
"""Words by which several chunks may name one thing, and what may divide a list."""
_WHOLES = STUDIES | _SAID_BY_THE_WAY | {USE, PLAN, ABNORMAL, COLON}
"""Words of clauses and lists for which one chunk may stand, and the sign behind the name of a topic."""
_TREATMENT = "treatment"
"""The anchor of what goes on while the study's treatment does."""
_OF_WHAT = frozenset({"with", "of"})
"""Words behind "treatment" that name another: "during treatment |with| tamoxifen"."""
_first = itemgetter(0)


class Tagged(Struct, gc=False):
    """A criterion with its tokens and chunks, and the short forms in it that mean what its document says they do."""

    tokens: Tokens
    chunks: list[Chunk]
    expanded: Sequence[Expanded] = ()


class Tagger:
    """Tags criteria with the rules in force.

    Args:
        rules: the rules.

    Raises:
        PackError: what a pack adds to a grammar conflicts with it.
    """

    def __init__(self, rules: Rules) -> None:
        self.lexicon = Lexicon(rules)
        self.units = Units(rules.units)
        self.measures = Measures(self.units)
        self.told = Told(self.lexicon, self.units)
        self.amounts = Amounts({name: alternatives(rules, name) for name in ("quantity", "time")})
        self.short_forms = ShortForms(self.lexicon, self.tag)

    def tag_in(self, document: CleanText, start: int, end: int) -> Tagged:
        """The chunks of a part of a document, which may define short forms that are used in it."""
        text, defined = document.text[start:end], document.short_forms
        return self.tag(text, self.short_forms.used(text, defined) if defined else None)

    def tag(self, text: str, short: Mapping[str, ShortForm] | None = None) -> Tagged:
        """The chunks of a cleaned criterion, in reading order; every token is in one, or is a filler or a sign.

        Args:
            text: the criterion.
            short: the short forms that mean something else in its document than the rules say.
        """
        tokens = Tokens(text)
        return self._tagged(tokens, self.lexicon.matches(tokens), short)

    def tag_all(self, document: CleanText, places: Sequence[tuple[int, int]]) -> list[Tagged]:
        """The chunks of several parts of a document, one stage of tagging after the other.

        Args:
            document: the document, which may define short forms that are used in it.
            places: where each part begins and ends.
        """
        texts = [document.text[start:end] for start, end in places]
        tokens = [*map(Tokens, texts)]
        keep_company(tokens)
        found = [*map(self.lexicon.matches, tokens)]
        defined = document.short_forms
        short = [self.short_forms.used(text, defined) if defined else None for text in texts]
        return [*map(self._tagged, tokens, found, short)]

    def _tagged(self, tokens: Tokens, found: Matches, short: Mapping[str, ShortForm] | None) -> Tagged:
        """The chunks of a criterion with these tokens and phrases."""
        self._settle(found, tokens)
        expanded = expand(found, tokens, short) if short else ()
        named = () if CATEGORIES.isdisjoint(tokens.words) else self._categories(tokens, found)
        if not named and not found.limiting and True not in tokens.numeric and _GRADED not in tokens.text:
            chunks = self._assemble(tokens, found.spoken, _pointing(tokens, found))
            if not ELIGIBLE.isdisjoint(tokens.words):
                chunks = with_eligible_kinds(chunks, tokens)
            return Tagged(tokens, chunks, expanded)
        amounts: Sequence[Chunk] = self.amounts.read(self.measures.tag(tokens, found))
        if SIGN in tags_of(amounts):
            amounts = compared_before(amounts, found.spoken, tokens)
        amounts = _unnamed(_of_study(amounts, tokens), found)
        amounts = with_pointers(with_further_visits(amounts, found.measured, tokens), tokens)
        amounts = with_cross_references(amounts, _pointing(tokens, found))
        if EQUALS in tokens.words:
            amounts = without_conversions(amounts, tokens)
        amounts = _with_brackets(amounts, found, tokens)
        if named:
            amounts = [*(chunk for chunk in amounts if not _overlaps(chunk, named)), *named]
        chunks = self._assemble(tokens, found.spoken, amounts)
        read = {chunk.tag for chunk in amounts}
        if read:
            chunks = self.told.added(chunks, tokens, read)
        if AGE in tokens.words and FOR in tokens.words:
            chunks = by_age(chunks, tokens)
        if CRITERION in tokens.words:
            chunks = counted_criteria(chunks, tokens)
        if "LIMIT" in read and not COLLECTIVE.isdisjoint(tokens.words):
            chunks = with_counted_classes(chunks, tokens)
        if not ELIGIBLE.isdisjoint(tokens.words):
            chunks = with_eligible_kinds(chunks, tokens)
        return Tagged(tokens, self.told.in_cases(chunks, tokens, limited="LIMIT" in read), expanded)

    def _settle(self, found: Matches, tokens: Tokens) -> None:
        """Adds to the phrases of a criterion what words between theirs hide, and takes out what they are not."""
        if OPENS in tokens.words:
            with_abbreviated(found, tokens, self.lexicon.phrases)
        if not CAPITALS.isdisjoint(tokens.written):
            without_small_words(found, tokens)
        if SITU in tokens.words:
            without_split_situ(found, tokens)
        if not ROUTES.isdisjoint(tokens.words):
            with_routes(found, tokens, self.lexicon.phrases)

    def _categories(self, tokens: Tokens, found: Matches) -> list[Chunk]:
        return categories(tokens, found.spoken, found.measured, self.lexicon)

    def _assemble(self, tokens: Tokens, spoken: list[Match], amounts: Sequence[Chunk]) -> list[Chunk]:
        """All chunks: limits and times first, then the phrases outside them, then the words that are left."""
        at_amount = {chunk.first: chunk for chunk in amounts}
        outside = _outside(spoken, amounts, len(tokens))
        longest = dict(zip(map(_first, outside), outside, strict=True))
        folded = tokens.folded
        out: list[Chunk] = []
        pieces: list[Piece] = []
        begun = beginnings(tokens, self.lexicon.openers)
        place, count, depth, signed = 0, len(folded), 0, False
        while place < count:
            if begun and place in begun and not depth and may_end(out, pieces):
                out += noun_chunks(pieces, tokens, self.lexicon) if pieces else ()
                pieces = []
                out.append(Chunk("STOP", place, place, RUN_ON))
            match = longest.get(place)
            if match is not None:
                _, last, meaning = match
                if meaning.tag is None or (meaning.tag == "VALUE" and is_of_words(place, pieces, tokens)):
                    pieces.append(match if meaning.tag is None else (place, last, None))
                    place = last
                    continue
                chunk = Chunk(meaning.tag, place, last, meaning.said)
            elif place in at_amount:
                chunk = at_amount[place]
            else:
                word = folded[place]
                if word[0].isalnum():
                    pieces.append((place, place + 1, None))
                    place += 1
                    continue
                if (
                    word == "-"
                    and 0 < place < count - 1
                    and folded[place + 1] not in _CLOSES
                    and is_inside_word(place, tokens)
                ):
                    place += 1
                    continue
                chunk = Chunk(_SIGNS.get(word, "FILLER"), place, place + 1)
                depth += DEPTHS.get(chunk.tag, 0)
                signed = signed or (word in RESULTS and tokens.glued[place])
            if pieces:
                out += noun_chunks(pieces, tokens, self.lexicon)
                pieces = []
            out.append(chunk)
            place = chunk.last
        if pieces:
            out += noun_chunks(pieces, tokens, self.lexicon)
        return self._put_together(out, tokens, signed=signed)

    def _put_together(self, out: list[Chunk], tokens: Tokens, *, signed: bool) -> list[Chunk]:
        """The chunks where several say one thing, and where words that deny or define only describe what follows."""
        if signed or not _SEVERAL.isdisjoint(tokens.words):
            out = _named_by_several(results(out, tokens, self.lexicon) if signed else out, tokens, self.lexicon)
        if not _WHOLES.isdisjoint(tokens.words):
            out = self._with_wholes(out, tokens)
        tags = tags_of(out)
        out = self._parted(out, tokens, tags)
        if "STATUS" in tags:
            out = self._with_statuses(out, tokens, tags)
        if "NEG_AFTER" in tags:
            out = attributes(out, tokens)
        if not FOLLOWING.isdisjoint(tokens.words):
            out = with_announced(out, tokens)
        if "LIMIT" in tags and (not COUNTING.isdisjoint(tokens.words) or ("OF" in tags and "COLON" in tags)):
            out = with_counted_lists(out, tokens, self.lexicon)
        if "IF" in tags and not LET_IN.isdisjoint(tokens.words):
            out = eligible_if(out, tokens)
        if not INFECTED.isdisjoint(tokens.words) and "LINK" in tags:
            out = infections(out, tokens, self.lexicon)
        if not EFFECTS.isdisjoint(tokens.words):
            out = with_classes_by_effect(out, tokens)
        if "ENTITY" in tags and not IN_PART.isdisjoint(tokens.words):
            out = located(out, tokens, self.lexicon)
        if not ADJOINING.isdisjoint(tokens.words):
            out = with_adjoining(out, tokens, self.lexicon)
        if not FAILURES.isdisjoint(tokens.words):
            out = with_failures(out, tokens, self.lexicon)
        return described(out, tokens, self.lexicon) if "DEFINITION" in tags else out

    def _with_statuses(self, out: list[Chunk], tokens: Tokens, tags: list[str]) -> list[Chunk]:
        """The chunks with a status that is said besides another, or that begins a case, as that."""
        if not self.lexicon.done.isdisjoint(tokens.words):
            out = done_besides(out, self.lexicon)
        if DASH in tokens.words and not GLUED.isdisjoint(tokens.words):
            out = with_glued_times(out, tokens, self.lexicon)
        return with_leading_case(out, tokens, self.lexicon) if tags[:1] == LEADING else out

    def _with_wholes(self, out: list[Chunk], tokens: Tokens) -> list[Chunk]:
        """The chunks where one stands for a clause or a list, and without the names of topics."""
        if not STUDIES.isdisjoint(tokens.words):
            out = with_studies(out, tokens, self.lexicon)
        if USE in tokens.words:
            out = uses(out, tokens, self.lexicon)
        if PLAN in tokens.words:
            out = with_plans(out, tokens)
        if ABNORMAL in tokens.words:
            out = with_examined(out, tokens, self.lexicon)
        if not _SAID_BY_THE_WAY.isdisjoint(tokens.words):
            out = with_waivers(judged(out, tokens), tokens)
        return without_topics(without_word(out, tokens), tokens, self.lexicon) if COLON in tokens.words else out

    def _parted(self, out: list[Chunk], tokens: Tokens, tags: list[str]) -> list[Chunk]:
        """The chunks without what parts one thing: letters of items, commas between abilities, whose it is."""
        if "SEMI" in tags and "STOP" in tags and not SECOND.isdisjoint(tokens.words):
            out = without_item_letters(out, tokens)
        if attested := tags.count("ATTESTATION"):
            if attested > 1 and tags.count("COMMA") > 1:
                out = with_abilities_joined(out, tokens, self.lexicon)
            if not AFTER.isdisjoint(tokens.words):
                out = with_attested_times(out, tokens)
        if "EXCEPT" in tags and "MODIFIER" in tags and "COMMA" in tags:
            out = excepted_kinds(out)
        if not RELATIVES.isdisjoint(tokens.words):
            out = with_relatives(out, tokens, self.lexicon)
        if "OR" in tags:
            out = self._with_alternatives(out, tokens)
        if "FAMILY" in tags:
            out = with_family_named(out)
        if "NEG" in tags and "LP" in tags:
            out = with_bracketed_degrees(out, tokens, self.lexicon)
        reacts = not (TOWARD.isdisjoint(tokens.words) or self.lexicon.reacting.isdisjoint(tokens.words))
        if reacts and ("COMMA" in tags or "LP" in tags):
            out = with_reactions_joined(out, tokens, self.lexicon)
        return out

    def _with_alternatives(self, out: list[Chunk], tokens: Tokens) -> list[Chunk]:
        """The chunks where "or" joins words that say one thing."""
        if not ADVERBS.isdisjoint(tokens.words):
            out = with_ways_found(out, tokens)
        if not KIN.isdisjoint(tokens.words):
            out = with_kin(out, tokens, self.lexicon)
        return with_either_result(out, tokens) if tokens.words >= BOTH_RESULTS else out


def _named_by_several(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with what several name together as one, and the dashes of a list."""
    words = tokens.words
    if DASH in words and tokens.folded.count(DASH) >= FEWEST:
        chunks = dashed(chunks, tokens)
    if not RATIOS.isdisjoint(words):
        chunks = ratios(chunks, tokens)
    if not INSTRUMENTS.isdisjoint(words):
        chunks = instruments(chunks, tokens)
    if not SCALES.isdisjoint(words):
        chunks = scales(chunks, lexicon)
    if BETWEEN in words:
        chunks = spacing(chunks, tokens)
    return attested_not(chunks, tokens) if NON in words else chunks


def _pointing(tokens: Tokens, found: Matches) -> list[Chunk]:
    """The chunks of words that only name where more is said, in this protocol or in what it goes by."""
    return [*cross_references(tokens), *citations(tokens, found.spoken)]


def _with_brackets(amounts: Sequence[Chunk], found: Matches, tokens: Tokens) -> Sequence[Chunk]:
    """The limits and times, with what brackets behind them say of them."""
    if len(amounts) >= SEVERAL and not BRACKETS.keys().isdisjoint(tokens.words):
        amounts = restated(amounts, tokens)
    if not CLOSING.isdisjoint(tokens.words):
        amounts = compared_behind(amounts, found.measured, tokens)
    if amounts and not BOUNDS.isdisjoint(tokens.words):
        amounts = with_vague_bounds(amounts, tokens)
        if not EXTREMES.isdisjoint(tokens.words):
            amounts = with_extreme_lengths(amounts, tokens)
    return amounts if INCLUDING.isdisjoint(tokens.words) else with_included_ends(amounts, tokens)


def _unnamed(amounts: Sequence[Chunk], found: Matches) -> Sequence[Chunk]:
    """The limits and times that are no part of a name or modifier: "|baseline| dyspnea index", "|in the study| eye".

    What is "|expected|" where nothing is limited is planned.
    """
    if not amounts:
        return amounts
    named: set[int] = set()
    if found.several:
        at = {chunk.first: chunk for chunk in amounts}
        named.update(
            place
            for first, last, meaning in found.several
            if meaning.tag in _NAMING and (meaning.concept is not None or meaning.said is not None)
            for place in range(first, last)
            if place in at and at[place].last <= last and at[place].last - place < last - first
        )
    tags = tags_of(amounts)
    if "REF" in tags and "LIMIT" not in tags:
        named.update(first for first, _, meaning in found.spoken if meaning.tag == "STATUS")
    return [chunk for chunk in amounts if chunk.first not in named] if named else amounts


def _of_study(amounts: Sequence[Chunk], tokens: Tokens) -> Sequence[Chunk]:
    """The limits and times, without "during treatment" where it is another than the study's: "|with tamoxifen|"."""
    return [chunk for chunk in amounts if chunk.tag != "WHEN" or not _is_named(chunk, tokens)]


def _is_named(chunk: Chunk, tokens: Tokens) -> bool:
    treated = chunk.value.kind == "during" and chunk.value.anchor == _TREATMENT
    return treated and not _OF_WHAT.isdisjoint(tokens.folded[chunk.last : chunk.last + 1])


def _overlaps(chunk: Chunk, others: Sequence[Chunk]) -> bool:
    return any(chunk.first < other.last and other.first < chunk.last for other in others)


def _outside(spoken: list[Match], amounts: Sequence[Chunk], count: int) -> list[Match]:
    """The phrases that share no token with a limit or time."""
    if not amounts:
        return spoken
    covered = bytearray(count)
    for chunk in amounts:
        covered[chunk.first : chunk.last] = b"\x01" * (chunk.last - chunk.first)
    return [match for match in spoken if covered.find(1, match[0], match[1]) < 0]
