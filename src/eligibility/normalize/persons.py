"""Persons: of whom else than the patient something is said.

What a caregiver attests is one with the caregiver: "|caregiver| able to read". What a partner or a child has is
theirs: "|partner with| hepatitis B", "|mothers of| preterm infants". Words for a person that say neither count as not
understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from eligibility.normalize.drafts import Draft
from eligibility.rules import CueRule
from eligibility.tagging.chunks import Chunk, Entity, pairs_at

_CONTACT = " contact"
"""What the names of contacts between two people end in."""
_WITH = frozenset({"OF", "LINK", "FILLER"})
"""Tags of what stands between such a contact and the other person."""
_MET = frozenset(("ENTITY", tag) for tag in _WITH)
_PERSONAL = frozenset({"FILLER", "SEX"})
"""Tags of words for persons."""
_BETWEEN = frozenset({"AND", "OR", "COMMA", "SLASH"})
"""Tags between two persons, and between two things that somebody has."""
_HAVING = frozenset(
    {"LINK", "FILLER", "STATUS", "NEG", "ENTITY", "MODIFIER", "OF", "WHEN", "OR", "AND", "COMMA", "LIMIT", "FAMILY"}
)
"""Tags of what may stand in what is said of somebody."""
_EITHER = frozenset({"OR", "NOR", "SLASH"})
"""Tags between two persons of whom the same is said."""
_DESCRIBING = frozenset({"OF", "FILLER", "SEX", "AGE", "LIMIT", "DEFINITION", "MODIFIER"})
"""Tags of what may say whose somebody is: "parents |of boys aged 2 to 6 years| with autism"."""
_BEFORE = frozenset({"ENTITY", "FILLER", "MODIFIER", "STATUS", "AND", "OR"})
"""Tags of what may be said of a mother before she is named."""
_OF = frozenset({"OF", "LINK"})
"""Tags of what may join her to whose mother she is: "infants |of|", "born |to|"."""
_WHO = frozenset({"sex", "age", "definition"})
_ATTESTING = frozenset({"ATTESTATION", "WORDS"})
_NEAR = 5
"""Tokens between what is attested and who attests it: "consent |obtained from both| parents"."""
_BEFORE_CONSENT = frozenset({"FILLER", "LINK", "OF", "NEG", "MUST", "IF", "STATUS", "MODIFIER", "VALUE"})
"""Tags of what may stand between somebody and what is attested of them."""
_SAID_OF = frozenset({"LINK", "FILLER", "ENTITY", "MODIFIER", "STATUS"})
"""Tags of what may be said of the patients before others who attest something with them."""
_OF_WHOM = _BEFORE_CONSENT | {"ENTITY", "DEFINITION"}
"""Tags of what may stand there where it is said whose they are."""


class _Leaves(NamedTuple):
    """The leaves of an item, as they are looked up.

    Attributes:
        of_entity: what happened, by the identity of what is named.
        from_token: who it is, by where that begins.
        attested: what is attested.
    """

    of_entity: dict[int, list[Draft]]
    from_token: dict[int, list[Draft]]
    attested: list[Draft]


def _leaves(drafts: Sequence[Draft]) -> _Leaves:
    found = _Leaves({}, {}, [])
    for draft in drafts:
        if draft.kind == "occurrence":
            found.of_entity.setdefault(id(draft.entity), []).append(draft)
        elif draft.kind in _WHO:
            found.from_token.setdefault(draft.first, []).append(draft)
        elif draft.kind == "attestation":
            found.attested.append(draft)
    return found


def give_persons(chunks: Sequence[Chunk], drafts: Sequence[Draft]) -> None:
    """Lets drafts know of whom they are said, where that is somebody else than the patient.

    Args:
        chunks: the item.
        drafts: the leaves that were made of it; they are changed.
    """
    named = [at for at, one in enumerate(chunks) if one.tag in _PERSONAL and is_person(one)]
    met = [at for at in pairs_at(chunks[:-1], _MET) if _is_contact(chunks[at])]
    if not named and not met:
        return
    leaves = _leaves(drafts)
    for at in met:
        _give_met(chunks, leaves, at)
    place = named[0] if named else len(chunks)
    while place < len(chunks):
        if not is_person(chunks[place]):
            place += 1
            continue
        end = _persons_end(chunks, place)
        said = (chunks[place].first, chunks[end - 1].last)
        persons = [chunk for chunk in chunks[place:end] if is_person(chunk)]
        owned = _is_owned(chunks, end)
        if owned or any(chunk.tag == "FILLER" for chunk in persons):
            start = _start(chunks, place)
            attested = _attested(chunks, end, owned=owned and start < said[0])
            if not _attest(leaves.attested, attested, (start, said[1])):
                _give(chunks, leaves, place, end, said)
        else:
            _give_before(chunks, leaves, place)
        place = end


def _is_contact(chunk: Chunk) -> bool:
    """Whether a chunk names a contact between the patient and somebody: "household contact"."""
    rule = chunk.value.rule if chunk.tag == "ENTITY" and isinstance(chunk.value, Entity) else None
    return rule is not None and rule.domain == "observation" and rule.name.endswith(_CONTACT)


def _give_met(chunks: Sequence[Chunk], leaves: _Leaves, place: int) -> None:
    """Gives those whom the patient has met what they have: "household contact |of patients with tuberculosis|"."""
    said = (chunks[place + 1].first, chunks[place + 1].last)
    for chunk in _things(chunks, place + 1, whole=True):
        for draft in leaves.of_entity.get(id(chunk.value), ()):
            if draft.entity is not None and draft.entity.domain == "condition":
                draft.other = said


def is_person(chunk: Chunk) -> bool:
    """Whether a chunk names somebody who may be another than the patient; a mother is one where it is said of whom.

    Args:
        chunk: a chunk of an item.
    """
    if chunk.tag == "FILLER":
        return isinstance(chunk.value, CueRule) and bool(chunk.value.attrs.get("other"))
    return chunk.tag == "SEX" and bool(chunk.value.attrs.get("kin"))


def _persons_end(chunks: Sequence[Chunk], place: int) -> int:
    """Past the last of several persons: "|parents or legal guardians|"."""
    end = at = place + 1
    while at < len(chunks) and (chunks[at].tag in _BETWEEN or chunks[at].tag == "FILLER"):
        at += 1
        if is_person(chunks[at - 1]):
            end = at
    return end


def _is_owned(chunks: Sequence[Chunk], end: int) -> bool:
    """Whether it is said whose somebody is: "parents |of| a child", "caring for"."""
    return _says_whose(chunks[end - 1]) or (end < len(chunks) and chunks[end].tag == "OF")


def _says_whose(chunk: Chunk) -> bool:
    """Whether words for somebody say that it is told whose they are: "caring for"."""
    return chunk.tag == "FILLER" and isinstance(chunk.value, CueRule) and bool(chunk.value.attrs.get("of"))


def _leave_owners(chunks: Sequence[Chunk], leaves: _Leaves, end: int) -> int:
    """Leaves as words what is said of those whose somebody is: no node says how old, or of which sex, others are.

    Returns:
        Behind what says whose they are: "caregivers of |women aged 65 or older| with dementia".
    """
    at = end
    while at < len(chunks) and chunks[at].tag in _DESCRIBING:
        at += 1
    if at > end:
        first, last = chunks[end].first, chunks[at - 1].last
        for token in range(first, last):
            for draft in leaves.from_token.pop(token, ()):
                draft.kind, draft.limits, draft.definition = "words", [], None
    return at


def _with_patients(chunks: Sequence[Chunk], place: int, end: int) -> str | None:
    """How the patients are named beside somebody: "neither the patient |nor| the partner"; None where they are not.

    One of a pair is either of the two: "|either| partner".
    """
    if _names_patient(chunks, end):
        return chunks[end].tag
    at = place - 1
    if at >= 0 and chunks[place].value.attrs.get("pair") and _is_either(chunks[at]):
        return "OR"
    if at > 1 and chunks[at].tag == "FILLER" and chunks[at - 1].tag != "FILLER":
        at -= 1
    if at < 1 or not (chunks[at].tag in _EITHER or chunks[at].tag == "AND"):
        return None
    if chunks[at - 1].tag == "SEX":
        return "AND"
    return chunks[at].tag if _is_people(chunks[at - 1]) else None


def _is_either(chunk: Chunk) -> bool:
    """Whether a chunk says that any of two is meant: "either", "neither"."""
    return chunk.tag == "EITHER" or (chunk.tag == "NEG" and bool(chunk.value.attrs.get("until_nor")))


def _names_patient(chunks: Sequence[Chunk], end: int) -> bool:
    """Whether the patients are named behind somebody: "neither the partner |nor the patient|"."""
    following = chunks[end : end + 3]
    if not following or following[0].tag not in _EITHER:
        return False
    return any(chunk.tag == "FILLER" and _is_people(chunk) for chunk in following[1:])


def _give(chunks: Sequence[Chunk], leaves: _Leaves, place: int, end: int, said: tuple[int, int]) -> None:
    """Gives what follows somebody to them, and to the patients where these are named before them with "or".

    With "and", it is not clear whether both must have it, or either, and where people of a sex are named, these are a
    leaf of their own: then the words for somebody are not understood.
    """
    kin = all(chunk.value.attrs.get("kin") for chunk in chunks[place:end] if is_person(chunk))
    own = _with_patients(chunks, place, end)
    given, whole = False, _is_owned(chunks, end)
    if own in _EITHER and _names_patient(chunks, end):
        end += 1 + sum(chunk.tag == "FILLER" for chunk in chunks[end + 1 : end + 3])
    if whole:
        end = _leave_owners(chunks, leaves, end)
    elif said[0] == chunks[0].first and any(map(_says_whose, chunks[end:])):
        return
    for chunk in _things(chunks, end, whole=whole):
        for draft in leaves.of_entity.get(id(chunk.value), ()):
            draft.other = (said[0], said[0]) if own == "AND" else said
            draft.family, draft.own = draft.family or kin, draft.own or own in _EITHER
            draft.reach(*said)
            given = True
    if given:
        return
    before = next((d for d in reversed(leaves.attested) if d.extent[1] <= said[0]), None)
    if before is not None and said[0] - before.extent[1] <= _NEAR:
        before.reach(*said)


def _give_before(chunks: Sequence[Chunk], leaves: _Leaves, place: int) -> None:
    """Gives a mother what is said before her, where she is somebody's: "infants |of| HIV-positive mothers"."""
    at = place - 1
    while at > 0 and chunks[at].tag in _BEFORE:
        at -= 1
    things = [chunk for chunk in chunks[at + 1 : place] if chunk.tag == "ENTITY"]
    if at < 1 or chunks[at].tag not in _OF or things[-1:] != [chunks[place - 1]]:
        return
    for draft in (one for chunk in things for one in leaves.of_entity.get(id(chunk.value), ())):
        draft.other, draft.family = (chunks[place].first, chunks[place].last), True
    for draft in leaves.from_token.pop(chunks[place].first, ()):
        draft.kind = "words"


def _start(chunks: Sequence[Chunk], place: int) -> int:
    """The token at which those begin who attest something: the patients with them, "|patient and caregiver|".

    So it is where more is said of the patients: "|patients with epilepsy and their parents| who agree".
    """
    at = place - 1
    if at > 1 and chunks[at].tag == "FILLER":
        at -= 1
    if at < 1 or chunks[at].tag not in _BETWEEN:
        return chunks[place].first
    if _is_people(chunks[at - 1]):
        return chunks[at - 1].first
    described = chunks[at].tag == "AND" and _is_people(chunks[0]) and all(one.tag in _SAID_OF for one in chunks[1:at])
    return chunks[0 if described else place].first


def _is_people(chunk: Chunk) -> bool:
    """Whether a chunk names the patients: "patients", "children"."""
    return chunk.tag == "DEFINITION" or (
        chunk.tag == "FILLER" and isinstance(chunk.value, CueRule) and chunk.value.kind == "people"
    )


def _attested(chunks: Sequence[Chunk], end: int, *, owned: bool) -> Chunk | None:
    """The chunk of what somebody attests, if that is what follows.

    Args:
        chunks: the item.
        end: behind the words for who attests.
        owned: whether it is said whose they are, and that they attest it with those: "parents |of children with| gout".
    """
    passed = _OF_WHOM if owned else _BEFORE_CONSENT
    while end < len(chunks) and chunks[end].tag in passed:
        end += 1
    return chunks[end] if end < len(chunks) and chunks[end].tag in _ATTESTING else None


def _attest(attested: Sequence[Draft], chunk: Chunk | None, said: tuple[int, int]) -> bool:
    """Lets the attestation that a chunk is in reach over who attests; says if there is one."""
    if chunk is None:
        return False
    for draft in attested:
        if draft.extent[0] <= chunk.first < draft.extent[1]:
            draft.reach(*said)
            return True
    return False


def _things(chunks: Sequence[Chunk], place: int, *, whole: bool) -> Iterator[Chunk]:
    """What is said of somebody, from a place on.

    Args:
        chunks: the item.
        place: behind the words for the person.
        whole: whether the person is somebody's ("parents |of children with|"), of whom what follows is said, up to
            what is said of the person again ("|who are in pain").
    """
    named = False
    while place < len(chunks) and chunks[place].tag in _HAVING:
        chunk = chunks[place]
        following = chunks[place + 1] if place + 1 < len(chunks) else None
        if chunk.tag in _BETWEEN and (chunk.tag == "COMMA" or following is None or following.tag != "ENTITY"):
            return
        if chunk.tag == "ENTITY":
            yield chunk
            named = True
        elif (
            chunk.tag == "FILLER" and chunk.value is not None and chunk.value.kind == "people" and (named or not whole)
        ):
            return
        place += 1
