"""Examples of the rest: "diseases other than malaria |such as measles|" gives examples of diseases, not of malaria.

So it is where the word before the exception says no more than that anything of a kind is meant, and what is excepted is
one thing. Elsewhere they are of what is excepted: "cancer other than |skin cancer such as melanoma|".
"""

from __future__ import annotations

from typing import Any

from lark import Token
from lark import Tree as Phrase
from msgspec.structs import replace

from eligibility.grammar.phrases import Run
from eligibility.normalize.attaching import time_subject
from eligibility.normalize.drafts import Tree, drafts_of
from eligibility.normalize.outline import Outline
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold

_CAUSES = frozenset(map(fold, ("cause", "etiology", "aetiology", "reason", "origin")))
"""Words for why something is there, of which examples are no other things that count by themselves."""
_ANYTHING = _CAUSES | frozenset(
    map(fold, ("disease", "disorder", "condition", "illness", "form", "type", "medication", "drug", "treatment"))
)
"""Words that say no more than of which kind all is that is meant."""
_SINGULAR = ("ss", "is", "us", "tes")
"""How words end that are no plurals though they end in "s": "psoriasis", "diabetes"."""


def examples_of_rest(
    outline: Outline, clause: Phrase[Any], excepted: Phrase[Any]
) -> tuple[Phrase[Any], Phrase[Any] | None]:
    """What is excepted, and the examples behind it that are of what it is excepted from.

    Args:
        outline: the phrase tree; it gets a run of its own for what is cut.
        clause: the exception, with the words that it begins with.
        excepted: what follows these words.
    """
    first = outline.chunk(clause.children[0]).first
    item = excepted.children[0] if excepted.data == "list" else excepted
    if not first or outline.tokens.folded[first - 1] not in _ANYTHING or not isinstance(item, Phrase):
        return excepted, None
    run = item.children[0]
    if not isinstance(run, Token):
        return excepted, None
    places = outline.runs[run.value]
    if not _is_one_thing(outline.chunks[places[0]], outline):
        return excepted, None
    rest = excepted.children[1:] if excepted.data == "list" else []
    if len(places) > 1 and outline.chunks[places[1]].tag == "EXAMPLE":
        named = Phrase("item", [_cut(outline, places[:1])])
        examples = Phrase("item", [_cut(outline, places[1:]), *item.children[1:]])
        return Phrase("list", [named]), Phrase("list", [examples, *rest])
    group = item.children[1] if len(places) == 1 and len(item.children) > 1 else None
    inner = [child for child in group.children if isinstance(child, Phrase)] if isinstance(group, Phrase) else []
    if not inner or outline.first(inner[0]).tag != "EXAMPLE":
        return excepted, None
    return Phrase("list", [Phrase("item", [run, *item.children[2:]]), *rest]), inner[0]


def are_causes(outline: Outline, clause: Phrase[Any]) -> bool:
    """Whether an exception is one from causes: "glaucoma due to |causes| other than trauma"."""
    return outline.tokens.folded[outline.chunk(clause.children[0]).first - 1] in _CAUSES


def name_as_causes(body: Tree, causes: Tree) -> Tree:
    """What is said, with examples of what it is caused by, of which none counts without it."""
    last = drafts_of(body)[0]
    for one in drafts_of(causes):
        last.reach(*one.extent)
    return body


def time_with_examples(body: Tree, examples: Tree) -> None:
    """Gives what is said the time behind the examples of it, which is its own as well: "such as A |within a year|"."""
    last, said = drafts_of(examples)[-1], drafts_of(body)
    event = time_subject(said[:1])
    if last.when is None or event is None or any(draft.when is not None for draft in said):
        return
    event.when, event.anchor = replace(last.when, inferred="window-of-all"), last.anchor


def _is_one_thing(chunk: Chunk, outline: Outline) -> bool:
    """Whether a chunk names one thing, and no class of them: "malaria", but not "minor infections"."""
    if chunk.tag != "ENTITY" or chunk.value.rule is None or chunk.value.modifiers:
        return False
    word = outline.tokens.surface(chunk.value.last - 1, chunk.value.last)
    return not word.endswith("s") or word.endswith(_SINGULAR) or word.isupper()


def _cut(outline: Outline, places: Run) -> Token:
    """A leaf for some chunks, which become a run of their own."""
    outline.runs.append(places)
    return Token("RUN", len(outline.runs) - 1)
