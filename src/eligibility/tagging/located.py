"""Where something is: a part of the body behind it, "fracture |of the ankle|", "surgery |on the lumbar spine|"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.rules import ConceptRule
from eligibility.tagging.chunks import Chunk, Entity, Modifier, pairs_at
from eligibility.tagging.folding import fold
from eligibility.tagging.lexicon import Lexicon
from eligibility.tagging.tokens import Tokens

IN_PART = frozenset(map(fold, ("of", "in", "on", "to", "at", "over", "from")))
"""What stands between something and the part of the body that it is in."""
SITE = "site"
"""The kind of a modifier that says where something is."""
_SIDE = "laterality"
"""The kind of one that says on which side."""
OF_PARTS = frozenset(
    map(
        fold,
        ("fracture", "injury", "trauma", "wound", "laceration", "dislocation", "sprain", "strain", "tear", "rupture",
         "infection", "inflammation", "abscess", "ulcer", "ulceration", "burn", "pain", "swelling", "edema", "rash",
         "itching", "numbness", "weakness", "stiffness", "deformity", "malformation", "abnormality", "lesion", "tumor",
         "cancer", "carcinoma", "bleeding", "surgery", "operation"),
    )
)  # fmt: skip
"""Words that say too little without the part of the body, which is said once of two of them: "fracture or |injury"."""
_LINKS = frozenset({"OF", "LINK"})
_LINKED = frozenset(("ENTITY", link) for link in _LINKS)
_PAIRS = frozenset({"AND", "OR"})
_JOINS = _PAIRS | {"COMMA"}
_LISTING = _JOINS | {"SLASH"}
_ARTICLES = frozenset(map(fold, ("the", "a", "an", "any", "one", "both", "either", "his", "her", "their")))
OF_BODY = frozenset({"condition", "procedure", "device"})
"""Domains of what is somewhere in the body."""
_AREAS = frozenset({"region", "area", "tract", "plateau", "canal"})
"""Words for a part of the body behind another one: "lumbar |region|"."""
_MOST = 8
"""Parts that are looked for behind one thing."""


def located(chunks: list[Chunk], tokens: Tokens, lexicon: Lexicon) -> list[Chunk]:
    """The chunks with the parts of the body that something is in taken to it.

    Where the rules name the two together it is that ("fracture of the ankle" is "ankle fracture"); else where it is
    becomes a modifier.

    Args:
        chunks: the chunks of a criterion, in reading order.
        tokens: its tokens.
        lexicon: the parts of the body, and the names of the rules.
    """
    folded = tokens.folded
    placed: dict[int, tuple[Chunk, int]] = {}
    end = 0
    for at in pairs_at(chunks, _LINKED):
        one, two = chunks[at], chunks[at + 1]
        if at >= end and folded[two.first] in IN_PART and two.first == one.last and _may_be(one):
            found = _located(chunks, at, end, tokens, lexicon)
            if found is not None:
                placed[at], end = found, found[1]
    if not placed:
        return chunks
    out: list[Chunk] = []
    at = 0
    while at < len(chunks):
        chunk, at = placed.get(at) or (chunks[at], at + 1)
        out.append(chunk)
    return out


def _located(
    chunks: Sequence[Chunk], at: int, begin: int, tokens: Tokens, lexicon: Lexicon
) -> tuple[Chunk, int] | None:
    """A thing with the parts of the body behind it, and the place behind these; None where none are named.

    Args:
        chunks: the chunks of a criterion.
        at: the place of the thing.
        begin: where what stands before it begins, and is no part of another thing.
        tokens: the criterion.
        lexicon: the parts of the body, and the names of the rules.
    """
    parts = _parts(chunks, at + 1, tokens, lexicon)
    if not parts:
        return _of_thing(chunks, at, tokens, lexicon)
    listed = _is_listed(chunks[max(begin, at - 2) : at], tokens)
    return _placed(chunks[at], [chunks[part] for part in parts], listed, tokens, lexicon), parts[-1] + 1


def _is_listed(before: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether a word stands before what is located that is located with it: "fracture or |injury of the ankle"."""
    pair = len(before) > 1 and before[-1].tag in _PAIRS and before[-2].tag == "ENTITY"
    return pair and tokens.folded[before[-2].value.last - 1] in OF_PARTS


def _may_be(chunk: Chunk) -> bool:
    """Whether what is named may be in a part of the body."""
    return chunk.value.domain in OF_BODY and chunk.last == chunk.value.last


def _parts(chunks: Sequence[Chunk], at: int, tokens: Tokens, lexicon: Lexicon) -> list[int]:
    """The places of the chunks that name the parts of the body behind a thing; none where no preposition does."""
    if at >= len(chunks) or chunks[at].tag not in _LINKS or tokens.folded[chunks[at].first] not in IN_PART:
        return []
    found: list[int] = []
    place = _after_article(chunks, at + 1, tokens)
    while place < len(chunks) and len(found) < _MOST and _is_sorted(chunks[place], tokens, lexicon):
        found.append(place)
        place += 1
        while place < len(chunks) and chunks[place].tag in _JOINS:
            place += 1
        if place == found[-1] + 1:
            break
        place = _after_article(chunks, place, tokens)
    while found and not _is_part(chunks[found[-1]], tokens, lexicon):
        found.pop()
    return found


def _after_article(chunks: Sequence[Chunk], at: int, tokens: Tokens) -> int:
    article = at < len(chunks) and chunks[at].tag == "FILLER" and chunks[at].last - chunks[at].first == 1
    return at + 1 if article and tokens.folded[chunks[at].first] in _ARTICLES else at


def _is_sorted(chunk: Chunk, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether plain words are a part of the body, or what is said of one: "the |lumbar| or cervical spine"."""
    words = tokens.folded[chunk.first : chunk.last] if chunk.tag == "WORDS" else []
    return bool(words) and all(lexicon.is_sort(word) or word in _AREAS for word in words)


def _is_part(chunk: Chunk, tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether such words end in the name of a part of the body."""
    last = tokens.folded[chunk.last - 1]
    return lexicon.is_part(last) or (chunk.last - chunk.first > 1 and last in _AREAS)


def _placed(chunk: Chunk, parts: Sequence[Chunk], listed: bool, tokens: Tokens, lexicon: Lexicon) -> Chunk:
    """A thing in parts of the body: what the rules call the two together, or the thing with a modifier."""
    entity: Entity = chunk.value
    last = parts[-1].last
    own = [one for part in parts for one in part.modifiers]
    said = [*entity.modifiers, *(one for one in own if one.kind == _SIDE)]
    first = min([parts[0].first, *(one.first for one in own if one.kind != _SIDE)])
    alone = len(parts) == 1 and first == parts[0].first and not listed
    rule = _named(entity, parts[0], tokens, lexicon) if alone else None
    if rule is None:
        said.append(Modifier(SITE, "part of the body", first, last, behind=True))
    return replace(chunk, last=last, value=replace(entity, rule=rule or entity.rule, modifiers=said))


def _of_thing(chunks: Sequence[Chunk], at: int, tokens: Tokens, lexicon: Lexicon) -> tuple[Chunk, int] | None:
    """What the rules call something of something else, and the place behind it: "repair of a hernia"; None if nothing.

    What may be of several things is left to be shared: "exacerbation of |asthma or COPD|".
    """
    if at + 1 == len(chunks) or chunks[at + 1].tag != "OF" or tokens.folded[chunks[at + 1].first] != "of":
        return None
    place = _after_article(chunks, at + 2, tokens)
    if place == len(chunks) or chunks[place].tag != "ENTITY" or _goes_on(chunks, place):
        return None
    entity, thing = chunks[at].value, chunks[place].value
    rule = _named(entity, thing, tokens, lexicon)
    if rule is None or entity.denied or thing.denied:
        return None
    said = [*entity.modifiers, *thing.modifiers]
    whole = Entity(entity.first, thing.last, entity.domain, rule, said)
    return Chunk("ENTITY", chunks[at].first, chunks[place].last, whole), place + 1


def _goes_on(chunks: Sequence[Chunk], place: int) -> bool:
    return place + 1 < len(chunks) and chunks[place + 1].tag in _LISTING


def _named(entity: Entity, part: Chunk | Entity, tokens: Tokens, lexicon: Lexicon) -> ConceptRule | None:
    """What the rules call a thing in a part of the body: "ankle fracture"."""
    words = [*tokens.folded[part.first : part.last], *tokens.folded[entity.first : entity.last]]
    phrase = lexicon.phrases.get([word for word in words if word != "-"])
    rule = phrase.concept if phrase is not None else None
    return rule if rule is not None and rule.domain == entity.domain else None
