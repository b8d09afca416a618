"""Outline: the phrase tree of a criterion, and the chunks that its leaves stand for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, Literal

from lark import Token
from lark import Tree as Phrase

from eligibility.grammar.phrases import PhraseGrammar
from eligibility.normalize.persons import is_person
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.tokens import Tokens

_PAIR = 2
_ONE_MORE = 3
"""Children of a list from a separator to the item behind the next one."""
_OFFERED = ["item", "separator", "item"]
_OR_ELSE = ["COMMA", "OR"]
_COUNTED_OR = ["OR", "LIMIT"]
"""Tags before a list that is an alternative, and says how many of it: "gout, |or at least two| of:"."""
_first = attrgetter("first")
_SILENT = frozenset({"FILLER", "COLON", "LISTED", "EITHER"})
"""Tags that say nothing by themselves, before a list."""
_STATE = frozenset({"MODIFIER", "STATUS", "WHEN", "LIMIT"})
"""Tags of what says in which state something is, and names nothing."""
_CONDITIONALS = frozenset({"if_then", "then_if"})
_NEAR = 4
_RELATIVES = frozenset({"that", "which", "who"})
_OTHERS = frozenset({"OR", "FILLER"})
"""Tags where others are named with somebody: "a parent |or guardian|"."""
_HAD = "condition"
_IN_SITU = "situ"
_ANY = frozenset({"disease", "disorder", "syndrome", "therapy", "treatment", "infection"})
"""Words that things of all kinds are named with."""
_COPULAS = frozenset({"is", "are"})


class Outline:
    """The phrase tree of a criterion.

    Args:
        tokens: the tokens of the criterion.
        chunks: its chunks.
        grammar: criterion.lark.

    Attributes:
        phrase: the root of the tree; its leaves are numbers of runs.
        runs: the chunks of each run, by their places.
        parsed: the tag of each chunk, as it was parsed.
        chunk_tags: the tag of each chunk.
        tagged: the tags that there are.
    """

    def __init__(self, tokens: Tokens, chunks: Sequence[Chunk], grammar: PhraseGrammar) -> None:
        self.tokens, self.chunks = tokens, chunks
        self.chunk_tags = tags_of(chunks)
        self.tagged = frozenset(self.chunk_tags)
        self.phrase, self.runs, self.parsed = grammar.parse(self.chunk_tags)

    def beginning(self, token: int) -> Chunk | None:
        """The chunk that begins at a token, the last of those that do; None where none does."""
        place = bisect_right(self.chunks, token, key=_first) - 1
        return self.chunks[place] if place >= 0 and self.chunks[place].first == token else None

    def chunk(self, token: Any) -> Chunk:  # noqa: ANN401 - a Lark token
        """The chunk that a leaf of the phrase tree is, or the first one of its run."""
        return self.chunks[self.runs[token.value][0]]

    def inside(self, phrase: Phrase[Any]) -> list[Chunk]:
        """All chunks of a phrase, in reading order."""
        out: list[Chunk] = []
        for child in phrase.children:
            if isinstance(child, Token):
                out += [self.chunks[place] for place in self.runs[child.value]]
            else:
                out += self.inside(child)
        return out

    def tags(self, item: Phrase[Any]) -> set[str]:
        """The tags of an item's chunks, and "group" where it has brackets."""
        tags: set[str] = set()
        for child in item.children:
            if isinstance(child, Token):
                tags.update(self.chunks[place].tag for place in self.runs[child.value])
            else:
                tags.add(str(child.data))
        return tags

    def ends_in_or(self, phrase: Phrase[Any]) -> bool:
        """ "A; B; |or C": semicolons between alternatives."""
        statements = [child for child in phrase.children if isinstance(child, Phrase)]
        if len(statements) < _PAIR or set(self.between(phrase)) != {"SEMI"} or not statements[-1].children:
            return False
        first = statements[-1].children[0]
        return isinstance(first, Phrase) and first.data == "separator" and "OR" in self.between(first)

    def between(self, phrase: Phrase[Any]) -> list[str]:
        """The tags of a separator, or of the stops between the statements of a criterion, as they were parsed."""
        return [
            self.parsed[place] for leaf in phrase.children if isinstance(leaf, Token) for place in self.runs[leaf.value]
        ]

    def is_colon(self, phrase: Phrase[Any]) -> bool:
        """Whether a colon alone stands between items, and a phrase is that."""
        return phrase.data == "separator" and self.between(phrase) == ["COLON"]

    def joining(self, separator: Phrase[Any]) -> list[str]:
        """The tags of a separator between two items.

        What stands before others who are named with somebody, and of whom nothing is said, joins these: "consent of a
        parent |or| guardian |and| age 2 to 12 years".
        """
        tags = self.between(separator)
        if len(tags) == 1 or not _OTHERS.issubset(self.tagged):
            return tags
        places = [place for leaf in separator.children if isinstance(leaf, Token) for place in self.runs[leaf.value]]
        for at in range(len(places) - 1, 0, -1):
            if any(is_person(self.chunks[place]) for place in range(places[at - 1] + 1, places[at])):
                return tags[at:]
        return tags

    def opening(self, item: Phrase[Any]) -> frozenset[str]:
        """The small words right before an item's first chunk: "or |patients who have been diagnosed with| diabetes"."""
        first = item.children[0]
        while isinstance(first, Phrase):
            first = first.children[0]
        number = self.runs[first.value][0] - 1
        chunk = self.chunks[number + 1]
        said = {self.tokens.folded[chunk.first]} if chunk.tag in {"STATUS", "LINK"} else set()
        start = self.chunks[number].last if number >= 0 else chunk.first
        if "any" in {self.tokens.folded[start], self.tokens.folded[chunk.first]}:
            said.add("any")
        while number >= 0 and self.chunks[number].tag == "FILLER":
            said.update(self.tokens.folded[self.chunks[number].first : self.chunks[number].last])
            number -= 1
        return frozenset(said)

    def before(self, item: Phrase[Any]) -> Iterator[Chunk]:
        """The chunks before an item and what it opens with, the last one first."""
        first = item.children[0]
        while isinstance(first, Phrase):
            first = first.children[0]
        number = self.runs[first.value][0] - 1
        while number >= 0 and self.chunks[number].tag == "FILLER":
            number -= 1
        while number >= 0:
            yield self.chunks[number]
            number -= 1

    def behind(self, item: Phrase[Any]) -> list[Chunk]:
        """The few chunks right behind the last one of an item that says something; none where that is a bracket."""
        last = item.children[-1]
        if not isinstance(last, Token):
            return []
        place = self.runs[last.value][-1] + 1
        return list(self.chunks[place : place + _NEAR])

    def begins(self, item: Phrase[Any], word: str) -> bool:
        """Whether the first chunk of an item begins with a word."""
        return self.tokens.folded[self.first(item).first] == word

    def first(self, item: Phrase[Any]) -> Chunk:
        """The first chunk of an item that is no bracket."""
        child = item.children[0]
        if isinstance(child, Token):
            return self.chunk(child)
        inside = self.inside(item)
        return next((chunk for chunk in inside if chunk.tag != "LP"), inside[0])

    def stresses(self, separator: Phrase[Any] | None) -> bool:
        """Whether "and" is in capitals, where not all is: both must hold, then, in an exclusion list as well."""
        leaves = [leaf for leaf in separator.children if isinstance(leaf, Token)] if separator is not None else []
        for place in (place for leaf in leaves for place in self.runs[leaf.value]):
            if self.parsed[place] == "AND":
                chunk = self.chunks[place]
                before, after = chunk.first - 1, chunk.last
                if self.tokens.surface(chunk.first, chunk.last) == "AND":
                    return not all(self.tokens.surface(at, at + 1).isupper() for at in (before, after))
        return False

    def cut(
        self, phrase: Phrase[Any], *, untimed: bool = False, timed: bool = False
    ) -> tuple[Phrase[Any], Phrase[Any] | None]:
        """The exceptions of a list, and what ", or" adds to the rest: "gout except tophi, or |use of steroids".

        What "and" or "or" has ended goes on no more, but with its like: "cancer except melanoma and carcinoma, or
        |lymphoma|", but not "|carcinoma in situ|". What ", and" adds is of the rest only where it is of another kind,
        or said anew: "no gout except tophi, and |no asthma|".

        Args:
            phrase: the list.
            untimed: whether what is excepted from has no time, so that one behind the first exception is that of all,
                and what has a time of its own is of the rest: "A other than B within a week, or |C within a month|".
                So is what stands behind a time that a comma parts from it: "A, other than B, within a week |or C|".
            timed: whether what is excepted from has a time, so that what has another behind the first exception is of
                the rest: "A within a week except B, |C within a month|".
        """
        first = self._domain(phrase.children[0])
        closed, without = False, untimed
        dated = "WHEN" in self.tags(phrase.children[0])
        untimed, timed = untimed and dated, timed and not dated
        names, unnamed = set[str](), 0
        for place, child in enumerate(phrase.children[1:-1], 1):
            if child.data != "separator" or (first is None and not without):
                continue
            between = set(self.between(child))
            item = phrase.children[place + 1]
            more = phrase.children[place + _ONE_MORE :]
            if without and more and between == {"COMMA"} and self.tags(item) == {"WHEN"}:
                return Phrase("list", phrase.children[: place + _PAIR]), Phrase("list", more)
            if first is None:
                continue
            adds = between == {"COMMA", "AND"}
            dates = (untimed or timed) and "WHEN" in self.tags(item)
            domain = self._domain(item) if adds or between == {"COMMA", "OR"} or (timed and dates) else None
            anew = self._begins_anew(item) if adds else closed or dates
            if anew and closed and not adds and first == _HAD:
                names.update(*map(self._naming, phrase.children[unnamed:place:_PAIR]))
                unnamed = place + 1
                anew = not self._is_alike(item, names)
            if domain is not None and (anew or (domain != first and (closed or not adds))):
                rest = Phrase("list", phrase.children[place + 1 :])
                return Phrase("list", phrase.children[:place]), rest
            closed = closed or between in ({"AND"}, {"OR"})
        return phrase, None

    def is_open(self, phrase: Phrase[Any]) -> bool:
        """Whether only commas stand between the items of a list, so that it may go on."""
        if phrase.data != "list":
            return False
        return all(self.between(child) == ["COMMA"] for child in phrase.children if child.data == "separator")

    def cut_state(self, phrase: Phrase[Any]) -> tuple[Phrase[Any], Phrase[Any] | None]:
        """A state that is excepted, and the names that go on with the rest: "gout unless mild, |asthma, or cancer|"."""
        if not self.tags(phrase.children[0]) <= _STATE:
            return phrase, None
        for place, child in enumerate(phrase.children[1:-1], 1):
            if child.data != "separator" or "COMMA" not in self.between(child):
                continue
            if self.first(phrase.children[place + 1]).tag == "ENTITY":
                return Phrase("list", phrase.children[:place]), Phrase("list", phrase.children[place + 1 :])
        return phrase, None

    def _is_alike(self, item: Phrase[Any], names: set[str]) -> bool:
        """Whether an item is like others: named with a word of their names, or a disease that is only in situ."""
        words = self._naming(item)
        return _IN_SITU in words or not words.isdisjoint(names)

    def _naming(self, item: Phrase[Any]) -> set[str]:
        """The longer words of what an item names, but for those that name anything: "|carcinoma| of the |cervix|"."""
        said = (self.tokens.folded[one.first : one.last] for one in self.inside(item) if one.tag == "ENTITY")
        return {word for words in said for word in words if len(word) >= _NEAR} - _ANY

    def _begins_anew(self, item: Phrase[Any]) -> bool:
        """Whether an item denies anew, or is of any kind of something: "and |no asthma|", "and |any skin disease|"."""
        return self.first(item).tag == "NEG" or "any" in self.opening(item)

    def begins_with_exception(self, phrase: Phrase[Any]) -> bool:
        """Whether a statement begins with an exception: "|Exceptions:| basal cell carcinoma"."""
        if phrase.data != "excepted":
            return False
        first = phrase.children[0]
        return isinstance(first, Phrase) and first.data == "exception"

    def cut_first(self, phrase: Phrase[Any]) -> tuple[Phrase[Any], Phrase[Any] | None]:
        """The exceptions that a statement begins with, and what it says: "other than A, B or C, |any cancer|".

        Where all items stand between commas, only the first of two is surely the exception.
        """
        parting = [place for place, child in enumerate(phrase.children) if child.data == "separator"]
        if not parting or not 0 < parting[-1] < len(phrase.children) - 1:
            return phrase, None
        if self.between(phrase.children[parting[-1]]) != ["COMMA"]:
            return phrase, None
        joined = {tag for place in parting[:-1] for tag in self.between(phrase.children[place])}
        if joined and joined.isdisjoint({"AND", "OR"}):
            return phrase, None
        last = parting[-1]
        return Phrase("list", phrase.children[:last]), Phrase("list", phrase.children[last + 1 :])

    def cut_examples(self, phrase: Phrase[Any]) -> tuple[Phrase[Any], Phrase[Any] | None]:
        """The exceptions of a list, and the examples of the rest: "eczema other than A, |including B or C|"."""
        for place, child in enumerate(phrase.children[1:-1], 1):
            if child.data == "separator" and self.between(child) == ["COMMA"]:
                rest = phrase.children[place + 1 :]
                if self.first(rest[0]).tag == "EXAMPLE":
                    return Phrase("list", phrase.children[:place]), Phrase("list", rest)
        return phrase, None

    def resumed(self, said: Any, phrase: Phrase[Any]) -> tuple[Phrase[Any], Phrase[Any] | None]:  # noqa: ANN401 - a Lark token
        """An exception between commas, and what goes on with the rest: "gout, other than |tophi|, |treated with A|"."""
        place = self.runs[said.value][0]
        if place == 0 or self.chunks[place - 1].tag != "COMMA" or len(phrase.children) <= _PAIR:
            return phrase, None
        separator, item = phrase.children[1:3]
        if separator.data != "separator" or self.between(separator) != ["COMMA"]:
            return phrase, None
        first = self.first(item)
        goes_on = first.tag == "LINK" or (first.tag == "STATUS" and first.value.attrs.get("value") == "present")
        if not goes_on and _RELATIVES.isdisjoint(self.opening(item)):
            return phrase, None
        return Phrase("list", phrase.children[:1]), Phrase("list", phrase.children[2:])

    def examples_apart(self, phrase: Phrase[Any]) -> tuple[Phrase[Any], Phrase[Any] | None]:
        """Exceptions, and the examples that are of the rest: "other than gout that affect the joints |(i.e. A)"."""
        said = [child for child in phrase.children if isinstance(child, Phrase) and child.data == "item"]
        item = said[-1] if said else phrase
        if item.data != "item" or len(item.children) != _PAIR:
            return phrase, None
        run, group = item.children
        if not isinstance(run, Token) or not isinstance(group, Phrase):
            return phrase, None
        inner = next((child for child in group.children if isinstance(child, Phrase)), None)
        tags = [self.chunks[place].tag for place in self.runs[run.value]]
        if inner is None or tags[0] != "ENTITY" or "LINK" not in tags or self.inside(inner)[0].tag != "EXAMPLE":
            return phrase, None
        kept = [Phrase("item", [run]) if child is item else child for child in phrase.children]
        return Phrase("list", kept), inner

    def _domain(self, item: Phrase[Any]) -> str | None:
        """The domain of the first thing that an item names."""
        named = (chunk.value.domain for chunk in self.inside(item) if chunk.tag == "ENTITY")
        return next(named, None)

    def excludes(self, phrase: Phrase[Any]) -> bool:
        """Whether a phrase says of somebody that they are excluded: "patients |will not be included|"."""
        return any(chunk.tag == "NEG_AFTER" and chunk.value.attrs.get("excludes") for chunk in self.inside(phrase))

    def demands(self, phrase: Phrase[Any]) -> bool:
        """Whether a phrase says what must be: "the dose |must| be stable"."""
        return "MUST" in self.tagged and any(chunk.tag == "MUST" for chunk in self.inside(phrase))

    def introduces(self) -> Literal["asked", "case", "let in", "or", "or then"] | None:
        """What a list is to what is said before it: "for patients with gout|:|", "eligible if|:|", "gout, or|:|".

        How many of it are meant may stand behind the "or": "gout, or at least two of|:|".
        """
        said = [chunk for chunk in self.chunks if chunk.tag not in _SILENT] if self.tagged & {"IF", "OR"} else []
        if tags_of(said[-_PAIR:]) == _COUNTED_OR and "LISTED" in self.tagged:
            said = said[:-1]
        if said and said[-1].tag == "OR":
            return "or then" if "IF" in self.tagged else "or"
        if not said or not _CONDITIONALS.isdisjoint(str(tree.data) for tree in self.phrase.iter_subtrees()):
            return None
        if said[-1].tag == "IF":
            before = [chunk.tag for chunk in said[-3:-1] if chunk.tag != "COMMA"]
            permitted = before[-1:] == ["OPTIONAL_AFTER"]
            return "let in" if permitted or said[-1].value.attrs.get("permits") else "case"
        return "asked" if said[0].tag == "IF" else None

    def adds(self, phrase: Phrase[Any]) -> bool:
        """Whether the last item of a list is added behind a comma to what is there: "gout, |with urate ≤ 6 mg/dL|"."""
        if phrase.data != "list" or len(phrase.children) <= _PAIR or phrase.children[-2].data != "separator":
            return False
        return self.between(phrase.children[-2]) == ["COMMA"] and self.first(phrase.children[-1]).tag == "LINK"

    def offers(self, phrase: Phrase[Any]) -> bool:
        """Whether a list is of two things, the second an alternative behind a comma: "gout, |or asthma| if severe"."""
        if phrase.data != "list" or len(phrase.children) != len(_OFFERED):
            return False
        return [child.data for child in phrase.children] == _OFFERED and self.between(phrase.children[1]) == _OR_ELSE

    def states(self, item: Phrase[Any]) -> bool:
        """Whether an item is a sentence of its own: "no fever, or |the fever is controlled"."""
        leaves = [leaf for leaf in item.children if isinstance(leaf, Token)]
        if not leaves:
            return False
        first, last = self.runs[leaves[0].value][0], self.runs[leaves[-1].value][-1]
        fillers = (chunk for chunk in self.chunks[first:last] if chunk.tag == "FILLER")
        return any(self.tokens.folded[chunk.first] in _COPULAS for chunk in fillers)

    def says_how(self, item: Phrase[Any]) -> bool:
        """Whether an item begins with how the one before it was found: "asthma, |confirmed by spirometry"."""
        return "DEFINED" in self.tagged and self.first(item).tag == "DEFINED"

    def leading(self, item: Phrase[Any]) -> tuple[set[str], Chunk]:
        """The tags of an item, and its first chunk that is no bracket."""
        return self.tags(item), self.first(item)
