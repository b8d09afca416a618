"""What criteria mean, by phenomenon: a criterion a line, and the tree that it stands for.

The files beside this one hold lines of the form `criterion || tree`, the tree as `eligibility.tree.brief` writes it.
`[E] ` before a criterion says that it stands in an exclusion list, `\\n` is a line break, `#` begins a remark.
"""

from pathlib import Path

import pytest

from eligibility import parse, parse_criterion
from eligibility.tree import BaseLeaf, brief

FILES = sorted(Path(__file__).parent.glob("*.txt"))


def cases(path: Path) -> list[tuple[str, str, str]]:
    """The kind, text and tree of each line of a file."""
    lines = [line for line in path.read_text("utf8").splitlines() if line and not line.startswith("#")]
    rows = [line.split(" || ") for line in lines]
    return [
        ("exclusion" if text.startswith("[E] ") else "inclusion", text.removeprefix("[E] ").replace("\\n", "\n"), tree)
        for text, tree in rows
    ]


ALL = [(path.stem, *case) for path in FILES for case in cases(path)]


@pytest.mark.parametrize(
    ("kind", "text", "tree"), [case for _, *case in ALL], ids=[f"{name}: {text!r}" for name, _, text, _ in ALL]
)
def test_tree(kind, text, tree):
    assert brief(parse_criterion(text, kind=kind).constraint) == tree


def test_each_file_has_cases_and_no_line_stands_twice():
    assert all(len(cases(path)) >= 15 for path in FILES)
    assert len({(kind, text) for _, kind, text, _ in ALL}) == len(ALL)


BY_COMPANY = frozenset({"Known AS, or other connective tissue disease", "Gout or AS"})
"""Lines with a short form that means what the lines around them tell."""


@pytest.mark.parametrize("kind", ["inclusion", "exclusion"])
def test_a_line_means_the_same_in_a_list(kind):
    """All lines in one document: the same trees, and all words where their spans say."""
    lines = [(text, tree) for _, its_kind, text, tree in ALL if its_kind == kind and "\n" not in text]
    chosen = [(text, tree) for text, tree in lines if text not in BY_COMPANY]
    source = f"{kind.title()} Criteria:\n\n" + "".join(f"* {text}\n" for text, _ in chosen)
    trial = parse(source)
    assert [brief(one.constraint) for one in trial.criteria] == [tree for _, tree in chosen]
    for criterion in trial.criteria:
        for leaf in (node for node in criterion.constraint.walk() if isinstance(node, BaseLeaf)):
            for one in (leaf, leaf.concept, leaf.window):
                assert one is None or source[one.span[0] : one.span[1]] == one.text
