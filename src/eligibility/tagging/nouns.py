"""Noun phrases: a run of words, concepts and modifiers becomes entities and the words that name nothing known."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk, Entity, Modifier, modifier
from eligibility.tagging.compounds import (
    Found,
    allergic_to,
    carried_on,
    causes,
    is_care,
    is_combined,
    is_effect,
    is_hyphenated,
    join_causes,
)
from eligibility.tagging.drug_levels import DRUG, LEVELED, leveled, sampled
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.meanings import Meaning
from eligibility.tagging.short_heads import named_in_full
from eligibility.tagging.sized import SIZES, with_size
from eligibility.tagging.sorts import sorted_from
from eligibility.tagging.tokens import HYPHEN, Tokens
from eligibility.tagging.unknown_sorts import BY_UNKNOWN

Piece = tuple[int, int, Meaning | None]
"""A part of a noun phrase, a concept, a modifier or a plain word: its tokens, from the first up to, not including, the
last, and its meaning, None for a plain word."""

_GENERAL = frozenset(map(fold, ("procedure", "disease", "disorder", "illness", "condition", "operation")))
"""Words for what there are kinds of, so that "non-" before a kind means the others."""
_BESIDE = (["and"], ["or"], ["/"])
_HEADS = frozenset({"infection", "disease", "disorder", "syndrome", "illness", "therapy", "treatment", "surgery"})
"""Words for what kind of thing a concept is, behind its name."""
_GIVING = frozenset({"therapy", "treatment"})
"""Those that say of a drug no more than that it is given."""
_ALONE = "monotherapy"
"""What says behind a drug or a therapy that nothing is given with it: "metformin |monotherapy|"."""
_THERAPIES = frozenset({"drug", "procedure"})
_MEDICINES = frozenset(map(fold, ("medication", "medicine", "drug", "agent", "preparation")))
"""Those that say of a drug no more than that it is one."""
_TAKING = frozenset(map(fold, ("treatment", "exposure", "administration", "intake", "ingestion")))
"""Those that say of a drug no more than that somebody has it."""
_SAID_OF_DRUGS = _MEDICINES | _TAKING
_CAUSE = "cause"
"""The kind of modifiers that say what a thing comes of."""
_GLUED = 2
"""Tokens of "non-"."""
_NON = "non"
_SHORTEST = 7
"""Letters of "non" and the shortest word that it is taken from."""


def noun_chunks(pieces: Sequence[Piece], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The entities (ENTITY) in a noun phrase, and its other words (WORDS), in reading order."""
    if len(pieces) == 1 and (alone := _alone(pieces[0])) is not None:
        return [alone]
    entities = _entities(pieces, tokens, lexicon)
    if HYPHEN in tokens.words and len(pieces) > 1 and (causing := causes(pieces)):
        entities = join_causes(entities, causing, pieces, tokens, lexicon)
    out: list[Chunk] = []
    at = 0
    for start, stop, found in entities:
        entity = found
        if start > at:
            if tokens.folded[pieces[start - 1][1] - 1] == _NON:
                _words(pieces[at : start - 1], tokens, lexicon, out)
                if not _of_other_cause(entity, pieces[start - 1][1] - 1, tokens):
                    entity = _other_than(entity, pieces[start - 1][0], tokens, lexicon)
                entity.modifiers.extend(_before(pieces[at : start - 1]))
            else:
                _words(pieces[at:start], tokens, lexicon, out)
                entity.modifiers.extend(_before(pieces[at:start]))
                if not SIZES.isdisjoint(tokens.words):
                    entity = with_size(entity, tokens, lexicon)
        out.append(Chunk("ENTITY", min(entity.first, pieces[start][0]), pieces[stop - 1][1], entity))
        at = stop
    if at < len(pieces):
        rest = pieces[at:]
        modifiers = _before(rest)
        if not _words(rest, tokens, lexicon, out, modifiers) and modifiers:
            out.append(Chunk("MODIFIER", rest[0][0], rest[-1][1], modifiers))
    return out


def _alone(piece: Piece) -> Chunk | None:
    """A concept of the rules that stands alone, as most do."""
    first, last, meaning = piece
    if meaning is None or meaning.concept is None or meaning.generic:
        return None
    return Chunk("ENTITY", first, last, Entity(first, last, meaning.concept.domain, meaning.concept))


def _of_other_cause(entity: Entity, first: int, tokens: Tokens) -> bool:
    """Lets "non-" before what a thing comes of deny only that: "non-|alcohol-related| cirrhosis" is cirrhosis.

    Returns:
        Whether that is what stands right behind it.
    """
    cause = entity.modifiers[0] if entity.modifiers else None
    if cause is None or cause.kind != _CAUSE or cause.first > first + _GLUED:
        return False
    cause.first, cause.name = first, tokens.surface(first, cause.last)
    return True


def _other_than(entity: Entity, first: int, tokens: Tokens, lexicon: Lexicon) -> Entity:
    """What "non-" before a concept makes of it: "non-|smoker" is none, "non-|renal anemia" another kind.

    The rules may know it in one word: "non-|alcoholic fatty liver disease".
    """
    rule = lexicon.named(f"non{tokens.surface(entity.first, entity.last)}")
    if rule is not None:
        return Entity(first, entity.last, rule.domain, rule, entity.modifiers)
    if not _is_one_kind(entity, first, tokens) and not any(
        _names(place, entity, tokens, lexicon) for place in range(entity.first + 1, entity.last)
    ):
        entity.denied = True
        return entity
    return Entity(first, entity.last, entity.domain, None, entity.modifiers, by="head")


def _is_one_kind(entity: Entity, first: int, tokens: Tokens) -> bool:
    """Whether a name says which kind of something general it is: "non-|elective procedure", "non-|cardiac disease".

    Beside the kind itself it says that it is not that: "surgical and non-|surgical procedures".
    """
    beside = tokens.folded[max(0, first - 1) : first] in _BESIDE
    return not beside and entity.last - entity.first > 1 and tokens.folded[entity.last - 1] in _GENERAL


def _names(first: int, entity: Entity, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether the last words of a concept name another one of its domain: "clear cell |renal cell carcinoma|"."""
    words = Tokens(tokens.surface(first, entity.last))
    return any(
        one.last - one.first == len(words)
        and one.meaning.concept is not None
        and one.meaning.concept.domain == entity.domain
        for one in lexicon.find(words)
    )


def _entities(pieces: Sequence[Piece], tokens: Tokens, lexicon: Lexicon) -> list[Found]:
    """Entities as (first piece, last piece exclusive, entity)."""
    found: list[Found] = []
    for i, piece in enumerate(pieces):
        meaning = piece[2]
        before = found[-1] if found else None
        beside = before[2] if before is not None and before[1] == i else None
        one: tuple[int, Entity] | None = None
        plain = meaning is None and tokens.folded[piece[0]].startswith(_NON)
        if plain and (denied := _denied(piece, tokens, lexicon)) is not None:
            one = i, denied
        elif beside is not None and (whole := _joined_to(beside, piece, tokens, lexicon)) is not None:
            one = found[-1][0], whole
        elif meaning is None:
            word = tokens.folded[piece[0]]
            domain = lexicon.domain_of(word, tokens.written[piece[0]])
            one = None if domain is None else _headed(i, domain, pieces, before, tokens)
            if one is not None and one[0] == i and (word,) in lexicon.generic:
                one = None
        elif meaning.concept is not None:
            one = _known(i, pieces, before, tokens, lexicon)
        elif meaning.defined is not None:
            domain, name = meaning.defined
            one = i, Entity(*piece[:2], domain, by="text", name=name)
        if one is None:
            continue
        if before is not None and one[0] < before[1]:
            found.pop()
        found.append((one[0], i + 1, one[1]))
    return found


def _joined_to(before: Entity, piece: Piece, tokens: Tokens, lexicon: Lexicon) -> Entity | None:
    """The one thing that an entity and the piece right behind it are; None where they are two."""
    first, last, meaning = piece
    if before.domain in LEVELED and (level := leveled(before, first, last, tokens, lexicon)) is not None:
        return level
    carried = carried_on(before, piece, tokens, lexicon)
    if carried is None and before.rule is not None and before.domain == "drug":
        given = last == first + 1 and tokens.folded[first] in _SAID_OF_DRUGS
        carried = replace(before, last=last) if given else None
    if carried is not None or meaning is None or meaning.concept is None:
        return carried
    words = tokens.folded[first:last]
    if _is_head(before, meaning, words):
        return _given_alone(before, first, last) if meaning.concept.name == _ALONE else replace(before, last=last)
    if before.domain == DRUG and (allergy := allergic_to(before, meaning, last, tokens, lexicon)) is not None:
        return allergy
    if (
        is_care(before, meaning, words, lexicon)
        or is_effect(before, meaning, words)
        or is_combined(before, meaning, first, tokens)
    ):
        return Entity(before.first, last, meaning.concept.domain, modifiers=before.modifiers, by="head")
    return None


def _headed(
    place: int, domain: str, pieces: Sequence[Piece], before: Found | None, tokens: Tokens
) -> tuple[int, Entity]:
    """What a plain word is the head of, and the piece that it begins with.

    Args:
        place: the piece of the word.
        domain: what the word makes of what stands before it.
        pieces: a noun phrase.
        before: the last entity before it.
        tokens: the criterion.
    """
    last = pieces[place][1]
    start = _stretch(pieces, _begin(before), place)
    if (
        before is not None
        and before[1] == start
        and (before[2].domain != "measurement" or is_hyphenated(start, pieces, tokens))
    ):
        start = before[0]
    return start, Entity(pieces[start][0], last, domain, by="head")


def _known(
    place: int, pieces: Sequence[Piece], before: Found | None, tokens: Tokens, lexicon: Lexicon
) -> tuple[int, Entity] | None:
    """What a piece names that is a concept, with what says of which sort it is, and the piece that it begins with."""
    begin = _begin(before)
    first, last, meaning = pieces[place]
    assert meaning is not None
    assert meaning.concept is not None
    short = place and last - first == 1 and tokens.written[first].isupper()
    if short and (full := named_in_full(pieces, place, before, tokens, lexicon)) is not None:
        start, rule = full
        return start, Entity(pieces[start][0], last, rule.domain, rule)
    if place > begin and pieces[place - 1][2] is None:
        start, guessed = sorted_from(pieces, begin, place, tokens, lexicon)
        if start < place:
            if before is not None and before[1] == start and is_hyphenated(start, pieces, tokens):
                start = before[0]
            by = BY_UNKNOWN if guessed else "head"
            return start, Entity(pieces[start][0], last, meaning.concept.domain, by=by)
    if meaning.generic and tuple(tokens.folded[first:last]) in lexicon.generic:
        return None
    known = Entity(first, last, meaning.concept.domain, meaning.concept)
    if known.domain == DRUG and place > begin and pieces[place - 1][2] is None:
        level = sampled(known, pieces[place - 1][0], tokens, lexicon)
        return (place, known) if level is None else (place - 1, level)
    return place, known


def _begin(before: Found | None) -> int:
    """The first piece that belongs to no entity yet."""
    return 0 if before is None else before[1]


def _is_head(entity: Entity, meaning: Meaning, words: Sequence[str]) -> bool:
    """Whether a concept right behind another only says what that is: "cholera |infection", "metformin |therapy"."""
    concept = meaning.concept
    if entity.rule is None or concept is None:
        return False
    if concept.name == _ALONE:
        return entity.domain in _THERAPIES
    if len(words) != 1 or words[0] not in _HEADS:
        return False
    return concept.domain == entity.domain or (entity.domain == "drug" and words[0] in _GIVING)


def _given_alone(entity: Entity, first: int, last: int) -> Entity:
    """A drug or a therapy with what says behind it that nothing is given with it: "metformin |monotherapy|"."""
    alone = Modifier("regimen", _ALONE, first, last, behind=True)
    return replace(entity, modifiers=[*entity.modifiers, alone])


def _denied(piece: Piece, tokens: Tokens, lexicon: Lexicon) -> Entity | None:
    """What a word denies that begins with "non": "nonsmoker"."""
    first, last, _ = piece
    word = tokens.folded[first]
    if len(word) <= _SHORTEST or not word.startswith(_NON):
        return None
    phrase = lexicon.phrases.get([word.removeprefix(_NON)])
    if phrase is None or phrase.concept is None:
        return None
    return Entity(first, last, phrase.concept.domain, phrase.concept, denied=True)


def _stretch(pieces: Sequence[Piece], begin: int, head: int) -> int:
    """The first piece of the phrase that ends in `head`: plain words before it belong to it, modifiers do not."""
    start = head
    while start > begin and pieces[start - 1][2] is None:
        start -= 1
    return start


def _modifier(meaning: Meaning) -> CueRule | None:
    """The modifier that a phrase in a piece is."""
    return meaning.said if meaning.concept is None and isinstance(meaning.said, CueRule) else None


def _before(pieces: Sequence[Piece]) -> list[Modifier]:
    return [
        modifier(cue, first, last)
        for first, last, meaning in pieces
        if meaning is not None and (cue := _modifier(meaning)) is not None
    ]


def _words(
    pieces: Sequence[Piece], tokens: Tokens, lexicon: Lexicon, out: list[Chunk], modifiers: Sequence[Modifier] = ()
) -> bool:
    """The plain words of a run, with the modifiers between them; the value is the domain of a generic noun alone.

    Says whether there are any.
    """
    plain = [piece for piece in pieces if piece[2] is None or piece[2].concept is not None]
    if not plain:
        return False
    first, last = plain[0][0], plain[-1][1]
    domain = _domain_alone(plain[0], tokens, lexicon) if len(plain) == 1 else None
    out.append(Chunk("WORDS", first, last, domain, modifiers))
    return True


def _domain_alone(piece: Piece, tokens: Tokens, lexicon: Lexicon) -> str | None:
    first, _, meaning = piece
    if meaning is not None and meaning.concept is not None:
        return meaning.concept.domain
    return lexicon.domain_of(tokens.folded[first], tokens.written[first])
