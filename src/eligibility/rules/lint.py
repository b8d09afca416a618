"""What an author would regret: findings in packs that load, and yet cannot do what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, get_args

from eligibility.errors import PackError
from eligibility.rules.composed import is_composed
from eligibility.rules.loinc import is_loinc
from eligibility.rules.model import (
    ConceptRule,
    CueRule,
    DefinitionRule,
    Entry,
    GrammarName,
    GrammarRule,
    Pack,
    UnitRule,
)

Severity = Literal["error", "warning"]
Phrase = tuple[str, ...]

_SEVERITIES: dict[str, Severity] = {
    "redundant": "warning",
    "composed": "warning",
    "shadowed": "warning",
    "unreachable": "error",
    "unit-collision": "warning",
    "cue-collision": "warning",
    "unit-missing": "error",
    "unit-dimension": "error",
    "unit-unknown": "error",
    "levels": "error",
    "loinc": "error",
    "event-unknown": "error",
    "concept-unknown": "error",
    "combining": "error",
    "grammar": "error",
    "untested": "warning",
}


class Finding(NamedTuple):
    """One finding: its code, how bad it is, the place, and what to do."""

    code: str
    severity: Severity
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.severity} [{self.code}] {self.message}"


class _Claim(NamedTuple):
    """An entry's claim to a phrase: `exact` where only this one spelling will do."""

    pack: Pack
    entry: ConceptRule | DefinitionRule
    written: str
    exact: bool


def lint(packs: Sequence[Pack], among: Sequence[Pack] = ()) -> list[Finding]:
    """The findings in some packs.

    Args:
        packs: the packs to look at, with their tests.
        among: other packs that are in force with them; what is found in these alone is left out.

    Returns:
        Findings in the order of the packs and their lines.
    """
    everything = [*among, *packs]
    claims = _claims(everything)
    findings = [*_phrases(claims), *_collisions(everything, claims), *_spelled_twice(everything)]
    findings += _together(everything, packs)
    for pack in packs:
        findings += [*_unit_codes(pack), *_events(pack, claims)]
        for rule in pack.concepts:
            findings += [*_composed(pack, rule), *_units(pack, rule), *_other_concepts(pack, rule, claims)]
            findings += _codes(pack, rule)
        findings += _untested(pack)
    ours = {pack.path: at for at, pack in enumerate(packs)}
    kept = {finding for finding in findings if _file(finding) in ours}
    return sorted(kept, key=lambda finding: (ours[_file(finding)], _line(finding), finding))


def key_of(written: str) -> Phrase:
    """The form under which the tagger looks a phrase up: folded words, hyphens inside words left out."""
    from eligibility.tagging.tokens import Tokens, lookup_words  # the tagger brings the grammars with it

    words, _ = lookup_words(Tokens(written))
    return tuple(words)


def _claims(packs: Sequence[Pack]) -> dict[Phrase, list[_Claim]]:
    claims: dict[Phrase, list[_Claim]] = defaultdict(list)
    for pack in packs:
        for rule in pack.concepts:
            for written in (rule.name, *rule.synonyms):
                claims[key_of(written)].append(_Claim(pack, rule, written, exact=False))
            for written in dict.fromkeys((*rule.abbreviations, *rule.beside)):
                claims[key_of(written)].append(_Claim(pack, rule, written, exact=True))
        for definition in pack.definitions:
            for written in (definition.name, *definition.phrases):
                claims[key_of(written)].append(_Claim(pack, definition, written, exact=False))
    return claims


def _phrases(claims: dict[Phrase, list[_Claim]]) -> Iterator[Finding]:
    """Phrases that are claimed twice, and entries that have no phrase of their own left."""
    reached: set[int] = set()
    for claimants in claims.values():
        first: dict[str | None, _Claim] = {}
        for claim in sorted(claimants, key=lambda claim: (_is_told(claim), not claim.exact)):
            slot = claim.written if claim.exact else None
            holder = first.get(claim.written) or first.setdefault(slot, claim)
            if holder is claim:
                reached.add(id(claim.entry))
            elif holder.entry is claim.entry:
                yield _finding("redundant", claim, f"`{claim.written}` is matched by `{holder.written}` already")
            elif not _replaces(claim.entry) and not _is_scale(claim) and not _is_told(claim):
                where = f"in the pack {holder.pack.pack}, line {holder.entry.line}"
                message = (
                    f"`{claim.written}` of `{claim.entry.name}` means `{holder.entry.name}` {where}; drop one of them"
                )
                yield _finding("shadowed", claim, message)
    entries = {id(claim.entry): claim for claimants in claims.values() for claim in claimants}
    for identity, claim in entries.items():
        if identity not in reached and not _replaces(claim.entry):
            yield _finding(
                "unreachable",
                claim,
                f"every phrase of `{claim.entry.name}` means something else; add a synonym",
            )


def _composed(pack: Pack, rule: ConceptRule) -> Iterator[Finding]:
    """Synonyms that are never looked up, as they say more than their concept."""
    for written in rule.synonyms:
        if is_composed(written, rule):
            message = (
                f"`{written}` says more than `{rule.name}` (when, who, or another thing), and is put together; drop it"
            )
            yield _at(pack, rule, "composed", message)


def _is_scale(claim: _Claim) -> bool:
    """Whether an abbreviation is that of a scale with levels, before which it may mean the scale: "AIS |C|"."""
    return claim.exact and isinstance(claim.entry, ConceptRule) and bool(claim.entry.levels)


def _is_told(claim: _Claim) -> bool:
    """Whether a short form means this only beside some words."""
    return claim.exact and isinstance(claim.entry, ConceptRule) and claim.written in claim.entry.beside


def _replaces(entry: Entry) -> bool:
    return entry.overrides or entry.extends


def _collisions(packs: Sequence[Pack], claims: dict[Phrase, list[_Claim]]) -> Iterator[Finding]:
    """Phrases that are also a unit or a cue, where that is not what they are for."""
    yield from _unit_collisions(packs, claims)
    meant = [
        (claim, cue)
        for pack in packs
        for cue in pack.cues
        for words in cue.words
        for claim in claims.get(key_of(words), ())
        if not claim.exact
    ]
    if not meant:
        return
    try:
        heard = _Hearing(packs)
    except PackError:  # they do not go together, which is a finding of its own
        return
    for claim, cue in meant:
        if not heard.as_entry(claim) and not heard.only_by_name(claim):
            yield _finding("cue-collision", claim, _same(claim, f"the cue {cue.name} ({cue.kind})"))


def _unit_collisions(packs: Sequence[Pack], claims: dict[Phrase, list[_Claim]]) -> Iterator[Finding]:
    for unit in (unit for pack in packs for unit in pack.units):
        for spelling in unit.spellings:
            key = key_of(spelling)
            for claim in claims.get(key, ()):
                counted = unit.ucum.startswith("{") and key_of(unit.ucum.strip("{}")) == key
                if counted or _is_told(claim):
                    continue
                if _spelled(claim, spelling) and not _measured_in(claim.entry, unit.ucum):
                    yield _finding("unit-collision", claim, _same(claim, f"the unit {unit.ucum}"))


def _spelled_twice(packs: Sequence[Pack]) -> Iterator[Finding]:
    """Spellings of two units, and words of two cues of one kind: only one of the two can be meant."""
    units: dict[str, UnitRule] = {}
    cues: dict[tuple[str, Phrase], CueRule] = {}
    for pack in packs:
        for unit in pack.units:
            for spelling in unit.spellings:
                other = units.setdefault(spelling, unit)
                if other.ucum != unit.ucum:
                    yield _at(pack, unit, "shadowed", f"`{spelling}` of {unit.ucum} is {_where(other)} already")
        for cue in pack.cues:
            for words in cue.words:
                first = cues.setdefault((cue.kind, key_of(words)), cue)
                if first.name != cue.name:
                    yield _at(pack, cue, "shadowed", f"`{words}` of the cue {cue.name} is {_where(first)} already")


def _where(entry: Entry) -> str:
    return f"`{entry.called}` in the pack {entry.pack}, line {entry.line},"


def _together(everything: Sequence[Pack], packs: Sequence[Pack]) -> Iterator[Finding]:
    """What keeps packs from being in force together: silent overrides, and conflicts in a grammar."""
    from eligibility.rules.grammars import alternatives  # only packs with a grammar need lark
    from eligibility.rules.loading import combine  # it is needed only here

    try:
        rules = combine(everything)
    except PackError as error:
        yield Finding("combining", _SEVERITIES["combining"], error.place or packs[0].path, error.message)
        return
    for name in get_args(GrammarName):
        try:
            alternatives(rules, name)
        except PackError as error:
            yield Finding("grammar", _SEVERITIES["grammar"], error.place or packs[0].path, error.message)


class _Hearing:
    """What the tagger makes of phrases.

    Each layer of the grammar reads its own kinds of cues, so a phrase may well be a cue and a concept; which of the two
    it is when it stands alone is for the tagger to say.
    """

    def __init__(self, packs: Sequence[Pack]) -> None:
        from eligibility.rules.loading import combine  # it is needed only here
        from eligibility.tagging import Tagger  # the tagger brings the grammars with it

        self._tagger = Tagger(combine(packs))
        self._known: dict[str, set[tuple[str, str]]] = {}

    def as_entry(self, claim: _Claim) -> bool:
        """Whether the tagger takes the claimed phrase for its entry."""
        return _names(claim.entry) in self._entries(claim.written)

    def only_by_name(self, claim: _Claim) -> bool:
        """Whether the phrase is the name of an entry that other phrases are heard as: nothing that could be dropped."""
        entry = claim.entry
        others = entry.synonyms if isinstance(entry, ConceptRule) else entry.phrases
        return claim.written == entry.name and any(_names(entry) in self._entries(other) for other in others)

    def _entries(self, written: str) -> set[tuple[str, str]]:
        if written not in self._known:
            values = [getattr(chunk.value, "rule", chunk.value) for chunk in self._tagger.tag(written).chunks]
            entries = (ConceptRule, DefinitionRule)
            self._known[written] = {_names(value) for value in values if isinstance(value, entries)}
        return self._known[written]


def _names(entry: ConceptRule | DefinitionRule) -> tuple[str, str]:
    return (entry.domain if isinstance(entry, ConceptRule) else "definition", entry.name)


def _spelled(claim: _Claim, spelling: str) -> bool:
    return claim.written == spelling if claim.exact else claim.written.lower() == spelling.lower()


def _measured_in(entry: Entry, ucum: str) -> bool:
    """Whether an entry is a measurement with this unit, or a unit made of it."""
    return isinstance(entry, ConceptRule) and any(ucum in unit for unit in entry.units)


def _same(claim: _Claim, other: str) -> str:
    return f"`{claim.written}` of `{claim.entry.name}` is also {other}; make it longer or an abbreviation"


def _units(pack: Pack, rule: ConceptRule) -> Iterator[Finding]:
    """Units that do not convert into the canonical one."""
    from eligibility.normalize.units import convert, dimension  # the rules must load without the pipeline

    if rule.plausible is not None:
        for level, number in rule.levels.items():
            low, high = number if isinstance(number, tuple) else (number, number)
            if low > high or low < rule.plausible[0] or high > rule.plausible[1]:
                message = f"the level {level} of `{rule.name}` lies outside its plausible range; correct one of them"
                yield _at(pack, rule, "levels", message)
    if rule.unit is None:
        if rule.plausible is not None:
            yield _at(pack, rule, "unit-missing", f"`{rule.name}` has a plausible range but no `unit`")
        return
    for unit in dict.fromkeys((*rule.units, rule.unit)):
        if dimension(unit) is None:
            yield _at(pack, rule, "unit-unknown", f"{unit} of `{rule.name}` is no UCUM code that is known")
        elif (
            unit != rule.unit
            and convert(1.0, unit, rule.unit, molar_mass=rule.molar_mass, formula=rule.formula) is None
        ):
            message = f"{unit} of `{rule.name}` does not convert into {rule.unit}; give a molar_mass or a formula"
            yield _at(pack, rule, "unit-dimension", message)


def _unit_codes(pack: Pack) -> Iterator[Finding]:
    """Units of which nobody knows how large they are."""
    from eligibility.normalize.units import dimension  # the rules must load without the pipeline

    for unit in pack.units:
        if dimension(unit.ucum) is None:
            yield _at(pack, unit, "unit-unknown", f"{unit.ucum} is no UCUM code that is known")


def _events(pack: Pack, claims: dict[Phrase, list[_Claim]]) -> Iterator[Finding]:
    """Events of anchors that are no concepts."""
    for cue in pack.cues:
        event = cue.attrs.get("event")
        if event is not None and key_of(str(event)) not in claims:
            yield _at(
                pack, cue, "event-unknown", f"the event {event} of `{cue.name}` is no concept; add it, or leave it"
            )


def _other_concepts(pack: Pack, rule: ConceptRule, claims: dict[Phrase, list[_Claim]]) -> Iterator[Finding]:
    """Concepts of values in other units that there are not."""
    for unit, name in rule.instead.items():
        if key_of(name) not in claims:
            message = f"`{name}`, which a value of `{rule.name}` in {unit} is of, is no concept; add it, or correct it"
            yield _at(pack, rule, "concept-unknown", message)


def _codes(pack: Pack, rule: ConceptRule) -> Iterator[Finding]:
    code = rule.codes.get("LOINC")
    if code is not None and not is_loinc(code):
        yield _at(pack, rule, "loinc", f"{code} of `{rule.name}` is no LOINC code; its check digit is wrong")


def _untested(pack: Pack) -> Iterator[Finding]:
    """Entries that no test stands beside, and measurements with fewer tests than units."""
    entries: tuple[ConceptRule | DefinitionRule | GrammarRule, ...]
    entries = (*pack.concepts, *pack.definitions, *pack.grammar)
    for entry in entries:
        needed = max(len(entry.units), 1) if isinstance(entry, ConceptRule) else 1
        if not _replaces(entry) and len(entry.tests) < needed:
            tests = f"{len(entry.tests)} of {needed} tests" if entry.tests else "no test"
            yield _at(
                pack,
                entry,
                "untested",
                f"`{entry.called}` has {tests}; add one{' for each unit' if needed > 1 else ''}",
            )


def _finding(code: str, claim: _Claim, message: str) -> Finding:
    return _at(claim.pack, claim.entry, code, message)


def _at(pack: Pack, entry: Entry, code: str, message: str) -> Finding:
    return Finding(code, _SEVERITIES[code], f"{pack.path}:{entry.line}", message)


def _file(finding: Finding) -> str:
    return finding.place.rpartition(":")[0]


def _line(finding: Finding) -> int:
    return int(finding.place.rpartition(":")[2])
