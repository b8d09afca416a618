"""The values that leaves carry: concepts, quantities, ranges, windows, qualifiers, diagnostics."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final, Literal, NoReturn, Self

from pydantic import AfterValidator, BaseModel, ConfigDict

Span = tuple[int, int]
"""Code points `[start, end)` into the text that was parsed."""

DAYS: Final = {"min": 1 / 1440, "h": 1 / 24, "d": 1.0, "wk": 7.0, "mo": 30.4375, "a": 365.25}
"""Days in a calendar unit, by its UCUM code: the mean year of the Julian calendar, and a twelfth of it (UCUM §4.2)."""

Severity = Literal["info", "warning", "error"]
Direction = Literal["before", "after", "during", "around"]
RelativeKind = Literal["uln", "lln", "baseline", "predicted", "other"]


def encodable(text: str) -> str:
    r"""`text` with each lone surrogate replaced by U+FFFD, so that JSON can carry it; all offsets stay.

    Example:
        >>> ascii(encodable("age \ud800 18"))
        "'age \\ufffd 18'"
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


EncodableText = Annotated[str, AfterValidator(encodable)]
"""A text from outside: whatever it holds, JSON can carry it."""


_new = object.__new__
_put_fields, _put_given, _put_extra, _put_private = (
    vars(BaseModel)[name].__set__
    for name in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
"""The slots of a model, set directly: a frozen model has no other way in."""


class _Given(set[str]):
    """Names of fields that were given: shared by values, and so closed to change; a copy is a set like any other."""

    def _closed(self, *_: object) -> NoReturn:
        raise TypeError("these names are shared with other values: change a copy of the set")

    add = discard = remove = pop = clear = update = _closed
    difference_update = intersection_update = symmetric_difference_update = _closed
    __ior__ = __iand__ = __isub__ = __ixor__ = _closed

    def __copy__(self) -> set[str]:
        return set(self)

    def __reduce__(self) -> tuple[type[set[str]], tuple[list[str]]]:
        return set, (list(self),)


_Made = tuple[_Given, dict[str, Any] | None]
"""Of the names that are given in one call, the set of them, which all values so made share (a copy of a value has one
of its own); and the fields of the class in order, each with its default, None where those names are just the fields."""
_MADE: dict[tuple[type[BaseModel], tuple[str, ...]], _Made] = {}
"""By class and names; there are as many as ways of making values."""


def _made(kind: type[BaseModel], names: tuple[str, ...]) -> _Made:
    fields = kind.model_fields.items()
    defaults = {name: None if one.is_required() else one.get_default() for name, one in fields}
    return _MADE.setdefault((kind, names), (_Given(names), None if names == tuple(defaults) else defaults))


class Value(BaseModel):
    """Base of all values: immutable, no unknown fields, finite numbers, compared field by field."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        json_schema_serialization_defaults_required=True,
    )

    @classmethod
    def trusted(cls, **fields: Any) -> Self:  # noqa: ANN401 - fields of any type
        """What `cls(**fields)` makes, at a fraction of its cost, because nothing is checked.

        It is for code of this library that makes every field itself: exact types (tuples, not lists; values that are
        models already), texts and enumerated words from its own constants, numbers known to be finite floats. What
        comes from outside goes through the class. The result is indistinguishable: the same fields in the same order,
        so that it compares, hashes, copies and dumps as the checked one does.

        Args:
            fields: every field without a default, and any others.

        Example:
            >>> Concept.trusted(text="stroke", span=(0, 6)) == Concept(text="stroke", span=(0, 6))
            True
        """
        made, names = _new(cls), tuple(fields)
        given, defaults = _MADE.get((cls, names)) or _made(cls, names)
        _put_fields(made, fields if defaults is None else defaults | fields)
        _put_given(made, given)
        _put_extra(made, None)
        _put_private(made, None)
        return made

    @classmethod
    def maker(cls, *unset: str) -> Callable[[dict[str, Any]], Self]:
        """What makes values as `trusted` does, in half the time, of all their fields.

        Args:
            unset: the fields that are not to count as given: those that the class fills in itself.

        Returns:
            A function of a dictionary with every field of the class, in the order of the class; it is not copied.

        Example:
            >>> make = Concept.maker()
            >>> make({"text": "stroke", "span": (0, 6), "name": "stroke", "codes": ()}).name
            'stroke'
        """
        given = _Given(name for name in cls.model_fields if name not in unset)

        def make(fields: dict[str, Any]) -> Any:  # noqa: ANN401 - a value of the class
            made = _new(cls)
            _put_fields(made, fields)
            _put_given(made, given)
            _put_extra(made, None)
            _put_private(made, None)
            return made

        return make


class Coding(Value):
    """A code in a published system, as in FHIR.

    Attributes:
        system: The URI of the system, such as `http://loinc.org`.
        code: The code itself.
        display: The system's own name for it.
    """

    system: str
    code: str
    display: str | None = None


class Concept(Value):
    """What a leaf speaks of.

    Attributes:
        text: The words in the source.
        span: Where they stand.
        name: The one name in the vocabulary; null where the words are not in it.
        codes: Its codes in published systems.
    """

    text: str
    span: Span
    name: str | None = None
    codes: tuple[Coding, ...] = ()


class Quantity(Value):
    """A limit as the source writes it.

    Attributes:
        text: The words of the limit, such as "at least 18 years".
        span: Where they stand.
        lower: The lower bound, in `unit`; null is none.
        upper: The upper bound, in `unit`; null is none.
        lower_inclusive: Whether the lower bound itself is allowed.
        upper_inclusive: Whether the upper bound itself is allowed.
        values: The members of a set such as "0, 1 or 2", as written.
        unit: The unit, as written.
    """

    text: str
    span: Span
    lower: float | None = None
    upper: float | None = None
    lower_inclusive: bool = True
    upper_inclusive: bool = True
    values: tuple[str, ...] | None = None
    unit: str | None = None


class Range(Value):
    """An interval in a canonical unit.

    Attributes:
        lower: The lower bound; null is none.
        upper: The upper bound; null is none.
        lower_inclusive: Whether the lower bound itself is allowed.
        upper_inclusive: Whether the upper bound itself is allowed.
        unit: A UCUM code, "1" for plain numbers and multiples.
    """

    lower: float | None = None
    upper: float | None = None
    lower_inclusive: bool = True
    upper_inclusive: bool = True
    unit: str | None = None


class RelativeTo(Value):
    """What a range is a multiple of.

    Attributes:
        kind: The upper or lower limit of normal, the baseline, the predicted value, or another.
        text: The words in the source.
    """

    kind: RelativeKind
    text: str


class Window(Value):
    """When something holds: how far, and on which side of an anchor.

    "within 3 months" has distance.upper 3 mo; "more than 6 months ago" has distance.lower 6 mo and no upper.

    Attributes:
        text: The words in the source.
        span: Where they stand.
        direction: The side of the anchor.
        anchor: The event that time is counted from; null is now, the moment of checking.
        distance: How far from the anchor, in its own calendar unit: `h`, `d`, `wk`, `mo` or `a`.
    """

    text: str
    span: Span
    direction: Direction
    anchor: str | None = None
    distance: Range | None = None


class Qualifier(Value):
    """A further limit on a leaf.

    Attributes:
        kind: What it limits: stage, grade, count, duration, dose, frequency, size, laterality, site and others.
        as_written: The limit as the source writes it.
        range: The limit in a canonical unit, where it is a number.
    """

    kind: str
    as_written: Quantity
    range: Range | None = None


class Diagnostic(Value):
    """What the reader of a tree should know: an inference that was made, or something that was not understood.

    Attributes:
        code: The kind of diagnostic, such as `unit-inferred`.
        severity: How much it matters.
        message: The diagnostic in words.
        span: The place that it speaks of; null is the whole.
    """

    code: str
    severity: Severity
    message: str
    span: Span | None = None
