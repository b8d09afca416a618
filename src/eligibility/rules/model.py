"""What a rule pack is: the sections of a pack file and the entries in them, as immutable structs.

`Pack` is one file as its author wrote it. `Rules` is what the pipeline uses: all packs in force, combined.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Domain = Literal["measurement", "condition", "drug", "procedure", "observation", "device", "visit"]
MeasurementKind = Literal["laboratory", "vital", "score", "stage", "grade", "size", "function", "count", "duration"]
CodeSystem = Literal["LOINC", "SNOMED", "RxNorm", "ICD10CM", "MESH", "ATC"]
CriterionKind = Literal["inclusion", "exclusion"]
GrammarName = Literal["criterion", "quantity", "time"]
Scalar = str | int | float | bool

OWN_FIELDS = ("line", "path")
"""Fields of the structs that the reader fills in; no pack file writes them (nor `pack`, but at its top)."""

Text = Annotated[str, Meta(min_length=1, pattern=r"\S")]
Phrase = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S", description="words as they are written")]
Formula = Literal[
    "ngsp-ifcc",
    "alcohol-units",
    "normal-plasma",
    "bethesda",
    "gram-percent",
    "monovalent",
    "divalent",
    "trivalent",
    "standard-body",
]
CueKind = Literal[
    "after", "age", "ago", "anchor", "and", "approx", "around", "at", "at_time", "attestation", "bearer", "before",
    "between", "both", "but", "change", "defined", "det", "duration", "either", "eq", "example", "except",
    "expected", "family", "family_after", "filler", "finding", "first", "following", "for", "form", "from", "ge",
    "generic", "gt", "half_life", "if", "in", "inclusive", "label", "last", "le", "link", "listed", "lt", "max", "min",
    "modifier", "must", "neg", "neg_after", "next", "nor", "num", "of", "old", "opener", "optional", "optional_after",
    "or", "otherwise", "outside", "over", "over_the", "people", "per", "period", "plusminus", "post_ge", "post_le",
    "prior", "pseudo_neg", "ref", "refword", "respectively", "scale", "scale_after", "scale_before", "severity",
    "sex", "since", "sort", "status", "time_unit", "times", "to", "topic", "toward", "unsorted", "value", "wanted",
    "whichever", "within",
]  # fmt: skip
"""What a cue can do; `eligibility.rules.cue_kinds` says what each is."""


class TestCase(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A text and what it must give: a partial tree (`gives`), or marked-up text (`mark`); and what not (`lacks`).

    In a pack a plain string in `tests` stands for its marked-up text.
    """

    text: Annotated[str, Meta(description="the criterion; with `mark` it may be left out")] = ""
    gives: Annotated[
        dict[str, Any] | None,
        Meta(description="a partial tree: every field named here must be found in some node of the parsed tree"),
    ] = None
    lacks: Annotated[dict[str, Any] | None, Meta(description="a partial tree that must not be found")] = None
    mark: Annotated[
        str | None, Meta(description='marked-up text, as `<measurement upper=8.5 unit="%">HbA1c ≤ 8.5 %</measurement>`')
    ] = None
    kind: Annotated[CriterionKind, Meta(description="the list that the criterion stands in")] = "inclusion"
    line: int = 0


class RejectCase(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A text in which the entry must not fire. In a pack a plain string will do."""

    text: Annotated[Text, Meta(description="the criterion")]
    kind: Annotated[CriterionKind, Meta(description="the list that the criterion stands in")] = "inclusion"
    line: int = 0


class Entry(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, gc=False):
    """What every entry of a pack has: its tests, its place, and how it meets an earlier entry of the same name."""

    tests: Annotated[tuple[TestCase, ...], Meta(description="texts and what they must give")] = ()
    rejects: Annotated[tuple[RejectCase, ...], Meta(description="texts in which this entry must not fire")] = ()
    overrides: Annotated[bool, Meta(description="replace the entry of this name in an earlier pack")] = False
    extends: Annotated[bool, Meta(description="add to the entry of this name in an earlier pack")] = False
    pack: str = ""
    line: int = 0

    @property
    def identity(self) -> tuple[str, ...] | None:
        """What it is known by within its section; None for entries that only add up."""
        return None

    @property
    def called(self) -> str:
        """What it is called in a report."""
        return self.identity[-1] if self.identity else f"line {self.line}"


class ConceptRule(Entry, frozen=True, kw_only=True):
    """Something that criteria speak of: a measurement, condition, drug, procedure, observation, device or visit."""

    name: Annotated[Text, Meta(description="the canonical name, US spelling, lower case but for eponyms and acronyms")]
    domain: Annotated[Domain, Meta(description="the domain, as in the OMOP common data model")]
    synonyms: Annotated[
        tuple[Phrase, ...],
        Meta(description="other names; matched whatever the case, plural, hyphenation, UK or US spelling"),
    ] = ()
    abbreviations: Annotated[tuple[Phrase, ...], Meta(description="short forms, matched in exactly this case")] = ()
    beside: Annotated[
        dict[Phrase, tuple[Phrase, ...]],
        Meta(
            description="short forms that mean this only in a criterion that has one of some words, by the short form; "
            "of several concepts that it may mean, the one of which most words are there"
        ),
    ] = {}
    codes: Annotated[dict[CodeSystem, Text], Meta(description="the concept's code in each system")] = {}
    kind: Annotated[MeasurementKind | None, Meta(description="what sort of measurement")] = None
    better: Annotated[
        Literal["higher", "lower"] | None, Meta(description='which values are the better ones: what "or better" means')
    ] = None
    unit: Annotated[Text | None, Meta(description="the canonical unit of a measurement, in UCUM")] = None
    units: Annotated[tuple[Phrase, ...], Meta(description="the units accepted, in UCUM, convertible to `unit`")] = ()
    implied_unit: Annotated[Text | None, Meta(description="the unit meant when none is written")] = None
    plausible: Annotated[
        tuple[float, float] | None,
        Meta(description="the lowest and highest value that a criterion would name, in `unit`"),
    ] = None
    molar_mass: Annotated[
        Annotated[float, Meta(gt=0)] | None,
        Meta(description="g/mol, where mass and molar units convert into one another"),
    ] = None
    formula: Annotated[Formula | None, Meta(description="a named conversion")] = None
    levels: Annotated[
        dict[str, float | tuple[float, float]],
        Meta(description="the levels of an ordinal scale: the number of each, or its lowest and highest score"),
    ] = {}
    instead: Annotated[
        dict[str, Text],
        Meta(
            description="the concept that a value in another unit is of, by that unit; "
            "`+` is that of grades such as 2+, `:` that of titers such as 1:80, `1` that of plain numbers behind the "
            "name, `<` that of numbers below the plausible ones"
        ),
    ] = {}
    specimen: Annotated[Text | None, Meta(description="what is measured in: blood, serum, urine, ...")] = None
    unvalued: Annotated[
        dict[Phrase, Domain],
        Meta(
            description="names of a measurement that are of another domain where no value is told, by the name: "
            "weight loss alone is an observation"
        ),
    ] = {}

    @property
    def identity(self) -> tuple[str, ...]:
        """What it is known by: its domain and name."""
        return (self.domain, self.name)


class CueRule(Entry, frozen=True, kw_only=True):
    """Words that say how something is meant: negated, past, planned, until when, how bad, except for what."""

    kind: Annotated[CueKind, Meta(description="what the cue does")]
    name: Annotated[Text, Meta(description="the cue's own name, unique within its kind")]
    words: Annotated[tuple[Phrase, ...], Meta(min_length=1, description="the phrases that are this cue")]
    attrs: Annotated[dict[str, Scalar], Meta(description="scope, direction and whatever else this kind needs")] = {}

    @property
    def identity(self) -> tuple[str, ...]:
        """What it is known by: its kind and name."""
        return (self.kind, self.name)


class UnitRule(Entry, frozen=True, kw_only=True):
    """A unit of measurement and the ways in which criteria write it."""

    ucum: Annotated[Text, Meta(description="the UCUM code")]
    spellings: Annotated[tuple[Phrase, ...], Meta(min_length=1, description="as it is written; case matters")]

    @property
    def identity(self) -> tuple[str, ...]:
        """What it is known by: its UCUM code."""
        return (self.ucum,)


class EndingRule(Entry, frozen=True, kw_only=True, rename={"except_": "except"}):
    """Word endings that tell the domain of a word that no concept names ("-itis" is a condition)."""

    domain: Annotated[Domain, Meta(description="the domain of words that end so")]
    suffixes: Annotated[tuple[Phrase, ...], Meta(min_length=1, description="the endings, in lower case")]
    except_: Annotated[tuple[Phrase, ...], Meta(description="words that end so and yet are not of the domain")] = ()

    @property
    def called(self) -> str:
        """What it is called in a report."""
        return f"{self.domain} -{self.suffixes[0]}"


class HeadRule(Entry, frozen=True, kw_only=True):
    """Head nouns that tell the domain of a noun phrase ("disease", "surgery")."""

    domain: Annotated[Domain, Meta(description="the domain of phrases with this head")]
    words: Annotated[tuple[Phrase, ...], Meta(min_length=1, description="the heads, singular, in lower case")]
    of_part: Annotated[
        bool,
        Meta(description="whether one alone is of the part of the body that a thing before it names"),
    ] = False

    @property
    def called(self) -> str:
        """What it is called in a report."""
        return f"{self.domain} {self.words[0]}"


class DefinitionRule(Entry, frozen=True, kw_only=True):
    """A phrase that stands for a tree: "adults" is age ≥ 18 a."""

    name: Annotated[Text, Meta(description="the phrase")]
    phrases: Annotated[tuple[Phrase, ...], Meta(description="other phrases for the same")] = ()
    stands_for: Annotated[dict[str, Any], Meta(description="the tree, as in the tree's JSON, without text and spans")]
    source: Annotated[Text, Meta(description="who defines it so")]
    subject: Annotated[
        bool, Meta(description="whether only where a criterion begins with it: not in `parents of children`")
    ] = False

    @property
    def identity(self) -> tuple[str, ...]:
        """What it is known by: its name."""
        return (self.name,)


class GrammarRule(Entry, frozen=True, kw_only=True):
    """Further alternatives for a rule of a grammar, over the tags that the tagger gives."""

    grammar: Annotated[GrammarName, Meta(description="the grammar: criterion, quantity or time")]
    rule: Annotated[Text, Meta(description="the rule of the grammar that gets the alternatives")]
    alternatives: Annotated[
        tuple[Phrase, ...],
        Meta(
            min_length=1,
            max_length=20,
            description="in Lark's notation without regular expressions: `MAX amount -> before`",
        ),
    ]

    @property
    def called(self) -> str:
        """What it is called in a report."""
        return f"{self.grammar} {self.rule}"


class Sections(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True, dict=True):
    """The sections of a pack file, and of the rules that packs are combined into."""

    concepts: tuple[ConceptRule, ...] = ()
    cues: tuple[CueRule, ...] = ()
    units: tuple[UnitRule, ...] = ()
    endings: tuple[EndingRule, ...] = ()
    heads: tuple[HeadRule, ...] = ()
    definitions: tuple[DefinitionRule, ...] = ()
    grammar: Annotated[tuple[GrammarRule, ...], Meta(max_length=100)] = ()

    def entries(self) -> tuple[Entry, ...]:
        """All entries of all sections, in the order of the sections."""
        return tuple(entry for section in SECTIONS for entry in getattr(self, section))


SECTIONS: tuple[str, ...] = Sections.__struct_fields__
"""The names of the sections."""

SECTION_OF: dict[type[Entry], str] = {
    ConceptRule: "concepts",
    CueRule: "cues",
    UnitRule: "units",
    EndingRule: "endings",
    HeadRule: "heads",
    DefinitionRule: "definitions",
    GrammarRule: "grammar",
}
"""The section that the entries of a kind stand in."""


class Pack(Sections, frozen=True, kw_only=True):
    """One pack file. Every section but the name may be missing."""

    pack: Annotated[Text, Meta(description="the pack's name")]
    description: Annotated[str, Meta(description="what is in it, in a sentence")] = ""
    sources: Annotated[tuple[str, ...], Meta(description="where its facts were verified")] = ()
    tests: Annotated[tuple[TestCase, ...], Meta(description="tests of the pack as a whole")] = ()
    path: str = ""


class Rules(Sections, frozen=True, kw_only=True):
    """The entries in force, of all packs combined, without their tests.

    Attributes:
        packs: the names of the packs, in order of rising precedence.
        paths: the file of each of them.

    Example:
        >>> from eligibility.rules import load_builtin
        >>> load_builtin().concept("hemoglobin A1c").unit
        '%'
    """

    packs: tuple[str, ...] = ()
    paths: dict[str, str] = {}

    def place(self, entry: Entry) -> str:
        """The file and line of an entry."""
        return f"{self.paths.get(entry.pack) or entry.pack}:{entry.line}"

    @cached_property
    def _by_name(self) -> dict[str, tuple[ConceptRule, ...]]:
        found: dict[str, tuple[ConceptRule, ...]] = {}
        for rule in self.concepts:
            found[rule.name] = (*found.get(rule.name, ()), rule)
        return found

    @cached_property
    def units_by_code(self) -> dict[str, UnitRule]:
        """The units by their UCUM codes."""
        return {rule.ucum: rule for rule in self.units}

    @cached_property
    def _by_own_unit(self) -> dict[str, ConceptRule | None]:
        own: dict[str, list[ConceptRule]] = {}
        accepted: dict[str, list[ConceptRule]] = {}
        for rule in self.concepts:
            for unit in rule.units:
                if unit[0] == "{":
                    (own if unit == rule.unit else accepted).setdefault(unit, []).append(rule)
        told = {unit: own.get(unit, accepted.get(unit, [])) for unit in {*own, *accepted}}
        return {unit: rules[0] if len(rules) == 1 else None for unit, rules in told.items()}

    def measured_in(self, unit: str) -> ConceptRule | None:
        """The one concept that is told in a unit which says of what it is one: cigarettes a day, pack-years."""
        return self._by_own_unit.get(unit)

    def concept(self, name: str, domain: Domain | None = None) -> ConceptRule | None:
        """The concept of this canonical name; of this domain, where one is named; None if there is none.

        The same name may stand in two domains ("testosterone" is measured and is given); the first pack's comes first.
        """
        for rule in self._by_name.get(name, ()):
            if domain is None or rule.domain == domain:
                return rule
        return None
