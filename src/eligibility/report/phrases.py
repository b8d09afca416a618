"""What the values of a tree say, in a few words of plain text."""

from __future__ import annotations

from eligibility.tree import Coding, Qualifier, Quantity, Range, Registry, RelativeTo, Window

_LIMITS = {"uln": "ULN", "lln": "LLN"}
_SYSTEMS = {
    "loinc.org": "LOINC",
    "sct": "SNOMED CT",
    "rxnorm": "RxNorm",
    "icd-10-cm": "ICD-10-CM",
    "MSH": "MeSH",
    "atc": "ATC",
}


def printable(text: str) -> str:
    r"""Text that a terminal can be given: one line, controls and unpaired surrogates shown as U+FFFD.

    >>> printable("a \x1b[31m b\n c")
    'a �[31m b c'
    """
    line = " ".join(text.split())
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)


def number(value: float) -> str:
    """A number with as many digits as it needs, six significant ones at most after a point.

    >>> number(50000.0), number(0.5), number(49.89516)
    ('50000', '0.5', '49.8952')
    """
    return f"{value:.0f}" if abs(value) < 1e15 and value.is_integer() else f"{value:.6g}"


def limits(interval: Range | Quantity | None, times: str = "") -> str:
    """The limits of an interval with their unit, "" where it has none; `times` is what they are multiples of.

    >>> limits(Range(lower=18, upper=80, upper_inclusive=False, unit="a"))
    '18 to < 80 a'
    """
    if interval is None:
        return ""
    low, high = interval.lower, interval.upper
    unit = times or _unit(interval.unit)
    if low is None:
        return "" if high is None else f"{'≤' if interval.upper_inclusive else '<'} {number(high)}{unit}"
    if high is None:
        return f"{'≥' if interval.lower_inclusive else '>'} {number(low)}{unit}"
    if low == high:
        return f"= {number(low)}{unit}"
    above, below = "" if interval.lower_inclusive else "> ", "" if interval.upper_inclusive else "< "
    return f"{above}{number(low)} to {below}{number(high)}{unit}"


def _unit(unit: str | None) -> str:
    """The unit behind a number; a power of ten as what the number is multiplied by."""
    if not unit or unit == "1":
        return ""
    return f" × {unit}" if unit.startswith("10*") else f" {unit}"


def multiple_of(limit: RelativeTo | None) -> str:
    """The tail of a limit that is a multiple of something, such as " × ULN"."""
    if limit is None:
        return ""
    return f" × {limit.text if limit.kind == 'other' else _LIMITS.get(limit.kind, limit.kind)}"


def when(window: Window) -> str:
    """A time window: how far, on which side, of what.

    >>> when(Window(text="", span=(0, 0), direction="before", anchor="first_dose", distance=Range(upper=3, unit="mo")))
    '≤ 3 mo before first dose'
    """
    anchor = (window.anchor or "").replace("_", " ")
    if window.direction == "during" and not anchor:
        return "now"
    return f"{limits(window.distance)} {window.direction} {anchor or 'now'}".strip()


def further(qualifier: Qualifier) -> str:
    """A qualifier: its kind, then its limit, or its words where it has no limit."""
    written = qualifier.as_written
    said = limits(qualifier.range) or limits(written) or ", ".join(written.values or ()) or written.text
    return f"{qualifier.kind} {said}"


def coded(coding: Coding) -> str:
    """A code behind the short name of its system.

    >>> coded(Coding(system="http://loinc.org", code="4548-4"))
    'LOINC 4548-4'
    """
    system = coding.system.rstrip("/").rsplit("/", 1)[-1]
    return f"{_SYSTEMS.get(system, system)} {coding.code}"


def recorded(registry: Registry) -> str:
    """What the registry says in fields of its own."""
    said = []
    if registry.age is not None:
        said.append(f"age {limits(Range(**registry.age.model_dump())) or 'without limit'}")
    if registry.sex is not None:
        said.append(f"sex {registry.sex}")
    if registry.healthy_volunteers is not None:
        said.append("healthy volunteers" if registry.healthy_volunteers else "no healthy volunteers")
    return " · ".join(said)
