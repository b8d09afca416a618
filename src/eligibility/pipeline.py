"""The pipeline: text in, constraint trees out. Each step is one verb of the architecture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import get_args

from msgspec.structs import replace

from eligibility.arguments import expect, expect_several
from eligibility.errors import EligibilityError
from eligibility.normalize import CriterionReader
from eligibility.normalize.linking import linked, links
from eligibility.rules import Pack, Rules, combine, content_digest, load_installed, load_pack
from eligibility.rules.collector import uncollected
from eligibility.rules.definitions import settle
from eligibility.rules.provenance import with_provenance
from eligibility.segment import CleanText, Item, Numbering, Outline, clean, segment
from eligibility.tree import Criterion, Diagnostic, Kind, Section, StructuredTrial, Trial, encodable

PackLike = Pack | str | Path

_KINDS = get_args(Kind)


def parse(
    trial_or_text: Trial | str,
    *,
    trial_id: str | None = None,
    packs: Sequence[PackLike] = (),
    provenance: bool = False,
) -> StructuredTrial:
    """Reads the eligibility criteria of a trial into constraint trees.

    Args:
        trial_or_text: a record that `eligibility.read` gave, or the text of its criteria.
        trial_id: the identifier to carry, where a text is given.
        packs: rule packs on top of the built-in ones, loaded or as paths.
        provenance: whether criteria are to say which rules made their leaves; it takes half as long again.

    Returns:
        The trial; all spans are code points into the text that was passed in (of a Trial, its `criteria_text`).

    Raises:
        PackError: a pack cannot be loaded.
        TypeError: what is given is neither a text nor a Trial, or `packs` is no list.

    Example:
        >>> trial = parse("Inclusion: Age ≥ 18 years")
        >>> trial.criteria[0].constraint.range.lower
        18.0
    """
    trial = trial_or_text if isinstance(trial_or_text, Trial) else _as_trial(trial_or_text, trial_id)
    other = trial is trial_or_text and trial_id
    reader = reader_for(packs)
    with uncollected():
        text = clean(trial.criteria_text)
        outline = segment(text)
        return StructuredTrial.trusted(
            trial_id=StructuredTrial(trial_id=trial_id).trial_id if other else trial.trial_id,
            registry=trial.registry,
            sections=tuple(sections_of(text, outline)),
            criteria=tuple(_criteria(text, outline, reader, provenance)),
            diagnostics=(*trial.diagnostics, *notes_on(text, outline)),
        )


def _as_trial(text: str, trial_id: str | None) -> Trial:
    """A text as the record of a trial; an id that is no text is refused by the class."""
    expect(text, str, "parse", "a text, or a Trial such as `read` gives of a file")
    if trial_id is None or isinstance(trial_id, str):
        return Trial.trusted(trial_id=trial_id and encodable(trial_id), criteria_text=encodable(text))
    return Trial(trial_id=trial_id, criteria_text=text)


def parse_criterion(
    text: str, *, kind: Kind = "inclusion", packs: Sequence[PackLike] = (), provenance: bool = False
) -> Criterion:
    """Reads one criterion, without its document.

    Args:
        text: the criterion; a bullet or number before it is its marker.
        kind: the list that it stands in; it decides what "and" between two exclusions means.
        packs: as for `parse`.
        provenance: as for `parse`.

    Returns:
        The criterion, `I1` or `E1`; all spans are code points into the text that was passed in.

    Raises:
        EligibilityError: there is no such kind.
        PackError: a pack cannot be loaded.
        TypeError: the text is none, or `packs` is no list.

    Example:
        >>> parse_criterion("HbA1c ≤ 8.5 %").constraint.concept.name
        'hemoglobin A1c'
    """
    expect(text, str, "parse_criterion", "a text")
    if kind not in _KINDS:
        raise EligibilityError("no-such-kind", f"kind is {kind!r}; say one of {', '.join(_KINDS)}")
    return read_with(reader_for(packs), text, kind=kind, provenance=provenance)


def read_with(reader: CriterionReader, text: str, *, kind: Kind = "inclusion", provenance: bool = False) -> Criterion:
    """What `parse_criterion` gives, with a reader of one's own: over other rules than those in force."""
    cleaned, item = only_item(text, kind)
    return read_item(cleaned, item, _identifier(kind, 1), reader, provenance)


def only_item(text: str, kind: Kind = "inclusion") -> tuple[CleanText, Item]:
    """A text cleaned, and all of it as the one item that `parse_criterion` reads."""
    cleaned = clean(encodable(text))
    outline = segment(cleaned, headed=False)
    one = len(outline.items) == 1 and not outline.sections
    item = outline.items[0] if one else _whole(cleaned, outline.items)
    return cleaned, replace(item, kind=kind)


def read_item(
    text: CleanText, item: Item, identifier: str, reader: CriterionReader, provenance: bool = False
) -> Criterion:
    """The criterion that an item of an outline is."""
    return read_items(text, [(identifier, item)], reader, provenance)[0]


def read_items(
    text: CleanText, items: Sequence[tuple[str, Item]], reader: CriterionReader, provenance: bool = False
) -> list[Criterion]:
    """The criteria that items of an outline are, each with its id, in their order; quicker than one by one."""
    criteria = [*map(settle, reader.read_all(text, items))]
    if not provenance:
        return criteria
    return [with_provenance(one, text, item, reader) for one, (_, item) in zip(criteria, items, strict=True)]


def _whole(text: CleanText, items: Sequence[Item]) -> Item:
    """All of a text as one item."""
    start = min((item.start for item in items), default=0)
    end = len(text.text.rstrip())
    return Item("inclusion", min(start, end), end, None, None, None, 0, False, None)


def reader_for(packs: Sequence[PackLike] = ()) -> CriterionReader:
    """The reader of criteria over the packs in force (built-in, then installed) and some more.

    A reader takes a second to make, so the last few are kept: known by the very packs, and by the content of files.

    Raises:
        PackError: a pack cannot be loaded.
    """
    return _reader(_known(packs))


def _known(packs: Sequence[PackLike]) -> tuple[_Known, ...]:
    expect_several(packs, "packs", "a list of rule packs, loaded or as paths")
    return tuple(map(_Known, packs))


class _Known:
    """A pack and what it is known by: a file by its path and content, a loaded pack by being the same object."""

    def __init__(self, pack: PackLike) -> None:
        self.pack = pack
        self.key = id(pack) if isinstance(pack, Pack) else (str(pack), content_digest(pack))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def loaded(self) -> Pack:
        """The pack itself."""
        return self.pack if isinstance(self.pack, Pack) else load_pack(self.pack)


def rules_for(packs: Sequence[PackLike] = ()) -> Rules:
    """The rules in force (built-in, then installed) and those of some more packs; for the same packs the same object.

    Raises:
        PackError: a pack cannot be loaded.
    """
    return _rules(_known(packs))


@lru_cache(maxsize=8)
def _rules(packs: tuple[_Known, ...]) -> Rules:
    rules = load_installed()
    return combine([known.loaded() for known in packs], rules) if packs else rules


@lru_cache(maxsize=8)
def _reader(packs: tuple[_Known, ...]) -> CriterionReader:
    with uncollected():
        return CriterionReader(_rules(packs))


def sections_of(text: CleanText, outline: Outline) -> list[Section]:
    """The headings, with their places in the raw text."""
    return [
        Section.trusted(kind=one.kind, title=one.title, span=text.raw_span(one.start, one.end), cohort=one.cohort)
        for one in outline.sections
    ]


def numbered(outline: Outline) -> Iterator[tuple[str, Item]]:
    """The items that are criteria, in reading order, each with its id: I1, I2, ..., E1, ..."""
    counts: dict[Kind, int] = {"inclusion": 0, "exclusion": 0}
    for item in outline.items:
        counts[item.kind] += 1
        yield _identifier(item.kind, counts[item.kind]), item


def _criteria(text: CleanText, outline: Outline, reader: CriterionReader, provenance: bool) -> list[Criterion]:
    items = list(numbered(outline))
    numbering = Numbering(text.text, items)
    read = read_items(text, items, reader, provenance)
    return [
        linked(criterion, links(text, item, identifier, numbering))
        for (identifier, item), criterion in zip(items, read, strict=True)
    ]


def _identifier(kind: Kind, number: int) -> str:
    return f"{'I' if kind == 'inclusion' else 'E'}{number}"


def notes_on(text: CleanText, outline: Outline) -> list[Diagnostic]:
    """What the reader of a whole text should know: what of it belongs to no criterion, or that it has none."""
    out = [
        Diagnostic(
            code="not-a-criterion",
            severity="info",
            message="belongs to no criterion and no heading",
            span=text.raw_span(start, end),
        )
        for start, end in outline.leftovers
    ]
    if not outline.items:
        out.append(Diagnostic(code="no-criteria", severity="warning", message="the text holds no criteria"))
    return out
