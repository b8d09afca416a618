"""Cases: limits that hold for one sex each, with nothing between that divides them: "< 40 (men) |< 50 (women)"."""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

LETTERS = {"M": "male", "F": "female", "♂": "male", "♀": "female"}
"""Short forms of the sexes in brackets behind a limit."""
_WITHIN = frozenset({"LP", "RP", "LINK", "FILLER", "AGE"})
"""Tags of what may stand between a limit and its sex."""
_OF_EACH = ["LIMIT", "LINK", "SEX", "SLASH", "SEX"]
"""Tags of a pair of limits and of whom each is."""
_OF = frozenset({"in", "for"})
_PAIR = frozenset({"LIMIT", "SEX"})
_OF_SEX = ["LIMIT", "LP", "SEX", "RP"]
_SEXED = ("SEX", "LIMIT")
_PLAIN = 4
"""Chunks of a name's limits for two sexes with nothing between: they are told apart as they are."""
_HEADING = frozenset({"COLON", "COMMA", "FILLER", "LINK"})
"""Tags of what may stand between a name and the limits on it for each sex."""
_AMONG = frozenset({"COLON", "COMMA", "SEMI", "AND", "OR", "SLASH", "FILLER", "LINK"})
"""Tags of what may stand among these."""


def cases(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with a comma before each limit for another sex that nothing divides from the one before it.

    Args:
        chunks: those of a criterion in which a limit stands.
        tokens: the criterion.
        lexicon: knows the words for the sexes.
    """
    chunks = _bracketed(_spelt_out(chunks, tokens, lexicon), tokens)
    chunks = _headed(_ages(chunks, lexicon))
    told = [place for place, chunk in enumerate(chunks) if chunk.tag in _PAIR]
    if sum(chunks[place].tag == "SEX" for place in told) < len(_PAIR):
        return chunks
    out = list(chunks)
    for one, two, three, four in reversed(list(zip(told, told[1:], told[2:], told[3:], strict=False))):
        tags = (chunks[one].tag, chunks[two].tag)
        if len(set(tags)) == len(_PAIR) and tags == (chunks[three].tag, chunks[four].tag):
            _divide(out, (one, two, three, four))
    return out


def _bracketed(chunks: list[Chunk], tokens: Tokens) -> list[Chunk]:
    """The chunks with brackets round the sexes that a pair of limits is of: "< 40/50 mg/dL |in men/women|"."""
    for place in range(len(chunks) - len(_OF_EACH) + 1):
        around = chunks[place : place + len(_OF_EACH)]
        if tags_of(around) != _OF_EACH or around[0].value.paired is None:
            continue
        _, link, one, slash, two = around
        if tokens.folded[link.first] in _OF:
            pair = [Chunk("LP", link.first, link.last), one, slash, two, Chunk("RP", two.last, two.last)]
            return [*chunks[: place + 1], *pair, *chunks[place + len(_OF_EACH) :]]
    return chunks


def _ages(chunks: list[Chunk], lexicon: Lexicon) -> list[Chunk]:
    """The chunks with the sexes in brackets behind two ages as whom these are for: "60 years |(men)|, 65 |(women)|"."""
    places = [
        place
        for place in range(1, len(chunks) - 2)
        if [one.tag for one in chunks[place - 1 : place + 3]] == _OF_SEX and chunks[place - 1].value.calendar
    ]
    if len(places) != len(_PAIR):
        return chunks
    out = list(chunks)
    for place in places:
        out[place] = Chunk("LINK", chunks[place].first, chunks[place].last, lexicon.cue("for", "link"))
        out[place + 2] = Chunk("FILLER", chunks[place + 2].first, chunks[place + 2].last)
    return out


def _headed(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks with brackets round limits for each sex behind a name: "hemoglobin|:| men ≥ 13; women ≥ 12"."""
    for place, chunk in enumerate(chunks):
        if chunk.tag != "ENTITY" or chunk.value.domain != "measurement":
            continue
        start = place + 1
        while start < len(chunks) and chunks[start].tag in _HEADING:
            start += 1
        heading = {one.tag for one in chunks[place + 1 : start]}
        end = _pairs_end(chunks, start) if "LINK" not in heading or "COLON" in heading else None
        if end is None or end - place - 1 == _PLAIN:
            continue
        opening = chunks[place + 1] if start > place + 1 else Chunk("LP", chunk.last, chunk.last)
        inside = [Chunk("LP", opening.first, chunks[start].first), *chunks[start:end]]
        last = chunks[end - 1].last
        return [*chunks[: place + 1], *inside, Chunk("RP", last, last), *chunks[end:]]
    return chunks


def _pairs_end(chunks: Sequence[Chunk], start: int) -> int | None:
    """The place behind two sexes, each with its limit behind it, that begin at a place; None where none do."""
    at, sexes = start, set()
    for tag in (*_SEXED, *_SEXED):
        while at > start and at < len(chunks) and chunks[at].tag in _AMONG:
            at += 1
        if at >= len(chunks) or chunks[at].tag != tag:
            return None
        sexes.add(chunks[at].value.attrs.get("sex") if tag == "SEX" else None)
        at += 1
    return at if len(sexes) > len(_SEXED) and "both" not in sexes else None


def _divide(chunks: list[Chunk], pairs: tuple[int, int, int, int]) -> None:
    """Puts a comma between two pairs of a limit and a sex, where they are of different sexes."""
    one, two, three, four = pairs
    sexes = {chunks[place].value.attrs.get("sex") for place in pairs if chunks[place].tag == "SEX"}
    if len(sexes) != len(_PAIR) or "both" in sexes:
        return
    if not (_adjoin(chunks[one + 1 : two]) and _adjoin(chunks[three + 1 : four])):
        return
    between = chunks[two + 1 : three]
    tags = tags_of(between)
    if "SEMI" in tags and _WITHIN.issuperset(set(tags) - {"SEMI"}):
        at = two + 1 + tags.index("SEMI")
        chunks[at] = Chunk("COMMA", chunks[at].first, chunks[at].last)
    elif _adjoin(between) and tags.count("RP") >= tags.count("LP"):
        first = chunks[three].first
        chunks.insert(three, Chunk("COMMA", first, first))


def _adjoin(between: Sequence[Chunk]) -> bool:
    return all(chunk.tag in _WITHIN for chunk in between)


def _spelt_out(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with single letters in brackets behind limits as the sexes, where both of them stand there."""
    places = [
        place
        for place in range(2, len(chunks) - 1)
        if chunks[place - 1].tag == "LP" and chunks[place - 2].tag == "LIMIT" and chunks[place + 1].tag == "RP"
        and tokens.surface(chunks[place].first, chunks[place].last) in LETTERS
    ]  # fmt: skip
    said = [LETTERS[tokens.surface(chunks[place].first, chunks[place].last)] for place in places]
    if len(set(said)) < len(_PAIR):
        return chunks
    out = list(chunks)
    for place, sex in zip(places, said, strict=True):
        cue = lexicon.phrases.cue([sex], "sex")
        if cue is not None:
            out[place] = Chunk("SEX", chunks[place].first, chunks[place].last, cue)
    return out
