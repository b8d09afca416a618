"""Loading packs and combining them into the rules in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from msgspec import structs

from eligibility.errors import PackError
from eligibility.rules import cache as compiled
from eligibility.rules.checking import check
from eligibility.rules.model import SECTIONS, Entry, Pack, Rules
from eligibility.rules.reading import LARGEST

SUFFIX = ".pack.yaml"
BUILTIN = Path(__file__).parents[1] / "packs"

E = TypeVar("E", bound=Entry)


def load_pack(path: str | Path) -> Pack:
    """One pack file, with its tests.

    Args:
        path: The file, YAML in UTF-8.

    Returns:
        The pack, for the `packs` of `eligibility.parse` and the like.

    Raises:
        PackError: the file cannot be read or is no valid pack; it says where, and what was expected.
    """
    return check(_content(Path(path)), str(path))


def load_entries(path: str | Path) -> Pack:
    """One pack file without its tests, out of the cache where it has been compiled before.

    Raises:
        PackError: as `load_pack`.
    """
    content, name = _content(Path(path)), str(path)
    pack = compiled.recall(content, name)
    if pack is None:
        pack = without_tests(check(content, name))
        compiled.remember(content, name, pack)
    return structs.replace(pack, path=name)


def content_digest(path: str | Path) -> str:
    """A digest of a file's content, by which a changed pack is noticed.

    Raises:
        PackError: the file cannot be read.
    """
    return sha256(_content(Path(path))).hexdigest()


def builtin_packs() -> list[Path]:
    """The files of the packs that come with the library, in the order in which they are loaded."""
    return sorted(BUILTIN.glob(f"*{SUFFIX}"))


@cache
def load_builtin() -> Rules:
    """The rules of the packs that come with the library; loaded once in a process.

    Example:
        >>> load_builtin().concept("platelet count").unit
        '10*9/L'
    """
    return combine(load_entries(path) for path in builtin_packs())


def combine(packs: Iterable[Pack], base: Rules | None = None) -> Rules:
    """The rules of several packs, later ones extending or overriding earlier ones by name.

    Args:
        packs: in order of rising precedence.
        base: rules that come before them all.

    Raises:
        PackError: a name that an earlier pack has, in an entry that neither `overrides` nor `extends`; or an entry
            that overrides or extends what is not there.
    """
    loaded = list(packs)
    start = base or Rules()
    sections = {name: _merge(getattr(start, name), [(p, getattr(p, name)) for p in loaded]) for name in SECTIONS}
    return Rules(
        **sections,
        packs=(*start.packs, *(pack.pack for pack in loaded)),
        paths={**start.paths, **{pack.pack: pack.path for pack in loaded}},
    )


def _merge(base: Sequence[E], additions: Iterable[tuple[Pack, Sequence[E]]]) -> tuple[E, ...]:
    merged: dict[tuple[str, ...] | int, E] = {}
    for number, rule in enumerate(base):
        merged[rule.identity or number] = rule
    for pack, rules in additions:
        for rule in rules:
            key = rule.identity or len(merged)
            merged[key] = _meet(merged.get(key), rule, pack)
    return tuple(merged.values())


def _meet(earlier: E | None, rule: E, pack: Pack) -> E:
    """What is in force where a rule meets an earlier one of its name."""
    place = f"{pack.path}:{rule.line}"
    label = rule.called
    if earlier is None:
        if rule.overrides or rule.extends:
            raise PackError("nothing-to-override", f"no earlier pack has `{label}`; check the name", place=place)
        return rule
    if rule.overrides:
        return rule
    if rule.extends:
        return _extended(earlier, rule)
    raise PackError(
        "silent-override",
        f"`{label}` is already in the pack {earlier.pack}, line {earlier.line}; "
        "say `overrides: true` to replace it or `extends: true` to add to it",
        place=place,
    )


def _extended(earlier: E, rule: E) -> E:
    """The earlier rule with the later one's values: lists and mappings joined, single values replaced."""
    changes: dict[str, object] = {}
    for field in structs.fields(type(rule)):
        new, old = getattr(rule, field.name), getattr(earlier, field.name)
        if not new or field.name in ("pack", "line", "extends"):
            continue
        if isinstance(new, tuple) and field.name != "plausible":
            changes[field.name] = (*old, *(item for item in new if item not in old))
        elif isinstance(new, dict) and isinstance(old, dict):
            changes[field.name] = {**old, **new}
        else:
            changes[field.name] = new
    return structs.replace(earlier, **changes)


def without_tests(pack: Pack) -> Pack:
    """The pack with its entries alone: what parsing needs."""
    bare = {
        section: tuple(structs.replace(entry, tests=(), rejects=()) for entry in getattr(pack, section))
        for section in SECTIONS
    }
    return structs.replace(pack, tests=(), **bare)


def _content(path: Path) -> bytes:
    """The bytes of a file; of one that is too large no more than tell so."""
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise PackError("pack-unreadable", f"the pack cannot be read: {reason}", place=str(path)) from None
    except ValueError as error:
        raise PackError("pack-unreadable", f"the pack cannot be read: {error}", place=repr(str(path))) from None
