"""Results: "positive" and "negative", and what was tested."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from eligibility.normalize.attaching import attach_limit
from eligibility.normalize.drafts import Draft
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.negating import Negations
from eligibility.normalize.parts import Part, Said, Scope
from eligibility.normalize.small_words import SmallWords
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_RECENT = 24
"""Trees of an item back to which is looked for what was tested."""
_NEAR = 1
"""Tokens that may stand between what is tested and "positive"."""
_OF_WHAT = "for"
"""What a result ends in that is of what comes: "positive |for| HBsAg"."""
_FOUND = frozenset({"positive", "negative"})
_EXAMINED = frozenset({"normal", "abnormal"})
"""Results of examinations, and of what organs do."""
_EXAMINING = ("graphy", "gram", "scopy", "examination", "imaging", "x-ray", "metry", "scan", "screening", "cytology")
"""What the names of examinations end in."""
_FUNCTION = "function"
GOOD = frozenset({"negative", "normal", "undetectable"})
"""Results that show that something is not there."""
_FINDINGS = frozenset({"condition"})
"""Domains of what is there, or not, where the test for it is "positive" or "negative"."""
_DASH = "-"
_CLOSES: tuple[list[str], ...] = ([], [")"], ["]"], ["/"], [","], [";"], ["."])
"""What stands behind the minus sign of a result, and not behind a dash."""
"""What says that a test is negative, and stands behind other names too."""
_TESTED = "tested"
"""How a drug that is tested for is named."""
_LISTING = frozenset({"and", "or", ",", "/"})
_LAST = frozenset({"and", "or"})
"""What stands before the last of a list."""
_COPULAS = frozenset({"is", "are", "was", "were", "be", "been", "must", "should", "has", "have", "shall", "will", "to"})
GOVERNS = frozenset({"have", "has", "a", "an"})
"""Words right before what is said of what comes: "women must |have| negative HBsAg", "with |a| severe attack"."""
_CHANGES = frozenset({"t", "del", "inv", "amp", "gain"})
"""What signs of changes of chromosomes begin with."""
_OF_GENES = frozenset(map(fold, ("mutant", "mutated", "rearranged", "amplified", "translocated")))
"""Results that are of genes: "|mutated| melanoma" says more than that there is one."""
_LONGEST = 3
"""Tokens of the longest word for what a test finds: "MSI-H"."""
_OPEN = _COPULAS | {"status", "test", "testing", "analysis", "result", "report"}
"""Words right behind a finding that leave open whether it is there: "EGFR mutation |status"."""


def take_result(chunk: Chunk, part: Part, scope: Scope, negations: Negations) -> None:
    """Takes a result: of what was tested before it ("HBsAg |positive"), else of what comes ("|negative| HBsAg")."""
    said = next(
        (one for one in reversed(part.parts[-_RECENT:]) if isinstance(one.tree, Draft) and one.tree.named), None
    )
    draft = said.tree if said is not None else None
    after = (
        isinstance(draft, Draft)
        and (draft.kind == "measurement" or negations.tokens.folded[chunk.last - 1] != _OF_WHAT)
        and not draft.limits
        and not draft.values
        and _is_near(draft.extent[1], chunk.first, negations.tokens)
    )
    led = bool(part.modifiers) and part.modifiers[-1].last == chunk.first
    if said is None or not isinstance(draft, Draft) or not after or led or part.link:
        part.value = (chunk.value, chunk.first, chunk.last)
        return
    negations.take_between(draft, chunk.first, part, scope)
    said.negation = give_result(draft, (chunk.value, chunk.first, chunk.last), said.negation, negations)


def give_result(draft: Draft, value: tuple[CueRule, int, int], negation: int, negations: Negations) -> int:
    """Gives a measurement its result; an occurrence that is negative is denied. Gives the negation then in force."""
    cue, first, last = value
    draft.reach(first, last)
    if cue.name in _FOUND and is_substance(draft):
        test_for(draft)
    elif _is_examination(draft, cue.name, negations.tokens) and not _is_dash(draft, first, negations.tokens):
        draft.kind, draft.status = "measurement", None
    if draft.kind == "measurement":
        draft.values, draft.value_tokens = (cue.name,), (first, last)
        return negation
    found = cue.name in _FOUND and negations.tokens.folded[first] not in _OF_GENES
    if found and draft.entity is not None and draft.entity.domain in _FINDINGS:
        draft.value_tokens = (first, last)
    return negations.turn(negation) if cue.name == "negative" else negation


def _is_dash(draft: Draft, place: int, tokens: Tokens) -> bool:
    """Whether a sign behind what was done is a dash: "surgery|-| elective", but not "ISH|-|)"."""
    if tokens.folded[place] != _DASH:
        return False
    short = draft.last - draft.first == 1 and tokens.written[draft.first].isupper()
    return not short or tokens.folded[place + 1 : place + 2] not in _CLOSES


def is_substance(draft: Draft) -> bool:
    """Whether a draft is a drug that may be tested for: "positive for |opioids|"."""
    entity = draft.entity if draft.kind == "occurrence" and not draft.limits and draft.toward is None else None
    return entity is not None and entity.rule is not None and entity.domain == "drug"


def _is_examination(draft: Draft, result: str, tokens: Tokens) -> bool:
    """Whether what has a result is a procedure, of which that is what it finds: "a |negative| biopsy", "|normal| ECG".

    So is what an organ does, which is normal or not: "|normal| renal function".
    """
    entity = draft.entity if draft.kind == "occurrence" and not draft.limits else None
    if entity is None or result not in _FOUND | _EXAMINED:
        return False
    if entity.domain == "procedure":
        name = entity.rule.name if entity.rule is not None else tokens.folded[entity.last - 1]
        return result in _FOUND or name.lower().endswith(_EXAMINING)
    return entity.domain == "observation" and result in _EXAMINED and tokens.folded[entity.last - 1] == _FUNCTION


def test_for(draft: Draft) -> None:
    """Makes a drug the test for it, which finds it whether it is taken, prescribed or abused."""
    entity = draft.entity
    assert entity is not None and entity.rule is not None
    draft.kind, draft.status = "measurement", None
    draft.entity = replace(entity, domain="measurement", rule=None, by=_TESTED, name=f"{entity.rule.name} test")


def share_results(parts: Sequence[Part], joins: Sequence[Join], negations: Negations) -> None:
    """ "positive |HBsAg, |HCV antibody or |HIV antibody": a result before the first test is that of all.

    So is one behind the last ("AST and |ALT normal").

    What is negative is shared over "and" alone: of "negative A or B" it is not said whether both are.
    """
    carried: Draft | None = None
    for place in range(1, len(parts)):
        if joins[place - 1] in _LAST:
            _share_back(parts, joins, place, negations)
        if joins[place - 1] == "or" and not (place > 1 and _goes_with(parts[place - 2], joins[place - 2])):
            _test_again(parts[place], parts[place - 1])
        one = parts[place - 1].last
        if carried is not None:
            goes_on = one is not None and one.entity is not None and one.entity.domain == "condition"
            carried = carried if goes_on and joins[place - 1] in LISTING else None
            one = carried or one
        if one is None or one.value_tokens is None or one.value_tokens[1] > one.first:
            continue
        if not one.values:
            if joins[place - 1] not in LISTING or not _is_found_positive(one, parts[place - 1]):
                continue
            carried = one
        values, two = one.values or ("positive",), parts[place].drafts()[:1]
        following = next((join for join in joins[place - 1 :] if join != "comma"), "comma")
        if following not in {"and", "or"} or (values == ("negative",) and following != "and"):
            continue
        if two and one.entity is not None and one.entity.by == _TESTED and is_substance(two[0]):
            test_for(two[0])
        if two and one.entity is not None and one.entity.domain == "procedure":
            _examine_too(two[0], values[0], negations.tokens)
        if two and _is_unsaid(two[0]) and parts[place].limit is None:
            two[0].values, two[0].value_tokens = values, one.value_tokens
            parts[place].bound = parts[place].bound or (following == "or" and len(parts[place].parts) == 1)


def _examine_too(draft: Draft, result: str, tokens: Tokens) -> None:
    """Makes an examination behind another one what has its result as well: "normal ECG and |echocardiogram|"."""
    alone = draft.link is None and draft.status is None and draft.when is None
    if result in _FOUND | _EXAMINED and alone and _is_examination(draft, "normal", tokens):
        draft.kind = "measurement"


def _test_again(part: Part, before: Part) -> None:
    """ "Creatinine ≤ 1.5 mg/dL or |within normal limits|", "normal or |≤ 1.5 mg/dL|": either will do for one test."""
    test = before.last
    if part.parts or test is None or test is not before.parts[-1].tree or test.kind != "measurement":
        return
    again = test.again()
    if part.value is not None and part.limit is None and test.limits and not test.values:
        cue, first, last = part.value
        again.values, again.value_tokens, again.extent = (cue.name,), (first, last), (first, last)
        part.value = None
    elif part.limit is not None and part.value is None and test.values and not test.limits and not part.limit.calendar:
        again.extent = (part.limit.first, part.limit.last)
        attach_limit(again, part.limit)
        part.limit = None
    else:
        return
    part.parts.append(Said(again, before.parts[-1].negation))


def _goes_with(part: Part, join: Join) -> bool:
    """Whether an item waits for the limit of the next one: "|AST and| ALT ≤ 2.5 x ULN"."""
    test = part.last
    return join in LISTING and test is not None and test.kind == "measurement" and not (test.limits or test.values)


def _is_found_positive(draft: Draft, part: Part) -> bool:
    """Whether "positive" before a condition says that it is there: "|positive for HIV|, HBsAg or HCV antibody"."""
    found = draft.kind == "occurrence" and draft.value_tokens is not None and draft.value_tokens[1] <= draft.first
    return found and not part.parts[-1].negation


def take_findings(drafts: Sequence[Draft], tokens: Tokens, said: SmallWords) -> None:
    """Takes what is named by what a test finds to be positive: "EGFR |mutation|", "KRAS |or BRAF mutation|".

    Args:
        drafts: the leaves of an item.
        tokens: the criterion.
        said: words that items are read by.
    """
    for place, draft in enumerate(drafts):
        if not _is_found(draft) or not _names_finding(draft, tokens, said):
            continue
        if _is_left_open(draft, drafts[place + 1 : place + 2], tokens):
            continue
        if draft.status is not None or _OPEN.isdisjoint(tokens.folded[draft.last : draft.last + 1]):
            _find(draft, (draft.last - 1, draft.last))
            at = place - 1
            while at >= 0 and _is_found(drafts[at]) and tokens.folded[drafts[at].last] in _LISTING:
                _find(drafts[at], (draft.last - 1, draft.last))
                at -= 1


def _is_left_open(draft: Draft, following: Sequence[Draft], tokens: Tokens) -> bool:
    """Whether a finding may be as negative as what stands behind "or": "|RAS mutation| or ALK negative"."""
    return any(
        one.values == ("negative",)
        and one.value_tokens is not None
        and one.value_tokens[0] == one.last
        and tokens.folded[draft.last : one.first] == ["or"]
        for one in following
    )


def _names_finding(draft: Draft, tokens: Tokens, said: SmallWords) -> bool:
    """Whether a name ends in what a test finds, or is a change of a chromosome by its sign: "|MSI-H|", "|del(17p)|"."""
    folded = tokens.folded
    if folded[draft.first] in _CHANGES and folded[draft.last - 1] == ")":
        return True
    starts = range(max(draft.first, draft.last - _LONGEST), draft.last)
    return any(tuple(word for word in folded[at : draft.last] if word != "-") in said.findings for at in starts)


def _is_found(draft: Draft) -> bool:
    """Whether nothing is said yet of a test."""
    if draft.kind != "measurement" or draft.limits or draft.value_tokens is not None or draft.link == _OF_WHAT:
        return False
    return draft.entity is not None and draft.entity.rule is not None and draft.entity.rule.unit is None


def _find(draft: Draft, noun: tuple[int, int]) -> None:
    draft.values, draft.value_tokens, draft.found = ("positive",), noun, True


def _share_back(parts: Sequence[Part], joins: Sequence[Join], place: int, negations: Negations) -> None:
    """ "|AST, |ALT and bilirubin within normal limits": a result behind the last test is that of those before it.

    A negative one is so over a stroke too: "|RAS/|BRAF wild-type". Where it is denied, it is of each: "AST or ALT |not|
    normal".
    """
    drafts = parts[place].drafts()
    source = drafts[0] if drafts else None
    if source is None or source.kind != "measurement" or source.value_tokens is None or joins[place - 1] == "comma":
        return
    if len(drafts) > 1 and source.value_tokens[0] != source.last:
        return
    denied = source.values == ("negative",) and joins[place - 1] != "and"
    if source.value_tokens[0] < source.last or (denied and not parts[place].slashed):
        return
    for at in range(place - 1, -1, -1):
        if denied and not parts[at + 1].slashed:
            return
        tests = parts[at].drafts()
        if joins[at] not in {joins[place - 1], "comma"} or len(tests) != 1 or not _is_unsaid(tests[0]):
            return
        if parts[at].limit is not None:
            return
        tests[0].values, tests[0].value_tokens = source.values, source.value_tokens
        if parts[place].parts[0].negation and not parts[at].parts[0].negation:
            parts[at].parts[0].negation = negations.turn(0)


def _is_unsaid(draft: Draft) -> bool:
    """Whether nothing is said of a test; "positive HBsAg or |elevated ALT|" says how the second one is."""
    plain = draft.entity is not None and not draft.entity.modifiers
    return draft.kind == "measurement" and plain and not draft.values and not draft.limits


def _is_near(last: int, first: int, tokens: Tokens) -> bool:
    """Whether no more than a verb stands between what is tested and "positive"."""
    if first > last and tokens.folded[first - 1] in GOVERNS:
        return False
    return first - last <= _NEAR or _COPULAS.issuperset(tokens.folded[last:first])
