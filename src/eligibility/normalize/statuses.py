"""Statuses: whether what is named is there, was there, or is to come, and how far it reaches that this was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from eligibility.normalize.drafts import CARE, Draft, Op, drafts_of
from eligibility.normalize.joins import LISTING, Join
from eligibility.normalize.parts import Part, Said, Scope
from eligibility.normalize.predicates import says_anew
from eligibility.normalize.sent_for import is_sent_for
from eligibility.normalize.small_words import SmallWords
from eligibility.normalize.time_heads import of_one_kind
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

DEEDS = frozenset({"procedure", "device"})
"""Domains of what is done by means of something else: "bypass surgery |with the use of| a heart-lung machine"."""
_DONE = frozenset({"procedure", "visit"})
REASONS = frozenset({"for", "due to", f"{fold('because')} of"})
"""Links to why something is done, which has a time of its own: "elective surgery |for osteoarthritis"."""
_TO_COME = "planned"
_POSTPOSED = frozenset({_TO_COME, "history"})
"""Statuses that may stand behind a list, and are then those of all of it."""
PRONOUNS = frozenset({"it", "them", "this", "that"})
"""Words for what was said before."""
_ENDED = " cessation"
"""How the names end of what is over once it is there: "current smoker or |quit| < 6 months ago"."""
_USE = fold("use")
_HAVING = "having"
_ON = frozenset({"on", "under"})
"""Links before what somebody takes or is given."""
_UNDER = "under"
_TREATMENT = frozenset(map(fold, ("treatment", "therapy", "medication")))
"""What is given to who is "under" it: not "patients |under anesthesia|"."""
_JOINED = frozenset({"and", ","})
"""What stands before "on" where it begins anew."""
EITHER = " or "
"""What joins two statuses that are two things."""
_LISTED = frozenset({"comma", "or"})
_AT, _OF = "at", "of"
_OPENS = "("
ANY = "any"
"""The word before "time" where it does not matter when something was."""
_MOMENTS = frozenset({"time", "point"})
"""What something was "at any" of, where it does not matter when."""
_WHO = frozenset({"sex", "age"})
_NEARBY = 8
"""Items back in which is looked for what a status is of."""
_SEPARATORS = frozenset({",", "/", "or", "and"})
"""Words between the items of a list, behind which one has no status of its own in front."""
_BEFORE_TIMES = frozenset({"within", "in", "during", "before", "after", "prior"})
"""Words that begin a time."""


def said_besides(value: str, cue: CueRule, part: Part, scope: Scope) -> str:
    """The status that one is together with another before it, of which nothing has been named yet.

    What is joined is either: "|current or past| gout" is gout at any time up to now, "|past or planned| surgery" two
    things. Else one says more of the other: "|planned use of| aspirin", "|undergoing elective| surgery".
    """
    before = scope.status
    if before is None or before == value:
        return value
    if part.status is None:
        return union(before, value)
    return value if before == "present" and not cue.attrs.get("loose") else before


def had_or_will_have(chunk: Chunk, part: Part, scope: Scope, tokens: Tokens) -> str | None:
    """The status that "will have" leaves of the one before it: "|have had or will have| surgery" is either.

    What has been named has its own already: "had a stroke, and |will have| surgery".
    """
    if not scope.pending:
        return None
    joined = scope.status == "history" and part.status is None and tokens.folded[chunk.first - 1] == "or"
    return union("history", _TO_COME) if joined else scope.status


def union(*values: str) -> str:
    """The status of what has any of some: what was there may still be there."""
    found = {one for value in values for one in value.split(EITHER)}
    if len(found) > 1 and "history" in found:
        found.discard("present")
    return EITHER.join(sorted(found))


def take_status(draft: Draft, part: Part, scope: Scope, tokens: Tokens, said: SmallWords) -> None:
    """Gives a draft the status in scope, which waits for nothing more; without one, what is taken is present.

    What has a status in its name takes none from what stands before it: "current smokers or |former smokers|".
    """
    anew, scope.pending = scope.pending, False
    if (scope.status is not None or scope.family) and not anew and says_anew(draft, part, tokens, said):
        scope.status, scope.family, scope.own = None, False, False
        draft.family = draft.own = False
    if scope.status is None:
        if (draft.link in _ON and _is_taken(draft, part, tokens)) or _is_had(draft, tokens):
            draft.status, draft.loose = "present", True
    elif not (anew or draft.family) and _names_status(draft, scope, tokens, said):
        return
    elif not anew and _begins_on(draft, part, tokens):
        draft.status, draft.loose, scope.status = "present", True, None
    else:
        _take(draft, part, scope)
        if draft.status == _TO_COME and is_sent_for(draft, part, tokens):
            draft.status = None
        draft.carried = not (anew or scope.loose)
        draft.loose = draft.loose or (anew and part.status is None and part.when is not None)


def _names_status(draft: Draft, scope: Scope, tokens: Tokens, said: SmallWords) -> bool:
    """Whether a status is in the name of something: "|former smokers", "|ex-smokers", "smoking |cessation|"."""
    if (tokens.folded[draft.first],) in said.statuses:
        return True
    rule = draft.entity.rule if draft.entity is not None else None
    if rule is None:
        return False
    over = scope.status == "present" and rule.name.endswith(_ENDED)
    return over or (rule.name.partition(" ")[0],) in said.statuses


def _take(draft: Draft, part: Part, scope: Scope) -> None:
    """Gives a draft the status in scope.

    What is planned is not why: "elective surgery |for osteoarthritis"; nor is what is listed after it of another kind:
    "planned surgery, |asthma", "previous surgery, |asthma", "treatment with steroids for gout or |asthma".
    """
    domain = draft.entity.domain if draft.entity is not None else None
    draft.status, draft.loose = scope.status, scope.loose
    if draft.link in REASONS and draft.status in {"planned", "present"} and part.parts:
        draft.status = None
    elif _stays_behind(scope, domain):
        draft.status = scope.status = None
    if domain in CARE:
        scope.domain = domain
    else:
        scope.near = False


def _stays_behind(scope: Scope, domain: str | None) -> bool:
    """Whether the status in scope is that of what is done, and reaches nothing that befalls."""
    if scope.domain is None or domain is None or domain in CARE or scope.status is None:
        return False
    return scope.taken or _TO_COME in scope.status or (scope.near and scope.domain in _DONE)


def _is_taken(draft: Draft, part: Part, tokens: Tokens) -> bool:
    """Whether what is said after "on" is being taken or done, and not how something is found or when.

    "Patients |on anticoagulants", "|on dialysis"; not "lesions |on MRI", "|on MRI, no lesion". So is a treatment that
    somebody is "under".
    """
    domain = draft.entity.domain if draft.entity is not None else None
    if domain == "drug":
        return part.last is None or part.last.kind != "words"
    alone = all(one.kind in _WHO for one in part.recent())
    alone = alone and part.limit is None
    if domain != "procedure" or not alone:
        return False
    if draft.link == _UNDER and tokens.folded[draft.last - 1] not in _TREATMENT:
        return False
    return draft.last + 1 >= len(tokens) or tokens.folded[draft.last] != ","


def _begins_on(draft: Draft, part: Part, tokens: Tokens) -> bool:
    """Whether an item says anew that something is being taken or done: "history of stroke, and |on aspirin|"."""
    if part.parts or part.status is not None or draft.link != "on":
        return False
    before, on = ["", "", *tokens.folded[max(0, draft.first - 2) : draft.first]][-2:]
    return on == "on" and before in _JOINED and _is_taken(draft, part, tokens)


def _is_had(draft: Draft, tokens: Tokens) -> bool:
    """Whether something is said to be being done: "patients |having dialysis"."""
    if draft.entity is None or draft.entity.domain != "procedure":
        return False
    return draft.link is None and draft.first > 0 and tokens.folded[draft.first - 1] == _HAVING


def settle_status(part: Part, scope: Scope, tokens: Tokens) -> None:
    """Gives the last thing of an item the status behind it that nothing has come for: "surgery |completed"."""
    last = part.last
    if last is None or part.status is None or not last.named or part.link is not None:
        return
    value, first, end = part.status
    if last.status is not None and not last.carried and not (value == "history" and _is_use(last)):
        return
    if first < last.last or tokens.folded[end : end + 1] == [":"]:
        return
    last.status = value
    last.reach(first, end)
    scope.status, scope.pending = None, False


def _is_use(draft: Draft) -> bool:
    """Whether something is given or done without a word that it is so now: "|use of aspirin| in the past"."""
    given = draft.entity is not None and draft.entity.domain in CARE
    return given and draft.status == "present" and draft.loose


def said_in_brackets(draft: Draft, inside: Sequence[Chunk]) -> None:
    """Gives a draft the one status that stands in brackets behind it: "asthma |(current)"; of several it is any."""
    values = {str(chunk.value.attrs.get("value")) for chunk in inside if chunk.tag == "STATUS"}
    if values and draft.status is None:
        draft.status = union(*values)


def share_statuses(parts: list[Part], joins: list[Join], tokens: Tokens) -> None:
    """Lets what only says when, at the end of a list, say it of what stands before.

    "Lymphoma, or |prior history": the same once more; "asthma, |current or |past", "asthma past or |present": any.
    What is listed before it with the same time is so once more too: "|steroids or |biologics within a year or planned".
    """
    _share_postposed(parts, joins, tokens)
    end = len(parts)
    while end and _only_time(parts[end - 1]):
        end -= 1
    first = end
    while first and only_status(parts[first - 1], tokens):
        first -= 1
    if first in {0, end}:
        return
    before = next((one for one in reversed(parts[max(0, first - _NEARBY) : first]) if one.parts), None)
    draft = before.last_open if before is not None else None
    if before is None or draft is None or not draft.named:
        return
    statuses = [part.status for part in parts[first:end] if part.status is not None]
    if joins[first - 1] == "comma" or _is_postposed(before.status, draft):
        draft.reach(statuses[0][1], statuses[-1][2])
        values = {value for value, _, _ in statuses} | ({draft.status} if draft.status else set())
        was, draft.status = draft.status, union(*values)
        if was == _TO_COME or (was is None and joins[first - 1] == "comma"):
            _hand_back(parts[max(0, first - _NEARBY) : first], before, was)
        return
    negation = next((said.negation for said in before.parts if draft in drafts_of(said.tree)), 0)
    for part, (value, start, last) in zip(parts[first:end], statuses, strict=True):
        if value in {draft.status, draft.status or "present"}:
            draft.reach(start, last)
            draft.whenever = draft.status is None
            continue
        when, part.when = part.when, None
        again = [
            replace(one, limits=[*one.limits], status=value, when=when, anchor=None, extent=(start, last))
            for one in (*_listed_alike(parts, joins, before, draft), draft)
        ]
        _place(part, again)
        part.parts.append(Said(again[0] if len(again) == 1 else Op("any_of", [*again]), negation))


def _place(part: Part, again: Sequence[Draft]) -> None:
    """Gives what is named once more what an item says behind it: "surgery lately, or planned |in the study eye|"."""
    for one in again if part.modifiers else ():
        if one.entity is not None:
            own = [said for said in one.entity.modifiers if not said.behind]
            one.entity = replace(one.entity, modifiers=[*own, *part.modifiers])
    part.modifiers = []


def _only_time(part: Part) -> bool:
    """Whether an item is a further time, and no more: "planned during or |within a month after the study|"."""
    return part.when is not None and not (part.parts or part.status or part.limit or part.modifiers)


def _listed_alike(parts: Sequence[Part], joins: Sequence[Join], of: Part, last: Draft) -> list[Draft]:
    """What stands in a list before something with a time that is its own as well, each in an item by itself."""
    out: list[Draft] = []
    place = next((at for at, part in enumerate(parts) if part is of), 0) if last.when is not None else 0
    while place and joins[place - 1] in _LISTED and not parts[place].own_status:
        place -= 1
        one = parts[place].parts[0].tree if len(parts[place].parts) == 1 else None
        if not isinstance(one, Draft) or not one.named or one.when is not None or not of_one_kind(one, last):
            break
        out.insert(0, one)
    return out


def end_statuses(parts: Sequence[Part]) -> None:
    """Takes back a status that tells a thing from itself: "pregnant, planning to become pregnant or |nursing".

    Args:
        parts: the items of a list; they are changed.
    """
    named: set[int] = set()
    ended = False
    for part in parts:
        again = False
        for draft in part.drafts():
            if draft.carried and ended and not part.own_status:
                draft.status, draft.carried = None, False
            rule = draft.entity.rule if draft.entity is not None else None
            if rule is None:
                continue
            if draft.status is None:
                named.add(id(rule))
            elif part.own_status and not draft.carried and id(rule) in named:
                again = True
        ended = part.once or again if part.own_status else ended


def _hand_back(parts: Sequence[Part], of: Part, was: str | None) -> None:
    """Gives what is listed before something its status: "|stenting or bypass surgery|, planned or done"."""
    given = of.last_open
    if given is None or given.entity is None:
        return
    for part in reversed(parts):
        last = part.last
        if part is of or not part.parts:
            continue
        if last is None or last.entity is None or last.status != was or last.when is not given.when or part.own_status:
            return
        if last.entity.domain != given.entity.domain or len(part.parts) > 1:
            return
        last.status = given.status


def share_taken(parts: Sequence[Part], joins: Sequence[Join]) -> None:
    """Lets "on" say of all drugs of a list that they are taken: "patients |on aspirin, clopidogrel or warfarin|"."""
    taken = False
    for place, part in enumerate(parts):
        first, last = part.first, part.last
        if taken and first is not None and joins[place - 1] in LISTING and first.link is None and _is_drug(first):
            if not (first.status or first.when):
                first.status, first.loose = "present", True
            taken = first is last
        else:
            taken = last is not None and last.link == "on" and last.status == "present" and _is_drug(last)


def _is_drug(draft: Draft) -> bool:
    return draft.entity is not None and draft.entity.domain == "drug"


def find_ever(parts: Sequence[Part], joins: Sequence[Join], tokens: Tokens) -> None:
    """Finds what may have been at any time, which no later time is of: "gold |at any time| or a statin in a week".

    Args:
        parts: the items of a list.
        joins: what stands between them.
        tokens: their criterion.
    """
    for place, part in enumerate(parts):
        last = part.last_open
        if last is None or last.when is not None:
            continue
        begin = last.last + (tokens.folded[last.last : last.last + 1] == [_OPENS])
        if tokens.folded[begin : begin + 2] != [_AT, ANY]:
            continue
        moment, after = [*tokens.folded[begin + 2 : begin + 4], "", ""][:2]
        if moment not in _MOMENTS or after == _OF:
            continue
        part.ever = True
        if last.status != "present":
            continue
        for use in [last, *_used_alike(parts, joins, place, tokens)]:
            use.status, use.whenever = None, True


def _used_alike(parts: Sequence[Part], joins: Sequence[Join], place: int, tokens: Tokens) -> Iterator[Draft]:
    """What is listed before something of which one word says that it is given: "use of |gold or |gold salts"."""
    last = parts[place].last
    if last is None or not _is_use(last) or tokens.folded[last.first - 1] not in _SEPARATORS:
        return
    while place and joins[place - 1] in LISTING:
        place -= 1
        before = parts[place].last
        if before is None or len(parts[place].parts) != 1 or not _is_use(before) or before.when is not None:
            return
        yield before
        if parts[place].own_status:
            return


def _share_postposed(parts: list[Part], joins: list[Join], tokens: Tokens) -> None:
    """Lets what stands behind the last of a list say when all of it was, or that it is to come.

    "Surgery or |radiotherapy planned|", "gout or |asthma in the past|".
    """
    for place in range(len(parts) - 1, 0, -1):
        last, status = parts[place].last, parts[place].status
        if last is None or status is None or last.status not in _POSTPOSED or not _is_postposed(status, last):
            continue
        if last.status != _TO_COME and joins[place - 1] == "comma":
            continue
        at = place - 1
        uses = last.status == "history" and tokens.folded[last.first - 1] in _SEPARATORS
        while at >= 0 and joins[at] in LISTING:
            before = parts[at].last
            use = uses and before is not None and _is_use(before)
            if before is None or before.kind != "occurrence" or before.when or before.entity is None:
                break
            if (before.status or parts[at].own_status) and not use:
                break
            domain = before.entity.domain
            alike = domain in CARE if last.status == _TO_COME else last.entity and domain == last.entity.domain
            if not alike or len(parts[at].parts) != 1:
                break
            before.status = last.status
            if parts[at].own_status:
                break
            at -= 1


def _is_postposed(status: tuple[str, int, int] | None, draft: Draft) -> bool:
    """Whether a status stands behind what it is of."""
    return status is not None and status[1] >= draft.last


def only_status(part: Part, tokens: Tokens, *, denied: bool = False) -> bool:
    """Whether an item says only that something is there, was there or is to come; or (`denied`) is not.

    So it does with a verb whose object was named before: "taking lithium or |planning to use it|".
    """
    more = part.parts or part.limit or part.duration or part.value or part.listed
    more = more or any(not one.behind for one in part.modifiers)
    if part.status is None or more or (part.own_negation and not denied):
        return False
    if part.link is None or (part.link == "in" and part.linked <= part.status[1]):
        return True
    return part.link == _USE or not PRONOUNS.isdisjoint(tokens.folded[part.linked : part.linked + 1])


def ends_plans(chunk: Chunk, tokens: Tokens) -> bool:
    """Whether what is planned stands before a word: "surgery |planned| within 3 months"."""
    following = tokens.folded[chunk.last : chunk.last + 1]
    return not following or following[0] in _BEFORE_TIMES or not following[0][0].isalnum()
