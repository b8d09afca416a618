"""What becomes of a text, step by step: `eligibility rules explain`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eligibility.rules.model import CriterionKind

if TYPE_CHECKING:
    from rich.console import RenderableType

    from eligibility.normalize import CriterionReader
    from eligibility.segment import CleanText, Item
    from eligibility.tree import Criterion

Steps = dict[str, Any]
"""The steps as plain data, in the order in which they are taken."""


def walkthrough(text: str, *, kind: CriterionKind = "inclusion", packs: Sequence[str | Path] = ()) -> Steps:
    """Every step from a criterion's text to its tree.

    Args:
        text: the criterion.
        kind: the list that it stands in.
        packs: packs on top of those in force.

    Returns:
        The `text`, the `cleaned` text, and for each item in it the `rules` that were used, the `tags` that the grammar
        saw and its `phrases`; then each `normalized` limit, the `diagnostics`, the `tree` (`brief` in a
        line), and the `provenance` of its
        leaves.

    Raises:
        PackError: a pack cannot be loaded.
    """
    from eligibility.pipeline import only_item, parse_criterion, reader_for  # a second to load
    from eligibility.rules.provenance import items_of

    cleaned, item = only_item(text, kind)
    reader = reader_for(packs)
    criterion = parse_criterion(text, kind=kind, packs=packs, provenance=True)
    data = criterion.model_dump(mode="json")
    return {
        "text": text,
        "cleaned": cleaned.text,
        "items": [_item(cleaned, one, reader) for one in items_of(item)],
        "normalized": list(_normalized(criterion)),
        "diagnostics": data["diagnostics"],
        "brief": str(criterion.constraint),
        "tree": data["constraint"],
        "provenance": data["provenance"],
    }


def _item(text: CleanText, item: Item, reader: CriterionReader) -> Steps:
    from eligibility.rules.provenance import uses  # it brings the tree with it

    tagged = reader.tagger.tag_in(text, item.start, item.end)
    tokens = tagged.tokens
    written = [tokens.surface(chunk.first, chunk.last) for chunk in tagged.chunks]
    tags = [
        {"tag": chunk.tag, "text": words, "value": _value(chunk.value)}
        for chunk, words in zip(tagged.chunks, written, strict=True)
    ]
    phrase, runs, _ = reader.grammar.parse([chunk.tag for chunk in tagged.chunks])
    leaves = [[f"{tagged.chunks[place].tag} {written[place]!r}" for place in run] for run in runs]
    return {
        "text": tokens.text,
        "rules": [use.model_dump(mode="json") for use in uses(text, item, reader)],
        "tags": tags,
        "phrases": _phrases(phrase, leaves),
    }


def _value(value: object) -> str | None:
    """What a chunk stands for, in a line."""
    from eligibility.grammar.limits import Limit  # the grammars bring lark with them
    from eligibility.grammar.whens import When

    if isinstance(value, Limit):
        return _ends(value)
    if isinstance(value, When):
        said = (value.kind, _ends(value.limit) if value.limit is not None else "", value.side, value.anchor)
        return " ".join(str(part) for part in said if part)
    rule = getattr(value, "rule", None)
    if rule is not None:
        return f"{rule.domain} {rule.name}"
    found = next((getattr(value, name) for name in ("domain", "name") if hasattr(value, name)), value)
    return None if found is None else str(found)


def _ends(limit: Any) -> str:  # noqa: ANN401 - a Limit
    signs = (("≥" if limit.lower_inclusive else ">", limit.lower), ("≤" if limit.upper_inclusive else "<", limit.upper))
    ends = ((sign, end.number, end.unit, end.ref) for sign, end in signs if end is not None)
    return " ".join(str(part) for end in ends for part in end if part is not None)


def _phrases(phrase: Any, leaves: Sequence[Sequence[str]]) -> list[Any]:  # noqa: ANN401 - a Lark tree
    """The phrase tree as nested lists that begin with a rule; each chunk of a run is a leaf of its own."""
    below: list[Any] = []
    for child in phrase.children:
        if hasattr(child, "children"):
            below.append(_phrases(child, leaves))
        else:
            below.extend(leaves[int(child.value)])
    return [str(phrase.data), *below]


def _normalized(criterion: Criterion) -> Iterator[Steps]:
    """Each limit as written, and as the interval that it was normalized to."""
    for leaf in criterion.constraint.walk():
        for holder in (leaf, *getattr(leaf, "qualifiers", ())):
            written, read = getattr(holder, "as_written", None), getattr(holder, "range", None)
            if written is not None:
                concept = getattr(leaf, "concept", None)
                name = concept.name or concept.text if concept is not None else leaf.type
                yield {"of": name, "written": written.text, "range": _brief(read) if read is not None else None}
        window = getattr(leaf, "window", None)
        if window is not None and window.distance is not None:
            yield {"of": f"window {window.direction}", "written": window.text, "range": _brief(window.distance)}


def _brief(interval: Any) -> str:  # noqa: ANN401 - a Range
    lower = "" if interval.lower is None else f"{'≥' if interval.lower_inclusive else '>'} {interval.lower:.10g}"
    upper = "" if interval.upper is None else f"{'≤' if interval.upper_inclusive else '<'} {interval.upper:.10g}"
    return " ".join(part for part in (lower, upper, interval.unit) if part)


def render(steps: Steps) -> Iterator[RenderableType]:
    """The steps for a terminal, in the order in which they are taken."""
    from rich.text import Text  # only a terminal needs it

    yield _title("Text")
    yield Text(steps["text"])
    yield _title("Cleaned" if steps["cleaned"] != steps["text"] else "Cleaned: nothing to do")
    if steps["cleaned"] != steps["text"]:
        yield Text(steps["cleaned"])
    for item in steps["items"]:
        yield _title("Rules that matched" if len(steps["items"]) == 1 else f"Rules that matched in {item['text']!r}")
        yield _rows(("words", "rule", "pack"), (_rule_row(rule) for rule in item["rules"]))
        yield _title("Tags that the grammar saw")
        yield _rows(("tag", "words", "stands for"), ((t["tag"], t["text"], t["value"] or "") for t in item["tags"]))
        yield _title("Phrase tree")
        yield _branch(item["phrases"])
    yield _title("Normalized")
    rows = ((one["of"], one["written"], one["range"] or "nothing") for one in steps["normalized"])
    yield _rows(("of", "as written", "range"), rows)
    yield _title("Diagnostics")
    yield _rows(("code", "message"), ((note["code"], note["message"]) for note in steps["diagnostics"]))
    yield _title("Tree")
    yield Text(steps["brief"])


def _rule_row(rule: Steps) -> tuple[str, str, str]:
    return rule["text"], f"{rule['section']}: {rule['name']}", f"{rule['pack']}, line {rule['line']}"


def _title(words: str) -> RenderableType:
    from rich.text import Text  # only a terminal needs it

    return Text(f"\n{words}", style="bold")


def _rows(heads: Sequence[str], rows: Iterator[tuple[str, ...]]) -> RenderableType:
    from rich.table import Table  # only a terminal needs it
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table if table.row_count else Text("none", style="dim")


def _branch(phrase: Any) -> RenderableType:  # noqa: ANN401 - nested lists that begin with a rule
    from rich.text import Text  # only a terminal needs it
    from rich.tree import Tree

    root = Tree(Text(str(phrase[0])))
    stack = [(root, phrase)]
    while stack:
        branch, node = stack.pop()
        for child in node[1:]:
            if isinstance(child, list):
                stack.append((branch.add(Text(str(child[0]))), child))
            else:
                branch.add(Text(str(child)))
    return root
