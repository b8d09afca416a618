"""The summary of a conversion: what `summary.json` holds."""

from __future__ import annotations

import msgspec

from eligibility.convert.fingerprint import Fingerprint
from eligibility.convert.journal import State
from eligibility.convert.tables import TABLES_VERSION
from eligibility.convert.tally import most_frequent


class Summary(msgspec.Struct, kw_only=True, frozen=True):
    """What a conversion did. It adds up: `read` is `converted` and `failed` together.

    Attributes:
        tables_version: the version of the tables.
        read: records of the input.
        converted: of these, those that are in `trials`.
        failed: of these, those that are in `errors.jsonl`, each with its place and reason.
        criteria: all criteria of the converted trials.
        atoms: all leaves of their trees.
        seconds: the time that it took, over all runs where there were several.
        criteria_per_second: of that time.
        checkable: criteria by kind, and by whether patient data could decide them: `full`, `partial`, `none`.
        concepts: the ten most frequent concepts, with the number of their atoms.
        diagnostics: how often criteria have each, by code, the most frequent first.
        cache_hit_rate: the share of criteria that had been read before, word for word; null where nobody counted.
        parts: files of each table.
        fingerprint: what the output depends on: versions, inputs with their sizes, packs, options.
    """

    tables_version: str
    read: int
    converted: int
    failed: int
    criteria: int
    atoms: int
    seconds: float
    criteria_per_second: float | None
    checkable: dict[str, dict[str, int]]
    concepts: dict[str, int]
    diagnostics: dict[str, int]
    cache_hit_rate: float | None
    parts: int
    fingerprint: Fingerprint

    def json(self) -> bytes:
        """As JSON, indented."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


def summary_of(state: State) -> Summary:
    """The summary of all parts that a journal counts."""
    done = state.tally
    return Summary(
        tables_version=TABLES_VERSION,
        read=done.read,
        converted=done.converted,
        failed=done.failed,
        criteria=done.criteria,
        atoms=done.atoms,
        seconds=round(state.seconds, 3),
        criteria_per_second=round(done.criteria / state.seconds, 1) if state.seconds else None,
        checkable=done.checkable,
        concepts=most_frequent(done.concepts, 10),
        diagnostics=most_frequent(done.diagnostics, len(done.diagnostics)),
        cache_hit_rate=round(done.known / done.asked, 4) if done.asked else None,
        parts=state.parts,
        fingerprint=state.fingerprint,
    )


def read_summary(content: bytes) -> Summary | None:
    """The summary that a `summary.json` holds; None where that is something else."""
    try:
        return msgspec.json.decode(content, type=Summary)
    except msgspec.DecodeError:
        return None
