"""Let cases: people who may have other values of what is limited before.

"Bilirubin ≤ 1.5 x ULN. |Patients with Gilbert syndrome may have bilirubin ≤ 3 mg/dL|", "(except for those with Gilbert
syndrome|, who can have| bilirubin ≤ 3 mg/dL)".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

LETTING = frozenset({"may", "can", "must", "allowed", "permitted", "eligible"})
"""Words one of which lets people have other values."""
_BACK = 4
"""Chunks back to where the words for people begin."""
_NEAR = 40
"""Chunks back to where the same is limited."""
_VALUE = ["ENTITY", "LIMIT"]
_LET_IN = [*_VALUE, "OPTIONAL_AFTER"]
_HAVING = frozenset({"have", "with", "having"})
_WHO = frozenset({"COMMA", "FILLER"})
"""Tags of ", who" before the words that let people have something."""
_LET = (["LINK", "FILLER"], ["OPTIONAL_AFTER", "LINK"], ["OPTIONAL_AFTER", "IF"], ["MUST"], ["IF"])
"""Tags of "may have", "may enter with", "are allowed if", "must have" and "are eligible if"."""
_MAY = frozenset({"may", "can"})
_EXCEPTED = frozenset({"EXCEPT", "LP"})
"""Tags of what stands before people for whom it is clear already that something else holds."""
_PARTED = frozenset({"STOP", "SEMI", "COMMA"})


def with_let_cases(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks, with "with" for the words that give people other values, and "except" before these people.

    The lexicon tells what these say. A limit stands before the people, and another one is said of them.
    """
    out: list[Chunk] = []
    place, permitted = 0, -1
    while place < len(chunks):
        last = _let_end(chunks, place, tokens) if _names_case(out) else None
        if last is None and _names_case(out):
            last = _let_after(chunks, place, tokens)
            permitted = -1 if last is None else last + len(_VALUE)
        if last is not None and _is_limited(chunks[last], out) and _but_for(out, lexicon):
            out.append(Chunk("LINK", chunks[place].first, chunks[last - 1].last, lexicon.cue("with", "link")))
            place = last
            continue
        chunk = chunks[place]
        out.append(Chunk("FILLER", chunk.first, chunk.last) if place == permitted else chunk)
        place += 1
    return out


def _let_after(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place of what people with something have, behind words for that, where they are let in with it.

    "Patients with gout |who have| ferritin ≤ 500 ng/mL may be enrolled".
    """
    last = place + 1
    if [chunk.tag for chunk in chunks[last : last + len(_LET_IN)]] != _LET_IN:
        return None
    return last if tokens.folded[chunks[place].last - 1] in _HAVING else None


def _names_case(before: Sequence[Chunk]) -> bool:
    """Whether chunks end in what people may have that is not measured."""
    return bool(before) and before[-1].tag == "ENTITY" and before[-1].value.domain != "measurement"


def _let_end(chunks: Sequence[Chunk], place: int, tokens: Tokens) -> int | None:
    """The place of what people are let have, behind the words for it; None where there are none."""
    while place < len(chunks) and chunks[place].tag in _WHO:
        place += 1
    for tags in _LET:
        last = place + len(tags)
        if [chunk.tag for chunk in chunks[place : last + len(_VALUE)]] == [*tags, *_VALUE]:
            return last if _lets(chunks[place], tokens) else None
    return None


def _lets(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether a chunk begins words that let people have something, and makes them no condition of anything else."""
    if chunk.tag == "LINK":
        return tokens.folded[chunk.first] in _MAY
    return chunk.tag != "IF" or (isinstance(chunk.value, CueRule) and bool(chunk.value.attrs.get("permits")))


def _is_limited(named: Chunk, before: Sequence[Chunk]) -> bool:
    """Whether a measurement is one that is limited before."""
    rule = named.value.rule
    if named.value.domain != "measurement" or rule is None:
        return False
    return any(
        one.tag == "ENTITY" and one.value.rule is rule and after.tag == "LIMIT"
        for one, after in pairwise(before[-_NEAR:])
    )


def _but_for(before: list[Chunk], lexicon: Lexicon) -> bool:
    """Makes an exception of the people that chunks end in; whether they are one."""
    for place in range(len(before) - 2, max(-1, len(before) - _BACK), -1):
        if before[place].tag in _EXCEPTED:
            return True
        if before[place].tag == "FILLER" and place and before[place - 1].tag in _PARTED:
            people = before[place]
            before[place] = Chunk("EXCEPT", people.first, people.last, lexicon.cue("except for", "except"))
            return True
    return False
