"""Short forms: what they mean in a document that defines them, where the rules say something else or nothing.

"Donor-specific antibodies (DSA)" makes every "DSA" of the document an antibody, and no angiography. Where the words
that a short form stands for are only another name of what the rules know it as, the rules hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from eligibility.tagging.lexicon import Lexicon, Matches
from eligibility.tagging.meanings import Meaning, meaning_of
from eligibility.tagging.tokens import Tokens, lookup_words, phrase_words

if TYPE_CHECKING:
    from eligibility.tagging.tagger import Tagged

_KEPT = 1 << 12
_SAYS = 4
"""Letters of a word that tells one name from another."""


class ShortForm(Struct, frozen=True, gc=False):
    """What a short form means in a document.

    Attributes:
        long: the words that it stands for, as written.
        meaning: what it means; None where it is a plain word.
    """

    long: str
    meaning: Meaning | None


Expanded = tuple[int, ShortForm]
"""The token that a short form is, and what it means."""


class ShortForms:
    """The short forms of documents, read with the rules in force.

    Args:
        lexicon: the phrases of the rules.
        tag: tags the words that a short form stands for.
    """

    def __init__(self, lexicon: Lexicon, tag: Callable[[str], Tagged]) -> None:
        self._lexicon, self._tag = lexicon, tag
        self._read = lru_cache(maxsize=_KEPT)(self._read_once)

    def used(self, text: str, defined: Mapping[str, str]) -> dict[str, ShortForm]:
        """The short forms in a text that do not mean what the rules say.

        Args:
            text: a cleaned criterion.
            defined: the short forms that its document defines, and the words that they stand for.
        """
        out: dict[str, ShortForm] = {}
        for short, long in defined.items():
            if short not in text or (f"({short}" in text and text.count(short) == 1):
                continue  # not there, or only where it is defined
            form = self._read(short, long)
            if form is not None:
                out[short] = form
        return out

    def _read_once(self, short: str, long: str) -> ShortForm | None:
        """What a short form means; None where that is what the rules say, or where they need it for something else."""
        tokens = Tokens(short)
        phrase = self._lexicon.phrases.get(lookup_words(tokens)[0])
        known = phrase.said_in(tokens, 0, len(tokens)) if phrase is not None else None
        known = known if known is not None and (known.concept is not None or known.cues) else None
        if len(tokens) > 1 or (known is not None and (known.tag is not None or known.cues)):
            return None
        named = self._lexicon.named(long)
        if named is None and known is not None and self._is_called(known, long):
            return None
        if named is not None:
            same = known is not None and known.concept is named
            return None if same else ShortForm(long, meaning_of({}, named, None, exact=True))
        chunks = self._tag(long).chunks
        entity = chunks[0].value if len(chunks) == 1 and chunks[0].tag == "ENTITY" else None
        if entity is None:
            return ShortForm(long, None) if known is not None else None
        name = long if long[1:] != long[1:].lower() else long.lower()
        return ShortForm(long, replace(meaning_of({}, None, None), spoken=True, defined=(entity.domain, name)))

    def _is_called(self, known: Meaning, long: str) -> bool:
        """Whether some words may be another name of a concept: they share a word with one of its names."""
        if known.concept is None:
            return False
        names = " ".join((known.concept.name, *known.concept.synonyms)).lower()
        heads = self._lexicon.heads
        return any(word in names for word in phrase_words(long) if len(word) >= _SAYS and word not in heads)


def expand(found: Matches, tokens: Tokens, short: Mapping[str, ShortForm]) -> Sequence[Expanded]:
    """Puts what short forms mean in the place of what the rules say of them; gives those that it has found.

    Args:
        found: the phrases of a text; they are changed.
        tokens: the text.
        short: the short forms, as written.
    """
    places = {
        place: form
        for place, written in enumerate(tokens.written)
        if (form := short.get(written) or short.get(written.removesuffix("s"))) is not None
    }
    if not places:
        return ()
    meant = [(place, place + 1, form.meaning) for place, form in places.items() if form.meaning is not None]
    for phrases, added in ((found.spoken, meant), (found.measured, [one for one in meant if one[2].measured])):
        others = [match for match in phrases if match[1] - match[0] > 1 or match[0] not in places]
        phrases[:] = [*added, *others]
    found.several.extend(match for match in meant if match[2].numbered)
    return tuple(places.items())
