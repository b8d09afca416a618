"""Compounds: two names that say one thing, "alcohol-related hepatitis", "lung cancer therapy"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.rules import CueRule
from eligibility.tagging.chunks import Entity, Modifier, modifier
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.meanings import Meaning
from eligibility.tagging.tokens import Tokens

Piece = tuple[int, int, Meaning | None]
Found = tuple[int, int, Entity]
"""The first piece of an entity, the last exclusive, and the entity."""

_CAUSE = "cause"
_GIVEN = frozenset({"drug", "procedure"})
"""Domains of what a condition may respond to."""
_CARE = frozenset({"procedure", "drug"})
_TREATED = frozenset({"condition", "device"})
_TRANSFUSED = ["transfusion"]
"""What makes a procedure of a drug that stands before it: "fresh frozen plasma |transfusion"."""
_AGAINST = frozenset({"vaccine", "toxoid", "globulin", "medication", "medicine", "drug"})
"""Words for drugs that are given against the condition that they stand behind."""
_EFFECTS = frozenset(
    map(
        fold,
        ("infection", "colonization", "carriage", "toxicity", "overdose", "intoxication", "poisoning", "wasting",
         "recurrence"),
    )
)  # fmt: skip
"""Words for conditions that are of what they stand behind, whatever that is."""
_ALLERGIC = fold("allergic")
_PLACING = frozenset({"placement", "exchange", "creation"})
_HYPHEN = ["-"]
_SUFFIX = ("-", "dyyb")
_LETTERS = 4
_WORDS = frozenset({"free", "like", "only", "type", "dose", "drug", "arm"})
"""Words of as many letters that stand behind a hyphen too."""
_BIOLOGICAL = ("mab", "cept", "stim", "alfa", "alpha", "beta", "ase", "kin", "tox", "cel", "lin", "tide")
"""How the names of biological drugs end."""


def is_care(entity: Entity, meaning: Meaning, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether what stands right behind a thing is done for or with it: "lung cancer |therapy", "port |removal"."""
    concept = meaning.concept
    if concept is None or concept.domain not in _CARE:
        return False
    if concept.domain == "drug":
        return entity.domain == "condition" and words[-1] in _AGAINST
    if entity.domain == "drug":
        return words == _TRANSFUSED
    return entity.domain in _TREATED and len(words) == 1 and words[0] in lexicon.heads


def is_effect(entity: Entity, meaning: Meaning, words: Sequence[str]) -> bool:
    """Whether a condition right behind something else is what that does: "lithium |toxicity", "mesh |infection"."""
    concept = meaning.concept
    of_it = concept is not None and concept.domain == "condition" and len(words) == 1 and words[0] in _EFFECTS
    return of_it and entity.domain != "measurement"


def allergic_to(drug: Entity, meaning: Meaning, last: int, tokens: Tokens, lexicon: Lexicon) -> Entity | None:
    """The allergy that a hyphen makes of a drug and "allergic": "penicillin-|allergic| patients"; else None."""
    if tokens.folded[drug.last : last] != ["-", _ALLERGIC] or meaning.concept is None:
        return None
    rule = lexicon.named(f"{tokens.surface(drug.first, drug.last)} allergy")
    called = drug.rule.name if drug.rule is not None else tokens.surface(drug.first, drug.last)
    name = f"allergy to {called}" if rule is None else None
    return Entity(drug.first, last, meaning.concept.domain, rule, drug.modifiers, by="head", name=name)


def is_combined(entity: Entity, meaning: Meaning, first: int, tokens: Tokens) -> bool:
    """Whether only a hyphen stands between two drugs, which are given as one: "aztreonam-|avibactam"."""
    concept = meaning.concept
    drugs = concept is not None and concept.domain == entity.domain == "drug"
    return drugs and tokens.folded[entity.last : first] == _HYPHEN


def carried_on(entity: Entity, piece: Piece, tokens: Tokens, lexicon: Lexicon) -> Entity | None:
    """What a word right behind a thing makes of it; None where it makes nothing.

    A drug has the form in which it is given, "hydrocortisone |cream", and is the drug as whatever salt, "losartan
    |potassium"; a device is put where it belongs, which is done:
    "chest tube |placement". So is what a procedure is called by: "AV fistula |creation". Four letters without a meaning
    tell a biological drug from its likes: "infliximab-|dyyb".
    """
    first, last, meaning = piece
    word = tokens.folded[last - 1]
    if entity.domain == "drug" and meaning is None and _is_suffix(entity, last, tokens):
        return replace(entity, last=last)
    if word in _PLACING and last - first == 1:
        if entity.domain == "procedure":
            return replace(entity, last=last)
        if entity.domain == "device":
            return Entity(entity.first, last, "procedure", modifiers=entity.modifiers, by="head")
    if entity.domain != "drug" or entity.rule is None or word not in lexicon.forms:
        return None
    if word in lexicon.salts:
        return replace(entity, last=last) if last - first == 1 else None
    return replace(entity, last=last, modifiers=[*entity.modifiers, Modifier("route", "form", first, last)])


def _is_suffix(drug: Entity, last: int, tokens: Tokens) -> bool:
    """Whether a hyphen and four letters are what stands between the name of a biological drug and a token."""
    hyphened = last - drug.last == len(_SUFFIX) and tokens.folded[drug.last] == "-" and tokens.glued[last - 1]
    word = tokens.written[last - 1]
    if not hyphened or len(word) != _LETTERS or not (word.isalpha() and word.islower()) or word in _WORDS:
        return False
    return tokens.folded[drug.last - 1].endswith(_BIOLOGICAL)


def causes(pieces: Sequence[Piece]) -> list[int]:
    """The pieces that make the name before them say something of what follows: "exercise-|related| asthma"."""
    return [place for place, (_, _, meaning) in enumerate(pieces) if meaning is not None and _kind(meaning) is not None]


def join_causes(
    found: Sequence[Found], at: Sequence[int], pieces: Sequence[Piece], tokens: Tokens, lexicon: Lexicon
) -> list[Found]:
    """The entities with each cause joined to what it is the cause of.

    Only a hyphen makes them one: "stroke related disability" stays two neighbours, which the reader is told of.

    Args:
        found: the entities.
        at: the pieces that say "related".
        pieces: the noun phrase.
        tokens: the criterion.
        lexicon: tells what kind of thing a word names that names nothing by itself ("alcohol-related |problems").
    """
    ends = {stop: one for one in found if (stop := one[1])}
    begins = {one[0]: one for one in found}
    for place in at:
        if not place or not is_hyphenated(place, pieces, tokens):
            continue
        cause = ends.get(place) or _word(place, pieces)
        effect = begins.get(_effect(place, pieces)) or _noun(place + 1, pieces, tokens, lexicon)
        kind = _kind(pieces[place][2])
        if cause is None or effect is None or kind is None or (kind != _CAUSE and not _responds(cause[2], effect[2])):
            continue
        one = _joined(kind, cause[2], effect[2], pieces[place : effect[0]], tokens)
        whole = (cause[0], effect[1], one)
        for old in (cause, effect):
            begins.pop(old[0], None)
        begins[whole[0]] = ends[whole[1]] = whole
    return sorted(begins.values(), key=lambda one: one[0])


def _kind(meaning: Meaning | None) -> str | None:
    """What kind of modifier a word makes of what a hyphen ties to it; None of any other word."""
    said = None if meaning is None or meaning.concept is not None else meaning.said
    if not isinstance(said, CueRule) or not said.attrs.get("compound"):
        return None
    return str(said.attrs.get("kind", said.name))


def _responds(given: Entity, effect: Entity) -> bool:
    """Whether a condition may respond, or not, to something given: "|cisplatin|-resistant |sarcoma|"."""
    return given.domain in _GIVEN and effect.domain == "condition"


def _effect(place: int, pieces: Sequence[Piece]) -> int:
    """The piece that a cause is said of: modifiers may stand before it."""
    place += 1
    while place < len(pieces) and pieces[place][2] is not None and pieces[place][2].concept is None:  # type: ignore[union-attr]  # not None, as asked
        place += 1
    return place


def is_hyphenated(place: int, pieces: Sequence[Piece], tokens: Tokens) -> bool:
    """Whether a hyphen stands before a piece."""
    return tokens.folded[pieces[place - 1][1] : pieces[place][0]] == ["-"]


def _word(place: int, pieces: Sequence[Piece]) -> Found | None:
    """The plain word that a hyphen ties to "related": "|transfusion|-related reaction"."""
    first, last, meaning = pieces[place - 1]
    if meaning is not None:
        return None
    return place - 1, place, Entity(first, last, "observation", by="head")


def _noun(place: int, pieces: Sequence[Piece], tokens: Tokens, lexicon: Lexicon) -> Found | None:
    """What names nothing by itself but does with its cause."""
    if place >= len(pieces):
        return None
    first, last, _ = pieces[place]
    domain = lexicon.domain_of(tokens.folded[first], tokens.written[first])
    return None if domain is None else (place, place + 1, Entity(first, last, domain, by="head"))


def _joined(kind: str, cause: Entity, effect: Entity, between: Sequence[Piece], tokens: Tokens) -> Entity:
    """What is caused, with its cause: beside a concept that the rules name, else in the name."""
    modifiers = [*cause.modifiers, *effect.modifiers]
    for first, last, meaning in between[1:]:
        if meaning is not None and isinstance(meaning.said, CueRule):
            modifiers.append(modifier(meaning.said, first, last))
    if effect.rule is None:
        return Entity(cause.first, effect.last, effect.domain, modifiers=modifiers, by=effect.by)
    end = between[0][1]
    modifiers.append(Modifier(kind, tokens.surface(cause.first, end), cause.first, end))
    return Entity(effect.first, effect.last, effect.domain, effect.rule, modifiers, by=effect.by)
