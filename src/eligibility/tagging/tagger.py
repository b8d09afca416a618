"""The tagger: a criterion's text in, its chunks out."""

from __future__ import annotations

from dataclasses import dataclass

from eligibility.grammar.units import Units
from eligibility.rules import CueRule, Rules
from eligibility.tagging.amounts import Amounts
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Found, Lexicon
from eligibility.tagging.measures import Measures
from eligibility.tagging.nouns import Piece, noun_chunks
from eligibility.tagging.tokens import Tokens, is_inside_word

_KINDS = (
    "attestation either value family age sex status neg_after pseudo_neg optional neg except example defined listed if must whichever "
    "respectively severity modifier nor and or but both neg people of link det time_unit half_life filler"
).split()
_RANK = {kind: rank for rank, kind in enumerate(_KINDS)}
_SIGNS = {
    "(": "LP", ")": "RP", "[": "LP", "]": "RP", "{": "LP", "}": "RP", ",": "COMMA", ";": "SEMI", ":": "COLON",
    "/": "SLASH", "\\": "SLASH", ".": "STOP", "!": "STOP", "?": "STOP", "\n": "STOP",
}  # fmt: skip
_DROPPED = frozenset({"det", "filler", "people", "respectively", "time_unit", "both"})
_NOUNS = frozenset({"severity", "modifier"})
_STRONG = frozenset(_KINDS) - _NOUNS - {"generic", "label", "time_unit", "half_life"}
"""Cues that stay cues although a concept has the same words, unless they are its abbreviation in its own case."""


@dataclass(slots=True)
class Tagged:
    """A criterion with its tokens and chunks."""

    tokens: Tokens
    chunks: list[Chunk]


class Tagger:
    """Tags criteria with the rules in force.

    Args:
        rules: the rules.
    """

    def __init__(self, rules: Rules) -> None:
        self.lexicon = Lexicon(rules)
        self.units = Units(rules.units)
        self.measures = Measures(self.units)
        self.amounts = Amounts()

    def tag(self, text: str) -> Tagged:
        """The chunks of a cleaned criterion, in reading order; every token is in one, or is a filler or a sign."""
        tokens = Tokens(text)
        found = self.lexicon.find(tokens)
        taken = bytearray(len(tokens))
        for item in found:
            if item.concept is not None and any(tokens.numeric[item.first : item.last]):
                taken[item.first : item.last] = b"\x01" * (item.last - item.first)
        amounts = self.amounts.read(self.measures.tag(tokens, found, taken))
        return Tagged(tokens, self._assemble(tokens, found, amounts))

    def _assemble(self, tokens: Tokens, found: list[Found], amounts: list[Chunk]) -> list[Chunk]:
        """All chunks: limits and times first, then the phrases outside them, then the words that are left."""
        by_first = self._phrases(found)
        at_amount = {chunk.first: chunk for chunk in amounts}
        covered = bytearray(len(tokens))
        for chunk in amounts:
            covered[chunk.first : chunk.last] = b"\x01" * (chunk.last - chunk.first)
        out: list[Chunk] = []
        pieces: list[Piece] = []
        place, count = 0, len(tokens)
        while place < count:
            if place in at_amount:
                chunk = at_amount[place]
                self._flush(pieces, tokens, out)
                out.append(chunk)
                place = chunk.last
                continue
            item = next((f for f in by_first.get(place, ()) if not any(covered[place : f.last])), None)
            last = self._take(place, item, tokens, pieces, out)
            place = last
        self._flush(pieces, tokens, out)
        return out

    def _phrases(self, found: list[Found]) -> dict[int, list[Found]]:
        by_first: dict[int, list[Found]] = {}
        for item in found:
            if item.concept is not None or item.definition is not None or not _RANK.keys().isdisjoint(item.cues):
                by_first.setdefault(item.first, []).append(item)
        for items in by_first.values():
            items.sort(key=lambda item: -item.last)
        return by_first

    def _take(self, place: int, item: Found | None, tokens: Tokens, pieces: list[Piece], out: list[Chunk]) -> int:
        """Deal with what begins at a token; gives the token after it."""
        if item is None:
            return self._word(place, tokens, pieces, out)
        if item.definition is not None:
            self._flush(pieces, tokens, out)
            out.append(Chunk("DEFINITION", item.first, item.last, item.definition))
            return item.last
        cue = self._cue(item)
        if item.concept is not None and (item.exact or cue is None or cue.kind not in _STRONG):
            pieces.append(Piece(item.first, item.last, concept=item.concept))
            return item.last
        assert cue is not None
        if cue.kind in _NOUNS:
            pieces.append(Piece(item.first, item.last, modifier=cue))
            return item.last
        self._flush(pieces, tokens, out)
        tag = "FILLER" if cue.kind in _DROPPED else cue.kind.upper()
        out.append(Chunk(tag, item.first, item.last, cue))
        return item.last

    @staticmethod
    def _cue(item: Found) -> CueRule | None:
        rank = min((_RANK[kind] for kind in item.cues if kind in _RANK), default=None)
        return None if rank is None else item.cues[_KINDS[rank]]

    def _word(self, place: int, tokens: Tokens, pieces: list[Piece], out: list[Chunk]) -> int:
        word = tokens.folded[place]
        if word in _SIGNS:
            self._flush(pieces, tokens, out)
            out.append(Chunk(_SIGNS[word], place, place + 1))
        elif word[0].isalnum():
            pieces.append(Piece(place, place + 1))
        elif word != "-" or not (0 < place < len(tokens) - 1) or not is_inside_word(place, tokens):
            self._flush(pieces, tokens, out)
            out.append(Chunk("FILLER", place, place + 1))
        return place + 1

    def _flush(self, pieces: list[Piece], tokens: Tokens, out: list[Chunk]) -> None:
        if pieces:
            out.extend(noun_chunks(pieces, tokens, self.lexicon))
            pieces.clear()
