"""Beside: what stands beside a thing with no "and" between, and is as plainly asked as if there were one.

So is how somebody is treated ("gout |treated with| allopurinol"), what somebody judges of a thing ("angina |in the
opinion of the investigator|"), how far a pregnancy is, what is operated on or found ("resection |of| a sarcoma", "MRI
evidence |of| gout"), which drugs a therapy is based on, and what a colon says more closely ("lung disease|:| asthma").
"""

from __future__ import annotations

from collections.abc import Sequence

from eligibility.normalize.drafts import CARE, Draft
from eligibility.normalize.means import is_taken
from eligibility.normalize.treated import tells_treatment
from eligibility.tagging.chunks import Chunk, tags_of
from eligibility.tagging.tokens import Tokens

_CONDITION, _DRUG, _PROCEDURE, _DEVICE = "condition", "drug", "procedure", "device"
_ON, _OF = ["on"], "of"
_GESTATION = "gestational age"
_JUDGED = "investigator_judgment"
_ENDS = frozenset({"COMMA", "OR", "AND", "SEMI", "STOP", "RP"})
_GIVEN_IN = frozenset({"injection", "vaccination", "transfusion", "infusion"})
"""What is done with something that is given, and done to nothing."""
_LISTING = frozenset({"or", "/", ","})
_KINDS = frozenset({_CONDITION, _DRUG})
_OPERATED = frozenset({_CONDITION, _DEVICE})
_BASED = "based"
_SMALL = frozenset({"FILLER", "MODIFIER"})


def is_judged(other: Draft, chunks: Sequence[Chunk], place: int) -> bool:
    """Whether an attestation is what somebody judges of the thing before it, and nothing follows that it is of.

    Args:
        other: the attestation.
        chunks: the chunks of its item.
        place: where the first one behind what stands before it is.
    """
    if other.cue is None or other.cue.attrs.get("topic") != _JUDGED:
        return False
    while place < len(chunks) and chunks[place].last <= other.extent[1]:
        place += 1
    return place == len(chunks) or chunks[place].tag in _ENDS


def is_said_besides(one: Draft, other: Draft, between: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether what stands between two leaves says that both are meant.

    Where more is listed, it is not clear what is operated on: "resection of a sarcoma |or meningioma|".

    Args:
        one: the first.
        other: the second.
        between: the chunks between them.
        tokens: their criterion.
    """
    if other.entity is None or one.entity is None:
        return False
    if other.limits and other.entity.rule is not None and other.entity.rule.name == _GESTATION:
        return one.entity.domain == _CONDITION
    domains = one.entity.domain, other.entity.domain
    tags = tags_of([chunk for chunk in between if chunk.tag not in _SMALL])
    if tags in ([], ["OF"]) and _OF in tokens.folded[one.last : other.first]:
        done = domains[0] == _PROCEDURE and domains[1] in _OPERATED
        ends = _LISTING.isdisjoint(tokens.folded[other.extent[1] : other.extent[1] + 1])
        return done and ends and one.entity.rule is not None and one.entity.rule.name not in _GIVEN_IN
    if tags == ["COLON"]:
        return domains[0] == domains[1] and domains[0] in _KINDS and not one.limits
    if domains[0] == _DRUG and domains[1] == _PROCEDURE:
        return tokens.folded[one.last : other.first] in (["-", _BASED], [_BASED])
    return domains[0] == _CONDITION and domains[1] in CARE and _is_treated(other, between, tokens)


def _is_treated(other: Draft, between: Sequence[Chunk], tokens: Tokens) -> bool:
    """Whether what is between a condition and a treatment says that this is how those who have it are treated.

    On a drug somebody is who takes it at a dose, or for some time ("gout |on| allopurinol for a month"), but "gout |on|
    allopurinol" may be a flare in spite of it.
    """
    if not between:
        return False
    said = tokens.folded[between[0].first : between[-1].last]
    if between[-1].tag == "STATUS":
        return tells_treatment(said)
    assert other.entity is not None
    taken = other.entity.domain == _DRUG or is_taken(other)
    return taken and said == _ON and bool(other.durations or other.limits or other.entity.modifiers)
