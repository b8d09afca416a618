"""Limits in a case: what is said of a case otherwise than with "if".

"Lansky ≥ 60 |for patients| < 16 years", "(up to 5 x ULN |is permitted in| the elderly)", "≤ 2.5 x ULN |without| liver
metastases, ≤ 5 x ULN |with| liver metastases".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.folding import fold
from eligibility.tagging.let_cases import LETTING, with_let_cases
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.parted_cases import part_further, part_pairs, part_rest, with_people_said
from eligibility.tagging.tokens import Tokens

_STATES = frozenset({"condition", "observation"})
"""Domains of what people are in."""
_IN, _WITH, _PEOPLE = (["for"], ["in"]), "with", "people"
_BEFORE_PEOPLE = frozenset({"LINK", "LP"})
_PEOPLE_SAID = frozenset({"FILLER", "AGE", "DEFINITION"})
_CHILDREN = frozenset(map(fold, ("children", "infants", "neonates", "newborns", "adolescents", "women", "men")))
"""Words for people that the criteria as a whole may be about."""
_PARTING = frozenset({"LP", "COMMA", "SEMI", "STOP", "OR"})
"""Tags of what may stand between a limit and one that holds instead."""
_PERMITTED = frozenset({"acceptable", "permissible"})
_TO_CASE = frozenset({"IF", "LINK"})
_PAIR = 2


def with_cases_said(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks of a criterion with several limits, with "if" where limits are said to hold in some cases without it.

    Args:
        chunks: its chunks, in reading order; some are changed.
        tokens: its tokens.
        lexicon: knows what "if" says.
    """
    tags = {chunk.tag for chunk in chunks}
    if "OPTIONAL_AFTER" in tags or not _PERMITTED.isdisjoint(tokens.words):
        chunks = [
            Chunk("FILLER", one.first, one.last) if _permits(chunks, place, tokens) else one
            for place, one in enumerate(chunks)
        ]
    if not _PEOPLE_SAID.isdisjoint(tags):
        chunks = _with_people(chunks, tokens, lexicon.cue("if", "if"))
    if not LETTING.isdisjoint(tokens.words):
        chunks = with_let_cases(chunks, tokens, lexicon)
    if "NEG" in tags and _WITH in tokens.words:
        _divide(chunks, tokens, lexicon)
    if "COLON" in tags:
        with_people_said(chunks, lexicon.cue("if", "if"))
    if any([chunk.tag == "IF" for chunk in chunks]):  # noqa: C419 (a list is quicker here)
        part_pairs(chunks)
        part_rest(chunks)
        return part_further(chunks, lexicon)
    return chunks


def _permits(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> bool:
    """Whether a chunk only lets a limit hold in a case: "≤ 3 x ULN (≤ 5 x ULN |is allowed| in cirrhosis)"."""
    if place < _PAIR or place + 1 == len(chunks) or not _lets(chunks[place], tokens):
        return False
    before, limit, after = chunks[place - _PAIR].tag, chunks[place - 1].tag, chunks[place + 1].tag
    return limit == "LIMIT" and before in _PARTING and after in _TO_CASE


def _lets(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether words only permit something."""
    said = tokens.folded[chunk.first : chunk.last]
    return chunk.tag == "OPTIONAL_AFTER" or (chunk.tag == "WORDS" and len(said) == 1 and said[0] in _PERMITTED)


def _with_people(chunks: Sequence[Chunk], tokens: Tokens, cue: CueRule | None) -> list[Chunk]:
    """The chunks, with the words before the age of those that a limit is for as "if".

    "Lansky ≥ 60 |for patients| < 16 years", "Lansky ≥ 60 |(patients| < 16 years)". One limit "for children of 4 to 9
    years" is said of whom all is about, and holds in no case.
    """
    out: list[Chunk] = []
    cases, told = 0, False
    place, bracket = 0, -1
    while place < len(chunks):
        last = _people_end(chunks, place, tokens) if chunks[place].tag in _BEFORE_PEOPLE and out else None
        if last is not None and _is_of_measure(out):
            out.append(Chunk("IF", chunks[place].first, chunks[last - 1].last, cue))
            cases, told = cases + 1, told or _CHILDREN.isdisjoint(tokens.folded[chunks[place].first : out[-1].last])
            bracket = last + 1 if chunks[place].tag == "LP" else bracket
            place = last
            continue
        out.append(Chunk("FILLER", chunks[place].first, chunks[place].last) if place == bracket else chunks[place])
        place += 1
    return out if told or cases >= _PAIR else list(chunks)


def _people_end(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place behind the words for people at "for", or in brackets, where their age follows; None if it does not."""
    bracketed = chunks[place].tag == "LP"
    if not bracketed and tokens.folded[chunks[place].first : chunks[place].last] not in _IN:
        return None
    last, people = place + 1, False
    while last < len(chunks) and chunks[last].tag == "FILLER":
        people = people or _is_people(chunks[last])
        last += 1
    follow = [chunk.tag for chunk in chunks[last : last + _PAIR]]
    if people and not bracketed and follow == ["LINK", "ENTITY"] and _is_state(chunks[last], chunks[last + 1], tokens):
        return last + 1
    if not bracketed and (follow[:1] == ["DEFINITION"] or follow == ["AGE", "LIMIT"]):
        return last
    aged = people and follow[:1] == ["LIMIT"] and chunks[last].value.calendar
    return last if aged and (not bracketed or follow[1:] == ["RP"]) else None


def _is_state(link: Chunk, named: Chunk, tokens: Tokens) -> bool:
    """Whether people are "in" a state: "for patients |in atrial fibrillation|"."""
    return tokens.folded[link.first : link.last] == ["in"] and named.value.domain in _STATES


def _is_people(chunk: Chunk) -> bool:
    return isinstance(chunk.value, CueRule) and chunk.value.kind == _PEOPLE


def _is_of_measure(before: Sequence[Chunk]) -> bool:
    """Whether chunks end in a limit that is on no age, with nothing behind it but a permission."""
    place = len(before) - 1
    while place > 0 and before[place].tag == "FILLER":
        place -= 1
    return before[place].tag == "LIMIT" and not before[place].value.calendar


def _divide(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> None:
    """Makes "without" and "with" the same thing, each behind a limit, the cases in which these hold."""
    for without, limited in _denied(chunks):
        for place in range(without + _PAIR, len(chunks) - 1):
            named = chunks[place + 1].value
            if chunks[place].tag == "LINK" and chunks[place - 1].tag == "LIMIT" and _is_same(named, limited, tokens):
                if tokens.surface(chunks[place].first, chunks[place].last).lower() == _WITH:
                    for at, words in ((without, "for patients without"), (place, "if")):
                        chunks[at] = Chunk("IF", chunks[at].first, chunks[at].last, lexicon.cue(words, "if"))
                break


def _denied(chunks: Sequence[Chunk]) -> Iterator[tuple[int, Entity]]:
    """The first place where a limit holds without something, and what that is."""
    for place in range(1, len(chunks) - 1):
        if [one.tag for one in chunks[place - 1 : place + 2]] == ["LIMIT", "NEG", "ENTITY"]:
            yield place, chunks[place + 1].value
            return


def _is_same(one: object, two: Entity, tokens: Tokens) -> bool:
    """Whether two names are of one concept, or are the same words."""
    if not isinstance(one, Entity) or one.rule is not two.rule:
        return False
    return one.rule is not None or tokens.folded[one.first : one.last] == tokens.folded[two.first : two.last]
