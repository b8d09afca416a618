"""Wanted: what people are to have or be, and where a denial ends between that and what they are not to have.

Who has "no fever and |is clinically stable" is stable; and who is excluded for "lack of consent, |coagulopathy" has it.
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import Draft, drafts_of
from eligibility.normalize.negating import has_denied
from eligibility.normalize.parts import Part, Scope
from eligibility.normalize.small_words import SmallWords
from eligibility.tagging.chunks import Chunk, Entity
from eligibility.tagging.tokens import Tokens
from eligibility.tree import Kind

_NAMING = frozenset({"ENTITY", "WORDS", "ATTESTATION", "AGE", "SEX", "LISTED", "EXAMPLE", "DEFINITION"})
"""Tags of what an item may name, so that nothing but how it is stands before it."""
_ALTERNATIVE = frozenset({"OR", "NOR", "SLASH"})
_ILLS = frozenset({"condition"})
_DONE = frozenset({"drug", "procedure", "device"})
"""Domains of what is taken or done, which is no state that somebody is in."""
_RECENT = 8
"""Things back in which is looked for what a denial reaches first."""


class Wanted:
    """Tells what is wanted of people from what is not.

    Args:
        tokens: the criterion.
        said: words by which items are read.
        kind: the list that it stands in.
    """

    def __init__(self, tokens: Tokens, said: SmallWords, kind: Kind) -> None:
        self.tokens, self.words, self.kind = tokens, said.wanted, kind

    def ends_denial(self, item: Sequence[Chunk], separators: Sequence[str], before: Part, scope: Scope) -> bool:
        """Whether what is denied before an item is not denied in it, as one is wanted and the other is not.

        Args:
            item: the chunks of the item.
            separators: the tags of what stands before it.
            before: the item before it.
            scope: what is in scope; something is denied in it.
        """
        first = next((chunk for chunk in item if chunk.tag in _NAMING and not self._is_adverb(chunk)), None)
        if first is None or scope.neither or "NOR" in separators or not has_denied(before, scope):
            return False
        lacking = [one for said in before.parts[-_RECENT:] if said.negation for one in drafts_of(said.tree)]
        lacks = self._is_lacked(lacking)
        if self.kind == "inclusion":
            return not lacks and _ALTERNATIVE.isdisjoint(separators) and self._names_wanted(first, item)
        return lacks and self._names_unwanted(first, lacking[-1], alternative=separators == ["OR"])

    def _is_lacked(self, denied: Sequence[Draft]) -> bool:
        """Whether what is denied is something that is wanted: "no |informed consent|", "lack of |social support|"."""
        head = denied[0]
        if head.kind == "attestation":
            return head.cue is not None and not head.cue.attrs.get("denied")
        return head.entity is not None and self._is_good(head.entity)

    def _names_wanted(self, first: Chunk, item: Sequence[Chunk]) -> bool:
        """Whether an item begins with something that is wanted: "|clinically stable|", "|able to walk|"."""
        if first is not item[0] and item[0].tag != "LINK" and not self._is_adverb(item[0]):
            return False
        if first.tag == "WORDS":
            start = min([first.first, *(modifier.first for modifier in first.modifiers)])
            return (self.tokens.folded[start],) in self.words
        if first.tag != "ENTITY" or not self._is_good(first.value):
            return False
        return first.value.domain not in _DONE or (self.tokens.folded[first.value.first],) in self.words

    def _names_unwanted(self, first: Chunk, last: Draft, *, alternative: bool) -> bool:
        """Whether an item names what nobody wants of a patient, and what stands before it is no such thing."""
        if first.tag != "ENTITY":
            return first.tag in {"AGE", "SEX"}
        if self._is_good(first.value):
            return False
        ill = first.value.domain in _ILLS
        if last.kind == "attestation" or not ill:
            return last.kind == "attestation" and not alternative
        return last.entity is None or last.entity.domain not in _ILLS or self._is_lacked([last])

    def _is_adverb(self, chunk: Chunk) -> bool:
        """Whether plain words are one adverb: "|fully| ambulatory"."""
        return chunk.tag == "WORDS" and chunk.last - chunk.first == 1 and self.tokens.folded[chunk.first].endswith("ly")

    def _is_good(self, entity: Entity) -> bool:
        """Whether a name ends in such a word, or begins with it where it names no ill: "|able| to walk"."""
        folded, last = self.tokens.folded, entity.last
        if tuple(folded[entity.first : last]) in self.words or (folded[last - 1],) in self.words:
            return True
        firsts = (entity.first, *(modifier.first for modifier in entity.modifiers))
        return entity.domain not in _ILLS and any((folded[first],) in self.words for first in firsts)
